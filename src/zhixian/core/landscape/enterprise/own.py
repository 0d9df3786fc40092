"""What one enterprise files in a topic: how much and when, in which classes, by whose hands, together with whom."""

from collections.abc import Mapping, Sequence
from typing import Any

import ibis

from zhixian.core.engine import statements
from zhixian.core.landscape.asking import Asking, chosen, classes, parties, records
from zhixian.core.landscape.figure import (
    Column,
    Figure,
    chart_of,
    half_up,
    of_known_grants,
    of_known_state,
    percent,
    without,
)
from zhixian.core.landscape.rules import rules
from zhixian.core.landscape.trends import course, filled
from zhixian.core.topics.families import UNTOLD

MOST = 20


def its_filings() -> ibis.Table:
    """Column nr: the records that it applied for, alone or with others."""
    rows = parties("applicant")
    return rows.filter(chosen(rows.party, "enterprise")).select("nr").distinct()


def place(asking: Asking) -> Figure:
    """How much it filed, what became of that, and its rank among the applicants."""
    name = named(asking)
    told = asking.one(_totals)
    own, total = int(told["own"]), int(told["records"])
    told, of_grants = of_known_grants(of_known_state(told), own)
    untold = int(told["untold"] or 0)
    beside = asking.one(_others, own=own)
    rank, applicants = int(beside["above"]) + 1, int(beside["others"]) + 1
    rows: tuple[tuple[str, Any], ...] = (
        ("申请（件）", own), ("占全部申请（%）", percent(own, total, 2)), ("申请人中的名次", rank if own else None),
        ("同族（组）", None if own and untold == own else int(told["families"])), ("已授权（件）", told["granted"]), ("有效（件）", told["in_force"]),
        ("审中（件）", told["pending"]), ("失效（件）", told["ended"]), ("最早申请年", _year(told["first"])), ("最近申请年", _year(told["last"])),
    )  # fmt: skip
    sentence = f"{name}在专题里没有申请，只是权利人。" if total else ""
    if own:
        sentence = (
            f"{name}在专题里有 {own:,} 件申请，占全部 {total:,} 件的 {percent(own, total, 2)}%，在 {applicants:,} 家申请人中列第 {rank:,} 位；"
            f"{_what_became(told)}。"
        )
    return Figure(
        "enterprise_place", "企业在专题中的位置", (Column("what", "项目"), Column("number", "数量")), rows,
        method="按申请人计件，写法按归并清单合并，共同申请也计；名次按件数，件数相同名次相同。", sentence=sentence,
        silence="" if sentence else "专题库里没有截至这一天的申请",
        limits=(
            *without(int(told["unknown"]), own, "的法律状态不详"), *_families_untold(untold, own), *of_grants, *asking.of_state,
        ),
    )  # fmt: skip


def _year(year: int | None) -> str | None:
    """A year beside counts, as a word: it has no thousands."""
    return None if year is None else str(year)


def _families_untold(untold: int, own: int) -> tuple[str, ...]:
    if own and untold == own:
        return ("来源没有写明同族，有多少不知道",)
    return without(untold, own, "的来源没有说同族")


def _what_became(told: Mapping[str, Any]) -> str:
    words = {"in_force": "有效", "pending": "审中", "ended": "失效"}
    known = [f"{word} {told[state]:,} 件" for state, word in words.items() if told[state] is not None]
    if not known:
        return "来源没有写明它们的法律状态"
    unknown = [f"状态不详 {told['unknown']:,} 件"] if told["unknown"] else []
    return f"其中{'、'.join(known + unknown)}"


def named(asking: Asking) -> str:
    """What the enterprise is called. Raises ValueError where none is named."""
    if asking.enterprise is None:
        raise ValueError("no enterprise is named")
    return asking.enterprise.name


def _marked() -> ibis.Table:
    """The records, with `mine` telling which are its own."""
    rows = records().left_join(its_filings().mutate(mine=ibis.literal(True)), "nr")
    return rows.mutate(mine=rows.mine.fill_null(False))


