"""What stands in a cell: days in their six forms, lists, names, classes; by the column, each distinct text read once."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from zhixian.core.registry.locarno import spelt_locarno
from zhixian.core.registry.staging import shortened

Mask = npt.NDArray[np.bool_]

NOT_A_DAY = "不是日期，应写成 2017-03-02 这样"
ERRORS = ("#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!", "#GETTING_DATA")
"""What a sheet shows in place of a value that a formula could not reach; saved as CSV it is text."""
NO_VALUE = "是算错的公式，里面没有值；请改正公式再导入"
NOT_TAKEN = "，没有取"
"""Ends the reason of a cell without which its row is taken."""
SEPARATORS = r"[;；|｜\r\n]+"
"""Of lists: `;`, `；`, `|` and the line break, each with or without spaces around it."""
INVISIBLE = r"[\p{Cf}]+|_x000[dD]_"
"""Soft hyphens, zero-width characters, byte order marks, and the line feed as Excel escapes it."""
CONTROLS = r"[\x00-\x08\x0e-\x1f\x7f]+"
_CONTROLS = bytes([*range(0x09), *range(0x0E, 0x20), 0x7F])
FIRST_SERIAL, LAST_SERIAL = 25_569, 73_415
"""Excel's serial numbers of 1970-01-01 and 2100-12-31."""
SHORT = 80
"""Characters up to which a text that was read as a day is kept in mind: days recur, a giant cell must not be remembered."""
MOSTLY_DISTINCT = 0.8
"""Share of distinct texts above which each is worked out where it stands."""
_ODD = (b"  ", b"\xc2\xad", b"\xef\xbb\xbf", b"\xef\xbf\xb9", b"\xef\xbf\xba", b"\xef\xbf\xbb", b"_x000")
"""Bytes of what `_cleaned` changes, beside characters that begin with a byte outside `_NEVER_ODD`: a few scripts and marks."""
_NEVER_ODD = bytes(
    byte for byte in range(0x20, 0x100) if byte not in {0x7F, 0xD8, 0xDB, 0xDC, 0xE0, 0xE1, 0xE2, 0xF0, 0xF3}
)
_SERIAL_ZERO = date(1899, 12, 30)
_NO_DAY = ("", "0", "00000000", "0000-00-00", "-", "--", "/", "无", "1900-01-00")
_DAY = re.compile(
    r"(?:(\d{4})(?:[-./](\d{1,2})[-./](\d{1,2})|年(\d{1,2})月(\d{1,2})日?)|(\d{4})(\d{2})(\d{2})(?:\.0+)?)"
    r"(?:[T ]?\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?Z?)?"
)
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")


def read_day(text: str) -> date | None:
    """A day in any of the forms sheets use; None when the text is none.

    2017-01-02, 2017.1.2, 2017/01/02, 2017年1月2日, 20170102, Excel's serial number, each with or without a time of day.
    """
    return _day_once(text) if len(text) <= SHORT else _day(text)


def _day(text: str) -> date | None:
    plain = re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text)).strip()
    plain = re.sub(r" ?([-./年月日]) ?", r"\1", plain)
    if serial := _SERIAL.fullmatch(plain):
        number = int(serial[1])
        return _SERIAL_ZERO + timedelta(days=number) if FIRST_SERIAL <= number <= LAST_SERIAL else None
    found = _DAY.fullmatch(plain)
    if not found:
        return None
    year, month, day = (int(part) for part in found.groups() if part)
    try:
        return date(year, month, day)
    except ValueError:
        return None


_day_once = lru_cache(maxsize=65_536)(_day)


def days(texts: pa.Array) -> tuple[pa.Array, Mask]:
    """(days as date32, which cells hold something that is no day). Empty, `0` and `-` are no day without being wrong."""
    coded = texts.dictionary_encode()
    if not len(coded.dictionary):
        return pa.nulls(len(texts), pa.date32()), np.zeros(len(texts), bool)
    read, known = _written_plainly(coded.dictionary)
    wrong = np.zeros(len(read), bool)
    left = np.flatnonzero(~known)
    for place, word in zip(left.tolist(), coded.dictionary.take(pa.array(left)).to_pylist(), strict=True):
        if day := read_day(word):
            read[place], known[place] = day, True
        else:
            wrong[place] = word.strip() not in _NO_DAY
    taken = pa.array(read, pa.date32(), mask=~known).take(coded.indices)
    if not wrong.any():
        return taken, np.zeros(len(texts), bool)
    bad = pa.array(wrong).take(coded.indices)
    return taken, pc.fill_null(bad, fill_value=False).to_numpy(zero_copy_only=False)


