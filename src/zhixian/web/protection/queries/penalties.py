"""Questions about penalties. `penalties_visible_to` is the only way an original reaches a page; the public's only way in is
`public_penalties`, which reads another table."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Max, Q, QuerySet
from django.db.models.functions import ExtractYear

from zhixian.core.kernel.document_numbers import one_spelling
from zhixian.core.kernel.folding import folded
from zhixian.core.registry.staging import normalise_name
from zhixian.web.accounts.models import Organisation
from zhixian.web.accounts.roles import AUDITOR, CHIEF, HANDLER, LEAD
from zhixian.web.protection.models import Penalty, PenaltyEvent, PenaltyRepair, PublishedPenalty
from zhixian.web.protection.models.penalties import DRAFT, SET_ASIDE, SHOWN, SUBMITTED, WITHDRAWN
from zhixian.web.protection.penalty_units import penalty_units
from zhixian.web.registry.models import IndexedParty

WORKED_ON = ("enter", "change", "correct", "submit")
"""Kinds of events that make a person the author of what is to be released."""


def public_penalties(*, as_of: date) -> QuerySet[PublishedPenalty]:
    """What the public sees on a day: what is shown and not yet over, and the traces of what was withdrawn."""
    running = Q(state=SHOWN) & (Q(shown_until=None) | Q(shown_until__gte=as_of))
    return PublishedPenalty.objects.filter(running | Q(state=WITHDRAWN))


def shown_penalties(*, as_of: date) -> QuerySet[PublishedPenalty]:
    """What is shown on a day, newest first."""
    return public_penalties(as_of=as_of).filter(state=SHOWN).order_by("-shown_on", "-id")


def find_public(rows: QuerySet[PublishedPenalty], words: str) -> QuerySet[PublishedPenalty]:
    """Those whose number, party or credit code holds every word, however it is typed."""
    for word in words.split()[:6]:
        if key := folded(word):
            rows = rows.filter(Q(search__contains=key) | Q(search__contains=folded(one_spelling(word))))
    return rows


def public_years(*, as_of: date) -> list[int]:
    """Years in which something that is shown was decided, newest first."""
    years = public_penalties(as_of=as_of).annotate(year=ExtractYear("decided_on")).order_by("-year")
    return list(years.values_list("year", flat=True).distinct())


def unshown_with_a_day() -> QuerySet[Penalty]:
    """Decisions that must still appear, by a day: their number, day, unit and clause."""
    rows = Penalty.objects.filter(first_shown_on=None, due__isnull=False).exclude(stage=SET_ASIDE)
    return rows.only("number", "due", "unit", "clause")


def count_unshown() -> QuerySet[Penalty, tuple[str, str, date | None, int]]:
    """(clause, unit, last day to show it, how many) of all decisions that must still appear."""
    rows = Penalty.objects.filter(first_shown_on=None).exclude(stage=SET_ASIDE).order_by()
    return rows.values_list("clause", "unit", "due").annotate(n=Count("id"))


def count_shown(*, since: date, until: date) -> QuerySet[Penalty, tuple[str, str, int, date]]:
    """(clause, unit, how many, last day) of all that first appeared in these days, both included."""
    rows = Penalty.objects.filter(first_shown_on__gte=since, first_shown_on__lte=until).order_by()
    return rows.values_list("clause", "unit").annotate(Count("id"), Max("first_shown_on"))


def enforces_in(user: Any) -> frozenset[str]:
    """Units for which the person enters penalties or releases them."""
    if not user.is_authenticated:
        return frozenset()
    return user.units_as(HANDLER, CHIEF) & penalty_units().keys()  # type: ignore[no-any-return]


def releases_in(user: Any) -> frozenset[str]:
    """Units for which the person releases, withdraws and decides."""
    return enforces_in(user) & user.units_as(CHIEF) if user.is_authenticated else frozenset()


def penalties_visible_to(user: Any) -> QuerySet[Penalty]:
    """Originals are for the unit that made the decision, and for nobody else: not for the lead office, nor for auditors."""
    units = enforces_in(user)
    rows = Penalty.objects.select_related("publication")
    return rows.filter(unit__in=units) if units else rows.none()


def find_penalties(rows: QuerySet[Penalty], words: str) -> QuerySet[Penalty]:
    """Those whose number or party holds the words, or whose credit code begins with them."""
    words = words.strip()
    if not words:
        return rows
    found = Q(number__icontains=words) | Q(number__icontains=one_spelling(words)) | Q(party__icontains=words)
    return rows.filter(found | Q(credit_code__startswith=folded(words)) if folded(words) else found)


def registered_party(user: Any, credit_code: str, name: str) -> str | None:
    """party_id in the registry of a firm that was punished, for those who may see it there; on public pages too."""
    if not user.is_authenticated or user.lacks_second_factor() or not credit_code:
        return None
    bound = Organisation.objects.filter(credit_code=credit_code).exclude(party="").values("party")
    called = Q(party_id=credit_code) | Q(party_id__in=bound) | Q(key=normalise_name(name))
    found = IndexedParty.objects.visible_to(user).filter(called).exclude(kind="individual")
    return found.order_by("id").values_list("party_id", flat=True).first()


def watched_units(user: Any) -> frozenset[str]:
    """Units whose numbers and lateness the person may see: all for the lead office and auditors, else the own."""
    if user.is_authenticated and user.roles & {LEAD, AUDITOR}:
        return frozenset(penalty_units())
    return enforces_in(user)


def penalty_trail_visible_to(user: Any) -> QuerySet[PenaltyEvent]:
    """What was done to decisions of watched units, when and by whom; of the decision itself its number only."""
    rows = PenaltyEvent.objects.select_related("penalty").filter(penalty__unit__in=watched_units(user))
    return rows.only("kind", "name", "by_name", "day", "at", "version", "penalty__number", "penalty__unit")


def authors_of(row: Penalty) -> set[int]:
    """Who worked on what is to be released: everybody since it was last released."""
    last = row.events.filter(kind="release").order_by("-id").values_list("id", flat=True).first() or 0
    return set(row.events.filter(kind__in=WORKED_ON, id__gt=last).exclude(by=None).values_list("by", flat=True))


def may_release(user: Any, row: Penalty) -> bool:
    """A chief of the unit who did not work on it."""
    return row.stage == SUBMITTED and row.unit in releases_in(user) and user.pk not in authors_of(row)


def open_repair(row: Penalty) -> PenaltyRepair | None:
    """The request for an early end that nobody has decided yet."""
    return row.repairs.filter(granted=None).select_related("entered_by").first()


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that waits for a person: which decision, what is to be done, by when, and whether that day is over."""

    penalty: Penalty
    what: str
    due: date | None
    late: bool


