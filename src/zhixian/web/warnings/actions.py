"""Changes to warnings: opened, closed and opened again by the rules; silenced and heard again by people; settings; the calendar's address."""

import hashlib
import secrets
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from zhixian.core.kernel.refusal import Refusal
from zhixian.core.warnings.judging import places, settle
from zhixian.core.warnings.model import Found, Rule
from zhixian.core.warnings.reading import warning_rules
from zhixian.web.kit import record
from zhixian.web.kit.clock import today
from zhixian.web.kit.plan import lead_office
from zhixian.web.registers.definitions import kept_registers
from zhixian.web.warnings.looking import Looker
from zhixian.web.warnings.models import CADENCES, CalendarAddress, DayLook, Listener, Raised, Wish

LOT = 500
FILLED = ["name", "words", "day", "link", "clause", "seen_on"]
NOT_MUTED = {"muted_until": None, "muted_why": "", "muted_by": None, "muted_on": None}
LONGEST_WHY = 200
SELDOM = timedelta(minutes=10)
"""How often a use of the calendar is written down."""


class UnableToWarn(Refusal):
    """A change to a warning that cannot be made."""


@dataclass(frozen=True, slots=True)
class Told:
    """How many warnings a look opened, opened again and closed."""

    opened: int = 0
    reopened: int = 0
    closed: int = 0

    def __add__(self, other: "Told") -> "Told":
        return Told(self.opened + other.opened, self.reopened + other.reopened, self.closed + other.closed)


def evaluate(rule: Rule, looker: Looker) -> Told:
    """Make the warnings of one rule what they are on the looker's day. Nothing changes when a second look finds the same, or when
    the rule cannot look: what is not known to be over stays open."""
    looked = looker.looks_at(rule)
    if looked is None:
        return Told()
    found = [one for one in looked if places_of(rule, one)]
    return _settle(rule, found, looker.as_of)


def _settle(rule: Rule, found: list[Found], as_of: date) -> Told:
    """In lots, each a transaction of its own, so that others can write between them."""
    known = dict(Raised.objects.filter(rule=rule.id).values_list("subject", "closed_on"))
    settled = settle(rule, {subject: closed is None for subject, closed in known.items()}, found, as_of=as_of)
    holds = [*settled.opens, *settled.reopens, *settled.stays]
    back = {one.subject for one in settled.reopens}
    for start in range(0, len(holds), LOT):
        _keep(rule, holds[start : start + LOT], back, as_of)
    for start in range(0, len(settled.closes), LOT):
        _close(rule, settled.closes[start : start + LOT], as_of)
    return Told(len(settled.opens), len(settled.reopens), len(settled.closes))


@transaction.atomic
def _keep(rule: Rule, lot: list[Found], back: Collection[str], as_of: date) -> None:
    """Write what holds: `back` names the subjects of warnings that were closed."""
    rows = {row.subject: row for row in _of(rule, [one.subject for one in lot]).select_for_update()}
    kept = []
    for one in lot:
        row = rows.get(one.subject) or Raised(rule=rule.id, subject=one.subject, opened_on=as_of)
        if one.subject in back and row.closed_on is not None:
            row.opened_on, row.closed_on, row.times = as_of, None, row.times + 1
        kept.append(_filled(row, rule, one, as_of))
    Raised.objects.bulk_create(
        kept, update_conflicts=True, unique_fields=["rule", "subject"], update_fields=[*FILLED, "opened_on", "closed_on", "times"],
    )  # fmt: skip
    keys = dict(_of(rule, [one.subject for one in lot]).values_list("subject", "pk"))
    # What comes back is news: it speaks, whatever was silenced before.
    Listener.objects.filter(raised__in=[keys[one.subject] for one in lot if one.subject in back]).update(**NOT_MUTED)
    _listen(rule, {keys[one.subject]: one for one in lot})


def _of(rule: Rule, subjects: Collection[str]) -> QuerySet[Raised]:
    return Raised.objects.filter(rule=rule.id, subject__in=subjects)


def _filled(row: Raised, rule: Rule, found: Found, as_of: date) -> Raised:
    home = kept_registers().get(rule.home)
    row.name, row.words, row.day, row.link = found.name, found.words, found.day, found.link
    row.clause, row.seen_on = home.clauses[0] if home else found.clause, as_of
    return row


def _close(rule: Rule, subjects: Collection[str], as_of: date) -> None:
    _of(rule, subjects).filter(closed_on=None).update(closed_on=as_of, seen_on=as_of)


def _listen(rule: Rule, found: dict[int, Found]) -> None:
    """Who hears each of these open warnings now; those who hear it no more are taken off, the others keep their silence."""
    wanted = {(key, *place) for key, one in found.items() for place in places_of(rule, one)}
    rows = Listener.objects.filter(raised__in=list(found))
    there = {
        (key, unit, organisation): pk
        for pk, key, unit, organisation in rows.values_list("pk", "raised", "unit", "organisation")
    }
    gone = [pk for place, pk in there.items() if place not in wanted]
    if gone:
        Listener.objects.filter(pk__in=gone).delete()
    new = sorted(wanted - set(there), key=lambda place: (place[0], place[1], place[2] or 0))
    Listener.objects.bulk_create(
        [Listener(raised_id=key, unit=unit, organisation_id=organisation) for key, unit, organisation in new]
    )


def places_of(rule: Rule, found: Found) -> tuple[tuple[str, int | None], ...]:
    """Who hears it at this site."""
    home = kept_registers().get(rule.home)
    return places(rule, found, lead_unit=home.units[0] if home else "", lead_office=lead_office())


