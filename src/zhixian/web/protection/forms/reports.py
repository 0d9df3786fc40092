"""Forms of reports: the public's, plain and large, and the office's."""

import secrets
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from django import forms

from zhixian.core.disclosure.giveaways import giveaways, likely_giveaways
from zhixian.core.disclosure.reports import rule_on
from zhixian.core.kernel.folding import folded
from zhixian.core.workflow.answers import read_answer
from zhixian.core.workflow.model import FormField, Move
from zhixian.web.kit.clock import today
from zhixian.web.kit.enclosures import FilesField, NamedFile
from zhixian.web.kit.numbers import Whole
from zhixian.web.kit.plan import unit_name, units_with_people
from zhixian.web.kit.prose import Prose
from zhixian.web.protection.models import Report
from zhixian.web.protection.models.reports import ANONYMOUS, CATEGORIES, NAMED
from zhixian.web.protection.receipt_codes import WORDS_GIVEN, read_code, read_words
from zhixian.web.protection.report_desk import desk, proposed_units
from zhixian.web.protection.right_search import right_of
from zhixian.web.protection.sealing import LEAST_PASSPHRASE

CONTENTS = ("subject", "suspect", "what", "place", "happened", "right_id", "right", "links")
READ = ("suspect", "what", "place", "happened", "right", "links")
"""What handlers read of what was typed."""
IDENTITY = ("name", "phone", "id_number", "contact")
MOST_LINKS = 20
LATER = "其余的以后用回执编号补交"
OFF = {"autocomplete": "off"}
SEEN = "办理的人会看到：不想让他们知道就改掉"


def text(
    label: str, most: int, *, rows: int = 0, hint: str = "", required: bool = True, **attrs: str
) -> forms.CharField:
    """A line or some lines of text, which the browser is asked not to remember."""
    given = {"class": "form-control", **OFF, **attrs}
    widget = Prose(attrs={**given, "rows": rows}) if rows else forms.TextInput(attrs=given)
    return forms.CharField(label=label, max_length=most, required=required, help_text=hint, widget=widget)


PHONE = FormField("phone", "电话", "phone")


def one_phone(typed: str) -> str:
    """A telephone number as it is kept."""
    try:
        return str(read_answer(PHONE, typed))
    except ValueError as error:
        raise forms.ValidationError(str(error)) from None


class CarefulForm(forms.Form):
    """Holds a text back that gives somebody away, until its writer says to know of it."""

    warning = "上面有几处会让办理的人知道您是谁。改掉最稳妥；一定要写的，请勾选："
    knowing = forms.BooleanField(label="我知道办理的人会看到这些，仍然这样提交", required=False)
    told = forms.CharField(widget=forms.HiddenInput, required=False, max_length=500)
    """What the reporter was warned of, so that nothing else goes out with the same tick."""

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.warned = False
        """Whether something to be sealed stands open in what was sent."""

    def warn(self, found: Mapping[str, Mapping[str, str]]) -> None:
        """A word beside each text, by its field and by what gives away there, unless the writer has said to know of all of it."""
        pairs = sorted(f"{name}.{what}" for name, here in found.items() for what in here)
        self.warned = bool(pairs)
        if self.cleaned_data.get("knowing") and set(pairs) <= set(self.cleaned_data.get("told", "").split()):
            return
        for name, here in found.items():
            if here:
                self.add_error(name, list(here.values()))
        again: Any = self.data.copy()  # type: ignore[attr-defined]
        again["told"] = " ".join(pairs)
        again.pop("knowing", None)
        self.data = again


