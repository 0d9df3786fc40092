"""One search over everything that the person may see."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from zhixian.web.kit.clock import today
from zhixian.web.kit.doors import public
from zhixian.web.kit.finds import SHELVES, Words
from zhixian.web.kit.lists import page_asked
from zhixian.web.kit.plan import the_plan
from zhixian.web.portal.search import groups, numbered, on_shelf, who_searches


@public
def search(request: HttpRequest) -> HttpResponse:
    """What has exactly that number first, then the first finds of each room; or everything of one room, page by page."""
    years = range(the_plan().issued.year, today().year + 1)
    words, user = Words.typed(request.GET.get("q", ""), years), who_searches(request.user)
    shelf = next((found for found in SHELVES if found.id == request.GET.get("in")), None)
    if shelf is None and request.GET.get("in"):
        raise Http404
    page: dict[str, Any] = {"words": words, "shelf": shelf, "signed_in": user.is_authenticated}
    if words and shelf:
        page["page"] = on_shelf(user, words, shelf, page_asked(request))
    elif words:
        page["numbered"] = numbered(user, words)
        page["groups"] = list(groups(user, words, without=page["numbered"]))
    return render(request, "portal/search.html", page)
