"""Questions about dossiers. `dossiers_visible_to` is the only way a dossier reaches a page, a list, a file or a count."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet

from zhixian.core.workflow.model import Move
from zhixian.web.accounts.models import Organisation, Seat, User
from zhixian.web.accounts.queries import people_as
from zhixian.web.accounts.roles import AUDITOR, CHIEF, FINANCE, HANDLER, LEAD
from zhixian.web.matters.models import Dossier, DossierEvent, DossierUnit, Material, Objection, PinnedDefinition

HANDLING = (HANDLER, CHIEF, FINANCE)
ROLE_OF: dict[str, str] = {"handler": HANDLER, "chief": CHIEF, "finance": FINANCE}
"""Which role plays an actor of a flow."""
BULKY = ("answers", "answered", "facts", "award", "study")
"""Columns that no list shows."""


def dossiers_visible_to(user: Any) -> QuerySet[Dossier]:
    """Applicants see those of their organisations or of their unit, drafts included. Handlers, chiefs and finance officers see those that
    their unit has or had in hand; the lead office and auditors see all that were submitted. Nobody else sees any."""
    rows = Dossier.objects.select_related("pinned", "organisation")
    if not user.is_authenticated:
        return rows.none()
    seen = Q(organisation__in=user.applies_for) if user.applies_for else Q(pk__in=[])
    if user.roles & {LEAD, AUDITOR}:
        seen |= Q(number__isnull=False)
    elif units := user.units_as(*HANDLING):
        seen |= Q(Exists(DossierUnit.objects.filter(dossier=OuterRef("pk"), unit__in=units)))
    return rows.filter(seen)


def materials_visible_to(user: Any) -> QuerySet[Material]:
    """Materials of dossiers the person sees; auditors read them too, on the record."""
    return Material.objects.filter(dossier__in=dossiers_visible_to(user), removed_at=None)


def materials_to_read(user: Any) -> QuerySet[Material]:
    """The same, and those that were taken back after the dossier had been handed in: whoever saw them may look at them again."""
    kept = Q(removed_at=None) | Q(removed_by__isnull=False)
    return Material.objects.filter(kept, dossier__in=dossiers_visible_to(user))


def with_dossiers(rows: QuerySet[Material]) -> QuerySet[Material]:
    """The same with what their dossiers are by: which matter, whose."""
    return rows.select_related("dossier__pinned", "dossier__organisation")


def decided_dossiers(user: Any) -> QuerySet[Dossier]:
    """Those the person sees that have a 决定书."""
    return dossiers_visible_to(user).exclude(letter="")


def objections_visible_to(user: Any) -> QuerySet[Objection]:
    """Only the units that handle the dossier and auditors see objections: the applicant must not learn who objected."""
    if not user.is_authenticated or not user.roles & {HANDLER, CHIEF, AUDITOR}:
        return Objection.objects.none()
    seen = dossiers_visible_to(user).exclude(organisation__in=user.applies_for)
    if AUDITOR not in user.roles:
        handled = DossierUnit.objects.filter(dossier=OuterRef("pk"), unit__in=user.units_as(HANDLER, CHIEF))
        seen = seen.filter(Exists(handled))
    return Objection.objects.filter(dossier__in=seen)


def lying_dossiers(rows: QuerySet[Dossier]) -> QuerySet[Dossier]:
    """Those that lie with a unit."""
    return rows.filter(outcome="", number__isnull=False).exclude(unit="")


def dossiers_with_a_day(*, until: date | None = None) -> QuerySet[Dossier]:
    """Those under way whose step is to end on a day, up to `until` where it is given, whoever has them; drafts are not under way."""
    rows = Dossier.objects.filter(outcome="", number__isnull=False)
    rows = rows.filter(due__isnull=False) if until is None else rows.filter(due__lte=until)
    return rows.select_related("organisation").prefetch_related("pinned").defer(*BULKY)


def ended_dossiers(rows: QuerySet[Dossier], *, since: date, until: date) -> QuerySet[Dossier]:
    """Those that the office ended in these days, both included; what an applicant withdrew it did not."""
    return rows.filter(closed_on__gte=since, closed_on__lte=until).exclude(outcome__in=("", "withdrawn"))


def count_lying() -> QuerySet[Dossier, tuple[str, str, date | None, int]]:
    """(clause, unit, due day, how many) of all dossiers that lie with units."""
    rows = lying_dossiers(Dossier.objects.order_by())
    return rows.values_list("clause", "unit", "due").annotate(n=Count("id"))


def count_ended(*, since: date, until: date) -> QuerySet[Dossier, tuple[str, str, int, date]]:
    """(clause, unit, how many, last day) of all that ended in these days, for each unit that had them in hand."""
    rows = ended_dossiers(Dossier.objects.filter(units__isnull=False).order_by(), since=since, until=until)
    return rows.values_list("clause", "units__unit").annotate(Count("id"), Max("closed_on"))


def published_dossiers(*, as_of: date) -> QuerySet[Dossier]:
    """Those shown to the public now: in 公示, whose last day has not passed."""
    return (
        Dossier.objects.select_related("pinned", "organisation")
        .filter(outcome="", publicity_until__gte=as_of, published_on__lte=as_of)
        .order_by("publicity_until", "id")
    )


def once_published(*, as_of: date) -> QuerySet[Dossier]:
    """Those whose 公示 has run out; what was withdrawn or sent back meanwhile is not among them."""
    return Dossier.objects.filter(published_on__isnull=False, number__isnull=False).exclude(
        pk__in=published_dossiers(as_of=as_of).order_by().values("pk")
    )


def dossiers_on_loans(loans: Collection[str], *, matters: Collection[str]) -> QuerySet[Dossier]:
    """Those handed in under these matters about these loans, for the bank that gave them: it learns their number and step, and
    opens none of them."""
    rows = Dossier.objects.filter(matter__in=matters, subject__in=loans, number__isnull=False).defer(*BULKY)
    return with_names(rows).order_by("-year", "-pk")


def handed_in(matter: str, *, year: int | None = None) -> QuerySet[Dossier]:
    """All of a matter (of one year) that were handed in and not withdrawn, oldest first, for the units whose matter it is: they
    learn number and step, and open those that `dossiers_visible_to` gives them."""
    rows = Dossier.objects.filter(matter=matter, number__isnull=False).exclude(outcome="withdrawn").defer(*BULKY)
    return with_names(rows if year is None else rows.filter(year=year)).order_by("pk")


def onward_of(dossier: Dossier) -> Move | None:
    """The move by which the applicant hands in; steps of the applicant have exactly one that needs the answers."""
    ways = (way for way in dossier.flow.moves_from(dossier.step) if {"answers", "materials"} & set(way.needs))
    return next(ways, None)


def may_act_for_applicant(user: Any, dossier: Dossier) -> bool:
    """Whether the person acts for the organisation that applied."""
    return dossier.organisation_id in user.applies_for


def desk_of(user: Any, *, units: Collection[str] | None = None) -> QuerySet[Dossier]:
    """What the person, by their roles in these units (all of theirs when not said), has to do next: open, in a step that is
    their turn. Nobody handles what an organisation of their own has applied for."""
    turns = _turns(user, user.units if units is None else frozenset(units))
    return dossiers_visible_to(user).filter(turns, outcome="").exclude(organisation__in=user.applies_for)


def _turns(user: Any, units: frozenset[str]) -> Q:
    """Lies with one of these units, in a step that is the person's turn there."""
    turns = Q(pk__in=[])
    for actor, role in ROLE_OF.items():
        if held := user.units_as(role) & units:
            turns |= Q(unit__in=held) & in_turn_of(actor)
    return turns


