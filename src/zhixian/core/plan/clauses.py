"""The parts and clauses of a plan: each quoted in the order of the text, with the units that it names."""

from zhixian.core.kernel.yaml_file import Node
from zhixian.core.plan.model import Clause, Document, Unit
from zhixian.core.plan.proof import Proof
from zhixian.core.plan.unit_names import unnamed_in_quote

_WHOLE = "全文"
"""The section of clauses in a text without headings or title."""


def read_sections(proof: Proof, head: Node) -> tuple[tuple[str, str], ...]:
    """(id, title) of each part of the plan."""
    found = []
    for node in head.nodes("sections", default=[]):
        name, (quote, _) = node.text("id"), proof.quoted(node)
        proof.placing.section(name, quote)
        found.append((name, node.text("title")))
        node.done()
    return tuple(found)


def read_documents(proof: Proof, head: Node, key: str, places: list[str]) -> tuple[Document, ...]:
    """The documents under the key: what the plan rests on, or refers to. `places` are ids of clauses and parts."""
    found = []
    for node in head.nodes(key, default=[]):
        clause = node.text("clause", default=None)
        if clause is not None:
            proof.known(node, "clause", clause, places, what="条款编号")
        quote, _ = proof.quoted(node)
        if clause is not None:
            proof.placing.prove(node, "quote", quote, clause)
        found.append(Document(node.text("title"), node.text("number", default=None), clause, quote))
        node.done()
    return tuple(found)


def read_clauses(proof: Proof, head: Node, units: dict[str, Unit], prefix: str) -> tuple[Clause, ...]:
    """The clauses in the order of the text. `prefix` is what a list of units may leave out (县)."""
    found: list[Clause] = []
    after = 0
    for node in head.nodes("clauses"):
        quote, span = proof.quoted(node, after=after)
        start = span[0] if span else after
        units_quote, units_span = proof.quoted(node, key="units_quote", after=start)
        after = units_span[1] if units_span else start
        listed = node.texts("units")
        lead = node.texts("lead")
        for number, unit in enumerate(listed):
            proof.known(node, f"units[{number}]", unit, list(units), what="units.yaml 里的单位")
        for number, unit in enumerate(lead):
            proof.known(node, f"lead[{number}]", unit, list(listed), what="本条 units 里的单位")
        if not listed:
            node.fault("units", "没有责任单位", "units.yaml 里的单位编号")
        elif units_span and all(unit in units for unit in listed):
            _prove_units(proof, node, [units[unit] for unit in listed], prefix, quote=units_quote, span=units_span)
        derived = node.text("derived", default=None)
        if derived is None and units_span and all(unit in units for unit in lead):
            proof.figures.prove_leads(node, lead, units, prefix, units_span)
        clause = Clause(
            id=node.text("id", example='"18"'),
            title=node.text("title"),
            section=node.text("section"),
            quote=quote,
            units=listed,
            units_quote=units_quote,
            text=proof.words.text[start:after].strip(),
            lead=lead,
            carried_by=node.texts("carried_by"),
            no_system_action=node.text("no_system_action", default=None),
            derived=derived,
        )
        proof.once(node, clause.id, [c.id for c in found])
        proof.head.prove_title(node, clause.title)
        if span:
            proof.placing.clause(clause.id, start)
            if derived is None and clause.section not in ("", _WHOLE, head.content.get("title")):
                proof.placing.prove_section(node, clause.section, start)
        found.append(clause)
        node.done()
    return tuple(found)


def _prove_units(
    proof: Proof, node: Node, listed: list[Unit], prefix: str, *, quote: str, span: tuple[int, int]
) -> None:
    """The units of a clause are those that its text names: none left out, none added."""
    left, missing = unnamed_in_quote(quote, listed, prefix, noted=proof.figures.units_noted(span))
    for name in left:
        node.fault("units", f"原文的责任单位“{name}”没有列入", f"在 units 里加上它（原文：{quote}）")
    for unit in missing:
        node.fault("units", f"“{unit}”不在原文的责任单位里", f"只列原文写明的单位（原文：{quote}）")
