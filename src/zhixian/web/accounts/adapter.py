"""How allauth speaks and mails here."""

import time
from typing import Any, ClassVar

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter

# No public way leads to what a session was signed in with.
from allauth.account.internal.flows.login import get_authentication_records
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest
from django.urls import reverse

from zhixian.web.kit.plan import the_plan


def landing_of(user: Any) -> str:
    """Where somebody comes who signed in without being on the way anywhere."""
    return reverse("desk" if user.roles else "home")


class Accounts(DefaultAccountAdapter):
    """Plain words for what goes wrong, the place's name on every mail."""

    error_messages: ClassVar[dict[str, str]] = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "邮箱或密码不对。",
        "too_many_login_attempts": "登录失败的次数太多了，请五分钟后再试。忘了密码可以重置。",
        "incorrect_password": "密码不对。",
        "invalid_or_expired_key": "链接已经过期或用过。",
        "rate_limited": "提交得太频繁了，请一分钟后再试。",
        "account_inactive": "这个账号已经停用，请联系本单位负责人或领导小组办公室。",
    }

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Whoever has a seat comes to their desk; others to the home page."""
        return landing_of(request.user)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """The ways to prove once more who one is, in our words."""
        words = {
            "reauthenticate": "用密码",
            "mfa_reauthenticate": "用验证码或恢复码",
            "mfa_reauthenticate:webauthn": "用通行密钥",
        }
        return [
            {**method, "description": words.get(method["id"], method["description"])}
            for method in super().get_reauthentication_methods(user)
        ]

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """A sign-in with the second factor proves who one is for as long as proving it once more does."""
        signed_in = (
            one["at"] for one in get_authentication_records(self.request, self.request.user) if one["method"] == "mfa"
        )
        if time.time() - max(signed_in, default=0) < app_settings.REAUTHENTICATION_TIMEOUT:
            return False
        return bool(super().is_reauthentication_required(app=app, **kwargs))

    def format_email_subject(self, subject: str) -> str:
        """【某县知识产权强县】…"""
        return f"【{the_plan().place}知识产权强县】{subject}"


class PlaceSignIn(DefaultSocialAccountAdapter):
    """The place's own sign-in (OpenID Connect)."""

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: dict[str, Any]) -> Any:
        """Take over the name too."""
        user = super().populate_user(request, sociallogin, data)
        user.name = (data.get("name") or "")[:40]
        return user
