"""Who is told of what happens to a row: whoever keeps it, whoever owes its answer, the office that it names."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse

from zhixian.core.registers.model import Kept
from zhixian.web.accounts.queries import clerks_of, people_as
from zhixian.web.accounts.roles import CHIEF, HANDLER
from zhixian.web.kit import record
from zhixian.web.kit.notices import tell
from zhixian.web.registers.models import Row
from zhixian.web.registers.queries.answering import answerers


def keepers_of(row: Row) -> Iterable[Any]:
    """People of the organisation or of the unit that keeps a row."""
    return clerks_of(row.organisation) if row.organisation else people_as(HANDLER, CHIEF, unit=row.unit)


def days_answered(kept: Kept) -> frozenset[str]:
    """Names of the due days on which an answer is owed."""
    return frozenset(due.name for due in kept.register.dues if kept.register.answers(due))


def ask_for_answer(row: Row, kept: Kept, *, by: Any) -> None:
    """Tell whoever owes the answer that is due next."""
    if row.due_name in days_answered(kept):
        tell_who_answers(row, kept, f"等答复：{row.due_name}，{row.due}（含当日）前", by=by)


def tell_who_answers(row: Row, kept: Kept, words: str, *, by: Any) -> None:
    """Tell the units that owe the answer of a row; nobody tells the own unit."""
    for unit in answerers(row, kept):
        if unit != row.unit:
            people = people_as(HANDLER, CHIEF, unit=unit).exclude(pk=by.pk)
            tell_of(row, people, f"{kept.register.name}“{row}”{words}")


def tell_offices(rows: Sequence[Row], kept: Kept, *, by: Any) -> None:
    """Tell the units that rows name as their office; of many rows that come together in one notice. Nobody tells the own unit."""
    named: dict[str, list[Row]] = {}
    for row in rows:
        if (unit := kept.office_of(row.values)) and unit != row.unit:
            named.setdefault(unit, []).append(row)
    for unit, theirs in named.items():
        first, more = theirs[0], f"等 {len(theirs)} 行" if len(theirs) > 1 else ""
        words = f"{kept.register.name}“{first}”{more}的{kept.register.field(kept.register.office).name}是本单位，由{first.place}录入"
        tell_of(first, people_as(HANDLER, CHIEF, unit=unit).exclude(pk=by.pk), words)


def tell_of(row: Row, people: Iterable[Any], words: str) -> None:
    """A notice that leads to a row."""
    tell(people, words, link=reverse("register_row", args=[row.register, row.pk]), subject=record.name_of(row))
