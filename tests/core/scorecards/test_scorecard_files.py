"""Scorecards, the ladder and a place's choice as their files put them: what ships holds together, the rest is told to its editor."""

import shutil

import pytest
import yaml

from zhixian.core.analysis.indicators import INDICATORS
from zhixian.core.catalogue import registers
from zhixian.core.kernel.refusal import Refusal
from zhixian.core.plan.load import load_plan
from zhixian.core.plan.refused import PlanRefused
from zhixian.core.scorecards.honours import vocabulary
from zhixian.core.scorecards.ladder import ladders, read_ladders
from zhixian.core.scorecards.reading import read_scorecard, scorecards, scorecards_of

ITEM = {"id": "inventions", "name": "有效发明专利", "indicator": "inventions", "full": "20", "each": "1", "points": "2"}
BAD = {
    "id": "bad",
    "name": "失信",
    "rows": {"register": "credit_events", "party": "party", "only": ["sort", "bad"]},
    "full": "5",
    "each": "1",
    "points": "5",
}
GOOD = {"id": "card", "name": "一张表", "summary": "试。", "scored": "parties", "source": ["自定"], "items": [ITEM]}


def read(folder, **changes):
    path = folder / "card.yaml"
    path.write_text(yaml.safe_dump({**GOOD, **changes}, allow_unicode=True), "utf-8")
    return read_scorecard(path)


def test_what_ships_is_read_and_a_hundred_can_be_had():
    for card in scorecards().values():
        assert sum(item.full for item in card.items if not item.deduct) == 100 or card.id == "parks" or card.grades
    assert [card.id for card in scorecards().values()] == list(scorecards())


def test_a_scorecard_is_read_with_its_defaults(tmp_path):
    item = read(tmp_path).items[0]
    assert (item.full, item.each, item.points, item.deduct, item.honours) == (20, 1, 2, False, ())


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"items": []}, "items：是空的"),
        ({"items": [ITEM, ITEM]}, "items[1].id：“inventions”重复"),
        ({"items": [{**ITEM, "indicator": "invention"}]}, "“invention”没有定义。应为：指标之一，是不是“inventions”？"),
        ({"items": [{**ITEM, "indicator": "inventions_per_10k"}]}, "按地区计的指标，算不到一个对象头上"),
        ({"items": [{**ITEM, "indicator": "patents_in"}]}, "按地区计的指标，算不到一个对象头上"),
        ({"items": [{**ITEM, "indicator": "pct_filings"}]}, "登记数据不含 PCT 申请"),
        ({"items": [{**ITEM, "honours": ["national"]}]}, "写了 indicator、honours"),
        ({"items": [{k: v for k, v in ITEM.items() if k != "indicator"}]}, "写了 零个"),
        ({"items": [{**ITEM, "steps": [{"from": "1", "points": "20"}]}]}, "计分办法不清楚"),
        ({"items": [{k: v for k, v in ITEM.items() if k != "points"}]}, "计分办法不清楚"),
        ({"items": [{**ITEM, "full": "0"}]}, "items[0].full：是 0"),
        ({"items": [{**BAD, "rows": {**BAD["rows"], "register": "credit"}}]}, "“credit”没有定义"),
        ({"items": [{**BAD, "rows": {**BAD["rows"], "party": "who"}}]}, "“who”没有定义"),
        ({"items": [{**BAD, "rows": {**BAD["rows"], "day": "event"}}]}, "“事项”不是日期"),
        ({"items": [{**BAD, "rows": {**BAD["rows"], "only": ["sort", "evil"]}}]}, "“evil”没有定义"),
        ({"items": [{**BAD, "rows": {**BAD["rows"], "yearly": True}}]}, "按年计而没有写 day"),
        ({"items": [{**BAD, "rows": {"register": "specialists", "party": "person"}}]}, "“姓名”是个人信息"),
        ({"scored": "groups"}, "members：没有写"),
        ({"members": {"register": "park_enterprises", "group": "park", "party": "member"}}, "scored: parties 的不写"),
        ({"scored": "rows"}, "members：没有写"),
        ({"scored": "rows", "members": {"register": "agencies", "party": "agency"}}, "“有效发明专利”不看台账"),
        (
            {
                "scored": "rows",
                "members": {"register": "park_enterprises", "group": "park", "party": "member"},
                "items": [BAD],
            },
            "members：写了 group",
        ),
        ({"grades": [{"name": "B", "from": "0"}, {"name": "A", "from": "90"}]}, "A 从 90 分起，排在 B 之后"),
        ({"grades": [{"name": "A", "from": "90"}]}, "最低一级从 0 分起"),
        ({"items": [{**ITEM, "tells": ["event"]}]}, "tells：“event”没有定义"),
        ({"items": [{**BAD, "tells": ["evnt"]}]}, "“evnt”没有定义"),
        (
            {"public": True, "items": [{**BAD, "tells": ["document", "repaired_on"]}]},
            "items[0].tells：台账 credit_events 没有让公开的评级说“信用修复日”",
        ),
        (
            {
                "public": True,
                "items": [{**BAD, "rows": {"register": "ip_contracts", "party": "owner"}, "tells": ["amount"]}],
            },
            "told_in_ratings 里的字段：一个也没有",
        ),
        ({"source": []}, "source：是空的"),
        ({"colour": "red"}, "不认识的键“colour”"),
    ],
)
def test_what_does_not_hold_together_is_told(tmp_path, changes, said):
    with pytest.raises(Refusal) as refused:
        read(tmp_path, **changes)
    assert said in str(refused.value)


