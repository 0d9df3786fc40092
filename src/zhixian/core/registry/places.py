"""Regions (GB/T 2260) from addresses: the longest name at each level, counties told apart by their prefecture.

`places.csv` holds every code since 1985 with the year it was abolished; an abolished county still resolves, to its
newest code under the province or prefecture the address names.
"""

import csv
import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files

import pyarrow as pa
import pyarrow.compute as pc

from zhixian.core.kernel.regions import is_region

LONGEST_NAME = 15
DECIDING = 36
"""Characters of an address that can decide, with room for the longest names and a name said twice."""
_POSTCODE_BEFORE = r"\s*[0-9]{6}\s*([^0-9\s])"
_HOUSE_NUMBER = r"^([^0-9]+)[0-9].*$"
_PEOPLES = (
    "朝鲜族|土家族|苗族|藏族|羌族|彝族|布依族|侗族|哈尼族|壮族|傣族|白族|景颇族|傈僳族|回族|蒙古族|蒙古|柯尔克孜|哈萨克"
)
_PROVINCE_TAIL = re.compile(r"(省|市|壮族自治区|回族自治区|维吾尔自治区|自治区|特别行政区)$")
_PREFECTURE_TAIL = re.compile(rf"(市|地区|盟|(?:{_PEOPLES})*自治州)$")
_NOISE = re.compile(r"(?<![0-9])[0-9]{6}(?=[^0-9])|[;；][0-9]{2}(?![0-9])|[\s,，、|/;；·-]+")
_FREE_TRADE_ZONE = re.compile(r"中国\((\w+?)\)自由贸易试验区")
_COUNTY_TAIL = re.compile(r"(?:新区|自治县|自治旗|区|县|市|旗)$")
_COUNTRY = re.compile(r"^(?:中华人民共和国|中国|CN)")
_INSIDE = re.compile(r"^(?:市辖区|省直辖县级行政单位|县)(?=.)")
_FALSE_START = re.compile(r"^(?:市|县|区|路|街|大道|大学|学院|公司)")


@dataclass
class _Scope:
    """Names of one level within a province, a prefecture or the country: each to its current code, else its newest."""

    names: dict[str, tuple[str, str]] = field(default_factory=dict)
    doubtful: set[str] = field(default_factory=set)

    def add(self, name: str, code: str, until: str) -> None:
        rank = until or "9999"
        held = self.names.get(name)
        if held is None or rank > held[1]:
            self.doubtful.discard(name)
            self.names[name] = (code, rank)
        elif rank == held[1] and code != held[0]:
            self.doubtful.add(name)

    def at_start(self, text: str) -> tuple[str, str] | None:
        """(code, rest of the text) of the longest name the text begins with, unless two places bear it."""
        for width in range(min(LONGEST_NAME, len(text)), 1, -1):
            name = text[:width]
            if name in self.names and name not in self.doubtful:
                return self.names[name][0], text[width:]
        return None


@dataclass
class _Places:
    name_of: dict[str, str] = field(default_factory=dict)
    provinces: _Scope = field(default_factory=_Scope)
    short_provinces: _Scope = field(default_factory=_Scope)
    prefectures: dict[str, _Scope] = field(default_factory=lambda: defaultdict(_Scope))
    short_prefectures: dict[str, _Scope] = field(default_factory=lambda: defaultdict(_Scope))
    counties: dict[str, _Scope] = field(default_factory=lambda: defaultdict(_Scope))

    def add(self, code: str, name: str, until: str) -> None:
        if code not in self.name_of or not until:
            self.name_of[code] = name
        if code.endswith("0000"):
            self.provinces.add(name, code, until)
            self.short_provinces.add(_PROVINCE_TAIL.sub("", name), code, until)
        elif code.endswith("00"):
            for within in ("", code[:2]):
                self.prefectures[within].add(name, code, until)
                for short in _short_names(name):
                    self.short_prefectures[within].add(short, code, until)
        else:
            for within in ("", code[:2], code[:4]):
                self.counties[within].add(name, code, until)


