"""Finds the numbers that measure or bound support: fixed sums, shares, caps, ranges and funds, each with its scope."""

import re
from dataclasses import replace

from zhixian.core.plan.reader.context import CAP, FLOOR, GIVE, Place
from zhixian.core.plan.reader.draft import DraftAmount
from zhixian.core.plan.reader.page import Page
from zhixian.core.plan.reader.scopes import scope_of

_CONDITION = re.compile(
    r"^(?:[(][^)]{0,12}[)])?(?:及?以上|以下|及以下|以内|左右|[(]含[)])?[^，。；、]{0,24}?(?:的$|的(?=给予|奖励|一次性|分别|按|补|资助|可|予|再|每|单|最高|，|、|；|且|并|企业|项目|单位|机构|[^，。；]{1,16}(?:给予|奖励)))"
)
_GIVEN = re.compile(
    r"^(?:的)?(?:一次性|年度|资金|财政|专项|运营|以内|左右|分档|等额|现金|不等|累加|培育|初创|入户|人才|创业|生活|租房|算力|[/][^，。；]{1,3})*(?:的)?(?:一次性)?[^，。；、\d]{0,10}?(?:奖励|奖补|奖金|补助|补贴|资助|扶持|支持|经费|资金|贴息|股权投资|创业担保贷款|贷款|券|补偿|优惠|津贴|减免)"
)
_FUND = re.compile(
    r"设立|安排|统筹|筹措|投入|组建|出资|预算|总规模|资金总额|(?:资金|基金)[^，。；]{0,6}规模|规模(?=不低于|达|为|超|约|$)|首期|资金总量|列支"
)
_FUND_NOUN = re.compile(r"(?<!投)资金|基金(?!集?群)|经费|预算|补贴|奖|支持|[Ff][Uu][Nn][Dd]")
_LARGE = 10**7
"""Vouchers for so many yuan are a total for all recipients."""
_OF_A_BUDGET = re.compile(r"年度[^，。；]{0,6}(?:总额度?|预算|总量)[^，。；]{0,8}$|资金总(?:额|量|规模)[^，。；]{0,8}$")
_ONE_RECIPIENT = re.compile(r"每[家个户人]|单[个家户]|同一")
_NAMES_A_FUND = re.compile(r"(?:规模)?的?(?![^，。；、]{0,10}(?:投资|支持))[一-鿿]{0,10}基金(?!集?群)")
"""发挥10亿元产业基金作用: the size of a fund before its name."""
_ONE = re.compile(r"每(?!年)|单|/|同一|给予")
_GIVES_MONEY = re.compile(
    r"(?:给予|奖励|奖补|补助|补贴|资助)[^，。；\d、]{0,8}(?:资金|经费|金额|费用|贷款|额度)(?:为|共|合计)?$"
)
_PER_INCREASE = re.compile(r"每(?:新?增加?|增长|达到?|超过?|超出|满|完成|实现)$")
_SOUGHT = re.compile(r"争取[^，。；、]{0,12}(?:资金|经费|补助|支持)(?:不少于|不低于|达到?|超过?)?$")
"""争取上级资金1000万元: a sum that the area is to reach."""
_RATE = re.compile(
    r"(?:利率|费率|税率|占比|比重|持股(?:比例)?|增速|增幅|增长|覆盖率|强度|(?<!贴息)(?<!补贴)(?<!补助)率)(?:不超过|不高于|最高|达到?|为|在|控制在|上限|提高|提升|增长|增加|下降|降低|至|到|保持|稳定|不低于|以上)*$"
)


