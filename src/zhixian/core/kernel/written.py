"""Text as people wrote it and as others will see it: signs that show nothing are no part of it."""

import re
import unicodedata

_BREAKS = re.compile("\r\n?|[\v\f\x85\u2028\u2029]")
"""What other programs end a line or a page with."""
_JOINER = "\u200d"
_TONES = {chr(code) for code in range(0x1F3FB, 0x1F400)}
_VARIANTS = {"\ufe0e", "\ufe0f"}
_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and symbols that are drawn as nothing."""
_FILLERS = _BLANK | frozenset(
    "\u034f\u17b4\u17b5" + "".join(map(chr, (*range(0x180B, 0x1810), *range(0xFE00, 0xFE10))))
)
"""And the selectors, which Unicode counts among marks."""
_NAMES = {"\u200b": "零宽空格", "\ufeff": "字节顺序标记", "\u00ad": "软连字符", "\u202e": "反向书写标记"}


def written(text: str) -> str:
    """The text without signs that nobody sees: controls, direction and format marks, halves of characters and what is none.

    Line breaks and tabs stay, each break as one newline; U+200D stays where it joins two emoji. A text in which nothing can be
    seen is empty. `written(written(text)) == written(text)`.
    """
    plain = _BREAKS.sub("\n", text)
    if unseen := {
        ord(sign): None for sign in set(plain) if _is_unseen(sign)
    }:  # each sign is asked about once, however long the text
        plain = plain.translate(unseen)
    if _JOINER in plain:
        plain = "".join(sign for place, sign in enumerate(plain) if sign != _JOINER or _joins(plain, place))
    return plain if any(map(_is_visible, plain)) else ""


def visible(text: str) -> str:
    """The text without any sign that takes no room: a number that was pasted with them looks like the one without."""
    return "".join(sign for sign in text if unicodedata.category(sign) not in {"Cf", "Cc"} and sign not in _FILLERS)


def unseen_signs(text: str) -> str:
    """The signs of a text that nobody sees, once each, for a sentence: U+200B（零宽空格）; empty where there is none."""
    found = dict.fromkeys(sign for sign in text if sign == _JOINER or sign in _BLANK or _is_unseen(sign))
    return "、".join(f"U+{ord(sign):04X}" + (f"（{_NAMES[sign]}）" if sign in _NAMES else "") for sign in found)


def _is_unseen(sign: str) -> bool:
    category = unicodedata.category(sign)
    if category in {"Cc", "Cf"}:
        return sign not in {"\n", "\t", _JOINER}
    code = ord(sign)
    return category == "Cs" or code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF


def _is_visible(sign: str) -> bool:
    return unicodedata.category(sign)[0] not in "ZM" and sign not in {"\n", "\t", _JOINER} and sign not in _BLANK


def _joins(text: str, place: int) -> bool:
    before, after = text[place - 1 : place], text[place + 1 : place + 2]
    return (before in _VARIANTS or before in _TONES or _is_emoji(before)) and _is_emoji(after)


def _is_emoji(sign: str) -> bool:
    """Whether it is a symbol, or lies where newer emoji are added."""
    return bool(sign) and (unicodedata.category(sign) == "So" or 0x1F000 <= ord(sign) <= 0x1FAFF)
