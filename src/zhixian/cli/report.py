"""`zhixian report` writes the quarterly report as an official document."""

import argparse
from dataclasses import replace

from zhixian.cli.arguments import add_data, add_plan, add_region, check_region, day, say_what_is_missing, written_as


def add(parser: argparse.ArgumentParser) -> None:
    """Arguments of `zhixian report`."""
    add_plan(parser)
    add_data(parser)
    add_region(parser)
    parser.add_argument("--as-of", type=day, required=True, metavar="日期", help="例如 2020-12-31")
    parser.add_argument(
        "--out", type=written_as(".docx", "季度报告.docx"), required=True, metavar="文件", help="写到 .docx"
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Compute the quarter and write the document."""
    from zhixian.core.analysis.quarter import compute_quarter
    from zhixian.core.catalogue import definitions
    from zhixian.core.plan.load import load_plan
    from zhixian.core.registry.snapshot import current
    from zhixian.core.reports.docx.quarterly import write_quarterly
    from zhixian.core.reports.gather import quarterly_report

    plan, snapshot = load_plan(args.plan), current(args.data)
    check_region(args, snapshot, plan)
    ahead = say_what_is_missing(snapshot, args.as_of)
    quarter = compute_quarter(plan, definitions(), snapshot, as_of=args.as_of, region=args.region)
    report = quarterly_report(quarter)
    write_quarterly(replace(report, remarks=(*report.remarks, *ahead)), args.out)
    print(f"报告已写到 {args.out}")
    return 0
