"""Which rights gave an assessment its grade, and whether a conclusion names one of them: by what a reason is of, not by letters it shares."""

from datetime import date

import pytest

from registries import write_registry
from zhixian.core.analysis.assessment.found import (
    Assessment,
    NearLine,
    Reason,
    Records,
    RightLine,
    as_plain,
    from_plain,
    gravest_rights,
    read_project,
    unanswered,
)
from zhixian.core.analysis.assessment.looking import assess
from zhixian.core.analysis.assessment.rules import rule_set

DAY = date(2026, 11, 28)


def looked(tmp_path, given, *, holders):
    """What is found of rights that are given, marks of one number and several classes, each by its holder's name."""
    parties = [{"party_id": f"P{n}", "name": name} for n, name in enumerate(holders.values())]
    rights = [
        {"right_id": f"R{n}", "kind": "trademark", "gi": False, "number": number, "title": "杭", "registered": "2022-01-01", "holder": f"P{n}"}
        for n, number in enumerate(holders)
    ]  # fmt: skip
    spans = [{"right_id": row["right_id"], "kind": "trademark", "holder": row["holder"], "start": "2022-01-01"} for row in rights]  # fmt: skip
    snapshot = write_registry(tmp_path, parties=parties, rights=rights, spans=spans)
    project = read_project({"rights": given}, applicant="甲公司")
    return assess(snapshot, None, project, Records(), rules=rule_set(), as_of=DAY)


def test_a_mark_whose_class_begins_with_that_of_another_is_another(tmp_path):
    found = looked(tmp_path, "5633001/3；5633001/30", holders={"5633001/3": "甲公司", "5633001/30": "乙公司"})
    assert gravest_rights(found) == ["注册商标 5633001/30"]


def test_a_right_that_is_called_as_a_holder_begins_is_not_the_holder_s(tmp_path):
    found = looked(tmp_path, "紫金矿业；5633001/3", holders={"5633001/3": "紫金矿业物流有限公司"})
    assert [line.given for line in found.rights] == ["紫金矿业", "5633001/3"]
    assert gravest_rights(found) == ["注册商标 5633001/3"]


def test_a_number_that_cannot_be_read_or_found_is_told_where_it_gave_the_grade(tmp_path):
    found = looked(tmp_path, "紫金矿业；5633009", holders={"5633001/3": "甲公司"})
    assert found.grade == "middle"
    assert gravest_rights(found) == ["紫金矿业", "5633009"]
    assert gravest_rights(from_plain(as_plain(found))) == gravest_rights(found)


def graded(*names):
    reasons = [Reason("r", "high", "话", "源", "2017-10-23", sight="right_of_other", about=name) for name in names]
    lines = [RightLine(name, name, "", "", "other", "有效", "") for name in names]
    return Assessment("2026-11-28", "", "规则", "2017-10-23", "", "high", "high", tuple(reasons), tuple(lines))


def test_near_rights_of_the_grade_are_told_by_number_and_reasons_of_them_name_none_relied_on():
    near = NearLine("CN2", "发明专利", "", "", "", "high", (), ())
    reason = Reason("near", "high", "注册商标 5633001/3", "源", "2017-10-23", sight="near", about="注册商标 5633001/3")
    found = graded("注册商标 5633001/3")
    only_near = Assessment("2026-11-28", "", "规则", "", "", "high", "high", (reason,), found.rights, (near,))
    assert gravest_rights(only_near) == ["CN2"]


@pytest.mark.parametrize(
    ("right", "conclusion", "named"),
    [
        ("注册商标 5633001/6", "商标5633001 2021年到期，先续展。", True), ("注册商标 5633001/6", "５６３３００１号先续展。", True),
        ("注册商标 5633001/6", "15633001、56330019 都可以用。", False), ("发明专利 CN201510000002.7", "ZL2015 1 0000002.7 要许可。", True),
        ("发明专利 CN201510000002.7", "201510000002要许可。", True), ("发明专利 CN201510000002.7", "2015100000027要许可。", True),
        ("发明专利 CN201510000002.7", "2015100000028要许可。", False), ("发明专利 CN201510000002.X", "zl201510000002.x要许可。", True),
        ("紫金矿业", "“紫金 矿业”没有核对。", True), ("紫金矿业", "没有核对。", False),
    ],
)  # fmt: skip
def test_a_conclusion_names_a_right_by_its_number_as_a_number_of_its_own(right, conclusion, named):
    assert unanswered(graded(right), conclusion) == ([] if named else [right])
