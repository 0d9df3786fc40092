"""What one enterprise holds in a topic and until when: its rights in force by the year in which their term ends."""

import ibis

from zhixian.core.engine import statements
from zhixian.core.kernel.periods import add_months
from zhixian.core.landscape.asking import Asking, chosen, records, table
from zhixian.core.landscape.enterprise.own import named
from zhixian.core.landscape.figure import Column, Figure, chart_of, without
from zhixian.core.landscape.rules import rules
from zhixian.core.landscape.value.measuring import term_end
from zhixian.core.registry.kind_words import RIGHT_KIND_WORDS


def rights(asking: Asking) -> Figure:
    """Its rights in force by the year of their end and their kind; those whose end nobody can tell stand in the limits."""
    name, near = named(asking), int(rules()["enterprise"]["near_years"])
    until = add_months(asking.as_of, 12 * near)
    told = asking.rows(_in_force, until=until)
    held = sum(int(row["records"]) for row in told)
    soon = sum(int(row["soon"]) for row in told)
    known = {(row["year"], row["kind"]): int(row["records"]) for row in told if row["year"] is not None}
    kinds = [kind for kind in RIGHT_KIND_WORDS if any(kind == other for _, other in known)]
    sums: dict[int, int] = {}
    for (year, _), number in known.items():
        sums[year] = sums.get(year, 0) + number
    years = list(range(min(sums), max(sums) + 1)) if sums else []
    rows = tuple((year, *(known.get((year, kind), 0) for kind in kinds), sums.get(year, 0)) for year in years)
    over = asking.one(_ended)
    ended, unknown = int(over["ended"]), int(over["unknown"])
    sentence = ""
    if held or ended:
        known_ends = sum(sums.values())
        lapsing = (
            f"；算得出届满日的 {known_ends:,} 件里，{f'{soon:,} 件' if soon else '没有一件'}在 {until} 以前（{near} 年内）届满"
            if sums
            else ""
        )
        said = (("有效的", held), ("已经失效的", ended), ("状态不详的", unknown))
        counts = [f"{what} {number:,} 件" for what, number in said if number or (not unknown and what != "状态不详的")]
        sentence = f"{name}名下{'，'.join(counts)}{lapsing}。"
    return Figure(
        "enterprise_rights", "企业有效权利的到期",
        (Column("year", "届满年", "年"), *(Column(kind, RIGHT_KIND_WORDS[kind], "件") for kind in kinds), Column("records", "合计", "件")),
        rows, method=(
            "来源写明权利人的按权利人，没有写明的按申请人；中国专利从申请日起按专利法的期限算届满日，届满以前不缴年费也会终止，这里看不出。"
        ),
        chart=chart_of(
            "stacked", "企业有效权利的到期", years,
            [(RIGHT_KIND_WORDS[kind], [known.get((year, kind), 0) for year in years]) for kind in kinds], "件",
        ),
        sentence=sentence, silence="" if sentence else "它名下没有状态明确为有效或失效的权利",
        limits=(*without(held - sum(sums.values()), held, "算不出届满日（不是中国专利、没有申请日、类型不详，或与状态不符）"), *asking.of_state),
    )  # fmt: skip


def _held() -> ibis.Table:
    """Column nr: what it holds where the source tells holders, what it applied for where it does not."""
    rows = table("parties")
    rows = rows.select("nr", "role", "party")
    holders, applicants = (rows.filter(rows.role == role).drop("role") for role in ("holder", "applicant"))
    own = holders.filter(chosen(holders.party, "enterprise")).select("nr")
    filed = applicants.filter(chosen(applicants.party, "enterprise")).select("nr")
    return ibis.union(own, filed.anti_join(holders.select("nr"), "nr"), distinct=True)


def _in_force() -> ibis.Table:
    """By kind and year of the end, null where it is not known: how many, and how many end before the day `until`."""
    rows = records().semi_join(_held(), "nr")
    rows = rows.filter(rows.state == "in_force")
    ends = term_end(rows)
    known = (rows.country == "CN").fill_null(False) & (ends > statements.day("as_of")).fill_null(False)
    rows = rows.select("kind", end=ibis.ifelse(known, ends, ibis.null("date")))
    return rows.group_by("kind", year=rows.end.year().cast("int64")).agg(
        records=rows.count(), soon=rows.count(where=(rows.end < statements.day("until")).fill_null(False))
    )


def _ended() -> ibis.Table:
    rows = records().semi_join(_held(), "nr")
    state = rows.state.fill_null("")
    return rows.agg(ended=rows.count(where=state == "ended"), unknown=rows.count(where=state == ""))
