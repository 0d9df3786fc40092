"""One number of a document, however its brackets and digits were typed."""

import pytest

from zhixian.core.kernel.document_numbers import one_key, one_spelling, same_number, ways_to_write
from zhixian.core.kernel.written import visible


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


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("样本凭证00006", "样本凭证 00006"),
        ("样本凭证00006", "\u3000样本凭证０００06\u200b "),
        ("追字1号", "追字１ 号"),
        ("国库2018-0001", "国库２０１８—０００１"),
        ("gk-1", "ＧＫ－1"),
        ("上财〔2020〕99号", "上财 (2020) 99 号"),
        ("上财〔2020〕99号", "上财［２０２０］９９号"),
    ],
)
def test_numbers_that_differ_in_writing_alone_have_one_key(first, second):
    assert one_key(first) == one_key(second)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("凭证1", "凭证11"),
        ("凭证01", "凭证1"),
        ("国库1", "国库1/2"),
        ("财〔2020〕1号", "财〔2021〕1号"),
        ("追字1号", "追1号"),
    ],
)
def test_other_numbers_have_other_keys(first, second):
    assert one_key(first) != one_key(second)


def test_a_key_is_never_longer_than_what_was_typed():
    typed = "\ufdfa㈱①ßİ"
    assert len(one_key(typed)) <= len(typed)


@pytest.mark.parametrize(
    "typed",
    ["甲知办2020 000007", "甲知办2020000007", "甲知办〔2020〕7号", "甲知办[2020]第7号", "甲知办000007", "甲知办7"],
)
def test_a_number_may_be_kept_in_any_of_these_ways(typed):
    assert {"甲知办〔2020〕000007号", "甲知办〔2020〕7号"} <= ways_to_write(typed, [2020])


@pytest.mark.parametrize("typed", ["", "甲知办", "000007", "2020", "甲公司（福建）", "7" * 40])
def test_what_is_no_number_is_kept_in_no_way(typed):
    assert ways_to_write(typed, [2020]) == frozenset()


@pytest.mark.parametrize(
    "typed",
    [
        "样罚〔2020〕99号", "样罚〔2020〕 99 号", "样罚〔2020〕99号\u200b", "样罚【２０２０】９９号", "样罚（2020）第0099号", "样罚《2020》99", "样\ufe0f罚﹝2020﹞9\u31649号\u2060",
        "样罚「2020」99号",
    ],
)  # fmt: skip
def test_numbers_of_one_decision_have_this_in_common(typed):
    assert same_number(typed) == "样罚(2020)99"


@pytest.mark.parametrize(
    "typed",
    [
        "样罚〔2020〕9号",
        "样罚〔2021〕99号",
        "样罚〔2020〕99-1号",
        "样罚字〔2020〕99号",
        "样罚〔2020〕990号",
        "样罚2020-99",
    ],
)
def test_numbers_of_other_decisions_have_not(typed):
    assert same_number(typed) != "样罚(2020)99"


def test_what_nobody_sees_goes_and_all_else_stays():
    assert visible("样罚\u200b〔2020〕 99\ufe0f号\u2060\u3164") == "样罚〔2020〕 99号"
