"""The calendar of working days: against a second reading of the notices, where none is known, and against bad files."""

import re
from datetime import date, timedelta
from pathlib import Path
from shutil import copy

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhixian.core.kernel.holidays import DATA, load_holidays
from zhixian.core.kernel.refusal import Refusal
from zhixian.core.kernel.working_days import FIRST_DAY, LAST_DAY, rolled, working_days
from zhixian.core.kernel.yaml_file import read_yaml

CALENDAR = working_days()
YEARS = range(2015, 2027)
PAGE = Path(__file__).parents[3] / "docs" / "reference" / "legal-clock.md"
DAYS = st.dates(date(2014, 1, 1), date(2098, 1, 1))


def days_of(year: int) -> list[date]:
    return [date(year, 1, 1) + timedelta(days=n) for n in range((date(year + 1, 1, 1) - date(year, 1, 1)).days)]


@pytest.mark.parametrize("year", YEARS)
def test_every_day_agrees_with_a_second_reading_of_the_notices(year):
    days = days_of(year)
    assert [d for d in days if CALENDAR.is_working_day(d) != chinese_calendar.is_workday(d)] == []


def test_every_year_from_2015_on_has_its_notice_and_no_other_has():
    assert [year for year in range(FIRST_DAY.year, LAST_DAY.year + 1) if not CALENDAR.provisional(year)] == list(YEARS)


def test_a_later_notice_replaces_a_festival_of_an_earlier_one():
    labour, spring = (
        CALENDAR.festivals(date(2019, 5, 2), date(2019, 5, 2)),
        CALENDAR.festivals(date(2020, 2, 1), date(2020, 2, 1)),
    )
    assert [(f.last, f.notice) for f in (*labour, *spring)] == [
        (date(2019, 5, 4), "国办发明电〔2019〕3号"),
        (date(2020, 2, 2), "国办发明电〔2020〕1号"),
    ]
    assert not CALENDAR.is_working_day(date(2020, 2, 1))


def test_a_festival_is_found_by_its_day_worked_and_across_the_year_end():
    assert [f.name for f in CALENDAR.festivals(date(2026, 9, 20), date(2026, 9, 20))] == ["国庆节"]
    assert [f.first for f in CALENDAR.festivals(date(2019, 1, 1), date(2019, 1, 1))] == [date(2018, 12, 30)]
    assert CALENDAR.festivals(date(2026, 11, 1), date(2026, 12, 31)) == ()


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2014, 5, 2), True),  # a Friday; the version of 2013 gave 1 May only
        (date(2028, 5, 2), False),  # a Tuesday; the version of 2024 gives 2 May too
        (date(2027, 10, 1), False),
        (date(2027, 10, 4), True),
        (date(2027, 1, 1), False),
        (date(2027, 2, 8), True),  # in the Spring Festival, whose days only a notice can give
    ],
)
def test_without_a_notice_weekends_and_festivals_of_fixed_date_count(day, works):
    assert CALENDAR.is_working_day(day) is works


@pytest.mark.parametrize(
    ("first", "last", "years"),
    [
        (date(2026, 11, 1), date(2026, 12, 28), ()),
        (date(2026, 11, 1), date(2026, 12, 29), (2027,)),
        (date(2026, 12, 1), date(2028, 1, 3), (2027, 2028)),
        (date(2014, 12, 1), date(2015, 1, 20), (2014,)),
        (date(2018, 12, 1), date(2019, 1, 20), ()),
    ],
)
def test_a_stretch_says_whose_notice_it_waits_for(first, last, years):
    assert CALENDAR.unsettled(first, last) == years


@given(DAYS, st.integers(1, 200))
def test_the_nth_working_day_is_the_one_that_makes_n(since, number):
    day = CALENDAR.working_day(number, since=since)
    assert CALENDAR.is_working_day(day)
    assert CALENDAR.count(since, day) == number - 1


@given(DAYS, st.integers(0, 400))
def test_counting_is_adding_up_days(start, length):
    days = (start + timedelta(days=n) for n in range(length))
    assert CALENDAR.count(start, start + timedelta(days=length)) == sum(map(CALENDAR.is_working_day, days))


@pytest.mark.parametrize("day", [date(2013, 12, 31), date(2100, 1, 1)])
def test_a_day_out_of_reach_is_refused(day):
    with pytest.raises(Refusal, match=f"工作日历没有 {day}"):
        CALENDAR.is_working_day(day)


