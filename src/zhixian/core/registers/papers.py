"""A paper filled from a row: every slot has its answer, or is a blank to be written on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from zhixian.core.registers.model import Column, Paper, Register
from zhixian.core.registers.paper_reading import ABOVE, KEEPER, SLOT, slots_of
from zhixian.core.registers.rows import cells_of
from zhixian.core.workflow.answers import said

BLANK = "\uff3f" * 6
"""Six low lines, to be written on."""


@dataclass(frozen=True, slots=True)
class FilledPart:
    """A part as it is printed. `rows` and `columns` are those of a list; a list of which nothing is known has none."""

    kind: str
    words: str
    columns: tuple[Column, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class FilledPaper:
    """A document as plain data. `signed` is the office that signs, "" for none; no `dated` leaves room to write it."""

    name: str
    parts: tuple[FilledPart, ...]
    number: str = ""
    to: str = ""
    signed: str = ""
    dated: date | None = None
    label: str = ""
    """What stands at the head of every page, such as 合成数据."""


@dataclass(frozen=True, slots=True)
class Source:
    """A register and the values of one of its rows."""

    register: Register
    values: Mapping[str, Any]

    def said(self, field: str) -> str:
        """What the row says there as a document writes it; "" for nothing, and for what is private or unknown."""
        known = {one.id: one for one in self.register.fields}
        value = self.values.get(field)
        if field not in known or known[field].is_private or value in (None, "", []):
            return ""
        if known[field].kind == "day":
            day = date.fromisoformat(str(value))
            return f"{day.year}年{day.month}月{day.day}日"
        return said(known[field], value)


def fill(paper: Paper, row: Source, *, above: Source | None, keeper: str, label: str = "") -> FilledPaper:
    """The paper of a row; `above` is the row that it belongs to, `keeper` the name of who keeps it.

    An answer of several lines makes as many paragraphs.
    """

    parts: list[FilledPart] = []
    for part in paper.parts:
        words = SLOT.sub(lambda found: _answer(found[1], row, above, keeper) or BLANK, part.words)
        if part.kind == "lines":
            rows = tuple(tuple(cells) for cells in cells_of(str(row.values.get(part.field) or "")))
            parts.append(FilledPart("lines", words, row.register.columns_of(part.field), rows))
        else:
            parts += [FilledPart(part.kind, line.strip()) for line in words.splitlines() if line.strip()]
    dated = row.values.get(paper.dated) if paper.dated else None
    return FilledPaper(
        name=paper.name,
        parts=tuple(parts),
        number=(row.said(paper.number) or BLANK) if paper.number else "",
        to=(row.said(paper.to) or BLANK) if paper.to else "",
        signed=_signer(paper, row, above, keeper),
        dated=date.fromisoformat(dated) if dated else None,
        label=label,
    )


def _signer(paper: Paper, row: Source, above: Source | None, keeper: str) -> str:
    if paper.issuer:
        return _answer(paper.issuer, row, above, keeper) or BLANK
    return keeper if paper.signed else ""


def _answer(slot: str, row: Source, above: Source | None, keeper: str) -> str:
    if slot == KEEPER:
        return keeper
    if slot.startswith(ABOVE):
        return above.said(slot.removeprefix(ABOVE)) if above else ""
    return row.said(slot)


def blanks_of(paper: Paper, row: Source, above: Source | None) -> list[str]:
    """What the paper of a row leaves to be written by hand, by the names of the fields, each once."""
    return _unanswered([*slots_of(paper), *filter(None, (paper.number, paper.to, paper.dated))], row, above)


def lacking(paper: Paper, row: Source, above: Source | None) -> list[str]:
    """What has to be answered before the paper is made, by the names of the fields."""
    return _unanswered(paper.needs, row, above)


def _unanswered(slots: Sequence[str], row: Source, above: Source | None) -> list[str]:
    found = []
    for slot in slots:
        source = above if slot.startswith(ABOVE) else row
        if slot != KEEPER and source and not _answer(slot, row, above, ""):
            found.append(source.register.field(slot.removeprefix(ABOVE)).name)
    return list(dict.fromkeys(found))
