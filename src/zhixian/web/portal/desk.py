"""A person's desk: what all rooms have for them to do, most urgent first, and what waits for others."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from zhixian.web.kit.duties import SOURCES, Ask, Duty, When, Whose, end_of_week, order_of
from zhixian.web.kit.lists import Few

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


def _collected(user: Any, ask: Ask) -> list[Duty]:
    found = [duty for source in SOURCES for duty in source(user, ask)]
    return sorted(found, key=lambda duty: order_of(duty, ask.when))[: ask.most]
