"""Words of scorecards: scores and figures for people, days for addresses."""

from fractions import Fraction

from django import template

from zhixian.core.analysis.indicators import INDICATORS
from zhixian.core.analysis.intensity import Industry
from zhixian.core.catalogue import registers
from zhixian.core.scorecards.ladder import Need
from zhixian.core.scorecards.model import RELIED, Item, Kept
from zhixian.core.scorecards.scoring import printed

register = template.Library()


@register.filter
def score(number: Fraction | None) -> str:
    """To two places; a dash where it is not known."""
    return "—" if number is None else printed(number)


@register.filter
def figure(number: Fraction) -> str:
    """To four places."""
    return printed(number, 4)


@register.filter
def for_each(number: int, industry: Industry) -> str:
    """Something of an industry for each of its enterprises, to two places."""
    return printed(industry.per_enterprise(number))


@register.filter
def percent(share: Fraction) -> str:
    """A share in per cent, to one place."""
    return f"{printed(share * 100, 1)}%"


@register.simple_tag
def full_here(kept: Kept, item: Item) -> str:
    """The full mark of an item in the place."""
    return printed(kept.full(item))


@register.filter
def share_of(number: Fraction, whole: Fraction) -> int:
    """Hundredths of a whole, for a bar."""
    return max(0, min(100, int(number * 100 / whole))) if whole else 0


@register.filter
def looks_at(item: Item) -> str:
    """What the figure of an item is."""
    if item.indicator:
        return INDICATORS[item.indicator].definition
    if item.relied:
        return RELIED[item.relied]
    if item.answer:
        return "申请人在台账里写的数。"
    if item.counted:
        year = "当年的" if item.counted.yearly else "到当日有效的"
        return f"{registers()[item.counted.register].name}里{year}行数。"
    return "到当日有效的荣誉项数，登记数据和荣誉台账合在一起，同一项只算一次。"


@register.filter
def scale(item: Item) -> str:
    """How points come about."""
    sign = "扣" if item.deduct else "得"
    unit = INDICATORS[item.indicator].unit if item.indicator else item.unit
    if item.steps:
        return "；".join(f"达到 {printed(start, 4)} {unit}{sign} {printed(points)} 分" for start, points in item.steps)
    return f"每满 {printed(item.each, 4)} {unit}{sign} {printed(item.points)} 分，最多 {printed(item.full)} 分"


@register.simple_tag
def need_words(need: Need) -> str:
    """What a need asks of a figure: 至少 3 件."""
    unit = need.item.unit if need.item else ""
    if need.at_least is not None:
        return f"至少 {printed(need.at_least, 4)} {unit}"
    return f"不多于 {printed(need.at_most or Fraction(0), 4)} {unit}"
