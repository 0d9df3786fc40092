"""`zhixian topic make | list | show | refresh | applicants | value | export`: topic databases from a query or from exports."""

import argparse
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from zhixian.cli.arguments import (
    WrongUsage,
    add_data,
    day,
    refuse_absent_data,
    refuse_unreadable,
    topic_asked,
    written_as,
)
from zhixian.cli.output import print_json, say_cut_off
from zhixian.cli.parser import QUERY
from zhixian.cli.progress import bar
from zhixian.core.kernel.files import place
from zhixian.core.kernel.refusal import Refusal

if TYPE_CHECKING:
    from zhixian.core.topics.making import Made

_MOST_VALUED = 1000


def add(parser: argparse.ArgumentParser) -> None:
    """Arguments of `zhixian topic`."""
    verbs = parser.add_subparsers(dest="verb", metavar="动作", required=True)
    make = verbs.add_parser("make", help="由检索式或导出表建立专题库")
    _add_name(make)
    make.add_argument("files", metavar="文件", type=Path, nargs="*", help="检索系统的导出表或专利 XML，也可以是目录")
    make.add_argument("--query", metavar=QUERY, help="对登记数据的检索式，与文件只能用一种；写 '' 为全部权利")
    make.add_argument("--terms", default="", metavar="文字", help="来源的许可条款，写在每份输出上")
    make.add_argument("--shows-raw", action="store_true", help="条款允许公开原始著录数据；由文件建立的默认不允许")
    _add_day(make, "数据截止哪一天，默认今天；检索式按这一天的状态和权利人")
    _add_exported(make)
    _add_output(make, must_exist=False)
    make.set_defaults(run=run_make)
    listed = verbs.add_parser("list", help="列出专题库")
    _add_output(listed)
    listed.set_defaults(run=run_list)
    show = verbs.add_parser("show", help="一个专题库的来源、件数、归并和条款")
    _add_name(show)
    _add_output(show)
    show.set_defaults(run=run_show)
    again = verbs.add_parser("refresh", help="更新：检索式重新检索，或在已有的文件之外加收新文件")
    _add_name(again)
    again.add_argument("files", metavar="文件", type=Path, nargs="*", help="新的导出表；不写则重读已收的文件")
    _add_day(again, "数据截止哪一天，默认今天；早于现行版本的要加 --earlier")
    _add_exported(again)
    again.add_argument("--earlier", action="store_true", help="确实要退回到比现行版本更早的一天")
    _add_output(again)
    again.set_defaults(run=run_refresh)
    applicants = verbs.add_parser("applicants", help="申请人归并清单：查看、写成 Excel、读回决定")
    _add_name(applicants)
    way = applicants.add_mutually_exclusive_group()
    way.add_argument(
        "--xlsx", type=written_as(".xlsx", "归并清单.xlsx"), metavar="文件", help="写成 Excel，在“决定”一列填 是 或 否"
    )
    way.add_argument("--decided", type=Path, metavar="文件", help="读回填好的清单（xlsx 或 csv），按决定归并")
    add_data(applicants)
    applicants.set_defaults(run=run_applicants)
    _add_value(verbs.add_parser("value", help="专利价值指标：被引、通用性、同族等，各有公式、来由和百分位"))
    export = verbs.add_parser("export", help="把专题库写成 Excel；条款不允许公开原始数据时不写")
    _add_name(export)
    export.add_argument("--xlsx", type=written_as(".xlsx", "专题库.xlsx"), required=True, metavar="文件")
    add_data(export)
    export.set_defaults(run=run_export)


def _add_value(value: argparse.ArgumentParser) -> None:
    _add_name(value)
    value.add_argument(
        "records", metavar="号码", nargs="*", help="看哪几件，申请号或公开号的任何写法；不写则列出最前的"
    )
    value.add_argument(
        "--sort", default="cited_by", metavar="指标", help="按哪项指标从大到小，名称或编号，默认被引次数"
    )
    value.add_argument("--limit", type=_few, default=20, metavar="件数", help="列出多少件，默认 20")
    _add_day(value, "截至哪一天，默认专题库的截止日")
    output = value.add_mutually_exclusive_group()
    output.add_argument("--json", action="store_true", help="以 JSON 输出")
    output.add_argument(
        "--xlsx", type=written_as(".xlsx", "价值指标.xlsx"), metavar="文件", help="全部专利的各项指标写成 Excel"
    )
    add_data(value)
    value.set_defaults(run=run_value)