def test_steps_rise_to_the_full_mark(tmp_path):
    plain = {k: v for k, v in ITEM.items() if k not in ("each", "points")}
    steps = [{"from": "5", "points": "9"}, {"from": "3", "points": "20"}]
    with pytest.raises(Refusal, match="数值和分数都一档比一档高"):
        read(tmp_path, items=[{**plain, "steps": steps}])
    with pytest.raises(Refusal, match="最高一档 9"):
        read(tmp_path, items=[{**plain, "steps": steps[:1]}])


@pytest.fixture
def county(shanghang, tmp_path):
    folder = tmp_path / "county"
    shutil.copytree(shanghang, folder)
    return folder


def choose(folder, **card):
    chosen = {
        "id": "enterprises",
        "clauses": ["3"],
        "units": ["industry_science_bureau"],
        "kinds": ["enterprise"],
        **card,
    }
    (folder / "scorecards.yaml").write_text(yaml.safe_dump({"scorecards": [chosen]}, allow_unicode=True), "utf-8")
    return load_plan(folder)


def test_a_place_without_the_file_uses_none_and_carries_the_clause_by_registers_alone(county):
    (county / "scorecards.yaml").unlink()
    plan = load_plan(county)
    assert scorecards_of(plan) == {}
    assert plan.carriers("3") == ["register:park_enterprises"]


def test_a_place_chooses_whom_and_how_much(county):
    kept = scorecards_of(choose(county, named=["外地公司"], weights={"inventions": "15"}))["enterprises"]
    assert (kept.kinds, kept.named) == (("enterprise",), ("外地公司",))
    assert kept.full(kept.card.item("inventions")) == 15
    assert kept.full(kept.card.item("marks")) == kept.card.item("marks").full


@pytest.mark.parametrize(
    ("card", "said"),
    [
        ({"units": ["court"]}, "“court”不是这些条款的责任单位"),
        ({"clauses": ["33"]}, "“33”没有定义"),
        ({"weights": ["inventions"]}, '项目: 满分，例如 {inventions: "20"}'),
        ({"weights": {"inventions": "many"}}, "“many”不是不小于 0 的数"),
    ],
)
def test_a_choice_that_the_plan_does_not_bear_is_refused_on_its_line(county, card, said):
    with pytest.raises(PlanRefused) as refused:
        choose(county, **card)
    assert said in str(refused.value)
    assert "scorecards.yaml 第" in str(refused.value)


