"""What an indicator of a patent was computed of, in words, and why it is not known where it is not."""

from collections.abc import Callable
from datetime import date
from typing import Any

from zhixian.core.kernel.periods import add_months
from zhixian.core.landscape.value.definitions import Indicator
from zhixian.core.registry.kind_words import RIGHT_KIND_WORDS
from zhixian.core.topics.tables import STATES

Row = dict[str, Any]
Inputs = tuple[tuple[str, str], ...]
_UNKNOWN = "不详"


def inputs_of(row: Row, one: Indicator) -> Inputs:
    """(what, how much) of each input of an indicator; 不详 for what nobody tells."""
    return _INPUTS[one.id](row, one)


def why_unknown(row: Row, one: Indicator, known: date) -> str:
    """Why a patent has no value of an indicator; `known` is the day up to which the topic knows what was cited."""
    return _REASONS[one.id](row, one, known)


def _number(value: float | None) -> str:
    return _UNKNOWN if value is None else f"{value:,.0f}"


ALL_EVENTS = "专题内共登记"
"""The input that says how many events of a sort there are of all records."""


def _counted(value: int | None) -> str:
    """Of rows that were counted: without any, none."""
    return f"{value or 0:,}"


def _day(value: date | None) -> str:
    return _UNKNOWN if value is None else f"{value:%Y-%m-%d}"


def _said(row: Row, one: Indicator) -> Inputs:
    return (("来源所载", _number(row[one.id])),)


def _times_cited(row: Row, _one: Indicator) -> Inputs:
    return (
        ("来源所计", _number(row["cited_by"])),
        ("专题内引用者", _counted(row["cited_inside"])),
        ("专题外引用号码", _counted(row["cited_outside"])),
    )


def _window(row: Row, one: Indicator) -> Inputs:
    published = row["published"]
    until = _day(add_months(published, 12 * one.years) if published else None)
    return (
        ("公开日", _day(published)), ("窗口止（不含）", until), ("来源所计", _number(row[f"cited_in_{one.years}"])), ("专题内引用者", _counted(row["cited_inside"])),
        ("其中公开日不详", _counted(row["undated"])), ("落在窗口内", _counted(row[f"in_{one.id}"])),
        ("专题外引用号码（不计）", _counted(row["cited_outside"])),
    )  # fmt: skip


def _squares(row: Row, one: Indicator) -> Inputs:
    name, _, corrected = one.id.partition("_")
    squares = row[f"{name}_main_squares" if corrected else f"{name}_squares"]
    inside, outside, word = {
        "generality": ("cited_inside", "cited_outside", "引用者"), "originality": ("cites_inside", "cites_outside", "被引者"),
    }[name]  # fmt: skip
    return (
        (f"专题内{word}", _counted(row[inside])), ("其中有 IPC（N）", _counted(row[f"{name}_of"])),
        ("Σ s²", _UNKNOWN if squares is None else f"{squares:.4f}"), ("专题外号码（不计）", _counted(row[outside])),
    )  # fmt: skip


def _family(row: Row, _one: Indicator) -> Inputs:
    return (
        ("来源所计", _number(row["family_said"])), ("专题内成员", _counted(row["members"])),
        ("专题内受理局", _counted(row["offices"])),
    )  # fmt: skip


def _term(row: Row, _one: Indicator) -> Inputs:
    return (
        ("类型", RIGHT_KIND_WORDS.get(row["kind"] or "", _UNKNOWN)), ("受理局", row["country"] or _UNKNOWN),
        ("状态", STATES[row["state"] or ""]), ("申请日", _day(row["filed"])),
        ("法定届满日", _day(row["term_end"] if row["country"] == "CN" else None)),
    )  # fmt: skip


def _events(row: Row, one: Indicator) -> Inputs:
    return (("本件登记", _counted(row[f"had_{one.id}"])), (ALL_EVENTS, _counted(row[f"told_{one.id}"])))


_INPUTS: dict[str, Callable[[Row, Indicator], Inputs]] = {
    "cited_by": _times_cited, "forward_3": _window, "forward_5": _window, "generality": _squares, "generality_corrected": _squares,
    "originality": _squares, "originality_corrected": _squares, "family_size": _family, "claims": _said, "term_left": _term,
    "transfers": _events, "pledges": _events, "licences": _events,
}  # fmt: skip


def _not_said(_row: Row, _one: Indicator, _known: date) -> str:
    return "来源没有这一项"


def _no_family(row: Row, _one: Indicator, _known: date) -> str:
    return "来源没有这一项" if row["family_said"] is None else "来源记作 0 件，而一个同族至少有它自己 1 件，算法不明"


def _no_window(row: Row, one: Indicator, known: date) -> str:
    if row["published"] is None:
        return "没有公开日"
    if (until := add_months(row["published"], 12 * one.years)) > known:
        return f"公开到 {known} 不满 {one.years} 年，到 {until} 才满"
    if row["undated"]:
        return f"{row['undated']:,} 件引用者没有公开日"
    return (
        "来源没有列出谁引用它"
        if row["cited_by"] is None
        else f"来源只给被引次数（{_number(row['cited_by'])} 次），没有列出谁引用它"
    )


def _no_squares(row: Row, one: Indicator, _known: date) -> str:
    name, _, _corrected = one.id.partition("_")
    inside, word = {"generality": ("cited_inside", "引用它的"), "originality": ("cites_inside", "它引用的")}[name]
    if not row[inside]:
        return _none_inside(row, name, word)
    return f"{word}申请都没有 IPC 分类" if not row[f"{name}_of"] else "只有 1 件，不能校正"


def _none_inside(row: Row, name: str, word: str) -> str:
    """Why none of the topic stands on the other side of a record: none does, or the source counts them and lists nobody."""
    said, outside = (
        (row["cited_by"], row["cited_outside"]) if name == "generality" else (row["cites"], row["cites_outside"])
    )
    if not said or outside:
        return f"专题内没有{word}申请"
    return f"来源只给次数（{_number(said)} 次），没有列出{word}申请是哪些"


def _no_term(row: Row, _one: Indicator, _known: date) -> str:
    if row["country"] != "CN":
        return "受理局不详" if row["country"] is None else "只计算中国专利的法定期限"
    if row["state"] != "in_force":
        return "还没有授权" if row["state"] == "pending" else "状态不详"
    if row["kind"] is None or row["filed"] is None:
        return "类型不详" if row["kind"] is None else "没有申请日"
    return "按申请日已经届满，与来源所说的有效不符" if row["term_end"] else "申请日早于专利法施行"


def _no_events(_row: Row, one: Indicator, _known: date) -> str:
    return f"专题里没有任何一条{one.title}登记"


_REASONS: dict[str, Callable[[Row, Indicator, date], str]] = {
    "cited_by": _not_said, "forward_3": _no_window, "forward_5": _no_window, "generality": _no_squares,
    "generality_corrected": _no_squares, "originality": _no_squares, "originality_corrected": _no_squares, "family_size": _no_family,
    "claims": _not_said, "term_left": _no_term, "transfers": _no_events, "pledges": _no_events, "licences": _no_events,
}  # fmt: skip
