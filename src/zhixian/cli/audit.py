"""`zhixian audit`: prove the site's record, print a day's root."""

import argparse

from zhixian.cli.arguments import add_data, add_plan, day
from zhixian.cli.site import open_site


def add(parser: argparse.ArgumentParser) -> None:
    """Arguments of `zhixian audit`."""
    commands = parser.add_subparsers(dest="audit_command", metavar="操作", required=True, parser_class=type(parser))
    for name, help_text, run in (
        ("verify", "核对全部记录是否被改动", _verify),
        ("root", "打印一天结束时的摘要", _root),
    ):
        sub = commands.add_parser(name, help=help_text, description=help_text)
        add_plan(sub)
        add_data(sub, default="data")
        if name == "root":
            sub.add_argument("--day", type=day, required=True, metavar="日期", help="例如 2020-12-31")
        sub.set_defaults(run=run)


def _verify(args: argparse.Namespace) -> int:
    """0 when the chain holds, 1 with every break otherwise."""
    open_site(args.plan, args.data)
    from zhixian.web.kit.models import Entry
    from zhixian.web.kit.record import verify

    breaks = list(verify())
    for found in breaks:
        print(f"第 {found.number} 行：{found.why}")
    print(f"共 {Entry.objects.count()} 行，" + (f"{len(breaks)} 处不符" if breaks else "全部相符"))
    return 1 if breaks else 0


def _root(args: argparse.Namespace) -> int:
    """Number and hash of the day's last line."""
    open_site(args.plan, args.data)
    from zhixian.web.kit.record import day_root

    found = day_root(args.day)
    print(f"{args.day} 第 {found[0]} 行 {found[1]}" if found else f"{args.day} 以前没有记录")
    return 0
