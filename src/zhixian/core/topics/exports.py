"""Vendor exports to documents: the same sheets, heading maps and cells as the registry's import, with the particulars beside them."""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from zhixian.core.kernel.countries import countries
from zhixian.core.kernel.numerals import read_grouped
from zhixian.core.kernel.progress import Progress
from zhixian.core.registry.sheets.cells import classes, cleaned, days, designs, entries
from zhixian.core.registry.sheets.event_columns import dealings_in
from zhixian.core.registry.sheets.fields import Fields, Mask
from zhixian.core.registry.sheets.headings import Layout, recognise
from zhixian.core.registry.sheets.patents import read_regions
from zhixian.core.registry.sheets.reading import Sheet, sheets_of
from zhixian.core.registry.sheets.vendor import ANNOUNCEMENTS, CAP, data_rows, no_headings, refuse_unreadable
from zhixian.core.registry.sheets.vocabulary import alive_by, plain_word, words
from zhixian.core.registry.staging import Stage
from zhixian.core.topics.document import Document, Happened, Name, Other, Reading, grants, kind_by_code, name_of
from zhixian.core.topics.impossible_days import DAYS, impossible_days, year_ahead
from zhixian.core.topics.tables import EVENT_WORDS
from zhixian.core.topics.unread_classes import remark_unread_classes

_HAN = re.compile(r"[㐀-鿿]")
_BARS = re.compile(r"[|｜\r\n]+")
_HAN_COMMA = re.compile(r"[,，、]")
_MOST = 10**9
"""Above it a count is none."""
_NUMBERS = {
    "claims": "claims",
    "family_size": "family_size",
    "cites_count": "cites_count",
    "cited_by_count": "cited_by_count",
    "cited_in_3": "cited_in_3",
    "cited_in_5": "cited_in_5",
}
_PEOPLE = {
    "applicants": "applicants",
    "holders": "current_holders",
    "inventors": "inventors",
    "cleaned": "cleaned_applicants",
}
_SURNAME_FIRST = re.compile(r"[^;|｜㐀-鿿]+;[^;|｜㐀-鿿]+")
"""`Hefner; Levi`: one person, where bars part the names."""
_UNDECIDED = "pending"


def read_export(
    path: Path, stage: Stage, reading: Reading, *, only: str | None, progress: Progress
) -> Iterator[Document]:
    """Every row of every sheet whose headings are known, as a document or as a refused row. Raises Refusal when none are."""
    known = 0
    unread: list[Sheet] = []
    for sheet in sheets_of(path):
        layout = recognise(sheet.head, only=only)
        if layout is None or layout.map.format == ANNOUNCEMENTS:
            unread.append(sheet)
            if any(any(row) for row in sheet.head):
                stage.report.notes.append(f"工作表“{sheet.name}”没有认得的表头，没有收入")
            continue
        known += 1
        yield from _read_sheet(sheet, layout.with_particulars(), stage, reading, progress)
    if not known:
        raise no_headings(
            unread, where=path.name, expected="检索系统的导出表，表头含申请号或公开号、标题、申请日等列", only=only
        )


def _read_sheet(sheet: Any, layout: Layout, stage: Stage, reading: Reading, progress: Progress) -> Iterator[Document]:
    report = stage.report
    report.read_as(layout.map.format)
    report.unknown_headings += [heading for heading in layout.unknown if heading not in report.unknown_headings]
    before, notes = report.rows, list[str]()
    wanted = sorted({at for places in layout.places.values() for at in places})
    for batch in sheet.batches(layout.row + 1, layout.headings, wanted):
        data = data_rows(batch, layout, sheet.name, notes)
        report.rows += len(data)
        fields = Fields(data, layout, sheet.name)
        refuse_unreadable(fields)
        yield from _documents(fields, stage, reading)
        progress(report.rows, None)
    notes += sheet.notes
    if report.rows - before == CAP:
        notes.append(f"{sheet.name} 恰好 {CAP:,} 行，可能被导出上限截断，请分批重新导出核对")
    is_whole_file = report.file.startswith(sheet.name)  # whatever tells a note names the file already
    report.notes += [note.removeprefix(f"{sheet.name} ") for note in notes] if is_whole_file else notes


def _documents(fields: Fields, stage: Stage, reading: Reading) -> Iterator[Document]:
    told_days = {column: fields.day(column).to_pylist() for column in DAYS}
    names = _names(fields, told_days["filed"])
    remark_unread_classes(fields)
    _pass_over_impossible(fields, told_days, names, reading.real)
    columns = _columns(fields) | told_days
    refused = fields.refused()
    rows = fields.batch.rows.tolist()
    keys = pa.array([name.key for name in names], pa.string())
    fields.report("rights", stage, rights=pc.binary_join_element_wise("no:", keys, ""), offset=0)
    for index in np.flatnonzero(~refused).tolist():
        name = names[index]
        told = {column: values[index] for column, values in columns.items()}
        document = Document(
            reading.source, fields.sheet, rows[index], name.key or "", name.by_publication,
            application=name.application, publication=name.publication, country=name.country, **told,
        )  # fmt: skip
        document.kind = name.kind or document.kind or kind_by_code(name.publication)
        if document.granted is None and grants(name.publication, document.country, document.published):
            document.granted = document.published
        yield document


