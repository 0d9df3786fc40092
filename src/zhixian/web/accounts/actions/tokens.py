"""Tokens of the API: made and shown once, used, revoked."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from zhixian.web.accounts.actions import UnableTo
from zhixian.web.accounts.models import ApiToken, Seat, User
from zhixian.web.accounts.queries import tokens_visible_to
from zhixian.web.accounts.scopes import SCOPES, scopes_for
from zhixian.web.kit import record
from zhixian.web.kit.notices import tell

PREFIX = "zx_"
"""By which a token is known where it should not lie: in code, in logs."""
LONGEST = timedelta(days=365)
MOST_TOKENS = 20
"""Live tokens of one person."""
SELDOM = timedelta(minutes=1)
"""How often a use is written down beside the token."""


@transaction.atomic
def make_token(seat: Seat, *, name: str, scopes: Sequence[str], days: int, by: User) -> tuple[ApiToken, str]:
    """A new token for one of the person's own places, and its text, which is kept nowhere. Refused without a second factor
    where one is needed, with a scope that the seats there cannot give, or with too many tokens."""
    here = [
        own for own in by.held if own.counts and (own.unit, own.organisation_id) == (seat.unit, seat.organisation_id)
    ]
    if not here:
        raise UnableTo("您在这个单位没有席位。")
    if by.lacks_second_factor():
        raise UnableTo("请先设立第二重验证。")
    given = scopes_for(*(own.role for own in here))
    if beyond := [SCOPES[scope].name if scope in SCOPES else scope for scope in scopes if scope not in given]:
        raise UnableTo(f"您在{seat.place}的身份给不出这些权限：{'、'.join(beyond)}。")
    if not scopes or not 0 < days <= LONGEST.days:
        raise UnableTo("请至少选一项权限；有效期最长一年。")
    at = timezone.now()
    if tokens_visible_to(by).filter(revoked_at=None, expires_at__gt=at).count() >= MOST_TOKENS:
        raise UnableTo(f"您已有 {MOST_TOKENS} 个有效的令牌，请先作废不用的。")
    text = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        user=by,
        unit=seat.unit,
        organisation=seat.organisation,
        name=name,
        scopes=[scope for scope in SCOPES if scope in scopes],
        secret_hash=hashed(text),
        ending=text[-4:],
        made_at=at,
        expires_at=at + timedelta(days=days),
    )
    record.write("token_made", token, by=by, scopes=token.scopes, unit=token.unit, days=days)
    tell(
        [by], f"已建立接口令牌：{token.name}", body="如果不是您本人所为，请立即作废并修改密码。", link=reverse("tokens")
    )
    return token, text


@transaction.atomic
def revoke_token(token: ApiToken, *, by: User) -> None:
    """The token opens nothing from now on."""
    if token.revoked_at is None:
        token.revoked_at = timezone.now()
        token.save(update_fields=["revoked_at"])
        record.write("token_revoked", token, by=by)


@transaction.atomic
def note_use(token: ApiToken, *, method: str, path: str) -> None:
    """Keep when it was last used. The first use of a day and every request that may change something go on the record."""
    at = timezone.now()
    first = token.last_used_at is None or timezone.localdate(token.last_used_at) != timezone.localdate(at)
    if method not in {"GET", "HEAD"} or first:
        record.write("token_used", token, by=token.user, method=method, path=path[:200])
    if token.last_used_at is None or at - token.last_used_at > SELDOM:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=at)


def hashed(text: str) -> str:
    """What the database keeps of a token."""
    return hashlib.sha256(text.encode()).hexdigest()
