"""Needs and offers: what stands, what fits it and why, what became of it; and universities for an enterprise."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from zhixian.core.analysis.finding import find_parties, party_of
from zhixian.core.analysis.match_rule import match_rule
from zhixian.core.analysis.matching import NEED, Match
from zhixian.core.analysis.partners import partners_for
from zhixian.core.disclosure.patterns import hidden
from zhixian.core.registry.tables import ENTERPRISE_KINDS
from zhixian.web.accounts.requests import SignedIn
from zhixian.web.kit.clock import today
from zhixian.web.kit.doors import door, public
from zhixian.web.kit.lists import few
from zhixian.web.portal.cultivation import sees_partners, units_of
from zhixian.web.portal.scorecards import READERS, sees_all
from zhixian.web.portal.search import who_searches
from zhixian.web.registers.definitions import kept_registers
from zhixian.web.registers.market import (
    FOLLOWED,
    MARKET,
    Market,
    Standing,
    is_kept,
    is_member,
    listed,
    market,
    rows_of_pairs,
    told_to,
)
from zhixian.web.registers.models import Row
from zhixian.web.registers.queries.visibility import enters_as, may_change, registers_visible_to, rows_visible_to
from zhixian.web.registers.showing import Shown, values_shown
from zhixian.web.registry.models import parties_of
from zhixian.web.registry.queries import current_snapshot

TOLD = (
    "party",
    "sort",
    "side",
    "what",
    "terms",
    "title",
    "about",
    "classes",
    "rights",
    "region",
    "dual_use",
    "posted_on",
    "until",
)
"""Fields that whoever may be told of a need or offer reads; contacts are not among them."""
ASKED = ("q", "side", "what", "dual")
MOST_PARTIES = 20


@public
def needs_offers(request: HttpRequest) -> HttpResponse:
    """What stands today, as far as the person may be told, with what is open to everybody for guests."""
    if not is_kept():
        raise Http404
    user, found, kept = who_searches(request.user), market(), kept_registers()[MARKET]
    asked = {name: request.GET.get(name, "")[:100] for name in ASKED}
    every = listed(user, found, asked)
    facts = {
        "kept": kept, "page": few(every, request), "found": len(every), "asked": asked, "rule": match_rule().published(),
        "sides": kept.register.field("side").choices, "whats": kept.register.field("what").choices,
        "enters": bool(enters_as(user, kept)), "member": is_member(user),
        "sees": MARKET in registers_visible_to(user),
    }  # fmt: skip
    return render(request, "portal/needs_offers.html", facts)


@public
def needs_offer(request: HttpRequest, pk: int) -> HttpResponse:
    """One need or offer, what fits it and why, and what became of each match as far as the person reads that register."""
    user, found = who_searches(request.user), market()
    if pk not in found.standing or pk not in told_to(user, found):
        raise Http404
    own, kept = found.standing[pk], kept_registers()[MARKET]
    row = Row.objects.select_related("organisation").get(pk=pk)
    matches = found.matches(pk, among=told_to(user, found))
    facts = {
        "kept": kept, "own": own, "values": _shown(row), "unit": kept.units[0],
        "lines": _lines(user, found, own, matches), "with": request.GET.get("with", ""),
        "changes": may_change(user, row, kept), "rule": match_rule().published(),
    }  # fmt: skip
    return render(request, "portal/needs_offer.html", facts)


def _shown(row: Row) -> list[Shown]:
    """What may be told, with what in the text looks like somebody's number or address hidden."""
    shown = [one for one in values_shown(row, kept_registers()[MARKET], clear=False) if one.field.id in TOLD]
    return [Shown(one.field, hidden(one.words)) if one.field.id in ("about", "title") else one for one in shown]


def _lines(
    user: Any, found: Market, own: Standing, matches: Sequence[Match]
) -> list[tuple[Match, Standing, list[Row], str]]:
    """(match, the other, rows on what became of it, where to note it) for each."""
    kept = kept_registers().get(FOLLOWED)
    near = rows_visible_to(user, kept).filter(struck_on=None, search__contains=own.named[1]) if kept else ()
    rows = rows_of_pairs(list(near))
    keepers = enters_as(user, kept) if kept else []
    lines = []
    for match in matches:
        other = found.standing[match.entry.key]
        need, offer = (own, other) if own.entry.side == NEED else (other, own)
        lines.append((match, other, rows.get((*need.named, *offer.named), []), _to_note(keepers, need, offer)))
    return lines


def _to_note(keepers: Sequence[tuple[str, Any]], need: Standing, offer: Standing) -> str:
    """The form of the register, filled with the pair: for units, and for organisations that are one of its sides."""
    mine = {need.organisation, offer.organisation} - {None}
    if not any(unit or (organisation and organisation.pk in mine) for unit, organisation in keepers):
        return ""
    given = {
        "need_party": need.entry.party, "need": need.number, "offer_party": offer.entry.party, "offer": offer.number,
        "state": "asked", "asked_on": today().isoformat(),
    }  # fmt: skip
    return f"{reverse('new_register_row', args=[FOLLOWED])}?{urlencode(given)}"


@door(*READERS)
def partners(request: SignedIn) -> HttpResponse:
    """Patents of universities and institutes in an enterprise's fields: any enterprise for the units, an enterprise its own."""
    if not sees_partners(request.user):
        raise Http404
    snapshot, whole, own = current_snapshot(), sees_all(request.user, units_of(MARKET)), parties_of(request.user)
    asked, chosen = request.GET.get("q", "").strip()[:100], request.GET.get("id", "")
    if not whole:
        chosen = chosen if chosen in own else min(own)
    choices = find_parties(snapshot, asked) if snapshot and whole and asked and not chosen else []
    choices = [party for party in choices if party.kind in ENTERPRISE_KINDS][:MOST_PARTIES]
    if len(choices) == 1:
        chosen = choices[0].id
    party = party_of(snapshot, chosen) if snapshot and chosen else None
    found = partners_for(snapshot, party, as_of=today()) if snapshot and party else None
    facts = {
        "whole": whole, "own": sorted(own), "q": asked, "choices": choices if not party else [], "party": party, "found": found,
        "page": few(found.near, request) if found else None, "snapshot": snapshot, "synthetic": snapshot and snapshot.labels,
        "rule": match_rule().published(), "day": today(),
    }  # fmt: skip
    return render(request, "portal/partners.html", facts)
