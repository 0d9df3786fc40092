"""IPC classes at each level of their tree, WIPO's 35 fields of technology, and the Locarno classes of designs."""

import ibis

from zhixian.core.landscape.asking import Asking, classes, records
from zhixian.core.landscape.figure import Column, Figure, Said, and_more, chart_of, percent, without
from zhixian.core.landscape.rules import rules
from zhixian.core.topics.technology import SECTIONS, technology_fields

LEVELS = {"section": "部", "class": "大类", "subclass": "小类", "main_group": "大组", "symbol": "小组"}
MOST = 20
DESIGN_LEVELS = {"class": "大类", "subclass": "小类"}
"""Of the Locarno classification, which sorts designs as the IPC sorts inventions."""
_DIGITS = {"class": 2, "subclass": 5}
"""Characters of a symbol of each level, as in `09-03`."""


def ipc(asking: Asking, level: str) -> Figure:
    """The classes of one level with the most records; sections have names, of the levels below only the symbols are known."""
    told = asking.rows(_by_class, level)
    totals = asking.one(_classified)
    total, classed = int(totals["records"]), int(totals["classed"])
    said = tuple(
        (row["value"], _called(level, row["value"]), int(row["records"]), percent(row["records"], total))
        for row in told
    )
    columns = [
        Column("class", "分类"),
        Column("name", "名称"),
        Column("records", "申请量", "件"),
        Column("share", "占全部申请", "%"),
    ]
    kept = [nth for nth, column in enumerate(columns) if column.name != "name" or level == "section"]
    rows = tuple(tuple(row[nth] for nth in kept) for row in said)
    title = f"IPC {LEVELS[level]}分布"
    return Figure(
        f"ipc_{level}", title, tuple(columns[nth] for nth in kept), rows, method=f"一件申请有几个{LEVELS[level]}就在每一个里各计一次，所以各类之和可以超过总数。取前 {MOST} 个。",
        chart=chart_of("bars", title, [row[0] for row in said], [("申请量", [row[2] for row in said])], "件"),
        **_said(said, total, LEVELS[level])._asdict(), limits=without(total - classed, total, "没有 IPC 分类"),
    )  # fmt: skip


def _called(level: str, value: str) -> str:
    return SECTIONS.get(value, "") if level == "section" else ""


def _by_class(level: str) -> ibis.Table:
    rows = classes()
    digits = {"section": 1, "class": 3}
    if level != "symbol":
        rows = rows.filter(rows[f"new_{level}"])
    value = rows.symbol.left(digits[level]) if level in digits else rows[level]
    counted = rows.group_by(value=value).agg(records=lambda t: t.count())
    return counted.order_by(ibis.desc("records"), "value").limit(MOST)


def _classified() -> ibis.Table:
    rows = classes()
    return rows.agg(classed=rows.count(where=rows.nth == 1)).cross_join(records().agg(records=lambda t: t.count()))


def _said(rows: tuple[tuple[str, str, int, float], ...], total: int, what: str, of: str = "全部") -> Said:
    if total < rules()["least_rows"] or not rows:
        return Said(silence=f"只有 {total} 件申请、{len(rows)} 个{what}")
    (first, name, number, share), *others = rows
    called = f"（{name}）" if name else ""
    gap = " " if first.isascii() else ""
    sentence = f"最多的{what}是{gap}{first}{called}，{number:,} 件，占{of}申请的 {share}%。"
    if others and others[0][2] == number:
        more = and_more([row[2] for row in rows], named=2)
        both = f"{first}{called}{'' if called else gap}和{gap}{others[0][0]}{gap if more else ''}{more}"
        sentence = f"最多的{what}是{gap}{both}，各 {number:,} 件，占{of}申请的 {share}%。"
    return Said(sentence)


def has_designs(asking: Asking) -> bool:
    """Whether any record by the day has a class of designs."""
    return int(asking.one(_designs)["classed"]) > 0


