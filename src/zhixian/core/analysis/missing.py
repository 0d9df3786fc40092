"""Why a figure cannot be computed, and what would help, in the officer's words."""

from dataclasses import dataclass
from datetime import date

from zhixian.core.analysis.indicators.measures import Residents
from zhixian.core.analysis.indicators.model import Indicator

IMPORT_POPULATION = "用 zhixian registry template population 生成人口模板，填好后用 zhixian registry import 导入"


@dataclass(frozen=True, slots=True)
class Missing:
    """`why` stands on every page; `remedy` only where somebody can act on it at once, on the screen."""

    why: str
    remedy: str = ""


def missing(indicator: Indicator, denominator: int | None, *, day: date, region: str) -> Missing | None:
    """What keeps an indicator from having a value on a day; None when nothing does."""
    below = indicator.denominator
    if below is None or denominator:
        return None
    if not isinstance(below, Residents):
        return Missing("分母为 0")
    year = day.year - below.lag
    if denominator is None:
        return Missing(f"缺少行政区划 {region} 的 {year} 年末常住人口", IMPORT_POPULATION)
    return Missing(f"行政区划 {region} 的 {year} 年末常住人口为 0", IMPORT_POPULATION)
