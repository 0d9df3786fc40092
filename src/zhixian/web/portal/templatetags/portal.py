"""Template words of the portal: rules and their amounts in words, facts of a trace in Chinese."""

from datetime import date
from decimal import Decimal

from django import template

from zhixian.core.kernel.money import plain, yuan
from zhixian.core.plan.model import Amount
from zhixian.core.rules.sentences import NO_CAP
from zhixian.web.kit.clock import today
from zhixian.web.kit.plan import the_plan

register = template.Library()
PER = {"year": "每家企业每年", "ever": "每家企业历年合计", "right": "每件", "loan": "每笔", "project": "每个项目"}


@register.filter
def words(text: str) -> list[str]:
    """A text cut at its blanks."""
    return text.split()


@register.filter
def amount_words(amount: Amount) -> str:
    """比例 30%, 比例 40%（原文没有写上限）, 每件 150,000 元, 上限 100,000 元（每家企业每年）."""
    without = f"（{NO_CAP}）" if amount.uncapped else ""
    if amount.kind == "share":
        return f"比例 {plain(amount.value)}%{without}"
    sum_words = f"{yuan(int(amount.value))} 元{without}"
    scope = PER.get(amount.per or "", "")
    return f"上限 {sum_words}（{scope}）" if amount.kind == "cap" else f"{scope} {sum_words}".strip()


@register.filter
def rule_summary(rule: str) -> str:
    """What the plan gives, in its own words, today."""
    day: date = today()
    in_force = [
        amount.quote
        for amount in the_plan().amounts
        if amount.incentive == rule and amount.effective <= day and (amount.until is None or day < amount.until)
    ]
    return "；".join(dict.fromkeys(in_force)) or "现在没有施行中的标准"


@register.filter
def fen_words(value: Decimal) -> str:
    """Fen of an amount as 元."""
    return yuan(int(value))
