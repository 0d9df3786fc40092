"""Cookies of reports: a pass for whoever showed the receipt, and the viewing key of whoever asked for an opening.

Neither is kept on the server. The pass is no session: a session of somebody who is signed in would tie a report to a person.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from zhixian.web.kit.enclosures import MOST_BYTES
from zhixian.web.kit.posted import clean_posted
from zhixian.web.kit.uploads import MEGABYTE
from zhixian.web.protection.models import Opening, Report

PASS, SALT = "report_pass", "zhixian.protection.report_pass"
PASS_SECONDS = 30 * 60
VIEWING_SECONDS = 12 * 24 * 3600
View = Callable[..., HttpResponse]


def give_pass(response: HttpResponse, report: Report) -> HttpResponse:
    """Let this browser see the report for half an hour from now."""
    response.set_signed_cookie(
        PASS, str(report.pk), salt=SALT, max_age=PASS_SECONDS, **_manners(reverse("report_start"))
    )
    return response


def take_pass(response: HttpResponse) -> HttpResponse:
    """The browser forgets."""
    response.delete_cookie(PASS, path=reverse("report_start"), samesite="Strict")
    return response


def passed(request: HttpRequest) -> Report | None:
    """The report that this browser may see."""
    found = request.get_signed_cookie(PASS, default="", salt=SALT, max_age=PASS_SECONDS)
    return Report.objects.filter(pk=found).first() if found else None


def give_viewing_key(response: HttpResponse, opening: Opening, private: str) -> HttpResponse:
    """Leave the private viewing key with the browser that asked, for the pages of that opening alone."""
    response.set_cookie(
        f"opening_{opening.pk}", private, max_age=VIEWING_SECONDS, **_manners(reverse("opening", args=[opening.pk]))
    )
    return response


def viewing_key_in(request: HttpRequest, opening: Opening) -> str:
    """The private viewing key that this browser holds; empty when it holds none."""
    return request.COOKIES.get(f"opening_{opening.pk}", "")


def _manners(path: str) -> dict[str, Any]:
    return {"path": path, "httponly": True, "samesite": "Strict", "secure": settings.SESSION_COOKIE_SECURE}


class InMemory(MemoryFileUploadHandler):
    """Holds what is sent in memory, however large: a temporary file would be an unsealed copy on the disk."""

    def handle_raw_input(self, *args: Any, **kwargs: Any) -> None:  # noqa: ARG002 -- Django decides by the size; here it does not matter
        """Always at work."""
        self.activated = True


def in_memory(view: View) -> View:
    """Uploads to the view never touch the disk before they are sealed; what is too large is refused before it is read."""
    guarded = csrf_protect(view)

    @csrf_exempt
    @wraps(view)
    def held(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST":
            size = int(request.META.get("CONTENT_LENGTH") or 0)
            if size > MOST_BYTES + MEGABYTE:
                words = {
                    "title": f"文件合计 {size / MEGABYTE:.0f} MB，太大了",
                    "what_next": f"一次不超过 {MOST_BYTES // MEGABYTE} MB。请返回上一页少选几个，其余的以后用回执编号补交。",
                    "status": 413,
                }
                return render(request, "kit/sorry.html", words, status=413)
            request.upload_handlers = [InMemory(request)]
            clean_posted(request)
        return guarded(request, *args, **kwargs)

    return held
