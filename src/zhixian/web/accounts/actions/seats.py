"""Invitations to a seat in a unit, and the closing and moving of seats."""

import secrets
from collections.abc import Callable
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.db import transaction
from django.urls import reverse

from zhixian.web.accounts.actions import UnableTo
from zhixian.web.accounts.actions.tokens import hashed
from zhixian.web.accounts.models import Invitation, Seat, User
from zhixian.web.accounts.queries import is_vain, may_give
from zhixian.web.accounts.roles import ADMIN, NAMES
from zhixian.web.kit import record
from zhixian.web.kit.clock import now
from zhixian.web.kit.mail import send_after
from zhixian.web.kit.notices import tell
from zhixian.web.kit.plan import the_plan, unit_name

OPEN_FOR = timedelta(days=7)


@transaction.atomic
def invite(email: str, role: str, unit: str, *, by: User | None, link: Callable[[str], str]) -> Invitation:
    """Mail somebody a link to a seat; `link` makes the address from the token. An earlier open invitation gives way. `by` None is
    whoever runs the machine, who hands the link over and mails nothing."""
    email = email.strip().lower()
    if by is not None:
        _refuse_unless_given(by, role, unit)
    if is_vain(role, unit):
        raise UnableTo(f"{unit_name(unit)}是公司，不设“{NAMES[role]}”席位：这个席位看得到各单位的事。")
    if by is not None and email == by.email:
        raise UnableTo("不能邀请自己；请由别的负责人或系统管理员邀请您。")
    if Seat.objects.filter(user__email=email, role=role, unit=unit, closed_at=None).exists():
        raise UnableTo(f"{email} 已经是{unit_name(unit)}的{NAMES[role]}。")
    Invitation.objects.filter(email=email, role=role, unit=unit, accepted_at=None, withdrawn_at=None).update(
        withdrawn_at=now()
    )
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        email=email, role=role, unit=unit, token_hash=hashed(token), invited_by=by, expires_at=now() + OPEN_FOR
    )
    record.write("invited", invitation, by=by, role=role, unit=unit)
    address = link(token)
    if by is not None:
        _mail(invitation, address, by=by)
    return invitation


def _mail(invitation: Invitation, address: str, *, by: User) -> None:
    place = f"{the_plan().place}知识产权强县"
    send_after(
        invitation.email,
        f"【{place}】邀请您担任{invitation.seat_name}",
        f"您好：\n\n{by}邀请您担任 {invitation.seat_name}。打开下面的链接接受，七天内有效，只能用一次：\n\n"
        f"{address}\n\n不认识邀请您的人，请不要打开，把这封信告诉领导小组办公室。\n\n{the_plan().issuer} · 知识产权强县\n",
        by=by,
    )


@transaction.atomic
def withdraw_invitation(invitation: Invitation, *, by: User) -> None:
    """Make an open invitation useless."""
    invitation = _open_invitation(invitation)
    _refuse_unless_given(by, invitation.role, invitation.unit)
    invitation.withdrawn_at = now()
    invitation.save(update_fields=["withdrawn_at"])
    record.write("invitation_withdrawn", invitation, by=by)


@transaction.atomic
def accept_invitation(invitation: Invitation, *, by: User) -> Seat:
    """Take the seat. Refused when the invitation was used, withdrawn or is over, was for somebody else, or its giver may no longer give it."""
    invitation = _open_invitation(invitation)
    if by.email != invitation.email:
        raise UnableTo(f"这份邀请发给 {invitation.email}，您登录的是 {by.email}。请退出后用收到邀请的邮箱登录。")
    giver = invitation.invited_by
    if giver is not None and not may_give(giver, invitation.role, invitation.unit):
        raise UnableTo("邀请您的人已经不能给出这个席位，请联系本单位负责人重新邀请。")
    seat, new = Seat.objects.get_or_create(
        user=by,
        role=invitation.role,
        unit=invitation.unit,
        closed_at=None,
        defaults={"given_by": giver},
    )
    invitation.accepted_at, invitation.accepted_by = now(), by
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    if new:
        record.write("seat_given", seat, by=by, role=seat.role, unit=seat.unit, given_by=invitation.invited_by_id)
    tell([giver] if giver else [], f"{by} 接受了邀请，担任{seat}", link=reverse("people"))
    return seat


