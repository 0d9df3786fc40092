"""The landscape of a topic: the figures of a variant in the order in which its report tells them."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from functools import partial

import ibis

from zhixian.core.engine import connect
from zhixian.core.kernel.progress import Progress
from zhixian.core.kernel.refusal import Refusal
from zhixian.core.kernel.regions import region_prefix
from zhixian.core.landscape import (
    applicants,
    citations,
    county,
    kinds_of_technology,
    legal,
    life_cycle,
    matrix,
    partners,
    places,
    trends,
)
from zhixian.core.landscape.asking import Asking, PassedOver, count_of_records, file_of
from zhixian.core.landscape.enterprise import others, own, rights
from zhixian.core.landscape.enterprise.naming import enterprise_named
from zhixian.core.landscape.figure import Figure, Landscape, withheld
from zhixian.core.landscape.rules import said_rules
from zhixian.core.landscape.variants import WHOLE, Variant, named_in_vain, variants
from zhixian.core.topics.tables import SCHEMAS
from zhixian.core.topics.topic import Topic

_AT_A_TIME = 2
_LONGEST = ("main_path",)
"""Figures that begin first: Python works on them the longest."""


def asking(
    topic: Topic, *, as_of: date | None = None, region: str | None = None, engine: ibis.BaseBackend | None = None
) -> Asking:
    """A topic ready to be asked. Raises Refusal for a day after the topic's own, of which it knows nothing."""
    if as_of and as_of > topic.as_of:
        raise Refusal(
            f"{as_of} 晚于专题库的截止日 {topic.as_of}，以后的申请和状态还不知道",
            where=topic.name,
            expected=f"不晚于 {topic.as_of} 的日期，或先用 zhixian topic refresh {topic.name} 更新专题库",
        )
    files = {name: file_of(topic, name) for name in SCHEMAS}
    return Asking(
        files,
        as_of or topic.as_of,
        engine or connect(),
        region_prefix(region) if region else "",
        topic.as_of,
        in_registry=bool(topic.manifest.get("snapshot")),
        remarks=tuple(topic.remarks),
        told_until=topic.known_until,
        until_words=topic.until_words,
        exported=topic.exported,
        unsure=int((topic.manifest.get("days") or {}).get("unsure") or 0),
        passed_over=_passed_over(topic),
    )


def _passed_over(topic: Topic) -> PassedOver:
    """The events that were not taken; of editions of before by rows of their sources, and none of those before they were counted."""
    if told := topic.manifest.get("not_counted"):
        return PassedOver(told["events"], told["applications"])
    by_rows: Counter[str] = Counter()
    for report in topic.manifest.get("reports", ()):
        by_rows.update(report.get("passed_over") or {})
    return PassedOver(by_rows)


def landscape(
    topic: Topic,
    *,
    as_of: date | None = None,
    region: str | None = None,
    enterprise: str | None = None,
    variant: str = WHOLE,
    engine: ibis.BaseBackend | None = None,
    progress: Progress = lambda _done, _total: None,
) -> Landscape:
    """The figures of a variant of a topic as of a day, which is the topic's own by default; those about a county and those about an
    enterprise where one is named.

    Raises Refusal for a day after the topic's own, for a variant that is about a county where none is named, for an enterprise of
    whom the topic knows nothing, and for one that no figure of the variant would be about.
    """
    chosen = variants()[variant]
    if chosen.needs_region and not region:
        raise Refusal(f"{chosen.title}报告要说本地是哪里", where=topic.name, expected="一个地区（--county）")
    if enterprise and not chosen.tells_enterprise:
        why, expected = named_in_vain(chosen)
        raise Refusal(why, where=topic.name, expected=expected)
    asked = asking(topic, as_of=as_of, region=region, engine=engine)
    if enterprise:
        asked = replace(asked, enterprise=enterprise_named(asked, enterprise))
    made = []
    wanted = _wanted(asked, region, chosen)
    for done, figure in enumerate(_computed(asked, wanted), 1):
        made.append(figure if topic.shows_raw else withheld(figure))
        progress(done, len(wanted))
    total = int(topic.manifest["tables"]["records"])
    counted = int(asked.one(count_of_records)["records"])
    later = total - counted
    return Landscape(
        topic.name, topic.id, asked.as_of.isoformat(), total, counted, tuple(made), topic.manifest["terms"], tuple(topic.labels),
        region, said_rules(), passed_over=(*(one.removesuffix("。") for one in asked.remarks), *((f"{later:,} 件的申请日晚于 {asked.as_of}，没有计入",) if later else ())), variant=variant,
        enterprise=asked.enterprise.name if asked.enterprise else None,
    )  # fmt: skip


