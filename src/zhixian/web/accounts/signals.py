"""Signing in and changes to how somebody signs in go into the record; allauth tells of them by signals."""

from typing import Any

from allauth.account.signals import email_changed, password_changed, password_reset, user_logged_in
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.dispatch import Signal

from zhixian.web.kit import record

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


def _writer(action: str) -> Any:
    def write(sender: object, *, user: Any, **_: object) -> None:
        record.write(action, user, by=user)

    return write
