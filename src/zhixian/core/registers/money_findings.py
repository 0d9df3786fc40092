"""Checks of the registers about money: loans, policies, claims, deductions, projects. What cannot be is grave, what is unlikely is told."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from zhixian.core.finance.deduction_law import deduction_law, percent
from zhixian.core.kernel.folding import folded
from zhixian.core.kernel.money import half_up, yuan
from zhixian.core.kernel.periods import add_months
from zhixian.core.kernel.working_days import rolled
from zhixian.core.registers.rows import Finding

Values = Mapping[str, Any]
LIMITATION_MONTHS = 24
LIMITATION = "保险法第26条"
"""Two years from the day on which the loss was known, to claim in property insurance."""
LONGEST_YEARS = 10
"""A policy that runs longer is more likely a slip of the pen."""


def loan_terms(values: Values, as_of: date) -> list[Finding]:
    """A loan of nothing, for no time, or of a class that its days contradict."""
    check, found = "loan_terms", []
    if values["principal"] <= 0:
        found.append(Finding(check, "贷款本金是 0 元"))
    if values["due"] == values["drawn"]:
        found.append(Finding(check, f"放款日和到期日是同一天 {values['due']}"))
    if values.get("released_on") and not values.get("pledged_on"):
        found.append(Finding(check, f"{values['released_on']} 解除质押，没有写质押登记日"))
    if not values.get("repaid") and values["due"] < as_of.isoformat() and values["quality"] == "normal":
        over = (as_of - date.fromisoformat(values["due"])).days
        found.append(Finding(check, f"{values['due']} 到期没有还清，逾期 {over} 天，贷款质量还写“正常”", grave=False))
    return found


def policy_terms(policy: Values, others: Sequence[Values], as_of: date) -> list[Finding]:
    """A policy that insures nothing or for a day, costs more than it pays, whose premium is late or missing, or that is there twice.

    `others` are the other policies that may be known.
    """
    check, found = "policy_terms", []
    insured, premium = policy["sum_insured"], policy["premium"]
    if insured <= 0 or premium <= 0:
        found.append(Finding(check, f"保险金额 {yuan(insured)} 元，保险费 {yuan(premium)} 元，都应大于零"))
    elif premium >= insured:
        found.append(Finding(check, f"保险费 {yuan(premium)} 元不低于保险金额 {yuan(insured)} 元"))
    begins, ends = date.fromisoformat(policy["begins"]), date.fromisoformat(policy["ends"])
    if begins == ends:
        found.append(Finding(check, f"保险期间只有 {begins} 一天"))
    elif ends > add_months(begins, 12 * LONGEST_YEARS):
        found.append(Finding(check, f"保险期间 {begins} 至 {ends}，长于 {LONGEST_YEARS} 年", grave=False))
    found += _premium(policy, as_of)
    same = [one for one in others if _overlaps(policy, one)]
    if same:
        told = "、".join(f"{one['policy']}（{one['begins']} 至 {one['ends']}）" for one in same[:5])
        found.append(Finding(check, f"同一被保险人、险种和权利在同一期间还有保单 {told}：是不是录重了", grave=False))
    return found


def _premium(policy: Values, as_of: date) -> list[Finding]:
    """Whether the premium came by the day that the policy sets; nothing where it sets none."""
    due, paid = policy.get("premium_due"), policy.get("premium_paid_on")
    if not due or (paid and paid <= due):
        return []
    if paid:
        words = f"保险费 {due} 应交，{paid} 才交，晚 {(date.fromisoformat(paid) - date.fromisoformat(due)).days} 天"
        return [Finding("policy_terms", words, grave=False)]
    if due < as_of.isoformat():
        return [Finding("policy_terms", f"保险费 {due} 应交，还没有写交费日：核对保单是不是生效")]
    return []


def _overlaps(policy: Values, other: Values) -> bool:
    alike = all(folded(str(policy.get(name) or "")) == folded(str(other.get(name) or "")) for name in ("insured", "kind", "rights"))  # fmt: skip
    return alike and policy["begins"] <= other["ends"] and other["begins"] <= policy["ends"]


def claim_terms(claim: Values, others: Sequence[Values]) -> list[Finding]:
    """A claim that came too late, was paid beyond what was asked or without a day, or is there twice.

    `others` are the other claims on the policy.
    """
    check, found = "claim_terms", []
    last = rolled(add_months(date.fromisoformat(claim["known_on"]), LIMITATION_MONTHS))
    asked = claim.get("claimed_on")
    if asked and asked > last.isoformat():
        found.append(Finding(check, f"{asked} 提出索赔，晚于时效届满的 {last}", LIMITATION))
    if claim.get("claimed") and not asked:
        found.append(Finding(check, f"索赔 {yuan(claim['claimed'])} 元，没有写提出索赔日", grave=False))
    paid = claim.get("paid") or 0
    if paid and claim.get("claimed") and paid > claim["claimed"]:
        found.append(Finding(check, f"赔付 {yuan(paid)} 元，多于索赔的 {yuan(claim['claimed'])} 元"))
    if bool(paid) != bool(claim.get("paid_on")):
        words = f"赔付 {yuan(paid)} 元，没有写赔付日" if paid else f"{claim['paid_on']} 赔付，没有写赔付金额"
        found.append(Finding(check, words))
    same = [one["number"] for one in others if one["occurred_on"] == claim["occurred_on"]]
    if same:
        words = f"同一保单同一天出险还有报案 {'、'.join(same[:5])}：是不是一次出险报了两次"
        found.append(Finding(check, words, grave=False))
    return found


def deduction_terms(values: Values) -> list[Finding]:
    """A deduction beyond what the law of its year gives at most, of a year that was not over, or without law here."""
    check, law, found = "deduction_terms", deduction_law(), []
    year, costs = values["year"], values["costs"]
    if values["ip_costs"] > costs:
        found.append(Finding(check, f"知识产权费用 {yuan(values['ip_costs'])} 元，多于全部研发费用 {yuan(costs)} 元"))
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
    """A project that asks for nothing, of another year than it was filed for, or whose decision and its day do not go together."""
    check, found = "project_terms", []
    if values["asked"] <= 0:
        found.append(Finding(check, "申请金额是 0 元"))
    applied = date.fromisoformat(values["applied_on"]).year
    if not applied - 1 <= values["year"] <= applied + 1:
        found.append(Finding(check, f"资金年度 {values['year']}，申请日 {values['applied_on']}，相差一年以上"))
    if (values["decision"] == "open") == bool(values.get("decided_on")):
        words = "写了决定日，决定还是“没有定”" if values.get("decided_on") else "写了决定，没有写决定日"
        found.append(Finding(check, words, grave=bool(values.get("decided_on"))))
    return found
