"""What the quarterly report says, sentence by sentence, computed from the data so that it is true in every case."""

import re
from datetime import date, timedelta
from decimal import Decimal

from zhixian.core.kernel.clauses import clause_name
from zhixian.core.kernel.periods import add_months
from zhixian.core.reports.data import Budgets, Point, QuarterlyReport, TargetLine
from zhixian.core.reports.text import (
    completion,
    day,
    difference,
    grouped,
    measured,
    rounded,
    wan,
    yuan_and_cents,
)

_A_QUARTER = 92
"""Days within which a series counts as up to date."""
_BLANKS = re.compile(r"(?<=[\u4e00-\u9fff]) (?=\d)|(?<=\d) (?=[%\u4e00-\u9fff])")
"""Between a number and a word: pages write them, a document does not."""


def is_met(target: TargetLine) -> bool | None:
    """Whether the goal is reached; None when there is no value."""
    if target.value is None:
        return None
    return target.value >= target.goal if target.met is None else target.met


def verdict(target: TargetLine, as_of: date) -> str:
    """达到 or 未达到; once the due day is past, what that day decided comes first, and today's only where it differs."""
    met = is_met(target)
    now = "缺数据" if met is None else "达到" if met else "未达到"
    if target.due is None or target.due >= as_of:
        return now
    if target.met_on_due is None:
        return now if met is None else f"到期日缺数据，现{now}"
    then = "到期达到" if target.met_on_due else "到期未达到"
    return then if met is target.met_on_due else f"{then}，现{now}"


def amount(number: Decimal, goal: Decimal, unit: str) -> str:
    """A value with its unit: 4.42件/万人."""
    return f"{measured(number, goal)}{unit}"


def points(unit: str) -> str:
    """The unit of a difference: two percentages differ by 个百分点."""
    return "个百分点" if unit == "%" else unit


def opening(report: QuarterlyReport) -> str:
    """The first paragraph: which plan, as of when."""
    issued = f"由{report.plan_issuer}" if report.plan_issuer else ""
    issued += f"于{day(report.plan_date)}印发" if report.plan_date else ""
    if not report.plan_date:
        return f"现将《{report.plan_title}》（以下简称《方案》）截至{day(report.as_of)}的实施情况报告如下。"
    return f"《{report.plan_title}》（以下简称《方案》）{issued}。现将截至{day(report.as_of)}的实施情况报告如下。"


def on_targets(report: QuarterlyReport) -> list[str]:
    """The paragraphs on targets: how many, by when, which are met, which are not and by how much, which cannot be told."""
    if not report.targets:
        return ["本期没有列入量化目标。"]
    met = [t for t in report.targets if is_met(t)]
    unmet = [t for t in report.targets if is_met(t) is False]
    unknown = [t for t in report.targets if is_met(t) is None]
    paragraphs = [f"{_standing(len(report.targets), len(met), len(unmet), len(unknown), report.as_of)}{_due(report)}"]
    if met:
        paragraphs.append(f"已达到目标值的是：{'；'.join(_met(t) for t in met)}。")
    if unmet:
        paragraphs.append(f"未达到目标值的是：{'；'.join(_unmet(t, report.as_of) for t in unmet)}。")
    if unknown:
        paragraphs.append(f"暂不能计算的是：{'；'.join(_unknown(t) for t in unknown)}。")
    over = [t for t in report.targets if t.due is not None and t.due < report.as_of]
    return [*paragraphs, _on_due(over)] if over else paragraphs


def _on_due(over: list[TargetLine]) -> str:
    """What the due days decided, which no later day changes."""
    groups = (
        ("到期达到", [t for t in over if t.met_on_due]),
        ("到期未达到", [t for t in over if t.met_on_due is False]),
        ("到期日的数值暂不能计算", [t for t in over if t.met_on_due is None]),
    )
    told = [f"{words}的{len(lines)}项：{'、'.join(_then(t) for t in lines)}" for words, lines in groups if lines]
    return f"按到期日的数值判定，{'；'.join(told)}。"


def _then(target: TargetLine) -> str:
    shown = "" if target.on_due is None else f"（{amount(target.on_due, target.goal, target.unit)}）"
    return f"{target.name}{shown}"


def _standing(total: int, met: int, unmet: int, unknown: int, as_of: date) -> str:
    head = f"《方案》确定的量化目标共{total}项。截至{day(as_of)}，"
    if met == total:
        return f"{head}全部达到目标值。"
    if unmet == total:
        return f"{head}均未达到目标值。"
    if unknown == total:
        return f"{head}均因缺少数据暂不能计算。"
    counts = [
        f"{words}{count}项"
        for words, count in (("已达到目标值的", met), ("未达到目标值的", unmet), ("缺少数据暂不能计算的", unknown))
        if count
    ]
    return f"{head}{'，'.join(counts)}。"


