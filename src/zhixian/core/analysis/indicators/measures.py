"""The measures: how rows of the registry become rows that count from a day to a day, in a region."""

from dataclasses import dataclass
from datetime import date

import ibis
from ibis.expr.types import DateValue

from zhixian.core.analysis.indicators.model import Measure
from zhixian.core.analysis.pledging import pledges_told
from zhixian.core.analysis.tables import table
from zhixian.core.registry.tables import PATENT_KINDS

COLUMNS = ("subject", "region", "start", "end", "amount", "right_id", "holder", "holder_kind", "kind")
NEVER = date(9999, 12, 31)


@dataclass(frozen=True, slots=True)
class InForce:
    """Rights in force, each one once: on day d when its span covers d, where its holder is on d."""

    kinds: tuple[str, ...]
    gi: bool | None = None
    holder_kinds: tuple[str, ...] = ()
    whole_region: bool = False

    def rows(self) -> ibis.Table:
        """One row per span."""
        return _of_spans(self.chosen(table("spans")))

    def chosen(self, spans: ibis.Table) -> ibis.Table:
        """Those of the spans, or of the cells of the cube, that this measure counts."""
        spans = spans.filter(spans.kind.isin(self.kinds))
        if self.gi is not None:
            spans = spans.filter(spans.gi == ibis.literal(self.gi))
        return spans.filter(spans.holder_kind.isin(self.holder_kinds)) if self.holder_kinds else spans


@dataclass(frozen=True, slots=True)
class HighValue:
    """Inventions in force that are over `years` old, or were pledged, or won a national award: from the first of these days."""

    years: int
    awards: tuple[str, ...]
    whole_region: bool = False

    def rows(self) -> ibis.Table:
        """One row per span that becomes high-value before it ends."""
        rights, honours = table("rights"), table("honours")
        pledges = pledges_told(table("pledges"), table("events"))
        spans = _spans(("invention",))
        ages = rights.select("right_id", old=(rights.filed + ibis.interval(years=self.years)).cast("timestamp").date())
        pledged = pledges.group_by("right_id").agg(pledged=pledges.registered.min())
        named = ibis.or_(*(honours.honour.contains(word) for word in self.awards))
        awarded = (
            honours.filter(named, honours.right.notnull()).group_by(right_id="right").agg(awarded=honours.awarded.min())
        )
        joined = spans.left_join(ages, "right_id").drop("right_id_right")
        joined = joined.left_join(pledged, "right_id").drop("right_id_right")
        joined = joined.left_join(awarded, "right_id").drop("right_id_right")
        first = ibis.least(_or_never(joined.old), _or_never(joined.pledged), _or_never(joined.awarded))
        begun = joined.mutate(start=ibis.greatest(joined.start, first))
        return _of_spans(begun.filter(begun.start < _or_never(begun.end)))


@dataclass(frozen=True, slots=True)
class Holders:
    """Parties with at least one right of these kinds in force; `each_once` counts each once, in how many counties it may hold them."""

    kinds: tuple[str, ...]
    holder_kinds: tuple[str, ...] = ()
    whole_region: bool = False

    def rows(self) -> ibis.Table:
        """One row per span of a right that the party holds."""
        spans = _spans(self.kinds, None, self.holder_kinds)
        rows = spans.mutate(subject=spans.holder, amount=_one())
        return rows.mutate(right_id=ibis.null("string"), kind=ibis.null("string")).select(*COLUMNS)


@dataclass(frozen=True, slots=True)
class Pledged:
    """Rights in force with an open pledge, each once, where their holder is."""

    kinds: tuple[str, ...]
    whole_region: bool = False

    def rows(self) -> ibis.Table:
        """One row per unbroken time under pledge."""
        spans, pledges = _spans(self.kinds), pledges_told(table("pledges"), table("events"))
        joined = spans.inner_join(pledges, "right_id")
        both = joined.mutate(
            subject=joined.right_id,
            amount=_one(),
            start=ibis.greatest(joined.start, joined.registered),
            end=ibis.least(_or_never(joined.end), _or_never(joined.released)),
        )
        both = both.mutate(end=both.end.nullif(ibis.literal(NEVER)))
        return _merged(both.filter(both.start < _or_never(both.end)), "region")


