"""Honours told once, and the next step with what it lacks."""

from datetime import date

import pytest
from given_cards import CODE, PLACE, registry, right, span

from zhixian.core.scorecards.honours import check_honours, honours_known, vocabulary
from zhixian.core.scorecards.ladder import standings

DAY = date(2020, 11, 16)
GOOD = [{"party": "没人", "sort": "good", "decided_on": "2020-01-01"}]


def told(party, honour, awarded="2018-01-10", until=None, document="知〔2018〕1号"):
    return {"party": party, "right": None, "honour": honour, "awarded": awarded, "until": until, "document": document}


def kept(holder, level="city", kind="pilot", awarded="2018-01-10", **more):
    return {
        "holder": holder,
        "level": level,
        "kind": kind,
        "awarded_on": awarded,
        "document": "县知〔2018〕2号",
        **more,
    }


def stand(folder, honours=(), rows=(), day=DAY, **tables):
    registers = {"honours": list(rows), "credit_events": GOOD}
    found = standings(registry(folder, honours=list(honours), **tables), registers, region=PLACE, as_of=day)
    return {one.subject.name: one for one in found}


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("national_advantage_enterprise", ("national", "advantage")),
        ("国家知识产权示范企业", ("national", "demonstration")),
        ("某省知识产权优势企业", ("provincial", "advantage")),
        ("某市知识产权试点企业", ("city", "pilot")),
        ("gbt29490", ("", "standard")),
        ("知识产权管理体系认证（GB/T 29490）", ("", "standard")),
        ("中国专利奖优秀奖", ("national", "award")),
        ("重合同守信用企业", ("", "")),
    ],
)
def test_an_honour_is_told_by_its_words(text, read):
    assert vocabulary().read(text) == read


def test_what_both_tell_is_one_honour(tmp_path):
    snapshot = registry(tmp_path, honours=[told(CODE, "city_pilot_enterprise"), told("p2", "gbt29490")])
    rows = [kept("甲(上)公司"), kept("乙公司"), kept("没人公司")]
    found = {(one.party, one.kind): one.told_by for one in honours_known(snapshot, {"honours": rows})}
    assert found == {
        (CODE, "pilot"): "登记数据和台账",
        ("p2", "standard"): "登记数据",
        ("p2", "pilot"): "荣誉台账",
        ("没人公司", "pilot"): "荣誉台账",
    }


def test_the_register_is_held_against_the_registry(tmp_path):
    snapshot = registry(tmp_path, honours=[told(CODE, "city_pilot_enterprise", until="2021-01-10")])
    rows = [
        kept("甲（上）公司", until="2021-01-10"),
        kept("甲（上）公司", until="2022-01-10"),
        kept("甲（上）公司", awarded="2018-02-10"),
        kept("乙公司"),
        kept("没人公司"),
    ]
    said = check_honours(snapshot, rows)
    assert [[(one.words[:10], one.grave) for one in findings] for findings in said] == [
        [],
        [("登记数据里有效期至 ", True)],
        [("登记数据里同样的荣誉", True)],
        [("登记数据里没有这一项", False)],
        [("登记数据里没有叫“没", False)],
    ]


def test_the_next_step_follows_the_highest_that_is_held(tmp_path):
    found = stand(tmp_path, [told(CODE, "gbt29490"), told(CODE, "city_pilot_enterprise", until="2020-11-16")])
    step = found["甲（上）公司"]
    assert step.step.id == "city_advantage"
    assert [(one.met, one.words) for one in step.looked] == [
        (True, "2018-01-10 认定"),
        (False, "现在 3 件，差 2 件"),
        (True, "现在 0 条"),
    ]
    assert step.missing == 1
    assert found["乙公司"].step.id == "standard"
    assert "外地公司" not in found


def test_an_honour_that_has_ended_is_held_no_more(tmp_path):
    found = stand(tmp_path, [told(CODE, "city_pilot_enterprise", until="2020-11-15")])
    assert found["甲（上）公司"].step.id == "standard"


@pytest.mark.parametrize(("awarded", "met"), [("2017-11-16", True), ("2017-11-17", False)])
def test_three_years_are_three_years(tmp_path, awarded, met):
    inventions = [right(f"n{n}", "invention", CODE) for n in range(5)]
    spans = [span(one["right_id"], "invention", CODE) for one in inventions]
    found = stand(tmp_path, [told(CODE, "national_advantage_enterprise", awarded)], rights=inventions, spans=spans)
    assert [one.met for one in found["甲（上）公司"].looked] == [met, True]


def test_without_any_honours_it_is_unknown_what_is_held(tmp_path):
    snapshot = registry(tmp_path)
    found = standings(snapshot, {}, region=PLACE, as_of=DAY)
    assert {one.step.id for one in found} == {"standard"}
