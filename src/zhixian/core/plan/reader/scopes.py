"""Finds the scope of an amount in the text's own words: 家/年, 件, 项目."""

import re

from zhixian.core.plan.reader.context import Place
from zhixian.core.plan.reader.page import Page

_COUNTERS = "券家件项个人户次场亩名年月篇台套笔条种款批期层位辆栋间只部头株吨度单班课届所座处张起艘枚本支首宗例门米天"
_LONG_COUNTERS = "平方米|平米|公里|品种|主体|学年|[班架航车]次|人次|课时|学时|千瓦时|千瓦"
_STOPS = (
    "首轮|首次|最高|最多|给予|不超过|不高于|分别|年度|每年|每月|发放|奖励|补贴|补助|资助|总|累计|合计|获(?!奖)|可|一次性|按|单(?!位)|"
    "投资(?!者|人|机构|主体)|直投|跟投|支持|扶持|享受|投入|奖(?!项)|补|予|的|不低|不少|年|资金|申请(?!人|单位)|申领|上限"
)
_EACH = re.compile(
    rf"(?:每(?:(?!年|月)[一-鿿]{{0,5}}\d+(?=[{_COUNTERS}])|一|新?增加?|新?引进|培育)?|单一?)(?!年|个?月(?!季)|个?季度|个?学期|(?<=每)[天日晚周]|日|纯|独|位)({_LONG_COUNTERS}|[{_COUNTERS}])?"
)
_NOUN = re.compile(rf"(?!{_STOPS}|，|\d)([一-鿿A-Za-z]{{2,10}}?)(?={_STOPS}|，|\d|$)")
_SAME = re.compile(rf"同一(?:家|个)?([一-鿿A-Z]{{2,6}}?)(?={_STOPS}|，|\d|$)")
_SLASH = re.compile(
    r"(?:人民币)?[/·](㎡|m²|[一-鿿]{1,4}?)(?=购|租|住|安|培|创|就|生|一次|[/·，。；、)）的奖补给]|每|$|保|标|资|以|\d)"
)
_YEARLY = re.compile(
    r"每年(?!运营|评|发布|举办|选|考核|根据)|每个?自然年|(?:每|单|同一)[^，。；]{1,12}?(?:年度|年(?=贴息|补贴|补助|奖励|资助|支持|扶持))"
)
_SHORTER = re.compile(r"每个?(月(?!季)|季度|学期|天|日|晚|周)")
_OF_A_YEAR = re.compile(
    r"年度(?=补贴|支持|扶持|奖励|资助|补助|最高|不超过|累计(?:补贴|奖励|支持|资助|扶持|不)|总|额度|限额|内|享受|获)"
)


def scope_of(page: Page, place: Place) -> str | None:
    """家/年, 件, 项目 as printed: what follows 每, 单, 同一 or a slash; None when the text gives no scope."""
    dense = place.dense
    behind = place.number
    slash = _SLASH.match(place.own_after)
    if not slash and (slash := _SLASH.match(place.after)):  # 50万元、100万元/年: the last one speaks for the series
        behind = place.last
    if slash:
        second = re.match(r"[/·](平方米|平米|㎡|m²|[年月天次人家])", dense[behind.end + slash.end() :][:4])
        start = behind.end
        return page.printed(start + slash.start(1), start + slash.end(1)) + (f"/{second[1]}" if second else "")
    start, end = place.left[0], place.first.start
    window = dense[start:end]
    if start > place.chunk[0] and not re.match(r"[^，。；]{0,3}[、，]", window) and not re.search("每|单|同一", window):
        start, window = end, ""
    span = _entity(dense, start, end, place)
    entity = page.printed(*span) if span else ""
    yearly = _YEARLY.search(window) or (entity and _OF_A_YEAR.search(window))
    period = "年" if yearly else shorter[1] if (shorter := _SHORTER.search(window)) else ""
    return "/".join(part for part in (entity, period) if part) or None


def _entity(dense: str, start: int, end: int, place: Place) -> tuple[int, int] | None:
    """Span of the counter or noun behind the last 每 or 单 of a stretch, behind 同一, or of 每… in the phrase before."""
    if found := list(_EACH.finditer(dense, start, end)):
        return _noun_or_counter(dense, found[-1], end, place)
    if same := _SAME.search(dense, start, end):
        return same.span(1)
    if start != place.chunk[0]:
        return None
    first, behind = _phrase_before(place)
    before = list(_EACH.finditer(dense, first, behind))
    if not before or re.search(r"\d[^，]{0,3}[元%]|最高|不超过", dense[before[-1].end() : behind]):
        return None
    opens = before[-1].start() - first <= dense.startswith("对", first)
    return _noun_or_counter(dense, before[-1], behind, place) if opens or re.search(r"每.*\d", before[-1][0]) else None


def _phrase_before(place: Place) -> tuple[int, int]:
    first = max(place.sentence[0], place.chunk[0] - 30)
    comma = place.dense.rfind("，", first, max(first, place.chunk[0] - 1))
    return (comma + 1 if comma >= 0 else first), place.chunk[0]


def _noun_or_counter(dense: str, each: re.Match[str], end: int, place: Place) -> tuple[int, int] | None:
    """家 of 每家企业, 场 of 单场活动; but 项目 of 单个项目, and the noun of the phrase before in …项目的，每个分别给予."""
    counter = each[1] or ""
    if counter in {"个", ""}:
        noun = _NOUN.match(dense, each.end(), end)
        if noun and not re.search(r"[额投总予]", noun[1]):
            return noun.span(1)
        earlier = max(place.sentence[0], place.chunk[0] - 24)
        antecedent = re.search(r"的([一-鿿]{2,4})，$", dense[earlier : place.chunk[0]])
        if counter and antecedent and dense.startswith("分别", each.end()):
            return earlier + antecedent.start(1), earlier + antecedent.end(1)
    return each.span(1) if counter else None
