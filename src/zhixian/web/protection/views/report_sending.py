"""Files and texts of reports as they leave the site: to keep, never opened inside it."""

from typing import TypeVar

from django.http import FileResponse, HttpResponse
from django.utils.http import content_disposition_header

from zhixian.web.matters.views.papers import TYPES
from zhixian.web.protection.models import ReportFile

Answer = TypeVar("Answer", HttpResponse, FileResponse)


def send_file(row: ReportFile) -> FileResponse:
    """A file that is not sealed."""
    answer = FileResponse(row.file.open("rb"), as_attachment=True, filename=row.name, content_type=TYPES[row.kind])
    return _guarded(answer)


def send_content(content: bytes, row: ReportFile) -> HttpResponse:
    """A sealed file's content."""
    return _attached(HttpResponse(content, content_type=TYPES[row.kind]), row.name)


def send_text(text: str, name: str) -> HttpResponse:
    """A text file."""
    return _attached(HttpResponse(text.encode("utf-8"), content_type="text/plain; charset=utf-8"), name)


def _attached(answer: HttpResponse, name: str) -> HttpResponse:
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    return _guarded(answer)


def _guarded(answer: Answer) -> Answer:
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["Cache-Control"] = "private, no-store"
    return answer
