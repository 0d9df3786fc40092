"""`zhixian plan read` drafts a plan from any official text; `zhixian plan check` proves a plan folder."""

import argparse
import json
from pathlib import Path

from zhixian.core.plan.check import plan_state
from zhixian.core.plan.load import load_plan


def add(parser: argparse.ArgumentParser) -> None:
    """Arguments of `zhixian plan`."""
    verbs = parser.add_subparsers(dest="verb", metavar="动作", required=True)
    read = verbs.add_parser("read", help="从公文（txt、docx、html、pdf）读出方案草稿")
    read.add_argument("file", metavar="文件", type=Path)
    read.add_argument("--json", action="store_true", help="以 JSON 输出")
    read.add_argument("--out", type=Path, metavar="目录", help="写出待审核的 YAML 草稿")
    read.set_defaults(run=run_read)
    check = verbs.add_parser("check", help="核对方案目录")
    check.add_argument("folder", metavar="目录", type=Path, nargs="?", default=Path("plans/shanghang"))
    check.set_defaults(run=run_check)


def run_read(args: argparse.Namespace) -> int:
    """Read a text; print what was found, or JSON, or write the draft."""
    from zhixian.core.plan.documents import text_of
    from zhixian.core.plan.drafting import write_draft
    from zhixian.core.plan.reader import read_plan

    text = text_of(args.file)
    draft = read_plan(text)
    if args.out is not None:
        write_draft(draft, text, args.out)
    found = draft.to_json()
    if args.json:
        print(json.dumps(found, ensure_ascii=False, indent=2))
        return 0
    print(
        f"《{found['title'] or '（没有读到标题）'}》 {found['issuer'] or ''} {found['number'] or ''} {found['date'] or ''}".rstrip()
    )
    print(
        f"条款 {len(found['clauses'])} 条，责任单位 {len(found['assignments'])} 处，目标 {len(found['targets'])} 个，"
        f"金额 {len(found['amounts'])} 个，待人工判断 {len(found['undecided'])} 处"
    )
    for item in found["undecided"]:
        print(f"  待定 [{item['start']}–{item['end']}] {item['quote']}：{item['why']}")
    if args.out is not None:
        print(f"草稿已写到 {args.out}，请逐条对照原文审核")
    return 0


def run_check(args: argparse.Namespace) -> int:
    """Check a plan folder; faults are refused one and all."""
    for line in plan_state(load_plan(args.folder)).lines():
        print(line)
    return 0
