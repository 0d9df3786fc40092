"""Disputes: the rows under one name, and the course of one by days."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from zhixian.core.analysis.cases.held import CASES, MEDIATIONS, TRANSFERS, Held, by_day
from zhixian.core.kernel.folding import folded
from zhixian.core.registers.rows import dues_of

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
        ("received_on", "公安机关受案", ("received_number",)),
        ("decided_on", "公安机关决定", ("answer",)),
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
PARTIES = {CASES: ("holder", "infringer"), MEDIATIONS: ("party_a", "party_b")}
"""By register who stands against whom."""
NOBODY = "某某"
SAME_DAY = {name: place for place, name in enumerate(STEPS)}


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

    def says(self, words: str) -> bool:
        """Whether its name, or a number or party of one of its rows, holds the words in any spelling."""
        told = [str(row.values.get(name) or "") for row in self.rows for name in ("number", *PARTIES[row.register.id])]
        return any(folded(words) in folded(one) for one in (self.name, *told))

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


def own_name(row: Held) -> str:
    """What the dispute of a row is called that names none: who against whom, and its number."""
    first, second = PARTIES[row.register.id]
    return f"{row.values.get(first) or NOBODY}与{row.values.get(second) or NOBODY}（{row.values['number']}）"


def disputes(cases: Sequence[Held], mediations: Sequence[Held]) -> list[Dispute]:
    """Disputes by their name in any spelling: those that go on first, then by their last day, newest first. A row without a name is
    a dispute of its own."""
    found: dict[str, tuple[list[Held], list[Held]]] = defaultdict(lambda: ([], []))
    alone = []
    for place, rows in enumerate((cases, mediations)):
        for row in rows:
            if row.values.get("dispute"):
                found[folded(row.values["dispute"])][place].append(row)
            else:
                alone.append(Dispute(own_name(row), *(((row,), ()) if place == 0 else ((), (row,)))))
    made = alone + [
        Dispute(min((row.values["dispute"] for row in [*of, *talks]), key=len), tuple(by_day(of)), tuple(by_day(talks)))
        for of, talks in found.values()
    ]
    made.sort(key=lambda one: one.last_day, reverse=True)
    return sorted(made, key=lambda one: not one.is_open)
