"""Pages of cases: disputes and their course, who infringes again, what is supervised, figures; each shows what its reader may see."""

import io
import re

import openpyxl
import pytest
from django.test import Client

from factories.people import make_person
from factories.registers import CASE, TRANSFER, row_of
from zhixian.core.warnings.reading import warning_rules
from zhixian.web.kit.clock import today
from zhixian.web.kit.models import Entry
from zhixian.web.protection.queries.cases import disputes_of, rows_of_dispute
from zhixian.web.warnings.looking import Looker

FIRST = {**CASE, "dispute": "红茶案", "infringer": "样例百货有限公司"}
MEDIATION = {
    "number": "调〔2018〕1号", "dispute": "红茶 案", "body": "调委会", "subject": "mark", "party_a": "甲", "party_b": "乙",
    "accepted_on": "2018-02-10", "facts": "争议。", "confirm": "no",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _day(settings):
    settings.TODAY = "2018-06-01"


@pytest.fixture
def handler():
    return make_person("handler", unit="market_regulation_bureau")


@pytest.fixture
def rows(handler):
    more = {"supervised": "yes", "supervisor": "市局", "supervised_on": "2018-02-03", "supervise_until": "2018-05-01"}
    return {
        "first": row_of("ip_cases", by=handler, **{**FIRST, **more}),
        "second": row_of("ip_cases", by=handler, **{**FIRST, "number": "（2018）民初1号", "channel": "civil", "opened_on": "2018-03-01"}),
        "other": row_of("ip_cases", by=handler, **{**CASE, "number": "样市监〔2018〕9号", "closed_on": "2018-02-11"}),
        "sent": row_of("case_transfers", by=handler, **TRANSFER, sent_on="2018-05-31"),
        "mediation": row_of("mediations", by=handler, **MEDIATION),
    }  # fmt: skip


def page(person, address):
    client = Client()
    client.force_login(person)
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


@pytest.mark.parametrize("name", ["first", "second", "sent", "mediation"])
def test_one_dispute_is_the_same_from_each_of_its_rows(handler, rows, name):
    told, found = rows_of_dispute(handler, rows[name].pk)
    assert (told.replace(" ", ""), {row.key for row in found}) == (
        "红茶案", {rows[one].pk for one in ("first", "second", "sent", "mediation")},
    )  # fmt: skip
    shown = page(handler, f"/protection/disputes/{rows[name].pk}/")
    for words in ("移送公安机关", "挂牌督办办结", "受理调解", "公安机关书面答复"):
        assert words in shown


def test_a_case_of_no_dispute_stands_alone(handler, rows):
    told, found = rows_of_dispute(handler, rows["other"].pk)
    name = "样例酒业有限公司与某百货店（样市监〔2018〕9号）"
    assert (told, [row.key for row in found]) == (name, [rows["other"].pk])
    assert name in page(handler, "/protection/disputes/")
    assert name in page(handler, "/protection/disputes/?q=样市监〔2018〕9号")


def test_another_unit_sees_the_cases_of_a_dispute_and_not_its_mediation(rows):
    other = make_person("handler", unit="commerce_bureau")
    _, found = rows_of_dispute(other, rows["first"].pk)
    assert {row.register.id for row in found} == {"ip_cases", "case_transfers"}
    assert rows_of_dispute(other, rows["mediation"].pk) is None
    assert rows_of_dispute(make_person("enterprise"), rows["first"].pk) is None
    assert [len(one.mediations) for one in disputes_of(other)] == [0, 0]


def test_disputes_are_listed_and_found(handler, rows):
    assert "红茶" in page(handler, "/protection/disputes/")
    assert "红茶" in page(handler, "/protection/disputes/?q=红 茶")
    assert "红茶" in page(handler, "/protection/disputes/?q=民初1号")
    assert "红茶" in page(handler, "/protection/disputes/?q=样例百货")
    assert "没有找到" in page(handler, "/protection/disputes/?q=绿茶")
    assert rows["first"].pk


@pytest.mark.usefixtures("rows")
def test_lists_of_infringers_and_supervised_cases(handler):
    again = page(handler, "/protection/repeat-infringers/")
    assert "样例百货有限公司" in again
    assert "某百货店" not in again
    watched = page(handler, "/protection/supervised/")
    assert "市局" in watched
    assert "1 件已过期限，还没有解除" in watched


@pytest.mark.usefixtures("rows")
def test_figures_stand_on_the_page_and_in_the_workbook(handler, client):
    assert '<th scope="row"><a href="?year=2018#year" aria-current="true">2018</a></th><td class="num">3</td>' in page(
        handler, "/protection/case-figures/?year=nothing"
    )
    client.force_login(handler)
    content = client.get("/protection/case-figures.xlsx").content
    sheet = openpyxl.load_workbook(io.BytesIO(content))["按年"]
    assert [cell.value for cell in sheet[2]] == ["2018", 3, 1, 10, 0, 1, 0, 0, 1]
    assert Entry.objects.filter(action="case_figures_exported").count() == 1


@pytest.mark.parametrize("address", ["disputes", "repeat-infringers", "supervised", "case-figures"])
def test_without_a_row_each_page_says_so(handler, address):
    shown = page(handler, f"/protection/{address}/")
    assert "2018" in shown if address == "case-figures" else "empty-state" in shown


def test_a_supervised_case_past_its_day_is_told_once_to_whoever_supervises(rows):
    rules = [rule for rule in warning_rules().values() if rule.looks_at == "row_days"]
    told = {
        (rule.id, found.subject.rpartition(":")[2])
        for rule in rules
        for found in Looker(today()).looks_at(rule)
        if found.link == f"/registers/ip_cases/{rows['first'].pk}/"
    }
    assert told == {("supervision_due", "挂牌督办办结")}
    assert warning_rules()["supervision_due"].hears == ("concerned", "lead_unit", "lead_office")


@pytest.mark.usefixtures("rows")
def test_every_day_of_a_row_is_told_and_not_only_the_first(handler):
    late = row_of(
        "ip_cases", by=handler, **{**CASE, "number": "样市监〔2018〕10号", "supervised": "yes"}, supervisor="市局",
        supervised_on="2018-02-03", supervise_until="2018-05-20",
    )  # fmt: skip
    told = [
        (rule.id, str(found.day))
        for rule in warning_rules().values()
        if rule.looks_at == "row_days"
        for found in Looker(today()).looks_at(rule)
        if found.link == f"/registers/ip_cases/{late.pk}/"
    ]
    assert sorted(told) == [("row_due", "2018-05-02"), ("supervision_due", "2018-05-20")]


@pytest.mark.usefixtures("rows")
def test_the_next_case_or_mediation_of_a_dispute_begins_with_what_is_known_of_it(handler, rows):
    listed = page(handler, "/protection/disputes/")
    assert all(f'href="/registers/{name}/new/"' in listed for name in ("ip_cases", "mediations"))
    shown = page(handler, f"/protection/disputes/{rows['first'].pk}/")
    links = re.findall(r'href="(/registers/(?:ip_cases|mediations)/new/[^"]+)"', shown)
    assert len(links) == 2
    for link in links:
        form = page(handler, link.replace("&amp;", "&"))
        assert all(f'value="{said}"' in form for said in ("红茶案", "样例酒业有限公司", "样例百货有限公司"))
    alone = page(handler, f"/protection/disputes/{rows['other'].pk}/")
    assert "没有写纠纷名称" in alone
    assert "/new/" not in alone
    other = make_person("handler", unit="commerce_bureau")
    assert "/new/" not in page(other, "/protection/disputes/")
