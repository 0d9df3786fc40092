"""Checks of the registers about money: loans, policies, claims, deductions, projects. What cannot be is grave, what is unlikely is told."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from zhixian.core.finance.deduction_law import deduction_law, percent
from zhixian.core.kernel.folding import folded
from zhixian.core.kernel.money import half_up, yuan
from zhixian.core.registers.rows import Finding

Values = Mapping[str, Any]


def loan_terms(values: Values, as_of: date) -> list[Finding]:
    """A loan of a class that its days contradict."""
    if values.get("repaid") or values["due"] >= as_of.isoformat() or values["quality"] != "normal":
        return []
    over = (as_of - date.fromisoformat(values["due"])).days
    words = f"{values['due']} 到期没有还清，逾期 {over} 天，贷款质量还写“正常”"
    return [Finding("loan_terms", words, grave=False)]


def policy_terms(policy: Values, others: Sequence[Values], as_of: date) -> list[Finding]:
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


def _overlaps(policy: Values, other: Values) -> bool:
    alike = all(folded(str(policy.get(name) or "")) == folded(str(other.get(name) or "")) for name in ("insured", "kind", "rights"))  # fmt: skip
    return alike and policy["begins"] <= other["ends"] and other["begins"] <= policy["ends"]


def claim_terms(claim: Values, others: Sequence[Values]) -> list[Finding]:
    """A claim that is there twice. `others` are the other claims on the policy."""
    same = [one["number"] for one in others if one["occurred_on"] == claim["occurred_on"]]
    if not same:
        return []
    words = f"同一保单同一天出险还有报案 {'、'.join(same[:5])}：是不是一次出险报了两次"
    return [Finding("claim_terms", words, grave=False)]


def deduction_terms(values: Values) -> list[Finding]:
    """A deduction beyond what the law of its year gives at most, of a year that was not over, or without law here."""
    check, law, found = "deduction_terms", deduction_law(), []
    year, costs = values["year"], values["costs"]
    if year >= date.fromisoformat(values["declared_on"]).year:
        found.append(Finding(check, f"{values['declared_on']} 申报时 {year} 年度还没有结束"))
    if year < law.first:
        return [*found, Finding(check, f"{year} 年度：{law.earlier}", grave=False)]
    if year > law.reviewed:
        words = f"文件只核到 {law.reviewed} 年度，{year} 年度的比例没有核过，扣除额没有核"
        return [*found, Finding(check, words, grave=False)]
    share = max(law.rate(kind, year).highest for kind in law.kinds)
    most = half_up(costs * share.numerator, share.denominator)
    if values["deducted"] > most:
        words = f"加计扣除 {yuan(values['deducted'])} 元，多于费用 {yuan(costs)} 元 × {percent(share)}（{year} 年度最高的比例）= {yuan(most)} 元"
        found.append(Finding(check, words))
    return found


def project_terms(values: Values) -> list[Finding]:
    """A project of another year than it was filed for."""
    applied = date.fromisoformat(values["applied_on"]).year
    if applied - 1 <= values["year"] <= applied + 1:
        return []
    return [Finding("project_terms", f"资金年度 {values['year']}，申请日 {values['applied_on']}，相差一年以上")]
