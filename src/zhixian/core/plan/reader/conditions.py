"""Tells numbers that say who is eligible, and numbers that say what was, from the goals."""

import re

from zhixian.core.plan.reader.context import GIVE, Place
from zhixian.core.plan.reader.goal_words import BUILD

_PAST = re.compile(r"已(?!经?审)|目前|现有|截至|上年|去年|曾|以来|首批已|共有|原有|此前|现已|累计已")
_CONDITION = re.compile(
    r"^(?:及?以上|以下|左右|以内)?[^，。；、]{0,20}?(?:的$|的(?=[、；，且并给奖按予可补资发享减免]|企业|单位|项目|机构|人员|人才|OPC))|^(?:及?以上)?(?:且|并(?=且|有|与))"
)
_CASE = re.compile(r"当(?![年地前日月天季场庭事代好])|如(?!期|实|何)|若(?!干)|且[^，。；]{0,12}投资")
_CLASS = re.compile(r"(?<!稳定)(?<!保持)(?<!维持)(?<!控制)(?<!持续)(?:额|投资|收入|产值|规模|面积|纳税)在$")
"""总投资在5000万元以上: a class of recipients."""
_COUNTED_CLASS = re.compile(
    r"(?:[(]不?含[^)]*[)])?及?以上(?:[(]不?含[^)]*[)])?(?:的[^，。；、\d]{0,12}|[^，。；、\d]{2,14})(?:不少于|不低于|达到?|超过?|突破|有)?\d"
)
"""年营收500万元以上的不少于100家, 1万平方米以上社区10个: a class whose members are counted behind it."""
_CLASS_WITHOUT_GOAL = re.compile(r"(?:[(]不?含[^)]*[)])?及?以上(?:[(]不?含[^)]*[)])?的(?!目标)[^，。；、]{2,}")
_BETWEEN_BOUNDS = re.compile(r"及?以上\d[^，。；、]{0,8}以下")
_WAS = re.compile(r"(?:由|从)[^，。；、]{0,12}$")
_BECOMES = re.compile(r"(?:增|减|提|扩|降|升|缩|压)[^，。；、\d]{0,4}(?:到|至)|(?:到|至|达到?)\d")
_SUBJECT_CONDITION = re.compile(r"^(?:对|凡|若|如|符合|满足|申请|申报|经认定|被认定|具备|鼓励|支持)")


_SETS_OUT = re.compile(r"(?:[(][^()]{1,12}[)])?(?:新增|新建|打造|培育|引进|建设|创建|力争|确保|推动|争取)")
"""A task opens with its verb; a look back opens with a year or a subject."""


def is_condition(place: Place) -> bool:
    """对…达到20家的，给予…: a number that says who is eligible."""
    if _is_case(place) or _is_class(place):
        return True
    after = place.own_after if place.number is place.last else place.after
    opening = place.opening.lstrip("一二三四五六七八九十()1234567890、.")
    subject = bool(_SUBJECT_CONDITION.match(place.dense[place.chunk[0] : place.number.start])) or bool(
        re.match(r"对|凡|符合", opening)
    )
    given = GIVE.search(place.rest)
    if re.match(r"(?:及?以上)?的[^，。；]{1,14}$", after) and GIVE.search(place.rest, len(after)):
        return True
    defined = re.match(
        r"(?:及?以上)?(?:且[^，。；]{0,24})?的[^，。；]{0,24}(?:为|是|属于|视为|认定为|方可|可以)", place.rest
    )
    if defined and not BUILD.match(place.before):
        return True
    if _CONDITION.match(after) and (given or subject):
        return True
    if given and subject and not re.match(r"支持|鼓励", opening):
        return True
    giving = r"(?!对)[^，。；]{0,8}?(?:给予|予以|一次性|奖励|补助|补贴|资助|按|无偿)"
    gives_next = place.supports and re.match(rf"[^，。；]*，{giving}", place.rest)
    if gives_next and not BUILD.search(place.before):
        return True
    if place.supports and re.match(
        rf"[^，。；]*(?:，(?:且|并且|同时)[^，。；]*)*的[^，。；、]{{0,10}}，{giving}", place.rest
    ):
        return True
    return bool(
        re.search(
            r"(?:人数|人员|规模|收入|营收|投资|销售额|产值|面积|注册资本|成立|年限)[^，。；]{0,10}$", place.before
        )
        and given
        and re.search(r"的，|的(?:给予|按)", place.rest)
    )


def _is_case(place: Place) -> bool:
    """当达到20家时; 每新增1家: when something is so."""
    chunk = place.dense[place.chunk[0] : place.number.start]
    return bool(
        _CASE.match(chunk)
        or _CLASS.search(chunk)
        or re.search(r"每(?:新|增|引|培|完成|获|成功|达|吸引)[^，。；]{0,12}$", chunk)
        or re.match(r"(?:及?以上|以下)?时$", place.own_after)
    )


def _is_class(place: Place) -> bool:
    """Bounds of a class whose members are counted, or of whom something is asked."""
    if _COUNTED_CLASS.match(place.own_after) or _BETWEEN_BOUNDS.match(place.own_after):
        return True
    classed = (
        len(place.before) >= 2
        and place.number.kind != "percent"
        and (place.before.startswith(("对", "凡")) or not BUILD.search(place.before))
    )
    return classed and bool(_CLASS_WITHOUT_GOAL.match(place.own_after))


def looks_back(place: Place) -> bool:
    """已建成20个; 由12家增加到30家; 截至2025年底达到16件; 较“十三五”末提高2.9个百分点; 规划提出的12件."""
    if _WAS.search(place.before[-14:]) and _BECOMES.match(place.own_after):
        return True
    if _PAST.search(place.dense[max(place.sentence[0], place.chunk[0] - 30) : place.number.start]):
        return True
    opening = place.opening
    if re.search(r"据统计|同比(?:增长|提高|下降|增加|上升)", place.words) and not (
        re.search(r"力争|目标是|到20\d\d", opening) or _SETS_OUT.match(place.dense, place.sentence[0])
    ):
        return True
    since = max(opening.rfind("截至"), opening.rfind("截止"))
    compared = re.search(r"(?:较|(?<!占)比(?![重例率])|同比)[^，。；]{0,14}$", place.before) and not (
        re.search(r"力争|确保|到20\d\d", opening) or _SETS_OUT.match(place.dense, place.sentence[0])
    )
    return (
        (since >= 0 and not re.search(r"力争|目标|到20\d\d", opening[since:]))
        or bool(compared)
        or bool(re.search(r"(?:提出|规定|确定|要求|下达)的$", place.before))
    )
