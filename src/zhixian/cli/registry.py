"""`zhixian registry import | status | set-aside | template`: what the county has becomes a snapshot."""

import argparse
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from zhixian.cli.arguments import WrongUsage, add_data, asked
from zhixian.cli.output import print_json, say_cut_off
from zhixian.cli.progress import bar
from zhixian.core.kernel.files import place
from zhixian.core.kernel.refusal import Refusal

if TYPE_CHECKING:
    from zhixian.core.registry.importing import ImportResult


def add(parser: argparse.ArgumentParser) -> None:
    """Arguments of `zhixian registry`."""
    verbs = parser.add_subparsers(dest="verb", metavar="动作", required=True)
    take = verbs.add_parser("import", help="导入文件或目录，生成快照")
    take.add_argument("paths", metavar="路径", type=Path, nargs="+")
    take.add_argument("--kind", default="auto", metavar="来源", help="来源种类，默认自动识别")
    take.add_argument("--json", action="store_true", help="以 JSON 输出")
    add_data(take, must_exist=False)
    take.set_defaults(run=run_import)
    again = verbs.add_parser("rebuild", help="用留存的来源重新生成快照；来源相同，编号就相同")
    add_data(again)
    again.set_defaults(run=run_rebuild)
    status = verbs.add_parser("status", help="查看当前快照、来源和待更正的行")
    status.add_argument("--json", action="store_true", help="以 JSON 输出")
    add_data(status)
    status.set_defaults(run=run_status)
    aside = verbs.add_parser("set-aside", help="把一行待更正的搁置，不再等它更正；写明理由")
    aside.add_argument(
        "file", metavar="文件", type=Path, help="来源的文件名；几个目录都有时连同目录，同一目录先后来过几个的指最后一个"
    )
    aside.add_argument("row", metavar="行", type=int, help="导入报告里的行号")
    aside.add_argument("--sheet", default="", metavar="工作表", help="几张工作表都有这一行时写明")
    aside.add_argument("--reason", required=True, metavar="理由")
    aside.add_argument("--restore", action="store_true", help="取消以前的搁置，这一行重新待更正")
    add_data(aside)
    aside.set_defaults(run=run_set_aside)
    template = verbs.add_parser("template", help="生成填报模板（Excel）")
    template.add_argument("kind", metavar="种类", help="模板种类，写错时会列出全部")
    template.add_argument("--out", type=Path, metavar="文件", help="默认写到当前目录")
    template.set_defaults(run=run_template)


def run_import(args: argparse.Namespace) -> int:
    """Import and print the row report; 1 when a file of a folder could not be read or one was cut off, though the rest was imported."""
    from zhixian.core.registry.finding_files import of_kind
    from zhixian.core.registry.formats import importers
    from zhixian.core.registry.importing import import_paths

    with asked():
        of_kind(args.kind, importers())
    with bar("导入") as progress:
        result = import_paths(
            args.paths,
            data=args.data,
            kind=args.kind,
            importers=importers(),
            progress=progress,
            imported_on=date.today(),
        )
    if args.json:
        print_json(result.to_json())
        _say_mended(result)
    else:
        from zhixian.core.reports.screen import show
        from zhixian.core.reports.terminal import import_report

        show(import_report(result.for_screen()))
    if result.unreadable:
        named = "、".join(skip.file for skip in result.unreadable)
        print(
            f"zhixian：有 {len(result.unreadable)} 个文件读不出，没有导入：{named}。其余的已导入，原因见报告",
            file=sys.stderr,
        )
    return int(say_cut_off(result.files) or bool(result.unreadable))


def run_rebuild(args: argparse.Namespace) -> int:
    """Make the snapshot again from the sources kept."""
    from zhixian.core.registry.formats import importers
    from zhixian.core.registry.importing import rebuild

    with bar("重建") as progress:
        result = rebuild(data=args.data, importers=importers(), progress=progress, imported_on=date.today())
    print(f"快照 {result.snapshot} 已由留存的来源重新生成")
    _say_mended(result)
    return 0


def _say_mended(result: "ImportResult") -> None:
    for told in result.mended:
        print(f"zhixian：注意：{told}", file=sys.stderr)


def run_status(args: argparse.Namespace) -> int:
    """Print the state of a data folder; 1 when sources kept are damaged."""
    from zhixian.core.registry.status import status, status_lines

    state = status(args.data)
    if args.json:
        print_json(state)
    else:
        print("\n".join(status_lines(state)))
    for sentence in state["damaged"]:
        print(f"zhixian：{sentence}", file=sys.stderr)
    return 1 if state["damaged"] else 0


def run_set_aside(args: argparse.Namespace) -> int:
    """Have a waiting row wait no longer, or take it up again; the reason is kept."""
    from zhixian.core.registry.formats import importers
    from zhixian.core.registry.importing import set_rows_aside
    from zhixian.core.registry.setting_aside import chosen_rows
    from zhixian.core.registry.snapshot import current

    if not args.reason.strip():
        raise WrongUsage("没有写理由", where="--reason", expected="为什么不再更正，例如 企业已注销，不再补登")
    rows = chosen_rows(current(args.data), args.file, args.row, sheet=args.sheet, restored=args.restore)
    result = set_rows_aside(
        rows, reason=args.reason.strip(), restored=args.restore, data=args.data, importers=importers(), on=date.today()
    )
    print(
        f"{args.file.name} 第 {args.row} 行{'重新待更正' if args.restore else '已搁置，不再列入待更正'}：{args.reason.strip()}"
    )
    _say_mended(result)
    return 0


def run_template(args: argparse.Namespace) -> int:
    """Write an empty workbook with headings, choices and an example."""
    from zhixian.core.registry.sheets.templates import kind_asked, template, write_template

    args.kind = kind_asked(args.kind)

    with asked():
        template(args.kind)
    path = args.out or Path(f"{args.kind}.xlsx")
    if place(path).exists():
        raise Refusal("已有这个文件", where=str(path), expected="用 --out 写一个新的文件名，填过的表不会被覆盖")
    write_template(args.kind, place(path))
    print(f"模板已写到 {path}")
    return 0
