"""The legal status on the day, and transfers, pledges and licences over the years."""

from collections.abc import Mapping

import ibis

from zhixian.core.engine import statements
from zhixian.core.kernel.countries import country_name
from zhixian.core.landscape.asking import Asking, PassedOver, records, table
from zhixian.core.landscape.figure import Column, Figure, Said, chart_of, few, percent, without
from zhixian.core.landscape.rules import rules
from zhixian.core.registry.kind_words import EVENT_WORDS as WORDS_OF_EVENTS
from zhixian.core.registry.kind_words import RIGHT_KIND_WORDS
from zhixian.core.registry.sheets.event_columns import ENDS_OF_DEALINGS
from zhixian.core.topics.tables import EVENT_WORDS, STATES

HOME = "CN"
MOST_OFFICES = 3
"""Offices that are named where their events are not counted."""


def status(asking: Asking) -> Figure:
    """Kinds of rights by status."""
    told = {(row["kind"] or "", row["state"] or ""): int(row["records"]) for row in asking.rows(_status)}
    kinds = sorted(
        {kind for kind, _ in told}, key=lambda kind: (-sum(n for (k, _), n in told.items() if k == kind), kind)
    )
    total = sum(told.values())
    rows = tuple(
        (
            RIGHT_KIND_WORDS.get(kind, "类型不详"),
            STATES[state],
            number,
            None if number is None else percent(number, total),
        )
        for kind in kinds
        for state, number in _of_kind(told, kind).items()
    )
    unknown = sum(number for (_, state), number in told.items() if not state)
    known = total - unknown
    alive = sum(number for (_, state), number in told.items() if state == "in_force")
    said = _of_those_in_force(alive, known, unknown, asking.unsure)
    return Figure(
        "status", "法律状态",
        (Column("kind", "类型"), Column("state", "状态"), Column("records", "申请量", "件"), Column("share", "占全部申请", "%")),
        rows, method="由检索式生成的专题库按登记的法律事件推算专题库截止日的状态；由导出表生成的按来源在导出时的说法，截止日以后才授权的算审中，法定期限届满的按专利法算失效。",
        chart=chart_of(
            "stacked", "法律状态", [RIGHT_KIND_WORDS.get(kind, "类型不详") for kind in kinds],
            [(word, [_of_kind(told, kind)[state] for kind in kinds]) for state, word in STATES.items()], "件",
        ),
        sentence=said.sentence, silence=said.silence, limits=(*without(unknown, total, "的状态不详"), *_pending(told, asking), *asking.remarks, *asking.of_state),
    )  # fmt: skip


def _pending(told: Mapping[tuple[str, str], int], asking: Asking) -> tuple[str, ...]:
    """What a registry cannot know of pending applications: it goes by dated events, and some sources tell a status alone."""
    number = sum(count for (_, state), count in told.items() if state == "pending")
    if not number or not asking.in_registry:
        return ()
    return (
        f"审中的 {number:,} 件是登记数据里没有授权、也没有驳回或撤回事件的：来源只写了状态、没有写哪天驳回或撤回的，也在其中",
    )


def _of_those_in_force(alive: int, known: int, unknown: int, unsure: int) -> Said:
    """The share in force of those whose status is known, where they may stand for all: not where they are the fewer, and not where
    others are unknown because they ended or were granted later, `unsure` in number."""
    if known < rules()["least_rows"]:
        return Said(silence=few(known, "状态明确"))
    if unknown > known:
        return Said(silence=f"状态不详的 {unknown:,} 件多于状态明确的 {known:,} 件，有效的占多少说不准")
    if unsure:
        return Said(
            silence=f"{unsure:,} 件只知道截止日以后的状态，没有算在状态明确的 {known:,} 件里，有效的占多少说不准"
        )
    return Said(f"状态明确的 {known:,} 件中，有效的 {alive:,} 件，占 {percent(alive, known)}%。")


def _of_kind(told: Mapping[tuple[str, str], int], kind: str) -> dict[str, int | None]:
    """The records of a kind by state: none counted in a state is unknown, not 0, where nobody knows the state of some."""
    numbers = {state: told.get((kind, state), 0) for state in STATES}
    return {state: None if state and not number and numbers[""] else number for state, number in numbers.items()}


def _status() -> ibis.Table:
    return records().group_by("kind", "state").agg(records=lambda t: t.count())


def events(asking: Asking) -> Figure:
    """Transfers, pledges and licences by year."""
    told = {(row["event"], row["year"]): int(row["events"]) for row in asking.rows(_events)}
    known = {year for _, year in told}
    years = list(range(min(known), max(known) + 1)) if known else []
    rows = tuple((year, *(told.get((event, year), 0) for event in EVENT_WORDS)) for year in years)
    sums = {word: sum(n for (e, _), n in told.items() if e == event) for event, word in EVENT_WORDS.items()}
    listed = "、".join(f"{word} {number:,} 次" for word, number in sums.items())
    return Figure(
        "events", "转让、质押和许可",
        (Column("year", "年份", "年"), *(Column(event, word, "次") for event, word in EVENT_WORDS.items())), rows,
        method="按登记的法律事件的生效日（没有的按公告日）计次。由导出表生成的专题库取来源的法律事件栏，来源没有这一栏的就没有这项数据；别国的只计明白写着转让、质押或许可登记的，更名、请求和许可意愿不计。同一件同一天同类的计一次。",
        chart=chart_of(
            "stacked", "转让、质押和许可", years,
            [(word, [told.get((event, year), 0) for year in years]) for event, word in EVENT_WORDS.items()], "次",
        ),
        sentence=f"{years[0]} 年至 {years[-1]} 年登记了{listed}。" if years else "",
        silence="" if years else "没有转让、质押或许可的登记" if asking.in_registry else "来源里没有读到转让、质押或许可的登记",
        limits=_not_counted(asking.passed_over),
    )  # fmt: skip


def _not_counted(passed_over: PassedOver) -> tuple[str, ...]:
    """What else the sources' legal events tell, by what it is or whose."""
    told, applications = passed_over.events, passed_over.applications
    ends = {event: told[event] for event in ENDS_OF_DEALINGS if told.get(event)}
    abroad = {
        office: number for office, number in told.items() if number and office not in {*ENDS_OF_DEALINGS, "", HOME}
    }
    parts = [f"{WORDS_OF_EVENTS[event]} {number:,} 条" for event, number in ends.items()]
    if told.get(HOME):
        parts.append(f"中国的其他事件 {told[HOME]:,} 条")
    if abroad:
        first = sorted(abroad, key=lambda office: (-abroad[office], office))[:MOST_OFFICES]
        more = f"等 {len(abroad):,} 个国家和地区" if len(abroad) > len(first) else ""
        parts.append(f"{'、'.join(map(country_name, first))}{more}的其他事件 {sum(abroad.values()):,} 条")
    if told.get(""):
        parts.append(f"没有写国别的其他事件 {told['']:,} 条")
    total = sum(told.values())
    of = "来源各行的法律事件里另有" if applications is None else f"{applications:,} 件申请的法律事件里另有"
    return (f"{of} {total:,} 条读到而没有计入：{'，'.join(parts)}",) if total else ()


def _events() -> ibis.Table:
    rows = table("events")
    rows = rows.filter(rows.day <= statements.day("as_of")).semi_join(records(), "nr")
    return rows.group_by("event", year=rows.day.year().cast("int64")).agg(events=lambda t: t.count())
