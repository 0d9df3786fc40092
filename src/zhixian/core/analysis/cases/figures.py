"""Figures of cases by year, channel and kind of right."""

import dataclasses
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from statistics import median

from zhixian.core.analysis.cases.held import Held, case_day, day_in
from zhixian.core.kernel.folding import folded
from zhixian.core.registers.model import Register
from zhixian.core.registers.rows import day_due

BACK = frozenset({"refused", "sent_back"})
"""Answers by which the police give a case back."""


@dataclass(slots=True)
class Figures:
    """Counts of cases. `days` are those from opening to closing of each case that was closed."""

    opened: int = 0
    closed: int = 0
    late: int = 0
    transferred: int = 0
    filed: int = 0
    returned: int = 0
    supervised: int = 0
    days: list[int] = dataclasses.field(default_factory=list)

    @property
    def median_days(self) -> Decimal | None:
        """The median of days from opening to closing; None where nothing was closed."""
        return Decimal(str(median(self.days))) if self.days else None


@dataclass(frozen=True, slots=True)
class Year:
    """A calendar year's figures: whole, and by channel and kind of right, every choice of the register in its order."""

    year: int
    whole: Figures
    by_channel: dict[str, Figures]
    by_subject: dict[str, Figures]


FIGURES = ("opened", "closed", "median_days", "late", "transferred", "filed", "returned", "supervised")
NOTES = {
    "立案": "当年立案或受理的案件",
    "结案": "当年结案的案件，不论哪一年立案",
    "办理天数中位数": "当年结案的案件，从立案或受理到结案的日历天数的中位数；没有结案的不算，写“—”",
    "超期": "当年立案的行政案件，超过作出处罚决定的最后一日才结案，或者到统计日已过而没有结案；移送过公安机关的不算",
    "移送": "当年移送公安机关的次数；同一案件移送两次算两次",
    "公安立案、退回": "当年收到的答复：立案；不予立案或者退回",
    "挂牌督办": "当年挂牌的案件",
}  # fmt: skip
"""What each figure counts."""


def case_figures(register: Register, cases: Sequence[Held], transfers: Sequence[Held], *, as_of: date) -> list[Year]:
    """Figures of every year from the first with a row to that of `as_of`, also of years in which nothing happened; newest first.

    `register` is that of the cases. A hand-over of a case that is not among them is not counted.
    """
    sent = {folded(one.values["case"]) for one in transfers if one.values.get("sent_on")}
    years = _Years(as_of.year)
    for case in cases:
        _count_case(years, case, as_of, handed_over=folded(case.values["number"]) in sent)
    by_number = {folded(case.values["number"]): case for case in cases}
    for one in transfers:
        its_case = by_number.get(folded(one.values["case"]))
        if its_case and (day := day_in(one.values, "sent_on")):
            years.add(day, its_case, "transferred")
        if (
            its_case
            and (day := day_in(one.values, "answered_on") or day_in(one.values, "decided_on"))
            and one.values.get("answer")
        ):
            years.add(day, its_case, "returned" if one.values["answer"] in BACK else "filed")
    return years.told(register)


def _count_case(years: "_Years", case: Held, as_of: date, *, handed_over: bool) -> None:
    opened, closed = case_day(case), day_in(case.values, "closed_on")
    years.add(opened, case, "opened")
    if closed:
        years.add(closed, case, "closed", days=(closed - opened).days)
    last = next(
        (day for due in case.register.dues if due.id == "decision" and (day := day_due(due, case.values))), None
    )
    if last and last < (closed or as_of) and not handed_over:
        years.add(opened, case, "late")
    if since := day_in(case.values, "supervised_on"):
        years.add(since, case, "supervised")


class _Years:
    """Counts that gather by year, and within it by channel and kind of right."""

    def __init__(self, last: int) -> None:
        self.last = last
        self.found: dict[tuple[int, str, str], Figures] = defaultdict(Figures)

    def add(self, day: date, case: Held, figure: str, *, days: int | None = None) -> None:
        """One more on a day, and how many days it took."""
        for field in ("", "channel", "subject"):
            figures = self.found[day.year, field, case.values[field] if field else ""]
            setattr(figures, figure, getattr(figures, figure) + 1)
            if days is not None:
                figures.days.append(days)

    def told(self, register: Register) -> list[Year]:
        """Every year, newest first."""
        first = min((year for year, _, _ in self.found), default=self.last)
        latest = max((self.last, *(year for year, _, _ in self.found)))
        return [
            Year(
                year,
                self._of(year, "", ""),
                self._choices(year, register, "channel"),
                self._choices(year, register, "subject"),
            )
            for year in range(latest, first - 1, -1)
        ]

    def _of(self, year: int, field: str, value: str) -> Figures:
        return self.found.get((year, field, value)) or Figures()

    def _choices(self, year: int, register: Register, field: str) -> dict[str, Figures]:
        return {name: self._of(year, field, choice) for choice, name in register.field(field).choices}
