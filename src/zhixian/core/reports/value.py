"""The value indicators of a topic's patents: as JSON, on a terminal, as a workbook."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text

from zhixian.core.landscape.everything import asking
from zhixian.core.landscape.value.definitions import Indicator, indicators, said_definitions, said_percentile
from zhixian.core.landscape.value.telling import Measure, Place, Valuation, Valued, every_value
from zhixian.core.reports.screen import Column, Rows
from zhixian.core.reports.text import clean, labelled
from zhixian.core.reports.xlsx.workbook import Book, Cell, Field, write_book
from zhixian.core.topics.tables import EVENT_WORDS
from zhixian.core.topics.technology import technology_fields

_SPREAD = {
    "lowest": "最小",
    "p25": "四分之一位",
    "median": "中位",
    "p75": "四分之三位",
    "p90": "百分之九十位",
    "highest": "最大",
}
_SHOWN = ("cited_by", "forward_3", "generality", "originality", "family_size", "claims", "term_left")
"""Indicators with a column of their own where many patents are listed on a terminal."""


def as_json(told: Valuation) -> dict[str, Any]:
    """Plain data, with each indicator's definition once."""
    return {
        "topic": told.topic.name, "edition": told.topic.id, "as_of": told.as_of.isoformat(), "patents": told.patents,
        "terms": told.topic.manifest["terms"], "labels": told.topic.labels, "definitions": said_definitions(),
        "percentile": said_percentile(), "limits": list(told.limits),
        "indicators": [
            {
                "id": one.indicator.id, "title": one.indicator.title, "unit": one.indicator.unit, "formula": one.indicator.formula,
                "source": one.indicator.source, "limit": one.indicator.limit, "known": one.known, "unknown": one.unknown,
                **{name: _number(one.indicator, value) for name, value in one.values.items()},
            }
            for one in told.spread
        ],
        "records": [record_as_json(one) for one in told.valued],
    }  # fmt: skip


def record_as_json(told: Valued) -> dict[str, Any]:
    """One patent as plain data: each value with its inputs and its places, or why it is not known."""
    return {
        "record": told.record, "title": told.title, "year": told.year, "field": told.field, "subclass": told.subclass,
        "values": [
            {
                "id": one.indicator.id, "title": one.indicator.title, "unit": one.indicator.unit,
                "value": _number(one.indicator, one.value), "reason": one.reason,
                "inputs": [{"name": name, "value": value} for name, value in one.inputs],
                "in_field": _place(one.in_field), "in_subclass": _place(one.in_subclass),
            }
            for one in told.measures
        ],
        **({"behind": {name: [_plain(row) for row in rows] for name, rows in told.behind.items()}} if told.behind else {}),
    }  # fmt: skip


def _place(told: Place) -> dict[str, Any]:
    return {"percentile": told.percentile, "of": told.of, "silence": told.silence}


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {name: cell.isoformat() if isinstance(cell, date) else cell for name, cell in row.items()}


def _number(one: Indicator, value: float | None) -> float | int | None:
    """Whole numbers as such."""
    return value if value is None or one.decimals else int(value)


def shown(one: Measure) -> str:
    """A value with its unit; 不详 with the reason where it is not known."""
    if one.value is None:
        return f"不详（{one.reason}）"
    return f"{_figure(one.indicator, one.value)}{' ' + one.indicator.unit if one.indicator.unit else ''}"


def _figure(one: Indicator, value: float | None) -> str:
    return "—" if value is None else f"{value:,.{one.decimals}f}"


def placed(place: Place) -> str:
    """A percentile with the number that it stands among, or why there is none."""
    return place.silence or "—" if place.percentile is None else f"第 {place.percentile:g} 百分位（{place.of:,} 件）"


def value_table(told: Valuation) -> RenderableType:
    """How every indicator lies in the topic, and each patent asked for: a line each, or all of it where one was named."""
    topic = told.topic
    head = f"专利价值指标　{topic.name}　截至 {told.as_of}　{told.patents:,} 件专利　版本 {topic.id[:12]}…{labelled(topic.labels)}"
    parts: list[RenderableType] = [Text(clean(head), style="bold"), _spread_table(told)]
    for one in told.valued:
        if one.behind:
            parts += _whole(one)
    if told.valued and not told.valued[0].behind:
        parts.append(_lines(told))
    parts += [Text(clean(f"说明：{limit}")) for limit in told.limits]
    parts.append(Text(f"各项指标各自列出，不合成总分；定义{said_definitions()}。百分位：{said_percentile()}。"))
    return Group(*parts)


def _spread_table(told: Valuation) -> Rows:
    columns = [Column("指标"), Column("已知", figures=True), Column("不详", figures=True)]
    columns += [Column(word, figures=True) for word in _SPREAD.values()]
    rows = [
        [
            f"{one.indicator.title}{f'（{one.indicator.unit}）' if one.indicator.unit else ''}", f"{one.known:,}", f"{one.unknown:,}",
            *(_figure(one.indicator, one.values[name]) for name in _SPREAD),
        ]
        for one in told.spread
    ]  # fmt: skip
    return Rows("各项指标在专题内的分布", columns, rows)


def _lines(told: Valuation) -> Rows:
    named = indicators()
    columns = [
        Column("申请"),
        Column("标题", wraps=True),
        *(Column(named[name].title, figures=True) for name in _SHOWN),
    ]
    rows = []
    for one in told.valued:
        measures = {measure.indicator.id: measure for measure in one.measures}
        rows.append([one.record, one.title, *(_cell(measures[name]) for name in _SHOWN)])
    return Rows("逐件（括号里是同领域同申请年的百分位）", columns, rows)


def _cell(one: Measure) -> str:
    place = one.in_field.percentile
    return _figure(one.indicator, one.value) + ("" if place is None else f"（{place:g}）")


