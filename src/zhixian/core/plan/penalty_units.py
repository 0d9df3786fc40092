"""Which units of a place punish infringements, for which clauses, and by which rules they publish."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from zhixian.core.kernel.clauses import clause_name
from zhixian.core.kernel.yaml_file import Node


@dataclass(frozen=True, slots=True)
class PenaltyUnit:
    """A unit that enters and publishes penalties. `regime` names a set of rules in core/disclosure."""

    unit: str
    clauses: tuple[str, ...]
    regime: str


def read_penalty_units(file: Node, answerable: Mapping[str, Sequence[str]]) -> tuple[PenaltyUnit, ...]:
    """The units in penalties.yaml. `answerable` is clause → its units; a unit must be one of each clause it is named for."""
    found: list[PenaltyUnit] = []
    for node in file.nodes("units"):
        unit, clauses = node.text("unit"), node.texts("clauses")
        if not clauses:
            node.fault("clauses", "没有写", "至少一个条款")
        for number, clause in enumerate(clauses):
            if clause not in answerable:
                node.faults.unknown(
                    node.file, node.key(f"clauses[{number}]"), clause, list(answerable), what="plan.yaml 里的条款"
                )
            elif unit not in answerable[clause]:
                expected = f"{clause_name(clause)}的责任单位：{'、'.join(answerable[clause])}"
                node.fault("unit", f"“{unit}”不是{clause_name(clause)}的责任单位", expected)
        if any(known.unit == unit for known in found):
            node.fault("unit", f"“{unit}”写了两次", "每个单位一行")
        found.append(PenaltyUnit(unit, clauses, node.text("regime", example="general")))
        node.done()
    file.done()
    return tuple(found)
