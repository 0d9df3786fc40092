"""Questions about warnings. `heard_by` is the only way a warning reaches a page, a mail, a calendar or a count."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import F, Max, Q, QuerySet

from zhixian.core.warnings.judging import roles_of
from zhixian.core.warnings.model import ROLES
from zhixian.core.warnings.reading import warning_rules
from zhixian.web.accounts.models import User
from zhixian.web.kit.clock import today
from zhixian.web.warnings.models import CalendarAddress, DayLook, Listener, Wish

LATELY = timedelta(days=30)
"""How long one that is over is shown."""
MOST_COUNTED = 100


def heard_by(user: Any) -> QuerySet[Listener]:
    """What the person's units and confirmed organisations hear, open and closed: of a unit those rules that tell one of the
    roles that the person has in it, and none that is hidden from a role of theirs."""
    rows = Listener.objects.select_related("raised", "organisation", "muted_by")
    if not user.is_authenticated:
        return rows.none()
    rules = warning_rules().values()
    mine = Q(unit="", organisation__in=user.organisations)
    for role in ROLES:
        if units := user.units_as(role):
            mine |= Q(unit__in=units, raised__rule__in=roles_of(rules, role))
    hidden = [rule.id for rule in rules if user.roles & set(rule.hidden_from)]
    return rows.filter(mine, raised__rule__in=list(warning_rules())).exclude(raised__rule__in=hidden)


def open_for(user: Any, *, as_of: date) -> QuerySet[Listener]:
    """Those that hold and are not silenced, the soonest day first, those without a day last."""
    rows = heard_by(user).filter(raised__closed_on=None).exclude(muted_until__gte=as_of)
    return rows.order_by(F("raised__day").asc(nulls_last=True), "raised__rule", "pk")


def muted_for(user: Any, *, as_of: date) -> QuerySet[Listener]:
    """Those that hold and are silenced, the first to speak again first."""
    return heard_by(user).filter(raised__closed_on=None, muted_until__gte=as_of).order_by("muted_until", "pk")


def closed_for(user: Any, *, as_of: date) -> QuerySet[Listener]:
    """Those that were resolved lately, the last first."""
    return heard_by(user).filter(raised__closed_on__gt=as_of - LATELY).order_by("-raised__closed_on", "-pk")


def count_open(user: Any) -> int:
    """How many wait for a look, counted up to 100."""
    return open_for(user, as_of=today()).order_by()[:MOST_COUNTED].count()


def last_look() -> DayLook | None:
    """The look of which the warnings are; None before the first. It may have found nothing."""
    return DayLook.objects.order_by("-day").first()


@dataclass(frozen=True, slots=True)
class Unable:
    """Rules that could not look for one reason, by name, and the day on which they last could; None for never. What they told stands
    as of that day."""

    why: str
    names: tuple[str, ...]
    last: date | None


def unable_in(look: DayLook | None) -> list[Unable]:
    """Which rules could not look, in their order, those of one reason and one day together."""
    found: dict[tuple[str, date | None], list[str]] = defaultdict(list)
    unable = look.unable if look else {}
    for rule in warning_rules().values():  # a database keeps no order of what it was told, and rules may go
        if rule.id in unable:
            last = DayLook.objects.filter(**{f"told__{rule.id}": ""}).aggregate(last=Max("day"))["last"]
            found[unable[rule.id], last].append(rule.name)
    return [Unable(why, tuple(names), last) for (why, last), names in found.items()]


def wish_of(user: Any) -> str:
    """How often the person gets a mail."""
    row = Wish.objects.filter(user=user).first()
    return row.cadence if row else "off"


def wanting_mail(cadences: Iterable[str]) -> QuerySet[User]:
    """Active people who get a mail that often."""
    wishes = Wish.objects.filter(cadence__in=list(cadences)).values("user")
    return User.objects.filter(is_active=True, pk__in=wishes).order_by("pk")


def calendar_of(user: Any) -> CalendarAddress | None:
    """The person's calendar address, if they have made one."""
    return CalendarAddress.objects.filter(user=user).first()


def calendar_called(secret_hash: str) -> CalendarAddress | None:
    """The address with that secret, of somebody whose account is open."""
    rows = CalendarAddress.objects.select_related("user").filter(user__is_active=True)
    return rows.filter(secret_hash=secret_hash).first()
