"""A hand-over is answered by the police, and by nobody else: it stands on their desk and in their inbox, and the unit is told."""

import io

import docx
import pytest

from factories.people import make_organisation, make_person
from factories.registers import CASE, TRANSFER, row_of
from zhixian.core.registers.rows import read_row
from zhixian.core.warnings.reading import warning_rules
from zhixian.web.kit.clock import today
from zhixian.web.kit.duties import Ask
from zhixian.web.kit.models import Notice
from zhixian.web.registers.actions import enter_row
from zhixian.web.registers.definitions import kept_registers
from zhixian.web.registers.duties import register_duties
from zhixian.web.registers.models import Row
from zhixian.web.registers.queries.visibility import fields_open_to
from zhixian.web.warnings.looking import Looker

SENT = {**TRANSFER, "approved_on": "2018-05-30", "sent_on": "2018-05-31", "article": "第二百一十三条"}
REFUSED = {
    "received_on": "2018-05-31", "answer": "refused", "decided_on": "2018-06-01", "answered_on": "2018-06-01",
    "answer_reason": "样公不立字〔2018〕4号：没有达到追诉标准", "returned": "调查报告；1；6；原件",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _day(settings):
    settings.TODAY = "2018-06-01"


@pytest.fixture
def handler():
    return make_person("handler", unit="market_regulation_bureau")


@pytest.fixture
def police():
    return make_person("handler", unit="police_bureau")


@pytest.fixture
def sent(handler, police):
    row_of("ip_cases", by=handler, **CASE)
    return row_of("case_transfers", by=handler, **SENT)


def address(row, more=""):
    return f"/registers/{row.register}/{row.pk}/{more}"


def duties(person, when="later", **more):
    return [
        (duty.step, duty.link, duty.unit, duty.party, duty.waits_for)
        for duty in register_duties(person, Ask(when, today(), **more))
    ]


def heard(row):
    return {
        found.units
        for rule in warning_rules().values()
        if rule.looks_at == "row_days"
        for found in Looker(today()).looks_at(rule)
        if found.link == address(row) and found.day
    }


def test_what_the_police_owe_stands_on_their_desk_in_their_inbox_and_is_told_them(sent, police, handler):
    wanted = [("公安机关书面答复", address(sent), "police_bureau", "县市场监管局", "")]
    assert duties(police) == duties(police, unit="police_bureau") == wanted
    assert duties(police, unit="court") == []
    assert address(sent) not in [one[1] for one in duties(handler)]
    assert duties(handler, "waiting")[-1][2:] == ("market_regulation_bureau", "", "县公安局")
    assert duties(make_person("handler", unit="procuratorate")) == []
    assert heard(sent) == {("market_regulation_bureau", "police_bureau")}
    [notice] = Notice.objects.filter(user=police)
    assert (notice.link, "等答复：公安机关书面答复，2018-06-04（含当日）前" in notice.title) == (address(sent), True)


def test_the_police_answer_on_the_form_and_the_unit_is_told(client, sent, police, handler):
    client.force_login(police)
    assert ">答复</a>" in client.get(address(sent)).content.decode()
    form = client.get(address(sent, "change/")).content.decode()
    assert all(f'name="{name}"' in form for name in REFUSED)
    assert not any(f'name="{name}"' in form for name in SENT)
    assert "要答复的是" in form
    assert "查获成品。" in form
    received = client.post(address(sent, "change/"), {"received_on": "2018-05-31", "version": 1})
    assert received.status_code == 302
    assert Row.objects.get(pk=sent.pk).due_name == "公安机关书面答复"
    version = Row.objects.get(pk=sent.pk).version
    assert client.post(address(sent, "change/"), {**REFUSED, "version": version}).status_code == 302
    row = Row.objects.get(pk=sent.pk)
    assert row.values == {**sent.values, **REFUSED}
    assert [event.name for event in row.events.order_by("pk")] == ["录入", "答复", "答复"]
    assert {notice.link for notice in Notice.objects.filter(user=handler)} == {address(sent)}
    assert row.due_name == "提请复议或建议立案监督"
    assert heard(sent) == {("market_regulation_bureau",)}
    assert duties(police) == []


def test_reconsideration_is_owed_by_the_police_too(client, sent, police, handler):
    client.force_login(handler)
    asked = {**SENT, **REFUSED, "next": "reconsider", "next_on": "2018-06-01", "version": 1}
    assert client.post(address(sent, "change/"), asked).status_code == 302
    assert [one[0] for one in duties(police)] == ["公安机关复议决定"]
    client.force_login(police)
    form = client.get(address(sent, "change/")).content.decode()
    assert 'name="reconsidered"' in form
    assert (
        client.post(
            address(sent, "change/"),
            {**REFUSED, "reconsidered": "filed", "reconsidered_on": "2018-06-01", "version": 2},
        ).status_code
        == 302
    )
    assert Row.objects.get(pk=sent.pk).values["reconsidered"] == "filed"


@pytest.mark.parametrize("unit", ["procuratorate", "court", "culture_press_bureau", "commerce_bureau"])
def test_no_other_unit_answers_for_the_police(client, sent, unit):
    client.force_login(make_person("handler", unit=unit))
    assert ">答复</a>" not in client.get(address(sent)).content.decode()
    assert client.post(address(sent, "change/"), {**REFUSED, "version": 1}).status_code == 404
    assert "answer" not in Row.objects.get(pk=sent.pk).values


def test_the_unit_enters_an_answer_that_came_on_paper(sent, handler, police):
    kept = kept_registers()["case_transfers"]
    assert set(REFUSED) <= fields_open_to(handler, sent, kept)
    assert fields_open_to(police, sent, kept) == set(kept.register.answered)


def test_an_objection_stands_on_the_desk_of_the_units_that_answer_it():
    company = make_organisation(name="甲公司", credit_code="91000000MA0000001R")
    clerk = make_person("enterprise", organisation=company)
    people = [make_person("handler", unit=unit) for unit in ("market_regulation_bureau", "industry_science_bureau")]
    kept = kept_registers()["credit_objections"]
    typed = {
        "party": "甲公司", "code": company.credit_code, "document": "文1", "asks": "objection", "why": "错", "filed_on": "2018-05-20",
    }  # fmt: skip
    values, wrong = read_row(kept.register, typed, today=today())
    assert not wrong
    row = enter_row(kept, values, by=clerk, organisation=company)
    for person in people:
        assert [one[3:] for one in duties(person)] == [("甲公司", "")]
    assert duties(clerk) == []
    assert [one[3:] for one in duties(clerk, "waiting")] == [("", "县市场监管局、县经信科技局")]
    assert heard(row) == {("market_regulation_bureau", "industry_science_bureau")}


def test_the_letter_is_signed_with_the_whole_name_and_says_what_is_left_blank(client, handler, sent):
    client.force_login(handler)
    said = [
        part.text for part in docx.Document(io.BytesIO(client.get(address(sent, "letter.docx")).content)).paragraphs
    ]
    assert "上杭县市场监督管理局" in said
    assert not any("县市场监管局" in words for words in said)
    assert "《中华人民共和国刑法》第二百一十三条；" in "".join(said)
    page = client.get(address(sent)).content.decode()
    assert "涉嫌犯罪案件移送书上留空、要手写的：承办人" in page
    client.post(address(sent, "change/"), {**SENT, "article": "", "contact": "林某", "version": 1})
    page = client.get(address(sent)).content.decode()
    assert "留空、要手写的：刑法条文" in page
    assert "没有写刑法条文" in page


def test_a_second_hand_over_and_one_sent_late_are_told(handler, sent):
    later = row_of(
        "case_transfers",
        by=handler,
        **{**SENT, "number": "样市监移〔2018〕2号", "approved_on": "2018-05-29", "sent_on": "2018-06-01"},
    )
    words = " ".join(one["words"] for one in Row.objects.get(pk=later.pk).findings if one["grave"])
    assert "已经由 样市监移〔2018〕1号 移送" in words
    assert "最后一日是 2018-05-30" in words
    assert not Row.objects.get(pk=sent.pk).grave
