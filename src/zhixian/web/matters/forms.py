"""Forms: a matter's questions as its definition puts them, what a move needs, and the small ones around a dossier."""

import json
from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.http import QueryDict

from zhixian.core.workflow.answers import asked
from zhixian.core.workflow.model import FormField, Move
from zhixian.web.accounts.models import User
from zhixian.web.kit.clock import today
from zhixian.web.kit.numbers import Whole
from zhixian.web.kit.prose import Prose, one_break
from zhixian.web.kit.questions import question
from zhixian.web.kit.versions import VersionForm
from zhixian.web.matters.filled import read_filled
from zhixian.web.matters.models import Dossier
from zhixian.web.matters.permissions import move_rests_on_facts

MOST_AT_ONCE = 100
"""Dossiers that are claimed or handed over in one go."""


REASONS = {
    "study": ("结论和建议", "写进评议意见，出具以后申请人会看到；核对的结果按今天的数据留存"),
    "speaker": ("意见", "写进评议意见，出具以后申请人会看到"),
}
"""What the reason of a move is called that has this need too, and what becomes of it."""
INSIDE = ("理由", "只给办理单位看，申请人看不到")
"""The same of a move whose words stay inside the office."""


class MatterForm(forms.Form):
    """A dossier's questions. Bound to what was typed; `is_valid` says in the core's words what is wrong with it.

    Questions that hang on another one are in the form from the start, so that the page works without JavaScript.
    """

    def __init__(self, dossier: Dossier, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.dossier = dossier
        known = dossier.known
        for field in dossier.its_matter.fields:
            if not (field.fact and field.fact in known) and dossier.flow.may_change(dossier.step, field.id):
                self.fields[field.id] = question(field)

    def clean(self) -> dict[str, Any]:
        """Read the answers as the core does; a question that is not put is not missed."""
        whole = {**self.dossier.answers, **self.typed()}
        values, wrong = read_filled(self.dossier.its_matter, whole, self.dossier.known)
        for name, sentence in wrong.items():
            self.add_error(name if name in self.fields else None, sentence)
        return values

    def typed(self) -> dict[str, Any]:
        """What was typed, by question, as it will be kept."""
        return {
            name: cast("QueryDict", self.data).getlist(name)
            if isinstance(field, forms.MultipleChoiceField)
            else one_break(self.data.get(name, "")).replace("\x00", "")  # which no database row of ours can hold
            for name, field in self.fields.items()
            if name in self.data
        }

    def shown_now(self) -> str:
        """What the page shows to be kept, so that it can say later which fields were touched."""
        return json.dumps({name: self.dossier.answers.get(name, "") for name in self.fields}, ensure_ascii=False)

    def shown_then(self) -> dict[str, Any] | None:
        """What the page that was sent had shown; None when it does not say."""
        try:
            was = json.loads(self.data.get("was", ""))
        except ValueError:
            return None
        return was if isinstance(was, dict) else None

    def rows(self) -> list[tuple[forms.BoundField, FormField, bool]]:
        """Bound field, its definition, and whether it is put now."""
        put = {field.id for field in asked(self.dossier.its_matter, self.dossier.answers, self.dossier.known)}
        matter = self.dossier.its_matter
        return [(self[name], matter.form_field(name), name in put) for name in self.fields]


class MoveForm(forms.Form):
    """What a move asks its maker for, and the version that the page was opened with."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    speaker = forms.CharField(
        label="谁的意见",
        max_length=80,
        widget=forms.TextInput({"class": "form-control"}),
        help_text="专家写姓名和职称，单位写名称",
    )
    reason = forms.CharField(
        label="理由",
        max_length=2000,
        widget=Prose({"rows": 3, "class": "form-control"}),
        help_text="对方会看到",
    )
    reference = forms.CharField(
        label="支付凭证号",
        max_length=60,
        widget=forms.TextInput({"class": "form-control"}),
        help_text="国库支付凭证或银行回单上的号码",
    )
    paid_on = forms.DateField(
        label="付款日", widget=forms.DateInput({"type": "date", "class": "form-control"}, "%Y-%m-%d")
    )

    although = forms.CharField(
        label="仍按原来的事实办的理由",
        max_length=2000,
        widget=Prose({"rows": 3, "class": "form-control"}),
        help_text="登记数据与这件的事实不同，见“事实”一栏。理由记入经过，对方会看到",
    )

    def __init__(self, move: Move, *args: Any, outdated: bool = False, inside: bool = False, **kwargs: Any) -> None:
        kwargs["auto_id"] = f"{move.id}_%s"
        super().__init__(*args, **kwargs)
        self.move = move
        if "speaker" not in move.needs:
            del self.fields["speaker"]
        if "reason" not in move.needs:
            del self.fields["reason"]
        elif said := next((words for need, words in REASONS.items() if need in move.needs), INSIDE if inside else None):
            self.fields["reason"].label, self.fields["reason"].help_text = said
        if not (outdated and move_rests_on_facts(move)):
            del self.fields["although"]
        if "payment" not in move.needs:
            del self.fields["reference"], self.fields["paid_on"]
        else:
            self.fields["paid_on"].initial = today()

    def given(self) -> Mapping[str, Any]:
        """What goes into the move."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class SuspendForm(VersionForm):
    """中止."""

    reason = forms.CharField(label="理由", max_length=2000, widget=Prose({"rows": 3, "class": "form-control"}))
    ground = forms.CharField(
        label="依据",
        max_length=200,
        widget=forms.TextInput({"class": "form-control"}),
        help_text="允许中止的条文或规定",
    )


class ExtendForm(VersionForm):
    """延长."""

    amount = Whole(label="延长多少", least=1, most=1000)
    reason = forms.CharField(label="理由", max_length=2000, widget=Prose({"rows": 3, "class": "form-control"}))


class HandOverForm(VersionForm):
    """转交: to a colleague of the same role in the unit, or back to all of them."""

    to = forms.ModelChoiceField(
        label="转给",
        queryset=User.objects.none(),
        required=False,
        empty_label="退回本单位，由大家认领",
        widget=forms.Select({"class": "form-select"}),
    )
    reason = forms.CharField(
        label="附言", max_length=500, required=False, widget=forms.TextInput({"class": "form-control"})
    )

    def __init__(self, colleagues: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = colleagues  # type: ignore[attr-defined]


class TogetherForm(forms.Form):
    """What is ticked on a desk, or the one row whose own button was pressed; for a hand-over the colleague and a word."""

    to = forms.ModelChoiceField(queryset=User.objects.none(), required=False)
    reason = forms.CharField(max_length=500, required=False)

    def __init__(self, data: QueryDict, *, colleagues: Any) -> None:
        super().__init__(data)
        self.fields["to"].queryset = colleagues  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Read `<id>.<version>` of each; what is no such pair was not ticked on our page."""
        data = cast("QueryDict", self.data)
        given = data.getlist("only") or data.getlist("row")
        pairs = [str(pair).split(".") for pair in given[:MOST_AT_ONCE]]
        numbers = [pair for pair in pairs if len(pair) == 2 and all(n.isascii() and n.isdecimal() for n in pair)]
        ticked = {int(pk): int(version) for pk, version in numbers if len(pk) < 19 and len(version) < 10}
        return {**self.cleaned_data, "ticked": ticked}


class MessageForm(forms.Form):
    """A word to the other side."""

    body = forms.CharField(label="留言", max_length=2000, widget=Prose({"rows": 3, "class": "form-control"}))


class ObjectionForm(forms.Form):
    """公示异议."""

    name = forms.CharField(
        label="姓名或单位名称", max_length=60, widget=forms.TextInput({"class": "form-control", "autocomplete": "name"})
    )
    contact = forms.CharField(
        label="联系方式",
        max_length=80,
        widget=forms.TextInput({"class": "form-control", "autocomplete": "tel"}),
        help_text="电话或邮箱，用来核实和答复，不对外公开",
    )
    body = forms.CharField(
        label="异议和理由",
        min_length=5,
        max_length=5000,
        widget=Prose({"rows": 6, "class": "form-control"}),
        help_text="写明哪里不对、您怎么知道、有什么凭据",
    )


class AnswerForm(forms.Form):
    """Answer to an objection."""

    upheld = forms.ChoiceField(
        label="结论", choices=(("no", "异议不成立"), ("yes", "异议成立")), widget=forms.RadioSelect()
    )
    answer = forms.CharField(label="核实情况", max_length=2000, widget=Prose({"rows": 3, "class": "form-control"}))

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    """How long the objection was when it was read."""

    def __init__(self, *args: Any, objection: int, **kwargs: Any) -> None:
        kwargs["auto_id"] = f"objection-{objection}-%s"
        super().__init__(*args, **kwargs)
        self.objection = objection
