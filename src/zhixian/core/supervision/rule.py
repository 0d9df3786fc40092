"""The rule as data: what counts as evidence, when a light turns, and the levels by which late answers escalate."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from zhixian.core.kernel.in_force import in_force
from zhixian.core.kernel.working_days import FIRST_DAY, working_days
from zhixian.core.kernel.yaml_file import Node, reading_whole

SHIPPED = Path(__file__).parent / "data" / "supervision.yaml"
BEFORE, AFTER = "before", "after"
TOLD = {"unit": "单位经办人和负责人", "chief": "单位负责人", "group": "统筹单位和领导小组"}
"""Whom a level tells."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of evidence. `counts` says what of it counts; one that is not `public` never shows on an open page.

    `in_time` is the colour of work that lies open within its time: green where that is how work goes, grey where it shows
    nothing yet, such as a question not answered.
    """

    id: str
    name: str
    measure: str
    counts: str
    public: bool
    in_time: str
    ended: str = ""
    """What is said behind the number of those that ended well: 3 件办结."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One dated version. `soon`, `answer`, `again` and `most` are working days, `fresh` and `deadline` calendar days."""

    version: str
    effective: date
    soon: int
    fresh: int
    deadline: int
    answer: int
    again: int
    most: int
    source: str


@dataclass(frozen=True, slots=True)
class Level:
    """One step of escalation, `working_days` before or after the day by which an answer is due."""

    id: str
    name: str
    when: str
    working_days: int
    to: str
    effective: date

    def day(self, due: date) -> date:
        """The day on which it comes: working days counted back from the day before the due day, or on from the day after."""
        calendar = working_days()
        before = calendar.count(FIRST_DAY, due)
        if self.when == BEFORE:
            return calendar.working_day(before - self.working_days + 1, since=FIRST_DAY)
        return calendar.working_day(before + calendar.is_working_day(due) + self.working_days, since=FIRST_DAY)


@dataclass(frozen=True, slots=True)
class Rules:
    """Everything in the file."""

    kinds: Mapping[str, Kind]
    versions: tuple[Rule, ...]
    levels: tuple[Level, ...]

    def on(self, day: date) -> Rule:
        """The version in force on a day; before the first, the first."""
        return in_force(self.versions, day)

    def reached(self, due: date, *, as_of: date) -> tuple[Level, ...]:
        """The levels whose day has come for an answer due on `due`, in the order in which they come."""
        here = [level for level in self.levels if level.effective <= as_of and level.day(due) <= as_of]
        return tuple(sorted(here, key=lambda level: level.day(due)))


@cache
def rules() -> Rules:
    """The rule that ships."""
    return load_rules(SHIPPED)


def load_rules(path: Path) -> Rules:
    """The rule in a YAML file. Raises Refusal with every fault."""
    with reading_whole(path) as head:
        kinds = {kind.id: kind for kind in map(_kind, head.nodes("kinds"))}
        versions = sorted(map(_rule, head.nodes("rules")), key=lambda rule: rule.effective)
        levels = tuple(map(_level, head.nodes("levels")))
        if not versions:
            head.fault("rules", "一条也没有", "至少一条")
    return Rules(kinds, tuple(versions), levels)


def _kind(node: Node) -> Kind:
    public = node.choice("public", ("yes", "no"))
    in_time = node.choice("in_time", ("green", "grey"))
    name, measure, counts = node.text("name"), node.text("measure"), node.text("counts")
    kind = Kind(node.text("id"), name, measure, counts, public == "yes", in_time, node.text("ended", default=""))
    node.done()
    return kind


def _rule(node: Node) -> Rule:
    numbers = {name: node.whole(name) for name in ("soon", "fresh", "deadline", "answer", "again", "most")}
    for name, number in numbers.items():
        if number < 1:
            node.fault(name, str(number), "不小于 1 的整数")
    rule = Rule(node.text("version"), node.day("effective"), source=node.text("source"), **numbers)
    node.done()
    return rule


def _level(node: Node) -> Level:
    when, to = node.choice("when", (BEFORE, AFTER)), node.choice("to", TOLD)
    days = node.whole("working_days")
    level = Level(node.text("id"), node.text("name"), when, days, to, node.day("effective"))
    node.done()
    return level
