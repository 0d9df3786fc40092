"""What the public sees of a clause: its light and the reasons, by the rule of supervision; and what was published lately."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone

from zhixian.core.kernel.money import yuan
from zhixian.core.supervision.lights import AMBER, GREEN, GREY, RED, Light
from zhixian.core.supervision.rule import rules
from zhixian.web.incentives.models import Transfer
from zhixian.web.indicators.models import Edition
from zhixian.web.kit.clock import today
from zhixian.web.matters.queries import published_dossiers
from zhixian.web.supervision.evidence import link_of

TONES = {GREY: "plain", GREEN: "good", AMBER: "warn", RED: "bad"}


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that shows how a clause is doing, fit for everybody's eyes. `tone` plain says nothing about progress."""

    kind_name: str
    text: str
    tone: str = "plain"
    link: str = ""

    @property
    def late(self) -> str:
        """What is behind, in words; empty when nothing is."""
        return self.text if self.tone == "bad" else ""


@dataclass(frozen=True, slots=True)
class State:
    """How a clause is doing, in words and by its light."""

    words: str
    tone: str


def evidence_of(light: Light, clause: str) -> list[Evidence]:
    """The reasons of a clause's light, the worst first."""
    kinds = rules().kinds
    return [
        Evidence(
            kinds[reason.kind].name if reason.kind in kinds else "期限",
            reason.words,
            TONES[reason.colour],
            link_of(reason, clause),
        )
        for reason in light.reasons
    ]


def state_of(light: Light, *, carried: bool, no_action: str | None = None) -> State:
    """The light in words; without any, whether anything shows or carries the clause at all."""
    if light.colour != GREY:
        return State(light.words, TONES[light.colour])
    if light.reasons:
        return State("执行中", "plain")
    if no_action:
        return State("线下落实", "plain")
    return State("已承接" if carried else "还没有可数的", "plain")


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
    rows = Transfer.objects.filter(kind="pay").select_related("pot").order_by("-id")[:count]
    return [
        News(timezone.localdate(row.at), f"{row.pot.name} {yuan(row.amount_fen)} 元", reverse("payments"), "拨付")
        for row in rows
    ]


def figures_published(count: int) -> list[News]:
    """Editions of the figures."""
    rows = Edition.objects.order_by("-published_at", "-pk")[:count]
    return [
        News(timezone.localdate(row.published_at), f"指标数据，截至 {row.as_of}", reverse("indicators"), "数据")
        for row in rows
    ]


NEWS_SOURCES: list[NewsSource] = [grants_shown, money_paid, figures_published]


def add_news(source: NewsSource) -> None:
    """Take another room's publications."""
    if source not in NEWS_SOURCES:
        NEWS_SOURCES.append(source)


def latest_news(count: int) -> list[News]:
    """The latest publications of all rooms, newest first."""
    return sorted(_all_news(count), key=lambda news: news.day, reverse=True)[:count]


def _all_news(count: int) -> Iterator[News]:
    for source in NEWS_SOURCES:
        yield from source(count)
