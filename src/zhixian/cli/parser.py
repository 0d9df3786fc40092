"""An argument parser that speaks Chinese in everything it says."""

import argparse
import re
from collections.abc import Iterable
from typing import Any, NoReturn

QUERY = "检索式"
"""What a query is called in usage; the empty one asks for all rights."""


class Parser(argparse.ArgumentParser):
    """Usage, headings, help and errors in Chinese; option names and the words an option may take stay as they are."""

    def __init__(self, *args: Any, **more: Any) -> None:
        more = {"add_help": False, "formatter_class": _Formatter, **more}
        super().__init__(*args, **more)
        self._positionals.title, self._optionals.title = "参数", "选项"
        self.add_argument("-h", "--help", action="help", help="显示帮助并结束")

    def error(self, message: str) -> NoReturn:
        """Wrong usage: say what is wrong and how it is written, exit 2."""
        self.exit(2, f"{self.prog}：{in_chinese(message)}\n{self.format_usage()}")
        raise SystemExit(2)

    def _get_values(self, action: argparse.Action, arg_strings: list[str]) -> Any:
        """Every name, day or path passes here; '' is none, though it would read as “not given” or as this folder."""
        of_another = action.nargs in {argparse.PARSER, argparse.REMAINDER}
        if not of_another and action.metavar != QUERY and any(not text.strip() for text in arg_strings):
            raise argparse.ArgumentError(action, f"写了空的{action.metavar or '值'}，应写明，或者去掉这一项")
        return super()._get_values(action, arg_strings)


class _Formatter(argparse.HelpFormatter):
    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)


class Spaced(argparse.RawDescriptionHelpFormatter, _Formatter):
    """Leaves the lines of examples as they are written."""


def in_chinese(message: str) -> str:
    """What argparse says of wrong usage, in Chinese."""
    for english, chinese in _SAYINGS:
        message = re.sub(english, chinese, message, flags=re.DOTALL)
    return re.sub(r"没有 '(.*?)' 这一项，可选 (.*)", _unquoted, message, flags=re.DOTALL)


def _unquoted(told: re.Match[str]) -> str:
    """Without the quotation marks of the programming language."""
    choices = "、".join(re.findall("'(.*?)'", told[2]))
    return f"没有“{told[1]}”这一项，可选 {choices}"


_SAYINGS = (
    (r"^the following arguments are required: (.*)", r"缺少参数 \1"),
    (r"^unrecognized arguments: (.*)", r"不认识的参数 \1"),
    (r"^ambiguous option: (.*) could match (.*)", r"参数 \1 不完整，可能是 \2"),
    (r"^one of the arguments (.*) is required", r"要有 \1 之一"),
    (r"^argument ", "参数 "),
    (r": invalid choice: (.*) \(choose from (.*)\)", r"：没有 \1 这一项，可选 \2"),
    (r": invalid int value: '(.*)'", r"：“\1”不是整数"),
    (r": invalid \S+ value: '(.*)'", r"：“\1”写法不对"),
    (r": not allowed with argument (.*)", r"：不能与 \1 同时使用"),
    (r": expected one argument$", "：后面要跟一个值"),
    (r": expected at most one argument$", "：后面最多跟一个值"),
    (r": expected at least one argument$", "：后面至少跟一个值"),
    (r": expected (\d+) arguments?$", r"：后面要跟 \1 个值"),
    (r": ignored explicit argument '(.*)'", r"：后面不跟值，写了“\1”"),
    (r"^(参数 \S+): ", r"\1："),
)
"""Sayings of argparse as a pattern, and in Chinese; the last one is for words that our own checks gave."""
