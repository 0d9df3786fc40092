"""办事指南: what a matter is, who may start it, what it takes and how long, for everybody."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from zhixian.core.workflow.matter import WHOLE, Definition
from zhixian.core.workflow.model import OFFICE, Step
from zhixian.web.kit.clock import today
from zhixian.web.kit.doors import public
from zhixian.web.matters.definitions import site_matters
from zhixian.web.matters.studies import study_of


@dataclass(frozen=True, slots=True)
class Station:
    """One step of the straight way, as the guide draws it."""

    step: Step
    who: tuple[str, ...]
    within: str


@public
def matters(request: HttpRequest) -> HttpResponse:
    """Every matter that this place runs."""
    return render(request, "matters/matters.html", {"matters": [found.matter for found in site_matters().values()]})


@public
def matter(request: HttpRequest, matter: str) -> HttpResponse:
    """The guide of one matter."""
    definition = site_matters().get(matter)
    if definition is None:
        raise Http404
    asked = [field for field in definition.matter.fields if not field.fact]
    known = [field for field in definition.matter.fields if field.fact]
    study = study_of(definition.matter)
    given = {
        "study": study and {"guide": study.guide, "rules": study.rules()},
        "matter": definition.matter,
        "flow": definition.flow,
        "stations": stations(definition),
        "asked": asked,
        "known": known,
        "remedies": definition.matter.remedies_on(today()),
        "whole": definition.matter.limits.get(WHOLE),
    }
    return render(request, "matters/matter.html", given)


def stations(definition: Definition) -> list[Station]:
    """The straight way: from each step the first move that somebody makes to go on, until an end."""
    found: list[Station] = []
    flow = definition.flow
    step: Step | None = flow.step(flow.first)
    while step and step.id not in {station.step.id for station in found}:
        units = definition.matter.unit_of(step.id) if step.actor in OFFICE else ()
        limit = definition.matter.limits.get(step.id)
        within = f"{limit.words}{limit.length(limit.amount)}内" if limit else ""
        if step.public and definition.matter.publicity_days:
            within = f"{definition.matter.publicity_days} 个工作日"
        found.append(Station(step, units, within))
        ways = flow.moves_from(step.id)
        step = flow.step(ways[0].target) if ways else None
    return found
