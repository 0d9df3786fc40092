"""Forms of the budget pages."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms

from zhixian.core.kernel.money import LARGEST_FEN, read_yuan
from zhixian.web.incentives.models import purpose_name
from zhixian.web.kit.clock import today
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
    year = Whole(label="年度", least=2000, most=lambda: last_budgeted(today()))
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


EARLIEST = 1985
"""The first year that a page is asked for: that of the patent law."""
LATEST = 2200


@dataclass(frozen=True, slots=True)
class YearAsked:
    """The year of a page, and what was wrong with the one in its address, if anything; `seen_on` is the day it is seen from."""

    year: int
    seen_on: date
    refused: str = ""

    @property
    def is_over(self) -> bool:
        """Whether the year has ended."""
        return self.year < self.seen_on.year

    @property
    def is_to_come(self) -> bool:
        """Whether the year has not begun."""
        return self.year > self.seen_on.year

    @property
    def is_far(self) -> bool:
        """Whether it is too early for its budget."""
        return self.year > last_budgeted(self.seen_on)

    @property
    def last_year(self) -> int:
        """The last year whose budget can be put down."""
        return last_budgeted(self.seen_on)


def last_budgeted(day: date) -> int:
    """A budget is put down one year ahead at most."""
    return day.year + 1


def year_asked(text: str | None, today: date) -> YearAsked:
    """The year in an address; this year where none stands there or what stands there is no year, which is said."""
    text = (text or "").strip()
    if not text:
        return YearAsked(today.year, today)
    if text.isdecimal() and len(text) <= 4 and EARLIEST <= int(text) <= LATEST:
        return YearAsked(int(text), today)
    told = f"地址里的年份“{text[:20]}”不对，应为 {EARLIEST} 至 {LATEST} 的年份，例如 {today.year}；下面是今年的"
    return YearAsked(today.year, today, told)
