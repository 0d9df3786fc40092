"""Says in the text's own words what a goal counts, and which words are its quote."""

import re
from dataclasses import replace
from decimal import Decimal

from zhixian.core.kernel.money import plain
from zhixian.core.plan.reader.context import FLOOR, Place
from zhixian.core.plan.reader.names import is_unit_like

BUILD = re.compile(
    r"建成|建设|新建|改建|共建|打造|培育|培养|引进|引育|引入|招引|布建|布设|布局|集聚|聚集|汇聚|形成|举办|开展|组织|落地|实现|完成|推出|布局|发布|吸引|孵化|认定|遴选|选树|开放|"
    r"筹建|组建|创办|扩建|资助|评定|构建|建立|创建|设立|评选|推广|覆盖|实施|突破|新增|净增|培训|储备|争创|争取|制定|制修订|服务|带动|转化|推动|支持|扶持|入驻|选派|派驻|筹集|供给|发放|产出|获批|获得|"
    r"投资|申报|编制|攻克|研发|举行|收集|梳理|征集|搭建|创成|育成|登记|注册|拥有|达成|促成|选拔|招聘|完善|改造|提供|运营|上线|接入|归集|办理|轮训|惠及|盘活|包联|获评|入选|开通|整治|治理|扩建|修建|铺设|安装|配备|招募|查处|查办|调解|审结|立项|签约|新签|签订|到位|接待|造林|栽植|种植|修复|排查|走访|抽检|发展|吸纳|安置|承办|承接|参与|主导|通过|评出|开办|打通|新开|开行|投放|淘汰|腾退|化解|巩固|完工|竣工|开工|指导|辅导|供应|发行|备案|入库|上架|更新|减少|压减|汇聚|撬动|建档|授牌|命名|创评"
)
"""Verbs of what a plan sets out to do."""
_OBJECT_VERB = re.compile(
    r"建成|新建|改建|筹建|组建|打造|培育|培养|选拔|培训|扶持|资助|引进|引育|招引|集聚|聚集|汇聚|形成|举办|开展|推出|布局|发布|吸引|孵化|遴选|选树|构建|建立|创建|设立|评选|新增|净增|投资(?!额|规模)|实现|完成|建设"
)
_TRAILING = re.compile(
    rf"(?:{FLOOR.pattern}|力争|提高到|提升到|提升至|提高至|增至|增加到|扩大至|扩大到|压缩至|压减至|减至|约|近|分别|各|到|至|为|(?<=[额量数率值])年均?|年均|均|共)+$"
)
_FROM = re.compile(r"(?:由|从)(?:20\d\d年[底末]?的?)?\d[^，。；、]*$")
"""The level a goal starts from: 由2023年的120件提高到, no part of its name."""
_PER_HEAD = re.compile(
    r"(?:(?:力争|确保)?到?20\d\d年?[底末]?前?)?(?:达到?|提高到|提升到|提升至|提高至|增至|增加到)每[百千万亿]*[人户家]$"
)
"""达到每万人 before 1.5件: the measure a goal is in, no part of its name."""
_MEASURE = re.compile(r"(?:[量数率额值比]|比重|规模)$")
_RISES = re.compile(r"(?:稳步|持续|大幅|明显|不断|逐步|显著)?(?:提升|提高|增长|增加|上升|扩大)?$")
_LEFT_VERBS = re.compile(
    r"^(?:力争|确保|实现|使|推动|促进|争取|全市|全省|全县|全区|我市|我县|我省|我区|全国|其中|年均|累计|到|并|和|以及|建成|打造|培育|新增|引进|每年|通过|努力|将|把|到?20\d\d年(?:年?底|末)?前?|，)+"
)


_GROWS = re.compile(r"新增|净增|年均增长|增长(?![到至])|增加(?![到至])")


def growth_word(quote: str, value: Decimal) -> str:
    """新增, 增长 and the like, where a goal counts what is new rather than what stands; else empty."""
    found = _GROWS.search(quote.split(plain(value), maxsplit=1)[0])
    return found[0] if found else ""


def name_with_growth(what: str, quote: str, value: Decimal) -> str:
    """新增注册商标 for 注册商标 in 新增注册商标300件."""
    word = growth_word(quote, value)
    return what if word in what else f"{word}{what}"


def quote_span(place: Place) -> tuple[int, int]:
    """The phrase from its comma or 、 to the number with 以上 behind it."""
    dense, number = place.dense, place.number
    start = max(place.chunk[0], number.start - 40)
    pause = dense.rfind("、", start, number.start)
    if pause >= 0 and number is place.first and number.start - pause > 4 and not _lists_units(dense[start:pause]):
        start = pause + 1
    end = number.end
    if tail := re.match(r"(?:余)?(?:及?以上|左右)", dense[end:]):
        end += tail.end()
    return start, end


def _lists_units(words: str) -> bool:
    """各乡镇 before 、园区管委会设立工作站不少于12个: those who shall reach the goal, all of its subject."""
    return all(is_unit_like(name) and not BUILD.search(name) for name in words.split("、"))


def has_a_name(place: Place) -> bool:
    """Whether the text says what a goal per head counts: 2025年达到每万人1.5件 alone does not."""
    start, _ = quote_span(place)
    per_head = _PER_HEAD.search(place.dense, start, place.first.start)
    return not per_head or len(_TRAILING.sub("", place.dense[start : per_head.start()])) >= 2 or bool(_subject(place))


def _subject(place: Place) -> str:
    """The measure that the phrase before speaks of: 发明专利拥有量稳步提升，2025年达到每万人1.5件."""
    phrase = place.dense[place.sentence[0] : place.chunk[0]].rstrip("，").rpartition("，")[2]
    words = _LEFT_VERBS.sub("", _RISES.sub("", re.split(r"\d", phrase)[0]))
    return words if _MEASURE.search(words) else ""


def what_is_counted(place: Place) -> str:
    """What is counted: the noun behind the number (打造不少于两万平方米的…空间) or the words before it (商标有效注册量 3600件)."""
    number, dense = place.number, place.dense
    start, end = quote_span(place)
    before = re.sub(r"[(][^()]*[)]|^[^()]*[)]", "", dense[start : place.first.start])
    if number is not place.first or re.search(r"\d[^、]*、", before):
        before = re.split(r"[、/]|和|及", dense[max(start, place.chunk[0]) : number.start])[-1]
    before = _FROM.sub("", before)
    if per_head := _PER_HEAD.search(before):
        before = before[: per_head.start()]
        if len(_TRAILING.sub("", before)) < 2:
            return _subject(place)
    verbs = list(_OBJECT_VERB.finditer(before))
    tail = _TRAILING.sub("", before[verbs[-1].end() :] if verbs else _LEFT_VERBS.sub("", before))
    tail = _LEFT_VERBS.sub("", tail)
    behind = re.match(r"的?([^，。；、\d(]{2,24})", dense[end : place.sentence[1]])
    if behind and number.kind == "count" and (verbs or len(tail) < 2) and not re.search(r"[率量数额比]$", tail):
        return behind[1].rstrip("和及")
    if len(tail) >= 2:
        return tail.strip("“”").rstrip("等和及、")
    object_of = re.search(r"的([^，。；、\d(]{2,16})(?=，|$)", dense[end : place.sentence[1]])
    if behind or object_of:
        return (behind or object_of or [""])[1]
    if number is not place.first:
        return what_is_counted(replace(place, number=place.first))
    return _TRAILING.sub("", before[verbs[0].end() :] if verbs else before) or before
