"""Who handles which matter in a place, under which clause."""

from collections.abc import Collection
from dataclasses import dataclass, field

from zhixian.core.kernel.yaml_file import Node
from zhixian.core.plan.document_series import prove_prefix
from zhixian.core.plan.model import Unit
from zhixian.core.plan.proof import Proof


@dataclass(frozen=True, slots=True)
class MattersHere:
    """The prefix of dossier numbers, matter → step → units, and matter → clause where the file says one."""

    prefix: str = ""
    units: dict[str, dict[str, tuple[str, ...]]] = field(default_factory=dict)
    clauses: dict[str, str] = field(default_factory=dict)


def read_matter_units(proof: Proof, units: dict[str, Unit], clauses: Collection[str]) -> MattersHere:
    """What matters.yaml says, `clauses` being the ids of the plan's; a plan without the file runs none."""
    if not proof.has("matters.yaml"):
        return MattersHere()
    file = proof.node("matters.yaml")
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    written: dict[str, str] = {}
    for node in file.nodes("matters"):
        matter = node.text("id")
        proof.once(node, matter, list(found))
        node.also_called(matter)
        example = '步骤: [单位]，例如 {"*": [science_bureau], payment: [finance_bureau]}'
        inner = node.part("units", example=example, needed=True) or Node(node.file, node.key("units"), {}, proof.faults)
        if node.content.get("units") == {}:
            node.fault("units", "{}", example)
        inner.also_called(f"{matter}.units")
        found[matter] = {str(step): inner.texts(str(step)) for step in inner.content}
        for step, listed in found[matter].items():
            for number, unit in enumerate(listed):
                proof.known(inner, f"{step}[{number}]", unit, list(units), what="units.yaml 里的单位")
        if clause := node.text("clause", default=""):
            proof.known(node, "clause", clause, clauses, what="plan.yaml 里的条款")
            written[matter] = clause
        node.done()
    prefix = file.text("prefix", example="某知办")
    prove_prefix(file, "prefix", prefix)
    file.done()
    return MattersHere(prefix, found, written)