def _written_plainly(texts: pa.Array) -> tuple[npt.NDArray[np.datetime64], Mask]:
    """(days, which texts are one), of those written `20170302` or `2017-03-02`, as nearly all are: read on their bytes."""
    _, offsets, held = texts.buffers()
    edges = np.frombuffer(offsets, np.int32)[texts.offset : texts.offset + len(texts) + 1]
    data = np.frombuffer(held, np.uint8) if held is not None else np.zeros(0, np.uint8)
    read, known = np.zeros(len(texts), "datetime64[D]"), np.zeros(len(texts), bool)
    for width, digits, dashes in ((8, [0, 1, 2, 3, 4, 5, 6, 7], []), (10, [0, 1, 2, 3, 5, 6, 8, 9], [4, 7])):
        at = np.flatnonzero(np.diff(edges) == width)
        cells = data[edges[at][:, None] + np.arange(width)]
        values = cells[:, digits].astype(np.int64) - ord("0")
        good = ((values >= 0) & (values <= 9)).all(axis=1) & (cells[:, dashes] == ord("-")).all(axis=1)
        at, values = at[good], values[good]
        year = values[:, :4] @ np.array([1000, 100, 10, 1])
        month, day = values[:, 4] * 10 + values[:, 5], values[:, 6] * 10 + values[:, 7]
        months = ((year - 1970) * 12 + month - 1).astype("datetime64[M]")
        days_ = months.astype("datetime64[D]") + (day - 1)
        real = (year > 0) & (month > 0) & (month <= 12) & (day > 0) & (days_.astype("datetime64[M]") == months)
        read[at[real]], known[at[real]] = days_[real], True
    return read, known


def filled(texts: pa.Array, empty: tuple[str, ...]) -> pa.Array:
    """Cells without white space around them; empty ones and the source's own words for “nothing” are null."""
    trimmed = pc.utf8_trim_whitespace(texts)
    longest = max((len(word.encode()) for word in empty), default=0)
    if (pc.min(pc.binary_length(trimmed)).as_py() or 0) > longest:
        return trimmed
    nothing = pc.is_in(trimmed, pa.array(["", *empty], pa.string()))
    return pc.if_else(nothing, pa.scalar(None, pa.string()), trimmed)


def by_distinct(texts: pa.Array, change: Callable[[pa.Array], pa.Array]) -> pa.Array:
    """`change` of a column, worked out once for each distinct text where texts repeat."""
    coded = texts.dictionary_encode()
    if len(coded.dictionary) > MOSTLY_DISTINCT * len(texts):
        return change(texts)
    return change(coded.dictionary).take(coded.indices)


def cleaned(texts: pa.Array) -> pa.Array:
    """Text on one line without invisible characters."""
    return pc.utf8_trim_whitespace(texts) if _plain(texts) else by_distinct(texts, _cleaned)


def _cleaned(texts: pa.Array) -> pa.Array:
    if _plain(texts):
        return pc.utf8_trim_whitespace(texts)
    visible = replaced(texts, INVISIBLE, "")
    return pc.utf8_trim_whitespace(replaced(visible, r"\s\s+|[\t\r\n\f]", " "))


def _plain(texts: pa.Array) -> bool:
    """Whether nothing in the column can be invisible or white space to fold: bytes are searched ten times quicker than patterns."""
    told = bytes_of(texts)
    return told is not None and not (told.translate(None, _NEVER_ODD) or any(part in told for part in _ODD))


def bytes_of(texts: pa.Array) -> bytes | None:
    """All texts of a column one after the other; None where they do not lie so."""
    if not isinstance(texts, pa.StringArray) or (held := texts.buffers()[2]) is None:
        return None
    offsets = texts.buffers()[1]
    first, last = (
        int.from_bytes(offsets[4 * at : 4 * at + 4], "little") for at in (texts.offset, texts.offset + len(texts))
    )
    told: bytes = held.slice(first, last - first).to_pybytes()
    return told


def without_controls(texts: pa.Array) -> pa.Array:
    """Texts without control characters, which nobody typed and nobody sees; those that part words or lines stay."""
    told = bytes_of(texts)
    if told is not None and len(told.translate(None, _CONTROLS)) == len(told):
        return texts
    return replaced(texts, CONTROLS, "")


def replaced(texts: pa.Array, pattern: str, by: str, *, marks: str = "") -> pa.Array:
    """A replacement that rarely changes anything: most columns are only looked at.

    `marks` are characters of which the pattern needs one: where no byte of the column is theirs, no pattern is tried.
    """
    if marks and (told := bytes_of(texts)) is not None and not any(mark.encode() in told for mark in marks):
        return texts
    if not pc.any(pc.match_substring_regex(texts, pattern)).as_py():
        return texts
    return pc.replace_substring_regex(texts, pattern, by)


