"""Topics for programs: lists, the figures of landscapes, and records with their value indicators where the terms let raw data out."""

from datetime import date
from typing import Any, Literal

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Path, Query, Router, Schema
from pydantic import Field

from zhixian.core.reports.landscape import as_json
from zhixian.core.reports.value import record_as_json
from zhixian.core.search.fields import STATE_WORDS
from zhixian.core.search.finding import MOST_AT_ONCE, SORT_WORDS
from zhixian.core.search.lexing import QueryFault
from zhixian.web.accounts.api import needs
from zhixian.web.kit import record
from zhixian.web.kit.api.pages import Asked as PageAsked
from zhixian.web.kit.api.pages import Key, Name, Page, Text, page_of
from zhixian.web.kit.api.problems import Denied
from zhixian.web.navigation import jobs
from zhixian.web.navigation.models import WORKING, Edition, Landscape, Topic
from zhixian.web.navigation.queries import landscapes_listed, landscapes_visible_to, may_take_out, topics_visible_to
from zhixian.web.navigation.searching import search_records
from zhixian.web.navigation.valuing import shown
from zhixian.web.navigation.written import as_edited
from zhixian.web.registry.rights import Asked, NotYet

router = Router(tags=["专题库"], auth=needs("topics:read"))
Sort = Literal[tuple(SORT_WORDS)]  # type: ignore[valid-type]
State = Literal[tuple(STATE_WORDS)]  # type: ignore[valid-type]


class TopicCounts(Schema):
    """Counts of an edition; null is unknown, and 0 only what is known to be none."""

    records: int = Field(description="申请")
    families: int | None = Field(description="同族（组）；没有一个来源写明同族的为空")
    applicants: int | None = Field(description="申请人；没有一个来源写明申请人的为空")
    granted: int | None = Field(description="截止日已授权；没有一件有授权公告日而有的有效或状态不详的为空")
    in_force: int | None = Field(description="截止日有效；没有一件知道法律状态的为空")
    stateless: int | None = Field(description="状态不详；以前的算法没有数过的为空")


class TopicTold(Schema):
    """A topic in a list; `as_of` and the counts are of its latest edition, null before there is one."""

    id: int
    name: str
    place: str = Field(description="归谁")
    query: str = Field(description="由检索式生成的，是哪个检索式；由导出表生成的为空")
    terms: str = Field(description="来源的许可条款，引用时要遵守")
    records_open: bool = Field(description="能不能用接口取号码、标题和价值指标；条款不允许的只有图表数字")
    edition: str | None
    as_of: date | None
    labels: list[str] = Field(description="引用时必须说明的，如“合成数据”")
    counts: TopicCounts | None
    data_until: date | None = Field(description="来源里最晚的日期；由检索式生成的和以前的算法做成的为空")
    exported: list[date] = Field(description="来源的导出日，各不相同的几天，早的在前；没有人写明的为空")
    remarks: list[str] = Field(
        description="截止日对这些数字意味着什么：没有计入的、状态不详的、期限届满的、以前的算法做成的"
    )


class LandscapeTold(Schema):
    """A landscape in a list: issued, or a draft of the own place."""

    id: int
    variant: str
    variant_name: str
    state: str
    number: str
    region: str
    enterprise: str
    as_of: date
    issued_on: date | None


class TopicWhole(TopicTold):
    """A topic with the landscapes that the holder of the token sees."""

    landscapes: list[LandscapeTold]


class FigureColumn(Schema):
    """A column of a figure's table."""

    name: str
    title: str
    unit: str


class ChartSeries(Schema):
    """A line or a row of bars; `role` is value or unmet (not wholly published yet)."""

    name: str
    values: list[float | None]
    role: str


class ChartTold(Schema):
    """What a page or a document draws: plain numbers over categories."""

    kind: str = Field(description="columns、bars、lines、stacked 或 matrix")
    title: str
    unit: str
    categories: list[str]
    series: list[ChartSeries]


class LandscapeFigure(Schema):
    """A figure: its rows, its chart, the sentence that is true of them or why there is none, method and limits."""

    id: str
    title: str
    columns: list[FigureColumn]
    rows: list[dict[str, str | int | float | None]]
    chart: ChartTold | None
    sentence: str
    silence: str
    method: str
    limits: list[str]
    remark: str = Field(description="编写人的评注")
    remark_of: str = Field(description="评注按数据截至哪一天的一份写，这一项后来变了；没有变、没有评注时为空")
    reworded: bool = Field(description="sentence 是不是编写人改写的")


