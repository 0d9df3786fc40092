"""Forms of penalties: entering a decision, choosing what is hidden, and each act on it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms

from zhixian.core.disclosure.patterns import id_number_slips
from zhixian.core.disclosure.publication import PARTY_KINDS, rules
from zhixian.core.disclosure.redaction import Proposal
from zhixian.core.kernel.money import plain_yuan
from zhixian.core.registry.numbers import credit_code
from zhixian.web.incentives.forms import YuanField
from zhixian.web.kit.clock import today
from zhixian.web.kit.plan import the_plan, unit_name
from zhixian.web.protection.forms.reports import text
from zhixian.web.protection.models import Penalty
from zhixian.web.protection.models.penalties import GROUNDS
from zhixian.web.protection.penalty_redaction import LISTS
from zhixian.web.protection.penalty_units import penalty_units

MOST_BODY = 60_000
CONFISCATES = frozenset({"illegal_gains", "illegal_goods"})
RESTRICTS = frozenset({"business_limited", "trade_banned"})
"""Kinds of penalties with which a sum that is confiscated and a day until which somebody is restricted belong."""
GROUPS = (
    ("决定书", "", ("unit", "clause", "number", "decided_on")),
    (
        "当事人",
        "住址、电话、证件号码和账号只用来在正文里找出并隐去，公众看不到；没有的不填。",
        ("party_kind", "party", "credit_code", "representative", "address", "id_number", "phone", "bank_account"),
    ),
    (
        "违法行为和处罚",
        "",
        (
            "violation", "basis", "kinds", "penalty", "fine", "confiscated", "low_fine", "restricted_until", "told",
        ),
    ),
    ("决定书正文", "", ("body", "persons")),
)  # fmt: skip
"""Headings of the form, what is said under them, and their fields."""


class DayField(forms.DateField):
    """A day, picked or typed."""

    def __init__(self, **given: Any) -> None:
        box = forms.DateInput(attrs={"type": "date", "class": "form-control"}, format="%Y-%m-%d")
        messages = {"invalid": "应为日期，例如 2020-11-16"}
        super().__init__(widget=box, input_formats=["%Y-%m-%d"], error_messages=messages, **given)


class AnyYuanField(YuanField):
    """A sum, or nothing."""

    def clean(self, value: Any) -> int | None:  # type: ignore[override]
        """Fen, or None."""
        return super().clean(value) if str(value or "").strip() else None


class PenaltyForm(forms.Form):
    """A decision as its unit enters it."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    unit = forms.ChoiceField(label="作出处罚的单位")
    clause = forms.ChoiceField(label="对应的方案条款")
    number = text("决定书文号", 80, hint="例如 样市监处罚〔2020〕12号")
    decided_on = DayField(label="决定日期")
    party_kind = forms.ChoiceField(label="当事人类型", choices=list(PARTY_KINDS.items()), widget=forms.RadioSelect)
    party = text("名称或姓名", 200, hint="营业执照上的名称；自然人写姓名，公示时只留姓。没有字号的个体工商户选“自然人”")
    credit_code = text("统一社会信用代码", 40, required=False, hint="企业、其他组织和个体工商户填写")
    representative = text("法定代表人、负责人或经营者", 80, required=False)
    address = text("住所或住址", 200, required=False, hint="自然人和经营者的住址不公开，写完整才找得全")
    id_number = text("证件号码", 40, required=False)
    id_checked = forms.BooleanField(label="证件号码已与原件核对，确实如此", required=False)
    """Asked for only where the number cannot be right."""
    phone = text("联系电话", 40, required=False, inputmode="tel")
    bank_account = text("银行账号", 40, required=False)
    violation = text("违法行为类型", 200, hint="例如 销售侵犯注册商标专用权的商品")
    basis = text("处罚依据", 1000, rows=2, hint="法律、法规、规章的名称和条款")
    kinds = forms.MultipleChoiceField(label="处罚种类", widget=forms.CheckboxSelectMultiple)
    penalty = text("行政处罚内容", 2000, rows=3, hint="与决定书主文一致")
    fine = AnyYuanField(label="罚款（元）", required=False)
    confiscated = AnyYuanField(label="没收违法所得、非法财物（元）", required=False)
    low_fine = forms.BooleanField(
        label="罚款属于较低数额", required=False, help_text="数额由省级以上部门规定，按规定核对以后再勾"
    )
    restricted_until = DayField(
        label="限制开展生产经营活动或限制从业至", required=False, help_text="限制时间比公示期长的，公示到限制期满"
    )
    told = forms.BooleanField(label="送达决定书时，已书面告知当事人处罚信息将公示", required=False)
    body = text(
        "正文", MOST_BODY, rows=16, hint="从决定书粘贴全文，一字不改。个人信息和商业秘密在下一步隐去，不要自己删"
    )
    persons = text(
        "正文里还有哪些自然人", 2000, rows=3, required=False, hint="证人、投诉人、经办人等，一行一个姓名，公示时只留姓"
    )

    def __init__(self, units: Sequence[str], *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        own = [one for one in penalty_units().values() if one.unit in units]
        self._choose("unit", [(one.unit, unit_name(one.unit)) for one in own])
        clauses = list(dict.fromkeys(clause for one in own for clause in one.clauses))
        self._choose(
            "clause",
            [(clause, f"{the_plan().place_name(clause)}　{the_plan().clause(clause).title}") for clause in clauses],
        )
        self._choose("kinds", list(rules().kinds.items()))

    def _choose(self, name: str, choices: Sequence[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def groups(self) -> list[tuple[str, str, list[forms.BoundField]]]:
        """Headings with their fields."""
        return [(title, said, [self[name] for name in self._put(names)]) for title, said, names in GROUPS]

    def _put(self, names: Sequence[str]) -> list[str]:
        """The fields of a heading; under a number that cannot be right, the question whether it is so all the same."""
        slips = self.is_bound and id_number_slips(self.data.get("id_number", ""))
        return [one for name in names for one in ((name, "id_checked") if name == "id_number" and slips else (name,))]

    def clean_decided_on(self) -> Any:
        """A day that has come."""
        day = self.cleaned_data["decided_on"]
        if day > today():
            raise forms.ValidationError(f"{day} 还没有到")
        return day

    def clean_credit_code(self) -> str:
        """The code in one spelling."""
        typed: str = self.cleaned_data["credit_code"]
        if not typed:
            return ""
        code, problem = credit_code(typed)
        if code is None:
            raise forms.ValidationError(problem or "")
        return code

    def clean(self) -> dict[str, Any]:
        """What depends on the kind of party and of penalty."""
        given = super().clean() or {}
        kind = given.get("party_kind")
        if kind in ("enterprise", "trader") and not given.get("credit_code") and "credit_code" not in self.errors:
            self.add_error("credit_code", "企业和个体工商户要填写统一社会信用代码")
        if kind == "trader" and given.get("party", "").strip() == given.get("representative", "").strip():
            self.add_error("party_kind", "名称就是经营者的姓名：没有字号的选“自然人”，公示时隐去名字")
        if id_number_slips(given.get("id_number", "")) and not given.get("id_checked"):
            self.add_error("id_number", "末位校验位不符，多半有一位写错了；与原件核对无误的，勾选下面一项再保存")
        self._check_kinds(given)
        return given

    def _check_kinds(self, given: Mapping[str, Any]) -> None:
        """Sums and days go with the kinds of penalty that they belong to, and those with them."""
        kinds = set(given.get("kinds", ()))
        if not kinds:
            return
        if given.get("low_fine") and "fine" not in kinds:
            self.add_error("low_fine", "处罚种类里没有罚款")
        if given.get("fine") and "fine" not in kinds:
            self.add_error("fine", "写了罚款金额，处罚种类里没有罚款")
        if "fine" in kinds and not given.get("fine") and "fine" not in self.errors:
            self.add_error("fine", "处罚种类里有罚款，没有写金额")
        if given.get("confiscated") and not kinds & CONFISCATES:
            self.add_error("confiscated", "写了没收金额，处罚种类里没有没收")
        until, decided = given.get("restricted_until"), given.get("decided_on")
        if until and not kinds & RESTRICTS:
            self.add_error("restricted_until", "处罚种类里没有限制开展生产经营活动或限制从业")
        elif until and decided and until < decided:
            self.add_error("restricted_until", f"{until} 早于决定日期 {decided}")
        if "detention" in kinds and given.get("party_kind") in ("enterprise", "organisation"):
            self.add_error("kinds", "行政拘留只对自然人，当事人类型写的不是")

    def contents(self) -> dict[str, Any]:
        """Columns of Penalty, as they were typed."""
        apart = ("version", "fine", "confiscated", "id_checked")
        given = {name: value for name, value in self.cleaned_data.items() if name not in apart}
        return {**given, "fine_fen": self.cleaned_data["fine"], "confiscated_fen": self.cleaned_data["confiscated"]}


def initial_of(row: Penalty) -> dict[str, Any]:
    """What the form shows of a decision that is there."""
    columns = {name: getattr(row, name) for _, _, names in GROUPS for name in names if hasattr(row, name)}
    fen = {"fine": row.fine_fen, "confiscated": row.confiscated_fen}
    sums = {name: plain_yuan(value) for name, value in fen.items() if value}
    return {**columns, **sums, "version": row.version}


class RedactionForm(forms.Form):
    """What looks personal, to be confirmed or kept, and what else is to be hidden."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    hide = forms.MultipleChoiceField(label="像个人信息的内容", required=False, widget=forms.CheckboxSelectMultiple)
    persons = text("人名", 2000, rows=3, required=False, hint="一行一个，只留姓")
    private_words = text(
        "其他个人信息", 4000, rows=3, required=False, hint="一行一处：病情、家庭情况、未成年人的姓名等"
    )
    secrets = text("商业秘密", 4000, rows=3, required=False, hint="一行一处：客户名单、进价、配方等")

    def __init__(self, row: Penalty, proposals: Sequence[Proposal], data: Any = None) -> None:
        hidden = [one.key for one in proposals if one.key not in row.kept]
        start = {"version": row.version, "hide": hidden, **{name: getattr(row, name) for name in LISTS}}
        super().__init__(data, initial=start, auto_id="hide-%s")
        self.proposals = proposals
        field = self.fields["hide"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(one.key, one.value) for one in proposals]

    def offered(self) -> list[tuple[Proposal, bool, int]]:
        """Each proposal, whether it is ticked, and its number on the page."""
        ticked = set(self["hide"].value() or ())
        return [(one, one.key in ticked, number) for number, one in enumerate(self.proposals)]

    def kept(self) -> list[str]:
        """Proposals that are shown all the same."""
        return [one.key for one in self.proposals if one.key not in self.cleaned_data["hide"]]

    def hidden(self) -> dict[str, str]:
        """Fields of LISTS."""
        return {name: self.cleaned_data[name] for name in LISTS}


class ActForm(forms.Form):
    """The version that the page was opened with; each act adds what it needs."""

    title = ""
    button = ""
    look = "btn"
    warning = ""
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, row: Penalty, data: Any = None) -> None:
        super().__init__(data, initial={"version": row.version}, auto_id=f"{type(self).__name__.lower()}-%s")

    def given(self) -> Mapping[str, Any]:
        """What the action takes by keyword."""
        return self.cleaned_data


class SubmitForm(ActForm):
    """Hand it to a second person."""

    title, button, look = "提交审核", "提交给负责人审核", "btn btn-primary"


class ReleaseForm(ActForm):
    """Publish what is shown beside it."""

    title, button, look = "发布", "发布，向社会公示", "btn btn-primary"
    checked = forms.BooleanField(
        label="我逐字看过“公众看到的”，没有个人信息和商业秘密", error_messages={"required": "看过以后勾选"}
    )

    def given(self) -> Mapping[str, Any]:
        """The version alone."""
        return {"version": self.cleaned_data["version"]}


class SendBackForm(ActForm):
    """Not yet."""

    title, button = "退回修改", "退回"
    reason = text("退回的理由", 1000, rows=3)


class CorrectForm(ActForm):
    """Begin a correction."""

    title, button = "更正", "开始更正"
    warning = "重新发布以前，公众看到的还是现在的内容；已撤回的，看到的是撤回的痕迹。"
    reason = text("更正说明", 1000, rows=3, hint="公众会看到，例如“罚款金额录入有误”")


class SetAsideForm(ActForm):
    """Not published at all."""

    title, button = "不公示", "定为不公示"
    reason = text("不公示的依据", 1000, rows=3, hint="哪个规定哪一条，例如“只受到警告，公示规定第2条”")


class WithdrawForm(ActForm):
    """Take it away, with a trace."""

    title, button, look = "撤回", "撤回公示", "btn btn-outline-danger"
    warning = "内容马上从公示和开放数据里消失，只留下文号、日期、原因和说明，不能恢复。"
    ground = forms.ChoiceField(
        label="原因", choices=list(GROUNDS.items()), widget=forms.Select(attrs={"class": "form-select"})
    )
    fell_on = DayField(label="变更、撤销、确认或发现的日期")
    reason = text("理由", 1000, rows=3, hint="公众会看到。写明由谁、以哪个文书决定；不写个人信息")


class AskRepairForm(ActForm):
    """The party asks for an early end."""

    title, button = "登记提前停止公示的申请", "提交给负责人决定"
    asked_on = DayField(label="当事人申请的日期")
    note = text("核实了哪些材料", 1000, rows=3)

    def __init__(self, row: Penalty, data: Any = None) -> None:
        super().__init__(row, data)
        self.needs = rules().edition(row.regime, max(self._asked_on(), row.decided_on)).repair_needs
        for name, words in self.needs.items():
            self.fields[name] = forms.BooleanField(label=words, required=False)
        self.order_fields(["version", "asked_on", *self.needs, "note"])

    def _asked_on(self) -> date:
        """The day that was typed, for the rules of that day decide; today before and when it is none."""
        try:
            return date.fromisoformat((self.data or {}).get("asked_on", ""))
        except ValueError:
            return today()

    def given(self) -> Mapping[str, Any]:
        """The findings together."""
        found = {name: self.cleaned_data[name] for name in self.needs}
        rest = {name: value for name, value in self.cleaned_data.items() if name not in self.needs}
        return {"found": found, **rest}


class DecideRepairForm(ActForm):
    """Let it go early, or not."""

    title, button, look = "决定是否提前停止公示", "作出决定", "btn btn-primary"
    granted = forms.ChoiceField(label="决定", choices=[("yes", "同意"), ("no", "不同意")], widget=forms.RadioSelect)
    reason = text("意见", 1000, rows=3)

    def given(self) -> Mapping[str, Any]:
        """Yes or no as a truth."""
        return {**self.cleaned_data, "granted": self.cleaned_data["granted"] == "yes"}
