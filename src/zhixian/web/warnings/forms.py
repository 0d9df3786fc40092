"""Forms of warnings."""

from typing import Any

from django import forms

from zhixian.core.warnings.model import Rule
from zhixian.web.warnings.models import CADENCES

SPANS = (3, 7, 14, 30, 60, 90, 180)


class MuteForm(forms.Form):
    """For how long, and why."""

    days = forms.TypedChoiceField(label="静默多久", coerce=int)
    why = forms.CharField(label="理由", max_length=200, help_text="为什么可以等，例如“已通知代理机构办理续展”。")

    def __init__(self, rule: Rule, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        spans = sorted({span for span in SPANS if span < rule.most_muted} | {rule.most_muted})
        self.fields["days"].choices = [(span, f"{span} 天") for span in spans]  # type: ignore[attr-defined]


class CadenceForm(forms.Form):
    """How often a mail comes."""

    cadence = forms.ChoiceField(label="多久发一次", choices=list(CADENCES.items()), widget=forms.RadioSelect)
