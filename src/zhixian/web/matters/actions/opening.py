"""Opening a dossier to change it, and closing it again: locked, seen in its last version, written down, told."""

from typing import Any

from django.db.models import Q
from django.urls import reverse

from zhixian.core.kernel.refusal import Refusal
from zhixian.web.accounts.models import User
from zhixian.web.accounts.queries import clerks_of
from zhixian.web.accounts.roles import CHIEF, FINANCE, HANDLER
from zhixian.web.kit import record
from zhixian.web.kit.clock import now, today
from zhixian.web.kit.notices import tell
from zhixian.web.kit.plan import unit_name
from zhixian.web.kit.spoken import named_at, named_for
from zhixian.web.matters.models import Dossier, DossierEvent
from zhixian.web.matters.timing import set_due


class UnableToAct(Refusal):
    """It may not be done now, or not by this person, or something is missing; the words say what."""


class DossierChanged(UnableToAct):
    """Somebody changed the dossier since it was looked at; `events` are what happened."""

    def __init__(self, events: list[DossierEvent]) -> None:
        self.events = events
        what = "；".join(f"{event.by_name}于 {event.at.astimezone():%H:%M} {event.name}" for event in events)
        super().__init__(f"这件刚被改动过：{what or '有人修改了内容'}", expected="看过最新情况再办；您填的内容没有丢")


def opened(dossier: Dossier, version: int) -> Dossier:
    """The row, locked for the rest of the transaction. Raises DossierChanged unless it is still at that version."""
    fresh = Dossier.objects.select_for_update(of=("self",)).select_related("pinned", "organisation").get(pk=dossier.pk)
    if fresh.version != version:
        raise DossierChanged(list(fresh.events.filter(version__gt=version)))
    return fresh


def closed(
    dossier: Dossier,
    kind: str,
    name: str,
    *,
    by: Any,
    source: str | None = None,
    reason: str = "",
    clock: str = "none",
    detail: dict[str, Any] | None = None,
) -> DossierEvent:
    """Write down what was done and save the dossier at its next version, with its due day worked out anew."""
    dossier.version += 1
    dossier.changed_at = now()
    event = DossierEvent.objects.create(
        dossier=dossier,
        kind=kind,
        name=name,
        source=source or dossier.step,
        target=dossier.step,
        reason=reason,
        detail=detail or {},
        clock=clock,
        by=by,
        by_name=spoken_name(by, dossier),
        day=today(),
        at=dossier.changed_at,
        version=dossier.version,
    )
    set_due(dossier, as_of=today())
    dossier.save()
    record.write(f"dossier_{kind}", dossier, by=by, step=dossier.step, reason=reason)
    return event


def spoken_name(by: Any, dossier: Dossier) -> str:
    """How somebody is shown on a dossier: an applicant by the organisation, an officer by name and unit."""
    if by is None:
        return "系统"
    if dossier.organisation_id in by.organisations:
        return named_for(dossier.organisation, by)
    units = by.units_as(HANDLER, CHIEF, FINANCE)
    unit = dossier.unit if dossier.unit in units else next(iter(sorted(units)), "")
    return named_at(by, unit_name(unit) if unit else "")


def tell_applicant(dossier: Dossier, title: str, body: str = "") -> None:
    """A notice to everybody who acts for the applicant; whoever has only asked to is not told."""
    people = clerks_of(dossier.organisation)
    tell(people, title, body=body, link=reverse("dossier", args=[dossier.pk]), subject=record.name_of(dossier))


def tell_unit(dossier: Dossier, role: str, title: str, body: str = "") -> None:
    """A notice to whoever has the dossier in hand, or to everybody of that role in the unit while nobody has."""
    people = User.objects.filter(is_active=True)
    if dossier.assignee_id:
        people = people.filter(pk=dossier.assignee_id)
    else:
        people = people.filter(Q(seats__unit=dossier.unit, seats__role=role, seats__closed_at=None)).distinct()
    tell(people, title, body=body, link=reverse("dossier", args=[dossier.pk]), subject=record.name_of(dossier))
