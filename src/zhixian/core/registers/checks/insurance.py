"""Checks of policies and claims, each against the others."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from zhixian.core.kernel.folding import folded
from zhixian.core.kernel.money import yuan
from zhixian.core.registers.rows import Finding

SUM_INSURED = "保险法第18条"
"""The sum insured is the most that the insurer owes."""


def policy_left(policy: Mapping[str, Any], claims: Sequence[Mapping[str, Any]]) -> list[Finding]:
    """What was paid on a policy and what is left of the sum insured; nothing before anything was paid. `claims` are those on it."""
    paid, insured = sum(claim.get("paid") or 0 for claim in claims), policy["sum_insured"]
    if not paid:
        return []
    words = f"已赔付 {yuan(paid)} 元，保险金额 {yuan(insured)} 元，"
    if paid > insured:
        return [Finding("policy_left", f"{words}超出 {yuan(paid - insured)} 元", SUM_INSURED)]
    return [Finding("policy_left", f"{words}还剩 {yuan(insured - paid)} 元", SUM_INSURED, grave=False)]


def within_policy(
    claim: Mapping[str, Any], policy: Mapping[str, Any] | None, others: Sequence[Mapping[str, Any]]
) -> list[Finding]:
    """Whether a claim has a policy and is of who is insured by it, its loss falls into the policy's time, and the sum insured holds it after the other claims.

    `others` are the other claims on the policy; what counts of them is what was paid. The day on which the insurance ends belongs
    to it, as policies write it.
    """
    if policy is None:
        return [
            Finding("within_policy", f"没有录入保单 {claim['policy']}，核不了保险期间和保额", SUM_INSURED, grave=False)
        ]
    found = []
    if not policy["begins"] <= claim["occurred_on"] <= policy["ends"]:
        words = f"{claim['occurred_on']} 出险，保险期间是 {policy['begins']} 至 {policy['ends']}"
        found.append(Finding("within_policy", words, "保险法第14条"))
    insured = policy.get("insured"), claim.get("insured")
    if all(insured) and len(set(map(folded, map(str, insured)))) > 1:
        found.append(Finding("within_policy", f"被保险人写的是{insured[1]}，保单的被保险人是{insured[0]}"))
    before = sum(other.get("paid") or 0 for other in others)
    left = max(0, policy["sum_insured"] - before)
    for name, word in (("paid", "赔付"), ("claimed", "索赔")):
        wanted = claim.get(name) or 0
        if wanted > left:
            words = f"{word} {yuan(wanted)} 元，保险金额 {yuan(policy['sum_insured'])} 元，别的理赔已赔 {yuan(before)} 元，只剩 {yuan(left)} 元"
            found.append(Finding("within_policy", words, SUM_INSURED, grave=name == "paid"))
            break
    return found


def policy_terms(policy: Mapping[str, Any], others: Sequence[Mapping[str, Any]], as_of: date) -> list[Finding]:
    """A policy whose premium has not come by its day, or that is there twice. `others` are the other policies that may be known."""
    check, found = "policy_terms", []
    due = policy.get("premium_due")
    if due and due < as_of.isoformat() and not policy.get("premium_paid_on"):
        found.append(Finding(check, f"保险费 {due} 应交，还没有写交费日：核对保单是不是生效"))
    same = [one for one in others if _overlaps(policy, one)]
    if same:
        told = "、".join(f"{one['policy']}（{one['begins']} 至 {one['ends']}）" for one in same[:5])
        found.append(Finding(check, f"同一被保险人、险种和权利在同一期间还有保单 {told}：是不是录重了", grave=False))
    return found


def _overlaps(policy: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    alike = all(folded(str(policy.get(name) or "")) == folded(str(other.get(name) or "")) for name in ("insured", "kind", "rights"))  # fmt: skip
    return alike and policy["begins"] <= other["ends"] and other["begins"] <= policy["ends"]


def claim_terms(claim: Mapping[str, Any], others: Sequence[Mapping[str, Any]]) -> list[Finding]:
    """A claim that is there twice. `others` are the other claims on the policy."""
    same = [one["number"] for one in others if one["occurred_on"] == claim["occurred_on"]]
    if not same:
        return []
    words = f"同一保单同一天出险还有报案 {'、'.join(same[:5])}：是不是一次出险报了两次"
    return [Finding("claim_terms", words, grave=False)]
