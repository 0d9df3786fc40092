"""Text of a PDF: the lines of its pages put together into paragraphs again, without page numbers."""

import io
import logging
import re
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import Any

from pdfminer.high_level import extract_pages
from pdfminer.layout import LAParams, LTTextContainer, LTTextLine
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect, PDFTextExtractionNotAllowed
from pdfminer.pdfexceptions import PDFException
from pdfminer.psexceptions import PSException

from zhixian.core.kernel.refusal import Refusal

_MOST_PAGES = 500
_PAGE_NUMBER = re.compile(
    r"[\s—–\-－·•~～]*(?:第\s*)?\d{1,4}(?:\s*页)?(?:\s*[/，,]?\s*(?:共\s*)?\d{1,4}\s*页?)?[\s—–\-－·•~～]*"
)
_CLOSED = "。；：！？.;:!?"
_OPENS = re.compile(
    r"\s*(?:第[一二三四五六七八九十百\d]+[编章节条]|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.．、]|附件|[（(〔【\[]?(?:责任|牵头|配合)[单部])"
)


@dataclass(frozen=True, slots=True)
class _Line:
    words: str
    left: float
    right: float
    size: float


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
    return _paragraphs([line for page in pages for line in page])


def _page_lines(page: Any) -> list[_Line]:
    found = []
    for box in page:
        if not isinstance(box, LTTextContainer):
            continue
        for line in box:
            words = line.get_text().strip("\n").rstrip() if isinstance(line, LTTextLine) else ""
            if words.strip():
                at_edge = line.y0 < page.y0 + page.height * 0.12 or line.y1 > page.y1 - page.height * 0.08
                if not (at_edge and _PAGE_NUMBER.fullmatch(words)):
                    found.append((round(-line.y1, 1), line.x0, _Line(words, line.x0, line.x1, line.height)))
    return [line for _, _, line in sorted(found, key=lambda item: item[:2])]


def _paragraphs(lines: list[_Line]) -> str:
    """A line goes on in the next when it reaches the right margin and the next is neither set in nor a heading."""
    if not lines:
        return ""
    margin_right = sorted(line.right for line in lines)[int(len(lines) * 0.9)]
    margin_left = sorted(line.left for line in lines)[int(len(lines) * 0.1)]
    paragraphs = [lines[0].words.strip()]
    for line, following in pairwise(lines):
        full = line.right >= margin_right - 1.6 * line.size
        set_in = following.left > margin_left + 1.2 * following.size
        ends = line.words.rstrip()[-1:] in _CLOSED and set_in
        words = following.words.strip()
        if full and not ends and not set_in and not _OPENS.match(words):
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
