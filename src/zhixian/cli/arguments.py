"""Arguments that several commands share, and their checks."""

import argparse
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from zhixian.core.kernel.refusal import Refusal
from zhixian.core.kernel.regions import is_region

if TYPE_CHECKING:
    from zhixian.core.plan.model import Plan
    from zhixian.core.registry.snapshot import Snapshot
    from zhixian.core.topics.topic import Topic

PLANS = Path("plans")
"""Where plans stand, seen from the current directory."""


class WrongUsage(Refusal):
    """What was asked cannot be meant, whatever the data: exit status 2."""


@contextmanager
def asked() -> Iterator[None]:
    """A name that was asked for and does not exist is wrong usage, whatever refuses it."""
    try:
        yield
    except Refusal as refusal:
        raise WrongUsage(refusal.why, where=refusal.where, expected=refusal.expected) from None


def topic_asked(data: Path, name: str, *, damaged_too: bool = False) -> "Topic":
    """The topic of that name. Raises WrongUsage when there is none, Refusal when it is not whole."""
    from zhixian.core.topics.topic import UnknownTopic, open_topic

    try:
        return open_topic(data, name, damaged_too=damaged_too)
    except UnknownTopic as refusal:
        raise WrongUsage(refusal.why, where=refusal.where, expected=refusal.expected) from None


def add_plan(parser: argparse.ArgumentParser) -> None:
    """--plan DIR; the only folder under plans/ when absent."""
    parser.add_argument(
        "--plan", type=_plan, default="", metavar="目录", help="方案目录，默认取当前目录下 plans/ 里唯一的一个"
    )


def only_plan(*, give: str) -> Path:
    """The only folder under plans/ of the current directory. Raises Refusal saying what to `give` when there is none or several."""
    found = sorted(path for path in PLANS.glob("*") if (path / "plan.yaml").is_file())
    if len(found) == 1:
        return found[0]
    listed = "、".join(map(str, found))
    why = f"有 {len(found)} 个方案：{listed}" if found else "没有方案"
    raise WrongUsage(
        why,
        where=f"当前目录的 {PLANS}/",
        expected=f"用 {give} 指明方案目录，例如 {give} {found[0] if found else 'plans/某县'}",
    )


def _plan(text: str) -> Path:
    return Path(text) if text else only_plan(give="--plan")


def add_data(parser: argparse.ArgumentParser, *, default: str | None = None, must_exist: bool = True) -> None:
    """--data DIR, which has to be given where there is no default, and has to be there unless the command makes it or looks for a site."""
    told = f"数据目录，默认 {default}" if default else "数据目录"
    parser.add_argument("--data", type=_data, required=default is None, default=default, metavar="目录", help=told)
    parser.set_defaults(data_must_exist=must_exist and default is None)


def refuse_absent(args: argparse.Namespace) -> None:
    """Raises WrongUsage for a plan's folder or a data folder that is named and not there."""
    plan = getattr(args, "plan", None)
    if isinstance(plan, Path):
        refuse_absent_plan(plan)
    if getattr(args, "data_must_exist", False):
        refuse_absent_data(args.data)


def refuse_absent_plan(plan: Path) -> None:
    """Raises WrongUsage where there is no such folder."""
    if not plan.exists():
        raise WrongUsage("没有这个方案目录", where=str(plan), expected="例如 plans/某县")


def refuse_absent_data(data: Path) -> None:
    """Raises WrongUsage where there is no such folder."""
    if not data.is_dir():
        raise WrongUsage(
            "没有这个目录",
            where=str(data),
            expected="--data 后面写已有的数据目录，例如 data/某县；还没有的先运行 zhixian registry import 文件或目录",
        )


def _data(text: str) -> Path:
    """The folder, which need not be there yet. Raises Refusal where something else stands in its place."""
    path = Path(text)
    for part in (path, *path.parents):
        if part.exists() and not part.is_dir():
            raise Refusal("这是一个文件，不是目录", where=str(part), expected="--data 后面写数据目录")
    return path


def refuse_unknown_indicator(indicator: str) -> None:
    """Wrong usage for one that does not exist; that data cannot carry one which does is said when it is computed."""
    from zhixian.core.analysis.indicators import NOT_COMPUTABLE, find

    if indicator not in NOT_COMPUTABLE:
        with asked():
            find(indicator)


