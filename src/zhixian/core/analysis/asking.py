"""What a person asks for by name: a region by its code or its name, an indicator by its id or its Chinese name."""

from zhixian.core.analysis.indicators import INDICATORS, NOT_COMPUTABLE
from zhixian.core.analysis.missing import holds, nothing_known
from zhixian.core.kernel.refusal import Refusal
from zhixian.core.plan.model import Plan
from zhixian.core.registry.places import name_of, with_code
from zhixian.core.registry.snapshot import Snapshot


def region_asked(snapshot: Snapshot, code: str) -> str:
    """The code, if GB/T 2260 knows it or the snapshot has something there. Raises Refusal: zeros of a mistyped code mislead."""
    if name_of(code) is None and not holds(snapshot, code):
        raise Refusal(f"没有行政区划代码 {code}", where="--region", expected="GB/T 2260 的代码，或登记数据里有的代码")
    return code


def remarks_on(plan: Plan, snapshot: Snapshot, region: str) -> list[str]:
    """What must be said before figures of a region are held against the plan: whose plan it is, and that nothing is known there."""
    remarks = []
    if region != plan.region:
        remarks.append(
            f"方案是{plan.place}（{plan.region}）的，这里按{with_code(region)}的数据计算，方案的目标和标准只作参照"
        )
    if missing := nothing_known(snapshot, region):
        remarks.append(f"{missing.why}，不是 0")
    return remarks


def indicator_asked(name: str, plan: Plan | None = None) -> str:
    """The id of an indicator called by its id, its whole Chinese name or the plan's own name for it.

    Any other word is given back for `find` to refuse.
    """
    if plan and (meant := {target.id for target in plan.targets if target.name == name}):
        return meant.pop()
    by_name = {indicator.name: id_ for id_, indicator in INDICATORS.items()}
    return by_name.get(name) or {told: id_ for id_, (told, _) in NOT_COMPUTABLE.items()}.get(name, name)