def elsewhere(user: Any, *, units: Collection[str] | None = None) -> QuerySet[Dossier]:
    """Open dossiers that these units had in hand and that wait for somebody else: the applicant, another role, another unit."""
    held = user.units_as(*HANDLING) & (user.units if units is None else frozenset(units))
    had = Exists(DossierUnit.objects.filter(dossier=OuterRef("pk"), unit__in=held))
    rows = dossiers_visible_to(user).filter(had, outcome="", number__isnull=False)
    return rows.exclude(organisation__in=user.applies_for).exclude(_turns(user, held))


def asked_for_a_word(user: Any, *, units: Collection[str]) -> QuerySet[Dossier]:
    """Open dossiers of other units in a step in which one of these units, whose handler the person is, says its word and has not yet."""
    held = user.units_as(HANDLER) & frozenset(units)
    places = Q(pk__in=[])
    for version, steps in _consulted_by_version().items():
        for step, consulted in steps.items():
            for unit in sorted(held & consulted):
                said = DossierEvent.objects.filter(
                    dossier=OuterRef("pk"),
                    source=step,
                    target=step,
                    day__gte=OuterRef("entered_on"),
                    by__in=people_as(HANDLER, unit=unit),
                    detail__has_key="speaker",
                )
                places |= Q(~Exists(said), pinned=version, step=step)
    rows = dossiers_visible_to(user).filter(places, outcome="").exclude(unit__in=held)
    return rows.exclude(organisation__in=user.applies_for)


