"""A near right of a partner of the project is told as a partner's, so that a licence can be thought of; its grade stays that of the rule."""

from datetime import date

from registries import write_registry
from zhixian.core.analysis.assessment.bench import Beside
from zhixian.core.analysis.assessment.found import Records, TopicLine, as_plain, from_plain, read_project
from zhixian.core.analysis.assessment.looking import assess
from zhixian.core.analysis.assessment.rules import rule_set
from zhixian.core.registry.snapshot import Snapshot
from zhixian.core.search.index import open_index

DAY = date(2026, 11, 28)
CAN = "，可以商定许可或转让"


def registry(folder, events=(), numbers=("CN201510000001.0", "CN201510000002.5")):
    """A patent of each of two companies near the project."""
    rights, spans = [], []
    for party, number in zip("AB", numbers, strict=True):
        rights.append(
            {
                "right_id": f"R{party}",
                "kind": "invention",
                "number": number,
                "title": "一种铜箔表面处理设备",
                "holder": party,
            }
        )
        spans.append({"right_id": f"R{party}", "kind": "invention", "holder": party, "start": "2016-01-01"})
    parties = [
        {"party_id": party, "name": f"{name}公司", "kind": "enterprise"}
        for party, name in zip("ABC", "甲乙丙", strict=True)
    ]
    made = write_registry(folder / "snapshots" / "s", parties=parties, rights=rights, spans=spans, events=list(events))
    return Snapshot("s", made.folder, {"labels": []})


def looked(folder, partners, *, events=(), topics=()):
    snapshot = registry(folder, events)
    project = read_project({"features": "铜箔表面处理设备", "partners": partners}, applicant="某公司")
    found = assess(
        snapshot, open_index(folder, snapshot), project, Records(), rules=rule_set(), as_of=DAY, topics=topics
    )
    return from_plain(as_plain(found))


def test_a_partner_s_is_told_as_such_and_graded_as_any_other(tmp_path):
    found = looked(tmp_path, "乙公司")
    assert {line.holder: line.partner for line in found.near} == {"甲公司": "", "乙公司": f"所填的合作方{CAN}"}
    assert len({line.grade for line in found.near}) == 1
    near = [(one.rule, one.words.split("的", 1)[0]) for one in found.reasons if one.sight == "near"]
    assert len({rule for rule, _ in near}) == 1
    assert sorted(words for _, words in near) == ["合作方乙公司", "甲公司"]
    alone = looked(tmp_path / "2", "")
    assert {line.partner for line in alone.near} == {""}
    assert [line.grade for line in alone.near] == [line.grade for line in found.near]


def test_a_partner_under_a_former_name_is_told_by_what_it_is_one(tmp_path):
    renamed = {"right_id": "RB", "event": "renamed", "effective": "2018-03-01", "party": "C"}
    found = looked(tmp_path, "丙公司", events=[renamed])
    told = {line.holder: line.partner for line in found.near}["乙公司"]
    assert told == f"与合作方“丙公司”是同一主体：2018-03-01 由“乙公司”更名为“丙公司”（CN201510000002.5的更名登记）{CAN}"


def test_of_a_topic_whose_terms_keep_it_in_the_house_it_is_not_told_whose_a_right_is(tmp_path):
    other = registry(tmp_path / "topic", numbers=("CN201510000003.X", "CN201510000004.4"))
    index = open_index(tmp_path / "topic", other)
    for raw in (False, True):
        beside = Beside(TopicLine("铜箔库", DAY.isoformat(), "s", 2, "", shows_raw=raw), index)
        found = looked(tmp_path / str(raw), "乙公司", topics=[beside])
        of_topic = [line for line in found.near if line.source]
        assert [bool(line.partner) for line in sorted(of_topic, key=lambda line: line.number)] == [False, raw]
        assert any("合作方" in one.words and "CN201510000004.4" in one.words for one in found.reasons) is raw
