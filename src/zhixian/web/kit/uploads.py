"""Files people hand in: what they are is found out from their content, and what could do harm is taken out or refused."""

import hashlib
import io
import json
import os
import re
import subprocess
import sys
import threading
import unicodedata
import warnings
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from PIL import Image, ImageMath, ImageOps, UnidentifiedImageError

from zhixian.core.kernel.refusal import Refusal
from zhixian.core.workflow.model import Material
from zhixian.web.kit.pdf_reader import CHECK, REDRAW, REFUSED, TAKEN

KIND_NAMES = {"pdf": "PDF", "jpg": "JPG 图片", "png": "PNG 图片"}
MEGABYTE = 1024 * 1024
MOST_PIXELS = 60_000_000
PNG_DEPTH = 24
"""Where the first chunk of a PNG says how many bits a sign has."""
MOST_NAME = 100
MOST_WAIT = 120
"""Seconds for one PDF on a busy machine; how long it may really compute stands in pdf_reader.py."""
AT_ONCE = threading.BoundedSemaphore(2)
"""PDFs read at one time by this worker: each may take half a gigabyte."""
SIMPLER = "分成几份，或者截成图片再上传"


class UnableToTake(Refusal):
    """A file that is not taken, with what was found in it."""


@dataclass(frozen=True, slots=True)
class TakenFile:
    """A file as it will be kept. `sent_sha256` is of the file as it was sent: pictures are drawn anew, so that nothing hides in them."""

    name: str
    kind: str
    content: bytes
    sent_sha256: str = ""

    @property
    def sha256(self) -> str:
        """Of the content as kept."""
        return hashlib.sha256(self.content).hexdigest()


def take_file(upload: UploadedFile, material: Material, *, nameless: bool = False) -> TakenFile:
    """Look into an upload for a material. `nameless`: only what is seen is kept of a PDF, as it always is of pictures.

    Raises UnableToTake with what was found and what is expected.
    """
    where = shown_name(upload.name or "")
    size = upload.size or 0
    if size > material.megabytes * MEGABYTE:
        raise UnableToTake(f"有 {size / MEGABYTE:.1f} MB", where=where, expected=f"不超过 {material.megabytes} MB")
    content = upload.read()
    sent = hashlib.sha256(content).hexdigest()
    kind = kind_of(content)
    if kind not in material.kinds:
        expected = "、".join(KIND_NAMES[known] for known in material.kinds)
        found = KIND_NAMES.get(kind, "") if kind else "空文件" if not content else "别的格式"
        raise UnableToTake(f"内容是{found}", where=where, expected=f"{expected}（看内容，不看扩展名）")
    if kind == "pdf":
        content = read_pdf(content, where=where, nameless=nameless)
    else:
        content = redrawn(content, kind, where=where)
    return TakenFile(f"{PurePath(where).stem or '材料'}.{kind}", kind, content, sent)


def keep(row: Any, taken: TakenFile) -> Any:
    """Store what was taken with a row of evidence that says where it belongs, and save the row."""
    row.name, row.kind, row.size, row.sha256 = taken.name, taken.kind, len(taken.content), taken.sha256
    row.file.save(taken.name, ContentFile(taken.content), save=False)
    row.save()
    return row


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
    flat = _flat(upright, {"RGB"} if kind == "jpg" else {"1", "L", "P", "RGB"})
    clean = Image.new(flat.mode, flat.size)  # a converted picture would still carry its comment and colour profile
    if flat.mode == "P" and (palette := flat.getpalette()):
        clean.putpalette(palette)
    clean.paste(flat)
    out = io.BytesIO()
    if kind == "jpg":
        clean.save(out, "JPEG", quality=90)
    else:
        clean.save(out, "PNG")
    return out.getvalue()


