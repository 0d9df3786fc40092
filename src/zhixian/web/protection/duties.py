"""Reports of infringement and penalties as a desk shows them, with their clocks, and requests to open an identity."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.timezone import localtime

from zhixian.web.accounts.roles import CHIEF, CUSTODIAN, HANDLER
from zhixian.web.kit.duties import Ask, Duty, order_of
from zhixian.web.kit.plan import lead_office, unit_name
from zhixian.web.protection.models import Opening, Report, ReportEvent
from zhixian.web.protection.penalty_clock import publish_clock, words
from zhixian.web.protection.queries.penalties import Waiting, penalties_waiting_for
from zhixian.web.protection.queries.reports import (
    approves_openings,
    openings_visible_to,
    reports_visible_to,
    sits_at_desk,
    waiting_reports,
)
from zhixian.web.protection.report_clock import due_words
from zhixian.web.protection.report_desk import desk, subject_name


def report_duties(user: Any, ask: Ask) -> list[Duty]:
    """Reports that lie with the person's desk or units; for the desk also those that other units have in hand. Nobody claims
    one for themselves."""
    if ask.whose == "mine" or not (sits_at_desk(user) or user.units_as(HANDLER, CHIEF)):
        return []
    if ask.when == "waiting":
        own = user.units_as(HANDLER, CHIEF)
        rows = reports_visible_to(user).filter(outcome="").exclude(Q(unit="") | Q(unit__in=own))
        rows = rows.order_by("entered_on", "pk") if not ask.unit else rows.none()
        return [_report(row, ask) for row in _read(rows, ask)[: ask.most]]
    return [_report(row, ask) for row in ask.first("reports", lambda: _read(waiting_reports(user), ask))]


def _read(rows: QuerySet[Report], ask: Ask) -> QuerySet[Report]:
    """Of the unit asked about, with what a duty says of them."""
    if ask.unit:
        rows = rows.filter(unit__in=["", ask.unit] if ask.unit == desk().unit else [ask.unit])
    events = Prefetch("events", ReportEvent.objects.defer("reason").order_by("id"))
    return rows.prefetch_related(events).defer("what", "links", "answer")


def _report(row: Report, ask: Ask) -> Duty:
    return Duty(
        sort="举报",
        number=row.number,
        link=reverse("report", args=[row.pk]),
        step=row.now_in.name,
        about=f"{subject_name(row.subject)}，{row.way_name}",
        unit=row.unit or desk().unit,
        due=row.due,
        since=row.entered_on,
        waits_for=unit_name(row.unit) if ask.when == "waiting" else "",
        explain=_sentences(row, ask),
    )


def _sentences(row: Report, ask: Ask) -> Callable[[], Sequence[str]]:
    return lambda: [step.sentence for step in due_words(row, as_of=ask.day)]


def opening_duties(user: Any, ask: Ask) -> list[Duty]:
    """Requests to open an identity: for who approves them, and for the custodian once they are approved."""
    state = "approved" if CUSTODIAN in user.roles else "asked" if approves_openings(user) else ""
    if not state or ask.when != "undated" or ask.whose == "mine" or ask.unit not in {"", lead_office()}:
        return []
    rows = openings_visible_to(user).filter(state=state).exclude(asked_by=user)
    rows = rows.order_by(Coalesce("decided_at", "asked_at"), "pk")
    return [_opening(row) for row in rows[: ask.most]]


def _opening(row: Opening) -> Duty:
    return Duty(
        sort="举报人身份",
        number=f"第 {row.pk} 号申请",
        link=reverse("opening", args=[row.pk]),
        step=row.state_name,
        party=f"{unit_name(row.unit)}{row.asked_by}",
        since=localtime(row.decided_at or row.asked_at).date(),
    )


def penalty_duties(user: Any, ask: Ask) -> list[Duty]:
    """Penalties that the person has to finish, release or decide about; nobody claims one for themselves."""
    if ask.whose == "mine" or ask.when in ("waiting", "lately"):
        return []
    waiting = ask.once("penalties", lambda: penalties_waiting_for(user, as_of=ask.day))
    wanted = [one for one in waiting if ask.holds(one.due) and ask.unit in {"", one.penalty.unit}]
    found = sorted((_penalty(one, ask) for one in wanted), key=lambda duty: order_of(duty, ask.when))
    return found[: ask.most]


def _penalty(one: Waiting, ask: Ask) -> Duty:
    row = one.penalty
    return Duty(
        sort="处罚公示",
        number=row.number,
        link=reverse("penalty", args=[row.pk]),
        step=one.what,
        clause=row.clause,
        unit=row.unit,
        due=one.due,
        since=row.entered_on,
        explain=lambda: (
            [step.sentence for step in words(publish_clock(row, as_of=ask.day))] if one.due == row.due else []
        ),
    )
