"""Changes to warnings: opened, closed and opened again by the rules; silenced and heard again by people; settings; the calendar's address."""

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
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
from zhixian.web.warnings.models import CADENCES, CalendarAddress, Listener, Raised, Wish

LOT = 500
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


@transaction.atomic
def _settle(rule: Rule, found: list[Found], as_of: date) -> Told:
    rows = {row.subject: row for row in Raised.objects.select_for_update().filter(rule=rule.id)}
    known = {subject: row.closed_on is None for subject, row in rows.items()}
    settled = settle(rule, known, found, as_of=as_of)
    new = [
        _filled(Raised(rule=rule.id, subject=one.subject, opened_on=as_of), rule, one, as_of) for one in settled.opens
    ]
    Raised.objects.bulk_create(new, batch_size=LOT)
    for one in settled.reopens:
        row = rows[one.subject]
        row.opened_on, row.closed_on, row.times = as_of, None, row.times + 1
    kept = [_filled(rows[one.subject], rule, one, as_of) for one in (*settled.reopens, *settled.stays)]
    fields = ["name", "words", "day", "clause", "link", "opened_on", "closed_on", "times", "seen_on"]
    Raised.objects.bulk_update(kept, fields, batch_size=LOT)
    _close([rows[subject].pk for subject in settled.closes], as_of)
    back = [rows[one.subject].pk for one in settled.reopens]
    for start in range(0, len(back), LOT):  # what comes back is news: it speaks, whatever was silenced before
        Listener.objects.filter(raised__in=back[start : start + LOT]).update(**NOT_MUTED)
    here = {row.subject: row for row in [*new, *kept]}
    _listen(rule, {here[one.subject].pk: one for one in (*settled.opens, *settled.reopens, *settled.stays)})
    return Told(len(new), len(settled.reopens), len(settled.closes))


def _filled(row: Raised, rule: Rule, found: Found, as_of: date) -> Raised:
    home = kept_registers().get(rule.home)
    row.name, row.words, row.day, row.link = found.name, found.words, found.day, found.link
    row.clause, row.seen_on = home.clauses[0] if home else found.clause, as_of
    return row


def _close(keys: list[int], as_of: date) -> None:
    for start in range(0, len(keys), LOT):
        Raised.objects.filter(pk__in=keys[start : start + LOT]).update(closed_on=as_of, seen_on=as_of)


def _listen(rule: Rule, found: dict[int, Found]) -> None:
    """Who hears each open warning now; those who hear it no more are taken off, the others keep their silence."""
    wanted = {(key, *place) for key, one in found.items() for place in places_of(rule, one)}
    rows = Listener.objects.filter(raised__rule=rule.id, raised__closed_on=None)
    there = {
        (key, unit, organisation): pk
        for pk, key, unit, organisation in rows.values_list("pk", "raised", "unit", "organisation")
    }
    gone = [pk for place, pk in there.items() if place not in wanted]
    for start in range(0, len(gone), LOT):
        Listener.objects.filter(pk__in=gone[start : start + LOT]).delete()
    new = sorted(wanted - set(there), key=lambda place: (place[0], place[1], place[2] or 0))
    Listener.objects.bulk_create(
        [Listener(raised_id=key, unit=unit, organisation_id=organisation) for key, unit, organisation in new],
        batch_size=LOT,
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
def mute(row: Listener, *, days: int, why: str, by: Any) -> None:
    """Silence a warning in one place for so many days, today included. Refused without a reason, for longer than the rule lets,
    and when it is over."""
    fresh = Listener.objects.select_for_update(of=("self",)).select_related("raised").get(pk=row.pk)
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
    fresh.muted_on, fresh.muted_until = today(), today() + timedelta(days=days - 1)
    fresh.muted_why, fresh.muted_by = why, by
    fresh.save(update_fields=list(NOT_MUTED))
    record.write("mute_warning", fresh, by=by, rule=rule.id, days=days)


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
