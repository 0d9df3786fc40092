"""The value of a topic's patents told: each indicator with its inputs, the rows behind, its percentiles, or why it is not known."""

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import ibis

from zhixian.core.kernel.refusal import Refusal
from zhixian.core.landscape.asking import Asking, choice
from zhixian.core.landscape.everything import asking
from zhixian.core.landscape.figure import half_up
from zhixian.core.landscape.value import measuring
from zhixian.core.landscape.value.definitions import Indicator, indicators, least_cohort
from zhixian.core.landscape.value.inputs import inputs_of, why_unknown
from zhixian.core.landscape.value.kept import kept_values
from zhixian.core.registry.kind_words import RIGHT_KIND_WORDS
from zhixian.core.registry.numbers.patents import plain_number
from zhixian.core.topics.document import PUBLISHED
from zhixian.core.topics.searching import records_called
from zhixian.core.topics.topic import Topic

MOST = 50
Behind = dict[str, list[dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands among the `of` known ones of its cohort and year: a percentile, or why there is none."""

    percentile: float | None = None
    of: int = 0
    silence: str = ""


@dataclass(frozen=True, slots=True)
class Measure:
    """One indicator of a patent: its value, or the reason why it is not known; `inputs` are what it was computed of."""

    indicator: Indicator
    value: float | None
    reason: str
    inputs: tuple[tuple[str, str], ...]
    in_field: Place
    in_subclass: Place


@dataclass(frozen=True, slots=True)
class Valued:
    """A patent with all its indicators. `behind` has the rows cited_by, cites, family and events where they were asked for."""

    nr: int
    record: str
    title: str
    year: int | None
    field: int | None
    subclass: str | None
    measures: tuple[Measure, ...]
    behind: Behind = dataclasses.field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Spread:
    """How the values of an indicator lie in the topic; the values are null where none is known."""

    indicator: Indicator
    known: int
    unknown: int
    values: dict[str, float | None]


@dataclass(frozen=True, slots=True)
class Valuation:
    """The patents of a topic: how each indicator lies in it, and those that were asked for. `passed_over` says what was left out."""

    topic: Topic = dataclasses.field(repr=False)
    as_of: date
    patents: int
    spread: tuple[Spread, ...]
    valued: tuple[Valued, ...]
    limits: tuple[str, ...]


def valuation(
    topic: Topic, *, names: Sequence[str] = (), sort: str = "cited_by", most: int = MOST, as_of: date | None = None,
    engine: ibis.BaseBackend | None = None,
) -> Valuation:  # fmt: skip
    """The indicators of a topic: how they lie in it, and of each patent named, or else of those first by `sort`.

    Raises Refusal for a record that is not there or is no patent, for patents by name where the terms of the source do not allow
    its data to be shown, and for a day after the topic's own.
    """
    asked = asking(topic, as_of=as_of, engine=engine)
    limits = [*asked.remarks, *asked.of_state]
    counts = asked.one(measuring.number_of_patents)
    if counts["others"]:
        limits.append(f"{counts['others']:,} 件不是专利，没有计算")
    if names and not topic.shows_raw:
        raise Refusal(
            f"来源的条款不允许公开原始数据（{topic.manifest['terms'] or '没有写明条款'}）", where=topic.name,
            expected="不写号码，只看各项指标的分布；条款允许时建库加 --shows-raw",
        )  # fmt: skip
    valued: tuple[Valued, ...] = ()
    if names:
        valued = tuple(value_of(asked, nr, topic) for nr in dict.fromkeys(_nr_of(asked, topic, name) for name in names))
    elif topic.shows_raw:
        valued = tuple(_valued(asked, asked.rows(measuring.leading, sort, most)))
    else:
        limits.append("来源的条款不允许公开原始数据，没有逐件列出")
    patents = int(counts["patents"])
    return Valuation(topic, asked.as_of, patents, _spreads(asked, patents), valued, tuple(limits))


def value_of(asked: Asking, nr: int, topic: Topic | None = None) -> Valued:
    """One patent with the rows behind its indicators, read where they are written beside the topic, else computed. Raises Refusal
    where the record is no patent, or was filed after the day."""
    kept = kept_values(asked, topic, nr) if topic else None
    rows = kept[0] if kept else asked.rows(measuring.of_chosen, chosen=choice([nr]))
    if not rows:
        (one,) = asked.rows(measuring.any_of_chosen, chosen=choice([nr]))
        raise Refusal(
            f"申请日 {one['filed']} 晚于 {asked.as_of}，截至这一天还没有申请，没有价值指标"
            if one["filed"] and one["filed"] > asked.as_of
            else f"这一件是{RIGHT_KIND_WORDS[one['kind']]}，不是专利，没有价值指标",
            expected="截至这一天已经申请的发明、实用新型或外观设计",
        )
    (told,) = _valued(asked, rows, kept[1] if kept else None)
    return Valued(
        told.nr, told.record, told.title, told.year, told.field, told.subclass, told.measures, _behind(asked, nr)
    )


def every_value(asked: Asking) -> list[dict[str, Any]]:
    """All patents with the values of their indicators, in the order of the records."""
    return asked.rows(measuring.everything)


def _nr_of(asked: Asking, topic: Topic, name: str) -> int:
    """The record that goes by a number in any spelling: as it is written in the topic, else as its search finds it."""
    spelt = {name, name + PUBLISHED, plain_number(name)}
    found = asked.rows(measuring.named, chosen=choice(sorted(spelt)))
    if not found and (called := records_called(topic, name)):
        found = asked.rows(measuring.named, chosen=choice(called))
    if len(found) != 1:
        what = "没有" if not found else f"有 {len(found)} 件"
        raise Refusal(f"专题库里{what}“{name}”", where=topic.name, expected="其中一件的申请号或公开号")
    return int(found[0]["nr"])


def _spreads(asked: Asking, patents: int) -> tuple[Spread, ...]:
    told = {row["id"]: row for row in asked.rows(measuring.spread_of)}
    names = ("lowest", "p25", "median", "p75", "p90", "highest")
    return tuple(
        Spread(
            one, known := int(told[id_]["known"]) if id_ in told else 0, patents - known,
            {name: told[id_][name] if id_ in told else None for name in names},
        )
        for id_, one in indicators().items()
    )  # fmt: skip


def _valued(
    asked: Asking, rows: Sequence[dict[str, Any]], ranked: Sequence[dict[str, Any]] | None = None
) -> list[Valued]:
    if ranked is None:
        ranked = asked.rows(measuring.ranked, chosen=choice(row["nr"] for row in rows))
    ranks = {(row["nr"], row["id"]): row for row in ranked}
    return [
        Valued(
            row["nr"], row["record"], row["title"] or "", row["year"], row["field"], row["subclass"],
            tuple(_measure(row, one, ranks.get((row["nr"], one.id)), asked.known) for one in indicators().values()),
        )
        for row in rows
    ]  # fmt: skip


def _measure(row: dict[str, Any], one: Indicator, rank: dict[str, Any] | None, known: date) -> Measure:
    value = row[one.id]
    reason = why_unknown(row, one, known) if value is None else ""
    return Measure(
        one, value, reason, inputs_of(row, one),
        *(_place(row, rank, cohort, word) for cohort, word in (("field", "技术领域"), ("subclass", "小类"))),
    )  # fmt: skip


def _place(row: dict[str, Any], rank: dict[str, Any] | None, cohort: str, word: str) -> Place:
    if rank is None:
        return Place()
    if row["year"] is None or row[cohort] is None:
        return Place(silence="没有申请日" if row["year"] is None else f"没有能归入{word}的 IPC 分类")
    number = int(rank[f"{cohort}_of"])
    if number < least_cohort():
        return Place(of=number, silence=f"只有 {number} 件有这项数值，不足 {least_cohort()} 件，不算百分位")
    return Place(half_up(float(rank[f"{cohort}_percentile"]), 1), number)


def _behind(asked: Asking, nr: int) -> Behind:
    """The rows behind the indicators of a patent: who cites it and whom it cites inside, its family, what happened to it."""
    one = choice([nr])
    ways: dict[str, dict[str, dict[str, Any]]] = {"cited_by": {}, "cites": {}}
    for row in asked.rows(measuring.behind, chosen=one):
        told = ways[row["way"]].setdefault(
            row["record"], {name: row[name] for name in ("record", "title", "published")} | {"symbols": {}}
        )
        if row["subclass"]:
            told["symbols"][row["subclass"]] = int(row["symbols"])
    family = asked.rows(measuring.family, chosen=one)
    happened = asked.rows(measuring.events, chosen=one)
    plain = {"family": family, "events": happened}
    rows = {
        name: [{key: cell for key, cell in row.items() if key != "nr"} for row in found]
        for name, found in plain.items()
    }
    return {way: list(found.values()) for way, found in ways.items()} | rows
