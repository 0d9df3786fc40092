"""Who answers a row: the units that the place or the row names, under every name that they have or had."""

from collections.abc import Iterable

from django.db.models import Q

from zhixian.core.kernel.folding import folded
from zhixian.core.registers.model import Kept
from zhixian.web.kit.plan import companies, the_plan
from zhixian.web.registers.models import Row


def names_of(unit: str) -> list[str]:
    """Every name that a unit of the plan has or had."""
    known = the_plan().units.get(unit)
    return [name for name, _, _ in known.names] if known else []


def as_the_plan_writes(name: str) -> str:
    """The name of a company of the plan as the plan writes it, where this one differs in spelling alone; else as it is."""
    return _as_written(name, (known for company in sorted(companies()) for known in names_of(company)))


def as_units_are_called(name: str, units: Iterable[str]) -> str:
    """The same of one of these units, by any name that a row may call it."""
    return _as_written(name, (known for unit in units for known in called(unit)))


def _as_written(name: str, names: Iterable[str]) -> str:
    return next((known for known in names if folded(known) == folded(name)), name)


def responders(row: Row, kept: Kept) -> tuple[str, ...]:
    """The units that may answer a row: all of the register's that answer, those that it names where it does. One that it sends to
    somebody outside is answered by nobody here."""
    where = kept.register.addressed
    if not where:
        return kept.answering
    return answerers(row, kept) or (kept.answering if where.startswith("of.") else ())


def is_asked_for(kept: Kept) -> bool:
    """Whether units owe the answers of a register: the place names them, or each row names its own."""
    return bool(kept.answers or kept.register.addressed)


def called(unit: str) -> list[str]:
    """What a row may call a unit of the plan: each of its names, and its whole one."""
    known = the_plan().units.get(unit)
    return [*names_of(unit), *([known.official] if known and known.official else [])]


def addressed_to(kept: Kept, unit: str) -> Q:
    """The rows that a unit answers; the same as `answerers` says of each."""
    where = kept.register.addressed
    if not where:
        return Q()
    path = f"of__values__{where.removeprefix('of.')}" if where.startswith("of.") else f"values__{where}"
    named = Q(**{f"{path}__in": called(unit)})
    if not where.startswith("of."):
        return named
    every = [name for one in kept.answering for name in called(one)]
    return named | (Q(of__unit=unit) & ~Q(**{f"{path}__in": every}))


def answerers(row: Row, kept: Kept) -> tuple[str, ...]:
    """The units that owe a row its answer: those that it names, or whose row it belongs to; those of the place where it names none."""
    where = kept.register.addressed
    if not where:
        return kept.answers
    above = row.of if where.startswith("of.") else row
    said = above.values.get(where.removeprefix("of.")) if above else None
    named = tuple(unit for unit in kept.answering if said in called(unit))
    if named or above is row or above is None:
        return named
    return (above.unit,) if above.unit in kept.answering else ()


def asks_outside(row: Row, kept: Kept) -> str:
    """Whom a row that waits for an answer names and the plan does not know; "" for nobody."""
    where, register = kept.register.addressed, kept.register
    if not where or where.startswith("of.") or answerers(row, kept):
        return ""
    waits = any(due.name == row.due_name and register.answers(due) for due in register.dues)
    return str(row.values.get(where) or "") if waits else ""


def owed_in_answer(kept: Kept) -> Q:
    """Rows of a register of which the next day is one by which somebody has to answer."""
    names = [due.name for due in kept.register.dues if kept.register.answers(due)]
    return Q(register=kept.register.id, due_name__in=names)