def penalties_waiting_for(user: Any, *, as_of: date) -> list[Waiting]:
    """What a person has to do, soonest due first: finish and submit, release, decide on an early end, take down."""
    rows = penalties_visible_to(user).defer("body", "prepared")
    chief = releases_in(user)
    found = [
        *(_wait(row, "完成并提交", as_of) for row in rows.filter(stage=DRAFT)),
        *(_wait(row, "审核发布", as_of) for row in _to_release(rows, user, chief)),
        *(_wait(row, "决定是否提前停止公示", as_of, due=None) for row in _to_repair(rows, user, chief)),
        *(
            _wait(row, "公示期已满，等后台作业停止公示", as_of, due=row.publication.shown_until)
            for row in rows.filter(publication__state=SHOWN, publication__shown_until__lt=as_of)
            if row.publication
        ),
    ]
    return sorted(found, key=lambda one: (one.due or date.max, one.penalty.pk))


def _to_release(rows: QuerySet[Penalty], user: Any, chief: frozenset[str]) -> Iterable[Penalty]:
    """Submitted ones that the person did not work on; two queries, however many there are."""
    waiting = list(rows.filter(stage=SUBMITTED, unit__in=chief))
    events = PenaltyEvent.objects.filter(penalty__in=waiting, kind__in=(*WORKED_ON, "release")).order_by("id")
    mine: set[int] = set()
    for penalty, kind, by in events.values_list("penalty", "kind", "by"):
        if kind == "release":
            mine.discard(penalty)
        elif by == user.pk:
            mine.add(penalty)
    return [row for row in waiting if row.pk not in mine]


def _to_repair(rows: QuerySet[Penalty], user: Any, chief: frozenset[str]) -> QuerySet[Penalty]:
    asked = PenaltyRepair.objects.filter(granted=None).exclude(entered_by=user).values("penalty")
    return rows.filter(unit__in=chief, pk__in=asked)


def _wait(row: Penalty, what: str, as_of: date, **given: date | None) -> Waiting:
    due = given.get("due", None if row.first_shown_on else row.due)  # a correction has no day of its own
    return Waiting(row, what, due, late=due is not None and due < as_of)


@dataclass
class UnitYear:
    """What became of the decisions of one unit and year."""

    unit: str
    year: int
    decided: int = 0
    in_time: int = 0
    late: int = 0
    waiting: int = 0
    overdue: int = 0
    states: Counter[str] = field(default_factory=Counter)

    @property
    def share(self) -> int | None:
        """Percent released in time, of those whose day has come."""
        counted = self.in_time + self.late + self.overdue
        return 100 * self.in_time // counted if counted else None


def penalty_statistics(user: Any, *, as_of: date) -> list[UnitYear]:
    """By unit in the plan's order and by year of decision, newest first."""
    order = {unit: place for place, unit in enumerate(penalty_units())}
    found: dict[tuple[str, int], UnitYear] = {}
    rows = Penalty.objects.filter(unit__in=watched_units(user))
    values = rows.values_list("unit", "decided_on", "stage", "due", "first_shown_on", "publication__state")
    for unit, decided, stage, due, shown, state in values.iterator():
        line = found.setdefault((unit, decided.year), UnitYear(unit, decided.year))
        line.decided += 1
        if shown:
            line.in_time += due is None or shown <= due
            line.late += due is not None and shown > due
            line.states[state] += 1
        elif stage == SET_ASIDE:
            line.states[SET_ASIDE] += 1
        else:
            line.waiting += 1
            line.overdue += due is not None and due < as_of
    return sorted(found.values(), key=lambda line: (order[line.unit], -line.year))


def late_penalties(user: Any, *, as_of: date) -> Sequence[tuple[str, str, date | None]]:
    """Unit, number and due day of everything that should have been shown and is not, longest late first."""
    rows = Penalty.objects.filter(
        unit__in=watched_units(user), stage__in=(DRAFT, SUBMITTED), first_shown_on=None, due__lt=as_of
    )
    return list(rows.order_by("due", "id").values_list("unit", "number", "due")[:50])


def over_on(as_of: date) -> QuerySet[Penalty]:
    """Decisions whose term ended before a day and that are still marked as shown."""
    return Penalty.objects.filter(publication__state=SHOWN, publication__shown_until__lt=as_of)


def recently_withdrawn(*, as_of: date, days: int = 365) -> QuerySet[PublishedPenalty]:
    """Traces of withdrawals, newest first."""
    return PublishedPenalty.objects.filter(state=WITHDRAWN, closed_on__gte=as_of - timedelta(days=days)).order_by(
        "-closed_on", "-id"
    )
