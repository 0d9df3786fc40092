"""With whom to cooperate and from whom to buy: candidates scored by published parts, each part shown."""

from typing import Any

import ibis

from zhixian.core.engine import statements
from zhixian.core.landscape.applicants import MOST
from zhixian.core.landscape.asking import Asking, classes, parties, records, table
from zhixian.core.landscape.figure import Column, Figure, chart_of, half_up, without
from zhixian.core.landscape.rules import rules

INSTITUTIONS = ("university", "institute")


def cooperation(asking: Asking) -> Figure:
    """Applicants from elsewhere whose fields are those of the county, with links to its own applicants."""
    rule = rules()["cooperation"]
    weights = rule["weights"]
    own = asking.one(_own_size)["size"]
    shown = ("score", "similarity", "links", "activity", "in_force")
    rows = [
        (
            row["party_name"],
            *(None if row[part] is None else half_up(float(row[part]), 1) for part in shown),
            *(None if row[count] is None else int(row[count]) for count in ("records", "linked", "late", "alive")),
        )
        for row in asking.rows(_scored)
    ]
    placed = asking.one(_unplaced)
    applicants, unplaced = int(placed["applicants"]), int(placed["unplaced"])
    stateless = sum(row[-1] is None for row in rows)
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
            f"{asking.complete - rules()['recent_years'] + 1} 年以来。有效占比只算状态明确的，都不详的这一项不计分。至少有 {rule['least_records']} 件申请、知道所在地的多数不在本地的才列入。规则第 {rules()['version']} 版。{asking.of_whole_years}"
        ),
        chart=chart_of("bars", "可以合作的申请人", [row[0] for row in rows], [("得分", [row[1] for row in rows])], "分"),
        sentence=sentence, silence="" if sentence else "本地在专题里没有能归入技术领域的申请，无从比较" if not own else "没有领域相近的外地申请人",
        limits=(
            *((f"{unplaced:,} 家（共 {applicants:,} 家）申请人的所在地都不详，或只知道到省、市，没有列入",) if unplaced else ()),
            *((f"{stateless:,} 家的法律状态都不详，有效件数和占比不知道",) if stateless else ()),
            "只说明领域和往来，不说明对方愿不愿意合作。", *asking.of_state,
        ),
    )  # fmt: skip


def _here(rows: ibis.Table) -> ibis.expr.types.BooleanValue:
    """Whether a record lies in the county; unknown where it has no place, or only that of a province or city which holds the county."""
    asked, whole = statements.text("region"), rows.region.length()
    known = ibis.cases(
        (rows.region.endswith("0000"), ibis.least(whole, 2)),
        (rows.region.endswith("00"), ibis.least(whole, 4)),
        else_=whole,
    )
    wider = (known < asked.length()) & asked.startswith(rows.region.left(known))
    return ibis.cases((rows.region.startswith(asked), True), (~wider, False))


def _fields() -> ibis.Table:
    rows = classes()
    return rows.filter(rows.new_field).select("nr", "field")


def _own_fields() -> ibis.Table:
    rows = records()
    own = _fields().semi_join(rows.filter(_here(rows).fill_null(False)), "nr")
    return own.group_by("field").agg(own=lambda t: t.count())


def _own_size() -> ibis.Table:
    return _own_fields().agg(size=lambda t: t.own.sum().fill_null(0))


def _parties() -> ibis.Table:
    """Each applicant with how many records it has, how many lie here or nobody knows where, are late, are in force or of no known state."""
    at = records()
    late = at.year > statements.integer("complete") - rules()["recent_years"]
    at = at.select(
        "nr", here=_here(at), late=late.fill_null(False), alive=(at.state == "in_force").fill_null(False), told=at.state.notnull(),
    )  # fmt: skip
    rows = parties("applicant").inner_join(at, "nr")
    return rows.group_by("party").agg(
        party_name=rows.party_name.min(), records=rows.count(), here=rows.count(where=rows.here),
        placed=rows.here.count(), late=rows.count(where=rows.late), alive=rows.count(where=rows.alive), told=rows.count(where=rows.told),
    )  # fmt: skip


def _unplaced() -> ibis.Table:
    """How many applicants with enough records there are, and of how many nobody knows for any record whether it lies here."""
    known = _parties()
    known = known.filter(known.records >= rules()["cooperation"]["least_records"])
    return known.agg(applicants=known.count(), unplaced=known.count(where=known.placed == 0))


def _similarity(who: ibis.Table) -> ibis.Table:
    """The cosine of each applicant's records by field with those that lie here."""
    vectors = (
        who.select("nr", "party").inner_join(_fields(), "nr").group_by("party", "field").agg(number=lambda t: t.count())
    )
    own = _own_fields()
    both = vectors.left_join(own, "field")
    cells = both.select("party", number=both.number.cast("float64"), own=both.own.fill_null(0).cast("float64"))
    alike = cells.group_by("party").agg(
        above=(cells.number * cells.own).sum(), below=(cells.number * cells.number).sum()
    )
    length = own.agg(length=(own.own * own.own).sum().cast("float64"))
    alike = alike.filter(alike.above > 0).cross_join(length)
    return alike.select("party", similarity=alike.above / (alike.below.sqrt() * alike.length.sqrt()))


