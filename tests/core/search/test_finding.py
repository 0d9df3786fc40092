"""Searches of a small registry, held against answers worked out right by right."""

import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))
from small_index import RIGHTS, SPANS, answers, as_it_was, right, searchable

from zhixian.core.kernel.refusal import Refusal
from zhixian.core.search import similar
from zhixian.core.search.finding import FACETS, find
from zhixian.core.search.lexing import QueryFault
from zhixian.core.search.query import read_query
from zhixian.core.search.similar import more_like

DAY = date(2019, 6, 30)


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    return searchable(tmp_path_factory.mktemp("data"))


def ids(found):
    return [hit.facts["right_id"] for hit in found.hits]


@pytest.mark.parametrize(
    "number",
    [
        "CN201410408762.5",
        "ZL201410408762.5",
        "ZL 2014 1 0408762.5",
        "２０１４１０４０８７６２．５",
        "201410408762",
        "zl201410408762",
        "专利号：ZL201410408762.5",
    ],
)
def test_a_number_is_found_in_any_spelling(index, number):
    assert ids(find(index, number, as_of=DAY)) == ["R1"]


@pytest.mark.parametrize(
    ("number", "right_id"),
    [
        ("12345678", "R4"),
        ("第12345678号", "R4"),
        ("12345678/31", "R4"),
        ("2018SR123456", "R6"),
        ("2016200000025", "R3"),
    ],
)
def test_numbers_of_marks_and_software(index, number, right_id):
    assert ids(find(index, number, as_of=DAY)) == [right_id]


@pytest.mark.parametrize("number", ["AM3353A", "am 3353 a", "ＡＭ3353Ａ"])
def test_a_short_number_of_a_small_office_is_found_before_what_only_names_it(tmp_path, number):
    rights = [right("K1", "invention", "", "铜箔AM3353A", "", "2016-01-01", "P1")]
    rights.append(right("K2", "invention", "AM3353A", "装置", "", "2016-01-01", "P1"))
    found = find(searchable(tmp_path, rights=rights, spans=[]), number, as_of=DAY)
    assert ids(found)[0] == "K2"


def test_a_wrong_check_digit_is_told_and_the_right_found(index):
    found = find(index, "ZL201410408762.6", as_of=DAY)
    assert ids(found) == ["R1"]
    assert found.notes == ["“ZL201410408762.6”的校验位不对，按 CN201410408762.5 查找"]


def test_a_name_does_not_bring_one_that_only_begins_alike(index):
    assert set(ids(find(index, "紫金矿业", as_of=DAY))) == {"R1", "R2", "R7"}
    assert set(ids(find(index, "紫金山实验室", as_of=DAY))) == {"R1", "R3", "R6"}


def test_the_holder_is_that_of_the_day_and_the_applicant_the_first(index):
    before, later = date(2017, 12, 31), date(2018, 1, 1)
    assert set(ids(find(index, "权利人:紫金矿业", as_of=before))) == {"R1", "R2"}
    assert set(ids(find(index, "权利人:紫金矿业", as_of=later))) == {"R2"}
    assert set(ids(find(index, "申请人:紫金矿业", as_of=later))) == {"R1", "R2"}


@pytest.mark.parametrize(
    ("day", "states"),
    [
        (date(2016, 4, 30), {"R1": "in_force", "R2": "pending"}),
        (date(2018, 5, 1), {"R1": "in_force", "R2": "ended"}),
        (date(2018, 12, 31), {"R1": "in_force", "R2": "ended"}),
        (date(2019, 1, 1), {"R1": "in_force", "R2": "in_force"}),
        (date(2035, 1, 4), {"R1": "in_force", "R2": "ended"}),
    ],
)
def test_a_right_that_came_back_is_one_right_on_every_day(index, day, states):
    found = find(index, "分类:H 或 分类:C25D", as_of=day)
    assert {hit.facts["right_id"]: hit.state for hit in found.hits if hit.facts["right_id"] != "R7"} == states
    assert found.total == len(states) + (day >= date(2019, 3, 1))


@pytest.mark.parametrize(
    ("word", "right_ids"),
    [("离子电池", ["R1", "R7"]), ("正极", ["R1"]), ("尾矿", ["R3"]), ("矿 回收", ["R3"]), ("电池 离子", ["R1", "R7"])],
)
def test_a_word_is_found_wherever_the_cutter_cuts(index, word, right_ids):
    assert sorted(ids(find(index, f"名称:({word})", as_of=DAY))) == right_ids


def test_a_word_inside_a_longer_one_is_found_and_comes_after_one_of_its_own(tmp_path):
    rights = [
        right(f"N{nth}", "invention", "", title, "G06N3/02", "2016-01-01", "P1")
        for nth, title in enumerate(["基于卷积神经网络的识别", "神经网络训练方法", "磷酸铁锂材料", "连接和服务平台"])
    ]
    found = searchable(tmp_path, rights=rights, spans=[])
    assert ids(find(found, "神经网络", as_of=DAY)) == ["N1", "N0"]
    assert ids(find(found, "磷酸铁", as_of=DAY)) == ["N2"]
    assert ids(find(found, "类型:发明 非 神经网络", as_of=DAY)) == ["N2", "N3"]


def test_a_right_is_not_there_before_it_was_filed(index):
    assert find(index, "", as_of=date(2014, 8, 14)).total == 2
    assert find(index, "", as_of=date(2014, 8, 15)).total == 3
    assert find(index, "LED", as_of=date(2018, 2, 1)).total == 0
    assert find(index, "LED", as_of=date(2018, 2, 2)).total == 1


@pytest.mark.parametrize("query", ["a" * 101, "名称:" + "a" * 1500, "9" * 1900])
def test_a_word_too_long_is_refused(index, query):
    with pytest.raises(QueryFault, match="超过 100 个字母"):
        find(index, query, as_of=DAY)


