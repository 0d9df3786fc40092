"""`zhixian targets`: where each target stands on a day, where it is heading, and the rows behind a number."""

import argparse

from zhixian.cli.arguments import (
    add_data,
    add_plan,
    add_region,
    check_region,
    day,
    refuse_unknown_indicator,
    say_what_is_missing,
)
from zhixian.cli.output import print_json
from zhixian.core.plan.model import Plan
from zhixian.core.registry.snapshot import Snapshot, current


def add(parser: argparse.ArgumentParser) -> None:
    """Arguments of `zhixian targets`."""
    add_plan(parser)
    add_data(parser)
    add_region(parser)
    parser.add_argument("--as-of", type=day, required=True, metavar="日期", help="例如 2020-12-31")
    parser.add_argument("--json", action="store_true", help="以 JSON 输出")
    parser.add_argument("--explain", metavar="指标", help="列出一个数背后的每一行：指标编号或中文名称")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Compute and print."""
    from zhixian.core.plan.load import load_plan

    plan, snapshot = load_plan(args.plan), current(args.data)
    check_region(args, snapshot, plan)
    ahead = say_what_is_missing(snapshot, args.as_of)
    if args.explain:
        return _explain(args, snapshot, plan, ahead)
    if args.json:
        from zhixian.core.analysis.targets import compute

        found = compute(plan, snapshot, as_of=args.as_of, region=args.region).to_json()
        print_json(found, remarks=ahead)
        return 0
    from zhixian.core.analysis.outlook import look_ahead
    from zhixian.core.reports.gather import target_list
    from zhixian.core.reports.screen import show
    from zhixian.core.reports.terminal import targets_table

    show(targets_table(target_list(look_ahead(plan, snapshot, as_of=args.as_of, region=args.region))))
    return 0


def _explain(args: argparse.Namespace, snapshot: Snapshot, plan: Plan, ahead: list[str]) -> int:
    """The rows behind one number."""
    from zhixian.core.analysis.asking import indicator_asked
    from zhixian.core.analysis.explain import explain
    from zhixian.core.reports.figures import explanation_table
    from zhixian.core.reports.screen import show

    meant = indicator_asked(args.explain, plan)
    refuse_unknown_indicator(meant)
    found = explain(snapshot, meant, as_of=args.as_of, region=args.region or plan.region).to_json()
    found["labels"] = snapshot.labels
    if args.json:
        print_json(found, remarks=ahead)
    else:
        show(explanation_table(found))
    return 0
