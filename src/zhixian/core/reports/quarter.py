"""The quarterly report of a plan on a day, with everything in it computed from one snapshot."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from zhixian.core.analysis.incentives import IncentivesResult
from zhixian.core.analysis.incentives import compute as compute_incentives
from zhixian.core.analysis.outlook import Outlook, Outlooks, look_ahead
from zhixian.core.analysis.targets import printed
from zhixian.core.kernel.refusal import Refusal
from zhixian.core.plan.model import Plan
from zhixian.core.registry.snapshot import Snapshot
from zhixian.core.reports.data import QuarterlyReport
from zhixian.core.reports.gather import gather
from zhixian.core.rules.definition import Definitions


@dataclass(frozen=True)
class Quarter:
    """What was computed for a day: the targets with their outlook, and the awards of the day's year."""

    plan: Plan
    snapshot: Snapshot
    rules: Definitions
    outlooks: Outlooks
    awarded: IncentivesResult | None

    @property
    def targets(self) -> dict[str, Any]:
        """The JSON of `zhixian targets`."""
        return self.outlooks.result.to_json()

    @property
    def forecasts(self) -> dict[str, dict[str, Any]]:
        """By target id: sentence, interval on the due day, points ahead, and the past as a series."""
        return {outlook.value.target.id: _forecast(outlook) for outlook in self.outlooks.outlooks}

    @property
    def target_names(self) -> dict[str, str]:
        """Names of the targets by id."""
        return {target.id: target.name for target in self.plan.targets}

    @property
    def titles(self) -> dict[str, str]:
        """Names of the incentives by id."""
        return {incentive: rule.name for incentive, rule in self.rules.incentives.items()}

    def report(self) -> QuarterlyReport:
        """The report as data."""
        awarded = None if self.awarded is None else self.awarded.to_json()
        return gather(
            self.plan,
            self.targets,
            awarded,
            forecasts=self.forecasts,
            series={key: forecast["series"] for key, forecast in self.forecasts.items()},
            definitions={o.value.target.id: o.value.indicator.definition for o in self.outlooks.outlooks},
            titles=self.titles,
            issuer=_lead_office(self.plan),
            addressee=_addressee(self.plan),
            synthetic=bool(self.snapshot.labels),
            quality=_quality(self.snapshot),
            methods=_methods(self.plan, self.outlooks.outlooks),
        )


def compute_quarter(
    plan: Plan, rules: Definitions, snapshot: Snapshot, *, as_of: date, region: str | None = None
) -> Quarter:
    """Compute a quarter. Raises Refusal for a day before the plan, and as targets and incentives do."""
    if as_of < plan.issued:
        raise Refusal(
            f"{as_of} 方案还没有印发（{plan.issued} 印发）", where="--as-of", expected=f"{plan.issued} 或以后"
        )
    awarded = compute_incentives(plan, rules, snapshot, year=as_of.year, region=region)
    return Quarter(plan, snapshot, rules, look_ahead(plan, snapshot, as_of=as_of, region=region), awarded)


def _forecast(outlook: Outlook) -> dict[str, Any]:
    expected = outlook.forecast.at_due
    return {
        "sentence": outlook.sentence,
        "low": None if expected is None else printed(expected.low),
        "high": None if expected is None else printed(expected.high),
        "future": [
            {
                "day": point.day,
                "value": printed(point.value),
                "low": printed(point.low),
                "high": printed(point.high),
            }
            for point in outlook.forecast.ahead
        ],
        "series": outlook.history,
    }


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
        (unit.name for unit in plan.units.values() if unit.kind == "office" and unit.parent in groups), plan.issuer
    )


def _addressee(plan: Plan) -> str:
    return next((unit.name for unit in plan.units.values() if unit.kind == "leading_group"), plan.issuer)


def _quality(snapshot: Snapshot) -> list[str]:
    """What the reader should know of the data: rows that wait for correction, statuses that disagree."""
    waiting = sum(snapshot.manifest["refused"].values())
    disagreeing = int(snapshot.manifest["disagreements"]["count"])
    notes = []
    if waiting:
        notes.append(f"导入时有 {waiting} 行因有误没有计入，已原样保留，待更正后重新导入。")
    if disagreeing:
        notes.append(f"来源所称状态与法律事件不一致 {disagreeing} 件，一律按法律事件计算，待核对。")
    return notes
