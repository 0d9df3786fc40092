"""The board: the light of every clause and unit on a day, all from one gathering, for the office and for the public."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from zhixian.core.plan.model import Clause
from zhixian.core.supervision.lights import SEVERITY, Light, Sign, light, worst
from zhixian.core.supervision.rule import rules
from zhixian.web.indicators.queries import latest_edition
from zhixian.web.kit.plan import the_plan
from zhixian.web.supervision.facts import signs_on
from zhixian.web.supervision.responsible import all_units, deadline_of, lead_units, units_of


@dataclass(frozen=True, slots=True)
class Cell:
    """One unit on one clause."""

    clause: str
    unit: str
    leads: bool
    light: Light


class Board:
    """Every light on a day. `public`: without the kinds of evidence that could point at a person."""

    def __init__(self, *, as_of: date, public: bool = False) -> None:
        self.as_of = as_of
        self.public = public
        self._signs = signs_on(as_of)

    def cell(self, clause: str, unit: str) -> Cell:
        """The light of a unit on a clause; the clause's own goals count for whoever leads."""
        leads = unit in lead_units(clause)
        signs = [*self._of(clause, unit), *(self._of(clause, "") if leads else ())]
        return Cell(clause, unit, leads, self._light(signs, deadline_of(clause)))

    def row(self, clause: str) -> list[Cell]:
        """The cells of a clause, the lead first."""
        return [self.cell(clause, unit) for unit in units_of(clause)]

    def clause(self, clause: str) -> Light:
        """The light of a whole clause, or of a section that sets goals: everything that counts for any of its units."""
        known = any(clause == one.id for one in the_plan().clauses)
        units = units_of(clause) if known else ()
        signs = [*self._of(clause, ""), *(sign for unit in units for sign in self._of(clause, unit))]
        return self._light(signs, deadline_of(clause))

    def unit(self, unit: str) -> list[Cell]:
        """The cells of a unit, in the order of the plan."""
        return [self.cell(clause.id, unit) for clause in the_plan().clauses if unit in units_of(clause.id)]

    @cached_property
    def cells(self) -> dict[tuple[str, str], Cell]:
        """Every cell there is."""
        return {(clause.id, cell.unit): cell for clause in the_plan().clauses for cell in self.row(clause.id)}

    @cached_property
    def _received(self) -> bool:
        """Whether figures were ever published, which nothing can be before a registry is there."""
        told = (sign for signs in self._signs.values() for sign in signs)
        return any(sign.kind in {"target", "figure"} for sign in told) or latest_edition() is not None

    def _of(self, clause: str, unit: str) -> list[Sign]:
        found = self._signs.get((clause, unit), [])
        return [sign for sign in found if rules().kinds[sign.kind].public] if self.public else found

    def _light(self, signs: Iterable[Sign], deadline: date) -> Light:
        return light(signs, as_of=self.as_of, rules=rules(), deadline=deadline, received=self._received)


@dataclass(frozen=True, slots=True)
class Row:
    """A clause on the board as somebody sees it: a cell or nothing for each column, and the worst light among the cells."""

    clause: Clause
    cells: tuple[Cell | None, ...]
    colour: str

    @property
    def shown(self) -> list[Cell]:
        """The cells there are, the lead first, then the worst."""
        return sorted(
            (cell for cell in self.cells if cell), key=lambda cell: (not cell.leads, -SEVERITY[cell.light.colour])
        )


def rows_of(board: Board, units: Iterable[str]) -> tuple[list[str], list[Row]]:
    """The columns and rows of the board limited to some units: what nobody among them answers for is left out."""
    columns = [unit for unit in all_units() if unit in set(units)]
    rows = []
    for clause in the_plan().clauses:
        cells = tuple(board.cells.get((clause.id, unit)) for unit in columns)
        if any(cells):
            rows.append(Row(clause, cells, worst(cell.light.colour for cell in cells if cell)))
    return columns, rows


def counts(rows: Iterable[Row]) -> dict[str, int]:
    """How many cells have each colour, the worst first."""
    found = dict.fromkeys(sorted(SEVERITY, key=SEVERITY.__getitem__, reverse=True), 0)
    for row in rows:
        for cell in row.shown:
            found[cell.light.colour] += 1
    return found
