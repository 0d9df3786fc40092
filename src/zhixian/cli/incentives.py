"""`zhixian incentives`: who is awarded what in a year, why, and who still waits for a figure."""

import argparse
from datetime import date
from pathlib import Path

from zhixian.cli.arguments import (
    WrongUsage,
    add_data,
    add_plan,
    add_region,
    check_region,
    say_what_is_missing,
    written_as,
    year,
)
from zhixian.cli.output import print_json
from zhixian.core.plan.load import load_plan
from zhixian.core.plan.model import Plan
from zhixian.core.registry.snapshot import Snapshot, current
from zhixian.core.rules.definition import Definitions


def add(parser: argparse.ArgumentParser) -> None:
    """Arguments of `zhixian incentives`."""
    parser.add_argument(
        "incentive", nargs="?", metavar="奖补", help="只列一项：名称、名称的一部分或编号，例如 贷款贴息"
    )
    add_plan(parser)
    add_data(parser)
    add_region(parser)
    parser.add_argument("--year", type=year, required=True, metavar="年份")
    parser.add_argument(
        "--quarter", type=int, choices=(1, 2, 3, 4), metavar="季度", help="1 至 4：年初至季末的，和其中本季度的"
    )
    parser.add_argument("--reform", type=Path, metavar="文件", help="改了标准的 YAML：谁增谁减、多花多少")
    output = parser.add_mutually_exclusive_group()
    output.add_argument("--json", action="store_true", help="以 JSON 输出")
    output.add_argument("--xlsx", type=written_as(".xlsx", "奖补清单.xlsx"), metavar="文件", help="写成 Excel")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Compute, then print, write JSON or write a workbook."""
    from zhixian.core.analysis.incentives import IncentivesResult, compute
    from zhixian.core.analysis.incentives.quarters import InQuarter, compute_in_quarter
    from zhixian.core.catalogue import definitions

    plan, snapshot, rules = load_plan(args.plan), current(args.data), definitions()
    check_region(args, snapshot, plan)
    ahead = say_what_is_missing(snapshot, date(args.year, 12, 31))
    only = _asked(args, rules)
    if args.reform:
        return _compare(args, plan, rules, snapshot, ahead)
    found: IncentivesResult | InQuarter
    if args.quarter:
        found = compute_in_quarter(plan, rules, snapshot, year=args.year, quarter=args.quarter, region=args.region)
    else:
        found = compute(plan, rules, snapshot, year=args.year, region=args.region)
    if only:
        found = found.only(only)
    if args.json:
        print_json(found.to_json(), remarks=ahead)
        return 0
    from zhixian.core.reports.gather import award_list, quarter_list

    awards = quarter_list(found, rules) if isinstance(found, InQuarter) else award_list(found, rules)
    if args.xlsx:
        from zhixian.core.reports.xlsx.lists import write_incentives_xlsx

        write_incentives_xlsx(awards, args.xlsx, plan_title=plan.title)
        print(f"已写到 {args.xlsx}")
        return 0
    from zhixian.core.reports.screen import show
    from zhixian.core.reports.terminal import awards_summary, open_norms_table

    show(awards_summary(awards), open_norms_table(awards))
    return 0


def _asked(args: argparse.Namespace, rules: Definitions) -> str | None:
    """The id of the one rule that was asked for; None when all are meant."""
    from zhixian.core.rules.asking import rules_asked, wrongly_asked

    if args.incentive is None:
        return None
    if args.reform:
        raise WrongUsage("--reform 的文件里已经写明哪一项", where="奖补", expected="两者只写一个")
    found = rules_asked(args.incentive, rules.incentives)
    if len(found) != 1:
        why, expected = wrongly_asked(args.incentive, found, rules.incentives)
        raise WrongUsage(why, where="奖补", expected=expected)
    return found[0]


def _compare(args: argparse.Namespace, plan: Plan, rules: Definitions, snapshot: Snapshot, ahead: list[str]) -> int:
    """Who gains, who loses and what it costs, if an amount were changed."""
    from zhixian.core.analysis.reform import compare, read_reform

    if args.quarter:
        raise WrongUsage("--reform 按全年比较", where="--quarter", expected="两者只写一个")
    if args.xlsx:
        raise WrongUsage("--reform 不写 Excel", where="--xlsx", expected="与 --json 合用，或者只看屏幕")
    changed = read_reform(args.reform, plan, rules)
    found = compare(plan, changed, rules, snapshot, year=args.year, region=args.region)
    if args.json:
        print_json(found.to_json(), remarks=ahead)
    else:
        print("\n".join(found.lines()))
    return 0
