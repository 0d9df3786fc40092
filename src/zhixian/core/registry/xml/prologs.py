"""Bytes of XML made safe to read as one stream: UTF-8, without declarations and document types, whatever stood in them.

A file may hold many documents one after the other, each with its own prolog. Nothing a document type says is needed here,
and an entity it declares is refused, so no entity is ever expanded and nothing is ever fetched.
"""

import codecs
import re
from collections.abc import Iterator
from typing import IO

from zhixian.core.kernel.refusal import Refusal

CHUNK = 1 << 18
LONGEST_PROLOG = 1 << 20
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_DECLARED = re.compile(rb"<\?xml\s[^>]*?encoding\s*=\s*[\"']([\w.\-]+)[\"']")
_DECLARATION = re.compile(rb"<\?xml\s[^>]*\?>")
_DOCTYPE = re.compile(rb"<!DOCTYPE[^\[>]*(\[.*?\]\s*)?>", re.DOTALL)
_ENTITY = re.compile(rb"<!ENTITY\s(?![^>]*\sNDATA\s)")
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030"}
"""Files that declare the small set use the characters of the large one."""


def clean_chunks(stream: IO[bytes], *, whole: bool = True) -> Iterator[bytes]:
    """Chunks of UTF-8 without prologs; line breaks inside prologs stay, so line numbers hold.

    `whole` says that the stream is the whole file and not just its beginning. Raises Refusal for entity declarations, an
    unknown encoding, and bytes that are not in the encoding declared.
    """
    held = b""
    for chunk in _utf8_chunks(stream, whole=whole):
        ready, held = _strip(held + chunk)
        yield ready
    if held and whole:
        yield held


def _strip(text: bytes) -> tuple[bytes, bytes]:
    """The text without complete prologs, and the end of it that may be the beginning of one."""
    pieces: list[bytes] = []
    at = 0
    while (found := _next_prolog(text, at)) is not None:
        start, pattern = found
        match = pattern.match(text, start)
        if match is None:
            if len(text) - start > LONGEST_PROLOG:
                raise Refusal("文件头（XML 声明或 DOCTYPE）没有结束")
            return b"".join([*pieces, text[at:start]]), text[start:]
        if _ENTITY.search(match[0]):
            raise Refusal("含有实体声明（<!ENTITY …>），为防止实体炸弹不予读取", expected="不含实体声明的 XML")
        pieces += [text[at:start], b"\n" * match[0].count(b"\n")]
        at = match.end()
    tail = text.rfind(b"<")
    keep = len(text) if tail < at or b">" in text[tail:] or len(text) - tail > LONGEST_PROLOG else tail
    pieces.append(text[at:keep])
    return b"".join(pieces), text[keep:]


def _next_prolog(text: bytes, at: int) -> tuple[int, re.Pattern[bytes]] | None:
    """Where the next declaration or document type begins. `<?xml-stylesheet` is neither."""
    declaration = text.find(b"<?xml ", at)
    doctype = text.find(b"<!DOCTYPE", at)
    if doctype >= 0 and (declaration < 0 or doctype < declaration):
        return doctype, _DOCTYPE
    return (declaration, _DECLARATION) if declaration >= 0 else None


def _utf8_chunks(stream: IO[bytes], *, whole: bool) -> Iterator[bytes]:
    first = stream.read(CHUNK)
    encoding, skip = encoding_of(first)
    chunk = first[skip:]
    if encoding == "utf-8":
        while chunk:
            yield chunk
            chunk = stream.read(CHUNK)
        return
    decoder = codecs.getincrementaldecoder(encoding)()
    line = 1
    while chunk:
        try:
            text = decoder.decode(chunk)
        except UnicodeDecodeError as error:
            line += chunk[: error.start].count(b"\n")
            raise Refusal(f"第 {line} 行附近的字节不是声明的编码 {encoding}", expected="声明与内容一致的编码") from None
        line += chunk.count(b"\n")
        yield text.encode()
        chunk = stream.read(CHUNK)
    if whole and decoder.getstate()[0]:
        raise Refusal(f"第 {line} 行：文件在一个字符中间断开", expected="完整的文件")


def encoding_of(head: bytes) -> tuple[str, int]:
    """Encoding by byte order mark, else as declared, else UTF-8; and how many bytes the mark takes."""
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return encoding, len(mark)
    found = _DECLARED.search(head[:2000])
    named = found[1].decode().lower() if found else "utf-8"
    try:
        known = codecs.lookup(_WIDER.get(named, named)).name
    except LookupError:
        raise Refusal(f"声明的编码“{named}”不认识", expected="UTF-8 或 GB18030") from None
    return known, 0
