"""What may be done to a topic: join applicants, refresh, share, try again, take away."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from zhixian.core.kernel.refusal import Refusal
from zhixian.web.accounts.requests import SignedIn
from zhixian.web.kit.doors import door
from zhixian.web.kit.versions import ChangedMeanwhile, VersionForm, status_of
from zhixian.web.navigation import jobs, waiting
from zhixian.web.navigation.actions import topics as actions
from zhixian.web.navigation.forms.topics import RefreshForm, ReplaceFilesForm, ShareForm
from zhixian.web.navigation.models import Topic
from zhixian.web.navigation.queries import may_change, places_to_share, readable, topic_of, waiting_files
from zhixian.web.navigation.views.topics import topic_page


def changing(request: SignedIn, pk: int) -> Topic:
    """The topic, where the person may change it. Raises Http404."""
    topic = topic_of(request.user, pk)
    if not may_change(request.user, topic):
        raise Http404
    return topic


@require_POST
@door()
def merge(request: SignedIn, pk: int) -> HttpResponse:
    """Join the applicants as decided."""
    topic = changing(request, pk)
    return _act(request, topic, lambda version: jobs.merge(topic, version=version, by=request.user))


@require_POST
@door()
def again(request: SignedIn, pk: int) -> HttpResponse:
    """Try once more to make it, or what failed beside an edition that was made."""
    topic = changing(request, pk)
    if topic.latest is not None and not topic.is_half_done:
        raise Http404
    does = waiting.make_again if topic.latest is None else jobs.end_again
    return _act(request, topic, lambda version: does(topic, version=version, by=request.user))


@require_POST
@door()
def files(request: SignedIn, pk: int) -> HttpResponse:
    """Go on without the uploads that cannot be read, or leave all that wait for a refresh."""
    topic = changing(request, pk)
    if topic.busy or not topic.files.exists():
        raise Http404
    left: list[str] = []
    does = waiting.leave_all if request.POST.get("all") and topic.latest else waiting.go_on
    answer = _act(request, topic, lambda version: left.extend(does(topic, version=version, by=request.user)))
    if left:
        messages.success(request, f"没有收入：{'、'.join(left)}")
    return answer


@require_POST
@door()
def replace(request: SignedIn, pk: int) -> HttpResponse:
    """Have a topic of which nothing could be made, made of other files."""
    topic = changing(request, pk)
    if topic.latest is not None or not topic.from_files:
        raise Http404
    form = ReplaceFilesForm(request.POST, request.FILES, kept=readable(waiting_files(topic)))
    if not form.is_valid():
        return topic_page(request, topic, replace_form=form)
    given = form.cleaned_data
    try:
        left = waiting.replace(
            topic, files=given["exports"], exported=given["exported"], keep=given.get("keep", False),
            days=form.days if given.get("keep") else {}, version=given["version"], by=request.user,
        )  # fmt: skip
    except Refusal as refusal:
        if isinstance(refusal, ChangedMeanwhile):
            refusal.expected = "看过最新情况再选文件"
        messages.warning(request, f"{refusal}。{'这次选的文件没有收下' if given['exports'] else '导出日没有改'}")
        return redirect("topic", pk=pk)
    _tell_passed_over(request, form)
    if left:
        messages.success(request, f"不再读：{'、'.join(left)}")
    return redirect("topic", pk=pk)


@require_POST
@door()
def remove(request: SignedIn, pk: int) -> HttpResponse:
    """Take it away."""
    topic = changing(request, pk)
    form = VersionForm(request.POST)
    if not form.is_valid():
        raise Http404
    try:
        actions.remove(topic, version=form.cleaned_data["version"], by=request.user)
    except Refusal as refusal:
        messages.warning(request, str(refusal))
        return redirect("topic", pk=pk)
    messages.success(request, f"专题库“{topic}”已删除")
    return redirect("topics")


def _act(request: SignedIn, topic: Topic, act: Callable[[int], Any]) -> HttpResponse:
    form = VersionForm(request.POST)
    if not form.is_valid():
        raise Http404
    try:
        act(form.cleaned_data["version"])
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    return redirect("topic", pk=topic.pk)


@require_POST
@door()
def refresh(request: SignedIn, pk: int) -> HttpResponse:
    """Have the next edition made."""
    topic = changing(request, pk)
    latest = topic.latest
    current = latest.as_of if latest else None
    kept = [] if topic.busy else readable(waiting_files(topic))
    form = RefreshForm(request.POST, request.FILES, from_files=topic.from_files, current=current, kept=kept)
    if not form.is_valid():
        return topic_page(request, topic, refresh_form=form)
    given = form.cleaned_data
    try:
        jobs.refresh(
            topic, as_of=given["as_of"], files=given.get("exports", ()), exported=given.get("exported"), days=form.days,
            earlier=given["earlier"], version=given["version"], by=request.user,
        )  # fmt: skip
    except Refusal as refusal:
        if given.get("exports"):  # a page cannot choose files for anybody
            refusal.expected = "等它做完、看过最新情况，再选一次这些文件提交；这次选的文件没有收下"
        form.add_error(None, str(refusal))
        topic.refresh_from_db()
        form.data = {**request.POST.dict(), "version": topic.version}  # who looks at this page has seen what it is now
        answer = topic_page(request, topic, refresh_form=form)
        answer.status_code = status_of(refusal)
        return answer
    _tell_passed_over(request, form)
    return redirect("topic", pk=pk)


def _tell_passed_over(request: SignedIn, form: RefreshForm | ReplaceFilesForm) -> None:
    """Say which uploads were not taken though the others were, being empty or too large."""
    if "exports" in form.fields:
        for sentence in form.fields["exports"].passed_over:  # type: ignore[attr-defined]
            messages.warning(request, sentence)


@require_POST
@door()
def share(request: SignedIn, pk: int) -> HttpResponse:
    """Let others see it."""
    topic = changing(request, pk)
    form = ShareForm(request.POST, places=places_to_share(topic))
    if not form.is_valid():
        return topic_page(request, topic, share_form=form)
    given = form.cleaned_data
    try:
        row = actions.share(topic, with_whom=given["with_whom"], version=given["version"], by=request.user)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return topic_page(request, topic, share_form=form)
    messages.success(request, f"{row.place}可以看这个专题库了")
    return redirect("topic", pk=pk)


@require_POST
@door()
def unshare(request: SignedIn, pk: int, share: int) -> HttpResponse:
    """Let them see it no longer."""
    topic = changing(request, pk)
    row = get_object_or_404(topic.shares, pk=share)
    return _act(request, topic, lambda version: actions.unshare(row, version=version, by=request.user))
