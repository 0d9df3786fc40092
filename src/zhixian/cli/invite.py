"""`zhixian invite`: the way in for the first administrator, or for another when there is none any more."""

import argparse

from zhixian.cli.arguments import add_data, add_plan
from zhixian.cli.site import open_site


def add(parser: argparse.ArgumentParser) -> None:
    """Arguments of `zhixian invite`."""
    parser.description = (
        "打印一个只能用一次、七天内有效的链接，打开它的人设好密码和第二重验证就是系统管理员，再在网站上邀请其他人"
    )
    parser.add_argument("email", metavar="邮箱", help="系统管理员的邮箱")
    add_plan(parser)
    add_data(parser, default="data")
    parser.add_argument(
        "--address",
        default="http://127.0.0.1:8000",
        metavar="网址",
        help="大家访问网站用的网址，默认是本机的 8000 端口",
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print the link. Refuses an address that is none and one that has the seat already."""
    open_site(args.plan, args.data)
    from zhixian.site.prepare import prepare

    prepare()
    from zhixian.site.first_people import invite_administrator

    print(f"把这个链接交给 {args.email}，七天内有效，只能用一次：\n{invite_administrator(args.email, args.address)}")
    return 0
