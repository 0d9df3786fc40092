"""The plan, live: home, clauses, the whole text, the units."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from zhixian.web.indicators.queries import latest_edition
from zhixian.web.kit.doors import public
from zhixian.web.kit.plan import the_plan, unit_name
from zhixian.web.portal.kept import kept
from zhixian.web.portal.marked_text import paragraphs
from zhixian.web.portal.queries import clause_facts, clauses_of_units, home_facts, unit_lines


@public
def home(request: HttpRequest) -> HttpResponse:
    """The plan, live."""
    edition = latest_edition()
    body = kept("home", edition, lambda: render_to_string("portal/home_body.html", home_facts(edition)))
    return render(request, "portal/home.html", {"body": body, "synthetic": edition and edition.labels})


@public
def clause(request: HttpRequest, clause: str) -> HttpResponse:
    """One clause of the plan, or a section that sets goals."""
    plan = the_plan()
    known = dict(plan.sections) | {known.id: known.title for known in plan.clauses}
    if clause not in known:
        raise Http404
    edition = latest_edition()
    body = kept(
        f"clause-{clause}", edition, lambda: render_to_string("portal/clause_body.html", clause_facts(clause, edition))
    )
    facts = {"body": body, "id": clause, "title": known[clause], "synthetic": edition and edition.labels}
    return render(request, "portal/clause.html", facts)


@public
def plan_text(request: HttpRequest) -> HttpResponse:
    """The whole text as issued, every quote that something rests on marked in its place."""
    return render(request, "portal/plan_text.html", {"text": paragraphs()})


@public
def units(request: HttpRequest) -> HttpResponse:
    """The responsible units, each with its clauses."""
    return render(request, "portal/units.html", {"units": clauses_of_units()})


@public
def unit(request: HttpRequest, unit: str) -> HttpResponse:
    """One unit: its clauses with their state, and what is late."""
    if unit not in the_plan().units:
        raise Http404
    edition = latest_edition()
    lines = unit_lines(unit)
    late = [(line.clause, piece) for line in lines for piece in line.evidence if piece.late]
    facts = {"name": unit_name(unit), "lines": lines, "late": late, "edition": edition}
    return render(request, "portal/unit.html", {**facts, "synthetic": edition and edition.labels})
