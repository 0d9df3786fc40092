"""The form of the super-deduction: a year, the kind of enterprise, the costs of each project."""

from typing import Any

from django import forms

from zhixian.core.finance.deduction import LIMITED, MAIN, Costs, Project
from zhixian.core.finance.deduction_law import deduction_law
from zhixian.core.kernel.money import plain_yuan, yuan_to_fen
from zhixian.web.kit.clock import today
from zhixian.web.kit.numbers import Whole
from zhixian.web.portal.forms import FocusedForm, money_box

MOST_PROJECTS = 10
NOT_REVIEWED = "（比例还没有核过）"
"""Behind a year that is later than those for which somebody looked for newer rules."""
HELP = {
    "staff": "研发人员的工资薪金、五险一金，外聘研发人员的劳务费",
    "inputs": "研发直接消耗的材料、燃料、动力，试制、检验，仪器设备的运行维护和租赁",
    "depreciation": "用于研发的仪器、设备",
    "amortisation": "用于研发的软件、专利权、非专利技术",
    "design": "新产品设计费、新工艺规程制定费、新药研制的临床试验费、勘探开发技术的现场试验费",
    "ip_fees": "只填研发成果的申请费、注册费、代理费；授权以后的年费、续展费不填",
    "other": "资料、专家咨询、高新科技研发保险、成果检索分析评议鉴定、差旅、会议等，不含上一项",
}
WHOLE = {
    "home": ("委托境内机构或个人研发的费用（元）", "实际付给受托方的；按 80% 计入"),
    "abroad": ("委托境外机构研发的费用（元）", "2018 年度起；委托境外个人的不填"),
    "formed": ("自行研发形成无形资产的本年摊销额（元）", "只填成本中属于上述范围的部分；已经摊销的不再填在项目费用里"),
}


class DeductionForm(FocusedForm):
    """What one enterprise spent in a year; sums are typed in yuan, and what is left empty is nothing."""

    def __init__(self, *args: Any, projects: int = 1, **given: Any) -> None:
        super().__init__(*args, **given)
        law = deduction_law()
        self.count = projects
        years = range(today().year, law.first - 1, -1)
        self.fields["year"] = forms.TypedChoiceField(
            label="纳税年度",
            choices=[(year, f"{year} 年度{NOT_REVIEWED * (year > law.reviewed)}") for year in years],
            coerce=int,
        )
        self.fields["kind"] = forms.ChoiceField(label="企业类型", choices=list(law.kinds.items()))
        self.fields["excluded"] = forms.BooleanField(
            label="主要从事" + "、".join(law.excluded),
            required=False,
            help_text=f"这些行业不适用（{law.excluded_source}）",
        )
        for number in range(projects):
            for name, label in (MAIN | LIMITED).items():
                self.fields[f"p{number}_{name}"] = _money(f"{label}（元）", HELP[name])
        for name, (label, text) in WHOLE.items():
            self.fields[name] = _money(label, text)
        self.fields["months"] = Whole(
            label="本年经营月份数", least=1, most=12, required=False, hint="只有 2022 年度要用，不填按 12 个月"
        )
        for field in self.fields.values():
            looks = "form-select" if isinstance(field.widget, forms.Select) else "form-control"
            if not isinstance(field.widget, forms.CheckboxInput):
                field.widget.attrs.setdefault("class", looks)

    def clean(self) -> dict[str, Any]:
        """Something was spent: of nothing there is nothing to reckon."""
        given: dict[str, Any] = super().clean() or {}
        sums = [*WHOLE, *(f"p{number}_{name}" for number in range(self.count) for name in (*MAIN, *LIMITED))]
        if not self.errors and not any(given.get(name) for name in sums):
            self.add_error("p0_staff", "没有填任何费用：至少填一项大于零的金额")
        return given

    @property
    def head(self) -> list[forms.BoundField]:
        """Year, kind and industry."""
        return [self[name] for name in ("year", "kind", "excluded")]

    @property
    def by_project(self) -> list[list[forms.BoundField]]:
        """The fields of each project."""
        return [[self[f"p{number}_{name}"] for name in (*MAIN, *LIMITED)] for number in range(self.count)]

    @property
    def rest(self) -> list[forms.BoundField]:
        """What is not of a project."""
        return [self[name] for name in (*WHOLE, "months")]

    @property
    def costs(self) -> Costs:
        """What was typed, in fen."""
        typed = self.cleaned_data
        projects = tuple(
            Project("", **{name: yuan_to_fen(typed.get(f"p{number}_{name}") or 0) for name in (*MAIN, *LIMITED)})
            for number in range(self.count)
        )
        sums = {name: yuan_to_fen(typed.get(name) or 0) for name in WHOLE}
        return Costs(
            typed["year"], typed["kind"], projects, excluded=typed["excluded"], months=typed.get("months") or 12, **sums
        )


def initial_of(costs: Costs) -> dict[str, Any]:
    """Costs as the form shows them."""
    sums = {name: getattr(costs, name) for name in WHOLE}
    for number, project in enumerate(costs.projects):
        sums |= {f"p{number}_{name}": getattr(project, name) for name in (*MAIN, *LIMITED)}
    shown = {name: plain_yuan(fen).removesuffix(".00") for name, fen in sums.items() if fen}
    return {**shown, "year": costs.year, "kind": costs.kind, "excluded": costs.excluded, "months": costs.months}


def _money(label: str, text: str) -> forms.DecimalField:
    box = money_box(label, required=False)
    box.help_text = text
    return box
