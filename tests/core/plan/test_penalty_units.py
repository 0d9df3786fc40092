"""Who punishes infringements in a place: read from the plan, refused when the clause does not name the unit."""

import shutil

import pytest

from zhixian.core.disclosure.publication import rules
from zhixian.core.plan.load import load_plan
from zhixian.core.plan.refused import PlanRefused


def changed(shanghang, tmp_path, old, new):
    folder = tmp_path / "place"
    shutil.copytree(shanghang, folder)
    file = folder / "penalties.yaml"
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    return folder


def test_the_plan_names_the_enforcing_units_of_clauses_5_to_7(shanghang):
    plan = load_plan(shanghang)
    assert {clause for one in plan.penalty_units for clause in one.clauses} == {"5", "6", "7"}
    assert all(one.unit in plan.clause(clause).units for one in plan.penalty_units for clause in one.clauses)
    assert {one.regime for one in plan.penalty_units} <= rules().regimes


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ('clauses: ["5"]', 'clauses: ["6"]', "“police_bureau”不是第6条的责任单位"),
        ('clauses: ["5"]', 'clauses: ["99"]', "99"),
        ('clauses: ["5"]', "clauses: []", "至少一个条款"),
        ("unit: forestry_bureau", "unit: agriculture_bureau", "“agriculture_bureau”写了两次"),
    ],
)
def test_what_does_not_fit_the_plan_is_refused(shanghang, tmp_path, old, new, why):
    with pytest.raises(PlanRefused, match=why):
        load_plan(changed(shanghang, tmp_path, old, new))


def test_a_plan_without_it_publishes_none(shanghang, tmp_path):
    folder = changed(shanghang, tmp_path, "units", "units")
    (folder / "penalties.yaml").unlink()
    assert load_plan(folder).penalty_units == ()
