"""Text of a web page: blocks are lines, rows of tables lines with tabs; scripts and navigation are left out."""

import re
from typing import Any

from lxml import etree, html

from zhixian.core.kernel.refusal import Refusal

_BLOCKS = {
    "address", "article", "blockquote", "body", "br", "center", "dd", "div", "dl", "dt", "fieldset", "figure", "form", "h1", "h2",
    "h3", "h4", "h5", "h6", "hr", "li", "main", "ol", "p", "pre", "section", "table", "tbody", "tfoot", "thead", "title", "tr", "ul",
}  # fmt: skip
_DROPPED = {
    "script",
    "style",
    "noscript",
    "nav",
    "footer",
    "aside",
    "iframe",
    "select",
    "button",
    "template",
    "svg",
    "head",
}

_FEW = 8
"""So many lines a cell of a real table may have."""


def read_web_page(words: str, where: str) -> str:
    """Text of a web page. Raises Refusal when there is no page in it."""
    declared = re.sub(r"^\s*<\?xml[^>]*\?>", "", words)
    try:
        root = html.document_fromstring(declared, parser=html.HTMLParser(no_network=True, huge_tree=False))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError):
        raise Refusal("网页解不开", where=where, expected="完整的 .html 网页") from None
    return _lines_of_tree(root)


def _lines_of_tree(root: Any) -> str:
    """Text of a page: block elements become lines, rows of tables lines with tabs; scripts and navigation are dropped."""
    parts: list[str] = []
    steps: list[tuple[Any, bool]] = [(root, False)]
    while steps:
        node, leaving = steps.pop()
        if isinstance(node, str):
            parts.append(re.sub(r"[ \t\r\n]+", " ", node))
            continue
        tag = node.tag if isinstance(node.tag, str) else ""
        if leaving:
            parts.append("\t" if tag in {"td", "th"} else "\n" if tag in _BLOCKS else "")
            continue
        if not tag or tag in _DROPPED:
            continue
        cell = _cell_text(node) if tag in {"td", "th"} else None
        if tag in _BLOCKS:
            parts.append("\n")
        steps.append((node, True))
        if cell is not None:
            parts.append(cell)
            continue
        for child in reversed(node):
            if child.tail:
                steps.append((child.tail, False))
            steps.append((child, False))
        if node.text:
            steps.append((node.text, False))
    lines = (line.strip(" \t").replace(" \t", "\t").replace("\t ", "\t") for line in "".join(parts).split("\n"))
    return "\n".join(line for line in lines if line.strip()) + "\n"


def _is_alone(cell: Any, within: str) -> bool:
    """Whether a cell is the only one of its row or table: it then parts nothing from anything."""
    around = next(cell.iterancestors(within), None)
    return around is not None and sum(1 for _ in around.iter("td", "th")) == 1


def _cell_text(cell: Any) -> str | None:
    """Words of a cell on one line; None for a cell that only lays the page out, because it holds a table or many blocks."""
    if next(cell.iter("table"), None) is not None or sum(1 for _ in cell.iter("p", "div", "li")) > _FEW:
        return None
    breaks = sum(1 for _ in cell.iter("br", "p", "div", "li"))
    if (breaks > _FEW and _is_alone(cell, "tr")) or (breaks and _is_alone(cell, "table")):
        return None
    return " ".join(" ".join(cell.itertext()).split())
