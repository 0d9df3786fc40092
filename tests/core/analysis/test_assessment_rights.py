"""Numbers of rights as applicants write them in an assessment, and what no registry of China has."""

from datetime import date

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from registries import write_registry
from zhixian.core.analysis.assessment.elsewhere import ABROAD, OF_REGIONS
from zhixian.core.analysis.assessment.found import Records, read_project
from zhixian.core.analysis.assessment.looking import assess
from zhixian.core.analysis.assessment.readable import unreadable
from zhixian.core.analysis.assessment.relied import UNREGISTERED, relied, rights_in
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
        ("日本特許第4019416号", ABROAD), ("特許第5123456号", ABROAD), ("実用新案登録第3192792号", ABROAD), ("商標登録第5123456号", ABROAD),
        ("日本专利5123456", ABROAD), ("5123456（日本专利）", ABROAD), ("美国专利9,123,456", ABROAD), ("韓國專利10-1234567", ABROAD),
        ("10-1234567", ABROAD), ("10-2015-0123456", ABROAD), ("40-1234567", ABROAD), ("US13/915,426", ABROAD), ("13/915,426", ABROAD),
        ("US D812,345", ABROAD), ("特願2015-123456", ABROAD), ("日本特願2015-123456", ABROAD), ("意願2004-012345", ABROAD),
        ("特開2016-123456", ABROAD), ("特表2018-518979", ABROAD), ("再表2017/203590", ABROAD), ("商願2015-012345", ABROAD),
        ("發明第I512345號", OF_REGIONS), ("I512345", OF_REGIONS), ("台湾 104123456", OF_REGIONS), ("HK16101234", OF_REGIONS),
        ("技术秘密", UNREGISTERED), ("配方的Know-how", UNREGISTERED),
    ],
)  # fmt: skip
def test_what_no_registry_of_china_has_is_taken_and_told_as_not_searched(text, why, tmp_path):
    assert unreadable({"rights": text}) == {}
    digits = "".join(letter for letter in text if letter.isdigit())
    mark = {"right_id": "M", "kind": "trademark", "gi": False, "number": f"{digits}/9", "title": "某", "registered": "2015-12-01", "holder": "B"}  # fmt: skip
    span = {"right_id": "M", "kind": "trademark", "holder": "B", "start": "2015-12-01"}
    parties = [{"party_id": "B", "name": "乙公司"}]
    snapshot = write_registry(tmp_path / "r", parties=parties, rights=[mark], spans=[span])
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


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("US13/915,426；US13/915,427", ["US13/915426", "US13/915427"]), ("US13/915，426,13/915,427", ["US13/915426", "13/915427"]),
        ("39642232/25,39642233", ["39642232/25", "39642233"]), ("39642232,9123456，396422", ["39642232", "9123456", "396422"]),
        ("日本特許第4019416号 韩国10-1234567", ["日本特許第4019416号", "韩国10-1234567"]),
    ],
)  # fmt: skip
def test_a_comma_parts_numbers_but_not_the_serial_of_an_application_of_the_us(text, parts):
    assert rights_in(text) == parts
    assert unreadable({"rights": text}) == {}


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("特许经营商标39642232", "39642232"), ("德国某公司持有的商标39642232", "39642232"), ("39642232（美国某公司许可）", "39642232"),
        ("国际注册第1234567号", "1234567"), ("中国商标39642232", "39642232"), ("上海商标39642232", "39642232"), ("注意登记号39642232", "39642232"),
        ("美国公司的专利ZL201520113561.2", "CN201520113561.2"), ("日本专利ZL201520113561.2", "CN201520113561.2"),
    ],
)  # fmt: skip
def test_words_that_only_share_signs_with_another_office_leave_a_right_of_china(text, number):
    assert [relied(part).numbers for part in rights_in(text)] == [(number,)]


def test_nine_digits_without_country_are_a_publication_or_a_mark(tmp_path):
    both, one = relied("104123456"), relied("公开号104123456")
    assert (both.numbers, both.published) == (("104123456",), "CN104123456")
    assert (one.numbers, one.published) == ((), "CN104123456")
    assert relied("商标104123456").published == ""
    right = {"right_id": "R1", "kind": "invention", "gi": False, "number": "CN201510000001.0", "title": "方法", "registered": "2015-12-01", "holder": "A"}  # fmt: skip
    span = {"right_id": "R1", "kind": "invention", "holder": "A", "start": "2015-12-01"}
    snapshot = write_registry(tmp_path, parties=[{"party_id": "A", "name": "甲公司"}], rights=[right], spans=[span])
    pq.write_table(pa.table({"right_id": ["R1"], "published": ["CN104123456"]}), snapshot.path(PUBLISHED))
    project = read_project({"rights": "104123456；104123457"}, applicant="甲公司")
    found = assess(snapshot, None, project, Records(), rules=rule_set(), as_of=DAY)
    assert [(line.title, line.whose) for line in found.rights] == [("方法", "applicant"), ("", "unknown")]
    assert [line.state for line in found.rights][1] == "登记数据里没有"
