"""The indicators of value as dated data: what each is called, by which formula, from which source, with what limit."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from zhixian.core.kernel.yaml_file import load_once


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator. `decimals` are the places it is rounded to; `years` is the length of its window, where it has one."""

    id: str
    title: str
    unit: str
    formula: str
    source: str
    limit: str
    decimals: int = 0
    years: int = 0


@cache
def _told() -> dict[str, Any]:
    text = files("zhixian.core.landscape").joinpath("data", "value.yaml").read_text(encoding="utf-8")
    told: dict[str, Any] = load_once(text)
    return told


@cache
def indicators() -> dict[str, Indicator]:
    """Every indicator by its id, in the order in which they are told."""
    sources = _told()["sources"]
    return {
        id_: Indicator(
            id_, one["title"], one.get("unit", ""), one["formula"], sources.get(one.get("source"), ""), one["limit"],
            one.get("decimals", 0), one.get("years", 0),
        )
        for id_, one in _told()["indicators"].items()
    }  # fmt: skip


def least_cohort() -> int:
    """From how many known values of a field and year on a percentile is told."""
    least: int = _told()["least_cohort"]
    return least


def said_percentile() -> str:
    """How a percentile is counted."""
    return str(_told()["percentile"])


def said_definitions() -> str:
    """Which definitions these are."""
    return f"第 {_told()['version']} 版（{_told()['dated']}）"
