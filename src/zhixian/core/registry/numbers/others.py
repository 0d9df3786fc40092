"""Numbers of marks, varieties, copyright, layout designs and GI products: recognised, in one spelling, without check digits."""

import re
from dataclasses import dataclass

from zhixian.core.registry.numbers.patents import application, plain_number

NICE_CLASSES = 45
_LABEL = re.compile(r"^(?:国际|国家)?(?:商标)?(?:注册|登记|申请|品种权|证书)*(?:编号|号码|号)?[:：]?第?")
_MARK = re.compile(r"(G?)0*([1-9][0-9]{0,8})([A-Z]{0,2})")
_SHAPES: tuple[tuple[str, re.Pattern[str], str], ...] = (
    ("software", re.compile(r"((?:19|20)[0-9][0-9])SR([0-9]{3,8})"), "{0}SR{1}"),
    ("software", re.compile(r"软著(登字|变补字)第?([0-9]{4,9})"), "软著{0}第{1}号"),
    ("copyright_work", re.compile(r"([一-鿿])作登字((?:19|20)[0-9][0-9])([A-Z])([0-9]{4,8})"), "{0}作登字-{1}-{2}-{3}"),
    ("plant_variety", re.compile(r"CNA((?:19|20)[0-9]{6,9})(?:\.?([0-9X]))?"), "CNA{0}.{1}"),
    ("layout_design", re.compile(r"BS\.?([0-9]{8,9})(?:\.?([0-9X]))?"), "BS.{0}.{1}"),
    ("gi_product", re.compile(r"(AGI)((?:19|20)?[0-9]{4,12})"), "{0}{1}"),
    ("gi_product", re.compile(r"((?:国家质检总局|质检总局|国家知识产权局|农业农村部|农业部)?公告)((?:19|20)[0-9][0-9])年第([0-9]+)"),
     "{0}{1}年第{2}号"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class OtherNumber:
    """`normal` and the kind of right it belongs to, or `problem`."""

    normal: str | None
    kind: str | None = None
    problem: str | None = None


def trademark(text: str, nice_class: str | int | None = None) -> OtherNumber:
    """A mark's registration number: `12345678`, with its Nice class `12345678/31`; `G` is a Madrid registration.

    One registration may cover several classes, and the statistics count each class: the class is part of the number.
    """
    found = _MARK.fullmatch(_stripped(text))
    if not found:
        return OtherNumber(None, problem="不是商标注册号，应为 1–9 位数字（马德里注册前加 G，分割注册后加字母）")
    normal = "".join(found.groups())
    if nice_class is None or str(nice_class).strip() == "":
        return OtherNumber(normal, "trademark")
    digits = re.fullmatch(r"第?0*([0-9]{1,2})(?:\.0)?类?", plain_number(str(nice_class)))
    if not digits or not 1 <= int(digits[1]) <= NICE_CLASSES:
        return OtherNumber(None, problem=f"国际分类“{nice_class}”应为 1–{NICE_CLASSES}")
    return OtherNumber(f"{normal}/{int(digits[1])}", "trademark")


def is_mark_or_patent(text: str) -> bool:
    """Whether bare digits can be a mark's number and the application number of a patent of before October 2003 alike."""
    bare = plain_number(text)
    return re.fullmatch("[1-9][0-9]{7}", bare) is not None and application(bare).normal is not None


def other(text: str) -> OtherNumber:
    """A number whose shape tells its kind (software, work, variety, layout design, GI product); a problem for any other."""
    whole = plain_number(text)
    bare = whole.removesuffix("号")
    for kind, shape, spelling in _SHAPES:
        for form in (bare, _stripped(text)):
            if found := shape.fullmatch(form):
                return OtherNumber(spelling.format(*(part or "" for part in found.groups())).rstrip("."), kind)
    return OtherNumber(None, problem="认不出是哪一类登记号")


def _stripped(text: str) -> str:
    return _LABEL.sub("", plain_number(text)).removesuffix("号")