def find_amounts(page: Page, places: list[Place]) -> list[DraftAmount]:
    """All money items in the order of the text;"""
    found: list[DraftAmount] = []
    last: Place | None = None
    lower: Place | None = None
    for place in places:
        if is_lower_bound(place):
            lower = place
            continue
        if is_support(place) or (last and _goes_on(last, place)):
            bounded = lower if lower and lower.number.kind == place.number.kind else None
            amount = _between(page, bounded, place) if bounded else _amount(page, place)
            if place.before.startswith("其中") and found and found[-1].kind == "fund" and amount.kind == "fixed":
                amount = replace(amount, kind="fund")  # 安排1500万元，其中餐饮券500万元: parts of a total
            found.append(amount)
            last = place
        lower = None
    return found


def is_lower_bound(place: Place) -> bool:
    """不低于50万元、不超过300万元: the first of two bounds in one expression."""
    number = place.number
    if number.kind not in {"money", "percent"} or not re.search(r"(?:不低于|不少于|最低)$", place.before):
        return False
    return bool(
        re.match(
            r"[、，]?(?:且|但|、)?(?:最高)?(?:不超过|不高于|不多于|最高)\d", place.dense[number.end : number.end + 14]
        )
    )


def _goes_on(last: Place, place: Place) -> bool:
    """奖励标准为国家级100万元，省级50万元，市级20万元: a sum with a short name right behind one that was given."""
    number = place.number
    if number.kind != "money" or last.number.kind != "money":
        return False
    if place.first is last.first:
        return True
    between = place.dense[last.number.end : place.first.start]
    return (
        bool(re.fullmatch(r"[，；][^，；\d]{1,8}|[^，。；\d]{0,16}，其中[^，。；\d]{1,10}", between))
        and not _SOUGHT.search(place.before)
        and not re.match(r"及?以[上下]", place.own_after)
        and not FLOOR.search(between)
        and not re.search(r"[在达满超额值入]$", between)
        and not bounds_a_range(place)
        and not _CONDITION.match(place.after)
    )


def is_support(place: Place) -> bool:
    """Whether a number of money or percent measures or bounds support."""
    number = place.number
    if number.unit == "个百分点":
        return bool(re.match(r"的?(?:财政)?(?:利息补贴|贴息|利息补助|补贴|补助)", place.after)) or bool(
            re.search(
                r"(?:贴息|利息补贴)(?:不超过|最高)?$|(?:补贴|补助|奖励|支持|贴息|资助|优惠|减免|返还)(?:比例|标准|额度|力度)[^，。；]{0,6}(?:上浮|提高|增加|上调)$",
                place.before,
            )
        )
    if number.kind not in {"money", "percent"} and not (
        number.kind == "plain" and number.scale in {"万", "亿", "百万", "千万"}
    ):
        return False
    if number.kind == "plain" and place.own_after[:1] not in ("", "的") and not GIVE.match(place.own_after):
        return False
    if not (place.supports or number.discount or _is_fund(place) or _goes_on_bounding(place)) or bounds_a_range(place):
        return False
    if _goes_on_bounding(place):
        return True
    if _RATE.search(place.before) and not re.match(r"的[^，。；]{0,6}(?:贴息|补贴|补助|奖励)", place.after):
        return False
    if _PER_INCREASE.search(place.before) or _SOUGHT.search(place.before):
        return False
    if number.value_max is not None and re.search(
        r"(?:单个|单笔|每个|每家|每笔)[^，。；]{0,10}(?:投资|支持|资助)(?:金?额)?(?:一般|原则上|通常)?[为在]?$",
        place.before,
    ):
        return True
    return _by_cue(place)


