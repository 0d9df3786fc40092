"""Which number formats make a number a day or a span of time, as Excel shows it."""

import re

_DAYS = {*range(14, 23), *range(27, 37), 45, 47, *range(50, 59)}
"""Built-in formats of days and times; 27 to 36 and 50 to 58 are those of Chinese, Japanese and Korean Excel."""
_SPAN = 46
_LITERAL = re.compile(r'[_\\*].|"[^"]*"?')
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"\[[^\]]*\]?")
_HALF_DAY = re.compile(r"[aA].*?[pPmM/]")


def kind_of_format(number: str, code: str | None) -> str:
    """`day`, `span` or `number`; `code` is the workbook's own format of that number."""
    if code is None:
        built_in = int(number) if number.isdigit() else 0
        return "day" if built_in in _DAYS else "span" if built_in == _SPAN else "number"
    first = _LITERAL.sub("", code).partition(";")[0]
    elapsed = _ELAPSED.search(first)
    plain = _IN_BRACKETS.sub("", first[: elapsed.start()] if elapsed else first)
    if re.search(r"[dmhysDMHYS]", plain) or _HALF_DAY.search(plain):
        return "day"
    return "span" if elapsed else "number"
