"""From what the analysis computed to the plain data that documents, workbooks and the terminal show."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from heapq import nlargest
from typing import TYPE_CHECKING

from zhixian.core.analysis.asking import remarks_on
from zhixian.core.analysis.indicators import INDICATORS
from zhixian.core.analysis.indicators.model import printed
from zhixian.core.analysis.missing import nothing_known
from zhixian.core.analysis.outlook import Outlook, Outlooks
from zhixian.core.plan.model import Amount, Plan, Unit
from zhixian.core.registry.snapshot import Snapshot
from zhixian.core.reports.data import (
    AwardList,
    AwardRow,
    ClauseLine,
    FuturePoint,
    IncentiveLine,
    OpenNormLine,
    Point,
    QuarterlyReport,
    RefusedLine,
    TargetLine,
    TargetList,
)

if TYPE_CHECKING:  # who asks for targets alone needs no rule of money
    from zhixian.core.analysis.incentives import Award, IncentivesResult, Undetermined
    from zhixian.core.analysis.incentives.quarters import InQuarter
    from zhixian.core.analysis.quarter import Quarter
    from zhixian.core.rules.definition import Definitions

_TOP = 10
_CARRIERS = {"supervision:requests": "督办和按期答复"}
"""What carries a clause besides figures and money."""


def quarterly_report(quarter: "Quarter") -> QuarterlyReport:
    """Everything the quarterly report says."""
    plan, targets, awards = quarter.plan, target_list(quarter.outlooks), award_list(quarter.awarded, quarter.rules)
    return QuarterlyReport(
        plan_title=plan.title,
        as_of=targets.as_of,
        place=plan.place,
        issuer=_lead_office(plan),
        plan_issuer=plan.issuer,
        plan_date=plan.issued,
        addressee=_addressee(plan),
        snapshot=targets.snapshot,
        synthetic=bool(targets.labels),
        year=awards.year,
        targets=targets.lines,
        incentives=awards.incentives,
        awards_missing=awards.missing,
        open_norms=awards.open_norms,
        clauses=_clauses(plan, targets.lines, awards.incentives, on=targets.as_of),
        remarks=tuple(remarks_on(plan, quarter.snapshot, targets.region)),
        quality=tuple(_quality(quarter.snapshot)),
        methods=tuple(_methods(plan, quarter.outlooks.outlooks)),
    )


def target_list(outlooks: Outlooks) -> TargetList:
    """The targets with their past, their forecast and, where there is no value, why."""
    result = outlooks.result
    lines = tuple(_target(outlook) for outlook in outlooks.outlooks)
    return TargetList(result.as_of, result.region, result.snapshot, lines, result.labels)


def _target(outlook: Outlook) -> TargetLine:
    value, due = outlook.value, outlook.forecast.at_due
    target, missing = value.target, value.missing
    return TargetLine(
        id=target.id,
        name=target.name,
        clause=target.clause,
        goal=target.goal,
        unit=target.unit,
        value=value.value,
        due=target.due,
        met=value.met,
        on_due=_printed_on_due(outlook),
        met_on_due=outlook.met_on_due,
        numerator=None if value.indicator.denominator is None else value.numerator,
        denominator=value.denominator,
        series=tuple(Point(day, number) for day, number in outlook.history),
        yearly=value.indicator.yearly,
        forecast=outlook.sentence,
        low=None if due is None else printed(due.low),
        high=None if due is None else printed(due.high),
        future=tuple(
            FuturePoint(ahead.day, printed(ahead.value), printed(ahead.low), printed(ahead.high))
            for ahead in outlook.forecast.ahead
        ),
        definition=value.indicator.definition,
        why_missing=missing.why if missing else "",
        remedy=missing.remedy if missing else "",
    )


def _printed_on_due(outlook: Outlook) -> Decimal | None:
    return outlook.value.indicator.printed(outlook.on_due) if isinstance(outlook.on_due, Fraction) else None


def award_list(result: "IncentivesResult", rules: "Definitions") -> AwardList:
    """The awards of a year by name, what waits for a figure, and what was refused."""
    return _award_list(result, rules, ((award, 0) for award in result.awards()), result.names())


def quarter_list(found: "InQuarter", rules: "Definitions") -> AwardList:
    """The same of the year to the end of a quarter, with what the quarter added."""
    awards = ((one.award, one.quarter_fen) for one in found.awards())
    return _award_list(found.to_date, rules, awards, found.names(), quarter=found.quarter)


def _award_list(
    result: "IncentivesResult",
    rules: "Definitions",
    awards: "Iterable[tuple[Award, int]]",
    names: dict[str, str],
    *,
    quarter: int | None = None,
) -> AwardList:
    titles = {incentive: rule.name for incentive, rule in rules.incentives.items()}
    by_incentive: dict[str, list[AwardRow]] = {incentive: [] for incentive in result.totals}
    for award, quarter_fen in awards:
        row = AwardRow(
            party=names.get(award.party) or award.party,
            subject=award.subject,
            amount_fen=award.amount_fen,
            base_fen=award.base_fen,
            capped=award.capped,
            reasons="；".join(award.reasons),
            party_id=award.party,
            title=titles.get(award.incentive, award.incentive),
            clause=award.clause,
            quarter_fen=quarter_fen,
        )
        by_incentive[award.incentive].append(row)
    refused = (
        RefusedLine(
            title=titles.get(row.incentive, row.incentive),
            party=names.get(row.party or "") or row.party or "",
            party_id=row.party or "",
            subject=row.subject,
            reason="；".join(row.reasons),
        )
        for row in result.refused
    )
    nothing = nothing_known(result.snapshot, result.region)
    missing = nothing.why if nothing else ""
    return AwardList(
        year=result.year,
        region=result.region,
        snapshot=result.snapshot.id,
        rows=tuple(row for rows in by_incentive.values() for row in rows),
        incentives=tuple(_incentive(result.promise(name), titles[name], rows) for name, rows in by_incentive.items()),
        open_norms=tuple(_open_norm(norm, names, missing) for norm in result.undetermined),
        refused=tuple(refused),
        labels=tuple(result.snapshot.labels),
        missing=missing,
        quarter=quarter,
    )


def _incentive(promise: Amount, title: str, rows: list[AwardRow]) -> IncentiveLine:
    """The sums of one incentive, also when nobody is awarded."""
    return IncentiveLine(
        id=promise.incentive,
        title=title,
        clause=promise.clause,
        quote=promise.quote,
        count=len(rows),
        total_fen=sum(row.amount_fen for row in rows),
        capped=sum(row.capped for row in rows),
        top=tuple(nlargest(_TOP, rows, key=lambda row: row.amount_fen)),
        quarter_fen=sum(row.quarter_fen for row in rows),
    )


def _open_norm(norm: "Undetermined", names: dict[str, str], missing: str) -> OpenNormLine:
    """A promise without a figure; nobody is counted where the data cannot tell, or where there are `missing` data."""
    return OpenNormLine(
        clause=norm.clause,
        quote=norm.quote,
        waiting=None if norm.why or missing else len(norm.parties),
        why=norm.why or (f"缺数据：{missing}" if missing else norm.who),
        id=norm.incentive,
        names=tuple(names.get(party) or party for party in norm.parties),
    )


def _methods(plan: Plan, outlooks: Iterable[Outlook]) -> list[str]:
    """How each forecast was made, targets with the same method together."""
    said: dict[str, list[str]] = {}
    for outlook in outlooks:
        target = outlook.value.target
        if outlook.forecast.method:
            said.setdefault(outlook.forecast.method, []).append(f"{target.name}（{plan.place_name(target.clause)}）")
    return [f"{'、'.join(names)}的预测：{method}" for method, names in said.items()]


def _lead_office(plan: Plan) -> str:
    """Who signs: the office of the leading group, if the plan has one."""
    groups = {unit.id for unit in plan.units.values() if unit.kind == "leading_group"}
    return next(
        (
            plan.official_name(unit.id)
            for unit in plan.units.values()
            if unit.kind == "office" and unit.parent in groups
        ),
        plan.issuer,
    )


def _addressee(plan: Plan) -> str:
    """To whom: the leading group, else who issued the plan; nobody writes to himself."""
    groups = (unit.id for unit in plan.units.values() if unit.kind == "leading_group")
    to = next((plan.official_name(group) for group in groups), plan.issuer)
    return "" if to == _lead_office(plan) else to


def _quality(snapshot: Snapshot) -> list[str]:
    """What the reader should know of the data: rows that wait for correction, statuses that disagree."""
    waiting = sum(snapshot.manifest["refused"].values())
    disagreeing = int(snapshot.manifest["disagreements"]["count"])
    notes = []
    partial = sum(source.get("partial", 0) for source in snapshot.manifest.get("of_sources", ()))
    if partial:
        notes.append(
            f"导入的数据有 {waiting} 行待更正：{waiting - partial} 行因有误没有计入，{partial} 行已计入而缺一部分。"
            "各行已原样保留，更正后重新导入。"
        )
    elif waiting:
        notes.append(f"导入时有 {waiting} 行因有误没有计入，已原样保留，待更正后重新导入。")
    if disagreeing:
        notes.append(
            f"来源所称状态与法律事件不一致 {disagreeing} 件（按各来源自己的日期比较，不是报告的日子），一律按法律事件计算，待核对。"
        )
    return notes


def _clauses(
    plan: Plan,
    targets: Sequence[TargetLine],
    incentives: Sequence[IncentiveLine],
    *,
    on: date,
) -> tuple[ClauseLine, ...]:
    """Each clause with its units and what carries it: its targets, its incentives, and what the plan's data names."""
    from zhixian.core.catalogue import matters, registers  # noqa: PLC0415 -- who asks for targets alone needs no catalogue
    from zhixian.core.scorecards.reading import scorecards  # noqa: PLC0415 -- nor scorecards

    names = {**{t.id: t.name for t in targets}, **{i.id: i.title for i in incentives}, **_CARRIERS}
    names |= {f"indicator:{indicator.id}": indicator.name for indicator in INDICATORS.values()}
    names |= {f"matter:{matter.id}": matter.name for matter in matters().values()}
    names |= {register.id: register.name for register in registers().values()}
    names |= {f"scorecard:{card.id}": card.name for card in scorecards().values()} if plan.scorecard_homes else {}
    lines = []
    for clause in plan.clauses:
        carried = [t.id for t in targets if t.clause == clause.id] + [i.id for i in incentives if i.clause == clause.id]
        kept = [name for name, home in plan.register_homes.items() if clause.id in home.clauses]
        kept += [f"scorecard:{name}" for name, home in plan.scorecard_homes.items() if clause.id in home.clauses]
        waiting = sum(norm.clause == clause.id for norm in plan.open_norms)
        lines.append(
            ClauseLine(
                id=clause.id,
                title=clause.title,
                units=tuple(_unit_name(plan.units[unit], on) if unit in plan.units else unit for unit in clause.units),
                carried_by=tuple(
                    dict.fromkeys(
                        [
                            *(names.get(carrier, carrier) for carrier in (*carried, *clause.carried_by, *kept)),
                            *([f"{waiting}处待明确标准"] if waiting else []),
                        ]
                    )
                ),
                why=clause.no_system_action or "",
            )
        )
    return tuple(lines)


def _unit_name(unit: Unit, on: date) -> str:
    """The unit's name on a day."""
    for name, start, end in unit.names:
        if (start is None or start <= on) and (end is None or on < end):
            return name
    return unit.name
