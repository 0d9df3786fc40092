"""The data folder: where things lie in it, one writer at a time, and files that are either old or new, never half."""

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from zhixian.core.kernel.files import sync, write_whole
from zhixian.core.kernel.refusal import Refusal


class Busy(Refusal):
    """Another import has the folder; a while later it will be free."""


@dataclass(frozen=True)
class Room:
    """The data folder while this process alone may write in it. `work` is emptied at the next lock, whatever happens."""

    data: Path

    @property
    def sources(self) -> Path:
        """Files as received, by hash."""
        return self.data / "sources"

    @property
    def staged(self) -> Path:
        """What the importers read out of them; can be rebuilt."""
        return self.data / "staged"

    @property
    def snapshots(self) -> Path:
        """Finished snapshots by id."""
        return self.data / "snapshots"

    @property
    def drafts(self) -> Path:
        """Snapshots that wait to be published, by name."""
        return self.data / "drafts"

    @property
    def work(self) -> Path:
        """Unfinished things; nothing here is ever read again."""
        return self.data / ".work"


@contextmanager
def locked(data: Path) -> Iterator[Room]:
    """Hold the folder's lock, which ends with the process however it ends. Refuses when another import holds it."""
    room = Room(data)
    for folder in (room.sources, room.staged, room.snapshots):
        folder.mkdir(parents=True, exist_ok=True)
    with (data / ".lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Busy("另一个导入正在进行", where=str(data), expected="等它结束后再导入") from None
        shutil.rmtree(room.work, ignore_errors=True)
        room.work.mkdir()
        try:
            yield room
        finally:
            shutil.rmtree(room.work, ignore_errors=True)


def replace_text(path: Path, text: str) -> None:
    """Replace a file's text: after a crash it is wholly the old or wholly the new."""
    write_whole(path, lambda beside: _write(text, beside), durable=True)


def _write(text: str, path: Path) -> None:
    path.write_text(text, encoding="utf-8")


def settle(unfinished: Path, finished: Path) -> None:
    """Move a finished folder to its name, with its files safely on the disk first."""
    for path in unfinished.iterdir():
        sync(path)
    sync(unfinished)
    unfinished.replace(finished)
    sync(finished.parent)
