"""Making a topic: of uploaded exports, or of a question that was asked of the registry."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from zhixian.core.kernel.refusal import Refusal
from zhixian.core.search.narrowing import narrowed
from zhixian.web.accounts.requests import SignedIn
from zhixian.web.kit.doors import door
from zhixian.web.navigation import jobs
from zhixian.web.navigation.forms.topics import QueryTopicForm, UploadedTopicForm
from zhixian.web.navigation.queries import seats_to_make
from zhixian.web.registry.models import IndexEdition, IndexedParty
from zhixian.web.registry.queries import current_edition
from zhixian.web.registry.rights import Asked


@door()
def of_files(request: SignedIn) -> HttpResponse:
    """Upload exports, say on what terms, and have a topic made of them."""
    seats = seats_to_make(request.user)
    if not seats:
        raise Http404
    form = UploadedTopicForm(request.POST or None, request.FILES or None, seats=seats)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        answer = _make(
            request,
            form,
            files=given["exports"],
            exported=given["exported"],
            terms=given["terms"],
            shows_raw=given["shows_raw"],
        )
        if answer is not None:
            for sentence in form.fields["exports"].passed_over:  # type: ignore[attr-defined]
                messages.warning(request, sentence)
            return answer
    return _page(request, form, from_files=True)


@door()
def of_query(request: SignedIn) -> HttpResponse:
    """Have a topic made of a question; what facets narrowed it to is written into the query."""
    seats = [seat for seat in seats_to_make(request.user) if seat.is_authority]
    edition = current_edition()
    if not seats:
        raise Http404
    if edition is None:
        return render(request, "navigation/no_registry.html")
    form = QueryTopicForm(request.POST or None, seats=seats, initial=_asked(request, edition))
    if request.method == "POST" and form.is_valid():
        answer = _make(request, form, query=form.cleaned_data["query"])
        if answer is not None:
            return answer
    return _page(request, form, from_files=False)


def _asked(request: SignedIn, edition: IndexEdition) -> dict[str, Any]:
    asked = Asked.of(request.GET, edition.as_of, any_day=True)
    holder = asked.only.get("holder")
    names = dict(IndexedParty.objects.visible_to(request.user).filter(party_id=holder).values_list("party_id", "name"))
    return {"query": narrowed(asked.text, asked.only, names), "as_of": asked.as_of}


def _make(request: SignedIn, form: Any, **given: Any) -> HttpResponse | None:
    """Ask for it; None, with what is wrong in the form, when it is refused."""
    told = form.cleaned_data
    try:
        topic = jobs.make(told["name"], seat=told["seat"], as_of=told["as_of"], by=request.user, **given)
    except Refusal as refusal:
        form.add_error("name", str(refusal))
        return None
    return redirect("topic", pk=topic.pk)


def _page(request: SignedIn, form: Any, *, from_files: bool) -> HttpResponse:
    status = 422 if form.is_bound else 200
    return render(request, "navigation/new_topic.html", {"form": form, "from_files": from_files}, status=status)