@transaction.atomic
def close_unused(rules: Iterable[str], *, as_of: date) -> int:
    """Close what rules that are out of use have left open; how many."""
    return Raised.objects.filter(closed_on=None).exclude(rule__in=list(rules)).update(closed_on=as_of)


@transaction.atomic
def note_look(told: Mapping[str, str], *, day: date) -> None:
    """Keep that all rules have been gone through on a day, and which of them could not look and why; a later look of the day counts."""
    DayLook.objects.update_or_create(day=day, defaults={"told": dict(told)})


@transaction.atomic
def mute(row: Listener, *, days: int, why: str, by: Any) -> None:
    """Silence a warning in one place for so many days, today included. Refused without a reason, for longer than the rule lets,
    and when it is over."""
    fresh = Listener.objects.select_for_update(of=("self",)).select_related("raised").filter(pk=row.pk).first()
    if fresh is None:
        raise UnableToWarn("这条预警刚刚不再发给这里", where=row.raised.name, expected="不用静默")
    rule = warning_rules().get(fresh.raised.rule)
    if rule is None or fresh.raised.closed_on is not None:
        raise UnableToWarn("这条预警已经消除", where=fresh.raised.name, expected="不用静默")
    why = why.strip()
    if not why or len(why) > LONGEST_WHY:
        raise UnableToWarn(
            f"理由有 {len(why)} 个字", where=fresh.raised.name, expected=f"1 到 {LONGEST_WHY} 个字，写明为什么可以等"
        )
    if not 1 <= days <= rule.most_muted:
        raise UnableToWarn(f"静默 {days} 天", where=fresh.raised.name, expected=f"1 到 {rule.most_muted} 天")
    _silence([fresh], rule, days=days, why=why, by=by)


def _silence(rows: Sequence[Listener], rule: Rule, *, days: int, why: str, by: Any) -> None:
    """Silence what has been looked through and is locked, all of one rule."""
    until = today() + timedelta(days=days - 1)
    Listener.objects.filter(pk__in=[row.pk for row in rows]).update(
        muted_on=today(), muted_until=until, muted_why=why, muted_by=by
    )
    record.write_each("mute_warning", rows, by=by, rule=rule.id, days=days)


SEEN = "看过了"


@transaction.atomic
def note_seen(rows: Iterable[Listener], *, by: Any) -> tuple[int, int]:
    """Silence warnings that only tell of what has happened, each for as long as its rule lets, all or none of them; how many, and how
    many were left as they are because they are over, or heard here no more, meanwhile. Refused for one of whose rule to have seen it is
    not enough."""
    asked: dict[int, Rule] = {}
    for row in rows:
        rule = warning_rules().get(row.raised.rule)
        if rule is None or not rule.seen:
            raise UnableToWarn("看过不等于办过", where=row.raised.name, expected="去处理，或者写明理由静默几天")
        asked[row.pk] = rule
    there = Listener.objects.filter(pk__in=list(asked), raised__closed_on=None).order_by("pk")
    of_rule: dict[str, list[Listener]] = defaultdict(list)
    for row in there.select_for_update(of=("self",)):
        of_rule[asked[row.pk].id].append(row)
    for name, found in of_rule.items():
        rule = warning_rules()[name]
        _silence(found, rule, days=rule.most_muted, why=SEEN, by=by)
    done = sum(map(len, of_rule.values()))
    return done, len(asked) - done


@transaction.atomic
def unmute(row: Listener, *, by: Any) -> None:
    """Hear it again. Nothing happens where it is not silenced."""
    if Listener.objects.filter(pk=row.pk).exclude(muted_until=None).update(**NOT_MUTED):
        record.write("unmute_warning", row, by=by)


@transaction.atomic
def choose_cadence(person: Any, cadence: str) -> None:
    """How often the person gets a mail. Refused when it is none of `CADENCES`."""
    if cadence not in CADENCES:
        raise UnableToWarn(f"“{cadence}”", where="邮件", expected="、".join(CADENCES.values()))
    Wish.objects.update_or_create(user=person, defaults={"cadence": cadence})
    record.write("warning_mail", person, by=person, cadence=cadence)


@transaction.atomic
def make_calendar(person: Any) -> str:
    """A new secret of the person's calendar, which is kept nowhere; an earlier one opens nothing any more."""
    secret = secrets.token_urlsafe(32)
    made = {"secret_hash": hashed(secret), "made_at": timezone.now(), "last_used_at": None}
    row, _ = CalendarAddress.objects.update_or_create(user=person, defaults=made)
    record.write("calendar_made", row, by=person)
    return secret


@transaction.atomic
def revoke_calendar(person: Any) -> None:
    """The person's calendar opens no more."""
    for row in CalendarAddress.objects.filter(user=person):
        record.write("calendar_revoked", row, by=person)
        row.delete()


def note_use(row: CalendarAddress) -> None:
    """Keep when it was last fetched."""
    at = timezone.now()
    if row.last_used_at is None or at - row.last_used_at > SELDOM:
        CalendarAddress.objects.filter(pk=row.pk).update(last_used_at=at)


def drop_of_closed_accounts() -> None:
    """Settings and calendars go with the account."""
    for model in (Wish, CalendarAddress):
        model.objects.filter(user__is_active=False).delete()


def kept_of(person: Any) -> list[dict[str, Any]]:
    """A person's settings, to take out; never the secret."""
    wish = Wish.objects.filter(user=person).first()
    calendar = CalendarAddress.objects.filter(user=person).first()
    found = [{"邮件": str(wish)}] if wish else []
    return [*found, *([{"日历地址": f"{calendar.made_at.isoformat()} 建立"}] if calendar else [])]


def hashed(secret: str) -> str:
    """What the database keeps of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()
