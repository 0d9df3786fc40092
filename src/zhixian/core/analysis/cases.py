"""Cases of every channel looked at together: the course of one dispute, who infringes again, what is supervised, figures by year."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from statistics import median
from typing import Any

from zhixian.core.kernel.folding import folded
from zhixian.core.registers.model import Register
from zhixian.core.registers.rows import day_due, dues_of
from zhixian.core.workflow.answers import said

CASES, TRANSFERS, MEDIATIONS = "ip_cases", "case_transfers", "mediations"
STEPS: dict[str, tuple[tuple[str, str, tuple[str, ...]], ...]] = {
    CASES: (
        ("opened_on", "立案或受理", ("channel", "subject", "infringer")),
        ("supervised_on", "挂牌督办", ("supervisor",)),
        ("lifted_on", "解除挂牌", ()),
        ("closed_on", "结案", ("outcome",)),
    ),
    TRANSFERS: (
        ("approved_on", "批准移送", ("charge",)),
        ("sent_on", "移送公安机关", ("police", "charge")),
        ("answered_on", "公安机关答复", ("answer", "answer_reason")),
        ("goods_on", "移交涉案物品和材料", ()),
        ("next_on", "不予立案以后", ("next",)),
        ("reconsidered_on", "复议决定", ("reconsidered", "after", "supervision_result")),
    ),
    MEDIATIONS: (
        ("accepted_on", "受理调解", ("body", "party_a", "party_b")),
        ("ended_on", "调解终结", ("result",)),
        ("effective_on", "协议生效", ("terms",)),
        ("applied_on", "共同申请司法确认", ("court",)),
        ("ruled_on", "法院裁定", ("ruling",)),
        ("performed_on", "履行完毕", ()),
    ),
}  # fmt: skip
"""By register the days of a row that a course tells, in words, with the fields that say more."""
SAME_DAY = {name: place for place, name in enumerate(STEPS)}
BACK = frozenset({"refused", "sent_back"})
"""Answers by which the police give a case back."""


@dataclass(frozen=True, slots=True)
class Held:
    """A row of one of the registers: its key on the site, and which registers hold its days up."""

    key: int
    register: Register
    values: Mapping[str, Any]
    held_by: frozenset[str] = frozenset()

    @property
    def title(self) -> str:
        """As its register calls it."""
        return "，".join(said(self.register.field(name), self.values.get(name)) for name in self.register.title)

    def said(self, *fields: str) -> str:
        """What it says in these fields."""
        words = (said(self.register.field(name), self.values.get(name)) for name in fields)
        return "，".join(word for word in words if word)


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happened on a day, or is to happen by then. `state` is done, due, theirs (somebody else owes it) or late."""

    day: date
    what: str
    words: str
    row: Held
    state: str = "done"


def course(rows: Sequence[Held], *, as_of: date) -> list[Step]:
    """The course of one dispute: what happened in every row of it and what falls due, by days."""
    steps = [step for row in rows for step in (*_done(row), *_due(row, as_of))]
    return sorted(
        steps, key=lambda step: (step.day, step.state != "done", SAME_DAY[step.row.register.id], step.row.key)
    )


def _done(row: Held) -> Iterator[Step]:
    for field, what, more in STEPS[row.register.id]:
        if row.values.get(field):
            yield Step(date.fromisoformat(row.values[field]), what, row.said(*more), row)


def _due(row: Held, as_of: date) -> Iterator[Step]:
    for day, due in dues_of(row.register, row.values, held_by=row.held_by):
        late = "late" if day < as_of else "due"
        yield Step(day, due.name, "", row, "theirs" if due.theirs else late)


@dataclass(frozen=True, slots=True)
class Dispute:
    """Rows under one name of a dispute, the earliest first."""

    name: str
    cases: tuple[Held, ...]
    mediations: tuple[Held, ...] = ()

    @property
    def rows(self) -> tuple[Held, ...]:
        """All of them."""
        return (*self.cases, *self.mediations)

    @property
    def channels(self) -> tuple[str, ...]:
        """The ways on which it is pursued, each once."""
        found = [case.said("channel") for case in self.cases] + ["调解" for _ in self.mediations]
        return tuple(dict.fromkeys(found))

    @property
    def is_open(self) -> bool:
        """Whether a case or a mediation of it has not ended."""
        going = [case for case in self.cases if not case.values.get("closed_on")]
        return bool(going or [one for one in self.mediations if not one.values.get("ended_on")])

    @property
    def last_day(self) -> str:
        """The last day on which one of its rows was opened or closed."""
        days = ("opened_on", "closed_on", "accepted_on", "ended_on")
        return max(str(row.values[day]) for row in self.rows for day in days if row.values.get(day))


