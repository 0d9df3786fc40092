"""Who lets the first people in: whoever runs the machine invites an administrator, who invites the others."""

from urllib.parse import urljoin

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.urls import reverse

from zhixian.core.kernel.refusal import Refusal
from zhixian.web.accounts.actions import UnableTo
from zhixian.web.accounts.actions.seats import invite
from zhixian.web.accounts.queries import administrators
from zhixian.web.accounts.roles import ADMIN
from zhixian.web.kit.plan import lead_office


def invite_administrator(email: str, address: str) -> str:
    """The link that makes somebody an administrator of the site at `address`. Raises Refusal for what is no address of mail, and
    when the person is one already. Effects: an invitation, a line of the record."""
    try:
        validate_email(email)
    except ValidationError:
        raise Refusal("不是邮箱地址", where=email, expected="name@example.cn") from None
    links: list[str] = []

    def link(token: str) -> str:
        links.append(urljoin(address.rstrip("/") + "/", reverse("invitation", args=[token]).lstrip("/")))
        return links[0]

    try:
        invite(email, ADMIN, lead_office(), by=None, link=link)
    except UnableTo as refused:
        raise Refusal(str(refused).rstrip("。"), where=email, expected="换一个邮箱") from None
    return links[0]


def how_to_begin() -> str:
    """What a site says at its start while nobody could invite anybody; empty once there is an administrator."""
    if administrators().exists():
        return ""
    return "还没有系统管理员：运行 zhixian invite 邮箱，用打印的链接设好账号，再在网站上邀请各单位的人。"
