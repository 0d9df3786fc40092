"""What the system counts for each clause and unit: figures, promises, dossiers, reports, payments, requests; a few queries for all.

`SOURCES` is where another room's evidence joins: a function from the day to (clause, unit, sign). A unit of "" stands
for the clause itself, whose lead answers for it.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import Max, Q, QuerySet

from zhixian.core.kernel.money import yuan
from zhixian.core.supervision.lights import Done, Judged, Open, Sign
from zhixian.core.supervision.rule import rules
from zhixian.web.incentives.queries import budgets_of, by_clause, count_payments
from zhixian.web.indicators.models import Figure
from zhixian.web.indicators.queries import figures_of, latest_edition
from zhixian.web.kit.plan import the_plan
from zhixian.web.matters.definitions import site_matters
from zhixian.web.matters.queries import count_ended, count_lying
from zhixian.web.protection.queries.penalties import count_shown, count_unshown
from zhixian.web.protection.queries.reports import count_ended_reports, count_lying_reports
from zhixian.web.registers.definitions import kept_registers
from zhixian.web.registers.queries.days_due import count_due, home_clause
from zhixian.web.registers.queries.figures import count_entered
from zhixian.web.supervision.models import ACCEPTED, WITH_UNIT, WITHDRAWN, ProgressRequest
from zhixian.web.supervision.responsible import indicators_of, place, units_of

Counted = tuple[str, str, Sign]
Source = Callable[[date], Iterable[Counted]]
COORDINATION = "supervision:requests"
"""Carrier of the clause that asks for coordination: every answer of its units counts for it."""


def figures(_: date) -> Iterator[Counted]:
    """Targets by their published forecast, indicators without a goal as they stand; promises that wait for a figure."""
    edition = latest_edition()
    if edition is None:
        return
    known = {figure.indicator: figure for figure in figures_of(edition)}
    plan = the_plan()
    for place_id in [*(section for section, _ in plan.sections), *(clause.id for clause in plan.clauses)]:
        for name in indicators_of(place_id):
            if name in known:
                yield place_id, "", _figure(known[name])
    for promise in edition.promises:
        yield promise["clause"], "", _promise(promise, edition.as_of.year)


def _figure(figure: Figure) -> Judged:
    kind = "figure" if figure.goal is None else "target"
    if figure.value is None:
        return Judged(kind, "plain", f"{figure.name}：缺数据，{figure.reason}", figure.indicator, lacks=True)
    if figure.goal is None:
        return Judged(kind, "plain", f"{figure.name} {figure.brief} {figure.unit}", figure.indicator)
    words = f"{figure.name} {figure.brief} {figure.unit}，目标 {figure.goal_shown}：{figure.light}"
    return Judged("target", figure.tone, f"{words}。{figure.sentence}" if figure.sentence else words, figure.indicator)


def _promise(promise: dict[str, Any], year: int) -> Judged:
    if "rule" in promise and promise.get("lacks"):
        return Judged("promise", "plain", f"{promise['name']}：缺数据，{promise['lacks']}", promise["rule"], lacks=True)
    if "rule" in promise:
        words = f"{promise['name']}：{year} 年按登记数据应享 {promise['parties']} 家、{promise['awards']} 笔，合计 {yuan(promise['fen'])} 元"
        return Judged("promise", "plain", words, promise["rule"])
    if promise["parties"]:
        return Judged("promise", "warn", f"{promise['parties']} 家在等数额：{promise['quote']}")
    return Judged("promise", "plain", f"数额待定：{promise['quote']}")


def dossiers(as_of: date) -> Iterator[Counted]:
    """Those that lie with a unit, by due day; those that ended lately, for each unit that had them in hand."""
    for clause, unit, due, count in count_lying():
        yield clause, unit, Open("dossier", due, count)
    for clause, unit, count, last in count_ended(since=first_counted(as_of), until=as_of):
        yield clause, unit, Done("dossier", last, count)


def reports(as_of: date) -> Iterator[Counted]:
    """Reports of infringement by the unit that has them; those still at the desk count for the unit that hosts it."""
    for clause, unit, due, count in count_lying_reports():
        yield clause, unit, Open("report", due, count)
    for clause, unit, count, last in count_ended_reports(since=first_counted(as_of), until=as_of):
        yield clause, unit, Done("report", last, count)


def penalties(as_of: date) -> Iterator[Counted]:
    """Decisions that must still appear, by the day of their limit; those that appeared lately."""
    for clause, unit, due, count in count_unshown():
        yield clause, unit, Open("penalty", due, count)
    for clause, unit, count, last in count_shown(since=first_counted(as_of), until=as_of):
        yield clause, unit, Done("penalty", last, count)


def registers(as_of: date) -> Iterator[Counted]:
    """Rows of registers whose day comes or has passed, for the unit that keeps them, or that owes their answer, each counted once; rows that
    units entered lately, each for itself. What organisations enter is no progress of any unit."""
    homes = kept_registers()
    for name, unit, due, count in count_due(as_of=as_of):
        if name in homes:
            yield home_clause(homes[name], unit), unit, Open("register", due, count)
    for name, unit, count, last in count_entered(since=first_counted(as_of), until=as_of):
        for clause in homes[name].clauses if name in homes and unit else ():
            yield clause, unit, Done("register", last, count)


def payments(as_of: date) -> Iterator[Counted]:
    """Money that was paid lately, less what was recovered, each for the unit that pays out that purpose."""
    payers = _payers()
    paid = count_payments(since=first_counted(as_of), until=as_of, purposes=payers)
    for clause, purpose, count, fen, last in paid:
        yield clause, payers[purpose], Done("payment", last, count, f"合计 {yuan(fen)} 元")


def budgets(as_of: date) -> Iterator[Counted]:
    """The budget of each clause in the day's year: what of it is used, and would be by the end of the year if the use went on like that."""
    for clause, budget, told in by_clause(budgets_of(as_of.year), year=as_of.year, as_of=as_of):
        beyond = f"超出 {yuan(told.over_fen)} 元" if told.over_fen > 0 else f"剩 {yuan(-told.over_fen)} 元"
        words = f"{as_of.year} 年预算 {yuan(budget)} 元，已占用 {yuan(told.used_fen)} 元，照此到年底 {yuan(told.end_fen)} 元，{beyond}"
        yield clause, "", Judged("budget", "plain", words)


