"""What rows tell to figures, counts and ratings: numbers and open fields, never a list of whose they are."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Count, Max

from zhixian.web.registers.definitions import kept_registers
from zhixian.web.registers.models import Row

Choosing = Callable[[Sequence[Mapping[str, Any]]], Sequence[Mapping[str, Any]]]
"""Which of a register's rows are meant."""


def answers_in(
    register: str, field: str, *, organisations: Collection[int]
) -> dict[str, tuple[Mapping[str, Any], date | None]]:
    """By what rows of a register that these organisations keep say in one field, their values and the day due next; nothing where
    the place keeps no such register."""
    if register not in kept_registers():
        return {}
    rows = Row.objects.filter(register=register, organisation__in=organisations, struck_on=None)
    told = rows.values_list("values", "due")
    return {str(values[field]): (values, due) for values, due in told if values.get(field)}


def count_rows(registers: Collection[str]) -> dict[str, int]:
    """How many rows are in each of these registers, whoever keeps them; a number tells of nobody."""
    rows = Row.objects.filter(register__in=registers, struck_on=None).order_by()
    return dict(rows.values_list("register").annotate(n=Count("pk")))


def count_entered(*, since: date, until: date) -> Iterable[tuple[str, str, int, date]]:
    """(register, unit or "" for an organisation's, how many, the last day) of the rows entered in these days, both included."""
    rows = Row.objects.filter(struck_on=None, entered_on__gte=since, entered_on__lte=until).order_by()
    return rows.values_list("register", "unit").annotate(Count("pk"), Max("entered_on"))


def values_for_figures(registers: Collection[str]) -> dict[str, list[dict[str, Any]]]:
    """What rows of these registers say, whoever keeps them, without anything sealed: for what is computed, never for a list.

    A register that the place does not keep is not among the answers.
    """
    kept = {name: kept_registers()[name].register for name in registers if name in kept_registers()}
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in kept}
    rows = Row.objects.filter(register__in=kept, struck_on=None).order_by("pk")
    for register, values in rows.values_list("register", "values"):
        found[register].append({field: value for field, value in values.items() if field not in kept[register].sealed})
    return found


def told_in_ratings(asked: Sequence[tuple[str, Choosing]]) -> list[list[dict[str, Any]]]:
    """For each (register, what chooses among its rows): of the chosen rows what the register lets a public rating tell, and
    nothing else; empty for a register that the place does not keep."""
    rows = values_for_figures({register for register, _ in asked})
    found: list[list[dict[str, Any]]] = []
    for register, choosing in asked:
        told = kept_registers()[register].register.told_in_ratings if register in rows else ()
        found.append(
            [{field: row[field] for field in told if field in row} for row in choosing(rows.get(register, ()))]
        )
    return found


def stamp_of(registers: Collection[str]) -> tuple[int, int | None, Any]:
    """What changes whenever a row of these registers is entered, changed or struck."""
    told = Row.objects.filter(register__in=registers).aggregate(
        n=Count("pk"), newest=Max("pk"), last=Max("changed_at"), struck=Count("struck_on")
    )
    return told["n"] + told["struck"], told["newest"], told["last"]
