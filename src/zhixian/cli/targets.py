"""`zhixian targets`: where each target stands on a day, where it is heading, and the rows behind a number."""

import argparse
import json

from zhixian.cli.arguments import add_data, add_plan, add_region, day

EVERY = {"month": 1, "quarter": 3, "year": 12}


def add(parser: argparse.ArgumentParser) -> None:
    """Arguments of `zhixian targets`."""
    add_plan(parser)
    add_data(parser)
    add_region(parser)
    parser.add_argument("--as-of", type=day, required=True, metavar="日期", help="例如 2020-12-31")
    parser.add_argument("--json", action="store_true", help="以 JSON 输出")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--explain", metavar="指标", help="列出一个数背后的每一行")
    what.add_argument("--series", metavar="指标", help="列出一个指标的历年历季")
    parser.add_argument("--every", choices=sorted(EVERY), default="quarter", help="序列的间隔，默认每季")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Compute and print."""
    from zhixian.core.plan.load import load_plan
    from zhixian.core.registry.snapshot import current

    plan, snapshot = load_plan(args.plan), current(args.data)
    if args.json:
        from zhixian.core.analysis.targets import compute

        found = compute(plan, snapshot, as_of=args.as_of, region=args.region).to_json()
        print(json.dumps(found, ensure_ascii=False, indent=2))
        return 0
    from zhixian.core.analysis.outlook import look_ahead
    from zhixian.core.catalogue import definitions
    from zhixian.core.reports.quarter import Quarter
    from zhixian.core.reports.screen import show
    from zhixian.core.reports.terminal import targets_table

    outlooks = look_ahead(plan, snapshot, as_of=args.as_of, region=args.region)
    quarter = Quarter(plan, snapshot, definitions(), outlooks, None)
    show(targets_table(quarter.targets, quarter.forecasts, quarter.target_names))
    return 0
