"""Applicants: who files most, how their shares change, how concentrated they are, who came and who left; and inventors."""

from collections.abc import Mapping, Sequence
from typing import Any

import ibis

from zhixian.core.engine import statements
from zhixian.core.landscape.asking import Asking, choice, chosen, parties, records
from zhixian.core.landscape.figure import Column, Figure, Said, and_more, chart_of, few, half_up, percent, without
from zhixian.core.landscape.rules import rules
from zhixian.core.landscape.trends import filled

MOST, MOST_LINES = 20, 5


def applicants(asking: Asking) -> Figure:
    """The applicants with the most records."""
    told = asking.rows(_ranked)
    totals = asking.one(_totals)
    total, named = int(totals["records"]), int(totals["named"])
    rows = tuple(
        (row["party_name"], int(row["records"]), percent(row["records"], total), row["first"], row["last"])
        for row in told
    )
    sentence, silence = "", f"{few(named, '有申请人')}，不足 {rules()['least_rows']} 件"
    if named >= rules()["least_rows"]:
        silence = ""
        top = rows[: min(MOST_LINES, len(rows))]
        listed = "、".join(f"{name}（{number:,} 件）" for name, number, *_ in top)
        sentence = f"{totals['parties']:,} 家申请人中，申请量在前的是{listed}。"
        if len(rows) > 1 and (rows[0][1] == 1 or (rows[0][1] == rows[-1][1] and len(rows) == totals["parties"])):
            sentence = f"{totals['parties']:,} 家申请人各有 {rows[0][1]:,} 件申请。"
    return Figure(
        "applicants", "主要申请人",
        (Column("applicant", "申请人"), Column("records", "申请量", "件"), Column("share", "占全部申请", "%"),
         Column("first", "最早申请年", "年"), Column("last", "最近申请年", "年")),
        rows, method=f"同一申请人的写法按归并清单合并；共同申请在每一家各计一次。取前 {MOST} 家。",
        chart=chart_of("bars", "主要申请人", [row[0] for row in rows], [("申请量", [row[1] for row in rows])], "件"),
        sentence=sentence, silence=silence, limits=without(total - named, total, "没有申请人"),
    )  # fmt: skip


def _by_party() -> ibis.Table:
    rows = parties("applicant")
    return rows.group_by("party").agg(
        party_name=rows.party_name.min(), records=rows.count(), first=rows.year.min(), last=rows.year.max(),
        late=rows.count(where=rows.year > statements.integer("complete") - rules()["recent_years"]),
    )  # fmt: skip


def _ranked() -> ibis.Table:
    return _by_party().order_by(ibis.desc("records"), "party").limit(MOST)


def _totals() -> ibis.Table:
    rows = parties("applicant")
    return rows.agg(named=rows.count(where=rows.nth == 1), parties=rows.party.nunique()).cross_join(
        records().agg(records=lambda t: t.count())
    )


def shares(asking: Asking) -> Figure:
    """The share of the largest applicants in the filings of each year."""
    ranked = asking.rows(_ranked)
    largest = {row["party"]: int(row["records"]) for row in ranked[:MOST_LINES]}
    told = asking.rows(_over_time, chosen=choice(largest))
    totals: dict[int, int] = {row["year"]: int(row["total"]) for row in told}
    named = sorted((row for row in told if row["party_name"]), key=lambda row: (-largest[row["party"]], row["party"]))
    names = list(dict.fromkeys(row["party_name"] for row in named))
    cells = {(row["party_name"], row["year"]): int(row["number"]) for row in named}
    years = list(filled(totals))
    rows = tuple(
        (year, name, cells.get((name, year), 0), percent(cells.get((name, year), 0), totals.get(year, 0)))
        for year in years
        for name in names
    )
    lines = [
        (name, [percent(cells.get((name, year), 0), totals[year]) if year in totals else None for year in years])
        for name in names
    ]
    enough = len(years) >= 2 and sum(totals.values()) >= rules()["least_rows"] and bool(names)
    said = Said(silence="数据完整的年份不足两年，或件数太少")
    if enough:
        most = [(row["party_name"], int(row["records"])) for row in ranked]
        number_of = {year: cells.get((most[0][0], year), 0) for year in (min(totals), max(totals))}
        said = _of_the_largest(
            most,
            int(asking.one(_totals)["parties"]),
            {year: percent(number, totals[year]) for year, number in number_of.items()},
        )
    return Figure(
        "shares", "主要申请人的份额变化",
        (Column("year", "申请年", "年"), Column("applicant", "申请人"), Column("records", "申请量", "件"), Column("share", "占当年申请", "%")),
        rows, method=f"申请量前 {MOST_LINES} 家在每年全部申请中所占的比例，只用数据完整的年份。{asking.of_whole_years}",
        chart=chart_of("lines", "主要申请人的份额变化", [f"{year:04}-12-31" for year in years], lines, "%"),
        sentence=said.sentence, silence=said.silence,
    )  # fmt: skip


