"""The rules by which figures are drawn, as dated data."""

from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from zhixian.core.kernel.yaml_file import load_once


@cache
def rules() -> dict[str, Any]:
    """The rules in force."""
    told: dict[str, Any] = load_once(
        files("zhixian.core.landscape").joinpath("data", "rules.yaml").read_text(encoding="utf-8")
    )
    return told


def said_rules() -> str:
    """Which rules these are."""
    return f"第 {rules()['version']} 版（{rules()['dated']}）"


def last_complete_year(as_of: date) -> int:
    """The last year all of whose applications had to be published by the day."""
    lag: int = rules()["publication_lag_months"]
    months = as_of.year * 12 + as_of.month - 1 - lag
    year, month = divmod(months, 12)
    whole = (month == 11) and as_of.day >= 30
    return year if whole else year - 1


def last_year_ended(day: date) -> int:
    """The last year that was over at the end of the day."""
    return day.year if (day.month, day.day) == (12, 31) else day.year - 1
