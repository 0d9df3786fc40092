"""UTF-16 that does not say so: text without a byte order mark, told by how its characters lie in pairs of bytes."""

LOOKED_AT = 4096
"""Bytes at the beginning of a file that decide."""
LOST = "\N{REPLACEMENT CHARACTER}"
"""Stands where the bytes of a file are no text of its encoding."""
BROKEN = f"有的字节不是文字（{LOST}），请改正这一格再导入"
CUT_OFF = "没有写完，文件就断了"
"""In the note of a file that ends within a row."""
MOST_BROKEN = 0.01
"""Share of unreadable characters above which the file is in no encoding we know."""
FEW_BROKEN = 20
_LEAST_USUAL = 0.9
_USUAL = ((" ", "~"), ("\u2010", "\u203b"), ("\u3000", "\u9fff"), ("\uff01", "\uffe5"))
"""ASCII, dashes and quotation marks, Chinese, full-width signs."""
_SEPARATORS = ",\t;|"
_LEAST_SEPARATORS = 2
"""Pairs of letters in a text with a stray zero are Chinese when read so, but no pair of them is a comma."""


def unmarked_utf16(head: bytes) -> str | None:
    """`utf-16-le` or `utf-16-be` where the first bytes are text in it and hold no mark; else None.

    Some programs save 制表符分隔的 Unicode text so. Every second byte of a digit, a letter or a separator is a zero, which no other
    encoding of text has.
    """
    head = head[: min(len(head), LOOKED_AT) // 2 * 2]
    if b"\0" not in head:
        return None
    shares = {encoding: _usual(head, encoding) for encoding in ("utf-16-le", "utf-16-be")}
    best = max(shares, key=lambda encoding: shares[encoding])
    return best if shares[best] >= _LEAST_USUAL else None


def _usual(head: bytes, encoding: str) -> float:
    """The share of characters that a Chinese table is written with."""
    text = head.decode(encoding, errors="replace")
    if "\0" in text or sum(map(text.count, _SEPARATORS)) < _LEAST_SEPARATORS:
        return 0.0
    return sum(map(_is_usual, text)) / len(text)


def _is_usual(sign: str) -> bool:
    return sign in "\t\r\n" or any(first <= sign <= last for first, last in _USUAL)