def test_letter_for_letter_passes_over_brackets_and_width(index):
    assert ids(find(index, '"尾矿低品位回收"', as_of=DAY)) == ["R3"]
    assert ids(find(index, '"led灯具"', as_of=DAY)) == ["R6"]
    assert ids(find(index, '"池正"', as_of=DAY)) == ["R1"]
    assert ids(find(index, '"箔"', as_of=DAY)) == ["R2"]
    assert ids(find(index, "“矿尾”", as_of=DAY)) == []


def test_what_stands_in_the_title_comes_first_when_it_stands_together(index):
    assert ids(find(index, "锂离子电池隔膜", as_of=DAY))[0] == "R7"


def test_what_was_sought_is_marked_where_it_stands(index):
    hit = find(index, "铜箔 控制 紫金", as_of=DAY).hits[0]
    title = hit.facts["title"]
    assert [title[start:end] for start, end in hit.in_title] == ["铜箔", "控制"]
    assert [hit.facts["holder_name"][start:end] for start, end in hit.in_holder] == ["紫金"]
    led = find(index, "LED", as_of=DAY).hits[0]
    assert [led.facts["title"][start:end] for start, end in led.in_title] == ["ＬＥＤ"]


def test_facets_tell_the_whole_answer_and_narrow_it(index):
    found = find(index, "", as_of=DAY, limit=1)
    assert found.total == len(RIGHTS)
    assert dict(found.facets["kind"]) == {
        "invention": 3,
        "utility_model": 1,
        "trademark": 1,
        "certification_mark": 1,
        "software": 1,
    }
    assert dict(found.facets["state"]) == {"in_force": 6, "pending": 1}
    assert found.facets["year"] == [("2019", 1), ("2016", 1), ("2015", 1), ("2014", 2), ("2012", 1)]
    assert dict(found.facets["topic"]) == {"H01M": 2, "C01G": 1, "C25D": 1, "B03D": 1, "30": 1, "31": 1}
    assert found.holders["P1"] == "紫金矿业集团股份有限公司"
    assert set(found.facets) == {*FACETS, "state"}
    for name, values in found.facets.items():
        for value, count in values:
            assert find(index, "", as_of=DAY, only={name: value}).total == count, (name, value)


def test_pages_go_through_all_hits_once(index):
    pages = [find(index, "", as_of=DAY, first=first, limit=2, sort="newest") for first in range(0, 8, 2)]
    seen = [right for page in pages for right in ids(page)]
    assert sorted(seen) == [row["right_id"] for row in RIGHTS]
    assert seen[0] == "R7"
    assert ids(find(index, "申请日<2020", as_of=DAY, sort="oldest"))[0] == "R5"


def test_rights_alike_tell_what_they_share(index):
    [one] = more_like(index, "R7", as_of=DAY)
    assert one.hit.facts["right_id"] == "R1"
    assert one.classes == ["H01M"]
    assert {"锂离子电池", "电池", "离子"} <= set(one.words)
    assert not one.same_holder  # it was transferred
    assert more_like(index, "201910000003.8", as_of=DAY) == [one]
    assert more_like(index, "R5", as_of=DAY) == []


def test_what_too_many_rights_share_makes_none_alike(index, monkeypatch):
    monkeypatch.setattr(similar, "_MANY", 3)
    assert [one.hit.facts["right_id"] for one in more_like(index, "R7", as_of=DAY)] == ["R1"]
    monkeypatch.setattr(similar, "_MANY", 1)
    assert more_like(index, "R7", as_of=DAY) == []


def test_a_right_that_is_not_there_is_like_none(index):
    with pytest.raises(Refusal, match="没有权利“R99”"):
        more_like(index, "R99", as_of=DAY)


LEAVES = st.sampled_from(
    ["铜箔", "锂离子", "装置", "离子电池", "装置 回收", "“装置”", "“离子电”", "紫金", "紫金矿业", "杭川", "控制", "12345678", "申请人:紫金", "权利人:实验室", "名称:杭川",
     "类型:发明", "类型:商标", "状态:有效", "状态:失效", "状态:未授权", "地区:350823", "地区:江苏省", "分类:H", "分类:H01M10", "尼斯:31", "地理标志:是",
     "申请日:2014..2015", "申请日>=2016", "申请日<2014-06", "号码:2018SR123456"]
)  # fmt: skip
QUERIES = st.recursive(
    LEAVES,
    lambda inner: (
        st.tuples(inner, st.sampled_from([" ", " 或 ", " 与 "]), inner).map("".join).map("({})".format)
        | inner.map("非 {}".format).map("({})".format)
    ),
    max_leaves=6,
)


@given(QUERIES, st.dates(date(2010, 1, 1), date(2040, 1, 1)))
def test_every_query_answers_as_right_by_right(index, query, day):
    node = read_query(query)
    then = filter(None, (as_it_was(row, SPANS, day) for row in RIGHTS))
    expected = {row["right_id"]: row for row in then if answers(node, row)}
    found = find(index, query, as_of=day)
    assert sorted(ids(found)) == sorted(expected)
    assert found.total == len(expected)
    assert {hit.facts["right_id"]: (hit.state, hit.facts["holder"], hit.facts["region"]) for hit in found.hits} == {
        right_id: (row["state"], row["holder"], row["region"]) for right_id, row in expected.items()
    }
    for facet, of in (("state", "state"), ("kind", "kind"), ("holder", "holder"), ("region", "region")):
        counted = {
            value: sum(row[of] == value for row in expected.values())
            for value in {row[of] for row in expected.values()}
        }
        assert dict(found.facets[facet]) == counted
