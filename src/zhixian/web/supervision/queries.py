"""Questions about requests for progress. `requests_visible_to` is the only way one reaches a page, a list, a file or a count."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from zhixian.web.accounts.models import User
from zhixian.web.accounts.queries import people_as, people_with
from zhixian.web.accounts.roles import AUDITOR, CHIEF, FINANCE, HANDLER, LEAD
from zhixian.web.kit.plan import lead_office, the_plan
from zhixian.web.supervision.models import ANSWERED, WITH_UNIT, AnswerFile, ProgressRequest

UNIT_PEOPLE = (HANDLER, CHIEF, FINANCE)
SEES_ALL = frozenset({LEAD, AUDITOR})


def requests_visible_to(user: Any) -> QuerySet[ProgressRequest]:
    """The lead office and auditors see all, people of a unit those of their units; nobody else sees any."""
    rows = ProgressRequest.objects.all()
    if not user.is_authenticated:
        return rows.none()
    if user.roles & SEES_ALL:
        return rows
    return rows.filter(unit__in=user.units_as(*UNIT_PEOPLE))


def files_visible_to(user: Any) -> QuerySet[AnswerFile]:
    """Files of answers to requests the person sees."""
    return AnswerFile.objects.filter(answer__request__in=requests_visible_to(user)).select_related("answer__request")


def units_visible_to(user: Any) -> frozenset[str]:
    """Units whose lights the person sees with their reasons: every unit for the lead office and auditors, else the own."""
    if not user.is_authenticated:
        return frozenset()
    if user.roles & SEES_ALL:
        return frozenset(unit.id for unit in the_plan().units.values() if not unit.members)
    return frozenset(user.units_as(*UNIT_PEOPLE))


def may_answer(user: Any, row: ProgressRequest) -> bool:
    """Whether it is the person's unit's turn, and the person speaks for it."""
    return row.with_unit and row.unit in user.units_as(HANDLER, CHIEF)


def may_judge(user: Any, row: ProgressRequest) -> bool:
    """Whether the person accepts or returns the answer: the lead office, never for a unit in which they answer."""
    return row.state == ANSWERED and LEAD in user.roles and row.unit not in user.units_as(HANDLER, CHIEF)


@dataclass(frozen=True, slots=True)
class Waiting:
    """What of the requests waits for a person: to answer, to judge, and of both what is past its day."""

    to_answer: QuerySet[ProgressRequest]
    to_judge: QuerySet[ProgressRequest]
    overdue: QuerySet[ProgressRequest]


def requests_waiting_for(user: Any, *, as_of: date) -> Waiting:
    """For the office desk. Overdue: the unit's own for those who answer, every unit's for the lead office."""
    seen = requests_visible_to(user).order_by("due", "id")
    units = user.units_as(HANDLER, CHIEF) if user.is_authenticated else frozenset()
    leads = user.is_authenticated and LEAD in user.roles
    mine = Q(unit__in=units)
    to_judge = seen.filter(state=ANSWERED).exclude(mine) if leads else seen.none()
    late = seen.filter(state__in=WITH_UNIT, due__lt=as_of)
    return Waiting(seen.filter(mine, state__in=WITH_UNIT), to_judge, late if leads else late.filter(mine))


def requests_with_units() -> QuerySet[ProgressRequest]:
    """Those that units have to answer, whoever may see them."""
    return ProgressRequest.objects.filter(state__in=WITH_UNIT)


def people_told(to: str, unit: str) -> QuerySet[User]:
    """Whom a level of escalation tells about a unit: its people, its chiefs, or the lead office and the leading group."""
    if to == "unit":
        return people_as(HANDLER, CHIEF, unit=unit)
    if to == "chief":
        return people_as(CHIEF, unit=unit)
    office = lead_office()
    group = the_plan().units[office].parent if office in the_plan().units else None
    return people_with(Q(role=LEAD) | Q(unit__in=[office, *([group] if group else [])], role=CHIEF))


def lead_people() -> QuerySet[User]:
    """Everybody who judges answers."""
    return people_with(Q(role=LEAD))