def test_a_count_that_runs_out_of_the_calendar_is_refused():
    with pytest.raises(Refusal, match="第 20 个工作日超出工作日历"):
        CALENDAR.working_day(20, since=date(2099, 12, 20))


def test_the_page_lists_every_notice():
    written = re.findall(r"^\| (\d{4}) \| (.+?) \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    shipped = [
        (path.stem, "；".join(notice["number"] for notice in read_yaml(path)["notices"]))
        for path in sorted((DATA / "holidays").glob("*.yaml"))
    ]
    assert written == shipped


NEXT_YEAR = """year: "2027"
notices:
  - number: 国办发明电〔2026〕0号
    title: 国务院办公厅关于2027年部分节假日安排的通知
    festivals:
      - {name: 元旦, first: "2027-01-01", last: "2027-01-03"}
      - {name: 劳动节, first: "2027-05-01", last: "2027-05-05", worked: ["2027-04-25"]}
      - {name: 国庆节, first: "2027-10-01", last: "2027-10-07", worked: ["2027-09-26", "2027-10-09"]}
"""


def load(folder: Path, text: str, name: str = "2027.yaml"):
    copy(DATA / "fixed_festivals.yaml", folder)
    (folder / "holidays").mkdir()
    (folder / "holidays" / name).write_text(text, encoding="utf-8")
    return load_holidays(folder)


def test_the_version_in_force_does_not_hang_on_the_order_of_the_file(tmp_path):
    text = (DATA / "fixed_festivals.yaml").read_text(encoding="utf-8")
    head, first, second = re.split(r"(?m)^(?=  - number:)", text)
    (tmp_path / "fixed_festivals.yaml").write_text(f"{head}{second}\n{first}", encoding="utf-8")
    (tmp_path / "holidays").mkdir()
    assert load_holidays(tmp_path).fixed_in(2026) == load_holidays().fixed_in(2026)


def test_a_year_is_added_as_one_file(tmp_path):
    assert [f.name for f in load(tmp_path, NEXT_YEAR).years[2027]] == ["元旦", "劳动节", "国庆节"]


@pytest.mark.parametrize(
    ("found", "replaced", "refusal"),
    [
        (
            "- {name: 国庆节",
            '- {name: 青年节, first: "2027-05-04", last: "2027-05-04"}\n      - {name: 国庆节',
            "与“劳动节”重叠",
        ),
        ('last: "2027-01-03"', 'last: "2026-12-31"', "2026-12-31 早于 first 2027-01-01"),
        ('first: "2027-01-01"', 'first: "2026-11-30"', "2026-11-30 不属于 2027 年的安排"),
        ('"2027-10-09"', '"2028-01-08"', "2028-01-08 不属于 2027 年的安排"),
        ('"2027-10-09"', '"2027-06-05"', "2027-06-05 离放假第一天 2027-10-01 太远"),
        ('"2027-10-09"', '"2027-10-08"', "2027-10-08 本来就是工作日"),
        ('"2027-10-09"', '"2027-10-03"', "2027-10-03 同时是“国庆节”的放假日"),
        ('"2027-10-09"', '"2027-09-26"', "2027-09-26 写了两次"),
        ('"2027-10-09"', '"2027-10-32"', r"worked\[1\].day：“2027-10-32”不是日期"),
        ('first: "2027-10-01"', 'first: "2027-10-02"', "2027-10-01 是法定节日国庆节却没有放假"),
        ("name: 劳动节", "name: 元旦", "同一通知中“元旦”写了两次"),
        ('year: "2027"', 'year: "2026"', "与文件名相同的年份 2027"),
        ("worked", "works", "不认识的键“works”"),
        ("    title", "    titel", "title：没有写"),
    ],
)
def test_a_slip_in_a_year_is_refused(tmp_path, found, replaced, refusal):
    assert found in NEXT_YEAR
    with pytest.raises(Refusal, match=refusal):
        load(tmp_path, NEXT_YEAR.replace(found, replaced))


def test_a_period_that_ends_where_the_calendar_knows_nothing_ends_on_its_own_day():
    assert [rolled(day) for day in (date(2013, 12, 28), date(2014, 1, 4), date(2020, 11, 15), date(2099, 12, 31))] == [
        date(2013, 12, 28), date(2014, 1, 6), date(2020, 11, 16), date(2099, 12, 31),
    ]  # fmt: skip