class LandscapePart(Schema):
    """Figures under one heading."""

    title: str
    question: str
    figures: list[str]


class LandscapeWhole(LandscapeTold):
    """A landscape with its figures, as its document tells them."""

    topic: str
    edition: str
    total: int
    counted: int
    terms: str
    labels: list[str]
    rules: str
    foreword: str
    left_out: list[str] = Field(description="没有列入的图表")
    unanswered: list[str] = Field(description="这一类报告要答、专利数据答不了的问题")
    parts: list[LandscapePart]
    figures: list[LandscapeFigure]


class TopicRecord(Schema):
    """A record that was found, as of the topic's day."""

    record: str
    kind: str
    number: str | None
    publication: str | None
    title: str | None
    classes: str | None
    filed: str | None
    registered: str | None
    applicant: str | None = Field(description="第一申请人；来源没有写明的为空")
    holder: str | None = Field(description="第一权利人；来源没有写明的为空，不以申请人代替")
    region: str | None
    state: str


class TopicRecords(Page[TopicRecord]):
    """Records found. `next` is how many were told so far."""

    total: int


class Cohort(Schema):
    """Where a value stands among those of its field or subclass and year."""

    percentile: float | None
    of: int
    silence: str


class ValueInput(Schema):
    """What an indicator was computed of."""

    name: str
    value: str


class IndicatorValue(Schema):
    """One indicator of a record: its value with what it was computed of, or why it is not known."""

    id: str
    title: str
    unit: str
    value: float | None
    reason: str
    inputs: list[ValueInput]
    in_field: Cohort
    in_subclass: Cohort


class RecordWhole(Schema):
    """A record with its people, symbols and value indicators; none of these where `silence` says why."""

    record: str
    title: str | None
    abstract: str | None
    application: str | None
    publication: str | None
    kind: str | None
    country: str | None
    filed: date | None
    published: date | None
    granted: date | None
    state: str
    state_note: str = Field(description="状态怎么知道的：来源的原话、法定期限届满、截止日以后才授权")
    applicants: list[str]
    holders: list[str]
    inventors: list[str]
    symbols: list[str]
    terms: str
    labels: list[str]
    values: list[IndicatorValue]
    silence: str


class RecordsAsked(Schema):
    """What is sought in a topic, and which part of the answer."""

    q: Text = Field("", description="检索式，不写是全部")
    kind: Text = ""
    year: Text = Field("", description="申请年")
    region: Text = ""
    holder: Text = ""
    state: State | None = None  # type: ignore[valid-type]
    sort: Sort = "best"  # type: ignore[valid-type]
    after: Key | None = Field(None, description="上一页的 next；不给就从头开始")
    limit: int = Field(30, ge=1, le=100, description="一页最多几项")


def _open(request: HttpRequest, pk: int) -> tuple[Topic, Edition]:
    """A topic whose rows may leave by the API, with its latest edition: what a program reads is taken out."""
    topic = jobs.topic_now(request.user, pk)
    if not may_take_out(request.user, topic):
        said = f"（{topic.terms}）" if topic.terms else ""
        raise Denied(404, f"来源的条款{said}不允许用接口取出号码、标题等原始数据，只能读图表数字。")
    if topic.latest is None:
        raise Http404
    return topic, topic.latest


def _told(request: HttpRequest, row: Topic) -> dict[str, Any]:
    latest = row.latest
    return {
        "id": row.pk, "name": row.name, "place": row.place, "query": row.query, "terms": row.terms,
        "records_open": may_take_out(request.user, row), "edition": latest and latest.stamp, "as_of": latest and latest.as_of,
        "labels": latest.labels if latest else [], "counts": latest.counts_known if latest else None,
        "data_until": (latest.days or {}).get("last") if latest else None, "exported": (latest.days or {}).get("exported", []) if latest else [], "remarks": latest.remarks if latest else [],
    }  # fmt: skip


def _landscape(row: Landscape) -> dict[str, Any]:
    names = ("variant", "variant_name", "state", "number", "region", "enterprise", "issued_on")
    return {"id": row.pk, "as_of": row.edition.as_of, **{name: getattr(row, name) for name in names}}


