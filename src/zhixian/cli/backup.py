"""`zhixian backup` writes a whole site into one file."""

import argparse

from zhixian.cli.arguments import add_data, add_plan, written_as
from zhixian.cli.site import open_site


def add(parser: argparse.ArgumentParser) -> None:
    """Arguments of `zhixian backup`."""
    add_plan(parser)
    add_data(parser, default="data")
    parser.add_argument(
        "--out",
        type=written_as(".zip", "备份-2020-12-31.zip"),
        required=True,
        metavar="文件",
        help="写到哪个 .zip 文件",
    )
    parser.add_argument("--with-key", action="store_true", help="把网站密钥也放进去；文件须锁好")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Write it while the site may go on."""
    open_site(args.plan, args.data)
    from django.conf import settings

    from zhixian.site.backup.archive import back_up

    kept = back_up(args.out, key="\n".join([settings.SECRET_KEY, *settings.EARLIER_KEYS]) if args.with_key else None)
    print(f"已备份 {kept.rows:,} 行、{kept.files:,} 个文件，写到 {args.out}")
    if kept.missing:
        names = "、".join(kept.missing[:3]) + ("……" if len(kept.missing) > 3 else "")
        print(f"备份时有 {len(kept.missing)} 个文件刚被移走，不在里面：{names}；请再备份一次")
    if not args.with_key:
        print(
            "网站密钥不在里面：把数据目录的 secret.key 和 acknowledgement.key 另行保管。没有前者，第二重验证要重设，"
            "封存的账号、电话打不开，举报人凭回执也查不了；没有后者，以前的举报回执验不了签名。"
        )
    return 0
