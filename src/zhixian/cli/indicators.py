"""`zhixian indicators`: every indicator on a day, or one of them over time and broken down."""

import argparse
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Literal

from zhixian.cli.arguments import (
    WrongUsage,
    add_data,
    add_plan,
    add_region,
    asked,
    check_region,
    day,
    only_plan,
    refuse_unknown_indicator,
    say_what_is_missing,
)
from zhixian.cli.output import print_json
from zhixian.core.analysis.groups import BY_ZH, By

EVERY: dict[str, Literal[1, 3, 12]] = {"month": 1, "quarter": 3, "year": 12}
EVERY_ZH = {"month": "每月", "quarter": "每季", "year": "每年"}


def add(parser: argparse.ArgumentParser) -> None:
    """Arguments of `zhixian indicators`."""
    parser.add_argument("indicator", nargs="?", metavar="指标", help="指标编号或中文名称；不写则列出全部指标")
    add_plan(parser)
    add_data(parser)
    add_region(parser)
    parser.add_argument("--as-of", type=day, required=True, metavar="日期", help="例如 2020-12-31")
    parser.add_argument("--since", type=day, metavar="日期", help="序列从哪一天起，默认八期之前")
    parser.add_argument(
        "--every",
        type=_one_of(EVERY_ZH, "间隔"),
        choices=EVERY,
        metavar="间隔",
        help=f"序列的间隔：{_listed(EVERY_ZH)}，默认每季",
    )
    parser.add_argument(
        "--by",
        type=_one_of(BY_ZH, "分组"),
        choices=BY_ZH,
        metavar="分组",
        help=f"一个指标按什么分组：{_listed(BY_ZH)}",
    )
    parser.add_argument("--json", action="store_true", help="以 JSON 输出")
    parser.set_defaults(run=run, plan=None)


def _listed(choices: Mapping[Any, str]) -> str:
    return "、".join(f"{name} {chinese}" for name, chinese in choices.items())


def _one_of(choices: Mapping[Any, str], what: str) -> Callable[[str], str]:
    """A word that may be said as it is typed or in Chinese; what follows in brackets may be left out, and more where one is meant."""

    def chosen(text: str) -> str:
        for name, chinese in choices.items():
            if text in {name, chinese, chinese.partition("（")[0]}:
                return str(name)
        short = text.removeprefix("每").removesuffix("度")
        begun = [name for name, chinese in choices.items() if short and chinese.removeprefix("每").startswith(short)]
        if len(begun) == 1:
            return str(begun[0])
        raise argparse.ArgumentTypeError(f"没有“{text}”这种{what}，可选 {_listed(choices)}")

    return chosen


def _refuse_what_needs_an_indicator(args: argparse.Namespace) -> None:
    """All indicators are told on one day and as a whole; what asks for more would be passed over without a word."""
    for option in ("by", "every", "since"):
        if getattr(args, option) is not None:
            shown = {"by": "holder", "every": "year", "since": "2018-01-01"}[option]
            raise WrongUsage(
                "没有写明是哪一个指标",
                where=f"--{option}",
                expected=f"在 zhixian indicators 后面写一个指标的编号或名称，例如 zhixian indicators 有效发明专利 --{option} {shown} ……",
            )


def _refuse_foreign_group(indicator: str, by: By | None) -> None:
    from zhixian.core.analysis.breakdown import refuse_foreign_group
    from zhixian.core.analysis.indicators import INDICATORS

    if indicator in INDICATORS:
        with asked():
            refuse_foreign_group(INDICATORS[indicator], by)


def eight_periods_back(as_of: date, every: int) -> date:
    """The last day of the first of the eight periods of so many months that have ended by a day."""
    from zhixian.core.kernel.periods import add_months, period_ends

    return period_ends(add_months(as_of, -9 * every), as_of, every=every)[-8]


def run(args: argparse.Namespace) -> int:
    """Compute and print."""
    from zhixian.core.analysis.asking import indicator_asked
    from zhixian.core.analysis.everything import all_indicators, one_indicator
    from zhixian.core.plan.load import load_plan
    from zhixian.core.registry.snapshot import current
    from zhixian.core.reports.figures import indicators_table, series_table
    from zhixian.core.reports.screen import show

    if args.indicator is None:
        _refuse_what_needs_an_indicator(args)
    snapshot = current(args.data)
    check_region(args, snapshot)
    ahead = say_what_is_missing(snapshot, args.as_of)
    plan = None if args.region and args.plan is None else load_plan(args.plan or only_plan(give="--plan"))
    region = args.region or (plan.region if plan else "")
    if args.indicator is None:
        found = all_indicators(snapshot, as_of=args.as_of, region=region)
    else:
        every = EVERY[args.every or "quarter"]
        since: date = args.since or eight_periods_back(args.as_of, every)
        if since > args.as_of:
            raise WrongUsage(f"{since} 晚于 {args.as_of}", where="--since", expected="不晚于 --as-of 的日期")
        meant = indicator_asked(args.indicator, plan)
        refuse_unknown_indicator(meant)
        _refuse_foreign_group(meant, args.by)
        found = one_indicator(
            snapshot,
            meant,
            first=since,
            as_of=args.as_of,
            every=every,
            by=args.by,
            region=region,
        )
    if args.json:
        print_json(found, remarks=ahead)
    else:
        show(indicators_table(found) if args.indicator is None else series_table(found))
    return 0