def _by_cue(place: Place) -> bool:
    """The same for a number in a sentence on support, by the last word that tells what its numbers do."""
    number, cue, after = place.number, place.last_cue, place.after
    strong = bool(GIVE.search(place.before))
    condition = bool(_CONDITION.match(after)) and not _GIVEN.match(after)
    if re.match(r"及?以上|以下|及以下", after) and not strong:
        return False
    if cue == "cap" or (cue == "measure" and CAP.search(place.before)):
        return not (condition and not strong and not _GIVEN.match(after))
    if cue == "floor":
        return _floor_of_support(place)
    if cue == "give":
        return True
    if number.discount:
        return True
    if condition:
        return False
    if _is_fund(place):
        return True
    if cue == "measure":
        if _GIVES_MONEY.search(place.before):
            return True
        return bool(_GIVEN.match(after) or GIVE.search(place.rest[:40]) or number.kind == "percent" or _is_fund(place))
    if _GIVEN.match(after) or _after_series_given(place):
        return True
    if number.kind == "percent":
        return place.before.endswith("的") and bool(GIVE.search(place.rest))
    return (
        bool(re.search(r"每|/", place.before[-8:] + after[:2]))
        and bool(GIVE.search(place.words))
        and not FLOOR.search(place.before)
    )


def _goes_on_bounding(place: Place) -> bool:
    """…配套奖励；同一项目获多轮投资的，累计不超过300万元: a ceiling behind ；that bounds the support before it; ；软件著作权每件500元 goes on with it."""
    start = place.sentence[0]
    earlier = place.dense[max(0, start - 80) : start].rsplit("。", maxsplit=1)[-1]
    total = re.search(r"(?:累计|合计|总额|单个|同一|每家)[^，。；]{0,10}(?:不超过|最高)$", place.before)
    if re.fullmatch(r"(?:对)?(?:每[家个户]|单[家个]|同一)[^，。；]{0,14}(?:不超过|最高)(?:人民币)?", place.before):
        paragraph = place.dense[max(0, start - 80) : start].rsplit("\n", maxsplit=1)[-1]
        if GIVE.search(paragraph):
            return True
    each = place.number.kind == "money" and re.search(r"(?:每|单)[^，。；]{1,3}$", place.before)
    return earlier.endswith("；") and bool(total or each) and bool(GIVE.search(earlier))


def bounds_a_range(place: Place) -> bool:
    """在100万元(含100万元)以上至300万元的前5名: a number beside 至 parts one class of recipients from the next."""
    if place.number.value_max is not None:
        return False
    behind = re.match(
        r"(?:[(]不?含[^)]*[)])?(?:以上|以下)?[)]?(?:至|到|—)[\d(]",
        place.dense[place.number.end : place.number.end + 40],
    )
    return bool(behind) or bool(
        re.search(
            r"(?:以上|以下|[)])[)]?(?:至|到|—)$", place.dense[max(0, place.number.start - 12) : place.number.start]
        )
    )


def _after_series_given(place: Place) -> bool:
    """第一年奖励5万元，第二年3万元: the sum before was given in the same breath."""
    previous = place.dense[max(place.sentence[0], place.chunk[0] - 30) : place.chunk[0]]
    return (
        bool(re.search(r"(?:奖励|补贴|补助|资助|给予)[^，；的]{0,8}\d[^，；]{0,8}元[^，；]{0,4}，$", previous))
        and len(place.before) <= 12
    )


def _floor_of_support(place: Place) -> bool:
    """给予不低于10万元奖励, 安排不少于1000万元专项资金; not 投资不低于200万元的."""
    match = list(FLOOR.finditer(place.before))[-1]
    if not re.match(r"不低于|不少于|不小于|至少|不得低于|不得少于", match[0]):
        founded = re.search(r"设立|组建|发起", place.opening) and not re.search(r"到20\d\d", place.opening)
        return bool(founded) and _is_fund(place)
    if place.number.kind == "percent":
        given = re.search(r"给予|按照?", place.before) and _GIVEN.match(place.after)
        return bool(given) or bool(
            re.search(
                r"(?:补贴|补助|资助|奖励|贴息|减免|下浮|让利|优惠)(?:比例|标准|率)?(?:不低于|不少于)$", place.before
            )
        )
    if _CONDITION.match(place.after) and not _GIVEN.match(place.after):
        return False
    return bool(re.search(r"给予|奖励|补助|补贴|资助", place.before)) or _is_fund(place)


