"""Forms of the registry desk."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.conf import settings

from zhixian.core.registry.finding_files import KINDS_ZH
from zhixian.web.kit.enclosures import NamedFile, SeveralFiles
from zhixian.web.kit.prose import Prose
from zhixian.web.kit.versions import VersionForm
from zhixian.web.registry.words import SOURCES

MOST_FILES = 20


class ExportsField(NamedFile):
    """One or more files as they come; what they hold is found out by the import.

    What is empty or too large is named in `passed_over`, and the others are taken.
    """

    passed_over: list[str]

    def __init__(self, **given: Any) -> None:
        super().__init__(widget=SeveralFiles(attrs={"class": "form-control", "data-drop": ""}), **given)

    def clean(self, value: Any, initial: Any = None) -> list[Any]:
        """The files; none where none need be given."""
        self.passed_over = []
        if not value and not self.required:
            return []
        files = value if isinstance(value, list | tuple) and value else [value or None]
        if len(files) > MOST_FILES:
            raise forms.ValidationError(f"选了 {len(files)} 个文件，一次最多 {MOST_FILES} 个；也可以压缩成一个 zip")
        taken = []
        for file in files:
            try:
                taken.append(self._one(file, initial))
            except forms.ValidationError as wrong:
                if len(files) == 1:
                    raise
                self.passed_over += [f"没有上传：{message}" for message in wrong.messages]
        if not taken:
            raise forms.ValidationError(self.passed_over)
        return taken

    def _one(self, file: Any, initial: Any) -> Any:
        file = super().clean(file, initial)
        if file.size > settings.UPLOAD_LIMIT:
            limit = settings.UPLOAD_LIMIT // (1024 * 1024)
            raise forms.ValidationError(f"“{file.name}”超过 {limit} MB，请分成几份导出")
        return file


class UploadForm(forms.Form):
    """上传导出文件: which files, and what they are."""

    exports = ExportsField(
        label="文件", help_text=f"可选多个，也可拖到这里。{KINDS_ZH}。",
        error_messages={"required": "请选择要导入的文件"},
    )  # fmt: skip
    kind = forms.ChoiceField(
        label="来源", choices=list(SOURCES.items()), initial="auto", widget=forms.Select(attrs={"class": "form-select"}),
        help_text="一般不用选：从内容就能认出。",
    )  # fmt: skip


class ReasonForm(forms.Form):
    """恢复较早的快照: why."""

    seen = forms.CharField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label="原因", max_length=500, widget=Prose(attrs={"class": "form-control", "rows": 3}),
        help_text="会记入发布历史。",
    )  # fmt: skip


class AsideForm(VersionForm):
    """搁置一行: why nobody is going to correct it."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    why = forms.CharField(
        label="理由", max_length=200, widget=forms.TextInput(attrs={"class": "form-control"}),
        help_text="例如：企业已注销，不再补登。理由留在登记数据里，以后可以取消搁置。",
    )  # fmt: skip


def show_as_seen(form: forms.Form, settled: str) -> None:
    """The form, once its reader is told how the row is settled by now, may be sent again as it was typed."""
    form.data = {**form.data.dict(), "seen": settled}  # type: ignore[attr-defined]


class RowForm(forms.Form):
    """The cells of a refused row, each under its heading, with what is wrong beside it."""

    def __init__(self, cells: Mapping[str, Any], *args: Any, wrong: Mapping[str, Sequence[str]], **given: Any) -> None:
        super().__init__(*args, **given)
        self.headings = list(cells)
        self.fields["version"] = forms.IntegerField(widget=forms.HiddenInput)
        self.fields["seen"] = forms.CharField(widget=forms.HiddenInput, required=False)
        for place, (heading, cell) in enumerate(cells.items()):
            self.fields[f"cell{place}"] = forms.CharField(
                label=heading, initial=cell or "", required=False, strip=False, max_length=32_767,
                widget=forms.TextInput(attrs={"class": "form-control"}) if len(str(cell or "")) < 120
                else Prose(attrs={"class": "form-control", "rows": 3}),
            )  # fmt: skip
            if heading in wrong:
                self.fields[f"cell{place}"].widget.attrs |= {"aria-invalid": "true"}

    def cells(self) -> dict[str, str]:
        """The cells as typed, by heading."""
        return {heading: self.cleaned_data[f"cell{place}"] for place, heading in enumerate(self.headings)}

    def tell(self, wrong: Mapping[str, Sequence[str]]) -> None:
        """Put what is still wrong beside its cell."""
        for heading, reasons in wrong.items():
            field = f"cell{self.headings.index(heading)}" if heading in self.headings else None
            for reason in reasons:
                self.add_error(field, reason)
