"""A reason cites the law of the kind of right that it is of, in the edition of the day, and no other."""

from dataclasses import replace
from datetime import date

import pytest

from registries import write_registry
from zhixian.core.analysis.assessment.bench import Bench
from zhixian.core.analysis.assessment.found import NEAR, Project, Records, in_brief, read_project
from zhixian.core.analysis.assessment.looking import assess
from zhixian.core.analysis.assessment.rules import KINDS, LAWFUL, rule_set
from zhixian.core.registry.kind_words import RIGHT_KIND_WORDS
from zhixian.core.registry.tables import MARK_KINDS, PATENT_KINDS
from zhixian.core.search.index import open_index

DAY = date(2026, 11, 28)
TOLD = {
    "right": "某权利", "holder": "乙公司", "day": DAY, "how": "终止", "months": 6, "title": "杯子", "words": 3, "in_one": 3, "whole": 0, "lines": 1, "classes": 1, "scope": "权利要求",
}  # fmt: skip
OF_PATENTS, OF_MARKS = "专利法", "商标法"


def cited(sight, kind, day=DAY):
    bench = Bench(None, Project("甲公司"), Records(), day, rule_set().on(day))
    bench.see(sight, **TOLD, kind=kind)
    [reason] = bench.reasons
    return reason


@pytest.mark.parametrize("kind", RIGHT_KIND_WORDS)
@pytest.mark.parametrize("sight", LAWFUL)
def test_patents_cite_the_law_of_patents_marks_that_of_marks_and_no_other_kind_either(sight, kind):
    for day in (date(2017, 10, 23), DAY, date(2027, 1, 1)):
        source = cited(sight, kind, day).source
        assert source
        assert source.startswith(OF_PATENTS) is (OF_PATENTS in source) is (kind in PATENT_KINDS)
        assert source.startswith(OF_MARKS) is (OF_MARKS in source) is (kind in MARK_KINDS)


@pytest.mark.parametrize(
    ("kind", "law"),
    [
        ("software", "计算机软件保护条例第18条、第24条"), ("copyright_work", "著作权法第26条、第27条"), ("plant_variety", "植物新品种保护条例"),
        ("layout_design", "集成电路布图设计保护条例"), ("gi_product", "地理标志专用标志使用管理办法（试行）（国家知识产权局公告第354号）"),
        ("trademark", "商标法第43条"), ("invention", "专利法第12条"),
    ],
)  # fmt: skip
@pytest.mark.parametrize(("sight", "grade"), [("right_of_other", "high"), ("right_of_partner", "middle")])
def test_whose_right_it_is_cites_the_law_of_its_kind(kind, law, sight, grade):
    reason = cited(sight, kind)
    assert (reason.source, reason.grade) == (law, grade)
    assert ("不靠许可" in reason.words) is (kind == "gi_product")


@pytest.mark.parametrize(
    ("sight", "kind", "day", "law", "since"),
    [
        ("right_of_other", "copyright_work", date(2021, 5, 31), "著作权法", "2017-10-23"),
        ("right_of_other", "copyright_work", date(2021, 6, 1), "著作权法第26条、第27条", "2021-06-01"),
        ("right_of_other", "gi_product", date(2020, 4, 2), "地理标志产品保护规定", "2017-10-23"),
        ("right_of_other", "gi_product", date(2020, 4, 3), "地理标志专用标志使用管理办法（试行）（国家知识产权局公告第354号）", "2020-04-03"),
        ("right_of_other", "trademark", date(2027, 1, 1), "商标法（2026年修订）第55条", "2027-01-01"),
        ("right_of_other", "design", date(2027, 1, 1), "专利法第12条", "2017-10-23"),
        ("right_ended", "gi_product", date(2024, 2, 1), "地理标志产品保护办法", "2024-02-01"),
        ("right_ended", "software", DAY, "计算机软件保护条例第14条", "2017-10-23"),
        ("right_expires", "invention", DAY, "专利法第42条", "2017-10-23"),
        ("right_expires", "trademark", date(2026, 12, 31), "商标法第39条、第40条", "2017-10-23"),
        ("right_expires", "trademark", date(2027, 1, 1), "商标法（2026年修订）第43条、第44条", "2027-01-01"),
        ("right_expires", "plant_variety", DAY, "植物新品种保护条例", "2017-10-23"),
        ("right_pending", "trademark", DAY, "商标法第3条", "2017-10-23"),
        ("right_pending", "utility_model", DAY, "专利法第39条、第40条", "2017-10-23"),
        ("right_challenged", "certification_mark", DAY, "商标法第44条、第45条、第47条", "2017-10-23"),
        ("near", "invention", date(2027, 1, 1), "专利法第11条", "2026-11-27"),
        ("near", "collective_mark", DAY, "商标法第57条", "2026-11-27"),
        ("near", "collective_mark", date(2027, 1, 1), "商标法（2026年修订）第72条", "2027-01-01"),
        ("near", "foreign", DAY, "权利所在地的法律", "2026-11-27"),
        ("near", "", DAY, "评议工作指南", "2026-11-27"),
    ],
)  # fmt: skip
def test_the_law_of_a_kind_is_that_of_the_day_and_says_since_when(sight, kind, day, law, since):
    reason = cited(sight, kind, day)
    assert (reason.source, reason.since) == (law, since)


