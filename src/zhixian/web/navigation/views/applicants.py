"""The merge list of a topic: decided line by line, or taken away as a workbook, filled in, and uploaded."""

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from zhixian.core.kernel.refusal import Refusal
from zhixian.core.reports.topics import unknown_told, write_applicants
from zhixian.core.topics.merge_list import NO, YES, Proposal, Taken, read_list
from zhixian.web.accounts.requests import SignedIn
from zhixian.web.kit import record
from zhixian.web.kit.doors import door
from zhixian.web.kit.lists import Few, page_asked
from zhixian.web.kit.private_files import safe_name
from zhixian.web.kit.sending import XLSX, send_made
from zhixian.web.navigation.actions import applicants as actions
from zhixian.web.navigation.forms.topics import MergeListForm
from zhixian.web.navigation.models import Topic
from zhixian.web.navigation.queries import Pair, is_of, may_change, merge_list_of, proposals_of, tables, topic_of
from zhixian.web.navigation.views.changing import changing

LINES = 40
MOST_LINES = 50_000
"""Of a list that is uploaded."""
ANSWERS = (("", "未定"), (YES, "是一家"), (NO, "不是一家"))
SHOWN = {"open": "还没有决定", "decided": "已经决定", "all": "全部"}
_READ_BACK = "填好后在网页上专题库的“归并清单”里上传，或用 zhixian topic applicants --decided 读回"


@door()
def applicants(request: SignedIn, pk: int) -> HttpResponse:
    """The merge list, line by line; decisions of a page are kept together and count at the next merging."""
    topic = topic_of(request.user, pk)
    if not is_of(request.user, topic):
        raise Http404
    may = may_change(request.user, topic)
    if request.method == "POST":
        if not may:
            raise Http404
        return _decide(request, topic)
    return _merge_list(request, topic, may=may, chosen={})


def _merge_list(
    request: SignedIn, topic: Topic, *, may: bool, chosen: Mapping[Pair, str], status: int = 200
) -> HttpResponse:
    """`chosen` are answers that were given and not kept: they stand in the form."""
    lines = [(number, one, one.decision) for number, one in enumerate(merge_list_of(topic))]
    shown = request.GET.get("show", "open")
    kept = [line for line in lines if shown == "all" or bool(line[2]) == (shown == "decided")]
    page = page_asked(request, most=max(1, -(-len(kept) // LINES)))
    lines_shown = [
        (nr, one, chosen.get(one.pair, kept_so)) for nr, one, kept_so in kept[(page - 1) * LINES : page * LINES]
    ]
    few = Few(lines_shown, page, page * LINES < len(kept))
    context = {
        "topic": topic, "page": few, "may": may, "answers": ANSWERS, "waiting": topic.decisions.filter(applied_at=None).count(),
        "show": shown, "shows": SHOWN,
        "counts": {"all": len(lines), "decided": sum(bool(line[2]) for line in lines), "open": sum(not line[2] for line in lines)},
    }  # fmt: skip
    return render(request, "navigation/applicants.html", context, status=status)


def _decide(request: SignedIn, topic: Topic) -> HttpResponse:
    """Lines come by the names that they show, so that a list made anew meanwhile is not decided by its places."""
    by_names = {f"{one.name}\n{one.into}": one for one in merge_list_of(topic)}
    decided, gone = [], 0
    for names, answer in zip(request.POST.getlist("names"), _answers(request), strict=False):
        proposal = by_names.get(names.replace("\r\n", "\n"))
        if proposal is None:
            gone += 1
        elif answer in dict(ANSWERS):
            decided.append(replace(proposal, decision=answer))
    try:
        changed = actions.decide(topic, decided, among=proposals_of(topic), by=request.user)
    except Refusal as refusal:
        messages.error(request, f"{refusal}。这一页的决定没有记下")
        chosen = {one.pair: one.decision for one in decided}
        return _merge_list(request, topic, may=True, chosen=chosen, status=422)
    if gone:
        messages.warning(request, f"有 {gone} 行已经不在清单里（刚被重新归并过），没有记下")
    messages.success(request, f"记下 {changed} 条决定" if changed else "没有新的决定")
    return redirect(f"{request.path}?{request.GET.urlencode()}")


def _answers(request: SignedIn) -> list[str]:
    return [request.POST.get(f"answer{number}", "") for number in request.POST.getlist("line")]


@door()
def sheet(request: SignedIn, pk: int) -> HttpResponse:
    """The merge list as a workbook to be filled in, with the decisions that wait."""
    topic = changing(request, pk)
    latest = topic.latest
    found = tables(latest) if latest else None
    if latest is None or found is None:
        raise Http404
    lines = merge_list_of(topic)
    record.write("export_topic_applicants", topic, by=request.user, stamp=latest.stamp, lines=len(lines))
    name = f"{topic.name}归并清单{latest.as_of:%Y%m%d}.xlsx"
    return send_made(lambda path: write_applicants(path, found, lines, back=_READ_BACK), name, XLSX)


@door()
def upload(request: SignedIn, pk: int) -> HttpResponse:
    """Take the decisions of a list that was filled in."""
    topic = changing(request, pk)
    if topic.latest is None:
        raise Http404
    sent = request.method == "POST"
    form = MergeListForm(request.POST, request.FILES) if sent else MergeListForm()
    if sent and form.is_valid():
        try:
            filled, told = _take(request, topic, form.cleaned_data["filled"])
        except Refusal as refusal:
            form.add_error("filled", f"{refusal}。这份清单里的决定都没有记下")
        else:
            _say(request, filled, told)
            return redirect("topic_applicants", pk=pk)
    context = {"topic": topic, "form": form}
    return render(request, "navigation/upload_applicants.html", context, status=422 if sent else 200)


def _take(request: SignedIn, topic: Topic, file: Any) -> tuple[list[Proposal], Taken]:
    """The lines of the file and what came of them. It lies under its own name meanwhile, since refusals name it."""
    with tempfile.TemporaryDirectory(prefix="zhixian-merge-list-") as folder:
        path = Path(folder) / safe_name(file.name)
        with path.open("wb") as copy:
            for chunk in file.chunks():
                copy.write(chunk)
        filled = read_list(path, from_officer=True, most=MOST_LINES)
    told = actions.take_list(topic, filled, among=proposals_of(topic), file=path.name, by=request.user)
    return filled, told


def _say(request: SignedIn, filled: Sequence[Proposal], told: Taken) -> None:
    counts = (
        (told.new, "采纳 {} 条新的或改过的决定"),
        (told.read - told.new, "{} 条和原来一样"),
        (told.withdrawn, "收回 {} 条"),
        (len(filled) - told.read - told.withdrawn, "{} 条没有填"),
    )
    said = "，".join(words.format(f"{count:,}") for count, words in counts if count)
    later = "按决定归并以后计入数字" if told.new or told.withdrawn else "没有新的决定"
    messages.success(request, f"清单有 {len(filled):,} 条{f'：{said}' if said else ''}。{later}")
    for line in unknown_told(told.unknown):
        messages.warning(request, line)