def _short_names(name: str) -> list[str]:
    short = _PREFECTURE_TAIL.sub("", name)
    if short == name or len(short) < 2:
        return []
    return [short + "州", short] if name.endswith("自治州") else [short]


@cache
def _places() -> _Places:
    places = _Places()
    text = files("zhixian.core.registry").joinpath("places.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(text.splitlines()):
        places.add(row["code"], row["name"], row["until"])
    return places


def name_of(code: str) -> str | None:
    """`110101` → 东城区: the current name of a code, else its last one; None for no code of GB/T 2260."""
    return _places().name_of.get(code)


def with_code(code: str) -> str:
    """`110101` → 东城区（110101）."""
    return f"{name_of(code) or '行政区划'}（{code}）"


def full_name_of(code: str) -> str | None:
    """`110101` → 北京市东城区; None for no code of GB/T 2260."""
    own = name_of(code)
    if own is None:
        return None
    above = [] if code.endswith("0000") else [code[:2] + "0000"] if code.endswith("00") else _above(code)
    return "".join([*(name_of(outer) or "" for outer in above), own])


def _above(county: str) -> list[str]:
    return [county[:2] + "0000", county[:4] + "00"]


def names_around(region: str) -> list[str]:
    """The full names of today's places of the region's province, in the order of their codes, then of the other provinces."""
    return [
        name
        for code in sorted(_today(), key=lambda code: (code[:2] != region[:2], code))
        if (code[:2] == region[:2] or code.endswith("0000")) and (name := full_name_of(code))
    ]


@cache
def _today() -> frozenset[str]:
    return frozenset(code for codes in _by_name()[0].values() for code in codes)


def region_named(text: str) -> str:
    """The code of a region called by its code or its name. Raises ValueError in the user's words, with the choices where several bear it."""
    if is_region(text):
        return text
    codes = regions_named(text)
    if len(codes) == 1:
        return codes[0]
    if not codes:
        raise ValueError(f"“{text}”不是六位行政区划代码，也不是县级以上行政区划的全名，例如 350000 或福建省")
    choices = "、".join(f"{full_name_of(code)}（{code}）" for code in codes)
    raise ValueError(f"叫“{text}”的有 {len(codes)} 处，请写代码或带上省市：{choices}")


def is_called(text: str) -> bool:
    """Whether a text calls one region, by its code or its name; a name that several bear calls none."""
    try:
        region_named(text)
    except ValueError:
        return False
    return True


def regions_named(name: str) -> list[str]:
    """Codes of today's places of that name, with or without the province and the prefecture before it; of none of today's, former ones."""
    asked = _NOISE.sub("", unicodedata.normalize("NFKC", name).strip())
    today, former = _by_name()
    return today.get(asked) or former.get(asked) or _named_in_short(asked, today)


def bears(code: str, name: str) -> bool:
    """Whether a region is one of that name; where only former places bore it, also the one of its stem today: 长乐区 for 长乐市."""
    if code in regions_named(name):
        return True
    asked = _NOISE.sub("", unicodedata.normalize("NFKC", name).strip())
    return not _by_name()[0].get(asked) and asked[:-1].endswith((name_of(code) or "无")[:-1] or "无")


def _named_in_short(asked: str, today: dict[str, list[str]]) -> list[str]:
    """安吉 → 安吉县: today's places of the name once what they are, 县 or 市, is said."""
    if len(asked) < 2:
        return []
    return [code for tail in ("县", "市", "区", "省", "自治区") for code in today.get(asked + tail, [])]


@cache
def _by_name() -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    today: dict[str, list[str]] = defaultdict(list)
    former: dict[str, list[str]] = defaultdict(list)
    text = files("zhixian.core.registry").joinpath("places.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(text.splitlines()):
        code, own = row["code"], row["name"]
        province, prefecture = (name_of(outer) or "" for outer in _above(code))
        before = {""} if code.endswith("0000") else {"", province}
        before |= set() if code.endswith("00") else {prefecture, province + prefecture}
        for whole in {outer + own for outer in before}:
            (former if row["until"] else today)[whole].append(code)
    return today, former


@lru_cache(maxsize=65_536)
def region_of(address: str) -> str | None:
    """Six-digit code of the smallest region (county, prefecture or province) an address begins with; None when unknown.

    Takes postal codes before it, 国省代码 (`福建;35`, `35`) and a bare six-digit code. A county name borne by several
    counties resolves only where province or prefecture stand before it.
    """
    text = unicodedata.normalize("NFKC", address).strip()
    if text.isdigit():
        code = text.ljust(6, "0") if len(text) in (2, 4, 6) else ""
        return code if code in _places().name_of else None
    text = _NOISE.sub("", _NOISE.sub("", text[:80], count=1))
    text = _COUNTRY.sub("", _FREE_TRADE_ZONE.sub(r"\1", text))
    return _resolve(text, _places())


def district_of(text: str) -> str | None:
    """`深圳南山` → 440305: the code of the county that a text begins with behind the short name of its prefecture, its own name in full or
    without 区, 县 or 市 at its end; None for anything else, such as 北海道."""
    places = _places()
    prefecture = places.short_prefectures[""].at_start(_NOISE.sub("", unicodedata.normalize("NFKC", text).strip()))
    if prefecture is None:
        return None
    code, rest = prefecture
    named = ((_COUNTY_TAIL.sub("", name), *held) for name, held in places.counties[code[:4]].names.items())
    found = [(len(name), until, county) for name, county, until in named if len(name) > 1 and rest.startswith(name)]
    return max(found)[2] if found else None


def _resolve(text: str, places: _Places) -> str | None:
    province = places.provinces.at_start(text)
    if province is None and (whole := places.prefectures[""].at_start(text)):
        return _county_in(whole[0], whole[1], places)
    if province is None:
        province = places.short_provinces.at_start(text)
        if province and _FALSE_START.match(province[1]):
            province = None
    if province is None:
        return _without_province(text, places)
    code, rest = province
    rest = _INSIDE.sub("", rest.removeprefix(places.name_of[code]))
    return _in_province(code, rest, places)


def _without_province(text: str, places: _Places) -> str | None:
    if county := places.counties[""].at_start(text):
        return county[0]
    if prefecture := places.short_prefectures[""].at_start(text):
        inside = _county_in(prefecture[0], prefecture[1], places)
        return inside if inside != prefecture[0] else None
    return None


def _in_province(code: str, rest: str, places: _Places) -> str:
    within = code[:2]
    if prefecture := places.prefectures[within].at_start(rest):
        return _county_in(prefecture[0], prefecture[1], places)
    if county := places.counties[within].at_start(rest):
        return county[0]
    if (prefecture := places.short_prefectures[within].at_start(rest)) and not _FALSE_START.match(prefecture[1]):
        return _county_in(prefecture[0], prefecture[1], places)
    return code


def _county_in(prefecture: str, rest: str, places: _Places) -> str:
    """The county after a prefecture: in it today, else of that name in the province, else the prefecture itself."""
    rest = _INSIDE.sub("", rest.removeprefix(places.name_of[prefecture]))
    inside = places.counties[prefecture[:4]].at_start(rest)
    around = places.counties[prefecture[:2]].at_start(rest)
    if inside and around and len(inside[1]) == len(around[1]):
        current = places.counties[prefecture[:4]].names
        name = rest[: len(rest) - len(inside[1])]
        return inside[0] if current[name][1] == "9999" else around[0]
    if inside or around:
        return (inside or around or ("", ""))[0]
    return prefecture


def regions_of(addresses: pa.Array | pa.ChunkedArray) -> pa.StringArray:
    """`region_of` by the column; each distinct beginning is read once."""
    if isinstance(addresses, pa.ChunkedArray):
        addresses = addresses.combine_chunks()
    beginnings = pc.replace_substring_regex(pc.utf8_slice_codeunits(addresses, 0, DECIDING), _POSTCODE_BEFORE, r"\1")
    beginnings = pc.replace_substring_regex(beginnings, _HOUSE_NUMBER, r"\1")
    coded = beginnings.dictionary_encode()
    regions = pa.array(
        [None if text is None else region_of(text) for text in coded.dictionary.to_pylist()], pa.string()
    )
    return regions.take(coded.indices)
