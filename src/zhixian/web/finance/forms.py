"""Forms of risk pools: the agreement with the clause behind every figure, money, loans and claims."""

from collections.abc import Iterator
from typing import Any

from django import forms

from zhixian.core.finance.pool_terms import FIGURES, MEMBER_KINDS, REACHES, times
from zhixian.core.finance.risk_pool import WAYS
from zhixian.core.kernel.money import LARGEST_FEN, plain_yuan, read_yuan, yuan, yuan_to_fen
from zhixian.web.finance.models import MOST_MEMBERS, Payback, Pool
from zhixian.web.finance.queries import banks
from zhixian.web.kit.enclosures import FilesField
from zhixian.web.kit.numbers import Whole
from zhixian.web.kit.prose import Prose
from zhixian.web.kit.versions import VersionForm

MOST_NEW = 2
"""Members that one supplement may add on its form."""
SUMS = ("most_loan_fen", "most_for_loan_fen", "most_in_all_fen")


class Yuan(forms.CharField):
    """A sum in yuan as people write it; cleaned to fen."""

    def __init__(self, **given: Any) -> None:
        box = forms.TextInput(attrs={"inputmode": "decimal", "class": "form-control num"})
        super().__init__(max_length=30, widget=box, **given)

    def clean(self, value: Any) -> int | None:
        """Fen of what was typed; None for nothing where nothing is needed."""
        text = super().clean(value)
        if not text:
            return None
        try:
            fen = read_yuan(text)
        except (ValueError, ArithmeticError):
            raise forms.ValidationError(f"“{text}”不是金额，应写成 150000 或 150,000.00") from None
        if not 0 < fen <= LARGEST_FEN:
            raise forms.ValidationError("金额应大于零，且不超过十万亿元")
        return fen


class Hundredths(forms.CharField):
    """A percentage or a multiple with at most two decimals; cleaned to hundredths, of which there are at least so many."""

    def __init__(self, *, most: int, least: int = 1, **given: Any) -> None:
        box = forms.TextInput(attrs={"inputmode": "decimal", "class": "form-control num"})
        super().__init__(max_length=10, widget=box, **given)
        self.most, self.least = most, least

    def clean(self, value: Any) -> int | None:
        """Hundredths of what was typed; None for nothing where nothing is needed."""
        text = super().clean(value)
        if not text:
            return None
        try:
            found = yuan_to_fen(text.strip().removesuffix("%").removesuffix("％").removesuffix("倍"))
        except (ValueError, ArithmeticError):
            found = -1
        if not self.least <= found <= self.most * 100:
            least = "大于 0" if self.least else "不小于 0"
            raise forms.ValidationError(f"“{text}”应为{least}、不超过 {self.most} 的数，最多两位小数")
        return found


