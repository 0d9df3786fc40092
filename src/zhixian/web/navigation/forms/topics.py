"""Forms of topics: made, refreshed, shared, their merge lists."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.timezone import localdate

from zhixian.core.kernel.refusal import Refusal
from zhixian.core.search.lexing import MOST_CHARACTERS, QueryFault
from zhixian.core.search.query import read_query
from zhixian.core.topics.topic import home_of
from zhixian.web.accounts.models import Seat
from zhixian.web.kit.clock import today
from zhixian.web.kit.enclosures import NamedFile
from zhixian.web.kit.prose import Prose
from zhixian.web.kit.uploads import shown_name
from zhixian.web.kit.versions import VersionForm
from zhixian.web.navigation.models import CITED, TopicFile
from zhixian.web.registry.forms import ExportsField
from zhixian.web.registry.queries import data

MOST_BYTES = 20 << 20
_CHOOSE = "请选择导出表"


class QueryField(forms.CharField):
    """A query. One that is too long is refused with its text; a box that cuts a paste off would ask for a part of it."""

    def __init__(self, **given: Any) -> None:
        super().__init__(max_length=MOST_CHARACTERS, **given)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """As of any text, without the length at which a browser cuts it off."""
        return {name: value for name, value in super().widget_attrs(widget).items() if name != "maxlength"}


def day_field(label: str, help_text: str, *, required: bool = True) -> forms.DateField:
    """A day up to today."""
    return forms.DateField(
        label=label, help_text=help_text, required=required, widget=forms.DateInput(attrs={"type": "date", "class": "form-control"}, format="%Y-%m-%d"),
    )  # fmt: skip


def not_after(last: date, day: date | None) -> date | None:
    """A day that is not after the last that may be. Raises ValidationError."""
    if day and day > last:
        raise forms.ValidationError(f"晚于今天（{last}）")
    return day


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
        return not_after(today(), self.cleaned_data["as_of"])

    def clean_seat(self) -> Seat:
        """The seat itself; the only one need not be chosen."""
        return self.seats[self.cleaned_data["seat"] or next(iter(self.seats))]


class ExportedForm(forms.Form):
    """Files that come, and on which day they were exported."""

    exported = day_field(
        "导出日", "检索系统是哪一天导出这些文件的。不写就按文件里最晚的日期算，那以后的年份不算完整。", required=False
    )

    def clean_exported(self) -> Any:
        """Not after the real day, whichever is rehearsed: it is held against the days that files tell."""
        return not_after(localdate(), self.cleaned_data["exported"])


class KeptDaysForm(ExportedForm):
    """Files that come beside others that wait: the days that were said of those may be said otherwise, or no more, without their being
    chosen again. Those of one day have one field."""

    kept: Sequence[TopicFile] = ()

    def ask_of(self, kept: Sequence[TopicFile]) -> None:
        """Add a field for each day of those that wait."""
        self.kept = kept
        for file in kept:
            alike = [other.called for other in kept if other.exported == file.exported]
            if file.called == alike[0]:
                self.fields[f"day_{file.pk}"] = day_field(
                    f"{'、'.join(alike)} 的导出日",
                    "已经上传的，按这一天读；清空就按文件里最晚的日期算。",
                    required=False,
                )
                self.fields[f"day_{file.pk}"].initial = file.exported

    def clean(self) -> dict[str, Any]:
        """No day after the real one."""
        told: dict[str, Any] = super().clean() or self.cleaned_data
        for name in [name for name in told if name.startswith("day_")]:
            try:
                not_after(localdate(), told[name])
            except forms.ValidationError as wrong:
                self.add_error(name, wrong)
        return told

    @property
    def days(self) -> dict[int, date | None]:
        """The day of each that waits, by its key, where the page asked for it."""
        asked = {file.exported: f"day_{file.pk}" for file in reversed(self.kept)}
        return {
            file.pk: self.cleaned_data[name]
            for file in self.kept
            if (name := asked[file.exported]) in self.data and name in self.cleaned_data
        }


class UploadedTopicForm(_TopicForm, ExportedForm):
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

    field_order = ("name", "exports", "exported", "terms", "shows_raw", "as_of", "seat")


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


class RefreshForm(VersionForm, KeptDaysForm):
    """更新: as of which day, and new files where the topic is made of files. A day before that of the edition in force has to be meant."""

    as_of = day_field("数据截止日", "新版本的数据到哪一天为止。")
    exports = ExportsField(
        label="新的导出表", required=False, help_text="与已收的文件合在一起去重；不选则把已收的重读一遍。"
    )

    earlier = forms.BooleanField(
        label="退回更早的一天", required=False,
        help_text="截止日早于现行版本时要勾：更新以后现行的就是更早一天的版本，以后才有的不再计入。",
    )  # fmt: skip

    field_order = ("as_of", "exports", "exported", "earlier")

    def __init__(
        self, *args: Any, from_files: bool, current: date | None, kept: Sequence[TopicFile] = (), **given: Any
    ) -> None:
        super().__init__(*args, **given)
        self.current = current
        self.ask_of(kept)
        if not from_files:
            del self.fields["exports"], self.fields["exported"]

    def clean_as_of(self) -> Any:
        """Not after today."""
        return not_after(today(), self.cleaned_data["as_of"])

    def clean(self) -> dict[str, Any]:
        """Not before the edition in force, unless that is meant; and no day of an export without the files that it is of."""
        told: dict[str, Any] = super().clean()
        if told.get("exported") and told.get("exports") == []:
            self.add_error("exported", "没有选文件。要给已收的文件补写导出日，把那个文件再选一次")
        if self.current and "as_of" in told and told["as_of"] < self.current and not told.get("earlier"):
            said = (
                f"早于现行版本的截止日 {self.current}。更新以后现行的就是更早一天的；确实要这样，勾选“退回更早的一天”。"
            )
            self.add_error("as_of", said)
        return told


class ReplaceFilesForm(VersionForm, KeptDaysForm):
    """上传别的文件: for a topic of which nothing could be made, in place of those that wait; `kept` are those that may stay, beside which no
    file need be chosen."""

    exports = ExportsField(label="导出表", error_messages={"required": _CHOOSE, "empty": "文件是空的"})
    keep = forms.BooleanField(required=False)

    field_order = ("exports", "exported", "keep")

    def __init__(self, *args: Any, kept: Sequence[TopicFile], **given: Any) -> None:
        super().__init__(*args, **given)
        self.ask_of(kept)
        self.fields["exports"].required = not kept
        self.fields["keep"].label = f"原来的 {'、'.join(file.called for file in kept)} 也留着，一起读"
        if not kept:
            del self.fields["keep"]

    def clean(self) -> dict[str, Any]:
        """Files, or those that stay, as do those of which a day is said anew; and no day without the files that it is of."""
        told: dict[str, Any] = super().clean()
        if told.get("exports") == []:
            told["keep"] = told.get("keep") or any(
                self.days.get(file.pk, file.exported) != file.exported for file in self.kept
            )
            if not told["keep"]:
                self.add_error("exports", f"{_CHOOSE}，或者勾选留着原来的")
            if told.get("exported"):
                self.add_error("exported", "没有选文件。原来的文件的导出日，在它自己那一栏里改")
        return told


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


class ShareForm(VersionForm):
    """给谁看."""

    with_whom = forms.ChoiceField(label="给谁看")

    def __init__(self, *args: Any, places: Sequence[tuple[str, str]], **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["with_whom"].choices = [("", "选择单位或企业"), *places]  # type: ignore[attr-defined]
