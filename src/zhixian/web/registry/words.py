"""The registry's closed vocabularies as people say them."""

from zhixian.core.registry.kind_words import EVENT_WORDS
from zhixian.core.registry.source_words import SOURCES, source_name
from zhixian.core.registry.tables import PARTY_KINDS, RIGHT_KINDS

__all__ = ["EVENT", "PARTY_KIND", "RIGHT_KIND", "SOURCES", "source_name"]

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
EVENT = EVENT_WORDS
