"""The answer to a list of decisions: how many were read and are new, which names the topic does not have, and whether it changed."""

from datetime import date

import pytest

from factories.exports import write_export
from zhixian.core.reports.topics import decisions_told
from zhixian.core.topics.making import Recipe, decide_applicants, make_topic, refresh_topic
from zhixian.core.topics.merge_list import Proposal

DAY = date(2020, 12, 31)


@pytest.fixture
def decide(tmp_path):
    rows = [
        {"申请号": f"CN20131002143{n}", "申请日": "2013-01-21", "申请人": who} for n, who in enumerate(("甲厂", "乙厂"))
    ]
    path = write_export(tmp_path / "a.csv", *rows)
    make_topic(tmp_path, "库", Recipe(DAY, paths=(path,)), made=DAY)

    def given(*told):
        return decide_applicants(tmp_path, "库", [Proposal(a, 0, b, 0, "", answer) for a, b, answer in told], made=DAY)

    return given


def test_what_is_new_joins_and_what_is_known_changes_nothing(decide):
    told = decisions_told(decide(("甲厂", "乙厂", "是")))
    assert "读到 1 条决定，其中 1 条是新的或改过的\n" in told
    assert "新版本" in told
    assert "没有这些名称" not in told
    told = decisions_told(decide(("甲厂", "乙厂", "是")))
    assert "读到 1 条决定，其中 0 条" in told
    assert "没有变，仍是版本" in told
    assert "新版本" not in told
    told = decisions_told(decide(("乙厂", "甲厂", "")))
    assert "读到 0 条决定" in told
    assert "收回 1 条" in told
    assert "新版本" in told


def test_names_that_the_topic_has_not_are_told_and_their_decisions_kept(decide, tmp_path):
    told = decisions_told(decide(("甲厂", "丙厂", "是"), ("甲厂", "乙厂", "否")))
    assert "专题库里没有这些名称：“丙厂”。" in told
    assert "没有变" in told
    kept = refresh_topic(tmp_path, "库", as_of=DAY, made=DAY).proposals
    assert ("丙厂", "是") in [(name, one.decision) for one in kept for name in (one.name, one.into)]


def test_how_many_names_and_applications_changed_is_counted(decide):
    told = decisions_told(decide(("甲厂", "乙厂", "是")))
    assert "1 个名称归到了别的名称；1 件申请的申请人或权利人随之改变" in told
    assert "分了出来" not in told
    told = decisions_told(decide(("甲厂", "乙厂", "否")))
    assert "1 个名称分了出来；1 件申请" in told
    assert "归到了别的名称" not in told
    told = decisions_told(decide(("甲厂", "丙厂", "是")))
    assert "没有名称因此归并或分开，各件申请不变" in told
    assert "随之改变" not in told
