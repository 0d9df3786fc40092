"""Public ratings that changed, as the rules of warnings ask for them: from what to what, since when, and which parts did it."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from urllib.parse import urlencode

from django.urls import reverse

from zhixian.core.registry.staging import normalise_name
from zhixian.core.scorecards.model import Kept
from zhixian.core.scorecards.scoring import Card, Turn, printed
from zhixian.core.scorecards.subjects import Subject
from zhixian.core.warnings.model import Found
from zhixian.web.accounts.models import Organisation
from zhixian.web.portal.scorecards import public_ratings, rating_on, turns_of

LONGEST = 150
"""Letters of a subject's id in that of a warning."""


def rating_changes(as_of: date) -> Iterator[Found]:
    """The last change of grade of everybody who is rated publicly on a day; whoever has had the same grade all along has none."""
    organisations = _organisations()
    for kept in public_ratings().values():
        if kept.since is not None and as_of < kept.since:
            continue
        for card in rating_on(kept, as_of).cards:
            turned = _last_change(turns_of(kept, card.subject, as_of))
            if turned:
                known_by = (
                    card.subject.id if card.subject.id != card.subject.name else normalise_name(card.subject.name)
                )
                key = organisations.get(known_by)
                yield _found(kept, card.subject, *turned, (key,) if key else ())


def _last_change(turns: Sequence[Turn]) -> tuple[Turn, Turn] | None:
    """The turn before the last one with another grade, and that one; points that come and go within a grade are none."""
    return next((pair for pair in reversed(list(pairwise(turns))) if pair[0].grade != pair[1].grade), None)


def _organisations() -> dict[str, int]:
    """The confirmed organisation of a credit code, and of a name."""
    known = Organisation.objects.exclude(confirmed_at=None).order_by("pk")
    told = list(known.values_list("credit_code", "name", "pk"))
    return {normalise_name(name): key for _, name, key in told} | {code: key for code, _, key in told if code}


def _found(kept: Kept, subject: Subject, before: Turn, now: Turn, organisations: tuple[int, ...]) -> Found:
    why = "、".join(_reasons(_card(kept, subject, now.day - timedelta(days=1)), _card(kept, subject, now.day)))
    return Found(
        subject=f"rating:{kept.card.id}:{now.day}:{printed(now.score)}:{subject.id}"[:LONGEST],
        name=f"{subject.name}：{_said(before)} → {_said(now)}"[:200],
        words=f"{subject.name}的{kept.card.name}从 {now.day} 起由{_said(before)}变为{_said(now)}：{why}。",
        link=f"{reverse('rating_card', args=[kept.card.id])}?{urlencode({'id': subject.id})}",
        day=now.day,
        clause=kept.clauses[0],
        organisations=organisations,
    )


def _said(turn: Turn) -> str:
    return f" {turn.grade} 级 {printed(turn.score)} 分" if turn.grade else f"不评级（{printed(turn.score)} 分）"


def _card(kept: Kept, subject: Subject, day: date) -> Card | None:
    return next((card for card in rating_on(kept, day).cards if card.subject.id == subject.id), None)


def _reasons(before: Card | None, now: Card | None) -> Iterator[str]:
    """The parts whose points changed; a fresh year counts anew."""
    if before is None or now is None:
        yield "入册的情况有变动"
        return
    for was, part in zip(before.parts, now.parts, strict=True):
        if was.points != part.points:
            yield f"“{part.item.name}”由 {_points(was.points)} 变为 {_points(part.points)} 分"


def _points(points: Fraction | None) -> str:
    return "算不出" if points is None else printed(points)
