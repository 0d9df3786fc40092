"""A person's desk: what all rooms have for them to do, most urgent first, and what waits for others."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from django.urls import reverse

from zhixian.web.accounts.models import Seat
from zhixian.web.accounts.roles import ADMIN, CUSTODIAN, LEAD
from zhixian.web.kit.duties import SOURCES, Ask, Duty, When, Whose, end_of_week, order_of
from zhixian.web.kit.lists import Few
from zhixian.web.protection.models import CustodianKey
from zhixian.web.registry.queries import current_snapshot

NAMES: dict[When, str] = {
    "overdue": "逾期",
    "today": "今天到期",
    "week": "本周到期",
    "later": "以后到期",
    "undated": "没有期限",
    "waiting": "等别人办",
    "lately": "最近办结",
}
SHORT: dict[When, str] = {
    "overdue": "逾期",
    "today": "今天",
    "week": "本周",
    "later": "以后",
    "undated": "没有期限",
    "waiting": "等别人",
    "lately": "最近办结",
}
WHOSE: dict[Whose, str] = {"all": "全部", "mine": "我认领的", "free": "没人认领的"}
AT_FIRST, ON_A_PAGE, MOST_PAGES = 8, 30, 20


@dataclass(frozen=True, slots=True)
class FirstStep:
    """Something a new site cannot do without; `link` is empty where somebody else has to do it."""

    name: str
    why: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """Duties of one kind; `more` says that there are others."""

    when: When
    duties: list[Duty] = field(default_factory=list)
    more: bool = False

    @property
    def name(self) -> str:
        """Its heading."""
        return NAMES[self.when]

    @property
    def short(self) -> str:
        """Its name where there is little room."""
        return SHORT[self.when]

    @property
    def number(self) -> str:
        """How many are shown, with a plus when there are others: nobody counts them all."""
        return f"{len(self.duties)}{'+' if self.more else ''}"


def sections(user: Any, ask: Ask) -> Iterator[Section]:
    """Every section that has something in it. The cost does not grow with what waits."""
    ask = ask.together()
    for when in NAMES:
        asked = replace(ask, when=when, most=AT_FIRST + 1)
        if when == "week" and end_of_week(ask.day) == ask.day:
            continue
        found = _collected(user, asked)
        if found:
            yield Section(when, found[:AT_FIRST], len(found) > AT_FIRST)


def one_section(user: Any, ask: Ask, page: int) -> Few:
    """A page of one section."""
    start = (page - 1) * ON_A_PAGE
    found = _collected(user, replace(ask, most=start + ON_A_PAGE + 1))[start:]
    return Few(found[:ON_A_PAGE], page, len(found) > ON_A_PAGE and page < MOST_PAGES)


def first_steps(user: Any) -> list[FirstStep]:
    """What a new site still lacks, for those who run it: data, people, a custodian who can open what reporters seal."""
    if not user.roles & {LEAD, ADMIN}:
        return []
    steps = []
    if current_snapshot() is None:
        why = "上传检索系统的导出文件或填好的模板，看过变化后发布；没有数据，各条的进展和能享受的支持都数不出来。"
        steps.append(FirstStep("导入登记数据", why, reverse("registry")))
    if not Seat.objects.filter(closed_at=None).exclude(unit="").exclude(user=user).exists():
        why = "各责任单位的经办人和负责人用邀请开通账号；没有人，交到单位的事就没有人办。"
        steps.append(FirstStep("邀请人员", why, reverse("people")))
    if not CustodianKey.objects.filter(retired_at=None).exists():
        why = "由系统管理员邀请的举报人身份保管人自己设置；没有口令，就不能收留下身份的举报。"
        steps.append(FirstStep("设置举报人身份保管口令", why, reverse("custody") if CUSTODIAN in user.roles else ""))
    return steps


def _collected(user: Any, ask: Ask) -> list[Duty]:
    found = [duty for source in SOURCES for duty in source(user, ask)]
    return sorted(found, key=lambda duty: order_of(duty, ask.when))[: ask.most]
