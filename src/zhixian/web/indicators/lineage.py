"""The rows behind a published number, without what is nobody else's business."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from zhixian.core.analysis.explain import Row, explain
from zhixian.core.analysis.indicators import INDICATORS
from zhixian.core.analysis.indicators.measures import PledgeLoans, Residents
from zhixian.core.kernel.refusal import Refusal
from zhixian.core.registry.snapshot import open_snapshot
from zhixian.web.indicators.models import Edition
from zhixian.web.indicators.openness import is_person


@dataclass(frozen=True, slots=True)
class Behind:
    """The rows, or in `why_not` why they are not shown. `total` counts the rows of the numerator."""

    rows: Sequence[Row]
    why_not: str = ""


def rows_behind(data: Path, edition: Edition, indicator: str) -> Behind:
    """Every row of the numerator that may be shown, first to last as it began to count."""
    if isinstance(INDICATORS[indicator].numerator, PledgeLoans):
        return Behind((), "这个数由各笔贷款相加得出。企业贷款属于商业秘密，这里只公布合计，不列明细。")
    return _explained(str(data), edition.snapshot, indicator, edition.as_of, edition.region)


@lru_cache(maxsize=16)
def _explained(data: str, snapshot: str, indicator: str, as_of: date, region: str) -> Behind:
    """A snapshot never changes, so neither does the answer."""
    try:
        found = explain(open_snapshot(Path(data), snapshot), indicator, as_of=as_of, region=region)
    except Refusal:
        return Behind((), "这个快照已经归档，不能再逐行列出；数值仍是当时发布的数值。")
    return Behind(tuple(row for row in found.rows if row.part == "numerator"))


def holder_shown(row: Row) -> str:
    """The holder's name; a person is not named."""
    return "个人" if is_person(row.holder_kind) else row.holder_name or "未登记"


def denominator_words(indicator: str) -> str:
    """What stands under the line, in words; empty where there is no line."""
    below = INDICATORS[indicator].denominator
    if below is None:
        return ""
    return "常住人口（人）" if isinstance(below, Residents) else "分母"
