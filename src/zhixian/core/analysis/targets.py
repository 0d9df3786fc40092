"""A plan's numeric targets, computed from a snapshot on a day: exact, and ready to print or to hand on as JSON."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from fractions import Fraction
from typing import Any

import ibis

from zhixian.core.analysis.indicators import INDICATORS, NOT_COMPUTABLE, Indicator, find
from zhixian.core.analysis.indicators.model import UNITS
from zhixian.core.analysis.missing import Missing, missing, nothing_known
from zhixian.core.analysis.values import Values, measures_of, parts_of, values_on
from zhixian.core.engine import connect
from zhixian.core.kernel.faults import Fault, Faults
from zhixian.core.kernel.money import plain
from zhixian.core.kernel.refusal import Refusal
from zhixian.core.plan.model import Plan, Target
from zhixian.core.registry.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class TargetValue:
    """Where one target stands. `exact` is the value in the target's unit; None when it cannot be computed (`missing`).

    `numerator` is rights or fen, None where nothing at all is known of the region; `denominator` is residents or rights, None
    where the target is no ratio or nobody knows.
    """

    target: Target
    indicator: Indicator
    exact: Fraction | None
    numerator: int | None
    denominator: int | None
    missing: Missing | None = None

    @property
    def value(self) -> Decimal | None:
        """As printed: money to the fen, the rest half-up to four decimals."""
        return None if self.exact is None else self.indicator.printed(self.exact)

    @property
    def met(self) -> bool:
        """Decided on the exact value, never on the printed one."""
        return self.exact is not None and self.exact >= Fraction(self.target.goal)

    def to_json(self) -> dict[str, Any]:
        """The shape of the command line."""
        ratio = self.indicator.denominator is not None
        return {
            "id": self.target.id,
            "clause": self.target.clause,
            "value": None if self.value is None else plain(self.value),
            "goal": plain(self.target.goal),
            "unit": self.target.unit,
            "due": self.target.due.isoformat(),
            "met": self.met,
            "numerator": self.numerator if ratio else None,
            "denominator": self.denominator if ratio else None,
            **({"reason": self.missing.why} if self.missing else {}),
        }


@dataclass(frozen=True, slots=True)
class TargetsResult:
    """All targets of a plan on a day. `labels` must be said wherever the figures show (合成数据)."""

    plan: str
    region: str
    as_of: date
    snapshot: str
    targets: tuple[TargetValue, ...]
    labels: tuple[str, ...] = field(default=())

    def to_json(self) -> dict[str, Any]:
        """The shape of the command line."""
        return {
            "plan": self.plan,
            "region": self.region,
            "as_of": self.as_of.isoformat(),
            "snapshot": self.snapshot,
            "targets": [target.to_json() for target in self.targets],
            **({"labels": list(self.labels)} if self.labels else {}),
        }


def compute(
    plan: Plan, snapshot: Snapshot, *, as_of: date, region: str | None = None, engine: ibis.BaseBackend | None = None
) -> TargetsResult:
    """Every target of the plan on a day, in its region or another.

    Raises Refusal for an indicator or unit that does not exist. One that lacks a population has no value and says why.
    """
    region = region or plan.region
    indicators = indicators_of(plan)
    totals = values_on(engine or connect(), snapshot, measures_of(indicators), [as_of], region)
    return result_of(plan, snapshot, totals, as_of=as_of, region=region)


def result_of(plan: Plan, snapshot: Snapshot, totals: Values, *, as_of: date, region: str) -> TargetsResult:
    """The targets, from what their measures come to on the one day."""
    values = []
    nothing = None if any(total[0] for total in totals.values()) else nothing_known(snapshot, region)
    for target in plan.targets:
        indicator = find(target.id)
        if nothing:
            values.append(TargetValue(target, indicator, None, None, None, nothing))
            continue
        numerator, denominator = parts_of(indicator, totals)
        exact = indicator.exact(numerator, denominator, target.unit)
        why = missing(indicator, denominator, day=as_of, region=region)
        values.append(TargetValue(target, indicator, exact, numerator, denominator, why))
    return TargetsResult(plan.id, region, as_of, snapshot.id, tuple(values), tuple(snapshot.labels))


def indicators_of(plan: Plan) -> list[Indicator]:
    """The indicator of each target. Raises Refusal for one that does not exist or cannot be printed in the target's unit."""
    indicators = [find(target.id) for target in plan.targets]
    for target, indicator in zip(plan.targets, indicators, strict=True):
        indicator.factor(target.unit)
    return indicators


def target_faults(plan: Plan) -> list[Fault]:
    """Every target that names no indicator, or a unit that its indicator cannot be printed in."""
    faults = Faults(lines=plan.lines)
    for target in plan.targets:
        if target.id not in INDICATORS and target.id not in NOT_COMPUTABLE:
            expected = f"可计算的指标的编号（列在下面）{_nearest(target)}没有合适的就删去这一条，原文仍在 text.txt 里"
            faults.add("targets.yaml", f"{target.id}.id", f"“{target.id}”（{target.name}）没有定义", expected)
            continue
        try:
            find(target.id).factor(target.unit)
        except Refusal as refusal:
            faults.add("targets.yaml", target.id, refusal.why, refusal.expected)
    return faults.found


def _nearest(target: Target) -> str:
    """By the id as typed, else by the name and the unit as the plan has them: 有效商标注册量 in 件 is none per head."""
    near = get_close_matches(target.id, list(INDICATORS), n=1, cutoff=0.75)
    if not near:
        alike = {name: _likeness(target, indicator) for name, indicator in INDICATORS.items()}
        near = [name for name in [max(alike, key=alike.__getitem__)] if alike[name] >= _LEAST_LIKENESS]
    return f"，是不是“{near[0]}”（{INDICATORS[near[0]].name}）？" if near else "；"


_LEAST_LIKENESS = 0.8
_OF_THE_UNIT = 0.2


def _likeness(target: Target, indicator: Indicator) -> float:
    """How much of both names is the same, in whatever order (商标有效注册量), and whether the unit is one of the indicator's."""
    name = indicator.name.partition("（")[0]
    shared = (Counter(target.name) & Counter(name)).total()
    fits = target.unit in UNITS[indicator.quantity]
    return 2 * shared / (len(target.name) + len(name)) + (_OF_THE_UNIT if fits else 0)


def indicator_choices() -> list[str]:
    """What a target may be, a line each, for the editor of a plan."""
    lines = [f"    {indicator.id}　{indicator.name}（{indicator.unit}）" for indicator in INDICATORS.values()]
    return ["  targets.yaml 的 id 可用的指标：", *lines]
