"""The numbers of a place's documents: one 代字 for dossiers, and from it one of their own for each other kind."""

import re
from typing import Literal

from zhixian.core.kernel.yaml_file import Node

Kind = Literal["dossier", "decision", "landscape", "request"]
SIGNS: dict[str, str] = {"decision": "决", "landscape": "导", "request": "督"}
"""What the number of a kind says behind the stem of the prefix; that of a dossier is the prefix itself."""
_ENDING = re.compile(r"[办字函文发]$")
_MADE_OF = re.compile(r"[㐀-䶿一-鿿]{1,12}")


def document_number(prefix: str, kind: Kind, year: int, serial: str) -> str:
    """某知办 gives 某知办〔2020〕3号, 某知决〔2020〕3号, 某知导〔2020〕3号 and 某知督〔2020〕3号."""
    series = prefix if kind == "dossier" else _ENDING.sub("", prefix) + SIGNS[kind]
    return f"{series}〔{year}〕{serial}号"


def prove_prefix(node: Node, key: str, prefix: str) -> None:
    """Note a prefix that is no 代字, or under which a dossier would bear the number of another kind of document."""
    if not prefix:
        return
    if not _MADE_OF.fullmatch(prefix):
        node.fault(key, f"“{prefix}”", "一至十二个汉字的代字，不写年份、括号、空格和“号”，例如 某知办")
    elif prefix[-1] in SIGNS.values():
        taken = "、".join(SIGNS.values())
        node.fault(key, f"“{prefix}”", f"不以 {taken} 结尾（决定书、导航报告、督办件用它们编号），例如 某知办")
