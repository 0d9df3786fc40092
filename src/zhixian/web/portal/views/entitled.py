"""Am I entitled? Search an enterprise, its supports of a year step by step, and a simulator for each rule."""

from typing import Any
from urllib.parse import urlencode

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from zhixian.core.analysis.finding import Party, party_of
from zhixian.core.catalogue import definitions
from zhixian.core.catalogue.stories import holding
from zhixian.core.rules.evaluation import evaluate, evaluate_all
from zhixian.web.kit import record
from zhixian.web.kit.clock import today
from zhixian.web.kit.doors import public
from zhixian.web.kit.limits import Limit, limited
from zhixian.web.kit.plan import the_plan
from zhixian.web.matters.definitions import site_matters
from zhixian.web.portal.entitlement import look_for, may_look_at, sees_all, shown_to, years_to_choose
from zhixian.web.portal.forms import SimulatorForm, initial_from
from zhixian.web.portal.marked_text import anchor_of
from zhixian.web.registry.queries import current_snapshot, rights_open_to

ASKED = Limit(120, 60)
"""Questions of one address; each is a search through the registry."""


@public
@limited("entitled", ASKED, method="GET")
def search(request: HttpRequest) -> HttpResponse:
    """Type a name or credit code; straight to the answer when only one party can be meant."""
    text, snapshot = request.GET.get("q", "").strip()[:100], current_snapshot()
    facts: dict[str, Any] = {
        "q": text,
        "rules": _rules(),
        "snapshot": snapshot,
        "synthetic": snapshot and snapshot.labels,
    }
    if text and snapshot:
        found = look_for(snapshot, text, request.user)
        if len(found.parties) == 1:
            return redirect(f"{reverse('entitled_party')}?{urlencode({'id': found.parties[0].id})}")
        facts["found"] = found
    return render(request, "portal/entitled.html", facts)


@public
@limited("entitled", ASKED, method="GET")
def party(request: HttpRequest) -> HttpResponse:
    """One party's supports of a year, as far as the visitor may see them."""
    snapshot = current_snapshot()
    found = party_of(snapshot, request.GET.get("id", "")) if snapshot else None
    if snapshot is None or found is None or not may_look_at(found, request.user):
        raise Http404
    years = years_to_choose(max(today().year, the_plan().issued.year))
    asked = request.GET.get("year", "")
    year = int(asked) if asked in map(str, years) else years[0]
    full = sees_all(found, request.user)
    if full and request.user.is_authenticated and request.user.is_proven_office:
        with transaction.atomic():
            record.write("read_entitlements", record.veiled("registry.party", found.id), by=request.user, year=year)
    shown = shown_to(found, snapshot, request.user, year=year, full=full)
    facts = {
        "linked": rights_open_to(request.user, shown.rights),
        "shown": shown,
        "years": years,
        "snapshot": snapshot,
        "synthetic": snapshot.labels,
    }
    return render(
        request,
        "portal/entitled_party.html",
        {**facts, "matters": _matters(), "acts_for": _acts_for(found, request.user)},
    )


def _acts_for(found: Party, user: Any) -> int | None:
    """The organisation for which the visitor would apply, where it is this party."""
    seats = user.held if user.is_authenticated else ()
    own = [seat.organisation for seat in seats if seat.organisation and seat.counts]
    return next((organisation.pk for organisation in own if organisation.party == found.id), None)


@public
def rule(request: HttpRequest, rule: str) -> HttpResponse:
    """One rule in plain words, a simulator for it, and its stories as examples."""
    if rule not in _rules():
        raise Http404
    definition = definitions().incentives[rule]
    told = holding(rule, definition, the_plan())
    number = request.GET.get("story", "")
    story = told[int(number)] if number.isascii() and number.isdecimal() and int(number) < len(told) else None
    facts: dict[str, Any] = {"rule": definition, "stories": told, "story": story}
    facts["amounts"] = [(a, anchor_of("amount", a.id)) for a in the_plan().amounts if a.incentive == rule]
    if story:
        rows = [{definition.subject: subject, **own} for subject, own in story.facts.items()]
        facts["told"] = evaluate_all(definition, rows, the_plan().amounts, year=story.year, region=the_plan().region)
        facts["form"] = SimulatorForm(definition=definition, initial=initial_from(definition, rows[0], story.year))
    elif "year" in request.GET:
        facts["form"] = form = SimulatorForm(request.GET, definition=definition)
        form.focus_first_error()
        if form.is_valid():
            facts["outcome"] = evaluate(
                definition, form.facts, the_plan().amounts,
                year=form.cleaned_data["year"], region=the_plan().region, already=form.already_fen,
            )  # fmt: skip
    else:
        facts["form"] = SimulatorForm(definition=definition, initial={"year": today().year, "party_kind": "enterprise"})
    return render(request, "portal/rule.html", facts)


def _rules() -> dict[str, Any]:
    """The rules that the plan gives money to."""
    promised = {amount.incentive for amount in the_plan().amounts}
    return {name: rule for name, rule in definitions().incentives.items() if name in promised}


def _matters() -> dict[str, str]:
    """Rule → the matter by which one applies for it."""
    return {found.matter.incentive: name for name, found in site_matters().items() if found.matter.incentive}
