"""Finds the numbers of an even text with their measures: money, percent, counts; ranges as one, series as neighbours."""

import re
from dataclasses import dataclass
from decimal import Decimal

from zhixian.core.kernel.numerals import DIGITS, read_numeral

_DIGITS = r"\d[\d\ue000]*(?:\.\d+)?"
_CHINESE = r"[零〇一二两三四五六七八九十百千半]{1,12}"
_SCALE = r"(?:百万|千万|万亿|[百千万亿])"
_MEASURES = (
    "微克/立方米|毫克/升|吨标准煤|标准箱|分贝|个工作日|个小时|个月|平方公里|平方千米|平方米|公里|公顷|万亩|亩|个百分点|人次|万人次|[家户件项批轮场]次|[架航班车]次|亿斤|人|名|位|家|户|件|项|个|所|支|场次|场|次|套|张|座|处|只|台|款|种|类|条|篇|"
    "门|对|吨|千瓦时|千瓦|亿千瓦时|PFLOPS|PFlops|EFLOPS|EFlops|P|E|TB|PB|GB|美元|元|米|岁|倍|工作日|小时|分钟|天|日|年|月|周|期|届|批|"
    "对|村|团队|平米|㎡|m²|床|辆|艘|株|头|公斤|斤|卡时|枚|本|部|首|起|宗|例|份|笔|单|间|栋|层|席|座|瓦|兆瓦|立方米|标段|盏|根|眼|趟|班|列|轮|分(?![钟之别档级类期步散局布支配担享批阶层区明])"
)
_TENTHS = r"成(?=给予|予以|的|补|贴|资助|奖|以[上下内]|左右|[，。；、)]|及|和|或|$)"
"""三成, but not 一成不变 or 二成立."""
_NUMBER = re.compile(
    rf"(?P<range1>{_DIGITS})(?P<scale1>{_SCALE})?(?P<unit1>%|‰|元|个|家|件|项|名|人|场|万元|亩)?(?:—+|至|到)(?P<range2>{_DIGITS})(?P<scale2>{_SCALE})?(?P<unit2>%|‰|折|成|{_MEASURES})"
    rf"|(?P<value>{_DIGITS})(?:(?P<permille>‰)|(?P<percent>%)|(?P<discount>折)(?!合|算|旧|股)|(?P<tenths>{_TENTHS})|(?P<scale>{_SCALE})?余?多?(?P<unit>(?:{_MEASURES})(?:/[百千万]人)?)?)"
    rf"|百分之(?P<hundredth>{_CHINESE}|{_DIGITS})"
    rf"|(?P<chinese>{_CHINESE}(?:万{_CHINESE})?)(?:(?P<cdiscount>折)(?!合|算|旧|股|叠|射)|(?P<ctenths>{_TENTHS})|(?P<cscale>[万亿])?(?P<cunit>平方公里|平方米|人次|家|件|项|个(?!人)|名|所|支|场|人(?!才|工|员|民|士|社)|亩|元))"
)
_SCALES = {"百": 100, "千": 1000, "万": 10**4, "百万": 10**6, "千万": 10**7, "亿": 10**8, "万亿": 10**12}


@dataclass(slots=True)
class Number:
    """A printed number in an even text. `kind` is money, percent, count or plain.

    `value` is as printed (2000 of 2000万元, 1.5 of 1.5亿); `scale` is 万, 亿 or empty; `unit` the measure without it.
    """

    start: int
    end: int
    kind: str
    value: Decimal
    value_max: Decimal | None
    scale: str
    unit: str
    discount: bool = False
    in_words: bool = False

    @property
    def printed_unit(self) -> str:
        """The measure as printed, 万 and 亿 included: 万元, 万平方米, %."""
        return self.scale + self.unit

    @property
    def in_yuan(self) -> Decimal:
        """The value of a sum in yuan."""
        return self.value * _SCALES.get(self.scale, 1)

    @property
    def max_in_yuan(self) -> Decimal | None:
        """The upper bound of a sum in yuan."""
        return None if self.value_max is None else self.value_max * _SCALES.get(self.scale, 1)


