"""Where applications come from: provinces and counties of Chinese applicants, and countries."""

import ibis

from zhixian.core.kernel.countries import country_name
from zhixian.core.landscape.asking import Asking, records
from zhixian.core.landscape.figure import Column, Figure, Said, and_more, chart_of, few, percent, without
from zhixian.core.landscape.rules import rules
from zhixian.core.registry.places import name_of

MOST = 20
LEVELS = {"province": 2, "county": 6}


def has_places(asking: Asking) -> bool:
    """Whether the place of any record by the day is known, so that something can be said to be here or elsewhere."""
    return int(asking.one(_with_place)["placed"]) > 0


def _with_place() -> ibis.Table:
    return records().agg(placed=lambda t: t.region.count())


def regions(asking: Asking, level: str) -> Figure:
    """Records by the province or county of their first holder; shares are of those whose place is known."""
    told = asking.rows(_by_region, level)
    total, placed = _total(asking, f"region_{level}")
    rows = tuple(
        (row["value"], name_of(row["value"]) or row["value"], int(row["records"]), percent(row["records"], placed))
        for row in told
    )
    title, word = ("省份分布", "省份") if level == "province" else ("县区分布", "县区")
    base = f"认得出{word}的" if placed < total else "全部"
    return Figure(
        f"regions_{level}", title,
        (Column("code", "行政区划代码"), Column("name", "地区"), Column("records", "申请量", "件"), Column("share", f"占{base}申请", "%")),
        rows, method=f"按第一申请人地址所在地；由检索式生成的专题库按权利人当日所在地。取前 {MOST} 个。",
        **_said(rows, placed, word, base if placed < total else "")._asdict(),
        chart=chart_of("bars", title, [row[1] for row in rows], [("申请量", [row[2] for row in rows])], "件"),
        limits=(*without(total - placed, total, f"认不出{word}"), *asking.of_place),
    )  # fmt: skip


def countries(asking: Asking, *, of: str) -> Figure:
    """Records by the office that published them, or by the country of the first priority; shares are of those that tell one."""
    told = asking.rows(_by_country, of)
    total, placed = _total(asking, of)
    rows = tuple(
        (row["value"], country_name(row["value"]), int(row["records"]), percent(row["records"], placed)) for row in told
    )
    title = "受理国家和地区" if of == "country" else "首次申请（优先权）国家和地区"
    return Figure(
        "offices" if of == "country" else "origins", title,
        (Column("code", "代码"), Column("name", "国家或地区"), Column("records", "申请量", "件"), Column("share", "占有国别的申请" if of == "country" else "占有优先权国别的申请", "%")),
        rows, method="按公开文献的国别代码（WIPO ST.3）。" if of == "country" else "按优先权的国别代码；没有优先权的不知道首次申请地。",
        **_said(rows, placed, "国家或地区", "有国别的" if of == "country" else "有优先权国别的")._asdict(),
        chart=chart_of("bars", title, [row[1] for row in rows], [("申请量", [row[2] for row in rows])], "件"),
        limits=without(total - placed, total, "没有国别" if of == "country" else "没有优先权国别"),
    )  # fmt: skip


def _value(level: str) -> ibis.Table:
    rows = records()
    if level.startswith("region_"):
        digits = LEVELS[level.removeprefix("region_")]
        known = rows.region.left(digits)
        whole = known if digits == 6 else known + "0" * (6 - digits)
        value = ibis.ifelse(rows.region.right(2) != "00", whole, ibis.null("string")) if digits == 6 else whole
        return rows.select(value=value)
    return rows.select(value=rows[level])


def _by_region(level: str) -> ibis.Table:
    return _ranked(_value(f"region_{level}"))


def _by_country(of: str) -> ibis.Table:
    return _ranked(_value(of))


def _ranked(rows: ibis.Table) -> ibis.Table:
    counted = rows.filter(rows.value.notnull()).group_by("value").agg(records=lambda t: t.count())
    return counted.order_by(ibis.desc("records"), "value").limit(MOST)


def _placed(level: str) -> ibis.Table:
    rows = _value(level)
    return rows.agg(records=rows.count(), placed=rows.count(where=rows.value.notnull()))


def _total(asking: Asking, level: str) -> tuple[int, int]:
    told = asking.one(_placed, level)
    return int(told["records"]), int(told["placed"])


def _said(rows: tuple[tuple[str, str, int, float], ...], placed: int, what: str, among: str = "") -> Said:
    """What can be said of the first place; `among` names those that shares are of, where that is not every record."""
    if placed < rules()["least_rows"]:
        return Said(silence=few(placed, f"认得出{what}"))
    _, name, number, share = rows[0]
    if number == placed:
        return Said(f"{among or f'认得出{what}的'} {placed:,} 件全部属于{name}。")
    of = f"{among} {placed:,} 件的 " if among else " "
    if len(rows) > 1 and rows[1][2] == number:
        return Said(
            f"申请最多的{what}是{name}和{rows[1][1]}{and_more([row[2] for row in rows], named=2)}，各 {number:,} 件，占{of}{share}%。"
        )
    return Said(f"申请最多的{what}是{name}，{number:,} 件，占{of}{share}%。")
