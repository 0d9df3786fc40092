"""Queries that nobody should type: each is answered or refused at its place, soon, and marks stay within their text."""

import sys
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))
from small_index import RIGHTS, right, searchable

from zhixian.core.search.finding import every_hit, find
from zhixian.core.search.lexing import MOST_CHARACTERS, QueryFault
from zhixian.core.search.similar import more_like

DAY = date(2020, 6, 30)
MOST_SECONDS = 2.0
"""Of the processor; what takes longer grows with the query in a way that it must not."""
HOSTILE = {
    "a regular expression that backtracks": "(a+)+" * 300 + "$",
    "stars": "*" * 2000,
    "a star before and after": "*铜箔*",
    "question marks": "?铜?箔?",
    "brackets": "(" * 1000 + ")" * 1000,
    "brackets of four sorts": "([【（" * 400,
    "no brackets closed": "铜箔(" * 500,
    "only 或": "或 " * 900,
    "only 与": "与 " * 900,
    "only 非": "非 " * 900,
    "minus signs": "-" * 2000,
    "operators in turns": "与 或 非 " * 300,
    "NUL": "铜\0箔\0",
    "emoji": "👩‍👩‍👧‍👦🏳️‍🌈 铜箔",
    "half a pair": "\ud83d铜箔\udc00",
    "accents": "铜" + "\u0301" * 1900,
    "from right to left": "\u202e铜箔\u202d",
    "no width": "铜\u200b箔\ufeff",
    "a hundred words": "铜 " * 99 + "箔",
    "a hundred and one words": "铜 " * 101,
    "a long word": "铜箔" * 1000,
    "a long quotation": '"' + "铜箔" * 990 + '"',
    "a long number": "1" * 100,
    "a number of many parts": "申请号:" + "2014 " * 380,
    "fields of fields": "名称:" * 600,
    "signs": ">=<=:=:" * 280,
    "days": "申请日:" + ".." * 900,
    "a year of no calendar": "申请日:0000..9999",
    "a year too far": "申请日:99999",
    "classes": "分类:(" + "H01M " * 99 + ")",
    "a hundred thousand letters": "铜箔" * 50_000,
    "SQL": "'; DROP TABLE rights; --",
    "a template": "{{7*7}} ${jndi:ldap://x}",
    "markup": "<script>alert(1)</script> <b>铜箔</b>",
    "the mark after a text": "‖铜箔‖",
    "what is regular in the index": '"a[^b]*" "." "铜.*"',
    "one letter": "a",
    "one quoted letter": '"."',
    "ligatures": "ﬁ ㎡ Ⅳ ㍿ İ ß ς",
}


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    odd = [
        "㎡ﬁ①—ＬＥＤ灯é",
        "e\u0301ｶﾞラス",
        "👩‍👩‍👧铜箔🏳️‍🌈",
        "<b>铜箔</b>&amp;",
        "İstanbul ﬃ ㍿铜",
        "\u1112\u1161\u11ab铜箔",
        "",
        "ς Σ ΟΔΟΣ",
    ]
    more = [right(f"O{nth}", "invention", "", title, "H01M10/00", "2016-01-01", "P1") for nth, title in enumerate(odd)]
    bare = right("B1", "invention", "", "", "", None, "P9")
    return searchable(tmp_path_factory.mktemp("data"), rights=[*RIGHTS, *more, bare], spans=[])


def answer(index, query):
    """What is found, or how it is refused; a refusal stands inside the query."""
    began = time.process_time()
    fault, found = None, None
    try:
        found = find(index, query, as_of=DAY, limit=100)
    except QueryFault as refused:
        fault = refused
    assert time.process_time() - began < MOST_SECONDS
    if fault:
        assert 0 <= fault.start < fault.end <= max(len(query), 1) + 1
        assert fault.why
        assert str(fault.start + 1) in fault.where
        return fault
    assert found.total >= len(found.hits)
    for hit in found.hits:
        within(hit.facts["title"] or "", hit.in_title)
        within(hit.facts["holder_name"] or "", hit.in_holder)
    return found


