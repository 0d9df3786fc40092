"""Finds the numbers that the issuer or a unit undertakes to reach; ceilings, conditions and benefits are none."""

import re

from zhixian.core.plan.reader.context import CAP, FLOOR, GIVE, Place
from zhixian.core.plan.reader.deadlines import deadline_for
from zhixian.core.plan.reader.draft import DraftTarget
from zhixian.core.plan.reader.goal_words import quote_span, what_is_counted
from zhixian.core.plan.reader.money import bounds_a_range, is_lower_bound, is_support
from zhixian.core.plan.reader.numbers import plain
from zhixian.core.plan.reader.page import Page
from zhixian.core.plan.reader.sections import Sections

_REACH = re.compile(
    FLOOR.pattern
    + r"|力争|确保|提高到|提升到|提升至|提高至|增加到|增加至|增长到|增至|扩大到|扩大至|扩大|上升到|压缩至|压缩到|压减至|缩短至|缩短到|降至|降到|减至|降低到|控制到|"
    r"增长|提高|提升|增加|下降|降低|压减|压缩|新增|净增|累计|总数|总量|总额|总面积|规模|占比|比重|比例|覆盖率|拥有量|注册量|申请量|授权量|存量|率|额|量|数"
)
_BUILD = re.compile(
    r"建成|建设|新建|改建|共建|打造|培育|培养|引进|引育|引入|招引|布建|布设|布局|集聚|聚集|汇聚|形成|举办|开展|组织|落地|实现|完成|推出|布局|发布|吸引|孵化|认定|遴选|选树|开放|"
    r"筹建|组建|创办|扩建|资助|评定|构建|建立|创建|设立|评选|推广|覆盖|实施|突破|新增|净增|培训|储备|争创|争取|制定|制修订|服务|带动|转化|推动|支持|扶持|入驻|选派|派驻|筹集|供给|发放|产出|获批|获得|"
    r"投资|申报|编制|攻克|研发|举行|收集|梳理|征集|搭建|创成|育成|登记|注册|拥有|达成|促成|选拔|招聘|完善|改造|提供|运营|上线|接入|归集|办理|轮训|惠及|盘活|包联|获评|入选|开通|整治|治理|扩建|修建|铺设|安装|配备|招募|查处|查办|调解|审结|立项"
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
_MOVED = re.compile(r"(?:增长|提高|提升|下降|降低|压减|压缩|减少|上升|缩短|缩减|精简)(?:到|至)?$")
_PAST = re.compile(r"已(?!经?审)|目前|现有|截至|上年|去年|曾|以来|首批已|共有|原有|此前|现已|累计已")
_DENIED = re.compile(r"(?:不超过|不得超过|不高于|不多于|最多|最高|上限|控制在|不突破|以内)[^，。；、]{0,6}$")
_BENEFIT = re.compile(r"给予|免费提供|免租|提供(?:最|不)|享受|补贴|减免|配租|奖励|按(?=每)|租金|提供[^，。；]{0,4}$")
_CONDITION = re.compile(
    r"^(?:及?以上|以下|左右|以内)?[^，。；、]{0,20}?(?:的$|的(?=[、；，且并给奖按予可]|企业|单位|项目|机构|人员|人才|OPC))|^(?:及?以上)?(?:且|并(?=且|有|与))"
)
_CASE = re.compile(r"当(?![年地前日月天季])|如(?!期|实|何)|若(?!干)|且[^，。；]{0,12}投资")
_CLASS = re.compile(r"(?<!稳定)(?<!保持)(?<!维持)(?<!控制)(?<!持续)(?:额|投资|收入|产值|规模|面积|纳税)在$")
"""总投资在5000万元以上: a class of recipients."""
_SUBJECT_CONDITION = re.compile(r"^(?:对|凡|若|如|符合|满足|申请|申报|经认定|被认定|具备|鼓励|支持)")


def find_targets(page: Page, places: list[Place], sections: Sections) -> list[DraftTarget]:
    """All numeric goals of the running text, in its order."""
    found: list[DraftTarget] = []
    last: Place | None = None
    for place in places:
        if is_target(page, place, sections.kind_at(page.at[place.number.start])) or (last and _goes_on(last, place)):
            found.append(_target(page, place))
            last = place
    return found


def _goes_on(last: Place, place: Place) -> bool:
    """选拔10名甲类人才，60名乙类人才: a number of the same measure that opens the next phrase of a goal's sentence."""
    number = place.number
    behind = last.sentence[0] <= number.start < last.sentence[1]
    if behind and re.fullmatch(r"总(?:里程|长度?|面积|建筑面积|投资|规模|容量|量)", place.before):
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
        and not _is_condition(place)
    )


