"""The receipt: codes that notice slips, words that prove, hashes that tell nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factories.reports import lodge
from zhixian.web.protection.models import Report
from zhixian.web.protection.receipt_codes import (
    ALPHABET,
    check_sign,
    code_digest,
    new_code,
    new_words,
    read_code,
    read_words,
    shown_code,
    word_list,
    words_fit,
)

BODIES = st.text(ALPHABET, min_size=15, max_size=15)
CODES = BODIES.map(lambda body: body + check_sign(body))


@given(CODES)
def test_a_code_reads_as_people_write_it(code):
    assert read_code(shown_code(code)) == code
    assert read_code(shown_code(code).lower().replace("-", " ")) == code
    assert read_code(code.replace("0", "o").replace("1", "l")) == code
    assert read_code("".join(chr(ord(sign) + 0xFEE0) for sign in code)) == code


@given(CODES, st.integers(0, 15), st.sampled_from(ALPHABET))
def test_one_wrong_sign_is_noticed(code, place, sign):
    slipped = code[:place] + sign + code[place + 1 :]
    assert (read_code(slipped) is not None) == (slipped == code)


@given(CODES, st.integers(0, 15), st.integers(0, 15))
def test_two_signs_that_changed_places_are_noticed(code, first, second):
    signs = list(code)
    signs[first], signs[second] = signs[second], signs[first]
    assert (read_code("".join(signs)) is not None) == ("".join(signs) == code)


@given(st.text(max_size=60))
def test_whatever_is_typed_is_a_code_or_none(typed):
    code = read_code(typed)
    assert code is None or (len(code) == 16 and check_sign(code[:-1]) == code[-1])


@given(st.text(max_size=60))
def test_whatever_is_typed_as_words_is_only_characters(typed):
    assert all("\u4e00" <= sign <= "\u9fff" for sign in read_words(typed))


def test_the_words_are_256_of_two_characters_each():
    words = word_list()
    assert len(words) == len(set(words)) == 256
    assert {len(word) for word in words} == {2}
    assert read_words("".join(words)) == "".join(words)


def test_new_codes_and_words_are_new():
    assert len({new_code() for _ in range(200)}) == 200
    assert len({new_words() for _ in range(200)}) == 200


def test_nothing_of_the_receipt_is_kept():
    lodged = lodge()
    row = Report.objects.get(pk=lodged.report.pk)
    kept = " ".join(str(value) for value in vars(row).values())
    assert lodged.code not in kept
    assert all(word not in row.words_hash + row.acknowledgement for word in lodged.words.split())
    assert row.code_digest == code_digest(lodged.code)
    assert words_fit(row.words_hash, lodged.words)
    assert words_fit(row.words_hash, lodged.words.replace(" ", "、"))


@pytest.mark.parametrize("words", ["", "天空", "天空 地图 山峰 海洋"])
def test_other_words_do_not_fit(words):
    lodged = lodge()
    if read_words(words) != read_words(lodged.words):
        assert not words_fit(lodged.report.words_hash, words)
    assert not words_fit(None, lodged.words)


def test_words_in_another_order_do_not_fit():
    lodged = lodge()
    turned = " ".join(reversed(lodged.words.split()))
    assert words_fit(lodged.report.words_hash, turned) == (turned == lodged.words)


def test_a_wrong_code_and_wrong_words_are_answered_alike(client):
    lodged = lodge()
    other = new_code()
    wrong_words = client.post("/report/follow/", {"code": lodged.code, "words": "天空天空天空天空"})
    wrong_code = client.post("/report/follow/", {"code": other, "words": lodged.words})
    assert wrong_words.status_code == wrong_code.status_code == 422
    said = [list(answer.context["form"].non_field_errors()) for answer in (wrong_words, wrong_code)]
    assert said[0] == said[1] != []
    assert not wrong_words.cookies.get("report_pass")
    right = client.post("/report/follow/", {"code": shown_code(lodged.code).lower(), "words": lodged.words})
    assert (right.status_code, right.url) == (302, "/report/mine/")
    assert lodged.report.suspect in client.get("/report/mine/").content.decode()


def test_trying_is_slowed_down(client):
    lodged = lodge()
    answers = [client.post("/report/follow/", {"code": new_code(), "words": "天空"}).status_code for _ in range(11)]
    assert answers == [422] * 10 + [429]
    assert client.post("/report/follow/", {"code": lodged.code, "words": lodged.words}).status_code == 429


def test_the_pass_ends_and_cannot_be_made_up(client):
    lodged = lodge()
    client.post("/report/follow/", {"code": lodged.code, "words": lodged.words})
    assert client.get("/report/mine/").status_code == 200
    client.post("/report/leave/")
    assert client.get("/report/mine/").status_code == 302
    client.cookies["report_pass"] = f"{lodged.report.pk}:forged:signature"
    assert client.get("/report/mine/").status_code == 302


def test_a_later_word_that_tells_who_writes_is_held_back_once(client):
    lodged = lodge()
    client.post("/report/follow/", {"code": lodged.code, "words": lodged.words})
    written = {"body": "又来货了，打我电话１３８ 0597 0001"}
    warned = client.post("/report/mine/message/", written)
    assert (warned.status_code, lodged.report.messages.count()) == (422, 0)
    form = warned.context["message_form"]
    assert "像是电话号码" in form.errors["body"][0]
    assert "我知道办理的人会看到这些" in warned.text
    told = {"told": form["told"].value(), "knowing": "on"}
    assert client.post("/report/mine/message/", {"body": "换了13805970002", **told}).status_code == 422
    assert client.post("/report/mine/message/", {**written, **told}).status_code == 302
    assert lodged.report.messages.get().body == written["body"]
