"""Checks of products of the place: what they lack before they can be applied for as indications."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from zhixian.core.kernel.laws import Cited, cited
from zhixian.core.registers.rows import Finding

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


LEAST_OF_A_NAME, MOST_OF_A_PLACE = 2, 4
"""Characters of what a product is called without its place, and of a place's name before its kind (乡, 镇)."""


SENT = ("filed", "registered")
"""Stages in which the application has gone out."""


def gi_candidate(values: Mapping[str, Any], *, as_of: date) -> list[Finding]:
    """What a product still lacks before it can be applied for; grave once the application is said to have gone out."""
    if values["stage"] == "dropped":
        return []
    missing = [words for name, words in GI_NEEDS.items() if not values.get(name)]
    missing += [words for name, words in GI_POWERS.items() if values[name] == "no"]
    sent, basis, found = values["stage"] in SENT, cited(GI_PAPERS, as_of), []
    if missing:
        words = f"{'已经申请，台账里却没有' if sent else '离申请还差'}：{'、'.join(missing)}"
        found.append(Finding("gi_candidate", words, basis, grave=sent))
    elif not sent:
        found.append(Finding("gi_candidate", "申请要说明的都有了，可以申请", basis, grave=False))
    return found


def names_of_product(product: str, place: str, places: Iterable[str]) -> tuple[str, ...]:
    """A product's name, and what is left of it without the place that it begins with: one of `places`, or the first words of its own `place`."""
    own = (place[:length] for length in range(2, MOST_OF_A_PLACE + 1) if len(place) >= length)
    for word in sorted({*places, *own}, key=len, reverse=True):
        if product.startswith(word) and len(product) - len(word) >= LEAST_OF_A_NAME:
            return product, product.removeprefix(word)
    return (product,)
