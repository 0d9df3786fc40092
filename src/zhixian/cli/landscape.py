"""`zhixian landscape`: the patent landscape (专利导航) of a topic, on the screen, as JSON or as a document."""

import argparse

from zhixian.cli.arguments import WrongUsage, add_data, day, region, topic_asked, written_as
from zhixian.cli.output import print_json
from zhixian.cli.progress import bar
from zhixian.core.kernel.files import place


def add(parser: argparse.ArgumentParser) -> None:
    """Arguments of `zhixian landscape`."""
    parser.add_argument("topic", metavar="专题库", help="专题库的名称")
    parser.add_argument(
        "--county", type=region, metavar="地区", help="本地的行政区划代码或名称：加上本地位置、专长、合作和购买"
    )
    parser.add_argument(
        "--variant", metavar="类别", help="报告的类别：区域规划、产业规划、企业经营、研发活动或人才管理，默认全部图表"
    )
    parser.add_argument(
        "--enterprise",
        metavar="名称",
        help="一家企业的全称，专题库里的申请人或权利人：加上它的位置、历年申请、技术、发明人、合作、到期、相近的对手和引证",
    )
    parser.add_argument("--as-of", type=day, metavar="日期", help="只算到哪一天申请的，默认专题库的截止日")
    output = parser.add_mutually_exclusive_group()
    output.add_argument("--json", action="store_true", help="以 JSON 输出")
    output.add_argument("--docx", type=written_as(".docx", "专利导航.docx"), metavar="文件", help="写成公文格式的报告")
    add_data(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Compute every figure and tell it."""
    from zhixian.core.landscape.everything import landscape
    from zhixian.core.landscape.variants import WHOLE, variant_named, variants
    from zhixian.core.registry.places import name_of

    if args.county and name_of(args.county) is None:
        raise WrongUsage(f"没有行政区划代码 {args.county}", where="--county", expected="GB/T 2260 的代码或名称")
    variant = variant_named(args.variant or WHOLE)
    if variant is None:
        known = "、".join(f"{one.title}（{one.id}）" for one in variants().values())
        raise WrongUsage(f"没有“{args.variant}”这一类报告", where="--variant", expected=known)
    topic = topic_asked(args.data, args.topic)
    path = place(args.docx) if args.docx else None
    with bar("分析") as progress:
        told = landscape(
            topic,
            as_of=args.as_of,
            region=args.county,
            enterprise=args.enterprise,
            variant=variant.id,
            progress=progress,
        )
    if args.json:
        from zhixian.core.reports.landscape import as_json

        print_json(as_json(told))
        return 0
    if path:
        from zhixian.core.reports.docx.landscape import write_landscape
        from zhixian.core.reports.text import labelled

        write_landscape(told, path)
        print(f"已写到 {args.docx}：{len(told.figures)} 项图表{labelled(told.labels)}")
        return 0
    from zhixian.core.reports.landscape import landscape_table
    from zhixian.core.reports.screen import show

    show(landscape_table(told))
    return 0
