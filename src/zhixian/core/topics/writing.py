"""Records to the tables of an edition, sorted by record, so that the same records make the same edition."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from zhixian.core.registry.sheets.vocabulary import kind_by_key
from zhixian.core.topics.document import publication_key, unmarked
from zhixian.core.topics.families import families
from zhixian.core.topics.joining import Record
from zhixian.core.topics.merge_list import Proposal, groups, propose
from zhixian.core.topics.names import normal_form
from zhixian.core.topics.tables import SCHEMAS
from zhixian.core.topics.technology import Symbol, read_symbol

Columns = dict[str, list[Any]]
_DIRECT = (
    "source", "row", "kind", "application", "publication", "country", "title", "abstract", "filed", "published", "granted",
    "priority", "priority_country", "family_size", "claims", "status", "state", "state_by", "cited_in_3", "cited_in_5", "region",
)  # fmt: skip


def write_records(folder: Path, records: Mapping[str, Record]) -> tuple[dict[str, int], Counter[str]]:
    """Write all tables of the records but parties, events and sources; rows of each, and records joined to families by reason."""
    family, joined = families(records)
    ordered = sorted(records.items())
    told = {
        "records": _records(ordered, family),
        "classes": _classes(ordered),
        "publications": _publications(ordered),
        "citations": _citations(ordered, records),
    }
    return {name: write_table(folder, name, columns) for name, columns in told.items()}, joined


def write_table(folder: Path, name: str, columns: Columns) -> int:
    """Write one table from its columns; how many rows it has."""
    schema = SCHEMAS[name]
    table = pa.table([pa.array(columns[field.name], field.type) for field in schema], schema=schema)
    pq.write_table(table, folder / f"{name}.parquet", compression="zstd")
    return len(table)


def _columns(name: str, rows: Sequence[tuple[Any, ...]]) -> Columns:
    """Rows as the columns of a table."""
    names = SCHEMAS[name].names
    return dict(zip(names, map(list, zip(*rows, strict=True)) if rows else ([] for _ in names), strict=True))


def _records(ordered: Sequence[tuple[str, Record]], family: Mapping[str, tuple[str, str]]) -> Columns:
    columns: Columns = _columns("records", ())
    documents = [record.document for _, record in ordered]
    for name in _DIRECT:
        columns[name] = [getattr(document, name) for document in documents]
    columns["nr"] = list(range(len(ordered)))
    columns["record"] = [key for key, _ in ordered]
    columns["documents"] = [record.documents for _, record in ordered]
    columns["family"] = [family[key][0] for key, _ in ordered]
    columns["family_by"] = [family[key][1] for key, _ in ordered]
    columns["cites"] = [_count(document.cites_count, document.cites) for document in documents]
    columns["cited_by"] = [_count(document.cited_by_count, document.cited_by) for document in documents]
    return columns


def _count(said: int | None, listed: list[str]) -> int | None:
    return said if said is not None else len(listed) or None


def _classes(ordered: Sequence[tuple[str, Record]]) -> Columns:
    rows: list[tuple[Any, ...]] = []
    for nr, (key, record) in enumerate(ordered):
        for system, texts in (("ipc", record.document.classes), ("cpc", record.document.cpc)):
            read = partial(read_symbol, system=system, of_design=record.document.kind == "design")
            symbols = dict.fromkeys(filter(None, map(read, texts)))
            seen: set[tuple[int, Any]] = set()
            for nth, symbol in enumerate(symbols, 1):
                told = (symbol.system, nth, symbol.symbol, symbol.subclass, symbol.main_group, symbol.field)
                rows.append((nr, record.document.filed, key, *told, *_new(symbol, seen)))
    return _columns("classes", rows)


def _new(symbol: Symbol, seen: set[tuple[int, Any]]) -> Iterator[bool]:
    """At each level of the tree, whether the symbol is the record's first of its kind there."""
    levels = (symbol.symbol[:1], symbol.symbol[:3], symbol.subclass, symbol.main_group, symbol.field)
    for level, value in enumerate(levels):
        yield value is not None and (level, value) not in seen
        seen.add((level, value))


