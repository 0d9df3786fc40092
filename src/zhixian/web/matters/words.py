"""How values of facts and answers are said to people."""

from datetime import date
from typing import Any

from zhixian.core.kernel.money import yuan
from zhixian.core.registry.kind_words import KIND_WORDS
from zhixian.core.registry.places import full_name_of
from zhixian.core.workflow.model import FormField

FACT_NAMES = {
    "party": "登记主体", "party_name": "申请人", "credit_code": "统一社会信用代码", "party_kind": "主体类型", "party_region": "主体所在地",
    "loan_id": "贷款编号", "lender_name": "贷款银行", "principal": "本金", "drawn": "放款日", "due": "到期日", "repaid": "还清日",
    "pledged_kinds": "质押权利的类型", "pledged_rights": "质押的权利", "right_id": "权利编号", "kind": "类型", "gi": "地理标志",
    "region": "所在地", "registered": "注册日", "number": "号码", "title": "名称", "project_id": "项目编号", "cost": "费用", "completed": "完成日",
}  # fmt: skip
"""What facts are called where a matter has no name of its own for them."""


def said(kind: str, value: Any) -> str:
    """A fact or answer of some kind, in words."""
    if value in (None, "", []):
        return "—"
    if kind == "money":
        return f"{yuan(int(value))} 元"
    if kind == "yes_no":
        return "是" if value in (True, "yes") else "否"
    if kind in {"word", "words"}:
        return "、".join(KIND_WORDS.get(word, word) for word in ([value] if isinstance(value, str) else value))
    if kind == "region":
        return full_name_of(str(value)) or str(value)
    if isinstance(value, list | tuple):
        return "；".join(map(str, value))
    return value.isoformat() if isinstance(value, date) else str(value)


def answer_said(field: FormField, value: Any) -> str:
    """An answer in words, choices by their names."""
    if field.choices and value not in (None, "", []):
        names = dict(field.choices)
        return "、".join(names.get(one, one) for one in ([value] if isinstance(value, str) else value))
    return said(field.kind, value)


def masked(text: str) -> str:
    """The last four characters of a long one, enough to tell two accounts apart; of a name the last only."""
    kept = 4 if len(text) > 8 else 1
    return "*" * (len(text) - kept) + text[-kept:] if len(text) > 1 else "*"
