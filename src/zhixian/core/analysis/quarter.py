"""The quarter of a plan on a day: its targets with their outlook and the awards of the year, from one snapshot."""

from dataclasses import dataclass
from datetime import date

from zhixian.core.analysis.incentives import IncentivesResult
from zhixian.core.analysis.incentives import compute as compute_incentives
from zhixian.core.analysis.outlook import Outlooks, look_ahead
from zhixian.core.kernel.refusal import Refusal
from zhixian.core.plan.model import Plan
from zhixian.core.registry.snapshot import Snapshot
from zhixian.core.rules.definition import Definitions


@dataclass(frozen=True, slots=True)
class Quarter:
    """What was computed for a day: the targets with their outlook, and the awards of the day's year."""

    plan: Plan
    snapshot: Snapshot
    rules: Definitions
    outlooks: Outlooks
    awarded: IncentivesResult


def compute_quarter(
    plan: Plan, rules: Definitions, snapshot: Snapshot, *, as_of: date, region: str | None = None
) -> Quarter:
    """Compute a quarter. Raises Refusal for a day before the plan, and as targets and incentives do."""
    since = plan.in_force_since
    if as_of < since:
        raise Refusal(f"{as_of} 方案还没有施行（{plan.begins}）", where="--as-of", expected=f"{since} 或以后")
    awarded = compute_incentives(plan, rules, snapshot, year=as_of.year, region=region)
    return Quarter(plan, snapshot, rules, look_ahead(plan, snapshot, as_of=as_of, region=region), awarded)
