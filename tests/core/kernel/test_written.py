"""Text without what nobody sees."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhixian.core.kernel.written import unseen_signs, written

FAMILY = "👨‍👩‍👧 ❤️‍🔥 👩🏽‍💻"
ODD = "\u200b\u200d\u202e\u2066\x00\x07\v\f\x85\u2028\u2029\r\n\t \u3000\u3164\ufe0f\ufffe\ud800\U000e0041❤🔥字a"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("\u200b", ""),
        (" \u3000\u2060\n\t", ""),
        ("\u3164\u2800\ufe0f", ""),
        ("同\u202e意\u2066", "同意"),
        ("同\x07\x00意\ufeff", "同意"),
        ("甲\v乙\u2028丙\x85丁\r\n戊\r己\f庚", "甲\n乙\n丙\n丁\n戊\n己\n庚"),
        ("甲\t乙\n", "甲\t乙\n"),
        (FAMILY, FAMILY),
        ("甲\u200d乙", "甲乙"),
        ("❤\u200d\u200d🔥", "❤🔥"),
        ("葛\U000e0100城", "葛\U000e0100城"),
        ("\ud800半\ufffe个\ufdd0", "半个"),
        ("𮧵\ue000", "𮧵\ue000"),
    ],
)
def test_what_nobody_sees_is_no_part_of_a_text(typed, kept):
    assert written(typed) == kept


@given(st.text(st.one_of(st.sampled_from(ODD), st.characters())))
def test_a_text_is_empty_or_shows_something_and_hides_nothing(typed):
    kept = written(typed)
    assert written(kept) == kept
    assert all(sign in "\n\t\u200d" for sign in kept if unicodedata.category(sign) in {"Cc", "Cf", "Cs"})
    assert kept == "" or any(
        unicodedata.category(sign) in {"Co", "Cn"} or unicodedata.category(sign)[0] not in "CZM" for sign in kept
    )
    kept.encode("utf-8")


@given(
    st.text(st.characters(categories=["L", "N", "P", "S", "Zs"], exclude_characters="\u115f\u1160\u2800\u3164\uffa0"))
)
def test_what_can_be_seen_stays_as_it_is(typed):
    assert written(typed) in {typed, ""}
    assert (written(typed) == "") == (typed.strip() == "")


def test_unseen_signs_are_named():
    assert unseen_signs("5000000\u200b\u200b\u202e") == "U+200B（零宽空格）、U+202E（反向书写标记）"
    assert unseen_signs("5,000 元") == ""
