"""The tags of a piece of XML, all at once: where they stand, which they are, and the text that belongs to each owner."""

import re
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from zhixian.core.registry.sheets.xlsx.pieces import PADDING, Damaged

Places = npt.NDArray[np.int64]
Words = npt.NDArray[np.uint64]
Sorts = npt.NDArray[np.uint8]
CELL, END_OF_CELL, VALUE, TEXT, ROW, STRING, PHONETIC, END_OF_R, FORMULA = range(1, 10)
SPACE = b" \t\n"
_AFTER_NAME = SPACE + b"/>"
_BLANK, _GT, _SLASH = b" >/"
_PRESERVED = re.compile(rb"xml:space\s*=\s*[\"']preserve")


def _sorts() -> Sorts:
    """What a tag is by the two bytes after its `<`."""
    table = np.zeros(1 << 16, np.uint8)
    for end in _AFTER_NAME:
        for name, sort in (("c", CELL), ("v", VALUE), ("t", TEXT), ("f", FORMULA)):
            table[ord(name) + (end << 8)] = sort
    for two, sort in (("ro", ROW), ("si", STRING), ("rP", PHONETIC), ("/c", END_OF_CELL), ("/r", END_OF_R)):
        table[ord(two[0]) + (ord(two[1]) << 8)] = sort
    return table


_SORTS = _sorts()


@dataclass(frozen=True)
class Tags:
    """`data` is the piece and its padding; `at` is where each tag begins, and at last where the piece ends."""

    data: bytes
    at: Places
    sort: Sorts

    @classmethod
    def of(cls, piece: bytes) -> "Tags":
        """Of a piece and its padding."""
        at = np.flatnonzero(np.frombuffer(piece, np.uint8) == ord("<"))
        sort = _SORTS[words(piece, "<u2")[1:][at]]
        return cls(piece, np.append(at, len(piece) - len(PADDING)), sort)

    def which(self, sort: int) -> Places:
        """Indexes of the tags of a sort."""
        return np.flatnonzero(self.sort == sort)

    def ends(self, tags: Places) -> Places:
        """Where the `>` of tags stands that only white space parts from the next tag."""
        bytes_ = np.frombuffer(self.data, np.uint8)
        ends = self.at[tags + 1] - 1
        while (loose := bytes_[ends] <= _BLANK).any():
            ends = ends - loose
        if (bytes_[ends] != _GT).any():
            raise Damaged("内容不完整")
        return ends

    def text(self, tag: int) -> tuple[int, int, bool]:
        """(start, end, whether white space counts) of the text after one tag."""
        start, end = int(self.at[tag]), int(self.at[tag + 1])
        closed = self.data.find(b">", start, end)
        if closed < 0:
            raise Damaged("内容不完整")
        if self.data[closed - 1] == _SLASH:
            return end, end, True
        return closed + 1, end, _PRESERVED.search(self.data, start, closed) is not None


@dataclass(frozen=True)
class Texts:
    """The texts of a piece as one column, and for each owner its place in it, −1 for none; `quoted` are those of `<t>`."""

    column: pa.Array
    place: Places
    quoted: npt.NDArray[np.bool_]


def words(data: bytes, kind: str = "<u8") -> npt.NDArray[np.uint64]:
    """The bytes read as words that begin at each byte."""
    kept = np.dtype(kind)
    return np.ndarray((len(data) - kept.itemsize + 1,), kept, data, strides=(1,))


def texts(tags: Tags, owners: Places) -> Texts:
    """The text of each owner (tags that hold values or texts). Runs of rich text are joined; phonetic ones are none."""
    told = np.flatnonzero((tags.sort == VALUE) | (tags.sort == TEXT))
    if (tags.sort == PHONETIC).any():
        told = told[~_within_phonetic(tags, told)]
    owns = np.zeros(len(tags.sort), np.int64)
    owns[owners] = 1
    owner = np.cumsum(owns)[told] - 1
    if len(owner) and owner[0] < 0:
        raise Damaged("内容不完整")
    start, end = _edges(tags, told)
    first = np.append(True, owner[1:] != owner[:-1])[: len(owner)]
    is_text = tags.sort[told] == TEXT
    quoted = np.zeros(len(owners), bool)
    quoted[owner[is_text]] = True
    starts = tags.at[owners].copy()
    ends = starts.copy()
    starts[owner[first]], ends[owner[first]] = start[first], end[first]
    column = _column(tags, starts, ends)
    place = np.where(ends > starts, 2 * np.arange(len(owners)), -1)
    if not first.all():
        column, place = _joined(tags, column, place, (owner, start, end, is_text))
    return Texts(column, place, quoted)


def _within_phonetic(tags: Tags, told: Places) -> npt.NDArray[np.bool_]:
    """Which of these tags stand within `<rPh>`: by the last of `<rPh` and `</rPh` before them."""
    at = words(tags.data)[tags.at[:-1]]
    opens = (at & 0xFFFFFFFF) == int.from_bytes(b"<rPh", "little")
    closes = (at & 0xFFFFFFFFFF) == int.from_bytes(b"</rPh", "little")
    depth = np.cumsum(opens.astype(np.int32) - closes)
    return depth[told] > 0


def _edges(tags: Tags, told: Places) -> tuple[Places, Places]:
    """Start and end of the text after each tag; white space at the ends of `<t>` counts only where it says so."""
    bytes_ = np.frombuffer(tags.data, np.uint8)
    start, end = tags.at[told] + 3, tags.at[told + 1].copy()
    plain = bytes_[start - 1] == _GT
    is_text = tags.sort[told] == TEXT
    loose = is_text & ((bytes_[start] <= _BLANK) | (bytes_[end - 1] <= _BLANK))
    for index in np.flatnonzero(~plain | loose).tolist():
        first, last, preserved = tags.text(int(told[index]))
        if is_text[index] and not preserved:
            stripped = tags.data[first:last].lstrip(SPACE)
            first = last - len(stripped)
            last = first + len(stripped.rstrip(SPACE))
        start[index], end[index] = first, last
    return start, end


def _column(tags: Tags, starts: Places, ends: Places) -> pa.Array:
    """Texts and what stands between them by turns, over the bytes of the piece themselves."""
    offsets = np.empty(2 * len(starts) + 1, np.int32)
    offsets[0:-1:2], offsets[1:-1:2], offsets[-1] = starts, ends, ends[-1] if len(ends) else 0
    column = pa.Array.from_buffers(pa.string(), 2 * len(starts), [None, pa.py_buffer(offsets), pa.py_buffer(tags.data)])
    if (np.diff(offsets) < 0).any():
        raise Damaged("内容不完整")
    return column


def _joined(
    tags: Tags, column: pa.Array, place: Places, told: tuple[Places, Places, Places, npt.NDArray[np.bool_]]
) -> tuple[pa.Array, Places]:
    """Owners of several texts get them joined, at the end of the column; a `<v>` beside texts says nothing of its own."""
    owner, start, end, is_text = told
    several = np.flatnonzero(np.bincount(owner) > 1)
    more = []
    for one in several.tolist():
        first, last = np.searchsorted(owner, [one, one + 1])
        runs = [at for at in range(first, last) if is_text[at]] or [last - 1]
        more.append(b"".join(tags.data[start[at] : end[at]] for at in runs))
    place = place.copy()
    place[several] = np.where([bool(text) for text in more], len(column) + np.arange(len(more)), -1)
    return pa.concat_arrays([column, pa.array(more, pa.binary()).view(pa.string())]), place
