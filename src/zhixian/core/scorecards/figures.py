"""Figures of subjects: indicators by holder, rows of registers, honours; what cannot be known says why and is never 0."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from zhixian.core.analysis.indicators import INDICATORS, NOT_COMPUTABLE, Indicator
from zhixian.core.analysis.indicators.measures import Moved
from zhixian.core.analysis.indicators.model import Measure
from zhixian.core.analysis.values import Totals, measures_of, totals_by_holder
from zhixian.core.catalogue import registers
from zhixian.core.engine import connect
from zhixian.core.registry.snapshot import Snapshot
from zhixian.core.scorecards.honours import Honour, held_by
from zhixian.core.scorecards.model import Counted, Figure, Item
from zhixian.core.scorecards.relied import Relied, figure_relied
from zhixian.core.scorecards.subjects import Rows, Subject, Tally, tally


@dataclass(frozen=True, slots=True)
class Sources:
    """What figures are taken from, gathered once for all subjects."""

    totals: Totals
    tallies: Mapping[Counted, Tally]
    """What rows of a register come to; of one that is not kept or empty there is none."""
    kept: Collection[str]
    """Registers that the place keeps."""
    honours: Sequence[Honour]
    as_of: date
    relied: Relied | None = None
    """What is known of the rights that projects rely on; None where none are scored."""


def of_single_subjects() -> dict[str, Indicator]:
    """Indicators that can be told of one party: neither by residents nor by what came into a region."""
    return {
        id_: indicator
        for id_, indicator in INDICATORS.items()
        if (indicator.denominator is None or not indicator.denominator.whole_region)
        and not isinstance(indicator.numerator, Moved)
    }


def why_not_single(indicator: str) -> str:
    """Why an indicator cannot stand in a scorecard; empty for one that nobody defines."""
    if indicator in NOT_COMPUTABLE:
        return NOT_COMPUTABLE[indicator][1]
    return "按地区计的指标，算不到一个对象头上" if indicator in INDICATORS else ""


def gather(
    snapshot: Snapshot | None, items: Collection[Item], rows: Rows, honours: Sequence[Honour], *, as_of: date
) -> Sources:
    """Everything that these items ask for, with one statement for all indicators."""
    asked = measures_of(INDICATORS[item.indicator] for item in items if item.indicator)
    counted = {item.counted for item in items if item.counted and rows.get(item.counted.register)}
    tallies = {one: tally(one, rows[one.register], as_of) for one in counted}
    totals = totals_by_holder(connect(), snapshot, asked, as_of) if snapshot else {}
    return Sources(totals, tallies, rows.keys(), honours, as_of)


def figure_of(item: Item, subject: Subject, sources: Sources) -> Figure:
    """The figure of an item for a subject."""
    if item.relied:
        return figure_relied(item.relied, subject, sources.relied)
    if item.answer:
        return _answered(item, subject)
    if not subject.parties:
        return Figure(None, "登记数据里找不到" + "、".join(subject.strange[:5]))
    if item.counted is not None:
        return _counted(item.counted, subject, sources)
    if item.honours:
        return _honours(item, subject, sources)
    return _indicated(INDICATORS[item.indicator], subject, sources.totals)


def _answered(item: Item, subject: Subject) -> Figure:
    answer = subject.answers.get(item.answer)
    if answer in (None, ""):
        return Figure(None, "申请人没有写")
    return Figure(Fraction(str(answer)), behind=("申请人自己写的，系统没有核对",))


def _indicated(indicator: Indicator, subject: Subject, totals: Totals) -> Figure:
    parts = [_total(measure, subject, totals) for measure in (indicator.numerator, indicator.denominator) if measure]
    if any(part is None for part in parts):
        return Figure(None, f"登记数据里没有能计入“{indicator.name}”的任何一行，是没有还是没有导入，分不清")
    above, below = parts[0] or 0, parts[1] if len(parts) > 1 else None
    value = indicator.exact(above, below)
    return Figure(value, "" if value is not None else "分母是 0，没有比例可言", above, below)


def _total(measure: Measure, subject: Subject, totals: Totals) -> int | None:
    if measure not in totals:
        return None
    return sum(totals[measure].get(party.id, 0) for party in subject.parties)


def _counted(counted: Counted, subject: Subject, sources: Sources) -> Figure:
    name = registers()[counted.register].name
    if counted.register not in sources.kept:
        return Figure(None, f"这里没有设{name}")
    if counted not in sources.tallies:
        return Figure(None, f"{name}里一行也没有，是没有还是没有记，分不清")
    number = sum(sources.tallies[counted].of(party) for party in subject.parties)
    return Figure(Fraction(number), numerator=number)


def _honours(item: Item, subject: Subject, sources: Sources) -> Figure:
    if not sources.honours:
        return Figure(None, "登记数据和荣誉台账里都没有荣誉，是没有还是没有记，分不清")
    held = held_by(sources.honours, {party.id for party in subject.parties}, as_of=sources.as_of)
    number = sum(honour.level in item.honours for honour in held)
    return Figure(Fraction(number), numerator=number)
