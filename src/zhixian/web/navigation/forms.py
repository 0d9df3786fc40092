"""Forms of topics."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from zhixian.core.kernel.refusal import Refusal
from zhixian.core.landscape.enterprise.naming import enterprise_named
from zhixian.core.landscape.everything import asking
from zhixian.core.landscape.places import has_places
from zhixian.core.landscape.variants import WHOLE, named_in_vain, variants
from zhixian.core.registry.places import name_of, region_named, with_code
from zhixian.core.search.lexing import MOST_CHARACTERS, QueryFault
from zhixian.core.search.query import read_query
from zhixian.core.topics.topic import home_of
from zhixian.web.accounts.models import Seat
from zhixian.web.kit.clock import today
from zhixian.web.kit.enclosures import NamedFile
from zhixian.web.kit.prose import Prose
from zhixian.web.kit.uploads import shown_name
from zhixian.web.kit.versions import VersionForm
from zhixian.web.navigation.models import CITED, COMPETITOR, FAMILY, OWN, WATCHES, SavedSearch, Topic
from zhixian.web.navigation.queries import tables
from zhixian.web.registry.forms import ExportsField
from zhixian.web.registry.queries import data

MOST_BYTES = 20 << 20
MOST_OF_A_NAME = 200
"""Letters of the name or number that is watched, as many as an applicant's name has room for."""


class QueryField(forms.CharField):
    """A query. One that is too long is refused with its text; a box that cuts a paste off would ask for a part of it."""

    def __init__(self, **given: Any) -> None:
        super().__init__(max_length=MOST_CHARACTERS, **given)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """As of any text, without the length at which a browser cuts it off."""
        return {name: value for name, value in super().widget_attrs(widget).items() if name != "maxlength"}


def day_field(label: str, help_text: str) -> forms.DateField:
    """A day up to today."""
    return forms.DateField(
        label=label, help_text=help_text, widget=forms.DateInput(attrs={"type": "date", "class": "form-control"}, format="%Y-%m-%d"),
    )  # fmt: skip


class _TopicForm(forms.Form):
    """What every new topic is asked: its name, its day, and in whose name."""

    name = forms.CharField(label="名称", max_length=60, help_text="例如：电解铜箔。可用汉字、字母、数字和空格。")
    as_of = day_field("数据截止日", "导出或检索的数据到哪一天为止；法律状态按这一天。")
    seat = forms.ChoiceField(label="归谁", help_text="本单位、本企业的人都能看；以后还可以给别的单位看。")

    def __init__(self, *args: Any, seats: Sequence[Seat], **given: Any) -> None:
        super().__init__(*args, **given)
        self.seats = {str(seat.pk): seat for seat in seats}
        chosen = self.fields["seat"]
        chosen.choices = [(key, seat.place) for key, seat in self.seats.items()]  # type: ignore[attr-defined]
        if len(self.seats) == 1:
            chosen.widget, chosen.initial, chosen.required = forms.HiddenInput(), next(iter(self.seats)), False
        self.fields["as_of"].initial = today()

    def clean_name(self) -> str:
        """A name that a folder may have."""
        name = " ".join(self.cleaned_data["name"].split())
        try:
            home_of(data(), name)
        except Refusal as refusal:
            raise forms.ValidationError(str(refusal)) from None
        return name

    def clean_as_of(self) -> Any:
        """Not after today."""
        return not_later(self.cleaned_data["as_of"])

    def clean_seat(self) -> Seat:
        """The seat itself; the only one need not be chosen."""
        return self.seats[self.cleaned_data["seat"] or next(iter(self.seats))]