def _publications(ordered: Sequence[tuple[str, Record]]) -> Columns:
    rows: list[tuple[Any, ...]] = []
    for key, record in ordered:
        for number, day in sorted(record.publications.items()):
            title = record.titles.get(number)
            rows.append((key, number, day, None if title == record.document.title else title))
    return _columns("publications", rows)


def _citations(ordered: Sequence[tuple[str, Record]], records: Mapping[str, Record]) -> Columns:
    rows: list[tuple[Any, ...]] = []
    numbers_of = {key: nr for nr, (key, _) in enumerate(ordered)}
    named = {
        known: key for key, record in ordered for number in record.publications if (known := publication_key(number))
    }
    for key, record in ordered:
        for direction, numbers in (("cites", record.document.cites), ("cited_by", record.document.cited_by)):
            for number in dict.fromkeys(known for text in numbers if (known := publication_key(text))):
                other = named.get(number) or (number if number in records else None)
                inside = other if other != key else None
                rows.append((key, direction, unmarked(number), inside, numbers_of[key], numbers_of.get(inside or "")))
    return _columns("citations", rows)


def parties_of(records: Mapping[str, Record]) -> Columns:
    """The parties of all records, not yet joined: `party` and `party_name` are empty."""
    rows: list[tuple[Any, ...]] = []
    for nr, (key, record) in enumerate(sorted(records.items())):
        rows += [(nr, record.document.filed, *row) for row in _parties(key, record)]
    return _columns("parties", rows)


def _parties(key: str, record: Record) -> Iterator[tuple[Any, ...]]:
    told = record.document
    whole = len(told.cleaned) == len(told.applicants)
    for role, names in (("applicant", told.applicants), ("holder", told.holders), ("inventor", told.inventors)):
        for nth, name in enumerate(names, 1):
            cleaned = told.cleaned[nth - 1] if whole and role == "applicant" else None
            normal = normal_form(name)
            country = _country(told.applicant_countries, nth) if role == "applicant" else None
            sort = kind_by_key(normal) if role != "inventor" else None
            yield key, role, nth, name, normal, None, None, cleaned, country, sort, None, None


def _country(countries: list[str], nth: int) -> str | None:
    """One country for all, or one for each."""
    told = countries[nth - 1] if nth <= len(countries) else countries[0] if len(countries) == 1 else ""
    return told.strip()[:2].upper() or None


def join_parties(parties: Columns, decided: Iterable[Proposal]) -> tuple[Columns, list[Proposal]]:
    """The parties with their groups, and the merge list: what may be one, and what was decided of it. It counts the records that a name
    applied for or holds, each once."""
    counts: Counter[str] = Counter()
    spellings: defaultdict[str, Counter[str]] = defaultdict(Counter)
    cleaned: defaultdict[str, Counter[str]] = defaultdict(Counter)
    told: set[tuple[str, str]] = set()
    for record, role, name, key, clean in zip(
        *(parties[c] for c in ("record", "role", "name", "key", "cleaned")), strict=True
    ):
        if role == "inventor":
            continue
        counts[key] += (record, key) not in told
        told.add((record, key))
        spellings[key][name] += 1
        if clean:
            cleaned[key][clean] += 1
    called = {key: min(names, key=lambda name: (-names[name], name)) for key, names in spellings.items()}
    proposals = propose(counts, called, cleaned, decided)
    leaders = groups(counts, proposals)
    joined = dict(parties)
    joined["party"] = [
        key if role == "inventor" else leaders[key] for role, key in zip(parties["role"], parties["key"], strict=True)
    ]
    joined["party_name"] = [
        name if role == "inventor" else called[party]
        for role, name, party in zip(parties["role"], parties["name"], joined["party"], strict=True)
    ]
    joined["again"], joined["part"] = _parts(joined)
    return joined, proposals


def _parts(parties: Columns) -> tuple[list[bool], list[float]]:
    """Of each row, whether its party stands before in the same record and role, and one by the number of different ones."""
    seen: set[tuple[int, str, str]] = set()
    different: Counter[tuple[int, str]] = Counter()
    again = []
    for row in zip(parties["nr"], parties["role"], parties["party"], strict=True):
        again.append(row in seen)
        seen.add(row)
        different[row[0], row[1]] += not again[-1]
    return again, [1 / different[key] for key in zip(parties["nr"], parties["role"], strict=True)]
