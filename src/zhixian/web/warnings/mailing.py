"""The mail of the morning: what waits for one person, in one mail, never an empty one."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from zhixian.core.warnings.reading import warning_rules
from zhixian.web.kit.mail import send_now
from zhixian.web.kit.plan import the_plan
from zhixian.web.warnings.models import Digest, Listener
from zhixian.web.warnings.queries import count_open, open_for

MOST_LINES = 30
MONDAY = 0


def cadences_on(day: date) -> list[str]:
    """Who gets a mail on a day."""
    return ["daily", "weekly"] if day.weekday() == MONDAY else ["daily"]


def mail_digest(person: Any, day: date) -> bool | None:
    """Mail what waits for a person, once a day: True when it went, False when no server took it, None when there was nothing to do.

    The row is written before the mail and marked after it. A worker that dies in between sends it again under the same
    Message-ID, which a mailbox takes for one mail; a mail that was marked is never sent again.
    """
    if Digest.objects.filter(user=person, day=day).exclude(sent_at=None).exists():
        return None
    rows = list(open_for(person, as_of=day)[:MOST_LINES])
    if not rows or person.lacks_second_factor():
        return None
    row, _ = Digest.objects.get_or_create(user=person, day=day)
    subject = f"{the_plan().place}知识产权强县：{_number(person)} 条预警要处理"
    if not send_now(person.email, subject, text_of(rows, person, day), mark=f"warnings-{row.pk}-{day:%Y%m%d}"):
        return False
    Digest.objects.filter(pk=row.pk).update(sent_at=timezone.now())
    return True


def _number(person: Any) -> str:
    number = count_open(person)
    return "100 以上" if number >= 100 else str(number)


def text_of(rows: Iterable[Listener], person: Any, day: date) -> str:
    """The mail as plain text: by rule, each reason in its sentence, and where to look."""
    by_rule: dict[str, list[Listener]] = defaultdict(list)
    for row in rows:
        by_rule[row.raised.rule].append(row)
    lines = [f"{person}，您好：", "", f"截至 {day}，这些事要处理：", ""]
    for rule, found in by_rule.items():
        lines += [f"【{warning_rules()[rule].name}】"]
        lines += [f"{'（已过期）' if row.raised.is_late(day) else ''}{row.raised.words}" for row in found]
        lines.append("")
    lines += [f"全部预警、静默和处理：{_address('warnings')}", f"多久发一次、不再发：{_address('warning_settings')}"]
    return "\n".join(lines)


def _address(name: str) -> str:
    """A whole address where the site knows its own name, else where to find it."""
    host = next((host for host in settings.ALLOWED_HOSTS if host not in {"*", "localhost", "127.0.0.1", "[::1]"}), None)
    if host is None:
        return "登录网站，打开“预警”"
    return f"{'https' if settings.SECURE else 'http'}://{host.lstrip('.')}{reverse(name)}"
