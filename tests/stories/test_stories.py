"""Every story of the catalogue, on both evaluators: what is awarded, what is cut, and the reason for what is refused."""

from dataclasses import replace
from decimal import Decimal

import pytest
import yaml

from registries import write_registry
from zhixian.core.analysis.incentives import compute
from zhixian.core.catalogue import HERE, MATTERS, definitions
from zhixian.core.kernel.money import yuan_to_fen
from zhixian.core.kernel.refusal import Refusal
from zhixian.core.plan.load import load_plan
from zhixian.core.plan.refused import PlanRefused
from zhixian.core.rules import evaluate_all

MONEY = ("principal", "cost")


def stories():
    return list(each_story())


def each_story():
    for matter in MATTERS:
        book = yaml.safe_load((HERE / matter / "stories.yaml").read_text(encoding="utf-8"))
        for story in book["stories"]:
            facts = {name: typed({**book["usual"], **own}) for name, own in story["facts"].items()}
            yield pytest.param(matter, {**story, "facts": facts}, id=f"{matter}: {story['name']}")


def typed(facts):
    return {name: yuan_to_fen(value) if name in MONEY and value is not None else value for name, value in facts.items()}


def as_told(plan, story):
    """The plan with the days on which the story lets amounts begin and end."""
    begin, until = story.get("effective", {}), story.get("until", {})
    assert {*begin, *until} <= {amount.id for amount in plan.amounts}
    amounts = [replace(a, effective=begin.get(a.id, a.effective), until=until.get(a.id, a.until)) for a in plan.amounts]
    return replace(plan, amounts=tuple(amounts))


def expected_fen(story):
    return {name: yuan_to_fen(Decimal(amount)) for name, amount in story.get("award", {}).items()}


@pytest.mark.parametrize(("matter", "story"), stories())
def test_one_by_one(shanghang, matter, story):
    plan, definition = as_told(load_plan(shanghang), story), definitions().incentives[matter]
    rows = [{definition.subject: name, **facts} for name, facts in story["facts"].items()]
    outcomes = {
        row[definition.subject]: outcome
        for row, outcome in evaluate_all(definition, rows, plan.amounts, year=story["year"], region=plan.region)
    }
    assert {name: o.amount_fen for name, o in outcomes.items() if o.amount_fen} == expected_fen(story)
    assert [name for name, o in outcomes.items() if o.capped and o.amount_fen] == story.get("capped", [])
    for name, reason in story.get("refused", {}).items():
        assert reason in outcomes[name].refusals


@pytest.mark.parametrize(("matter", "story"), stories())
def test_everybody_at_once(shanghang, tmp_path, matter, story):
    plan = as_told(load_plan(shanghang), story)
    snapshot = write_registry(tmp_path / "registry", **registry(matter, story["facts"]))
    if story.get("before_plan"):
        with pytest.raises(Refusal, match="2017-10-23"):
            compute(plan, definitions(), snapshot, year=story["year"])
        return
    if "effective" in story:  # a plan whose amounts begin on different days is refused before anybody is paid
        with pytest.raises(PlanRefused, match=r"pledge_interest\.cap\.effective：“2018-06-01”"):
            compute(plan, definitions(), snapshot, year=story["year"])
        return
    result = compute(plan, definitions(), snapshot, year=story["year"])
    awards = {award.subject: award for award in result.awards()}
    assert {name: award.amount_fen for name, award in awards.items()} == expected_fen(story)
    assert sorted(name for name, award in awards.items() if award.capped) == sorted(story.get("capped", []))
    refused = {row.subject: row.reasons for row in result.refused}
    assert {
        name: reason for name, reason in story.get("refused", {}).items() if reason not in refused.get(name, ())
    } == {}


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
    for param in stories():
        _, story = param.values
        assert "award" in story or "refused" in story, param.id
