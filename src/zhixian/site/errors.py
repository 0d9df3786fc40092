"""What cannot be answered: a page for people, a problem for programs that asked the API."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from zhixian.web.kit import sorry
from zhixian.web.kit.api.problems import problem

API = "/api/v1/"


def _told(status: int, page: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    def answer(request: HttpRequest, *told: Any, **named: Any) -> HttpResponse:
        return problem(status) if request.path.startswith(API) else page(request, *told, **named)

    return answer


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400, or 413 that names the limit that was passed."""
    if request.path.startswith(API) and (limit := sorry.passed_limit(exception)):
        return problem(413, limit)
    return _told(400, sorry.bad_request)(request, exception)


forbidden = _told(403, sorry.forbidden)
not_found = _told(404, sorry.not_found)
server_error = _told(500, sorry.server_error)
