"""Refuses what no page of the site is asked by: methods out of use, and addresses with a NUL in them, which no text of the site
has and PostgreSQL cannot look for."""

from collections.abc import Callable

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponseBase, HttpResponseNotAllowed

_METHODS = ("GET", "HEAD", "POST", "OPTIONS")
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
        return self.get_response(request)