def _consulted_by_version() -> dict[str, Mapping[str, frozenset[str]]]:
    versions = PinnedDefinition.objects.values_list("version", flat=True).order_by("version")
    found = {version: _consulted_of(version) for version in versions}
    return {version: steps for version, steps in found.items() if steps}


@cache
def _consulted_of(version: str) -> Mapping[str, frozenset[str]]:
    """Steps of a version in which several units say their word → those units but the one in the lead."""
    defined = PinnedDefinition.objects.get(pk=version).definition
    asking = (step.id for step in defined.flow.steps if defined.flow.asks_for(step.id, "speaker"))
    return MappingProxyType({step: frozenset(defined.matter.unit_of(step)[1:]) for step in asking})


def with_names(rows: QuerySet[Dossier]) -> QuerySet[Dossier]:
    """For lists: definitions and organisations by queries of their own. Joined to them, a database may read a list from the
    wrong end."""
    return rows.select_related(None).prefetch_related("pinned", "organisation")


def in_turn_of(actor: str) -> Q:
    """In a step of such an actor, whichever definition the dossier has pinned."""
    places = Q(pk__in=[])
    alike: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for version, actors in steps_by_version().items():
        alike[tuple(step for step, who in actors.items() if who == actor)].append(version)
    for steps, versions in alike.items():
        places |= Q(pinned__in=versions, step__in=steps)
    return places


def steps_by_version() -> dict[str, Mapping[str, str]]:
    """Version of every pinned definition → its steps, each with whose turn it is in it."""
    versions = PinnedDefinition.objects.values_list("version", flat=True).order_by("version")
    return {version: _actors_of(version) for version in versions}


@cache
def _actors_of(version: str) -> Mapping[str, str]:
    """A version is named by its content, so that what was read once stays true."""
    steps = PinnedDefinition.objects.get(pk=version).definition.flow.steps
    return MappingProxyType({step.id: step.actor for step in steps})


def own_dossiers(user: Any) -> QuerySet[Dossier]:
    """Those of the organisations that the person acts for."""
    return dossiers_visible_to(user).filter(organisation__in=user.applies_for)


def unfinished_dossiers(user: Any, *, of: Organisation | None = None) -> QuerySet[Dossier]:
    """Own dossiers that have not ended, of one organisation when said. Whether one may be filled in now, the actions say."""
    rows = own_dossiers(user).filter(outcome="")
    return rows if of is None else rows.filter(organisation=of)


def colleagues_of(user: Any, *, units: Collection[str] | None = None) -> QuerySet[Seat]:
    """Seats of others to whom the person can hand a dossier over: of the same role in the unit, for a chief of any role."""
    wanted = user.units if units is None else frozenset(units)
    alike = Q(unit__in=user.units_as(CHIEF) & wanted, role__in=HANDLING)
    for role in (HANDLER, FINANCE):
        alike |= Q(unit__in=user.units_as(role) & wanted, role=role)
    seats = Seat.objects.filter(alike, closed_at=None, user__is_active=True)
    return seats.exclude(user=user).select_related("user").order_by("unit", "role", "user__name", "pk")


def takers_of(dossier: Dossier) -> QuerySet[User]:
    """To whom it can be handed over in the unit that has it: who acts in its step, other than who has it in hand."""
    role = ROLE_OF.get(dossier.now_in.actor, "")
    return people_as(role, unit=dossier.unit).exclude(pk=dossier.assignee_id or 0)


def others_reviewed(dossier: Dossier, *, scope: str | None) -> QuerySet[Dossier]:
    """Open dossiers of the same party and matter that have a sum, in the scope of a cap: `year` its year, `ever` all years."""
    others = Dossier.objects.filter(matter=dossier.matter, party=dossier.party, outcome="", award_fen__isnull=False)
    others = others.exclude(pk=dossier.pk)
    return others.filter(year=dossier.year) if scope == "year" else others
