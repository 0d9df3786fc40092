"""Results of the command line as a person reads them: targets, awards, open norms, the rows of an import."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text

from zhixian.core.kernel.clauses import clause_name
from zhixian.core.reports.results import decimal_or_none, field, waiting_count, waiting_note
from zhixian.core.reports.screen import Column, Rows
from zhixian.core.reports.text import NO_FIGURE, clean, completion, difference, measured, shorten, wan, yuan_and_cents

_BARS = "▁▂▃▄▅▆▇█"
_MOST_BARS = 16
_MOST_LISTED = 20
_NONE: Mapping[str, Any] = {}


def targets_table(
    result: Mapping[str, Any], forecasts: Mapping[str, Any] = _NONE, names: Mapping[str, str] = _NONE
) -> RenderableType:
    """Value, goal, gap, whether met, course and forecast of each target.

    `result` is the JSON of `zhixian targets`. `forecasts` gives per target id a sentence, or an object or dict with
    `sentence` (or `text`); `series` of a target or of its forecast (numbers, or [day, number] pairs) draws its course.
    `names` are the targets' names by id.
    """
    rows: list[list[str | Text]] = []
    remarks: list[Text] = []
    for target in result.get("targets", ()):
        forecast = forecasts.get(target["id"])
        name = shorten(names.get(target["id"]) or str(target.get("name") or target["id"]), 40)
        rows.append([name, clause_name(str(target["clause"])), *_standing(target), course(series_of(target, forecast))])
        sentence = sentence_of(forecast)
        if sentence:
            remarks.append(Text.assemble("  ", (name, "bold"), "：", clean(sentence)))
    columns = [
        Column("指标", fold=True),
        Column("依据"),
        Column("完成值", figures=True),
        Column("目标值", figures=True),
        Column("差额", figures=True),
        Column("完成率", figures=True),
        Column("结论"),
        Column("走势"),
    ]
    about = f"目标完成情况　截至 {result.get('as_of', '')}　地区 {result.get('region', '')}　快照 {_short(result.get('snapshot'))}{_labels(result)}"
    if not rows:
        return Group(Text(about, style="bold"), Text("  没有目标。"))
    parts: list[RenderableType] = [Rows(about, columns, rows, least=92)]
    if remarks:
        parts += [Text("预测", style="bold"), *remarks]
    return Group(*parts)


def _standing(target: Mapping[str, Any]) -> list[str | Text]:
    """完成值, 目标值, 差额, 完成率, 结论."""
    goal, value, unit = (
        decimal_or_none(target.get("goal")),
        decimal_or_none(target.get("value")),
        str(target.get("unit") or ""),
    )
    if goal is None or value is None:
        shown = NO_FIGURE if goal is None else f"{measured(goal, goal)} {unit}"
        return [NO_FIGURE, shown, NO_FIGURE, NO_FIGURE, Text("缺数据", style="yellow")]
    met = target.get("met")
    met = value >= goal if met is None else bool(met)
    percent = completion(value, goal, met=met)
    sign = "+" if value > goal else "−" if value < goal else ""
    return [
        measured(value, goal),
        f"{measured(goal, goal)} {unit}",
        f"{sign}{difference(value, goal)}",
        NO_FIGURE if percent is None else f"{percent}%",
        Text("达到", style="green") if met else Text("未达到", style="red"),
    ]


def awards_summary(result: Mapping[str, Any], titles: Mapping[str, str] = _NONE) -> RenderableType:
    """Awards of a year by incentive: how many, how much, how often a cap bit. `result` is the JSON of `zhixian incentives`."""
    awards = list(result.get("awards", ()))
    order = list(dict.fromkeys([*result.get("totals", {}), *(a["incentive"] for a in awards)]))
    rows: list[list[str | Text]] = []
    for incentive in order:
        own = [a for a in awards if a["incentive"] == incentive]
        total = sum(a["amount_fen"] for a in own) if own else int(result.get("totals", {}).get(incentive) or 0)
        capped = sum(bool(a.get("capped")) for a in own)
        rows.append(
            [
                shorten(titles.get(incentive, incentive), 40),
                clause_name(str(own[0]["clause"])) if own else "",
                f"{len(own):,}",
                yuan_and_cents(total),
                wan(total),
                f"{capped:,}",
            ]
        )
    title = f"{result.get('year', '')} 年度应兑现奖补　快照 {_short(result.get('snapshot'))}{_labels(result)}"
    if not rows:
        return Group(Text(title, style="bold"), Text("  没有应兑现的奖补。"))
    total = sum(a["amount_fen"] for a in awards)
    capped = sum(bool(a.get("capped")) for a in awards)
    rows.append(
        [
            Text("合计", style="bold"),
            "",
            f"{len(awards):,}",
            Text(yuan_and_cents(total), style="bold"),
            wan(total),
            f"{capped:,}",
        ]
    )
    columns = [
        Column("奖补项目", fold=True),
        Column("依据"),
        Column("笔数", figures=True),
        Column("金额（元）", figures=True),
        Column("万元", figures=True),
        Column("达到上限", figures=True),
    ]
    return Rows(title, columns, rows)


def open_norms_table(result: Mapping[str, Any]) -> RenderableType:
    """Promises without a figure and how many wait. `result` is the JSON of `zhixian incentives`."""
    norms = list(result.get("undetermined", ()))
    title = f"待明确标准的事项　{len(norms)} 处，金额不推算、不按零计"
    if not norms:
        return Group(Text(title, style="bold"), Text("  没有。"))
    rows: list[list[str | Text]] = []
    for norm in norms:
        waiting = waiting_count(norm)
        note = waiting_note(norm) or ("" if waiting is not None else "现有数据不能查明")
        rows.append(
            [
                clause_name(str(norm["clause"])),
                shorten(str(norm["quote"]), 120),
                NO_FIGURE if waiting is None else f"{waiting:,}",
                shorten(note, 80),
            ]
        )
    columns = [Column("依据"), Column("原文", fold=True), Column("等待对象", figures=True), Column("说明", fold=True)]
    return Rows(title, columns, rows)


def import_report(result: Mapping[str, Any]) -> RenderableType:
    """What became of each file's rows, unknown headings and refused cells. `result` is the JSON of `zhixian registry import`."""
    files = list(result.get("files", ()))
    rows: list[list[str | Text]] = [
        [
            shorten(str(entry["file"]), 60),
            shorten(str(entry.get("format") or ""), 24),
            *(f"{int(entry.get(key) or 0):,}" for key in ("rows", "taken", "merged")),
            Text(f"{int(entry.get('refused') or 0):,}", style="red" if entry.get("refused") else ""),
        ]
        for entry in files
    ]
    columns = [
        Column("文件", fold=True),
        Column("格式"),
        *(Column(heading, figures=True) for heading in ("读取行数", "采用", "合并", "退回")),
    ]
    title = f"导入结果　快照 {_short(result.get('snapshot'))}{_labels(result)}"
    parts: list[RenderableType] = [Rows(title, columns, rows) if rows else Text(title, style="bold")]
    for entry in files:
        parts += _remarks(entry)
    parts += [Text(f"没有导入 {skip['file']}：{skip['why']}", style="yellow") for skip in result.get("skipped", ())]
    tables = result.get("tables") or {}
    if tables:
        counts = "，".join(f"{clean(str(name))} {int(n):,}" for name, n in tables.items())
        parts.append(Text(f"快照各表行数：{counts}"))
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
    """Many problems by kind, the most frequent first, each with its first cell; all of them stand in the JSON."""
    counts: Counter[tuple[str, str]] = Counter()
    for group in grouped:
        counts[_sort_of(group)] += int(group["count"])
    lines: list[RenderableType] = []
    for (column, reason), count in counts.most_common(_MOST_LISTED):
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


