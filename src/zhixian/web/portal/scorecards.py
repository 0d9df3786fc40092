"""Scorecards of the place, computed: whose cards somebody sees, on which day."""

from collections.abc import Sequence
from datetime import date
from functools import cache, lru_cache
from typing import Any

from zhixian.core.registry.snapshot import Snapshot, open_snapshot
from zhixian.core.scorecards.honours import REGISTER as HONOURS
from zhixian.core.scorecards.model import Counted, Kept
from zhixian.core.scorecards.reading import scorecards_of
from zhixian.core.scorecards.relied import CASES
from zhixian.core.scorecards.scoring import Card, Scores, Turn, history, score
from zhixian.core.scorecards.subjects import Rows, Subject, counts, rows_of
from zhixian.web.accounts.roles import AUDITOR, CHIEF, ENTERPRISE, FINANCE, HANDLER, LEAD
from zhixian.web.kit.plan import the_plan
from zhixian.web.registers.queries.figures import Choosing, stamp_of, told_in_ratings, values_for_figures
from zhixian.web.registry.models import parties_of
from zhixian.web.registry.queries import data

OFFICE = (LEAD, AUDITOR, HANDLER, CHIEF, FINANCE)
READERS = (*OFFICE, ENTERPRISE)
"""Roles to which the doors open; whose cards they see is told here."""


@cache
def kept_scorecards() -> dict[str, Kept]:
    """Scorecard → how the place uses it. Raises Refusal when they do not hold together."""
    return scorecards_of(the_plan())


def sees_all(user: Any, units: Sequence[str]) -> bool:
    """Whether the person sees what is computed of everybody for these units: theirs but companies, the lead office, auditors."""
    return bool(user.roles & {LEAD, AUDITOR}) or bool(user.authorities_as(HANDLER, CHIEF, FINANCE) & set(units))


def registers_read(kept: Kept) -> tuple[str, ...]:
    """Registers that a scorecard looks at."""
    card = kept.card
    counted = [item.counted.register for item in card.items if item.counted]
    members = [card.members.register] if card.members else []
    honours = [HONOURS] if any(item.honours for item in card.items) else []
    cases = [CASES] if any(item.relied for item in card.items) else []
    return tuple(sorted({*counted, *members, *honours, *cases}))


def scores_on(snapshot: Snapshot, kept: Kept, day: date) -> Scores:
    """A scorecard computed for everybody, made once as long as nothing that it looks at has changed."""
    return _scores(snapshot.id, kept.card.id, day, stamp_of(registers_read(kept)))


@lru_cache(maxsize=24)
def _scores(snapshot: str, card: str, day: date, stamp: Any) -> Scores:
    kept = kept_scorecards()[card]
    rows = values_for_figures(registers_read(kept))
    return score(open_snapshot(data(), snapshot), kept, rows, region=the_plan().region, as_of=day)


def public_ratings() -> dict[str, Kept]:
    """Scorecards that everybody may read."""
    return {name: kept for name, kept in kept_scorecards().items() if kept.card.public}


def rating_on(kept: Kept, day: date) -> Scores:
    """A scorecard that rests on rows alone, computed for everybody; made once as long as no row has changed."""
    return _rating(kept.card.id, day, stamp_of(registers_read(kept)))


@lru_cache(maxsize=24)
def _rating(card: str, day: date, stamp: Any) -> Scores:
    kept = kept_scorecards()[card]
    return score(None, kept, _rows(card, stamp), region=the_plan().region, as_of=day)


def turns_of(kept: Kept, subject: Subject, day: date) -> tuple[Turn, ...]:
    """How the score of somebody whom rows name went, from the day on which both were there; made once as long as no row has
    changed."""
    return _turns(kept.card.id, subject, day, stamp_of(registers_read(kept)))


@lru_cache(maxsize=512)
def _turns(card: str, subject: Subject, day: date, stamp: Any) -> tuple[Turn, ...]:
    kept, rows = kept_scorecards()[card], _rows(card, stamp)
    members = kept.card.members
    here = rows_of(members, subject.parties[0], rows.get(members.register, ()), day) if members else []
    days = [date.fromisoformat(row[members.day]) for row in here if members and row.get(members.day)]
    began = [*days[:1], *([kept.since] if kept.since else [])]
    return tuple(history(kept, subject, rows, since=max(began), as_of=day)) if began else ()


@lru_cache(maxsize=2)
def _rows(card: str, stamp: Any) -> Rows:
    return values_for_figures(registers_read(kept_scorecards()[card]))


def behind(card: Card, *, day: date, now: date) -> list[list[dict[str, Any]]]:
    """By part of a public card of a day, what everybody may read of the rows behind it: of those that count now too. What has
    ended or has been repaired is not shown any more, whatever day is asked for."""
    counted = [(number, part.item.counted) for number, part in enumerate(card.parts) if part.item.counted]
    party = card.subject.parties[0]

    def choosing(one: Counted) -> Choosing:
        return lambda rows: [row for row in rows_of(one, party, rows, day) if counts(one, row, now)]

    told = told_in_ratings([(one.register, choosing(one)) for _, one in counted])
    found: list[list[dict[str, Any]]] = [[] for _ in card.parts]
    for (number, _), rows in zip(counted, told, strict=True):
        found[number] = rows
    return found


def cards_visible_to(user: Any, scores: Scores) -> tuple[Card, ...]:
    """All cards for the scorecard's units; for an enterprise its own, and those of its projects."""
    if sees_all(user, scores.kept.units):
        return scores.cards
    own = parties_of(user)
    if scores.kept.card.scored == "projects":
        return tuple(card for card in scores.cards if any(party.id in own for party in card.subject.parties))
    return tuple(card for card in scores.cards if not card.subject.group and card.subject.id in own)


def scorecards_visible_to(user: Any, snapshot: Snapshot | None, day: date) -> list[tuple[Kept, Scores | None]]:
    """The scorecards of which the person sees some card, computed where there is a registry."""
    found: list[tuple[Kept, Scores | None]] = []
    for kept in kept_scorecards().values():
        whole = sees_all(user, kept.units)
        if snapshot is None:
            found += [(kept, None)] if whole else []
            continue
        if whole or (parties_of(user) and (not kept.card.members or kept.card.scored == "projects")):
            scores = scores_on(snapshot, kept, day)
            if whole or cards_visible_to(user, scores):
                found.append((kept, scores))
    return found