def _totals() -> ibis.Table:
    rows = _marked()
    own, state = (
        rows.mine,
        rows.state.fill_null(""),
    )  # what counts only unknown conditions is null on Spark, and 0 on DuckDB
    untold, no_day = rows.family_by.fill_null("") == UNTOLD, own & rows.granted.isnull()
    return rows.agg(
        records=rows.count(), own=rows.count(where=own), families=rows.family.nunique(where=own & ~untold), untold=rows.count(where=own & untold),
        granted=rows.count(where=own & (rows.granted <= statements.day("as_of")).fill_null(False)),
        in_force=rows.count(where=own & (state == "in_force")), pending=rows.count(where=own & (state == "pending")),
        ended=rows.count(where=own & (state == "ended")), unknown=rows.count(where=own & rows.state.isnull()),
        dated=rows.count(where=own & rows.granted.notnull()), undated=rows.count(where=no_day & (state != "pending")),
        alive_undated=rows.count(where=no_day & (state == "in_force")),
        first=rows.year.min(where=own), last=rows.year.max(where=own),
    )  # fmt: skip


def _others() -> ibis.Table:
    rows = parties("applicant")
    rows = rows.filter(~chosen(rows.party, "enterprise"))
    counted = rows.group_by("party").agg(number=rows.count())
    return counted.agg(others=counted.count(), above=counted.count(where=counted.number > statements.integer("own")))


def filings(asking: Asking) -> Figure:
    """Its applications by year of filing, beside all of the topic."""
    told = {row["year"]: row for row in asking.rows(_by_year)}
    undated = int(told.pop(None, {}).get("own", 0))
    own = {year: int(row["own"]) for year, row in told.items() if row["own"]}
    years, complete = filled(own), asking.complete
    rows = tuple(
        (year, number, whole := int(told[year]["records"]) if year in told else 0, percent(number, whole), "是" if year <= complete else "否")
        for year, number in years.items()
    )  # fmt: skip
    said = course(years, complete, "申请")
    return Figure(
        "enterprise_filings", "企业历年申请量",
        (Column("year", "申请年", "年"), Column("own", "该企业", "件"), Column("records", "专题", "件"), Column("share", "占当年申请", "%"), Column("complete", "数据完整")),
        rows, method=f"按申请日所在的年份计件，共同申请也计。{asking.of_years}",
        chart=chart_of(
            "columns", "企业历年申请量", list(years),
            [("申请量", [n if y <= complete else None for y, n in years.items()]),
             (asking.not_whole, [n if y > complete else None for y, n in years.items()])], "件",
        ),
        sentence=f"{named(asking)}：{said.sentence}" if said.sentence else "", silence=said.silence,
        limits=without(undated, undated + sum(own.values()), "没有申请日"),
    )  # fmt: skip


def _by_year() -> ibis.Table:
    rows = _marked()
    return rows.group_by("year").agg(records=rows.count(), own=rows.count(where=rows.mine))


def its_classes(asking: Asking) -> Figure:
    """The subclasses it files in, with its share of each against the share of the whole field."""
    told = asking.rows(_by_subclass)
    totals = asking.one(_classed)
    own, total = int(totals["own"]), int(totals["records"])
    rows = tuple(
        (row["subclass"], int(row["own"]), percent(row["own"], own), int(row["records"]), percent(row["records"], total),
         half_up((int(row["own"]) / own) / (int(row["records"]) / total), 2))
        for row in told
    )  # fmt: skip
    enough = own >= rules()["least_rows"]
    return Figure(
        "enterprise_classes", "企业的技术分布",
        (Column("class", "小类"), Column("own", "该企业", "件"), Column("share", "占该企业申请", "%"), Column("records", "专题", "件"),
         Column("field", "占专题申请", "%"), Column("times", "相对专题", "倍")),
        rows, method=f"一件申请有几个 IPC 小类就各计一次；份额的分母是有 IPC 分类的申请，相对专题是两个份额之比。取该企业件数最多的 {MOST} 个小类。",
        chart=chart_of("bars", "企业的技术分布", [row[0] for row in rows], [("该企业", [row[1] for row in rows])], "件"),
        sentence=_most_classed(named(asking), rows) if enough else "",
        silence="" if enough else f"企业只有 {own} 件申请有 IPC 分类",
        limits=without(int(totals["filed"]) - own, int(totals["filed"]), "没有 IPC 分类"),
    )  # fmt: skip


def _most_classed(name: str, rows: Sequence[tuple[Any, ...]]) -> str:
    one, number, share, _, field, times = rows[0]
    alike = sum(row[1] == number for row in rows)
    if alike > 1:
        return f"{name}申请最多的小类是 {one} 和 {rows[1][0]}{' 等' if alike > 2 else ''}，各 {number:,} 件，占其申请的 {share}%。"
    return f"{name}申请最多的小类是 {one}，{number:,} 件，占其申请的 {share}%；整个专题这一小类占 {field}%，前者是后者的 {times} 倍。"


