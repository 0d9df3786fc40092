"""The indicators of every patent of a topic as expressions: inputs beside values, and how the values lie in each field and year."""

import ibis
from ibis.expr.types import BooleanValue, DateValue, FloatingValue, IntegerValue, NumericValue, Table, Value

from zhixian.core.engine import statements
from zhixian.core.landscape.asking import chosen, classes, records, table
from zhixian.core.landscape.citations import inner_edges
from zhixian.core.landscape.value.definitions import indicators, least_cohort
from zhixian.core.registry.terms import TERMS, TRIPS
from zhixian.core.topics.tables import EVENT_WORDS

COHORTS = ("field", "subclass")
COUNTED = {"transferred": "transfers", "pledged": "pledges", "licensed": "licences"}
_SAID = {3: "cited_in_3", 5: "cited_in_5"}
"""The source's own count of a window of so many years."""
_PARTS, _SHARES = 12, 9
"""Decimals to which the part of one citation and the share of a subclass are rounded. Parts are thirds and sevenths, and a sum of
them ends otherwise in each order of adding; as whole numbers of this unit they add up to the same on every engine."""
_WHERE = 15
"""Years of an invention of the law of 1984 that ended before it was lengthened."""


def measured() -> Table:
    """A row for each patent: what it is, the inputs, and a column of each indicator that is null where it is not known."""
    rows = _patents()
    for more in (_main_class(), _cited(), _citing(), _outside(), _happened()):
        rows = rows.left_join(more, "nr").drop("nr_right")
    rows = rows.cross_join(_told_events())
    rows = rows.mutate(term_end=term_end(rows), family_said=rows.family_size)
    return rows.mutate(**_values(rows))


def _patents() -> Table:
    rows = records()
    rows = rows.filter(rows.kind.isnull() | rows.kind.isin(list(TERMS)))
    members = rows.group_by("family").agg(members=rows.count(), offices=rows.country.nunique())
    rows = rows.select(
        "nr", "record", "title", "kind", "country", "filed", "published", "state", "year", "family", "family_size", "claims", "cites", "cited_by",
        *_SAID.values(),
    )  # fmt: skip
    return rows.left_join(members, "family").drop("family_right")


def _main_class() -> Table:
    """The field and the subclass of each record's first IPC symbol."""
    rows = classes()
    rows = rows.filter(rows.subclass.notnull())
    first = rows.group_by("nr").agg(nth=rows.nth.min())
    return rows.inner_join(first, ["nr", "nth"]).select("nr", "field", "subclass")


def _dated(among: Table | None = None) -> Table:
    """The citations inside the topic whose citing side was published by the day, or on a day unknown; of all, or `among` some."""
    rows, known = inner_edges(among), records()
    days = known.select("nr", "published")
    rows = rows.inner_join(days.rename(citing="nr", citing_published="published"), "citing")
    rows = rows.inner_join(days.rename(cited="nr", cited_published="published"), "cited")
    return rows.filter(rows.citing_published.isnull() | (rows.citing_published <= statements.day("as_of")))


def _cited() -> Table:
    """Of each record that is cited inside: by how many, of which day unknown, in each window, and how far they are spread."""
    rows = _dated()
    windows = {
        one.id: rows.count(
            where=(
                (rows.citing_published >= rows.cited_published)
                & (rows.citing_published < _after(rows.cited_published, one.years))
            ).fill_null(False)
        )
        for one in indicators().values()
        if one.years
    }
    within = {f"in_{name}": number for name, number in windows.items()}
    counted = rows.group_by(nr="cited").agg(
        cited_inside=rows.count(), undated=rows.citing_published.isnull().sum(), **within
    )
    spread = _spread(rows, "generality", of="cited", over="citing")
    return counted.left_join(spread, "nr").drop("nr_right")


def _citing() -> Table:
    """Of each record that cites inside: how many, and how far they are spread."""
    rows = _dated()
    counted = rows.group_by(nr="citing").agg(cites_inside=rows.count())
    spread = _spread(rows, "originality", of="citing", over="cited")
    return counted.left_join(spread, "nr").drop("nr_right")