def first_of(lists: pa.Array, separators: str = SEPARATORS) -> pa.Array:
    """The first entry of a list that is not empty."""

    def first(texts: pa.Array) -> pa.Array:
        started = replaced(texts, rf"^(?:\s|{separators})+", "")
        return _cleaned(replaced(started, rf"(?s)\s*(?:{separators}).*$", ""))

    return by_distinct(lists, first)


def entries(text: str | None, separators: str = SEPARATORS) -> list[str]:
    """The entries of one list that are not empty."""
    return [part for part in (p.strip() for p in re.split(separators, text or "")) if part and part not in ("-", "--")]


_NO_CLASS = r"LOC\s*[(（]\d{1,2}[)）]\s*(?:C[Ll]\.?)?|▪[^;；|\n]*|\([^)]*\)[A-Z]*|（[^）]*）[A-Z]*"
"""What stands around the codes of classes: the edition before those of designs, and what is said of a code in brackets."""


def classes(mains: pa.Array, lists: pa.Array) -> pa.Array:
    """IPC or Locarno classes `;`-joined, the main one first, spelt `G06F16/23`."""
    pair = pc.binary_join_element_wise(mains, lists, "\x1f", null_handling="replace")
    codes = pair.dictionary_encode().indices.to_numpy()
    _, first, place = np.unique(codes, return_index=True, return_inverse=True)
    return _joined(mains.take(pa.array(first)), lists.take(pa.array(first))).take(pa.array(place))


def designs(lists: pa.Array) -> pa.Array:
    """Locarno classes as a column of theirs tells them, each in one spelling; what is none stays as it is."""

    def read(text: str | None) -> str | None:
        return ";".join(spelt_locarno(part) for part in entries(text)) or None

    return each(lists, read, pa.string())


def _joined(mains: pa.Array, lists: pa.Array) -> pa.Array:
    rest = _spelt(lists)
    main = _spelt(mains)
    lead = pc.replace_substring_regex(rest, ";.*$", "")
    same = pc.fill_null(pc.equal(lead, main), fill_value=False)
    plain = pc.coalesce(rest, main)
    unsettled = np.flatnonzero(
        pc.and_(pc.and_(pc.is_valid(rest), pc.is_valid(main)), pc.invert(same)).to_numpy(zero_copy_only=False)
    )
    if not len(unsettled):
        return plain
    at = pa.array(unsettled)
    joined = [_main_first(m, r) for m, r in zip(main.take(at).to_pylist(), rest.take(at).to_pylist(), strict=True)]
    mask = np.zeros(len(plain), bool)
    mask[unsettled] = True
    return pc.replace_with_mask(plain, pa.array(mask), pa.array(joined, pa.string()))


def _spelt(lists: pa.Array) -> pa.Array:
    bare = pc.replace_substring_regex(lists, _NO_CLASS, "")
    joined = pc.replace_substring_regex(bare, r"[;；|｜,，、\r\n]+", ";")
    tight = pc.replace_substring_regex(joined, r"[\p{Cf}\s]+", "")
    tight = pc.utf8_trim(pc.replace_substring_regex(tight, ";;+", ";"), ";")
    return pc.if_else(pc.equal(tight, ""), pa.scalar(None, pa.string()), tight)


def _main_first(main: str, rest: str) -> str:
    """A main class that is only a subclass (H04L) lifts its first member to the front."""
    tokens = list(dict.fromkeys(rest.split(";")))
    lead = main.split(";", maxsplit=1)[0]
    if lead in tokens:
        tokens.remove(lead)
    elif members := [token for token in tokens if token.startswith(lead)]:
        lead = members[0]
        tokens.remove(lead)
    return ";".join([lead, *tokens])


def each(texts: pa.Array, read: Callable[[str], Any], kind: pa.DataType) -> pa.Array:
    """`read` of every cell, called once for each distinct text."""
    coded = texts.dictionary_encode()
    values = [None if text is None else read(text) for text in coded.dictionary.to_pylist()]
    return pa.array(values, kind).take(coded.indices)


def as_text(cell: object) -> str | None:
    """A typed cell as the text it stands for: whole numbers without `.0`, days in ISO, empty cells as None."""
    if cell is None or cell == "":
        return None
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 2**53 else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == datetime.min.time() else cell.isoformat(sep=" ")
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def shown(value: object) -> str:
    """A typed cell for a message."""
    return shortened(as_text(value) or "")
