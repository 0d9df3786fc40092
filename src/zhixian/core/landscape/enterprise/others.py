"""Who is near one enterprise in a topic: competitors by their classes, whom it cites, who cites it."""

import ibis

from zhixian.core.engine import statements
from zhixian.core.landscape.asking import Asking, chosen, parties, records
from zhixian.core.landscape.citations import inner_edges
from zhixian.core.landscape.enterprise.own import MOST, its_filings, most_of, named, subclasses
from zhixian.core.landscape.figure import Column, Figure, chart_of, half_up
from zhixian.core.landscape.rules import rules


def competitors(asking: Asking) -> Figure:
    """The applicants whose subclasses are spread most like its own."""
    told = asking.rows(_nearest)
    rows = tuple(
        (row["party_name"], half_up(float(row["likeness"]), 4), int(row["common"]), int(row["records"]), int(row["late"]), int(row["alive"]))
        for row in told
    )  # fmt: skip
    least, since = rules()["enterprise"]["least_records"], asking.complete - rules()["recent_years"] + 1
    sentence = ""
    if rows:
        name, likeness, common, number, late, _ = rows[0]
        sentence = (
            f"技术分布与{named(asking)}最相近的是{name}（余弦 {likeness}，共有 {common:,} 个小类），在专题里有 {number:,} 件申请，"
            f"其中 {since} 年以来 {late:,} 件。"
        )
    return Figure(
        "enterprise_competitors", "技术分布最相近的申请人",
        (Column("applicant", "申请人"), Column("likeness", "相近（余弦）"), Column("common", "共有小类", "个"), Column("records", "申请量", "件"),
         Column("late", "近年申请", "件"), Column("alive", "有效", "件")),
        rows, method=(
            f"相近是该企业与该申请人各 IPC 小类件数的余弦，在 0 与 1 之间；至少有 {least} 件申请、有一个共同小类的才列入，取前 {MOST} 家。近年指 {since} 年以来。{asking.of_whole_years}"
        ),
        chart=chart_of("bars", "技术分布最相近的申请人", [row[0] for row in rows], [("余弦", [row[1] for row in rows])], "余弦"),
        sentence=sentence, silence="" if sentence else "没有与它有共同小类的其他申请人，或它的申请没有 IPC 分类",
        limits=("相近只说明分类，不说明产品和市场，也不说明权利要求相同；共同申请人也会列入。", *asking.of_state),
    )  # fmt: skip


def _nearest() -> ibis.Table:
    who = parties("applicant")
    cells = who.select("nr", "party").inner_join(subclasses(), "nr")
    others = cells.filter(~chosen(cells.party, "enterprise"))
    theirs = others.group_by("party", "subclass").agg(number=others.count().cast("float64"))
    mine = subclasses().semi_join(its_filings(), "nr")
    own = mine.group_by("subclass").agg(own=mine.count().cast("float64"))
    both = theirs.inner_join(own, "subclass")
    above = both.group_by("party").agg(above=(both.number * both.own).sum(), common=both.count())
    below = theirs.group_by("party").agg(below=(theirs.number * theirs.number).sum())
    length = own.agg(length=(own.own * own.own).sum())
    alike = above.inner_join(below, "party").cross_join(length)
    alike = alike.select(
        "party", "common", likeness=(alike.above / (alike.below.sqrt() * alike.length.sqrt())).round(4)
    )
    rows = alike.inner_join(_sizes(), "party")
    rows = rows.filter(rows.records >= rules()["enterprise"]["least_records"])
    return rows.order_by(ibis.desc("likeness"), ibis.desc("records"), "party").limit(MOST)


def _sizes() -> ibis.Table:
    """Each applicant with its records, those of the last years of whole data and after, and those in force."""
    state = records().select("nr", alive=lambda t: (t.state == "in_force").fill_null(False))
    rows = parties("applicant").inner_join(state, "nr")
    return rows.group_by("party").agg(
        party_name=rows.party_name.min(), records=rows.count(),
        late=rows.count(where=(rows.year > statements.integer("complete") - rules()["recent_years"]).fill_null(False)),
        alive=rows.count(where=rows.alive),
    )  # fmt: skip


def citing(asking: Asking, *, cites: bool) -> Figure:
    """Whom it cites, or who cites it, inside the topic."""
    name, told = named(asking), asking.rows(_cited if cites else _citing)
    totals = asking.one(_edges, cites)
    edges, own = int(totals["edges"]), int(totals["own"])
    total = int(told[0]["all"]) if told else 0
    rows = tuple((row["party_name"], int(row["pairs"]), int(row["records"])) for row in told)
    title = "企业引用谁" if cites else "谁引用企业"
    sentence = ""
    if edges:
        way = f"{name}的申请引用专题内的申请 {edges:,} 对" if cites else f"专题内引用{name}的申请 {edges:,} 对"
        others = most_of(rows, total, "被它引用最多的" if cites else "引用它最多的", "对") if rows else ""
        sentence = f"{way}，其中自己引用自己的 {own:,} 对" + (f"；别人共 {total:,} 家，{others}。" if rows else "。")
    return Figure(
        "enterprise_cites" if cites else "enterprise_cited_by", title,
        (Column("applicant", "申请人"), Column("pairs", "引证", "对"), Column("records", "它的申请" if cites else "引用的申请", "件")), rows,
        method=f"引证双方都在专题内的才计，同一对只计一次；对方有几家申请人就在每一家各计一次，不列该企业自己。取前 {MOST} 家。",
        chart=chart_of("bars", title, [row[0] for row in rows], [("引证", [row[1] for row in rows])], "对"),
        sentence=sentence,
        silence="" if sentence else f"专题内没有{'它引用的' if cites else '引用它的'}申请，或者来源没有列出引证号码",
    )  # fmt: skip


def _cited() -> ibis.Table:
    return _counted("citing", "cited")


def _citing() -> ibis.Table:
    return _counted("cited", "citing")


def _its_edges(mine: str) -> ibis.Table:
    return inner_edges().semi_join(its_filings().rename({mine: "nr"}), mine)


def _counted(mine: str, theirs: str) -> ibis.Table:
    """The applicants of the other side, its own apart: pairs, and how many of their records are in them."""
    who = parties("applicant")
    who = who.filter(~chosen(who.party, "enterprise")).select("party", "party_name", **{theirs: "nr"})
    rows = _its_edges(mine).inner_join(who, theirs)
    counted = rows.group_by("party").agg(
        party_name=rows.party_name.min(), pairs=rows.count(), records=rows[theirs].nunique()
    )
    counted = counted.mutate(all=counted.count().over(ibis.window()))
    return counted.order_by(ibis.desc("pairs"), "party").limit(MOST)


def _edges(cites: bool) -> ibis.Table:
    """How many pairs, and in how many of them the other side is its own too."""
    mine, theirs = ("citing", "cited") if cites else ("cited", "citing")
    rows = _its_edges(mine).left_join(its_filings().rename({theirs: "nr"}).mutate(both=ibis.literal(True)), theirs)
    return rows.agg(edges=rows.count(), own=rows.count(where=rows.both.notnull()))
