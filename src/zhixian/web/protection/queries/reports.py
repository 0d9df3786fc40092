"""Questions about reports. `reports_visible_to` is the only way a report reaches a page, a list, a file or a count."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, Count, Max, Q, QuerySet, Value, When

from zhixian.core.disclosure.reports import rule_on
from zhixian.web.accounts.models import User
from zhixian.web.accounts.queries import people_as, people_with
from zhixian.web.accounts.roles import AUDITOR, CHIEF, CUSTODIAN, HANDLER, LEAD
from zhixian.web.kit.plan import host_unit, lead_office
from zhixian.web.protection.models import CustodianKey, Opening, Report, ReportEvent, ReportFile
from zhixian.web.protection.report_desk import desk, subject_name

OFFICE_OPENINGS = ("approved", "opened", "over")


def sits_at_desk(user: Any) -> bool:
    """Whether the person takes reports in and forwards them."""
    return LEAD in user.roles or desk().unit in user.units_as(HANDLER, CHIEF)


def approves_openings(user: Any) -> bool:
    """Whether the person decides on requests to open an identity: a chief of the lead office who is no custodian."""
    return CUSTODIAN not in user.roles and lead_office() in user.units_as(CHIEF)


def reports_visible_to(user: Any) -> QuerySet[Report]:
    """The desk sees all; handlers and chiefs those that their unit has in hand or concluded. A custodian sees none, whatever
    else they are: who can open identities must not know the cases. Auditors see the trail only."""
    rows = Report.objects.all()
    if not user.is_authenticated or CUSTODIAN in user.roles:
        return rows.none()
    if sits_at_desk(user):
        return rows
    units = user.units_as(HANDLER, CHIEF)
    return rows.filter(unit__in=units) if units else rows.none()


def report_files_visible_to(user: Any) -> QuerySet[ReportFile]:
    """Files of reports the person sees; what is sealed is not among them."""
    return ReportFile.objects.filter(report__in=reports_visible_to(user), sealed=False)


def has_in_hand(user: Any, report: Report) -> bool:
    """Whether it is the person's turn: the desk's before a unit has it, then that unit's."""
    if CUSTODIAN in user.roles or report.outcome:
        return False
    return report.unit in user.units_as(HANDLER, CHIEF) if report.unit else sits_at_desk(user)


def speaks_for_report(user: Any, report: Report) -> bool:
    """Whether the person may write to the reporter and ask for an opening: whose turn it is, or was at the end."""
    if CUSTODIAN in user.roles:
        return False
    return report.unit in user.units_as(HANDLER, CHIEF) if report.unit else sits_at_desk(user)


def lying_reports(rows: QuerySet[Report]) -> QuerySet[Report]:
    """Those that have not ended."""
    return rows.filter(outcome="")


def reports_with_a_day() -> QuerySet[Report]:
    """Those that have not ended and whose step is to end on a day, without what they tell."""
    return lying_reports(Report.objects.all()).filter(due__isnull=False).defer("what", "links", "answer")


def ended_reports(rows: QuerySet[Report], *, since: date, until: date) -> QuerySet[Report]:
    """Those that units ended in these days, both included; what the desk turned away no unit had."""
    return rows.filter(closed_on__gte=since, closed_on__lte=until).exclude(unit="")


def reports_lying_with(rows: QuerySet[Report], unit: str) -> QuerySet[Report]:
    """Those that have not ended and count for a unit: those it has, and for the desk's host those that nobody has yet."""
    return lying_reports(rows).filter(unit__in=[unit, *([""] if unit == host_unit() else [])])


def count_lying_reports() -> Iterator[tuple[str, str, date | None, int]]:
    """(clause, unit, due day, how many) of all that have not ended."""
    rows = lying_reports(Report.objects.order_by()).values_list("subject", "unit", "due").annotate(n=Count("id"))
    for subject, unit, due, count in rows:
        yield _clause_of(subject), unit or host_unit(), due, count


def count_ended_reports(*, since: date, until: date) -> Iterator[tuple[str, str, int, date]]:
    """(clause, unit, how many, last day) of all that units ended in these days."""
    rows = ended_reports(Report.objects.order_by(), since=since, until=until)
    for subject, unit, count, last in rows.values_list("subject", "unit").annotate(Count("id"), Max("closed_on")):
        yield _clause_of(subject), unit, count, last


def _clause_of(subject: str) -> str:
    return next((known.clause for known in desk().subjects if known.id == subject), "")