def disputes(cases: Sequence[Held], mediations: Sequence[Held]) -> list[Dispute]:
    """Disputes by their name in any spelling: those that go on first, then by their last day, newest first. A row without a name is
    in none."""
    found: dict[str, tuple[list[Held], list[Held]]] = defaultdict(lambda: ([], []))
    for place, rows in enumerate((cases, mediations)):
        for row in rows:
            if row.values.get("dispute"):
                found[folded(row.values["dispute"])][place].append(row)
    made = [
        Dispute(
            min((row.values["dispute"] for row in [*of, *talks]), key=len), tuple(_by_day(of)), tuple(_by_day(talks))
        )
        for of, talks in found.values()
    ]
    made.sort(key=lambda one: one.last_day, reverse=True)
    return sorted(made, key=lambda one: not one.is_open)


def _by_day(rows: Sequence[Held]) -> list[Held]:
    return sorted(rows, key=lambda row: (row.values[row.register.day], row.key))


@dataclass(frozen=True, slots=True)
class Infringer:
    """Somebody with several cases: the code, "" where none is known, every name, the cases by their days."""

    code: str
    names: tuple[str, ...]
    cases: tuple[Held, ...]


def infringers_again(cases: Sequence[Held]) -> list[Infringer]:
    """Who stands in several cases, whatever the names: most cases first.

    Cases of one credit code are of one infringer; one without a code belongs to whoever has its name, in each where several codes
    do. People (某) are told by their surname alone and are not joined. The same as `repeat_infringers` says beside a row.
    """
    by_code: dict[str, list[Held]] = defaultdict(list)
    bare: dict[str, list[Held]] = defaultdict(list)
    for case in _by_day(cases):
        if "某" in case.values["infringer"]:
            continue
        code = case.values.get("infringer_code")
        (by_code[code] if code else bare[folded(case.values["infringer"])]).append(case)
    found, named = [], set()
    for code, own in by_code.items():
        names = {folded(case.values["infringer"]) for case in own}
        named |= names
        found.append(_infringer(code, [*own, *(case for name in sorted(names) for case in bare.get(name, ()))]))
    found += [_infringer("", own) for name, own in bare.items() if name not in named]
    again = [one for one in found if len(one.cases) > 1]
    return sorted(again, key=lambda one: (-len(one.cases), one.names))


def _infringer(code: str, cases: Sequence[Held]) -> Infringer:
    ordered = _by_day(cases)
    return Infringer(code, tuple(dict.fromkeys(case.values["infringer"] for case in ordered)), tuple(ordered))


@dataclass(frozen=True, slots=True)
class Supervised:
    """A case under supervision (挂牌督办): by whom, since when, until when, and when it was lifted."""

    case: Held
    by: str
    since: date
    until: date | None
    lifted: date | None
    is_late: bool
    """Whether it is past its day and not lifted, or was lifted after it."""


def supervised(cases: Sequence[Held], *, as_of: date) -> list[Supervised]:
    """Cases under supervision: those that are not lifted first, by the day by which they are to be done; then lifted ones, newest first."""
    found = [_supervised(case, as_of) for case in cases if case.values.get("supervised") == "yes"]
    going = [one for one in found if one.lifted is None]
    over = [one for one in found if one.lifted is not None]
    return [
        *sorted(going, key=lambda one: (one.until or date.max, one.since, one.case.key)),
        *sorted(over, key=lambda one: (one.lifted or date.min, one.case.key), reverse=True),
    ]


def _supervised(case: Held, as_of: date) -> Supervised:
    since, until, lifted = (_day(case.values, name) for name in ("supervised_on", "supervise_until", "lifted_on"))
    late = bool(until and until < (lifted or as_of))
    return Supervised(case, case.said("supervisor"), since or case_day(case), until, lifted, late)


def case_day(case: Held) -> date:
    """The day on which a case was opened."""
    return date.fromisoformat(case.values["opened_on"])


def _day(values: Mapping[str, Any], field: str) -> date | None:
    return date.fromisoformat(values[field]) if values.get(field) else None


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
    days: list[int] | None = None

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
        if its_case and (day := _day(one.values, "sent_on")):
            years.add(day, its_case, "transferred")
        if its_case and (day := _day(one.values, "answered_on")) and one.values.get("answer"):
            years.add(day, its_case, "returned" if one.values["answer"] in BACK else "filed")
    return years.told(register)


def _count_case(years: "_Years", case: Held, as_of: date, *, handed_over: bool) -> None:
    opened, closed = case_day(case), _day(case.values, "closed_on")
    years.add(opened, case, "opened")
    if closed:
        years.add(closed, case, "closed", days=(closed - opened).days)
    last = next(
        (day for due in case.register.dues if due.id == "decision" and (day := day_due(due, case.values))), None
    )
    if last and last < (closed or as_of) and not handed_over:
        years.add(opened, case, "late")
    if since := _day(case.values, "supervised_on"):
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
                figures.days = [*(figures.days or []), days]

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
