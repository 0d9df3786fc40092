"""Text and figures as an official document writes them, safe for XML, sheets and terminals."""

import re
from collections.abc import Iterable
from datetime import date
from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Decimal

from zhixian.core.kernel.numerals import numeral

_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\u202a-\u202e\u2066-\u2069]"
)
_BREAKS = re.compile("[\t\r\n\x85\u2028\u2029]+")
_MOST_DECIMALS = 6
_FIRST_WIDE = 0x2000
_STAND_IN = 0.15
"""By how much of a character a letter may be wider than half of one."""
_ALMOST = Decimal("99.9")
NO_FIGURE = "—"
SUMS = ("元", "万元", "亿元")
"""Units of money: a table shows two decimals of them, exact sums stand in workbooks and JSON."""


def clean(text: str) -> str:
    """Text on one line that XML can hold and a terminal can show; what cannot be printed becomes “\ufffd”.

    Takes out control characters, lone surrogates and marks that reorder the line (a name could disguise itself).
    """
    if text.isprintable():
        return text
    return _UNPRINTABLE.sub("\ufffd", _BREAKS.sub(" ", text))


def clean_lines(text: str) -> str:
    """As `clean`, with the line breaks and tabs that somebody wrote left as they are."""
    if text.isprintable():
        return text
    return _UNPRINTABLE.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def shorten(text: str, most: int) -> str:
    """Clean text of at most `most` characters, with “…” where it was cut."""
    text = clean(text)
    return text if len(text) <= most else text[: most - 1] + "…"


def width(text: str) -> float:
    """Width in Chinese characters: letters, digits and half-width marks count half."""
    return sum(0.5 if ord(character) < _FIRST_WIDE else 1.0 for character in text)


def room(text: str) -> float:
    """As `width`, with what letters and digits need in fonts that stand in for those of the page."""
    return width(text) + _STAND_IN * sum(ord(character) < _FIRST_WIDE for character in text)


def fitting(text: str, most: float) -> str:
    """Clean text at most `most` Chinese characters wide, with “…” where it was cut."""
    text = clean(text)
    if width(text) <= most:
        return text
    while text and width(text) > most - 1:
        text = text[:-1]
    return f"{text.rstrip()}…"


def grouped(number: Decimal) -> str:
    """A decimal without trailing zeros, with thousands separators from 10,000 on: 3600, 12,345.6."""
    text = f"{number:,f}" if abs(number) >= 10_000 else f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def rounded(number: Decimal, decimals: int = 2) -> Decimal:
    """Half-up."""
    return number.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def measured(value: Decimal, goal: Decimal) -> str:
    """A value beside its goal, as text."""
    return grouped(beside(goal, value))


def beside(goal: Decimal, value: Decimal) -> Decimal:
    """The value to two decimals, or to as many as it takes not to look like the goal when it is not (4.4996 < 4.5)."""
    for decimals in range(2, _MOST_DECIMALS + 1):
        shown = rounded(value, decimals)
        if (shown >= goal) == (value >= goal) and (shown == goal) == (value == goal):
            return shown
    return value


def figure(value: Decimal, unit: str) -> str:
    """A value for a table: money to two decimals, unless they would hide it, everything else as it is."""
    shown = rounded(value) if unit in SUMS else value
    return grouped(shown if shown or not value else value)


def difference(value: Decimal, goal: Decimal) -> str:
    """|value − goal|, never rounded to nothing."""
    gap = abs(value - goal)
    for decimals in range(2, _MOST_DECIMALS + 1):
        shown = rounded(gap, decimals)
        if shown or not gap:
            return grouped(shown)
    return grouped(gap)


def completion(value: Decimal, goal: Decimal, *, met: bool | None = None) -> Decimal | None:
    """Percent of the goal reached, one decimal; never 100 from below, never below 100 when reached; None for a goal of 0.

    `met` False stands against a value that was rounded up to its goal before it came here.
    """
    if not goal:
        return None
    if met is False and value >= goal:
        return _ALMOST
    percent = value / goal * 100
    shown = rounded(percent, 1)
    if percent < 100 <= shown:
        return percent.quantize(Decimal("0.1"), ROUND_DOWN)
    if shown < 100 <= percent:
        return percent.quantize(Decimal("0.1"), ROUND_UP)
    return shown


def wan(fen: int) -> str:
    """Fen in 万元 to two decimals, half-up: `123456789` → `123.46`."""
    return f"{rounded(Decimal(fen) / 1_000_000):,f}"


def yuan_and_cents(fen: int) -> str:
    """Fen in yuan, always two decimals, for columns: `15000000` → `150,000.00`."""
    return f"{Decimal(fen) / 100:,.2f}"


def labelled(labels: Iterable[str]) -> str:
    """What must be said wherever a figure shows, such as 【合成数据】; nothing where there is nothing to say."""
    return "".join(f"　【{clean(label)}】" for label in labels)


def day(d: date) -> str:
    """2020年12月31日."""
    return f"{d.year}年{d.month}月{d.day}日"


def period(as_of: date) -> str:
    """2020年第四季度 for the last day of a quarter, else 截至2020年11月20日的."""
    if (as_of.month, as_of.day) in {(3, 31), (6, 30), (9, 30), (12, 31)}:
        return f"{as_of.year}年第{numeral(as_of.month // 3)}季度"
    return f"截至{day(as_of)}的"
