"""The papers of a source one after the other: of a large one read in a process of their own, so that two cores are kept busy."""

import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, fields
from itertools import islice
from operator import attrgetter
from pathlib import Path
from typing import IO, Any, cast

from zhixian.core.kernel.refusal import Refusal
from zhixian.core.registry.xml import cnipa, docdb, st66, st96
from zhixian.core.registry.xml.elements import name_of
from zhixian.core.registry.xml.paper import Notice, Paper
from zhixian.core.registry.xml.reading import Element, members, records

READERS: dict[str, Callable[[Element], Paper]] = {
    cnipa.NEW: cnipa.read_new,
    cnipa.OLD: cnipa.read_old,
    docdb.DOCUMENT: docdb.read_document,
    docdb.MEMBER: docdb.read_member,
    st96.PATENT: st96.read_patent,
    st96.MARK: st96.read_mark,
    st96.DESIGN: st96.read_design,
    st96.INDICATION: st96.read_indication,
    st66.MARK: st66.read_mark,
}
"""How each kind of document is read. A zip may mix families: the document decides, not the importer."""
APART_FROM = 8 << 20
"""Bytes of a source from which on a second process is worth its start."""
_AT_A_TIME = 500
_ITEMS, _END, _REFUSED = "items", "end", "refused"
_SERVE = "import sys; from zhixian.core.registry.xml.papers import serve; serve(sys.argv[1])"


@dataclass(frozen=True, slots=True)
class Found:
    """A paper: in which file of a zip or folder (empty where the source is one file), what the first document there is called,
    and the how-manieth of the file it is."""

    member: str
    kind: str
    ordinal: int
    paper: Paper


@dataclass(frozen=True, slots=True)
class Damaged:
    """A file of a zip or folder that cannot be read beyond `read` papers."""

    name: str
    read: int
    why: str


@dataclass(frozen=True, slots=True)
class Noted:
    """What is to be told of the source."""

    note: str


Item = Found | Damaged | Noted
_told_of_paper = attrgetter(*(part.name for part in fields(Paper) if part.name != "notices"))
_told_of_notice = attrgetter(*(part.name for part in fields(Notice)))


def papers_of(path: Path) -> Generator[Item]:
    """Everything that a source holds; to be closed when no more is wanted. Raises Refusal where all of it cannot be read."""
    apart = (os.cpu_count() or 1) > 1 and _size(path) >= APART_FROM
    return _apart(path) if apart else read_here(path)


def read_here(path: Path) -> Generator[Item]:
    """The same, in this process."""
    notes: list[str] = []
    for member in members(path, notes):
        ordinal, kind = 0, ""
        try:
            with member.open() as stream:
                for element in records(stream, READERS):
                    ordinal += 1
                    kind = kind or name_of(element)
                    yield Found(member.name, kind, ordinal, READERS[str(element.tag)](element))
        except Refusal as refusal:
            if not member.name:
                raise Refusal(refusal.why, where=path.name, expected=refusal.expected) from None
            yield Damaged(member.name, ordinal, refusal.why)
        if ordinal == 0 and member.name:
            yield Noted(f"{member.name} 里没有可导入的文献")
    yield from map(Noted, notes)


def _size(path: Path) -> int:
    if path.is_dir():
        return sum(file.stat().st_size for file in path.rglob("*") if file.is_file())
    return path.stat().st_size


def serve(path: str) -> None:
    """The other process: what is read goes out on its standard output, some hundred papers at a time."""
    out = sys.stdout.buffer
    try:
        items = read_here(Path(path))
        while batch := list(islice(items, _AT_A_TIME)):
            pickle.dump((_ITEMS, [_packed(item) for item in batch]), out, protocol=5)
        pickle.dump((_END, None), out)
    except Refusal as refusal:
        pickle.dump((_REFUSED, (refusal.why, refusal.where, refusal.expected)), out)
    except (BrokenPipeError, KeyboardInterrupt):
        os._exit(1)  # whoever asked is gone
    out.flush()


def _apart(path: Path) -> Generator[Item]:
    command = [sys.executable, "-c", _SERVE, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:  # noqa: S603 -- our own interpreter
        try:
            yield from _received(cast("IO[bytes]", process.stdout), path)
        finally:
            process.kill()


def _received(stream: IO[bytes], path: Path) -> Iterator[Item]:
    while True:
        try:
            kind, told = pickle.load(stream)  # noqa: S301 -- from our own process
        except (EOFError, pickle.UnpicklingError):
            raise Refusal("读取这个文件的进程中断了", where=path.name, expected="内存有余，再试一次") from None
        if kind == _END:
            return
        if kind == _REFUSED:
            why, where, expected = told
            raise Refusal(why, where=where, expected=expected)
        yield from map(_unpacked, told)


def _packed(item: Item) -> tuple[Any, ...]:
    """Tuples of texts travel at a fifth of the cost of objects."""
    if isinstance(item, Found):
        paper = item.paper
        return (
            item.member,
            item.kind,
            item.ordinal,
            _told_of_paper(paper),
            [_told_of_notice(notice) for notice in paper.notices],
        )
    return (item,)


def _unpacked(told: tuple[Any, ...]) -> Item:
    if len(told) == 1:
        return cast("Item", told[0])
    member, kind, ordinal, of_paper, notices = told
    paper = Paper(*of_paper)
    paper.notices = [Notice(*notice) for notice in notices]
    return Found(member, kind, ordinal, paper)
