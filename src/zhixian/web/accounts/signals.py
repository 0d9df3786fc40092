"""Signing in and changes to how somebody signs in go into the record, wrong tries to the watch; Django and allauth tell of them by signals."""

from typing import Any

from allauth.account.signals import email_changed, password_changed, password_reset, user_logged_in
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import (
    authentication_failed,
    authenticator_added,
    authenticator_removed,
    authenticator_reset,
)
from allauth.usersessions.models import UserSession
from django.contrib.auth.signals import user_logged_in as user_logged_in_anyhow
from django.contrib.auth.signals import user_login_failed
from django.db.models.signals import pre_save
from django.dispatch import Signal
from django.http import HttpRequest

from zhixian.web.accounts import idle
from zhixian.web.accounts.models import User
from zhixian.web.accounts.second_factor import lengthen
from zhixian.web.kit import record
from zhixian.web.kit.watch import refused

_ACTIONS: tuple[tuple[Signal, str], ...] = (
    (user_logged_in, "signed_in"),
    (password_changed, "password_changed"),
    (password_reset, "password_reset"),
    (email_changed, "email_changed"),
    (authenticator_added, "second_factor_added"),
    (authenticator_removed, "second_factor_removed"),
    (authenticator_reset, "second_factor_reset"),
)


def connect() -> None:
    """Called when Django has loaded the room."""
    for signal, action in _ACTIONS:
        signal.connect(_writer(action), weak=False, dispatch_uid=f"record:{action}")
    user_logged_in_anyhow.connect(idle.begin, dispatch_uid="sessions:begin")
    user_login_failed.connect(_wrong_password, dispatch_uid="watch:password")
    authentication_failed.connect(_wrong_code, dispatch_uid="watch:code")
    pre_save.connect(lengthen, sender=Authenticator, dispatch_uid="factors:long_codes")
    authenticator_removed.connect(_end_other_sessions, dispatch_uid="sessions:factor_removed")


def _writer(action: str) -> Any:
    def write(sender: object, *, user: Any, **_: object) -> None:
        record.write(action, user, by=user)

    return write


def _wrong_password(
    sender: object, *, credentials: dict[str, Any], request: HttpRequest | None = None, **_: object
) -> None:
    person = User.objects.filter(
        email=str(credentials.get("email") or credentials.get("username") or "").lower()
    ).first()
    refused("password", request, person=person)


def _wrong_code(sender: object, *, request: HttpRequest, user: Any, **_: object) -> None:
    refused("code", request, person=user)


def _end_other_sessions(
    sender: object, *, request: HttpRequest, user: Any, authenticator: Authenticator, **_: object
) -> None:
    """A factor is taken off because its device is gone: whoever holds the device is signed out (OWASP ASVS 2.8.6)."""
    for session in UserSession.objects.filter(user=user).exclude(session_key=request.session.session_key or ""):
        session.end()