def _spread(rows: Table, name: str, *, of: str, over: str) -> Table:
    """How many of the other side have subclasses, and the sums of the squared shares of these: parted, and of main ones alone.

    Each of the other side counts one, parted among its subclasses by the number of its symbols in each; or all of it in its first.
    Only whole numbers are added up; the sum of the parted ones is told to `_SHARES` decimals.
    """
    pairs = rows.select(nr=of, other=over)
    shares = (
        pairs.inner_join(_parts(), "other")
        .group_by("nr", "subclass")
        .agg(part=lambda t: t.part.sum(), main=lambda t: t.main.sum())
    )
    counted = shares.mutate(whole=shares.main.sum().over(ibis.window(group_by="nr")).cast("int64"))
    counted = counted.mutate(share=_units(counted.part / counted.whole / 10 ** (_PARTS - _SHARES)))
    told = counted.group_by("nr", "whole").agg(
        of_parts=(counted.share * counted.share).sum().cast("int64"),
        of_main=(counted.main * counted.main).sum().cast("int64"),
    )
    return told.select(
        "nr",
        **{
            f"{name}_of": told.whole,
            f"{name}_squares": _units(told.of_parts / 10**_SHARES) / 10**_SHARES,
            f"{name}_main_squares": told.of_main / (told.whole * told.whole),
        },
    )


def _parts() -> Table:
    """Columns other, subclass, part, main: the share of each subclass in a record's symbols in units of `_PARTS` decimals, and whether
    its first one is of it."""
    rows = classes()
    rows = rows.filter(rows.subclass.notnull())
    parted = rows.group_by(other="nr", subclass="subclass").agg(symbols=rows.count(), nth=rows.nth.min())
    whole = ibis.window(group_by="other")
    part = parted.symbols * 10**_PARTS / parted.symbols.sum().over(whole).cast("int64")
    main = (parted.nth == parted.nth.min().over(whole)).cast("int64")
    return parted.select("other", "subclass", part=_units(part), main=main)


def _units(number: NumericValue) -> IntegerValue:
    """The nearest whole number, halves upwards. What engines call rounding differs where a float is near a half."""
    return (number + 0.5).floor().cast("int64")


def _outside() -> Table:
    """How many citing and cited numbers of each record name none of the topic, and whether any citing ones are listed."""
    rows = table("citations")
    back = rows.direction == "cited_by"
    return rows.group_by("nr").agg(
        cited_outside=rows.count(where=back & rows.other_nr.isnull()),
        cites_outside=rows.count(where=~back & rows.other_nr.isnull()),
        cited_listed=rows.count(where=back),
    )


def _happened() -> Table:
    rows = table("events")
    rows = rows.filter(rows.day <= statements.day("as_of"))
    return rows.group_by("nr").agg(
        **{f"had_{name}": rows.count(where=rows.event == event) for event, name in COUNTED.items()}
    )


def _told_events() -> Table:
    """One row: how many events of each sort the topic tells at all."""
    rows = table("events")
    return rows.agg(**{f"told_{name}": rows.count(where=rows.event == event) for event, name in COUNTED.items()})


def _after(day: DateValue, years: int) -> DateValue:
    """So many years after a day. A day and an interval are a moment on DuckDB, which Ibis takes for a day and does not cast."""
    return (day.cast("timestamp") + ibis.interval(years=years)).cast("date")


def term_end(rows: Table) -> DateValue:
    """The end of the term by law, as `core.registry.terms` has it."""
    branches = []
    for kind, spans in TERMS.items():
        of_kind = rows.kind == kind
        if kind == "invention":
            short = of_kind & (_after(rows.filed, _WHERE) <= ibis.literal(TRIPS))
            branches.append((short & (rows.filed >= ibis.literal(spans[0][0])), _after(rows.filed, _WHERE)))
        branches += [
            (of_kind & (rows.filed >= ibis.literal(since)), _after(rows.filed, years))
            for since, years in reversed(spans)
        ]
    return ibis.cases(*branches).cast("date")


