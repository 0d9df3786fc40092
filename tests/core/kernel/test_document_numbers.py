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
        " 杭知办 [ 2020 ] 12号 ",
    ],
)
def test_every_spelling_is_one_number(typed):
    assert one_spelling(typed) == "杭知办〔2020〕12号"


@pytest.mark.parametrize("text", ["某公司（集团）", "（2017版）说明", "ＡＢ(12)", ""])
def test_what_holds_no_year_in_brackets_stays(text):
    assert one_spelling(text) == text
