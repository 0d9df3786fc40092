"""Files people hand in: what they are is found out from their content, and what could do harm is taken out or refused."""

import hashlib
import io
import re
import unicodedata
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import PDFStream
from pdfminer.psparser import PSLiteral
from PIL import Image, ImageOps, UnidentifiedImageError

from zhixian.core.kernel.refusal import Refusal
from zhixian.core.workflow.model import Material

KIND_NAMES = {"pdf": "PDF", "jpg": "JPG 图片", "png": "PNG 图片"}
MEGABYTE = 1024 * 1024
MOST_PIXELS = 60_000_000
MOST_OBJECTS = 200_000
MOST_NAME = 100
ACTIVE = frozenset(
    {"JavaScript", "JS", "Launch", "RichMedia", "EmbeddedFiles", "EmbeddedFile", "XFA", "GoToR", "SubmitForm"}
)
"""Names in a PDF that make it do something, or carry something else along."""


class UnableToTake(Refusal):
    """A file that is not taken, with what was found in it."""


@dataclass(frozen=True, slots=True)
class TakenFile:
    """A file as it will be kept."""

    name: str
    kind: str
    content: bytes

    @property
    def sha256(self) -> str:
        """Of the content as kept."""
        return hashlib.sha256(self.content).hexdigest()


def take_file(upload: UploadedFile, material: Material) -> TakenFile:
    """Look into an upload for a material. Raises UnableToTake with what was found and what is expected."""
    where = shown_name(upload.name or "")
    size = upload.size or 0
    if size > material.megabytes * MEGABYTE:
        raise UnableToTake(f"有 {size / MEGABYTE:.1f} MB", where=where, expected=f"不超过 {material.megabytes} MB")
    content = upload.read()
    kind = kind_of(content)
    if kind not in material.kinds:
        expected = "、".join(KIND_NAMES[known] for known in material.kinds)
        found = KIND_NAMES.get(kind, "") if kind else "空文件" if not content else "别的格式"
        raise UnableToTake(f"内容是{found}", where=where, expected=f"{expected}（看内容，不看扩展名）")
    if kind == "pdf":
        check_pdf(content, where=where)
    else:
        content = redrawn(content, kind, where=where)
    return TakenFile(f"{PurePath(where).stem or '材料'}.{kind}", kind, content)


def shown_name(name: str) -> str:
    """The uploaded name without folders, control characters and tricks with writing direction."""
    last = re.split(r"[\\/]", name)[-1]
    kept = "".join(
        c for c in unicodedata.normalize("NFC", last) if unicodedata.category(c)[0] != "C" and c not in '<>:"|?*'
    )
    return kept.strip(" .")[-MOST_NAME:] or "材料"


def kind_of(content: bytes) -> str:
    """pdf, jpg, png by the first bytes; empty for anything else."""
    if content.startswith(b"%PDF-"):
        return "pdf"
    if content.startswith(b"\xff\xd8\xff"):
        return "jpg"
    return "png" if content.startswith(b"\x89PNG\r\n\x1a\n") else ""


def redrawn(content: bytes, kind: str, *, where: str) -> bytes:
    """The picture drawn anew, upright, without metadata (place, camera) and whatever was hidden behind it."""
    try:
        upright = _upright(content, "JPEG" if kind == "jpg" else "PNG")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError, Warning):
        raise UnableToTake(
            "图片打不开，或者大得出奇", where=where, expected="能正常打开、6000 万像素以内的图片"
        ) from None
    out = io.BytesIO()
    kept = {"RGB"} if kind == "jpg" else {"1", "L", "LA", "P", "RGB", "RGBA"}
    flat = upright if upright.mode in kept else upright.convert("RGB")
    clean = Image.new(flat.mode, flat.size)  # a converted picture would still carry its comment and colour profile
    if flat.mode == "P" and (palette := flat.getpalette()):
        clean.putpalette(palette)
    clean.paste(flat)
    if kind == "jpg":
        clean.save(out, "JPEG", quality=90)
    else:
        clean.save(out, "PNG")
    return out.getvalue()


def _upright(content: bytes, file_format: str) -> Image.Image:
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        with Image.open(io.BytesIO(content), formats=[file_format]) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise Image.DecompressionBombError(f"{picture.width}×{picture.height}")
            upright: Image.Image = ImageOps.exif_transpose(picture)
            upright.load()
            return upright


def check_pdf(content: bytes, *, where: str) -> None:
    """Raise UnableToTake for a PDF that is cut off, locked, or carries scripts, launch actions or other files."""
    if b"%%EOF" not in content[-2048:]:
        raise UnableToTake("PDF 不完整（没有结尾）", where=where, expected="重新导出或上传完整的文件")
    try:
        document = PDFDocument(PDFParser(io.BytesIO(content)))
        found = next(_active(document), None)
    except (PDFEncryptionError, PDFPasswordIncorrect):
        raise UnableToTake("PDF 加了密码", where=where, expected="去掉密码后再上传") from None
    except UnableToTake:
        raise
    except Exception:  # noqa: BLE001 -- the parser raises whatever a broken file makes it stumble over
        raise UnableToTake("PDF 打不开", where=where, expected="能正常打开的 PDF；可以打印成 PDF 再上传") from None
    if document.encryption:
        raise UnableToTake("PDF 加了密码", where=where, expected="去掉密码后再上传")
    if found:
        raise UnableToTake(
            f"PDF 里有会自动运行的内容或附件（{found}）", where=where, expected="打印成 PDF 再上传，就没有这些内容"
        )


def _active(document: PDFDocument) -> Iterator[str]:
    """Names of what could run, anywhere in the document's objects."""
    seen = 0
    yield from _in(document.catalog, 0)
    for xref in document.xrefs:
        for number in xref.get_objids():
            seen += 1
            if seen > MOST_OBJECTS:
                raise UnableToTake(f"PDF 里有 {MOST_OBJECTS} 个以上的对象", expected="打印成 PDF 再上传")
            try:
                found = document.getobj(number)
            except (PDFEncryptionError, PDFPasswordIncorrect):
                raise
            except Exception:  # noqa: BLE001, S112 -- an entry that leads nowhere is common in files from scanners
                continue
            yield from _in(found, 0)


def _in(value: Any, depth: int) -> Iterator[str]:
    if depth > 60:
        return
    if isinstance(value, PDFStream):
        value = value.attrs
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in ACTIVE:
                yield key
            yield from _in(inner, depth + 1)
    elif isinstance(value, list):
        for inner in value:
            yield from _in(inner, depth + 1)
    elif isinstance(value, PSLiteral) and value.name in {"JavaScript", "Launch", "RichMedia", "SubmitForm"}:
        yield str(value.name)
