"""Forms of the budget pages."""

from datetime import date
from typing import Any

from django import forms

from zhixian.core.kernel.money import LARGEST_FEN, read_yuan
from zhixian.web.incentives.models import purpose_name
from zhixian.web.kit.numbers import Whole
from zhixian.web.kit.plan import the_plan


class YuanField(forms.CharField):
    """A sum in yuan as people write it, with or without thousands; cleaned to fen."""

    def __init__(self, **given: Any) -> None:
        box = forms.TextInput(attrs={"inputmode": "decimal", "class": "form-control num"})
        super().__init__(widget=box, max_length=30, help_text="大于零，最多两位小数，可以带千分位逗号", **given)

    def clean(self, value: Any) -> int:
        """Fen of what was typed."""
        text = super().clean(value)
        try:
            fen = read_yuan(text)
        except (ValueError, ArithmeticError):
            fen = None
        if fen is None:
            raise forms.ValidationError(f"“{text}”不是金额，应写成 150000 或 150,000.00")
        if not 0 < fen <= LARGEST_FEN:
            raise forms.ValidationError("金额应大于零，且不超过十万亿元")
        return fen


class AppropriationForm(forms.Form):
    """安排预算: what for, which year, how much, by which document."""

    purpose = forms.ChoiceField(label="用途")
    year = Whole(label="年度", least=2000, most=2200)
    amount = YuanField(label="金额（元）")
    document = forms.CharField(
        label="预算文件", max_length=120, help_text="文号或会议纪要，公众能据此查到依据；同一用途同一年度每份只用一次",
        widget=forms.TextInput(attrs={"class": "form-control"}),
    )  # fmt: skip

    def __init__(self, *args: Any, year: int, **given: Any) -> None:
        super().__init__(*args, **given)
        purposes = dict.fromkeys(amount.incentive for amount in the_plan().amounts)
        self.fields["purpose"] = forms.ChoiceField(
            label="用途",
            choices=[(purpose, purpose_name(purpose)) for purpose in purposes],
            widget=forms.Select(attrs={"class": "form-select"}),
        )
        self.fields["year"].initial = year


class WithdrawalForm(forms.Form):
    """调减预算: how much, by which document."""

    amount = YuanField(label="调减金额（元）")
    document = forms.CharField(
        label="依据文件", max_length=120, help_text="调减预算的文号，每份只用一次",
        widget=forms.TextInput(attrs={"class": "form-control"}),
    )  # fmt: skip


class RecoveryForm(forms.Form):
    """追回: how much of what was paid, why, by which document."""

    amount = YuanField(label="追回金额（元）")
    reason = forms.CharField(label="理由", max_length=400, widget=forms.TextInput(attrs={"class": "form-control"}))
    document = forms.CharField(
        label="依据文件", max_length=120, help_text="追回决定的文号，每份只用一次",
        widget=forms.TextInput(attrs={"class": "form-control"}),
    )  # fmt: skip


def year_asked(text: str | None, default: date) -> int:
    """The year in an address, or the default day's."""
    return int(text) if text and text.isdigit() and 1985 <= int(text) <= 2200 else default.year
