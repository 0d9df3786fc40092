"""Searching in a topic: its records as documents of the same index that the registry's rights have, so that one language asks both.

A record is found by the titles of its publications, any of its applicants and holders under every name that was joined with theirs, its
number and those of its publications, its IPC or Locarno classes, its place and days, and its state on the topic's day, which may be unknown. Who applied for it is taken for who holds it only where no holder is told.
"""

import base64
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from zhixian.core.engine.views import literal, over
from zhixian.core.kernel.progress import Progress
from zhixian.core.registry.numbers import ASIAN, filed_abroad
from zhixian.core.search.finding import every_hit
from zhixian.core.search.index import Made, Searchable, fill, new_index, open_made, open_whole_at
from zhixian.core.search.numbers_asked import keys_asked, publication_as_key
from zhixian.core.search.schema import FORMAT, LONG_AGO, NEVER, UNSURE, Row
from zhixian.core.search.words import END
from zhixian.core.topics.document import PUBLISHED, publication_key, unmarked
from zhixian.core.topics.names import normal_form
from zhixian.core.topics.topic import Topic

FOLDER = "search"
INDEXED = f"{FORMAT}.4"
"""Changes with the format of the index, and with what a record says in it: the index of an edition is built anew."""
_AT_A_TIME = 5_000
_SPANS = {
    "in_force": (LONG_AGO, NEVER),
    "ended": (LONG_AGO, LONG_AGO),
    "pending": (NEVER, NEVER),
    None: (UNSURE, UNSURE),
}
"""State on the topic's day → from when to when it is in force, as the index has it."""
_RECORDS = """
WITH people AS (
    SELECT record, role, list(name ORDER BY nth) AS names, list(party ORDER BY nth) AS parties, list(party_name ORDER BY nth) AS called
    FROM parties WHERE role <> 'inventor' GROUP BY record, role
), symbols AS (
    SELECT record, string_agg(DISTINCT symbol, ';' ORDER BY symbol) AS classes FROM classes WHERE system IN ('ipc', 'nice', 'locarno') GROUP BY record
), numbers AS (
    SELECT record, list(number) AS numbers, list_sort(list(DISTINCT {title}) FILTER ({title} IS NOT NULL)) AS titles
    FROM publications GROUP BY record
)
SELECT r.record, r.kind, r.application, r.publication, r.title, s.classes, r.filed, r.granted, r.region, r.state, r.country, n.numbers, n.titles,
    a.names AS applicants, a.parties AS applying, a.called AS applying_called, h.names AS holders, h.parties AS holding, coalesce(h.called, a.called) AS called
FROM records AS r LEFT JOIN symbols AS s USING (record) LEFT JOIN numbers AS n USING (record)
LEFT JOIN people AS a ON a.record = r.record AND a.role = 'applicant'
LEFT JOIN people AS h ON h.record = r.record AND h.role = 'holder'
ORDER BY r.record
"""
_VARIANTS = """
SELECT party, list_sort(list(DISTINCT name)) AS names FROM parties WHERE role <> 'inventor' GROUP BY party HAVING count(DISTINCT name) > 1
"""
_PARTY = "SELECT party FROM parties WHERE key = {key} AND role <> 'inventor' LIMIT 1"
_HOLDERLESS = "SELECT count(*) FROM records ANTI JOIN (SELECT nr FROM parties WHERE role = 'holder') AS held USING (nr)"
Variants = Mapping[str, Sequence[str]]
"""Party → every name that was joined to it, for parties that have several."""


def open_topic_index(topic: Topic, *, progress: Progress = lambda _done, _total: None) -> Searchable:
    """The index of an edition, built first when there is none or when it cannot be read; it lies beside the topic's editions.

    Raises IndexTrouble where it can be neither read nor built.
    """
    return open_made(_place(topic), topic.id, lambda corner: _build(topic, corner, progress))


def open_whole_topic_index(topic: Topic) -> Searchable | None:
    """The index of an edition as it lies there; None when there is none or when it cannot be read."""
    return open_whole_at(_place(topic), topic.id)


def is_topic_built(topic: Topic) -> bool:
    """Whether the index of an edition lies there, so that opening it takes no time."""
    return _place(topic).exists()


def _place(topic: Topic) -> Path:
    return topic.folder.parent.parent / FOLDER / f"{topic.id}-{INDEXED}"


