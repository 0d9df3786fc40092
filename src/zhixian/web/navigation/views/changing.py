"""What may be done to a topic: decide on names, refresh, share, try again, take away."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from zhixian.core.kernel.refusal import Refusal
from zhixian.core.topics.merge_list import NO, YES, Proposal
from zhixian.web.accounts.requests import SignedIn
from zhixian.web.kit.doors import door
from zhixian.web.kit.lists import Few, page_asked
from zhixian.web.kit.versions import VersionForm, status_of
from zhixian.web.navigation import jobs
from zhixian.web.navigation.actions import topics as actions
from zhixian.web.navigation.forms import RefreshForm, ShareForm
from zhixian.web.navigation.models import Topic
from zhixian.web.navigation.queries import is_of, may_change, places_to_share, proposals_of, topic_of
from zhixian.web.navigation.views.topics import topic_page

LINES = 40
ANSWERS = (("", "未定"), (YES, "是一家"), (NO, "不是一家"))
SHOWN = {"open": "还没有决定", "decided": "已经决定", "all": "全部"}


def _may_change(request: SignedIn, pk: int) -> Topic:
    topic = topic_of(request.user, pk)
    if not may_change(request.user, topic):
        raise Http404
    return topic


@door()
def applicants(request: SignedIn, pk: int) -> HttpResponse:
    """The merge list, line by line; decisions of a page are kept together and count at the next merging."""
    topic = topic_of(request.user, pk)
    if not is_of(request.user, topic):
        raise Http404
    may = may_change(request.user, topic)
    proposals = proposals_of(topic)
    if request.method == "POST":
        if not may:
            raise Http404
        return _decide(request, topic, proposals)
    return _merge_list(request, topic, proposals, may=may, chosen={})


def _merge_list(
    request: SignedIn,
    topic: Topic,
    proposals: Sequence[Proposal],
    *,
    may: bool,
    chosen: Mapping[tuple[str, str], str],
    status: int = 200,
) -> HttpResponse:
    """`chosen` are answers that were given and not kept: they stand in the form."""
    waiting = {(row.one, row.other): row.decision for row in topic.decisions.filter(applied_at=None)}
    lines = [(number, one, waiting.get(one.pair, one.decision)) for number, one in enumerate(proposals)]
    shown = request.GET.get("show", "open")
    kept = [line for line in lines if shown == "all" or bool(line[2]) == (shown == "decided")]
    page = page_asked(request, most=max(1, -(-len(kept) // LINES)))
    lines_shown = [
        (nr, one, chosen.get(one.pair, kept_so)) for nr, one, kept_so in kept[(page - 1) * LINES : page * LINES]
    ]
    few = Few(lines_shown, page, page * LINES < len(kept))
    context = {
        "topic": topic, "page": few, "may": may, "answers": ANSWERS, "waiting": len(waiting), "show": shown, "shows": SHOWN,
        "counts": {"all": len(lines), "decided": sum(bool(line[2]) for line in lines), "open": sum(not line[2] for line in lines)},
    }  # fmt: skip
    return render(request, "navigation/applicants.html", context, status=status)


def _decide(request: SignedIn, topic: Topic, proposals: Sequence[Proposal]) -> HttpResponse:
    """Lines come by the names that they show, so that a list made anew meanwhile is not decided by its places."""
    by_names = {f"{one.name}\n{one.into}": one for one in proposals}
    decided, gone = {}, 0
    for names, answer in zip(request.POST.getlist("names"), _answers(request), strict=False):
        proposal = by_names.get(names.replace("\r\n", "\n"))
        if proposal is None:
            gone += 1
        elif answer in dict(ANSWERS):
            decided[proposal.pair] = (proposal, answer)
    try:
        changed = actions.decide(topic, decided, among=proposals, by=request.user)
    except Refusal as refusal:
        messages.error(request, f"{refusal}。这一页的决定没有记下")
        chosen = {pair: answer for pair, (_, answer) in decided.items()}
        return _merge_list(request, topic, proposals, may=True, chosen=chosen, status=422)
    if gone:
        messages.warning(request, f"有 {gone} 行已经不在清单里（刚被重新归并过），没有记下")
    messages.success(request, f"记下 {changed} 条决定" if changed else "没有新的决定")
    return redirect(f"{request.path}?{request.GET.urlencode()}")


def _answers(request: SignedIn) -> list[str]:
    return [request.POST.get(f"answer{number}", "") for number in request.POST.getlist("line")]


@require_POST
@door()
def merge(request: SignedIn, pk: int) -> HttpResponse:
    """Join the applicants as decided."""
    topic = _may_change(request, pk)
    return _act(request, topic, lambda version: jobs.merge(topic, version=version, by=request.user))


@require_POST
@door()
def again(request: SignedIn, pk: int) -> HttpResponse:
    """Try once more to make it, or what failed beside an edition that was made."""
    topic = _may_change(request, pk)
    if topic.latest is not None and not topic.is_half_done:
        raise Http404
    does = jobs.make_again if topic.latest is None else jobs.end_again
    return _act(request, topic, lambda version: does(topic, version=version, by=request.user))


@require_POST
@door()
def files(request: SignedIn, pk: int) -> HttpResponse:
    """Go on without the uploads that cannot be read, or leave all that wait for a refresh."""
    topic = _may_change(request, pk)
    if topic.busy or not topic.files.exists():
        raise Http404
    left: list[str] = []
    does = jobs.leave_all if request.POST.get("all") and topic.latest else jobs.go_on
    answer = _act(request, topic, lambda version: left.extend(does(topic, version=version, by=request.user)))
    if left:
        messages.success(request, f"没有收入：{'、'.join(left)}")
    return answer


@require_POST
@door()
def remove(request: SignedIn, pk: int) -> HttpResponse:
    """Take it away."""
    topic = _may_change(request, pk)
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
    topic = _may_change(request, pk)
    latest = topic.latest
    current = latest.as_of if latest else None
    form = RefreshForm(request.POST, request.FILES, from_files=topic.from_files, current=current)
    if not form.is_valid():
        return topic_page(request, topic, refresh_form=form)
    given = form.cleaned_data
    try:
        jobs.refresh(
            topic, as_of=given["as_of"], files=given.get("exports", ()), earlier=given["earlier"], version=given["version"],
            by=request.user,
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
    return redirect("topic", pk=pk)


@require_POST
@door()
def share(request: SignedIn, pk: int) -> HttpResponse:
    """Let others see it."""
    topic = _may_change(request, pk)
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
    topic = _may_change(request, pk)
    row = get_object_or_404(topic.shares, pk=share)
    return _act(request, topic, lambda version: actions.unshare(row, version=version, by=request.user))
