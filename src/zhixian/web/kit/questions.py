"""Questions of definitions as controls of a form."""

from typing import Any

from django import forms

from zhixian.core.workflow.answers import MOST_LONG_TEXT, MOST_TEXT, YES_NO
from zhixian.core.workflow.model import FormField
from zhixian.web.kit.prose import Prose

INPUT_MODES = {
    "money": "decimal",
    "integer": "numeric",
    "decimal": "decimal",
    "percent": "decimal",
    "phone": "tel",
    "mail": "email",
    "bank_account": "numeric",
}
INDUSTRIES = "industries"
"""The list from which an industry is chosen, by name or code."""
PLACES = "places"
"""The list from which a place is chosen by name."""
LISTS = {"industry": INDUSTRIES, "region": PLACES}
COMPLETIONS = {"phone": "tel", "mail": "email"}


def question(field: FormField) -> forms.Field:
    """The control for one question; whether it must be answered and what fits is told by the core, not by Django."""
    attributes = {
        "aria-required": "true" if field.required else "false",
        "inputmode": INPUT_MODES.get(field.kind, ""),
        "autocomplete": COMPLETIONS.get(field.kind, "off"),
        "maxlength": str(field.most or MOST_TEXT) if field.kind == "text" else "",
    }
    attributes = {name: value for name, value in attributes.items() if value}
    given: dict[str, Any] = {"label": field.name, "help_text": _help(field), "required": False}
    if field.kind in {"choice", "yes_no"}:
        widget = forms.RadioSelect()
        return forms.ChoiceField(choices=field.choices or YES_NO, widget=widget, **given)
    if field.kind == "choices":
        return forms.MultipleChoiceField(choices=field.choices, widget=forms.CheckboxSelectMultiple(), **given)
    if field.kind == "long_text":
        attributes["maxlength"] = str(field.most or MOST_LONG_TEXT)
        return forms.CharField(widget=Prose({**attributes, "rows": 4, "class": "form-control"}), **given)
    if field.kind == "rights":  # without `maxlength`, which would cut a number that is pasted
        return forms.CharField(widget=Prose({**attributes, "rows": 3, "class": "form-control"}), **given)
    if field.kind == "day":
        attributes["type"] = "date"
    if field.kind in LISTS:
        attributes["list"] = LISTS[field.kind]
    return forms.CharField(strip=False, widget=forms.TextInput({**attributes, "class": "form-control"}), **given)


def _help(field: FormField) -> str:
    """Which numbers a question takes, then what its definition adds."""
    whole = "整数" if field.kind == "integer" else "数"
    ranges = {
        "money": f"{'零或' if field.zero else ''}大于零，最多两位小数",
        "industry": "输入名称或代码查找，例如“电子设备”或 C39（GB/T 4754—2017 的大类，也可以写到小类代码）",
        "percent": "0 至 100",
        **dict.fromkeys(("integer", "decimal"), f"{whole}，0 {'以上' if field.most is None else f'至 {field.most:,}'}"),
    }
    return "；".join(filter(None, (ranges.get(field.kind, ""), field.help)))
