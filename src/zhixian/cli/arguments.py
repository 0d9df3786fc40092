"""Arguments that several commands share, and their checks."""

import argparse
from datetime import date
from pathlib import Path

from zhixian.core.kernel.periods import parse_day
from zhixian.core.kernel.regions import is_region


def add_plan(parser: argparse.ArgumentParser) -> None:
    """--plan DIR."""
    parser.add_argument("--plan", type=Path, default=Path("plans/shanghang"), metavar="目录", help="方案目录")


def add_data(parser: argparse.ArgumentParser) -> None:
    """--data DIR."""
    parser.add_argument("--data", type=Path, required=True, metavar="目录", help="数据目录")


def add_region(parser: argparse.ArgumentParser) -> None:
    """--region CODE; the plan's region when absent."""
    parser.add_argument("--region", type=region, metavar="代码", help="行政区划代码，默认取方案的")


def day(text: str) -> date:
    """An ISO day, or wrong usage in the user's words."""
    try:
        found = parse_day(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
    year(str(found.year))
    return found


def region(text: str) -> str:
    """A six-digit region code, or wrong usage."""
    if not is_region(text):
        raise argparse.ArgumentTypeError(f"“{text}”不是六位行政区划代码")
    return text


def year(text: str) -> int:
    """A year from 1985 (the first patent law in force) to 2200, or wrong usage."""
    if not text.isdigit() or not 1985 <= int(text) <= 2200:
        raise argparse.ArgumentTypeError(f"“{text}”不是 1985 至 2200 之间的年份")
    return int(text)
