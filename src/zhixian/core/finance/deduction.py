"""The super-deduction (加计扣除) of one enterprise's R&D costs in a year, line by line, with the law of that year."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from zhixian.core.finance.deduction_law import Law, percent
from zhixian.core.kernel.money import half_up, yuan
from zhixian.core.kernel.refusal import Refusal

MAIN = {
    "staff": "人员人工费用",
    "inputs": "直接投入费用",
    "depreciation": "折旧费用",
    "amortisation": "用于研发的无形资产摊销",
    "design": "新产品设计费等",
}
"""The five kinds of cost that count in full."""
LIMITED = {"ip_fees": "知识产权申请费、注册费、代理费", "other": "其他相关费用中的其余各项"}
"""What counts up to the limit."""
FOURTH_QUARTER = 3


@dataclass(frozen=True, slots=True)
class Project:
    """The costs of one R&D project in a year that formed no intangible asset, in fen."""

    name: str = ""
    staff: int = 0
    inputs: int = 0
    depreciation: int = 0
    amortisation: int = 0
    design: int = 0
    ip_fees: int = 0
    other: int = 0

    @property
    def main(self) -> int:
        """The five kinds together."""
        return sum(getattr(self, name) for name in MAIN)

    @property
    def limited(self) -> int:
        """What the limit is held against."""
        return self.ip_fees + self.other


@dataclass(frozen=True, slots=True)
class Costs:
    """What an enterprise says of a year, in fen."""

    year: int
    kind: str
    """A key of the law's kinds."""
    projects: tuple[Project, ...]
    excluded: bool = False
    """The enterprise belongs to an industry that has no super-deduction."""
    home: int = 0
    """Paid for R&D entrusted within the country."""
    abroad: int = 0
    formed: int = 0
    """This year's amortisation of intangible assets that its own R&D formed, of the part of their cost that counts."""
    months: int = 12
    """Months for which the enterprise was in operation in the year; asked where the rate changes within a year."""


@dataclass(frozen=True, slots=True)
class Line:
    """One step: what it is, fen, how it comes about and where that is written."""

    label: str
    fen: int
    how: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Deduction:
    """What may be deducted on top of the costs themselves, and what it rests on."""

    extra_fen: int
    base_fen: int
    lines: tuple[Line, ...]
    ip_low_fen: int
    """What the IP fees bring at least, and"""
    ip_high_fen: int
    """at most: where the limit bites, nobody can say which of the other costs it cut."""
    room_fen: int
    """Other costs that would still have counted."""
    unknown: tuple[str, ...]


def deduct(costs: Costs, law: Law) -> Deduction:
    """The extra deduction of a year. Each line is rounded half-up to a fen.

    Refuses an excluded industry, a year without law here, negative sums, costs abroad before they counted, and amortisation
    of formed assets in a year whose rate changes in October.
    """
    rate = law.rate(costs.kind, costs.year)
    _sane(costs, law)
    if costs.formed and rate.last_quarter is not None:
        raise Refusal(
            f"{costs.year} 年度第四季度比例变动，形成无形资产的摊销怎样分段没有核到规定", where="本年摊销额",
            expected="此项留空，另问主管税务机关",
        )  # fmt: skip
    share, how = _share(rate.share, rate.last_quarter, costs.months)
    main = sum(project.main for project in costs.projects)
    lines = [Line("五项费用", main, "人员人工、直接投入、折旧、摊销、新产品设计费等之和，全部计入", law.other_source)]
    limited, low, high, room, text = _limited(costs, law)
    limit = law.limit(costs.year)
    lines.append(Line("其他相关费用", limited, text, f"{law.other_source}；{limit.source}"))
    at_home = _times(costs.home, law.entrusted_share)
    if costs.home:
        lines.append(
            Line("委托境内研发", at_home, f"{yuan(costs.home)} 元 × {percent(law.entrusted_share)}", law.home_source)
        )
    outside, line = _abroad(costs, law, main + limited + at_home)
    lines += line
    base = main + limited + at_home + outside
    spent = _times(base, share)
    lines.append(Line("费用加计", spent, f"{yuan(base)} 元 × {how}", rate.source))
    formed = _times(costs.formed, rate.share)
    if costs.formed:
        told = f"摊销额 {yuan(costs.formed)} 元 × {percent(rate.share)}（即按成本的 {percent(1 + rate.share)} 摊销）"
        lines.append(Line("无形资产加计摊销", formed, told, rate.source))
    return Deduction(
        spent + formed, base + costs.formed, tuple(lines), _times(low, share), _times(high, share), room,
        tuple(_unknown(costs, law, rate.last_quarter)),
    )  # fmt: skip


