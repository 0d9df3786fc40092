"""Text of a PDF: the lines of its pages put together into paragraphs again, without page numbers; ruled tables as rows."""

import io
import logging
import re
import unicodedata
from dataclasses import dataclass, replace
from itertools import islice, pairwise
from typing import Any

from pdfminer.high_level import extract_pages
from pdfminer.layout import LAParams, LTTextContainer
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect, PDFTextExtractionNotAllowed
from pdfminer.pdfexceptions import PDFException
from pdfminer.psexceptions import PSException

from zhixian.core.kernel.refusal import Refusal
from zhixian.core.plan.documents.ruled import lines_in, tables_of

_MOST_PAGES = 500
_PAGE_NUMBER = re.compile(
    r"[\s—–\-－·•~～]*(?:第\s*)?\d{1,4}(?:\s*页)?(?:\s*[/，,]?\s*(?:共\s*)?\d{1,4}\s*页?)?[\s—–\-－·•~～]*"
)
_CLOSED = "。；：！？.;:!?"
_OPENS = re.compile(
    r"\s*(?:第[一二三四五六七八九十百\d]+[编章节条]|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.．、]|附件|[│┃║|┌├└┏┣┗─━]|[（(〔【\[]?(?:责任|牵头|配合)[单部])"
)
_RADICALS = {
    0x2EA0: "民", 0x2EC1: "虎", 0x2EC4: "西", 0x2EC5: "见", 0x2EC6: "角", 0x2EC9: "贝", 0x2ECB: "车", 0x2ED1: "長", 0x2ED3: "长",
    0x2ED4: "门", 0x2ED8: "青", 0x2ED9: "韦", 0x2EDA: "页", 0x2EDB: "风", 0x2EDC: "飞", 0x2EDD: "食", 0x2EE2: "马", 0x2EE3: "骨",
    0x2EE4: "鬼", 0x2EE5: "鱼", 0x2EE6: "鸟", 0x2EE7: "卤", 0x2EE8: "麦", 0x2EE9: "黄", 0x2EEC: "齐", 0x2EEE: "齿", 0x2EF0: "龙",
}  # fmt: skip
"""Radicals whose character Unicode does not name."""
_WHOLE = _RADICALS | {
    code: unicodedata.normalize("NFKC", chr(code))
    for code in (0x2E9F, 0x2EF3, *range(0x2F00, 0x2FD6), *range(0xFB00, 0xFB07))
}


@dataclass(frozen=True, slots=True)
class _Line:
    words: str
    left: float
    right: float
    size: float
    row: bool = False
    beside: bool = False
    """A row of a table, and words that stand beside others as in a table without lines, go on in no other line."""

    @property
    def shown(self) -> str:
        """The words, of a row with its empty cells."""
        return self.words if self.row else self.words.strip()


def read_pdf(content: bytes, where: str) -> str:
    """A line for each paragraph. Raises Refusal for an encrypted or damaged file, or one with more than 500 pages."""
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    try:
        layouts = extract_pages(io.BytesIO(content), laparams=LAParams(line_margin=0.3))
        pages = [_page_lines(page) for page in islice(layouts, _MOST_PAGES + 1)]
    except (PDFPasswordIncorrect, PDFEncryptionError, PDFTextExtractionNotAllowed):
        raise Refusal("PDF 加了密", where=where, expected="没有密码的 PDF") from None
    except (PDFException, PSException, ValueError, KeyError, TypeError, IndexError, AttributeError, AssertionError, OverflowError, RecursionError):  # fmt: skip
        raise Refusal("PDF 损坏，打不开", where=where, expected="完整的 PDF") from None
    if len(pages) > _MOST_PAGES:
        raise Refusal(f"超过 {_MOST_PAGES} 页", where=where, expected="一份公文，而不是汇编")
    return whole_characters(_paragraphs([line for page in pages for line in page]))


def whole_characters(words: str) -> str:
    """⼯ → 工, ﬁ → fi: many printers write a character as the radical or the ligature that looks like it."""
    return words.translate(_WHOLE)


def _page_lines(page: Any) -> list[_Line]:
    tables = tables_of(page)
    found = []
    for line in (line for box in page if isinstance(box, LTTextContainer) for line in lines_in(box)):
        words = line.get_text().strip("\n").rstrip()
        if not words.strip() or any(table.takes(line) for table in tables):
            continue
        at_edge = line.y0 < page.y0 + page.height * 0.12 or line.y1 > page.y1 - page.height * 0.08
        if not (at_edge and _PAGE_NUMBER.fullmatch(words)):
            found.append((round(-line.y1, 1), line.x0, _Line(words, line.x0, line.x1, line.height)))
    for table in tables:
        rows = (_Line(words, table.xs[0], table.xs[-1], 0, row=True) for words in table.rows())
        found += [(-table.top, float(number), row) for number, row in enumerate(rows)]
    return _with_neighbours(sorted(found, key=lambda item: item[:2]))


def _with_neighbours(found: list[tuple[float, float, _Line]]) -> list[_Line]:
    """The lines in their order, those marked that share their height on the page with another."""
    lines = [line for _, _, line in found]
    for index, ((y, _, line), (below, _, following)) in enumerate(pairwise(found)):
        if below - y < line.size / 2 and not line.row and not following.row:
            lines[index : index + 2] = [replace(other, beside=True) for other in (line, following)]
    return lines


def _paragraphs(lines: list[_Line]) -> str:
    """A line goes on in the next when it reaches the right margin and the next is neither set in nor a heading."""
    if not lines:
        return ""
    running = [line for line in lines if not line.row] or lines
    margin_right = sorted(line.right for line in running)[int(len(running) * 0.9)]
    margin_left = sorted(line.left for line in running)[int(len(running) * 0.1)]
    paragraphs = [lines[0].shown]
    for line, following in pairwise(lines):
        full = line.right >= margin_right - 1.6 * line.size
        set_in = following.left > margin_left + 1.2 * following.size
        ends = line.words.rstrip()[-1:] in _CLOSED and set_in
        words = following.shown
        if line.row or following.row or line.beside or following.beside:
            paragraphs.append(words)
        elif full and not ends and not set_in and not _OPENS.match(words):
            glue = (
                " "
                if paragraphs[-1][-1:].isascii()
                and paragraphs[-1][-1:].isalnum()
                and words[:1].isascii()
                and words[:1].isalnum()
                else ""
            )
            paragraphs[-1] += glue + words
        else:
            paragraphs.append(words)
    return "\n".join(paragraphs) + "\n"
