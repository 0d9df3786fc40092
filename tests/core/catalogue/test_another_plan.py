"""A plan of another county, with its clauses in another order, runs the same catalogue under its own numbers."""

import shutil
from dataclasses import replace
from datetime import date
from itertools import combinations

import pytest

from registries import write_registry
from zhixian.cli import main
from zhixian.core.analysis.incentives import compute
from zhixian.core.analysis.targets import compute as compute_targets
from zhixian.core.catalogue import definitions, matters, matters_of
from zhixian.core.kernel.refusal import Refusal
from zhixian.core.plan.load import load_plan
from zhixian.core.workflow.matter import from_plain, to_plain

HERE = "330523"


@pytest.fixture
def edited(anji, tmp_path, capsys):
    """Change one file of a copy and check the plan: `edited(file, before, after)` → what is said."""

    def change(file, before, after):
        folder = tmp_path / "anji"
        shutil.copytree(anji, folder)
        text = (folder / file).read_text(encoding="utf-8")
        assert before in text
        (folder / file).write_text(text.replace(before, after), encoding="utf-8")
        status = main(["plan", "check", str(folder)])
        return status, capsys.readouterr().err

    return change


def test_its_targets_and_awards_are_its_own(anji, tmp_path):
    plan = load_plan(anji)
    registry = write_registry(
        tmp_path,
        parties=[
            {"party_id": "P1", "name": "安吉拟竹公司", "kind": "enterprise", "region": HERE},
            {"party_id": "P2", "name": "别处的公司", "kind": "enterprise", "region": "350823"},
        ],
        projects=[
            {"project_id": f"N{n}", "kind": "navigation", "party": f"P{n}", "cost": 4_000_000, "completed": "2022-04-01"}
            for n in (1, 2)
        ],
        spans=[
            {"right_id": f"M{n}", "kind": "trademark", "gi": False, "holder": "P1", "region": region, "start": "2020-01-01"}
            for n, region in enumerate([HERE, HERE, "350823"])
        ],
    )  # fmt: skip
    told = {one.target.id: one for one in compute_targets(plan, registry, as_of=date(2022, 12, 31)).targets}
    assert (told["registered_marks"].value, told["registered_marks"].target.goal) == (2, 5)
    awards = list(compute(plan, definitions(), registry, year=2022).awards())
    assert [(award.subject, award.clause, award.amount_fen) for award in awards] == [("N1", "6", 2_400_000)]


def test_its_matters_stand_under_its_clauses_in_its_order(anji):
    found = matters_of(load_plan(anji))
    assert [(name, one.matter.clause) for name, one in found.items()] == [
        ("pledge_interest", "2"),
        ("gi_mark", "5"),
        ("navigation", "6"),
    ]
    assert found["gi_mark"].matter.legal_basis == (
        "方案第5条（打造地标）",
        "商标法第三条、第十六条（2027-01-01起第六条、第二十三条）",
        "商标法实施条例第四条",
    )


def test_the_same_matter_in_two_places_is_two_definitions(anji, shanghang):
    here, there = matters_of(load_plan(shanghang))["navigation"], matters_of(load_plan(anji))["navigation"]
    assert (here.matter.clause, there.matter.clause) == ("8", "6")
    assert here.version != there.version
    assert from_plain(to_plain(here)) == here


def test_a_matter_has_no_clause_before_a_place_gives_it_one():
    assert {matter.clause for matter in matters().values()} == {""}


@pytest.mark.parametrize(
    ("file", "before", "after", "said"),
    [
        (
            "matters.yaml", "{id: navigation,", '{id: navigation, clause: "18",',
            "matters.yaml 第 5 行 matters[2].clause：“18”没有定义。应为：plan.yaml 里的条款之一",
        ),
        (
            "matters.yaml", "{id: navigation,", '{id: navigation, clause: "4",',
            "matters.yaml 第 5 行 navigation.clause：“4”。应为：不写，或“6”（amounts.yaml 的 navigation.share 在这一条）",
        ),
        (
            "amounts.yaml", 'clause: "6"', 'clause: "18"', "第 37 行 amounts[3].clause：“18”没有定义",
        ),
        (
            "matters.yaml", "id: navigation,", "id: navigatoin,",
            "matters.yaml 第 5 行 navigatoin.id：“navigatoin”没有定义。应为：事项之一，是不是“navigation”？",
        ),
        (
            "matters.yaml", '{"*": [science], payment: [treasury]}', "{payment: [treasury]}",
            "matters.yaml 第 5 行 navigation.units.acceptance：“受理”没有办理单位",
        ),
        ("matters.yaml", "prefix: 安知字", "prefix: 安知决", "matters.yaml 第 1 行 prefix：“安知决”。应为：不以 决、导、督 结尾"),
        ("matters.yaml", "prefix: 安知字", "prefix: 安知〔2021〕", "prefix：“安知〔2021〕”。应为：一至十二个汉字的代字"),
    ],
)  # fmt: skip
def test_what_a_place_says_of_its_matters_is_checked(edited, file, before, after, said):
    status, told = edited(file, before, after)
    assert status == 1
    assert said in told
    assert "。应为：plan.yaml 里的一条" not in told


def test_a_matter_whose_money_the_plan_does_not_name_needs_a_clause(edited):
    status, told = edited("amounts.yaml", "incentive: gi_mark", "incentive: navigation")
    assert status == 1
    assert "matters.yaml 第 4 行 gi_mark.clause：没有写，amounts.yaml 也没有地理标志商标注册奖励的金额" in told


def test_a_place_may_write_the_clause_that_its_amounts_say(edited):
    assert edited("matters.yaml", "{id: navigation,", '{id: navigation, clause: "6",')[0] == 0


def test_a_matter_that_pays_nothing_serves_the_clause_of_its_line(anji, monkeypatch):
    free = replace(matters()["navigation"], id="consultation", incentive=None)
    monkeypatch.setattr("zhixian.core.catalogue.matters", lambda: {"consultation": free})
    plan = replace(load_plan(anji), matter_units={"consultation": {"*": ("science",)}})
    with pytest.raises(Refusal, match=r"consultation\.clause：没有写。应为：plan\.yaml 里的一条"):
        matters_of(plan)
    placed = matters_of(replace(plan, matter_clauses={"consultation": "4"}))["consultation"].matter
    assert (placed.clause, placed.legal_basis) == ("4", ("方案第4条（服务企业）",))


@pytest.mark.parametrize("prefix", ["杭知办", "某知字", "县府办知办", "某知", "某督办", "某决字", "办", "某知函"])
def test_no_two_kinds_of_documents_bear_one_number(anji, prefix):
    plan = replace(load_plan(anji), dossier_prefix=prefix)
    numbers = [plan.number_of(kind, 2022, 7) for kind in ("dossier", "decision", "landscape", "request")]
    assert [pair for pair in combinations(numbers, 2) if pair[0] == pair[1]] == []
    assert numbers[0] == f"{prefix}〔2022〕7号"


def test_a_prefix_loses_only_its_last_word(anji):
    plan = replace(load_plan(anji), dossier_prefix="县府办知办")
    assert plan.number_of("decision", 2022, "000007") == "县府办知决〔2022〕000007号"
