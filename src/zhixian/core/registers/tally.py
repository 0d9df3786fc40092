"""A register added up: by which answers, which sums, over how many months, and from which sum on somebody is to be told."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from zhixian.core.kernel.folding import folded
from zhixian.core.kernel.periods import add_months
from zhixian.core.registers.model import Register, Tally
from zhixian.core.registers.rows import Finding, day_of


@dataclass(frozen=True, slots=True)
class Sum:
    """Rows of one group. `said` are the answers that they share, as the newest row writes them; `sums` are by field (money in fen);
    `rows` how many, `last` the day of the newest, `newest` its place among the rows given."""

    said: tuple[str, ...]
    rows: int
    sums: Mapping[str, int]
    last: date
    newest: int
    reached: bool


def tallied_since(tally: Tally, *, as_of: date) -> date:
    """The day after which a row has to lie to be added up on a day."""
    return add_months(as_of, -tally.months)


def tally_of(register: Register, rows: Sequence[Mapping[str, Any]], *, as_of: date) -> list[Sum]:
    """Rows whose day lies within the months up to a day, added up by group: those that reached the limit first, then the most, then
    the newest. Nothing for a register that is not added up."""
    tally = register.tally
    if tally is None:
        return []
    since, groups = tallied_since(tally, as_of=as_of), defaultdict(list)
    for place, values in enumerate(rows):
        day = day_of(register, values)
        if day is not None and since < day <= as_of:
            groups[tuple(folded(str(values.get(name, ""))) for name in tally.by)].append((day, place))
    found = [_sum(tally, rows, sorted(group)) for group in groups.values()]
    return sorted(found, key=lambda one: (not one.reached, -one.sums[tally.of], -one.last.toordinal(), one.said))


def _sum(tally: Tally, rows: Sequence[Mapping[str, Any]], group: Sequence[tuple[date, int]]) -> Sum:
    last, newest = group[-1]
    sums = {name: sum(rows[place].get(name) or 0 for _, place in group) for name in tally.sums}
    said = tuple(str(rows[newest].get(name, "")) for name in tally.by)
    return Sum(said, len(group), sums, last, newest, sums[tally.of] >= tally.at)


def tally_reached(register: Register, rows: Sequence[Mapping[str, Any]], *, as_of: date) -> list[list[Finding]]:
    """For each row what is to be told of it: of a group that has reached its limit the newest row tells it, once."""
    found: list[list[Finding]] = [[] for _ in rows]
    tally = register.tally
    for one in tally_of(register, rows, as_of=as_of):
        if tally and one.reached:
            what = register.field(tally.of).name
            words = f"{'、'.join(one.said)} {tally.months} 个月内 {one.rows} 条，{what}累计 {one.sums[tally.of]:,}，到了 {tally.at:,} 的预警线"
            found[one.newest].append(Finding("tally_reached", words))
    return found
