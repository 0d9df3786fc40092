"""Who handles which matter in a place."""

from zhixian.core.kernel.yaml_file import Node
from zhixian.core.plan.model import Unit
from zhixian.core.plan.proof import Proof


def read_matter_units(proof: Proof, units: dict[str, Unit]) -> tuple[str, dict[str, dict[str, tuple[str, ...]]]]:
    """The prefix of dossier numbers, and matter → step → units; a plan without matters.yaml runs none."""
    if not proof.has("matters.yaml"):
        return "", {}
    file = proof.node("matters.yaml")
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for node in file.nodes("matters"):
        matter = node.text("id")
        proof.once(node, matter, list(found))
        node.also_called(matter)
        node.read.add("units")
        steps = node.content.get("units")
        if not isinstance(steps, dict) or not steps:
            node.fault("units", f"{steps!r}", '步骤: [单位]，例如 {"*": [science_bureau], payment: [finance_bureau]}')
            steps = {}
        inner = Node(node.file, node.key("units"), steps, proof.faults)
        inner.also_called(f"{matter}.units")
        found[matter] = {str(step): inner.texts(str(step)) for step in steps}
        for step, listed in found[matter].items():
            for number, unit in enumerate(listed):
                proof.known(inner, f"{step}[{number}]", unit, list(units), what="units.yaml 里的单位")
        node.done()
    prefix = file.text("prefix", example="某知办")
    file.done()
    return prefix, found
