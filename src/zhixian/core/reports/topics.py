"""Topics as a person reads them on a terminal, and as workbooks: what they are made of, their merge lists, their records."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import zip_longest
from pathlib import Path
from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text

from zhixian.core.registry.kind_words import RIGHT_KIND_WORDS
from zhixian.core.reports.screen import Column, Rows
from zhixian.core.reports.text import labelled
from zhixian.core.reports.xlsx.workbook import Book, Cell, Field, write_book
from zhixian.core.topics.days import says_late, told_until
from zhixian.core.topics.document import sheet_beside
from zhixian.core.topics.families import WORDS as FAMILY_WORDS
from zhixian.core.topics.making import Made
from zhixian.core.topics.merge_list import HEADINGS, Proposal, Taken
from zhixian.core.topics.tables import state_word
from zhixian.core.topics.taking_in import each_called
from zhixian.core.topics.topic import LAYOUT, Topic, remarks_of

_MOST_PROBLEMS = 20
_MOST_PROPOSALS = 60
_MOST_UNKNOWN = 10
_READ_BACK = "填好后用 zhixian topic applicants --decided 读回"
_FIELDS = [
    Field("申请号", 20), Field("公开号", 18), Field("标题", 44, "long"), Field("类型", 12), Field("申请日", 12, "day"),
    Field("公开日", 12, "day"), Field("授权日", 12, "day"), Field("申请人", 36, "long"), Field("发明人", 24, "long"),
    Field("分类", 28, "long"), Field("CPC", 24, "long"), Field("状态", 16), Field("受理局", 8), Field("同族", 18), Field("被引", 8, "count"),
]  # fmt: skip


def decisions_told(made: Made) -> str:
    """What came of a list of decisions as `counts_of_decisions` has it, and the edition."""
    if made.taken is None:
        raise ValueError("no decisions were given")
    lines = counts_of_decisions(made.taken)
    same, stamp = made.topic.id == made.before, f"{made.topic.id[:12]}…"
    name = f"专题库“{made.topic.name}”"
    lines.append(f"{name}没有变，仍是版本 {stamp}" if same else f"已按决定归并，{name}的新版本 {stamp}")
    return "\n".join(lines)


def counts_of_decisions(told: Taken) -> list[str]:
    """One line each: how many decisions were read and are new, how many names and applications changed by them, and names that the
    topic does not have, where there are any."""
    withdrawn = f"，收回 {told.withdrawn:,} 条" if told.withdrawn else ""
    lines = [f"读到 {told.read:,} 条决定，其中 {told.new:,} 条是新的或改过的{withdrawn}"]
    moved = [
        f"{count:,} 个名称{what}"
        for count, what in ((told.merged, "归到了别的名称"), (told.parted, "分了出来"))
        if count
    ]
    changed = f"{'，'.join(moved)}；{told.records:,} 件申请的申请人或权利人随之改变"
    lines.append(changed if moved else "没有名称因此归并或分开，各件申请不变")
    return lines + unknown_told(told.unknown)


def unknown_told(names: Sequence[str]) -> list[str]:
    """A line of names that were decided on and that the topic does not have, where there are any."""
    if not names:
        return []
    listed = "、".join(f"“{name}”" for name in names[:_MOST_UNKNOWN])
    more = f"等 {len(names):,} 个" if len(names) > _MOST_UNKNOWN else ""
    return [f"专题库里没有这些名称：{listed}{more}。它们的决定留着，以后的版本里有了再用"]


def topics_table(found: Sequence[Mapping[str, Any]]) -> RenderableType:
    """One line for each topic."""
    if not found:
        return Text("还没有专题库。用 zhixian topic make 建立。")
    columns = [
        Column("名称", wraps=True), Column("件数", figures=True), Column("截至"), Column("来源", wraps=True), Column("原始数据"),
        Column("版本"),
    ]  # fmt: skip
    rows = [
        [
            told["name"] + labelled(told["labels"]), f"{told['tables']['records']:,}", told["as_of"] + _warned(told), _origin(told),
            "可公开" if told["shows_raw"] else "不公开", told["id"][:12],
        ]
        for told in found
    ]  # fmt: skip
    return Rows("专题库", columns, rows)


def _warned(told: Mapping[str, Any]) -> str:
    """What has to be known of an edition's day before its number is used."""
    if told.get("layout", LAYOUT) != LAYOUT:
        return "（旧算法，请更新）"
    days = told.get("days")
    return f"（来源到 {told_until(days)}）" if says_late(days, date.fromisoformat(told["as_of"])) else ""


