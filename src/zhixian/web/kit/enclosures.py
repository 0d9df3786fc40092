"""Several files that come with a form: looked into, made harmless, and refused with advice."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from zhixian.core.kernel.refusal import Refusal
from zhixian.core.workflow.model import Material
from zhixian.web.kit.uploads import MEGABYTE, TakenFile, UnableToTake, shown_name, take_file

EVIDENCE = Material("evidence", "证据", kinds=("pdf", "jpg", "png"), megabytes=10)
MOST_FILES = 8
MOST_BYTES = 40 * MEGABYTE
"""Of all files sent at once: they are held in memory, so that nothing unsealed ever touches the disk."""
MERGED = "几份可以合成一个 PDF"
_VIDEO_STARTS = (b"\x1a\x45\xdf\xa3", b"\x00\x00\x01\xba", b"\x00\x00\x01\xb3", b"FLV\x01", b"\x30\x26\xb2\x75")


class SeveralFiles(forms.ClearableFileInput):
    """A field to choose or drop several files on; Django's own takes one."""

    allow_multiple_selected = True


class NamedFile(forms.FileField):
    """A file; an empty one is named, with what to do."""

    def to_python(self, data: Any) -> Any:
        """The file as it was sent."""
        if data not in self.empty_values and data.name and not data.size:
            name = shown_name(data.name)
            raise forms.ValidationError(f"“{name}”是空的（0 字节），请打开原文件看一看，重新保存或导出后再选")
        return super().to_python(data)


class FilesField(forms.FileField):
    """Several files at once, looked into and made harmless; cleaned to TakenFile. `needed`: at least one."""

    def __init__(self, *, nameless: bool = False, needed: bool = False, rest: str = MERGED, **given: Any) -> None:
        attrs = {"class": "form-control", "accept": ".pdf,.jpg,.jpeg,.png"}
        super().__init__(required=needed, widget=SeveralFiles(attrs=attrs), **given)
        self.nameless, self.rest = nameless, rest

    def clean(self, data: Any, initial: Any = None) -> list[TakenFile]:  # noqa: ARG002 -- Django's signature
        """What was sent, as it will be kept."""
        uploads: Sequence[UploadedFile] = [one for one in (data or []) if one]
        if self.required and not uploads:
            raise forms.ValidationError("没有选文件，至少附一个")
        try:
            return take_files(uploads, nameless=self.nameless, rest=self.rest)
        except Refusal as refused:
            raise forms.ValidationError(str(refused)) from None


def take_files(uploads: Sequence[UploadedFile], *, nameless: bool, rest: str = MERGED) -> list[TakenFile]:
    """Look into what was sent. `nameless`: of a PDF only what is seen is kept, because the reporter wants to stay
    unknown. `rest` tells what to do with more files than are taken. Raises UnableToTake with what was found and what to do."""
    if len(uploads) > MOST_FILES:
        raise UnableToTake(f"选了 {len(uploads)} 个文件", expected=f"一次不超过 {MOST_FILES} 个，{rest}")
    if (total := sum(upload.size or 0 for upload in uploads)) > MOST_BYTES:
        raise UnableToTake(f"合计 {total / MEGABYTE:.0f} MB", expected=f"一次不超过 {MOST_BYTES // MEGABYTE} MB")
    return [_taken(upload, nameless=nameless) for upload in uploads]


def _taken(upload: UploadedFile, *, nameless: bool) -> TakenFile:
    where = shown_name(upload.name or "")
    advise(upload.read(16), where=where)
    upload.seek(0)
    return take_file(upload, EVIDENCE, nameless=nameless)


def advise(start: bytes, *, where: str) -> None:
    """Refuse a video or a phone's photo format with what to do instead."""
    brand = start[8:12] if start[4:8] == b"ftyp" else b""
    if brand in {b"heic", b"heix", b"mif1", b"hevc", b"avif"}:
        raise UnableToTake(
            "是手机的 HEIC 照片，这里打不开", where=where, expected="在手机上截屏再交，或者把照片格式改成 JPG"
        )
    if brand or start.startswith(_VIDEO_STARTS) or (start[:4] == b"RIFF" and start[8:12] == b"AVI "):
        raise UnableToTake(
            "是视频或录音，这里暂不收",
            where=where,
            expected="请自己保存好原件，把关键画面截成图片交上来；需要原件时会另外告诉您怎么交",
        )
