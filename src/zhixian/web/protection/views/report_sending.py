"""Files and texts of reports as they leave the site."""

from django.http import FileResponse, HttpResponse

from zhixian.web.kit.sending import TEXT, TYPES, send_content, send_stored
from zhixian.web.protection.models import ReportFile


def send_file(row: ReportFile) -> FileResponse:
    """A file that is not sealed."""
    return send_stored(row.file, row.name, TYPES[row.kind])


def send_opened(content: bytes, row: ReportFile) -> HttpResponse:
    """A sealed file's content."""
    return send_content(content, row.name, TYPES[row.kind])


def send_text(text: str, name: str) -> HttpResponse:
    """A text file."""
    return send_content(text.encode("utf-8"), name, TEXT)
