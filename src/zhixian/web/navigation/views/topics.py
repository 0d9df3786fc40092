"""Topics: the list, one topic, one of its editions, and its records as a workbook where the terms allow it."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render

from zhixian.core.reports.topics import write_topic
from zhixian.core.topics.differences import MOST
from zhixian.core.topics.families import WORDS as FAMILY_WORDS
from zhixian.web.accounts.requests import SignedIn
from zhixian.web.kit import record
from zhixian.web.kit.clock import today
from zhixian.web.kit.doors import door
from zhixian.web.kit.lists import few
from zhixian.web.kit.plan import the_plan
from zhixian.web.kit.sending import XLSX, send_made
from zhixian.web.navigation import jobs
from zhixian.web.navigation.editions import lacking
from zhixian.web.navigation.forms.landscapes import AnalyseForm
from zhixian.web.navigation.forms.topics import RefreshForm, ReplaceFilesForm, ShareForm
from zhixian.web.navigation.models import Edition, Topic, TopicFile
from zhixian.web.navigation.queries import (
    is_of,
    landscapes_listed,
    made_outside,
    may_change,
    may_read_records,
    may_take_out,
    own_name_in,
    places_to_share,
    readable,
    seats_to_make,
    tables,
    topic_of,
    topics_visible_to,
    waiting_files,
    without_report,
)


@door()
def topics(request: SignedIn) -> HttpResponse:
    """The topics that the person sees, the newest first."""
    seats = seats_to_make(request.user)
    context = {
        "page": few(topics_visible_to(request.user), request),
        "makes": bool(seats),
        "asks": any(seat.unit for seat in seats),
    }
    return render(request, "navigation/topics.html", context)


@door()
def topic(request: SignedIn, pk: int) -> HttpResponse:
    """One topic."""
    row = jobs.topic_now(request.user, pk)
    if request.headers.get("X-Poll") and not row.busy and row.editions.count() <= 1:
        return HttpResponse(
            headers={"HX-Refresh": "true"}
        )  # the first edition brings forms that the waiting page had no place for
    return topic_page(request, row)


def topic_page(request: SignedIn, row: Topic, **forms: Any) -> HttpResponse:
    """The page of a topic, with forms that could not be taken in the place of fresh ones."""
    editions = list(without_report(row.editions.select_related("by")))
    may = may_change(request.user, row)
    refused = any(form.is_bound for form in forms.values())
    fresh = {"version": row.version, "as_of": today()}
    files = waiting_files(row)
    left = [] if row.busy else files
    context = {
        "topic": row,
        "files": files,
        "unreadable": [file for file in left if file.trouble],
        "readable": readable(left),
        "latest": editions[0] if editions else None,
        "half_done": row.is_half_done,
        "outside": made_outside(row),
        "others": row.searches.exclude(user=request.user).count() if may else 0,
        "own_searches": row.searches.filter(user=request.user).count() if may else 0,
        "lacking": lacking(editions[0]) if editions and row.is_half_done else [],
        "editions": editions,
        "may": may,
        "own": is_of(request.user, row),
        "reads": may_read_records(request.user, row),
        "takes": may_take_out(request.user, row),
        "shares": row.shares.select_related("organisation", "by"),
        "waiting": row.decisions.filter(applied_at=None).count() if may else 0,
        "replace_form": _replace_form(row, left) if may and not editions else None,
        "refresh_form": RefreshForm(from_files=row.from_files, current=None, kept=readable(left), initial=fresh)
        if may
        else None,
        "analyse_form": AnalyseForm(topic=row, initial=_about_whom(row)) if may else None,
        "landscapes": landscapes_listed(request.user).filter(topic=row),
        "share_form": ShareForm(places=places_to_share(row), initial=fresh) if may else None,
        **forms,
    }
    return render(request, "navigation/topic.html", context, status=422 if refused else 200)


def _replace_form(row: Topic, left: Sequence[TopicFile]) -> ReplaceFilesForm | None:
    """Asks for other files where those of a topic came to nothing; what can be read beside some that cannot stays unless somebody says no."""
    if row.busy or not row.from_files:
        return None
    kept = readable(left)
    fresh = {"version": row.version, "keep": len(kept) < len(left)}
    return ReplaceFilesForm(kept=kept, initial=fresh)


def _about_whom(row: Topic) -> dict[str, str]:
    """What the form of a landscape starts with: the place of a unit, or the company itself, which may be of anywhere."""
    return {"enterprise": own_name_in(row)} if row.organisation else {"region": the_plan().region}


@door()
def edition(request: SignedIn, pk: int, edition: int) -> HttpResponse:
    """One edition: what became of the sources' rows, and what changed against the one before."""
    row = topic_of(request.user, pk)
    found = get_object_or_404(Edition.objects.select_related("by", "topic"), topic=row, pk=edition)
    reads = may_read_records(request.user, row)
    told = found.difference
    context = {
        "topic": row,
        "edition": found,
        "reads": reads,
        "own": is_of(request.user, row),
        "families": [(FAMILY_WORDS[how], count) for how, count in found.report.get("families", {}).items()],
        "merged": found.report.get("merged", {}).items(),
        "told": told,
        "counts": told.get("counts", {}),
        "most": MOST,
        "lists": [(title, told["counts"][name], told[name]) for name, title in _LISTS.items() if told and told["counts"].get(name)] if reads else [],
        "people": [(title, told["counts"][name], told[name]) for name, title in _PEOPLE.items() if told and told["counts"][name]],
    }  # fmt: skip
    return render(request, "navigation/edition.html", context)


_LISTS = {"added": "新增的申请", "changed": "状态变了的申请", "amended": "著录改了的申请", "removed": "不再有的申请"}
_PEOPLE = {"came": "新出现的申请人", "went": "不再出现的申请人"}


@door()
def sheet(request: SignedIn, pk: int) -> HttpResponse:
    """The records as a workbook; there is none where the terms keep raw data in the house."""
    row = jobs.topic_now(request.user, pk)
    latest = row.latest
    found = tables(latest) if latest else None
    if latest is None or found is None or not may_take_out(request.user, row):
        raise Http404
    record.write("export_topic", row, by=request.user, stamp=latest.stamp, records=latest.counts["records"])
    return send_made(lambda path: write_topic(path, found), f"{row.name}{latest.as_of:%Y%m%d}.xlsx", XLSX)