def _of_the_largest(ranked: Sequence[tuple[str, int]], parties: int, shares: Mapping[int, float]) -> Said:
    """How the share of the largest changed, `shares` by the first and the last year; among equals nobody is the largest."""
    (name, number), (first, last) = ranked[0], (min(shares), max(shares))
    if len(ranked) > 1 and ranked[1][1] == number:
        equals = _most_of(ranked, parties)
        return Said(f"{'申请人' if equals.startswith('各有') else ''}{equals}，份额的变化看图表。")
    if not any(shares.values()):
        return Said(silence=f"申请量最大的{name}在 {first} 年和 {last} 年都没有申请，份额的变化看图表")
    return Said(f"申请量最大的{name}，占当年申请的份额{_changed(first, shares[first], last, shares[last])}。")


def _changed(first: int, before: float, last: int, now: float) -> str:
    if before == now:
        return f"在 {first} 年和 {last} 年都是 {now}%"
    return f"由 {first} 年的 {before}% 变为 {last} 年的 {now}%"


def _over_time() -> ibis.Table:
    """Every year of whole data with its total, and in it the records of the largest applicants."""
    complete = statements.integer("complete")
    rows = records()
    totals = rows.filter(rows.year <= complete).group_by("year").agg(total=lambda t: t.count())
    named = parties("applicant")
    named = named.filter(named.year <= complete, chosen(named.party))
    cells = named.group_by("party", "year").agg(party_name=named.party_name.min(), number=named.count())
    both = totals.left_join(cells, "year")
    return both.select("year", "total", "party", "party_name", "number")


def concentration(asking: Asking) -> Figure:
    """How much of the filings of each year, and of all, falls to few applicants."""
    told = {row["year"]: row for row in asking.rows(_concentration, True)}
    told.pop(None, None)
    whole = next(iter(asking.rows(_concentration, False)), None)
    rows: list[tuple[Any, ...]] = [
        (*_measured(str(year), told[year]), "是" if year <= asking.complete else "否") for year in sorted(told)
    ]
    rows += [(*_measured("全部", whole), "")] if whole else []
    enough = bool(whole) and float(whole["weight"]) >= rules()["least_rows"] if whole else False
    sentence = ""
    if whole and enough:
        _, hhi, alike, four, *_ = rows[-1]
        sentence = (
            f"全部申请的赫芬达尔指数为 {hhi:,}（满分 10,000），相当于 {alike:,} 家规模相同的申请人；前四家占 {four}%。"
        )
    years = [row for row in rows[:-1] if int(row[0]) <= asking.complete]
    return Figure(
        "concentration", "申请人集中度",
        (Column("year", "申请年"), Column("hhi", "赫芬达尔指数 HHI"), Column("alike", "相当于规模相同的家数", "家"),
         Column("cr4", "前四家份额 CR4", "%"), Column("records", "申请量", "件"), Column("complete", "数据完整")),
        tuple(rows),
        method="HHI = 10,000 × Σ（份额²），CR4 = 前四家份额之和；共同申请由各申请人平分，份额之和为 1。"
        + asking.of_years,
        chart=chart_of("lines", "申请人集中度（CR4）", [f"{row[0]:0>4}-12-31" for row in years], [("CR4", [row[3] for row in years])], "%") if len(years) > 1 else None,
        sentence=sentence, silence="" if sentence else "有申请人的申请太少",
    )  # fmt: skip


def _measured(year: str, row: dict[str, Any]) -> tuple[Any, ...]:
    hhi = 10_000 * float(row["squares"]) / float(row["weight"]) ** 2
    return (
        year,
        int(half_up(hhi)),
        half_up(10_000 / hhi, 1),
        percent(float(row["four"]), float(row["weight"])),
        int(half_up(float(row["weight"]))),
    )


def _concentration(yearly: bool) -> ibis.Table:
    rows = parties("applicant")
    rows = rows.mutate(year=rows.year if yearly else ibis.literal(0))
    held = rows.group_by("year", "party").agg(weight=rows.part.sum())
    place = ibis.row_number().over(group_by=held.year, order_by=[ibis.desc(held.weight), held.party])
    held = held.mutate(place=place)
    return held.group_by("year").agg(
        squares=(held.weight * held.weight).sum(), weight=held.weight.sum(),
        four=held.weight.sum(where=held.place < 4),
    )  # fmt: skip


