"""What was published lately, for the home page: 公示, payments, figures, penalties."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone

from zhixian.core.kernel.money import yuan
from zhixian.web.incentives.queries import payments_with_days
from zhixian.web.indicators.queries import editions
from zhixian.web.kit.clock import today
from zhixian.web.kit.plan import unit_name
from zhixian.web.matters.queries import published_dossiers
from zhixian.web.protection.queries.penalties import shown_penalties


@dataclass(frozen=True, slots=True)
class News:
    """Something published lately: 公示, penalties, payments, figures."""

    day: date
    title: str
    link: str
    sort: str


NewsSource = Callable[[int], Sequence[News]]
"""Asked for so many of the latest."""


def grants_shown(count: int) -> list[News]:
    """What is in 公示 now."""
    rows = published_dossiers(as_of=today()).order_by("-published_on", "-id")[:count]
    return [News(row.published_on, f"{row.its_matter.name}：{row.organisation}", reverse("publicity_of", args=[row.pk]), "公示") for row in rows if row.published_on]  # fmt: skip


def money_paid(count: int) -> list[News]:
    """Payments, as the list of payments shows them."""
    rows = payments_with_days().order_by("-paid_at", "-id")[:count]
    return [
        News(timezone.localdate(row.paid_at), f"{row.pot.name} {yuan(row.amount_fen)} 元", reverse("payments"), "拨付")
        for row in rows
    ]


def figures_published(count: int) -> list[News]:
    """Editions of the figures."""
    rows = editions()[:count]
    return [
        News(timezone.localdate(row.published_at), f"指标数据，截至 {row.as_of}", reverse("indicators"), "数据")
        for row in rows
    ]


def penalties_shown(count: int) -> list[News]:
    """The latest decisions that are shown, by unit and what was done wrong; the party stands on their own pages."""
    rows = shown_penalties(as_of=today()).only("unit", "violation", "shown_on")[:count]
    return [
        News(
            row.shown_on,
            f"{unit_name(row.unit)}：{row.violation}",
            reverse("public_penalty", args=[row.pk]),
            "行政处罚",
        )
        for row in rows
    ]


NEWS_SOURCES: list[NewsSource] = [grants_shown, money_paid, figures_published, penalties_shown]


def latest_news(count: int) -> list[News]:
    """The latest publications of all rooms, newest first."""
    return sorted(_all_news(count), key=lambda news: news.day, reverse=True)[:count]


def _all_news(count: int) -> Iterator[News]:
    for source in NEWS_SOURCES:
        yield from source(count)
