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