def is_target(page: Page, place: Place, section: str) -> bool:
    """Whether a number is one that the issuer or a unit undertakes to reach; `section` is the kind of its section."""
    number = place.number
    if (number.kind == "plain" and not _counts_plainly(place)) or number.discount or is_support(place):
        return False
    before, after = place.before, place.after
    if bounds_a_range(place) or is_lower_bound(place) or (place.in_bracket and place.supports):
        return False
    if number.unit in _NEVER and not (
        number.unit == "期" and re.search(r"(?:举办|开展|组织|开办)[^，。；、]{1,16}$", before)
    ):
        return bool(_SHORTEN.search(before)) and number.unit not in {"年", "届", "期", "岁"}
    if (
        _DENIED.search(before)
        or CAP.search(before[-8:])
        or re.match(r"以下|以内|为限|封顶|内(?!的?[^，]{0,3}增)", after)
    ):
        return False
    if number.unit == "次" and re.search(r"每(?:半年|季|月|周|旬|两)[^，。；]{0,10}$", before):
        return False
    if place.dense[number.start - 1 : number.start] in {"第", "×", "*", "/", "=", "—", "近", "《", "每"}:
        return False
    ends_open = re.match(r"(?:及?以上)?[^，。；、]{0,20}(?:的$|的(?:，|给予|奖励|按|可))", after)
    if ends_open and not re.search(r"建成|建设|打造|培育|引进|新增", before):
        return False
    if (
        _is_condition(place)
        or re.match(
            r"(?:及?以上)?(?:条件|情形)|的(?:价格|标准|比例|要求|门槛)|环节|方面|阶段|步骤|时期|层面|字|维度|部分|地区|区域",
            after,
        )
        or re.search(r"方面$|[(]共$", before)
    ):
        return False
    due = deadline_for(page, number.start, place.sentence, place.chunk[0]) is not None
    if (
        section == "conditions"
        or _looks_back(place)
        or (section == "past" and not re.search(r"力争|到20\d\d", place.opening))
    ):
        return False
    own = place.own_after
    floor = bool(FLOOR.search(before[-10:])) or bool(re.match(r"余?[^，。；、]{0,12}?以上|左右|余", own))
    if _BENEFIT.search(before[-16:]) and not re.search(r"打造|建成|建设|培育", before):
        return False
    if section == "goals" and not number.in_words and _ends_its_phrase(place):
        return True
    if number.kind == "percent":
        stated = due or bool(re.search("力争|目标|确保|以上", place.words))
        named = due and bool(re.search(r"[率重比]$", before))
        moved = bool(_MOVED.search(before)) and not place.supports
        return floor or named or moved or (stated and bool(_REACH.search(before)))
    if number.unit in _WEAK and not floor and not (_build_verb(before) and (due or _whole_object(place))):
        return False
    if floor:
        return True
    if number.in_words:
        return False
    if due and len(before) >= 2 and re.fullmatch(r"", place.own_after) and number.unit not in _WEAK:
        return True
    if number.kind == "money":
        done = not place.supports and bool(re.search(r"(?:完成|实现)[^，、]{1,12}$", before))
        return done or (due and bool(_REACH.search(before)))
    goal = bool(_REACH.search(before[-14:])) or _build_verb(before) is not None
    return goal and (due or _states_a_goal(place))


def _whole_object(place: Place) -> bool:
    """培养知识产权高端人才100名: the verb, its object and the number make up the phrase, and no support follows."""
    near = re.split(r"[》|]", place.before[-30:])[-1]
    return bool(_BUILD.search(near)) and _ends_its_phrase(place) and not GIVE.search(place.rest)


def _looks_back(place: Place) -> bool:
    """已建成20个; 截至2025年底达到16件; 较“十三五”末提高2.9个百分点; 规划提出的12件."""
    if _PAST.search(place.dense[max(place.sentence[0], place.chunk[0] - 30) : place.number.start]):
        return True
    opening = place.opening
    if re.search(r"据统计|同比(?:增长|提高|下降|增加|上升)", place.words) and not re.search(
        r"力争|目标是|到20\d\d", opening
    ):
        return True
    since = max(opening.rfind("截至"), opening.rfind("截止"))
    compared = re.search(r"(?:较|(?<!占)比(?![重例率])|同比)[^，。；]{0,14}$", place.before) and not re.search(
        r"力争|确保|到20\d\d", opening
    )
    return (
        (since >= 0 and not re.search(r"力争|目标|到20\d\d", opening[since:]))
        or bool(compared)
        or bool(re.search(r"(?:提出|规定|确定|要求|下达)的$", place.before))
    )


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


def _build_verb(before: str) -> re.Match[str] | None:
    return _BUILD.search(before)


def _states_a_goal(place: Place) -> bool:
    """Without a deadline a counted object is a goal when the verb governs it directly: 建成5个社区, 培育100家企业."""
    verbs = list(_BUILD.finditer(place.before))
    tail = place.before[verbs[-1].end() :] if verbs else "?" * 20
    if re.search(r"目标|力争|确保", place.words):
        return True
    whole = _whole_object(place)
    shared = bool(verbs) and place.before.endswith(("各", "分别"))
    return (len(tail) <= 6 or shared or whole) and not re.search(r"围绕|依托|按照|纳入|“|共", place.before[-10:])


def _is_condition(place: Place) -> bool:
    """对…达到20家的，给予…: a number that says who is eligible."""
    chunk = place.dense[place.chunk[0] : place.number.start]
    if (
        _CASE.match(chunk)
        or _CLASS.search(chunk)
        or re.search(r"每(?:新|增|引|培|完成|获|成功|达|吸引)[^，。；]{0,12}$", chunk)
    ):
        return True
    if re.match(r"(?:及?以上|以下)?时$", place.own_after):
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
    if defined and not _BUILD.match(place.before):
        return True
    if _CONDITION.match(after) and (given or subject):
        return True
    if given and subject and not re.match(r"支持|鼓励", opening):
        return True
    giving = r"(?!对)[^，。；]{0,8}?(?:给予|予以|一次性|奖励|补助|补贴|资助|按|无偿)"
    gives_next = place.supports and re.match(rf"[^，。；]*，{giving}", place.rest)
    if gives_next and not _BUILD.search(place.before):
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


def _target(page: Page, place: Place) -> DraftTarget:
    number = place.number
    start, end = quote_span(place)
    first, last = page.span(start, end)
    by = deadline_for(page, number.start, place.sentence, place.chunk[0])
    return DraftTarget(
        first,
        last,
        page.text[first:last],
        what_is_counted(place),
        plain(number.value) or 0,
        plain(number.value_max),
        number.printed_unit,
        by,
    )
