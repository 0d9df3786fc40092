"""Checks of loans, deductions, projects and rewards: what cannot be is grave, what is unlikely is told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from zhixian.core.finance.deduction_law import deduction_law, percent
from zhixian.core.kernel.folding import folded
from zhixian.core.kernel.in_force import in_force
from zhixian.core.kernel.money import half_up, yuan
from zhixian.core.registers.rows import Finding


@dataclass(frozen=True, slots=True)
class Reward:
    """From which day of grant, the least reward in fen by kind of patent, and the article."""

    effective: date
    least: Mapping[str, int]
    basis: str


REWARDS = (
    Reward(
        date(2010, 2, 1),
        {"invention": 300_000, "utility_model": 100_000, "design": 100_000},
        "专利法实施细则（2010年修订）第77条",
    ),
    Reward(
        date(2024, 1, 20),
        {"invention": 400_000, "utility_model": 150_000, "design": 150_000},
        "专利法实施细则（2023年修订）第93条",
    ),
)
"""The later take the place of the earlier."""


USUAL_RATE = 24
"""Percent a year above which a rate was rather typed wrongly; no limit of any law."""
MOST_LOANS = 5
"""Loans of one number that are named."""


def loan_terms(values: Mapping[str, Any], as_of: date) -> list[Finding]:
    """A loan of a class that its days contradict, and a rate that was rather typed wrongly."""
    found, rate = [], values.get("yearly_rate")
    if not values.get("repaid") and values["due"] < as_of.isoformat() and values["quality"] == "normal":
        over = (as_of - date.fromisoformat(values["due"])).days
        words = f"{values['due']} 到期没有还清，逾期 {over} 天，贷款质量还写“正常”"
        found.append(Finding("loan_terms", words, grave=False))
    if rate not in (None, "") and Decimal(str(rate)) > USUAL_RATE:
        words = f"年利率 {rate}% 高于 {USUAL_RATE}%，核对是不是写错了：写一年的百分数，例如 4.35"
        found.append(Finding("loan_terms", words, grave=False))
    return found


def pledge_number_once(values: Mapping[str, Any], others: Sequence[Mapping[str, Any]]) -> list[Finding]:
    """A number of a registered pledge that other loans of the register name as well, which it can where one pledge secures several loans
    of one bank to one borrower, and stands or falls for all of them. Another bank's loans are counted and not named."""
    if not others or not values.get("pledge_number"):
        return []
    own = [one for one in others if _alike(one, values, "lender")]
    named = "、".join(one["loan"] for one in own[:MOST_LOANS]) + ("等" if len(own) > MOST_LOANS else "")
    strange = [f"别的银行的 {len(others) - len(own)} 笔贷款"] if len(own) < len(others) else []
    whose = "、".join([*([f"贷款 {named}"] if own else []), *strange])
    why = []
    if strange or not all(_alike(one, values, "borrower") for one in own):
        why.append("银行或借款企业不同")
    if any((one.get("pledged_on") or "") != (values.get("pledged_on") or "") for one in others):
        why.append("质押登记日不同")
    if any(bool(one.get("released_on")) != bool(values.get("released_on")) for one in others):
        why.append("有的已经解除、有的没有")
    words = f"质押登记号 {values['pledge_number']} 在本台账里还写给了{whose}"
    if why:
        return [Finding("pledge_number_once", f"{words}，而{'，'.join(why)}：一个登记号是一次登记，核对登记号")]
    return [Finding("pledge_number_once", f"{words}：一次登记担保几笔贷款的才这样写，核对登记号", grave=False)]


def _alike(one: Mapping[str, Any], other: Mapping[str, Any], field: str) -> bool:
    return folded(str(one.get(field) or "")) == folded(str(other.get(field) or ""))


def deduction_terms(values: Mapping[str, Any]) -> list[Finding]:
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


def project_terms(values: Mapping[str, Any]) -> list[Finding]:
    """A project of another year than it was filed for."""
    applied = date.fromisoformat(values["applied_on"]).year
    if applied - 1 <= values["year"] <= applied + 1:
        return []
    return [Finding("project_terms", f"资金年度 {values['year']}，申请日 {values['applied_on']}，相差一年以上")]


def reward_minimum(values: Mapping[str, Any]) -> list[Finding]:
    """A reward below the least that the rules of its day of grant set where nothing was agreed on."""
    granted = date.fromisoformat(values["granted_on"])
    if values["agreed"] == "yes" or granted < REWARDS[0].effective or values.get("reward") is None:
        return []
    rule = in_force(REWARDS, granted)
    fen = rule.least[values["kind"]]
    if values["reward"] >= fen:
        return []
    words = f"没有约定的，奖金不少于 {yuan(fen)} 元，这里是 {yuan(values['reward'])} 元，差 {yuan(fen - values['reward'])} 元"
    return [Finding("reward_minimum", words, rule.basis)]
