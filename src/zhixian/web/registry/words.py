"""The registry's closed vocabularies as people say them."""

from zhixian.core.registry.sheets.templates import templates
from zhixian.core.registry.tables import EVENTS, PARTY_KINDS, RIGHT_KINDS

RIGHT_KIND = dict(
    zip(
        RIGHT_KINDS,
        ("发明专利", "实用新型", "外观设计", "注册商标", "集体商标", "证明商标", "地理标志产品", "作品登记", "软件著作权",
         "植物新品种", "集成电路布图设计"),
        strict=True,
    )
)  # fmt: skip
PARTY_KIND = dict(
    zip(
        PARTY_KINDS,
        ("企业", "国有企业", "合作社", "家庭农场", "高等学校", "科研机构", "机关", "社会组织", "个人", "境外主体"),
        strict=True,
    )
)
EVENT = dict(
    zip(
        EVENTS,
        ("授权", "终止（未缴年费）", "恢复", "届满", "放弃", "宣告全部无效", "宣告部分无效", "撤销、注销", "续展", "转让", "更名", "许可",
         "许可终止", "质押", "质押变更", "质押解除", "保全", "保全解除", "其他"),
        strict=True,
    )
)  # fmt: skip
SOURCES = {
    "auto": "自动识别", "patsnap": "智慧芽 PatSnap", "incopat": "incoPat", "patentics": "Patentics", "cnipa": "CNIPA 专利检索及分析",
    "cnipr": "CNIPR", "derwent": "Derwent", "lens": "Lens", "google_patents": "Google Patents", "announcements": "事务数据公告",
    "cnipa-xml": "CNIPA 公布公告 XML", "docdb-xml": "EPO DOCDB、OPS XML", "st96-xml": "WIPO ST.96 XML", "st66-xml": "ST.66 XML",
    "canonical": "标准表",
}  # fmt: skip
"""Kinds of files that the upload form names."""


def source_name(source: str) -> str:
    """What a format of files is called: 智慧芽 PatSnap, 模板“商标”."""
    form = templates().get(source.removeprefix("template_"))
    return f"模板“{form.zh}”" if form else SOURCES.get(source, source)
