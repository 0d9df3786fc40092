"""A company that changed its name is one in an assessment, by the events that tell it; whoever bought a right is another."""

from datetime import date

import pytest

from factories.registry import write_csv
from registries import write_registry
from zhixian.core.analysis.assessment.found import Records, read_project
from zhixian.core.analysis.assessment.looking import assess
from zhixian.core.analysis.assessment.rules import rule_set
from zhixian.core.registry.formats import importers
from zhixian.core.registry.importing import import_paths
from zhixian.core.registry.names_borne import names_borne
from zhixian.core.registry.snapshot import Snapshot, current
from zhixian.core.search.index import open_index

DAY = date(2026, 11, 28)
NUMBERS = {"R1": "CN201510000001.0", "R2": "CN201510000002.5", "R3": "CN201510000003.X"}
RELIED = tuple(NUMBERS.values())
OLD, NEW, LATEST, BUYER = "杭川铜箔厂", "杭川铜业有限公司", "杭川铜业（集团）有限公司", "别的公司"
PARTIES = [
    {"party_id": party, "name": name, "kind": "enterprise"}
    for party, name in zip("ABCD", (OLD, NEW, LATEST, BUYER), strict=True)
]
EVENTS = [
    {"right_id": "R1", "event": "renamed", "effective": "2018-03-01", "party": "B", "national_code": "CP01"},
    {"right_id": "R1", "event": "renamed", "gazetted": "2020-05-01", "party": "C", "national_code": "CP01"},
    {"right_id": "R3", "event": "transferred", "effective": "2019-01-01", "party": "D"},
    {
        "right_id": "R2",
        "event": "renamed",
        "effective": "2021-01-01",
        "national_code": "CP01",
    },  # it does not say what the name is now
]
FIRST = f"2018-03-01 由“{OLD}”更名为“{NEW}”（CN201510000001.0的更名登记）"
SECOND = f"2020-05-01 由“{OLD}”更名为“{LATEST}”（CN201510000001.0的更名登记）"


@pytest.fixture
def snapshot(tmp_path):
    """Three patents filed under the oldest name, on one of which the two changes of name stand, and one of which was sold."""
    rights = [
        {"right_id": right, "kind": "invention", "number": number, "title": f"一种铜箔表面处理设备{right}", "filed": "2015-01-04", "registered": "2016-01-01", "holder": "A"}
        for right, number in NUMBERS.items()
    ]  # fmt: skip
    spans = [{"right_id": right, "kind": "invention", "holder": "A", "start": "2016-01-01"} for right in ("R1", "R2")]
    spans += [
        {"right_id": "R3", "kind": "invention", "holder": "A", "start": "2016-01-01", "end": "2019-01-01"},
        {"right_id": "R3", "kind": "invention", "holder": "D", "start": "2019-01-01"},
    ]
    made = write_registry(
        tmp_path / "data" / "snapshots" / "s", parties=PARTIES, rights=rights, spans=spans, events=EVENTS
    )
    return Snapshot("s", made.folder, {"labels": []})


def looked(snapshot, applicant, *, rights=RELIED, records=None, day=DAY, **answers):
    project = read_project({"rights": "；".join(rights), **answers}, applicant=applicant)
    return assess(snapshot, None, project, records or Records(), rules=rule_set(), as_of=day)


@pytest.mark.parametrize(("name", "by"), [(NEW, FIRST), (LATEST, SECOND)])
def test_a_right_under_a_former_name_is_the_applicant_s_and_the_page_says_by_what(name, by, snapshot):
    found = looked(snapshot, name)
    assert [(line.holder, line.whose) for line in found.rights] == [
        (OLD, "applicant"),
        (OLD, "applicant"),
        (BUYER, "other"),
    ]
    assert [line.notes[-1] for line in found.rights[:2]] == [f"登记的权利人“{OLD}”与申请人“{name}”是同一主体：{by}"] * 2
    assert found.rights[2].notes == ("2019-01-01 转让",)
    told = [(one.rule, one.about) for one in found.reasons if "_of_" in one.rule]
    assert told == [("right_of_other", f"发明专利 {NUMBERS['R3']}")]


