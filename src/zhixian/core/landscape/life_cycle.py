"""The life cycle: applicants against filings, each year in a stage by a published rule."""

from collections.abc import Mapping, Sequence

import ibis

from zhixian.core.engine import statements
from zhixian.core.landscape.asking import Asking, parties, records
from zhixian.core.landscape.figure import Column, Figure, chart_of
from zhixian.core.landscape.rules import rules
from zhixian.core.landscape.trends import filled

INTRODUCTION, GROWTH, MATURITY, DECLINE = "萌芽期", "成长期", "成熟期", "衰退期"


def life_cycle(asking: Asking) -> Figure:
    """Filings and applicants by year of whole data, and the stage of each year."""
    told = asking.rows(_by_year)
    count = filled({row["year"]: int(row["records"]) for row in told})
    who = filled({row["year"]: int(row["parties"]) for row in told})
    rule = rules()["life_cycle"]
    named = any(who.values()) or not count
    found, why = stages(count, who, rule) if named else ({}, "没有一件写明申请人，不划分阶段")
    people = {year: who.get(year, 0) if named else None for year in count}
    rows = tuple((year, count[year], people[year], found.get(year, "")) for year in count)
    sentence = ""
    if found:
        last = max(found)
        since = last
        while found.get(since - 1) == found[last]:
            since -= 1
        span = f"{last} 年" if since == last else f"{since} 年至 {last} 年"
        sentence = f"按规则，{span}处于{found[last]}：{last} 年申请 {count[last]:,} 件，申请人 {who[last]:,} 家。"
    return Figure(
        "life_cycle", "技术生命周期",
        (Column("year", "申请年", "年"), Column("records", "申请量", "件"), Column("applicants", "申请人", "家"), Column("stage", "阶段")),
        rows, method=_method(rule) + asking.of_whole_years, sentence=sentence, silence=why,
        chart=chart_of(
            "lines", "申请量与申请人数", [f"{year:04}-12-31" for year in count],
            [("申请量", list(count.values())), ("申请人", list(people.values()))], "件、家",
        ) if len(count) > 1 else None,
        limits=("只用数据完整的年份；没有申请人的申请计入申请量，不计入申请人数。",),
    )  # fmt: skip


def _by_year() -> ibis.Table:
    rows = records().filter(lambda t: t.year <= statements.integer("complete"))
    filed = rows.group_by("year").agg(records=lambda t: t.count())
    named = parties("applicant")
    who = named.group_by("year").agg(parties=named.party.nunique())
    both = filed.left_join(who, "year")
    return both.select("year", "records", parties=both.parties.fill_null(0))


def stages(count: Mapping[int, int], who: Mapping[int, int], rule: Mapping[str, float]) -> tuple[dict[int, str], str]:
    """The stage of each year, or why none can be told."""
    years = sorted(count)
    total = sum(count.values())
    if len(years) < rule["least_years"] or total < rule["least_filings"]:
        return {}, (
            f"数据完整的年份 {len(years)} 年、申请 {total:,} 件，不足 {rule['least_years']} 年或 {rule['least_filings']} 件，不划分阶段"
        )
    filings, people = (_smoothed(years, of, int(rule["window"])) for of in (count, who))
    highest = max(filings.values())
    peak = min(year for year in years if filings[year] == highest)
    found = {}
    for year in years:
        now, before = filings[year], filings.get(year - 1, 0.0)
        if year < peak and now < rule["introduction_below"] * highest:
            found[year] = INTRODUCTION
        elif year > peak and now < rule["decline_below"] * highest and people[year] <= people[year - 1]:
            found[year] = DECLINE
        else:
            found[year] = GROWTH if now >= (1 + rule["growth_at_least"]) * before else MATURITY
    return found, ""


def _smoothed(years: Sequence[int], of: Mapping[int, int], window: int) -> dict[int, float]:
    """Each year with those before it, as many as the window has."""
    return {
        year: sum(of[y] for y in years[max(0, at - window + 1) : at + 1]) / (at + 1 - max(0, at - window + 1))
        for at, year in enumerate(years)
    }


def _method(rule: Mapping[str, float]) -> str:
    low, grow, fall = (round(100 * rule[key]) for key in ("introduction_below", "growth_at_least", "decline_below"))
    return (
        f"申请量和申请人数各取 {rule['window']} 年平均。峰值之前低于峰值 {low}% 的年份为萌芽期；峰值之后低于峰值 {fall}% 且申请人不增加的为"
        f"衰退期；其余比上一年增长 {grow}% 以上的为成长期，别的为成熟期。规则第 {rules()['version']} 版。"
    )
