"""Pages of no room in particular: errors, notices, and the sign of life."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from zhixian.core.kernel.refusal import Refusal
from zhixian.web.kit import keeping
from zhixian.web.kit.clock import now, today
from zhixian.web.kit.doors import door, public
from zhixian.web.kit.jobs import retry
from zhixian.web.kit.lists import few
from zhixian.web.kit.models import CLEARING_DECIDERS, JOB_STATES, JOB_WATCHERS, Clearing, Job
from zhixian.web.kit.notices import notices_of


@public
def healthy(request: HttpRequest) -> HttpResponse:
    """200 when the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})


@door()
@require_POST
def still_here(request: HttpRequest) -> HttpResponse:
    """204: somebody is typing in a form, so the session goes on."""
    return HttpResponse(status=204)


@door()
def notices(request: HttpRequest) -> HttpResponse:
    """A person's notices."""
    page = Paginator(notices_of(request.user), 30).get_page(request.GET.get("page"))
    return render(request, "kit/notices.html", {"page": page})


@door()
def open_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark a notice as read and go where it points."""
    notice = get_object_or_404(notices_of(request.user), pk=pk)
    if notice.read_at is None:
        notice.read_at = now()
        notice.save(update_fields=["read_at"])
    safe = url_has_allowed_host_and_scheme(notice.link, allowed_hosts=None)
    return redirect(notice.link if notice.link and safe else "notices")


@door(*JOB_WATCHERS)
def jobs(request: HttpRequest) -> HttpResponse:
    """Long work, newest first: how far it is, who asked for it, what failed."""
    rows = Job.objects.visible_to(request.user).select_related("started_by")
    state = request.GET.get("state", "")
    if state in JOB_STATES:
        rows = rows.filter(state=state)
    page = few(rows, request)
    context = {"page": page, "states": JOB_STATES, "state": state, "moving": any(not row.over for row in page)}
    return render(request, "kit/jobs.html", context)


@door()
def job(request: Any, pk: int) -> HttpResponse:
    """One job's progress, by itself or as part of a page that asks again."""
    row = get_object_or_404(Job.objects.visible_to(request.user), pk=pk)
    return render(request, "kit/job.html", {"job": row, "may_retry": bool(request.user.roles & JOB_WATCHERS)})


@require_POST
@door(*JOB_WATCHERS)
def retry_job(request: HttpRequest, pk: int) -> HttpResponse:
    """Try a failed job once more."""
    row = get_object_or_404(Job.objects.visible_to(request.user), pk=pk)
    try:
        retry(row, by=request.user)
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, f"“{row}”已重新排队")
    return redirect("jobs")


@public
def kept(request: HttpRequest) -> HttpResponse:
    """What the site keeps about people, what for, how long, by which source."""
    return render(request, "kit/keeping.html", {"terms": keeping.terms().values()})


MOST_NAMED = 20


@door(*JOB_WATCHERS)
def clearing(request: Any) -> HttpResponse:
    """What is past its term, and the list that waits for a decision: nothing goes before it was looked at."""
    row = Clearing.objects.select_related("decided_by").first()
    terms, listed = keeping.terms(), row.listed if row and row.state != "done" else {}
    named = [
        (
            terms[name],
            len(keys),
            list(keeping.past(keeping.KINDS[name], as_of=today()).filter(pk__in=keys)[:MOST_NAMED]),
        )
        for name, keys in listed.items()
    ]
    page = {
        "row": row,
        "named": named,
        "counts": [(terms[name], count) for name, count in keeping.count_past(as_of=today()).items()],
        "decides": bool(request.user.roles & CLEARING_DECIDERS),
    }
    return render(request, "kit/clearing.html", page)


@require_POST
@door(*CLEARING_DECIDERS)
def decide_clearing(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the list go tonight, or put it off."""
    row = get_object_or_404(Clearing, pk=pk)
    try:
        row = keeping.decide_clearing(row, by=request.user, go=request.POST.get("answer") == "go")
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(
            request, "今晚清理，此前还可以改为暂不清理。" if row.state == "approved" else "这次不清理，一个月后再列。"
        )
    return redirect("clearing")
