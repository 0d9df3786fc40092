"""Open data: what can be downloaded, and the plan itself as data."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from zhixian.web.indicators.queries import figures_of, latest_edition
from zhixian.web.kit.doors import public
from zhixian.web.portal.queries import plan_as_data


@public
def open_data(request: HttpRequest) -> HttpResponse:
    """Every download of the site."""
    edition = latest_edition()
    facts = {"edition": edition, "figures": figures_of(edition) if edition else []}
    return render(request, "portal/open_data.html", {**facts, "synthetic": edition and edition.labels})


@public
def plan_json(request: HttpRequest) -> HttpResponse:
    """The plan as a file."""
    answer = JsonResponse(plan_as_data(), json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer["Content-Disposition"] = 'attachment; filename="plan.json"'
    return answer