def test_under_the_name_that_the_registry_has_nothing_has_to_be_said(snapshot):
    found = looked(snapshot, OLD, rights=(NUMBERS["R1"],))
    assert [(line.whose, line.notes) for line in found.rights] == [
        ("applicant", ("2018-03-01 更名", "2020-05-01 更名"))
    ]
    assert found.reasons == ()


def test_before_the_change_of_name_the_names_are_two(snapshot):
    [line] = looked(snapshot, NEW, rights=(NUMBERS["R1"],), day=date(2018, 2, 28)).rights
    assert (line.whose, line.notes) == ("other", ())


def test_of_a_partner_the_reason_says_it_and_its_portfolio_and_records_are_its_own(snapshot):
    records = Records(
        penalties=[{"party": OLD, "number": "甲〔2025〕1号", "decided_on": "2025-01-02"}, {"party": BUYER, "number": "乙", "decided_on": "2025-01-02"}],
        credit=[], cases=[],
    )  # fmt: skip
    found = looked(snapshot, "某公司", rights=(NUMBERS["R1"],), partners=NEW, records=records)
    assert [one.words for one in found.reasons if one.rule == "right_of_partner"] == [
        f"所依据的发明专利 {NUMBERS['R1']}的权利人是合作方{OLD}（与合作方“{NEW}”是同一主体：{FIRST}）：要有书面的许可或转让合同"
    ]
    assert [one.words for one in found.reasons if one.rule == "partner_penalty"] == [
        f"合作方{NEW}（记录里是“{OLD}”）有公示中的行政处罚 甲〔2025〕1号（2025-01-02）"
    ]
    [line] = found.partners
    assert (line.found, line.kinds) == (True, (("发明专利", 2, 0, 0),))


def test_its_own_rights_under_a_former_name_are_no_near_rights_of_others(snapshot, tmp_path):
    project = read_project({"features": "铜箔表面处理设备"}, applicant=LATEST)
    found = assess(snapshot, open_index(tmp_path / "data", snapshot), project, Records(), rules=rule_set(), as_of=DAY)
    assert [(line.number, line.holder) for line in found.near] == [(NUMBERS["R3"], BUYER)]


def test_changes_lead_from_one_name_to_another_in_the_order_of_days(snapshot):
    borne = names_borne(snapshot, [LATEST, BUYER], as_of=DAY)
    told = {name: [(one.before, one.after, str(one.day)) for one in way] for name, way in borne[LATEST].items()}
    assert told == {
        OLD: [(OLD, LATEST, "2020-05-01")], NEW: [(OLD, NEW, "2018-03-01"), (OLD, LATEST, "2020-05-01")],
    }  # fmt: skip
    assert borne[BUYER] == {}


@pytest.mark.parametrize(
    ("words", "whose"),
    [
        ("CHANGE IN THE NAME OR TITLE OF A PATENT HOLDER", "applicant"), ("CHANGE OF APPLICANT INFORMATION", "other"), ("PATENT GRANT", "other"),
    ],
)  # fmt: skip
def test_an_export_that_names_another_holder_and_a_change_of_name_tells_the_name_of_today(words, whose, tmp_path):
    row = {
        "申请号": NUMBERS["R1"], "公开(公告)号": "CN104500001B", "标题": "铜箔", "申请日": "2015-01-04", "[标]原始申请(专利权)人": OLD,
        "[标]当前申请(专利权)人": NEW, "法律状态/事件": "授权", "INPADOC法律状态": f"2016-01-01 | +PATENT GRANT | CN | 2018-03-01 | {words} | CN",
    }  # fmt: skip
    result = import_paths([write_csv(tmp_path / "x.csv", [row])], data=tmp_path / "data", importers=importers())
    found = looked(current(tmp_path / "data"), NEW, rights=(NUMBERS["R1"],))
    assert [(line.holder, line.whose) for line in found.rights] == [(OLD, whose)]
    assert ("按更名认作同一主体" in str(result.files[0].problems)) is (whose == "applicant")