def _due(report: QuarterlyReport) -> str:
    dues = {t.due for t in report.targets}
    if None in dues:
        return ""
    if len(dues) > 1:
        past = sum(t.due is not None and t.due <= report.as_of for t in report.targets)
        if past == len(report.targets):
            return "各项目标均已到期。"
        return f"其中{past}项已到期，{len(report.targets) - past}项尚未到期。"
    (due,) = dues
    assert due is not None
    if due > report.as_of:
        return f"各项目标的到期日为{day(due)}，尚余{(due - report.as_of).days}天。"
    return f"各项目标已于{day(due)}到期。"


def _met(target: TargetLine) -> str:
    assert target.value is not None
    text = f"{target.name}{amount(target.value, target.goal, target.unit)}"
    if target.value == target.goal:
        return f"{text}，与目标值持平"
    return f"{text}，比目标值{grouped(target.goal)}{target.unit}多{difference(target.value, target.goal)}{points(target.unit)}"


def _unmet(target: TargetLine, as_of: date) -> str:
    assert target.value is not None
    if target.value >= target.goal:
        return f"{target.name}四舍五入为{amount(target.value, target.goal, target.unit)}，实际略低于目标值"
    percent = completion(target.value, target.goal)
    text = (
        f"{target.name}{amount(target.value, target.goal, target.unit)}，"
        f"比目标值{grouped(target.goal)}{target.unit}少{difference(target.value, target.goal)}{points(target.unit)}"
    )
    text += f"，完成{percent}%" if percent is not None else ""
    return f"{text}，到期未达到" if target.due == as_of else text


def _unknown(target: TargetLine) -> str:
    why = f"（{target.why_missing}）" if target.why_missing else ""
    return f"{target.name}{why}"


def on_trend(target: TargetLine, as_of: date) -> list[str]:
    """The paragraphs on one target: what the value is made of, how it moved in the last year, what the forecast says."""
    if target.value is None:
        why = target.why_missing or "缺少计算所需的数据"
        return [f"暂不能计算：{why}。"]
    sentences = [f"截至{day(as_of)}为{amount(target.value, target.goal, target.unit)}"]
    if target.numerator is not None and target.denominator:
        sentences[0] += f"（分子{target.numerator:,}，分母{target.denominator:,}）"
    sentences[0] += f"，目标值{grouped(target.goal)}{target.unit}。"
    sentences += [_movement(target, as_of), _outlook(target, as_of)]
    return ["".join(sentences)]


def _movement(target: TargetLine, as_of: date) -> str:
    known = [p for p in target.series if p.value is not None and p.day <= as_of]
    if len(known) < 2:
        return ""
    last = known[-1]
    before = _a_year_before(known)
    recent = "最近一年" if (as_of - last.day).days <= _A_QUARTER else f"到{day(last.day)}为止的一年"
    since = recent if before is not None else f"自{day(known[0].day)}以来"
    first = before or known[0]
    assert first.value is not None
    assert last.value is not None
    start, end = (measured(v, target.goal) for v in (first.value, last.value))
    if first.value == last.value:
        return f"{since}没有变化。"
    up = last.value > first.value
    text = (
        f"{since}由{start}{target.unit}（{day(first.day)}）{'升至' if up else '降至'}{end}{target.unit}（{day(last.day)}），"
        f"{'增加' if up else '减少'}{difference(last.value, first.value)}{points(target.unit)}"
    )
    if first.value > 0 and target.unit != "%":
        text += f"，{'增长' if up else '下降'}{rounded(abs(last.value - first.value) / first.value * 100, 1)}%"
    return f"{text}。"


def _a_year_before(known: list[Point]) -> Point | None:
    """The figure of the same period a year earlier, give or take the length of a month."""
    wanted = add_months(known[-1].day, -12)
    near = [p for p in known if abs(p.day - wanted) <= timedelta(days=3)]
    return near[0] if near else None


def _outlook(target: TargetLine, as_of: date) -> str:
    if target.forecast:
        return f"{_BLANKS.sub('', target.forecast.rstrip('。'))}。"
    if target.due is not None and target.due <= as_of:
        return f"该目标已于{day(target.due)}到期，不再预测。"
    return "现有数据不足以预测。"


def awards_of(report: QuarterlyReport) -> str:
    """2020年度应兑现奖补, and before the year is over that it is not yet the year's."""
    return f"{report.year}年度{'至今' if year_runs(report) else ''}应兑现奖补"