def _scored() -> ibis.Table:
    """The applicants from elsewhere with the highest scores, each part of the score beside it."""
    rule, known = rules()["cooperation"], _parties()
    others = known.filter(known.records >= rule["least_records"], known.placed > 0, known.here * 2 <= known.placed)
    local = known.filter(known.here * 2 > known.placed)
    who = parties("applicant")
    shared = who.semi_join(local, "party").select("nr").distinct()
    links = who.anti_join(local, "party").semi_join(shared, "nr").group_by("party").agg(linked=lambda t: t.count())
    rows = others.inner_join(_similarity(who.semi_join(others, "party")), "party").left_join(links, "party")
    rows = rows.select(
        "party", "party_name", "similarity", "records", "late", "alive", "told", linked=rows.linked.fill_null(0)
    )
    whole = rows.records.cast("float64")
    parts = {
        "similarity": rows.similarity, "links": ibis.least(1.0, rows.linked / float(rule["most_links"])),
        "activity": rows.late / whole, "in_force": rows.alive / rows.told.nullif(0).cast("float64"),
    }  # fmt: skip
    told = {name: (float(rule["weights"][name]) * part).round(1) for name, part in parts.items()}
    alive = ibis.cases((rows.told > 0, rows.alive))
    rows = rows.select("party", "party_name", "records", "linked", "late", alive=alive, **told)
    rows = rows.mutate(score=rows.similarity + rows.links + rows.activity + rows.in_force.fill_null(0))
    return rows.order_by(ibis.desc("score"), "party").limit(MOST)


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
    alive = asking.one(_alive)
    unplaced, held = int(alive["unplaced"] or 0), int(alive["records"] or 0)
    listed = "、".join(f"{_WORDS[name]} {number}" for name, number in points.items())
    return Figure(
        "purchase", "可以购买的权利",
        (Column("record", "申请"), Column("title", "标题"), Column("holder", "权利人"), Column("score", "得分"), Column("reasons", "理由"),
         Column("year", "申请年", "年"), Column("cited_by", "被引", "次")),
        rows, method=(
            f"外地权利人手里的有效权利，所在地不详、只知道到本地所在省市的不算，逐条理由记分：{listed}；至少有前三条之一才列入。被引达到 {rules()['purchase']['cited_at_least']} 次才算。取前 {MOST} 件。{asking.of_whole_years}"
        ),
        sentence=f"符合条件的有 {total:,} 件，列出的 {len(rows)} 件属于 {holders} 家权利人。" if rows else "",
        silence="" if rows else "有效权利都不知道所在地，分不出本地和外地" if held and unplaced == held else "没有符合条件的有效权利",
        raw=("record", "title"),
        limits=(*without(unplaced, held, "有效权利的所在地不详，或只知道到省、市，分不出是不是本地"), "没有问过权利人是否愿意出让，也没有查质押、许可和诉讼的限制。", *asking.of_state),
    )  # fmt: skip


_WORDS = {
    "leaver": "权利人近年没有再申请", "institution": "权利人是高校或科研院所", "traded": "转让或许可过", "same_field": "与本地同领域", "cited": "被引较多",
}  # fmt: skip


def _reasons(row: dict[str, Any]) -> str:
    return "；".join(word for name, word in _WORDS.items() if row[name])


def _alive() -> ibis.Table:
    """How many rights are in force, and of how many nobody knows whether they are here."""
    rows = records()
    rows = rows.filter(rows.state == "in_force")
    return rows.agg(records=rows.count(), unplaced=rows.count(where=_here(rows).isnull()))


def _rights() -> ibis.Table:
    rule = rules()["purchase"]
    at = records()
    at = at.filter(at.state == "in_force", ~_here(at)).select("nr", "record", "title", "year", "cited_by")
    named = table("parties")
    named = named.filter(named.nth == 1).select("nr", "role", "party", "party_name", "sort")
    holders, applicants = (
        named.filter(named.role == "holder").drop("role"),
        named.filter(named.role == "applicant").drop("role"),
    )
    first = ibis.union(holders, applicants.anti_join(holders, "nr"))
    who = parties("applicant")
    last = who.group_by("party").agg(latest=who.year.max())
    rows = at.inner_join(first, "nr").left_join(last, "party")
    rows = rows.select("nr", "record", "title", "year", "cited_by", "sort", "latest", holder="party_name")
    happened = table("events")
    traded = (
        happened.filter(happened.event.isin(["transferred", "licensed"]), happened.day <= statements.day("as_of"))
        .select("nr", traded=ibis.literal(True))
        .distinct()
    )
    near = _fields().semi_join(_own_fields(), "field").select("nr", near=ibis.literal(True)).distinct()
    rows = rows.left_join(traded, "nr").left_join(near, "nr")
    since = statements.integer("complete") - rules()["recent_years"] + 1
    rows = rows.select(
        "record", "title", "year", "cited_by", "holder",
        leaver=(rows.latest < since).fill_null(False), institution=rows["sort"].isin(INSTITUTIONS).fill_null(False),
        traded=rows.traded.fill_null(False), same_field=rows.near.fill_null(False),
        cited=(rows.cited_by >= rule["cited_at_least"]).fill_null(False),
    )  # fmt: skip
    rows = rows.filter(rows.leaver | rows.institution | rows.traded)
    score = sum((rows[name].cast("int64") * number for name, number in rule["points"].items()), ibis.literal(0))
    rows = rows.mutate(score=score)
    rows = rows.mutate(all=rows.count().over(ibis.window()))
    return rows.order_by(ibis.desc("score"), rows.cited_by.desc(nulls_first=False), "record").limit(MOST)
