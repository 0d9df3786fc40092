"""Safe streaming of XML documents from a file, a zip or a folder, one at a time and forgotten after use."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Literal, cast

from lxml import etree

from zhixian.core.kernel.refusal import Refusal
from zhixian.core.registry.xml.prologs import clean_chunks

Element = etree._Element  # noqa: SLF001 -- lxml names its element type only so

OPENING = b'<!DOCTYPE documents SYSTEM "documents.dtd"><documents>'
"""One root around all documents of a stream. The external subset, which is never read, makes references to the entities
of a file's own DTD harmless."""
LARGEST_UNPACKED = 64 << 30
"""Bytes all members of a zip may unpack to; streamed, never held."""
LARGEST_RATIO = 400
RATIO_COUNTS_FROM = 16 << 20
"""A member that unpacks to more than this may not be packed tighter than the ratio: gazettes reach about 30."""


@dataclass(frozen=True, slots=True)
class Member:
    """One file of a source: its name (empty for a source that is a single file) and how to open it."""

    name: str
    open: Callable[[], IO[bytes]]


def _parser(event: Literal["start", "end"], tags: Collection[str] | None = None) -> etree.XMLPullParser:
    return etree.XMLPullParser(
        events=(event,),
        tag=None if tags is None else list(tags),
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def records(stream: IO[bytes], tags: Collection[str]) -> Iterator[Element]:
    """Each outermost element with one of the qualified names, valid until the next is asked for.

    Raises Refusal with the line when the text is not well-formed, cut short, too deep, or not in its encoding.
    """
    wanted = frozenset(tags)
    parser = _parser("end", wanted)
    with errors_as_refusals():
        parser.feed(OPENING)
        for chunk in clean_chunks(stream):
            parser.feed(chunk)
            yield from _outermost(parser, wanted)
        parser.feed(b"</documents>")
        yield from _outermost(parser, wanted)
        parser.close()


def _outermost(parser: etree.XMLPullParser, wanted: frozenset[str]) -> Iterator[Element]:
    outside = None
    for element in _events(parser):
        parent = element.getparent()
        if parent is not outside and any(above.tag in wanted for above in element.iterancestors()):
            continue
        outside = parent  # thousands of documents stand side by side: what is above them is looked at once
        yield element
        _forget(element)


def _events(parser: etree.XMLPullParser) -> Iterator[Element]:
    for _, element in parser.read_events():
        yield cast("Element", element)


def _forget(element: Element) -> None:
    element.clear()
    parent = element.getparent()
    while parent is not None and parent[0] is not element:
        del parent[0]


@contextmanager
def errors_as_refusals() -> Iterator[None]:
    """What the parser and the zip complain of, in the officer's words."""
    try:
        yield
    except etree.XMLSyntaxError as error:
        why = error.msg.split(", line")[0]
        if "utf-8" in why.lower() or "encoding" in why.lower():
            raise Refusal(f"第 {error.lineno} 行的字节不是声明的编码", expected="声明与内容一致的编码") from None
        raise Refusal(f"第 {error.lineno} 行：XML 不完整或有错（{why}）", expected="完整、合规的 XML") from None
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError):
        raise _damaged_member() from None


def _damaged_member() -> Refusal:
    return Refusal("压缩包内的这个文件已损坏或压缩方法不支持", expected="完整的 .zip")


def _member(packed: zipfile.ZipFile, info: zipfile.ZipInfo) -> IO[bytes]:
    """Open a member; the place that a damaged listing gives may lie outside the file."""
    try:
        return packed.open(info)
    except (zipfile.BadZipFile, struct.error, OSError, NotImplementedError, RuntimeError, ValueError):
        raise _damaged_member() from None


def root_of(head: bytes) -> str | None:
    """Qualified name of the first element in the first bytes of a file; None when it is not XML.

    Raises Refusal when what stands before the element is refused, such as the declaration of an entity.
    """
    if b"<" not in head:
        return None
    parser = _parser("start")
    try:
        parser.feed(OPENING)
        for chunk in clean_chunks(io.BytesIO(head), whole=False):
            parser.feed(chunk)
    except etree.XMLSyntaxError:
        pass
    try:
        started = [str(element.tag) for element in _events(parser)]
    except etree.XMLSyntaxError:
        return None
    return started[1] if len(started) > 1 else None


def is_zip(head: bytes) -> bool:
    """Local file header, or the end record of an empty archive."""
    return head.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def members(path: Path, notes: list[str]) -> Iterator[Member]:
    """The XML files of a source, in order of name; what is passed over is said in `notes`.

    Raises Refusal for a damaged, encrypted or overly packed zip.
    """
    if path.is_dir():
        yield from _files_of(path, notes)
    elif is_zip(_head(path)):
        yield from _zipped(path, notes)
    else:
        yield Member("", lambda: path.open("rb"))


def _files_of(folder: Path, notes: list[str]) -> Iterator[Member]:
    passed = 0
    for file in sorted(folder.rglob("*")):
        if file.is_file() and file.suffix.lower() == ".xml":
            yield Member(file.relative_to(folder).as_posix(), lambda file=file: file.open("rb"))  # type: ignore[misc]
        elif file.is_file():
            passed += 1
    _say_passed(passed, notes)


def _zipped(path: Path, notes: list[str]) -> Iterator[Member]:
    try:
        with zipfile.ZipFile(path) as packed:
            infos = [info for info in packed.infolist() if not info.is_dir()]
            _refuse_bombs(infos)
            chosen = sorted((info for info in infos if info.filename.lower().endswith(".xml")), key=_name)
            if not chosen:
                inside = "、".join(map(_name, infos[:3])) or "什么也没有"
                raise Refusal(f"压缩包里没有 .xml 文件（里面有：{inside}）", expected="先解压，再导入里面的文件")
            for info in chosen:
                yield Member(_name(info), lambda info=info: _member(packed, info))  # type: ignore[misc]
            _say_passed(len(infos) - len(chosen), notes)
    except (zipfile.BadZipFile, struct.error, NotImplementedError, ValueError, EOFError):
        raise Refusal("压缩包已损坏", expected="完整的 .zip") from None


def _refuse_bombs(infos: list[zipfile.ZipInfo]) -> None:
    for info in infos:
        if info.flag_bits & 1:
            raise Refusal(f"压缩包内 {_name(info)} 有密码", expected="不加密的 .zip")
        if info.file_size > RATIO_COUNTS_FROM and info.file_size > LARGEST_RATIO * max(info.compress_size, 1):
            raise Refusal(f"压缩包内 {_name(info)} 解开后是原来的 {LARGEST_RATIO} 倍以上，疑为压缩炸弹，不予读取")
    if sum(info.file_size for info in infos) > LARGEST_UNPACKED:
        raise Refusal("压缩包解开后过大，不予读取", expected=f"不超过 {LARGEST_UNPACKED >> 30} GB，可分包导入")


def _name(info: zipfile.ZipInfo) -> str:
    """A member's name; names without the UTF-8 mark come from Chinese Windows."""
    if info.flag_bits & 0x800:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return info.filename


def _say_passed(count: int, notes: list[str]) -> None:
    if count:
        notes.append(f"另有 {count} 个文件不是 .xml，没有读取")


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(8)
