"""Text of a Word document: paragraphs and tables in their order, with the numbers that Word puts before them by itself."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

import docx
from lxml import etree

from zhixian.core.kernel.numerals import numeral
from zhixian.core.kernel.refusal import Refusal

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_NOT_PRINTED = {
    f"{_W}del",
    f"{_W}moveFrom",
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
}
_TEN_STEMS = "甲乙丙丁戊己庚辛壬癸"


def read_word(content: bytes, where: str) -> str:
    """A line for each paragraph and each row of a table. Raises Refusal when the document cannot be opened."""
    try:
        document = docx.Document(io.BytesIO(content))
        body = document.element.body
        numbering = _Numbering(document)
        lines = list(_lines(body, numbering))
    except (KeyError, ValueError, AttributeError, OSError, zipfile.BadZipFile, etree.LxmlError, NotImplementedError):
        raise Refusal("Word 文档损坏，打不开", where=where, expected="能用 Word 或 WPS 打开的 .docx") from None
    return "\n".join(lines) + "\n"


def _lines(parent: Any, numbering: "_Numbering") -> Iterator[str]:
    for child in parent:
        if child.tag == f"{_W}p":
            yield from (numbering.before(child) + _words(child)).split("\n")
        elif child.tag == f"{_W}tbl":
            for row in _rows(child):
                cells = [_cell(cell, numbering) for cell in row if cell.tag in {f"{_W}tc", f"{_W}sdt"}]
                yield "\t".join(cells)
        elif child.tag in {f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}moveTo", f"{_W}smartTag", f"{_W}customXml"}:
            yield from _lines(child, numbering)


def _rows(table: Any) -> Iterator[Any]:
    """The table's own rows; those of a table inside a cell are words of that cell."""
    for child in table:
        if child.tag == f"{_W}tr":
            yield child
        elif child.tag in {f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml"}:
            yield from _rows(child)


def _cell(cell: Any, numbering: "_Numbering") -> str:
    return " ".join(
        " ".join((numbering.before(paragraph) + _words(paragraph)).split()) for paragraph in _paragraphs(cell)
    ).strip()


def _paragraphs(node: Any) -> Iterator[Any]:
    """Paragraphs below a node; those of a text box are words of the paragraph that holds it."""
    for child in node:
        if child.tag == f"{_W}p":
            yield child
        elif child.tag not in _NOT_PRINTED:
            yield from _paragraphs(child)


def _words(paragraph: Any) -> str:
    """Text of a paragraph as it prints: insertions in; deletions, text moved away and text boxes' doubles out."""
    parts = []
    for node in _printing(paragraph):
        if node.tag == f"{_W}t":
            parts.append(node.text or "")
        elif node.tag == f"{_W}tab" and node.getparent().tag == f"{_W}r":
            parts.append("\t")
        elif node.tag in {f"{_W}br", f"{_W}cr"}:
            parts.append("\n")
        elif node.tag == f"{_W}noBreakHyphen":
            parts.append("-")
    return "".join(parts)


def _printing(node: Any) -> Iterator[Any]:
    """A node and those below it, without what Word keeps but does not print."""
    steps = [node]
    while steps:
        at = steps.pop()
        if at.tag not in _NOT_PRINTED:
            yield at
            steps.extend(reversed(at))


class _Numbering:
    """Counts automatic numbers as Word does: per list and level, deeper levels starting again below a higher one."""

    def __init__(self, document: Any) -> None:
        self._counts: dict[str, dict[int, int]] = {}
        self._levels: dict[str, dict[int, tuple[int, str, str]]] = {}
        self._of_style: dict[str, tuple[str, int]] = {}
        try:
            root = document.part.numbering_part.element
        except (KeyError, NotImplementedError, AttributeError):
            return
        abstract = {node.get(f"{_W}abstractNumId"): node for node in root.iter(f"{_W}abstractNum")}
        for number in root.iter(f"{_W}num"):
            of = number.find(f"{_W}abstractNumId")
            source = abstract.get(of.get(f"{_W}val")) if of is not None else None
            if source is not None:
                self._levels[number.get(f"{_W}numId", "")] = dict(map(_level, source.iter(f"{_W}lvl")))
        for style in document.styles.element.iter(f"{_W}style"):
            found = _reference(style.find(f"{_W}pPr"))
            if found:
                self._of_style[style.get(f"{_W}styleId", "")] = found

    def before(self, paragraph: Any) -> str:
        """The number that Word prints before a paragraph, or nothing."""
        properties = paragraph.find(f"{_W}pPr")
        if properties is None:
            return ""
        found = _reference(properties)
        style = properties.find(f"{_W}pStyle")
        if found is None and style is not None:
            found = self._of_style.get(style.get(f"{_W}val", ""))
        if found is None or found[0] not in self._levels or found[1] not in self._levels[found[0]]:
            return ""
        list_id, level = found
        levels = self._levels[list_id]
        counts = self._counts.setdefault(list_id, {})
        counts[level] = counts.get(level, levels[level][0] - 1) + 1
        for deeper in [key for key in counts if key > level]:
            del counts[deeper]
        text = levels[level][2]
        for index in range(level + 1):
            start, form, _ = levels.get(index, (1, "decimal", ""))
            text = text.replace(f"%{index + 1}", _formatted(counts.get(index, start), form))
        return text


def _level(node: Any) -> tuple[int, tuple[int, str, str]]:
    def value(name: str, default: str) -> str:
        found = node.find(f"{_W}{name}")
        return default if found is None else found.get(f"{_W}val", default)

    start = value("start", "1")
    form = value("numFmt", "decimal")
    text = "" if form in {"bullet", "none"} else value("lvlText", "")
    return int(node.get(f"{_W}ilvl", "0")), (int(start) if start.isdigit() else 1, form, text)


def _reference(properties: Any) -> tuple[str, int] | None:
    number = properties.find(f"{_W}numPr") if properties is not None else None
    if number is None or (list_id := number.find(f"{_W}numId")) is None:
        return None
    level = number.find(f"{_W}ilvl")
    return list_id.get(f"{_W}val", ""), int(level.get(f"{_W}val", "0")) if level is not None else 0


def _formatted(number: int, form: str) -> str:
    if form.startswith(("chinese", "japaneseCounting", "taiwaneseCounting", "ideographDigital")):
        return chinese(number)
    if form == "decimalEnclosedCircle" and 1 <= number <= 20:
        return chr(0x2460 + number - 1)
    if form in {"lowerLetter", "upperLetter"}:
        return chr((97 if form == "lowerLetter" else 65) + (number - 1) % 26)
    if form == "ideographTraditional":
        return _TEN_STEMS[(number - 1) % 10]
    return str(number)


def chinese(number: int) -> str:
    """12 → 十二, 20 → 二十; from 100 on in digits."""
    return numeral(number) if 0 < number < 100 else str(number)
