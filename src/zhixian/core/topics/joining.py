"""Documents to records: the publications of one application are one.

Within a source a later row completes an earlier one. A later source corrects an earlier one: its cell that is not empty wins, as in the
registry. Counts are the highest that any publication of the application has, and those of the later source where it tells of the same
publication anew. Classes, citations and members of the family are united.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from typing import Any

from zhixian.core.registry.numbers.patents import plain_number
from zhixian.core.topics.contradictions import pass_over_contradictions
from zhixian.core.topics.document import Document, Happened, names_one, publication_key
from zhixian.core.topics.one_application import Tell, settle_keys

SAME_ROW, SAME_APPLICATION, OTHER_PUBLICATION = "同一公开文本重复出现", "同一申请重复出现", "同一申请的另一公开文本"
_FIRST = (
    "application", "country", "kind", "title", "abstract", "filed", "region", "priority", "priority_country", "family",
)  # fmt: skip
_MOST = ("family_size", "claims", "cites_count", "cited_by_count", "cited_in_3", "cited_in_5")
_LISTS = ("inventors", "priority_numbers")
_OF_APPLICANTS = ("cleaned", "applicant_countries")
"""Lists that stand beside the applicants, one entry for each."""
_UNITED = ("classes", "cpc", "family_members", "cites", "cited_by", "others")


@dataclass(slots=True)
class Record:
    """One application: what its documents say together, and each publication with its day and its title; `by` has the source of what
    the document of the record did not say itself, by field and by publication."""

    document: Document
    publications: dict[str, date | None] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    documents: int = 1
    last: date | None = None
    by: dict[str, int] = field(default_factory=dict)

    def follows(self, what: str, source: int) -> bool:
        """Whether a source comes after the one that told something of the record."""
        return source > self.by.get(what, self.document.source)


@dataclass
class Joined:
    """The records by their key; how many documents were merged, by reason, and by source."""

    records: dict[str, Record]
    reasons: Counter[str] = field(default_factory=Counter)
    merged: Counter[int] = field(default_factory=Counter)
    taken: Counter[int] = field(default_factory=Counter)


def join_documents(documents: Iterable[Document], tell: Tell = lambda _source, _problem: None) -> Joined:
    """Make one record of each application. Documents known by a publication alone join the application that others name for it. Rows
    that cannot both be right are told."""
    told = list(documents)
    settle_keys(told, tell)
    filings, loose = ([one for one in told if one.by_publication is by] for by in (False, True))
    named: dict[str, str] = {}
    for document in filings:
        if document.publication and (known := publication_key(document.publication)) and names_one(known):
            named.setdefault(known, document.key)
    for document in loose:
        document.key = named.get(document.key, document.key)
    joined = Joined({})
    pass_over_contradictions(chain(filings, loose), tell)
    for document in chain(filings, loose):
        _take(joined, document)
    return joined


def _take(joined: Joined, document: Document) -> None:
    number, title = plain_number(document.publication) if document.publication else None, document.title
    record = joined.records.get(document.key)
    if record is None:
        joined.records[document.key] = record = Record(document, last=document.published)
        document.events, document.others = _once(document.events), list(dict.fromkeys(document.others))
        joined.taken[document.source] += 1
    else:
        again = number is None or number in record.publications
        joined.reasons[_why_merged(number, again=again)] += 1
        joined.merged[document.source] += 1
        _complete(record, document, again=again)
    if number is not None:
        _publish(record, number, title, document)


def _why_merged(number: str | None, *, again: bool) -> str:
    if number is None:
        return SAME_APPLICATION
    return SAME_ROW if again else OTHER_PUBLICATION


def _publish(record: Record, number: str, title: str | None, document: Document) -> None:
    """Note a publication; of the same in a later source the day and the title are that one's."""
    corrects = record.follows(number, document.source)
    if corrects or record.publications.get(number) is None:
        record.publications[number] = document.published or record.publications.get(number)
    if title and (corrects or number not in record.titles):
        record.titles[number] = title
    if corrects:
        record.by[number] = document.source


def _complete(record: Record, other: Document, *, again: bool) -> None:
    """Add what another document of the application says; `again` says that it tells of a publication of before."""
    kept = record.document
    for name in _FIRST + _LISTS:
        _take_cell(record, name, other)
    _take_applicants(record, other)
    for name in _MOST:
        said, told = getattr(kept, name), getattr(other, name)
        if not (again and _take_cell(record, name, other)) and None not in (said, told):
            setattr(kept, name, max(said, told))
        elif said is None:
            setattr(kept, name, told)
    for name in _UNITED:
        setattr(kept, name, list(dict.fromkeys([*getattr(kept, name), *getattr(other, name)])))
    kept.events = _once([*kept.events, *other.events])
    kept.granted = min(filter(None, (kept.granted, other.granted)), default=None)
    later = other.published is not None and (record.last is None or other.published >= record.last)
    _take_state(record, other, later=later)
    kept.published = min(filter(None, (kept.published, other.published)), default=None)
    record.last = max(filter(None, (record.last, other.published)), default=None)
    record.documents += 1


def _take_cell(record: Record, name: str, other: Document, *, newer: bool = False) -> bool:
    """Take a cell that is not empty where none was, where it is of a later source, or of a `newer` publication in the same; whether it was."""
    value = getattr(other, name)
    if value is None or value == []:
        return False
    source = record.by.get(name, record.document.source)
    said = getattr(record.document, name) not in (None, [])
    if said and other.source <= source and not (newer and other.source == source):
        return False
    setattr(record.document, name, value)
    if other.source != source:
        record.by[name] = other.source
    return True


def _take_applicants(record: Record, other: Document) -> None:
    """Take the applicants with the lists beside them: what one source calls them is never set beside the names of another."""
    kept, before = record.document, record.document.applicants
    if _take_cell(record, "applicants", other) and other.applicants != before:
        for name in _OF_APPLICANTS:
            setattr(kept, name, getattr(other, name))
    elif other.applicants in ([], kept.applicants):
        for name in _OF_APPLICANTS:
            _take_cell(record, name, other)


def _take_state(record: Record, other: Document, *, later: bool) -> None:
    """Take the state and the holders: in one source those of the publication of the latest day."""
    if _take_cell(record, "state", other, newer=later):
        record.document.status = other.status
    _take_cell(record, "holders", other, newer=later)


def _once(events: list[Happened]) -> list[Happened]:
    """Events that each publication of an application tells anew, once each; the one that names a party is kept."""
    told: dict[tuple[str, date], Happened] = {}
    for event, day, party in events:
        if party or (event, day) not in told:
            told[event, day] = (event, day, party)
    return list(told.values())


def not_counted(joined: Joined) -> dict[str, Any]:
    """Of the legal events that were read and are of no sort that is counted, each once for its application: how many of which sort
    (`events`), and of how many `applications`."""
    others = [record.document.others for record in joined.records.values() if record.document.others]
    sorts = Counter(sort for told in others for sort, _ in told)
    return {"events": dict(sorted(sorts.items())), "applications": len(others)}
