"""Files as they leave the site: named, of a known kind, to keep and never opened inside it."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from django.core.files import File
from django.http import FileResponse, HttpResponse
from django.utils.http import content_disposition_header

TYPES = {"pdf": "application/pdf", "jpg": "image/jpeg", "png": "image/png"}
"""Kinds of files that people hand in."""
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TEXT = "text/plain; charset=utf-8"
Answer = TypeVar("Answer", HttpResponse, FileResponse)


def send_stored(file: File, name: str, kind: str) -> FileResponse:
    """A stored file under the name that people know it by; `kind` is a content type."""
    return _guarded(FileResponse(file.open("rb"), as_attachment=True, filename=name, content_type=kind))


def send_content(content: bytes, name: str, kind: str) -> HttpResponse:
    """What was made or opened for this one answer."""
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    return _guarded(answer)


def content_made(write: Callable[[Path], object], name: str) -> bytes:
    """What `write` puts into a file, which is gone afterwards; `name` has the file's ending."""
    with TemporaryDirectory(prefix="zhixian-") as folder:
        path = Path(folder) / f"made{Path(name).suffix}"
        write(path)
        return path.read_bytes()


def send_made(write: Callable[[Path], object], name: str, kind: str) -> HttpResponse:
    """The same as it leaves the site, under the name that people know it by."""
    return send_content(content_made(write, name), name, kind)


def _guarded(answer: Answer) -> Answer:
    """Nothing in it may run, and no browser or proxy keeps it."""
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["Cache-Control"] = "private, no-store"
    return answer
