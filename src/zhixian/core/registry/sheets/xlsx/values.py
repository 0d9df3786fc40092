"""The text that cells stand for, by kind: entities and escapes read, numbers and days as `cells.as_text` writes them."""

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from zhixian.core.registry.sheets.cells import as_text, bytes_of, each
from zhixian.core.registry.sheets.xlsx.cells import DAY, ERROR, FLAG, ISO, NUMBER, SHARED, SPAN, TEXT, Cells
from zhixian.core.registry.sheets.xlsx.pieces import Damaged
from zhixian.core.registry.sheets.xlsx.tags import Places

_PLAIN_NUMBER = r"^(?:0|-?[1-9]\d{0,14})$"
_NUMBER = re.compile(r"[+-]?(?:(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|nan|inf|infinity)", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#x([0-9A-Fa-f]{1,6})|#(\d{1,7})|(\w+));")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_ESCAPED = re.compile(r"_x00([0-9A-Fa-f]{2})_")
"""Excel writes control characters so: `_x000D_`."""
_MILLISECONDS = 86_400_000
_EPOCH = datetime(1899, 12, 30)
_EPOCH_1904 = datetime(1904, 1, 1)
_FIRST_MARCH = 60
"""Excel counts a 29 February 1900 that never was: serial numbers below are a day late."""


def unescaped(texts: pa.Array) -> pa.Array:
    """Texts with entities and escapes read; most columns are only looked at."""
    told = bytes_of(texts)
    if told is not None and b"&" not in told and b"_x00" not in told:
        return texts
    return each(texts, _unescaped, pa.string())


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), _ENTITY.sub(_character, text))


def _character(found: re.Match[str]) -> str:
    code = int(found[1], 16) if found[1] else int(found[2]) if found[2] else -1
    if code >= 0:
        return chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else "\N{REPLACEMENT CHARACTER}"
    return _NAMED.get(found[3], found[0])


class Values:
    """Reads cells of a workbook: `strings` are its shared strings."""

    def __init__(self, strings: pa.Array, *, is_1904: bool) -> None:
        self._strings = strings
        self._is_1904 = is_1904
        self._readers: dict[int, Callable[[pa.Array], pa.Array]] = {
            SHARED: self._shared,
            TEXT: unescaped,
            NUMBER: _numbers,
            DAY: lambda texts: each(texts, self._day, pa.string()),
            SPAN: lambda texts: each(texts, _span, pa.string()),
            FLAG: lambda texts: each(texts, lambda text: as_text(text != "0"), pa.string()),
            ERROR: lambda texts: pa.nulls(len(texts), pa.string()),
            ISO: lambda texts: each(texts, _iso, pa.string()),
        }

    def column(self, cells: Cells, chosen: Places, rows: Places, height: int) -> pa.Array:
        """Texts of the chosen cells at the places `rows` of a column of that height; null where there is no cell."""
        place, kind = cells.place[chosen], cells.kind[chosen]
        parts = [
            self._readers[one](checked(_placed(cells.texts, place[mask], rows[mask], height)))
            for one in np.flatnonzero(np.bincount(kind[place >= 0], minlength=1)).tolist()
            if len(mask := np.flatnonzero((kind == one) & (place >= 0)))
        ]
        return pc.coalesce(*parts) if len(parts) > 1 else parts[0] if parts else pa.nulls(height, pa.string())

    def empty(self, cells: Cells) -> npt.NDArray[np.bool_]:
        """Which cells hold a text without a letter, as programs write that put one into every cell of their table."""
        without = pc.binary_length(cells.texts).to_numpy(zero_copy_only=False) == 0
        blank: npt.NDArray[np.bool_] = np.append(without, False)[cells.place] & (cells.kind == TEXT)
        if len(self._blank):
            shared = np.flatnonzero(cells.kind == SHARED)
            told = cells.texts.take(pa.array(cells.place[shared], mask=cells.place[shared] < 0))
            blank[shared] = pc.is_in(told, value_set=self._blank).to_numpy(zero_copy_only=False)
        return blank

    @cached_property
    def _blank(self) -> pa.Array:
        """The shared strings without a letter, as cells name them."""
        return pc.cast(pa.array(np.flatnonzero(pc.equal(self._strings, "").fill_null(True))), pa.string())

    def _shared(self, texts: pa.Array) -> pa.Array:
        try:
            return self._strings.take(pc.cast(texts, pa.int32()))
        except (pa.ArrowInvalid, pa.ArrowIndexError):
            raise Damaged("有单元格的文字不在共享字符串里") from None

    def _day(self, text: str) -> str | None:
        serial = _float(text)
        if serial is None:
            return text
        try:
            return as_text(_moment(serial, _EPOCH_1904 if self._is_1904 else _EPOCH))
        except (OverflowError, ValueError):
            return as_text(serial)


def _placed(texts: pa.Array, place: Places, rows: Places, height: int) -> pa.Array:
    if len(rows) == height and (
        height == 0 or (rows[0] == 0 and rows[-1] == height - 1 and (np.diff(rows) == 1).all())
    ):
        return texts.take(pa.array(place))
    at = np.full(height, -1, np.int64)
    at[rows] = place
    return texts.take(pa.array(at, mask=at < 0))


def checked(texts: pa.Array) -> pa.Array:
    """Arrow takes our word for it that bytes are UTF-8."""
    try:
        texts.validate(full=True)
    except pa.ArrowInvalid:
        raise Damaged("不是 UTF-8 文字") from None
    return texts


def _numbers(texts: pa.Array) -> pa.Array:
    if pc.all(pc.match_substring_regex(texts, _PLAIN_NUMBER)).as_py() is not False:
        return texts
    return each(texts, _number, pa.string())


def _number(text: str) -> str | None:
    value = _float(text)
    return text if value is None else as_text(value)


def _float(text: str) -> float | None:
    return float(text) if _NUMBER.fullmatch(text) else None


def _moment(serial: float, epoch: datetime) -> datetime | time:
    """A serial number as the moment it stands for, to the millisecond; below one it is a time of day."""
    past = timedelta(milliseconds=_rounded(serial * _MILLISECONDS))
    if serial < 1:
        return (epoch + past).time()
    return epoch + past + timedelta(days=1 if serial < _FIRST_MARCH and epoch == _EPOCH else 0)


def _rounded(number: float) -> int:
    """Halves away from zero."""
    return int(number + (0.5 if number >= 0 else -0.5))


def _span(text: str) -> str | None:
    serial = _float(text)
    if serial is None:
        return text
    try:
        return as_text(timedelta(milliseconds=_rounded(serial * _MILLISECONDS)))
    except (OverflowError, ValueError):
        return as_text(serial)


def _iso(text: str) -> str | None:
    for read in (date.fromisoformat, datetime.fromisoformat, time.fromisoformat):
        try:
            return as_text(read(text))
        except ValueError:
            continue
    return text
