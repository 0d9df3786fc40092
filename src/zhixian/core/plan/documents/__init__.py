"""Takes the text out of an official document: txt, docx, html or pdf, whatever its ending says.

Spans of a reading index the text that `text_of` returns. Of a .txt that is exactly the decoded file without its byte order
mark; of the other kinds a paragraph is a line. A row of a table is a line with its cells parted by tabs, also where the table is
drawn with signs.
"""

import io
import re
import zipfile
from pathlib import Path

from zhixian.core.kernel.refusal import Refusal
from zhixian.core.plan.documents.drawn import undrawn
from zhixian.core.plan.documents.printed import read_pdf
from zhixian.core.plan.documents.web_page import read_web_page
from zhixian.core.plan.documents.word import read_word

_MAX_FILE = 50 * 2**20
_MOST_CHARACTERS = 2_000_000
"""Far more than a plan has; reading takes time in proportion, so a whole archive is better read in parts."""
_MAX_UNPACKED = 200 * 2**20
_MAX_RATIO = 200
_KINDS = ".txt、.docx、.html 或 .pdf 的公文"


def text_of(path: Path) -> str:
    """The text of a document. Raises Refusal for a missing, empty, oversized, encrypted, damaged or foreign file."""
    where = str(path)
    try:
        if path.is_dir():
            raise Refusal("这是一个目录", where=where, expected=_KINDS)
        if path.stat().st_size > _MAX_FILE:
            raise Refusal(f"文件有 {path.stat().st_size // 2**20} MB", where=where, expected="不超过 50 MB 的公文")
        content = path.read_bytes()
    except FileNotFoundError:
        raise Refusal("没有这个文件", where=where, expected=_KINDS) from None
    except OSError as error:
        raise Refusal(f"读不了：{error.strerror}", where=where, expected=_KINDS) from None
    if not content.strip():
        raise Refusal("文件是空的", where=where, expected=_KINDS)
    text = undrawn(_decode(content, path.suffix.lower(), where))
    if not text.strip():
        raise Refusal("文件里没有文字", where=where, expected="有文字的公文；扫描件请先做文字识别")
    if len(text) > _MOST_CHARACTERS:
        found = f"全文有 {len(text) // 10_000} 万字"
        raise Refusal(found, where=where, expected="一份公文，而不是汇编；请拆开，每份不超过 200 万字")
    return text


def read_as(path: Path) -> str:
    """“文件名是 .doc，内容是 PDF，按 PDF 读” where the ending says another kind than the content; else empty."""
    with path.open("rb") as file:
        start = file.read(_OPENING)
    suffix = path.suffix.lower()
    kind = next((kind for kind, (mark, _) in _MARKS.items() if mark.match(start)), "文本")
    usual = _MARKS[kind][1] if kind in _MARKS else _TEXTS
    if suffix in usual or (kind == "文本" and suffix not in _NEVER_TEXT):
        return ""
    return f"文件名是 {suffix or '没有后缀'}，内容是{kind}，已按{kind}读；请核对是不是要读的那份公文"


_OPENING = 1024
_MARKS = {
    " PDF ": (re.compile(rb"%PDF"), {".pdf"}),
    " Word 文档（docx）": (re.compile(rb"PK\x03\x04"), {".docx"}),
    "网页": (
        re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<!doctype html|<html|<\?xml[^>]*>\s*<html)", re.IGNORECASE),
        {".html", ".htm", ".xhtml"},
    ),
}
"""Kind of a document → how its content begins, and the endings that say so."""
_TEXTS = {".txt", ".text", ".md", ""}
_NEVER_TEXT = {".doc", ".wps", ".docx", ".pdf"}


def _decode(content: bytes, suffix: str, where: str) -> str:
    if content.startswith(b"%PDF"):
        return read_pdf(content, where)
    if content.startswith(b"PK\x03\x04"):
        return _docx(content, where)
    if content.startswith(b"{\\rtf"):
        raise Refusal("这是 RTF 文件", where=where, expected="在 Word 或 WPS 里另存为 .docx")
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise Refusal("这是旧版 Word（.doc）或表格文件", where=where, expected="在 Word 或 WPS 里另存为 .docx")
    if suffix in {".docx", ".pdf"}:
        raise Refusal(f"文件名是 {suffix}，内容却不是", where=where, expected=_KINDS)
    words = _plain(content, where)
    if suffix in {".html", ".htm", ".xhtml"} or re.match(
        r"\s*(?:<!doctype html|<html|<\?xml[^>]*>\s*<html)", words[:500], re.IGNORECASE
    ):
        return read_web_page(words, where)
    return words


def _plain(content: bytes, where: str) -> str:
    """Decoded as its byte order mark says, else UTF-8, else GB18030 or Big5; anything with control characters is no text."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if content.startswith(mark):
            words = _decoded(content[len(mark) :], encoding)
            if words is None:
                raise Refusal(f"标为 {encoding}，却解不开", where=where, expected="UTF-8 或 GB18030 编码的文本")
            return words
    words = _decoded(content, "utf-8")
    if words is None:
        readings = [(reading, name) for name in ("gb18030", "big5") if (reading := _decoded(content, name)) is not None]
        words = max(readings, key=_plausible)[0] if readings else None
    if words is not None:
        return words
    raise Refusal(
        "不是文本文件，或编码认不出", where=where, expected="UTF-8、GB18030 或 Big5 编码的文本，或 .docx、.html、.pdf"
    )


def _decoded(content: bytes, encoding: str) -> str | None:
    try:
        words = content.decode(encoding)
    except UnicodeDecodeError:
        return None
    return words if len(re.findall(r"[\x00-\x08\x0e-\x1f]", words)) <= len(words) // 1000 else None


def _plausible(reading: tuple[str, str]) -> float:
    """Share of the characters that their encoding counts among the common ones; Big5 read as GB18030 is full of rare ones."""
    words, encoding = reading[0][:20000], reading[1]
    first, last = (0xB0, 0xD7) if encoding == "gb18030" else (0xA4, 0xC6)
    wide = [word.encode(encoding, "ignore") for word in words if ord(word) > 0x7F and word.isalpha()]
    return sum(len(code) == 2 and first <= code[0] <= last for code in wide) / max(1, len(wide))


def _docx(content: bytes, where: str) -> str:
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError):
        raise Refusal("文件不完整，打不开", where=where, expected="完整的 .docx") from None
    if not any(entry.filename == "word/document.xml" for entry in entries):
        raise Refusal("这是压缩包，不是 Word 文档", where=where, expected=_KINDS)
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > _MAX_UNPACKED or any(
        e.file_size > 2**20 and e.file_size > _MAX_RATIO * max(1, e.compress_size) for e in entries
    ):
        raise Refusal(f"解开后有 {unpacked // 2**20} MB，像是压缩炸弹", where=where, expected="正常的 .docx")
    return read_word(content, where)
