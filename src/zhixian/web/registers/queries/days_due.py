"""Days of rows that come or have passed: whose they are to keep, and what others owe in answer."""

from collections.abc import Iterator
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Count, Q, QuerySet

from zhixian.core.registers.model import Kept
from zhixian.web.accounts.roles import CHIEF, HANDLER
from zhixian.web.kit.plan import the_plan, unit_name
from zhixian.web.registers.definitions import kept_registers
from zhixian.web.registers.models import Row
from zhixian.web.registers.queries.answering import addressed_to, answerers, is_asked_for, owed_in_answer
from zhixian.web.registers.queries.visibility import (
    all_rows_visible_to,
    enters_as,
    is_read_as_named,
    named_to,
    registers_visible_to,
)


def due_rows(user: Any, *, as_of: date, unit: str = "") -> QuerySet[Row]:
    """Rows that the person keeps, or whose answer the person's unit owes, and of whose due day it is time to speak; of one unit where
    it is named. Rows that units have entered of an organisation of the person's stand there to be known, until their day has passed. A
    row that waits for the answer of others is not among them; see `waiting_rows`."""
    rows = Row.objects.filter(struck_on=None, told_from__lte=as_of).select_related("organisation", "of")
    kept = _kept_by(user, unit) & ~_owed_to(user, unit)
    return rows.filter(_owed_by(user, unit) | kept | (_of_theirs(user, unit) & Q(due__gte=as_of)))


def waiting_rows(user: Any, *, as_of: date, unit: str = "") -> QuerySet[Row]:
    """Rows that the person keeps and that wait for the answer of others, before its day and after, and past their day those that units
    have entered of an organisation of the person's, which only these can write on: nothing for the person to do."""
    rows = Row.objects.filter(struck_on=None, told_from__lte=as_of).select_related("organisation", "of")
    theirs = _of_theirs(user, unit) & ~_kept_by(user, unit) & Q(due__lt=as_of)
    return rows.filter(_owed_to(user, unit) | theirs).exclude(_owed_by(user, unit)).order_by("due", "pk")


def _of_theirs(user: Any, unit: str) -> Q:
    """Rows that units have entered of an organisation of the person's; none where one unit is asked about."""
    theirs = Q(pk__in=())
    if unit or not user.is_authenticated or not user.organisations:
        return theirs
    for kept in registers_visible_to(user).values():
        theirs |= named_to(user, kept)
    return theirs


def _kept_by(user: Any, unit: str) -> Q:
    mine = Q(pk__in=())
    for kept in registers_visible_to(user).values():
        for own_unit, organisation in enters_as(user, kept):
            if not unit or own_unit == unit:
                own = Q(unit=own_unit) if own_unit else Q(organisation=organisation)
                mine |= own & Q(register=kept.register.id)
    return mine


def _owed_to(user: Any, unit: str) -> Q:
    """Rows that the person keeps of which others owe the answer that is due next."""
    owed = Q(pk__in=())
    for kept in registers_visible_to(user).values():
        if is_asked_for(kept):
            owed |= owed_in_answer(kept)
    return _kept_by(user, unit) & owed


def _owed_by(user: Any, unit: str) -> Q:
    """Rows of which the person's units owe the answer that is due next."""
    own = user.units_as(HANDLER, CHIEF) if user.is_authenticated else frozenset()
    owed = Q(pk__in=())
    for kept in registers_visible_to(user).values():
        for one in own & set(kept.answering) & ({unit} if unit else own):
            if is_asked_for(kept):
                owed |= _owes(one, kept)
    return owed


def answers_due(user: Any, row: Row, kept: Kept, *, as_of: date) -> tuple[str, str]:
    """(the unit of the person that owes a row of others its answer, "" for none; in words whose answer a row of the person's waits for,
    or who is to write on a row that names an organisation of theirs, once its day has passed)."""
    asked = {due.name for due in kept.register.dues if kept.register.answers(due)} if is_asked_for(kept) else ()
    if row.due_name not in asked:
        is_over = row.due is not None and row.due < as_of
        return "", row.place if is_over and is_read_as_named(user, row, kept) else ""
    own, owed = user.units_as(HANDLER, CHIEF), answerers(row, kept)
    mine = tuple(unit for unit in owed if unit in own)
    if mine:
        return ("", "") if row.unit in mine else (mine[0], "")
    return "", "、".join(map(unit_name, owed)) or row.values.get(kept.register.addressed, "")


def home_clause(kept: Kept, unit: str) -> str:
    """Of the clauses that a register serves the one under which a unit's due days stand: the first for which it answers, by its own name
    or in a set of units; else the register's first."""
    plan = the_plan()
    for clause in kept.clauses:
        named = plan.clause(clause).units
        if unit in named or any(unit in plan.units[one].members for one in named):
            return clause
    return kept.clauses[0]


def count_due(*, as_of: date) -> Iterator[tuple[str, str, date, int]]:
    """(register, unit, due day, how many) of the days of which it is time to speak: of rows that units keep those that are theirs to
    keep, and of every row the answer that a unit owes, for each that owes it."""
    rows = _spoken_of(as_of)
    own = rows.exclude(unit="").exclude(_owed_by_others()).values_list("register", "unit", "due")
    yield from own.annotate(n=Count("pk"))
    for kept in kept_registers().values():
        if is_asked_for(kept):
            yield from _counted_by_who_owes(rows, kept)


def _counted_by_who_owes(rows: QuerySet[Row], kept: Kept) -> Iterator[tuple[str, str, date, int]]:
    owing = [Count("pk", filter=addressed_to(kept, unit) or None) for unit in kept.answering]
    by_unit = {f"by_{place}": count for place, count in enumerate(owing)}
    days = rows.filter(owed_in_answer(kept)).values("due").annotate(**by_unit)
    for due, *counts in days.values_list("due", *by_unit):
        yield from ((kept.register.id, unit, due, n) for unit, n in zip(kept.answering, counts, strict=True) if n)


def due_rows_of(user: Any, *, clause: str, unit: str, as_of: date) -> QuerySet[Row]:
    """Rows behind `count_due` for one clause and unit, as far as the person sees them; each under one clause, see `home_clause`."""
    here = {name: kept for name, kept in kept_registers().items() if clause == home_clause(kept, unit)}
    due = Q(unit=unit) & ~_owed_by_others()
    for kept in here.values():
        if is_asked_for(kept) and unit in kept.answering:
            due |= _owes(unit, kept)
    return _spoken_of(as_of).filter(due, register__in=here, pk__in=all_rows_visible_to(user).values("pk"))


def _spoken_of(as_of: date) -> QuerySet[Row]:
    return Row.objects.filter(struck_on=None, told_from__lte=as_of, due__isnull=False).order_by()


def _owes(unit: str, kept: Kept) -> Q:
    """Rows of a register of which a unit owes the answer that is due next."""
    return owed_in_answer(kept) & addressed_to(kept, unit)


def _owed_by_others() -> Q:
    """Rows of which the next day is one that somebody else has to keep."""
    theirs = [
        Q(register=name, due_name__in=[due.name for due in kept.register.dues if due.theirs])
        for name, kept in kept_registers().items()
    ]
    return reduce(or_, theirs, Q(pk__in=[]))