def waiting_reports(user: Any) -> QuerySet[Report]:
    """What lies with the person's desk or units, soonest due first."""
    rows = lying_reports(reports_visible_to(user))
    mine = Q(unit__in=user.units_as(HANDLER, CHIEF)) if user.units_as(HANDLER, CHIEF) else Q(pk__in=[])
    if sits_at_desk(user):
        mine |= Q(unit="")
    return rows.filter(mine).order_by("due", "id")


def trail_visible_to(user: Any) -> QuerySet[ReportEvent]:
    """Auditors see what was done to every report, when and by whom; neither reasons nor contents are read from the table. A
    custodian sees none of it either."""
    rows = ReportEvent.objects.select_related("report")
    rows = rows.only(
        "kind", "name", "source", "target", "unit", "by_name", "day", "at", "version", "report__number", "report__due"
    )
    sees = user.is_authenticated and AUDITOR in user.roles and CUSTODIAN not in user.roles
    return rows if sees else rows.none()


def openings_visible_to(user: Any) -> QuerySet[Opening]:
    """Who asked sees their own, chiefs of the lead office and auditors all, custodians those that were approved."""
    rows = Opening.objects.select_related("report", "asked_by", "decided_by", "opened_by")
    if not user.is_authenticated:
        return rows.none()
    if CUSTODIAN in user.roles:
        return rows.filter(state__in=OFFICE_OPENINGS)
    if AUDITOR in user.roles or approves_openings(user):
        return rows
    return rows.filter(asked_by=user)


def openings_told(report: Report) -> QuerySet[Opening]:
    """What the reporter is told of: every opening that took place, but those a law keeps from them."""
    return report.openings.filter(state__in=("opened", "over"), opened_at__isnull=False, untold_ground="")


def keys_in_use() -> QuerySet[CustodianKey]:
    """Keys of custodians in office; what is sealed is sealed to each of them."""
    return CustodianKey.objects.filter(retired_at=None, custodian__in=custodians()).order_by("id")


def people_at_desk() -> QuerySet[User]:
    """Everybody who takes reports in."""
    return people_with(Q(role=LEAD) | Q(role__in=(HANDLER, CHIEF), unit=desk().unit))


def people_of(unit: str) -> QuerySet[User]:
    """Handlers and chiefs of a unit."""
    return people_as(HANDLER, CHIEF, unit=unit)


def approvers() -> QuerySet[User]:
    """Chiefs of the lead office."""
    return people_as(CHIEF, unit=lead_office())


def custodians() -> QuerySet[User]:
    """Custodians in office."""
    return people_with(Q(role=CUSTODIAN))


@dataclass(frozen=True, slots=True)
class Statistics:
    """Published numbers up to a day. `total` is None while there are fewer than `least`; each part's numbers add up to it."""

    until: date
    total: int | None
    least: int
    by_subject: tuple[tuple[str, int], ...]
    by_end: tuple[tuple[str, int], ...]


def published_statistics(*, until: date) -> Statistics:
    """Reports received up to a day, by kind and by how they stand. Small numbers are put together until none is small.

    `until` should be the end of a quarter: numbers that grow by one from day to day would tell of each report.
    """
    ended = Case(
        When(closed_on__lte=until, outcome="done", then=Value("已办结")),
        When(closed_on__lte=until, then=Value("不予受理")),
        default=Value("办理中"),
    )
    rows = Report.objects.filter(received_on__lte=until).order_by().annotate(end=ended)
    subjects: Counter[str] = Counter()
    ends: Counter[str] = Counter()
    least = rule_on(until).smallest_cell
    for subject, end, count in rows.values_list("subject", "end").annotate(count=Count("pk")):
        subjects[subject_name(subject)] += count
        ends[end] += count
    if (total := ends.total()) < least:
        return Statistics(until, None, least, (), ())
    return Statistics(until, total, least, together(subjects, least=least), together(ends, least=least))


def together(counts: Mapping[str, int], *, least: int) -> tuple[tuple[str, int], ...]:
    """The counts, largest first, with the small ones put together as 其他 until that is no small one either."""
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    kept = [pair for pair in ordered if pair[1] >= least]
    rest = sum(count for _, count in ordered) - sum(count for _, count in kept)
    while 0 < rest < least and kept:
        rest += kept.pop()[1]
    return (*kept, ("其他", rest)) if rest else tuple(kept)


def last_quarter_end(day: date) -> date:
    """The last day of the last full quarter before a day."""
    first = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    return date.fromordinal(first.toordinal() - 1)


def sealed_names(report: Report) -> list[str]:
    """Which fields of a report are sealed, each once."""
    names: Iterable[str] = report.sealed_fields.order_by("field").values_list("field", flat=True).distinct()
    return list(names)