def _few(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= _MOST_VALUED:
        raise argparse.ArgumentTypeError(f"“{text}”不是 1 至 {_MOST_VALUED} 的整数")
    return int(text)


def _add_name(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="名称", help="专题库的名称")


def _add_day(parser: argparse.ArgumentParser, help_text: str) -> None:
    parser.add_argument("--as-of", type=day, metavar="日期", help=help_text)


def _add_exported(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--exported", type=day, metavar="日期", help="这次的文件是哪一天从检索系统导出的；不写则按文件里最晚的日期算"
    )


def _exported(args: argparse.Namespace) -> dict[Path, date]:
    """The day that was said of the files of this call. Raises WrongUsage where there is none of which it could be."""
    if args.exported and not args.files:
        raise WrongUsage(
            "没有写文件，不知道是哪些文件的导出日",
            where=f"zhixian topic {args.verb} --exported",
            expected="连同文件一起写；给已收的文件补写，把那个文件再给一次",
        )
    return dict.fromkeys(args.files, args.exported) if args.exported else {}


def _add_output(parser: argparse.ArgumentParser, *, must_exist: bool = True) -> None:
    parser.add_argument("--json", action="store_true", help="以 JSON 输出")
    add_data(parser, must_exist=must_exist)


def run_make(args: argparse.Namespace) -> int:
    """Make a topic and say what it came to; 1 when a file of a folder could not be read or one was cut off, though the rest was taken."""
    from zhixian.core.registry.snapshot import current
    from zhixian.core.topics.making import Recipe, make_topic

    if bool(args.files) == (args.query is not None):
        found = "检索式和文件都写了" if args.files else "没有写检索式，也没有写文件"
        raise WrongUsage(found, where="zhixian topic make", expected="--query 检索式，或者一个以上的文件")
    if args.query:
        refuse_unreadable(args.query)
    if not args.files:
        refuse_absent_data(args.data)
    recipe = Recipe(
        as_of=args.as_of or date.today(),
        query=args.query,
        snapshot=None if args.files else current(args.data),
        paths=tuple(args.files),
        exported=_exported(args),
        terms=args.terms,
        shows_raw=args.shows_raw or not args.files,
    )
    with bar("建立专题库") as progress:
        made = make_topic(args.data, args.name, recipe, made=date.today(), progress=progress)
    return _tell(args, made)


def run_refresh(args: argparse.Namespace) -> int:
    """Make the next edition and say what came and went; 1 as `run_make` does."""
    from zhixian.core.registry.snapshot import current
    from zhixian.core.topics.making import refresh_topic

    exported = _exported(args)
    before = topic_asked(args.data, args.name, damaged_too=True).manifest
    query = before["query"]
    if query:
        refuse_unreadable(query)
    with bar("更新专题库") as progress:
        made = refresh_topic(
            args.data,
            args.name,
            as_of=args.as_of or date.today(),
            snapshot=None if query is None else current(args.data),
            paths=args.files,
            exported=exported,
            made=date.today(),
            earlier=args.earlier,
            progress=progress,
        )
    return _tell(args, made, known=len(before["sources"]))


def _tell(args: argparse.Namespace, made: "Made", *, known: int = 0) -> int:
    """Tell what was made; 1 where something is missing of the files that came, which stand behind the `known` ones."""
    told = made.topic.manifest | {
        "remarks": made.topic.remarks,
        "added": made.added,
        "removed": made.removed,
        "proposals": len(made.proposals),
        "skipped": [{"file": skip.file, "why": skip.why} for skip in made.skipped],
    }
    missing = any(skip.unreadable for skip in made.skipped) | say_cut_off(made.reports[known:])
    if args.json:
        print_json(told)
        return int(missing)
    from zhixian.core.reports.screen import show
    from zhixian.core.reports.topics import made_table

    show(made_table(told))
    return int(missing)


def run_list(args: argparse.Namespace) -> int:
    """Every topic in the data folder; those that cannot be opened are told on standard error."""
    from zhixian.core.topics.topic import topics

    opened, passed_over = topics(args.data)
    for refusal in passed_over:
        print(f"zhixian：注意：没有列出：{refusal}", file=sys.stderr)
    found = [topic.manifest | {"remarks": topic.remarks} for topic in opened]
    if args.json:
        print_json({"topics": found})
        return 0
    from zhixian.core.reports.screen import show
    from zhixian.core.reports.topics import topics_table

    show(topics_table(found))
    return 0


def run_show(args: argparse.Namespace) -> int:
    """One topic: what it was made of and what was merged."""

    topic = topic_asked(args.data, args.name)
    if args.json:
        print_json(topic.manifest | {"remarks": topic.remarks})
        return 0
    from zhixian.core.reports.screen import show
    from zhixian.core.reports.topics import made_table

    show(made_table(topic.manifest))
    return 0


def run_applicants(args: argparse.Namespace) -> int:
    """Show the merge list, write it, or take the decisions of one that was filled in."""
    from zhixian.core.reports.screen import show
    from zhixian.core.reports.text import labelled
    from zhixian.core.reports.topics import applicants_table, decisions_told, write_applicants
    from zhixian.core.topics.making import decide_applicants
    from zhixian.core.topics.merge_list import FILE, read_list
    from zhixian.core.topics.topic import home_of

    topic = topic_asked(args.data, args.name)
    if args.decided:
        made = decide_applicants(args.data, args.name, read_list(args.decided, from_officer=True), made=date.today())
        print(decisions_told(made))
        return 0
    proposals = read_list(home_of(args.data, args.name) / FILE)
    if args.xlsx:
        write_applicants(place(args.xlsx), topic, proposals)
        said = f"{len(proposals):,} 条建议{labelled(topic.labels)}"
        print(f"已写到 {args.xlsx}：{said}。在“决定”一列填 是 或 否，再用 --decided 读回")
        return 0
    show(applicants_table(topic, proposals))
    return 0


def run_export(args: argparse.Namespace) -> int:
    """Write the records, unless the terms forbid it."""
    from zhixian.core.reports.text import labelled
    from zhixian.core.reports.topics import write_topic

    topic = topic_asked(args.data, args.name)
    if not topic.shows_raw:
        said = topic.manifest["terms"] or "没有写明条款"
        raise Refusal(
            f"来源的条款不允许公开原始数据（{said}）",
            where=args.name,
            expected=f"只输出自己算出的数字：zhixian landscape {args.name}；条款允许时建库加 --shows-raw",
        )
    rows = write_topic(args.xlsx, topic)
    print(f"已写到 {args.xlsx}：{rows:,} 件{labelled(topic.labels)}")
    return 0


def run_value(args: argparse.Namespace) -> int:
    """Tell the value indicators of a topic: how they lie in it, and the patents asked for."""
    from zhixian.core.landscape.value.definitions import indicators
    from zhixian.core.landscape.value.telling import valuation
    from zhixian.core.reports.screen import show
    from zhixian.core.reports.text import labelled
    from zhixian.core.reports.value import as_json, value_table, write_values

    names = {one.title: one.id for one in indicators().values()} | {id_: id_ for id_ in indicators()}
    if args.sort not in names:
        raise WrongUsage(
            f"没有指标“{args.sort}”",
            where="--sort",
            expected="、".join(f"{t}（{i}）" for t, i in names.items() if t != i),
        )
    path = place(args.xlsx) if args.xlsx else None
    topic = topic_asked(args.data, args.name)
    told = valuation(topic, names=args.records, sort=names[args.sort], most=args.limit, as_of=args.as_of)
    if path:
        rows = write_values(path, told)
        said = f"{rows:,} 件" if topic.shows_raw else "条款不允许公开原始数据，只有分布和定义"
        print(f"已写到 {args.xlsx}：{said}{labelled(topic.labels)}")
    elif args.json:
        print_json(as_json(told))
    else:
        show(value_table(told))
    return 0