@transaction.atomic
def accept_as_new(invitation: Invitation, *, name: str, password: str) -> User:
    """Make an account for the invited address, which the mailed link has proved, and take the seat."""
    invitation = _open_invitation(invitation)
    if User.objects.filter(email=invitation.email).exists():
        raise UnableTo(f"{invitation.email} 已经有账号，请先登录再接受。")
    person = User.objects.create_user(invitation.email, password, name=name)
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    record.write("account_opened", person, by=person)
    accept_invitation(invitation, by=person)
    return person


@transaction.atomic
def close_seat(seat: Seat, *, by: User, why: str) -> None:
    """End a seat; its history stays. Nobody closes the own seat, and the last administrator stays."""
    seat = _open_seat(seat)
    _refuse_unless_given(by, seat.role, seat.unit)
    _refuse_own(seat, by)
    if seat.role == ADMIN and not _other_admins(seat):
        raise UnableTo("这是最后一个系统管理员，先邀请别人接任。")
    _close(seat, by=by, why=why)
    record.write("seat_closed", seat, by=by, why=why)
    tell([seat.user], f"您不再担任{seat}", body=why)


@transaction.atomic
def move_seat(seat: Seat, unit: str, *, by: User, why: str) -> Seat:
    """The same role in another unit: the old seat is closed, a new one opened, so that the history shows both."""
    seat = _open_seat(seat)
    _refuse_unless_given(by, seat.role, seat.unit)
    _refuse_unless_given(by, seat.role, unit)
    _refuse_own(seat, by)
    if unit == seat.unit:
        raise UnableTo(f"{seat.user} 已经在{unit_name(unit)}。")
    _close(seat, by=by, why=why)
    new = Seat.objects.create(user=seat.user, role=seat.role, unit=unit, given_by=by)
    record.write("seat_moved", new, by=by, from_seat=seat.pk, why=why)
    tell([seat.user], f"您由{unit_name(seat.unit)}调到{new}", body=why)
    return new


def _close(seat: Seat, *, by: User, why: str) -> None:
    seat.closed_at, seat.closed_by, seat.closed_why = now(), by, why
    seat.save(update_fields=["closed_at", "closed_by", "closed_why"])


def _other_admins(seat: Seat) -> bool:
    others = Seat.objects.select_for_update().filter(role=ADMIN, closed_at=None, user__is_active=True)
    return bool(list(others.exclude(pk=seat.pk)))


def _refuse_own(seat: Seat, by: User) -> None:
    if seat.user_id == by.pk:
        raise UnableTo("不能改动自己的席位，请由别的负责人或系统管理员办理。")


def _refuse_unless_given(by: User, role: str, unit: str) -> None:
    if not may_give(by, role, unit):
        raise UnableTo(f"您不能办理{unit_name(unit)}的“{NAMES.get(role, role)}”席位。")


def _open_seat(seat: Seat) -> Seat:
    seat = Seat.objects.select_for_update(of=("self",)).select_related("user").get(pk=seat.pk)
    if seat.closed_at:
        raise UnableTo("这个席位已经关闭了。")
    return seat


def _open_invitation(invitation: Invitation) -> Invitation:
    invitation = Invitation.objects.select_for_update(of=("self",)).select_related("invited_by").get(pk=invitation.pk)
    if over := why_over(invitation):
        raise UnableTo(over)
    return invitation


def why_over(invitation: Invitation) -> str:
    """Why nobody can take an invitation any more; empty while it is open."""
    if invitation.accepted_at:
        return "这份邀请已经用过了。"
    if invitation.withdrawn_at:
        return "这份邀请已经撤回。请联系邀请您的人。"
    return "这份邀请已经过期。请联系邀请您的人再发一次。" if invitation.expires_at <= now() else ""
