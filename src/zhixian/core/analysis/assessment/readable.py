"""What of a project's form can be read: markets that are countries or regions, classes that are classes, numbers of standards."""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from zhixian.core.kernel.countries import countries
from zhixian.core.kernel.yaml_file import load_once
from zhixian.core.registers.rights import parts_of
from zhixian.core.registry.numbers.others import NICE_CLASSES
from zhixian.core.registry.places import is_called
from zhixian.core.search.schema import classes

_MARKETS = Path(__file__).parents[1] / "data" / "markets.yaml"
_STANDARD = re.compile(r"[A-Za-z][A-Za-z/ .\-—]*[0-9]")
_FOR_MARKETS = "应为国家或地区的名称，例如 德国、东南亚；城市和展会写它所在的国家"
_FOR_CLASSES = f"应为 IPC 分类号，例如 C22B 11/08，或商标类别 1–{NICE_CLASSES}，例如 30"


def unreadable(answers: Mapping[str, Any]) -> dict[str, str]:
    """By field, what of the markets and classes in a form's answers is none, and what is expected."""
    found = {}
    for field, reads, name, expected in (
        ("markets", is_market, "国家或地区", _FOR_MARKETS),
        ("classes", is_class, "分类号", _FOR_CLASSES),
    ):
        if unread := [part for part in parts_of(str(answers.get(field) or "")) if not reads(part)]:
            found[field] = f"“{'”“'.join(unread)}”不是{name}，{expected}"
    return found


def is_market(text: str) -> bool:
    """Whether a text names a country, a territory, a region of several or a place in China, also with more before or behind the name."""
    words, latin = _known()
    said = "".join(unicodedata.normalize("NFKC", text).split())
    return said.upper() in latin or said.startswith(words) or said.endswith(words) or is_called(said)


def is_class(text: str) -> bool:
    """Whether a text is a symbol of the IPC, or a class of goods or services."""
    ipc, nice = classes(text)
    return bool(ipc) or any(1 <= int(one) <= NICE_CLASSES for one in nice)


def is_standard(text: str) -> bool:
    """Whether a text has letters with a number behind them, as the numbers of standards do: GB/T 4754—2017, ISO 9001."""
    return bool(_STANDARD.search(unicodedata.normalize("NFKC", text)))


@cache
def _known() -> tuple[tuple[str, ...], frozenset[str]]:
    told = load_once(_MARKETS.read_text(encoding="utf-8"))
    words = (*countries().values(), *told["places"], *told["others"], *told["regions"])
    return words, frozenset([*countries(), *told["latin"]])
