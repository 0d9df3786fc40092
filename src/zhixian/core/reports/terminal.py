"""Results of the command line as a person reads them: targets, awards, open norms, the rows of an import."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text

from zhixian.core.kernel.clauses import clause_name
from zhixian.core.registry.places import with_code
from zhixian.core.registry.staging import is_abroad
from zhixian.core.reports.data import AwardList, TargetLine, TargetList
from zhixian.core.reports.screen import Column, Rows
from zhixian.core.reports.sentences import is_met, verdict
from zhixian.core.reports.text import (
    NO_FIGURE,
    clean,
    completion,
    difference,
    labelled,
    measured,
    shorten,
    wan,
    yuan_and_cents,
)

_BARS = "▁▂▃▄▅▆▇█"
_MOST_LISTED = 20
_MOST_NAMES = 3


def targets_table(targets: TargetList) -> RenderableType:
    """Value, goal, gap, whether met, course and forecast of each target; where there is no value, why and what would help."""
    rows: list[list[str | Text]] = []
    remarks: list[Text] = []
    for target in targets.lines:
        name = shorten(target.name, 40)
        rows.append([name, clause_name(target.clause), *_standing(target, targets.as_of), course(target)])
        if target.forecast:
            remarks.append(Text.assemble("  ", (name, "bold"), "：", clean(target.forecast)))
    columns = [
        Column("指标", wraps=True),
        Column("依据"),
        Column("完成值", figures=True),
        Column("目标值", figures=True),
        Column("差额", figures=True),
        Column("完成率", figures=True),
        Column("结论", wraps=True),
        Column("比上年同期"),
    ]
    snapshot = _short(targets.snapshot) + labelled(targets.labels)
    about = f"目标完成情况　截至 {targets.as_of}　地区 {with_code(targets.region)}　快照 {snapshot}"
    if not rows:
        return Group(Text(about, style="bold"), Text("  没有目标。"))
    parts: list[RenderableType] = [Rows(about, columns, rows, least=92)]
    if remarks:
        parts += [Text("预测" if _any_ahead(targets) else "到期情况", style="bold"), *remarks]
    parts += [Text(remedy) for remedy in dict.fromkeys(line.remedy for line in targets.lines if line.remedy)]
    return Group(*parts)


def _any_ahead(targets: TargetList) -> bool:
    return any(line.due is None or line.due >= targets.as_of for line in targets.lines)


def _standing(target: TargetLine, as_of: date) -> list[str | Text]:
    """完成值, 目标值, 差额, 完成率, 结论; without a value the reason in place of the conclusion."""
    goal, value = target.goal, target.value
    shown = f"{measured(goal, goal)} {target.unit}"
    if value is None:
        told = verdict(target, as_of)
        why = f"{told}：{target.why_missing}" if target.why_missing else told
        return [NO_FIGURE, shown, NO_FIGURE, NO_FIGURE, Text(clean(why), style="yellow")]
    met = is_met(target)
    decided = met if target.met_on_due is None else target.met_on_due
    percent = completion(value, goal, met=met)
    sign = "+" if value > goal else "−" if value < goal else ""
    return [
        measured(value, goal),
        shown,
        f"{sign}{difference(value, goal)}",
        NO_FIGURE if percent is None else f"{percent}%",
        Text(verdict(target, as_of), style="green" if decided else "red"),
    ]


def awards_summary(awards: AwardList) -> RenderableType:
    """Awards of a year by incentive: how many, how much, how often a cap bit."""
    if awards.missing:
        return _awards_unknown(awards)
    rows: list[list[str | Text]] = [
        [
            shorten(line.title, 40),
            clause_name(line.clause),
            f"{line.count:,}",
            *([yuan_and_cents(line.quarter_fen)] if awards.quarter else []),
            yuan_and_cents(line.total_fen),
            wan(line.total_fen),
            f"{line.capped:,}",
        ]
        for line in awards.incentives
    ]
    title = _awards_title(awards)
    if not rows:
        return Group(Text(title, style="bold"), Text("  没有应兑现的奖补。"))
    total, quarter = (sum(getattr(line, name) for line in awards.incentives) for name in ("total_fen", "quarter_fen"))
    rows.append(
        [
            Text("合计", style="bold"),
            "",
            f"{sum(line.count for line in awards.incentives):,}",
            *([Text(yuan_and_cents(quarter), style="bold")] if awards.quarter else []),
            Text(yuan_and_cents(total), style="bold"),
            wan(total),
            f"{sum(line.capped for line in awards.incentives):,}",
        ]
    )
    columns = [
        Column("奖补项目", wraps=True),
        Column("依据"),
        Column("笔数", figures=True),
        *([Column("本季度（元）", figures=True)] if awards.quarter else []),
        Column("年初至季末（元）" if awards.quarter else "金额（元）", figures=True),
        Column("万元", figures=True),
        Column("达到上限", figures=True),
    ]
    return Rows(title, columns, rows)


def _awards_title(awards: AwardList) -> str:
    period = f"{awards.year} 年第 {awards.quarter} 季度" if awards.quarter else f"{awards.year} 年度"
    return f"{period}应兑现奖补　快照 {_short(awards.snapshot)}{labelled(awards.labels)}"


def _awards_unknown(awards: AwardList) -> RenderableType:
    """Of a place without data: what there is to award, and no figure."""
    rows: list[list[str | Text]] = [
        [shorten(line.title, 40), clause_name(line.clause), NO_FIGURE, f"缺数据：{awards.missing}"]
        for line in awards.incentives
    ]
    columns = [
        Column("奖补项目", wraps=True),
        Column("依据"),
        Column("金额（元）", figures=True),
        Column("说明", wraps=True),
    ]
    return Rows(_awards_title(awards), columns, rows)


def open_norms_table(awards: AwardList) -> RenderableType:
    """Promises without a figure and how many wait."""
    title = f"待明确标准的事项　{len(awards.open_norms)} 处，金额不推算、不按零计"
    if not awards.open_norms:
        return Group(Text(title, style="bold"), Text("  没有。"))
    rows: list[list[str | Text]] = [
        [
            clause_name(norm.clause),
            shorten(norm.quote, 120),
            NO_FIGURE if norm.waiting is None else f"{norm.waiting:,}",
            shorten(norm.why or ("" if norm.waiting is not None else "现有数据不能查明"), 80),
            _some(norm.names),
        ]
        for norm in awards.open_norms
    ]
    columns = [
        Column("依据"),
        Column("原文", wraps=True),
        Column("等待对象", figures=True),
        Column("说明", wraps=True),
        Column("名单", wraps=True),
    ]
    return Rows(title, columns, rows)


def _some(names: Sequence[str]) -> str:
    """The first names, and that there are more."""
    listed = "、".join(shorten(name, 30) for name in names[:_MOST_NAMES])
    return f"{listed}等" if len(names) > _MOST_NAMES else listed


def import_report(result: Mapping[str, Any]) -> RenderableType:
    """What became of each file's rows, unknown headings and refused cells. `result` is what `ImportResult.for_screen` tells."""
    files = list(result.get("files", ()))
    rows: list[list[str | Text]] = [
        [
            shorten(str(entry["file"]), 60),
            shorten(str(entry.get("source") or entry.get("format") or ""), 24),
            *(f"{int(entry.get(key) or 0):,}" for key in ("rows", "taken", "merged")),
            Text(f"{int(entry.get('refused') or 0):,}", style="red" if entry.get("refused") else ""),
        ]
        for entry in files
    ]
    columns = [
        Column("文件", wraps=True),
        Column("格式"),
        *(Column(heading, figures=True) for heading in ("读取行数", "采用", "合并", "退回")),
    ]
    title = f"导入结果　快照 {_short(result.get('snapshot'))}{labelled(result.get('labels', ()))}"
    parts: list[RenderableType] = [Rows(title, columns, rows) if rows else Text(title, style="bold")]
    for entry in files:
        parts += _remarks(entry)
    parts += [Text(f"没有导入 {skip['file']}：{skip['why']}", style="yellow") for skip in result.get("skipped", ())]
    tables = result.get("counted") or result.get("tables") or {}
    if tables:
        counts = "，".join(f"{clean(str(name))} {int(n):,}" for name, n in tables.items())
        parts.append(Text(f"快照各表行数：{counts}"))
    parts += [Text(clean(str(sentence))) for sentence in result.get("closing", ())]
    return Group(*parts)


