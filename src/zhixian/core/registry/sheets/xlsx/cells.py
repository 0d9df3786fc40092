"""The cells of a piece of a sheet, found by the column of bytes: row, column, what they hold, and where their text stands."""

import re
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from zhixian.core.registry.sheets.xlsx.pieces import Damaged
from zhixian.core.registry.sheets.xlsx.tags import (
    CELL,
    END_OF_CELL,
    FORMULA,
    ROW,
    Places,
    Tags,
    Texts,
    Words,
    texts,
    words,
)

Kinds = npt.NDArray[np.uint8]
SHARED, TEXT, NUMBER, DAY, SPAN, FLAG, ERROR, ISO, PENDING = range(9)
"""What a cell holds: index of a shared string, text, number, day (serial number), time span, truth, error, ISO day, or a
formula that nobody has computed yet."""
KIND_OF_TYPE = {b"s": SHARED, b"str": TEXT, b"inlineStr": TEXT, b"is": TEXT, b"b": FLAG, b"e": ERROR, b"d": ISO}
MOST_COLUMNS = 16_384
_INLINE = (b"inlineStr", b"is")
_LONGEST_TAIL = 32
_MOST_CODES = 1 << 16
"""Combinations of the words of a tail beyond which those that occur are counted anew."""
_CELL_R = int.from_bytes(b'<c r="', "little")
_ROW_R = int.from_bytes(b'<row r="', "little")
_SIX = (1 << 48) - 1
_FIRST = np.array([(1 << 8 * count) - 1 for count in range(9)], np.uint64)
"""Masks of the first bytes of a word."""
_A, _ZERO, _QUOTE, _SLASH = b'A0"/'
_ATTRIBUTE = re.compile(rb"\s+([\w:.-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_ATTRIBUTES = re.compile(rb"(?:\s+[\w:.-]+\s*=\s*(?:\"[^\"]*\"|'[^']*'))*\s*/?")
_REFERENCE = re.compile(rb"([A-Za-z]{1,3})(\d{1,7})")
_NOUGHT = r"^[+-]?(?:0+\.?0*|\.0+)(?:[eE][+-]?\d+)?$"


@dataclass(frozen=True)
class Cells:
    """Cells in the order of the file: `rows` are the numbers of the piece's rows, `row` the index into them."""

    rows: Places
    row: Places
    column: Places
    kind: Kinds
    texts: pa.Array
    place: Places
    """Of the cell's text in `texts`; −1 where it holds nothing."""


@dataclass
class _Found:
    """What the tags of cells say."""

    column: Places
    tail: Places
    """Where the attributes after `r` begin."""
    plain: npt.NDArray[np.bool_]
    """Written as nearly everybody writes them; the others are read one by one."""


def cells_of(piece: bytes, *, before: int, styles: Kinds, computed: bool) -> Cells:
    """The cells of whole rows; `before` is the number of the row before them, `styles` the kind of a number by its style.

    `computed` is whether a formula's nought may be what it comes to; else it is what stands there until somebody computes it.
    """
    tags = Tags.of(piece)
    row_tags, cell_tags = tags.which(ROW), tags.which(CELL)
    first = np.append(np.searchsorted(cell_tags, row_tags), len(cell_tags))
    if first[0]:
        raise Damaged("内容不完整")
    numbers, digits, width = _rows(tags, row_tags, cell_tags, first, before)
    row = np.repeat(np.arange(len(row_tags)), np.diff(first))
    held = texts(tags, cell_tags)
    found = _references(tags, cell_tags, digits[row], width[row])
    ends = tags.ends(cell_tags)
    closed = np.count_nonzero(np.frombuffer(tags.data, np.uint8)[ends - 1] == _SLASH)
    if closed + len(tags.which(END_OF_CELL)) != len(cell_tags):
        raise Damaged("内容不完整")
    kind, silent = _kinds(tags, found, ends, styles)
    for cell in np.flatnonzero(~found.plain).tolist():
        before_it = int(found.column[cell - 1]) if cell and row[cell - 1] == row[cell] else -1
        tag = tags.data[int(tags.at[cell_tags[cell]]) + 2 : int(ends[cell])]
        found.column[cell], kind[cell], silent[cell] = _one_by_one(tag, before_it, int(numbers[row[cell]]), styles)
    if len(found.column) and found.column.max() >= MOST_COLUMNS:
        raise Damaged("有单元格在第 16,384 列以外")
    _mark_pending(tags, cell_tags, held, kind, computed=computed)
    return Cells(numbers, row, found.column, *_settled(held, kind, silent))


def _mark_pending(tags: Tags, cell_tags: Places, held: Texts, kind: Kinds, *, computed: bool) -> None:
    """A formula without a value, or with the nought that programs write in place of one, which must not count as a number.

    One that comes to an empty text says that it is a text.
    """
    formulas = tags.which(FORMULA)
    if not len(formulas):
        return
    owners = np.searchsorted(cell_tags, formulas, side="right") - 1
    owners = owners[owners >= 0]
    owners = owners[np.isin(kind[owners], (NUMBER, DAY, SPAN)) & ~held.quoted[owners]]
    without = held.place[owners] < 0
    if not computed:
        told = held.column.take(pa.array(held.place[owners], mask=without))
        without |= pc.match_substring_regex(told, _NOUGHT).fill_null(False).to_numpy(zero_copy_only=False)
    kind[owners[without]] = PENDING
    held.place[owners[without]] = -1


def _settled(held: Texts, kind: Kinds, silent: npt.NDArray[np.bool_]) -> tuple[Kinds, pa.Array, Places]:
    """A `<t>` is text whatever the type says; the `<v>` of an inline string repeats what the `<t>` says."""
    return (
        np.where(held.quoted, TEXT, kind).astype(np.uint8),
        held.column,
        np.where(silent & ~held.quoted, -1, held.place),
    )


def _rows(
    tags: Tags, row_tags: Places, cell_tags: Places, first: Places, before: int
) -> tuple[Places, Words, npt.NDArray[np.intp]]:
    """(numbers, the word of their digits and a quotation mark, how many digits). Rows may leave their number out."""
    at = tags.at[row_tags]
    word = words(tags.data)
    digits = word[at + 8].copy()
    numbers, width = _leading_number(digits)
    odd = np.flatnonzero((word[at] != _ROW_R) | (width == 0))
    for index in odd.tolist():
        number = _row_number(tags, int(row_tags[index]))
        if number is None and first[index] < first[index + 1]:
            number = _row_of_cell(tags, int(cell_tags[first[index]]))
        if number is None:
            number = 1 + int(numbers[index - 1] if index else before)
        numbers[index], width[index] = number, len(str(number))
        digits[index] = int.from_bytes(f'{number}"'.encode().ljust(8, b"\0"), "little")
    if (np.diff(np.append(before, numbers)) <= 0).any():
        raise Damaged("行号不是从小到大")
    return numbers, digits, width


def _leading_number(word: Words) -> tuple[Places, npt.NDArray[np.intp]]:
    """(number, its digits) at the beginning of each word, 0 digits where no quotation mark follows seven or fewer."""
    bytes_ = (word[:, None] >> np.arange(0, 64, 8, dtype=np.uint64)).astype(np.uint8)
    is_quote = bytes_ == _QUOTE
    width = np.where(is_quote.any(axis=1), is_quote.argmax(axis=1), 0)
    value = np.zeros(len(word), np.int64)
    for place in range(7):
        digit = bytes_[:, place].astype(np.int64) - _ZERO
        inside = place < width
        width[inside & ((digit < 0) | (digit > 9))] = 0
        value = np.where(inside, value * 10 + digit, value)
    return value, width


def _row_number(tags: Tags, tag: int) -> int | None:
    given = _attributes(tags.data[int(tags.at[tag]) + 4 : int(tags.ends(np.array([tag]))[0])]).get(b"r")
    if given is not None and not (given.isdigit() and len(given) <= 7):
        raise Damaged("行号不是数")
    return None if given is None else int(given)


def _row_of_cell(tags: Tags, tag: int) -> int | None:
    given = _attributes(tags.data[int(tags.at[tag]) + 2 : int(tags.ends(np.array([tag]))[0])]).get(b"r", b"")
    found = _REFERENCE.fullmatch(given)
    return int(found[2]) if found else None


def _references(tags: Tags, cell_tags: Places, digits: Words, width: npt.NDArray[np.intp]) -> _Found:
    """Columns of the cells written `<c r="AB12"` in row 12."""
    at = tags.at[cell_tags]
    word = words(tags.data)
    start = word[at]
    one = (start >> 48 & 0xFF).astype(np.int64) - _A
    two = (start >> 56).astype(np.int64) - _A
    three = np.frombuffer(tags.data, np.uint8)[at + 8].astype(np.int64) - _A
    has_two = (two >= 0) & (two < 26)
    has_three = has_two & (three >= 0) & (three < 26)
    column = np.where(has_two, (one + 1) * 26 + two, one)
    column = np.where(has_three, (column + 1) * 26 + three, column)
    number = at + 7 + has_two + has_three
    mask = _FIRST[width + 1]
    plain = (start & _SIX == _CELL_R) & (one >= 0) & (one < 26) & (word[number] & mask == digits & mask)
    return _Found(column, number + width + 1, plain)


def _kinds(tags: Tags, found: _Found, ends: Places, styles: Kinds) -> tuple[Kinds, npt.NDArray[np.bool_]]:
    """Kinds of the plain cells, each distinct tail of a tag read once; and which are inline strings."""
    length = ends - found.tail
    found.plain &= (length >= 0) & (length <= _LONGEST_TAIL)
    length = np.where(found.plain, length, 0)
    code, codes = np.zeros(len(length), np.int64), 1
    word = words(tags.data)
    start = np.where(found.plain, found.tail, 0)
    for from_ in range(0, int(length.max(initial=0)), 8):
        coded = pa.array(word[start + from_] & _FIRST[np.clip(length - from_, 0, 8)]).dictionary_encode()
        code, codes = code * len(coded.dictionary) + coded.indices.to_numpy(), codes * len(coded.dictionary)
        if codes > _MOST_CODES:
            coded = pa.array(code).dictionary_encode()
            code, codes = coded.indices.to_numpy().astype(np.int64), len(coded.dictionary)
    example = np.full(codes, -1, np.int64)
    example[code[::-1]] = np.arange(len(code))[::-1]
    kinds, silent = np.zeros(codes, np.uint8), np.zeros(codes, bool)
    for at in np.sort(example[example >= 0]).tolist():
        kinds[code[at]], silent[code[at]] = _kind(tags.data[int(start[at]) : int(start[at] + length[at])], styles)
    return kinds[code], silent[code]


def _attributes(tag: bytes) -> dict[bytes, bytes]:
    if not _ATTRIBUTES.fullmatch(tag):
        raise Damaged("内容不完整")
    return {name: one or other for name, one, other in _ATTRIBUTE.findall(tag)}


def _kind(tail: bytes, styles: Kinds) -> tuple[int, bool]:
    """(kind, whether it is an inline string) by the attributes."""
    given = _attributes(tail)
    sort = given.get(b"t", b"n")
    if sort == b"n":
        style = given.get(b"s", b"")
        return int(styles[int(style)]) if style.isdigit() and int(style) < len(styles) else NUMBER, False
    if sort not in KIND_OF_TYPE:
        raise Damaged(f"单元格类型“{sort.decode(errors='replace')[:20]}”认不出")
    return KIND_OF_TYPE[sort], sort in _INLINE


def _one_by_one(tag: bytes, column_before: int, row: int, styles: Kinds) -> tuple[int, int, bool]:
    """(column, kind, whether it is an inline string) of one cell; without reference it follows the one before."""
    given = _attributes(tag)
    kind, inline = _kind(tag, styles)
    if b"r" not in given:
        return column_before + 1, kind, inline
    found = _REFERENCE.fullmatch(given[b"r"])
    if not found or int(found[2]) != row:
        raise Damaged(f"第 {row} 行里有别处的单元格")
    column = 0
    for letter in found[1].upper():
        column = column * 26 + letter - _A + 1
    return column - 1, kind, inline
