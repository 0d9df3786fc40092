"""Citations inside the topic: who is cited most, and the main path by search path count."""

from collections.abc import Sequence
from itertools import pairwise

import ibis
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from zhixian.core.landscape.asking import Asking, choice, chosen, records, table
from zhixian.core.landscape.figure import Column, Figure, chart_of
from zhixian.core.landscape.rules import rules

MOST = 20
Node = int
Edge = tuple[Node, Node]
_LONG_AGO = -(2**31)


def most_cited(asking: Asking) -> Figure:
    """The records that the topic's own records cite most, beside what their source counts."""
    inside = {row["nr"]: int(row["inside"]) for row in asking.rows(_most_cited)}
    named = {row["nr"]: row for row in asking.rows(_named, chosen=choice(inside))} if inside else {}
    told = [named[nr] | {"inside": number} for nr, number in inside.items()]
    edges = int(asking.one(_count_edges)["edges"])
    rows = tuple((row["record"], row["title"], row["year"], int(row["inside"]), row["cited_by"]) for row in told)
    enough = edges >= rules()["least_rows"]
    return Figure(
        "most_cited", "专题内被引最多的申请",
        (Column("record", "申请"), Column("title", "标题"), Column("year", "申请年", "年"), Column("inside", "专题内被引", "次"), Column("cited_by", "来源所计被引", "次")),
        rows, method=f"引证双方都在专题内的才计，同一对只计一次。取前 {MOST} 件。",
        chart=chart_of("bars", "专题内被引最多的申请", [row[0] for row in rows], [("专题内被引", [row[3] for row in rows])], "次"),
        sentence=f"专题内部共有 {edges:,} 对引证关系，被引最多的一件被引 {rows[0][3]:,} 次。" if enough else "",
        silence="" if enough else f"专题内部只有 {edges} 对引证关系" if edges else "来源没有引证号码，或引证的都在专题之外",
        raw=("record", "title"),
    )  # fmt: skip


def inner_edges(among: ibis.Table | None = None) -> ibis.Table:
    """Columns citing, cited: each pair inside the topic once, whichever side told of it; of all citations, or `among` some."""
    rows = table("citations") if among is None else among
    rows = rows.filter(rows.other_nr.notnull())
    cites = rows.filter(rows.direction == "cites").select(citing="nr", cited="other_nr")
    cited = rows.filter(rows.direction == "cited_by").select(citing="other_nr", cited="nr")
    both = ibis.union(cites, cited, distinct=True)
    known = records()
    return both.semi_join(known.select(citing="nr"), "citing").semi_join(known.select(cited="nr"), "cited")


def _count_edges() -> ibis.Table:
    return inner_edges().agg(edges=lambda t: t.count())


def _most_cited() -> ibis.Table:
    counted = inner_edges().group_by(nr="cited").agg(inside=lambda t: t.count())
    return counted.order_by(ibis.desc("inside"), "nr").limit(MOST)


def main_path(asking: Asking) -> Figure:
    """The path through the citations over which most paths from sources to sinks run."""
    edges, dropped = forward(asking.arrow(_dated_edges))
    path = _main_path(edges)
    asked = choice(nr for nr, _ in path)
    named = {row["nr"]: row for row in asking.rows(_named, chosen=asked)} if path else {}
    rows = tuple(
        (at, named[nr]["record"], named[nr]["title"], named[nr]["year"], count)
        for at, (nr, count) in enumerate(path, 1)
    )
    years = [row[3] for row in rows if row[3]]
    enough = len(path) >= 3
    return Figure(
        "main_path", "引证主路径",
        (Column("step", "次序"), Column("record", "申请"), Column("title", "标题"), Column("year", "申请年", "年"), Column("paths", "到下一件的路径数 SPC")),
        rows, method=(
            "把引证按申请先后排成有向图，每条边的搜索路径数（SPC）是从源头到末端经过它的路径数；从 SPC 最大的边向前、向后各取 SPC 最大的边相连。"
        ),
        sentence=f"主路径有 {len(path)} 件申请" + (f"，由 {min(years)} 年到 {max(years)} 年。" if years else "。") if enough else "",
        silence="" if enough else "专题内部的引证连不成三件以上的路径", raw=("record", "title"),
        limits=(f"{dropped:,} 对引证的先后与申请日不符，没有计入",) if dropped else (),
    )  # fmt: skip


def _dated_edges() -> ibis.Table:
    rows, known = inner_edges(), records()
    rows = rows.inner_join(known.select(citing="nr", citing_filed="filed"), "citing")
    return rows.inner_join(known.select(cited="nr", cited_filed="filed"), "cited")


def _named() -> ibis.Table:
    """The records of which the numbers are chosen."""
    rows = records()
    return rows.filter(chosen(rows.nr.cast("string"))).select("nr", "record", "title", "year", "cited_by")


def forward(told: pa.Table) -> tuple[list[Edge], int]:
    """(earlier, later) pairs that agree with the days of filing, and how many do not: these would make circles.

    Of one day, or of days unknown, the smaller record counts as the earlier. The pairs come in the order of the earlier ones.
    """
    cited, citing = (told[name].to_numpy() for name in ("cited", "citing"))
    before, after = (
        pc.fill_null(told[f"{name}_filed"].cast(pa.int32()), _LONG_AGO).to_numpy() for name in ("cited", "citing")
    )
    kept = np.flatnonzero((before < after) | ((before == after) & (cited < citing)))
    kept = kept[np.lexsort((citing[kept], after[kept], cited[kept], before[kept]))]
    return list(zip(cited[kept].tolist(), citing[kept].tolist(), strict=True)), len(told) - len(kept)


def path_counts(edges: Sequence[Edge]) -> dict[Edge, int]:
    """The search path count of every edge: paths from any source to it, times paths from it to any sink.

    `edges` come as `forward` leaves them, so that every edge into a node stands before those out of it.
    """
    into: dict[Node, int] = {}
    for one, other in edges:
        into[other] = into.get(other, 0) + into.setdefault(one, 1)
    out: dict[Node, int] = {}
    for one, other in reversed(edges):
        out[one] = out.get(one, 0) + out.setdefault(other, 1)
    return {(one, other): into[one] * out[other] for one, other in edges}


def _main_path(edges: Sequence[Edge]) -> list[tuple[Node, int | None]]:
    """The nodes of the main path, each with the count of the edge to the next; the last has none."""
    counts = path_counts(edges)
    if not counts:
        return []
    after: dict[Node, Edge] = {}
    before: dict[Node, Edge] = {}
    for edge in edges:
        for ends, node in ((after, edge[0]), (before, edge[1])):
            if node not in ends or (-counts[edge], edge) < (-counts[ends[node]], ends[node]):
                ends[node] = edge
    start, _ = min(counts.items(), key=lambda item: (-item[1], item[0]))
    path = list(start)
    while following := after.get(path[-1]):
        path.append(following[1])
    while leading := before.get(path[0]):
        path.insert(0, leading[0])
    told: list[tuple[Node, int | None]] = [(one, counts[one, other]) for one, other in pairwise(path)]
    return [*told, (path[-1], None)]