@dataclass(frozen=True, slots=True)
class PledgeLoans:
    """Loans with a right of these kinds pledged, counted in the calendar year of that registration, each loan once a year.

    `principal` counts fen, otherwise loans. Where: the borrower's region.
    """

    kinds: tuple[str, ...] = PATENT_KINDS
    principal: bool = True
    whole_region: bool = False

    def rows(self) -> ibis.Table:
        """One row per loan and calendar year, from its first such registration in that year."""
        loans, parties, rights, pledges = table("loans"), table("parties"), table("rights"), table("pledges")
        patents = rights.filter(rights.kind.isin(self.kinds)).select("right_id")
        dated = pledges.filter(pledges.registered.notnull()).semi_join(patents, "right_id")
        first = dated.group_by("loan_id", year=dated.registered.year()).agg(start=dated.registered.min())
        whole = first.inner_join(loans, "loan_id").inner_join(parties, [("borrower", "party_id")])
        return whole.select(
            subject=whole.loan_id,
            region=whole.region,
            start=whole.start,
            end=_next_january(whole.start),
            amount=whole.principal if self.principal else _one(),
            right_id=ibis.null("string"),
            holder=whole.borrower,
            holder_kind=whole.kind,
            kind=ibis.null("string"),
        )


@dataclass(frozen=True, slots=True)
class Filed:
    """Rights filed in the calendar year, where their first holder was when filing."""

    kinds: tuple[str, ...]
    whole_region: bool = False

    def rows(self) -> ibis.Table:
        """One row per right, from its filing date."""
        rights, parties = table("rights"), table("parties").select("party_id", holder_kind="kind")
        filed = rights.filter(rights.kind.isin(self.kinds), rights.filed.notnull())
        joined = filed.left_join(parties, [("holder", "party_id")])
        return _yearly(joined.mutate(start=joined.filed))


@dataclass(frozen=True, slots=True)
class Granted:
    """Rights that came into force in the calendar year, where their holder was then; with `years`, in so many years up to the day."""

    kinds: tuple[str, ...]
    gi: bool | None = None
    years: int = 0
    whole_region: bool = False

    def rows(self) -> ibis.Table:
        """One row per right, from the first day it was in force."""
        spans = _spans(self.kinds, self.gi)
        first = spans.group_by("right_id").agg(first=spans.start.min())
        joined = spans.inner_join(first, ["right_id", ("start", "first")])
        late = _of_restored().rename(late_id="right_id")
        joined = joined.anti_join(late, (joined.right_id == late.late_id) & (joined.start > late.began))
        if not self.years:
            return _yearly(joined)
        over = (joined.start + ibis.interval(years=self.years)).cast("timestamp").date()
        return _of_spans(joined.mutate(end=over))


@dataclass(frozen=True, slots=True)
class Moved:
    """Rights that a transfer brought into the region (or out of it) in the calendar year; moves inside it do not count."""

    kinds: tuple[str, ...]
    arriving: bool
    whole_region: bool = False

    def rows(self) -> ibis.Table:
        """One row per span that follows another of the same right without a gap, elsewhere."""
        spans = _spans(self.kinds)
        order = ibis.window(group_by=spans.right_id, order_by=spans.start)
        linked = spans.mutate(left=spans.end.lag().over(order), origin=spans.region.lag().over(order))
        here, there = linked.region.fill_null(""), linked.origin.fill_null("")
        moved = linked.filter(linked.left == linked.start, here != there)
        here, there = moved.region.fill_null(""), moved.origin.fill_null("")
        if not self.arriving:
            here, there = there, here
        return _yearly(moved.mutate(region=here, outside=there), "outside")


@dataclass(frozen=True, slots=True)
class Happened:
    """Events of a kind in the calendar year on rights in force, where the holder was on that day."""

    event: str
    kinds: tuple[str, ...]
    whole_region: bool = False

    def rows(self) -> ibis.Table:
        """One row per right and day."""
        events, spans = table("events"), _spans(self.kinds)
        dated = events.filter(events.event == self.event).select(
            "right_id", day=ibis.coalesce(events.effective, events.gazetted)
        )
        joined = spans.inner_join(dated.filter(dated.day.notnull()).distinct(), "right_id")
        covered = joined.filter(joined.start <= joined.day, joined.day < _or_never(joined.end))
        return _yearly(covered.mutate(start=covered.day))


