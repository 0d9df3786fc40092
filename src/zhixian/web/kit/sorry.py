"""What the site says when it cannot do what was asked: errors, forms sent too often, pages left open too long."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from zhixian.core.kernel.refusal import Refusal
from zhixian.web.kit.unsaved import typed_in

MEGABYTE = 1024 * 1024


class OutOfOrder(Refusal):
    """Something that the site stands on is there and cannot be read; nobody is told that there is none."""


class SayOutOfOrder:
    """A page that cannot be made for it says so, wherever it was found out."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """503 for what is out of order."""
        return _sorry(request, 503, exception.why, exception.expected) if isinstance(exception, OutOfOrder) else None


SPLIT_IT = "这次提交的没有保存。请用浏览器的“后退”回到刚才那一页，把内容减短，或者分成几次提交。"


def passed_limit(exception: object) -> str:
    """Which limit of one request was passed, in a sentence; empty where it was refused for something else."""
    if isinstance(exception, RequestDataTooBig):
        return f"一次提交的文字太多，合计不能超过 {settings.DATA_UPLOAD_MAX_MEMORY_SIZE // MEGABYTE} MB"
    if isinstance(exception, TooManyFieldsSent):
        return f"一次提交的项目太多，不能超过 {settings.DATA_UPLOAD_MAX_NUMBER_FIELDS} 项"
    if isinstance(exception, TooManyFilesSent):
        return f"一次提交的文件太多，不能超过 {settings.DATA_UPLOAD_MAX_NUMBER_FILES} 个"
    return ""


def _sorry(request: HttpRequest, status: int, title: str, what_next: str, sign_in: str = "") -> HttpResponse:
    given = {"title": title, "what_next": what_next, "status": status, "unsaved": typed_in(request), "sign_in": sign_in}
    return render(request, "kit/sorry.html", given, status=status)


def bad_request(request: HttpRequest, exception: Any) -> HttpResponse:
    """400, or 413 with the limit that was passed."""
    if limit := passed_limit(exception):
        return _sorry(request, 413, limit, SPLIT_IT)
    return _sorry(request, 400, "请求有误", "请从首页重新进入；如果反复出现，请告诉领导小组办公室。")


def forbidden(request: HttpRequest, exception: Any) -> HttpResponse:
    """403."""
    why = str(exception) or "您的身份不能进入这个页面"
    return _sorry(request, 403, why, "请换一个账号登录，或请本单位的管理人员为您开通。")


def not_found(request: HttpRequest, exception: Any) -> HttpResponse:
    """404, also for what a person may not know to exist."""
    if request.method == "POST":
        what_next = "别人可能刚办完，或者它已经转走、撤下，或者您没有办理的权限。可以从“我的事项”或搜索找起。"
        return _sorry(request, 404, "提交时它已经不在这里", what_next)
    return _sorry(request, 404, "没有这个页面", "它可能已经撤下，或者您没有查看的权限。可以从首页或搜索找起。")


def server_error(request: HttpRequest) -> HttpResponse:
    """500."""
    return _sorry(request, 500, "系统出错了", "您刚才提交的内容没有保存。请稍后再试；错误已经记录。")


def too_many(request: HttpRequest, wait: int = 60) -> HttpResponse:
    """429: a form was sent too often; another is taken after `wait` seconds."""
    when = f"{-(-wait // 60)} 分钟后" if wait > 60 else f"{wait} 秒后"
    answer = _sorry(
        request,
        429,
        "提交得太频繁了",
        f"请在{when}再试。这样限制是为了防止有人用程序反复提交；您刚才填写的内容没有保存。",
    )
    answer["Retry-After"] = str(wait)
    return answer


def signed_out(request: HttpRequest, sign_in: str) -> HttpResponse:
    """403 to a form that was sent after signing out, by who has typed something; `sign_in` is the address for going on."""
    return _sorry(
        request, 403, "您已退出，刚才填的没有保存", "请先复制下面的文字，再登录，回到原来的页面填写。", sign_in
    )


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without a valid token, usually one left open overnight."""
    return _sorry(request, 403, "页面已过期", "请重新打开那一页再提交；刚才提交的内容没有保存。")
