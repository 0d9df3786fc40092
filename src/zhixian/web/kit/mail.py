"""Mail to one person about what somebody did: it leaves when the act is settled, and its failure undoes nothing."""

import logging
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, send_mail
from django.db import transaction

from zhixian.web.kit.notices import tell

logger = logging.getLogger("zhixian.mail")


def send_after(address: str, subject: str, text: str, *, by: Any) -> None:
    """Mail `text` once the caller's transaction is settled. When no server takes it, `by` finds a notice that says so."""
    transaction.on_commit(lambda: _send(address, subject, text, by))


def send_now(address: str, subject: str, text: str, *, mark: str) -> bool:
    """Mail `text` at once; whether a server took it. `mark` goes into the Message-ID, so that the same mail sent twice because a
    worker died is one mail for whoever receives it."""
    host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">") or "localhost"
    message = EmailMessage(
        subject, text, settings.DEFAULT_FROM_EMAIL, [address], headers={"Message-ID": f"<{mark}@{host}>"}
    )
    try:
        return bool(message.send())
    except (OSError, SMTPException):
        logger.exception("mail not sent")
        return False


def _send(address: str, subject: str, text: str, by: Any) -> None:
    try:
        send_mail(subject, text, settings.DEFAULT_FROM_EMAIL, [address])
    except (OSError, SMTPException):
        logger.exception("mail not sent")
        tell(
            [by],
            f"给 {address} 的邮件没有发出去"[:120],
            body=f"“{subject}”没有送到。请当面告诉对方，或者稍后再办一次；邮件服务器请系统管理员检查。",
        )
