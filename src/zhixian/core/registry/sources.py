"""Sources: every file ever imported, kept as received under its hash, and the order in which they came."""

import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from zhixian.core.kernel.files import sync, trouble
from zhixian.core.kernel.refusal import Refusal
from zhixian.core.registry.folder import Room, replace_text, settle
from zhixian.core.registry.snapshot import MANIFEST, READ_THROUGH, Snapshot, current_id

INDEX = "index.jsonl"
FROM_BACKUP = "从备份恢复该文件"
READ_BYTES = 1 << 20
MANUAL = "manual"
"""The format of officers' corrections: they come last in every merge, so that the next import does not undo them."""


@dataclass(frozen=True, slots=True)
class Source:
    """One file and the format it was read as. The same bytes read as another format, or as another table, are another source."""

    sha256: str
    name: str
    format: str
    size: int
    labels: tuple[str, ...] = ()
    place: str = ""
    """The folder it was first imported from: the same name in another folder is another file. Empty where nobody knows."""

    @property
    def manual(self) -> bool:
        """Whether it is a correction by an officer."""
        return self.format == MANUAL

    @property
    def key(self) -> str:
        """Short name of how the bytes are read: format and file name, since a canonical table is known by its name."""
        return f"{self.format}-{hashlib.sha256(self.name.encode()).hexdigest()[:8]}"

    def same(self, other: "Source") -> bool:
        """Whether importing the other adds nothing."""
        return (self.sha256, self.name, self.format) == (other.sha256, other.name, other.format)


def readable_name(path: Path) -> str:
    """A file's name on one line: names from Chinese Windows that were unpacked wrongly are decoded, control characters go."""
    given = os.fsencode(path.name or str(path))
    try:
        name = given.decode("utf-8")
    except UnicodeDecodeError:
        name = given.decode("gb18030", errors="replace")
    return "".join(ch if ch.isprintable() else "_" for ch in name)


def reading(error: OSError) -> str:
    """What to say of a file that the system does not let us read."""
    return f"读不出（{trouble(error)}）"


def keep(room: Room, path: Path, *, format: str, labels: Sequence[str] = ()) -> Source:  # noqa: A002 -- the report's word
    """Copy a file into the sources, unless it is there; the copy is what gets read, whatever becomes of the original.

    Raises Refusal when the file cannot be read; trouble with the data folder is thrown as it comes.
    """
    name = readable_name(path)
    digest = hashlib.sha256()
    copy = room.work / "source" / name
    copy.parent.mkdir(exist_ok=True)
    with copy.open("wb") as kept:
        for block in _blocks(path):
            digest.update(block)
            kept.write(block)
    place = "" if path.is_relative_to(room.work) else str(path.parent.resolve())
    source = Source(digest.hexdigest(), name, format, copy.stat().st_size, tuple(labels), place)
    home = room.sources / source.sha256
    if not home.exists():
        copy.chmod(0o444)
        settle(copy.parent, home)
    elif not _is_intact(home / source.name, source):
        copy.chmod(0o444)
        sync(copy)
        copy.replace(home / source.name)
    else:
        copy.unlink()
    return source


