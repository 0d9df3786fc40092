"""Matrices: classes over years, and classes by classes with the white spaces that a stated rule finds."""

import ibis

from zhixian.core.engine import statements
from zhixian.core.landscape.asking import Asking, choice, chosen, classes, count_of_records, records
from zhixian.core.landscape.figure import Column, Figure, chart_of, half_up
from zhixian.core.landscape.rules import rules

_COMPARED = 6
"""Years of which the last three are held against the three before."""


def over_years(asking: Asking) -> Figure:
    """The largest subclasses in the last years of whole data, from the first that anything was filed in: nobody knows what there was before."""
    rule = rules()["matrix"]
    top = [row["subclass"] for row in asking.rows(_top)]
    told = asking.rows(_over_years, chosen=choice(top))
    first = asking.one(_first)["first"]
    begin = asking.complete - rule["years"] + 1
    years = list(range(max(begin, int(first)), asking.complete + 1)) if first is not None else []
    cells = {(row["subclass"], row["year"]): int(row["records"]) for row in told}
    rows = tuple((name, year, cells.get((name, year), 0)) for name in top for year in years)
    sums = {name: sum(cells.get((name, year), 0) for year in years[-3:]) for name in top}
    before = {name: sum(cells.get((name, year), 0) for year in years[-6:-3]) for name in top}
    risen = max(top, key=lambda name: (sums[name] - before[name], name), default=None)
    sentence, silence = "", "没有小类的增长可说"
    if len(years) < _COMPARED:
        silence = f"有申请而且数据完整的年份不足 {_COMPARED} 年，增长无从比较"
    elif risen is not None and sums[risen] > before[risen] and sums[risen] >= rules()["least_rows"]:
        silence = ""
        sentence = f"最近 3 个数据完整的年份里增加最多的小类是 {risen}，由此前 3 年的 {before[risen]:,} 件增至 {sums[risen]:,} 件。"
    return Figure(
        "class_years", "小类与年份", (Column("class", "小类"), Column("year", "申请年", "年"), Column("records", "申请量", "件")), rows,
        method=f"件数最多的 {rule['size']} 个小类在最近 {rule['years']} 个数据完整的年份里的申请量。"
        + (f"专题里最早的申请在 {first} 年，以前的年份不列。" if first is not None and first > begin else "")
        + asking.of_whole_years,
        chart=chart_of("matrix", "小类与年份", years, [(name, [cells.get((name, y), 0) for y in years]) for name in top], "件"),
        sentence=sentence, silence=silence,
    )  # fmt: skip


def _first() -> ibis.Table:
    rows = records()
    return rows.agg(first=rows.year.min())


def _subclasses() -> ibis.Table:
    rows = classes()
    return rows.filter(rows.new_subclass).select("nr", "subclass", "year")


def _top() -> ibis.Table:
    counted = _subclasses().group_by("subclass").agg(whole=lambda t: t.count())
    return counted.order_by(ibis.desc("whole"), "subclass").limit(rules()["matrix"]["size"])


def _over_years() -> ibis.Table:
    rows = _subclasses()
    rows = rows.filter(chosen(rows.subclass))
    complete = statements.integer("complete")
    rows = rows.mutate(
        year=ibis.ifelse(rows.year.between(complete - rules()["matrix"]["years"] + 1, complete), rows.year, 0)
    )
    return rows.group_by("subclass", "year").agg(records=lambda t: t.count())


def pairs(asking: Asking) -> Figure:
    """The largest subclasses two by two: what is there against what independent classes would bring."""
    rule = rules()["matrix"]
    top = [row["subclass"] for row in asking.rows(_top)]
    told = asking.rows(_pairs, chosen=choice(top))
    total = int(asking.one(count_of_records)["records"])
    whole = {row["one"]: int(row["records"]) for row in told if row["one"] == row["other"]}
    cells = {(row["one"], row["other"]): int(row["records"]) for row in told}
    cells |= {(other, one): number for (one, other), number in cells.items()}
    rows, white = [], []
    for at, one in enumerate(top):
        for other in top[at + 1 :]:
            number, expected = cells.get((one, other), 0), whole[one] * whole[other] / total
            empty = expected >= rule["expected_at_least"] and number < rule["observed_share_below"] * expected
            rows.append((one, other, number, half_up(expected, 1), "空白区" if empty else ""))
            white += [(expected, one, other, number)] if empty else []
    sentence = ""
    if white:
        expected, one, other, number = max(white)
        alike = sum(half_up(told, 1) == half_up(expected, 1) for told, *_ in white)
        what = f"最明显的是 {one} 与 {other}" if alike == 1 else f"最明显的有 {alike} 处，其中 {one} 与 {other}"
        sentence = (
            f"按规则有 {len(white)} 处空白区，{what}：按各自件数应有约 {half_up(expected, 1)} 件，实有 {number:,} 件。"
        )
    return Figure(
        "white_spaces", "小类交叉与空白区",
        (Column("one", "小类"), Column("other", "小类"), Column("records", "同属两类", "件"), Column("expected", "独立分布应有", "件"), Column("white", "判断")),
        tuple(rows), method=(
            f"取件数最多的 {rule['size']} 个小类。应有件数 = 两类件数之积 ÷ 总件数；应有不低于 {rule['expected_at_least']} 件而实有低于应有的 "
            f"{round(100 * rule['observed_share_below'])}%，记为空白区。空白可能是机会，也可能是技术上不相干。"
        ),
        chart=chart_of("matrix", "小类交叉", top, [(one, [cells.get((one, other), 0) for other in top]) for one in top], "件"),
        sentence=sentence, silence="" if sentence else "按规则没有空白区",
    )  # fmt: skip


def _pairs() -> ibis.Table:
    rows = _subclasses()
    rows = rows.filter(chosen(rows.subclass))
    one, other = rows.select("nr", one="subclass"), rows.select("nr", other="subclass")
    both = one.inner_join(other, "nr")
    both = both.filter(both.one <= both.other)
    return both.group_by("one", "other").agg(records=lambda t: t.count())
