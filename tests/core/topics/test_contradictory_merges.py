"""Decisions of the merge list that contradict each other are refused with the names, and nothing is made of them."""

from datetime import date

import pytest

from factories.exports import write_export
from zhixian.core.kernel.refusal import Refusal
from zhixian.core.topics.making import Recipe, decide_applicants, make_topic, refresh_topic
from zhixian.core.topics.merge_list import (
    FILE,
    Proposal,
    contradictions,
    read_list,
    refuse_contradictions,
    way_between,
    write_list,
)
from zhixian.core.topics.topic import home_of, open_topic

DAY = date(2020, 12, 31)

NAMES = ("赛峰着陆系统", "赛峰集团", "赛峰集团有限公司")


def decisions(*told):
    return [Proposal(one, 0, other, 0, "", answer) for one, other, answer in told]


def between(*told):
    given = decisions(*told)
    return [(no.pair, [yes.pair for yes in way_between(given, *no.pair)]) for no in contradictions(given)]


@pytest.mark.parametrize(
    ("told", "way"),
    [
        ([("甲", "乙", "是"), ("乙", "丙", "是"), ("丙", "甲", "否")], [("乙", "甲"), ("丙", "乙")]),
        ([("甲", "乙", "是"), ("丁", "乙", "是"), ("丁", "丙", "是"), ("甲", "丙", "否")], 3),
    ],
)
def test_a_no_between_names_that_others_join_is_found_with_those_that_do(told, way):
    [(pair, found)] = between(*told)
    assert set(pair) == {"甲", "丙"}
    assert (len(found) if isinstance(way, int) else sorted(found)) == (way if isinstance(way, int) else sorted(way))


def test_a_long_way_is_told_by_its_beginning():
    told = decisions(*((f"厂{nr}", f"厂{nr + 1}", "是") for nr in range(2000)), ("厂0", "厂2000", "否"))
    with pytest.raises(Refusal) as refused:
        refuse_contradictions(contradictions(told), told)
    said = str(refused.value)
    assert "而“厂0”与“厂1”，" in said
    assert "，“厂7”与“厂8”等 2,000 对定为是一家" in said
    assert "厂9”" not in said


@pytest.mark.parametrize(
    "told",
    [
        [("甲", "乙", "是"), ("乙", "丙", "否"), ("甲", "丙", "否")],
        [("甲", "乙", "是"), ("乙", "丙", ""), ("甲", "丙", "否")],
        [("甲", "乙", "否"), ("乙", "丙", "否"), ("甲", "丙", "否")],
    ],
)
def test_decisions_that_can_all_be_kept_are_none(told):
    assert between(*told) == []


@pytest.fixture
def topic(tmp_path):
    rows = [
        {"申请号": f"20161{nr:07}", "公开（公告）号": f"CN1{nr:08}A", "申请人": name} for nr, name in enumerate(NAMES)
    ]
    return make_topic(
        tmp_path / "data", "航空", Recipe(as_of=DAY, paths=(write_export(tmp_path / "a.csv", *rows),)), made=DAY
    )


def test_no_edition_is_made_of_a_contradiction(topic, tmp_path):
    a, b, c = NAMES
    decide_applicants(tmp_path / "data", "航空", decisions((a, b, "否")), made=DAY)
    before = open_topic(tmp_path / "data", "航空").id
    with pytest.raises(Refusal) as refused:
        decide_applicants(tmp_path / "data", "航空", decisions((b, c, "是"), (c, a, "是")), made=DAY)
    for words in (f"“{a}”与“{b}”定为不是一家", f"“{b}”", f"“{c}”", "应为："):
        assert words in str(refused.value)
    assert open_topic(tmp_path / "data", "航空").id == before
    kept = read_list(home_of(tmp_path / "data", "航空") / FILE)
    assert [one.decision for one in kept if one.decision] == ["否"]


def test_a_list_that_contradicts_itself_is_refused_at_a_refresh_and_can_be_put_right(topic, tmp_path):
    a, b, c = NAMES
    home = home_of(tmp_path / "data", "航空")
    write_list(home, decisions((a, b, "否"), (b, c, "是"), (c, a, "是")))
    with pytest.raises(Refusal, match="互相矛盾"):
        refresh_topic(tmp_path / "data", "航空", as_of=DAY, made=DAY)
    made = decide_applicants(tmp_path / "data", "航空", decisions((a, b, "")), made=DAY)
    assert len({row["party"] for row in made.topic.rows("parties") if row["role"] == "applicant"}) == 1
