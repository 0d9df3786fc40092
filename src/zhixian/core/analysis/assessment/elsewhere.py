"""Rights that no registry of the mainland has, told by the text that names them: words, letters and shapes of an office, the name of a country."""

import re
import unicodedata
from functools import cache

from zhixian.core.analysis.assessment.markets import HOME, OF_THEIR_OWN, words
from zhixian.core.kernel.countries import countries
from zhixian.core.registry.numbers.abroad import filings_asked, office_told, publications_asked
from zhixian.core.registry.numbers.patents import plain_number
from zhixian.core.registry.numbers.readings import dashed

ABROAD = "是外国的权利或者国际申请，登记数据只有中国的权利"
OF_REGIONS = "是港澳台的权利，登记数据只有内地的权利"
_OFFICES = frozenset(("WO", "EP", "EA", "AP", "OA", "EM", "EU"))
_OTHER_OFFICE = re.compile(r"([A-Z]{2})[A-Z]{0,2}[0-9][0-9A-Z/.]{3,}")
_US_SERIES = re.compile(r"(?:0[2-9]|[12][0-9]|35|6[0-9])/[0-9]{6}")
"""Series and serial of a US application without its country; classes of goods behind a mark's number have two digits."""
_CHINESE = re.compile(r"(?:CN|ZL)[0-9]")
_JAPANESE = re.compile(r"登録|出願|商願|[ぁ-ヿ]")
"""What only Japanese writes, of marks too."""
_KOREAN_MARK = re.compile(r"4[0-9]-(?:(?:19|20)[0-9]{2}-)?[0-9]{7}")
NOTE = re.compile(r"\(([^()]*)\)")
"""What stands in brackets behind a number, which have the usual width."""
_PLAIN = str.maketrans("臺灣國韓歐專號標註冊許開發證書設計錄録願実實", "台湾国韩欧专号标注册许开发证书设计录录愿实实")
_WORDS = r"(?:专利|商标|特许|注册|登记|登录|申请|公开|公告|授权|发明|实用新型|实用新案|外观|新型|设计|意匠|编号|号码|号|证书|权|的|第|为|是|[:：。])*"
_NUMBER = r"[A-Z]{0,4}[0-9][0-9A-Z/.]{3,17}"
_ANY = "国际"
"""Of marks registered under Madrid (国际注册), which the registry has."""


def told_elsewhere(text: str) -> str:
    """Why the registry cannot have what a text names by words or by a shape that only another office has, or behind the name of a country
    (日本特許第4019416号, 10-1234567, 美国专利9123456); "" where the text tells none."""
    written = unicodedata.normalize("NFKC", text)
    even, whole = written.translate(_PLAIN), NOTE.sub("", written).strip()
    if _CHINESE.search(plain_number(whole)):
        return ""
    if country := _country(plain_number(NOTE.sub("", even)), [plain_number(note) for note in NOTE.findall(even)]):
        return OF_REGIONS if country in OF_THEIR_OWN.values() else ABROAD
    if office := office_told(whole):
        is_number = bool(publications_asked(whole) or filings_asked(whole))
        return _by_office(office) if is_number else ""
    is_japanese = _JAPANESE.search(whole) and any(letter.isdigit() for letter in whole)
    return ABROAD if is_japanese or _KOREAN_MARK.fullmatch(dashed(whole)) else ""


def lettered_elsewhere(bare: str) -> str:
    """The same of a number without words: by the letters of its office, as an international application, or by the series of the US."""
    plain = plain_number(bare)
    if plain.startswith("PCT/") or _US_SERIES.fullmatch(plain):
        return ABROAD
    found = _OTHER_OFFICE.fullmatch(plain)
    known = found and found[1] not in ("CN", "ZL") and (found[1] in _OFFICES or found[1] in countries())
    return _by_office(found[1]) if found and known else ""


def _by_office(office: str) -> str:
    return OF_REGIONS if countries().get(office) in OF_THEIR_OWN.values() else ABROAD


def _country(number: str, notes: list[str]) -> str:
    """The own name of the country that stands before a number with nothing but words of its kind, or alone in a note behind it."""
    before, noted = _shapes()
    found = [before.fullmatch(number), *map(noted.fullmatch, notes)]
    return next((_abroad()[one[1]] for one in found if one), "")


@cache
def _abroad() -> dict[str, str]:
    """Own names of countries, regions and offices by what each is called, in capitals and without the mainland."""
    return {name.upper(): own for name, own in words().items() if own != HOME and name != _ANY}


@cache
def _shapes() -> tuple[re.Pattern[str], re.Pattern[str]]:
    names = "|".join(map(re.escape, sorted(_abroad(), key=len, reverse=True)))
    return (
        re.compile(rf"{_WORDS}({names}){_WORDS}{_NUMBER}{_WORDS}"),
        re.compile(rf"({names}){_WORDS}"),
    )
