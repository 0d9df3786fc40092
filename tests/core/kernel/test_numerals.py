"""Chinese numerals: one number or none."""

import pytest

from zhixian.core.kernel.numerals import numeral, read_numeral, read_year


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
