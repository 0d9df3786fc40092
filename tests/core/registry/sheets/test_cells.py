import os
import unicodedata
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhixian.core.registry.sheets import cells, identity, patents
from zhixian.core.registry.sheets.cells import (
    as_text,
    classes,
    cleaned,
    days,
    designs,
    entries,
    first_of,
    read_day,
    replaced,
    without_controls,
)
from zhixian.core.registry.staging import normalise_name, normalise_names

EXAMPLES = int(os.environ.get("ZHIXIAN_EXAMPLES", "60"))


@pytest.mark.parametrize(
    "text",
    ["2017-01-02", "2017.01.02", "2017/1/2", "20170102", "42737", "2017年1月2日", "2017-01-02 00:00:00", "２０１７-01-02",
     " 2017 . 1 . 2 ", "2017-01-02T08:30", "20170102.0", "42737.0"],
)  # fmt: skip
def test_the_forms_of_a_day(text: str) -> None:
    assert read_day(text) == date(2017, 1, 2)


@pytest.mark.parametrize(
    "text", ["2017.13.2", "2017-02-30", "2017", "201701", "02/01/2017", "13.2", "999999", "12345", "明年", "20171301"]
)
def test_what_is_no_day(text: str) -> None:
    assert read_day(text) is None


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.dates(date(1970, 1, 1), date(2100, 12, 31)))
def test_every_day_in_every_form(day: date) -> None:
    serial = (day - date(1899, 12, 30)).days
    forms = [day.isoformat(), f"{day:%Y.%m.%d}", f"{day.year}/{day.month}/{day.day}", f"{day:%Y%m%d}", str(serial),
             f"{day.year}年{day.month}月{day.day}日"]  # fmt: skip
    assert {read_day(form) for form in forms} == {day}


def test_a_column_of_days_tells_wrong_from_empty() -> None:
    taken, wrong = days(pa.array(["2017-01-02", None, "-", "0", "2017.13.2", "2017-01-02"]))
    assert taken.to_pylist() == [date(2017, 1, 2), None, None, None, None, date(2017, 1, 2)]
    assert wrong.tolist() == [False, False, False, False, True, False]
    assert [len(part) for part in days(pa.array([], pa.string()))] == [0, 0]


_NEARLY_DAYS = st.one_of(
    st.dates().map(str), st.dates().map("{:%Y%m%d}".format), st.from_regex(r"[0-9]{4}-[0-3][0-9]-[0-3][0-9]", fullmatch=True),
    st.from_regex(r"(19|20)[0-9][0-9][01][0-9][0-3][0-9]", fullmatch=True), st.text("0129-/:年月日 \u00ad", max_size=11), st.none(),
)  # fmt: skip


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.lists(_NEARLY_DAYS), st.integers(0, 3))
def test_a_column_of_days_is_read_as_each_of_them(texts: list[str | None], first: int) -> None:
    taken, _ = days(pa.array(texts, pa.string())[first:])
    assert taken.to_pylist() == [read_day(text) if text else None for text in texts[first:]]


@pytest.mark.parametrize(
    ("pattern", "marks"),
    [
        (identity._LENS_TAIL, identity._SPACES),
        (identity._TIDY, identity._IN_NUMBERS),
        (patents._HAN_LIST, patents._COMMAS),
        (patents._AFTER_NAME, patents._CLOSING),
    ],
)
@settings(max_examples=EXAMPLES, deadline=None)
@given(texts=st.lists(st.text("甲CNA1234567 -_,，、[］]\t\n\f\r\v\u00ad\u3000", max_size=14), max_size=6))
def test_no_pattern_finds_anything_without_its_marks(pattern: str, marks: str, texts: list[str]) -> None:
    column = pa.array(texts, pa.string())
    assert replaced(column, pattern, "", marks=marks) == pc.replace_substring_regex(column, pattern, "")


@pytest.mark.parametrize("rest", ["", "1", "4223352A", " AB1", "-AB1", "/2014/000001", " ABC1", "甲1"])
@pytest.mark.parametrize("code", ["CN", "us", "ZL", "PCT", "甲", ""])
def test_the_beginning_of_a_number_tells_its_country(code: str, rest: str) -> None:
    column = pa.array([code + rest])
    assert identity._country_of(column) == identity._country_of_beginning(column)