@pytest.mark.parametrize(
    ("card", "said"),
    [
        ({"id": "enterprise"}, "“enterprise”没有定义。应为：评价表之一，是不是“enterprises”？"),
        ({"kinds": ["company"]}, "“company”没有定义"),
        ({"kinds": []}, "没有写给谁评"),
        ({"id": "parks"}, "不写：谁在哪个组由台账 park_enterprises 说了算"),
        ({"weights": {"invention": "9"}}, "“invention”没有定义"),
        ({"weights": {"inventions": "0"}}, "满分是 0"),
    ],
)
def test_a_choice_that_does_not_fit_the_card_is_refused_on_its_line(county, card, said):
    plan = choose(county, **card)
    with pytest.raises(Refusal) as refused:
        scorecards_of(plan)
    assert said in str(refused.value)
    assert "scorecards.yaml 第" in str(refused.value)


def test_the_words_of_honours_and_the_choices_of_the_register_are_the_same():
    register = registers()["honours"]
    levels = {choice for choice, _ in register.field("level").choices} - {"none"}
    kinds = {choice for choice, _ in register.field("kind").choices} - {"other"}
    assert levels == {word.id for word in vocabulary().levels}
    assert kinds == {word.id for word in vocabulary().kinds}


def test_the_ladder_that_ships_rises_and_asks_for_figures_that_exist():
    for ladder in ladders():
        assert len({step.honour for step in ladder.steps}) == len(ladder.steps)
        assert all(item.indicator in INDICATORS or item.counted for item in ladder.items)


@pytest.mark.parametrize(
    ("need", "said"),
    [
        ({"name": "试点", "holds": ["city guess"]}, "“city guess”"),
        ({"name": "专利", "indicator": "patents"}, "条件不清楚"),
        ({"name": "专利", "indicator": "patents", "at_least": "1", "at_most": "2"}, "条件不清楚"),
        ({"name": "试点", "holds": ["city pilot"], "at_least": "1"}, "条件不清楚"),
    ],
)
def test_a_ladder_that_does_not_hold_together_is_told(tmp_path, need, said):
    step = {"id": "one", "name": "一级", "honour": "city advantage", "needs": [need]}
    version = {"version": "1", "effective": "2017-10-23", "kinds": ["enterprise"], "source": ["自定"], "steps": [step]}
    path = tmp_path / "ladder.yaml"
    path.write_text(yaml.safe_dump({"versions": [version]}, allow_unicode=True), "utf-8")
    with pytest.raises(Refusal) as refused:
        read_ladders(path)
    assert said in str(refused.value)


PROJECTS = {
    "register": "funding_projects",
    "party": "applicant",
    "title": "project",
    "rights": "rights",
    "lot": ["fund"],
}
RELIED = {"id": "owned", "name": "归申请人", "relied": "owned", "full": "20", "each": "1", "points": "10"}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"scored": "parties", "members": None, "items": [RELIED]}, "scored: projects 的才写 relied、answer"),
        ({"public": True}, "scored: projects 的不公开"),
        ({"members": {**PROJECTS, "lot": []}}, "没有写 lot"),
        ({"members": {**PROJECTS, "rights": "right"}}, "“right”没有定义"),
        ({"items": [{**RELIED, "relied": "own"}]}, "own"),
        ({"items": [{**RELIED, "relied": None, "answer": "asked"}]}, "asked"),
        ({"items": [{**RELIED, "answer": "expected"}]}, "写了 relied、answer"),
        ({"members": None}, "members：没有写"),
    ],
)
def test_what_is_wrong_with_a_scorecard_of_projects_is_said(tmp_path, changes, said):
    given = {"scored": "projects", "members": PROJECTS, "items": [RELIED], **changes}
    given["items"] = [{key: value for key, value in one.items() if value is not None} for one in given["items"]]
    assert read(tmp_path, **{**GOOD, "scored": "projects", "members": PROJECTS, "items": [RELIED]}).scored == "projects"
    with pytest.raises(Refusal) as refused:
        read(tmp_path, **{key: value for key, value in given.items() if value is not None})
    assert said in str(refused.value)
