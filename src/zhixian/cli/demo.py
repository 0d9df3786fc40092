"""`zhixian demo` does the main job on the sample county: import, targets, awards, report."""

import argparse
import shutil
from pathlib import Path

from zhixian.cli.arguments import add_plan
from zhixian.cli.progress import bar

MARK = ".zhixian-demo"
"""Marks a folder as made by the demo, so that the next one may clear it."""


def add(parser: argparse.ArgumentParser) -> None:
    """Arguments of `zhixian demo`."""
    add_plan(parser)
    parser.add_argument("--once", action="store_true", help="做完就结束，不启动网站")
    parser.add_argument("--dir", type=Path, default=Path("demo"), metavar="目录", help="成果放在哪里，默认 demo")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Make the county, import it, show and write what the lead office needs."""
    from zhixian.core.analysis.quarter import compute_quarter
    from zhixian.core.catalogue import definitions
    from zhixian.core.plan.load import load_plan
    from zhixian.core.registry.formats import importers
    from zhixian.core.registry.importing import import_paths
    from zhixian.core.registry.snapshot import current
    from zhixian.core.reports.docx.quarterly import write_quarterly
    from zhixian.core.reports.gather import award_list, quarterly_report, target_list
    from zhixian.core.reports.screen import show
    from zhixian.core.reports.terminal import awards_summary, import_report, open_norms_table, targets_table
    from zhixian.core.reports.xlsx.lists import write_incentives_xlsx, write_targets_xlsx
    from zhixian.core.sample import make

    plan, rules = load_plan(args.plan), definitions()
    _empty(args.dir)
    county, data = args.dir / "county", args.dir / "data"
    print(f"《{plan.title}》样例：以下全部是合成数据\n")
    manifest = make(county, plan=args.plan)
    with bar("导入") as progress:
        imported = import_paths([Path(manifest["folder"])], data=data, importers=importers(), progress=progress)
    show(import_report(imported.to_json()))
    as_of = plan.horizon.replace(year=plan.horizon.year - 1)
    quarter = compute_quarter(plan, rules, current(data), as_of=as_of)
    targets, awards = target_list(quarter.outlooks), award_list(quarter.awarded, rules)
    for shown in (targets_table(targets), awards_summary(awards), open_norms_table(awards)):
        print()
        show(shown)
    write_incentives_xlsx(awards, args.dir / "awards.xlsx", plan_title=plan.title, targets=targets)
    write_targets_xlsx(targets, args.dir / "targets.xlsx", plan_title=plan.title)
    write_quarterly(quarterly_report(quarter), args.dir / "report.docx")
    print(
        f"\n季度报告 {args.dir / 'report.docx'}，奖补清单 {args.dir / 'awards.xlsx'}，目标 {args.dir / 'targets.xlsx'}"
    )
    if not args.once:
        print("网站还没有建成；现在用 --once 与不用相同。")
    return 0


def _empty(folder: Path) -> None:
    """Clear what an earlier demo left; anything else in the way is refused, never deleted."""
    from zhixian.core.kernel.refusal import Refusal

    if folder.exists() and any(folder.iterdir()) and not (folder / MARK).exists():
        raise Refusal("目录里有别的东西，不敢清空", where=str(folder), expected="空目录，或上次演示留下的目录")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / MARK).write_text("zhixian demo\n", encoding="utf-8")
