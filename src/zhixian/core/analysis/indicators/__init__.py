"""What each indicator counts, as data: one definition answers values, series, breakdowns and the rows behind a number."""

from zhixian.core.analysis.indicators.catalogue import INDICATORS, NOT_COMPUTABLE
from zhixian.core.analysis.indicators.model import Indicator
from zhixian.core.kernel.refusal import Refusal

__all__ = ["INDICATORS", "NOT_COMPUTABLE", "Indicator", "find"]


def find(indicator: str) -> Indicator:
    """The indicator of that id. Raises Refusal when there is none, or when registry data cannot carry it, with the reason."""
    if indicator in INDICATORS:
        return INDICATORS[indicator]
    if indicator in NOT_COMPUTABLE:
        name, why = NOT_COMPUTABLE[indicator]
        raise Refusal(f"现有登记数据算不出“{name}”", where=f"指标 {indicator}", expected=why)
    named = "、".join(f"{known.name}（{id_}）" for id_, known in INDICATORS.items())
    raise Refusal(f"没有指标“{indicator}”", where="指标", expected=f"名称或编号，以下之一：{named}")
