"""Days that a row cannot have: they are told and not taken, so that one slip of the pen does not move the last day of a source."""

from collections.abc import Mapping
from datetime import date

from zhixian.core.registry.numbers import last_year_abroad, last_year_filed
from zhixian.core.registry.numbers.patents import YEARS_FILED_AFTER
from zhixian.core.registry.terms import TERMS

FIRST_FILING = TERMS["invention"][0][0]
DAYS = {"filed": "申请日", "published": "公开（公告）日", "granted": "授权/注册日"}
"""The days of a row that are held against each other, as papers call them."""
AFTER_READING = "晚于读这个文件的日子，没有取"
AFTER_NUMBER = "晚于申请号里的年份，没有取"
BEFORE_LAW = f"早于专利法施行日 {FIRST_FILING}，没有取"
BEFORE_FILING = "早于申请日，没有取"
YEAR_AHEAD = "号里的年份晚于读这个文件的日子，请核对"
"""The remark on an application number: nothing can have been filed under it yet."""


def impossible_days(told: Mapping[str, date | None], application: str | None, real: date) -> dict[str, str]:
    """Which of the `DAYS` of a row cannot be and why, for a file that is read on the `real` day.

    The day of filing is held against the year of the number: of a Chinese application as in the registry's import, and of one of Japan, Korea
    or Taiwan. The days of publication and grant are held against a day of filing that can be.
    """
    wrong = {column: AFTER_READING for column, day in told.items() if day and day > real}
    filed = told["filed"]
    if filed is None or "filed" in wrong:
        return wrong
    if application:
        if application.startswith("CN") and filed < FIRST_FILING:
            return wrong | {"filed": BEFORE_LAW}
        last = _last_year(application)
        if last and filed.year > last:
            return wrong | {"filed": AFTER_NUMBER}
    for column in ("published", "granted"):
        day = told[column]
        if day and day < filed:
            wrong[column] = BEFORE_FILING
    return wrong


def year_ahead(application: str | None, real: date) -> str | None:
    """The remark on an application number whose year is not yet come on the `real` day; None for all others."""
    last = _last_year(application) if application else None
    return YEAR_AHEAD if last and last - YEARS_FILED_AFTER > real.year else None


def _last_year(application: str) -> int | None:
    return last_year_filed(application) if application.startswith("CN") else last_year_abroad(application)
