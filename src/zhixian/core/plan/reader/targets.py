"""Finds the numbers that the issuer or a unit undertakes to reach; ceilings, conditions and benefits are none."""

import re

from zhixian.core.plan.reader.conditions import is_condition, looks_back
from zhixian.core.plan.reader.context import CAP, FLOOR, GIVE, Place
from zhixian.core.plan.reader.deadlines import deadline_for
from zhixian.core.plan.reader.draft import DraftTarget
from zhixian.core.plan.reader.goal_words import BUILD, has_a_name, quote_span, what_is_counted
from zhixian.core.plan.reader.money import bounds_a_range, is_lower_bound, is_support
from zhixian.core.plan.reader.page import Page
from zhixian.core.plan.reader.sections import Sections

_REACH = re.compile(
    FLOOR.pattern
    + r"|力争|确保|提高到|提升到|提升至|提高至|增加到|增加至|增长到|增至|扩大到|扩大至|扩大|上升到|压缩至|压缩到|压减至|缩短至|缩短到|降至|降到|减至|降低到|控制到|减少到|减少至|"
    r"增长|提高|提升|增加|下降|降低|压减|压缩|新增|净增|累计|总数|总量|总额|总面积|规模|占比|比重|比例|覆盖率|拥有量|注册量|申请量|授权量|存量|率|额|量|数"
)
_WEAK = {
    "种",
    "类",
    "条",
    "篇",
    "次",
    "届",
    "张",
    "批",
    "期",
    "本",
    "班",
    "列",
    "对",
    "米",
    "层",
    "部",
    "首",
    "笔",
    "单",
    "间",
    "门",
    "根",
    "眼",
    "起",
    "份",
    "团队",
    "倍",
    "例",
    "P",
    "E",
    "位",
    "只",
    "处",
    "块",
}
_NEVER = {
    "个月",
    "个工作日",
    "个小时",
    "年",
    "月",
    "日",
    "天",
    "岁",
    "周",
    "届",
    "期",
    "小时",
    "分钟",
    "工作日",
    "卡时",
    "米",
    "m²",
}
_SHORTEN = re.compile(r"(?:压缩|压减|缩短|降|减|缩减|压降|精简)(?:至|到|为)[^，。；]{0,6}$")
_MEASURE_MOVED = re.compile(r"[率重比额量值](?:年均|每年)?(?:增长|提高|提升|下降|降低|压减|减少|上升)(?:到|至)?$")
_MOVED = re.compile(r"(?:增长|提高|提升|下降|降低|压减|压缩|减少|上升|缩短|缩减|精简|下调)(?:到|至)?$")
_SUM = re.compile(r"(?:收入|产值|增加值|投资|营收|成交额|交易额|销售额|融资额|零售额|规模)$")
_COMPARED_ON = re.compile(
    r"(?:较|比)[^，。；]{2,14}(?:压缩|压减|缩短|下降|降低|减少|提高|增长|增加|提升|上升)(?:了|约)?"
)
_DENIED = re.compile(r"(?:不超过|不得超过|不高于|不多于|最多|最高|上限|控制在|不突破|以内)[^，。；、]{0,6}$")
_RISEN = re.compile(r"(?:由|从)[^，。；、]{1,16}(?:增|提|扩|升|降|减|缩|压)[^，。；、\d]{0,4}(?:到|至)$")
_HELD = re.compile(r"(?:举办|开展|组织|开办)[^，。；、]{1,16}$")
_OTHER_NOUN = re.compile(
    r"(?:及?以上)?(?:条件|情形)|的(?:价格|标准|比例|要求|门槛)|环节|方面|阶段|步骤|时期|层面|字|维度|部分|地区|区域"
)
_BENEFIT = re.compile(r"给予|免费提供|免租|提供(?:最|不)|享受|补贴|减免|配租|奖励|按(?=每)|租金|提供[^，。；]{0,4}$")


def find_targets(page: Page, places: list[Place], sections: Sections) -> list[DraftTarget]:
    """All numeric goals of the running text, in its order."""
    found: list[DraftTarget] = []
    last: Place | None = None
    for place in places:
        section = sections.kind_at(page.at[place.number.start])
        if (is_target(page, place, section) or (last and _goes_on(last, place))) and has_a_name(place):
            found.append(_target(page, place))
            last = place
    return found


