"""Projects for government money on the site: who sees whose score, ranked within one fund and year, and what stands behind it."""

from io import BytesIO

import openpyxl
import pytest

from factories.people import make_organisation, make_person
from zhixian.core.registers.rows import read_row
from zhixian.web.kit.clock import today
from zhixian.web.registers.actions import enter_rows
from zhixian.web.registers.definitions import kept_registers
from zhixian.web.registry.models import IndexedParty

CARD, UNIT = "/scorecards/funding_projects/", "industry_science_bureau"


@pytest.fixture
def projects(county):
    """Two of the enterprise P1 in one fund and year, one of P2 in another year."""
    names = dict(IndexedParty.objects.values_list("party_id", "name"))
    rows = [
        row("1", names["P1"], expected="3"),
        row("2", names["P1"]),
        row("3", names["P2"], year="2017", rights="5633001"),
    ]
    kept = kept_registers()["funding_projects"]
    read = [read_row(kept.register, one, today=today()) for one in rows]
    assert not any(wrong for _, wrong in read)
    enter_rows(kept, [values for values, _ in read], by=make_person("handler", unit=UNIT), unit=UNIT)


def row(number, applicant, **more):
    return {"applicant": applicant, "fund": "研发资金", "year": "2018", "number": number, "project": f"项目{number}", "asked": "100000",
            "expected": "0", "applied_on": "2018-06-01", "decision": "open", **more}  # fmt: skip


def page(client, path=CARD):
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_the_unit_sees_each_fund_and_year_apart(projects, sign_in):
    client = sign_in("handler", unit=UNIT)
    latest = page(client)
    assert "项目1" in latest
    assert "项目2" in latest
    assert "项目3" not in latest
    assert "项目3" in page(client, f"{CARD}?lot=研发资金 2017")
    assert latest.index("项目1") < latest.index("项目2")


def test_a_card_tells_the_row_and_what_stands_behind_each_part(projects, sign_in):
    client = sign_in("handler", unit=UNIT)
    told = page(client, f"{CARD}card/?id=研发资金·2018·1")
    assert "没有核对" in told
    assert "没有写依托的权利" in told
    assert "100000" in told.replace(",", "")
    unknown = page(client, f"{CARD}card/?id=研发资金·2017·3")
    assert "算不出" in unknown


def test_an_enterprise_sees_its_own_projects_and_nobody_elses(projects, sign_in):
    own = sign_in("enterprise", organisation=make_organisation(party="P1"))
    assert "项目1" in page(own)
    assert "项目3" not in page(own, f"{CARD}?lot=研发资金 2017")
    assert page(own, f"{CARD}card/?id=研发资金·2018·1")
    assert own.get(f"{CARD}card/?id=研发资金·2017·3").status_code == 404
    assert "项目核心知识产权评价" in page(own, "/scorecards/")
    other = sign_in("enterprise", organisation=make_organisation(party="P3"))
    assert other.get(CARD).status_code == 404


def test_a_unit_of_another_clause_sees_none(projects, sign_in):
    assert sign_in("handler", unit="court").get(CARD).status_code == 404


def test_the_workbook_names_fund_applicant_and_what_stands_behind(projects, sign_in):
    client = sign_in("handler", unit=UNIT)
    book = openpyxl.load_workbook(BytesIO(client.get(f"{CARD}scores.xlsx").content))
    ranking = list(book["名次"].iter_rows(values_only=True))
    headings = next(line for line in ranking if "申请单位" in line)
    assert headings[:2] == ("资金和年度", "申请单位")
    assert {line[0] for line in ranking if line[0] and "研发资金" in str(line[0])} == {"研发资金 2018", "研发资金 2017"}
    parts = list(book["明细"].iter_rows(values_only=True))
    assert any("没有核对" in str(line[-1]) for line in parts)
