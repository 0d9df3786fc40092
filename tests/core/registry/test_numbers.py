"""Number formats: every spelling gives one number, every wrong digit is seen."""

import os
from datetime import date

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhixian.core.registry.numbers import (
    application,
    check_digit,
    credit_code,
    identify,
    international,
    is_grant,
    normalise_patents,
    other,
    publication,
    trademark,
)

EXAMPLES = int(os.environ.get("ZHIXIAN_EXAMPLES", "150"))
HEADS = {"1": "10", "2": "20", "3": "30", "8": "11", "9": "21"}


@st.composite
def assigned(draw) -> str:
    """Digits of a number as the office assigns them."""
    kind = draw(st.sampled_from("12389"))
    if draw(st.booleans()):
        year = draw(st.integers(1985, 2003))
        return f"{year % 100:02}{kind}{draw(st.integers(1, 99_999)):05}"
    year = draw(st.integers(2003, 2030))
    lowest = 100_000 if year == 2003 else 1
    return f"{year}{kind}{draw(st.integers(lowest, 9_999_999)):07}"


def standard(digits: str) -> str:
    """CNIPA's standard form of assigned digits."""
    if len(digits) == 12:
        return HEADS[digits[4]] + digits[:4] + digits[5:].zfill(9)
    year = int(digits[:2])
    return f"{HEADS[digits[2]]}{1900 + year if year >= 85 else 2000 + year}{digits[3:].zfill(9)}"


def spellings(digits: str) -> list[str]:
    check = check_digit(digits)
    dotted = f"{digits}.{check}"
    wide = "".join(chr(ord(ch) + 0xFEE0) for ch in f"ZL{dotted}")
    return [
        dotted, digits, digits + check, f"CN{dotted}", f"cn{dotted.lower()}", f"ZL{dotted}", f"ZL {digits[:4]} {dotted[4:]}",
        f"CN-{digits}-{check}", wide, f"专利号：ZL{dotted}", f"专利号ZL{dotted}", f"申请号:{dotted}", f" {dotted}\t",
        f"发明专利申请号：{digits}{check}", standard(digits), f"CN{standard(digits)}", f"CN{digits}\xad.{check}",
        f"ZL：{dotted}", f"（ZL{dotted}）", f"第{dotted}号", f"{digits}·{check}",
    ]  # fmt: skip


@settings(max_examples=EXAMPLES)
@given(assigned())
def test_every_spelling_is_one_number(digits: str) -> None:
    normal = f"CN{digits}.{check_digit(digits)}"
    written = spellings(digits)
    assert {application(text).normal for text in written} == {normal}
    columns = normalise_patents(pa.array(written))
    assert set(columns[0].to_pylist()) == {normal}
    assert columns[1].to_pylist() == [application(normal).kind] * len(written)
    assert columns[2].null_count == len(written)


@settings(max_examples=EXAMPLES)
@given(assigned(), st.data())
def test_a_wrong_digit_is_seen(digits: str, data) -> None:
    text = f"{digits}.{check_digit(digits)}"
    place = data.draw(st.sampled_from([i for i in range(len(text)) if text[i] != "."]))
    wrong = data.draw(st.sampled_from([ch for ch in "0123456789" if ch != text[place]]))
    broken = text[:place] + wrong + text[place + 1 :]
    found = application(broken)
    assert found.normal is None
    assert found.problem
    normal, kind, problem = normalise_patents(pa.array([broken]))
    assert (normal[0].as_py(), kind[0].as_py(), problem[0].as_py()) == (None, None, found.problem)


@settings(max_examples=EXAMPLES)
@given(st.lists(st.one_of(st.none(), st.text(max_size=20), assigned())))
def test_a_column_says_what_the_single_function_says(texts: list[str | None]) -> None:
    single = [application(text) if text is not None else None for text in texts]
    normal, kind, problem = normalise_patents(pa.array(texts, pa.string()))
    assert normal.to_pylist() == [r and r.normal for r in single]
    assert kind.to_pylist() == [r and r.kind for r in single]
    assert problem.to_pylist() == [r and r.problem for r in single]


def test_slices_and_chunks_keep_their_rows() -> None:
    column = pa.array(["x", "CN201410408762.5", None, "99122288"])
    assert normalise_patents(column[1:])[0].to_pylist() == ["CN201410408762.5", None, "CN99122288.1"]
    chunked = pa.chunked_array([column[:2], column[2:]])
    assert normalise_patents(chunked)[0].to_pylist() == [None, "CN201410408762.5", None, "CN99122288.1"]
    assert normalise_patents(pa.chunked_array([], pa.string()))[0].to_pylist() == []


def test_the_check_digit_of_the_standard() -> None:
    assert check_digit("202111286633") == "X"
    assert check_digit("201410408762") == "5"
    assert check_digit("99122288") == "1"