def _goes_on(last: Place, place: Place) -> bool:
    """A number that goes on in a goal's sentence: 选拔10名甲类人才，60名乙类人才; 其中国家级2个; 较2020年增长1倍."""
    number = place.number
    behind = last.sentence[0] <= number.start < last.sentence[1]
    if behind and _compares_on(place):
        return True
    if behind and _counts_on(place):
        return True
    if behind and re.search(r"(?:^|、)总(?:里程|长度?|面积|建筑面积|投资|规模|容量|量)$", place.before):
        return number.kind != "plain"
    between = place.dense[last.number.end : number.start]
    if re.fullmatch(r"；[^，。；、]{2,12}", between) and number.unit == last.number.unit:
        return _ends_its_phrase(place) and not GIVE.search(place.words)
    same = (
        last.sentence[0] <= number.start < last.sentence[1] and number.unit == last.number.unit and not number.in_words
    )
    opens = place.before == "" or place.dense[place.left[1] - 1] in "、和及"
    return (
        same
        and opens
        and number.kind == "count"
        and not re.search("给予|奖励|补贴|补助", place.opening)
        and not is_condition(place)
    )


def _compares_on(place: Place) -> bool:
    measured = place.number.kind == "percent" or place.number.unit in {"倍", "个百分点"}
    return measured and bool(_COMPARED_ON.fullmatch(place.before)) and not GIVE.search(place.words)


def _counts_on(place: Place) -> bool:
    """…社区10个，覆盖率100%; 其中国家级2个: a plain phrase that ends with its number, in a sentence without support."""
    number = place.number
    plain_sum = number.kind == "money" and not _SUM.search(place.before)
    if number.kind == "plain" or plain_sum or number.unit in _NEVER or number.in_words or is_condition(place):
        return False
    before = place.before
    stated = (
        re.fullmatch(r"(?:其中)?[^，。；：每均单]{2,24}", before)
        and not _DENIED.search(before)
        and not place.in_bracket
    )
    return bool(stated) and _ends_its_phrase(place) and not place.supports and not looks_back(place)


def is_target(page: Page, place: Place, section: str) -> bool:
    """Whether a number is one that the issuer or a unit undertakes to reach; `section` is the kind of its section."""
    number = place.number
    if (number.kind == "plain" and not _counts_plainly(place)) or number.discount or is_support(place):
        return False
    if bounds_a_range(place) or is_lower_bound(place) or (place.in_bracket and place.supports):
        return False
    if number.unit in _NEVER and not (number.unit == "期" and _HELD.search(place.before)):
        return bool(_SHORTEN.search(place.before)) and number.unit not in {"年", "届", "期", "岁"}
    if _is_no_goal(place) or _opens_a_class(place) or is_condition(place) or looks_back(place):
        return False
    if section == "conditions" or (section == "past" and not re.search(r"力争|到20\d\d", place.opening)):
        return False
    if section == "goals" and not number.in_words and _ends_its_phrase(place):
        return True
    due = deadline_for(page, number.start, place.sentence) is not None
    if number.kind == "percent" or number.unit == "个百分点":
        return _states_a_share(place, due=due)
    return _states_a_count(place, due=due)


def _is_no_goal(place: Place) -> bool:
    """A ceiling, a weight, a frequency, a part of a name or a sum, or a benefit."""
    number, before = place.number, place.before
    return bool(
        _DENIED.search(before)
        or CAP.search(before[-8:])
        or re.match(r"以下|以内|为限|封顶|内(?!的?[^，]{0,3}增)", place.after)
        or re.search(r"(?:分值|权重)[^，。；]{0,6}$", before)
        or (number.unit == "次" and re.search(r"每(?:半年|季|月|周|旬|两)[^，。；]{0,10}$", before))
        or place.dense[number.start - 1 : number.start] in {"第", "×", "*", "/", "=", "—", "近", "《", "每"}
        or (_BENEFIT.search(before[-16:]) and not re.search(r"打造|建成|建设|培育", before))
    )


def _opens_a_class(place: Place) -> bool:
    """10家以上的，给予…; 6个方面: the number describes those whom the sentence goes on about."""
    after = place.after
    ends_open = re.match(r"(?:及?以上)?[^，。；、]{0,20}(?:的$|的(?:，|给予|奖励|按|可))", after)
    return bool(
        (ends_open and not re.search(r"建成|建设|打造|培育|引进|新增", place.before))
        or _OTHER_NOUN.match(after)
        or re.search(r"方面$|[(]共$", place.before)
    )


