"""`zhixian restore` puts a backup into an empty site."""

import argparse
import os
from pathlib import Path

from zhixian.cli.arguments import add_plan
from zhixian.cli.serve import set_environment
from zhixian.core.kernel.refusal import Refusal


def add(parser: argparse.ArgumentParser) -> None:
    """Arguments of `zhixian restore`."""
    parser.add_argument("file", type=Path, metavar="文件", help="zhixian backup 写出的文件")
    add_plan(parser)
    parser.add_argument("--data", type=Path, required=True, metavar="目录", help="空的数据目录")
    parser.add_argument("--key", type=Path, metavar="文件", help="原网站的 secret.key；备份里有密钥时不用")
    parser.add_argument(
        "--without-key",
        action="store_true",
        help="没有原密钥也恢复：第二重验证都要重设，封存的账号、电话打不开，已发的举报回执不能再用",
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Prove the file, then restore it; nothing is left behind when it fails."""
    given = args.key.read_text(encoding="utf-8").strip() if args.key else None
    if given:
        os.environ["ZHIXIAN_SECRET_KEY"] = given
    set_environment(args.plan, args.data)
    import django
    from django.conf import settings

    django.setup()
    from zhixian.site.backup.archive import Backup
    from zhixian.site.environment import lines_of_keys
    from zhixian.site.prepare import prepare

    backup = Backup(args.file)
    backup.prove()
    key = given or backup.key
    if key:
        settings.SECRET_KEY, *settings.EARLIER_KEYS = lines_of_keys(key)
    if not backup.is_of_this_key() and not args.without_key:
        raise Refusal(
            "密钥不是原网站的" if key or os.environ.get("ZHIXIAN_SECRET_KEY") else "备份里没有网站密钥",
            where=str(args.file),
            expected="用 --key 指明原网站的 secret.key；确实没有时加 --without-key",
        )
    prepare()
    kept = backup.restore()
    if key:
        _keep(key, args.data / "secret.key")
    print(f"已恢复 {kept.rows:,} 行、{kept.files:,} 个文件到 {args.data}；操作记录前后相符。登录都已失效，请重新登录。")
    return 0


def _keep(key: str, path: Path) -> None:
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(key)
