"""The index beside a snapshot: built whole or from the one before, put in place in one step, built anew when it is spoiled."""

import errno
import fcntl
import json
import os
import re
import shutil
import sys
import zlib
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Any

import tantivy

from zhixian.core.kernel.files import trouble
from zhixian.core.kernel.progress import Progress
from zhixian.core.kernel.refusal import Refusal
from zhixian.core.registry.snapshot import Snapshot
from zhixian.core.search.class_numbers import TOP_CLASSES, rarity
from zhixian.core.search.rebuilt import WORD, in_words, leave_word
from zhixian.core.search.schema import FORMAT, LONG_AGO, NEVER, YES, Row, as_json, schema

FOLDER = "search"
_KEYS, _MANIFEST = "keys.parquet", "search.json"
HEAP = 320_000_000
"""Bytes for each thread that writes: the more, the fewer the parts of an index."""
_MANY = 50_000
"""From so many documents on two threads write: rights that answer equally well then stand in no order that a second building keeps."""
_AT_A_TIME = 200
"""Documents that are cut together."""
_MOST_CHANGED = 0.3
"""Share of changed documents up to which an index is changed rather than built."""
_KEPT = 2
"""Indexes that stay when a new one is put in place: its own and the one before it, which pages may still read."""
_MOST_COUNTS = 64
FRONT = 1_000
"""Documents that are known to come first where nothing is asked."""
_READ_ONLY = 0o444
"""A file that is cut under whoever has it mapped ends that process: nobody writes into it by mistake."""
_ERROR_NUMBER = re.compile(r"os error (\d+)")


class IndexTrouble(Refusal):
    """An index is not there or spoiled, and it cannot be built either."""


class Counts:
    """The facets of the last questions that found much, so that further pages of an answer need not count again."""

    def __init__(self) -> None:
        self._known: OrderedDict[Any, Any] = OrderedDict()
        self._changing = Lock()

    def get(self, question: Any) -> Any:
        """What was counted; None when it is not known."""
        return self._known.get(question)

    def keep(self, question: Any, counted: Any) -> None:
        """Remember it, and forget the one that was counted longest ago."""
        with self._changing:
            self._known[question] = counted
            while len(self._known) > _MOST_COUNTS:
                self._known.popitem(last=False)

    def clear(self) -> None:
        """Forget all."""
        with self._changing:
            self._known.clear()


@dataclass(frozen=True, slots=True)
class Made:
    """What stands in an index that was made: its documents, and those that were taken out of it since it was built whole."""

    documents: int
    gone: int = 0


@dataclass(frozen=True)
class Searchable:
    """An open index of a snapshot. `note` says when it had to be built anew, and why."""

    index: tantivy.Index
    snapshot: str
    note: str = ""
    gone: int = 0
    """Documents that were taken out of it and that its weights of words may still count."""
    place: Path | None = None
    """The folder it lies in."""
    counts: Counts = field(default_factory=Counts, repr=False, compare=False)

    @cached_property
    def settled(self) -> int:
        """The number of the first day on which every document has begun and every one that another follows is over."""
        searcher = self.index.searcher()
        past = tantivy.Query.term_query(self.index.schema, "codes", f"past={YES}", "basic")
        asked = (("since", tantivy.Query.all_query()), ("until", past))
        found = [searcher.aggregate(query, {name: {"max": {"field": name}}})[name]["value"] for name, query in asked]
        return max((int(day) for day in found if day is not None), default=LONG_AGO)

    @cached_property
    def last_start(self) -> int:
        """The number of the last day on which a right comes into force."""
        begun = tantivy.Query.range_query(self.index.schema, "start", tantivy.FieldType.Integer, None, NEVER - 1)
        found = self.index.searcher().aggregate(begun, {"start": {"max": {"field": "start"}}})["start"]["value"]
        return LONG_AGO if found is None else int(found)

    @cached_property
    def front(self) -> list[tantivy.DocAddress]:
        """The first documents, which come first where nothing is asked: an index never changes."""
        return [
            address for _, address in self.index.searcher().search(tantivy.Query.all_query(), FRONT, count=False).hits
        ]

    @cached_property
    def by_rarity(self) -> float:
        """What the engine weighs any document of a class with, divided by how rare the class is; 1 where there are no classes."""
        searcher = self.index.searcher()
        for number in TOP_CLASSES:
            if having := searcher.doc_freq("classes", number):
                term = tantivy.Query.term_query(self.index.schema, "classes", number, "basic")
                if hits := searcher.search(term, 1, count=False).hits:
                    return float(hits[0][0]) / rarity(searcher.num_docs, having)
        return 1.0

    @cached_property
    def past(self) -> int:
        """Documents that another of the same right follows."""
        return int(self.index.searcher().doc_freq("codes", f"past={YES}"))

    @cached_property
    def many(self) -> bool:
        """Whether there are rights of more classes than the fields of one value hold."""
        return bool(self.index.searcher().doc_freq("codes", f"many={YES}"))


