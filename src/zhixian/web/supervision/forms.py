"""Forms of requests for progress. None has a field for anything that the system counts."""

from typing import Any

from django import forms

from zhixian.core.supervision.rule import rules
from zhixian.web.kit.clock import today
from zhixian.web.kit.enclosures import FilesField
from zhixian.web.kit.numbers import Whole
from zhixian.web.kit.prose import Prose
from zhixian.web.kit.versions import VersionForm
from zhixian.web.supervision.models import ProgressRequest
from zhixian.web.supervision.timing import due_day, most_days


def text(label: str, *, rows: int = 4, hint: str = "", required: bool = True) -> forms.CharField:
    """Some lines of text."""
    widget = Prose(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=2000, required=required, help_text=hint, widget=widget)


def days(label: str) -> Whole:
    """A number of working days."""
    return Whole(label=label, least=1, most=most_days)


class SendForm(forms.Form):
    """What is asked, by when."""

    asked = text("要报告什么", hint="例如：本条今年做了什么、卡在哪里、下一步怎么做。系统数得到的数不用再要")
    days = days("给几个工作日")

    def __init__(self, *given: Any, **more: Any) -> None:
        standard = rules().on(today()).answer
        more.setdefault("initial", {"days": standard})
        super().__init__(*given, **more)
        asked: Any = self.fields["days"]
        asked.hint = f"给 {standard} 个工作日时，到 {due_day(standard, since=today())} 届满"


class AnswerForm(forms.Form):
    """What a unit adds to what the system counts."""

    progress = text("进展和情况", rows=6, hint="系统已经数到的在左边，会原样附上，不用再写")
    measure = text("下一步措施", rows=3, required=False)
    measure_due = forms.DateField(
        label="措施完成日期", required=False, help_text="到那一天，没有新的进展就会亮红灯",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )  # fmt: skip
    attached = FilesField(label="佐证材料", help_text="PDF、JPG、PNG，每个不超过 10 MB")
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, row: ProgressRequest, *given: Any, **more: Any) -> None:
        more.setdefault("initial", {"version": row.version})
        super().__init__(*given, **{"auto_id": "answer-%s", **more})


class ReturnForm(VersionForm):
    """Why an answer is returned, and how long the unit has."""

    reason = text("退回的理由")
    days = days("再给几个工作日")

    def __init__(self, row: ProgressRequest, *given: Any, **more: Any) -> None:
        more.setdefault("initial", {"version": row.version, "days": rules().on(today()).again})
        super().__init__(*given, **{"auto_id": "return-%s", **more})


class WithdrawForm(VersionForm):
    """Why a request is withdrawn."""

    reason = text("撤回的理由", rows=2)

    def __init__(self, row: ProgressRequest, *given: Any, **more: Any) -> None:
        more.setdefault("initial", {"version": row.version})
        super().__init__(*given, **{"auto_id": "withdraw-%s", **more})
