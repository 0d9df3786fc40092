"""Forms of registers: a row's questions, a sheet to take in, why a row is struck."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from zhixian.core.disclosure.rows import given_away
from zhixian.core.registers.model import Kept
from zhixian.core.registers.rows import read_row
from zhixian.core.workflow.answers import asked
from zhixian.core.workflow.model import FormField
from zhixian.web.accounts.models import Organisation
from zhixian.web.kit.clock import today
from zhixian.web.kit.enclosures import FilesField, NamedFile
from zhixian.web.kit.plan import unit_name
from zhixian.web.kit.prose import Prose, one_break
from zhixian.web.kit.questions import question
from zhixian.web.kit.versions import VersionForm
from zhixian.web.registers.models import Row
from zhixian.web.registers.showing import typed_of

MOST_BYTES = 20 << 20


class KeeperForm(forms.Form):
    """For whom a row is entered: asked only where a person may enter for several."""

    keeper = forms.ChoiceField(label="为谁录入", widget=forms.Select({"class": "form-select"}))

    def __init__(self, keepers: Sequence[tuple[str, Organisation | None]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.keepers = {str(place): keeper for place, keeper in enumerate(keepers)}
        names = [
            (place, unit_name(unit) if unit else str(organisation))
            for place, (unit, organisation) in self.keepers.items()
        ]
        self.fields["keeper"].choices = names  # type: ignore[attr-defined]
        if len(names) < 2:
            self.fields["keeper"].required = False
            self.fields["keeper"].widget = forms.HiddenInput()

    def chosen_keeper(self) -> tuple[str, Organisation | None]:
        """(unit, organisation); one of the two is empty."""
        return self.keepers[self.cleaned_data.get("keeper") or "0"]


class RowForm(KeeperForm):
    """A row's questions. `is_valid` says in the core's words what is wrong with it."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    above: Sequence[tuple[str, str]] = ()

    def __init__(
        self,
        kept: Kept,
        keepers: Sequence[tuple[str, Organisation | None]],
        *args: Any,
        row: Row | None = None,
        given: Mapping[str, Any] | None = None,
        open_to: frozenset[str] | None = None,
        above: Sequence[tuple[str, str]] = (),
        **kwargs: Any,
    ) -> None:
        """`given` is what a new row is known to say before anybody has typed; nothing personal comes that way. `open_to` are the fields
        that the person fills in, of a new row those that whoever keeps it may; the others stay as they are and are not shown. `above` are rows that it may belong to, as `above_choices` tells them."""
        shut = kept.register.answered if row is None and all(one for _, one in keepers) else ()
        self.open_to = {one.id for one in kept.register.fields if one.id not in shut} if open_to is None else open_to
        brought = {name: said for name, said in (given or {}).items() if name in _open_fields(kept) & self.open_to}
        initial = {**typed_of(row, kept), "version": row.version} if row else brought
        super().__init__(keepers, *args, initial=initial, **kwargs)
        self.kept = kept
        owners = [organisation.name for _, organisation in keepers if organisation]
        if kept.register.owner and len(keepers) == len(owners) == 1:
            self.initial.setdefault(kept.register.owner, owners[0])
        if row is not None:
            del self.fields["keeper"]
        for field in kept.register.fields:
            self.fields[field.id] = question(field)
        if kept.register.of and above:
            self.above, name = above, kept.register.of.field
            self.fields[name].widget.attrs["list"] = f"above_{name}"

    def clean(self) -> dict[str, Any]:
        """Read the answers as the core does."""
        values, wrong = read_row(self.kept.register, self.typed(), today=today())
        for name, sentence in {**given_away(self.kept.register, values), **wrong}.items():
            if name in self.open_to:
                self.add_error(name, sentence)
            else:
                self.add_error(None, f"{self.kept.register.field(name).name}：{sentence}")
        return {**self.cleaned_data, "values": values}

    def typed(self) -> dict[str, Any]:
        """What was typed, by field."""
        typed = {field.id: self._sent(field.id) for field in self.kept.register.fields}
        return {name: said if name in self.open_to else self.initial.get(name, "") for name, said in typed.items()}

    def _sent(self, name: str) -> Any:
        data: Any = self.data
        if self.kept.register.field(name).kind == "choices":
            return data.getlist(name)
        return one_break(data.get(name, "")).replace("\x00", "")  # which no database row of ours can hold

    def shown_now(self) -> str:
        """What the page shows of the row, so that it can say later which fields were touched."""
        return json.dumps({name: self.initial.get(name, "") for name in sorted(self.open_to)}, ensure_ascii=False)

    def touched(self) -> set[str]:
        """Open fields that were changed since the page was opened; all of them where the page does not say."""
        typed = {name: said for name, said in self.typed().items() if name in self.open_to}
        was = self._shown_then()
        return set(typed) if was is None else {name for name, said in typed.items() if said != was.get(name, "")}

    def shut_out(self) -> set[str]:
        """Fields that were changed on a page that was opened before they were closed: nothing of them is saved."""
        was = self._shown_then() or {}
        return {name for name in was if name not in self.open_to and self._sent(name) != was[name]}

    def _shown_then(self) -> dict[str, Any] | None:
        """What the page showed when it was opened; None where it does not say."""
        try:
            was = json.loads(self.data.get("was", ""))
        except ValueError:
            return None
        if not isinstance(was, dict):
            return None
        fields = [field.id for field in self.kept.register.fields if field.id in was]
        return {name: was[name] if isinstance(was[name], list) else str(was[name]) for name in fields}  # as it is sent

    def rows(self) -> list[tuple[forms.BoundField, FormField, bool]]:
        """Bound field, its definition, and whether it is put now."""
        said = self.typed() if self.is_bound else self.initial
        put = {field.id for field in asked(self.kept.register, said, {})}
        return [
            (self[field.id], field, field.id in put) for field in self.kept.register.fields if field.id in self.open_to
        ]


def _open_fields(kept: Kept) -> set[str]:
    return {field.id for field in kept.register.fields if not field.is_private and field.kind != "choices"}


class StrikeForm(VersionForm):
    """注销."""

    reason = forms.CharField(
        label="原因",
        max_length=500,
        widget=Prose({"rows": 2, "class": "form-control"}),
        help_text="例如：录错了、已经并入另一行",
    )


class SheetForm(KeeperForm):
    """A filled sheet."""

    file = NamedFile(
        label="填好的表", widget=forms.ClearableFileInput({"class": "form-control", "accept": ".xlsx,.xls,.csv"}),
        help_text="xlsx、xls 或 csv，20 MB 以内；表头用本台账的空表", error_messages={"required": "请选择填好的表"},
    )  # fmt: skip

    def clean_file(self) -> Any:
        """Not beyond measure."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(f"文件有 {file.size / (1 << 20):.1f} MB，不超过 {MOST_BYTES >> 20} MB")
        return file


class AttachForm(forms.Form):
    """附上证据: files and what they show."""

    evidence = FilesField(
        label="文件", help_text="PDF、JPG、PNG，每个不超过 10 MB；图片重新绘制以去掉夹带的内容，原文件的哈希照记"
    )
    said = forms.CharField(label="是什么", max_length=200, help_text="例如：2020-11-02 商品页截图，从平台网页保存")


class DetachForm(forms.Form):
    """移除: why a file goes."""

    why = forms.CharField(label="移除的原因", max_length=200, help_text="附错了的才移除；文件名、哈希和原因都留着")
