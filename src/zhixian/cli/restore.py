"""`zhixian restore` puts a backup into an empty site."""

import argparse
import os
import secrets
from pathlib import Path

from zhixian.cli.arguments import add_data, add_plan
from zhixian.cli.site import set_environment, set_up
from zhixian.core.kernel.files import write_whole
from zhixian.core.kernel.refusal import Refusal


def add(parser: argparse.ArgumentParser) -> None:
    """Arguments of `zhixian restore`."""
    parser.add_argument("file", type=Path, metavar="文件", help="zhixian backup 写出的文件")
    add_plan(parser)
    add_data(parser, must_exist=False)
    parser.add_argument("--key", type=Path, metavar="文件", help="原网站的 secret.key；备份里有密钥时不用")
    parser.add_argument(
        "--without-key",
        action="store_true",
        help="没有原密钥也恢复：第二重验证都要重设，封存的账号、电话打不开，已发的举报回执不能再用",
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Prove the file, then restore it. When it fails nothing is left behind, not even a key of the site's own."""
    kept_key = args.data / "secret.key"
    given = os.environ.get("ZHIXIAN_SECRET_KEY")
    if args.key or kept_key.is_file():
        given = _key(args.key or kept_key)
    os.environ["ZHIXIAN_SECRET_KEY"] = given or secrets.token_urlsafe(48)
    set_environment(args.plan, args.data)
    set_up()
    from django.conf import settings

    from zhixian.site.backup.archive import Backup
    from zhixian.site.environment import lines_of_keys
    from zhixian.site.prepare import prepare

    backup = Backup(args.file)
    backup.prove()
    key = given or backup.key or settings.SECRET_KEY
    settings.SECRET_KEY, *settings.EARLIER_KEYS = lines_of_keys(key)
    if not backup.is_of_this_key() and not args.without_key:
        raise Refusal(
            "密钥不是原网站的" if given or backup.key else "备份里没有网站密钥",
            where=str(args.file),
            expected="用 --key 指明原网站的 secret.key；确实没有时加 --without-key",
        )
    prepare()
    kept = backup.restore()
    if args.key or not given:
        write_whole(kept_key, lambda path: _write(path, key), durable=True, mode=0o600)
    if kept.missing:
        print(f"备份时有 {len(kept.missing)} 个文件刚被移走，没有备份到：{'、'.join(kept.missing)}")
    print(f"已恢复 {kept.rows:,} 行、{kept.files:,} 个文件到 {args.data}；操作记录前后相符。登录都已失效，请重新登录。")
    return 0


def _key(path: Path) -> str:
    try:
        key = path.read_text(encoding="utf-8").strip()
    except UnicodeDecodeError:
        key = ""
    if not key:
        raise Refusal("里面不是网站密钥", where=str(path), expected="原网站数据目录里的 secret.key")
    return key


def _write(path: Path, key: str) -> None:
    path.write_text(key, encoding="utf-8")