def subclasses() -> ibis.Table:
    """Columns nr, subclass: each subclass of a record once."""
    rows = classes()
    return rows.filter(rows.new_subclass).select("nr", "subclass")


def _by_subclass() -> ibis.Table:
    rows = subclasses().left_join(its_filings().mutate(mine=ibis.literal(True)), "nr")
    counted = rows.group_by("subclass").agg(own=rows.count(where=rows.mine.notnull()), records=rows.count())
    return counted.filter(counted.own > 0).order_by(ibis.desc("own"), "subclass").limit(MOST)


def _classed() -> ibis.Table:
    """How many records have a class, how many of its own, and how many it filed at all."""
    rows = subclasses().select("nr").distinct().left_join(its_filings().mutate(mine=ibis.literal(True)), "nr")
    counted = rows.agg(records=rows.count(), own=rows.count(where=rows.mine.notnull()))
    return counted.cross_join(its_filings().agg(filed=lambda t: t.count()))


def inventors(asking: Asking) -> Figure:
    """The inventors of its applications."""
    told = asking.rows(_inventors)
    total = int(told[0]["all"]) if told else 0
    rows = tuple((row["party_name"], int(row["records"]), row["first"], row["last"]) for row in told)
    return Figure(
        "enterprise_inventors", "企业的发明人",
        (Column("inventor", "发明人"), Column("records", "申请量", "件"), Column("first", "最早申请年", "年"), Column("last", "最近申请年", "年")),
        rows, method=f"该企业申请（含共同申请）的发明人，按姓名计件，取前 {MOST} 名。",
        chart=chart_of("bars", "企业的发明人", [row[0] for row in rows], [("申请量", [row[1] for row in rows])], "件"),
        sentence=f"{named(asking)}的申请写明了 {total:,} 名发明人，{most_of(rows, total, '申请最多的')}。" if rows else "",
        silence="" if rows else "来源没有写明它的发明人",
        limits=("同名的不同发明人分不开；共同申请的发明人可能在别的单位。",),
    )  # fmt: skip


def _inventors() -> ibis.Table:
    return _ranked(parties("inventor").semi_join(its_filings(), "nr"))


def _ranked(rows: ibis.Table) -> ibis.Table:
    counted = rows.group_by("party").agg(
        party_name=rows.party_name.min(), records=rows.count(), first=rows.year.min(), last=rows.year.max()
    )
    counted = counted.mutate(all=counted.count().over(ibis.window()))
    return counted.order_by(ibis.desc("records"), "party").limit(MOST)


def most_of(rows: Sequence[tuple[Any, ...]], total: int, what: str, unit: str = "件") -> str:
    """Who has the most, where one has; `rows` begin with a name and a number, the most first, and may be the first of `total` only."""
    name, number, *_ = rows[0]
    alike = sum(row[1] == number for row in rows)
    if alike == 1:
        return f"{what}是{name}（{number:,} {unit}）"
    if alike == total:
        return f"各 {number:,} {unit}"
    return f"{what}有{name}、{rows[1][0]}{'等' if alike > 2 else ''}，各 {number:,} {unit}"


def partners(asking: Asking) -> Figure:
    """With whom it applied together."""
    told = asking.rows(_partners)
    total = int(told[0]["all"]) if told else 0
    rows = tuple((row["party_name"], int(row["records"]), row["first"], row["last"]) for row in told)
    joint = int(asking.one(_joint)["joint"])
    return Figure(
        "enterprise_partners", "企业的共同申请人",
        (Column("applicant", "共同申请人"), Column("records", "共同申请", "件"), Column("first", "最早申请年", "年"), Column("last", "最近申请年", "年")),
        rows, method=f"与该企业列在同一件申请上的申请人，取前 {MOST} 家。",
        chart=chart_of("bars", "企业的共同申请人", [row[0] for row in rows], [("共同申请", [row[1] for row in rows])], "件"),
        sentence=f"{named(asking)}有 {joint:,} 件申请是与 {total:,} 家共同提出的，{most_of(rows, total, '往来最多的')}。" if rows else "",
        silence="" if rows else "它的申请都是单独提出的",
    )  # fmt: skip


def _beside() -> ibis.Table:
    rows = parties("applicant").semi_join(its_filings(), "nr")
    return rows.filter(~chosen(rows.party, "enterprise"))


def _partners() -> ibis.Table:
    return _ranked(_beside())


def _joint() -> ibis.Table:
    rows = _beside()
    return rows.agg(joint=rows.nr.nunique())