def _origin(told: Mapping[str, Any]) -> str:
    if told["query"] is not None:
        return f"检索式 {told['query'] or '（全部权利）'}"
    return "、".join(each_called([source["name"] for source in told["sources"]]))


def made_table(told: Mapping[str, Any]) -> RenderableType:
    """What became of every source, what was merged and why, and the first problems cell by cell."""
    title = f"专题库 {told['name']}　截至 {told['as_of']}　{told['tables']['records']:,} 件　版本 {told['id'][:12]}…"
    title += labelled(told["labels"])
    exported = [source.get("exported") for source in told["sources"]]
    columns = [Column("来源", wraps=True), Column("格式"), *([Column("导出日")] if any(exported) else ())]
    columns += [Column(word, figures=True) for word in ("读取", "采用", "并入", "退回")]
    rows = [
        [report["file"], report["format"], *([day or "—"] if any(exported) else ()), *(f"{report[key]:,}" for key in ("rows", "taken", "merged", "refused"))]
        for report, day in zip_longest(told["reports"], exported)
    ]  # fmt: skip
    parts: list[RenderableType] = [Rows(title, columns, rows)]
    parts += [Text(f"没有收入 {skip['file']}：{skip['why']}", style="yellow") for skip in told.get("skipped", ())]
    if not told["tables"]["records"]:
        parts.append(Text("现在一件也没有找到，专题库是空的；以后更新时再检索。", style="yellow"))
    parts += [
        Text(remark, style="yellow" if says_late(told.get("days"), date.fromisoformat(told["as_of"])) else "")
        for remark in remarks_of(told)
    ]
    parts += [Text(f"并入的 {count:,} 行：{reason}") for reason, count in told["merged"].items()]
    parts += [Text(f"并入同族 {count:,} 件：{FAMILY_WORDS[how]}") for how, count in told["families"].items()]
    if "added" in told:
        if told["before"]:
            parts.append(Text(f"与上一版比：新增 {told['added']:,} 件，减少 {told['removed']:,} 件"))
        parts.append(Text(f"申请人归并清单：{told['proposals']:,} 条，见 zhixian topic applicants {told['name']}"))
    raw = "允许公开原始数据" if told["shows_raw"] else "不允许公开原始数据，只输出自己算出的数字"
    parts.append(Text(f"条款：{told['terms'] or '（没有写明）'}；{raw}"))
    for report in told["reports"]:
        parts += _problems(report)
    return Group(*parts)


def _problems(report: Mapping[str, Any]) -> Iterator[RenderableType]:
    for heading in report["unknown_headings"]:
        yield Text(f"{report['file']}：不认识的列“{heading}”")
    yield from (Text(f"{report['file']}：{note}") for note in report["notes"])
    for problem in report["problems"][:_MOST_PROBLEMS]:
        value = f"“{problem['value']}”" if problem["value"] else ""
        place = " ".join(filter(None, (report["file"], sheet_beside(report["file"], problem["sheet"]))))
        yield Text(f"{place} 第 {problem['row']} 行 {problem['column']} {value}{problem['reason']}")
    if (more := len(report["problems"]) - _MOST_PROBLEMS) > 0:
        yield Text(f"{report['file']}：另有 {more:,} 处，见 --json")