def designs(asking: Asking, level: str) -> Figure:
    """The Locarno classes of one level with the most designs; shares are of the designs that have a class of that level."""
    told = asking.rows(_by_design, level)
    counts = asking.one(_designs)
    kind, classed, placed = int(counts["designs"]), int(counts["classed"]), int(counts[level])
    of = "有洛迦诺分类的" if level == "class" else "分到小类的"
    rows = tuple((row["value"], int(row["records"]), percent(row["records"], placed)) for row in told)
    title, what = f"外观设计洛迦诺{DESIGN_LEVELS[level]}分布", f"洛迦诺{DESIGN_LEVELS[level]}"
    limits = without(kind - int(counts["designs_classed"]), kind, "外观设计没有洛迦诺分类")
    if placed < classed:
        limits += without(classed - placed, classed, "只写到洛迦诺大类")
    return Figure(
        f"locarno_{level}", title,
        (Column("class", "分类"), Column("records", "申请量", "件"), Column("share", f"占{of}申请", "%")), rows,
        method=f"按外观设计国际分类（洛迦诺分类），与 IPC 和商品类别分开计。一件申请有几个{DESIGN_LEVELS[level]}就在每一个里各计一次，所以各类之和可以超过总数。取前 {MOST} 个。",
        chart=chart_of("bars", title, [row[0] for row in rows], [("申请量", [row[1] for row in rows])], "件"),
        **_said(tuple((name, "", count, share) for name, count, share in rows), placed, what, of)._asdict(), limits=limits,
    )  # fmt: skip


def _by_design(level: str) -> ibis.Table:
    rows = classes("locarno")
    digits = _DIGITS[level]
    rows = rows.filter(rows.symbol.length() >= digits).mutate(value=rows.symbol.left(digits))
    counted = rows.group_by("value").agg(records=lambda t: t.nr.nunique())
    return counted.order_by(ibis.desc("records"), "value").limit(MOST)


def _designs() -> ibis.Table:
    """How many designs there are, how many of them have a class, how many records of whatever kind have one, and one of each level."""
    rows, all_ = classes("locarno"), records()
    classed = rows.group_by("nr").agg(longest=rows.symbol.length().max())
    joined = all_.select("nr", "kind").left_join(classed, "nr")
    design = joined.kind == "design"
    return joined.agg(
        designs=joined.count(where=design), designs_classed=joined.count(where=design & joined.longest.notnull()),
        classed=joined.longest.count(), **{level: joined.count(where=joined.longest >= digits) for level, digits in _DIGITS.items()},
    )  # fmt: skip


def fields(asking: Asking) -> Figure:
    """Records in each of the 35 fields."""
    told = {row["field"]: int(row["records"]) for row in asking.rows(_by_field)}
    totals = asking.one(_with_field)
    total, placed = int(totals["records"]), int(totals["placed"])
    known = technology_fields()
    ranked = sorted(told, key=lambda number: (-told[number], number))
    rows = tuple(
        (number, known[number].name, known[number].sector, told[number], percent(told[number], total))
        for number in ranked
    )
    said = tuple((name, "", count, share) for _, name, _, count, share in rows)
    return Figure(
        "fields", "35 个技术领域",
        (Column("field", "序号"), Column("name", "技术领域"), Column("sector", "部门"), Column("records", "申请量", "件"), Column("share", "占全部申请", "%")),
        rows, method="按世界知识产权组织 IPC—技术领域对照表（2019 年 7 月）。一件申请属于几个领域就各计一次。",
        chart=chart_of("bars", "35 个技术领域", [row[1] for row in rows], [("申请量", [row[3] for row in rows])], "件"),
        **_said(said, total, "技术领域")._asdict(), limits=without(total - placed, total, "没有能归入技术领域的 IPC 分类"),
    )  # fmt: skip


def _by_field() -> ibis.Table:
    rows = classes()
    rows = rows.filter(rows.new_field)
    return rows.group_by("field").agg(records=lambda t: t.count())


def _with_field() -> ibis.Table:
    rows = classes()
    return rows.agg(placed=rows.nr.nunique(where=rows.new_field)).cross_join(records().agg(records=lambda t: t.count()))