def _blocks(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as given:
            while block := given.read(READ_BYTES):
                yield block
    except OSError as error:
        raise Refusal(reading(error), where=readable_name(path), expected="可以读取的文件") from None


def forget(room: Room, sources: Sequence[Source], *, but: Sequence[Source]) -> None:
    """Remove the copies of files whose import was refused; those of `but` stay, and those that a draft or snapshot lists."""
    kept = {source.sha256 for source in but} | spoken_for(room)
    for source in sources:
        if source.sha256 not in kept:
            shutil.rmtree(room.sources / source.sha256, ignore_errors=True)


def spoken_for(room: Room) -> set[str]:
    """Hashes of the files that the index, a draft or a kept snapshot lists: each of these can be made again."""
    kept = {source.sha256 for source in load_index(room)}
    for path in (*room.snapshots.glob(f"*/{MANIFEST}"), *room.drafts.glob(f"*/{MANIFEST}")):
        kept |= {entry["sha256"] for entry in json.loads(path.read_text(encoding="utf-8")).get("sources", [])}
    return kept


def source_path(room: Room, source: Source) -> Path:
    """Where the kept copy lies. Raises Refusal when it was removed or is no longer what came in, byte for byte."""
    path = room.sources / source.sha256 / source.name
    if not path.is_file():
        raise Refusal(f"来源 {source.name} 缺失", where=str(path), expected=FROM_BACKUP)
    if not _is_intact(path, source):
        raise Refusal(f"来源 {source.name} 与留存时不一致，文件损坏或被改动", where=str(path), expected=FROM_BACKUP)
    return path


def _is_intact(path: Path, source: Source) -> bool:
    if not path.is_file() or path.stat().st_size != source.size:
        return False
    with path.open("rb") as kept:
        return hashlib.file_digest(kept, "sha256").hexdigest() == source.sha256


def damaged_sources(room: Room, listed: Sequence[Mapping[str, Any]]) -> list[str]:
    """What is wrong with the kept files and their index, told; `listed` are the sources that the current snapshot was made of.

    Files longer than READ_THROUGH are known by their length alone.
    """
    try:
        index = load_index(room)
    except Refusal as refusal:
        return [str(refusal)]
    told = []
    if missing := [one["name"] for one in listed if one["sha256"] not in {source.sha256 for source in index}]:
        why = f"来源目录损坏：当前快照的来源里有 {len(missing)} 个不在其中（{'、'.join(missing[:3])}{'……' if len(missing) > 3 else ''}）"
        told.append(str(Refusal(why, where=str(room.sources / INDEX), expected=FROM_BACKUP)))
    for source in index:
        path = room.sources / source.sha256 / source.name
        if path.is_file() and path.stat().st_size == source.size > READ_THROUGH:
            continue
        try:
            source_path(room, source)
        except Refusal as refusal:
            told.append(str(refusal))
    return told


def load_index(room: Room) -> list[Source]:
    """All sources in the order in which they were first imported."""
    path = room.sources / INDEX
    if not path.exists():
        return []
    sources = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            sources.append(_read(json.loads(line)))
        except (ValueError, TypeError, KeyError):
            raise Refusal("来源目录损坏", where=f"{path} 第 {number} 行", expected=FROM_BACKUP) from None
    return sources


def mend_index(room: Room) -> list[str]:
    """Put back into the index what the current snapshot was made of and the index lacks: a cut at the end of a line leaves no other
    trace, and the next snapshot would be without these rows. The names of what was put back, in their order."""
    index, listed = load_index(room), _listed(room)
    missing = [source for source in listed if not any(source.same(other) for other in index)]
    if missing:
        later = [source for source in index if not any(source.same(other) for other in listed)]
        save_index(room, [*listed, *later])
    return [source.name for source in missing]


def _listed(room: Room) -> list[Source]:
    """What the current snapshot was made of; nothing where that cannot be read, which is told by who opens it."""
    try:
        manifest = room.snapshots / str(current_id(room.data)) / MANIFEST
        return [_read(entry) for entry in json.loads(manifest.read_text(encoding="utf-8"))["sources"]]
    except (Refusal, OSError, ValueError, TypeError, KeyError):
        return []


def sources_of(snapshot: Snapshot) -> list[Source]:
    """The sources that a snapshot was made of, in the order in which they were first imported."""
    return [_read(entry) for entry in snapshot.manifest["sources"]]


def staged_folder(data: Path, source: Source) -> Path | None:
    """What was staged of a source by the newest version of what reads it; None when nothing is."""
    found = (data / "staged").glob(f"{source.sha256}-{source.key}-*")
    return max(found, key=lambda folder: (len(folder.name), folder.name), default=None)  # version 10 comes after 9


def _read(entry: Mapping[str, Any]) -> Source:
    return Source(**{**entry, "labels": tuple(entry["labels"])})


def save_index(room: Room, sources: Sequence[Source]) -> None:
    """Replace the index; callers only ever append to what `load_index` gave."""
    lines = [json.dumps(asdict(source), ensure_ascii=False) for source in sources]
    replace_text(room.sources / INDEX, "".join(line + "\n" for line in lines))


def in_merge_order(sources: Sequence[Source]) -> list[Source]:
    """Order of import, corrections last."""
    return [s for s in sources if not s.manual] + [s for s in sources if s.manual]
