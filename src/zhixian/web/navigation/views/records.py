"""The records of a topic: found by the same query language as rights, narrowed by facets, taken out where the terms allow it."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from zhixian.core.reports.search import reason, write_hits
from zhixian.core.reports.value import symbols_said
from zhixian.core.search.fields import FIELDS
from zhixian.core.search.finding import MOST_AT_ONCE, SORT_WORDS, Found
from zhixian.core.search.lexing import QueryFault
from zhixian.core.topics.families import UNTOLD
from zhixian.core.topics.tables import EVENT_WORDS
from zhixian.web.accounts.requests import SignedIn
from zhixian.web.kit import record
from zhixian.web.kit.doors import door
from zhixian.web.kit.lists import page_asked
from zhixian.web.kit.sending import XLSX, send_made
from zhixian.web.navigation import jobs
from zhixian.web.navigation.models import COMPETITOR, FAMILY, Edition, Topic
from zhixian.web.navigation.queries import may_read_records, may_take_out
from zhixian.web.navigation.searching import alike_records, held_by, search_records
from zhixian.web.navigation.valuing import Shown, shown
from zhixian.web.registry.rights import A_PAGE, Asked, NotYet, marked_query, page_of
from zhixian.web.registry.telling import chosen_told, facets_told, value_told

_NOT_OF_TOPICS = {"nice", "gi", "expires"}
"""Fields of the query language that records of topics have not."""


def _read(request: SignedIn, pk: int) -> tuple[Topic, Edition]:
    topic = jobs.topic_now(request.user, pk)
    latest = topic.latest
    if latest is None or not may_read_records(request.user, topic):
        raise Http404
    return topic, latest


@door()
def records(request: SignedIn, pk: int) -> HttpResponse:
    """Records by a query, with how the answer spreads; a query that cannot be read is shown with the place."""
    topic, edition = _read(request, pk)
    asked = Asked.of(request.GET, edition.as_of, any_day=False)
    page = page_asked(request, most=MOST_AT_ONCE // A_PAGE)
    context: dict[str, Any] = {
        "topic": topic, "edition": edition, "asked": asked, "sorts": SORT_WORDS, "most": MOST_AT_ONCE,
        "fields": [field for field in FIELDS if field.id not in _NOT_OF_TOPICS],
    }  # fmt: skip
    try:
        found, hits = page_of(lambda page: search_records(edition, asked, page=page), page)
    except QueryFault as fault:
        context |= {"fault": fault, "marked": marked_query(asked.text, fault)}
        return render(request, "navigation/records.html", context)
    except NotYet:
        jobs.ask_for_index(edition, by=request.user)
        return render(request, "navigation/records.html", context | {"not_yet": True})
    word, said = held_by(edition)
    context |= {
        "held_by": word,
        "held_note": said,
        "found": found,
        "takes": may_take_out(request.user, topic),
        "linked": not topic.from_files and request.user.is_authority,  # its records are rights of the registry
        "page": hits,
        "facets": facets_told(found, asked.only),
        "chosen": _chosen(found, asked.only, word),
    }
    return render(request, "navigation/records.html", context)


def _chosen(found: Found, only: dict[str, str], holder: str) -> list[tuple[str, str, str]]:
    """What narrows the answer, in words; `holder` is what who holds a record is called."""
    return [(name, holder if name == "holder" else word, value) for name, word, value in chosen_told(found, only)]


@door()
def topic_record(request: SignedIn, pk: int, name: str) -> HttpResponse:
    """One record with its value indicators: each with its inputs, its percentiles, the rows behind, its method and limits."""
    topic, edition = _read(request, pk)
    one = shown(edition, name)
    if one is None:
        raise Http404
    near = [(each, reason(each)) for each in alike_records(edition, name)]
    context = {
        "topic": topic,
        "edition": edition,
        "one": one,
        "alike": near,
        "held_by": held_by(edition)[0],
        **_told(one),
        **_watches(topic, one),
    }
    return render(request, "navigation/record.html", context)


def _watches(topic: Topic, one: Shown) -> dict[str, str]:
    """What fills the form that watches its applicant, and the one that watches its family where the source tells of families."""
    applicant, record = (one.people["applicant"] or [""])[0], one.row["record"]
    told = {"watch_applicant": {"kind": COMPETITOR, "what": applicant, "name": applicant[:60]}}
    if one.row["family_by"] != UNTOLD:
        told["watch_family"] = {"kind": FAMILY, "what": record, "name": f"{record[:50]} 的同族"}
    return {name: urlencode({**fill, "within": topic.pk}) for name, fill in told.items()}


def _told(one: Shown) -> dict[str, Any]:
    """The value indicators in words."""
    if one.value is None:
        return {}
    behind = one.value.behind
    cited = [
        {"title": title, "rows": [row | {"symbols": symbols_said(row["symbols"])} for row in behind[way]]}
        for way, title in (("cited_by", "专题内引用它的申请"), ("cites", "它引用的专题内申请"))
    ]
    happened = [row | {"word": EVENT_WORDS[row["event"]]} for row in behind["events"]]
    family = [row for row in behind["family"] if row["record"] != one.value.record]
    return {**value_told(one.value), "cited": cited, "happened": happened, "family": family}


@door()
def records_sheet(request: SignedIn, pk: int) -> HttpResponse:
    """The hits of a query as a workbook, the first ten thousand; none where the terms keep raw data in the house."""
    topic, edition = _read(request, pk)
    if not may_take_out(request.user, topic):
        raise Http404
    asked = Asked.of(request.GET, edition.as_of, any_day=False)
    try:
        found = search_records(edition, asked, limit=MOST_AT_ONCE)
    except (QueryFault, NotYet):  # the page says why
        return redirect(f"{reverse('topic_records', args=[pk])}?{request.GET.urlencode()}")
    record.write(
        "export_topic_records", topic, by=request.user, query=asked.text, narrowed=asked.only, stamp=edition.stamp, rows=len(found.hits),
    )  # fmt: skip
    word, said = held_by(edition)
    narrowed = [f"{called}：{value}" for _, called, value in _chosen(found, asked.only, word)]
    labels = [*edition.labels, *([f"许可条款：{topic.terms}"] if topic.terms else [])]
    labels += [f"“权利人”一列：{said}"] if said else []
    return send_made(
        lambda path: write_hits(path, found, asked=asked.text, narrowed=narrowed, labels=labels),
        f"{topic.name} 检索结果{edition.as_of:%Y%m%d}.xlsx",
        XLSX,
    )