def _remarks(entry: Mapping[str, Any]) -> list[RenderableType]:
    """Unknown headings, problems and notes of one file; the first ones, then how many more there are."""
    lines: list[RenderableType] = []
    name = shorten(str(entry["file"]), 60)
    if entry.get("unknown_headings"):
        headings = "、".join(clean(str(h)) for h in entry["unknown_headings"][:_MOST_LISTED])
        lines.append(Text(f"{name}：不认识的列 {headings}", style="yellow"))
    problems = list(entry.get("problems", ()))
    if problems:
        lines.append(Text(f"{name}：有问题的单元格", style="yellow"))
    if len(problems) > _MOST_LISTED and entry.get("grouped"):
        lines += _groups(entry["grouped"], problems)
    else:
        lines += [Text(f"  {_problem(problem)}") for problem in problems[:_MOST_LISTED]]
        if len(problems) > _MOST_LISTED:
            lines.append(Text(f"  另有 {len(problems) - _MOST_LISTED:,} 处，见 --json"))
    return lines + [Text(f"{name}：{clean(str(note))}") for note in entry.get("notes", ())]


def _groups(grouped: Sequence[Mapping[str, Any]], problems: Sequence[Mapping[str, Any]]) -> list[RenderableType]:
    """Many problems by kind, the most frequent first and rights of other countries last, each with its first cell; all are in the JSON."""
    counts: Counter[tuple[str, str]] = Counter()
    for group in grouped:
        counts[_sort_of(group)] += int(group["count"])
    lines: list[RenderableType] = []
    listed = sorted(counts.most_common(), key=lambda group: is_abroad(group[0][1]))[:_MOST_LISTED]
    for (column, reason), count in listed:
        first = next((problem for problem in problems if _sort_of(problem) == (column, reason)), None)
        example = f"，例如 {_problem(first)}" if first else ""
        lines.append(Text(f"  {clean(column)} {clean(reason)}：{count:,} 处{example}"))
    if len(counts) > _MOST_LISTED:
        lines.append(Text(f"  另有 {len(counts) - _MOST_LISTED:,} 种，见 --json"))
    return lines


