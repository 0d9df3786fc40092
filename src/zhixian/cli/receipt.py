"""`zhixian receipt`: check an acknowledgement that a site gave for a report, without the site and without any secret."""

import argparse
from pathlib import Path

from zhixian.core.kernel.refusal import Refusal


def add(parser: argparse.ArgumentParser) -> None:
    """Arguments of `zhixian receipt verify`."""
    commands = parser.add_subparsers(dest="receipt_command", metavar="操作", required=True, parser_class=type(parser))
    help_text = "核对举报回执的签名"
    sub = commands.add_parser("verify", help=help_text, description=help_text)
    sub.add_argument("file", type=Path, metavar="回执", help="下载保存的回执文件")
    sub.add_argument("--key", required=True, metavar="公钥", help="网站公布的公钥：64 位十六进制数，或存着它的文件")
    sub.set_defaults(run=_verify)


def _verify(args: argparse.Namespace) -> int:
    """0 and the text when the signature holds; else a refusal says why."""
    from zhixian.core.kernel.signed_text import verify

    key = Path(args.key)
    public = _read(key) if len(args.key) != 64 and key.is_file() else args.key
    print(verify(_read(args.file), public))
    print("签名相符：这份回执由公钥的主人签发，一字未改。")
    return 0


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise Refusal("不是 UTF-8 编码的文本", where=str(path), expected="下载的原文件") from None
