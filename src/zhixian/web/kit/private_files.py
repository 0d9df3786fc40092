"""Where uploaded files and papers lie: outside every address, under names nobody can guess."""

import os
import secrets
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from zhixian.core.kernel.refusal import Refusal

MEGABYTE = 1024 * 1024
INCOMING = "incoming"
"""Folder of the private files where uploads lie until they are somebody's; no backup needs it."""


def private_files() -> FileSystemStorage:
    """Files of mode 0600 in folders of mode 0700, without an address."""
    return FileSystemStorage(base_url=None, file_permissions_mode=0o600, directory_permissions_mode=0o700)


def random_path(folder: str) -> str:
    """A path in a folder of the private files that says nothing: the name that was uploaded is kept in a row, if at all."""
    name = secrets.token_hex(16)
    return f"{folder}/{name[:2]}/{name}"


def remove_for_good(*files: Any) -> None:
    """Take files off the disk once the caller's transaction holds: a row that is rolled back keeps its file."""
    for file in files:
        if file:
            transaction.on_commit(partial(file.storage.delete, file.name))


def safe_name(name: str) -> str:
    """The last part of an uploaded name on one line, short enough for any disk."""
    plain = "".join(ch if ch.isprintable() else "_" for ch in name.replace("\\", "/").rpartition("/")[2]).strip(". ")
    stem, dot, ending = plain.rpartition(".")
    return f"{stem[:60]}{dot}{ending[:10]}" if stem else plain[:60] or "file"


@dataclass(frozen=True, slots=True)
class Copied:
    """An upload that was copied as it came: its safe name, its size in bytes, and where it lies meanwhile."""

    name: str
    size: int
    path: Path

    def move_to(self, path: Path) -> None:
        """Give it its place below the private files; in the transaction that keeps a row of it."""
        place = Path(settings.MEDIA_ROOT) / path
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.path.replace(place)


@contextmanager
def copied(files: Iterable[UploadedFile], *, fit: Callable[[Sequence[int]], None]) -> Iterator[list[Copied]]:
    """Copy uploads, readable by the site alone, before any transaction: hundreds of megabytes take their time. What was not moved
    to its place at the end is removed. `fit` is asked first, with all sizes in bytes, and raises Refusal when they are too much."""
    files = list(files)
    fit([given.size or 0 for given in files])
    incoming = Path(settings.MEDIA_ROOT) / INCOMING
    incoming.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(dir=incoming) as folder:
        yield [_copy(given, Path(folder) / str(number)) for number, given in enumerate(files)]


@dataclass(frozen=True, slots=True)
class WaitingRoom:
    """How much may wait of one person in a room of the site, and what is said when it would be more. `waiting` counts what does, in
    bytes."""

    waiting: Callable[[Any], int]
    called: str
    expected: str

    def fit(self, sizes: Sequence[int], *, by: Any, going: int = 0) -> None:
        """Raises Refusal when files of these sizes would be too much beside those that wait, but for so many bytes that are about to go."""
        waiting, size = self.waiting(by) - going, sum(sizes)
        if waiting + size > settings.STORED_LIMIT:
            raise Refusal(
                f"{self.called}已有 {waiting // MEGABYTE} MB，这次又有 {size // MEGABYTE} MB，合计超过 {settings.STORED_LIMIT // MEGABYTE} MB",
                expected=self.expected,
            )

    def taken_in(
        self, files: Iterable[UploadedFile], *, by: Any, going: int = 0
    ) -> AbstractContextManager[list[Copied]]:
        """The files copied, before any transaction. Raises Refusal when the person has too much waiting already; `going` as in `fit`."""
        return copied(files, fit=partial(self.fit, by=by, going=going))


def _copy(given: UploadedFile, path: Path) -> Copied:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as kept:
        for block in given.chunks():
            kept.write(block)
    return Copied(safe_name(str(given.name)), path.stat().st_size, path)
