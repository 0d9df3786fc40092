"""Checks of rows about what a place raises and supports: products of the place, places in courses, the costs of defending a right."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from zhixian.core.kernel.laws import Cited, cited
from zhixian.core.kernel.money import yuan
from zhixian.core.registers.rights import held_by_others
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
COSTS = ("lawyers", "evidence", "court", "travel")


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


def places_taken(
    row: Mapping[str, Any], course: Mapping[str, Any] | None, before: Sequence[Mapping[str, Any]]
) -> list[Finding]:
    """Whether somebody asked in time and found a place in a course, and has no certificate of it from before it was held.

    `before` are the rows of the same course that were entered earlier; None stands for a course that is no longer kept.
    """
    if course is None:
        return []
    found = []
    if course.get("until") and row["asked_on"] > course["until"]:
        found.append(Finding("course_places", f"{row['asked_on']} 报名，截止日是 {course['until']}"))
    taken, places = sum(other["people"] for other in before), course.get("places")
    if places is not None and taken + row["people"] > places:
        words = f"名额 {places} 人，前面已报 {taken} 人，这里报 {row['people']} 人，多出 {taken + row['people'] - places} 人"
        found.append(Finding("course_places", words))
    if row.get("certified_on") and row["certified_on"] < course["held_on"]:
        found.append(Finding("course_places", f"发证日 {row['certified_on']} 早于举办日 {course['held_on']}"))
    return found


def aid_costs(values: Mapping[str, Any]) -> list[Finding]:
    """Whether what is asked and granted lies within what was spent and nobody else has paid, and whether the company is one to be helped."""
    spent, back = sum(values.get(name) or 0 for name in COSTS), values.get("recovered") or 0
    left, found = max(0, spent - back), []
    if values["size"] == "large":
        found.append(Finding("aid_costs", "支持的是中小微企业，这里写的是大型企业"))
    for name, word in (("asked", "申请"), ("granted", "支持")):
        wanted = values.get(name) or 0
        if wanted > left:
            words = f"费用合计 {yuan(spent)} 元，已补偿 {yuan(back)} 元，{word} {yuan(wanted)} 元，多出 {yuan(wanted - left)} 元"
            found.append(Finding("aid_costs", words))
    return found


def aid_rights(values: Mapping[str, Any], known: Mapping[str, tuple[str, bool]]) -> list[Finding]:
    """Whether a right that is defended is the applicant's and in force. `known` are (holder, whether in force) by number, of those in the
    registry. Who is sued over another's right need not hold it."""
    if values["sort"] == "defend":
        return []
    found = [
        Finding("aid_rights", f"{number} 已经失效或者还没有授权", grave=False)
        for number, (_, lives) in known.items()
        if not lives
    ]
    others = held_by_others(values["party"], {number: holder for number, (holder, _) in known.items()})
    if others:
        told = "；".join(f"{number} 的权利人是{name}" for number, name in others.items())
        found.append(Finding("aid_rights", f"{told}，不是{values['party']}"))
    if not known:
        found.append(Finding("aid_rights", f"登记数据里没有 {values['rights']}，核不了权利人和效力", grave=False))
    return found