def day(label: str, hint: str = "") -> forms.DateField:
    """A day."""
    return forms.DateField(
        label=label, help_text=hint, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


def line(label: str, *, most: int, hint: str = "", required: bool = True) -> forms.CharField:
    """A line of text."""
    box = forms.TextInput(attrs={"class": "form-control"})
    return forms.CharField(label=label, max_length=most, help_text=hint, required=required, widget=box)


class PoolForm(forms.Form):
    """An agreement: bank, members and figures, each figure with the clause and the document that it comes from."""

    name = line("名称", most=60, hint="例如：某某银行助保贷资金池")
    bank: Any = forms.ModelChoiceField(
        queryset=None, label="合作银行", empty_label="请选择", widget=forms.Select(attrs={"class": "form-select"})
    )
    document = line("协议文号", most=120, hint="出处没有另写文号的，就是这一份")
    loss_share = Hundredths(label="补偿比例（%）", most=100, help_text="未还本金里由资金池补偿的部分")
    most_loan_fen = Yuan(label="单笔贷款上限（元）", help_text="超过的不入池")
    most_for_loan_fen = Yuan(label="单笔补偿上限（元）")
    most_in_all_fen = Yuan(label="补偿总额上限（元）", help_text="已补偿的扣除已收回的，不超过这个数")
    leverage = Hundredths(label="放大倍数", most=1000, help_text="在池贷款不超过可用余额的多少倍")
    stop_at = Hundredths(label="熔断线：不良率（%）", most=100, help_text="在池贷款的不良率达到它，就不再收新贷款")
    overdue_days = Whole(label="逾期天数", least=0, most=3650, hint="满这么多天的，银行可以申请补偿，也算不良")
    starts = day("起始日")
    ends = day("终止日", "从这一天起不再收新贷款；已入池的照样补偿")
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *given: Any, pool: Pool | None = None, **more: Any) -> None:
        more.setdefault("initial", _typed(pool) if pool else {"kind-0": "government", "kind-1": "bank"})
        super().__init__(*given, **more)
        self.fields["bank"].queryset = banks()  # type: ignore[attr-defined]
        for place in range(MOST_MEMBERS):
            kinds = [("", "—"), *MEMBER_KINDS.items()]
            self.fields[f"kind-{place}"] = forms.ChoiceField(
                label=f"出资方 {place + 1}：类型", choices=kinds, required=False,
                widget=forms.Select(attrs={"class": "form-select"}),
            )  # fmt: skip
            self.fields[f"member-{place}"] = line(f"出资方 {place + 1}：名称", most=60, required=False)
            self.fields[f"share-{place}"] = Hundredths(label=f"出资方 {place + 1}：比例（%）", most=100, required=False)
        for figure in FIGURES:
            self.fields[f"clause-{figure}"] = line("出自条款", most=60, hint="例如 第五条第二款")
            self.fields[f"paper-{figure}"] = line("出自文号", most=120, hint="协议以外的才写", required=False)

    def head(self) -> list[forms.BoundField]:
        """What comes before the figures."""
        return [self[name] for name in ("name", "bank", "document")]

    def figures(self) -> Iterator[tuple[str, list[forms.BoundField], list[forms.BoundField]]]:
        """Each figure: its name, what is typed for it, and where it comes from."""
        own = {"span": ("starts", "ends"), "shares": ()}
        for figure, name in FIGURES.items():
            yield (
                name,
                [self[one] for one in own.get(figure, (figure,))],
                [self[f"clause-{figure}"], self[f"paper-{figure}"]],
            )

    def member_rows(self) -> list[list[forms.BoundField]]:
        """The lines of who pays in."""
        return [[self[f"{what}-{place}"] for what in ("kind", "member", "share")] for place in range(MOST_MEMBERS)]

    def clean(self) -> dict[str, Any]:
        """A member's line is whole or empty, and somebody pays in."""
        given: dict[str, Any] = super().clean() or {}
        for place in range(MOST_MEMBERS):
            parts = [given.get(f"{what}-{place}") for what in ("kind", "member", "share")]
            if parts[1] and not all(parts) and f"share-{place}" not in self.errors:
                self.add_error(f"share-{place}", "类型、名称和比例要一起填")
            if parts[2] and not parts[1]:
                self.add_error(f"member-{place}", "没有写名称")
        if not self.errors and not self.members():
            self.add_error("member-0", "至少写一个出资方")
        return given

    def members(self) -> list[dict[str, Any]]:
        """Who pays in, as the actions take it."""
        given = self.cleaned_data
        return [
            {"kind": given[f"kind-{place}"], "name": given[f"member-{place}"], "share": given[f"share-{place}"]}
            for place in range(MOST_MEMBERS)
            if given.get(f"member-{place}")
        ]

    def values(self) -> dict[str, Any]:
        """The fields of a pool, as the actions take them."""
        given = self.cleaned_data
        plain = (
            "name",
            "bank",
            "document",
            "loss_share",
            *SUMS,
            "leverage",
            "stop_at",
            "overdue_days",
            "starts",
            "ends",
        )
        basis = {
            figure: [given[f"clause-{figure}"], given[f"paper-{figure}"] or given["document"]] for figure in FIGURES
        }
        return {**{name: given[name] for name in plain}, "basis": basis}


def _typed(pool: Pool) -> dict[str, Any]:
    """A pool as its form shows it."""
    found: dict[str, Any] = {
        name: getattr(pool, name) for name in ("name", "document", "overdue_days", "starts", "ends", "version")
    }
    found["bank"] = pool.bank_id
    found |= {name: plain_yuan(getattr(pool, name)) for name in SUMS}
    found |= {name: times(getattr(pool, name)) for name in ("loss_share", "leverage", "stop_at")}
    for member in pool.members.all():
        found |= {f"kind-{member.place}": member.kind, f"member-{member.place}": member.name}
        found[f"share-{member.place}"] = times(member.share)
    for figure, (clause, paper) in pool.basis.items():
        found |= {f"clause-{figure}": clause, f"paper-{figure}": "" if paper == pool.document else paper}
    return found


