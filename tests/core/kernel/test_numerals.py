"""Chinese numerals: one number or none."""

import pytest

from zhixian.core.kernel.numerals import numeral, read_grouped, read_numeral, read_year


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("两", 2),
        ("十", 10),
        ("十五", 15),
        ("二十", 20),
        ("三十五", 35),
        ("一百零八", 108),
        ("两千三百", 2300),
        ("12", 12),
    ],
)
def test_a_numeral_is_read(words: str, value: int) -> None:
    assert read_numeral(words) == value


@pytest.mark.parametrize("words", ["", "五六", "百", "十百", "一百两百", "半", "二十三四", "零", "1二"])
def test_what_is_no_one_number_is_none(words: str) -> None:
    assert read_numeral(words) is None


def test_what_is_written_is_read() -> None:
    assert [read_numeral(numeral(number)) for number in range(1, 100)] == list(range(1, 100))


@pytest.mark.parametrize(
    ("words", "year"), [("二〇二六", 2026), ("二○一九", 2019), ("2026", 2026), ("二零二", None), ("二十二六", None)]
)
def test_a_year_is_read_digit_by_digit(words: str, year: int | None) -> None:
    assert read_year(words) == year


@pytest.mark.parametrize(
    ("text", "number"), [("12", "12"), ("1,234,567.50", "1234567.50"), ("1，234", "1234"), ("-3", "-3")]
)
def test_digits_in_groups_are_read_exactly(text: str, number: str) -> None:
    assert str(read_grouped(text)) == number


@pytest.mark.parametrize(
    "text", ["1,5", "1,2,3", "12,34", "1_000", "1e3", "1e999999", "", ".", "1.", "１２", "٣", "nan", "9" * 26]
)
def test_a_comma_out_of_place_makes_no_other_number(text: str) -> None:
    with pytest.raises(ValueError, match="不是数"):
        read_grouped(text)