def _has_a_floor(place: Place) -> bool:
    behind = re.match(r"余?[^，。；、]{0,12}?以上|左右|余", place.own_after)
    risen = _RISEN.search(place.dense, max(place.chunk[0], place.number.start - 40), place.number.start)
    return bool(FLOOR.search(place.before[-10:])) or bool(behind) or bool(risen)


def _states_a_share(place: Place, *, due: bool) -> bool:
    """…率达95%以上; …占比提高5个百分点; 清偿率100%."""
    before = place.before
    if _has_a_floor(place):
        return True
    if re.search(r"[率重比]$", before):
        gives = GIVE.search(before + place.after) or before.startswith("按")
        if due or (_ends_its_phrase(place) and not gives):
            return True
    if _MOVED.search(before) and (not place.supports or _MEASURE_MOVED.search(before)):
        return True
    stated = due or re.search("力争|目标|确保|以上", place.words)
    return bool(stated) and bool(_REACH.search(before))


def _states_a_count(place: Place, *, due: bool) -> bool:
    """建成5个; 拥有量达到12件; 实现产值15亿元."""
    number, before = place.number, place.before
    floor = _has_a_floor(place)
    builds = BUILD.search(before) is not None
    if number.unit in _WEAK and not floor and not (builds and (due or _whole_object(place))):
        return False
    if floor:
        return True
    if number.in_words:
        return False
    if due and len(before) >= 2 and re.match(r"$|、", place.own_after) and number.unit not in _WEAK:
        return True
    if number.kind == "money":
        done = re.search(r"(?:完成|实现)[^，、]{1,12}$", before) or _whole_object(place)
        return (bool(done) and not place.supports) or (due and bool(_REACH.search(before)))
    return (builds or bool(_REACH.search(before[-14:]))) and (due or _states_a_goal(place))


def _whole_object(place: Place) -> bool:
    """培养知识产权高端人才100名: the verb, its object and the number make up the phrase, and no support follows."""
    near = re.split(r"[》|]", place.before[-30:])[-1]
    return bool(BUILD.search(near)) and _ends_its_phrase(place) and not GIVE.search(place.rest)


def _counts_plainly(place: Place) -> bool:
    """服务人次达200万以上: the words before the number say what it measures."""
    return bool(place.number.scale) and bool(
        re.search(
            r"(?:人次|人数|户数|数量|总数|总量|存量|拥有量|注册量)(?:将|力争)?(?:达到?|超过?|突破|不少于|不低于|增至)$",
            place.before,
        )
    )


def _ends_its_phrase(place: Place) -> bool:
    """…商标累计18件: in a section of goals a counted or measured thing needs no verb."""
    closed = re.match(r"(?:及?以上|左右|次)?(?:$|[、；和及(])", place.own_after)
    return len(place.before) >= 3 and bool(closed)


def _states_a_goal(place: Place) -> bool:
    """Without a deadline a counted object is a goal when the verb governs it directly: 建成5个社区, 培育100家企业."""
    verbs = list(BUILD.finditer(place.before))
    tail = place.before[verbs[-1].end() :] if verbs else "?" * 20
    if re.search(r"目标|力争|确保", place.words):
        return True
    whole = _whole_object(place)
    shared = bool(verbs) and place.before.endswith(("各", "分别"))
    return (len(tail) <= 6 or shared or whole) and not re.search(r"围绕|依托|按照|纳入|“[^”]*$|共$", place.before[-10:])


def _target(page: Page, place: Place) -> DraftTarget:
    number = place.number
    start, end = quote_span(place)
    first, last = page.span(start, end)
    by = deadline_for(page, number.start, place.sentence)
    return DraftTarget(
        first,
        last,
        page.text[first:last],
        what_is_counted(place),
        number.value,
        number.value_max,
        _unit_as_printed(page, place),
        by,
    )


def _unit_as_printed(page: Page, place: Place) -> str:
    """億元 stays 億元; full-width signs such as ％ become plain."""
    unit, end = place.number.printed_unit, place.number.end
    if not unit or not place.dense.endswith(unit, 0, end):
        return unit
    return page.printed(end - len(unit), end)
