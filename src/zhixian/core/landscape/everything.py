"""The whole landscape of a topic: every figure in the order in which a report tells them."""

from collections.abc import Callable, Iterator
from datetime import date

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
        files, as_of or topic.as_of, engine or connect(), region_prefix(region) if region else "", topic.as_of
    )


def landscape(
    topic: Topic,
    *,
    as_of: date | None = None,
    region: str | None = None,
    engine: ibis.BaseBackend | None = None,
    progress: Progress = lambda _done, _total: None,
) -> Landscape:
    """Every figure of a topic as of a day, which is the topic's own by default; those about a county where one is named."""
    asked = asking(topic, as_of=as_of, region=region, engine=engine)
    made = []
    wanted = list(_figures(asked, region))
    for done, figure in enumerate(wanted, 1):
        made.append(figure() if topic.shows_raw else withheld(figure()))
        progress(done, len(wanted))
    total = int(topic.manifest["tables"]["records"])
    counted = int(asked.one(trends.count_of_records)["records"])
    later = total - counted
    return Landscape(
        topic.name, topic.id, asked.as_of.isoformat(), total, counted, tuple(made), topic.manifest["terms"], tuple(topic.labels),
        region, said_rules(), (f"{later:,} 件的申请日晚于 {asked.as_of}，没有计入",) if later else (),
    )  # fmt: skip


def _figures(asked: Asking, region: str | None) -> Iterator[Callable[[], Figure]]:
    yield lambda: trends.scale(asked)
    yield lambda: trends.filings(asked)
    yield lambda: trends.grants(asked)
    yield lambda: life_cycle.life_cycle(asked)
    for level in kinds_of_technology.LEVELS:
        yield lambda level=level: kinds_of_technology.ipc(asked, level)  # type: ignore[misc]
    yield lambda: kinds_of_technology.fields(asked)
    yield lambda: matrix.over_years(asked)
    yield lambda: matrix.pairs(asked)
    yield lambda: applicants.applicants(asked)
    yield lambda: applicants.shares(asked)
    yield lambda: applicants.concentration(asked)
    yield lambda: applicants.movers(asked, came=True)
    yield lambda: applicants.movers(asked, came=False)
    yield lambda: applicants.inventors(asked)
    yield lambda: places.regions(asked, "province")
    yield lambda: places.regions(asked, "county")
    yield lambda: places.countries(asked, of="country")
    yield lambda: places.countries(asked, of="priority_country")
    yield lambda: legal.status(asked)
    yield lambda: legal.events(asked)
    yield lambda: citations.most_cited(asked)
    yield lambda: citations.main_path(asked)
    if region:
        yield lambda: county.place(asked, region)
        yield lambda: county.specialisation(asked, region)
        yield lambda: partners.cooperation(asked)
        yield lambda: partners.purchase(asked)
