"""How long rights last by law."""

from datetime import date, timedelta

import pyarrow as pa
import pytest

from zhixian.core.registry.terms import TERMS, end_of_mark, end_of_term, ends_of_terms


@pytest.mark.parametrize(
    ("kind", "filed", "end"),
    [
        ("invention", date(2010, 2, 28), date(2030, 2, 28)),
        ("invention", date(2012, 2, 29), date(2032, 2, 29)),
        ("invention", date(1986, 12, 11), date(2001, 12, 11)),
        ("invention", date(1986, 12, 12), date(2006, 12, 12)),
        ("utility_model", date(1992, 12, 31), date(2000, 12, 31)),
        ("utility_model", date(2016, 2, 29), date(2026, 2, 28)),
        ("design", date(2021, 5, 31), date(2031, 5, 31)),
        ("design", date(2021, 6, 1), date(2036, 6, 1)),
        ("trademark", date(2021, 6, 1), None),
    ],
)
def test_terms(kind: str, filed: date, end: date | None) -> None:
    assert end_of_term(kind, filed) == end


def test_marks_last_ten_years() -> None:
    assert end_of_mark(date(2008, 2, 29)) == date(2018, 2, 28)


@pytest.mark.parametrize("kind", [*TERMS, "trademark"])
def test_a_column_of_days_ends_as_each_of_them(kind: str) -> None:
    days = [None, *(date(1984, 1, 1) + timedelta(days=count) for count in range(50 * 366)), date(9999, 12, 31)]
    ends = ends_of_terms(kind, pa.array(days, pa.date32())).to_pylist()
    assert ends == [day and end_of_term(kind, day) for day in days]


def test_a_mistyped_day_ends_in_no_year_of_five_digits() -> None:
    assert [end_of_term("invention", date(year, 1, 1)) for year in (9979, 9980)] == [date(9999, 1, 1), None]
    assert [end_of_mark(date(year, 12, 31)) for year in (9989, 9990)] == [date(9999, 12, 31), None]