def sentence_of(forecast: Any) -> str:
    """The sentence of a forecast that comes as a text, a dict or an object; empty when there is none."""
    if isinstance(forecast, str):
        return forecast
    found = field(forecast, "sentence") or field(forecast, "text")
    return found if isinstance(found, str) else ""


def series_of(target: Mapping[str, Any], forecast: Any) -> list[Decimal]:
    """The figures of a target's series, oldest first, gaps left out."""
    raw = target.get("series")
    if raw is None:
        raw = forecast.get("series") if isinstance(forecast, Mapping) else getattr(forecast, "series", None)
    numbers = []
    for entry in raw or ():
        value = (
            entry.get("value") if isinstance(entry, Mapping) else entry[1] if isinstance(entry, list | tuple) else entry
        )
        number = decimal_or_none(getattr(value, "value", value))
        if number is not None:
            numbers.append(number)
    return numbers


def course(numbers: Sequence[Decimal]) -> str:
    """An arrow for the last step and a bar for each of the last figures: “↗ ▁▂▅▇”."""
    numbers = numbers[-_MOST_BARS:]
    if len(numbers) < 2:
        return ""
    low, high = min(numbers), max(numbers)
    span = high - low
    bars = "".join(_BARS[int((n - low) / span * (len(_BARS) - 1)) if span else 3] for n in numbers)
    arrow = "↗" if numbers[-1] > numbers[-2] else "↘" if numbers[-1] < numbers[-2] else "→"
    return f"{arrow} {bars}"


def _labels(result: Mapping[str, Any]) -> str:
    """What must be said wherever the figures show, such as 合成数据."""
    return "".join(f"　【{clean(str(label))}】" for label in result.get("labels", ()))


def _short(snapshot: Any) -> str:
    return shorten(str(snapshot or NO_FIGURE), 13)
