"""What is missing where a page has no number, and where to bring it, in a reader's words."""

from collections.abc import Sequence

from zhixian.core.analysis.received import Sort, words_of
from zhixian.core.registry.sheets.templates import template
from zhixian.web.kit.plan import lead_office, unit_name


def lacked(lacks: Sequence[Sort]) -> str:
    """Which sorts were never received, who brings them where, and how to say that there is none; empty where none lacks."""
    if not lacks:
        return ""
    files = "或".join(dict.fromkeys(sort.brings for sort in lacks))
    none = "；确实没有的，上传不填行的模板，就按 0 计" if all(sort.form for sort in lacks) else ""
    return f"{words_of(lacks)}。请{unit_name(lead_office())}在“登记数据”里上传{files}并发布{none}。"


def region_lacked(why: str) -> str:
    """The same for a region of which nothing is known."""
    return f"{why}。请{unit_name(lead_office())}在“登记数据”里上传并发布。"


def residents_lacked(why: str) -> str:
    """The same for a population that is not known."""
    return f"{why}。请{unit_name(lead_office())}在“登记数据”里上传模板“{template('population').zh}”并发布。"
