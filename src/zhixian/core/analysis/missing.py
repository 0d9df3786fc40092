"""Why a figure cannot be computed, and what would help, in the officer's words."""

from dataclasses import dataclass
from datetime import date

import pyarrow.parquet as pq

from zhixian.core.analysis.indicators.measures import Residents
from zhixian.core.analysis.indicators.model import Indicator
from zhixian.core.kernel.regions import region_range
from zhixian.core.registry.places import with_code
from zhixian.core.registry.snapshot import Snapshot

IMPORT_POPULATION = "用 zhixian registry template population 生成人口模板，填好后用 zhixian registry import 导入"

IMPORT_DATA = "用 zhixian registry import 导入这个地区的登记数据，或者用 --region 指明数据所在的地区"


@dataclass(frozen=True, slots=True)
class Missing:
    """`why` stands on every page; `remedy` only where somebody can act on it at once, on the screen."""

    why: str
    remedy: str = ""
    on_any_day: bool = False
    """Nothing at all is known of the region, so that 0 would say what nobody knows."""


def holds(snapshot: Snapshot, region: str) -> bool:
    """Whether the snapshot has anything of the region: a right, a party, residents."""
    first, end = region_range(region)
    inside = [("region", ">=", first), ("region", "<", end)]
    return any(
        pq.read_table(snapshot.path(table), columns=["region"], filters=inside).num_rows
        for table in ("parties", "spans", "population")
    )


def nothing_known(snapshot: Snapshot, region: str) -> Missing | None:
    """Why no figure of a region can be told where the snapshot has nothing of it."""
    if holds(snapshot, region):
        return None
    return Missing(f"登记数据里没有{with_code(region)}的数据", IMPORT_DATA, on_any_day=True)


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
