"""Open data: what can be downloaded, and the plan itself as data."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from zhixian.core.kernel.money import plain
from zhixian.web.indicators.queries import figures_of, latest_edition
from zhixian.web.kit.doors import public
from zhixian.web.kit.plan import the_plan, unit_name


@public
def open_data(request: HttpRequest) -> HttpResponse:
    """Every download of the site."""
    edition = latest_edition()
    facts = {"edition": edition, "figures": figures_of(edition) if edition else []}
    return render(request, "portal/open_data.html", {**facts, "synthetic": edition and edition.labels})


def plan_as_data() -> dict[str, Any]:
    """The plan's clauses, units, targets, amounts and promises, each with its words."""
    plan = the_plan()
    return {
        "title": plan.title,
        "issuer": plan.issuer,
        "issued": plan.issued.isoformat(),
        "region": plan.region,
        "clauses": [
            {"id": c.id, "section": c.section, "title": c.title, "text": c.text, "units": list(c.units), "lead": list(c.lead)}
            for c in plan.clauses
        ],
        "units": [{"id": unit, "name": unit_name(unit)} for unit in plan.units],
        "targets": [
            {"id": t.id, "clause": t.clause, "name": t.name, "goal": plain(t.goal), "unit": t.unit, "due": t.due.isoformat(), "quote": t.quote}
            for t in plan.targets
        ],
        "amounts": [
            {
                "id": a.id, "incentive": a.incentive, "parameter": a.parameter, "clause": a.clause, "kind": a.kind,
                "value": plain(a.value), "unit": "percent" if a.kind == "share" else "fen", "per": a.per,
                "effective": a.effective.isoformat(), "until": a.until and a.until.isoformat(), "quote": a.quote, "source": a.source,
            }
            for a in plan.amounts
        ],
        "open_norms": [{"id": n.id, "clause": n.clause, "quote": n.quote} for n in plan.open_norms],
    }  # fmt: skip


@public
def plan_json(request: HttpRequest) -> HttpResponse:
    """The plan as a file."""
    answer = JsonResponse(plan_as_data(), json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer["Content-Disposition"] = 'attachment; filename="plan.json"'
    return answer