def _values(rows: Table) -> dict[str, Value]:
    """Each indicator: null is unknown, and 0 only what is known to be none."""
    as_of, known = statements.day("as_of"), statements.day("known")
    chinese = (rows.country == "CN").fill_null(False)
    alive = chinese & (rows.state == "in_force") & (rows.term_end > as_of)
    told: dict[str, Value] = {
        "cited_by": rows.cited_by, "family_size": rows.family_size.nullif(0), "claims": rows.claims,
        "term_left": ibis.cases((rows.state == "ended", 0), (alive, rows.term_end.delta(as_of, unit="day"))),
    }  # fmt: skip
    for one in indicators().values():
        if one.years:
            full = _after(rows.published, one.years) <= known
            said = rows[_SAID[one.years]]
            listed = ibis.cases((_knows_citing(rows), rows[f"in_{one.id}"].fill_null(0)))
            told[one.id] = ibis.cases((full, ibis.coalesce(said, listed)))
    for name in ("generality", "originality"):
        places, number = indicators()[name].decimals, rows[f"{name}_of"]
        unit = 10**places
        whole = _one_less(rows[f"{name}_main_squares"])
        told[name] = _units(_one_less(rows[f"{name}_squares"]) * unit) / unit
        told[f"{name}_corrected"] = ibis.cases((number >= 2, _units(whole * number / (number - 1) * unit) / unit))
    for name in COUNTED.values():
        told[name] = ibis.cases((rows[f"told_{name}"] > 0, rows[f"had_{name}"].fill_null(0)))
    return {name: told[name].cast("float64").name(name) for name in indicators()}


def _knows_citing(rows: Table) -> BooleanValue:
    """Whether the citing side of a record is known inside the topic: none by its source's word, or listed, each on a known day."""
    listed: IntegerValue = rows.cited_listed.fill_null(0) + rows.cited_inside.fill_null(0)
    return ((rows.cited_by == 0).fill_null(False) | (listed > 0)) & (rows.undated.fill_null(0) == 0)


def long() -> Table:
    """Columns nr, year, field, subclass, id, value: a row for each indicator that a patent has."""
    rows = measured().select("nr", "year", "field", "subclass", *indicators())
    rows = rows.pivot_longer(tuple(indicators()), names_to="id", values_to="value")
    return rows.filter(rows.value.notnull())


def _upto(rows: Table, group: tuple[str, ...]) -> Table:
    """Each value of a group with how many equal it, how many are not above it, and how many there are."""
    counted = rows.group_by(*group, "value").agg(equal=lambda t: t.count())
    return counted.mutate(
        upto=counted.equal.sum().over(ibis.cumulative_window(group_by=list(group), order_by="value")),
        of=counted.equal.sum().over(ibis.window(group_by=list(group))),
    )


def _percentile(known: Table) -> FloatingValue:
    """Those below and half of the equal ones, of a hundred: one division of whole numbers, as Spark takes a written 2.0 for a decimal."""
    twice = (2 * known.upto - known.equal).cast("int64")
    share: FloatingValue = 50 * twice / known.of.cast("int64")
    return share


def ranked(*, all_of_them: bool = False) -> Table:
    """The indicators of the chosen patents, each with its percentile in its field and year and in its subclass and year."""
    rows = long()
    mine = rows if all_of_them else rows.filter(chosen(rows.nr.cast("string")))
    for cohort in COHORTS:
        group = ("id", cohort, "year")
        known = _upto(rows.filter(rows[cohort].notnull(), rows.year.notnull()), group)
        told = known.select(
            *group, "value", **{f"{cohort}_of": known.of, f"{cohort}_percentile": _percentile(known)},
        )  # fmt: skip
        mine = mine.left_join(told, [*group, "value"])
        mine = mine.drop(*[f"{name}_right" for name in (*group, "value")])
    return mine


def every_rank() -> Table:
    """The same of every patent."""
    return ranked(all_of_them=True)