def _names(fields: Fields, filed: list[date | None]) -> list[Name]:
    """The name of each row that was filed on these days; rows that have none are noted as refused, numbers of no use are remarked."""
    published = pc.coalesce(fields.text("grant_number"), fields.text("publication"))
    code = fields.text("document_kind")
    bare = pc.fill_null(pc.match_substring_regex(published, r"[0-9]$"), fill_value=False)
    published = pc.if_else(
        pc.and_(bare, pc.is_valid(code)), pc.binary_join_element_wise(published, code, ""), published
    )
    offices = [None if word is None else _office(word) for word in fields.text("country").to_pylist()]
    years = [day.year if day else None for day in filed]
    kinds = [None if word is None else _kind(word) for word in _said_kind(fields).to_pylist()]
    names = list(map(name_of, fields.text("application").to_pylist(), published.to_pylist(), offices, years, kinds))
    problems = pa.array([name.problem for name in names], pa.string())
    remarks = pa.array([name.remark for name in names], pa.string())
    where = "application" if fields.has("application") else "publication"
    fields.find(_true(pc.is_valid(problems)), where, problems)
    fields.find(_true(pc.is_valid(remarks)), "application", remarks, refused=False)
    return names


def _pass_over_impossible(fields: Fields, told: dict[str, list[date | None]], names: list[Name], real: date) -> None:
    """Remark days that cannot be, and take them out of the columns, in place; remark numbers of years to come."""
    ahead = pa.array([year_ahead(name.application, real) for name in names], pa.string())
    fields.find(_true(pc.is_valid(ahead)), "application", ahead, refused=False)
    found: dict[str, dict[int, str]] = {column: {} for column in DAYS}
    for index, (name, *of_row) in enumerate(zip(names, *told.values(), strict=True)):
        for column, why in impossible_days(dict(zip(told, of_row, strict=True)), name.application, real).items():
            found[column][index] = why
            told[column][index] = None
    for column, reasons in found.items():
        if reasons:
            said = pa.array([reasons.get(index) for index in range(len(fields))], pa.string())
            fields.find(_true(pc.is_valid(said)), column, said, refused=False)


def _columns(fields: Fields) -> dict[str, list[Any]]:
    """The fields of a document by name, one value for each row."""
    separators = fields.layout.map.separators
    symbols = classes(fields.text("classes_main"), pc.coalesce(fields.text("classes"), designs(fields.text("locarno"))))
    nothing = pa.nulls(len(fields), pa.string())
    status = pc.coalesce(fields.text("status"), fields.text("validity"))
    found: dict[str, list[Any]] = {
        "title": cleaned(fields.text("title")).to_pylist(),
        "abstract": cleaned(fields.text("abstract")).to_pylist(),
        "kind": [None if word is None else _kind(word) for word in _said_kind(fields).to_pylist()],
        "region": read_regions(fields).to_pylist(),
        "classes": [text.split(";") if text else [] for text in symbols.to_pylist()],
        "cpc": [text.split(";") if text else [] for text in classes(nothing, fields.text("cpc")).to_pylist()],
        "status": status.to_pylist(),
        "state": _states(fields),
        "priority": _first_day(fields),
        "priority_country": [told[0][:2].upper() if told else None for told in _lists(fields, "priority_countries", None)],
        "family": _of_source(fields),
    }  # fmt: skip
    barred = any(_bar_parts_names(text) for name in _PEOPLE.values() for text in fields.text(name).to_pylist())
    for column, name in _PEOPLE.items():
        found[column] = _people(fields, name, separators, barred=barred)
    for name in ("applicant_countries", "priority_numbers", "family_members", "cites", "cited_by"):
        found[name] = _lists(fields, name, separators)
    for column, name in _NUMBERS.items():
        found[column] = _counts(fields, name)
    found["events"], found["others"] = _events(fields, found["applicants"], found["holders"])
    return found


def _events(
    fields: Fields, applicants: list[list[str]], holders: list[list[str]]
) -> tuple[list[list[Happened]], list[list[Other]]]:
    """The transfers, pledges and licences of each row, and its other events: what two columns tell of one day is one."""
    current = [
        now[0] if len(now) == 1 and now[0] not in first else None
        for first, now in zip(applicants, holders, strict=True)
    ]
    found = dealings_in(fields, EVENT_WORDS, current)
    told = [
        [(one.coded.event, one.day, one.party) for one in found.told.get(index, ()) if one.day]
        for index in range(len(fields))
    ]
    return told, [found.others.get(index, []) for index in range(len(fields))]