def open_index(data: Path, snapshot: Snapshot, *, progress: Progress | None = None) -> Searchable:
    """The index of a snapshot, built first when there is none or when it cannot be read. Two that ask at once build it once.

    Raises IndexTrouble where it can be neither read nor built.
    """
    place = _place(data, snapshot)
    return open_made(place, snapshot.id, lambda corner: _build(data, snapshot, corner, progress or _silent))


def open_whole(data: Path, snapshot: Snapshot) -> Searchable | None:
    """The index of a snapshot as it lies there; None when there is none or when it cannot be read."""
    return open_whole_at(_place(data, snapshot), snapshot.id)


def open_whole_at(place: Path, name: str) -> Searchable | None:
    """The index at a place; None when there is none or when it cannot be read."""
    return _opened(place, name)[0]


def open_made(place: Path, name: str, build: Callable[[Path], Made]) -> Searchable:
    """The index at a place, which `build` makes first in a corner of its own when there is none or when it cannot be read. Raises IndexTrouble where it cannot be made."""
    found, why = _opened(place, name)
    if found is None:
        try:
            with _locked(place.parent):
                found, why = _opened(place, name)
                if found is None:
                    found = _make(place, name, build)
                    leave_word(place, why)
        except Exception as error:
            if not isinstance(error, (OSError, *_engine_trouble())):
                raise
            raise IndexTrouble(
                f"检索索引{why or '还没有建立'}，现在也建不成（{_reason(error)}）",
                where=str(place.parent),
                expected="这个目录可以写入、磁盘有空间，然后再试一次",
            ) from error
    return replace(found, note=in_words(why)) if why else found


def _engine_trouble() -> tuple[type[Exception], ...]:
    """What the engine throws that reads a snapshot; nothing while it is not loaded, which takes a while."""
    loaded = sys.modules.get("zhixian.core.engine")
    return loaded.ENGINE_TROUBLE if loaded else ()


def _reason(error: Exception) -> str:
    """What the system said, which engines wrap in words of their own."""
    if isinstance(error, OSError):
        return trouble(error)
    said = next((number for number in errno.errorcode if os.strerror(number) in str(error)), None)
    return trouble(OSError(said, "")) if said else "读快照的计算引擎出错"


def _place(data: Path, snapshot: Snapshot) -> Path:
    return data / FOLDER / f"{snapshot.id}-{FORMAT}"


def _opened(place: Path, name: str) -> tuple[Searchable | None, str]:
    """The index there, or why it cannot be read; no reason when none was there before."""
    if not place.exists():
        return None, "是旧格式的" if _of_old_format(place) else ""
    try:
        told = json.loads((place / _MANIFEST).read_text(encoding="utf-8"))
        if not all((place / name).exists() and _sum(place / name) == known for name, known in told["files"].items()):
            return None, "不完整或有改动"
        index = tantivy.Index.open(str(place))
        index.config_reader("manual", 0)
        index.reload()
        return Searchable(index, name, gone=int(told["gone"]), place=place), ""
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return None, "损坏"


def _of_old_format(place: Path) -> bool:
    """Whether an index of the same content lies there in a format of before, which knows less of it."""
    stem = place.name.rpartition("-")[0]
    return any(path.is_dir() and path.name.rpartition("-")[2].isdigit() for path in place.parent.glob(f"{stem}-*"))


def _sum(path: Path) -> int:
    """A checksum of a file, at the speed of reading it."""
    total = 0
    with path.open("rb") as file:
        while part := file.read(1 << 20):
            total = zlib.crc32(part, total)
    return total


def _make(place: Path, name: str, build: Callable[[Path], Made]) -> Searchable:
    """Build in a corner and put in place; what was spoiled there goes. What cannot be finished leaves nothing behind.

    Raises OSError where it cannot be written, or not be read when it was.
    """
    corner = place.parent / ".work"
    shutil.rmtree(corner, ignore_errors=True)
    corner.mkdir(parents=True)
    try:
        made = build(corner)
        files = {path.name: _sum(path) for path in corner.iterdir() if not path.name.startswith(".")}
        (corner / _MANIFEST).write_text(json.dumps({**asdict(made), "files": files}), encoding="utf-8")
        for file in files:
            (corner / file).chmod(_READ_ONLY)
        shutil.rmtree(place, ignore_errors=True)
        corner.replace(place)
    except BaseException:
        shutil.rmtree(corner, ignore_errors=True)
        raise
    _clear(place.parent, place)
    found, failed = _opened(place, name)
    if found is None:
        raise OSError(failed)
    return found


