"""What the kinds of files are called that the registry is made of."""

from zhixian.core.registry.sheets.templates import templates

SOURCES = {
    "auto": "自动识别", "patsnap": "智慧芽 PatSnap", "incopat": "incoPat", "patentics": "Patentics", "cnipa": "CNIPA 专利检索及分析",
    "cnipr": "CNIPR", "derwent": "Derwent", "lens": "Lens", "google_patents": "Google Patents", "announcements": "事务数据公告",
    "cnipa-xml": "CNIPA 公布公告 XML", "docdb-xml": "EPO DOCDB、OPS XML", "st96-xml": "WIPO ST.96 XML", "st66-xml": "ST.66 XML",
    "canonical": "标准表",
}  # fmt: skip
"""Kinds of files that the upload form names."""
OTHERS = {
    "cnipa-xml-2007": "CNIPA 公布公告 XML（2007 年格式）", "patent_list": "专利清单", "patent_table": "专利总表", "manual": "更正", "set_aside": "搁置",
    "patents": "表格",
}  # fmt: skip
"""Kinds that nobody has to name."""


def source_name(source: str) -> str:
    """What a format of files is called: 智慧芽 PatSnap, 模板“商标”; a workbook with several is called by all of them."""
    return "、".join(map(_name, source.split("+")))


def _name(source: str) -> str:
    form = templates().get(source.removeprefix("template_"))
    return f"模板“{form.zh}”" if form else SOURCES.get(source) or OTHERS.get(source, source)
