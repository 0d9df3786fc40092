"""Duties: what waits for somebody, from whichever room, in one shape, so that one page can show a person's day."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any, Literal, TypeVar

from django.db import models

from zhixian.core.kernel.working_days import working_days

When = Literal["overdue", "today", "week", "later", "undated", "waiting", "lately"]
"""Past its day; due today; up to the last working day of this week; after that; without a day; with somebody else now;
over since a short while."""
Whose = Literal["all", "mine", "free"]
"""Of the whole unit; claimed by the person; claimed by nobody."""
LATELY = timedelta(days=60)
Row = TypeVar("Row", bound=models.Model)
Found = TypeVar("Found")
DATED: tuple[When, ...] = ("overdue", "today", "week", "later")
FEW = 60
"""So many rows are read at once and parted in memory; of more, each section reads its own."""


@dataclass(frozen=True, slots=True)
class Duty:
    """One thing to do, or that somebody else has to do first."""

    sort: str
    """What it is: the matter, 举报, 处罚公示."""
    number: str
    link: str
    step: str = ""
    party: str = ""
    about: str = ""
    clause: str = ""
    unit: str = ""
    due: date | None = None
    since: date | None = None
    """The day on which it came to where it is."""
    waits_for: str = ""
    """Whom it waits for, in words; empty when it is the person's own turn."""
    claimed_by: str = ""
    mine: bool = False
    """Whether the person has claimed it."""
    handle: str = ""
    """`<id>.<version>` of a dossier that the person may claim, put back or hand over from the desk."""
    names: bool = False
    """Whether `number` calls it by the names of others: such words stay on the site."""
    amount_fen: int | None = None
    explain: Callable[[], Sequence[str]] = tuple
    """The sentences by which the due day comes about; asked for by a page that shows them."""


@dataclass(frozen=True, slots=True)
class Ask:
    """Which duties are wanted: `most` of them at the most, those of `unit` only when one is named."""

    when: When
    day: date
    whose: Whose = "all"
    unit: str = ""
    most: int = 9
    kept: dict[Any, Any] | None = field(default=None, repr=False, compare=False)
    """What sources have found out for all sections of one page; asks about its sections share it. None: every ask for itself."""

    def together(self) -> "Ask":
        """The same as the first of several asks, for one person on one page."""
        return replace(self, kept={})

    def once(self, name: str, work: Callable[[], Found]) -> Found:
        """What `work` says, asked once for all sections of a page. It must not depend on which section is asked for."""
        if self.kept is None:
            return work()
        key = (name, self.day, self.whose, self.unit, self.most)
        if key not in self.kept:
            self.kept[key] = work()
        return self.kept[key]  # type: ignore[no-any-return]

    def first(
        self, name: str, rows: Callable[[], models.QuerySet[Row]], *, day: str = "due", since: str = "entered_on"
    ) -> Sequence[Row]:
        """The first `most` of the rows `within` the section asked for. Where few wait in all, one query serves every section of
        the page; `name` tells these rows from others."""
        if self.when not in (*DATED, "undated"):
            return ()
        few = self.once(name, lambda: list(rows().order_by()[: FEW + 1])) if self.kept is not None else None
        if few is None or len(few) > FEW:
            return list(self.within(rows(), day=day, since=since)[: self.most])
        here = [row for row in few if self.holds(getattr(row, day))]
        by = since if self.when == "undated" else day
        return sorted(here, key=lambda row: (getattr(row, by), row.pk))[: self.most]

    def within(
        self, rows: models.QuerySet[Row], *, day: str = "due", since: str = "entered_on"
    ) -> models.QuerySet[Row]:
        """The rows whose due day falls where it is asked for, in the order of `order_of`: only so may they be cut."""
        week = end_of_week(self.day)
        spans: dict[str, dict[str, Any]] = {
            "overdue": {f"{day}__lt": self.day},
            "today": {day: self.day},
            "week": {f"{day}__gt": self.day, f"{day}__lte": week},
            "later": {f"{day}__gt": week},
            "undated": {day: None},
        }
        if self.when not in spans:
            return rows.none()
        return rows.filter(**spans[self.when]).order_by(since if self.when == "undated" else day, "pk")

    def holds(self, due: date | None) -> bool:
        """Whether a due day falls where it is asked for."""
        week = end_of_week(self.day)
        if due is None:
            return self.when == "undated"
        return {
            "overdue": due < self.day,
            "today": due == self.day,
            "week": self.day < due <= week,
            "later": due > week,
        }.get(self.when, False)

    def of_units(self, units: Collection[str]) -> frozenset[str]:
        """Those of a person's units that are asked about."""
        return frozenset(units) & {self.unit} if self.unit else frozenset(units)


Source = Callable[[Any, Ask], Sequence[Duty]]
"""A room's answer for a person; built on what the room lets that person see, with the same few queries however much waits."""
SOURCES: list[Source] = []


def add(*sources: Source) -> None:
    """Take what rooms put on the desk."""
    SOURCES.extend(source for source in sources if source not in SOURCES)


def end_of_week(day: date) -> date:
    """The last working day of a day's week, make-up days included; the day itself when none is left."""
    sunday = day + timedelta(days=6 - day.weekday())
    left = (sunday - timedelta(days=back) for back in range((sunday - day).days + 1))
    return next((last for last in left if working_days().is_working_day(last)), day)


def order_of(duty: Duty, when: When) -> int:
    """By what duties of several rooms are put in one order: the due day, or how long they have waited. A room that cuts
    its own at `most` cuts them in this order, else the most urgent fall off."""
    if when == "lately":
        return -(duty.since or date.min).toordinal()
    first = duty.since if when in {"undated", "waiting"} else duty.due
    return (first or date.max).toordinal()