def movers(asking: Asking, *, came: bool) -> Figure:
    """Applicants who came in the last years of whole data, or who have not filed since."""
    near, least = rules()["recent_years"], rules()["movers"]["leaver_at_least"]
    since = asking.complete - near + 1
    told = asking.rows(_movers, came)
    total = int(told[0]["all"]) if told else 0
    rows = tuple((row["party_name"], int(row["records"]), row["first"], row["last"]) for row in told)
    title = "新进入者" if came else "退出者"
    rule = (
        f"最早一件申请在 {since} 年或以后的申请人。" if came
        else f"至少有 {least} 件申请、最近一件在 {since - 1} 年或以前的申请人；{asking.complete + 1} 年起的申请{asking.not_whole}，可能已有新申请。"
    )  # fmt: skip
    sentence = ""
    if rows:
        when = f"{since} 年以来首次申请的" if came else f"至少有 {least} 件申请、{since} 年以来没有再申请的"
        sentence = f"{when}申请人有 {total:,} 家，{_most_of(rows, total)}。"
    return Figure(
        "newcomers" if came else "leavers", title,
        (Column("applicant", "申请人"), Column("records", "申请量", "件"), Column("first", "最早申请年", "年"), Column("last", "最近申请年", "年")),
        rows, method=f"{rule}取件数最多的 {MOST} 家。{asking.of_whole_years}",
        chart=chart_of("bars", title, [row[0] for row in rows], [("申请量", [row[1] for row in rows])], "件"),
        sentence=sentence, silence="" if rows else f"按规则没有{title}" if asking.one(_dated)["records"] else "没有一件既有申请人又有申请日",
    )  # fmt: skip


def _dated() -> ibis.Table:
    rows = parties("applicant")
    return rows.agg(records=rows.count(where=rows.year.notnull()))


def _most_of(rows: Sequence[tuple[Any, ...]], total: int) -> str:
    """Who of some, the most first, has the most, where not all have as many: `rows` may be the first of them only."""
    name, number, *_ = rows[0]
    alike = sum(row[1] == number for row in rows)
    if alike == 1:
        return f"申请最多的是{name}（{number:,} 件）"
    if alike == total or number == 1:
        return f"各有 {number:,} 件申请"
    return f"申请最多的是{name}等{f' {alike:,} 家' if alike < len(rows) else ''}，各 {number:,} 件"


def _movers(came: bool) -> ibis.Table:
    since = statements.integer("complete") - rules()["recent_years"] + 1
    rows = _by_party()
    if came:
        rows = rows.filter(rows["first"] >= since)
    else:
        rows = rows.filter(rows["last"] < since, rows.records >= rules()["movers"]["leaver_at_least"])
    rows = rows.mutate(all=rows.count().over(ibis.window()))
    return rows.order_by(ibis.desc("records"), "party").limit(MOST)


def inventors(asking: Asking) -> Figure:
    """The inventors with the most records."""
    told = asking.rows(_inventors)
    total = int(asking.one(_totals)["records"])
    named = int(asking.one(_with_inventor)["named"])
    rows = tuple((row["party_name"], int(row["records"]), percent(row["records"], total)) for row in told)
    enough = named >= rules()["least_rows"]
    sentence = f"发明人中申请量最多的是{rows[0][0]}，{rows[0][1]:,} 件。" if enough else ""
    if enough and len(rows) > 1 and rows[1][1] == rows[0][1]:
        sentence = f"发明人中申请量最多的是{rows[0][0]}、{rows[1][0]}{and_more([row[1] for row in rows], named=2)}，各 {rows[0][1]:,} 件。"
    return Figure(
        "inventors", "主要发明人",
        (Column("inventor", "发明人"), Column("records", "申请量", "件"), Column("share", "占全部申请", "%")), rows,
        method=f"按姓名计件，取前 {MOST} 名。", sentence=sentence,
        silence="" if enough else few(named, "写明发明人"),
        chart=chart_of("bars", "主要发明人", [row[0] for row in rows], [("申请量", [row[1] for row in rows])], "件"),
        limits=("同名的不同发明人分不开，一人的不同写法没有合并。", *without(total - named, total, "没有写明发明人")),
    )  # fmt: skip


def _inventors() -> ibis.Table:
    rows = parties("inventor")
    counted = rows.group_by("party").agg(party_name=rows.party_name.min(), records=rows.count())
    return counted.order_by(ibis.desc("records"), "party").limit(MOST)


def _with_inventor() -> ibis.Table:
    rows = parties("inventor")
    return rows.agg(named=rows.count(where=rows.nth == 1))
