"""Forms of saved searches and watches."""

from collections.abc import Sequence
from typing import Any

from django import forms

from zhixian.web.navigation.forms.topics import QueryField
from zhixian.web.navigation.models import COMPETITOR, FAMILY, OWN, WATCHES, SavedSearch, Topic

MOST_OF_A_NAME = 200
"""Letters of the name or number that is watched, as many as an applicant's name has room for."""


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
