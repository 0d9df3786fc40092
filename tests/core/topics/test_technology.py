"""Symbols of classes and WIPO's fields of technology."""

import pytest

from zhixian.core.topics.names import core_of, normal_form
from zhixian.core.topics.technology import read_symbol, technology_fields


@pytest.mark.parametrize(
    ("text", "symbol", "field"),
    [
        ("H01M10/0525", ("ipc", "H01M10/0525", "H01M", "H01M10"), 1),
        ("H04N21/00", ("ipc", "H04N21/00", "H04N", "H04N21"), 4),
        ("H04N 5/00", ("ipc", "H04N5/00", "H04N", "H04N5"), 2),
        ("H04N", ("ipc", "H04N", "H04N", None), None),
        ("G01N33/48", ("ipc", "G01N33/48", "G01N", "G01N33"), 11),
        ("06-01", ("locarno", "06-01", None, None), None),
        ("09", ("nice", "9", None, None), None),
    ],
)
def test_a_symbol_knows_its_tree_and_its_field(text, symbol, field):
    read = read_symbol(text)
    assert (read.system, read.symbol, read.subclass, read.main_group) == symbol
    assert read.field == field


@pytest.mark.parametrize(("text", "symbol"), [("09", "09"), ("0903", "09-03"), ("LOC(14)Cl.09-03", "09-03")])
def test_of_a_design_bare_digits_are_no_class_of_goods(text, symbol):
    read = read_symbol(text, of_design=True)
    assert (read.system, read.symbol, read.field) == ("locarno", symbol, None)


def test_what_is_no_symbol_is_none():
    assert read_symbol("无") is None


def test_there_are_35_fields_in_five_sectors():
    fields = technology_fields()
    assert sorted(fields) == list(range(1, 36))
    assert len({field.sector for field in fields.values()}) == 5


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("紫金矿业（上海）有限公司", "紫金矿业(上海) 有限公司"),
        ("ABC Company Limited", "ABC CO., LTD."),
        ("ABC S.A.", "Abc SA"),
        ("Textron Innovations Inc. [US]", "TEXTRON INNOVATIONS INC"),
        ("ＡＢＣ有限公司", "abc有限公司"),
    ],
)
def test_spellings_of_one_name_have_one_normal_form(one, other):
    assert normal_form(one) == normal_form(other)


@pytest.mark.parametrize(
    ("one", "other"), [("紫金矿业", "紫金山实验室"), ("ABC Inc", "ABC Ltd"), ("甲有限公司", "甲股份有限公司")]
)
def test_other_names_have_not(one, other):
    assert normal_form(one) != normal_form(other)


def test_cores_leave_out_the_legal_form():
    assert core_of("紫金矿业集团股份有限公司") == core_of("紫金矿业有限公司") == "紫金矿业"
    assert core_of("紫金山实验室") == "紫金山实验室"
    assert core_of(normal_form("ABC Inc")) == core_of(normal_form("ABC Ltd")) == "ABC"
