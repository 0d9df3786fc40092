"""Application numbers by the column: the common spellings on bytes with NumPy, the rest one by one."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from zhixian.core.registry.numbers.patents import FIRST_YEAR_OF_TWELVE, KIND_OF_TYPE, WEIGHTS, application

Bytes = npt.NDArray[np.uint8]
Rows = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

WIDEST = len("CN201410408762.5")
_KIND_NAMES = ("invention", "utility_model", "design")
_KIND_OF_BYTE = np.full(256, -1, dtype=np.int8)
for _digit, _kind in KIND_OF_TYPE.items():
    _KIND_OF_BYTE[ord(_digit)] = _KIND_NAMES.index(_kind)
_CHECK_BYTES = np.frombuffer(b"0123456789X", dtype=np.uint8)
_DOT, _ZERO, _NINE = (ord(ch) for ch in ".09")
_PREFIXES = [ord(a) * 256 + ord(b) for a, b in ("CN", "ZL")]
_LABELS = r"[\s\-_]|^(?:专利|申请|专利申请)?号[:：]|^第|号$"


@dataclass(frozen=True)
class _Read:
    """What has been read so far: the spelling as bytes, its width, the kind's index; width 0 is not read."""

    text: Bytes
    width: Rows
    kind: npt.NDArray[np.int8]

    @classmethod
    def nothing(cls, rows: int) -> "_Read":
        return cls(np.zeros((rows, WIDEST), np.uint8), np.zeros(rows, np.int64), np.full(rows, -1, np.int8))

    def put(self, rows: Rows, read: "_Read") -> None:
        self.text[rows], self.width[rows], self.kind[rows] = read.text, read.width, read.kind


def normalise_patents(numbers: pa.Array | pa.ChunkedArray) -> tuple[pa.StringArray, pa.StringArray, pa.StringArray]:
    """(normal, kind, problem) of a column of application numbers, row by row; see `application`.

    Where a number cannot be read, normal and kind are null and problem says why; an empty cell is all null.
    """
    if isinstance(numbers, pa.ChunkedArray):
        numbers = numbers.combine_chunks()
    texts = numbers.cast(pa.string())
    if isinstance(texts, pa.ChunkedArray):  # combine_chunks of no chunk at all
        texts = pa.array([], pa.string())
    read = _read_bytes(texts)
    left = _unread(read, texts)
    if len(left):
        even = pc.utf8_upper(pc.utf8_normalize(texts.take(pa.array(left)), form="NFKC"))
        read.put(left, _read_bytes(pc.replace_substring_regex(even, _LABELS, "")))
        left = _unread(read, texts)
    problem = _read_singly(texts, left, read)
    normal, kind = _columns(read)
    return normal, kind, problem


def _unread(read: _Read, texts: pa.StringArray) -> Rows:
    return np.flatnonzero((read.width == 0) & texts.is_valid().to_numpy(zero_copy_only=False))


def _read_bytes(texts: pa.StringArray) -> _Read:
    """Read every valid number written as CN, ZL or nothing, digits, dot or none, check digit or none."""
    read = _Read.nothing(len(texts))
    _, offsets, buffer = texts.buffers()
    starts = np.frombuffer(offsets, np.int32)[texts.offset : texts.offset + len(texts)].astype(np.int64)
    data = np.frombuffer(buffer, np.uint8) if buffer is not None else np.zeros(0, np.uint8)
    lengths = pc.fill_null(pc.binary_length(texts), 0).to_numpy(zero_copy_only=False)
    for digits in (12, 8):
        for prefix in (2, 0):
            for tail in (2, 1, 0):
                width = prefix + digits + tail
                at = np.flatnonzero((lengths == width) & (read.width == 0))
                if len(at):
                    good, found = _of_shape(data[starts[at][:, None] + np.arange(width)], prefix, digits, tail)
                    read.put(at[good], found)
    return read


def _of_shape(cells: Bytes, prefix: int, digits: int, tail: int) -> tuple[Mask, _Read]:
    """Which rows of one shape are valid numbers, and those read; `tail` counts the dot and the check digit."""
    number = cells[:, prefix : prefix + digits]
    values = number.astype(np.int32) - _ZERO
    check = _CHECK_BYTES[(values @ np.array(WEIGHTS[:digits], np.int32)) % 11]
    kind = _KIND_OF_BYTE[number[:, 4 if digits == 12 else 2]]
    good = ((number >= _ZERO) & (number <= _NINE)).all(axis=1) & (kind >= 0) & _year_is_possible(values)
    if prefix:
        good &= np.isin(cells[:, 0].astype(np.int32) * 256 + cells[:, 1], _PREFIXES)
    if tail:
        good &= cells[:, -1] == check
    if tail == 2:
        good &= cells[:, prefix + digits] == _DOT
    found = _Read.nothing(int(good.sum()))
    found.text[:, :2] = np.frombuffer(b"CN", np.uint8)
    found.text[:, 2 : 2 + digits] = number[good]
    found.text[:, 2 + digits], found.text[:, 3 + digits] = _DOT, check[good]
    found.width[:] = digits + 4
    found.kind[:] = kind[good]
    return good, found


def _year_is_possible(values: npt.NDArray[np.int32]) -> Mask:
    if values.shape[1] == 8:
        year = values[:, 0] * 10 + values[:, 1]
        return (year >= 85) | (year <= 3)
    year = values[:, :4] @ np.array([1000, 100, 10, 1], np.int32)
    return (year >= FIRST_YEAR_OF_TWELVE) & (year < 2100)


def _read_singly(texts: pa.StringArray, left: Rows, read: _Read) -> pa.StringArray:
    """Read the rows that are left, each distinct text once; the column of problems."""
    coded = texts.take(pa.array(left)).dictionary_encode()
    results = [application(text) for text in coded.dictionary.to_pylist()]
    codes = coded.indices.to_numpy(zero_copy_only=False).astype(np.int64)
    each = _Read.nothing(len(results))
    for place, result in enumerate(results):
        if result.normal is not None and result.kind is not None:
            each.text[place, : len(result.normal)] = np.frombuffer(result.normal.encode(), np.uint8)
            each.width[place] = len(result.normal)
            each.kind[place] = _KIND_NAMES.index(result.kind)
    read.put(left, _Read(each.text[codes], each.width[codes], each.kind[codes]))
    problem_of = np.full(len(texts), -1, np.int64)
    problem_of[left] = codes
    return pa.array([r.problem for r in results], pa.string()).take(pa.array(problem_of, mask=problem_of < 0))


def _columns(read: _Read) -> tuple[pa.StringArray, pa.StringArray]:
    offsets = np.concatenate([[0], np.cumsum(read.width)]).astype(np.int32)
    flat = read.text[np.arange(WIDEST) < read.width[:, None]]
    normal = pa.StringArray.from_buffers(len(read.width), pa.py_buffer(offsets), pa.py_buffer(flat))
    kind = pa.array(_KIND_NAMES).take(pa.array(read.kind, mask=read.kind < 0))
    return pc.if_else(pa.array(read.width > 0), normal, pa.scalar(None, pa.string())), kind
