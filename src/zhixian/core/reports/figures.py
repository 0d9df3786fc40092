"""Indicators, their series and the rows behind a number, as a person reads them on a terminal."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text

from zhixian.core.kernel.money import yuan
from zhixian.core.registry.places import with_code
from zhixian.core.reports.screen import Column, Rows
from zhixian.core.reports.text import NO_FIGURE, clean, figure, labelled

MOST_GROUPS = 40
MOST_ROWS = 200


def indicators_table(result: Mapping[str, Any]) -> RenderableType:
    """Every indicator with its value; those that the registry cannot carry below, with what they would need."""
    rows = [
        [entry["name"], _figure(entry["value"], entry["unit"]), entry["unit"], entry["id"]]
        for entry in result["indicators"]
    ]
    columns = [Column("指标", wraps=True), Column("数值", figures=True), Column("单位"), Column("编号")]
    lacking = [(entry["name"], entry["reason"]) for entry in result["indicators"] if "reason" in entry]
    lacking += [(entry["name"], entry["why"]) for entry in result["not_computable"]]
    missing = [Text(f"算不出：{name}（{why}）") for name, why in lacking]
    return Group(Rows(f"指标　{_about(result)}", columns, rows), *missing)


def series_table(result: Mapping[str, Any]) -> RenderableType:
    """One indicator over time: days down, or groups down and days across for the groups with the highest last values."""
    title = f"{result['name']}（{result['unit']}）　{_about(result)}"
    days = sorted({point["day"] for point in result["points"]})
    cells = {(point["group"], point["day"]): _figure(point["value"], result["unit"]) for point in result["points"]}
    why = "缺少常住人口" if "万人" in result["unit"] else "没有可除的数，或没有数据"
    gaps = [Text(f"“—”：{why}")] if any(p["value"] is None for p in result["points"]) else []
    if result["by"] is None:
        rows = [[day, cells.get(("", day), "—")] for day in days]
        return Group(Rows(title, [Column("日期"), Column("数值", figures=True)], rows), *gaps)
    last = {point["group"]: point["value"] or 0 for point in result["points"] if point["day"] == days[-1]}
    ranked = sorted(last, key=lambda group: (-last[group], group))
    names = result["groups"]
    shown = ranked[:MOST_GROUPS]
    recent = days[-8:]
    rows = [[names.get(g, g) or "（未知）", *(cells.get((g, day), "—") for day in recent)] for g in shown]
    columns = [Column(result["by_name"], wraps=True), *(Column(day, figures=True) for day in recent)]
    more = [Text(f"另有 {len(ranked) - len(shown)} 组，见 --json")] if len(ranked) > len(shown) else []
    return Group(Rows(title, columns, rows), *more, *gaps)


def explanation_table(result: Mapping[str, Any], *, most: int = MOST_ROWS) -> RenderableType:
    """The definition and every row that counts in a number."""
    parts: list[RenderableType] = [
        Text(f"{result['name']}　{_about(result)}", style="bold"),
        Text(f"口径（第 {result['version']} 版）：{result['definition']}"),
    ]
    for part, heading in (("numerator", "分子"), ("denominator", "分母")):
        rows = [row for row in result["rows"] if row["part"] == part]
        if not rows:
            continue
        title = f"{heading}：{len(rows):,} 行，合计 {_amount(result, sum(row['amount'] for row in rows))}"
        columns = [
            Column("编号"),
            Column("名称", wraps=True),
            Column("主体", wraps=True),
            Column("数", figures=True),
            Column("为什么计入", wraps=True),
        ]
        parts.append(Rows(title, columns, [_row(row, _amount(result, row["amount"])) for row in rows[:most]]))
        if len(rows) > most:
            parts.append(Text(f"另有 {len(rows) - most:,} 行，见 --json"))
    return Group(*parts)


def _amount(result: Mapping[str, Any], amount: int) -> str:
    """Money of the registry is fen; people read yuan."""
    return f"{yuan(amount)} 元" if result["quantity"] == "money" else f"{amount:,}"


def _row(row: Mapping[str, Any], amount: str) -> Sequence[str]:
    return [
        row["number"] or row["subject"],
        clean(row["title"] or ""),
        row["holder_name"] or row["holder"] or "",
        amount,
        row["reason"],
    ]


def _about(result: Mapping[str, Any]) -> str:
    label = labelled(result.get("labels", ()))
    return f"截至 {result['as_of']}　地区 {with_code(result['region'])}　快照 {result['snapshot'][:12]}…{label}"


def _figure(value: Decimal | None, unit: str) -> str:
    return NO_FIGURE if value is None else figure(value, unit)
