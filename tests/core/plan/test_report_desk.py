"""Who takes reports in a place: read from the plan, refused when the clause does not name the unit."""

import shutil

import pytest

from zhixian.core.plan.load import load_plan
from zhixian.core.plan.refused import PlanRefused


def changed(shanghang, tmp_path, old, new):
    folder = tmp_path / "place"
    shutil.copytree(shanghang, folder)
    file = folder / "reports.yaml"
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    return folder


def test_the_plan_names_the_desk_and_units_of_clauses_5_to_7(shanghang):
    plan = load_plan(shanghang)
    desk = plan.report_desk
    assert desk.unit == "leading_group_office"
    assert {subject.clause for subject in desk.subjects} == {"5", "6", "7"}
    assert all(set(subject.units) <= set(plan.clause(subject.clause).units) for subject in desk.subjects)
    assert desk.subject("patent").name == "专利"
    with pytest.raises(KeyError):
        desk.subject("nothing")


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("desk: leading_group_office", "desk: nobody", "nobody"),
        ("[police_bureau]", "[commerce_bureau]", "“commerce_bureau”不是这一条的责任单位"),
        ('clause: "5"', 'clause: "99"', "99"),
        ("id: trademark", "id: patent", "“patent”写了两次"),
    ],
)
def test_what_does_not_fit_the_plan_is_refused(shanghang, tmp_path, old, new, why):
    with pytest.raises(PlanRefused, match=why):
        load_plan(changed(shanghang, tmp_path, old, new))


def test_a_plan_without_it_takes_reports_at_the_lead_office(shanghang, tmp_path):
    folder = changed(shanghang, tmp_path, "desk", "desk")
    (folder / "reports.yaml").unlink()
    assert load_plan(folder).report_desk is None
