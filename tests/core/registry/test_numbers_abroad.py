"""Numbers of other offices: every spelling of one number is one, and no two numbers become the same."""

import os

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from zhixian.core.registry.numbers import filed_abroad, filings_asked, international, published_abroad
from zhixian.core.registry.numbers.abroad import european_check_digit

EXAMPLES = int(os.environ.get("ZHIXIAN_EXAMPLES", "150"))
SERIES = (*range(2, 20), 29, 35, 60, 63, 90, 95, 96)


@st.composite
def of_the_us(draw) -> tuple[str, int]:
    """(series and serial, the year of filing)."""
    series = draw(st.sampled_from(SERIES))
    serial = draw(st.integers(1, 99_999 if series >= 90 else 999_999))
    return f"{series:02}/{serial:06}", draw(st.integers(2011, 2026))


eight = st.from_regex(r"[0-9]{8}", fullmatch=True)


def spellings_of_us(number: str, year: int) -> list[str]:
    series, serial = number.split("/")
    return [
        f"US{number}", f"US {number}", number, f"US{int(series)}/{int(serial)}", f"US{series}/{serial[:3]},{serial[3:]}",
        f"US{series}{serial}", f"{series}{serial}", f"US{year}{series}{serial}", f"US {year}{series}{serial} A", f"us{number}",
    ]  # fmt: skip


def spellings_of_ep(digits: str) -> list[str]:
    check = european_check_digit(digits)
    return [
        f"EP{digits}", digits, f"EP{digits}.{check}", f"EP {digits[:2]} {digits[2:5]} {digits[5:]}.{check}", f"EP{digits}{check}",
        f"EP20{digits[:2]}0{digits[2:]}", f"EP{digits}A",
    ]  # fmt: skip


@settings(max_examples=EXAMPLES)
@given(of_the_us())
def test_every_spelling_of_a_us_number_is_one(told):
    number, year = told
    assert {filed_abroad(text, "US", year).normal for text in spellings_of_us(number, year)} == {f"US{number}"}
    for text in spellings_of_us(number, year):
        if text.lower().startswith("us"):
            assert f"US{number}" in filings_asked(text)


@settings(max_examples=EXAMPLES)
@given(of_the_us(), of_the_us())
def test_no_two_us_numbers_become_one(one, other):
    assume(one[0] != other[0])
    mine, theirs = (
        {filed_abroad(text, "US", year).normal for text in spellings_of_us(n, year)} for n, year in (one, other)
    )
    assert not mine & theirs


@settings(max_examples=EXAMPLES)
@given(eight, eight)
def test_european_numbers_are_one_exactly_where_their_digits_are(one, other):
    mine, theirs = ({filed_abroad(text, "EP").normal for text in spellings_of_ep(digits)} for digits in (one, other))
    assert mine == {f"EP{one}"}
    assert (mine == theirs) == (one == other)


@settings(max_examples=EXAMPLES)
@given(eight, st.integers(0, 9))
def test_a_wrong_check_digit_is_told(digits, given_digit):
    right = european_check_digit(digits)
    problem = filed_abroad(f"EP{digits}.{given_digit}", "EP").problem
    assert problem == (None if str(given_digit) == right else f"校验位应为 {right}")


@pytest.mark.parametrize(("digits", "check"), [("99403122", "7"), ("16839078", "9"), ("08868513", "6")])
def test_the_check_digit_of_the_office(digits, check):
    assert european_check_digit(digits) == check


@settings(max_examples=EXAMPLES)
@given(st.integers(1, 999_999), st.integers(1985, 2010))
def test_serial_and_year_are_not_taken_for_series_and_serial(serial, year):
    written = f"US{serial:06}{year % 100:02}"
    assert filed_abroad(written, "US", year).normal == written
    assert filed_abroad(written, "US").normal == written


@pytest.mark.parametrize(
    ("text", "office", "normal"),
    [
        ("PCT/US08/86599", "WO", "PCT/US2008/086599"),
        ("PCT/US2008/086599", "EP", "PCT/US2008/086599"),
        ("US2008086599W", "WO", "PCT/US2008/086599"),
        ("WOIT20000045", "WO", "PCT/IT2020/000045"),
        ("WO2020IT000045", "WO", "PCT/IT2020/000045"),
        ("US99/123456", "US", "US99/123456"),
        ("US201329450000F", "US", "US29/450000"),
        ("US27089507F", "US", "US27089507F"),
        ("US27089507A", "US", "US27089507"),
        ("2010-540766", "JP", "JP2010540766"),
        ("10-2010-0123456", "KR", "KR1020100123456"),
    ],
)
def test_applications_of_other_offices(text, office, normal):
    read = filed_abroad(text, office)
    assert (read.normal, read.problem) == (normal, None)


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("US08936998B2", "US8936998B2"),
        ("US 8,936,998 B2", "US8936998B2"),
        ("US12345678B2", "US12345678B2"),
        ("US2013275415A1", "US20130275415A1"),
        ("US 2013/0275415 A1", "US20130275415A1"),
        ("US20130275415A1", "US20130275415A1"),
        ("USRE045678E1", "USRE45678E1"),
        ("USD0712345S", "USD712345S"),
        ("EP2225660A2", "EP2225660A2"),
        ("EP0000012B1", "EP0000012B1"),
        ("EP12B1", "EP0000012B1"),
        ("WO 2009/085664 A2", "WO2009085664A2"),
        ("WO99/12345A1", "WO1999012345A1"),
        ("JP2011511970A", "JP2011511970A"),
    ],
)
def test_publications_of_other_offices(written, normal):
    assert published_abroad(written) == normal
    assert published_abroad(normal) == normal


def test_what_looks_like_an_international_number_and_is_none():
    assert international("WO12345") is None
    assert international("WO2020IT1") is None