class ReportForm(CarefulForm):
    """What, where, who, which right; and, unless anonymous, who reports. Nothing of it is remembered anywhere before it is sent."""

    subject = forms.ChoiceField(label="侵犯的是什么权利", widget=forms.RadioSelect)
    suspect = text("谁在侵权", 200, hint="店名、企业名、网名、摊位都可以；不知道就写“不知道”")
    what = text(
        "是什么情况", 2000, rows=7, hint="看到了什么、买到了什么、怎么知道的。不想暴露自己的，不要写只有您知道的事"
    )
    place = text("在哪里", 200, required=False, hint="地址、市场、网店平台")
    happened = text("什么时候", 100, required=False, hint="例如 2020年10月起，一直在卖")
    right = text("涉及哪一项权利", 200, required=False, hint="专利号、注册号或名称；不知道可以不填")
    right_id = forms.CharField(required=False, widget=forms.HiddenInput, max_length=80)
    links = text("网址", 2000, rows=2, required=False, hint="商品或页面的网址，一行一个")
    evidence = FilesField(
        label="证据",
        rest=LATER,
        help_text="照片（JPG、PNG）或 PDF，每个不超过 10 MB，一次不超过 8 个。照片里的拍摄地点、时间和手机型号会自动去掉；"
        "匿名和保密举报的 PDF 会逐页画成图片，作者、批注人等看不见的内容也就没有了。"
        "办理的人都能看到，不要放进会暴露您的东西",
    )
    sealed_files = FilesField(
        rest=LATER,
        label="会暴露您是谁的材料（封存）",
        help_text="例如您的购货单、权利证书。封存以后办理的人看不到，要开启须经批准，并记录在案",
    )
    name = text("您的姓名", 60)
    phone = text("电话", 40, inputmode="tel")
    id_number = text("证件号码", 40, required=False)
    contact = text("地址或邮箱", 200, required=False)
    honest = forms.BooleanField(
        label="以上是我所知道的实情；我知道捏造事实、诬告陷害要承担法律责任",
        error_messages={"required": "请勾选这一项"},
    )
    token = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, way: str, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.way = way
        self.fields["subject"].choices = [(one.id, one.name) for one in desk().subjects]  # type: ignore[attr-defined]
        self.hints = {one.id: one.help for one in desk().subjects}
        self.initial.setdefault("token", secrets.token_urlsafe(24))
        evidence = self.fields["evidence"]
        assert isinstance(evidence, FilesField)
        evidence.nameless = way != NAMED
        if way == ANONYMOUS:
            for field in (*IDENTITY, "sealed_files"):
                del self.fields[field]

    def clean_phone(self) -> str:
        """A number that somebody can be called by."""
        return one_phone(self.cleaned_data["phone"])

    def clean_links(self) -> str:
        """Addresses of pages, one a line."""
        lines = [line.strip() for line in self.cleaned_data["links"].splitlines() if line.strip()]
        if len(lines) > MOST_LINKS:
            raise forms.ValidationError(f"有 {len(lines)} 个网址，不超过 {MOST_LINKS} 个")
        for line in lines:
            if not is_web_address(line):
                raise forms.ValidationError(f"“{line[:60]}”不是网址，应以 http:// 或 https:// 开头")
        return "\n".join(lines)

    def clean(self) -> dict[str, Any]:
        """A right that was picked is called as the registry calls it."""
        given = super().clean() or {}
        picked = right_of(given.get("right_id", ""))
        given["right_id"] = picked.id if picked else ""
        if picked:
            given["right"] = picked.words[:200]
        identity = {name: given.get(name, "") for name in IDENTITY}
        found = {name: giveaways(given.get(name, ""), identity) for name in READ}
        self.warn({name: {one.part: f"{one.words}，{SEEN}" for one in here} for name, here in found.items()})
        return given

    def contents(self) -> dict[str, str]:
        """What is said of the infringement, by column."""
        return {name: self.cleaned_data[name] for name in CONTENTS}

    def identity(self) -> dict[str, str]:
        """What the reporter says of themselves."""
        return {name: self.cleaned_data[name] for name in IDENTITY if name in self.fields}


def is_web_address(line: str) -> bool:
    """Whether a line is the address of a page."""
    try:
        parts = urlsplit(line)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc) and " " not in line