def numbers_in(dense: str) -> list[Number]:
    """Every number with a measure, in order. A series such as 50万、30万、10万元 lends its last measure to the others."""
    found = [number for match in _NUMBER.finditer(dense) if (number := _number(match, dense)) is not None]
    for number, following in zip(reversed(found[:-1]), reversed(found[1:]), strict=True):
        between = dense[number.end : following.start]
        if (
            number.kind != "plain"
            or following.kind == "plain"
            or between not in {"、", "和", "及", "或", "/", "，", "—"}
        ):
            continue
        if between == "，" and not number.scale:
            continue
        number.kind, number.unit = following.kind, following.unit
        number.scale = number.scale or following.scale
    return found


def _decimal(words: str) -> Decimal:
    return Decimal(words.replace("\ue000", "")[:20])


def _in_words(words: str) -> Decimal | None:
    value = read_numeral(words)
    return None if value is None else Decimal(value)


def _number(match: re.Match[str], dense: str) -> Number | None:
    group = match.groupdict()
    start, end = match.span()
    before = dense[start - 1] if start else ""
    if before and (before in "“〔.+" or (before.isascii() and before.isalpha() and not _after_a_word(match, dense))):
        return None
    if group["range1"]:
        unit = group["unit2"]
        scale = group["scale2"] or group["scale1"] or ""
        kind = "percent" if unit in "%‰折" else _kind(unit)
        low, high = _decimal(group["range1"]), _decimal(group["range2"])
        if group["scale1"] and group["scale2"] and group["scale1"] != group["scale2"]:
            low = low * _SCALES[group["scale1"]] / _SCALES[group["scale2"]]
        if unit == "折":
            low, high = low * 10, high * 10
        return Number(start, end, kind, low, high, scale, unit, unit == "折")
    if group["value"]:
        value = _decimal(group["value"])
        if group["percent"] or group["permille"]:
            return Number(start, end, "percent", value / 10 if group["permille"] else value, None, "", "%")
        if group["discount"]:
            return Number(start, end, "percent", value * 10 if value <= 10 else value, None, "", "%", discount=True)
        if group["tenths"]:
            return _tenths(start, end, value, before)
        unit = group["unit"] or ""
        return Number(start, end, _kind(unit), value, None, group["scale"] or "", unit)
    if group["hundredth"]:
        words = group["hundredth"]
        value_of = _decimal(words) if words[0].isdigit() else _in_words(words)
        return None if value_of is None else Number(start, end, "percent", value_of, None, "", "%")
    value_of = _in_words(group["chinese"])
    if value_of is None:
        return None
    if group["ctenths"]:
        return _tenths(start, end, value_of, before) if len(group["chinese"]) == 1 else None
    if group["cdiscount"]:
        digits = group["chinese"]
        value_of = (
            value_of * 10 if len(digits) == 1 else Decimal(DIGITS.get(digits[0], 0) * 10 + DIGITS.get(digits[1], 0))
        )
        return Number(start, end, "percent", value_of, None, "", "%", discount=True)
    scale, unit = group["cscale"] or "", group["cunit"]
    return Number(start, end, _kind(unit), value_of, None, scale, unit, in_words=not scale)


def _tenths(start: int, end: int, value: Decimal, before: str) -> Number | None:
    """三成 is 30%; of 二至三成 the first bound would be lost, so a person reads it."""
    if before and before in "至到—":
        return None
    return Number(start, end, "percent", value * 10, None, "", "%")


def _after_a_word(match: re.Match[str], dense: str) -> bool:
    """Whether the letters before a number are a word of their own, as in OPC10家 and LPR50%, and not its name, as in G60."""
    measured = any(match[name] for name in ("unit", "percent", "unit2"))
    return measured and bool(
        re.search(r"(?<![A-Za-z\d])[A-Za-z]{2,8}$", dense[max(0, match.start() - 9) : match.start()])
    )


def _kind(unit: str) -> str:
    if unit == "元":
        return "money"
    if unit in {"%", "个百分点"}:
        return "count" if unit == "个百分点" else "percent"
    return "count" if unit else "plain"
