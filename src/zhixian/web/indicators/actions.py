"""Publishes the figures of a snapshot: computed once, kept as rows."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from django.db import transaction

from zhixian.core.analysis.everything import all_indicators
from zhixian.core.analysis.finding import known_parties
from zhixian.core.analysis.groups import BY_ZH, By
from zhixian.core.analysis.incentives import Undetermined, party_names
from zhixian.core.analysis.incentives import compute as compute_incentives
from zhixian.core.analysis.indicators import INDICATORS, Indicator
from zhixian.core.analysis.indicators.measures import Residents
from zhixian.core.analysis.indicators.model import printed
from zhixian.core.analysis.known_days import last_day_known
from zhixian.core.analysis.missing import nothing_known
from zhixian.core.analysis.outlook import Outlook, look_ahead
from zhixian.core.analysis.received import lacking, sorts_of_indicator, sorts_of_rows, sorts_received
from zhixian.core.analysis.series import series
from zhixian.core.analysis.values import Values, measures_of, parts_of, values_on
from zhixian.core.catalogue import definitions
from zhixian.core.engine import connect
from zhixian.core.kernel.money import plain
from zhixian.core.kernel.periods import add_months, month_end, period_ends
from zhixian.core.kernel.refusal import Refusal
from zhixian.core.plan.model import Target
from zhixian.core.registry.snapshot import Snapshot
from zhixian.web.indicators.lacks import lacked, region_lacked, residents_lacked
from zhixian.web.indicators.models import Edition, Figure
from zhixian.web.indicators.openness import is_person, names_are_open
from zhixian.web.kit import record
from zhixian.web.kit.clock import now
from zhixian.web.kit.plan import the_plan

YEARS_BACK = 10
BREAKDOWNS: tuple[By, ...] = ("kind", "holder_kind")
MOST_NAMES = 200
"""Names kept for one promise; a page that lists more is read by nobody."""


def day_for_figures(snapshot: Snapshot, today: date) -> date:
    """The last day that the data know about, never after today."""
    return last_day_known(snapshot, no_later_than=today) or today


def publish_figures(snapshot: Snapshot, as_of: date) -> Edition:
    """Compute every figure of a snapshot on a day and make them what the site shows; what was published before stays.

    Publishing the same again writes the rows anew, so that a definition that changed shows at once. Takes seconds.
    """
    region = the_plan().region
    figures = _figures(snapshot, as_of, region)
    promises = _promises(snapshot, as_of.year, region)
    with transaction.atomic():
        edition, _ = Edition.objects.update_or_create(
            snapshot=snapshot.id,
            as_of=as_of,
            defaults={"region": region, "labels": snapshot.labels, "promises": promises, "published_at": now()},
        )
        edition.figures.all().delete()
        for figure in figures:
            figure.edition = edition
        Figure.objects.bulk_create(figures)
        record.write("publish_figures", edition, by=None, snapshot=snapshot.id, as_of=as_of.isoformat())
    return edition


def _figures(snapshot: Snapshot, as_of: date, region: str) -> list[Figure]:
    outlooks, why_not = _outlooks(snapshot, as_of, region)
    values = {row["id"]: row for row in all_indicators(snapshot, as_of=as_of, region=region)["indicators"]}
    months = period_ends(date(as_of.year - YEARS_BACK, 1, 1), as_of, every=1)
    totals = values_on(connect(), snapshot, measures_of(INDICATORS.values()), months, region)
    received, nothing = sorts_received(snapshot), nothing_known(snapshot, region)
    order = [target.id for target in the_plan().targets if target.id in INDICATORS]
    order += [indicator for indicator in INDICATORS if indicator not in order]
    made = []
    for position, name in enumerate(order):
        figure = _figure(INDICATORS[name], values[name], snapshot, as_of, region)
        figure.series = _series(INDICATORS[name], months, totals)
        figure.position = position
        _add_goal(figure, outlooks.get(name), why_not)
        if lacks := lacking(sorts_of_indicator(INDICATORS[name]), received):
            _leave_empty(figure, lacked(lacks))
        elif nothing:
            _leave_empty(figure, region_lacked(nothing.why))
        made.append(figure)
    return made


def _outlooks(snapshot: Snapshot, as_of: date, region: str) -> tuple[dict[str, Outlook], str]:
    """The targets with their forecasts; or none and the reason, so that one missing table hides no other figure."""
    try:
        found = look_ahead(the_plan(), snapshot, as_of=as_of, region=region)
    except Refusal as refusal:
        return {}, refusal.why
    return {outlook.value.target.id: outlook for outlook in found.outlooks}, ""


def _figure(indicator: Indicator, row: dict[str, Any], snapshot: Snapshot, as_of: date, region: str) -> Figure:
    return Figure(
        indicator=indicator.id,
        name=indicator.name,
        version=indicator.version,
        definition=indicator.definition,
        unit=indicator.unit,
        yearly=indicator.yearly,
        value=row["value"],
        reason="" if row["value"] is not None else _reason(indicator, row),
        numerator=row["numerator"],
        denominator=row["denominator"],
        breakdown=[found for by in BREAKDOWNS if (found := _breakdown(indicator, by, snapshot, as_of, region))],
    )


def _reason(indicator: Indicator, row: dict[str, Any]) -> str:
    why = str(row.get("reason", ""))
    if isinstance(indicator.denominator, Residents) and row["denominator"] is None:
        return residents_lacked(why)
    return why


def _leave_empty(figure: Figure, reason: str) -> None:
    """Nothing that it counts was ever received: what was computed as 0 is not known, today or before."""
    figure.value = figure.numerator = figure.denominator = figure.met = None
    figure.reason, figure.state, figure.grade, figure.sentence, figure.method = reason, "", "", "", ""
    figure.series, figure.breakdown, figure.history, figure.ahead = [], [], [], []


def _series(indicator: Indicator, months: Sequence[date], totals: Values) -> list[list[str | None]]:
    """The value at each month's end: one statement has answered for all indicators and months."""
    parts = [parts_of(indicator, totals, place) for place in range(len(months))]
    return [
        [day.isoformat(), _text(indicator, {"numerator": above, "denominator": below})]
        for day, (above, below) in zip(months, parts, strict=True)
    ]


