"""Tokens at the API's door, and what a token tells of itself."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema
from ninja.security import HttpBearer

from zhixian.web.accounts.actions.tokens import PREFIX, hashed, note_use
from zhixian.web.accounts.models import ApiToken
from zhixian.web.accounts.scopes import SCOPES
from zhixian.web.kit.api.problems import Denied
from zhixian.web.kit.limits import Limit, address, take

EACH_TOKEN = Limit(120, 60)
WRONG_TOKENS = Limit(20, 600)
"""Per address: nobody tries tokens out."""


class Token(HttpBearer):
    """Lets in whoever shows a live token that has the scope; the request then runs as its holder in its unit."""

    def __init__(self, scope: str | None) -> None:
        super().__init__()
        self.scope = scope

    def __call__(self, request: HttpRequest) -> ApiToken:
        """The token, or Denied with what is wrong with it."""
        scheme, _, text = request.headers.get("Authorization", "").partition(" ")
        if not text:
            raise _unknown("请求没有带令牌。")
        return self.authenticate(request, text.strip() if scheme.lower() == "bearer" else "")

    def authenticate(self, request: HttpRequest, token: str) -> ApiToken:
        """Known, live, its seat open, its person in possession of a second factor, and with the scope."""
        found = ApiToken.objects.filter(secret_hash=hashed(token)).select_related("user", "organisation").first()
        state = found.state(timezone.now()) if found and token.startswith(PREFIX) else "unknown"
        if found is None or state != "live":
            take("api:wrong", address(request), WRONG_TOKENS)
            raise _unknown({"revoked": "令牌已经作废。", "expired": "令牌已经到期。"}.get(state, "没有这个令牌。"))
        take("api:token", str(found.pk), EACH_TOKEN)
        person = found.holder()
        if not person.is_active or not person.roles:
            raise _unknown("令牌所属的席位已经结束。")
        if person.lacks_second_factor():
            raise Denied(403, "持有人还没有设立第二重验证。")
        if self.scope and self.scope not in found.scopes:
            raise Denied(403, f"令牌没有“{SCOPES[self.scope].name}”（{self.scope}）权限。")
        note_use(found, method=str(request.method), path=request.path)
        request.user = person
        return found


def _unknown(why: str) -> Denied:
    return Denied(401, why, headers={"WWW-Authenticate": 'Bearer realm="zhixian"'})


def needs(scope: str) -> Token:
    """The guard of operations that need a token with this scope."""
    assert scope in SCOPES, scope
    return Token(scope)


router = Router(tags=["令牌"])


class TokenTold(Schema):
    """What a token may do, for whom and until when."""

    name: str
    person: str
    unit: str
    organisation: str
    roles: list[str]
    scopes: list[str]
    expires_at: datetime


@router.get("", auth=Token(None), response=TokenTold, summary="这个令牌")
def own_token(request: Any) -> dict[str, Any]:
    """令牌的用途、单位、权限和有效期；用来检查令牌是否可用。"""
    token: ApiToken = request.auth
    return {
        "name": token.name,
        "person": str(request.user),
        "unit": token.unit,
        "organisation": token.organisation.credit_code if token.organisation else "",
        "roles": sorted(request.user.roles),
        "scopes": token.scopes,
        "expires_at": token.expires_at,
    }
