"""What a plan promises in money: amounts with a figure, and norms that wait for one."""

from datetime import date
from decimal import Decimal

from zhixian.core.kernel.yaml_file import Node
from zhixian.core.plan.figures import is_of_the_text
from zhixian.core.plan.heads import prove_scope
from zhixian.core.plan.model import Amount, OpenNorm
from zhixian.core.plan.proof import Proof

AMOUNT_KINDS = {"fixed": "yuan", "cap": "yuan", "share": "percent"}
"""Kind of a money rule's value and the measure it is written in."""
SCOPES = ("year", "ever", "right")


def read_amounts(proof: Proof, places: list[str], issued: date) -> tuple[tuple[Amount, ...], tuple[OpenNorm, ...]]:
    """Amounts in fen or percent, and open norms. `places` are ids of clauses and parts, `issued` the plan's day."""
    file = proof.node("amounts.yaml")
    amounts: list[Amount] = []
    for node in file.nodes("amounts", default=[]):
        amount = _amount(proof, node, issued)
        proof.once(node, amount.id, [a.id for a in amounts])
        node.also_called(amount.id)
        proof.known(node, "clause", amount.clause, places, what="条款编号")
        for other in amounts:
            if (other.incentive, other.parameter) != (amount.incentive, amount.parameter):
                continue
            if _overlap(other, amount):
                node.fault("effective", f"与 {other.id} 的有效期重叠", f"先给 {other.id} 写上 until")
            if other.per != amount.per:
                node.fault(
                    "per",
                    f"“{amount.per or '未写'}”",
                    f"与 {other.id} 相同（{other.per or '不写'}），范围不能中途改变",
                )
        amounts.append(amount)
        node.done()
    norms: list[OpenNorm] = []
    for node in file.nodes("open_norms", default=[]):
        norm = OpenNorm(
            id=node.text("id"),
            incentive=node.text("incentive", default=None) or node.text("id"),
            clause=node.text("clause"),
            quote=proof.quoted(node, key="unset")[0],
            eligible=node.text("eligible", default=None),
            why_not_counted=node.text("why_not_counted", default=None),
        )
        proof.placing.prove(node, "unset", norm.quote, norm.clause)
        proof.once(node, norm.id, [n.id for n in norms])
        proof.known(node, "clause", norm.clause, places, what="条款编号")
        if (norm.eligible is None) == (norm.why_not_counted is None):
            node.fault(
                "eligible",
                "eligible 与 why_not_counted 要写且只写一个",
                "符合条件者的算法编号，或说明为什么数不出来",
            )
        node.also_called(norm.id)
        norms.append(norm)
        node.done()
    file.done()
    return tuple(amounts), tuple(norms)


def _amount(proof: Proof, node: Node, issued: date) -> Amount:
    kind, value, per = _figure(proof, node)
    effective = node.day("effective")
    until = node.day("until", default=None)
    if until is not None and until <= effective:
        node.fault("until", f"{until} 不晚于 effective", "失效日在生效日之后")
    source = node.text("source", default=None)
    must_quote = source is None or bool(node.content.get("quote"))
    quote, span = proof.quoted(node) if must_quote else (node.text("quote", default=""), None)
    derived = node.text("derived", default=None)
    of_the_text = _prove_beginning(proof, node, source, effective, issued)
    amount = Amount(
        id=node.text("id"),
        incentive=node.text("incentive"),
        parameter=node.text("parameter"),
        clause=node.text("clause"),
        kind=kind,
        value=value,
        per=per,
        effective=effective,
        until=until,
        quote=quote,
        source=source or "",
        derived=derived,
        uncapped=node.flag("uncapped"),
        on_top_of=proof.quoted(node, key="on_top_of")[0] if node.content.get("on_top_of") else None,
    )
    placed = proof.placing.prove(node, "quote", quote, amount.clause, counts=derived is None) if span else None
    if amount.on_top_of and placed and proof.placing.holds(amount.clause, placed):
        proof.placing.prove(node, "on_top_of", amount.on_top_of, amount.clause)
    sound = node.is_sound("value") and node.is_sound("kind") and node.is_sound("unit")
    if kind == "cap" and span and derived is None:
        prove_scope(node, per, quote)
    if amount.uncapped and kind == "cap":
        node.fault("uncapped", "写在上限上", "写在没有上限的比例或定额那一条上")
    elif amount.uncapped and span and derived is None:
        proof.figures.prove_uncapped(node, placed or span)
    if of_the_text and span and derived is None and sound:
        proof.figures.prove_value(node, amount, placed or span)
    return amount


def _figure(proof: Proof, node: Node) -> tuple[str, Decimal, str | None]:
    """Kind, value in fen or percent, and what it counts for."""
    kind = node.text("kind")
    proof.known(node, "kind", kind, list(AMOUNT_KINDS), what="金额种类")
    unit = node.text("unit")
    if kind in AMOUNT_KINDS and unit != AMOUNT_KINDS[kind]:
        node.fault("unit", f"“{unit}”", AMOUNT_KINDS[kind])
    per = node.text("per", default=None)
    if per is not None:
        proof.known(node, "per", per, list(SCOPES), what="范围")
    elif kind == "cap":
        node.fault("per", "上限没有写范围", "year（每年）或 ever（历年合计）")
    value = node.number("value")
    if kind == "share" and value > 100:
        node.fault("value", f"{value}%", "不超过 100 的百分数")
    if unit == "yuan":
        fen = value * 100
        if fen != fen.to_integral_value():
            node.fault("value", f"{value} 元", "到分为止")
        value = Decimal(int(fen))
    return kind, value, per


def _prove_beginning(proof: Proof, node: Node, source: str | None, effective: date, issued: date) -> bool:
    """Whether a figure is the text's own; it begins when the text says, what a decision changed on that decision's word."""
    term = proof.figures.term(issued)
    of_the_text = is_of_the_text(source, term)
    begins = (term.start if term else None) or issued
    if source is None and effective not in (date.min, issued, begins):
        node.fault("source", f"{effective} 起的数没有依据", "决定的文号和日期；方案本身的数自印发之日起生效")
    elif of_the_text and term and effective not in (date.min, begins):
        node.fault("effective", f"{effective}，原文写明“{term.words}”", str(begins))
    return of_the_text


def _overlap(one: Amount, other: Amount) -> bool:
    return (one.until is None or other.effective < one.until) and (other.until is None or one.effective < other.until)
