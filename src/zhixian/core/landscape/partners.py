"""With whom to cooperate and from whom to buy: candidates scored by published parts, each part shown."""

from math import sqrt
from typing import Any

import ibis

from zhixian.core.engine import statements
from zhixian.core.landscape.applicants import MOST
from zhixian.core.landscape.asking import Asking, applicants, classes, records, table
from zhixian.core.landscape.figure import Column, Figure, chart_of
from zhixian.core.landscape.rules import rules

INSTITUTIONS = ("university", "institute")


def cooperation(asking: Asking) -> Figure:
    """Applicants from elsewhere whose fields are those of the county, with links to its own applicants."""
    rule = rules()["cooperation"]
    weights = rule["weights"]
    own = {row["field"]: int(row["records"]) for row in asking.rows(_own_fields)}
    vectors: dict[str, dict[int, int]] = {}
    for row in asking.rows(_fields_of_parties):
        vectors.setdefault(row["party"], {})[row["field"]] = int(row["records"])
    links = {row["party"]: int(row["links"]) for row in asking.rows(_links)}
    rows = []
    for row in asking.rows(_others):
        number = int(row["records"])
        parts = {
            "similarity": cosine(own, vectors.get(row["party"], {})),
            "links": min(1.0, links.get(row["party"], 0) / rule["most_links"]),
            "activity": int(row["late"]) / number,
            "in_force": int(row["alive"]) / number,
        }
        shown = [round(weights[name] * part, 1) for name, part in parts.items()]
        if parts["similarity"] > 0:
            rows.append(
                (
                    row["party_name"],
                    round(sum(shown), 1),
                    *shown,
                    number,
                    links.get(row["party"], 0),
                    int(row["late"]),
                    int(row["alive"]),
                )
            )
    rows.sort(key=lambda row: (-row[1], row[0]))
    rows = rows[:MOST]
    parts_of = "、".join(
        f"{zh} {weights[name]}"
        for name, zh in (
            ("similarity", "领域相近"),
            ("links", "共同申请"),
            ("activity", "近年活跃"),
            ("in_force", "有效占比"),
        )
    )
    sentence = f"按公布的分项得分最高的是{rows[0][0]}（{rows[0][1]} 分）。" if rows and own else ""
    return Figure(
        "cooperation", "可以合作的申请人",
        (Column("applicant", "申请人"), Column("score", "得分"), Column("similarity", "领域相近"), Column("links", "共同申请"),
         Column("activity", "近年活跃"), Column("in_force", "有效占比"), Column("records", "申请量", "件"), Column("linked", "与本地共同申请", "件"),
         Column("late", "近年申请", "件"), Column("alive", "有效", "件")),
        tuple(rows), method=(
            f"满分 100：{parts_of}。领域相近是本地与该申请人各技术领域件数的余弦；共同申请满 {rule['most_links']} 件得满分；近年指 "
            f"{asking.complete - rules()['recent_years'] + 1} 年以来。至少有 {rule['least_records']} 件申请、多数不在本地的才列入。规则第 {rules()['version']} 版。"
        ),
        chart=chart_of("bars", "可以合作的申请人", [row[0] for row in rows], [("得分", [row[1] for row in rows])], "分"),
        sentence=sentence, silence="" if sentence else "本地在专题里没有能归入技术领域的申请，无从比较" if not own else "没有领域相近的外地申请人",
        limits=("只说明领域和往来，不说明对方愿不愿意合作。",),
    )  # fmt: skip


def cosine(one: dict[int, int], other: dict[int, int]) -> float:
    """How alike two profiles are: 1 for the same proportions, 0 for nothing in common."""
    above = sum(number * other.get(key, 0) for key, number in one.items())
    below = sqrt(sum(n * n for n in one.values())) * sqrt(sum(n * n for n in other.values()))
    return above / below if below else 0.0


def _here(rows: ibis.Table) -> ibis.expr.types.BooleanValue:
    return rows.region.startswith(statements.text("region")).fill_null(False)


def _own_fields() -> ibis.Table:
    rows = records()
    own = rows.filter(_here(rows)).select("record")
    symbols = classes()
    symbols = symbols.filter(symbols.field.notnull()).select("record", "field").distinct().semi_join(own, "record")
    return symbols.group_by("field").agg(records=lambda t: t.count())


def _parties() -> ibis.Table:
    """Each applicant with how many records it has, how many lie here, are late, are in force."""
    at = records()
    late = at.year > statements.integer("complete") - rules()["recent_years"]
    at = at.select(
        "record", here=_here(at), late=late.fill_null(False), alive=(at.state == "in_force").fill_null(False)
    )
    rows = applicants().inner_join(at, "record")
    return rows.group_by("party").agg(
        party_name=rows.party_name.min(), records=rows.count(), here=rows.count(where=rows.here),
        late=rows.count(where=rows.late), alive=rows.count(where=rows.alive),
    )  # fmt: skip


