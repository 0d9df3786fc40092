"""Refuses what no page of the site is asked by: methods out of use, and addresses with a NUL in them, which no text of the site
has and PostgreSQL cannot look for. Leads whoever looks at an address that only takes forms to the page above it."""

from collections.abc import Callable

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponseBase, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import Resolver404, resolve

_METHODS = ("GET", "HEAD", "POST", "OPTIONS")
_MODE = "Sec-Fetch-Mode"
"""Header by which a browser says that a person is going there."""
_API = "/api/v1/"
"""Where each operation names its own methods."""


class PlainAddresses:
    """405 and 400 instead of an answer as to GET, and of an error of the database."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in _METHODS and not request.path.startswith(_API):
            return HttpResponseNotAllowed(_METHODS)
        if "\x00" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            raise SuspiciousOperation("NUL in the address")
        answer = self.get_response(request)
        if answer.status_code == 405 and request.method == "GET" and _is_going_there(request):
            return redirect(_page_above(request.path))
        return answer


def _is_going_there(request: HttpRequest) -> bool:
    """Whether a person goes to the address and no program asks. Over plain HTTP a browser does not say so, only that it takes a page."""
    mode = request.headers.get(_MODE)
    return mode == "navigate" or (mode is None and "text/html" in request.headers.get("Accept", ""))


def _page_above(path: str) -> str:
    """The nearest address above one that is a page's: where the form was that a browser shows again, or signs in for."""
    while path != "/":
        path = path.rstrip("/").rpartition("/")[0] + "/"
        try:
            resolve(path)
        except Resolver404:
            continue
        break
    return path