class UploadedTopicForm(_TopicForm):
    """用导出表建专题库."""

    exports = ExportsField(
        label="导出表", help_text="incoPat、智慧芽、Patentics、Lens、Google Patents、国家知识产权局等检索系统导出的 xlsx、xls、csv，或专利 XML；可选多个，也可拖到这里。",
        error_messages={"required": "请选择导出表", "empty": "文件是空的"},
    )  # fmt: skip
    terms = forms.CharField(
        label="来源的许可条款", max_length=300, help_text="例如：incoPat 许可，限本单位内部使用。会写在每份报告上。",
    )  # fmt: skip
    shows_raw = forms.BooleanField(
        label="条款允许把号码、标题等原始数据给本单位以外的人", required=False,
        help_text=f"不勾时，别的单位只看得到算出来的数字和图，谁也不能整库导出；例外是{CITED}。",
    )  # fmt: skip

    field_order = ("name", "exports", "terms", "shows_raw", "as_of", "seat")


class QueryTopicForm(_TopicForm):
    """把检索式存为专题库."""

    query = QueryField(
        label="检索式", required=False, widget=Prose(attrs={"class": "form-control", "rows": 3}),
        help_text="对登记数据的检索式；不写是全部权利。",
    )  # fmt: skip

    field_order = ("name", "query", "as_of", "seat")

    def clean_query(self) -> str:
        """A query that can be read."""
        query: str = self.cleaned_data["query"].strip()
        try:
            read_query(query)
        except QueryFault as fault:
            raise forms.ValidationError(str(fault)) from None
        return query


class RefreshForm(VersionForm):
    """更新: as of which day, and new files where the topic is made of files. A day before that of the edition in force has to be meant."""

    as_of = day_field("数据截止日", "新版本的数据到哪一天为止。")
    exports = ExportsField(
        label="新的导出表", required=False, help_text="与已收的文件合在一起去重；不选则把已收的重读一遍。"
    )

    earlier = forms.BooleanField(
        label="退回更早的一天", required=False,
        help_text="截止日早于现行版本时要勾：更新以后现行的就是更早一天的版本，以后才有的不再计入。",
    )  # fmt: skip

    def __init__(self, *args: Any, from_files: bool, current: date | None, **given: Any) -> None:
        super().__init__(*args, **given)
        self.current = current
        if not from_files:
            del self.fields["exports"]

    def clean_as_of(self) -> Any:
        """Not after today."""
        return not_later(self.cleaned_data["as_of"])

    def clean(self) -> dict[str, Any]:
        """Not before the edition in force, unless that is meant."""
        told: dict[str, Any] = super().clean() or self.cleaned_data
        if self.current and "as_of" in told and told["as_of"] < self.current and not told.get("earlier"):
            said = (
                f"早于现行版本的截止日 {self.current}。更新以后现行的就是更早一天的；确实要这样，勾选“退回更早的一天”。"
            )
            self.add_error("as_of", said)
        return told


_PLACELESS = "这个专题库的来源没有写明地址，没有一件认得出是哪里的，说不出本地的位置"


def _is_placeless(topic: Topic) -> bool:
    """Whether the latest edition has records, and knows of none where it is from."""
    found = tables(topic.latest) if topic.latest else None
    return found is not None and bool(found.manifest["tables"]["records"]) and not has_places(asking(found))