def _whole(told: Valued) -> list[RenderableType]:
    place = technology_fields()[told.field].name if told.field else "没有能归入的技术领域"
    columns = [
        Column("指标"),
        Column("数值", wraps=True),
        Column("同领域同年", wraps=True),
        Column("同小类同年", wraps=True),
        Column("由什么算出", wraps=True),
    ]
    rows = [
        [one.indicator.title, shown(one), placed(one.in_field), placed(one.in_subclass), "；".join(f"{name} {value}" for name, value in one.inputs)]
        for one in told.measures
    ]  # fmt: skip
    title = f"{told.record}　{told.title}　{told.year or '申请年不详'}　{place}　{told.subclass or '没有 IPC'}"
    parts: list[RenderableType] = [Rows(title, columns, rows)]
    for way, word in (("cited_by", "专题内引用它的"), ("cites", "它引用的专题内申请")):
        listed = [
            [row["record"], row["title"] or "", _day(row["published"]), symbols_said(row["symbols"])]
            for row in told.behind[way]
        ]
        if listed:
            parts.append(
                Rows(
                    word,
                    [
                        Column("申请"),
                        Column("标题", wraps=True),
                        Column("公开日"),
                        Column("IPC 小类（分类号数）", wraps=True),
                    ],
                    listed,
                )
            )
    happened = [[_day(row["day"]), EVENT_WORDS[row["event"]], row["party"] or ""] for row in told.behind["events"]]
    if happened:
        parts.append(Rows("转让、质押、许可", [Column("日期"), Column("事件"), Column("对方", wraps=True)], happened))
    return parts


def symbols_said(symbols: dict[str, int]) -> str:
    """Subclasses with their numbers of symbols."""
    return "、".join(f"{name}（{number}）" for name, number in symbols.items()) or "没有 IPC"


def _day(value: date | None) -> str:
    return "不详" if value is None else value.isoformat()


def write_values(path: Path, told: Valuation) -> int:
    """All patents with inputs and values, where the terms allow it, beside the spread and the definitions; how many patents."""
    topic = told.topic
    values = every_value(asking(topic, as_of=told.as_of)) if topic.shows_raw else []

    def fill(book: Book) -> None:
        if topic.shows_raw:
            book.sheet("逐件", _fields(), _cells(values))
        book.sheet("分布", _SPREAD_FIELDS, _spread_cells(told))
        book.sheet(
            "定义",
            _DEFINITIONS,
            ([one.title, one.unit, one.formula, one.source, one.limit] for one in indicators().values()),
        )
        said = [
            ["专题库", topic.name], ["截至", told.as_of.isoformat()], ["版本", topic.id], ["条款", topic.manifest["terms"] or "（没有写明）"],
            ["定义", said_definitions()], ["百分位", said_percentile()], ["数据", "；".join(topic.labels)],
            *(["说明", limit] for limit in told.limits), ["说明", "空格为不详，不是 0；各项指标各自列出，不合成总分。"],
        ]  # fmt: skip
        book.sheet("说明", [Field("项目", 12), Field("说明", 90, "long")], (row for row in said if row[1]))

    write_book(path, title=f"{topic.name} 专利价值指标", note=topic.manifest["terms"], fill=fill)
    return len(values)


_SPREAD_FIELDS = [
    Field("指标", 26),
    Field("单位", 8),
    Field("已知", 10, "count"),
    Field("不详", 10, "count"),
    *(Field(word, 14, "decimal") for word in _SPREAD.values()),
]
_DEFINITIONS = [
    Field("指标", 26),
    Field("单位", 8),
    Field("公式", 60, "long"),
    Field("出处", 50, "long"),
    Field("局限", 40, "long"),
]
_FACTS = {
    "cited_inside": "专题内引用者", "undated": "其中公开日不详", "cited_outside": "专题外引用号码", "generality_of": "有 IPC 的引用者",
    "cites_inside": "专题内被引者", "originality_of": "有 IPC 的被引者", "members": "专题内同族",
}  # fmt: skip


def _fields() -> list[Field]:
    fields = [
        Field("申请", 20), Field("标题", 44, "long"), Field("申请日", 12, "day"), Field("公开日", 12, "day"), Field("技术领域", 18), Field("IPC 小类", 10),
    ]  # fmt: skip
    for one in indicators().values():
        unit = f"（{one.unit}）" if one.unit else ""
        fields.append(Field(f"{one.title}{unit}", 12, "decimal" if one.decimals else "count"))
        fields += [
            Field(f"{one.title}　同领域同年百分位", 12, "decimal"),
            Field(f"{one.title}　同小类同年百分位", 12, "decimal"),
        ]
    return [*fields, Field("法定届满日", 12, "day"), *(Field(word, 12, "count") for word in _FACTS.values())]


def _cells(values: list[dict[str, Any]]) -> Iterator[list[Cell]]:
    known = technology_fields()
    for row in values:
        cells: list[Cell] = [
            row["record"], row["title"], row["filed"], row["published"], known[row["field"]].name if row["field"] else None, row["subclass"],
        ]  # fmt: skip
        for one in indicators().values():
            cells += [_exact(row[one.id]), _exact(row[f"{one.id}__field"]), _exact(row[f"{one.id}__subclass"])]
        end = row["term_end"]
        cells.append(end.date() if isinstance(end, datetime) else end)
        yield cells + [row[name] for name in _FACTS]


def _exact(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(str(round(value, 4)))


def _spread_cells(told: Valuation) -> Iterator[list[Cell]]:
    for one in told.spread:
        yield [
            one.indicator.title,
            one.indicator.unit,
            one.known,
            one.unknown,
            *(_exact(one.values[name]) for name in _SPREAD),
        ]
