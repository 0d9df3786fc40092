"""Proves what a plan promises against the rules that pay it: every amount has a place in its rule, every open norm a finder."""

from difflib import get_close_matches

from zhixian.core.kernel.faults import Fault, Faults
from zhixian.core.kernel.money import LARGEST_FEN, yuan
from zhixian.core.plan.model import Amount, Plan
from zhixian.core.plan.refused import PlanRefused
from zhixian.core.rules.definition import Definitions, Incentive
from zhixian.core.rules.parameters import FINEST_SHARE, KINDS, fraction

FILE = "amounts.yaml"


def prove_amounts(plan: Plan, definitions: Definitions) -> None:
    """Raises PlanRefused with every fault of `amount_faults`."""
    faults = amount_faults(plan, definitions)
    if faults:
        raise PlanRefused(str(plan.folder), faults)


def amount_faults(plan: Plan, definitions: Definitions) -> list[Fault]:
    """Every amount or open norm of a plan that its rule could not use as written, by the id it has in amounts.yaml."""
    faults = Faults(lines=plan.lines)
    for amount in plan.amounts:
        rule = definitions.incentives.get(amount.incentive)
        if rule is None:
            near = get_close_matches(amount.incentive, list(definitions.incentives), n=1)
            expected = "奖补规则的编号（列在下面）" + (f"，是不是“{near[0]}”？" if near else "；")
            expected += "没有规则用得上的金额，从 amounts 里删去，原文的承诺写进 open_norms"
            faults.add(FILE, f"{amount.id}.incentive", f"“{amount.incentive}”没有定义", expected)
        else:
            _check(faults, amount, rule)
    for rule in definitions.incentives.values():
        _check_complete(faults, [amount for amount in plan.amounts if amount.incentive == rule.id], rule)
    for norm in plan.open_norms:
        if norm.eligible is not None and norm.eligible not in definitions.eligibilities:
            _unknown(faults, f"{norm.id}.eligible", norm.eligible, list(definitions.eligibilities))
    return faults.found


def rule_choices(definitions: Definitions) -> list[str]:
    """What an amount may be for, a line each with its parameters, for the editor of a plan."""
    lines = [
        f"    {rule.id}　{rule.name}："
        + "、".join(f"{name}（{KINDS[kind]} {kind}）" for name, kind in rule.parameters.items())
        for rule in definitions.incentives.values()
    ]
    return ["  amounts.yaml 的 incentive 可用的奖补规则，和它的 parameter（kind）：", *lines]


def _unknown(faults: Faults, key: str, found: str, known: list[str]) -> None:
    faults.unknown(FILE, key, found, known, what="、".join(known))


def _scopes(rule: Incentive, kind: str) -> tuple[str | None, ...]:
    """What `per` may say for a kind of amount."""
    if kind == "cap":
        return rule.cap.scopes if rule.cap else ()
    return (None, rule.per) if kind == "fixed" else (None,)


def _check(faults: Faults, amount: Amount, rule: Incentive) -> None:
    kinds = rule.parameters
    if amount.parameter not in kinds:
        _unknown(faults, f"{amount.id}.parameter", amount.parameter, list(kinds))
        return
    if amount.uncapped and rule.cap is None:
        faults.add(FILE, f"{amount.id}.uncapped", f"{rule.name}没有上限这个标准", "去掉 uncapped")
    kind = kinds[amount.parameter]
    if amount.kind != kind:
        faults.add(FILE, f"{amount.id}.kind", f"“{amount.kind}”", f"{kind}（{rule.name}的 {amount.parameter}）")
        return
    scopes = _scopes(rule, kind)
    if amount.per not in scopes:
        expected = "、".join(scope or "不写" for scope in scopes)
        faults.add(FILE, f"{amount.id}.per", f"“{amount.per}”", f"{expected}（{rule.name}）")
    if kind == "share" and FINEST_SHARE % fraction(amount).denominator:
        faults.add(FILE, f"{amount.id}.value", f"{amount.value}%", "最多四位小数的百分数")
    if kind != "share" and amount.value > LARGEST_FEN:
        faults.add(FILE, f"{amount.id}.value", f"{yuan(int(amount.value))} 元", f"不超过 {yuan(LARGEST_FEN)} 元")


def _check_complete(faults: Faults, amounts: list[Amount], rule: Incentive) -> None:
    """A rule that the plan gives anything to has a value for each of its parameters, all from the same day on.

    The cap may be missing, or set by a later decision, where the text promises without one.
    """
    given = {amount.parameter for amount in amounts}
    uncapped = [amount for amount in amounts if amount.uncapped]
    for parameter, kind in rule.parameters.items():
        if given and parameter not in given and not (kind == "cap" and uncapped):
            ids = "、".join(amount.id for amount in amounts)
            expected = f"再加一行 parameter: {parameter}，kind: {kind}；{_where_the_text_has_none(amounts, rule, kind)}"
            line = faults.line_of(FILE, amounts[0].id)
            faults.add(FILE, ids, f"{rule.name}没有写 {parameter}", expected, line=line)
    backwards = sorted(amounts, key=lambda amount: amount.effective, reverse=True)
    first = {amount.parameter: amount for amount in backwards if amount.parameter in rule.parameters}
    begin = min((amount.effective for amount in first.values()), default=None)
    for amount in first.values():
        if amount.effective != begin and not (amount.kind == "cap" and uncapped):
            expected = f"{begin}（{rule.name}自这一天起施行，缺 {amount.parameter} 的日子不发放）"
            faults.add(FILE, f"{amount.id}.effective", f"“{amount.effective}”", expected)
    caps = [amount for amount in amounts if amount.kind == "cap"]
    for amount in uncapped:
        if cap := next((cap for cap in caps if cap.effective <= amount.effective), None):
            faults.add(FILE, f"{amount.id}.uncapped", f"又写了上限 {cap.id}", "去掉 uncapped，或者删去这一条上限")


def _where_the_text_has_none(amounts: list[Amount], rule: Incentive, kind: str) -> str:
    """What to do about a parameter that no word of the text fixes: a rule pays without a cap, never without a share or sum."""
    if kind == "cap":
        promise = next((amount.id for amount in amounts if amount.parameter in (rule.share, rule.fixed)), "比例")
        return f"原文没有写上限的，在 {promise} 写 uncapped: true"
    return f"原文没有写{KINDS[kind]}的，从 amounts 里删去 {rule.id} 各条，这项承诺写进 open_norms"
