"""`zhixian search`: rights found by a query, or those like one of them, as of a day."""

import argparse
from dataclasses import asdict
from datetime import date
from typing import Any

from zhixian.cli.arguments import WrongUsage, add_data, day, refuse_unreadable, written_as
from zhixian.cli.output import print_json
from zhixian.cli.parser import QUERY, Spaced
from zhixian.cli.progress import bar
from zhixian.core.registry.snapshot import Snapshot, current
from zhixian.core.search.finding import MOST_AT_ONCE, SORT_WORDS, Found, find
from zhixian.core.search.index import Searchable, open_index

_EXAMPLES = """检索式举例：
  铜箔 表面处理                     名称里有这两个词（或权利人名称、号码与之相符）
  "电解铜箔"                        逐字匹配
  权利人:矿业集团 状态:有效           检索项：{fields}
  (铜箔 或 覆铜板) 非 类型:外观设计   与（可省略）、或、非、括号
  分类:H01M10 申请日:2017..2019      分类按树检索，日期可以只写年、月，或用 .. 写起止
  ZL201410408762.5                  号码，任何写法"""


def add(parser: argparse.ArgumentParser) -> None:
    """Arguments of `zhixian search`."""
    from zhixian.core.search.fields import FIELDS

    parser.formatter_class = Spaced
    parser.epilog = _EXAMPLES.format(fields="、".join(field.names[0] for field in FIELDS))
    parser.add_argument("query", nargs="*", metavar=QUERY, help="不写则为全部权利")
    add_data(parser)
    parser.add_argument("--as-of", type=day, metavar="日期", help="按哪一天的状态和权利人，默认今天")
    parser.add_argument("--like", metavar="号码", help="找与这件权利相近的权利，并说明相近在哪里")
    parser.add_argument(
        "--limit", type=_count, default=20, metavar="件数", help=f"列出多少件，默认 20，至多 {MOST_AT_ONCE:,}"
    )
    told = "、".join(f"{name} {chinese}" for name, chinese in SORT_WORDS.items())
    parser.add_argument("--sort", choices=SORT_WORDS, default="best", metavar="次序", help=f"{told}，默认 best")
    output = parser.add_mutually_exclusive_group()
    output.add_argument("--json", action="store_true", help="以 JSON 输出")
    output.add_argument("--xlsx", type=written_as(".xlsx", "检索结果.xlsx"), metavar="文件", help="写成 Excel")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Open the index, building it where there is none, and answer."""
    if args.like and args.query:
        raise WrongUsage("检索式和 --like 只能用一个", where="zhixian search", expected="分两次运行")
    if args.like and args.sort != "best":
        raise WrongUsage("--like 按相近的程度排列", where="--sort", expected="去掉 --sort")
    if args.like and args.xlsx:
        raise WrongUsage("--like 不能写成 Excel", where="zhixian search", expected="用 --json 或显示在屏幕上")
    query = " ".join(args.query)
    refuse_unreadable(query)
    snapshot = current(args.data)
    with bar("建立检索索引") as progress:
        searchable = open_index(args.data, snapshot, progress=progress)
    as_of = args.as_of or date.today()
    if args.like:
        return _like(args, searchable, as_of, snapshot)
    found = find(searchable, query, as_of=as_of, sort=args.sort, limit=args.limit)
    return _shown(args, found, query, snapshot)


def _shown(args: argparse.Namespace, found: Found, query: str, snapshot: Snapshot) -> int:
    if args.json:
        print_json(_as_json(found, query, snapshot))
        return 0
    from zhixian.core.reports.screen import show
    from zhixian.core.reports.search import hits_table, write_hits
    from zhixian.core.reports.text import labelled

    if args.xlsx:
        write_hits(args.xlsx, found, asked=query, labels=snapshot.labels)
        print(f"已写到 {args.xlsx}：{len(found.hits):,} 件，共命中 {found.total:,} 件{labelled(snapshot.labels)}")
        return 0
    show(hits_table(found, asked=query, labels=snapshot.labels))
    return 0


def _like(args: argparse.Namespace, searchable: Searchable, as_of: date, snapshot: Snapshot) -> int:
    from zhixian.core.search.similar import more_like

    alike = more_like(searchable, args.like, as_of=as_of, limit=args.limit)
    if args.json:
        print_json(
            {
                "like": args.like,
                "as_of": as_of,
                "snapshot": searchable.snapshot,
                "labels": snapshot.labels,
                "alike": [asdict(one) for one in alike],
            }
        )
        return 0
    from zhixian.core.reports.screen import show
    from zhixian.core.reports.search import alike_table

    show(alike_table(alike, about=args.like, labels=snapshot.labels))
    return 0


def _as_json(found: Found, query: str, snapshot: Snapshot) -> dict[str, Any]:
    return {
        "query": query,
        "as_of": found.as_of,
        "snapshot": found.snapshot,
        "labels": snapshot.labels,
        "total": found.total,
        "notes": found.notes,
        "hints": [asdict(hint) for hint in found.hints],
        "hits": [
            {
                **{name: value for name, value in hit.facts.items() if name not in ("start", "end")},
                "state": hit.state,
                "in_title": hit.in_title,
                "in_holder": hit.in_holder,
            }
            for hit in found.hits
        ],
        "facets": {name: dict(values) for name, values in found.facets.items()},
    }  # fmt: skip


def _count(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= MOST_AT_ONCE:
        raise argparse.ArgumentTypeError(f"“{text}”应为 1 至 {MOST_AT_ONCE:,} 的整数")
    return int(text)
