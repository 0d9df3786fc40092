"""What is refused at the doors: a line on the log each time, and word to the administrators when it becomes many.

A line says what was refused, to whom (the number of the account, or `-`), from where, and which address with its secrets left
out. Of those who report infringements, and of those who look at what was reported, neither account nor address is told: a session
must not tie a report to a person.
"""

import logging
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils.functional import SimpleLazyObject

from zhixian.web.kit.limits import Limit, TooMany, address, take
from zhixian.web.kit.log_lines import plain
from zhixian.web.kit.notices import tell

log = logging.getLogger("zhixian.refused")
MANY: dict[str, tuple[str, Limit]] = {
    "password": ("密码输错", Limit(20, 3600)),
    "code": ("验证码或恢复码输错", Limit(10, 3600)),
    "door": ("进不该进的页面", Limit(20, 3600)),
    "missing": ("要不存在或看不到的页面", Limit(100, 3600)),
    "form": ("提交得太频繁", Limit(10, 3600)),
    "token": ("出示无效的接口令牌", Limit(10, 3600)),
}
"""By kind: how people are told of it, and how many refusals of one person or one network address are still nobody's concern."""
_STATUS = {401: "token", 403: "door", 404: "missing", 429: "form"}
_ONCE = Limit(1, 3600)
_QUIET = ("/report/", "/protection/openings/")
_hearers: list[Callable[[], Iterable[Any]]] = []


def heard_by(people: Callable[[], Iterable[Any]]) -> None:
    """Who is told of many refusals. Called while the site is set up."""
    _hearers.append(people)


class Watch:
    """Notes every answer that refuses: forbidden, not to be found by somebody signed in, too often, no valid token."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.status_code in _STATUS:
            person = _known(request)
            if response.status_code != 404 or (person and not request.path.startswith(_QUIET)):
                refused(_STATUS[response.status_code], request, person=person)
        return response


def refused(kind: str, request: HttpRequest | None, *, person: Any = None) -> None:
    """Note a refusal of a kind of `MANY`; `person` is the account concerned, when it is known."""
    who = where = path = method = "-"
    if request is not None:
        path, method = plain(request.path), str(request.method)
    if request is not None and not request.path.startswith(_QUIET):
        where = address(request) or "-"
        who = str(person.pk) if getattr(person, "pk", None) else "-"
    log.warning("%s person=%s from=%s %s %s", kind, who, where, method, path)
    for counted in (f"person {who}" if who != "-" else "", f"address {where}" if where != "-" else ""):
        if counted:
            _count(kind, counted)


def _known(request: HttpRequest) -> Any:
    """Who asked; no session is looked up for it."""
    user = getattr(request, "user", None)
    if isinstance(user, SimpleLazyObject) and not request.session.accessed:
        return None
    return user if user and user.is_authenticated else None


def _count(kind: str, who: str) -> None:
    words, limit = MANY[kind]
    try:
        take(f"refused:{kind}", who, limit)
    except TooMany:
        with suppress(TooMany):
            take(f"alarm:{kind}", who, _ONCE)
            _alarm(words, who, limit)


def _alarm(words: str, who: str, limit: Limit) -> None:
    what, _, value = who.partition(" ")
    whose = f"账号 {value}" if what == "person" else f"网络地址 {value}"
    log.error("many refusals: %s", who)
    people = {person for hearer in _hearers for person in hearer()}
    tell(
        people,
        f"{whose}一小时内{words}超过 {limit.times} 次",
        body="可能有人在试探。请在“全部席位”核对这个账号，在服务器日志里查 zhixian.refused；需要时关闭席位或在代理上拦住地址。",
    )
