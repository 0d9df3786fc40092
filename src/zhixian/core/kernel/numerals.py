"""Numbers as people write them: Chinese numerals, read and written (三十五, 两千零八, 二〇二六), and digits in groups (12,345.6)."""

import re
from decimal import Decimal

DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | dict.fromkeys("〇○O", 0) | {"两": 2}
_GROUPED = re.compile(r"[+-]?(?:[0-9]{1,25}|[0-9]{1,3}(?:[,，][0-9]{3}){1,8})(?:\.[0-9]{1,25})?")
"""Digits in one run or in groups of three, which a comma in another place is not: 1,5 is no number, and surely not 15."""
FULL_WIDTH = {0xFF00 + n: 0x20 + n for n in range(1, 0x5F)}
"""Full-width letters, digits and marks, as Chinese keyboards type them, to half-width ones."""
_UNITS = {"十": 10, "百": 100, "千": 1000}


def read_numeral(words: str) -> int | None:
    """三十五 → 35, 两 → 2, 一百零八 → 108, 十二万三千 → 123000, 12 → 12; None for what is no one number: 五六, 百, 十百, 一百两十五百."""
    if words.isascii() and words.isdigit():
        return int(words)
    high, ten_thousand, low = words.partition("万")
    if ten_thousand:
        above, below = read_numeral(high), read_numeral(low) if low else 0
        return above * 10_000 + below if above and below is not None and below < 10_000 else None
    total, digit, smallest = 0, None, 10_000
    for sign in words:
        if sign in DIGITS:
            if digit:
                return None
            digit = DIGITS[sign]
        elif sign in _UNITS and _UNITS[sign] < smallest and (digit or sign == "十"):
            smallest = _UNITS[sign]
            total += (digit or 1) * smallest
            digit = None
        else:
            return None
    return total + (digit or 0) or None


def read_grouped(text: str) -> Decimal:
    """Exactly what is written: `12,345.6`, `12345.6`, `-3`. Raises ValueError for anything else: `1,5`, `1_000`, `1e3`, nothing."""
    if not _GROUPED.fullmatch(text):
        raise ValueError(f"“{text}”不是数")
    return Decimal(re.sub("[,，]", "", text))


def read_year(words: str) -> int | None:
    """二〇二六 → 2026, 2026 → 2026; None for what is not four digits."""
    if len(words) != 4 or any(sign not in DIGITS and not (sign.isascii() and sign.isdigit()) for sign in words):
        return None
    return int("".join(str(DIGITS.get(sign, sign)) for sign in words))


def numeral(number: int) -> str:
    """1 to 99 in Chinese numerals, for headings: 一, 十, 十二, 二十三."""
    digits = "零一二三四五六七八九"
    tens, ones = divmod(number, 10)
    head = "" if not tens else ("" if tens == 1 else digits[tens]) + "十"
    return head + (digits[ones] if ones or not tens else "")
