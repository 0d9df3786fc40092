"""A terminal as a person needs it: tables where they fit, lists where they do not, plain lines where nobody is watching."""

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import IO

from rich import box
from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.table import Table
from rich.text import Text

from zhixian.core.reports.text import clean

_PLAIN_WIDTH = 10_000
_NARROWEST_TABLE = 72


def show(*parts: RenderableType, stream: IO[str] | None = None) -> None:
    """Print what the functions of `terminal` return."""
    screen = console(stream)
    for part in parts:
        screen.print(part)


def console(stream: IO[str] | None = None) -> Console:
    """A console for results. Not a terminal: no colour, no frames, no wrapping, so that lines can be searched and cut."""
    stream = stream or sys.stdout
    if stream.isatty():
        return Console(file=stream, highlight=False, emoji=False, markup=False)
    return Console(
        file=stream,
        width=_PLAIN_WIDTH,
        color_system=None,
        highlight=False,
        emoji=False,
        markup=False,
        legacy_windows=False,
    )


@dataclass(frozen=True)
class Column:
    """A column of a table; `figures` stand on the right; `style` as rich names it."""

    heading: str
    figures: bool = False
    style: str = ""
    wraps: bool = False
    """Whether the column may break its text over lines; others keep theirs on one where there is room."""


@dataclass(frozen=True)
class Rows:
    """Rows under headings: a table where there is room for it, else one short list per row."""

    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[str | Text]]
    least: int = _NARROWEST_TABLE

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        if options.max_width < self.least:
            yield from self._lists()
            return
        plain = not console.is_terminal
        table = Table(
            title=None if plain else Text(clean(self.title), style="bold"),
            title_justify="left",
            box=None if plain else box.SIMPLE_HEAD,
            header_style="" if plain else "bold",
            pad_edge=False,
            padding=(0, 2, 0, 0) if plain else (0, 1),
        )
        for column in self.columns:
            table.add_column(
                Text(column.heading),
                justify="right" if column.figures else "left",
                style=column.style,
                overflow="fold",
                no_wrap=not column.wraps,
            )
        for row in self.rows:
            table.add_row(*(_text(cell) for cell in row))
        if plain:
            yield Text(clean(self.title))
        yield table

    def _lists(self) -> Iterable[RenderableType]:
        yield Text(clean(self.title), style="bold")
        widest = max((cell_len(c.heading) for c in self.columns), default=0)
        for row in self.rows:
            head, *rest = (_text(cell) for cell in row)
            yield Text.assemble("■ ", head)
            for column, cell in zip(self.columns[1:], rest, strict=True):
                if cell.plain:
                    pad = " " * (widest - cell_len(column.heading))
                    yield Text.assemble("  ", (column.heading, "dim"), pad, " ", cell)


def _text(cell: str | Text) -> Text:
    return cell if isinstance(cell, Text) else Text(clean(cell))