def _computed(asked: Asking, wanted: Mapping[str, Callable[[], Figure]]) -> Iterator[Figure]:
    """The figures in their order. On DuckDB several are worked on at a time: while it counts for one, which leaves Python free, the
    statement of the next is compiled and the citations are walked through; Spark shares its machines out by itself."""
    if asked.engine.name != "duckdb":
        yield from (figure() for figure in wanted.values())
        return
    pool = ThreadPoolExecutor(_AT_A_TIME)
    try:
        begun = {name: pool.submit(wanted[name]) for name in sorted(wanted, key=lambda name: name not in _LONGEST)}
        for name in wanted:
            yield begun[name].result()
    finally:
        pool.shutdown(cancel_futures=True)


def _wanted(asked: Asking, region: str | None, variant: Variant) -> dict[str, Callable[[], Figure]]:
    """The figures of a variant in its order; without a county, an enterprise or designs those that are about none."""
    known = _figures(asked, region)
    return {name: known[name] for name in variant.figures if name in known}


def _figures(asked: Asking, region: str | None) -> dict[str, Callable[[], Figure]]:
    """What makes each figure, by its id."""
    known: dict[str, Callable[[], Figure]] = {
        "scale": lambda: trends.scale(asked),
        "filings": lambda: trends.filings(asked),
        "grants": lambda: trends.grants(asked),
        "life_cycle": lambda: life_cycle.life_cycle(asked),
        **{f"ipc_{level}": partial(kinds_of_technology.ipc, asked, level) for level in kinds_of_technology.LEVELS},
        "fields": lambda: kinds_of_technology.fields(asked),
        "class_years": lambda: matrix.over_years(asked),
        "white_spaces": lambda: matrix.pairs(asked),
        "applicants": lambda: applicants.applicants(asked),
        "shares": lambda: applicants.shares(asked),
        "concentration": lambda: applicants.concentration(asked),
        "newcomers": lambda: applicants.movers(asked, came=True),
        "leavers": lambda: applicants.movers(asked, came=False),
        "inventors": lambda: applicants.inventors(asked),
        "regions_province": lambda: places.regions(asked, "province"),
        "regions_county": lambda: places.regions(asked, "county"),
        "offices": lambda: places.countries(asked, of="country"),
        "origins": lambda: places.countries(asked, of="priority_country"),
        "status": lambda: legal.status(asked),
        "events": lambda: legal.events(asked),
        "most_cited": lambda: citations.most_cited(asked),
        "main_path": lambda: citations.main_path(asked),
    }
    if region:
        known |= {
            "county": lambda: county.place(asked, region),
            "specialisation": lambda: county.specialisation(asked, region),
            "cooperation": lambda: partners.cooperation(asked),
            "purchase": lambda: partners.purchase(asked),
        }
    if kinds_of_technology.has_designs(asked):
        known |= {
            f"locarno_{level}": partial(kinds_of_technology.designs, asked, level)
            for level in kinds_of_technology.DESIGN_LEVELS
        }
    return known | _of_enterprise(asked) if asked.enterprise else known


def _of_enterprise(asked: Asking) -> dict[str, Callable[[], Figure]]:
    """Those about the enterprise that is named."""
    return {
        "enterprise_place": lambda: own.place(asked),
        "enterprise_filings": lambda: own.filings(asked),
        "enterprise_classes": lambda: own.its_classes(asked),
        "enterprise_inventors": lambda: own.inventors(asked),
        "enterprise_partners": lambda: own.partners(asked),
        "enterprise_rights": lambda: rights.rights(asked),
        "enterprise_competitors": lambda: others.competitors(asked),
        "enterprise_cites": lambda: others.citing(asked, cites=True),
        "enterprise_cited_by": lambda: others.citing(asked, cites=False),
    }
