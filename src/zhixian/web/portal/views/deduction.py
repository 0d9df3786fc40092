"""The super-deduction of R&D costs: figures typed in, computed by the law of the year, nothing kept."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from zhixian.core.finance.deduction import Costs, deduct
from zhixian.core.finance.deduction_law import COUNTS, deduction_law
from zhixian.core.finance.deduction_stories import deduction_stories
from zhixian.core.kernel.refusal import Refusal
from zhixian.web.kit.clock import today
from zhixian.web.kit.doors import public
from zhixian.web.portal.deduction_form import MOST_PROJECTS, DeductionForm, initial_of


@public
def deduction(request: HttpRequest) -> HttpResponse:
    """The form, what came of it line by line, which IP costs count, the rates by year, and stories as examples."""
    law, asked = deduction_law(), request.GET
    told = [story for story in deduction_stories() if law.first <= story.costs.year <= today().year]
    facts: dict[str, Any] = {"law": law, "stories": told, "most": MOST_PROJECTS}
    number = asked.get("story", "")
    if number.isascii() and number.isdecimal() and len(number) < 4 and int(number) < len(told):
        facts["story"] = story = told[int(number)]
        facts["form"] = DeductionForm(initial=initial_of(story.costs), projects=len(story.costs.projects) or 1)
        facts |= _worked_out(story.costs)
    elif "more" in asked:
        facts["form"] = DeductionForm(initial=asked.dict(), projects=min(_projects(asked) + 1, MOST_PROJECTS))
    elif "year" in asked:
        facts["form"] = form = DeductionForm(asked, projects=_projects(asked))
        form.focus_first_error()
        if form.is_valid():
            facts |= _worked_out(form.costs)
    else:
        facts["form"] = DeductionForm(initial={"year": today().year - 1, "kind": "any"})
    facts["rates"] = [(rate, law.kinds[rate.kind]) for rate in law.rates]
    facts["ip_costs"] = [(cost, counts, COUNTS[counts], source) for cost, counts, source in law.ip_costs]
    return render(request, "portal/deduction.html", facts)


def _worked_out(costs: Costs) -> dict[str, Any]:
    try:
        return {"found": deduct(costs, deduction_law()), "costs": costs}
    except Refusal as refusal:
        return {"refusal": str(refusal)}


def _projects(asked: Any) -> int:
    """How many projects the form had, within bounds."""
    text = asked.get("projects", "1")
    return min(max(int(text), 1), MOST_PROJECTS) if text.isascii() and text.isdecimal() and len(text) < 3 else 1