def _sane(costs: Costs, law: Law) -> None:
    if costs.excluded:
        raise Refusal(
            "所在行业不适用加计扣除", where="行业", expected=f"不属于{'、'.join(law.excluded)}（{law.excluded_source}）"
        )
    if not 1 <= costs.months <= 12:
        raise Refusal(f"{costs.months}", where="经营月份数", expected="1 至 12")
    sums = [costs.home, costs.abroad, costs.formed]
    sums += [getattr(project, name) for project in costs.projects for name in (*MAIN, *LIMITED)]
    if any(fen < 0 for fen in sums):
        raise Refusal("有小于零的金额", where="费用", expected="零或大于零的金额；收入、退回先从该项费用里减去")
    if costs.abroad and costs.year < law.abroad_first:
        raise Refusal(
            f"{costs.year} 年度委托境外研发的费用不能加计扣除", where="委托境外研发",
            expected=f"{law.abroad_first} 年度及以后（{law.abroad_source}），此前留空",
        )  # fmt: skip


def _share(share: Fraction, quarter: Fraction | None, months: int) -> tuple[Fraction, str]:
    """The share of a whole year and how it is written."""
    if quarter is None:
        return share, percent(share)
    late = min(FOURTH_QUARTER, months)
    mixed = (share * (months - late) + quarter * late) / months
    how = f"（{percent(share)} × {months - late} ÷ {months} + {percent(quarter)} × {late} ÷ {months}）"
    return mixed, how


def _limited(costs: Costs, law: Law) -> tuple[int, int, int, int, str]:
    """What of the other costs counts, what of it IP fees are at least and at most, the room left, and how it comes about."""
    together = law.limit(costs.year).over == "all"
    groups: Iterable[tuple[Project, ...]] = [costs.projects] if together else [(one,) for one in costs.projects]
    allowed = low = high = room = ceiling = 0
    for group in groups:
        top = _times(sum(one.main for one in group), law.other_share / (1 - law.other_share))
        wanted, fees = sum(one.limited for one in group), sum(one.ip_fees for one in group)
        counted = min(wanted, top)
        allowed, room, ceiling = allowed + counted, room + top - counted, ceiling + top
        low, high = low + max(0, counted - (wanted - fees)), high + min(fees, counted)
    tenth = law.other_share
    over = "全部项目合并计算限额" if together else "逐个项目计算限额"
    wanted = sum(one.limited for one in costs.projects)
    how = f"发生 {yuan(wanted)} 元；{over}：五项费用 × {percent(tenth)} ÷ (1 − {percent(tenth)}) = {yuan(ceiling)} 元"
    return allowed, low, high, room, how


def _abroad(costs: Costs, law: Law, at_home: int) -> tuple[int, list[Line]]:
    """R&D entrusted abroad: 80%, and no more than two thirds of what counts within the country."""
    if not costs.abroad:
        return 0, []
    part, top = _times(costs.abroad, law.entrusted_share), _times(at_home, Fraction(2, 3))
    how = f"{yuan(costs.abroad)} 元 × {percent(law.entrusted_share)}，不超过境内符合条件费用的三分之二 {yuan(top)} 元"
    return min(part, top), [Line("委托境外研发", min(part, top), how, law.abroad_source)]


def _unknown(costs: Costs, law: Law, quarter: Fraction | None) -> Iterable[str]:
    yield "加计扣除减少应纳税所得额，少缴多少税要看适用税率和当年盈亏，这里不算"
    yield "所填费用是不是研发活动、凭证齐不齐、用不用了不征税收入，由企业判断并留存备查，系统看不到"
    if quarter is not None:
        yield "第四季度费用也可以按实际发生数计算，企业自行选择；这里按经营月份数比例计算"
    if costs.year > law.reviewed:
        yield f"文件核到 {law.reviewed} 年；{costs.year} 年度有没有新规定，请查主管税务机关"


def _times(fen: int, share: Fraction) -> int:
    return half_up(fen * share.numerator, share.denominator)
