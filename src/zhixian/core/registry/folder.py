"""The data folder: where things lie in it, one writer at a time, and files that are either old or new, never half."""

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from zhixian.core.kernel.files import sync, write_whole
from zhixian.core.kernel.refusal import Refusal

_MOST_WORDS = 200


class Busy(Refusal):
    """Another process has the folder, `why` says for what; a while later it will be free."""


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
def locked(data: Path, doing: str) -> Iterator[Room]:
    """Hold the folder's lock, which ends with the process however it ends. `doing` is what for, in words that 正在 may stand before:
    the lock's file keeps them for whoever finds it held. Raises Busy with the words of the process that holds it."""
    room = Room(data)
    for folder in (room.sources, room.staged, room.snapshots):
        folder.mkdir(parents=True, exist_ok=True)
    with (data / ".lock").open("a+", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Busy(_held_for(lock), where=str(data), expected="等它结束后再办") from None
        _say(lock, doing)
        shutil.rmtree(room.work, ignore_errors=True)
        room.work.mkdir()
        try:
            yield room
        finally:
            shutil.rmtree(room.work, ignore_errors=True)
            _say(lock, "")


def _say(lock: IO[str], doing: str) -> None:
    """Write what the lock is held for. A disk that is full keeps nobody from working."""
    with suppress(OSError):
        lock.truncate(0)
        lock.write(doing)
        lock.flush()


def _held_for(lock: IO[str]) -> str:
    """What the process that holds the lock is doing; another program's lock says nothing."""
    lock.seek(0)
    try:
        doing = lock.read(_MOST_WORDS).strip()
    except (OSError, UnicodeDecodeError):
        doing = ""
    return f"正在{doing}" if doing else "另一个程序正在使用这个目录"


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
