"""How values of facts and answers are said to people."""

from datetime import date
from typing import Any

from zhixian.core.kernel.money import yuan
from zhixian.core.workflow.model import FormField

WORDS = {
    "invention": "发明专利",
    "utility_model": "实用新型专利",
    "design": "外观设计专利",
    "trademark": "商标",
    "collective_mark": "集体商标",
    "certification_mark": "证明商标",
    "gi_product": "地理标志产品",
    "copyright_work": "作品",
    "software": "软件著作权",
    "plant_variety": "植物新品种",
    "layout_design": "集成电路布图设计",
    "enterprise": "企业",
    "soe": "国有企业",
    "cooperative": "农民专业合作社",
    "farm": "家庭农场",
    "university": "高校",
    "institute": "科研院所",
    "government": "机关单位",
    "association": "协会",
    "individual": "个人",
    "foreign": "境外主体",
    "navigation": "专利导航",
    "industrialisation": "产业化",
}
"""The registry's words, as people say them."""


def said(kind: str, value: Any) -> str:
    """A fact or answer of some kind, in words."""
    if value in (None, "", []):
        return "—"
    if kind == "money":
        return f"{yuan(int(value))} 元"
    if kind == "yes_no":
        return "是" if value in (True, "yes") else "否"
    if kind in {"word", "words"}:
        return "、".join(WORDS.get(word, word) for word in ([value] if isinstance(value, str) else value))
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
    """The last four characters, the rest as stars: enough to tell two accounts apart."""
    return "*" * max(len(text) - 4, 3) + text[-4:] if len(text) > 4 else "*" * len(text)