def test_the_standard_form_has_no_check_digit() -> None:
    assert application("102021001286633").normal == "CN202111286633.X"
    assert application("CN101999000022288").normal == "CN99122288.1"
    pct = application("CN112018000093109")
    assert (pct.normal, pct.kind, pct.pct, pct.year) == ("CN201880093109.0", "invention", True, 2018)
    assert application("202007000157861").kind == "utility_model"
    assert application("302020000000001").kind == "design"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("201410408762.6", "校验位应为 5"),
        ("ZL20141040876.5", "找到 12 位数字"),
        ("199914087625", "年份“1999”不对"),
        ("50123456", "年份“50”不对"),
        ("201470408762", "（专利类型）“7”应为"),
        ("2.01410408762E+11", "科学计数法"),
        ("CN104223352A", "是公开（公告）号"),
        ("PCT/CN2017/083421", "是国际申请号"),
        ("US16/534,840", "不是申请号"),
        ("JP2017123456", "不是中国申请号"),
        ("", "为空"),
        ("张三", "不是申请号"),
        ("132021001286633", "不是申请号"),
        ("102021012866330", "标准化申请号"),
    ],
)
def test_what_is_no_application_number(text: str, why: str) -> None:
    found = application(text)
    assert found.normal is None
    assert why in (found.problem or "")


def test_publication_numbers() -> None:
    assert publication("CN104223352A").normal == "CN104223352A"
    assert publication("公开（公告）号：CN 2123456 Y").kind == "utility_model"
    assert publication("３０５８６８６６４Ｓ").kind == "design"
    assert publication("CN101911042").kind_code is None
    early = publication("CN85100001A")
    assert (early.application, early.kind) == ("CN85100001.0", "invention")
    assert publication("CN204223352A").problem
    assert publication("CN104223352Z").problem
    assert publication("20141234A").problem


@pytest.mark.parametrize(
    ("code", "day", "digits", "grant"),
    [
        ("A", date(2014, 1, 1), "104223352", False),
        ("B", date(2016, 9, 14), "101911042", True),
        ("B", date(1990, 5, 2), "1008000", False),
        ("B", None, "1008000", False),
        ("B", None, "1767890", True),
        ("C", None, "1020584", True),
        ("U", date(1988, 1, 1), "87200001", False),
        ("U", date(2011, 1, 1), "201700001", True),
        ("Y", None, "2123456", True),
        ("S", None, "305868664", True),
        ("S", None, "85300001", False),
        ("D", None, "3123456", True),
    ],
)
def test_which_publications_grant(code: str, day: date | None, digits: str, grant: bool) -> None:
    assert is_grant(code, day, digits) is grant


def test_international_numbers() -> None:
    assert international("PCT/CN02/00123") == "PCT/CN2002/000123"
    assert international("PCTCN2017083421") == "PCT/CN2017/083421"
    assert international("WO 2009/085664 A2") == "WO2009/085664"
    assert international("WO98/12345") == "WO1998/012345"
    assert international("CN201410408762.5") is None


def test_marks_are_numbered_by_class() -> None:
    assert trademark("第01234567号", "第31类").normal == "1234567/31"
    assert trademark("注册号：12345678A").normal == "12345678A"
    assert trademark("g1234567", 5.0).normal == "G1234567/5"
    assert trademark("12345678", 46).problem
    assert trademark("商标").problem


@pytest.mark.parametrize(
    ("text", "normal", "kind"),
    [
        ("2017 SR 123456", "2017SR123456", "software"),
        ("软著登字第1234567号", "软著登字第1234567号", "software"),
        ("登记号：闽作登字－2017－F－00012345", "闽作登字-2017-F-00012345", "copyright_work"),
        ("CNA20050123.4", "CNA20050123.4", "plant_variety"),
        ("cna20161234", "CNA20161234", "plant_variety"),
        ("BS.175001234", "BS.175001234", "layout_design"),
        ("AGI01234", "AGI01234", "gi_product"),
        ("质检总局公告2016年第112号", "质检总局公告2016年第112号", "gi_product"),
    ],
)
def test_other_numbers(text: str, normal: str, kind: str) -> None:
    assert (other(text).normal, other(text).kind) == (normal, kind)
    assert identify(text).kind == kind


def test_credit_codes() -> None:
    assert credit_code("9144030071526726XG") == ("9144030071526726XG", None)
    assert credit_code("９１４４０３００７１５２６７２６xg")[0] == "9144030071526726XG"
    assert identify(" 914403001922038216 ").sort == "credit_code"
    assert credit_code("914403001922038217") == (None, "校验位应为 6")
    assert "18 位" in (credit_code("350823")[1] or "")


@pytest.mark.parametrize(
    ("text", "sort"),
    [
        ("CN201410408762.5", "application"),
        ("CN104223352A", "publication"),
        ("PCT/CN2017/083421", "pct"),
        ("WO2017198081A1", "wo"),
        ("12", "unknown"),
    ],
)
def test_identify(text: str, sort: str) -> None:
    assert identify(text).sort == sort


def test_full_width_digits_are_the_same_number_and_other_alphabets_are_none() -> None:
    assert application("２０１４１０４０８７６２．５").normal == "CN201410408762.5"
    assert publication("ＣＮ１０４２２３３５２Ａ").normal == "CN104223352A"
    assert trademark("１２３４５６７８", "３１").normal == "12345678/31"
    assert other("２０１９SR０１２３４５６").normal == "2019SR0123456"
    arabic = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
    assert application("201410408762.5".translate(arabic)).normal is None
    assert application("102014100408762".translate(arabic)).normal is None
    assert publication("CN104223352A".translate(arabic)).normal is None
    assert trademark("12345678".translate(arabic)).normal is None
    assert other("2019SR0123456".translate(arabic)).normal is None