def year_runs(report: QuarterlyReport) -> bool:
    """Whether the year of the awards is not over on the day of the report."""
    return report.year is not None and report.as_of < date(report.year, 12, 31)


def on_budgets(told: Budgets) -> list[str]:
    """The paragraphs on the budgets of a year: what is used, what is expected by its end and how that is reckoned."""
    if not told.lines:
        return [f"{told.year}年度的资金台账里没有各条款的预算。"]
    budget, used, end = (
        sum(part)
        for part in zip(*((line.budget_fen, line.told.used_fen, line.told.end_fen) for line in told.lines), strict=True)
    )
    over = [clause_name(line.clause) for line in told.lines if line.told.over_fen > 0]
    beyond = f"照此到年底会超出预算的有{len(over)}条：{'、'.join(over)}。" if over else "照此到年底没有超出预算的条款。"
    first = f"按资金台账，截至{day(told.as_of)}，{told.year}年度{len(told.lines)}条条款共安排预算{wan(budget)}万元，已用{wan(used)}万元。"
    if told.as_of.year != told.year:
        return [first]
    return [
        first,
        f"照已过的日子平均推到年底，预计共用{wan(end)}万元。{beyond}季节性的支出不均匀，预计只供安排预算时参考。",
    ]


def on_awards(report: QuarterlyReport) -> list[str]:
    """The paragraphs on money: what is due by rule, that this is not what was paid, and whether the year is over."""
    if report.year is None:
        return ["本期未计算资金兑现情况。"]
    if report.awards_missing:
        return [f"缺数据：{report.awards_missing}，算不出{awards_of(report)}。"]
    count = sum(line.count for line in report.incentives)
    if not count:
        return [
            f"按《方案》已明确标准的条款和登记数据计算，{report.year}年度{'至今' if year_runs(report) else ''}没有应兑现的奖补。"
        ]
    total = sum(line.total_fen for line in report.incentives)
    kinds = sum(line.count > 0 for line in report.incentives)
    capped = sum(line.capped for line in report.incentives)
    cap = f"其中{capped}笔因达到上限而按上限核定。" if capped else "没有达到上限的。"
    sums = f"{kinds}类{count:,}笔，合计{wan(total)}万元（{yuan_and_cents(total)}元）"
    running = (
        f"{report.year}年度还没有结束，以上只计登记数据里已有的事项（未还清的贷款，利息算到年末），不是全年的总额；"
        "年内以后发生的事项登记后会增加。"
    )
    return [
        f"按《方案》已明确标准的条款和登记数据计算，{awards_of(report)}{sums}。{cap}",
        *([running] if year_runs(report) else []),
        "以上是按登记数据计算的应兑现额，不是已拨付额；拨付以审核决定为准。",
    ]


def on_open_norms(report: QuarterlyReport) -> str:
    """The paragraph on promises without a figure."""
    norms = report.open_norms
    if not norms:
        return "《方案》没有承诺资金支持而未写明标准的事项。"
    known = [n for n in norms if n.waiting is not None]
    waiting = sum(n.waiting or 0 for n in known)
    head = f"《方案》另有{len(norms)}处承诺给予资金支持而未写明标准，标准明确之前不作推算，也不按零计。"
    if not known:
        return f"{head}现有数据都不能查明有多少对象在等待，原因见说明栏。"
    rest = f"；其余{len(norms) - len(known)}处现有数据不能查明" if len(known) < len(norms) else ""
    return f"{head}现有数据可以查明等待对象的{len(known)}处，合计{waiting:,}个（同一对象可在多处等待）{rest}。"


def on_clauses(report: QuarterlyReport) -> str:
    """The paragraph on clauses and what carries them."""
    total = len(report.clauses)
    carried = sum(bool(c.carried_by) for c in report.clauses)
    without = sum(not c.carried_by and bool(c.why) for c in report.clauses)
    rest = total - carried - without
    text = f"《方案》共有任务和保障措施{total}项，已有指标、奖补规则、办理事项承载或列有待定标准的{carried}项"
    text += f"，不需要系统承载的{without}项" if without else ""
    return text + (f"，尚待承载的{rest}项。" if rest else "。")


def on_source(report: QuarterlyReport) -> str:
    """Where the figures come from and as of which day."""
    snapshot = f"快照{report.snapshot}" if report.snapshot else "快照"
    text = f"数据取自知识产权登记数据{snapshot}，统计截至{day(report.as_of)}。同一快照按同一口径重算，结果相同。"
    if report.synthetic:
        text += "本期使用合成数据，其中的单位、权利和金额都不是真实的，不得作为任何依据。"
    return text
