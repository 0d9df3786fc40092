"""Filings and grants over the years, with the years marked that are not wholly published yet."""

from collections.abc import Mapping

import ibis

from zhixian.core.engine import statements
from zhixian.core.landscape.asking import Asking, parties, records
from zhixian.core.landscape.figure import (
    STATED,
    Column,
    Figure,
    Said,
    and_more,
    chart_of,
    of_known_grants,
    of_known_state,
    without,
)
from zhixian.core.landscape.rules import last_year_ended, rules
from zhixian.core.topics.families import UNTOLD

MOST_YEARS = 400


def scale(asking: Asking) -> Figure:
    """How large the topic is."""
    told = asking.one(_scale)
    total = int(told["records"])
    told, of_grants = of_known_grants(of_known_state(told), total)
    told |= asking.one(_people)
    names = {
        "records": "申请（件）", "families": "同族（组）", "granted": "已授权（件）", "in_force": "有效（件）", "pending": "审中（件）",
        "ended": "失效（件）", "applicants": "申请人（家）", "inventors": "发明人（名）",
    }  # fmt: skip
    unnamed = [name for name in ("families", "applicants", "inventors") if total and not told[name]]
    stateless = [name for name in (*STATED, "granted") if total and told[name] is None]
    rows = tuple((zh, None if name in unnamed + stateless else int(told[name] or 0)) for name, zh in names.items())
    lacks = [f"来源没有写明{names[name].partition('（')[0]}，有多少不知道" for name in unnamed]
    return Figure(
        "scale", "总体规模", (Column("what", "项目"), Column("number", "数量")), rows, method="按申请去重，同族按简单同族。",
        sentence=_said_scale(told, total) if total else "", silence="" if total else "专题库里没有截至这一天的申请",
        limits=(
            *without(int(told["unknown"] or 0), total, "的法律状态不详"),
            *(without(untold, total, "的来源没有说同族") if (untold := int(told["untold"] or 0)) < total else ()), *lacks, *of_grants, *asking.of_state,
        ),
    )  # fmt: skip


def _said_scale(told: Mapping[str, int], total: int) -> str:
    """How many there are; of families only as many records as their sources tell the family of."""
    known = total - int(told["untold"] or 0)
    families = f"{'' if known == total else f'其中 {known:,} 件'}分属 {told['families']:,} 组同族" if known else ""
    people = f"{told['applicants']:,} 家申请人" if told["applicants"] else ""
    return (
        f"共 {total:,} 件申请" + "".join(f"，{part}" for part in (families, people and f"有 {people}") if part) + "。"
    )


def _scale() -> ibis.Table:
    rows = records()
    told = rows.family_by.fill_null("") != UNTOLD
    state, no_day = rows.state.fill_null(""), rows.granted.isnull()
    return rows.agg(
        records=rows.count(), families=rows.family.nunique(where=told), untold=rows.count(where=~told),
        granted=rows.count(where=rows.granted <= statements.day("as_of")), in_force=rows.count(where=rows.state == "in_force"),
        pending=rows.count(where=rows.state == "pending"), ended=rows.count(where=rows.state == "ended"),
        unknown=rows.count(where=rows.state.isnull()), dated=rows.count(where=~no_day),
        undated=rows.count(where=no_day & (state != "pending")), alive_undated=rows.count(where=no_day & (state == "in_force")),
    )  # fmt: skip


def _people() -> ibis.Table:
    who, by = parties("applicant"), parties("inventor")
    return who.agg(applicants=who.party.nunique()).cross_join(by.agg(inventors=by.party.nunique()))


