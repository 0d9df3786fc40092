"""`zhixian sample` writes a synthetic county in the formats that real exports have."""

import argparse
from pathlib import Path

from zhixian.cli.arguments import add_plan
from zhixian.cli.progress import bar


def add(parser: argparse.ArgumentParser) -> None:
    """Arguments of `zhixian sample`."""
    add_plan(parser)
    parser.add_argument("--out", type=Path, required=True, metavar="目录")
    parser.add_argument("--seed", type=int, default=2017, metavar="数", help="同一个数总是生成同样的县")
    parser.add_argument(
        "--scale", type=_scale, default=1, metavar="倍数", help="大于 1 时按多少个县生成标准表，用于测速"
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Write the sample and say where."""
    from zhixian.core.sample import make

    with bar("生成样例") as progress:
        manifest = make(args.out, plan=args.plan, seed=args.seed, scale=args.scale, progress=progress)
    print(f"{manifest['label']}已写到 {manifest['folder']}")
    return 0


def _scale(text: str) -> int:
    if not (text.isascii() and text.isdigit()) or int(text) < 1:
        raise argparse.ArgumentTypeError(f"“{text}”应为不小于 1 的整数")
    return int(text)