def records_called(topic: Topic, number: str) -> list[str]:
    """The records of an edition that go by an application's or a publication's number in any spelling, with or without its kind code; none
    for what is no number. Raises IndexTrouble as opening the index does."""
    if not keys_asked(number):
        return []
    quoted = number.replace('"', " ")
    found = every_hit(open_topic_index(topic), f'号码:"{quoted}"', as_of=topic.as_of)
    return sorted(facts["right_id"] for facts in found)


def party_named(topic: Topic, name: str) -> str | None:
    """The party of an edition that a name was joined to, in whatever spelling; None where no applicant and no holder is called so."""
    with over({"parties": topic.path("parties")}) as con:
        found = con.execute(_PARTY.format(key=literal(normal_form(name)))).fetchone()
    return str(found[0]) if found else None


def without_holder(topic: Topic) -> int:
    """The records of an edition of which no holder is told, so that who applied for them is taken for who holds them."""
    with over({name: topic.path(name) for name in ("records", "parties")}) as con:
        return int(con.execute(_HOLDERLESS).fetchone()[0])


def _build(topic: Topic, corner: Path, progress: Progress) -> Made:
    total = int(topic.manifest["tables"]["records"])
    fill(new_index(corner), _batches(topic), progress, total)
    return Made(total)


def _batches(topic: Topic) -> Iterator[list[Row]]:
    with over({name: topic.path(name) for name in ("records", "parties", "classes", "publications")}) as con:
        variants = dict(con.execute(_VARIANTS).fetchall())
        answer = con.execute(_RECORDS.format(title="title" if _has_titles(topic) else "NULL::VARCHAR"))
        names = [column[0] for column in answer.description]
        key = 0
        while rows := answer.fetchmany(_AT_A_TIME):
            yield [_row(key + at, dict(zip(names, row, strict=True)), variants) for at, row in enumerate(rows)]
            key += len(rows)


def _has_titles(topic: Topic) -> bool:
    return "title" in pq.read_schema(topic.path("publications")).names


def _row(key: int, told: dict[str, Any], variants: Variants) -> Row:
    start, end = _SPANS[told["state"]]
    applying = _names(told["applicants"], told["applying"], variants)
    called = dict(zip(told["holding"] or told["applying"] or (), told["called"] or (), strict=True))
    held = _names(told["holders"], told["holding"], variants) if told["holders"] else applying
    published = list(filter(None, [told["publication"], *(told["numbers"] or ())]))
    numbers = [told["application"], *_spellings(told, published)]
    holder, holder_name = next(iter(called.items()), (None, None))
    filed, granted = (day and day.isoformat() for day in (told["filed"], told["granted"]))
    facts = {
        "right_id": told["record"], "kind": told["kind"] or "", "gi": False, "number": told["application"] or told["publication"],
        "publication": told["publication"], "title": told["title"], "classes": told["classes"], "filed": filed, "registered": granted,
        "expires": None, "holder": holder, "holder_name": holder_name, "is_held": bool(told["holders"]), "people": called,
        "applicant_name": next(iter(told["applying_called"] or ()), None), "applicants": "、".join(told["applicants"] or ()), "titles": told["titles"] or [],
        "region": told["region"], "country": told["country"], "start": start, "end": end,
    }  # fmt: skip
    return (
        key, told["record"], told["kind"] or "", False, ";".join(dict.fromkeys(filter(None, numbers))), END.join(filter(None, [told["title"], *(told["titles"] or [])])), told["classes"],
        told["filed"], told["granted"], None, list(called), held, applying, told["region"], LONG_AGO, NEVER, start, end,
        base64.b64encode(json.dumps(facts, ensure_ascii=False).encode()).decode(),
    )  # fmt: skip


def _spellings(told: Mapping[str, Any], published: Sequence[str]) -> Iterator[str]:
    """The numbers that a record goes by beside its application as it is written: each publication as it is written and without kind code,
    or, at offices that count applications in the same form, marked."""
    application, record, country = told["application"], told["record"], told["country"]
    if application and country in ASIAN:
        yield filed_abroad(application, country).normal
    if not record.endswith(PUBLISHED):
        yield unmarked(record)
    for number in published:
        if marked := publication_as_key(number):
            yield marked
        else:
            yield number
            yield unmarked(publication_key(number) or "")


def _names(own: Sequence[str] | None, parties: Sequence[str] | None, variants: Variants) -> str:
    """The names of some parties as the index takes them: as the record spells them, and every other that was joined with them."""
    joined = (name for party in parties or () for name in variants.get(party, ()))
    return "；".join(dict.fromkeys([*(own or ()), *joined]))
