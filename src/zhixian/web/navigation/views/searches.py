"""Saved searches: a person's own list, one with its news, saving, pausing, forgetting."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from zhixian.core.kernel.refusal import Refusal
from zhixian.core.reports.search import FACET_WORDS, facet_word
from zhixian.core.search.news import WORDS
from zhixian.web.accounts.requests import SignedIn
from zhixian.web.kit.clock import today
from zhixian.web.kit.doors import door
from zhixian.web.kit.lists import few, key_asked
from zhixian.web.navigation.actions import searches as actions
from zhixian.web.navigation.forms.searches import SaveSearchForm, WatchForm
from zhixian.web.navigation.models import COMPETITOR, FAMILY, SavedSearch, Topic
from zhixian.web.navigation.queries import (
    may_read_records,
    searches_visible_to,
    seats_to_make,
    topic_read_by,
    topics_visible_to,
)
from zhixian.web.registry.models import IndexedParty, parties_of
from zhixian.web.registry.queries import current_edition
from zhixian.web.registry.rights import Asked


@door()
def searches(request: SignedIn) -> HttpResponse:
    """The person's own, the newest first."""
    return render(request, "navigation/searches.html", {"page": few(searches_visible_to(request.user), request)})


@door()
def save(request: SignedIn) -> HttpResponse:
    """Give a question a name and keep it."""
    topic = _topic(request)
    asked = Asked.of(request.GET, today(), any_day=False)
    form = SaveSearchForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.save(
                form.cleaned_data["name"], text=asked.text, only=asked.only, topic=topic, by=request.user
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("saved_search", pk=row.pk)
    context = {"form": form, "topic": topic, "text": asked.text, "narrowed": _narrowed(request, asked.only)}
    return render(request, "navigation/save_search.html", context, status=422 if form.is_bound else 200)


@door()
def watch(request: SignedIn) -> HttpResponse:
    """Watch a technology, a competitor, one's own rights or a family; the address may fill the form."""
    seen = [one for one in topics_visible_to(request.user) if one.latest]
    topics = [one for one in seen if may_read_records(request.user, one)]
    given = {name: request.GET.get(name, "") for name in ("kind", "what", "within", "name")}
    if len(topics) == 1 and given["kind"] in {COMPETITOR, FAMILY} and not given["within"]:
        given["within"] = str(topics[0].pk)
    form = WatchForm(request.POST or None, topics=topics, office=request.user.is_authority, initial=given)
    if request.method == "POST" and (row := _watch_as_told(form, by=request.user)):
        return redirect("saved_search", pk=row.pk)
    makes = bool(seats_to_make(request.user))
    context = {"form": form, "makes": makes, "closed": [one for one in seen if one not in topics]}
    return render(request, "navigation/watch.html", context, status=422 if form.is_bound else 200)


def _watch_as_told(form: WatchForm, *, by: Any) -> SavedSearch | None:
    """What is watched now; None with the form saying why not. One that lacks only its name is tried out, to say everything at once."""
    if set(form.errors) - {"name"}:
        return None
    told = form.cleaned_data
    given = {"topic": told["within"], "by": by, "none_too": told["anyway"]}
    try:
        if form.is_valid():
            return actions.watch(told["kind"], told["what"], name=told["name"], **given)
        actions.try_watch(told["kind"], told["what"], **given)
    except actions.NothingFound as nothing:
        form.offer_anyway()
        form.add_error("what", str(nothing))
    except actions.WatchedAlready as already:
        form.same = already.row
        form.add_error(None, str(already))
    except Refusal as refusal:
        form.add_error(None, str(refusal))
    return None


def _topic(request: SignedIn) -> Topic | None:
    asked = request.GET.get("within", "")
    if not asked:
        return None
    key = key_asked(asked)
    topic = topic_read_by(request.user, key) if key is not None else None
    if topic is None:
        raise Http404
    return topic


def _narrowed(request: SignedIn, only: dict[str, str]) -> list[tuple[str, str]]:
    names = IndexedParty.objects.visible_to(request.user).filter(party_id=only.get("holder"))
    called = dict(names.values_list("party_id", "name"))
    return [(FACET_WORDS[name], facet_word(name, value, called)) for name, value in only.items()]


def _own(request: SignedIn, pk: int) -> SavedSearch:
    return get_object_or_404(searches_visible_to(request.user), pk=pk)


@door()
def search(request: SignedIn, pk: int) -> HttpResponse:
    """One of them: what each look brought, or why nothing came. Who may read no longer what it asks is shown nothing of that."""
    row = _own(request, pk)
    if not _reads(request.user, row):
        return render(request, "navigation/search.html", {"search": row, "closed": True})
    page = few(row.news.all(), request, size=10)
    context: dict[str, Any] = {
        "search": row, "page": page, "words": WORDS, "hits": len(row.known), "narrowed": _narrowed(request, row.only),
        "query": {"q": row.text, **row.only}, "turned_back": _turned_back(row),
    }  # fmt: skip
    return render(request, "navigation/search.html", context)


def _reads(user: Any, row: SavedSearch) -> bool:
    """Whether the person may still read what the search asks."""
    if row.topic_id:
        return topic_read_by(user, row.topic_id) is not None
    return user.is_authority or bool(parties_of(user))


def _turned_back(row: SavedSearch) -> date | None:
    """The day of the data it looks in, where that is before the day whose hits it keeps; None where it is not."""
    edition = row.topic.latest if row.topic else current_edition()
    return edition.as_of if edition and row.day and edition.as_of < row.day else None


@require_POST
@door()
def act(request: SignedIn, pk: int, act: str) -> HttpResponse:
    """Pause, go on, or forget."""
    row = _own(request, pk)
    acts = {"pause": actions.pause, "resume": actions.resume, "forget": actions.forget}
    if act not in acts:
        raise Http404
    acts[act](row, by=request.user)
    if act == "forget":
        messages.success(request, f"检索“{row}”已删除")
        return redirect("saved_searches")
    return redirect("saved_search", pk=pk)
