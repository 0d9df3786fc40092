"""What of reports may be told and for how long an identity may be read, as dated data."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from zhixian.core.kernel.in_force import in_force
from zhixian.core.kernel.yaml_file import Node, reading_whole

SHIPPED = Path(__file__).parent / "data" / "reports.yaml"


@dataclass(frozen=True, slots=True)
class ReportRule:
    """One dated version. Counts below `smallest_cell` could point at a person; an approved opening holds `open_within` days,
    an opened identity shows `most_hours` hours at the most."""

    version: str
    effective: date
    smallest_cell: int
    open_within: int
    most_hours: int
    source: str


@cache
def report_rules() -> tuple[ReportRule, ...]:
    """The versions that ship, the earliest first."""
    return load_report_rules(SHIPPED)


def rule_on(day: date) -> ReportRule:
    """The version in force on a day; before the first, the first."""
    return in_force(report_rules(), day)


def load_report_rules(path: Path) -> tuple[ReportRule, ...]:
    """The versions in a YAML file. Raises Refusal with every fault."""
    with reading_whole(path) as head:
        versions = sorted(map(_rule, head.nodes("rules")), key=lambda rule: rule.effective)
        if not versions:
            head.fault("rules", "一条也没有", "至少一条")
    return tuple(versions)


def _rule(node: Node) -> ReportRule:
    numbers = {name: node.whole(name) for name in ("smallest_cell", "open_within", "most_hours")}
    for name, number in numbers.items():
        if number < 1:
            node.fault(name, str(number), "不小于 1 的整数")
    rule = ReportRule(node.text("version"), node.day("effective"), source=node.text("source"), **numbers)
    node.done()
    return rule
