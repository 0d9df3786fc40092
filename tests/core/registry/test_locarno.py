"""Classes of designs in their spellings, and what is none."""

import pytest

from zhixian.core.registry.locarno import locarno_class, locarno_path, spelt_locarno


@pytest.mark.parametrize(
    "text",
    ["09-03", " 09-03 ", "LOC(14)Cl.09-03", "LOC (14) Cl. 09-03", "LOC（14）Cl.09-03", "LOC(14)09-03", "LOCl.09-03", "LOCCl.09-03", "０９－０３", "09-03-B0123"],
)  # fmt: skip
def test_a_class_of_designs_has_one_spelling(text):
    assert locarno_class(text) == "09-03"
    assert locarno_path(text) == ("09", "09-03")


@pytest.mark.parametrize(
    "text", ["", "09", "9", "0903", "33-01", "00-01", "010-02", "H01M", "30", "LOC(14)", "2019-03", "9-3"]
)
def test_what_may_be_something_else_is_none(text):
    assert locarno_path(text) == ()
    assert locarno_class(text) == ""


@pytest.mark.parametrize(
    ("text", "path"),
    [("09", ("09",)), ("9", ("09",)), ("第9类", ()), ("9类", ("09",)), ("0903", ("09", "09-03")), ("99", ("99",)), ("33", ()), ("3301", ()), ("0", ()), ("H01M", ())],
)  # fmt: skip
def test_of_a_design_bare_digits_are_classes_of_designs(text, path):
    assert locarno_path(text, of_design=True) == path


def test_what_is_no_class_stays_as_it_stands():
    assert [spelt_locarno(text) for text in ("0903", "LOC(14)Cl.09-03", "未分类")] == ["09-03", "09-03", "未分类"]
