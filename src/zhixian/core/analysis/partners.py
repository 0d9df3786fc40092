"""Universities and institutes for an enterprise (校企匹配): which of their patents in force lie in the fields of its own.

The fields are the classes and title words of what the enterprise holds on the day. Patents of the same IPC subclass are compared by the
rule of needs and offers; a licence, a price or a wish to give one the registry does not tell.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from zhixian.core.analysis.finding import Party
from zhixian.core.analysis.matching import NEED, OFFER, Entry, Match, Pool, telling_words
from zhixian.core.engine.views import as_dicts, literals, over
from zhixian.core.registry.snapshot import Snapshot
from zhixian.core.registry.tables import PATENT_KINDS

SCHOLARS = ("university", "institute")
MOST_COMPARED = 3000
"""Of the patents of the same fields the latest filed that are compared."""
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Near:
    """A patent of a university or institute, and how it fits what the enterprise holds."""

    right: str
    number: str
    title: str
    kind: str
    filed: date | None
    holder: str
    holder_kind: str
    match: Match


@dataclass(frozen=True, slots=True)
class Partners:
    """What was found for an enterprise: how many patents of its own speak for it, in which subclasses, and what is near, best first."""

    own: int
    fields: tuple[str, ...]
    compared: int
    near: tuple[Near, ...]


def partners_for(snapshot: Snapshot, party: Party, *, as_of: date, most: int = 60) -> Partners:
    """Patents of universities and institutes in the fields of an enterprise, as of a day; nothing where it holds no patent."""
    with over({table: snapshot.path(table) for table in ("rights", "spans", "parties")}) as con:
        day = f"DATE '{as_of.isoformat()}'"
        own = as_dicts(con.execute(_OWN.format(day=day, kinds=literals(PATENT_KINDS)), [party.id]))
        codes = tuple(dict.fromkeys(code for row in own for code in _codes(row)))
        fields = tuple(sorted({code[:4] for code in codes}))
        query = _NEAR.format(day=day, kinds=literals(PATENT_KINDS), scholars=literals(SCHOLARS))
        near = as_dicts(con.execute(query, [list(fields), MOST_COMPARED])) if fields else []
    words = frozenset(word for row in own for word in telling_words(row["title"] or ""))
    asker = Entry(-1, NEED, "patent", party.name, party.name, words, codes, party.region or "")
    rows = dict(enumerate(near))
    pool = Pool([_entry(key, row) for key, row in rows.items()], by_share=True)
    found = [_near(rows[match.entry.key], match) for match in pool.matches(asker, most=most)]
    return Partners(len(own), fields, len(near), tuple(found))


def _codes(row: Row) -> list[str]:
    return [code.replace(" ", "") for code in (row["classes"] or "").split(";") if code]


def _entry(key: int, row: Row) -> Entry:
    codes = tuple(_codes(row))
    words = telling_words(row["title"] or "")
    return Entry(key, OFFER, "patent", row["title"] or "", row["holder_name"] or "", words, codes, row["region"] or "")


def _near(row: Row, match: Match) -> Near:
    return Near(
        row["right_id"], row["number"] or row["right_id"], row["title"] or "", row["kind"], row["filed"],
        row["holder_name"] or "", row["holder_kind"], match,
    )  # fmt: skip


_OWN = """
SELECT r.title, r.classes FROM spans AS s JOIN rights AS r ON r.right_id = s.right_id
WHERE s.start <= {day} AND (s."end" IS NULL OR {day} < s."end") AND s.kind IN ({kinds}) AND s.holder = ? ORDER BY r.right_id
"""
_NEAR = """
SELECT r.right_id, r.number, r.title, r.kind, r.filed, r.classes, p.name AS holder_name, s.holder_kind, p.region
FROM spans AS s JOIN rights AS r ON r.right_id = s.right_id LEFT JOIN parties AS p ON p.party_id = s.holder
WHERE s.start <= {day} AND (s."end" IS NULL OR {day} < s."end") AND s.kind IN ({kinds}) AND s.holder_kind IN ({scholars})
    AND list_has_any(list_transform(string_split(coalesce(r.classes, ''), ';'), lambda code: left(replace(code, ' ', ''), 4)), ?)
ORDER BY r.filed DESC NULLS LAST, r.right_id LIMIT ?
"""
