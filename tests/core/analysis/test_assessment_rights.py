"""Numbers of rights as applicants write them in an assessment, and what no registry of China has."""

from datetime import date

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from registries import write_registry
from zhixian.core.analysis.assessment.found import Records, read_project
from zhixian.core.analysis.assessment.looking import assess
from zhixian.core.analysis.assessment.readable import unreadable
from zhixian.core.analysis.assessment.relied import ABROAD, UNREGISTERED, relied, rights_in
from zhixian.core.analysis.assessment.rules import rule_set
from zhixian.core.registry.snapshot import PUBLISHED

DAY = date(2026, 11, 28)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("专利号：ZL201520113561.2（实用新型）", [["CN201520113561.2"]]), ("商标39642232（第25类）", [["39642232/25"]]),
        ("第39642232号商标", [["39642232"]]), ("ZL2015 2 0113561.2", [["CN201520113561.2"]]), ("No. 39642232", [["39642232"]]),
        ("ZL201520113561.2 39642232", [["CN201520113561.2"], ["39642232"]]), ("39642232 39642233", [["39642232"], ["39642233"]]),
        ("ZL201520113561.2（实用新型） 商标39642232 第25类", [["CN201520113561.2"], ["39642232/25"]]),
        ("ZL201520113561.2；39642232\n39642233/9", [["CN201520113561.2"], ["39642232"], ["39642233/9"]]),
    ],
)  # fmt: skip
def test_numbers_are_read_with_labels_and_notes_and_several_on_a_line(text, numbers):
    assert [list(relied(part).numbers) for part in rights_in(text)] == numbers
    assert unreadable({"rights": text}) == {}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("US9123456B2", ABROAD), ("US 9,123,456", ABROAD), ("PCT/CN2015/070001", ABROAD), ("WO2015/070001", ABROAD), ("EP1234567A1", ABROAD),
        ("技术秘密", UNREGISTERED), ("配方的Know-how", UNREGISTERED),
    ],
)  # fmt: skip
def test_what_no_registry_of_china_has_is_taken_and_told_as_not_searched(text, why, tmp_path):
    assert unreadable({"rights": text}) == {}
    snapshot = write_registry(tmp_path / "r", parties=[{"party_id": "B", "name": "乙公司"}])
    found = assess(
        snapshot, None, read_project({"rights": text}, applicant="甲公司"), Records(), rules=rule_set(), as_of=DAY
    )
    [given] = rights_in(text)
    assert dict(found.not_searched)[f"所依据的“{given}”"] == why
    assert [line.state for line in found.rights] == ["不在登记数据里"]
    assert found.reasons == ()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("abc", "里面没有号码；没有登记的技术写“技术秘密”"), ("ZL201520113561.3", "校验位应为 2"),
        ("ZL201520113561.3/39642232", "看着不止一个号码，几个用分号或换行隔开"), ("XX123456", "不是中国申请号"),
    ],
)  # fmt: skip
def test_what_is_none_is_refused_in_words_that_fit(text, why):
    assert unreadable({"rights": text}) == {"rights": f"“{text}”不是专利号或注册号：{why}"}


def test_a_right_that_stands_twice_is_refused():
    assert (
        unreadable({"rights": "ZL201520113561.2；专利号：201520113561.2"})["rights"] == "CN201520113561.2 写了不止一次"
    )


def test_a_publication_is_looked_up_and_quoted_as_given_where_nobody_knows_it(tmp_path):
    right = {"right_id": "R1", "kind": "utility_model", "gi": False, "number": "CN201520113561.2", "title": "装置", "registered": "2015-12-01", "holder": "A"}  # fmt: skip
    span = {"right_id": "R1", "kind": "utility_model", "holder": "A", "start": "2015-12-01"}
    snapshot = write_registry(tmp_path, parties=[{"party_id": "A", "name": "甲公司"}], rights=[right], spans=[span])
    project = read_project({"rights": "CN205123456U；公开号CN105000001A"}, applicant="甲公司")
    before = assess(snapshot, None, project, Records(), rules=rule_set(), as_of=DAY)
    assert [line.state for line in before.rights] == ["登记数据里没有"] * 2
    pq.write_table(pa.table({"right_id": ["R1"], "published": ["CN205123456"]}), snapshot.path(PUBLISHED))
    found = assess(snapshot, None, project, Records(), rules=rule_set(), as_of=DAY)
    assert [(line.title, line.whose) for line in found.rights] == [("装置", "applicant"), ("", "unknown")]
    [reason] = [one for one in found.reasons if one.rule == "right_not_found"]
    assert reason.words.startswith("登记数据里没有 公开号CN105000001A，")
