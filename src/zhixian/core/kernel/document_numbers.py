"""The number of a document (文号) in one spelling: the year stands in 〔〕, whatever brackets and width somebody typed.

`one_spelling` is for showing it, `one_key` for telling whether two are the same, `same_number` where they are the numbers of one
unit's decisions.
"""

import re
import unicodedata
from collections.abc import Iterable

from zhixian.core.kernel.folding import in_step
from zhixian.core.kernel.written import visible

_PAIRS = {"[]", "()", "{}", "〔〕", "【】", "〖〗", "〈〉", "<>"}
_NUMBER = re.compile(
    r"(?<![\d\s])(?P<typed>(?<=[办发字函罚令通告]))?\s*(?P<open>[\[({〔【〖〈<［（｛＜﹝﹙])\s*(?P<year>\d{4})\s*"
    r"(?P<close>[\])}〕】〗〉>］）｝＞﹞﹚])\s*(?:(?P<serial>第?\d{1,7}(?!\d))|(?(typed)$|(?!)))"
)
"""A year in brackets with the number behind it; behind a 代字 also one of which no more has been typed."""
_ONE_PAIR = str.maketrans({**dict.fromkeys("[{〔【〖〈《「『<", "("), **dict.fromkeys("]}〕】〗〉》」』>", ")")})
_SERIAL = re.compile(r"(\((?:19|20)[0-9]{2}\))第?0*([0-9]+)号?$")
_LONGEST_SERIAL = 7
_LOOSE = re.compile(
    r"(?P<head>[^\d〔〕\[\]()]{2,20})(?:[〔\[(]?(?P<year>(?:19|20)[0-9]{2})[〕\])]?)?第?(?P<serial>[0-9]{1,7})号?"
)
"""A 代字, perhaps the year in brackets or without, and the serial number, with or without zeros before it."""


def one_spelling(text: str) -> str:
    """杭知办[2020]12号, 杭知办(2020)12号 are, in any width, 杭知办〔2020〕12号. All other words and brackets stay as they are."""
    spelt = _NUMBER.sub(_spelt, text)
    return text if spelt == text else spelt.strip()


def one_key(text: str) -> str:
    """国库 2018—1 and 国库2018-1 are one number in any width: no blanks, capitals, one dash. Never longer than the text."""
    return one_spelling("".join(_key_sign(sign) for sign in in_step(text)))


def same_number(text: str) -> str:
    """What two ways to write one number have in common: 样罚〔2020〕 099 号, 样罚【2020】99号 and one with signs that nobody sees are 样罚(2020)99.

    Looser than `one_key`: every kind of brackets is one, and zeros before the number, 第 and 号 do not count. No blank stands in it.
    """
    plain = unicodedata.normalize("NFKC", visible(text)).translate(_ONE_PAIR)
    key = "".join(_key_sign(sign) for sign in plain.upper() if not unicodedata.combining(sign))
    return _SERIAL.sub(r"\1\2", key)


def ways_to_write(text: str, years: Iterable[int]) -> frozenset[str]:
    """Every way in which the number that was typed may be kept: 举报2020 8, 举报〔2020〕8号 and 举报〔2020〕00008号 are one, and so is
    举报00008 of one of the `years`. Empty for what is no 代字 with a serial number."""
    typed = _LOOSE.fullmatch("".join(one_spelling(unicodedata.normalize("NFKC", text)).split()).upper())
    if typed is None:
        return frozenset()
    head, year, serial = typed["head"], typed["year"], str(int(typed["serial"]))
    found = [year] if year else [str(one) for one in years]
    widths = range(len(serial), _LONGEST_SERIAL + 1)
    return frozenset(
        f"{head}〔{one}〕{serial.zfill(width)}{end}" for one in found for width in widths for end in ("号", "")
    )


def _key_sign(sign: str) -> str:
    category = unicodedata.category(sign)
    if sign.isspace() or category in {"Cf", "Cc"}:
        return ""
    return "-" if category == "Pd" or sign == "\N{MINUS SIGN}" else sign


def _spelt(match: re.Match[str]) -> str:
    brackets = unicodedata.normalize("NFKC", match["open"] + match["close"])
    year = unicodedata.normalize("NFKC", match["year"])
    if brackets not in _PAIRS or year[:2] not in {"19", "20"}:
        return match[0]
    return f"〔{year}〕" + unicodedata.normalize("NFKC", match["serial"] or "")
