"""Requests for progress as a desk shows them: to answer, to judge, and waited for."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from zhixian.web.accounts.roles import LEAD
from zhixian.web.kit.duties import Ask, Duty
from zhixian.web.kit.plan import lead_office, unit_name
from zhixian.web.supervision.models import STILL_OPEN, WITH_UNIT, ProgressRequest
from zhixian.web.supervision.queries import UNIT_PEOPLE, requests_visible_to, requests_waiting_for
from zhixian.web.supervision.timing import due_words


def request_duties(user: Any, ask: Ask) -> list[Duty]:
    """Requests that a person's unit has to answer or the lead office has to judge; nobody claims one for themselves."""
    if ask.whose == "mine":
        return []
    if ask.when == "waiting":
        return [_duty(row, waits_for=_whom(row)) for row in _elsewhere(user, ask)[: ask.most]]
    if ask.when == "undated" and ask.unit in {"", lead_office()}:  # to be judged: the unit's clock has stopped
        judged = requests_waiting_for(user, as_of=ask.day).to_judge.order_by("began_on", "pk")
        return [_duty(row, step="审核答复", dated=False) for row in judged[: ask.most]]
    rows = ask.first("requests", lambda: _to_answer(user, ask), since="began_on")
    return [_duty(row, step="答复督办") for row in rows]


def _to_answer(user: Any, ask: Ask) -> QuerySet[ProgressRequest]:
    return _of_unit(requests_waiting_for(user, as_of=ask.day).to_answer, ask)


def _elsewhere(user: Any, ask: Ask) -> QuerySet[ProgressRequest]:
    """Answers of the own unit that are being judged, and, for who judges, requests that units have not answered."""
    waiting = requests_waiting_for(user, as_of=ask.day)
    rows = requests_visible_to(user).filter(state__in=STILL_OPEN)
    if LEAD not in user.roles:
        rows = rows.filter(unit__in=user.units_as(*UNIT_PEOPLE))
    rows = rows.exclude(pk__in=waiting.to_answer.order_by().values("pk")).exclude(
        pk__in=waiting.to_judge.order_by().values("pk")
    )
    return _of_unit(rows, ask).order_by("began_on", "pk")


def _of_unit(rows: QuerySet[ProgressRequest], ask: Ask) -> QuerySet[ProgressRequest]:
    return rows.filter(unit=ask.unit) if ask.unit else rows


def _whom(row: ProgressRequest) -> str:
    return unit_name(row.unit if row.state in WITH_UNIT else lead_office())


def _duty(row: ProgressRequest, *, step: str = "", waits_for: str = "", dated: bool = True) -> Duty:
    return Duty(
        sort="督办",
        number=row.number,
        link=reverse("progress_request", args=[row.pk]),
        step=step or row.state_name,
        about=row.asked[:60],
        clause=row.clause,
        unit=row.unit,
        due=row.due if dated else None,
        since=row.began_on,
        waits_for=waits_for,
        explain=lambda: [part.sentence for part in due_words(row)],
    )
