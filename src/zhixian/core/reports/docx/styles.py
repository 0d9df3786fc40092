"""The styles and fonts of an official document: GB/T 9704—2012, §5 and §7."""

import math
from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

from docx.document import Document
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

FANGSONG, HEI, KAI, SONG, XIAOBIAOSONG = "仿宋_GB2312", "黑体", "楷体_GB2312", "宋体", "方正小标宋简体"
STAND_INS = {
    FANGSONG: ("仿宋", "FangSong", "STFangsong", "Noto Serif CJK SC"),
    HEI: ("SimHei", "STHeiti", "Noto Sans CJK SC"),
    KAI: ("楷体", "KaiTi", "STKaiti", "Noto Serif CJK SC"),
    SONG: ("SimSun", "STSong", "Noto Serif CJK SC"),
    XIAOBIAOSONG: ("方正小标宋_GBK", "FZXiaoBiaoSong-B05S", "宋体", "SimSun", "Noto Serif CJK SC"),
}
"""Which font stands in for one that a machine lacks, in order: simplified Chinese shapes in every case."""
SAN_HAO, ER_HAO, SI_HAO, XIAO_SI, WU_HAO = 16.0, 22.0, 14.0, 12.0, 10.5
"""三号, 二号, 四号, 小四, 五号 in points."""
TEXT_WIDTH, CHARACTERS_PER_LINE = 156, 28
"""版心 in mm and characters across."""
LINE = 28.95
"""Points from line to line: 22 lines in 225 mm (GB/T 9704 §5.2.3)."""


@dataclass(frozen=True, slots=True)
class Style:
    """One paragraph style. `line` is exact spacing in points (None: as high as its contents); `indent` is in characters."""

    id: str
    name: str
    font: str = FANGSONG
    size: float = SAN_HAO
    bold: bool = False
    align: str = "both"
    indent: int = 0
    line: float | None = LINE
    outline: int | None = None
    keep_next: bool = False
    colour: str = "000000"
    on_grid: bool = True


STYLES = (
    Style("Normal", "Normal", indent=0),
    Style("Body", "公文正文", indent=2),
    Style("Title", "Title", XIAOBIAOSONG, ER_HAO, align="center", line=36, keep_next=True, on_grid=False),
    Style("Subtitle", "Subtitle", KAI, align="center", keep_next=True),
    Style("Heading1", "heading 1", HEI, indent=2, outline=0, keep_next=True),
    Style("Heading2", "heading 2", KAI, indent=2, outline=1, keep_next=True),
    Style("Heading3", "heading 3", FANGSONG, bold=True, indent=2, outline=2, keep_next=True),
    Style("Heading4", "heading 4", FANGSONG, indent=2, outline=3, keep_next=True),
    Style("Issuer", "发文机关标志", XIAOBIAOSONG, 36, align="center", line=None, colour="E60012", on_grid=False),
    Style("DocumentNumber", "发文字号", align="center"),
    Style("Addressee", "主送机关", align="left"),
    Style("Signature", "落款", align="right", keep_next=True),
    Style("Annex", "附件说明", align="left"),
    Style("Caption", "caption", HEI, XIAO_SI, align="center", line=24, keep_next=True, on_grid=False),
    Style("FigureCaption", "图题", HEI, XIAO_SI, align="center", line=24, on_grid=False),
    Style("Figure", "图", align="center", line=None, keep_next=True, on_grid=False),
    Style("TableHead", "表头", HEI, WU_HAO, align="center", line=16, on_grid=False),
    Style("TableText", "表文", FANGSONG, WU_HAO, align="left", line=16, on_grid=False),
    Style("TableFigure", "表数", FANGSONG, WU_HAO, align="right", line=16, on_grid=False),
    Style("Note", "表注", FANGSONG, WU_HAO, align="left", line=18, on_grid=False),
    Style("Imprint", "版记", FANGSONG, SI_HAO, align="left", line=24, on_grid=False),
    Style("Header", "header", KAI, WU_HAO, align="center", line=None, on_grid=False),
    Style("Footer", "footer", SONG, SI_HAO, align="left", line=None, on_grid=False),
)


