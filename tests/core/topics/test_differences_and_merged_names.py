"""An applicant that was joined with another, or parted from it, neither comes nor goes between two editions."""

from dataclasses import replace

import pytest

from factories.exports import write_export
from factories.topics import DAY
from zhixian.core.topics.differences import difference
from zhixian.core.topics.making import Recipe, decide_applicants, make_topic, refresh_topic
from zhixian.core.topics.merge_list import Proposal

MANY, FEW = "空中客车运营简化股份公司", "空中客车运营有限公司"
PAIR = Proposal(FEW, 0, MANY, 0, "", "是")


def _row(nr, name):
    return {
        "申请号": f"US15/{100000 + nr}",
        "公开（公告）号": f"US2017{100000 + nr:07}A1",
        "标题": f"机翼{nr}",
        "申请人": name,
    }


@pytest.fixture
def first(tmp_path):
    rows = [*(_row(nr, MANY) for nr in range(3)), _row(3, FEW), _row(4, "甲公司")]
    return make_topic(tmp_path, "机翼", Recipe(DAY, paths=(write_export(tmp_path / "一.csv", *rows),)), made=DAY).topic


def _people(told):
    return [(one["name"], one["records"]) for one in told["came"]], [
        (one["name"], one["records"]) for one in told["went"]
    ]


def test_who_was_joined_or_parted_is_no_news(tmp_path, first):
    joined = decide_applicants(tmp_path, "机翼", [PAIR], made=DAY).topic
    told = difference(first, joined)
    assert not any(told["counts"].values()), told
    parted = decide_applicants(tmp_path, "机翼", [replace(PAIR, decision="否")], made=DAY).topic
    assert not any(difference(joined, parted)["counts"].values())


def test_a_group_that_is_called_by_its_other_name_is_no_news_and_who_came_is(tmp_path, first):
    joined = decide_applicants(tmp_path, "机翼", [PAIR], made=DAY).topic
    rows = [*(_row(nr, FEW) for nr in range(5, 9)), _row(9, "乙公司"), _row(10, "乙公司"), _row(4, "丙公司")]
    after = refresh_topic(tmp_path, "机翼", as_of=DAY, paths=[write_export(tmp_path / "二.csv", *rows)], made=DAY).topic
    assert {row["party_name"] for row in after.rows("parties") if row["key"] in (MANY, FEW)} == {FEW}
    told = difference(joined, after)
    assert _people(told) == ([("乙公司", 2), ("丙公司", 1)], [("甲公司", 1)])
    assert (told["counts"]["came"], told["counts"]["went"]) == (2, 1)
