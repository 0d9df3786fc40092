"""Forms of landscapes."""

from typing import Any

from django import forms

from zhixian.core.kernel.refusal import Refusal
from zhixian.core.landscape.enterprise.naming import enterprise_named
from zhixian.core.landscape.everything import asking
from zhixian.core.landscape.places import has_places
from zhixian.core.landscape.variants import WHOLE, named_in_vain, variants
from zhixian.core.registry.places import name_of, region_named, with_code
from zhixian.web.kit.prose import Prose
from zhixian.web.kit.versions import VersionForm
from zhixian.web.navigation.models import Topic
from zhixian.web.navigation.queries import tables

_PLACELESS = "这个专题库的来源没有写明地址，没有一件认得出是哪里的，说不出本地的位置"


def _is_placeless(topic: Topic) -> bool:
    """Whether the latest edition has records, and knows of none where it is from."""
    found = tables(topic.latest) if topic.latest else None
    return found is not None and bool(found.manifest["tables"]["records"]) and not has_places(asking(found))


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
