"""The landscape of a topic: the figures of a variant in the order in which its report tells them."""

from collections.abc import Callable
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
from zhixian.core.landscape.asking import Asking
from zhixian.core.landscape.figure import Figure, Landscape, withheld
from zhixian.core.landscape.rules import said_rules
from zhixian.core.landscape.variants import WHOLE, Variant, variants
from zhixian.core.topics.tables import SCHEMAS
from zhixian.core.topics.topic import Topic


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
    files = {name: topic.path(name) for name in SCHEMAS}
    return Asking(
        files,
        as_of or topic.as_of,
        engine or connect(),
        region_prefix(region) if region else "",
        topic.as_of,
        in_registry=bool(topic.manifest.get("snapshot")),
    )


def landscape(
    topic: Topic,
    *,
    as_of: date | None = None,
    region: str | None = None,
    variant: str = WHOLE,
    engine: ibis.BaseBackend | None = None,
    progress: Progress = lambda _done, _total: None,
) -> Landscape:
    """The figures of a variant of a topic as of a day, which is the topic's own by default; those about a county where one is named.

    Raises Refusal for a day after the topic's own, and for a variant that is about a county where none is named.
    """
    chosen = variants()[variant]
    if chosen.needs_region and not region:
        raise Refusal(f"{chosen.title}报告要说本地是哪里", where=topic.name, expected="一个地区（--county）")
    asked = asking(topic, as_of=as_of, region=region, engine=engine)
    made = []
    wanted = _wanted(asked, region, chosen)
    for done, figure in enumerate(wanted, 1):
        made.append(figure() if topic.shows_raw else withheld(figure()))
        progress(done, len(wanted))
    total = int(topic.manifest["tables"]["records"])
    counted = int(asked.one(trends.count_of_records)["records"])
    later = total - counted
    return Landscape(
        topic.name, topic.id, asked.as_of.isoformat(), total, counted, tuple(made), topic.manifest["terms"], tuple(topic.labels),
        region, said_rules(), (f"{later:,} 件的申请日晚于 {asked.as_of}，没有计入",) if later else (), variant=variant,
    )  # fmt: skip


def _wanted(asked: Asking, region: str | None, variant: Variant) -> list[Callable[[], Figure]]:
    """The figures of a variant in its order; without a county those that are about none."""
    known = _figures(asked, region)
    return [known[name] for name in variant.figures if name in known]


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
    if not region:
        return known
    return known | {
        "county": lambda: county.place(asked, region),
        "specialisation": lambda: county.specialisation(asked, region),
        "cooperation": lambda: partners.cooperation(asked),
        "purchase": lambda: partners.purchase(asked),
    }