def _flat(picture: Image.Image, kept: set[str]) -> Image.Image:
    """The picture as it looks on white paper, in one of the modes `kept`: sixteen bits a sign are brought to eight, what is
    transparent becomes white."""
    clear = picture.info.get("transparency")
    if picture.mode.startswith(("I", "F")):
        deep = picture.convert("F")
        picture = deep.point(lambda value: value * (1 / 257) + 0.5).convert("L")  # 65,535 is 255; F to L cuts parts off
        if isinstance(clear, int):
            mask = ImageMath.lambda_eval(lambda given: given["convert"](given["deep"] == clear, "L"), deep=deep)
            picture.paste(255, mask=mask.point(lambda value: 255 if value else 0))
    elif picture.has_transparency_data:
        grey = picture.mode in {"1", "L", "LA", "La"}
        seen = picture.convert("RGBA")
        picture = Image.new("RGB", seen.size, "white")
        picture.paste(seen, mask=seen.getchannel("A"))
        picture = picture.convert("L") if grey and "L" in kept else picture
    return picture if picture.mode in kept else picture.convert("RGB")


def _upright(content: bytes, file_format: str) -> Image.Image:
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        with Image.open(io.BytesIO(content), formats=[file_format]) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise Image.DecompressionBombError(f"{picture.width}×{picture.height}")
            upright: Image.Image = ImageOps.exif_transpose(picture)
            upright.load()
            clear = upright.info.get("transparency")
            if file_format == "PNG" and clear is not None:
                upright.info["transparency"] = _as_read(clear, picture.mode, depth=content[PNG_DEPTH])
            return upright


def _as_read(clear: Any, mode: str, *, depth: int) -> Any:
    """The sign that stands for transparent, which a PNG tells in its own depth, in the depth that the picture was read with."""
    if mode == "L" and depth < 8:
        return clear * 255 // (2**depth - 1)
    return tuple(part >> 8 for part in clear) if mode == "RGB" and depth == 16 else clear


def read_pdf(content: bytes, *, where: str, nameless: bool = False) -> bytes:
    """The PDF as it will be kept: as it came, or for somebody who stays unknown each page drawn anew as a picture.

    Raises UnableToTake for one that is cut off, locked, carries scripts, actions or other files, or swells beyond measure.
    It is read in a process of its own (pdf_reader.py), through pipes, so that nothing of it touches the disk.
    """
    if b"%%EOF" not in content[-2048:]:
        raise UnableToTake("PDF 不完整（没有结尾）", where=where, expected="重新导出或上传完整的文件")
    done = _run_reader(content, REDRAW if nameless else CHECK, where=where)
    if done.returncode < 0:  # ended by the system: out of time, or out of memory where no error can be raised
        raise UnableToTake("PDF 太复杂，或者解开后大得出奇，没有读完", where=where, expected=SIMPLER)
    if done.stdout.startswith(REFUSED):
        told = json.loads(done.stdout.removeprefix(REFUSED))
        raise UnableToTake(told["why"], where=where, expected=told["expected"])
    if done.returncode or not done.stdout.startswith(TAKEN):
        raise RuntimeError(done.stderr.decode("utf-8", "replace"))
    return done.stdout.removeprefix(TAKEN) if nameless else content


def _run_reader(content: bytes, task: str, *, where: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-P", "-m", "zhixian.web.kit.pdf_reader", task]
    paths = {"PYTHONPATH": os.pathsep.join(sys.path)}  # and nothing else: the site's environment holds its secrets
    if not AT_ONCE.acquire(timeout=MOST_WAIT):
        raise UnableToTake("现在上传的人太多，轮不到", where=where, expected="过几分钟再传")
    try:
        return subprocess.run(command, input=content, capture_output=True, timeout=MOST_WAIT, env=paths, check=False)  # noqa: S603 -- our own interpreter
    except subprocess.TimeoutExpired:
        raise UnableToTake("PDF 太复杂，读不完", where=where, expected=SIMPLER) from None
    finally:
        AT_ONCE.release()
