"""Who stands in several cases, under whatever names."""

from collections.abc import Sequence
from dataclasses import dataclass

from zhixian.core.analysis.cases.held import Held, by_day
from zhixian.core.registers.infringers import one_infringer


@dataclass(frozen=True, slots=True)
class Infringer:
    """Somebody with several cases: the code, "" where none is known, every name, the cases by their days."""

    code: str
    names: tuple[str, ...]
    cases: tuple[Held, ...]


def infringers_again(cases: Sequence[Held]) -> list[Infringer]:
    """Who stands in several cases, whatever the names: most cases first. Who is one is told by `one_infringer`, as beside each row."""
    found = [
        _infringer(code, [cases[place] for place in places])
        for code, places in one_infringer([case.values for case in cases])
        if len(places) > 1
    ]
    return sorted(found, key=lambda one: (-len(one.cases), one.names))


def _infringer(code: str, cases: Sequence[Held]) -> Infringer:
    ordered = by_day(cases)
    return Infringer(code, tuple(dict.fromkeys(case.values["infringer"] for case in ordered)), tuple(ordered))
