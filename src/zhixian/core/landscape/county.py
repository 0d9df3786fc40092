"""A county's place in a topic: its share, its rank among counties, and in which fields it is specialised."""

from typing import Any

import ibis

from zhixian.core.engine import statements
from zhixian.core.landscape.asking import Asking, classes, records
from zhixian.core.landscape.figure import Column, Figure, chart_of, few, half_up, percent, without
from zhixian.core.landscape.rules import rules
from zhixian.core.registry.places import with_code
from zhixian.core.topics.technology import technology_fields


def place(asking: Asking, code: str) -> Figure:
    """Share and rank among regions of the same level that have any record in the topic."""
    digits = len(asking.region)
    told = {row["region"]: int(row["records"]) for row in asking.rows(_by_region, digits)}
    totals = asking.one(_totals, digits)
    total, placed = int(totals["records"]), int(totals["placed"])
    own = told.get(asking.region, 0)
    rank = 1 + sum(number > own for number in told.values()) if own else None
    name = with_code(code)
    rows: tuple[tuple[str, Any], ...] = (
        ("申请（件）", own), ("占全部申请（%）", percent(own, total, 2)), ("占有地区的申请（%）", percent(own, placed, 2)),
        ("同级地区中的名次", rank), ("有申请的同级地区（个）", len(told)),
    )  # fmt: skip
    if not placed:  # nobody knows where any of them is from, so that none here is no count
        rows = tuple((what, None) for what, _ in rows)
    sentence = f"{name}在专题里没有申请。" if placed >= rules()["least_rows"] else ""
    if own and sentence:
        sentence = f"{name}有 {own:,} 件，占认得出地区的 {placed:,} 件的 {percent(own, placed, 2)}%，在 {len(told):,} 个有申请的同级地区中列第 {rank} 位。"
    return Figure(
        "county", "本地在专题中的位置", (Column("what", "项目"), Column("number", "数量")), rows,
        method="按第一申请人地址所在地；名次按件数，件数相同名次相同。", sentence=sentence,
        silence="" if sentence else few(placed, "认得出地区"), limits=(*without(total - placed, total, "认不出这一级的地区"), *asking.of_place),
    )  # fmt: skip


def _by_region(digits: int) -> ibis.Table:
    rows = _placed(digits)
    return rows.filter(rows.at.notnull()).group_by(region="at").agg(records=lambda t: t.count())


def _placed(digits: int) -> ibis.Table:
    """Records with the region of this level they lie in; none where only a larger one is known."""
    rows = records()
    known = rows.region.left(digits)
    beyond = rows.region.substr(digits - 2, 2) if digits > 2 else rows.region.left(2)
    return rows.mutate(at=ibis.ifelse(beyond != "00", known, ibis.null("string")))


def _totals(digits: int) -> ibis.Table:
    rows = _placed(digits)
    return rows.agg(records=rows.count(), placed=rows.count(where=rows.at.notnull()))


def specialisation(asking: Asking, code: str) -> Figure:
    """The revealed technology advantage of the county in each field."""
    told = asking.rows(_by_field)
    whole = sum(int(row["records"]) for row in told)
    own = sum(int(row["own"]) for row in told)
    known = technology_fields()
    rows = []
    for row in told:
        if row["own"] and own:
            rta = (int(row["own"]) / own) / (int(row["records"]) / whole)
            rows.append(
                (
                    known[row["field"]].name,
                    int(row["own"]),
                    int(row["records"]),
                    half_up(rta, 2),
                    half_up((rta - 1) / (rta + 1), 2),
                )
            )
    rows.sort(key=lambda row: (-row[3], -row[1], row[0]))
    strong = [row for row in rows if row[3] > 1 and row[1] >= rules()["least_rows"]]
    sentence, silence = "", f"本地没有一个领域件数达到 {rules()['least_rows']} 件且 RTA 大于 1"
    if not own and (placed := int(asking.one(_totals, len(asking.region))["placed"])) < rules()["least_rows"]:
        silence = few(placed, "认得出地区")
    if strong:
        name, number, _, rta, _ = strong[0]
        sentence = f"相对于整个专题，{with_code(code)}最专的领域是{name}（{number:,} 件，RTA {rta}）。"
    return Figure(
        "specialisation", "本地的技术专长",
        (Column("field", "技术领域"), Column("own", "本地", "件"), Column("records", "专题", "件"), Column("rta", "RTA"), Column("rta_star", "标准化 RTA")),
        tuple(rows), method=(
            "RTA = （本地该领域件数 ÷ 本地各领域件数之和）÷（专题该领域件数 ÷ 专题各领域件数之和），大于 1 为专长；标准化 RTA = （RTA−1）÷（RTA+1），在 −1 与 1 之间。"
        ),
        chart=chart_of("bars", "本地的技术专长（RTA）", [row[0] for row in rows], [("RTA", [row[3] for row in rows])], "RTA"),
        sentence=sentence, silence="" if sentence else silence,
        limits=asking.of_place,
    )  # fmt: skip


def _by_field() -> ibis.Table:
    rows = classes()
    rows = rows.filter(rows.new_field).select("nr", "field")
    at = records()
    rows = rows.inner_join(at.select("nr", here=at.region.startswith(statements.text("region")).fill_null(False)), "nr")
    return rows.group_by("field").agg(records=rows.count(), own=rows.count(where=rows.here))
