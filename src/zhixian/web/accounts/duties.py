"""Seats as a desk shows them: claims to confirm, the person's own claim, invitations that nobody has taken up."""

from typing import Any

from django.urls import reverse
from django.utils.timezone import localtime

from zhixian.web.accounts.models import Invitation, Seat
from zhixian.web.accounts.queries import claims_waiting, decides_claims
from zhixian.web.accounts.roles import NAMES
from zhixian.web.kit.clock import now
from zhixian.web.kit.duties import Ask, Duty
from zhixian.web.kit.plan import host_unit, lead_office, unit_name


def seat_duties(user: Any, ask: Ask) -> list[Duty]:
    """What a person has to do about seats, and whom they wait for."""
    if ask.whose == "mine":
        return []
    if ask.when == "undated":
        return _claims(user, ask)
    if ask.when == "waiting" and not ask.unit:
        return [*_own_claims(user), *_invitations(user, ask)]
    return []


def _claims(user: Any, ask: Ask) -> list[Duty]:
    decides = decides_claims(user) and ask.unit in {"", host_unit(), lead_office()}
    if not decides and (ask.unit or not user.organisations):
        return []
    rows = claims_waiting(user).select_related(None).select_related("user", "organisation")
    return [_claim(seat) for seat in rows[: ask.most]]


def _claim(seat: Seat) -> Duty:
    return Duty(
        sort="单位认领",
        number=str(seat.organisation),
        names=True,
        link=reverse("claim_decide", args=[seat.pk]),
        step="核对后确认或退回",
        party=f"{seat.user}，{NAMES.get(seat.role, seat.role)}",
        since=localtime(seat.given_at).date(),
    )


def _own_claims(user: Any) -> list[Duty]:
    return [
        Duty(
            sort="单位认领",
            number=str(seat.organisation),
            link=reverse("account"),
            step="待确认",
            since=localtime(seat.given_at).date(),
            waits_for=unit_name(lead_office()),
        )
        for seat in user.held
        if seat.organisation_id and not seat.counts
    ]


def _invitations(user: Any, ask: Ask) -> list[Duty]:
    if not user.is_office:
        return []
    rows = Invitation.objects.filter(invited_by=user, accepted_at=None, withdrawn_at=None, expires_at__gt=now())
    return [
        Duty(
            sort="人员邀请",
            number=row.seat_name,
            link=reverse("people"),
            step="待接受",
            since=localtime(row.invited_at).date(),
            due=localtime(row.expires_at).date(),
            waits_for=row.email,
        )
        for row in rows.order_by("invited_at", "pk")[: ask.most]
    ]
