"""The index beside a snapshot: built whole or from the one before, put in place in one step, built anew when it is spoiled."""

import fcntl
import json
import shutil
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import tantivy

from zhixian.core.kernel.progress import Progress
from zhixian.core.registry.snapshot import Snapshot
from zhixian.core.search.schema import FORMAT, LONG_AGO, YES, Row, as_json, schema

FOLDER = "search"
_KEYS, _MANIFEST = "keys.parquet", "search.json"
HEAP = 200_000_000
"""Bytes for each thread that writes: the more, the fewer the parts of an index."""
_MANY = 50_000
"""From so many documents on two threads write: rights that answer equally well then stand in no order that a second building keeps."""
_AT_A_TIME = 200
"""Documents that are cut together."""
_MOST_CHANGED = 0.3
"""Share of changed documents up to which an index is changed rather than built."""
_KEPT = 2
"""Indexes that stay when a new one is put in place: its own and the one before it, which pages may still read."""


@dataclass(frozen=True)
class Searchable:
    """An open index of a snapshot. `note` says when it had to be built anew, and why."""

    index: tantivy.Index
    snapshot: str
    note: str = ""

    @cached_property
    def settled(self) -> int:
        """The number of the first day on which every document has begun and every one that another follows is over."""
        searcher = self.index.searcher()
        past = tantivy.Query.term_query(self.index.schema, "codes", f"past={YES}", "basic")
        asked = (("since", tantivy.Query.all_query()), ("until", past))
        found = [searcher.aggregate(query, {name: {"max": {"field": name}}})[name]["value"] for name, query in asked]
        return max((int(day) for day in found if day is not None), default=LONG_AGO)

    @cached_property
    def past(self) -> int:
        """Documents that another of the same right follows."""
        return int(self.index.searcher().doc_freq("codes", f"past={YES}"))

    @cached_property
    def many(self) -> bool:
        """Whether there are rights of more classes than the fields of one value hold."""
        return bool(self.index.searcher().doc_freq("codes", f"many={YES}"))


def open_index(data: Path, snapshot: Snapshot, *, progress: Progress | None = None) -> Searchable:
    """The index of a snapshot, built first when there is none or when it cannot be read. Two that ask at once build it once."""
    place = data / FOLDER / f"{snapshot.id}-{FORMAT}"
    return open_made(place, snapshot.id, lambda corner: _build(data, snapshot, corner, progress or _silent))


def open_made(place: Path, name: str, build: Callable[[Path], int]) -> Searchable:
    """The index at a place, which `build` makes first in a corner of its own, telling how many documents it has, when there is none
    or when it cannot be read."""
    index, why = _opened(place)
    if index is None:
        with _locked(place.parent):
            index, why = _opened(place)
            if index is None:
                _make(place, build)
                index, failed = _opened(place)
                if index is None:
                    raise OSError(failed)
    return Searchable(index, name, f"检索索引{why}，已重建" if why else "")


def is_built(data: Path, snapshot: Snapshot) -> bool:
    """Whether a snapshot's index lies there, so that opening it takes no time."""
    return (data / FOLDER / f"{snapshot.id}-{FORMAT}" / _MANIFEST).exists()


def _opened(place: Path) -> tuple[tantivy.Index | None, str]:
    """The index there, or why it cannot be read; no reason when it is simply not there."""
    if not place.exists():
        return None, ""
    try:
        told = json.loads((place / _MANIFEST).read_text(encoding="utf-8"))
        if not all((place / name).exists() and _sum(place / name) == known for name, known in told["files"].items()):
            return None, "不完整或有改动"
        index = tantivy.Index.open(str(place))
        index.config_reader("manual", 0)
        index.reload()
    except (OSError, ValueError, KeyError, TypeError):
        return None, "损坏"
    return index, ""


def _sum(path: Path) -> int:
    """A checksum of a file, at the speed of reading it."""
    total = 0
    with path.open("rb") as file:
        while part := file.read(1 << 20):
            total = zlib.crc32(part, total)
    return total


def _make(place: Path, build: Callable[[Path], int]) -> None:
    """Build in a corner and put in place; what was spoiled there goes."""
    corner = place.parent / ".work"
    shutil.rmtree(corner, ignore_errors=True)
    corner.mkdir(parents=True)
    total = build(corner)
    files = {path.name: _sum(path) for path in corner.iterdir() if not path.name.startswith(".")}
    (corner / _MANIFEST).write_text(json.dumps({"documents": total, "files": files}), encoding="utf-8")
    shutil.rmtree(place, ignore_errors=True)
    corner.replace(place)
    _clear(place.parent, place)


def _build(data: Path, snapshot: Snapshot, corner: Path, progress: Progress) -> int:
    from zhixian.core.search.documents import documents, write_keys  # noqa: PLC0415 -- the engine, a second that a search does not need

    total = write_keys(snapshot, corner / _KEYS)
    before = _usable(data / FOLDER, corner / _KEYS, total)
    if before:
        _change(before, snapshot, corner, progress, total)
    else:
        fill(tantivy.Index(schema(), path=str(corner)), documents(snapshot), progress, total)
    return total


def _usable(folder: Path, keys: Path, total: int) -> Path | None:
    """The newest whole index of another snapshot that shares most documents."""
    from zhixian.core.search.documents import gone  # noqa: PLC0415 -- as above

    for place in sorted(folder.glob(f"*-{FORMAT}"), key=lambda path: path.stat().st_mtime, reverse=True):
        index, _ = _opened(place)
        if index is None:
            continue
        changed = len(gone(place / _KEYS, keys)) + max(0, total - index.searcher().num_docs)
        if changed <= _MOST_CHANGED * max(total, 1):
            return place
    return None


def _change(before: Path, snapshot: Snapshot, corner: Path, progress: Progress, total: int) -> None:
    from zhixian.core.search.documents import documents, gone  # noqa: PLC0415 -- as above

    for path in before.iterdir():
        if path.name not in (_KEYS, _MANIFEST) and not path.name.startswith("."):
            shutil.copy2(path, corner / path.name)
    index = tantivy.Index.open(str(corner))
    fill(index, documents(snapshot, but=before / _KEYS), progress, total, out=gone(before / _KEYS, corner / _KEYS))


def fill(
    index: tantivy.Index,
    batches: Iterator[list[Row]],
    progress: Progress,
    total: int,
    *,
    out: list[int] | tuple[()] = (),
) -> None:
    """Take documents out of an index, by their keys, and others in."""
    threads = 2 if total >= _MANY else 1
    writer = index.writer(heap_size=HEAP * threads, num_threads=threads)
    for key in out:
        writer.delete_documents_by_term("key", key)
    done = 0
    for batch in batches:
        for at in range(0, len(batch), _AT_A_TIME):
            for document in as_json(batch[at : at + _AT_A_TIME]):
                writer.add_json(document)
        done += len(batch)
        progress(done, total)
    writer.commit()
    writer.wait_merging_threads()


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