def _is_fund(place: Place) -> bool:
    if place.number.kind == "percent":
        return False
    before = place.before
    if _ONE.search(before):
        return False
    earlier = place.dense[max(place.sentence[0], place.chunk[0] - 30) : place.chunk[0]]
    around = before + place.after[:24] + (earlier if re.search(r"(?:资金|基金)，$", earlier) else "")
    if place.number.in_yuan >= _LARGE and re.search(r"发放|投放|发布|推出|总额|总量|总规模", before) and "券" in around:
        return True
    if re.search(r"财政[^，。；]{0,6}安排(?:不少于|不低于)?$", before):
        return place.supports
    if re.search(r"(?:累计|共|总计|合计)(?:投入|安排|筹措)(?:资金)?(?:不少于|不低于|达到?|超过?)?$", before):
        return bool(re.search(r"财政|专项资金|经费", place.opening))
    if _OF_A_BUDGET.search(before) and not _ONE_RECIPIENT.search(place.opening):
        return bool(re.search(r"财政|预算|列支", place.opening)) or "资金" in before
    if re.search(r"发放[^，。；每单]{0,10}券$", before):
        return True
    if re.search(r"安排$", before) and re.match(r"[^，。；]{0,6}发放[^，。；]{0,8}券", place.own_after):
        return True
    if re.search(r"总?奖金(?:池|总额|总量)[^，。；]{0,4}$|总奖金$", before):
        return True
    if place.number.in_yuan >= _LARGE and not GIVE.search(before) and _NAMES_A_FUND.match(place.own_after):
        return True
    if place.number.in_yuan >= _LARGE and re.search(
        r"(?:每年|全年|年度)(?:预算)?(?:安排|统筹)(?:资金)?(?:不少于|不低于|不超过|最高)?$", before
    ):
        return place.supports
    return bool(_FUND.search(before)) and bool(_FUND_NOUN.search(around))


def _amount(page: Page, place: Place) -> DraftAmount:
    number = place.number
    start, end = _quote_span(place)
    first, last = page.span(start, end)
    if number.kind == "percent" or number.unit == "个百分点":
        kind, unit, value, value_max = "share", "percent", number.value, number.value_max
        kind = "range" if value_max is not None else kind
    else:
        unit, value, value_max = "yuan", number.in_yuan, number.max_in_yuan
        capped = bool(CAP.search(place.before)) or bool(re.match(r"以内|封顶|为限|为上限|以下|上限", place.after))
        kind = "range" if value_max is not None else "cap" if capped else "fund" if _is_fund(place) else "fixed"
        if (
            kind == "cap"
            and _is_fund(place)
            and re.search(r"总额|预算|总规模|资金总量|(?:全年|年度)(?:安排|统筹)", place.before)
        ):
            kind = "fund"
    return DraftAmount(first, last, page.text[first:last], kind, value, value_max, unit, scope_of(page, place))


def _between(page: Page, lower: Place, upper: Place) -> DraftAmount:
    """One amount out of a lower and an upper bound."""
    low, high = _amount(page, lower), _amount(page, upper)
    end = max(low.end, high.end)
    return DraftAmount(
        low.start, end, page.text[low.start : end], "range", low.value, high.value, high.unit, low.per or high.per
    )


def _quote_span(place: Place) -> tuple[int, int]:
    """From the start of the phrase (at most 40 signs back) to the number, and on to the end of a short phrase."""
    number = place.number
    start = max(place.chunk[0], number.start - 40)
    if place.left[0] > place.chunk[0] and place.first.start - place.left[0] >= 4:
        start = max(start, place.left[0])
    end = number.end
    if number is place.last:
        rest = place.dense[number.end : place.chunk[1]]
        if len(rest) <= 14 and not re.search(r"[\d()]", rest):
            end = place.chunk[1]
        elif slash := re.match(r"/[一-鿿]{1,3}", rest):
            end += slash.end()
    while start < number.start and place.dense[start] in "、的）)，；和并":
        start += 1
    return start, end