@dataclass(frozen=True, slots=True)
class Residents:
    """Resident population of exactly this region at the end of the year `lag` years before the day's."""

    lag: int = 1
    whole_region: bool = True

    def rows(self) -> ibis.Table:
        """One row per region and year."""
        people = table("population")
        none = ibis.null("string")
        return people.select(
            subject=people.region,
            region=people.region,
            start=ibis.date((people.year + self.lag).cast("int32"), 1, 1),
            end=ibis.date((people.year + self.lag + 1).cast("int32"), 1, 1),
            amount=people.residents,
            right_id=none,
            holder=none,
            holder_kind=none,
            kind=none,
        )


def _spans(kinds: tuple[str, ...], gi: bool | None = None, holder_kinds: tuple[str, ...] = ()) -> ibis.Table:
    return InForce(kinds, gi, holder_kinds).chosen(table("spans"))


def _of_restored() -> ibis.Table:
    """Columns right_id, began: when rights that were restored at some time had begun, which the first of their spans need not tell: it may
    begin with the restoration of a right that had ended on its first day."""
    events, rights = table("events"), table("rights").select("right_id", "registered")
    dated = events.select("right_id", "event", day=ibis.coalesce(events.effective, events.gazetted))
    restored = dated.filter(dated.event == "restored").select("right_id").distinct()
    granted = dated.filter(dated.event == "granted").semi_join(restored, "right_id")
    granted = granted.group_by(granted_id=granted.right_id).agg(granted=granted.day.min())
    own = rights.semi_join(restored, "right_id")
    own = own.left_join(granted, [("right_id", "granted_id")])
    return own.select("right_id", began=ibis.coalesce(own.granted, own.registered))


def _of_spans(spans: ibis.Table) -> ibis.Table:
    return spans.mutate(subject=spans.right_id, amount=_one()).select(*COLUMNS)


def _yearly(rows: ibis.Table, *more: str) -> ibis.Table:
    """Rows of rights that count from `start` to the end of its year."""
    rows = rows.mutate(subject=rows.right_id, amount=_one(), end=_next_january(rows.start))
    return rows.select(*COLUMNS, *more)


def each_once(measure: Measure, rows: ibis.Table, *by: str) -> ibis.Table:
    """Rows of a measure inside the region asked for: of parties that hold something each counts once on any day, in each group of `by`."""
    return _merged(rows, *by) if isinstance(measure, Holders) else rows


def _merged(rows: ibis.Table, *by: str) -> ibis.Table:
    """Rows of one subject, in one group of `by`, that touch or overlap, as one: so that it counts once on any day."""
    keys = ["subject", *by]
    rows = _one_a_start(rows.mutate(until=_or_never(rows.end)), keys)
    order = ibis.cumulative_window(group_by=[rows[key] for key in keys], order_by=rows.start)
    reached = rows.mutate(reached=rows.until.max().over(order))
    by_start = ibis.window(group_by=[reached[key] for key in keys], order_by=reached.start)
    before = reached.mutate(before=reached.reached.lag().over(by_start))
    opening = before.mutate(opens=(before.before.isnull() | (before.before < before.start)).cast("int64"))
    order = ibis.cumulative_window(group_by=[opening[key] for key in keys], order_by=opening.start)
    island = opening.mutate(island=opening.opens.sum().over(order))
    one = island.group_by(*keys, "island").agg(start=island.start.min(), **_longest(island, keys))
    one = one.mutate(amount=_one(), end=one.until.nullif(ibis.literal(NEVER)))
    return one.select(*dict.fromkeys((*COLUMNS, *by)))


def _one_a_start(rows: ibis.Table, keys: list[str]) -> ibis.Table:
    """Of rows that start on one day the longest: windows that are ordered by the start alone have no ties, which engines order as they like."""
    return rows.group_by(*keys, "start").agg(**_longest(rows, keys))


def _longest(rows: ibis.Table, keys: list[str]) -> dict[str, ibis.Value]:
    names = ("until", "right_id", "holder", "holder_kind", "kind", "region")
    return {name: rows[name].max() for name in names if name not in keys}


def _or_never(day: DateValue) -> DateValue:
    """Engines differ in what NULL does to least and greatest; the end of days is the same everywhere."""
    return ibis.coalesce(day, ibis.literal(NEVER))


def _next_january(day: DateValue) -> DateValue:
    return ibis.date(day.year() + 1, 1, 1)


def _one() -> ibis.expr.types.IntegerScalar:
    return ibis.literal(1, "int64")