@pytest.mark.parametrize("kind", ["software", "copyright_work"])
def test_a_work_that_is_not_registered_is_not_told_to_wait_for_a_grant(kind):
    reason = cited("right_pending", kind)
    assert (reason.rule, reason.grade) == ("work_pending", "middle")
    assert "著作权自作品或软件完成之日起产生" in reason.words
    assert "核准" not in reason.words


def test_from_2027_on_the_new_law_of_marks_is_cited_and_nothing_else_changes():
    before, since = rule_set().on(date(2026, 12, 31)), rule_set().on(date(2027, 1, 1))
    assert [replace(one, laws=()) for one in before] == [replace(one, laws=()) for one in since]
    assert (rule_set().dated(date(2026, 12, 31)), rule_set().dated(date(2027, 1, 1))) == (DAY, date(2027, 1, 1))
    old, new = ({law.id: law.source for law in rule_set().laws_on(day)} for day in (DAY, date(2027, 1, 1)))
    assert not any("（2026年修订）" in source for source in old.values())
    assert {id_ for id_ in old if old[id_] != new[id_]} == {id_ for id_ in old if id_.startswith("mark_")}
    assert all("（2026年修订）" in source for id_, source in new.items() if id_.startswith("mark_"))


def test_every_line_without_a_source_has_one_for_every_kind_on_every_day_of_a_change():
    days = {one.effective for one in (*rule_set().rules, *rule_set().laws)}
    for rule in (rule for day in days for rule in rule_set().on(day) if not rule.source):
        assert all(rule.cites({"kind": kind})[0] for kind in rule.only or KINDS[rule.when])


def registry(folder, kinds, classes=None):
    """Rights of others of one title, of these kinds."""
    rights = [
        {"right_id": f"R{n}", "kind": kind, "gi": False, "number": f"N{n}", "title": "乌龙茶做青设备", "registered": "2015-01-01", "holder": "B", "classes": classes}
        for n, kind in enumerate(kinds)
    ] + [{"right_id": f"Z{n:03d}", "kind": "design", "gi": False, "number": f"Z{n}", "title": f"第{n}号杯子", "holder": "B"} for n in range(300)]  # fmt: skip
    spans = [{"right_id": f"R{n}", "kind": kind, "holder": "B", "start": "2015-01-01"} for n, kind in enumerate(kinds)]
    return write_registry(folder / "r", parties=[{"party_id": "B", "name": "乙公司"}], rights=rights, spans=spans)


@pytest.mark.parametrize(
    ("kinds", "laws"),
    [
        (["invention", "utility_model"], {"专利法第11条"}), (["trademark"], {"商标法第57条"}), (["gi_product"], {"地理标志产品保护办法"}),
        (["invention", "trademark", "software"], {"专利法第11条", "商标法第57条", "计算机软件保护条例"}),
    ],
)  # fmt: skip
def test_near_rights_that_are_counted_together_cite_the_laws_of_the_kinds_among_them(tmp_path, kinds, laws):
    snapshot = registry(tmp_path, kinds)
    project = read_project({"features": "乌龙茶做青设备"}, applicant="甲公司")
    found = assess(snapshot, open_index(tmp_path, snapshot), project, Records(), rules=rule_set(), as_of=DAY)
    [brief] = [one for one in in_brief(found) if one.sight == NEAR]
    assert set(brief.source.split("，")) == laws
    assert f"列出 {len(kinds)} 件" in brief.words


@pytest.mark.parametrize(
    ("kind", "scope"),
    [
        ("invention", "权利要求"),
        ("utility_model", "权利要求"),
        ("design", "图片或者照片"),
        ("trademark", "标志和核定商品"),
        ("gi_product", "保护公告"),
    ],
)
def test_what_has_to_be_compared_is_what_a_right_of_the_kind_reaches_by(tmp_path, kind, scope):
    snapshot = registry(tmp_path, [kind], classes={"design": "14-02", "trademark": "30"}.get(kind, "A23F 3/06"))
    project = read_project({"features": "乌龙茶做青设备", "classes": "A23F 3/06；30；14-02"}, applicant="甲公司")
    found = assess(snapshot, open_index(tmp_path, snapshot), project, Records(), rules=rule_set(), as_of=DAY)
    [words] = [reason.words for reason in found.reasons if reason.sight == NEAR]
    assert words.endswith(f"：要比对它的{scope}")
