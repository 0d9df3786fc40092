"""The fields that a query can name, with the words for them, and the closed words of their values."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from zhixian.core.registry.kind_words import RIGHT_KIND_WORDS
from zhixian.core.registry.tables import GI_MARK_KINDS, MARK_KINDS, PATENT_KINDS

Sort = Literal["words", "name", "number", "ipc", "nice", "locarno", "word", "place", "day"]


@dataclass(frozen=True, slots=True)
class Field:
    """`names[0]` is said on the page. `values` are the words a `word` field knows, each with the ids it stands for."""

    id: str
    sort: Sort
    names: tuple[str, ...]
    values: tuple[tuple[str, tuple[str, ...]], ...] = ()
    example: str = ""


PENDING, IN_FORCE, ENDED, UNKNOWN = "pending", "in_force", "ended", "unknown"
STATE_WORDS = {IN_FORCE: "有效", ENDED: "已失效", PENDING: "未授权", UNKNOWN: "不详"}
_STATES = (
    ("有效", (IN_FORCE,)), ("在有效期", (IN_FORCE,)), ("已失效", (ENDED,)), ("失效", (ENDED,)), ("未授权", (PENDING,)),
    ("未注册", (PENDING,)), ("审查中", (PENDING,)), ("审中", (PENDING,)), ("无效", (ENDED,)), ("不详", (UNKNOWN,)),
)  # fmt: skip
_KINDS = (
    ("专利", PATENT_KINDS), ("商标", MARK_KINDS), ("发明", ("invention",)), ("实用新型", ("utility_model",)),
    ("新型", ("utility_model",)), ("外观设计", ("design",)), ("外观", ("design",)), ("普通商标", ("trademark",)),
    ("地理标志商标", GI_MARK_KINDS), ("著作权", ("copyright_work", "software")), ("版权", ("copyright_work", "software")),
    ("软件", ("software",)), ("软著", ("software",)), ("品种", ("plant_variety",)), ("布图设计", ("layout_design",)),
)  # fmt: skip
FIELDS = (
    Field("title", "words", ("名称", "标题", "题名", "ti", "title"), example="名称:铜箔"),
    Field("holder", "name", ("权利人", "专利权人", "商标权人", "注册人", "持有人", "holder"), example="权利人:矿业集团"),
    Field("applicant", "name", ("申请人", "第一申请人", "pa", "ap", "applicant"), example="申请人:矿业集团"),
    Field("number", "number", ("号码", "申请号", "专利号", "公开号", "公告号", "授权公告号", "公开公告号", "注册号", "登记号", "号", "an", "pn", "number"), example="申请号:ZL201410408762.5"),
    Field("ipc", "ipc", ("分类", "分类号", "ipc"), example="IPC:H01M10"),
    Field("nice", "nice", ("类别", "尼斯", "尼斯分类", "国际分类", "商品类别", "nice"), example="尼斯:30"),
    Field("locarno", "locarno", ("洛迦诺", "洛迦诺分类", "洛迦诺分类号", "外观设计分类", "locarno", "loc"), example="洛迦诺:09-03"),
    Field("kind", "word", ("类型", "种类", "权利类型", "kind"), tuple((word, (kind,)) for kind, word in RIGHT_KIND_WORDS.items()) + _KINDS, "类型:发明"),
    Field("state", "word", ("状态", "法律状态", "state"), _STATES, "状态:有效"),
    Field("gi", "word", ("地理标志", "gi"), (("是", ("true",)), ("否", ("false",))), "地理标志:是"),
    Field("place", "place", ("地区", "区划", "所在地", "region"), example="地区:福州市"),
    Field("filed", "day", ("申请日", "申请日期", "申请年", "ad", "filed"), example="申请日:2017..2019"),
    Field("registered", "day", ("授权日", "注册日", "登记日", "公告日", "registered"), example="注册日>=2018-01-01"),
    Field("expires", "day", ("届满日", "到期日", "expires"), example="届满日<2030"),
)  # fmt: skip


def field_of_topic(topic: str) -> str:
    """The field of a value of the facet of classes: a class of goods (`30`), a subclass of designs (`09-03`) or of the IPC."""
    return "nice" if topic.isdigit() else "locarno" if "-" in topic else "ipc"


BY_NAME = {name: field for field in FIELDS for name in field.names}


def state_told(facts: Mapping[str, Any], state: str) -> str:
    """The state of a hit in words; of an application that came to nothing with the day and how, which the registry's hits tell."""
    ending = facts.get("ending") if state == ENDED else None
    return f"{STATE_WORDS[state]}（{ending}）" if ending else STATE_WORDS[state]
