"""Checks of products of the place: what they lack before they can be applied for as indications."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from zhixian.core.kernel.folding import folded, in_step
from zhixian.core.kernel.laws import Cited, cited
from zhixian.core.kernel.regions import within
from zhixian.core.registers.rows import Finding, cells_of
from zhixian.core.registry.places import full_name_of, region_of

GI_PAPERS = (
    Cited(date(1, 1, 1), "商标法实施条例第4条；集体商标、证明商标注册和管理办法（2003年）第4条至第7条"),
    Cited(
        date(2024, 2, 1),
        "商标法实施条例第4条；集体商标、证明商标注册和管理规定（国家知识产权局令第79号），条文号未核对",
    ),
)
"""What an application for a geographical indication as a mark has to explain and hold, by day."""


GI_NEEDS = {
    "history": "历史和人文记载",
    "quality": "特定质量、信誉或其他特征",
    "link": "与自然因素、人文因素的关系",
    "area": "产区范围",
    "area_paper": "划定产区的文件",
    "applicant": "申请人（协会等组织）",
    "approval": "政府或行业主管部门的批准文件",
}
"""What has to be filled in, by field."""


GI_POWERS = {"rules": "使用管理规则", "testing": "检测和监督的能力"}
"""What somebody says they have or have not, by field."""


LEAST_SIGNS = {"quality": 6, "link": 6, "area": 3, "area_paper": 4, "applicant": 4, "approval": 4}
"""Different letters and digits below which what is filled in is a word and nothing that somebody could look into, by field."""


LEAST_OF_A_RECORD = 4
"""The same of what a record of history says."""


_TIME = re.compile(r"[0-9〇零一二三四五六七八九十年代朝纪初末]|民国|时期|先秦|[汉晋隋唐宋元明清]")
"""Signs of which a record's time has at least one: 1984 年, 清代, 康熙年间."""


_COMPANY = re.compile(r"(公司|集团|企业|厂|店|商行|经营部|工作室|个体工商户|有限合伙)(\([^()]*\))?$")
"""How a single firm is called; an association of firms ends in 协会, 商会, 联合社."""


_AUTHORITY = re.compile(r"(人民政府|政府|局|厅)$")
"""How an authority is called, which approves an application and makes none."""


_YEAR = re.compile(r"(?<![0-9])[0-9]{4}(?![0-9])")
"""A year in what a record says of its time."""


APPLICANTS = "商标法实施条例第4条（控制该证明商标的组织；团体、协会或者其他组织）"
"""Who applies for an indication as a mark."""


LEAST_OF_A_NAME, MOST_OF_A_PLACE = 2, 4
"""Characters of what a product is called without its place, and of a place's name before its kind (乡, 镇)."""


SENT = ("filed", "registered")
"""Stages in which the application has gone out."""


def gi_candidate(values: Mapping[str, Any], *, as_of: date, region: str = "") -> list[Finding]:
    """What a product still lacks before it can be applied for, and what is filled in with a word that says nothing; grave once the
    application is said to have gone out. A firm, an authority or somebody of elsewhere as the applicant and a record of a year to come
    are grave at any time. `region` is the six-digit code of the place."""
    if values["stage"] == "dropped":
        return []
    missing = [words for name, words in GI_NEEDS.items() if not values.get(name)]
    missing += [words for name, words in GI_POWERS.items() if values[name] == "no"]
    bare = [words for name, words in GI_NEEDS.items() if values.get(name) and not _says_something(name, values[name])]
    sent, basis = values["stage"] in SENT, cited(GI_PAPERS, as_of)
    found = [
        Finding("gi_candidate", f"拟申请人写的是{values['applicant']}：{why}", APPLICANTS)
        for why in _no_applicant((values.get("applicant") or "").strip(), values["place"], region)
    ]
    if years := _years_to_come(values.get("history") or "", as_of):
        found.append(Finding("gi_candidate", f"历史和人文记载写了还没有到的年份：{'、'.join(years)}"))
    if missing:
        words = f"{'已经申请，台账里却没有' if sent else '离申请还差'}：{'、'.join(missing)}"
        found.append(Finding("gi_candidate", words, basis, grave=sent))
    if bare:
        words = f"写得太短，核不了：{'、'.join(bare)}；写成别人看得懂、查得到的话（文件写文号或名称，历史写年代和出处）"
        found.append(Finding("gi_candidate", words, basis, grave=sent))
    if not found and not sent:
        found.append(
            Finding("gi_candidate", "申请要说明的都写了，可以申请；写得是否属实，由经办核对", basis, grave=False)
        )
    return found


def gi_user(values: Mapping[str, Any], authorities: Iterable[str]) -> list[Finding]:
    """An authority as whoever uses an indication's sign. `authorities` are the names that those of the place bear."""
    user = values["user"]
    if folded(user) not in {folded(name) for name in authorities}:
        return []
    return [Finding("gi_user", f"使用人写的是{user}：它是单位，不是使用标志的企业、合作社或农户")]


def _no_applicant(name: str, place: str, region: str) -> Iterator[str]:
    """Why whoever bears the name cannot apply, by how the name ends and by the place with which it begins."""
    if _COMPANY.search(in_step(name)):
        yield "一家企业不能申请地理标志，要由当地的协会等组织申请"
    if _AUTHORITY.search(name):
        yield "机关批准申请，申请人是当地的团体、协会或者其他组织"
    own, here = region_of(name) if name else None, (region, region_of(place) or "")
    if own and region and not any(within(one, own) or within(own, one) for one in here if one):
        yield f"是{full_name_of(own)}的，要由产地的团体、协会或者其他组织申请"


def _years_to_come(history: str, as_of: date) -> list[str]:
    """Years of records that are later than the day's."""
    told = (year for cells in cells_of(history) for year in _YEAR.findall(in_step(("", *cells[1:2])[-1])))
    return [year for year in told if int(year) > as_of.year]


def _says_something(name: str, text: str) -> bool:
    """Whether what is filled in is more than a word: enough different signs, a number in a document's, a time in a record's."""
    if name == "history":
        return any(_is_record(cells) for cells in cells_of(text))
    return _signs(text) >= LEAST_SIGNS[name] and (name != "approval" or any(map(str.isnumeric, text)))


def _is_record(cells: list[str]) -> bool:
    """Whether a line of history says when, and what, and where that is to be found."""
    when, what = ("", *cells[1:2])[-1], "".join(cells[2:3])
    return bool(_TIME.search(in_step(when))) and _signs(what) >= LEAST_OF_A_RECORD


def _signs(text: str) -> int:
    """Different letters and digits."""
    return len({sign for sign in folded(text) if sign.isalnum()})


def names_of_product(product: str, place: str, places: Iterable[str]) -> tuple[str, ...]:
    """A product's name, and what is left of it without the place that it begins with: one of `places`, or the first words of its own `place`."""
    own = (place[:length] for length in range(2, MOST_OF_A_PLACE + 1) if len(place) >= length)
    for word in sorted({*places, *own}, key=len, reverse=True):
        if product.startswith(word) and len(product) - len(word) >= LEAST_OF_A_NAME:
            return product, product.removeprefix(word)
    return (product,)
