"""Names of applicants: the exact normal form that joins by itself, and the core by which a variant is only proposed."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

import rjieba

from zhixian.core.registry.staging import normalise_name

_HAN = re.compile(r"[㐀-鿿]")
_MARKS = re.compile(r"[.,'’&\"/\-\u2010-\u2015]+")
_COUNTRY_AFTER = re.compile(r"\s*[\[［(（][A-Z]{2}(?:/[A-Z]{2})?[\]］)）]\s*$")
_FORMS = {
    "LIMITED": "LTD", "COMPANY": "CO", "INCORPORATED": "INC", "CORPORATION": "CORP", "COMPANIES": "CO", "AKTIENGESELLSCHAFT": "AG",
}  # fmt: skip
_LEGAL = frozenset({
    "LTD", "CO", "INC", "CORP", "LLC", "GMBH", "AG", "SA", "SAS", "SPA", "BV", "NV", "KK", "PLC", "AB", "OY", "PTE", "PTY",
    "LP", "LLP", "KG", "SE", "THE",
})  # fmt: skip
_CHINESE_LEGAL = re.compile(
    r"(?:集团)?(?:股份|简化|有限责任|有限|两合|无限责任|无限)*(?:总公司|公司|集团|厂|合作社|株式会社)$"
)
_HAN_MARKS = re.compile(r"[-·•.,'’&/\u2010-\u2015]+")
_KINDS = ("实验室", "研究院", "研究所", "研究中心", "大学", "学院", "学校", "医院")
_BRACKETED = re.compile(r"\([^()]*\)")


@lru_cache(maxsize=1 << 17)
def normal_form(name: str) -> str:
    """Equal for spellings of one name: width, brackets, white space, case, and how English legal forms are written."""
    text = normalise_name(_COUNTRY_AFTER.sub("", name.strip())) if _HAN.search(name) else ""
    if text:
        return text.upper().replace("[", "(").replace("]", ")").replace("【", "(").replace("】", ")")
    plain = unicodedata.normalize("NFKC", _COUNTRY_AFTER.sub("", name.strip())).upper()
    words = _MARKS.sub(" ", plain).split()
    return " ".join(_FORMS.get(word, word) for word in _spelt_together(words))


def _spelt_together(words: list[str]) -> list[str]:
    """`S A` and `L L C` as one word: their dots are gone."""
    joined: list[str] = []
    for word in words:
        if len(word) == 1 and joined and joined[-1] in ("S", "L", "LL", "SP", "B", "N", "K") and joined[-1] + word in (
            "SA", "LL", "LLC", "SP", "SPA", "BV", "NV", "KK",
        ):  # fmt: skip
            joined[-1] += word
        else:
            joined.append(word)
    return joined


@dataclass(frozen=True, slots=True)
class Parts:
    """A normal form taken apart: its core, its legal form, what stands in its brackets, and its marks."""

    core: str
    form: str = ""
    bracketed: str = ""
    marks: str = ""


@lru_cache(maxsize=1 << 17)
def parts_of(key: str) -> Parts:
    """The parts of a normal form. A name that is nothing but a legal form is its own core."""
    if not _HAN.search(key):
        words = key.split()
        core = " ".join(word for word in words if word not in _LEGAL)
        return Parts(core, " ".join(word for word in words if word in _LEGAL)) if core else Parts(key)
    bracketed = "、".join(one[1:-1] for one in _BRACKETED.findall(key))
    bare = _BRACKETED.sub("", key)
    form = found[0] if (found := _CHINESE_LEGAL.search(bare)) else ""
    named = bare.removesuffix(form)
    core = _HAN_MARKS.sub("", named)
    return Parts(core, form, bracketed, "".join(_HAN_MARKS.findall(named))) if core else Parts(key)


def core_of(key: str) -> str:
    """What is left of a normal form without legal form and bracketed places: equal cores are likely one party."""
    return parts_of(key).core


def only_apart(one: str, other: str) -> str:
    """In what two normal forms of one core differ, in words; empty where they may well be two: in brackets each says another thing."""
    first, second = parts_of(one), parts_of(other)
    if first.bracketed and second.bracketed and first.bracketed != second.bracketed:
        return ""
    differ = []
    if first.form != second.form:
        differ.append(f"公司形式（{first.form or '没有'}、{second.form or '没有'}）")
    if first.bracketed != second.bracketed:
        differ.append(f"括号里的“{first.bracketed or second.bracketed}”")
    if first.marks != second.marks:
        differ.append("标点")
    return f"只差{'和'.join(differ)}" if differ else ""


def is_of_group(key: str) -> bool:
    """Whether a name calls itself a group."""
    return "集团" in parts_of(key).form


def begins_with(key: str, core: str) -> bool:
    """Whether a longer name begins with a core as with a word of its own: 紫金山实验室 does not begin with 紫金."""
    if not key.startswith(core) or key == core:
        return False
    at = 0
    for word in rjieba.cut(key):
        if at >= len(core):
            break
        at += len(word)
    return at == len(core)


def sort_of_institution(key: str) -> str:
    """The word that says what sort of institution a name is; two of different sorts are never proposed as one."""
    return next((word for word in _KINDS if key.endswith(word)), "")
