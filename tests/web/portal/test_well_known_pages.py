"""The evidence file of a mark on the site: whose, with which records, and that it was made is on the record."""

from datetime import date
from io import BytesIO

import docx
import pytest

from factories.people import make_organisation, make_person
from factories.registers import row_of
from zhixian.web.kit.models import Entry
from zhixian.web.kit.plan import lead_office, unit_name
from zhixian.web.portal.views import well_known
from zhixian.web.registers.actions import enter_row
from zhixian.web.registers.definitions import kept_registers

UNIT = "industry_science_bureau"
MARK, DOCX = "/well-known/mark/?id=G1", "/well-known/mark.docx?id=G1"


@pytest.fixture
def rows(county):
    """A case of the mark and a contract that the unit keeps."""
    bureau = make_person("handler", unit="market_regulation_bureau")
    row_of(
        "ip_cases", by=bureau, number="立案1号", channel="administrative", subject="mark", right="30001", holder="测试企业1", infringer="某商店",
        opened_on="2018-06-01", supervised="no",
    )  # fmt: skip
    row_of(
        "ip_contracts", by=make_person("handler", unit=UNIT), number="许-1", owner="测试企业1", partner="乙公司", role="giver",
        sort="mark_licence", rights="30001", dual_use="no", effective_on="2018-07-01",
    )  # fmt: skip


def page(client, path):
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


@pytest.fixture
def officer(county, sign_in):
    return sign_in("handler", unit=UNIT)


def test_the_office_finds_a_mark_by_name_number_or_holder(officer):
    for asked in ("某梅1", "30001", "测试企业1"):
        told = page(officer, f"/well-known/?q={asked}")
        assert "id=G1" in told
        assert "id=R1" not in told
    assert "没有找到" in page(officer, "/well-known/?q=没有的")


@pytest.mark.usefixtures("rows")
def test_the_office_reads_contracts_and_cases_of_the_mark(officer):
    told = page(officer, MARK)
    assert "许-1" in told
    assert "立案1号" in told
    assert "不等于认定过驰名" in told


@pytest.mark.usefixtures("rows")
def test_an_enterprise_reads_its_own_mark_and_of_what_units_keep_what_they_entered_of_it(sign_in):
    own = sign_in("enterprise", organisation=make_organisation(party="P1", name="测试企业1"))
    told = page(own, MARK)
    assert "许-1" in told
    assert "立案1号" not in told
    for address in (MARK, DOCX):
        assert own.get(address.replace("G1", "G2")).status_code == 404
        assert own.get(address.replace("G1", "R1")).status_code == 404


def test_an_enterprise_reads_the_contract_that_it_keeps(county, sign_in):
    organisation = make_organisation(party="P1", name="测试企业1")
    own = sign_in("enterprise", organisation=organisation)
    values = {
        "number": "许-9", "owner": "测试企业1", "partner": "丙公司", "role": "giver", "sort": "mark_licence", "rights": "30001", "dual_use": "no",
        "effective_on": "2018-07-01",
    }  # fmt: skip
    enter_row(kept_registers()["ip_contracts"], values, by=own.person, organisation=organisation)
    assert "许-9" in page(own, MARK)


def test_the_document_says_the_same_and_that_it_was_made_is_on_the_record(officer, rows):
    answer = officer.get(DOCX)
    paper = docx.Document(BytesIO(answer.content))
    told = "\n".join(cell.text for table in paper.tables for row in table.rows for cell in row.cells)
    assert "许-1" in told
    assert "立案1号" in told
    assert Entry.objects.get(action="evidence_file_made").detail["day"] == date(2018, 12, 3).isoformat()


@pytest.mark.usefixtures("rows")
def test_only_rows_that_may_be_of_the_mark_are_read(officer, monkeypatch):
    unit = make_person("handler", unit=UNIT)
    given = {
        "owner": "别的企业",
        "partner": "丙公司",
        "role": "giver",
        "sort": "mark_licence",
        "dual_use": "no",
        "effective_on": "2018-07-01",
    }
    row_of("ip_contracts", by=unit, number="许-别人", **given, rights="99999")
    row_of("ip_contracts", by=unit, number="许-没写", **{**given, "owner": "测试企业１"})
    row_of("ip_contracts", by=unit, number="许-写开", **given, rights="第 3000１ 号")
    for number, right in (("立案9号", "99999"), ("立案2号", "30001；99999")):
        row_of(
            "ip_cases", by=unit, number=number, channel="administrative", subject="mark", right=right, holder="某", infringer="某商店",
            opened_on="2018-06-01", supervised="no",
        )  # fmt: skip
    read, evidence_of = [], well_known.evidence_of
    monkeypatch.setattr(
        well_known, "evidence_of", lambda told, records, *rest, **more: read.append(records) or evidence_of(told, records, *rest, **more)
    )  # fmt: skip
    assert "立案2号" in page(officer, MARK)
    [records] = read
    assert {row["number"] for row in records.contracts} == {"许-1", "许-没写", "许-写开"}
    assert {row["number"] for row in records.cases} == {"立案1号", "立案2号"}


def words_of(client):
    return [one.text for one in docx.Document(BytesIO(client.get(DOCX).content)).paragraphs]


@pytest.mark.parametrize("who", ["enterprise", "handler", "lead_office"])
def test_the_lead_office_signs_what_it_makes_and_nobody_signs_a_draft_of_others(county, sign_in, who):
    seat = {
        "enterprise": lambda: {"organisation": make_organisation(party="P1", name="测试企业1")},
        "handler": lambda: {"unit": "market_regulation_bureau"},
        "lead_office": lambda: {"unit": lead_office()},
    }[who]()
    words, signature = words_of(sign_in(who, **seat)), unit_name(lead_office())
    signed = who == "lead_office"
    assert (words[-1] == "这是从系统导出的草稿，没有单位出具。") != signed
    assert any(signature in one for one in words) == signed