class SupplementForm(forms.Form):
    """补充协议: only what it changes, each with its clause, and the paper."""

    document = line("补充协议文号", most=120)
    effective = day("起算日", "从这一天起按新的数；以前已经审核的补偿不变")
    reach = forms.ChoiceField(
        label="比例、单笔补偿上限和逾期天数适用于", choices=list(REACHES.items()),
        widget=forms.Select(attrs={"class": "form-select"}), help_text="其余的数对整个资金池，起算日起一律按新的",
    )  # fmt: skip
    loss_share = Hundredths(label="补偿比例（%）", most=100, required=False)
    most_loan_fen = Yuan(label="单笔贷款上限（元）", required=False)
    most_for_loan_fen = Yuan(label="单笔补偿上限（元）", required=False)
    most_in_all_fen = Yuan(label="补偿总额上限（元）", required=False)
    leverage = Hundredths(label="放大倍数", most=1000, required=False)
    stop_at = Hundredths(label="熔断线：不良率（%）", most=100, required=False)
    overdue_days = Whole(label="逾期天数", least=0, most=3650, required=False)
    ends = forms.DateField(
        label="终止日", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    evidence = FilesField(label="补充协议", needed=True, help_text="各方签章的，PDF、JPG、PNG，每个不超过 10 MB")

    def __init__(self, pool: Pool, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self.members = list(pool.members.all())
        for member in self.members:
            name = f"share-{member.place}"
            self.fields[name] = Hundredths(
                label=f"{member}的出资比例（%）", most=100, least=0, required=False,
                help_text=f"{member.joined} 才加入，以前填 0" if member.supplement else "",
            )  # fmt: skip
        self.new = range(len(self.members), min(MOST_MEMBERS, len(self.members) + MOST_NEW))
        for place in self.new:
            kinds = [("", "—"), *MEMBER_KINDS.items()]
            self.fields[f"kind-{place}"] = forms.ChoiceField(
                label=f"新增出资方 {place - self.new.start + 1}：类型", choices=kinds, required=False,
                widget=forms.Select(attrs={"class": "form-select"}),
            )  # fmt: skip
            self.fields[f"member-{place}"] = line("名称", most=60, required=False)
            self.fields[f"share-{place}"] = Hundredths(label="比例（%）", most=100, required=False)
        for figure in FIGURES:
            self.fields[f"clause-{figure}"] = line("出自条款", most=60, hint="改了才填，例如 第一条", required=False)

    def head(self) -> list[forms.BoundField]:
        """What comes before the figures."""
        return [self[name] for name in ("document", "effective", "reach", "evidence")]

    def figures(self) -> Iterator[tuple[str, list[forms.BoundField], forms.BoundField]]:
        """Each figure: its name, what is typed for it, and its clause."""
        own = {"span": ["ends"], "shares": [f"share-{member.place}" for member in self.members]}
        for figure, name in FIGURES.items():
            yield name, [self[one] for one in own.get(figure, [figure])], self[f"clause-{figure}"]

    def new_rows(self) -> list[list[forms.BoundField]]:
        """The lines of who joins."""
        return [[self[f"{what}-{place}"] for what in ("kind", "member", "share")] for place in self.new]

    def clean(self) -> dict[str, Any]:
        """A new member's line is whole or empty; shares are given together, or none of them."""
        given: dict[str, Any] = super().clean() or {}
        for place in self.new:
            parts = [given.get(f"{what}-{place}") for what in ("kind", "member", "share")]
            if any(parts) and not all(parts) and f"share-{place}" not in self.errors:
                self.add_error(f"member-{place}", "类型、名称和比例要一起填")
        shares = [given.get(f"share-{member.place}") for member in self.members]
        some = any(share is not None for share in shares) or bool(self.joins(given))
        if some and None in shares:
            self.add_error(f"share-{self.members[0].place}", "各方的比例要一起填，没有变的照填")
        return given

    def joins(self, given: dict[str, Any]) -> list[int]:
        """Places of the members that join."""
        return [place for place in self.new if given.get(f"member-{place}")]

    def values(self) -> dict[str, Any]:
        """As the action takes it."""
        given = self.cleaned_data
        changes = {name: given[name] for name in FIGURES if given.get(name) is not None}
        if given.get("ends"):
            changes["span"] = given["ends"]
        new = self.joins(given)
        shares = [given.get(f"share-{place}") for place in (*(member.place for member in self.members), *new)]
        if None not in shares:
            changes["shares"] = shares
        basis = {name: given[f"clause-{name}"] for name in changes}
        plain = {name: given[name] for name in ("document", "effective", "reach")}
        joins = [(given[f"kind-{place}"], given[f"member-{place}"].strip()) for place in new]
        return {**plain, "changes": changes, "basis": basis, "joins": joins, "files": given["evidence"]}


class PaybackForm(forms.Form):
    """申请清退: which way, by which clause, with its papers."""

    way = forms.ChoiceField(
        label="怎样分",
        choices=list(WAYS.items()),
        widget=forms.RadioSelect,
        help_text="照协议的约定；两种算法的结果见上表",
    )
    clause = line("依据条款", most=60, hint="协议里关于结余怎样分的一条，例如 第十二条")
    said = forms.CharField(label="说明", required=False, max_length=1000, widget=Prose(attrs={"rows": 3}))
    evidence = FilesField(
        label="附件", needed=True, help_text="各方确认的清算表或会议纪要，PDF、JPG、PNG，每个不超过 10 MB"
    )


class PaybackPayForm(VersionForm):
    """拨付清退: a voucher for each member."""

    def __init__(self, *given: Any, payback: Payback, **more: Any) -> None:
        super().__init__(*given, **more)
        self.places = [
            (member, fen) for member, fen in zip(payback.pool.members.all(), payback.parts, strict=False) if fen
        ]
        for member, fen in self.places:
            name = f"voucher-{member.place}"
            self.fields[name] = line(f"{member}：{yuan(fen)} 元的拨付凭证号", most=120)

    def documents(self) -> dict[int, str]:
        """By the member's place."""
        return {member.place: self.cleaned_data[f"voucher-{member.place}"] for member, _ in self.places}


class ContributionForm(forms.Form):
    """缴存: who, how much, when, by which voucher."""

    member: Any = forms.ModelChoiceField(
        queryset=None, label="出资方", empty_label="请选择", widget=forms.Select(attrs={"class": "form-select"})
    )
    amount_fen = Yuan(label="缴存金额（元）")
    payer = line("缴款单位", most=100, hint="企业助保金写缴款的企业", required=False)
    received_on = day("到账日")
    document = line("缴存凭证", most=120, hint="进账单或转账凭证号，每份只记一次")

    def __init__(self, pool: Pool, *given: Any, **more: Any) -> None:
        super().__init__(*given, **{"auto_id": "contribute-%s", **more})
        self.fields["member"].queryset = pool.members.all()  # type: ignore[attr-defined]
        if "sure" in self.data:
            self.ask()

    def ask(self) -> None:
        """Ask whether the sum is right."""
        self.fields["sure"] = forms.BooleanField(
            label="数额核对过", required=False, widget=forms.CheckboxInput(attrs={"class": "form-check-input"})
        )


class ClaimForm(forms.Form):
    """申请补偿: what is outstanding, with evidence."""

    outstanding_fen = Yuan(label="未还本金（元）", help_text="只算本金，不算利息和罚息")
    said = forms.CharField(
        label="情况说明", required=False, max_length=1000, widget=Prose(attrs={"rows": 4}),
        help_text="催收到哪一步、有没有起诉、质押的权利怎么处置",
    )  # fmt: skip
    evidence = FilesField(
        label="证据", needed=True, help_text="PDF、JPG、PNG，每个不超过 10 MB：合同、未还本金证明、催收记录"
    )


class DecideForm(VersionForm):
    """批准."""

    document = line("批准文号", most=120, hint="批准的文号或会议纪要")


class PayForm(VersionForm):
    """拨付."""

    document = line("拨付凭证号", most=120, hint="每笔拨付一个凭证号")


class ReasonForm(VersionForm):
    """Why it goes no further."""

    reason = forms.CharField(label="理由", max_length=400, widget=Prose(attrs={"rows": 2}))


class TakeOutForm(forms.Form):
    """移出."""

    reason = forms.CharField(label="移出的原因", max_length=400, widget=Prose(attrs={"rows": 2}))


class ReversalForm(forms.Form):
    """冲正."""

    reason = forms.CharField(
        label="冲正的原因",
        max_length=200,
        widget=Prose(attrs={"rows": 2}),
        help_text="例如 多打了几个零、记到了别的资金池",
    )


class WithdrawalForm(forms.Form):
    """撤回补充协议."""

    reason = forms.CharField(
        label="撤回的原因", max_length=400, widget=Prose(attrs={"rows": 2}), help_text="例如 比例录错、录到了别的资金池"
    )


class RecoveryForm(VersionForm):
    """收回: how much, when, by which voucher."""

    amount_fen = Yuan(label="收回金额（元）", help_text="从借款企业、处置质物等收回的本金")
    received_on = day("到账日")
    document = line("收回凭证", most=120, hint="进账单或转账凭证号，每份只记一次")
