"""Refusals of the API as problems (RFC 9457): where, what was found, what is expected, in Chinese."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI, Schema
from ninja.errors import HttpError, ValidationError
from pydantic import Field

from zhixian.core.kernel.refusal import Refusal
from zhixian.web.kit.limits import TooMany
from zhixian.web.kit.sorry import OutOfOrder

MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of problem: its id in `type`, its status and title, and what the caller should do."""

    id: str
    status: int
    title: str
    what_next: str


KINDS = (
    Kind("malformed", 400, "请求读不懂", "检查请求体的格式和 Content-Type；地址里不能有空字符（%00）。"),
    Kind("token", 401, "需要有效的令牌", "在“我的账号 → 接口令牌”建立令牌，写进请求头 Authorization: Bearer。"),
    Kind("forbidden", 403, "令牌不能这样用", "换一个有这项权限的令牌；单位工作人员要先设立第二重验证。"),
    Kind("not-found", 404, "没有这一项", "它不存在，或者持有人在这个单位看不到它；两者不作区分。"),
    Kind("method", 405, "这个地址不能这样请求", "看响应头 Allow 里列出的方法。"),
    Kind("refused", 409, "现在不能这样办", "detail 说明原因；被别人改动过的，重新读取以后再办。"),
    Kind("too-large", 413, "一次送得太多", "detail 说明超过了哪一项限额；分成几次送。"),
    Kind(
        "media",
        415,
        "内容的格式不收",
        "请求体用 application/json，上传文件用 multipart/form-data，写进请求头 Content-Type。",
    ),
    Kind("invalid", 422, "参数或内容不对", "errors 逐项说明哪里不对、应为什么。"),
    Kind("too-many", 429, "请求得太频繁", "等响应头 Retry-After 里的秒数以后再试。"),
    Kind("server", 500, "系统出错了", "没有保存任何内容；错误已经记录，请稍后再试。"),
    Kind("out-of-order", 503, "要用的数据现在读不出", "没有保存任何内容；请稍后再试。"),
)
OF_STATUS = {kind.status: kind for kind in KINDS}


class WrongField(Schema):
    """One thing wrong in what was sent."""

    field: str = Field(description="参数或字段，如 query.limit、body.answers")
    message: str


class Problem(Schema):
    """Why a request was not done."""

    type: str = Field(description="问题的种类，是接口说明里的一个锚点")
    title: str
    status: int
    detail: str
    errors: list[WrongField] = []


class Denied(Exception):
    """The caller is told a kind of problem by its status, with what exactly is wrong."""

    def __init__(
        self,
        status: int,
        detail: str,
        *,
        errors: Sequence[Mapping[str, str]] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status, self.detail, self.errors, self.headers = status, detail, errors, headers


def problem(
    status: int, detail: str = "", *, errors: Sequence[Mapping[str, str]] = (), headers: Mapping[str, str] | None = None
) -> HttpResponse:
    """The answer."""
    kind = OF_STATUS[status]
    content = {
        "type": f"/api/#{kind.id}",
        "title": kind.title,
        "status": status,
        "detail": detail or kind.what_next,
        "errors": list(errors),
    }
    answer = HttpResponse(json.dumps(content, ensure_ascii=False), status=status, content_type=MEDIA_TYPE)
    answer["Cache-Control"] = "no-store"
    for name, value in (headers or {}).items():
        answer[name] = value
    return answer


def answer_with_problems(api: NinjaAPI) -> None:
    """Have every refusal of the API told as a problem."""
    for refused, tell in _TOLD.items():
        api.add_exception_handler(refused, tell)


def _invalid(request: HttpRequest, refused: Any) -> HttpResponse:
    errors = [{"field": _place(error), "message": said(error)} for error in refused.errors]
    return problem(422, "；".join(f"{error['field']} {error['message']}" for error in errors[:5]), errors=errors)


def _place(error: Mapping[str, Any]) -> str:
    """`query.limit`, `body.answers.bank_name`: the names that the caller used."""
    names = [str(part) for part in error["loc"]]
    inner = names[1:] if names[:1] == ["body"] and len(names) > 1 else names
    return ".".join(["body", *inner[1:]] if inner is not names else names) or "body"


_SAID = {
    "missing": "缺少这一项",
    "int_parsing": "应为整数",
    "int_type": "应为整数",
    "int_from_float": "应为整数",
    "greater_than_equal": "不能小于 {ge}",
    "less_than_equal": "不能大于 {le}",
    "string_too_long": "最多 {max_length} 个字",
    "string_too_short": "至少 {min_length} 个字",
    "string_type": "应为文字",
    "string_unicode": "不是完整的文字",
    "string_pattern_mismatch": "含有不能用的字符",
    "literal_error": "应为 {expected} 之一",
    "bool_parsing": "应为 true 或 false",
    "extra_forbidden": "没有这一项",
    "dict_type": "应为对象",
    "model_attributes_type": "应为对象",
    "list_type": "应为列表",
    "timezone_aware": "要写明时区，如 2018-12-03T09:00:00+08:00",
    "too_long": "最多 {max_length} 项",
}


def said(error: Mapping[str, Any]) -> str:
    """One error of the reader of parameters in an officer's Chinese."""
    words = _SAID.get(str(error["type"]), "填写不对")
    return words.format(**{name: _plain(value) for name, value in error.get("ctx", {}).items()})


def _plain(value: Any) -> Any:
    return value.replace(" or ", "、").replace("'", "") if isinstance(value, str) else value


def _http(request: HttpRequest, refused: Any) -> HttpResponse:
    """What the framework refuses by itself: a body it cannot read, a request without a token."""
    if refused.status_code == 401:
        return problem(401, headers={"WWW-Authenticate": 'Bearer realm="zhixian"'})
    return problem(refused.status_code if refused.status_code in OF_STATUS else 400)


_TOLD: dict[type[Exception], Any] = {
    ValidationError: _invalid,
    HttpError: _http,
    Denied: lambda _, told: problem(told.status, told.detail, errors=told.errors, headers=told.headers),
    OutOfOrder: lambda _, refused: problem(503, str(refused)),
    Refusal: lambda _, refused: problem(409, str(refused)),
    Http404: lambda *_: problem(404),
    PermissionDenied: lambda _, refused: problem(403, str(refused)),
    TooMany: lambda _, refused: problem(429, f"{refused}以后再试", headers={"Retry-After": str(refused.wait)}),
}
