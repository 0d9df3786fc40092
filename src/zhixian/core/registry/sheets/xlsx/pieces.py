"""A part of a workbook as plain pieces of XML: UTF-8 without prefix, comment, CDATA or carriage return, cut between elements."""

import codecs
import re
from collections.abc import Iterator
from typing import IO

from zhixian.core.registry.sheets.batch import LONGEST_ROW, too_long

BLOCK_BYTES = 12 << 20
"""Read at a time: some ten thousand rows."""
LONGEST_BEGINNING = 16 << 20
"""Bytes before the rows begin: column widths and panes."""
PADDING = bytes(64)
"""After each piece: words are read beyond its last byte."""
_ENCODING = re.compile(rb"^\s*<\?xml[^>]*?encoding\s*=\s*[\"']([\w.-]+)[\"']")
_ROOT = re.compile(rb"<(?![?!])(?:([\w.-]+):)?[\w.-]+")
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_NOT_PLAIN = re.compile(rb"<!--.*?-->|<!\[CDATA\[(.*?)\]\]>|<\?.*?\?>", re.DOTALL)


class Damaged(ValueError):
    """The XML of a part is not what a workbook's is; the message says why."""


def pieces(file: IO[bytes], *, inside: bytes, element: bytes, block: int = BLOCK_BYTES) -> Iterator[bytes]:
    """What stands inside one element, in pieces that hold only whole elements of a kind, each before `PADDING`.

    Raises Damaged. Blocks are large, so each byte is copied as seldom as can be.
    """
    blocks = _plain(file, block)
    text = _after_opening(blocks, inside)
    if text is None:
        return
    left = b""
    while (stop := text.find(b"</" + inside)) < 0:
        if (cut := text.rfind(b"<" + element)) >= 0:
            if left or cut:
                yield b"".join((left, memoryview(text)[:cut], PADDING))
            left = text[cut:]
        else:
            left += text
            if len(left) > LONGEST_ROW:
                raise Damaged(too_long())
        if (following := next(blocks, None)) is None:
            raise Damaged("内容不完整")
        text = following
    if left or stop:
        yield b"".join((left, memoryview(text)[:stop], PADDING))


def _after_opening(blocks: Iterator[bytes], inside: bytes) -> bytes | None:
    """The text after the opening tag; None when the element is empty."""
    opening = re.compile(rb"<" + inside + rb"(?:\s[^>]*)?>|<" + inside + rb"\s*/>")
    text = b""
    for block in blocks:
        text += block
        if found := opening.search(text):
            return None if found[0].endswith(b"/>") else text[found.end() :]
        if len(text) > LONGEST_BEGINNING:
            break
    raise Damaged("内容不完整")


def _plain(file: IO[bytes], block: int) -> Iterator[bytes]:
    """Blocks that begin with a tag and end before one, so that nothing to be made plain is ever cut in two."""
    left, prefix = b"", None
    for raw in _utf8(file, block):
        if (cut := raw.rfind(b"<")) < 0 or not (left or cut):
            left += raw
            continue
        text = b"".join((left, memoryview(raw)[:cut]))
        left = raw[cut:]
        if b"\r" in text:
            text = text.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        if (b"!" in text or b"?" in text) and (b"<!" in text or b"<?" in text):  # one byte is found ten times quicker
            text, open_at = _without_asides(text)
            text, left = text[:open_at], text[open_at:] + left
        if len(left) > LONGEST_ROW:
            raise Damaged(too_long())
        if prefix is None and (root := _ROOT.search(text)):
            prefix = root[1] or b""
        if prefix:
            text = text.replace(b"<" + prefix + b":", b"<").replace(b"</" + prefix + b":", b"</")
        if text:
            yield text
    if left.rstrip().endswith(b">"):
        yield left.replace(b"</" + prefix + b":", b"</") if prefix else left


def _without_asides(text: bytes) -> tuple[bytes, int]:
    """(text without comments, CDATA and instructions, where one begins that does not end in it)."""
    text = _NOT_PLAIN.sub(_aside, text)
    if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
        raise Damaged("含有文档类型声明")
    opens = [at for at in (text.find(b"<!"), text.find(b"<?")) if at >= 0]
    return text, min(opens, default=len(text))


def _aside(found: re.Match[bytes]) -> bytes:
    return (found[1] or b"").replace(b"&", b"&amp;").replace(b"<", b"&lt;")


def _utf8(file: IO[bytes], block: int) -> Iterator[bytes]:
    """The part in UTF-8, whatever it is written in: the standard allows UTF-16, and some say another."""
    raw = file.read(block)
    declared = _ENCODING.search(raw[:200])
    name = "utf-16" if raw.startswith(_UTF16) else declared[1].decode().lower() if declared else "utf-8"
    try:
        decoder = None if name in ("utf-8", "utf8", "us-ascii") else codecs.getincrementaldecoder(name)()
        while raw:
            yield raw if decoder is None else decoder.decode(raw).encode()
            block = min(2 * block, max(block, BLOCK_BYTES))
            raw = file.read(block)
    except (LookupError, UnicodeError):
        raise Damaged(f"不是 {name} 文字") from None