def _payers() -> dict[str, str]:
    """Money rule → the unit that has the dossier when it is paid: the first of the step with that effect."""
    found = {}
    for definition in site_matters().values():
        step = next((move.source for move in definition.flow.moves if "pay" in move.effects), None)
        units = definition.matter.unit_of(step) if step else ()
        if definition.matter.incentive and units:
            found[definition.matter.incentive] = units[0]
    return found


def requests(as_of: date) -> Iterator[Counted]:
    """Requests that wait for the unit; of each clause and unit the last accepted answer, with what it promises."""
    coordinating = [clause.id for clause in the_plan().clauses if COORDINATION in clause.carried_by]
    rows = requests_counted(as_of).order_by("id")
    last: dict[tuple[str, str], tuple[date, date | None]] = {}
    for clause, unit, state, due, closed, measure in rows.values_list(
        "clause", "unit", "state", "due", "closed_on", "measure_due"
    ):
        if state in WITH_UNIT:
            sign: Sign = Open("request", due)
        elif state == ACCEPTED and closed:
            last[clause, unit] = (closed, measure)
            sign = Done("request", closed)
        else:
            sign = Judged("request", "plain", "督办 1 件已答复，等统筹单位审核")
        if state != ACCEPTED:
            yield clause, unit, sign
        for other in coordinating:
            if other != clause and unit in units_of(other):
                yield other, unit, sign
    for (clause, unit), (closed, measure) in last.items():
        yield clause, unit, Done("progress", closed)
        if measure:
            yield clause, unit, Open("measure", measure)


def requests_counted(as_of: date) -> QuerySet[ProgressRequest]:
    """Requests that are open, those answered lately, and of each clause and unit the last accepted answer, however old:
    what it promised holds until another takes its place."""
    rows = ProgressRequest.objects.exclude(state=WITHDRAWN)
    last = rows.filter(state=ACCEPTED).order_by().values("clause", "unit").annotate(last=Max("id")).values("last")
    return rows.filter(
        Q(closed_on=None) | Q(closed_on__gte=first_counted(as_of), closed_on__lte=as_of) | Q(pk__in=last)
    )


SOURCES: tuple[Source, ...] = (figures, dossiers, reports, penalties, registers, payments, budgets, requests)


def signs_on(as_of: date) -> dict[tuple[str, str], list[Sign]]:
    """Everything counted on a day by (clause, unit); what nobody answers for is left out, except under a section's goals."""
    found: dict[tuple[str, str], list[Sign]] = defaultdict(list)
    for source in SOURCES:
        for clause, unit, sign in source(as_of):
            if unit == "":
                found[clause, ""].append(sign)
            elif home := place(clause, unit):
                found[home, unit].append(sign)
    return found


def first_counted(as_of: date) -> date:
    """The first day whose ended work still counts."""
    return as_of - timedelta(days=rules().on(as_of).fresh)
