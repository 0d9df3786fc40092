"""From the results of the command line and the plan to the data of the quarterly report."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from heapq import nlargest
from typing import Any

from zhixian.core.plan.model import OpenNorm, Plan, Unit
from zhixian.core.reports.data import (
    AwardRow,
    ClauseLine,
    FuturePoint,
    IncentiveLine,
    OpenNormLine,
    Point,
    QuarterlyReport,
    TargetLine,
)
from zhixian.core.reports.results import (
    decimal_or_none,
    field,
    in_words,
    is_synthetic,
    party_name,
    waiting_count,
    waiting_note,
)

_TOP = 10
_NONE: Mapping[str, Any] = {}


def gather(
    plan: Plan,
    targets: Mapping[str, Any],
    incentives: Mapping[str, Any] | None = None,
    *,
    forecasts: Mapping[str, Any] = _NONE,
    series: Mapping[str, Iterable[Any]] = _NONE,
    definitions: Mapping[str, str] = _NONE,
    why_missing: Mapping[str, str] = _NONE,
    titles: Mapping[str, str] = _NONE,
    parties: Mapping[str, str] = _NONE,
    carriers: Mapping[str, str] = _NONE,
    issuer: str = "",
    addressee: str = "",
    dated: date | None = None,
    synthetic: bool = False,
    quality: Sequence[str] = (),
    methods: Sequence[str] = (),
    annexes: Sequence[str] = (),
) -> QuarterlyReport:
    """The report on `plan` from the JSON results of `zhixian targets` and `zhixian incentives`.

    By target id: `forecasts` (a sentence, or a dict or object with `sentence`, `low`, `high` and `future`, its points with
    `day`, `value`, `low`, `high`), `series` (points as [day, value] or with `day` and `value`; days as dates or ISO text),
    `definitions`, `why_missing`. `titles` names incentives, `parties` parties, `carriers` what plan.yaml says carries a
    clause, all by id. A result labelled 合成数据 makes the report synthetic in any case.
    """
    lines = tuple(
        _target(
            plan,
            entry,
            forecast=forecasts.get(entry["id"]),
            points=entry.get("series") or series.get(entry["id"]) or (),
            definition=definitions.get(entry["id"], ""),
            why=str(why_missing.get(entry["id"]) or entry.get("why") or ""),
        )
        for entry in targets.get("targets", ())
    )
    money = () if incentives is None else _incentives(plan, incentives, titles, parties)
    return QuarterlyReport(
        plan_title=plan.title,
        as_of=_day(targets["as_of"]),
        place=plan.place,
        issuer=issuer,
        plan_issuer=plan.issuer,
        plan_date=plan.issued,
        addressee=addressee,
        dated=dated,
        snapshot=str(targets.get("snapshot") or ""),
        synthetic=synthetic or is_synthetic(targets),
        year=None if incentives is None else int(incentives["year"]),
        targets=lines,
        incentives=money,
        open_norms=_open_norms(plan.open_norms, incentives or {}),
        clauses=_clauses(plan, lines, money, carriers, on=_day(targets["as_of"])),
        quality=tuple(quality),
        methods=tuple(methods),
        annexes=tuple(annexes),
    )


def _target(
    plan: Plan,
    entry: Mapping[str, Any],
    *,
    forecast: Any,
    points: Iterable[Any],
    definition: str,
    why: str,
) -> TargetLine:
    named = next((t for t in plan.targets if t.id == entry["id"]), None)
    sentence = forecast if isinstance(forecast, str) else field(forecast, "sentence") or field(forecast, "text") or ""
    goal = decimal_or_none(entry.get("goal"))
    return TargetLine(
        id=entry["id"],
        name=named.name if named else str(entry.get("name") or entry["id"]),
        clause=str(entry["clause"]),
        goal=Decimal(0) if goal is None else goal,
        unit=str(entry.get("unit") or ""),
        value=decimal_or_none(entry.get("value")),
        due=_day(entry["due"]) if entry.get("due") else None,
        met=entry.get("met"),
        numerator=entry.get("numerator"),
        denominator=entry.get("denominator"),
        series=_points(points),
        forecast=str(sentence),
        low=decimal_or_none(field(forecast, "low")),
        high=decimal_or_none(field(forecast, "high")),
        future=_future(field(forecast, "future") or field(forecast, "points") or ()),
        definition=definition,
        why_missing=why,
    )


def _points(raw: Iterable[Any]) -> tuple[Point, ...]:
    """Points that come as [day, value] or with `day` and `value`, oldest first."""
    pairs = [(p[0], p[1]) if isinstance(p, list | tuple) else (field(p, "day"), field(p, "value")) for p in raw]
    return tuple(sorted((Point(_day(d), decimal_or_none(v)) for d, v in pairs), key=lambda p: p.day))


def _future(raw: Iterable[Any]) -> tuple[FuturePoint, ...]:
    """Forecast points that have a value; a missing bound is the value itself."""
    points = []
    for entry in raw:
        names = ("day", "value", "low", "high")
        day, *figures = entry if isinstance(entry, list | tuple) else (field(entry, name) for name in names)
        value, low, high = (decimal_or_none(figure) for figure in figures)
        if value is not None:
            points.append(FuturePoint(_day(day), value, value if low is None else low, value if high is None else high))
    return tuple(sorted(points, key=lambda p: p.day))


def _incentives(
    plan: Plan, result: Mapping[str, Any], titles: Mapping[str, str], parties: Mapping[str, str]
) -> tuple[IncentiveLine, ...]:
    """One line for each incentive of the plan, also when nobody is awarded, and for any other that was awarded."""
    by_incentive: dict[str, list[Mapping[str, Any]]] = {amount.incentive: [] for amount in plan.amounts}
    for award in result.get("awards", ()):
        by_incentive.setdefault(award["incentive"], []).append(award)
    lines = []
    for incentive, awards in by_incentive.items():
        amounts = [a for a in plan.amounts if a.incentive == incentive]
        clause = amounts[0].clause if amounts else str(awards[0]["clause"])
        largest = nlargest(_TOP, awards, key=lambda a: a["amount_fen"])
        lines.append(
            IncentiveLine(
                id=incentive,
                title=titles.get(incentive, incentive),
                clause=clause,
                quote=amounts[0].quote if amounts else "",
                count=len(awards),
                total_fen=sum(a["amount_fen"] for a in awards),
                capped=sum(bool(a.get("capped")) for a in awards),
                top=tuple(
                    AwardRow(
                        party=party_name(a, parties),
                        subject=str(a.get("subject") or ""),
                        amount_fen=a["amount_fen"],
                        base_fen=a.get("base_fen"),
                        capped=bool(a.get("capped")),
                        reasons=in_words(a.get("reasons")),
                    )
                    for a in largest
                ),
            )
        )
    return tuple(lines)


def _open_norms(norms: Sequence[OpenNorm], result: Mapping[str, Any]) -> tuple[OpenNormLine, ...]:
    """Every open norm of the plan, with how many wait where the result counts them."""
    counted = {(str(e["clause"]), str(e["quote"])): e for e in result.get("undetermined", ())}
    lines = []
    for norm in norms:
        entry = counted.pop((norm.clause, norm.quote), None)
        waiting = waiting_count(entry) if entry is not None and norm.why_not_counted is None else None
        note = norm.why_not_counted or waiting_note(entry or {})
        lines.append(OpenNormLine(norm.clause, norm.quote, waiting, note, norm.id))
    for (clause, quote), entry in counted.items():
        lines.append(OpenNormLine(clause, quote, waiting_count(entry), waiting_note(entry), str(entry["incentive"])))
    return tuple(lines)


def _clauses(
    plan: Plan,
    targets: Sequence[TargetLine],
    incentives: Sequence[IncentiveLine],
    carriers: Mapping[str, str],
    *,
    on: date,
) -> tuple[ClauseLine, ...]:
    """Each clause with its units and what carries it: its targets, its incentives, and what the plan's data names."""
    names = {**{t.id: t.name for t in targets}, **{i.id: i.title for i in incentives}, **carriers}
    lines = []
    for clause in plan.clauses:
        carried = [t.id for t in targets if t.clause == clause.id] + [i.id for i in incentives if i.clause == clause.id]
        waiting = sum(norm.clause == clause.id for norm in plan.open_norms)
        lines.append(
            ClauseLine(
                id=clause.id,
                title=clause.title,
                units=tuple(_unit_name(plan.units[unit], on) if unit in plan.units else unit for unit in clause.units),
                carried_by=tuple(
                    dict.fromkeys(
                        [
                            *(names.get(carrier, carrier) for carrier in (*carried, *clause.carried_by)),
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


def _day(value: Any) -> date:
    return value if isinstance(value, date) else date.fromisoformat(str(value))
