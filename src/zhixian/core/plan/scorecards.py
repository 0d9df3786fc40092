"""Which scorecards a place uses, for whom, in whose hands."""

from collections.abc import Iterable
from decimal import Decimal

from zhixian.core.kernel.yaml_file import Node
from zhixian.core.plan.model import Clause, ScorecardHome, Unit
from zhixian.core.plan.proof import Proof
from zhixian.core.plan.registers import HomeUnits, check_home


def read_scorecards(proof: Proof, units: dict[str, Unit], clauses: Iterable[Clause]) -> dict[str, ScorecardHome]:
    """Scorecard → its clauses, units, who is scored, full marks; a plan without scorecards.yaml uses none."""
    if not proof.has("scorecards.yaml"):
        return {}
    file = proof.node("scorecards.yaml")
    known = HomeUnits(list(units), {clause.id: clause.units for clause in clauses})
    found: dict[str, ScorecardHome] = {}
    for node in file.nodes("scorecards"):
        card = node.text("id")
        proof.once(node, card, list(found))
        node.also_called(card)
        found[card] = ScorecardHome(
            clauses=node.texts("clauses"),
            units=node.texts("units"),
            kinds=node.texts("kinds"),
            named=node.texts("named"),
            weights=_weights(node, card),
        )
        check_home(proof, node, found[card], known)
        node.done()
    file.done()
    return found


def _weights(node: Node, card: str) -> dict[str, Decimal]:
    node.read.add("weights")
    content = node.content.get("weights")
    if content is None:
        return {}
    if not isinstance(content, dict):
        node.fault("weights", f"{content!r}", '项目: 满分，例如 {inventions: "20"}')
        return {}
    inner = Node(node.file, node.key("weights"), content, node.faults)
    inner.also_called(f"{card}.weights")
    return {str(item): inner.number(str(item)) for item in content}
