"""Citations inside the topic: who is cited most, and the main path by search path count."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

import ibis

from zhixian.core.landscape.asking import Asking, records, table
from zhixian.core.landscape.figure import Column, Figure, chart_of
from zhixian.core.landscape.rules import rules

MOST = 20
Edge = tuple[str, str]


def most_cited(asking: Asking) -> Figure:
    """The records that the topic's own records cite most, beside what their source counts."""
    told = asking.rows(_most_cited)
    edges = int(asking.one(_count_edges)["edges"])
    rows = tuple((row["record"], row["title"], row["year"], int(row["inside"]), row["cited_by"]) for row in told)
    enough = edges >= rules()["least_rows"]
    return Figure(
        "most_cited", "专题内被引最多的申请",
        (Column("record", "申请"), Column("title", "标题"), Column("year", "申请年", "年"), Column("inside", "专题内被引", "次"), Column("cited_by", "来源所计被引", "次")),
        rows, method=f"引证双方都在专题内的才计，同一对只计一次。取前 {MOST} 件。",
        chart=chart_of("bars", "专题内被引最多的申请", [row[0] for row in rows], [("专题内被引", [row[3] for row in rows])], "次"),
        sentence=f"专题内部共有 {edges:,} 对引证关系，被引最多的一件被引 {rows[0][3]:,} 次。" if enough else "",
        silence="" if enough else f"专题内部只有 {edges} 对引证关系，不下结论" if edges else "来源没有引证号码，或引证的都在专题之外",
        raw=("record", "title"),
    )  # fmt: skip


def _edges() -> ibis.Table:
    """Columns citing, cited: each pair inside the topic once, whichever side told of it."""
    rows = table("citations")
    rows = rows.filter(rows.other.notnull())
    cites = rows.filter(rows.direction == "cites").select(citing="record", cited="other")
    cited = rows.filter(rows.direction == "cited_by").select(citing="other", cited="record")
    both = ibis.union(cites, cited, distinct=True)
    known = records()
    return both.semi_join(known.select(citing="record"), "citing").semi_join(known.select(cited="record"), "cited")


def _count_edges() -> ibis.Table:
    return _edges().agg(edges=lambda t: t.count())


def _most_cited() -> ibis.Table:
    counted = _edges().group_by(record="cited").agg(inside=lambda t: t.count())
    named = counted.inner_join(records().select("record", "title", "year", "cited_by"), "record")
    return named.order_by(ibis.desc("inside"), "record").limit(MOST)


def main_path(asking: Asking) -> Figure:
    """The path through the citations over which most paths from sources to sinks run."""
    told = asking.rows(_dated_edges)
    days = {row[name]: row[f"{name}_filed"] for row in told for name in ("citing", "cited")}
    edges, dropped = forward([(row["cited"], row["citing"]) for row in told], days)
    path = _main_path(edges)
    titles = {row["record"]: row["title"] for row in asking.rows(_titles)} if path else {}
    rows = tuple(
        (at, record, titles.get(record), days[record].year if days[record] else None, count)
        for at, (record, count) in enumerate(path, 1)
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
    rows, known = _edges(), records()
    rows = rows.inner_join(known.select(citing="record", citing_filed="filed"), "citing")
    return rows.inner_join(known.select(cited="record", cited_filed="filed"), "cited")


def _titles() -> ibis.Table:
    rows = _edges()
    ends = ibis.union(rows.select(record="citing"), rows.select(record="cited"), distinct=True)
    return ends.inner_join(records().select("record", "title"), "record").select("record", "title")


def forward(edges: Sequence[Edge], days: Mapping[str, date | None]) -> tuple[list[Edge], int]:
    """(earlier, later) pairs that agree with the days of filing, and how many do not: these would make circles.

    Of one day, or of days unknown, the smaller record counts as the earlier.
    """

    def order(record: str) -> tuple[date, str]:
        return days.get(record) or date.min, record

    kept = sorted(edge for edge in set(edges) if order(edge[0]) < order(edge[1]))
    return kept, len(set(edges)) - len(kept)


def path_counts(edges: Sequence[Edge]) -> dict[Edge, int]:
    """The search path count of every edge of a graph without circles."""
    after: defaultdict[str, list[str]] = defaultdict(list)
    before: defaultdict[str, list[str]] = defaultdict(list)
    for one, other in edges:
        after[one].append(other)
        before[other].append(one)
    ordered = _ordered(after, before)
    into = _paths(ordered, before)
    out = _paths(list(reversed(ordered)), after)
    return {(one, other): into[one] * out[other] for one, other in edges}


def _ordered(after: Mapping[str, list[str]], before: Mapping[str, list[str]]) -> list[str]:
    """Every node after all that it follows."""
    waiting = {node: len(before.get(node, ())) for node in {*after, *before}}
    ready = sorted(node for node, number in waiting.items() if not number)
    ordered = []
    while ready:
        node = ready.pop()
        ordered.append(node)
        for other in after.get(node, ()):
            waiting[other] -= 1
            if not waiting[other]:
                ready.append(other)
    return ordered


def _paths(ordered: Sequence[str], beyond: Mapping[str, list[str]]) -> dict[str, int]:
    """How many paths lead from an end of the graph to each node."""
    found: dict[str, int] = {}
    for node in ordered:
        found[node] = sum(found[other] for other in beyond.get(node, ())) or 1
    return found


def _main_path(edges: Sequence[Edge]) -> list[tuple[str, Any]]:
    """The nodes of the main path, each with the count of the edge to the next; the last has none."""
    counts = path_counts(edges)
    if not counts:
        return []
    after: defaultdict[str, list[str]] = defaultdict(list)
    before: defaultdict[str, list[str]] = defaultdict(list)
    for one, other in edges:
        after[one].append(other)
        before[other].append(one)
    start = min(counts, key=lambda edge: (-counts[edge], edge))
    path = list(start)
    while following := after.get(path[-1]):
        path.append(min(following, key=lambda other: (-counts[path[-1], other], other)))
    while leading := before.get(path[0]):
        path.insert(0, min(leading, key=lambda one: (-counts[one, path[0]], one)))
    return [(one, counts[one, other]) for one, other in pairwise(path)] + [(path[-1], None)]