def fonts_xml(font: str) -> str:
    """The same font for letters and Chinese: then “” and digits come from it too, never from another country's font."""
    name = quoteattr(font)
    return f'<w:rFonts w:hint="eastAsia" w:ascii={name} w:hAnsi={name} w:eastAsia={name} w:cs={name}/>'


def apply_styles(document: Document) -> None:
    """Replace every style of the template with ours, and the font table with one that names the stand-ins."""
    styles = document.styles.element
    for child in list(styles):
        styles.remove(child)
    for xml in (_DEFAULTS, *map(_style_xml, STYLES), _NO_LIST, _TABLE):
        styles.append(parse_xml(xml))
    for relation in document.part.rels.values():
        if relation.reltype.endswith("/fontTable"):
            part: Part = relation.target_part
            part._blob = _font_table().encode()  # noqa: SLF001 -- python-docx has no other way to a font table


def _tightening() -> int:
    """Twips between characters of 三号 so that 28 fill 156 mm (16 pt each would need 158 mm).

    A character grid would say the same to Word, but LibreOffice draws such a grid in whole cells.
    """
    return math.floor((TEXT_WIDTH / 25.4 * 72 / CHARACTERS_PER_LINE - SAN_HAO) * 20)


def _style_xml(style: Style) -> str:
    half_points = round(style.size * 2)
    spacing = (
        '<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>'
        if style.line is None
        else f'<w:spacing w:before="0" w:after="0" w:line="{round(style.line * 20)}" w:lineRule="exact"/>'
    )
    indent = f'<w:ind w:firstLineChars="{style.indent * 100}" w:firstLine="{round(style.indent * style.size * 20)}"/>'
    return (
        f'<w:style {nsdecls("w")} w:type="paragraph" w:styleId="{style.id}"'
        + (' w:default="1"' if style.id == "Normal" else "" if style.name.isascii() else ' w:customStyle="1"')
        + f'><w:name w:val="{style.name}"/>'
        + ("" if style.id == "Normal" else '<w:basedOn w:val="Normal"/>')
        + ('<w:next w:val="Body"/>' if style.outline is not None else "")
        + "<w:qFormat/><w:pPr>"
        + ("<w:keepNext/><w:keepLines/>" if style.keep_next else "")
        + '<w:widowControl w:val="0"/>'
        + '<w:kinsoku/><w:overflowPunct/><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>'
        + f'<w:snapToGrid w:val="{int(style.on_grid)}"/>'
        + spacing
        + indent
        + f'<w:jc w:val="{style.align}"/>'
        + ("" if style.outline is None else f'<w:outlineLvl w:val="{style.outline}"/>')
        + f"</w:pPr><w:rPr>{fonts_xml(style.font)}"
        + (f'<w:b w:val="{int(style.bold)}"/><w:bCs w:val="{int(style.bold)}"/>')
        + f'<w:snapToGrid w:val="{int(style.on_grid)}"/>'
        + f'<w:color w:val="{style.colour}"/>'
        + (f'<w:spacing w:val="{_tightening()}"/>' if style.size == SAN_HAO else "")
        + f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'
        + "</w:rPr></w:style>"
    )


_DEFAULTS = (
    f"<w:docDefaults {nsdecls('w')}><w:rPrDefault><w:rPr>{fonts_xml(FANGSONG)}"
    f'<w:kern w:val="0"/><w:sz w:val="32"/><w:szCs w:val="32"/><w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
    "</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
)
_NO_LIST = (
    f'<w:style {nsdecls("w")} w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/>'
    "<w:semiHidden/></w:style>"
)
_TABLE = (
    f'<w:style {nsdecls("w")} w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
    '<w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/>'
    '<w:left w:w="57" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="57" w:type="dxa"/></w:tblCellMar>'
    "</w:tblPr></w:style>"
)


def _font_table() -> str:
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{",".join(stand_ins)}"/><w:charset w:val="86"/>'
        f'<w:family w:val="{"auto" if name == HEI else "roman"}"/><w:pitch w:val="default"/></w:font>'
        for name, stand_ins in STAND_INS.items()
    )
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:fonts {nsdecls("w")}>{fonts}</w:fonts>'
