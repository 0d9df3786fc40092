"""Opening a dossier to change it, and closing it again: locked, seen in its last version, written down, told."""

from typing import Any

from django.urls import reverse

from zhixian.core.kernel.refusal import Refusal
from zhixian.web.accounts.models import User
from zhixian.web.accounts.queries import clerks_of, people_as
from zhixian.web.accounts.roles import CHIEF, FINANCE, HANDLER
from zhixian.web.kit import record
from zhixian.web.kit.clock import now, today
from zhixian.web.kit.notices import tell
from zhixian.web.kit.plan import unit_name
from zhixian.web.kit.spoken import named_at, named_for
from zhixian.web.kit.versions import at_version
from zhixian.web.matters.models import Dossier, DossierEvent
from zhixian.web.matters.timing import set_due


class UnableToAct(Refusal):
    """It may not be done now, or not by this person, or something is missing; the words say what."""


def as_it_stands(dossier: Dossier) -> Dossier:
    """The dossier as it is now, not locked: for what takes long and holds as long as its version does not change."""
    fresh: Dossier = Dossier.objects.select_related("pinned", "organisation").get(pk=dossier.pk)
    return fresh


def opened(dossier: Dossier, version: int) -> Dossier:
    """The dossier, locked for the rest of the transaction. Raises ChangedMeanwhile unless it is still at that version."""
    return at_version(Dossier.objects.select_related("pinned", "organisation"), dossier, version)


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
    more = {name: event.detail[name] for name in ("although", "changed") if name in event.detail}
    record.write(f"dossier_{kind}", dossier, by=by, step=dossier.step, reason=reason, **more)
    return event


def spoken_name(by: Any, dossier: Dossier) -> str:
    """How somebody is shown on a dossier: an applicant by the organisation, an officer by name and unit."""
    if by is None:
        return "系统"
    if dossier.organisation_id in by.applies_for:
        return named_for(dossier.organisation, by)
    units = by.units_as(HANDLER, CHIEF, FINANCE)
    unit = dossier.unit if dossier.unit in units else next(iter(sorted(units)), "")
    return named_at(by, unit_name(unit) if unit else "")


def tell_applicant(dossier: Dossier, title: str, body: str = "") -> None:
    """A notice to everybody who acts for the applicant; whoever has only asked to is not told."""
    people = clerks_of(dossier.organisation)
    tell(people, title, body=body, link=reverse("dossier", args=[dossier.pk]), subject=record.name_of(dossier))


def tell_consulted(dossier: Dossier, unit: str, title: str, body: str = "") -> None:
    """A notice to the handlers of a unit that shares a step with the one in the lead."""
    people = people_as(HANDLER, unit=unit)
    tell(people, title, body=body, link=reverse("dossier", args=[dossier.pk]), subject=record.name_of(dossier))


def tell_unit(dossier: Dossier, role: str, title: str, body: str = "") -> None:
    """A notice to whoever has the dossier in hand, or to everybody of that role in the unit while nobody has."""
    if dossier.assignee_id:
        people = User.objects.filter(is_active=True, pk=dossier.assignee_id)
    else:
        people = people_as(role, unit=dossier.unit)
    tell(people, title, body=body, link=reverse("dossier", args=[dossier.pk]), subject=record.name_of(dossier))
