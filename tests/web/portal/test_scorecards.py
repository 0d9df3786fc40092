"""Scorecards, statements, the ladder and leads on the site: who sees whose, and that what leaves is on the record."""

import re
from io import BytesIO

import docx
import openpyxl
import pytest

from factories.people import make_organisation
from registries import write_registry
from zhixian.core.registry.snapshot import CURRENT
from zhixian.web.kit.models import Entry
from zhixian.web.portal.scorecards import kept_scorecards

CARD = "/scorecards/enterprises/"
UNIT = "industry_science_bureau"


@pytest.fixture
def enter(county, sign_in):
    """Lets somebody sign in, who takes the place of whoever was: an officer, or one of the enterprise that is P1 in the registry."""

    def entered(who):
        if who == "own":
            return sign_in("enterprise", organisation=make_organisation(party="P1"))
        return sign_in("handler", unit=UNIT)

    return entered


@pytest.fixture
def officer(enter):
    return enter("officer")


def page(client, path):
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_a_unit_sees_every_card_and_an_enterprise_its_own(enter):
    officer = enter("officer")
    told = page(officer, CARD)
    assert "导出表格" in told
    assert told.count('data-label="得分"') > 1
    assert page(officer, f"{CARD}card/?id=P2")
    own = enter("own")
    mine = page(own, CARD)
    assert mine.count('data-label="得分"') == 1
    assert page(own, f"{CARD}card/?id=P1")
    assert own.get(f"{CARD}card/?id=P2").status_code == 404


def test_a_unit_without_the_scorecard_sees_none(county, sign_in):
    other = sign_in("handler", unit="court")
    assert "没有您能看的评价表" in page(other, "/scorecards/")
    assert other.get(CARD).status_code == 404
    assert other.get("/leads/").status_code == 404


def test_every_card_of_the_place_opens(officer):
    told = page(officer, "/scorecards/")
    for name, kept in kept_scorecards().items():
        assert kept.card.name in told
        shown = officer.get(f"/scorecards/{name}/?on=2017-12-31")
        if kept.card.public:
            assert shown.url == f"/ratings/{name}/?on=2017-12-31"
        else:
            assert shown.status_code == 200


def test_what_cannot_be_computed_is_said_and_not_counted(officer):
    told = page(officer, f"{CARD}card/?id=P1")
    assert "知识产权信用记录里一行也没有，是没有还是没有记，分不清。" in told
    assert "没有计入得分和满分" in told


def test_the_ranking_leaves_as_a_workbook_and_that_is_on_the_record(officer):
    answer = officer.get(f"{CARD}scores.xlsx")
    book = openpyxl.load_workbook(BytesIO(answer.content))
    assert book.sheetnames == ["名次", "明细", "说明"]
    rows = book["名次"].max_row - 1
    assert book["明细"].max_row - 1 == rows * len(kept_scorecards()["enterprises"].card.items)
    assert Entry.objects.get(action="scores_exported").detail["rows"] == rows


def test_a_statement_names_the_rights_and_that_there_are_no_inventors(enter):
    own = enter("own")
    answer = own.get("/statements/statement.docx?id=P1")
    said = "\n".join(one.text for one in docx.Document(BytesIO(answer.content)).paragraphs)
    assert "登记数据记的是权利人，没有发明人、设计人" in said
    assert "作为权利人" in said
    assert Entry.objects.filter(action="statement_made").count() == 1
    assert own.get("/statements/statement.docx?id=P2").status_code == 404
    officer = enter("officer")
    assert officer.get("/statements/statement.docx?id=nobody").status_code == 404
    assert "截至 2018-12-03 的说明（公文）" in page(officer, "/statements/?q=测试")


def test_the_ladder_shows_an_enterprise_its_next_step(enter):
    mine = page(enter("own"), "/ladder/")
    assert mine.count('data-label="下一步"') == 1
    assert "荣誉台账</a>" not in mine
    assert "荣誉台账</a>" in page(enter("officer"), "/ladder/?q=测试企业")


def test_leads_are_the_work_of_units_and_can_be_taken_along(enter):
    assert enter("own").get("/leads/").status_code == 403
    officer = enter("officer")
    assert "线索跟进台账" in page(officer, "/leads/")
    for sort in ("patents_no_marks", "renewals", "nonsense"):
        assert page(officer, f"/leads/?sort={sort}&state=open")
    book = openpyxl.load_workbook(BytesIO(officer.get("/leads/leads.xlsx").content))
    assert book.sheetnames == ["线索", "说明"]
    assert Entry.objects.filter(action="leads_exported").count() == 1


def test_whom_one_has_talked_to_is_noted_from_the_lead(county, settings, tmp_path, sign_in):
    settings.DATA = tmp_path / "marks"
    mark = {"right_id": "M1", "kind": "trademark", "gi": False, "holder": "P7", "region": "350823"}
    write_registry(
        settings.DATA / "snapshots" / "one",
        parties=[{"party_id": "P7", "name": "只有商标的公司", "kind": "enterprise", "region": "350823"}],
        rights=[{**mark, "number": "700/30", "title": "某牌", "classes": "30", "registered": "2015-01-01"}],
        spans=[{**mark, "start": "2015-01-01", "end": None}],
    )
    (settings.DATA / "snapshots" / "one" / "manifest.json").write_text('{"tables": {"rights": 1}}', encoding="utf-8")
    (settings.DATA / CURRENT).write_text("one", encoding="utf-8")
    client = sign_in("handler", unit=UNIT)
    [link] = re.findall(r'href="(/registers/leads_followed/new/[^"]*)"', page(client, "/leads/?sort=marks_no_patents"))
    told = page(client, link.replace("&amp;", "&"))
    assert 'value="只有商标的公司"' in told
    assert re.search(r'value="marks_no_patents"[^>]* checked', told)


def test_without_a_registry_the_pages_say_so(settings, tmp_path, sign_in):
    settings.DATA = tmp_path / "empty"
    client = sign_in("handler", unit=UNIT)
    assert "还没有登记数据" in page(client, "/scorecards/")
    assert "还没有登记数据" in page(client, "/ladder/")
    assert "还没有登记数据" in page(client, "/leads/")
    assert client.get(CARD).status_code == 404
    assert client.get("/leads/leads.xlsx").status_code == 404
