"""Tells which numbers of a passage are in a unit: counted in its measure word, of whatever scale, and never a year."""

import re
from collections.abc import Iterator
from decimal import Decimal

from zhixian.core.plan.reader.numbers import Number, numbers_in
from zhixian.core.plan.reader.page import Page, even

_SCALES = {
    "万亿": 10**12,
    "千万": 10**7,
    "百万": 10**6,
    "亿": 10**8,
    "万": 10**4,
    "千": 10**3,
    "百": 10**2,
}
_CELLS = 3
"""Fewer words of a quote are parted by a stray blank rather than being a name, a measure and a value."""
_YEAR = re.compile(r"(?:19|20)\d\d")
_MONEY = re.compile(r"投[入资]|资金|[融出]资|[金总贷]额|产值|收入|经费|贷款")
_SAME = {"百分点": "个百分点"}
_PER_MILLE = (Decimal("0.1"), "%")


def measure_of(unit: str) -> tuple[Decimal, str]:
    """The scale and the measure word of a unit: 万件 is (10000, 件), ‰ a tenth of %."""
    word = "".join(even(unit).split())
    word = _SAME.get(word, word)
    if word == "‰":
        return _PER_MILLE
    scale = Decimal(1)
    while word != "百分点" and (said := next((name for name in _SCALES if word.startswith(name)), None)):
        scale, word = scale * _SCALES[said], word.removeprefix(said)
    return scale, word


def sizes_in(quote: str, unit: str) -> set[Decimal]:
    """The numbers of a quote that are in a unit, as so many of it. Those beside their measure word come before others."""
    passages = _passages(quote)
    beside = {size for passage in passages for _, size in _beside(passage, unit)}
    return beside or {size for _, size in _apart(passages[-1], unit)}


def places_of(passage: str, unit: str, size: Decimal) -> list[int]:
    """Where in an even passage so many of a unit stand."""
    return [number.start for number, found in _beside(passage, unit) if found == size]


def said_in(quote: str) -> list[str]:
    """The counts, sums and shares of a quote with their measures, as printed; days and years are none."""
    numbers = [number for number in numbers_in(_passages(quote)[0]) if number.unit not in {"", "年", "月", "日"}]
    return [f"{size.normalize():f}{number.printed_unit}" for number in numbers for size in _sizes(number)]


def _passages(quote: str) -> list[str]:
    """A quote made even, without stray blanks; and as a row whose cells blanks part: without them 0.5 and 1.2 are 0.51."""
    cells = quote.split()
    row = ["\t".join(even(cell) for cell in cells)] if len(cells) >= _CELLS else []
    return [Page(quote).dense, *row]


def _beside(passage: str, unit: str) -> Iterator[tuple[Number, Decimal]]:
    """Numbers that carry the measure word: 800件, 4.5件/万人, and 4.5件 where the passage says 每万人."""
    scale, word = measure_of(unit)
    for number in numbers_in(passage):
        if passage[number.start - 1 : number.start] == "第" or not _carries(passage, number, word):
            continue
        own, _ = measure_of(number.printed_unit)
        for size in _sizes(number):
            yield number, size * own / scale


def _carries(passage: str, number: Number, word: str) -> bool:
    _, own = measure_of(number.printed_unit)
    if word == "年" and _YEAR.fullmatch(str(number.value)):
        return False
    if not word or own == word:
        return own == word and bool(word or number.scale)
    if word.startswith(own) and passage.startswith(word, number.end - len(own)):
        return True
    counted, _, each = word.partition("/")
    return bool(each) and (f"每{each}" in passage or f"{each}均" in passage) and _carries(passage, number, counted)


def _apart(passage: str, unit: str) -> Iterator[tuple[Number, Decimal]]:
    """Bare numbers whose measure stands elsewhere: in a cell of their row, in brackets, or in the words before them."""
    scale, word = measure_of(unit)
    cells = re.split(r"[\t()]|单位：", passage)
    heads = {own for own, said in map(measure_of, cells) if said == word} if word else set()
    for number in numbers_in(passage):
        if number.kind != "plain" or (not number.scale and _YEAR.fullmatch(str(number.value))):
            continue
        own, _ = measure_of(number.scale)
        scales = {own} if _names(passage, number, word) else {own * head for head in heads}
        for size in _sizes(number):
            for each in scales:
                yield number, size * each / scale


def _names(passage: str, number: Number, word: str) -> bool:
    """服务人次达200万, 户数20万, 投资1000万: the phrase before a number says what it counts."""
    phrase = re.split(r"[，。；：、\t\n]", passage[: number.start])[-1]
    if word == "元" and number.scale:
        return bool(_MONEY.search(phrase))
    return (len(word) > 1 and word in phrase) or (bool(word) and f"{word}数" in phrase)


def _sizes(number: Number) -> list[Decimal]:
    return [size for size in (number.value, number.value_max) if size is not None]
