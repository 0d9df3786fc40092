"""What the cell of a filled template holds, by the sort of its column, or what it should hold."""

import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any

from zhixian.core.kernel.industries import industry_code
from zhixian.core.kernel.money import FEN_PER_WAN, LARGEST_FEN, read_yuan
from zhixian.core.kernel.numerals import read_grouped
from zhixian.core.kernel.written import unseen_signs
from zhixian.core.registry.checks import LONGEST_TEXT
from zhixian.core.registry.encodings import BROKEN, LOST
from zhixian.core.registry.places import full_name_of, region_of, regions_named
from zhixian.core.registry.sheets.cells import ERRORS, NO_VALUE, NOT_A_DAY, entries, read_day
from zhixian.core.registry.sheets.headings import plain_heading
from zhixian.core.registry.sheets.templates import Column

SHORTEST = 2
"""Characters that a part of a choice must have to stand for it."""
_SECTION = re.compile("[A-T]")
"""A section alone says no division, and is kept."""
_AS_WRITTEN = ("text", "party", "place", "choice", "list")
_LIST = r"[;；|｜\r\n,，、]+"


class BadCell(ValueError):
    """The cell does not hold what its column asks for; the message says what it should hold."""


def read_cell(text: str, column: Column) -> Any:
    """The value; None where the cell is empty and may be. Raises BadCell."""
    if column.sort not in _AS_WRITTEN:
        text = unicodedata.normalize("NFKC", text).strip()
    if text.upper() in ERRORS:
        raise BadCell(NO_VALUE)
    if LOST in text:
        raise BadCell(BROKEN)
    if len(text.encode("utf-8", errors="replace")) > LONGEST_TEXT:
        raise BadCell(f"单元格超过 {LONGEST_TEXT} 字节")
    if text in ("", "-", "—", "/"):
        if column.required:
            raise BadCell("不能为空")
        return None
    try:
        return _READERS[column.sort](text, column)
    except BadCell as bad:
        if hidden := unseen_signs(text):
            raise BadCell(f"{bad}。里面有看不见的字符 {hidden}，请删掉再写") from None
        raise


def _day(text: str, _: Column) -> Any:
    day = read_day(text)
    if day is None:
        raise BadCell(NOT_A_DAY)
    return day


def _money(text: str, _: Column) -> int:
    if "万" in text or "亿" in text:
        raise BadCell("应以元为单位，例如 5000000，不要写“万”")
    try:
        fen = read_yuan(text)
    except (ValueError, InvalidOperation):
        raise BadCell("不是金额，应为以元为单位、最多两位小数的数") from None
    if not 0 <= fen <= LARGEST_FEN:
        raise BadCell("金额为负，或超过 10 万亿元")
    return fen


def _ten_thousands(text: str, _: Column) -> int:
    bare = text.replace("￥", "").replace("¥", "").removesuffix("万元").removesuffix("万").strip()
    try:
        fen = read_grouped(bare) * FEN_PER_WAN
    except ValueError:
        raise BadCell("不是金额，这一列以万元为单位，应写成 8.5 这样") from None
    if fen != fen.to_integral_value() or not 0 <= fen <= LARGEST_FEN:
        raise BadCell("金额为负，不是整数分，或超过 10 万亿元；这一列以万元为单位")
    return int(fen)


def _integer(text: str, _: Column) -> int:
    try:
        number = read_grouped(text.removesuffix("人").removesuffix("年").strip())
    except ValueError:
        raise BadCell("不是整数") from None
    if number != number.to_integral_value() or not 0 < number < 10**12:
        raise BadCell("应为大于 0 的整数")
    return int(number)


def _decimal(text: str, _: Column) -> Decimal:
    try:
        number = read_grouped(text.removesuffix("%").removesuffix("％").strip())
    except ValueError:
        raise BadCell("不是数，应写成 4.35 这样") from None
    if not 0 <= number <= 100 or number != round(number, 6):
        raise BadCell("应在 0 到 100 之间，最多六位小数")
    return number


def _choice(text: str, column: Column) -> str:
    for shown_word, word in (column.choices | column.also).items():
        if plain_heading(text) in (plain_heading(shown_word), plain_heading(word)):
            return word
    held = [word for shown_word, word in column.choices.items() if plain_heading(text) in plain_heading(shown_word)]
    if column.short and len(held) == 1 and len(plain_heading(text)) >= SHORTEST:
        return held[0]
    if column.free:
        return text
    raise BadCell(f"应为 {'、'.join(column.choices)} 之一")


def _no_place(text: str) -> str:
    codes = regions_named(text.strip())
    if len(codes) < 2:
        return "认不出是哪个地区，应为六位区划代码或从省写起的地址"
    some = "、".join(f"{full_name_of(code)}（{code}）" for code in codes[:3])
    return f"叫这个名称的有 {len(codes)} 处（{some}{'……' if len(codes) > 3 else ''}），请写代码或从省写起"


def _place(text: str, _: Column) -> str:
    region = region_of(text)
    if region is None:
        raise BadCell(_no_place(text))
    return region


def _list(text: str, _: Column) -> list[str]:
    return entries(text, _LIST)


def _industry(text: str, _: Column) -> str:
    if _SECTION.fullmatch(text):
        return text
    try:
        return industry_code(text)
    except ValueError as wrong:
        raise BadCell(str(wrong)) from None


def _text(text: str, _: Column) -> str:
    return " ".join(text.split())


def _id(text: str, _: Column) -> str:
    """The same id whether its letters and digits are full- or half-width; the rest stays as it is written."""
    return _text(text, _).translate(_HALF_WIDTH)


_HALF_WIDTH = {
    ord(sign): unicodedata.normalize("NFKC", sign) for sign in map(chr, range(0xFF01, 0xFF5F)) if sign.isalnum()
}


_READERS: dict[str, Callable[[str, Column], Any]] = {
    "text": _text, "id": _id, "industry": _industry, "party": _text, "place": _place, "day": _day, "money": _money, "ten_thousands": _ten_thousands, "integer": _integer, "decimal": _decimal,
    "choice": _choice, "list": _list,
}  # fmt: skip
