"""`zhixian key`: which keys of the site there are, and a new one in their place."""

import argparse
from collections.abc import Callable

from zhixian.cli.arguments import add_data, add_plan
from zhixian.cli.site import open_site


def add(parser: argparse.ArgumentParser) -> None:
    """Arguments of `zhixian key`."""
    commands = parser.add_subparsers(dest="key_command", metavar="操作", required=True, parser_class=type(parser))
    for name, help_text, run in (
        ("list", "列出网站的密钥和各自封存的内容", _list),
        ("rotate", "换一把新的网站密钥，把封存的内容重新封存", _rotate),
        ("reseal", "把封存的内容都用现在的密钥重新封存", _reseal),
    ):
        sub = commands.add_parser(name, help=help_text, description=help_text)
        add_plan(sub)
        add_data(sub, default="data")
        sub.set_defaults(run=_on_the_site(run))


def _on_the_site(run: Callable[[], int]) -> Callable[[argparse.Namespace], int]:
    def go(args: argparse.Namespace) -> int:
        open_site(args.plan, args.data)
        from zhixian.site.prepare import prepare

        prepare()
        return run()

    return go


def _list() -> int:
    """Names of the keys; the keys themselves are never printed."""
    from zhixian.site.keys import told

    for name, in_use, counts in told():
        sealed = "，".join(f"{algorithm} 封存 {count:,} 项" for algorithm, count in counts.items()) or "没有封存的内容"
        print(f"{name} {'现用' if in_use else '旧的'}：{sealed}")
    return 0


def _rotate() -> int:
    from zhixian.site.keys import rotate

    print(
        f"已换上新的密钥，{rotate():,} 项内容重新封存。旧密钥留在 secret.key 的后面几行：查以前的举报回执、打开换密钥以前的备份还要用。"
        "现在重新启动网站；大家要重新登录。"
    )
    return 0


def _reseal() -> int:
    from zhixian.site.keys import reseal

    print(f"{reseal():,} 项内容已用现在的密钥封存。")
    return 0