class ReceiptForm(forms.Form):
    """The receipt's code and words. What is typed wrong is said before anything is looked up."""

    code = text("回执编号", 60, hint="16 位，四位一组；大小写不分", autocapitalize="characters", spellcheck="false")
    words = text("查询口令", 60, hint=f"{WORDS_GIVEN} 个词，次序不能变")

    def clean_code(self) -> str:
        """The code; its check sign tells slips without telling whether there is such a report."""
        code = read_code(self.cleaned_data["code"])
        if code is None:
            raise forms.ValidationError("编号抄错了：位数或校验不对，请对照回执再看一遍")
        return code

    def clean_words(self) -> str:
        """The words without what stands between them."""
        words = read_words(self.cleaned_data["words"])
        if not words:
            raise forms.ValidationError("请写汉字")
        return words


class MessageForm(forms.Form):
    """A word to the other side, with files."""

    body = text("留言", 2000, rows=4, required=False)
    attached = FilesField(label="附件", help_text="JPG、PNG 或 PDF，每个不超过 10 MB。视频请截图")


class ReporterMessageForm(CarefulForm, MessageForm):
    """A reporter's word. Who is not named openly hears of what would tell who they are; what is sealed nobody can look up for it."""

    field_order = ("body", "attached")

    def __init__(self, *args: Any, nameless: bool, **given: Any) -> None:
        super().__init__(*args, **given)
        self.nameless = nameless
        attached = self.fields["attached"]
        assert isinstance(attached, FilesField)
        attached.nameless = nameless

    def clean(self) -> dict[str, Any]:
        """Numbers and names of somebody are told before they go out."""
        given = super().clean() or {}
        found = likely_giveaways(given.get("body", "")) if self.nameless else []
        self.warn({"body": {folded(one.found): f"{one.likely_words}，{SEEN}" for one in found}})
        return given


class VerifyForm(forms.Form):
    """An acknowledgement to check: pasted, or as a file."""

    signed = text("回执全文", 20_000, rows=12, required=False, hint="从“举报回执”到“签名”一行，一字不改")
    file = NamedFile(
        label="或者选回执文件",
        required=False,
        widget=forms.FileInput(attrs={"class": "form-control", "accept": ".txt"}),
    )

    def clean(self) -> dict[str, Any]:
        """Either of them."""
        given = super().clean() or {}
        file = given.get("file")
        if file:
            given["signed"] = file.read(20_000).decode("utf-8", "replace")
        if not given.get("signed"):
            raise forms.ValidationError("请粘贴回执全文，或选一个回执文件")
        return given


class ReportMoveForm(CarefulForm):
    """What a move of a report needs. Numbers and names of somebody in what the reporter gets to read are told before it is made."""

    warning = "上面有几处可能让人认出举报人。改掉最稳妥；核对过不是的（例如是单位的公开电话），请勾选："

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, report: Report, move: Move, *args: Any, **given: Any) -> None:
        given.setdefault("initial", {"version": report.version})
        given.setdefault("auto_id", f"{move.id}-%s")
        super().__init__(*args, **given)
        self.move = move
        if move.id == "forward":
            self.fields["unit"] = forms.ChoiceField(
                label="承办单位", choices=units_to_choose(report), widget=forms.Select(attrs={"class": "form-select"})
            )
        if move.id == "conclude":
            self.fields["category"] = forms.ChoiceField(
                label="办理结果", choices=[*CATEGORIES.items()], widget=forms.Select(attrs={"class": "form-select"})
            )
        if "reason" in move.needs:
            told = move.id in {"conclude", "decline"}
            hint = "举报人会看到。不要写出能认出举报人的话" if told else "受理处会看到，举报人看不到"
            self.fields["reason"] = text("给举报人的答复" if told else "理由", 2000, rows=5, hint=hint)
        self.fields["knowing"].label = "我核对过，这些不会让人认出举报人"

    def clean(self) -> dict[str, Any]:
        """A telephone number or 我叫… stands in an answer only when the officer says so."""
        given = super().clean() or {}
        told = self.move.id in {"conclude", "decline"}
        found = likely_giveaways(given.get("reason", "")) if told else []
        self.warn({"reason": {folded(one.found): one.office_words for one in found}})
        return given

    def given(self) -> dict[str, str]:
        """What the action takes beside the version."""
        return {name: value for name, value in self.cleaned_data.items() if name not in {"version", "knowing", "told"}}


