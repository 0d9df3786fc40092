"""The command line: parse, call one thing, print."""

import argparse
import os
import sys
from collections.abc import Callable
from importlib import import_module
from typing import NoReturn

from zhixian.core.kernel.refusal import Refusal

COMMANDS = {
    "plan": "读出方案、核对方案",
    "registry": "导入登记数据、查看状态、生成填报模板",
    "targets": "按数据计算方案目标",
    "indicators": "计算全部指标，或一个指标的历年和分组",
    "incentives": "计算一年的奖补",
    "report": "生成季度报告",
    "sample": "生成合成的样例县",
    "demo": "用样例县走一遍主要工作",
    "serve": "运行网站",
    "worker": "运行网站的后台作业",
    "audit": "核对网站的操作记录",
    "receipt": "核对举报回执的签名",
}
"""Command → what it does. Each is a module of this package with `add(parser)` and `run(args)`, imported only when called."""


def main(argv: list[str] | None = None) -> int:
    """Run one command. 0 done, 1 the input was refused (where and why on standard error), 2 wrong usage."""
    argv = sys.argv[1:] if argv is None else argv
    try:
        return _run(argv)
    except Refusal as refusal:
        print(f"zhixian：{refusal}", file=sys.stderr)
        return 1
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as error:
        print(f"zhixian：读写失败：{error.strerror or error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("zhixian：已中断，没有改动现有数据", file=sys.stderr)
        return 130


def _run(argv: list[str]) -> int:
    parser = Parser(prog="zhixian", description="知县：把知识产权方案变成运行的系统")
    parser.add_argument("--version", action="store_true", help="显示版本")
    commands = parser.add_subparsers(dest="command", metavar="命令", parser_class=Parser)
    chosen = next((word for word in argv if not word.startswith("-")), None)
    for name, help_text in COMMANDS.items():
        sub = commands.add_parser(name, help=help_text, description=help_text)
        if name == chosen:
            import_module(f"zhixian.cli.{name}").add(sub)
    args = parser.parse_args(argv)
    if args.version:
        from zhixian import __version__

        print(__version__)
        return 0
    if args.command is None:
        parser.print_help(sys.stderr)
        return 2
    run: Callable[[argparse.Namespace], int] = args.run
    return run(args)


class Parser(argparse.ArgumentParser):
    """An argument parser that speaks Chinese where argparse lets it."""

    def error(self, message: str) -> NoReturn:
        """Wrong usage: say what is wrong and how it is written, exit 2."""
        for english, chinese in _PHRASES:
            message = message.replace(english, chinese)
        self.exit(2, f"{self.prog}：{message}\n{self.format_usage()}")
        raise SystemExit(2)


_PHRASES = (
    ("the following arguments are required: ", "缺少参数 "),
    ("unrecognized arguments: ", "不认识的参数 "),
    ("expected one argument", "后面要跟一个值"),
    ("expected at least one argument", "后面至少跟一个值"),
    ("argument ", "参数 "),
    ("invalid choice: ", "没有这个选项 "),
    ("choose from", "可选"),
    ("not allowed with argument", "不能同时使用"),
    ("invalid int value: ", "应为整数："),
)
