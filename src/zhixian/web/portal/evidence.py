"""What the rooms know about a clause: numbers, matters, payments, publications. Each room's source is added in site/wiring.py."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

Kind = Literal["number", "matter", "payment", "publication", "report"]
Tone = Literal["good", "warn", "bad", "plain"]
KIND_NAMES: dict[Kind, str] = {
    "number": "数据",
    "matter": "办件",
    "payment": "资金",
    "publication": "公示公开",
    "report": "进展",
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that shows how a clause is doing, fit for everybody's eyes.

    `tone` plain says nothing about progress. `late` is what is overdue, in words; empty when nothing is.
    """

    kind: Kind
    text: str
    tone: Tone = "plain"
    link: str = ""
    late: str = ""

    @property
    def kind_name(self) -> str:
        """What sort of evidence it is, in words."""
        return KIND_NAMES[self.kind]


Source = Callable[[Collection[str]], Mapping[str, Sequence[Evidence]]]
"""Asked once for all clauses of a page, so that a page costs each room the same few queries however long it is."""


@dataclass(frozen=True, slots=True)
class News:
    """Something published lately: 公示, penalties, payments, notices."""

    day: date
    title: str
    link: str
    sort: str


NewsSource = Callable[[int], Sequence[News]]
"""Asked for so many of the latest."""

SOURCES: list[Source] = []
NEWS_SOURCES: list[NewsSource] = []


def add(source: Source) -> None:
    """Take a room's evidence."""
    if source not in SOURCES:
        SOURCES.append(source)


def add_news(source: NewsSource) -> None:
    """Take a room's publications."""
    if source not in NEWS_SOURCES:
        NEWS_SOURCES.append(source)


def evidence_for(clauses: Collection[str]) -> dict[str, list[Evidence]]:
    """All evidence by clause, rooms in the order in which they were added."""
    found: dict[str, list[Evidence]] = defaultdict(list)
    for source in SOURCES:
        for clause, pieces in source(clauses).items():
            found[clause] += pieces
    return found


def latest_news(count: int) -> list[News]:
    """The latest publications of all rooms, newest first."""
    return sorted((news for source in NEWS_SOURCES for news in source(count)), key=lambda news: news.day, reverse=True)[
        :count
    ]


@dataclass(frozen=True, slots=True)
class State:
    """How a clause is doing, as far as evidence goes."""

    words: str
    tone: Tone


def state_of(pieces: Sequence[Evidence], *, carried: bool, no_action: str | None = None) -> State:
    """The worst tone of the evidence; without any, whether anything carries the clause at all."""
    tones = {piece.tone for piece in pieces}
    if "bad" in tones or any(piece.late for piece in pieces):
        return State("进度落后", "bad")
    if "warn" in tones:
        return State("需要关注", "warn")
    if "good" in tones:
        return State("进展正常", "good")
    if pieces:
        return State("执行中", "plain")
    if no_action:
        return State("线下落实", "plain")
    return State("已承接", "plain") if carried else State("待承接", "plain")
