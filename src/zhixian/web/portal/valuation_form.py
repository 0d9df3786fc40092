"""Forms of the valuation aid: one for each method, its assumptions as ranges from low to high."""

from abc import abstractmethod
from fractions import Fraction
from typing import Any

from django import forms

from zhixian.core.finance.valuation import Cost, Income, Market, Span
from zhixian.core.kernel.money import yuan_to_fen
from zhixian.web.kit.numbers import Whole
from zhixian.web.portal.forms import FocusedForm, money_box

DEALS = 6
"""Comparable deals that the page has room for."""


class MethodForm(FocusedForm):
    """Money in yuan, shares in percent."""

    @abstractmethod
    def method(self) -> Cost | Income | Market:
        """What was typed, as the method takes it; each form says its own."""

    def add_money(self, name: str, label: str, text: str = "", *, required: bool = True) -> None:
        """A sum of the form."""
        self.fields[name] = box = money_box(label, required=required)
        box.help_text = text or box.help_text
        box.widget.attrs["class"] = "form-control"

    def add_span(self, name: str, label: str, text: str, *, required: bool = True) -> None:
        """A low and a high end."""
        for end, word in (("low", "低值"), ("high", "高值")):
            self.fields[f"{name}_{end}"] = _percent(
                f"{label}{word}（%）", text if end == "low" else "", required=required
            )

    def fen(self, name: str) -> int:
        """A sum as fen."""
        return yuan_to_fen(self.cleaned_data.get(name) or 0)

    def span(self, name: str) -> Span:
        """A range as it was typed, exact."""
        return Span(*(Fraction(self.cleaned_data[f"{name}_{end}"]) for end in ("low", "high")))


class CostForm(MethodForm):
    """成本法."""

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.add_money("spent", "历史成本（元）", "研发、申请、代理等实际支出，有账可查的")
        self.add_span("prices", "物价调整系数", "今天的价是当时的百分之几；没有变是 100")
        self.add_span("aged", "贬值率", "功能和经济上已经贬了百分之几；拿不准就写宽些")

    def method(self) -> Cost:
        """What was typed."""
        return Cost(self.fen("spent"), self.span("prices"), self.span("aged"))


class IncomeForm(MethodForm):
    """收益法（许可费节省）."""

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.add_money("revenue", "第一年收入（元）", "用到这项权利的产品或服务的收入，不是全部收入")
        self.add_span("growth", "收入年增长率", "可以是负数")
        self.add_span("royalty", "许可费率", "如果不是自己的，要按收入付百分之几；参照自己或同行的许可合同")
        self.add_span("discount", "折现率", "含风险；越没有把握越高")
        self.fields["tax"] = _percent("所得税率（%）", "企业适用的税率；不扣税写 0")
        self.fields["years"] = Whole(label="预测年数", least=1, most=50)
        self.fields["left"] = Whole(label="权利剩余年数", least=1, most=50, hint="发明自申请日起 20 年届满，只算整年")

    def method(self) -> Income:
        """What was typed."""
        typed = self.cleaned_data
        return Income(
            self.fen("revenue"), self.span("growth"), self.span("royalty"), self.span("discount"),
            years=typed["years"], left=typed["left"], tax=Fraction(typed["tax"]),
        )  # fmt: skip


class MarketForm(MethodForm):
    """市场法."""

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        for number in range(1, DEALS + 1):
            self.add_money(f"price{number}", f"第 {number} 件成交价（元）", required=number <= 3)
            self.add_span(
                f"adjust{number}", f"第 {number} 件调整系数", "与这件相比值百分之几，一样是 100", required=number <= 3
            )

    def clean(self) -> dict[str, Any]:
        """A deal is whole or not there."""
        typed = dict(super().clean() or {})
        for number in range(1, DEALS + 1):
            names = (f"price{number}", f"adjust{number}_low", f"adjust{number}_high")
            given = [name for name in names if typed.get(name) is not None]
            for name in names:
                if given and name not in given and name not in self.errors:
                    self.add_error(name, "这件填了别的，这一项也要填")
        return typed

    def method(self) -> Market:
        """What was typed."""
        numbers = [n for n in range(1, DEALS + 1) if self.cleaned_data.get(f"price{n}") is not None]
        return Market([(self.fen(f"price{n}"), self.span(f"adjust{n}")) for n in numbers])


FORMS: dict[str, tuple[str, type[MethodForm]]] = {
    "income": ("收益法", IncomeForm),
    "cost": ("成本法", CostForm),
    "market": ("市场法", MarketForm),
}


def _percent(label: str, text: str, *, required: bool = True) -> forms.DecimalField:
    box = forms.NumberInput(attrs={"step": "0.01", "inputmode": "decimal", "class": "form-control"})
    messages = {"invalid": "应为数，百分之几", "max_decimal_places": "最多两位小数"}
    return forms.DecimalField(
        label=label, help_text=text, required=required, min_value=-100, max_value=1000, decimal_places=2, widget=box,
        error_messages=messages,
    )  # fmt: skip
