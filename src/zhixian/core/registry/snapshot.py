"""Snapshots: immutable folders of Parquet, named by their content, one of them current."""

import json
import os
import re
import zlib
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from zhixian.core.kernel.files import trouble
from zhixian.core.kernel.refusal import Refusal
from zhixian.core.registry.tables import TABLES

MANIFEST = "manifest.json"
FILES = "files"
"""In the manifest: (bytes, CRC-32) of each Parquet file, which tell a file that was cut off or spoiled."""
READ_THROUGH = 16 << 20
"""Bytes up to which a file is read through when its snapshot is opened; a longer one only by `registry rebuild`."""
_PARQUET = b"PAR1"
"""A Parquet file begins and ends with it."""
CURRENT = "CURRENT"
PUBLISHED = "published"
"""The table of (right_id, published) beside the canonical ones, where sources told publications: rights are asked for by them too."""
_ID = re.compile(r"[A-Za-z0-9_-]+")


@dataclass(frozen=True)
class Snapshot:
    """One state of the registry. `manifest` tells tables and their rows, sources, labels, what waits for correction."""

    id: str
    folder: Path
    manifest: dict[str, Any] = field(repr=False)

    def path(self, table: str) -> Path:
        """The Parquet file of a canonical table, of `spans`, `cube`, `holder_cube` or `PUBLISHED`."""
        return self.folder / f"{table}.parquet"

    @property
    def labels(self) -> list[str]:
        """What must be said wherever a number of this snapshot shows, such as 合成数据."""
        return list(self.manifest.get("labels", []))


def current_id(data: Path) -> str | None:
    """Id of the current snapshot of a data folder; None when nothing was imported yet. Raises Refusal when CURRENT is damaged."""
    try:
        found = (data / CURRENT).read_text(encoding="utf-8", errors="replace").strip()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise Refusal(f"读不出（{trouble(error)}）", where=str(data / CURRENT)) from None
    if _ID.fullmatch(found):
        return found
    if not found and not list_snapshots(data):
        return None
    raise Refusal(
        f"文件 {CURRENT} {'是空的' if not found else '里不是快照编号'}，已损坏",
        where=str(data / CURRENT),
        expected=f"用 zhixian registry rebuild --data {data} 重建",
    )


def current(data: Path) -> Snapshot:
    """The current snapshot. Raises Refusal when the folder has none, and says how to make one."""
    snapshot = current_id(data)
    if snapshot is None:
        raise Refusal(
            "还没有登记数据",
            where=str(data),
            expected=f"先运行 zhixian registry import 文件或目录 --data {data}",
        )
    return open_snapshot(data, snapshot)


def open_snapshot(data: Path, snapshot: str) -> Snapshot:
    """The snapshot of that id. Raises Refusal when it is not there or its manifest cannot be read."""
    folder = data / "snapshots" / snapshot
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except FileNotFoundError:
        if folder.is_dir():
            raise _damaged(folder, [MANIFEST]) from None
        known = "、".join(list_snapshots(data)) or "（没有）"
        raise Refusal(f"没有快照“{snapshot}”", where=str(data), expected=f"现有快照：{known}") from None
    except (OSError, ValueError):
        raise Refusal(
            "快照清单读不出", where=str(folder / MANIFEST), expected="用 zhixian registry rebuild 重建"
        ) from None
    if broken := damaged_files(folder, manifest):
        raise _damaged(folder, broken)
    return Snapshot(snapshot, folder, manifest)


def _damaged(folder: Path, files: list[str]) -> Refusal:
    return Refusal(
        f"快照缺少文件或文件损坏：{'、'.join(files)}", where=str(folder), expected="用 zhixian registry rebuild 重建"
    )


def file_mark(path: Path) -> tuple[int, int]:
    """(bytes, CRC-32) of a file as it is now."""
    checksum, size = 0, 0
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            checksum, size = zlib.crc32(block, checksum), size + len(block)
    return size, checksum


def damaged_files(folder: Path, manifest: dict[str, Any]) -> list[str]:
    """Names of the Parquet files that are missing, cut off or, up to READ_THROUGH bytes, spoiled inside.

    Older manifests tell only sizes, or nothing.
    """
    marks = manifest.get(FILES) or dict.fromkeys(f"{name}.parquet" for name in (*TABLES, "spans"))
    return [name for name, mark in marks.items() if not _is_whole(folder / name, mark)]


def _is_whole(path: Path, mark: list[int] | int | None) -> bool:
    size, checksum = mark if isinstance(mark, list) else (mark, None)
    try:
        with path.open("rb") as file:
            begins = file.read(len(_PARQUET))
            file.seek(-len(_PARQUET), os.SEEK_END)
            if not (begins == file.read() == _PARQUET and size in (None, file.tell())):
                return False
        if checksum is None or (size or 0) > READ_THROUGH:
            return True
        now = path.stat()
        return _checksum(path, now.st_size, now.st_mtime_ns) == checksum
    except OSError:
        return False


@lru_cache(maxsize=256)
def _checksum(path: Path, size: int, changed: int) -> int:  # noqa: ARG001 -- what the answer is kept by
    """Of a file of this size that was last changed at this moment: read once in a process, not at each opening."""
    return file_mark(path)[1]


def list_snapshots(data: Path) -> list[str]:
    """Ids of all snapshots kept, in alphabetical order."""
    return sorted(path.parent.name for path in (data / "snapshots").glob(f"*/{MANIFEST}"))