def applicants_table(topic: Topic, proposals: Sequence[Proposal]) -> RenderableType:
    """The merge list, the most frequent first."""
    name = f"{topic.name}{labelled(topic.labels)}"
    if not proposals:
        return Text(
            f"专题库“{topic.name}”{labelled(topic.labels)}没有可能要归并的申请人。只差全半角、括号、空格或英文公司后缀写法的，已经归并。"
        )
    columns = [
        Column("名称", wraps=True), Column("件数", figures=True), Column("建议归入", wraps=True), Column("归入方件数", figures=True),
        Column("理由", wraps=True), Column("决定"),
    ]  # fmt: skip
    rows = [_row(proposal) for proposal in proposals[:_MOST_PROPOSALS]]
    more = [Text(f"另有 {len(proposals) - len(rows):,} 条，用 --xlsx 写出")] if len(proposals) > len(rows) else []
    return Group(Rows(f"申请人归并清单　{name}", columns, rows), *more)


def _row(proposal: Proposal) -> list[str | Text]:
    return [
        proposal.name, f"{proposal.count:,}", proposal.into, f"{proposal.into_count:,}", proposal.reason, proposal.decision or "（未定）",
    ]  # fmt: skip


def write_applicants(path: Path, topic: Topic, proposals: Sequence[Proposal], *, back: str = _READ_BACK) -> None:
    """The merge list as a workbook to be filled in and read back; `back` says how."""
    widths = (40, 10, 40, 12, 28, 8)
    kinds = ("long", "count", "long", "count", "text", "text")
    fields = [Field(*told) for told in zip(HEADINGS, widths, kinds, strict=True)]
    rows: list[list[Cell]] = [[p.name, p.count, p.into, p.into_count, p.reason, p.decision] for p in proposals]

    def fill(book: Book) -> None:
        book.sheet("归并清单", fields, rows)
        how = "在“决定”一列填 是（归为一家）或 否（不是一家），空着是没有决定。"
        terms = [f"条款：{topic.manifest['terms']}"] if topic.manifest["terms"] else []
        about = (how, f"{back}。", *terms, *(f"数据：{label}" for label in topic.labels))
        said: list[list[Cell]] = [[words] for words in about]
        book.sheet("说明", [Field("说明", 90, "long")], said)

    write_book(path, title=f"{topic.name} 申请人归并清单", note=back, fill=fill)


def write_topic(path: Path, topic: Topic) -> int:
    """All records as a workbook, with the terms on a sheet of its own; how many there are."""
    told = topic.manifest

    def fill(book: Book) -> None:
        book.sheet("专题库", _FIELDS, _records(topic))
        about = {
            "专题库": topic.name, "截至": told["as_of"], "来源": _origin(told), "导出日": "、".join((told.get("days") or {}).get("exported", ())), "条款": told["terms"] or "（没有写明）",
            "版本": topic.id, "数据": "；".join(topic.labels), "日期": " ".join(topic.remarks),
        }  # fmt: skip
        book.sheet(
            "说明",
            [Field("项目", 18), Field("说明", 90, "long")],
            ([key, words] for key, words in about.items() if words),
        )

    write_book(path, title=f"专题库 {topic.name}", note=told["terms"], fill=fill)
    return int(told["tables"]["records"])


def _records(topic: Topic) -> Iterator[list[Cell]]:
    people: dict[str, dict[str, list[str]]] = {"applicant": {}, "holder": {}, "inventor": {}}
    for row in topic.rows("parties"):
        people[row["role"]].setdefault(row["record"], []).append(row["name"])
    symbols: dict[tuple[str, bool], list[str]] = {}
    for row in topic.rows("classes"):
        symbols.setdefault((row["record"], row["system"] == "cpc"), []).append(row["symbol"])
    for row in topic.rows("records"):
        record = row["record"]
        yield [
            row["application"] or "", row["publication"] or "", row["title"], RIGHT_KIND_WORDS.get(row["kind"] or "", ""),
            row["filed"], row["published"], row["granted"], "；".join(people["applicant"].get(record, [])),
            "；".join(people["inventor"].get(record, [])),
            *("；".join(dict.fromkeys(symbols.get((record, of_cpc), []))) for of_cpc in (False, True)),
            state_word(row), row["country"] or "", row["family"], row["cited_by"],
        ]  # fmt: skip
