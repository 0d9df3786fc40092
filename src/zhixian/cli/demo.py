"""`zhixian demo` does the main job on the sample county, import, targets, awards, report, and opens the site on it."""

import argparse
import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from zhixian.cli.arguments import add_plan, add_port
from zhixian.cli.progress import bar

if TYPE_CHECKING:
    from zhixian.core.plan.model import Plan

MARK = ".zhixian-demo"
"""Marks a folder as made by the demo, so that the next one may clear it."""
BEFORE_THE_END = timedelta(days=45)
"""The site plays this long before the plan falls due: most of the year's money is in sight, and work is left to do."""
HOST = "127.0.0.1"


def add(parser: argparse.ArgumentParser) -> None:
    """Arguments of `zhixian demo`."""
    add_plan(parser)
    parser.add_argument("--once", action="store_true", help="做完就结束，不启动网站")
    parser.add_argument("--dir", type=Path, default=Path("demo"), metavar="目录", help="成果放在哪里，默认 demo")
    add_port(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """The main job, then the site until it is interrupted."""
    from zhixian.core.plan.load import load_plan

    plan = load_plan(args.plan)
    if args.once:
        with _to_itself(args.dir):
            _do_the_main_job(plan, args)
        return 0
    from zhixian.cli.serve import refuse_taken

    refuse_taken(HOST, args.port)
    with _to_itself(args.dir):
        _do_the_main_job(plan, args)
        return _open_the_site(plan, args)


def _do_the_main_job(plan: "Plan", args: argparse.Namespace) -> None:
    """Make the county, import it, show and write what the lead office needs."""
    from zhixian.core.analysis.quarter import compute_quarter
    from zhixian.core.catalogue import definitions
    from zhixian.core.registry.formats import importers
    from zhixian.core.registry.importing import import_paths
    from zhixian.core.registry.snapshot import current
    from zhixian.core.reports.docx.quarterly import write_quarterly
    from zhixian.core.reports.gather import award_list, quarterly_report, target_list
    from zhixian.core.reports.screen import show
    from zhixian.core.reports.terminal import awards_summary, import_report, open_norms_table, targets_table
    from zhixian.core.reports.xlsx.lists import write_incentives_xlsx, write_targets_xlsx
    from zhixian.core.sample import make

    rules = definitions()
    county, data = args.dir / "county", args.dir / "data"
    print(f"《{plan.title}》样例：以下全部是合成数据\n")
    manifest = make(county, plan=args.plan)
    with bar("导入") as progress:
        imported = import_paths([Path(manifest["folder"])], data=data, importers=importers(), progress=progress)
    show(import_report(imported.for_screen()))
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


def _open_the_site(plan: "Plan", args: argparse.Namespace) -> int:
    """A site of its own beside the county's data, with a sample person for each role."""
    from zhixian.cli.serve import serve
    from zhixian.cli.site import set_environment

    data = args.dir / "data"
    os.environ.pop("DATABASE_URL", None)  # sample people never go to a real database
    os.environ["ZHIXIAN_DEMO"] = "1"
    set_environment(args.plan, data, plan.horizon - BEFORE_THE_END)
    print("\n正在准备网站……")
    from zhixian.site.prepare import prepare

    prepare()
    from zhixian.site.sampling import fill_site

    fill_site(data)
    _show_sign_ins(args.port)
    return serve(HOST, args.port, workers=2)


def _show_sign_ins(port: int) -> None:
    """One sign-in for each role, and the way past the second factor."""
    from zhixian.core.reports.screen import Column, Rows, show
    from zhixian.web.accounts import demo
    from zhixian.web.accounts.models import User
    from zhixian.web.kit.plan import host_unit

    emails = demo.people()
    wanted = ["lead", f"handler:{host_unit()}", "finance", "enterprise", "association", "bank", "auditor", "custodian"]
    people = {person.email: person for person in User.objects.prefetch_related("seats__organisation")}
    rows = [
        ["、".join(str(seat) for seat in people[emails[key]].seats.all()), people[emails[key]].name, emails[key]]
        for key in wanted
        if key in emails
    ]
    columns = [Column("身份", wraps=True), Column("姓名"), Column("邮箱")]
    print()
    show(Rows(f"每种身份一个登录，密码都是 {demo.password()}", columns, rows))
    for key, (what, secret) in demo.more().items():
        print(f"{emails[key]} 的{what}：{secret}")
    print(f"不用密码直接进入、查看此刻的第二重验证码、其余人员：http://{HOST}:{port}/demo/")


@contextmanager
def _to_itself(folder: Path) -> Iterator[None]:
    """An empty folder that no other demo uses meanwhile. What an earlier one left is cleared; anything else is refused."""
    from zhixian.core.kernel.refusal import Refusal

    if folder.is_file() or (folder.exists() and any(folder.iterdir()) and not (folder / MARK).exists()):
        raise Refusal("目录里有别的东西，不敢清空", where=str(folder), expected="空目录，或上次演示留下的目录")
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / MARK).open("a", encoding="utf-8") as mark:
        try:
            fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refusal(
                "另一个演示正在用这个目录", where=str(folder), expected="先停掉它，或用 --dir 另选目录"
            ) from None
        for left in folder.iterdir():
            if left.name != MARK:
                shutil.rmtree(left) if left.is_dir() and not left.is_symlink() else left.unlink()
        yield
