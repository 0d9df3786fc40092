"""Documents to records: the publications of one application are one, a later non-empty cell completes an earlier one."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from zhixian.core.registry.numbers.patents import plain_number
from zhixian.core.topics.document import Document, Happened, publication_key

SAME_ROW, OTHER_PUBLICATION = "同一公开文本重复出现", "同一申请的另一公开文本"
_FIRST = (
    "application", "country", "kind", "title", "abstract", "filed", "region", "priority", "priority_country", "family",
)  # fmt: skip
_MOST = ("family_size", "claims", "cites_count", "cited_by_count", "cited_in_3", "cited_in_5")
_LISTS = ("applicants", "inventors", "cleaned", "applicant_countries", "priority_numbers")
_UNITED = ("classes", "cpc", "family_members", "cites", "cited_by")


@dataclass(slots=True)
class Record:
    """One application: what its documents say together, and each publication with its day and its title."""

    document: Document
    publications: dict[str, date | None] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    documents: int = 1
    last: date | None = None


@dataclass
class Joined:
    """The records by their key; how many documents were merged, by reason, and by source."""

    records: dict[str, Record]
    reasons: Counter[str] = field(default_factory=Counter)
    merged: Counter[int] = field(default_factory=Counter)
    taken: Counter[int] = field(default_factory=Counter)


def join_documents(documents: Iterable[Document]) -> Joined:
    """Make one record of each application. Documents known by a publication alone join the application that others name for it."""
    joined = Joined({})
    named: dict[str, str] = {}
    loose: list[Document] = []
    for document in documents:
        if document.by_publication:
            loose.append(document)
            continue
        if document.publication and (known := publication_key(document.publication)):
            named.setdefault(known, document.key)
        _take(joined, document.key, document)
    for document in loose:
        _take(joined, named.get(document.key, document.key), document)
    return joined


def _take(joined: Joined, key: str, document: Document) -> None:
    number, title = plain_number(document.publication) if document.publication else None, document.title
    record = joined.records.get(key)
    if record is None:
        joined.records[key] = record = Record(document, last=document.published)
        document.events = _once(document.events)
        document.key = key
        joined.taken[document.source] += 1
    else:
        again = number is None or number in record.publications
        joined.reasons[SAME_ROW if again else OTHER_PUBLICATION] += 1
        joined.merged[document.source] += 1
        _complete(record, document)
    if number is not None:
        record.publications[number] = record.publications.get(number) or document.published
        if title:
            record.titles.setdefault(number, title)


def _complete(record: Record, other: Document) -> None:
    kept = record.document
    for name in _FIRST:
        if getattr(kept, name) is None:
            setattr(kept, name, getattr(other, name))
    for name in _MOST:
        values = [value for value in (getattr(kept, name), getattr(other, name)) if value is not None]
        setattr(kept, name, max(values, default=None))
    for name in _LISTS:
        if not getattr(kept, name):
            setattr(kept, name, getattr(other, name))
    for name in _UNITED:
        setattr(kept, name, list(dict.fromkeys([*getattr(kept, name), *getattr(other, name)])))
    kept.events = _once([*kept.events, *other.events])
    kept.granted = min(filter(None, (kept.granted, other.granted)), default=None)
    later = other.published is not None and (record.last is None or other.published >= record.last)
    if other.state is not None and (later or kept.state is None):
        kept.state, kept.status = other.state, other.status
    if other.holders and (later or not kept.holders):
        kept.holders = other.holders
    kept.published = min(filter(None, (kept.published, other.published)), default=None)
    record.last = max(filter(None, (record.last, other.published)), default=None)
    record.documents += 1


def _once(events: list[Happened]) -> list[Happened]:
    """Events that each publication of an application tells anew, once each; the one that names a party is kept."""
    told: dict[tuple[str, date], Happened] = {}
    for event, day, party in events:
        if party or (event, day) not in told:
            told[event, day] = (event, day, party)
    return list(told.values())
