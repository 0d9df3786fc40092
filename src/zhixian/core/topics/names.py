"""Names of applicants: the exact normal form that joins by itself, and the core by which a variant is only proposed."""

import re
import unicodedata
from functools import lru_cache

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
_CHINESE_LEGAL = re.compile(r"(?:集团)?(?:股份|有限责任|有限)*(?:总公司|公司|集团|厂|合作社)$")
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


@lru_cache(maxsize=1 << 17)
def core_of(key: str) -> str:
    """What is left of a normal form without legal form and bracketed places: equal cores are likely one party."""
    if not _HAN.search(key):
        words = key.split()
        return " ".join(word for word in words if word not in _LEGAL) or key
    bare = _BRACKETED.sub("", key)
    return _CHINESE_LEGAL.sub("", bare) or key


def sort_of_institution(key: str) -> str:
    """The word that says what sort of institution a name is; two of different sorts are never proposed as one."""
    return next((word for word in _KINDS if key.endswith(word)), "")
