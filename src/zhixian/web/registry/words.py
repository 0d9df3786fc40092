"""The registry's closed vocabularies as people say them."""

from collections.abc import Mapping
from typing import Any

from zhixian.core.registry.event_codes import event_of
from zhixian.core.registry.kind_words import EVENT_WORDS
from zhixian.core.registry.source_words import SOURCES, source_name
from zhixian.core.registry.tables import PARTY_KINDS, RIGHT_KINDS

__all__ = ["EVENT", "PARTY_KIND", "RIGHT_KIND", "SOURCES", "event_told", "source_name"]

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


def event_told(event: Mapping[str, Any]) -> tuple[str, str]:
    """What happened and what a source adds: one of our events, of any other what its code is called; English by its code alone."""
    coded = event_of(event["national_code"] or "")
    called, note = (coded.zh if coded else ""), event["note"] or ""
    name = called if event["event"] == "other" and called else EVENT[event["event"]]
    return name, "" if called and note.isascii() else note