def units_to_choose(report: Report) -> list[Any]:
    """The units that the plan makes responsible for this kind first, then all others."""
    first = proposed_units(report.subject)
    rest = [unit.id for unit in units_with_people() if unit.id not in first and unit.id != desk().unit]
    groups = [("其他单位", [(unit, unit_name(unit)) for unit in rest])]
    return [("按方案应由", [(unit, unit_name(unit)) for unit in first]), *groups] if first else [("", "请选"), *groups]


class ExtendReportForm(forms.Form):
    """延长核查期限."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    amount = Whole(label="延长几个工作日", least=1, most=60)
    reason = text("理由", 500, rows=2)


def most_hours() -> int:
    """For how many hours at the most an identity may be read, by the rule of today."""
    return rule_on(today()).most_hours


class OpeningForm(forms.Form):
    """A motivated request to learn who reported."""

    fields_asked = forms.MultipleChoiceField(label="要看的内容", widget=forms.CheckboxSelectMultiple)
    purpose = text("用途", 1000, rows=3, hint="为什么不看就办不下去；举报人会看到")
    ground = text("法律依据", 200, hint="哪部法哪一条")
    hours = Whole(label="看多久（小时）", least=1, most=most_hours, initial=24)
    untold_ground = text(
        "不告知举报人的法律依据", 200, required=False, hint="一般要告知，留空。法律规定不得告知的，写明哪部法哪一条"
    )

    def __init__(self, choices: Sequence[tuple[str, str]], *args: Any, **given: Any) -> None:
        given.setdefault("auto_id", "opening-%s")
        super().__init__(*args, **given)
        self.fields["hours"].widget.attrs["max"] = most_hours()
        self.fields["fields_asked"].choices = choices  # type: ignore[attr-defined]


class DecisionForm(forms.Form):
    """Approve or refuse a request."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    approved = forms.ChoiceField(label="决定", choices=[("yes", "批准"), ("no", "不予批准")], widget=forms.RadioSelect)
    reason = text("意见", 1000, rows=3)


def passphrase(label: str, *, new: bool = False) -> forms.CharField:
    """A passphrase, which is kept nowhere."""
    attrs = {"class": "form-control", "autocomplete": "new-password" if new else "current-password"}
    hint = f"不少于 {LEAST_PASSPHRASE} 个字。忘了没有办法找回" if new else ""
    least = LEAST_PASSPHRASE if new else 1
    return forms.CharField(
        label=label,
        min_length=least,
        max_length=200,
        strip=False,
        help_text=hint,
        widget=forms.PasswordInput(attrs=attrs),
    )


class NewKeyForm(forms.Form):
    """A first key, or one beside a key whose passphrase is lost."""

    new = passphrase("口令", new=True)
    again = passphrase("再写一遍", new=True)

    def clean(self) -> dict[str, Any]:
        """Both the same."""
        given = super().clean() or {}
        if "new" in given and "again" in given and given["new"] != given["again"]:
            self.add_error("again", "两次写的不一样")
        return given


class ChangeKeyForm(NewKeyForm):
    """A new key, while the old passphrase is known."""

    old = passphrase("现在的口令")
    field_order = ("old", "new", "again")


class PassphraseForm(forms.Form):
    """The custodian's passphrase, to open one identity."""

    passphrase = passphrase("口令")