def filings(asking: Asking) -> Figure:
    """Applications by year of filing."""
    by_year = {row["year"]: int(row["records"]) for row in asking.rows(_filings)}
    undated = by_year.pop(None, 0)
    years = filled(by_year)
    complete = asking.complete
    rows = tuple((year, number, "是" if year <= complete else "否") for year, number in years.items())
    return Figure(
        "filings", "历年申请量",
        (Column("year", "申请年", "年"), Column("records", "申请量", "件"), Column("complete", "数据完整")), rows,
        method=f"按申请日所在的年份计件。{asking.of_years}",
        chart=chart_of(
            "columns", "历年申请量", list(years),
            [("申请量", [n if y <= complete else None for y, n in years.items()]),
             (asking.not_whole, [n if y > complete else None for y, n in years.items()])], "件",
        ),
        **course(years, complete, "申请")._asdict(),
        limits=without(undated, undated + sum(by_year.values()), "没有申请日"),
    )  # fmt: skip


def _filings() -> ibis.Table:
    return records().group_by("year").agg(records=lambda t: t.count())


def grants(asking: Asking) -> Figure:
    """Grants by year; a grant is published at once, so that only the year of the last day that is known is not whole."""
    by_year = {row["year"]: int(row["records"]) for row in asking.rows(_grants)}
    ungranted = by_year.pop(None, 0)
    years = filled(by_year)
    known = asking.known
    whole = last_year_ended(known)
    until = "" if known == asking.as_of else f"{asking.until_words}，以后的授权没有收全。"
    rows = tuple((year, number, "是" if year <= whole else "否") for year, number in years.items())
    return Figure(
        "grants", "历年授权量",
        (Column("year", "授权年", "年"), Column("records", "授权量", "件"), Column("complete", "数据完整")), rows,
        method=f"按授权公告日所在的年份计件。{until}",
        chart=chart_of(
            "columns", "历年授权量", list(years),
            [("授权量", [n if y <= whole else None for y, n in years.items()]),
             ("没有收全" if until else "本年尚未结束", [n if y > whole else None for y, n in years.items()])], "件",
        ),
        **course(years, whole, "授权")._asdict(),
        limits=without(ungranted, ungranted + sum(by_year.values()), "没有授权公告日（未授权，或来源没有写明）"),
    )  # fmt: skip


def _grants() -> ibis.Table:
    rows = records()
    day = ibis.ifelse(rows.granted <= statements.day("as_of"), rows.granted, ibis.null("date"))
    return rows.mutate(granting=day.year().cast("int64")).group_by(year="granting").agg(records=lambda t: t.count())


def filled(by_year: Mapping[int, int]) -> dict[int, int]:
    """Every year from the first to the last, with 0 where nothing happened; only the last ones of a span that no life fills."""
    if not by_year:
        return {}
    first, last = min(by_year), max(by_year)
    return {year: by_year.get(year, 0) for year in range(max(first, last - MOST_YEARS), last + 1)}


def course(years: Mapping[int, int], complete: int, what: str) -> Said:
    """What can be said of numbers by year: the span, the sum, the highest year, and whether the last years of whole data rose."""
    whole = {year: number for year, number in years.items() if year <= complete}
    total = sum(whole.values())
    if total < rules()["least_rows"]:
        few = f"只有 {total} 件，不足 {rules()['least_rows']} 件" if total else "一件也没有"
        return Said(silence=f"数据完整的年份里{few}")
    first, last = min(whole), max(whole)
    most = max(whole.values())
    highest = [year for year, number in whole.items() if number == most]
    peak = "、".join(f"{year} 年" for year in highest[:3]) + and_more([whole[year] for year in highest], named=3)
    span = f"{first} 年" if first == last else f"{first} 年至 {last} 年"
    sentence = f"{span}共{what} {total:,} 件" + (
        f"，最多的是 {peak}（{'各 ' if len(highest) > 1 else ''}{most:,} 件）。" if first < last else "。"
    )
    near = rules()["recent_years"]
    if last - first + 1 >= 2 * near:
        late = sum(whole[year] for year in range(last - near + 1, last + 1))
        early = sum(whole[year] for year in range(last - 2 * near + 1, last - near + 1))
        turn = "多于" if late > early else "少于" if late < early else "等于"
        sentence += f"最近 {near} 年（{last - near + 1}—{last} 年）{late:,} 件，{turn}此前 {near} 年的 {early:,} 件。"
    return Said(sentence)
