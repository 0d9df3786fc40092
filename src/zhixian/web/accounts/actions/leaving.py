"""Closing an account for good, by its owner or because it has not been used for long: what tells who it was goes."""

from datetime import date
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from zhixian.web.accounts.actions import UnableTo
from zhixian.web.accounts.models import ApiToken, Invitation, Seat, User
from zhixian.web.kit import record
from zhixian.web.kit.clock import now, today
from zhixian.web.kit.models import Entry, Notice

GONE = "已注销的账号"


@transaction.atomic
def close_account(person: User) -> None:
    """The owner's own wish. Raises UnableTo for who sits in a unit: their seat is closed first, by whoever gave it."""
    fresh = User.objects.select_for_update().get(pk=person.pk)
    if fresh.is_office:
        raise UnableTo("您还有单位的席位，账号不能自己注销。请本单位负责人先关闭席位。")
    record.write("account_closed", fresh, by=fresh)
    forget(fresh)


def forget(person: User) -> None:
    """Name, mail, telephone, ways of signing in, notices, tokens and seats go; the row stays, because others point to it."""
    Seat.objects.filter(user=person, closed_at=None).update(closed_at=now(), closed_why="账号注销")
    for session in UserSession.objects.filter(user=person):
        session.end()
    for model in (Authenticator, EmailAddress, SocialAccount, Notice, ApiToken):
        model.objects.filter(user=person).delete()
    address = f"left-{person.pk}@account.invalid"
    Invitation.objects.filter(Q(accepted_by=person) | Q(email__iexact=person.email)).update(email=address)
    person.email, person.name, person.phone = address, GONE, ""
    person.is_active, person.left_on, person.last_login = False, today(), None
    person.set_unusable_password()
    person.save()


def unused_before(day: date) -> QuerySet[User]:
    """People without an open seat who last signed in, or else joined, before a day."""
    seated = Exists(Seat.objects.filter(user=OuterRef("pk"), closed_at=None))
    last = Q(last_login__date__lt=day) | Q(last_login=None, joined__date__lt=day)
    return User.objects.filter(~Q(seated), last, left_on=None)


def account_of(person: User) -> list[dict[str, Any]]:
    """The account itself, to take out."""
    addresses = EmailAddress.objects.filter(user=person).order_by("pk").values_list("email", flat=True)
    own = Authenticator.objects.filter(user=person).order_by("pk")
    return [
        {
            "姓名": person.name,
            "登录邮箱": person.email,
            "手机": person.phone,
            "其他邮箱": [address for address in addresses if address != person.email],
            "注册": person.joined.isoformat(),
            "最后一次登录": person.last_login.isoformat() if person.last_login else None,
            "第二重验证": [str(factor.get_type_display()) for factor in own],
        }
    ]


def seats_of(person: User) -> list[dict[str, Any]]:
    """Every seat there was, to take out."""
    return [
        {
            "席位": str(seat),
            "开始": seat.given_at.isoformat(),
            "结束": seat.closed_at.isoformat() if seat.closed_at else None,
            "结束原因": seat.closed_why,
        }
        for seat in person.seats.select_related("organisation").order_by("pk")
    ]


def devices_of(person: User) -> list[dict[str, Any]]:
    """Devices that are signed in, to take out."""
    rows = UserSession.objects.filter(user=person).order_by("pk")
    return [{"设备": row.user_agent, "网络地址": row.ip, "登录": row.created_at.isoformat()} for row in rows]


def tokens_of(person: User) -> list[dict[str, Any]]:
    """Tokens of the API, to take out; never the token."""
    at = timezone.now()
    rows = ApiToken.objects.filter(user=person).select_related("organisation").order_by("pk")
    return [{"令牌": str(row), "限于": row.place, "权限": row.scope_names, "状态": row.state(at)} for row in rows]


def notices_to(person: User) -> list[dict[str, Any]]:
    """Notices, to take out."""
    rows = Notice.objects.filter(user=person).order_by("pk")
    return [{"时间": row.at.isoformat(), "标题": row.title, "内容": row.body} for row in rows]


def lines_about(person: User) -> list[dict[str, Any]]:
    """Lines of the record about what the person did, to take out."""
    rows = Entry.objects.filter(actor=f"user:{person.pk}").order_by("number")
    return [
        {"行": row.number, "时间": row.at.isoformat(), "做了什么": row.action, "对象": row.subject}
        for row in rows.iterator(chunk_size=2000)
    ]