def written_as(suffix: str, example: str) -> Callable[[str], Path]:
    """A path to write to whose name ends so, or wrong usage; what is no file at all is refused when it is written."""

    def path(text: str) -> Path:
        found = Path(text)
        if found.suffix.lower() != suffix and (found.is_file() or not found.exists()):
            raise argparse.ArgumentTypeError(f"“{found.name}”不是 {suffix} 文件，例如 {example}")
        return found

    return path


def refuse_unreadable(query: str) -> None:
    """Wrong usage for a query that cannot be read, with the place marked: before an index is built for it."""
    from zhixian.core.search.lexing import QueryFault
    from zhixian.core.search.query import read_query

    try:
        read_query(query)
    except QueryFault as fault:
        pointed = f"“{query[: fault.start]}▶{query[fault.start : fault.end]}◀{query[fault.end :]}”"
        raise WrongUsage(fault.why, where=f"检索式 {pointed} 处", expected=fault.expected) from None


def add_port(parser: argparse.ArgumentParser) -> None:
    """--port N."""
    parser.add_argument("--port", type=port, default=8000, metavar="端口", help="监听端口，默认 8000")


def add_region(parser: argparse.ArgumentParser) -> None:
    """--region CODE or NAME; the plan's region when absent."""
    parser.add_argument("--region", type=region, metavar="地区", help="行政区划代码或名称，默认取方案的")


def check_region(args: argparse.Namespace, snapshot: "Snapshot", plan: "Plan | None" = None) -> None:
    """Raises WrongUsage for a region that neither the standard nor the data know; says on standard error what the plan has to do with it."""
    from zhixian.core.analysis.asking import region_asked, remarks_on

    if args.region:
        with asked():
            region_asked(snapshot, args.region)
    for remark in remarks_on(plan, snapshot, args.region or plan.region) if plan else ():
        print(f"zhixian：注意：{remark}", file=sys.stderr)


def say_what_is_missing(snapshot: "Snapshot", last: date) -> list[str]:
    """Say on standard error, and give, what figures up to a last day cannot know: the days to come."""
    waiting = sum(snapshot.manifest["refused"].values())
    if waiting:
        told = f"另有 {waiting:,} 行待更正，可能影响这里的数；哪些行、为什么，见 zhixian registry status"
        print(f"zhixian：注意：{told}", file=sys.stderr)
    ahead = [f"{last} 晚于今天（{date.today()}）：以后的登记、续展、失效和还款还不知道"] if last > date.today() else []
    for told in ahead:
        print(f"zhixian：注意：{told}", file=sys.stderr)
    return ahead


def day(text: str) -> date:
    """A day as sheets may write it, but for Excel's serial number, or wrong usage in the user's words."""
    from zhixian.core.registry.sheets.cells import read_day

    found = None if re.fullmatch(r"\d{5}(?:\.\d+)?", text.strip()) else read_day(text)
    if found is None:
        expected = "应写成 2020-12-31、2020.12.31、20201231 或 2020年12月31日"
        raise argparse.ArgumentTypeError(f"“{text}”不是日期，{expected}")
    year(str(found.year))
    return found


def region(text: str) -> str:
    """The six-digit code of a region given by code or by name, or wrong usage."""
    if is_region(text):
        return text
    from zhixian.core.registry.places import region_named

    try:
        return region_named(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def port(text: str) -> int:
    """A port a site can listen on, or wrong usage."""
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"“{text}”不是 1 至 65535 之间的端口号")
    return int(text)


def year(text: str) -> int:
    """A year from 1985 (the first patent law in force) to 2200, also as `2018年`, or wrong usage."""
    digits = text.strip().removesuffix("年")
    if digits.isdecimal() and not digits.isascii():
        raise argparse.ArgumentTypeError(f"“{text}”里的数字不是半角，应写成 {int(digits)}")
    if not (digits.isascii() and digits.isdigit()) or not 1985 <= int(digits) <= 2200:
        raise argparse.ArgumentTypeError(f"“{text}”不是 1985 至 2200 之间的年份")
    return int(digits)
