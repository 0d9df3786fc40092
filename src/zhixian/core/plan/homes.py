"""Which registers and scorecards a place uses, for which of its clauses, in whose hands."""

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import TypeVar

from zhixian.core.kernel.yaml_file import Node
from zhixian.core.plan.model import Clause, RegisterHome, ScorecardHome, Unit
from zhixian.core.plan.proof import Proof

_Home = TypeVar("_Home", RegisterHome, ScorecardHome)
_UnitsOf = dict[str, tuple[str, ...]]


def read_registers(proof: Proof, units: dict[str, Unit], clauses: Iterable[Clause]) -> dict[str, RegisterHome]:
    """Register → its clauses and units; a plan without registers.yaml keeps none."""

    def home(node: Node, name: str) -> RegisterHome:
        found = RegisterHome(node.texts("clauses"), node.texts("units"), node.texts("answers"), _offices(node, name))
        for number, unit in enumerate(found.answers):
            if unit not in found.units:
                node.fault(f"answers[{number}]", f"“{unit}”不是这本台账的单位", f"{'、'.join(found.units)} 之一")
        for answer, unit in found.offices:
            if unit not in found.units:
                node.fault(f"offices.{answer}", f"“{unit}”不是这本台账的单位", f"{'、'.join(found.units)} 之一")
        return found

    return _read(proof, "registers", home, units, clauses)


def read_scorecards(proof: Proof, units: dict[str, Unit], clauses: Iterable[Clause]) -> dict[str, ScorecardHome]:
    """Scorecard → its clauses, units, who is scored, full marks; a plan without scorecards.yaml uses none."""

    def home(node: Node, card: str) -> ScorecardHome:
        return ScorecardHome(
            clauses=node.texts("clauses"),
            units=node.texts("units"),
            kinds=node.texts("kinds"),
            named=node.texts("named"),
            weights=_weights(node, card),
            since=node.day("since") if "since" in node.content else None,
        )

    return _read(proof, "scorecards", home, units, clauses)


def _read(
    proof: Proof, what: str, home: Callable[[Node, str], _Home], units: dict[str, Unit], clauses: Iterable[Clause]
) -> dict[str, _Home]:
    if not proof.has(f"{what}.yaml"):
        return {}
    file = proof.node(f"{what}.yaml")
    units_of = {clause.id: clause.units for clause in clauses}
    found: dict[str, _Home] = {}
    for node in file.nodes(what):
        name = node.text("id")
        proof.once(node, name, list(found))
        node.also_called(name)
        found[name] = home(node, name)
        _check(proof, node, found[name], list(units), units_of)
        node.done()
    file.done()
    return found


def _check(proof: Proof, node: Node, home: RegisterHome | ScorecardHome, units: list[str], units_of: _UnitsOf) -> None:
    """Note clauses and units that the plan does not know, and units that none of the clauses names."""
    for number, clause in enumerate(home.clauses):
        proof.known(node, f"clauses[{number}]", clause, list(units_of), what="plan.yaml 里的条款")
    for number, unit in enumerate(home.units):
        proof.known(node, f"units[{number}]", unit, units, what="units.yaml 里的单位")
    named = {unit for clause in home.clauses for unit in units_of.get(clause, ())}
    for number, unit in enumerate(home.units):
        if unit in units and unit not in named:
            node.fault(f"units[{number}]", f"“{unit}”不是这些条款的责任单位", f"{'、'.join(sorted(named))} 之一")
    for key in ("clauses", "units"):
        if not getattr(home, key):
            node.fault(key, "是空的", "至少一个")


def _offices(node: Node, register: str) -> tuple[tuple[str, str], ...]:
    inner = node.part("offices", example="选项: 单位，例如 {forestry: forestry_bureau}")
    if inner is None:
        return ()
    inner.also_called(f"{register}.offices")
    return tuple((str(answer), inner.text(str(answer))) for answer in inner.content)


def _weights(node: Node, card: str) -> dict[str, Decimal]:
    inner = node.part("weights", example='项目: 满分，例如 {inventions: "20"}')
    if inner is None:
        return {}
    inner.also_called(f"{card}.weights")
    return {str(item): inner.number(str(item)) for item in inner.content}
