"""One number of a document, however its brackets and digits were typed."""

import pytest

from zhixian.core.kernel.document_numbers import one_spelling


@pytest.mark.parametrize(
    "typed",
    [
        "杭知办〔2020〕12号",
        "杭知办[2020]12号",
        "杭知办(2020)12号",
        "杭知办（2020）12号",
        "杭知办［２０２０］１２号",
        "杭知办【2020】12号",
        "杭知办(2020）12号",
        "杭知办﹝2020﹞12号",
        " 杭知办 [ 2020 ] 12号 ",
    ],
)
def test_every_spelling_is_one_number(typed):
    assert one_spelling(typed) == "杭知办〔2020〕12号"


@pytest.mark.parametrize(
    ("typed", "spelt"),
    [
        ("杭知办（2020）12号（试行）", "杭知办〔2020〕12号（试行）"),
        ("（转发）杭知办[2020]12号，ＡＢ①", "（转发）杭知办〔2020〕12号，ＡＢ①"),
        ("杭知办(2020)第12号", "杭知办〔2020〕第12号"),
        ("[2020]12号", "〔2020〕12号"),
        ("杭知办[2020]12", "杭知办〔2020〕12"),
        ("杭知办[2020]", "杭知办〔2020〕"),
        ("杭知办[2020]000012号", "杭知办〔2020〕000012号"),
        ("沪一（2019）3号、沪二[2020]4号", "沪一〔2019〕3号、沪二〔2020〕4号"),
    ],
)
def test_only_the_brackets_and_digits_of_the_number_change(typed, spelt):
    assert one_spelling(typed) == spelt


@pytest.mark.parametrize(
    "text",
    [
        "某公司（集团）",
        "（2017版）说明",
        "ＡＢ(12)",
        "",
        "ISO 9001(2015)",
        "ISO 9001 (2015) 12",
        "强县方案（2020）",
        "强县方案（2020）　说明",
        "杭知办(2020]12号",
        "杭知办[2020）12号",
        "杭知办(1820)12号",
        " ＡＢ（试行） ",
    ],
)
def test_what_holds_no_number_of_a_document_stays(text):
    assert one_spelling(text) == text
