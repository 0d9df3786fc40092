"""Addresses that had another name before: bookmarks, notices and printed links go on leading where they led."""

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import URLPattern, re_path

from zhixian.web.kit.doors import public


def moved(before: str, after: str) -> URLPattern:
    """Everything under one name is now under another; who may come in is asked there."""

    @public
    def lead_on(request: HttpRequest, rest: str) -> HttpResponse:
        query = request.META.get("QUERY_STRING", "")
        return HttpResponsePermanentRedirect(f"/{after}/{rest}{'?' if query else ''}{query}")

    return re_path(rf"^{before}/(?P<rest>.*)$", lead_on)
