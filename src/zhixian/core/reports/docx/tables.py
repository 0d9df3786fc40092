"""Tables that keep to the page: fixed widths, a heading row on each page, rows that do not break, figures on the right."""

from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from zhixian.core.reports.text import clean

_TWIPS_PER_MM = 1440 / 25.4

_ROOM, _ROOM_TONES = (40, 57), (0, 28)
"""Twips above and below, and beside the text of a cell; of one of a picture, whose texts are short and many."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, its share of the width, and whether it holds figures (printed on the right) or short words."""

    heading: str
    share: float
    figures: bool = False
    centred: bool = False


def add_table(
    document: Document,
    columns: Sequence[Column],
    rows: Sequence[Sequence[str]],
    *,
    width: float,
    tones: Sequence[Sequence[float]] = (),
    whole: bool = False,
    with_next: bool = False,
    flows: bool = False,
) -> None:
    """Append a table `width` mm wide. Each row has one text per column; a row stays whole on its page, unless the table `flows`: rows
    of long texts may then go on on the next page, so that none leaves the rest of a page empty.

    `tones` are how dark each cell is, from 0 to 1, where the table is a picture. `whole` keeps all rows on one page, `with_next`
    the last one on the page of the paragraph that follows.
    """
    shares = sum(column.share for column in columns)
    widths = [round(column.share / shares * width * _TWIPS_PER_MM) for column in columns]
    grid = "".join(f'<w:gridCol w:w="{w}"/>' for w in widths)
    head = "".join(_cell(column.heading, w, "TableHead", keep=True) for column, w in zip(columns, widths, strict=True))
    parts = [f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{head}</w:tr>"]
    for position, row in enumerate(rows):
        last = position == len(rows) - 1
        keep = with_next if last else whole or (not flows and position in {0, len(rows) - 2})
        cells = "".join(
            _cell(
                text,
                w,
                "TableFigure" if column.figures else "TableText",
                centred=column.centred,
                keep=keep,
                tone=tones[position][at] if tones else 0,
            )
            for at, (text, column, w) in enumerate(zip(row, columns, widths, strict=True))
        )
        parts.append(f"<w:tr>{'' if flows else '<w:trPr><w:cantSplit/></w:trPr>'}{cells}</w:tr>")
    table = parse_xml(
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>'
        + "".join(
            f'<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="{colour}"/>'
            for side, size, colour in (
                ("top", 8, "000000"),
                ("bottom", 8, "000000"),
                ("insideH", 4, "808080"),
                ("insideV", 4, "BFBFBF"),
            )
        )
        + f'</w:tblBorders><w:tblLayout w:type="fixed"/>{_padding(*(_ROOM_TONES if tones else _ROOM))}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{"".join(parts)}</w:tbl>'
    )
    body = document.element.body
    body.insert(len(body) - 1, table)


def _padding(over: int, beside: int) -> str:
    return (
        f'<w:tblCellMar><w:top w:w="{over}" w:type="dxa"/><w:left w:w="{beside}" w:type="dxa"/>'
        f'<w:bottom w:w="{over}" w:type="dxa"/><w:right w:w="{beside}" w:type="dxa"/></w:tblCellMar>'
    )


def _cell(text: str, width: int, style: str, *, centred: bool = False, keep: bool = False, tone: float = 0) -> str:
    fill = "F2F2F2" if style == "TableHead" else _tone(tone) if tone else ""
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""
    properties = f'<w:pStyle w:val="{style}"/>' + ("<w:keepNext/>" if keep else "")
    properties += '<w:jc w:val="center"/>' if centred else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}<w:vAlign w:val="center"/></w:tcPr>'
        f'<w:p><w:pPr>{properties}</w:pPr><w:r><w:t xml:space="preserve">{escape(clean(text))}</w:t></w:r></w:p></w:tc>'
    )


def _tone(tone: float) -> str:
    """From white to a blue that black figures can still be read on."""
    red, green, blue = (round(255 - tone * (255 - end)) for end in (0x9D, 0xC3, 0xE6))
    return f"{red:02X}{green:02X}{blue:02X}"
