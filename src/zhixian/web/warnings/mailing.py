"""The mail of the morning: what waits for one person and what their saved searches brought, in one mail, never an empty one."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from zhixian.core.warnings.reading import warning_rules
from zhixian.web.kit.mail import send_now
from zhixian.web.kit.plan import the_plan
from zhixian.web.navigation.models import SearchNews
from zhixian.web.navigation.queries import news_since
from zhixian.web.warnings.models import Digest, Listener
from zhixian.web.warnings.queries import count_open, last_look, open_for, unable_in

MOST_LINES = 30
MONDAY = 0


def cadences_on(day: date) -> list[str]:
    """Who gets a mail on a day."""
    return ["daily", "weekly"] if day.weekday() == MONDAY else ["daily"]


def mail_digest(person: Any, day: date) -> bool | None:
    """Mail what waits for a person, once a day: True when it went, False when no server took it, None when there was nothing to do.

    The row is written before the mail and marked after it. A worker that dies in between sends it again under the same
    Message-ID, which a mailbox takes for one mail; a mail that was marked is never sent again. News that come while it is written
    are for the next one.
    """
    if Digest.objects.filter(user=person, day=day).exclude(sent_at=None).exists():
        return None
    began = timezone.now()
    rows = list(open_for(person, as_of=day)[:MOST_LINES])
    news = news_since(person, _last_mail(person, day))
    brought = list(news[:MOST_LINES])
    number = news.count() if len(brought) == MOST_LINES else len(brought)
    if not (rows or brought) or person.lacks_second_factor():
        return None
    row, _ = Digest.objects.get_or_create(user=person, day=day)
    parts = [f"{_number(person)} 条预警要处理"] * bool(rows) + [f"{number} 条检索和关注的消息"] * bool(brought)
    subject = f"{the_plan().place}知识产权强县：{'，'.join(parts)}"
    text = text_of(rows, person, day, brought, more=number - len(brought))
    if not send_now(person.email, subject, text, mark=f"warnings-{row.pk}-{day:%Y%m%d}"):
        return False
    Digest.objects.filter(pk=row.pk).update(sent_at=began)
    return True


def _last_mail(person: Any, day: date) -> datetime:
    """When the last mail went, on the site's day; a week before `day` for who has had none."""
    sent = Digest.objects.filter(user=person).exclude(sent_at=None).order_by("-day").first()
    if sent is None or sent.sent_at is None:
        return timezone.make_aware(datetime.combine(day - timedelta(days=7), time.min))
    moment = timezone.localtime(sent.sent_at)
    return datetime.combine(sent.day, moment.time(), moment.tzinfo)


def _number(person: Any) -> str:
    number = count_open(person)
    return "100 以上" if number >= 100 else str(number)


def text_of(
    rows: Sequence[Listener], person: Any, day: date, brought: Sequence[SearchNews] = (), *, more: int = 0
) -> str:
    """The mail as plain text: by rule, each reason in its sentence, what saved searches brought and how much `more` than stands
    here, and where to look."""
    by_rule: dict[str, list[Listener]] = defaultdict(list)
    for row in rows:
        by_rule[row.raised.rule].append(row)
    lines = [f"{person}，您好：", ""] + [*_as_of(day), ""] * bool(rows)
    for rule, found in by_rule.items():
        lines += [f"【{warning_rules()[rule].name}】"]
        lines += [f"{'（已过期）' if row.raised.is_late(day) else ''}{row.raised.words}" for row in found]
        lines.append("")
    if brought:
        lines += ["【检索和关注的消息】"]
        lines += [f"{one.search.kind_name}“{one.search}”（数据截至 {one.day}）：{one.said}。" for one in brought]
        lines += [f"另有 {more} 条没有列在这封信里，在下面的页面上看。"] * bool(more)
        lines += [f"逐件的变化：{_address('saved_searches', '保存的检索和关注')}", ""]
    lines += [f"全部预警、静默和处理：{_address('warnings')}", f"多久发一次、不再发：{_address('warning_settings')}"]
    return "\n".join(lines)


def _as_of(day: date) -> list[str]:
    """Of which day the warnings of a mail are, and which rules could not look."""
    look = last_look()
    late = look is not None and look.day != day
    first = f"最近一次核对是 {look.day}，那时这些事要处理：" if look and late else f"截至 {day}，这些事要处理："
    unable = [
        f"（{one.why}，没有核对：{'、'.join(one.names)}；{f'停在 {one.last}' if one.last else '还没有核对过'}。）"
        for one in unable_in(look)
    ]
    return [first, *unable]


def _address(name: str, page: str = "预警") -> str:
    """A whole address where the site knows its own name, else where to find it."""
    host = next((host for host in settings.ALLOWED_HOSTS if host not in {"*", "localhost", "127.0.0.1", "[::1]"}), None)
    if host is None:
        return f"登录网站，打开“{page}”"
    return f"{'https' if settings.SECURE else 'http'}://{host.lstrip('.')}{reverse(name)}"
