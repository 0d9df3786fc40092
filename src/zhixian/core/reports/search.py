"""Hits of a search as a person reads them on a terminal, and as a workbook."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text

from zhixian.core.registry.kind_words import RIGHT_KIND_WORDS
from zhixian.core.registry.places import name_of, with_code
from zhixian.core.reports.screen import Column, Rows
from zhixian.core.reports.text import NO_FIGURE, clean, labelled, shorten
from zhixian.core.reports.xlsx.workbook import Book, Cell, Field, write_book
from zhixian.core.search.fields import STATE_WORDS, field_of_topic, state_told
from zhixian.core.search.finding import Found, Hit
from zhixian.core.search.similar import Alike

FACET_WORDS = {"kind": "类型", "state": "状态", "year": "申请年", "topic": "分类", "region": "地区", "holder": "权利人"}
_MOST_VALUES = 6
_LONGEST_TITLE = 60
_FIELDS = [
    Field("序号", 7, "count"),
    Field("号码", 20),
    Field("名称", 44, "long"),
    Field("类型", 14),
    Field("权利人", 30, "long"),
    Field("状态", 9),
    Field("申请日", 12, "day"),
    Field("授权/注册日", 12, "day"),
    Field("届满日", 12, "day"),
    Field("分类", 24, "long"),
    Field("地区", 18),
]


def hits_table(found: Found, *, asked: str, labels: Sequence[str]) -> RenderableType:
    """The hits with what was sought in bold, and how all of them spread."""
    shown = f"，下面是前 {len(found.hits)} 件" if len(found.hits) < found.total else ""
    about = (
        f"检索 {asked or '（全部权利）'}　截至 {found.as_of}　共 {found.total:,} 件{shown}　快照 {found.snapshot[:8]}"
        f"{labelled(labels)}"
    )
    parts: list[RenderableType] = [Text(note, style="yellow") for note in found.notes]
    if not found.hits:
        said = [Text(f"  {hint.why}。这样查有 {hint.total:,} 件：{clean(hint.query)}") for hint in found.hints]
        return Group(*parts, Text(about, style="bold"), Text("  没有命中。少写几个词，或去掉引号和检索项再试。"), *said)
    columns = [
        Column("号码"),
        Column("名称", wraps=True),
        Column("类型"),
        Column("权利人", wraps=True),
        Column("状态"),
        Column("申请日"),
    ]
    parts.append(Rows(about, columns, [_line(hit) for hit in found.hits], least=92))
    for facet, word in FACET_WORDS.items():
        values = found.facets.get(facet, [])[:_MOST_VALUES]
        if values:
            told = "　".join(f"{facet_word(facet, value, found.holders)} {count:,}" for value, count in values)
            parts.append(Text.assemble((f"{word}　", "dim"), clean(told)))
    return Group(*parts)


def alike_table(alike: Sequence[Alike], *, about: str, labels: Sequence[str]) -> RenderableType:
    """Rights like one, each with what it shares."""
    if not alike:
        return Text(f"没有与“{about}”相近的权利：名称里没有别的权利也用的词，分类也没有相同的。{labelled(labels)}")
    columns = [
        Column("号码"),
        Column("名称", wraps=True),
        Column("权利人", wraps=True),
        Column("状态"),
        Column("相近之处", wraps=True),
    ]
    rows = [[*_line(one.hit)[:2], *_line(one.hit)[3:5], clean(reason(one))] for one in alike]
    return Rows(f"与“{about}”相近的权利{labelled(labels)}", columns, rows, least=92)


def reason(one: Alike) -> str:
    """What a right shares with the given one, in words."""
    told = [f"共同的词：{'、'.join(one.words)}"] if one.words else []
    told += [f"相同分类：{'、'.join(one.classes)}"] if one.classes else []
    told += [f"引证：{'、'.join(one.links)}"] if one.links else []
    return "；".join([*told, *(["同一权利人"] if one.same_holder else [])])


def facet_word(facet: str, value: str, names: dict[str, str]) -> str:
    """A value of a facet as it is called on a page."""
    if facet == "topic":
        return {"nice": f"第 {value} 类", "locarno": f"外观设计 {value}"}.get(field_of_topic(value), value)
    if facet == "region":
        return name_of(value) or value
    words = {"kind": RIGHT_KIND_WORDS, "state": STATE_WORDS, "holder": names}.get(facet, {})
    return words.get(value, value)


def write_hits(
    path: Path, found: Found, *, asked: str, narrowed: Sequence[str] = (), labels: Sequence[str] = ()
) -> None:
    """The hits as a workbook, one on a row, with what was asked, what it was narrowed to (in words) and as of which day."""
    notes: list[list[Cell]] = [
        ["检索式", asked or "（不限）"],
        *_each("缩小到", narrowed),
        ["截至", found.as_of.isoformat()],
        ["命中", f"{found.total} 件，本表 {len(found.hits)} 件"],
        ["快照", found.snapshot],
        *_each("说明", found.notes),
        *_each("数据", labels),
    ]

    def fill(book: Book) -> None:
        book.sheet("检索结果", _FIELDS, _cells(found.hits))
        book.sheet("说明", [Field("项目", 18), Field("说明", 90, "long")], notes)

    write_book(path, title="检索结果", note=f"检索式：{shorten(asked, 60)}", fill=fill)


def _each(word: str, told: Sequence[str]) -> list[list[Cell]]:
    return [[word, one] for one in told]


def _cells(hits: Sequence[Hit]) -> Iterator[list[Cell]]:
    for order, hit in enumerate(hits, 1):
        facts = hit.facts
        yield [
            order,
            facts["number"] or facts["right_id"],
            facts["title"],
            RIGHT_KIND_WORDS.get(facts["kind"], ""),
            facts["holder_name"] or facts["holder"],
            state_told(facts, hit.state),
            *(facts[day] and date.fromisoformat(facts[day]) for day in ("filed", "registered", "expires")),
            facts["classes"],
            with_code(facts["region"]) if facts["region"] else None,
        ]


def _line(hit: Hit) -> list[str | Text]:
    facts: dict[str, Any] = hit.facts
    return [
        facts["number"] or facts["right_id"],
        _marked(facts["title"] or NO_FIGURE, hit.in_title),
        RIGHT_KIND_WORDS[facts["kind"]],
        _marked(facts["holder_name"] or facts["holder"] or NO_FIGURE, hit.in_holder),
        state_told(facts, hit.state),
        facts["filed"] or NO_FIGURE,
    ]


def _marked(text: str, spans: Sequence[tuple[int, int]]) -> Text:
    """The text with the spans in bold, shortened at its end."""
    marked = Text(clean(text))
    if len(marked.plain) == len(text):
        for start, end in spans:
            marked.stylize("bold", start, end)
    marked.truncate(2 * _LONGEST_TITLE, overflow="ellipsis")
    return marked
