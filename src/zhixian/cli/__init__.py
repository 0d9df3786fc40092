"""The command line: parse, call one thing, print."""

import argparse
import os
import sys
from collections.abc import Callable
from importlib import import_module

from zhixian.cli.arguments import WrongUsage, refuse_absent
from zhixian.cli.output import ready
from zhixian.cli.parser import Parser
from zhixian.core.kernel.files import trouble
from zhixian.core.kernel.refusal import Refusal

COMMANDS = {
    "plan": "读出方案、核对方案",
    "registry": "导入登记数据、查看状态、生成填报模板",
    "targets": "按数据计算方案目标",
    "indicators": "计算全部指标，或一个指标的历年和分组",
    "incentives": "计算一年的奖补",
    "search": "检索权利：词、号码、名称、分类、地区、日期、状态",
    "look-alike": "近似商标监测：与地理标志、注册商标或一个名称相近的商标，附理由",
    "topic": "专题库：由检索式或导出表建立、更新、归并申请人",
    "landscape": "专利导航：专题库的趋势、分类、申请人、地区、引证和空白",
    "report": "生成季度报告",
    "sample": "生成合成的样例县",
    "demo": "用样例县走一遍主要工作",
    "serve": "运行网站",
    "invite": "邀请第一个系统管理员",
    "worker": "运行网站的后台作业",
    "audit": "核对网站的操作记录",
    "key": "换网站的密钥",
    "backup": "把整个网站备份到一个文件",
    "restore": "把备份恢复到空的网站",
    "receipt": "核对举报回执的签名",
    "bench": "测性能，与对照同场比较",
}
"""Command → what it does. Each is a module of this package with `add(parser)` and `run(args)`, imported only when called."""


def main(argv: list[str] | None = None) -> int:
    """Run one command. 0 done, 1 the input was refused (where and why on standard error), 2 wrong usage, 130 interrupted."""
    argv = sys.argv[1:] if argv is None else argv
    ready()
    try:
        return _run(argv)
    except Refusal as refusal:
        print(f"zhixian：{refusal}", file=sys.stderr)
        return 2 if isinstance(refusal, WrongUsage) else 1
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as error:
        where = f"{error.filename}：" if error.filename else ""
        print(f"zhixian：{where}读写失败（{trouble(error)}）", file=sys.stderr)
        return 1
    except Exception as error:
        if not _is_engine_trouble(error):
            raise
        said = str(error).splitlines()[0][:200]
        hint = "磁盘和内存不足时腾出后重试；快照文件损坏时用 zhixian registry rebuild 重建"
        print(f"zhixian：计算引擎出错（{said}）。应为：{hint}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("zhixian：已中断", file=sys.stderr)
        return 130


def parser(chosen: str | None) -> Parser:
    """All commands by name, and the arguments of the chosen one."""
    whole = Parser(prog="zhixian", description="知县：把知识产权方案变成运行的系统")
    whole.add_argument("--version", action="store_true", help="显示版本")
    commands = whole.add_subparsers(dest="command", metavar="命令", title="命令")
    for name, help_text in COMMANDS.items():
        sub = commands.add_parser(name, help=help_text, description=help_text)
        if name == chosen:
            import_module(f"zhixian.cli.{name.replace('-', '_')}").add(sub)
    return whole


def _is_engine_trouble(error: Exception) -> bool:
    if "zhixian.core.engine" not in sys.modules:  # it takes a while to load, and without it no engine ran
        return False
    from zhixian.core.engine import ENGINE_TROUBLE

    return isinstance(error, ENGINE_TROUBLE)


def _run(argv: list[str]) -> int:
    whole = parser(next((word for word in argv if not word.startswith("-")), None))
    args = whole.parse_args(argv)
    if args.version:
        from zhixian import __version__

        print(__version__)
        return 0
    if args.command is None:
        whole.print_help(sys.stderr)
        return 2
    refuse_absent(args)
    run: Callable[[argparse.Namespace], int] = args.run
    return run(args)
