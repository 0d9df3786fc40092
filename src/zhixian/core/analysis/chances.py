"""How sure a forecast is, as dated data: the grades, their words and lights, and from where on each begins."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path

from zhixian.core.kernel.in_force import in_force
from zhixian.core.kernel.yaml_file import Node, reading_whole

SHIPPED = Path(__file__).parent / "data" / "chances.yaml"
COLOURS = ("green", "amber", "red")


@dataclass(frozen=True, slots=True)
class Grade:
    """How sure it is. `ahead` is the light while the goal is not met, `met` while it is and the due day is still to come."""

    id: str
    name: str
    ahead: str
    met: str


@dataclass(frozen=True, slots=True)
class Step:
    """A grade begins at this probability of what stands, and at this share of the outcomes of a yearly flow."""

    grade: str
    probability: Fraction
    years: Fraction


@dataclass(frozen=True, slots=True)
class Rule:
    """One dated version; its steps run from the surest, and the last begins at nought."""

    version: str
    effective: date
    source: str
    steps: tuple[Step, ...]

    def by_probability(self, likely: float) -> str:
        """The grade of a probability."""
        return next(step.grade for step in self.steps if likely >= float(step.probability))

    def by_years(self, share: Fraction) -> str:
        """The grade of a share of outcomes."""
        return next(step.grade for step in self.steps if share >= step.years)

    @property
    def surest(self) -> str:
        """Of what cannot fail."""
        return self.steps[0].grade

    @property
    def least(self) -> str:
        """Of what cannot be reached."""
        return self.steps[-1].grade


@dataclass(frozen=True, slots=True)
class Chances:
    """Everything in the file."""

    grades: Mapping[str, Grade]
    versions: tuple[Rule, ...]

    def on(self, day: date) -> Rule:
        """The version in force on a day; before the first, the first."""
        return in_force(self.versions, day)


@cache
def chances() -> Chances:
    """The rule that ships."""
    return load_chances(SHIPPED)


def load_chances(path: Path) -> Chances:
    """The rule in a YAML file. Raises Refusal with every fault."""
    with reading_whole(path) as head:
        grades = {grade.id: grade for grade in map(_grade, head.nodes("grades"))}
        versions = sorted((_rule(node, list(grades)) for node in head.nodes("rules")), key=lambda rule: rule.effective)
        if not versions:
            head.fault("rules", "一条也没有", "至少一条")
    return Chances(grades, tuple(versions))


def _grade(node: Node) -> Grade:
    grade = Grade(node.text("id"), node.text("name"), node.choice("ahead", COLOURS), node.choice("met", COLOURS))
    node.done()
    return grade


def _rule(node: Node, grades: list[str]) -> Rule:
    steps = tuple(_step(step, grades) for step in node.nodes("steps"))
    for name in ("probability", "years"):
        begins = [getattr(step, name) for step in steps]
        if begins[-1:] != [0] or begins != sorted(set(begins), reverse=True):
            node.fault("steps", f"{name} 不是从大到小写到 0", "从最有把握的写起，最后一级从 0 起")
    rule = Rule(node.text("version"), node.day("effective"), node.text("source"), steps)
    node.done()
    return rule


def _step(node: Node, grades: list[str]) -> Step:
    step = Step(node.choice("grade", grades), _share(node, "probability"), _share(node, "years"))
    node.done()
    return step


def _share(node: Node, name: str) -> Fraction:
    written = node.text(name, example='"0.9" 或 "2/3"')
    try:
        share = Fraction(written)
    except (ValueError, ZeroDivisionError):
        share = Fraction(-1)
    if not 0 <= share <= 1:
        node.fault(name, f"“{written}”", '0 到 1 的数，例如 "0.9" 或 "2/3"')
    return share
