"""What of a project's form can be read: partners by name, markets that are countries, regions or known cities, classes that are classes, numbers of standards."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from zhixian.core.analysis.assessment.markets import country_of_city, is_place, named, words
from zhixian.core.analysis.assessment.relied import unread
from zhixian.core.registers.rights import parts_of
from zhixian.core.registry.locarno import locarno_class
from zhixian.core.registry.numbers.others import NICE_CLASSES
from zhixian.core.search.schema import classes
from zhixian.core.search.values import nice_class

_STANDARD = re.compile(r"[A-Za-z][A-Za-z/ .\-—]*[0-9]")
_FOR_MARKETS = "应为国家或地区的名称，例如 德国、东南亚；国内的地方写到省市，例如 上海浦东；城市连它的国家一起写，例如 德国慕尼黑；展会写它所在的国家"
_FOR_REGIONS = (
    "是许多国家的合称，没有成员名单可以逐国核对，应写明要去的国家和地区，例如 越南、德国；国家还没有定的先写最可能去的"
)
_FOR_CLASSES = (
    f"应为 IPC 分类号，例如 C22B 11/08；商标类别 1–{NICE_CLASSES}，例如 30；或外观设计的洛迦诺分类，例如 14-02"
)
_NAMED = re.compile(
    r".*[^\W\d_].*(公司|集团|厂|院|所|大学|学院|中学|学校|医院|中心|合作社|农场|林场|联合社|事务所|实验室|研究室|工作室|基地|企业|商行|经营部|门市部|协会|学会|商会|基金会|局|委员会|政府|银行)"
    r"(（[^（）]*）)?|.*\w.*\W(ltd|limited|inc|corp|corporation|gmbh|llc|co|ag|plc|s\.?a|b\.?v|university|institute)\.?",
    re.IGNORECASE,
)
"""A name that says by its end what it is the name of."""


def unreadable(answers: Mapping[str, Any]) -> dict[str, str]:
    """By field, what of the rights, partners, markets and classes in a form's answers is none, and what is expected."""
    found = {}
    if wrong := unread(str(answers.get("rights") or "")):
        found["rights"] = wrong
    if several := [name for name in partners_in(str(answers.get("partners") or "")) if _holds_a_name(name)]:
        found["partners"] = f"{_quoted(several)}不止一个名称，应为一行一个，或用分号隔开"
    markets, classes_given = (parts_of(str(answers.get(field) or "")) for field in ("markets", "classes"))
    if wrong := "；".join(_wrong_markets(markets)):
        found["markets"] = wrong
    if none := [part for part in classes_given if not is_class(part)]:
        found["classes"] = f"{_quoted(none)}不是分类号，{_FOR_CLASSES}"
    return found


def _wrong_markets(markets: Sequence[str]) -> Iterator[str]:
    if none := [part for part in markets if not is_market(part)]:
        yield f"{_quoted(none)}不是国家或地区，{_FOR_MARKETS}"
    if regions := [part for part in markets if part not in none and is_without_members(part)]:
        yield f"{_quoted(regions)}{_FOR_REGIONS}"


def is_without_members(market: str) -> bool:
    """Whether a market is nothing but a region of which no list of members is known: 一带一路, 欧洲, 全球."""
    place = named(market)
    return bool(place.others) and not (place.countries or place.groups)


def _quoted(parts: Sequence[str]) -> str:
    return f"“{'”“'.join(parts)}”"


def partners_in(text: str) -> list[str]:
    """The names in an answer: one to a line or parted by semicolons; of a line with commas, strokes between names or spaces its parts,
    where each is a name that can stand alone."""
    lines = (line.strip() for line in re.split("[；;\n\r]", text))
    return list(dict.fromkeys(name for line in lines if line for name in _names_in(line)))


def _names_in(line: str) -> list[str]:
    for marks in ("、，,\\s", "、，,", "、，", "、", "，"):
        parts = [part.strip() for part in re.split(f"[{marks}]+", line) if part.strip()]
        if len(parts) > 1 and all(map(_NAMED.fullmatch, parts)):
            return parts
    return [line.strip("、，, ") or line]


def _holds_a_name(name: str) -> bool:
    """Whether a name has another beside it that its commas or strokes part from it."""
    parts = [part.strip() for part in re.split("[、，]", re.sub("（[^（）]*）", "", name)) if part.strip()]
    return len(parts) > 1 and any(map(_NAMED.fullmatch, parts[:-1]))


def is_market(text: str) -> bool:
    """Whether a text names a country, a territory, a region of several, a known city abroad or a place in China, also with more before
    or behind the name of a country."""
    said, names = _plain(text).removesuffix(")"), tuple(words())
    return is_place(said) or said.startswith(names) or said.endswith(names)


def with_country(market: str) -> str:
    """A market as it is looked into and told: a known city with its country behind it, 迪拜（阿联酋）; anything else as it is written."""
    country = country_of_city(market)
    return f"{market}（{country}）" if country else market


def is_class(text: str) -> bool:
    """Whether a text is a symbol of the IPC, a class of goods or services, or a class of designs with its subclass."""
    return bool(class_written(text))


def class_written(text: str) -> str:
    """A class in the spelling that rights have it in: 30 for 第30类, 14-02 for LOC(11)14-02; "" for what is no class."""
    ipc, nice = classes(text)
    if ipc:
        return text
    try:
        return nice_class(nice[0] if nice else _plain(text))
    except ValueError:
        return locarno_class(text)


def is_standard(text: str) -> bool:
    """Whether a text has letters with a number behind them, as the numbers of standards do: GB/T 4754—2017, ISO 9001."""
    return bool(_STANDARD.search(unicodedata.normalize("NFKC", text)))


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())
