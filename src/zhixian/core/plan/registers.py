"""Which registers a place keeps, in whose hands."""

from collections.abc import Iterable
from dataclasses import dataclass

from zhixian.core.kernel.yaml_file import Node
from zhixian.core.plan.model import Clause, RegisterHome, ScorecardHome, Unit
from zhixian.core.plan.proof import Proof


@dataclass(frozen=True, slots=True)
class HomeUnits:
    """Units of the plan, and those of each clause."""

    units: list[str]
    units_of: dict[str, tuple[str, ...]]


def read_registers(proof: Proof, units: dict[str, Unit], clauses: Iterable[Clause]) -> dict[str, RegisterHome]:
    """Register → its clauses and units; a plan without registers.yaml keeps none."""
    if not proof.has("registers.yaml"):
        return {}
    file = proof.node("registers.yaml")
    known = HomeUnits(list(units), {clause.id: clause.units for clause in clauses})
    found: dict[str, RegisterHome] = {}
    for node in file.nodes("registers"):
        register = node.text("id")
        proof.once(node, register, list(found))
        node.also_called(register)
        found[register] = _home(proof, node, known)
        node.done()
    file.done()
    return found


def _home(proof: Proof, node: Node, known: HomeUnits) -> RegisterHome:
    home = RegisterHome(clauses=node.texts("clauses"), units=node.texts("units"))
    check_home(proof, node, home, known)
    return home


def check_home(proof: Proof, node: Node, home: RegisterHome | ScorecardHome, known: HomeUnits) -> None:
    """Note clauses and units that the plan does not know, and units that none of the clauses names."""
    for number, clause in enumerate(home.clauses):
        proof.known(node, f"clauses[{number}]", clause, list(known.units_of), what="plan.yaml 里的条款")
    for number, unit in enumerate(home.units):
        proof.known(node, f"units[{number}]", unit, known.units, what="units.yaml 里的单位")
    named = {unit for clause in home.clauses for unit in known.units_of.get(clause, ())}
    for number, unit in enumerate(home.units):
        if unit in known.units and unit not in named:
            node.fault(f"units[{number}]", f"“{unit}”不是这些条款的责任单位", f"{'、'.join(sorted(named))} 之一")
    for key in ("clauses", "units"):
        if not getattr(home, key):
            node.fault(key, "是空的", "至少一个")
