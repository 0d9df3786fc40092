"""Letting go of what has been kept long enough: rooms say what is past its term and how it goes, the lead office decides, the night does.

Nothing goes that was not listed: a night's list is shown first, somebody of the lead office decides on it, and the next night lets
go of what stands in it and is past its term still. Notices alone go without being asked about.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from datetime import time as clock_time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.urls import reverse

from zhixian.core.disclosure.keeping import OWN, Term, terms_on
from zhixian.core.kernel.refusal import Refusal
from zhixian.web.kit import record
from zhixian.web.kit.clock import now, today
from zhixian.web.kit.jobs import Progress, job
from zhixian.web.kit.models import Clearing, Notice
from zhixian.web.kit.notices import tell

MOST_LISTED = 2000
"""Of one kind in one list; the rest stands in the next."""
ASKED_AGAIN = timedelta(days=30)
"""How long a list that was put off is not made again."""


class UnableToClear(Refusal):
    """The list may not be decided on now, or not by this person."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What goes by one term: the rows whose event lies before a day, and how one of them goes. Both are the room's."""

    term: str
    before: Callable[[date], models.QuerySet[Any]]
    let_go: Callable[[Any], None]
    asks: bool = True


KINDS: dict[str, Kind] = {}
_deciders: list[Callable[[], Iterable[Any]]] = []


def add(*kinds: Kind) -> None:
    """Called while the site is set up."""
    KINDS.update({kind.term: kind for kind in kinds})


def decided_by(people: Callable[[], Iterable[Any]]) -> None:
    """Who is told of a list. Called while the site is set up."""
    _deciders.append(people)


def terms() -> Mapping[str, Term]:
    """The terms in force today, the place's own among them."""
    return terms_on(today(), own=Path(settings.PLAN) / OWN)


def past(kind: Kind, *, as_of: date) -> models.QuerySet[Any]:
    """Rows of a kind that have been kept long enough."""
    return kind.before(terms()[kind.term].over_before(as_of)).order_by("pk")


def count_past(*, as_of: date) -> dict[str, int]:
    """By term, how many are past it."""
    return {name: past(kind, as_of=as_of).count() for name, kind in KINDS.items()}


@job("kit.clearing", "清理保存期满的内容", daily=clock_time(2, 30))
def clear_nightly(_: Progress) -> int:
    """Let go of what was decided on and of what asks nobody, then list what is past its term; how many went."""
    return clear(as_of=today())


def clear(*, as_of: date) -> int:
    """See `clear_nightly`. A second run on the same day changes nothing."""
    gone = 0
    for row in Clearing.objects.filter(state="approved").order_by("pk"):
        gone += _carry_out(row, as_of=as_of)
    for kind in KINDS.values():
        if not kind.asks:
            gone += past(kind, as_of=as_of).delete()[0]
    propose(as_of=as_of)
    return gone


@transaction.atomic
def propose(*, as_of: date) -> Clearing | None:
    """List what is past its term and tell who decides; None while a list waits, was put off lately, or nothing is past."""
    if Clearing.objects.filter(state__in=["proposed", "approved"]).exists():
        return None
    if Clearing.objects.filter(state="put_off", day__gt=as_of - ASKED_AGAIN).exists():
        return None
    listed = {
        name: list(past(kind, as_of=as_of).values_list("pk", flat=True)[:MOST_LISTED])
        for name, kind in KINDS.items()
        if kind.asks
    }
    listed = {name: keys for name, keys in listed.items() if keys}
    if not listed:
        return None
    row = Clearing.objects.create(day=as_of, listed=listed)
    names = "、".join(f"{terms()[name].name} {len(keys)} 件" for name, keys in listed.items())
    people = {person for hearer in _deciders for person in hearer()}
    tell(
        people,
        "有内容保存期满，请过目后决定是否清理",
        body=names,
        link=reverse("clearing"),
        subject=record.name_of(row),
    )
    return row


@transaction.atomic
def decide_clearing(row: Clearing, *, by: Any, go: bool) -> Clearing:
    """Let the list go in the coming night, or put it off for a month; what has not gone yet may still be put off in that night."""
    fresh = Clearing.objects.select_for_update().get(pk=row.pk)
    if fresh.state == "done" or (fresh.state == "put_off" and go):
        raise UnableToClear(f"这份清单{fresh.state_name}", expected="刷新页面看最新的清单")
    fresh.state = "approved" if go else "put_off"
    fresh.decided_by, fresh.decided_at = by, now()
    fresh.save()
    record.write(
        "clearing_approved" if go else "clearing_put_off",
        fresh,
        by=by,
        counts={k: len(v) for k, v in fresh.listed.items()},
    )
    return fresh


def _carry_out(row: Clearing, *, as_of: date) -> int:
    listed = [(KINDS[name], key) for name, keys in row.listed.items() if name in KINDS for key in keys]
    count = 0
    try:
        for kind, key in listed:
            count += _let_go(row, kind, key, as_of=as_of)
    except _PutOff:
        Clearing.objects.filter(pk=row.pk).update(gone=count)
        return count
    Clearing.objects.filter(pk=row.pk, state="approved").update(state="done", done_at=now(), gone=count)
    return count


class _PutOff(Exception):
    """Somebody put the list off while it was being carried out."""


@transaction.atomic
def _let_go(row: Clearing, kind: Any, key: int, *, as_of: date) -> bool:
    if not Clearing.objects.select_for_update().filter(pk=row.pk, state="approved"):
        raise _PutOff
    found = past(kind, as_of=as_of).filter(pk=key).first()
    if found is None:  # gone in a run that was cut short, or somebody has taken it up again
        return False
    term, name = terms()[kind.term], record.name_of(found)
    kind.let_go(found)
    record.write("let_go", name, by=row.decided_by, term=term.id, length=term.length, clearing=row.pk)
    return True


def notices_before(day: date) -> models.QuerySet[Notice]:
    """Notices told before a day."""
    return Notice.objects.filter(at__date__lt=day)


add(Kind("notice", notices_before, lambda row: row.delete(), asks=False))