@pytest.mark.parametrize("text", ["甲;乙", "甲；乙", "甲 | 乙", "甲 |\n乙", "；甲; 乙", "甲\r\n乙", "甲"])
def test_the_first_of_a_list_with_any_separator(text: str) -> None:
    assert first_of(pa.array([text])).to_pylist() == ["甲"]


def test_entries_leave_out_nothings() -> None:
    assert entries("甲；；乙| - \n丙 ;") == ["甲", "乙", "丙"]
    assert entries(None) == []


@pytest.mark.parametrize(
    ("main", "rest", "expected"),
    [
        (None, "H04L 67/12 | H04W  4/40", "H04L67/12;H04W4/40"),
        ("G06F16/958", "G06F16/23(2019.01)I; G06F16/958(2019.01)I", "G06F16/958;G06F16/23"),
        ("H04W", "H04L67/12 | H04W4/40 | H04W76/10", "H04W4/40;H04L67/12;H04W76/10"),
        ("B64C 39/02 ▪以特殊用途为特点的", None, "B64C39/02"),
        (None, "09-03；09-04", "09-03;09-04"),
        (None, "LOC(14)Cl.09-03, 09-04", "09-03;09-04"),
        ("LOC（14） Cl. 09-03", None, "09-03"),
        (None, None, None),
    ],
)
def test_classes(main: str | None, rest: str | None, expected: str | None) -> None:
    assert classes(pa.array([main], pa.string()), pa.array([rest], pa.string())).to_pylist() == [expected]


def test_a_column_of_locarno_classes_is_spelt_in_one_way() -> None:
    column = pa.array(["LOC(14)Cl.09-03；0904", "07", "不详", None])
    assert designs(column).to_pylist() == ["09-03;09-04", "07", "不详", None]


def test_invisible_characters_go() -> None:
    assert cleaned(pa.array(["申\u00ad请\u200b号_x000D_ \n 一 种"])).to_pylist() == ["申请号 一 种"]


def test_control_characters_go_and_what_parts_words_stays() -> None:
    texts = pa.array(["\x7fchi Mei\x00", None, "甲\n乙\t丙", "丁"], pa.string())
    assert without_controls(texts).to_pylist() == ["chi Mei", None, "甲\n乙\t丙", "丁"]
    plain = pa.array(["甲\n乙", "丙"], pa.string())
    assert without_controls(plain) is plain


def test_no_invisible_character_hides_from_the_quick_look():
    invisible = [chr(code) for code in range(0x110000) if unicodedata.category(chr(code)) == "Cf"]
    assert len(invisible) > 100
    known_to_arrow = [char for char in invisible if re2_knows(char)]
    assert len(known_to_arrow) > 100
    assert [char for char in known_to_arrow if cleaned(pa.array([f"甲{char}乙"])).to_pylist() != ["甲乙"]] == []


def re2_knows(char):
    return pc.match_substring_regex(pa.array([char]), r"\p{Cf}")[0].as_py()


@given(st.lists(st.text(alphabet=" \t\n\r\f\u00ad\u200b\u3000，；ab甲乙_x0D", max_size=12), min_size=1, max_size=6))
def test_a_column_is_cleaned_as_each_of_its_cells_is(cells):
    alone = [cleaned(pa.array([cell, "\u200b"]))[0].as_py() for cell in cells]
    assert cleaned(pa.array(cells)).to_pylist() == alone
    assert cleaned(pa.array(["  ", *cells])[1:]).to_pylist() == alone


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.text())
def test_names_compare_as_the_registry_compares_them(name: str) -> None:
    assert normalise_names(pa.array([name])).to_pylist() == [normalise_name(name)]


@pytest.mark.parametrize(
    ("cell", "text"),
    [(201410408762.0, "201410408762"), (201410408762.5, "201410408762.5"), (7, "7"), (True, "是"), ("", None), (None, None),
     (date(2017, 1, 2), "2017-01-02"), ("=1+1", "=1+1")],
)  # fmt: skip
def test_number_cells_show_no_digit_that_nobody_wrote(cell: object, text: str | None) -> None:
    assert as_text(cell) == text


def test_a_giant_cell_is_read_as_any_and_not_remembered() -> None:
    giant = "2017-03-02" + " " * 100_000
    before = cells._day_once.cache_info().currsize
    assert read_day(giant) == date(2017, 3, 2)
    assert cells._day_once.cache_info().currsize == before