def within(text, spans):
    """Marks are in order, apart from each other, inside the text and not empty."""
    ends = [0, *(end for _, end in spans)]
    assert all(before <= start < end <= len(text) for before, (start, end) in zip(ends, spans, strict=False))


@pytest.mark.parametrize("query", HOSTILE.values(), ids=HOSTILE)
def test_it_is_answered_or_refused_soon(index, query):
    answer(index, query)


@given(
    st.text(st.characters(), max_size=80)
    | st.text("铜箔紫金ＬＥＤ或与非()（\"“”:：<>=.*-|&' \n\0\ud800é\u0301ﬁ①👩2017HＨ申请日人类型", max_size=80)
)
def test_any_text_is_answered_or_refused(index, query):
    answer(index, query)


@pytest.mark.parametrize("length", [MOST_CHARACTERS - 1, MOST_CHARACTERS, MOST_CHARACTERS + 1])
def test_the_longest_query(index, length):
    query = ("铜箔，" * length)[:length]
    assert isinstance(answer(index, query), QueryFault)  # too many words, or too many letters


@pytest.mark.parametrize(
    ("query", "title", "marked"),
    [
        ("led", "㎡ﬁ①—ＬＥＤ灯é", ["ＬＥＤ"]),
        ("é", "e\u0301ｶﾞラス", ["e\u0301"]),
        ("ガラス", "e\u0301ｶﾞラス", ["ｶﾞラス"]),
        ("铜箔", "👩‍👩‍👧铜箔🏳️‍🌈", ["铜箔"]),
        ("铜箔", "<b>铜箔</b>&amp;", ["铜箔"]),
        ("株式会社", "İstanbul ﬃ ㍿铜", ["㍿"]),
        ("한", "\u1112\u1161\u11ab铜箔", ["\u1112\u1161\u11ab"]),
        ("b 铜箔", "<b>铜箔</b>&amp;", ["b", "铜箔", "b"]),
    ],
)
def test_marks_stand_at_the_letters_that_were_sought(index, query, title, marked):
    [hit] = [hit for hit in find(index, query, as_of=DAY, limit=100).hits if hit.facts["title"] == title]
    assert [title[start:end] for start, end in hit.in_title] == marked


def test_a_word_inside_another_is_marked_though_the_cutter_does_not_cut_there(tmp_path):
    rights = [right("N1", "invention", "", "磷酸铁锂材料", "", "2016-01-01", "P1")]
    [hit] = find(searchable(tmp_path, rights=rights, spans=[]), "磷酸铁", as_of=DAY).hits
    assert hit.in_title == [(0, 3)]


def test_a_right_without_name_day_holder_or_class_is_found_and_like_nothing(index):
    found = find(index, "", as_of=DAY, limit=100)
    assert "B1" in {hit.facts["right_id"] for hit in found.hits}
    assert found.total == len(RIGHTS) + 9 == len(list(every_hit(index, "", as_of=DAY)))
    assert len(list(every_hit(index, "", as_of=DAY, most=2))) == 2
    assert more_like(index, "B1", as_of=DAY) == []


def test_one_right_alone(tmp_path):
    alone = searchable(tmp_path, rights=RIGHTS[:1], spans=[])
    found = find(alone, "锂离子", as_of=DAY)
    assert (found.total, found.facets["kind"]) == (1, [("invention", 1)])
    assert more_like(alone, "R1", as_of=DAY) == []
    assert find(alone, "非 锂离子", as_of=DAY).total == 0


@pytest.mark.parametrize(
    "query",
    [
        "公开号:CN104223352A",
        "公开号：CN104223352A",
        "公开（公告）号：CN104223352A",
        "公开(公告)号:CN 104223352 A",
        "授权公告号:CN104223352A",
        "pn=CN104223352A",
    ],
)
def test_a_number_is_taken_under_the_headings_of_exports(tmp_path, query):
    rights = [*RIGHTS, right("K1", "invention", "CN104223352A", "装置", "", "2016-01-01", "P1")]
    found = find(searchable(tmp_path, rights=rights, spans=[]), query, as_of=DAY)
    assert [hit.facts["right_id"] for hit in found.hits] == ["K1"]
