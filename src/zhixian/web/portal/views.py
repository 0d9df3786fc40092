"""The public's pages."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from zhixian.web.kit.doors import public
from zhixian.web.kit.plan import the_plan


@public
def home(request: HttpRequest) -> HttpResponse:
    """The plan, live."""
    return render(request, "portal/home.html")


@public
def clause(request: HttpRequest, clause: str) -> HttpResponse:
    """One clause of the plan."""
    try:
        found = the_plan().clause(clause)
    except KeyError:
        raise Http404 from None
    return render(request, "portal/clause.html", {"clause": found})
