"""Every story of the catalogue, on both evaluators: what is awarded, what is cut, and the reason for what is refused."""

from dataclasses import replace

import pytest

from registries import write_registry
from zhixian.core.analysis.incentives import compute
from zhixian.core.catalogue import HERE, definitions
from zhixian.core.catalogue.stories import holding, stories
from zhixian.core.kernel.refusal import Refusal
from zhixian.core.kernel.yaml_file import read_yaml
from zhixian.core.plan.load import load_plan
from zhixian.core.plan.refused import PlanRefused
from zhixian.core.rules import evaluate_all


def each_story():
    for matter in definitions().incentives:
        for story in stories(matter, region="350823"):
            yield pytest.param(matter, story, id=f"{matter}: {story.name}")


@pytest.mark.parametrize(("matter", "story"), list(each_story()))
def test_one_by_one(shanghang, matter, story):
    plan, definition = story.in_plan(load_plan(shanghang)), definitions().incentives[matter]
    rows = [{definition.subject: name, **facts} for name, facts in story.facts.items()]
    outcomes = {
        row[definition.subject]: outcome
        for row, outcome in evaluate_all(definition, rows, plan.amounts, year=story.year, region=plan.region)
    }
    assert {name: o.amount_fen for name, o in outcomes.items() if o.amount_fen} == story.award_fen
    assert [name for name, o in outcomes.items() if o.capped and o.amount_fen] == list(story.capped)
    for name, reason in story.refused.items():
        assert reason in outcomes[name].refusals


@pytest.mark.parametrize(("matter", "story"), list(each_story()))
def test_everybody_at_once(shanghang, tmp_path, matter, story):
    plan = story.in_plan(load_plan(shanghang))
    snapshot = write_registry(tmp_path / "registry", **registry(matter, story.facts))
    if story.before_plan:
        with pytest.raises(Refusal, match="2017-10-23"):
            compute(plan, definitions(), snapshot, year=story.year)
        return
    if story.effective:  # a plan whose amounts begin on different days is refused before anybody is paid
        with pytest.raises(PlanRefused, match=r"pledge_interest\.cap\.effective：“2018-06-01”"):
            compute(plan, definitions(), snapshot, year=story.year)
        return
    result = compute(plan, definitions(), snapshot, year=story.year)
    awards = {award.subject: award for award in result.awards()}
    assert {name: award.amount_fen for name, award in awards.items()} == story.award_fen
    assert sorted(name for name, award in awards.items() if award.capped) == sorted(story.capped)
    refused = {row.subject: row.reasons for row in result.refused}
    assert {name: reason for name, reason in story.refused.items() if reason not in refused.get(name, ())} == {}


def registry(matter, facts):
    """The canonical tables in which these facts are found."""
    parties = {
        row["party"]: {
            "party_id": row["party"], "name": row["party"], "kind": row.get("party_kind"), "region": row.get("party_region"),
        }
        for row in facts.values()
        if row["party"]
    }  # fmt: skip
    tables = {"parties": list(parties.values())}
    if matter == "pledge_interest":
        tables["loans"] = [
            {
                "loan_id": name,
                "borrower": row["party"],
                **{key: row.get(key) for key in ("principal", "drawn", "due", "repaid")},
            }
            for name, row in facts.items()
        ]
        pledged = [(name, n, kind) for name, row in facts.items() for n, kind in enumerate(row["pledged_kinds"])]
        tables["pledges"] = [{"loan_id": name, "right_id": f"{name}-{n}"} for name, n, _ in pledged]
        tables["rights"] = [{"right_id": f"{name}-{n}", "kind": kind} for name, n, kind in pledged]
    elif matter == "gi_mark":
        tables["rights"] = [
            {
                "right_id": name,
                "holder": row["party"],
                **{key: row[key] for key in ("kind", "gi", "region", "registered")},
            }
            for name, row in facts.items()
        ]
    else:
        tables["projects"] = [
            {"project_id": name, **{key: row[key] for key in ("party", "kind", "cost", "completed")}}
            for name, row in facts.items()
        ]
    return tables


def test_every_story_expects_something():
    for matter in definitions().incentives:
        for told in read_yaml(HERE / matter / "stories.yaml")["stories"]:
            assert "award" in told or "refused" in told, told["name"]


def test_a_page_shows_only_what_comes_out_so(shanghang):
    plan, rules = load_plan(shanghang), definitions().incentives
    for matter in definitions().incentives:
        every = stories(matter, region=plan.region)
        shown = holding(matter, rules[matter], plan)
        assert [s for s in every if not (s.effective or s.until)] == [s for s in shown if not (s.effective or s.until)]
    halved = replace(plan, amounts=tuple(replace(a, value=a.value / 2) for a in plan.amounts))
    for matter in definitions().incentives:
        assert all(not story.award_fen for story in holding(matter, rules[matter], halved))


def test_a_county_elsewhere_is_told_the_same_stories(shanghang, anji):
    plan, other, rules = load_plan(shanghang), load_plan(anji), definitions().incentives
    clauses = {amount.incentive: amount.clause for amount in other.amounts}
    moved = replace(other, amounts=tuple(replace(a, clause=clauses[a.incentive]) for a in plan.amounts))
    assert {a.clause for a in moved.amounts}.isdisjoint({a.clause for a in plan.amounts})
    for matter in definitions().incentives:
        here, there = holding(matter, rules[matter], plan), holding(matter, rules[matter], moved)
        assert [story.name for story in here] == [story.name for story in there] != []
        assert {own["party_region"] for story in there for own in story.facts.values() if "party_region" in own} <= {
            "330523", "110101", None,
        }  # fmt: skip