def _others() -> ibis.Table:
    rows = _parties()
    return rows.filter(rows.records >= rules()["cooperation"]["least_records"], rows.here * 2 <= rows.records)


def _fields_of_parties() -> ibis.Table:
    who = applicants().semi_join(_others(), "party").select("record", "party")
    symbols = classes()
    symbols = symbols.filter(symbols.field.notnull()).select("record", "field").distinct()
    return who.inner_join(symbols, "record").group_by("party", "field").agg(records=lambda t: t.count())


def _links() -> ibis.Table:
    """Records that an applicant shares with one of which most records lie here."""
    parties = _parties()
    local = parties.filter(parties.here * 2 > parties.records).select("party")
    who = applicants().select("record", "party")
    shared = who.semi_join(local, "party").select("record").distinct()
    rows = who.anti_join(local, "party").semi_join(shared, "record")
    return rows.group_by("party").agg(links=rows.record.nunique())


def purchase(asking: Asking) -> Figure:
    """Rights in force held elsewhere by those who may part with them."""
    points = rules()["purchase"]["points"]
    told = asking.rows(_rights)
    rows = tuple(
        (row["record"], row["title"], row["holder"], int(row["score"]), _reasons(row), row["year"], row["cited_by"])
        for row in told
    )
    total = int(told[0]["all"]) if told else 0
    holders = len({row["holder"] for row in told})
    listed = "、".join(f"{_WORDS[name]} {number}" for name, number in points.items())
    return Figure(
        "purchase", "可以购买的权利",
        (Column("record", "申请"), Column("title", "标题"), Column("holder", "权利人"), Column("score", "得分"), Column("reasons", "理由"),
         Column("year", "申请年", "年"), Column("cited_by", "被引", "次")),
        rows, method=(
            f"外地权利人手里的有效权利，逐条理由记分：{listed}；至少有前三条之一才列入。被引达到 {rules()['purchase']['cited_at_least']} 次才算。取前 {MOST} 件。"
        ),
        sentence=f"符合条件的有 {total:,} 件，列出的 {len(rows)} 件属于 {holders} 家权利人。" if rows else "",
        silence="" if rows else "没有符合条件的有效权利", raw=("record", "title"),
        limits=("没有问过权利人是否愿意出让，也没有查质押、许可和诉讼的限制。",),
    )  # fmt: skip


_WORDS = {
    "leaver": "权利人近年没有再申请", "institution": "权利人是高校或科研院所", "traded": "转让或许可过", "same_field": "与本地同领域", "cited": "被引较多",
}  # fmt: skip


def _reasons(row: dict[str, Any]) -> str:
    return "；".join(word for name, word in _WORDS.items() if row[name])


def _rights() -> ibis.Table:
    rule = rules()["purchase"]
    at = records()
    at = at.filter(at.state == "in_force", ~_here(at)).select("record", "title", "year", "cited_by")
    parties = table("parties")
    first = parties.filter(parties.role.isin(["holder", "applicant"]), parties.nth == 1)
    order = ibis.row_number().over(group_by=first.record, order_by=ibis.desc(first.role))
    first = first.mutate(order=order)
    first = first.filter(first.order == 0).select("record", "party", holder="party_name", sort="sort")
    last = applicants().group_by("party").agg(latest=lambda t: t.year.max())
    rows = at.inner_join(first, "record").left_join(last, "party")
    rows = rows.select("record", "title", "year", "cited_by", "holder", "sort", "latest")
    traded = (
        table("events")
        .filter(lambda t: t.event.isin(["transferred", "licensed"]))
        .select(traded_record="record")
        .distinct()
    )
    near = classes().semi_join(_own_fields(), "field").select(near_record="record").distinct()
    rows = rows.left_join(traded, rows.record == traded.traded_record)
    rows = rows.left_join(near, rows.record == near.near_record)
    since = statements.integer("complete") - rules()["recent_years"] + 1
    rows = rows.select(
        "record", "title", "year", "cited_by", "holder",
        leaver=(rows.latest < since).fill_null(False), institution=rows["sort"].isin(INSTITUTIONS).fill_null(False),
        traded=rows.traded_record.notnull(), same_field=rows.near_record.notnull(),
        cited=(rows.cited_by >= rule["cited_at_least"]).fill_null(False),
    )  # fmt: skip
    rows = rows.filter(rows.leaver | rows.institution | rows.traded)
    score = sum((rows[name].cast("int64") * number for name, number in rule["points"].items()), ibis.literal(0))
    rows = rows.mutate(score=score)
    rows = rows.mutate(all=rows.count().over(ibis.window()))
    return rows.order_by(ibis.desc("score"), rows.cited_by.desc(nulls_first=False), "record").limit(MOST)