def _sort_of(problem: Mapping[str, Any]) -> tuple[str, str]:
    """Column and reason, without the country that a reason may end with."""
    return str(problem["column"]), re.sub("（[A-Z]{2}）$", "", str(problem["reason"]))


def _problem(problem: Mapping[str, Any]) -> str:
    """“表1 第 37 行 申请日 “2017.13.2” 不是日期”."""
    row = f"第 {problem['row']} 行" if problem.get("row") else ""
    value = f"“{shorten(str(problem['value']), 40)}”" if problem.get("value") else ""
    words = (
        str(problem.get("sheet") or ""),
        row,
        str(problem.get("column") or ""),
        value,
        str(problem.get("reason") or ""),
    )
    return " ".join(shorten(word, 80) for word in words if word)


def course(target: TargetLine) -> str:
    """An arrow against the same day a year before, and a bar for each quarter of three years: “↗ ▁▂▅▇”.

    A value that starts from nothing each year has a bar for the same day of each year instead.
    """
    by_month = {point.day.year * 12 + point.day.month: point.value for point in target.series}
    last = max(by_month, default=0)
    now, before = by_month.get(last), by_month.get(last - 12)
    if now is None or before is None:
        return ""
    months = range(last - 36, last + 1, 12 if target.yearly else 3)
    numbers = [number for month in months if (number := by_month.get(month)) is not None]
    low, high = min(numbers), max(numbers)
    span = high - low
    bars = "".join(_BARS[int((n - low) / span * (len(_BARS) - 1)) if span else 3] for n in numbers)
    arrow = "↗" if now > before else "↘" if now < before else "→"
    return f"{arrow} {bars}"


def _short(snapshot: Any) -> str:
    return shorten(str(snapshot or NO_FIGURE), 13)
