"""Due days of rows as a desk shows them."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from zhixian.web.kit.duties import Ask, Duty
from zhixian.web.registers.definitions import kept_registers
from zhixian.web.registers.models import Row
from zhixian.web.registers.queries.days_due import answers_due, due_rows, home_clause, waiting_rows
from zhixian.web.registers.queries.visibility import is_read_as_named


def register_duties(user: Any, ask: Ask) -> Sequence[Duty]:
    """Rows of which a day comes or has passed, for whoever keeps them, and for the organisation of which a unit has entered one; nobody
    claims them."""
    if ask.whose == "mine":
        return []
    if ask.when == "waiting":
        return [_duty(row, user, ask) for row in waiting_rows(user, as_of=ask.day, unit=ask.unit)[: ask.most]]
    return [_duty(row, user, ask) for row in ask.first("registers", lambda: _due(user, ask))]


def _due(user: Any, ask: Ask) -> QuerySet[Row]:
    return due_rows(user, as_of=ask.day, unit=ask.unit)


def _duty(row: Row, user: Any, ask: Ask) -> Duty:
    kept = kept_registers()[row.register]
    owes, waits = answers_due(user, row, kept, as_of=ask.day)
    as_named = is_read_as_named(user, row, kept)
    return Duty(
        sort=kept.register.name,
        number=str(row),
        link=reverse("register_row", args=[row.register, row.pk]),
        step=row.due_name,
        names=True,
        clause=home_clause(kept, owes or row.unit),
        unit=owes or row.unit,
        party=f"{row.place}录入" if as_named else row.place if owes else "",
        waits_for=waits,
        due=row.due,
        since=row.entered_on,
        explain=lambda: (f"{row.due_name}：{row.due}",),
    )
