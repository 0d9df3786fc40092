"""Drafts: an import kept beside the snapshots until somebody publishes or discards it; going back to an earlier snapshot.

A draft is a whole snapshot folder under `drafts/<name>`. Publishing it puts it in place and makes it current; before that
no other command sees it. It stands on the sources that were current when it was made, and is refused when these have changed.
"""

import json
import re
import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zhixian.core.kernel.refusal import Refusal
from zhixian.core.registry.folder import Room, locked
from zhixian.core.registry.formats import under_headings
from zhixian.core.registry.publishing import publish, put_in_force
from zhixian.core.registry.snapshot import MANIFEST, Snapshot, current_id, open_snapshot
from zhixian.core.registry.sources import Source, load_index, sources_of, spoken_for, staged_folder
from zhixian.core.registry.staging import REFUSED
from zhixian.core.registry.tables import TABLES

_NAME = re.compile(r"[a-z0-9-]{1,40}")
MOST_FIXABLE = 200
"""Cells of a row that are offered for correction; wider rows are corrected in their file."""


@dataclass(frozen=True, slots=True)
class Draft:
    """Where an import goes that somebody looks at first. A draft of the same name is replaced."""

    name: str

    def settle(self, room: Room, unfinished: Path, manifest: dict[str, Any], index: Sequence[Source]) -> Snapshot:
        """Set the finished folder aside, with what it stands on; the index stays as it is."""
        del index
        before = load_index(room)
        told = {**manifest, "stands_on": {"snapshot": current_id(room.data), "sources": len(before)}}
        (unfinished / MANIFEST).write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")
        home = draft_folder(room.data, self.name)
        shutil.rmtree(home, ignore_errors=True)
        home.parent.mkdir(exist_ok=True)
        unfinished.replace(home)
        return Snapshot(manifest["id"], home, told)


def draft_folder(data: Path, name: str) -> Path:
    """Where a draft lies."""
    if not _NAME.fullmatch(name):
        raise ValueError(name)
    return Room(data).drafts / name


def open_draft(data: Path, name: str) -> Snapshot:
    """The draft as a snapshot. Raises Refusal when there is none."""
    folder = draft_folder(data, name)
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise Refusal("没有这份待发布的数据", where=name, expected="重新导入") from None
    return Snapshot(manifest["id"], folder, manifest)


def new_sources(draft: Snapshot) -> list[Source]:
    """The files that the draft adds to what it stands on."""
    return sources_of(draft)[draft.manifest["stands_on"]["sources"] :]


def is_stale(data: Path, draft: Snapshot) -> bool:
    """Whether the registry has changed since the draft was made: its tables, or which sources there are.

    What only sets rows aside, and what brings nothing new, leaves the tables as they were.
    """
    stands_on = draft.manifest["stands_on"]
    before = sources_of(draft)[: stands_on["sources"]]
    return bool(current_id(data) != stands_on["snapshot"] or load_index(Room(data)) != before)


def publish_draft(data: Path, name: str) -> Snapshot:
    """Make a draft the current snapshot. Raises Refusal when the registry has changed since it was made.

    When it is in force already, for an earlier run was cut off before it had cleared up, only that is done.
    """
    with locked(data, "发布登记数据") as room:
        draft = open_draft(data, name)
        index = sources_of(draft)
        if current_id(data) == draft.id and load_index(room) == index:
            snapshot = open_snapshot(data, draft.id)
            shutil.rmtree(draft.folder)
            return snapshot
        if is_stale(data, draft):
            raise Refusal("登记数据在此期间有了别的变化", where="待发布的数据", expected="先重新合并，看过变化再发布")
        manifest = {key: value for key, value in draft.manifest.items() if key != "stands_on"}
        unfinished = room.work / "snapshot"
        shutil.copytree(draft.folder, unfinished)
        snapshot = publish(room, unfinished, manifest)
        put_in_force(room, snapshot, index)
        shutil.rmtree(draft.folder)
    return snapshot


def discard_draft(data: Path, name: str) -> None:
    """Remove a draft, and the copies of its files that nothing else speaks of."""
    with locked(data, "放弃一批待发布的登记数据") as room:
        folder = draft_folder(data, name)
        if not folder.exists():
            return
        sources = new_sources(open_draft(data, name)) if (folder / MANIFEST).exists() else []
        shutil.rmtree(folder)
        kept = spoken_for(room)
        for source in sources:
            if source.sha256 not in kept:
                shutil.rmtree(room.sources / source.sha256, ignore_errors=True)


def go_back(data: Path, snapshot: str) -> Snapshot:
    """Make a kept snapshot the current one, with the sources that it was made of."""
    with locked(data, "恢复较早的快照") as room:
        found = open_snapshot(data, snapshot)
        put_in_force(room, found, sources_of(found))
    return found


def refused_rows(data: Path, draft: Snapshot, of: Iterable[Source] | None = None) -> Iterator[dict[str, Any]]:
    """Rows of these files, else of the draft's new ones, that wait for correction: `{file, source, format, table, sheet, row, raw, reasons, fixable}`.

    First those with a bad cell, then those that point to something nobody knows.
    """
    told = set()
    waiting = {_named(line["file"], line) for line in _lines(draft.folder / REFUSED)}
    sources = [source for source in (new_sources(draft) if of is None else of) if not source.manual]
    headed = under_headings()
    for source in sources:
        folder = staged_folder(data, source)
        for line in _lines(folder / REFUSED) if folder else ():
            told.add((source.name, line["table"], line["row"]))
            if _named(source.name, line) in waiting:
                of_file = {"file": source.name, "source": f"{source.sha256}-{source.key}", "format": source.format}
                yield {**of_file, **line, "fixable": source.format in headed and _is_fixable(source, line)}
    names = {source.name for source in sources}
    for line in _lines(draft.folder / REFUSED):
        if line["file"] in names and (line["file"], line["table"], line["row"]) not in told:
            yield {"format": "", "sheet": line["file"], "source": "", **line, "fixable": False}


def _named(file: str, line: dict[str, Any]) -> tuple[str, str, int, str]:
    return file, line["table"], line["row"], json.dumps(line["raw"], ensure_ascii=False, sort_keys=True)


def _is_fixable(source: Source, line: dict[str, Any]) -> bool:
    """Whether all of the row's cells are there, each with its heading."""
    return (
        set(line["raw"]) != {"text"}
        and len(line["raw"]) <= MOST_FIXABLE
        and (source.format != "canonical" or line["table"] in TABLES)
    )


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    if path.exists():
        with path.open(encoding="utf-8") as lines:
            for line in lines:
                yield json.loads(line)
