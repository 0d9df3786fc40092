"""The goals of a plan with a figure, each proved against the words it comes from."""

from datetime import date

from zhixian.core.plan.model import Target
from zhixian.core.plan.proof import Proof


def read_targets(proof: Proof, places: list[str], horizon: date) -> tuple[Target, ...]:
    """The targets in targets.yaml. `places` are ids of clauses and parts, `horizon` the plan's last day."""
    file = proof.node("targets.yaml")
    found: list[Target] = []
    for node in file.nodes("targets"):
        quote, _ = proof.quoted(node)
        target = Target(
            id=node.text("id"),
            clause=node.text("clause"),
            name=node.text("name"),
            goal=node.number("goal"),
            unit=node.text("unit"),
            due=node.day("due"),
            quote=quote,
            derived=node.text("derived", default=None),
        )
        span = proof.placing.prove(node, "quote", quote, target.clause, counts=target.derived is None)
        if span and target.derived is None:
            if node.is_sound("goal"):  # else what is wrong with it is told already
                proof.figures.prove_goal(node, target, span)
            if target.due > date.min:
                proof.figures.prove_due(node, target, span, horizon)
        proof.once(node, target.id, [t.id for t in found])
        node.also_called(target.id)
        proof.known(node, "clause", target.clause, places, what="条款编号")
        found.append(target)
        node.done()
    file.done()
    return tuple(found)