def _build(data: Path, snapshot: Snapshot, corner: Path, progress: Progress) -> Made:
    from zhixian.core.search.documents import documents, write_keys  # noqa: PLC0415 -- the engine, a second that a search does not need

    total = write_keys(snapshot, corner / _KEYS)
    if before := _usable(data / FOLDER, corner / _KEYS, total):
        made_before, gone_before = before
        out = _change(made_before, snapshot, corner, progress, total)
        return Made(total, gone_before + out)
    fill(new_index(corner), documents(snapshot), progress, total)
    return Made(total)


def _usable(folder: Path, keys: Path, total: int) -> tuple[Path, int] | None:
    """The newest whole index of another snapshot that shares most documents, and how many were taken out of it already.

    What is taken out stays in the files and in the weights of words, so an index that was changed much is followed by one built whole.
    """
    from zhixian.core.search.documents import gone  # noqa: PLC0415 -- as above

    for place in sorted(folder.glob(f"*-{FORMAT}"), key=lambda path: path.stat().st_mtime, reverse=True):
        found, _ = _opened(place, place.name)
        if found is None:
            continue
        out = len(gone(place / _KEYS, keys))
        changed = found.gone + out + max(0, total - found.index.searcher().num_docs)
        if changed <= _MOST_CHANGED * max(total, 1):
            return place, found.gone
    return None


def _change(before: Path, snapshot: Snapshot, corner: Path, progress: Progress, total: int) -> int:
    """Make an index of the one before; how many documents were taken out of it."""
    from zhixian.core.search.documents import documents, gone  # noqa: PLC0415 -- as above

    for path in before.iterdir():
        if path.name not in (_KEYS, _MANIFEST, WORD) and not path.name.startswith("."):
            shutil.copyfile(path, corner / path.name)
    out = gone(before / _KEYS, corner / _KEYS)
    with _writing():
        index = tantivy.Index.open(str(corner))
    fill(index, documents(snapshot, but=before / _KEYS), progress, total, out=out)
    return len(out)


def new_index(folder: Path) -> tantivy.Index:
    """An index without documents in an empty folder. Raises OSError where it cannot be written."""
    with _writing():
        return tantivy.Index(schema(), path=str(folder))


def fill(
    index: tantivy.Index,
    batches: Iterator[list[Row]],
    progress: Progress,
    total: int,
    *,
    out: Sequence[int] = (),
) -> None:
    """Take documents out of an index, by their keys, and others in. Raises OSError where the index cannot be written.

    The threads that write have ended when it returns or raises.
    """
    threads = 2 if total >= _MANY else 1
    with _writing():
        writer = index.writer(heap_size=HEAP * threads, num_threads=threads)
    try:
        _write(writer, batches, progress, total, out)
    except BaseException:
        with suppress(ValueError):  # it says once more what was said
            writer.wait_merging_threads()
        raise
    with _writing():
        writer.wait_merging_threads()


def _write(
    writer: tantivy.IndexWriter, batches: Iterator[list[Row]], progress: Progress, total: int, out: Sequence[int]
) -> None:
    with _writing():
        for key in out:
            writer.delete_documents_by_term("key", key)
    done = 0
    for batch in batches:
        for at in range(0, len(batch), _AT_A_TIME):
            documents = as_json(batch[at : at + _AT_A_TIME])
            with _writing():
                for document in documents:
                    writer.add_json(document)
        done += len(batch)
        progress(done, total)
    with _writing():
        writer.commit()


@contextmanager
def _writing() -> Iterator[None]:
    """What the index says of the disk, as the system would have said it."""
    try:
        yield
    except ValueError as error:
        found = _ERROR_NUMBER.search(str(error))
        raise (OSError(int(found[1]), str(error)) if found else OSError(str(error))) from error


def _clear(folder: Path, place: Path) -> None:
    """Remove older indexes. On Linux whoever still reads one goes on reading it."""
    others = sorted(
        (path for path in folder.iterdir() if path.is_dir() and path != place), key=lambda path: path.stat().st_mtime
    )
    for path in others[: max(0, len(others) - _KEPT + 1)]:
        shutil.rmtree(path, ignore_errors=True)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """One builder at a time; the others wait, and find the index when their turn comes."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("a+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _silent(_done: int, _total: int | None) -> None:
    """Tells nobody."""