def _breakdown(indicator: Indicator, by: By, snapshot: Snapshot, as_of: date, region: str) -> dict[str, Any] | None:
    """The figure by group at the end of the last whole month; None when there is nothing to tell apart."""
    day = as_of if as_of == month_end(as_of) else month_end(add_months(as_of, -1))
    table = series(snapshot, indicator, first=day, last=day, every=1, region=region, by=by, engine=connect())
    rows = [row for row in table.to_pylist() if row["numerator"]]
    if len({row["group"] for row in rows}) < 2:
        return None
    groups = [[row["group"], _text(indicator, row), row["numerator"]] for row in rows]
    groups.sort(key=lambda group: (-group[2], group[0]))
    return {"by": by, "name": BY_ZH[by], "day": day.isoformat(), "groups": [group[:2] for group in groups]}


def _text(indicator: Indicator, row: dict[str, Any]) -> str | None:
    exact = None if row["numerator"] is None else indicator.exact(row["numerator"], row["denominator"])
    return None if exact is None else plain(indicator.printed(exact))


def _add_goal(figure: Figure, outlook: Outlook | None, why_not: str) -> None:
    """What the plan asks of the indicator, and where it is heading."""
    target = next((target for target in the_plan().targets if target.id == figure.indicator), None)
    if target is None:
        return
    figure.clause, figure.goal, figure.due, figure.unit = target.clause, target.goal, target.due, target.unit
    figure.name = target.name
    if outlook is None:
        _without_forecast(figure, target, why_not)
        return
    if outlook.value.value is None:
        figure.value, figure.reason = None, figure.reason or outlook.sentence
        return
    figure.value, figure.reason, figure.met = outlook.value.value, "", outlook.value.met
    figure.sentence, figure.state = outlook.sentence, outlook.forecast.state
    figure.grade, figure.method = outlook.forecast.grade, outlook.forecast.method
    figure.history = [[day.isoformat(), None if value is None else plain(value)] for day, value in outlook.history]
    figure.ahead = [
        [seen.day.isoformat(), *(_two_places(n) for n in (seen.value, seen.low, seen.high))]
        for seen in outlook.forecast.ahead
    ]


def _without_forecast(figure: Figure, target: Target, why_not: str) -> None:
    """The value in the target's unit, and whether it meets the goal; nothing about where it is heading."""
    if figure.value is None or figure.numerator is None:
        return
    exact = INDICATORS[figure.indicator].exact(figure.numerator, figure.denominator, target.unit)
    if exact is None:
        figure.value, figure.reason = None, why_not or figure.reason
        return
    figure.value = INDICATORS[figure.indicator].printed(exact)
    figure.met = exact >= Fraction(target.goal)
    figure.state, figure.sentence = "met" if figure.met else "too_short", f"暂不能预测：{why_not}。"


def _two_places(number: Fraction) -> str:
    return plain(printed(number, places=2))


def _promises(snapshot: Snapshot, year: int, region: str) -> list[dict[str, Any]]:
    """What each money rule comes to in the year, and how many wait for a figure."""
    if year < the_plan().in_force_since.year:
        return []
    found = compute_incentives(the_plan(), definitions(), snapshot, year=year, region=region)
    received = sorts_received(snapshot)
    promises: list[dict[str, Any]] = []
    for rule, rows in found.awarded.items():
        parties = len(set(rows["party"].to_pylist()))
        named = {"rule": rule, "name": found.definitions[rule].name, "clause": found.promise(rule).clause}
        definition = found.definitions[rule]
        lacks = lacked(lacking(sorts_of_rows(definition.per, definition.conditions), received))
        promises.append({**named, "fen": found.totals[rule], "parties": parties, "awards": len(rows), "lacks": lacks})
    open_names = _open_names(snapshot, found.undetermined)
    return [*promises, *(_norm(norm, open_names, received) for norm in found.undetermined)]


def _norm(norm: Undetermined, open_names: Mapping[str, str], received: frozenset[str]) -> dict[str, Any]:
    """How many wait for the figure of a promise, and who, where anybody may know."""
    named = names_are_open(norm.incentive)
    return {
        "norm": norm.incentive,
        "clause": norm.clause,
        "quote": norm.quote,
        "who": norm.who,
        "why": norm.why or lacked(lacking(_sorts_of_norm(norm.incentive), received)),
        "parties": len(norm.parties),
        "names": [open_names[party] for party in norm.parties if named and party in open_names][:MOST_NAMES],
    }


def _sorts_of_norm(norm: str) -> frozenset[str]:
    """What would have to be known to tell who waits for a promise's figure."""
    eligible = next((known.eligible for known in the_plan().open_norms if known.incentive == norm), None)
    eligibility = definitions().eligibilities[eligible] if eligible else None
    return sorts_of_rows(eligibility.rows, eligibility.when) if eligibility else frozenset()


def _open_names(snapshot: Snapshot, norms: Iterable[Undetermined]) -> dict[str, str]:
    """Names of organisations; a person's name is nobody's business here."""
    people = {party.id for party in known_parties(snapshot) if is_person(party.kind)}
    return party_names(snapshot, {party for norm in norms for party in norm.parties} - people)