def _said_kind(fields: Fields) -> pa.Array:
    return pc.coalesce(fields.text("type"), fields.text("publication_type"))


@lru_cache(maxsize=4096)
def _kind(word: str) -> str | None:
    return words().types.get(plain_word(word))


@lru_cache(maxsize=4096)
def _office(word: str) -> str | None:
    plain = plain_word(word)
    known = words().countries.get(plain) or _codes().get(plain, word.strip().upper())
    return known if len(known) == 2 and known.isascii() else None


@cache
def _codes() -> dict[str, str]:
    """The codes of countries by their Chinese names; of a name that a code of the past had too, the one of now."""
    return {plain_word(name): code for code, name in reversed([*countries().items()])}


def _states(fields: Fields) -> list[str | None]:
    said = zip(fields.text("status").to_pylist(), fields.text("validity").to_pylist(), strict=True)
    return [_state(status) or _state(validity) for status, validity in said]


@lru_cache(maxsize=65_536)
def _state(status: str | None) -> str | None:
    if status is None:
        return None
    alive = alive_by(status)
    if alive is not None:
        return "in_force" if alive else "ended"
    parts = {plain_word(part) for part in re.split(r"[;；|｜\n()\-—–]+", status)}
    return _UNDECIDED if parts & words().undecided else None


def _first_day(fields: Fields) -> list[Any]:
    """The earliest priority day of a list; what is none of a list is passed over, a lone one that is none is remarked."""
    lists = [entries(text) if text else [] for text in fields.text("priority_days").to_pylist()]
    flat = pa.array([part for parts in lists for part in parts], pa.string())
    read, _ = days(flat)
    values = iter(read.to_pylist())
    found = [[day for day in [next(values) for _ in parts] if day] for parts in lists]
    wrong = np.array([bool(parts) and not told for parts, told in zip(lists, found, strict=True)], bool)
    fields.find(wrong, "priority_days", "不是日期，没有取", refused=False)
    return [min(told) if told else None for told in found]


def _of_source(fields: Fields) -> list[str | None]:
    """Family numbers are each vendor's own: they join nothing across vendors."""
    source = fields.layout.map.format
    return [text and f"{source}:{text.strip()}" for text in fields.text("family").to_pylist()]


def _lists(fields: Fields, name: str, separators: str | None) -> list[list[str]]:
    return [_entries(text, separators) if text else [] for text in fields.text(name).to_pylist()]


def _entries(text: str, separators: str | None) -> list[str]:
    """A list's entries: where a bar parts them, a semicolon is part of a name (`Hefner; Levi | Easley; Dakota`)."""
    if separators:
        return entries(text, separators)
    return entries(text, _BARS.pattern) if "|" in text or "｜" in text else entries(text)


def _bar_parts_names(text: str | None) -> bool:
    """Whether bars stand in a cell between names that hold a semicolon themselves."""
    return bool(text) and any(_SURNAME_FIRST.fullmatch(part) for part in _BARS.split(text or "")[1:])


def _people(fields: Fields, name: str, separators: str | None, *, barred: bool) -> list[list[str]]:
    return [
        [] if text is None else list(dict.fromkeys(_names_in(text, separators, barred=barred)))
        for text in fields.text(name).to_pylist()
    ]


def _names_in(text: str, separators: str | None, *, barred: bool) -> Iterator[str]:
    """Names in Chinese hold no comma: there it parts the next one off. Where bars part the names of a sheet (`barred`), one semicolon in a
    cell without a bar is part of a name too."""
    one = barred and _SURNAME_FIRST.fullmatch(text)
    for part in [text.strip()] if one else _entries(text, separators):
        if _HAN.search(part):
            yield from (piece.strip() for piece in _HAN_COMMA.split(part) if piece.strip())
        else:
            yield " ".join(part.replace(";", ",").split())


def _counts(fields: Fields, name: str) -> list[int | None]:
    texts = fields.text(name).to_pylist()
    found = [None if text is None else _count(text) for text in texts]
    wrong = np.array([text is not None and number is None for text, number in zip(texts, found, strict=True)], bool)
    fields.find(wrong, name, "不是件数，没有取", refused=False)
    return found


@lru_cache(maxsize=4096)
def _count(text: str) -> int | None:
    try:
        count = read_grouped(text.strip())
    except ValueError:
        return None
    return int(count) if 0 <= count < _MOST and count == int(count) else None


def _true(mask: pa.Array) -> Mask:
    flags: Mask = pc.fill_null(mask, fill_value=False).to_numpy(zero_copy_only=False)
    return flags