@router.get("/topics", response=Page[TopicTold], summary="专题库列表")
def list_topics(request: HttpRequest, asked: Query[PageAsked]) -> dict[str, Any]:
    """看得到的专题库，新的在前。"""
    return page_of(topics_visible_to(request.user), asked, lambda row: _told(request, row))


@router.get("/topics/{topic}", response=TopicWhole, summary="一个专题库")
def get_topic(request: HttpRequest, topic: Path[Key]) -> dict[str, Any]:
    """条款、现行版本和看得到的导航报告；图表数字在各份报告里。"""
    row = jobs.topic_now(request.user, topic)
    rows = landscapes_listed(request.user).filter(topic=row).exclude(state=WORKING)
    return {**_told(request, row), "landscapes": [_landscape(one) for one in rows]}


@router.get("/landscapes/{landscape}", response=LandscapeWhole, summary="一份导航报告的图表数字")
def get_landscape(request: HttpRequest, landscape: Path[Key]) -> dict[str, Any]:
    """各项图表的行、图的数据、文字、方法和局限，与印发的文件相同；没有列入的不给。"""
    rows = landscapes_visible_to(request.user).exclude(state=WORKING)
    row = get_object_or_404(rows, pk=landscape)
    edited = as_edited(row)
    told = as_json(edited)
    written = {
        one.id: {"remark": one.remark, "remark_of": one.remark_of, "reworded": one.reworded} for one in edited.figures
    }
    kept = ("topic", "edition", "total", "counted", "terms", "labels", "rules", "unanswered", "parts")
    return {
        **_landscape(row), **{name: told[name] for name in kept}, "foreword": row.foreword, "left_out": list(edited.left_out),
        "figures": [figure | written[figure["id"]] for figure in told["figures"]],
    }  # fmt: skip


@router.get("/topics/{topic}/records", response=TopicRecords, summary="在专题库里检索")
def list_topic_records(request: HttpRequest, topic: Path[Key], asked: Query[RecordsAsked]) -> dict[str, Any]:
    """与网页同一种检索式；条款不允许取出原始数据的专题库没有。读取记入操作记录。"""
    row, edition = _open(request, topic)
    first = min(asked.after or 0, MOST_AT_ONCE)
    limit = min(asked.limit, MOST_AT_ONCE - first)
    try:
        found = search_records(
            edition,
            Asked.of(asked.dict(exclude_none=True), edition.as_of, any_day=False),
            first=first,
            limit=max(limit, 1),
        )
    except QueryFault as fault:
        raise Denied(422, str(fault), errors=[{"field": "query.q", "message": str(fault)}]) from None
    except NotYet:
        jobs.ask_for_index(edition, by=request.user)
        raise
    hits = found.hits[:limit]
    record.write("read_topic_records", row, by=request.user, query=asked.q, stamp=edition.stamp, rows=len(hits))
    told = first + len(hits)
    return {
        "items": [_hit(hit.facts, hit.state) for hit in hits], "total": found.total,
        "next": told if hits and told < min(found.total, MOST_AT_ONCE) else None,
    }  # fmt: skip


def _hit(facts: dict[str, Any], state: str) -> dict[str, Any]:
    names = ("kind", "number", "publication", "title", "classes", "filed", "registered", "region")
    holder = facts["holder_name"] if facts["is_held"] else None
    told = {"record": facts["right_id"], "applicant": facts["applicant_name"], "holder": holder, "state": state}
    return told | {name: facts[name] for name in names}


@router.get("/topics/{topic}/records/{path:name}", response=RecordWhole, summary="一件申请和它的价值指标")
def get_topic_record(request: HttpRequest, topic: Path[Key], name: Path[Name]) -> dict[str, Any]:
    """著录事项和各项价值指标，每项有算它的数、在本领域本年的百分位，或为什么不知道。"""
    row, edition = _open(request, topic)
    one = shown(edition, name)
    if one is None:
        raise Http404
    record.write("read_topic_record", row, by=request.user, name=name, stamp=edition.stamp)
    names = ("record", "title", "abstract", "application", "publication", "kind", "country", "filed", "published", "granted")  # fmt: skip
    return {
        **{column: one.row[column] for column in names}, "state": one.state, "state_note": one.state_note, "applicants": one.people["applicant"], "holders": one.people["holder"],
        "inventors": one.people["inventor"], "symbols": one.symbols, "terms": row.terms, "labels": edition.labels,
        "values": record_as_json(one.value)["values"] if one.value else [], "silence": one.silence,
    }  # fmt: skip