def spread_of() -> Table:
    """How the known values of each indicator lie in the whole topic: by nearest rank, so that each is a value that there is."""
    rows = _upto(long(), ("id",))
    parts = {"p25": 0.25, "median": 0.5, "p75": 0.75, "p90": 0.9}
    return rows.group_by("id").agg(
        known=rows.of.max(), lowest=rows.value.min(), highest=rows.value.max(),
        **{name: rows.value.min(where=rows.upto >= part * rows.of) for name, part in parts.items()},
    )  # fmt: skip


def number_of_patents() -> Table:
    """One row: how many patents there are, and how many records that are none."""
    rows = records()
    patents = rows.kind.isnull() | rows.kind.isin(list(TERMS))
    return rows.agg(patents=rows.count(where=patents), others=rows.count(where=~patents))


def leading(indicator: str, most: int) -> Table:
    """The patents with the highest values of an indicator; those where it is not known come last."""
    rows = measured()
    return rows.order_by(rows[indicator].desc(nulls_first=False), "record").limit(most)


def of_chosen() -> Table:
    """The chosen patents."""
    rows = measured()
    return rows.filter(chosen(rows.nr.cast("string")))


def any_of_chosen() -> Table:
    """The chosen records whatever they are and whenever they were filed."""
    rows = table("records")
    return rows.filter(chosen(rows.nr.cast("string"))).select("nr", "kind", "filed")


def everything() -> Table:
    """Every patent with its values and their percentiles (`cited_by__field`, …), in the order of the records."""
    told = every_rank()
    places = {
        f"{name}__{cohort}": told[f"{cohort}_percentile"].max(
            where=(told.id == name) & (told[f"{cohort}_of"] >= least_cohort())
        )
        for name in indicators()
        for cohort in COHORTS
    }
    rows = measured().left_join(told.group_by("nr").agg(**places), "nr").drop("nr_right")
    return rows.order_by("nr")


def named() -> Table:
    """The records that go by one of the chosen names: their own, an application's or a publication's."""
    rows, shown = records(), table("publications")
    shown = shown.filter(chosen(shown.number)).select("record")
    mine = chosen(rows.record) | chosen(rows.application.fill_null("")) | chosen(rows.publication.fill_null(""))
    return (
        rows.filter(mine).select("nr").union(rows.semi_join(shown, "record").select("nr"), distinct=True).order_by("nr")
    )


def behind() -> Table:
    """The citations inside the topic behind the chosen patents: a row for each subclass of the other side, or one without any."""
    told = table("citations")
    touching = chosen(told.nr.cast("string")) | chosen(told.other_nr.cast("string"))
    rows = _dated(told.filter(touching))
    cited = rows.select(nr="cited", other="citing", way=ibis.literal("cited_by"))
    citing = rows.select(nr="citing", other="cited", way=ibis.literal("cites"))
    rows = cited.union(citing)
    rows = rows.filter(chosen(rows.nr.cast("string")))
    known = classes().semi_join(rows.select(nr="other"), "nr")
    parted = known.filter(known.subclass.notnull()).group_by("nr", "subclass").agg(symbols=lambda t: t.count())
    rows = rows.inner_join(records().select("record", "title", "published", other="nr"), "other")
    rows = rows.left_join(parted.rename(other="nr"), "other").drop("other_right")
    return rows.order_by("nr", "way", "published", "record", "subclass")


def family() -> Table:
    """The members of the chosen patents' families that are in the topic."""
    rows = records()
    mine = rows.filter(chosen(rows.nr.cast("string"))).select("nr", "family")
    others = rows.select("family", "record", "title", "country", "filed")
    return mine.inner_join(others, "family").drop("family").order_by("nr", "record")


def events() -> Table:
    """Transfers, pledges and licences of the chosen patents until the day."""
    rows = table("events")
    rows = rows.filter(chosen(rows.nr.cast("string")), rows.day <= statements.day("as_of"))
    return (
        rows.filter(rows.event.isin(list(EVENT_WORDS)))
        .select("nr", "event", "day", "party")
        .order_by("nr", "day", "event")
    )


def _one_less(squares: FloatingValue) -> FloatingValue:
    """1 − Σ s², null where the sum is; `greatest` would take an unknown one for 0."""
    return ibis.cases((squares >= 1, 0.0), else_=1.0 - squares)
