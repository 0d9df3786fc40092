"""Questions about dossiers. `dossiers_visible_to` is the only way a dossier reaches a page, a list, a file or a count."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from zhixian.core.kernel.working_days import working_days
from zhixian.web.accounts.roles import AUDITOR, CHIEF, FINANCE, HANDLER, LEAD
from zhixian.web.matters.models import Dossier, DossierUnit, Material, Objection, PinnedDefinition

HANDLING = (HANDLER, CHIEF, FINANCE)


def dossiers_visible_to(user: Any) -> QuerySet[Dossier]:
    """Applicants see those of their organisations, drafts included. Handlers, chiefs and finance officers see those that
    their unit has or had in hand; the lead office and auditors see all that were submitted. Nobody else sees any."""
    rows = Dossier.objects.select_related("pinned", "organisation")
    if not user.is_authenticated:
        return rows.none()
    seen = Q(organisation__in=user.organisations) if user.organisations else Q(pk__in=[])
    if user.roles & {LEAD, AUDITOR}:
        seen |= Q(number__isnull=False)
    elif units := user.units_as(*HANDLING):
        seen |= Q(Exists(DossierUnit.objects.filter(dossier=OuterRef("pk"), unit__in=units)))
    return rows.filter(seen)


def materials_visible_to(user: Any) -> QuerySet[Material]:
    """Materials of dossiers the person sees; auditors read them too, on the record."""
    return Material.objects.filter(dossier__in=dossiers_visible_to(user), removed_at=None)


def objections_visible_to(user: Any) -> QuerySet[Objection]:
    """Only the units that handle the dossier and auditors see objections: the applicant must not learn who objected."""
    if not user.is_authenticated or not user.roles & {HANDLER, CHIEF, AUDITOR}:
        return Objection.objects.none()
    own = dossiers_visible_to(user).exclude(organisation__in=user.organisations)
    return Objection.objects.filter(dossier__in=own)


def published_dossiers(*, as_of: date) -> QuerySet[Dossier]:
    """Those shown to the public now: in 公示, whose last day has not passed."""
    return (
        Dossier.objects.select_related("pinned", "organisation")
        .filter(outcome="", publicity_until__gte=as_of, published_on__lte=as_of)
        .order_by("publicity_until", "id")
    )


def may_act_for_applicant(user: Any, dossier: Dossier) -> bool:
    """Whether the person acts for the organisation that applied."""
    return dossier.organisation_id in user.organisations


def desk_of(user: Any) -> QuerySet[Dossier]:
    """What lies with the units in which the person handles, decides or pays: open, soonest due first."""
    units = user.units_as(*HANDLING)
    return dossiers_visible_to(user).filter(unit__in=units, outcome="").order_by("due", "id")


def due_today(user: Any, *, as_of: date) -> QuerySet[Dossier]:
    """On the person's desk and due today."""
    return desk_of(user).filter(due=as_of)


def due_this_week(user: Any, *, as_of: date) -> QuerySet[Dossier]:
    """On the person's desk and due after today up to the last working day of this week (make-up days included)."""
    sunday = as_of + timedelta(days=6 - as_of.weekday())
    last = next((d for d in _back(sunday, as_of) if working_days().is_working_day(d)), as_of)
    return desk_of(user).filter(due__gt=as_of, due__lte=last)


def overdue(user: Any, *, as_of: date) -> QuerySet[Dossier]:
    """On the person's desk and past its day."""
    return desk_of(user).filter(due__lt=as_of)


def waiting_for_applicant(user: Any) -> QuerySet[Dossier]:
    """Submitted to the person's units, and now waiting for the applicant."""
    units = user.units_as(*HANDLING)
    waiting = dossiers_visible_to(user).filter(unit="", outcome="", number__isnull=False)
    return waiting.filter(units__unit__in=units).distinct().order_by("due", "id")


def waiting_for(user: Any, actor: str) -> QuerySet[Dossier]:
    """On the person's desk and waiting for somebody of a role: handler, chief, finance."""
    places = Q(pk__in=[])
    for pinned in PinnedDefinition.objects.filter(dossiers__in=desk_of(user).order_by()).distinct():
        steps = [step.id for step in pinned.definition.flow.steps if step.actor == actor]
        places |= Q(pinned=pinned, step__in=steps)
    return desk_of(user).filter(places)


def others_reviewed(dossier: Dossier, *, scope: str | None) -> QuerySet[Dossier]:
    """Open dossiers of the same party and matter that have a sum, in the scope of a cap: `year` its year, `ever` all years."""
    others = Dossier.objects.filter(matter=dossier.matter, party=dossier.party, outcome="", award_fen__isnull=False)
    others = others.exclude(pk=dossier.pk)
    return others.filter(year=dossier.year) if scope == "year" else others


def _back(last: date, first: date) -> list[date]:
    return [last - timedelta(days=days) for days in range((last - first).days + 1)]