class MergeListForm(forms.Form):
    """A merge list that was filled in."""

    filled = NamedFile(
        label="填好的清单", widget=forms.ClearableFileInput({"class": "form-control", "accept": ".xlsx,.xls,.csv"}),
        help_text=f"xlsx、xls 或 csv，{MOST_BYTES >> 20} MB 以内。", error_messages={"required": "请选择填好的清单"},
    )  # fmt: skip

    def clean_filled(self) -> Any:
        """Not beyond measure."""
        file = self.cleaned_data["filled"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(
                f"“{shown_name(file.name)}”有 {file.size / (1 << 20):.1f} MB，不超过 {MOST_BYTES >> 20} MB；可以删去没有填决定的行"
            )
        return file


class AnalyseForm(forms.Form):
    """导航分析: for what it is made, and whose place in the field is asked about."""

    variant = forms.ChoiceField(
        label="类别", required=False, help_text="按用途选：各类列的图表和次序不同，回答的问题写在每部分前面。",
    )  # fmt: skip

    region = forms.CharField(
        label="本地", max_length=40, required=False,
        help_text="县、市或省的名称或行政区划代码：加上本地的位置、技术专长、可以合作的和可以购买的。不写就不算这几项。",
    )  # fmt: skip

    enterprise = forms.CharField(
        label="企业", max_length=200, required=False,
        help_text="一家企业的全称，要是专题库里的申请人或权利人：加上它的位置、历年申请、技术、发明人、合作、到期、相近的对手和引证。不写就不算这几项。",
    )  # fmt: skip

    def __init__(self, *args: Any, topic: Topic, **given: Any) -> None:
        super().__init__(*args, **given)
        self.topic = topic
        self.fields["variant"].choices = [(one.id, one.title) for one in variants().values()]  # type: ignore[attr-defined]
        self.is_placeless = _is_placeless(topic)
        if region := self.initial.get("region"):
            self.fields["region"].help_text += f"预填的是{with_code(region)}，不要就清空。"
        if self.is_placeless:
            self.initial.pop("region", None)
            self.fields["region"].help_text = f"{_PLACELESS}，本地的这几项请不要算，留空。"

    def clean_variant(self) -> str:
        """The whole one where none is chosen."""
        return self.cleaned_data["variant"] or WHOLE

    def clean(self) -> dict[str, Any]:
        """A variant about a place needs one; an enterprise is named only where a figure is about it."""
        told = super().clean() or {}
        variant = variants()[told.get("variant") or WHOLE]
        if variant.needs_region and self.is_placeless:
            self.add_error("variant", f"{_PLACELESS}，做不了这一类报告，请换别的类别，或用有地址的导出表更新专题库")
        elif variant.needs_region and told.get("region") == "":
            self.add_error("region", "这一类报告要写本地是哪里")
        if told.get("enterprise") and not variant.tells_enterprise:
            self.add_error("enterprise", "，请".join(named_in_vain(variant)))
        return told

    def clean_enterprise(self) -> str:
        """What the enterprise is called in the topic's latest edition; names that come close are offered."""
        name = " ".join(self.cleaned_data["enterprise"].split())
        found = tables(self.topic.latest) if name and self.topic.latest else None
        if found is None:
            return name
        try:
            return enterprise_named(asking(found), name).name
        except Refusal as refusal:
            raise forms.ValidationError(f"{refusal.why}，要{refusal.expected}") from None

    def clean_region(self) -> str:
        """The code of a place."""
        text = self.cleaned_data["region"].strip()
        try:
            code = region_named(text) if text else ""
        except ValueError as error:
            raise forms.ValidationError(str(error)) from None
        if code and name_of(code) is None:
            raise forms.ValidationError(f"没有行政区划代码 {code}")
        if code and self.is_placeless:
            raise forms.ValidationError(f"{_PLACELESS}，请留空，或用有地址的导出表更新专题库")
        return code


class FigureForm(VersionForm):
    """What somebody makes of a figure."""

    sentence = forms.CharField(
        label="正文", required=False, max_length=1000, widget=Prose(attrs={"class": "form-control", "rows": 3}),
        help_text="改写后会注明是人写的；清空就恢复算出来的话。",
    )  # fmt: skip
    remark = forms.CharField(
        label="评注", required=False, max_length=2000, widget=Prose(attrs={"class": "form-control", "rows": 3}),
    )  # fmt: skip
    out = forms.BooleanField(label="报告里不列这一项", required=False)


class ForewordForm(VersionForm):
    """编写说明."""

    foreword = forms.CharField(
        label="编写说明", required=False, max_length=6000, widget=Prose(attrs={"class": "form-control", "rows": 6}),
        help_text="放在报告最前面：为谁做、回答什么问题、检索范围怎么定的。",
    )  # fmt: skip


class ShareForm(VersionForm):
    """给谁看."""

    with_whom = forms.ChoiceField(label="给谁看")

    def __init__(self, *args: Any, places: Sequence[tuple[str, str]], **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["with_whom"].choices = [("", "选择单位或企业"), *places]  # type: ignore[attr-defined]


def not_later(day: Any) -> Any:
    """A day that is not after today. Raises ValidationError."""
    if day > today():
        raise forms.ValidationError(f"晚于今天（{today()}）")
    return day


class WatchForm(forms.Form):
    """关注: what is watched, in which data, under which name."""

    kind = forms.ChoiceField(label="关注什么", choices=[(kind, word) for kind, word in WATCHES.items()])
    what = QueryField(
        label="检索式、名称或号码", required=False,
        help_text="技术写检索式；竞争者写申请人的名称；同族写专题库里的申请号或公开号；自己的权利留空。",
    )  # fmt: skip
    within = forms.ChoiceField(
        label="在哪里看", required=False, help_text="同族要选来源写明同族的专题库；自己的权利总在登记数据里看。"
    )
    name = forms.CharField(
        label="名称", max_length=60, help_text="有新消息时这样称呼它。", error_messages={"required": "请给这个关注起一个名称"},
    )  # fmt: skip
    anyway = forms.BooleanField(label="命中 0 件也关注", required=False, widget=forms.HiddenInput())
    same: SavedSearch | None = None
    """The watch that there is already of what is to be watched."""

    def __init__(self, *args: Any, topics: Sequence[Topic], office: bool, **given: Any) -> None:
        super().__init__(*args, **given)
        if self.data.get("anyway"):
            self.offer_anyway()
        self.office = office
        self.topics = {str(topic.pk): topic for topic in topics}
        registry = "登记数据" if office else "登记数据（只有本企业的权利）"
        choices = [("", registry), *((key, f"专题库 {topic}") for key, topic in self.topics.items())]
        self.fields["within"].choices = choices  # type: ignore[attr-defined]
        kinds = [(kind, word) for kind, word in WATCHES.items() if kind not in self.not_asked]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]

    @property
    def not_asked(self) -> tuple[str, ...]:
        """What cannot be watched without a topic, where there is none to watch it in."""
        if self.topics:
            return ()
        return (FAMILY,) if self.office else (COMPETITOR, FAMILY)

    @property
    def not_asked_said(self) -> str:
        """The same in words."""
        return "、".join(WATCHES[kind] for kind in self.not_asked)

    def offer_anyway(self) -> None:
        """Let what finds nothing be watched, which is asked for only where nothing was found."""
        self.fields["anyway"].widget = forms.CheckboxInput()

    def clean_within(self) -> Topic | None:
        """The topic; none is the registry."""
        return self.topics.get(self.cleaned_data["within"])

    def clean(self) -> dict[str, Any]:
        """Everything but the own rights needs to be said; a family stands in a topic."""
        told = super().clean() or {}
        if told.get("kind") != OWN and not told.get("what"):
            self.add_error("what", "请写明关注什么")
        if told.get("kind") in {COMPETITOR, FAMILY} and len(told.get("what") or "") > MOST_OF_A_NAME:
            self.add_error(
                "what", f"名称或号码有 {len(told['what']):,} 个字，最多 {MOST_OF_A_NAME} 个；请只写一家或一件"
            )
        if told.get("kind") == FAMILY and "within" in told and told["within"] is None:
            self.add_error("within", "登记数据里没有同族，请选一个专题库")
        if told.get("kind") == COMPETITOR and not self.office and "within" in told and told["within"] is None:
            self.add_error("within", "登记数据里您只看得到本企业的权利，请选一个收有竞争者专利的专题库")
        return told


class SaveSearchForm(forms.Form):
    """保存检索."""

    name = forms.CharField(label="名称", max_length=60, help_text="例如：本地铜箔专利。有新消息时这样称呼它。")
