"""Dossiers as a desk shows them: what lies with a person's units, what waits for others, what an applicant has to do."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.urls import reverse

from zhixian.web.accounts.roles import HANDLER, NAMES
from zhixian.web.kit.duties import DATED, LATELY, Ask, Duty, When
from zhixian.web.kit.plan import unit_name
from zhixian.web.matters.firsts import firsts
from zhixian.web.matters.models import Dossier, DossierEvent
from zhixian.web.matters.permissions import handles
from zhixian.web.matters.queries import (
    BULKY,
    HANDLING,
    ROLE_OF,
    asked_for_a_word,
    desk_of,
    dossiers_visible_to,
    elsewhere,
    own_dossiers,
    with_names,
)
from zhixian.web.matters.timing import due_words


def dossier_duties(user: Any, ask: Ask) -> list[Duty]:
    """What a person has to do about dossiers: for their units, and for the organisations that they act for."""
    return [*_office_duties(user, ask), *_words_asked_for(user, ask), *_applicant_duties(user, ask)]


def _office_duties(user: Any, ask: Ask) -> list[Duty]:
    units = ask.of_units(user.units_as(*HANDLING))
    if not units:
        return []
    if ask.whose == "mine":  # never many
        rows = _claimed(user, ask, units)
    else:
        rows = ask.once("dossiers", lambda: _first_of_each(user, ask, units)).get(ask.when, ())
    if ask.when == "waiting" and ask.whose == "all" and rows:
        own = set(asked_for_a_word(user, units=units).values_list("pk", flat=True))
        rows = [row for row in rows if row.pk not in own]
    waits = _whom if ask.when == "waiting" else _nobody
    return [_duty(row, user, ask, waits_for=waits(row, user)) for row in rows]


def _words_asked_for(user: Any, ask: Ask) -> list[Duty]:
    """Dossiers of other units on which a unit of the person still has to say its word."""
    units = ask.of_units(user.units_as(HANDLER))
    if not units or ask.whose != "all" or ask.when not in (*DATED, "undated"):
        return []
    rows = _listed(ask.within(asked_for_a_word(user, units=units)), ask)
    return [replace(_duty(row, user, ask, waits_for=""), step=f"{row.now_in.name}（请提意见）") for row in rows]


def _claimed(user: Any, ask: Ask, units: frozenset[str]) -> Sequence[Dossier]:
    if ask.when == "waiting":
        rows = elsewhere(user, units=units).order_by("entered_on", "pk")
    else:
        rows = ask.within(desk_of(user, units=units))
    return _listed(rows.filter(assignee=user), ask)


def _first_of_each(user: Any, ask: Ask, units: frozenset[str]) -> Mapping[When, Sequence[Dossier]]:
    """The first of the section asked for; of every section when one page shows them all."""
    whens: Collection[When] = (ask.when,) if ask.kept is None else (*DATED, "undated", "waiting")
    keys = firsts(user, ask, whens, units=units)
    wanted = {key for some in keys.values() for key in some}
    rows = {row.pk: row for row in _read(dossiers_visible_to(user).filter(pk__in=wanted))} if wanted else {}
    return {when: [rows[key] for key in some if key in rows] for when, some in keys.items()}


def _applicant_duties(user: Any, ask: Ask) -> list[Duty]:
    if not user.applies_for or ask.unit or ask.whose != "all":
        return []
    rows = own_dossiers(user)
    if ask.when == "waiting":
        rows = rows.filter(outcome="").exclude(unit="").order_by("entered_on", "pk")
    elif ask.when == "lately":
        rows = rows.exclude(outcome="").filter(closed_on__gte=ask.day - LATELY).order_by("-closed_on", "-pk")
    else:
        rows = ask.within(rows.filter(outcome="", unit=""))
    waits = _office if ask.when == "waiting" else _nobody
    return [_duty(row, user, ask, waits_for=waits(row, user), own=True) for row in _listed(rows, ask)]


def _listed(rows: QuerySet[Dossier], ask: Ask) -> Sequence[Dossier]:
    return list(_read(rows)[: ask.most])


def _read(rows: QuerySet[Dossier]) -> QuerySet[Dossier]:
    """With what a duty says of them."""
    counted = Prefetch("events", DossierEvent.objects.exclude(clock="none").order_by("id"))
    return with_names(rows).prefetch_related("assignee", counted).defer(*BULKY)


def _duty(row: Dossier, user: Any, ask: Ask, *, waits_for: str, own: bool = False) -> Duty:
    filling = own and not row.outcome and not waits_for
    return Duty(
        sort=f"{row.its_matter.name}（{row.year} 年）",
        number=row.number or "未提交",
        link=reverse("dossier_form" if filling else "dossier", args=[row.pk]),
        step=row.now_in.name,
        party="" if own else str(row.organisation),
        about=row.subject_name,
        clause=row.clause,
        unit=row.unit,
        due=None if row.outcome else row.due,
        since=row.closed_on if row.outcome else row.entered_on,
        waits_for=waits_for,
        claimed_by=str(row.assignee) if row.assignee and not own else "",
        mine=row.assignee_id == user.pk,
        handle=f"{row.pk}.{row.version}" if not own and handles(user, row) else "",
        amount_fen=row.award_fen,
        explain=_sentences(row, ask),
    )


def _sentences(row: Dossier, ask: Ask) -> Callable[[], Sequence[str]]:
    """By which the due day comes about; worked out only for rows that are shown."""
    if row.due is None or row.outcome:
        return tuple
    return lambda: [step.sentence for step in due_words(row, row.events.all(), as_of=ask.day)]


def _nobody(row: Dossier, user: Any) -> str:
    return ""


def _whom(row: Dossier, user: Any) -> str:
    """Whom an office waits for: the applicant, a role in the own unit, another unit."""
    if not row.unit:
        return f"申请人{row.organisation}"
    if row.unit in user.units_as(*HANDLING):
        role = NAMES[ROLE_OF.get(row.now_in.actor, HANDLER)]
        return f"本单位{role}" + (f"{row.assignee}" if row.assignee else "")
    return unit_name(row.unit)


def _office(row: Dossier, user: Any) -> str:
    """Whom an applicant waits for."""
    return unit_name(row.unit)
