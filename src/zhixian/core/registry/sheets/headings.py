"""The headings of each source, as data: which column is which, which are known and not used, and whose export it is."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from zhixian.core.registry.sheets.packaged import packaged

FIELDS = frozenset({
    "application", "publication", "grant_number", "document_kind", "publication_type", "type", "country", "title", "filed",
    "published", "granted", "applicants", "current_holders", "classes_main", "classes", "locarno", "address", "province",
    "city", "county", "region_code", "status", "validity", "history", "inpadoc", "ended", "transferred", "transferee",
    "licensed", "licensee", "pledged", "pledgee", "invalid_decided", "credit_code", "founded", "event_date", "event_text",
})  # fmt: skip
"""What a column can be to us."""
PARTICULARS = frozenset({
    "abstract", "inventors", "cleaned_applicants", "applicant_countries", "cpc", "family", "family_members", "family_size",
    "priority_numbers", "priority_days", "priority_countries", "claims", "cites", "cited_by", "cites_count", "cited_by_count",
    "cited_in_3", "cited_in_5",
})  # fmt: skip
"""What a column can be to a topic beside that: the registry knows its heading and does not read it."""
IDENTITY = ("application", "publication", "grant_number")
LEAST_FIELDS = 3
"""Headings that must be ours before a row counts as a heading row."""
OWN_LIST = "patent_list"
"""The list of patents that a county keeps itself."""
_MARK_WEIGHT = 5
_COMMON = ("title", "type", "filed", "applicants", "status")
"""Columns that nearly every list of patents has; of each no more than so many other spellings are told."""
_MOST_SPELLINGS = 3
_TAIL = re.compile(r"[:*]+$")


def plain_heading(heading: str) -> str:
    """A heading for comparison: NFKC, brackets alike, no white space, no invisible characters, no case."""
    text = (
        unicodedata.normalize("NFKC", heading).replace("_x000D_", "").replace("【", "[").replace("】", "]").casefold()
    )
    return _TAIL.sub("", "".join(ch for ch in text if not ch.isspace() and unicodedata.category(ch) != "Cf"))


@dataclass(frozen=True)
class HeadingMap:
    """One source: `fields` lists the spellings of each column in order of preference."""

    format: str
    zh: str
    order: int
    marks: frozenset[str]
    empty: tuple[str, ...]
    separators: str | None
    fields: dict[str, tuple[str, ...]]
    ignored: tuple[str, ...]
    particulars: dict[str, tuple[str, ...]]

    @property
    def known(self) -> dict[str, str]:
        """Folded heading → field, or an empty string where it is known and not used."""
        return _known(self.format)


@dataclass(frozen=True)
class Layout:
    """How one sheet is laid out: `places` gives the columns of each field, best first; `row` is the heading row from 0."""

    map: HeadingMap
    row: int
    headings: tuple[str, ...]
    places: dict[str, tuple[int, ...]]
    unknown: tuple[str, ...]

    def with_particulars(self) -> "Layout":
        """The same with the columns that only a topic reads."""
        more = _places(self.map.particulars, [plain_heading(cell) for cell in self.headings])
        return replace(self, places=self.places | more)

    def heading(self, field: str) -> str:
        """The heading of a field as it stands in the file."""
        places = self.places.get(field)
        return self.headings[places[0]].strip() if places else field


@cache
def load(name: str) -> HeadingMap:
    """The map of one source (`patsnap`). Raises ValueError when it names a field we do not have."""
    raw = packaged(f"headings/{name}.yaml")
    particulars = raw.get("particulars", {})
    if strange := (set(raw["fields"]) - FIELDS) | (set(particulars) - PARTICULARS):
        raise ValueError(f"headings/{name}.yaml：没有 {'、'.join(sorted(strange))} 这样的栏")
    separators = raw.get("separators")
    return HeadingMap(
        format=raw["format"],
        zh=raw["zh"],
        order=raw["order"],
        marks=frozenset(plain_heading(mark) for mark in raw["marks"]),
        empty=tuple(raw["empty"]),
        separators=re.escape(separators) if separators else None,
        fields={field: tuple(spellings) for field, spellings in raw["fields"].items()},
        ignored=tuple(raw["ignored"]),
        particulars={field: tuple(spellings) for field, spellings in particulars.items()},
    )


@cache
def names() -> tuple[str, ...]:
    """All sources, the particular ones before the general list."""
    folder = files("zhixian.core.registry.sheets").joinpath("headings")
    found = sorted(entry.name.removesuffix(".yaml") for entry in folder.iterdir() if entry.name.endswith(".yaml"))
    return tuple(sorted(found, key=lambda name: (load(name).order, name)))


@cache
def _known(name: str) -> dict[str, str]:
    chosen = load(name)
    unused = [*chosen.ignored, *(spelling for spellings in chosen.particulars.values() for spelling in spellings)]
    known = {plain_heading(heading): "" for heading in unused}
    for field, spellings in chosen.fields.items():
        for spelling in spellings:
            known.setdefault(plain_heading(spelling), field)
            known[plain_heading(spelling)] = known[plain_heading(spelling)] or field
    return known


def recognise(head: Sequence[Sequence[str]], *, only: str | None = None) -> Layout | None:
    """The layout of a sheet whose first rows are `head`: the row and the source whose headings fit best, by its own marks.

    None when no row has an identifying column and at least three of ours.
    """
    best: tuple[int, int, int] | None = None
    for row, cells in enumerate(head):
        headed = [plain_heading(cell) for cell in cells]
        for name in [only] if only else names():
            score = _score(headed, load(name))
            if score and (best is None or score > best[0]):
                best = (score, row, names().index(name))
    if best is None:
        return None
    _, row, index = best
    return lay_out(load(names()[index]), row, head[row])


@dataclass(frozen=True)
class Nearly:
    """A row that has headings of ours and is no heading row yet: `row` from 0, `known` as they stand there, `numbered` when one of
    them tells a number, `others` the spellings of common columns that it lacks, the usual one first."""

    row: int
    known: tuple[str, ...]
    columns: int
    numbered: bool
    numbers: tuple[tuple[str, ...], ...]
    others: tuple[tuple[str, ...], ...]

    def why(self) -> str:
        """What was found and what is missing."""
        told = f"当作专利清单看，第 {self.row + 1} 行认得{'的只有' if self.numbered else ''} {'、'.join(self.known)}"
        lacks = []
        if not self.numbered:
            lacks.append("缺号码一列，不知道是哪件专利")
        if (few := self.lack) > 0:
            usual = "、".join(spellings[0] for spellings in self.others)
            lacks.append(f"至少要 {LEAST_FIELDS} 列才分得清各列是什么，还缺 {few} 列，例如 {usual} 里的")
        return "；".join([told, *lacks])

    @property
    def lack(self) -> int:
        """How many columns beside a number are missing."""
        return LEAST_FIELDS - self.columns - (not self.numbered)

    def expected(self) -> str:
        """The headings that would be taken for what is missing."""
        parts = [] if self.numbered else [f"号码一列，写成 {_either(self.numbers)}"]
        if self.lack > 0:
            parts.append(f"再有 {self.lack} 列，写成 {_either(self.others)}")
        return "；".join(parts)


def _either(columns: Sequence[Sequence[str]]) -> str:
    return "、".join(
        f"{first}（或 {'、'.join(rest[:_MOST_SPELLINGS])}）" if rest else first for first, *rest in columns
    )


def nearly(head: Sequence[Sequence[str]], *, only: str | None = None) -> Nearly | None:
    """The row of a sheet without headings that comes closest to having them, by the named source, else by the general list.

    None when no row has a column of numbers, or as many others as a heading row needs.
    """
    chosen = load(only or OWN_LIST)
    best: Nearly | None = None
    for row, cells in enumerate(head):
        found = {cell.strip(): field for cell in cells if (field := chosen.known.get(plain_heading(cell)))}
        fields = set(found.values())
        numbered = bool(fields & set(IDENTITY))
        if not numbered and len(fields) < LEAST_FIELDS:
            continue
        if numbered and len(fields) >= LEAST_FIELDS:
            continue  # what it lacks are the marks of a source that was named
        if best is None or len(fields) > best.columns:
            others = tuple(chosen.fields[name] for name in _COMMON if name in chosen.fields and name not in fields)
            numbers = tuple(chosen.fields[name] for name in IDENTITY if name in chosen.fields)
            best = Nearly(row, tuple(found), len(fields), numbered, numbers, others)
    return best


def _score(headed: list[str], candidate: HeadingMap) -> int:
    known = candidate.known
    present = {heading for heading in headed if heading in known}
    fields = {known[heading] for heading in present} - {""}
    if len(fields) < LEAST_FIELDS or not fields & set(IDENTITY):
        return 0
    marks = len(candidate.marks.intersection(headed))
    if candidate.marks and not marks and len(present) < len([h for h in headed if h]):
        return 0
    return 2 * len(present) + _MARK_WEIGHT * marks


def lay_out(chosen: HeadingMap, row: int, cells: Sequence[str]) -> Layout:
    """Columns of each field: by the order of the map's spellings, then from left to right (a heading may repeat)."""
    headed = [plain_heading(cell) for cell in cells]
    places = _places(chosen.fields, headed)
    unknown = [
        cell.strip() for cell, heading in zip(cells, headed, strict=True) if heading and heading not in chosen.known
    ]
    return Layout(chosen, row, tuple(cells), places, tuple(dict.fromkeys(unknown)))


def _places(fields: dict[str, tuple[str, ...]], headed: list[str]) -> dict[str, tuple[int, ...]]:
    places = {}
    for field, spellings in fields.items():
        wanted = [plain_heading(spelling) for spelling in spellings]
        if found := [
            at for spelling in dict.fromkeys(wanted) for at, heading in enumerate(headed) if heading == spelling
        ]:
            places[field] = tuple(found)
    return places
