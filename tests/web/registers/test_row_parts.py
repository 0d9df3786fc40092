"""Rows that belong to a row of another register: entered, renamed, let go; and the papers made of them."""

import io
import re

import docx
import pytest

from factories.people import make_person
from factories.registers import CASE, TRANSFER, row_of
from zhixian.web.kit.models import Entry
from zhixian.web.registers.actions import UnableToKeep, change_row, strike_row
from zhixian.web.registers.definitions import kept_registers
from zhixian.web.registers.models import Row

SENT = {**TRANSFER, "sent_on": "2018-05-31"}


@pytest.fixture
def handler():
    return make_person("handler", unit="market_regulation_bureau")


@pytest.fixture
def case(handler):
    return row_of("ip_cases", by=handler, **CASE)


def changed(row, handler, **values):
    kept = kept_registers()[row.register]
    fresh = Row.objects.get(pk=row.pk)
    return change_row(fresh, kept, {**fresh.values, **values}, by=handler, version=fresh.version)


def due_of(row):
    return Row.objects.get(pk=row.pk).due_name


def test_a_hand_over_of_no_case_is_refused(handler):
    with pytest.raises(UnableToKeep, match="知识产权案件台账里没有案号或文号是“样市监〔2018〕1号”的：先录入一件案件"):
        row_of("case_transfers", by=handler, **SENT)


def test_a_hand_over_holds_the_case_s_days_up_until_it_comes_back_or_is_struck(handler, case):
    assert due_of(case) == "作出处罚决定"
    sent = row_of("case_transfers", by=handler, **SENT)
    assert (Row.objects.get(pk=sent.pk).of_id, due_of(case), due_of(sent)) == (case.pk, "", "公安机关书面答复")
    sent = changed(sent, handler, answer="refused", answered_on="2018-06-01")
    assert (due_of(case), due_of(sent)) == ("作出处罚决定", "提请复议或建议立案监督")
    sent = changed(sent, handler, answer="filed")
    assert due_of(case) == ""
    with pytest.raises(UnableToKeep, match="先把代填的答复清空"):
        strike_row(sent, kept_registers()["case_transfers"], by=handler, version=sent.version, reason="录错了")
    sent = changed(sent, handler, answer="", answered_on="")
    strike_row(sent, kept_registers()["case_transfers"], by=handler, version=sent.version, reason="录错了")
    assert due_of(case) == "作出处罚决定"


def test_a_case_with_a_hand_over_is_not_struck(handler, case):
    row_of("case_transfers", by=handler, **SENT)
    with pytest.raises(
        UnableToKeep, match="还有 1 条记录在它名下：样市监移〔2018〕1号，假冒注册商标罪。应为：先注销名下的记录"
    ):
        strike_row(case, kept_registers()["ip_cases"], by=handler, version=1, reason="录错了")


def test_a_case_s_number_put_right_is_put_right_in_its_hand_overs(handler, case):
    sent = row_of("case_transfers", by=handler, **SENT)
    changed(case, handler, number="样市监〔2018〕11号")
    sent = Row.objects.get(pk=sent.pk)
    assert (sent.values["case"], sent.of_id) == ("样市监〔2018〕11号", case.pk)
    assert [event.name for event in sent.events.all()] == ["录入", "随所属的一行改正"]


def test_the_case_s_page_lists_its_hand_overs_and_begins_a_new_one(client, handler, case):
    row_of("case_transfers", by=handler, **SENT)
    client.force_login(handler)
    page = client.get(f"/registers/ip_cases/{case.pk}/").content.decode()
    assert "样市监移〔2018〕1号" in page
    assert f"/registers/case_transfers/new/?of={case.pk}" in page
    form = client.get(f"/registers/case_transfers/new/?of={case.pk}").content.decode()
    filled = '<input type="text" name="case" value="样市监〔2018〕1号"'
    assert filled in form
    assert filled not in client.get("/registers/case_transfers/new/?of=9x").content.decode()


def test_the_case_s_page_says_what_is_held_up_and_how_each_hand_over_stands(client, handler, case):
    client.force_login(handler)
    stopped, address = "期限停着，等名下的记录有结果", f"/registers/ip_cases/{case.pk}/"
    assert stopped not in client.get(address).content.decode()
    sent = row_of("case_transfers", by=handler, **SENT)
    page = client.get(address).content.decode()
    assert stopped in page
    assert '<span class="tag plain">不予立案</span>' not in page
    changed(sent, handler, answer="refused", answered_on="2018-06-01")
    page = client.get(address).content.decode()
    assert stopped not in page
    assert '<span class="tag plain">不予立案</span>' in page


def test_a_list_is_shown_as_a_table_and_a_wrong_one_beside_its_field(client, handler, case):
    sent = row_of("case_transfers", by=handler, **SENT)
    client.force_login(handler)
    page = client.get(f"/registers/case_transfers/{sent.pk}/").content.decode()
    table = page[page.index("销售单据") :].partition("</tr>")[0]
    assert re.findall(r">([^<]+)</td>", f">{table}") == ["销售单据", "2", "35", "复印件"]
    assert f'/registers/ip_cases/{case.pk}/"' in page
    answer = client.post(
        "/registers/case_transfers/new/", {**SENT, "number": "样市监移〔2018〕2号", "materials": "笔录"}
    )
    assert answer.status_code == 422
    assert "第 1 行有 1 项，应为 4 项" in answer.content.decode()


@pytest.mark.usefixtures("case")
def test_papers_are_made_of_the_row_and_leave_a_trace(client, handler):
    sent = row_of("case_transfers", by=handler, **SENT)
    client.force_login(handler)
    answer = client.get(f"/registers/case_transfers/{sent.pk}/letter.docx")
    said = [part.text for part in docx.Document(io.BytesIO(answer.content)).paragraphs]
    assert {"涉嫌犯罪案件移送书", "县公安局：", "上杭县市场监督管理局", "2018年5月31日"} <= set(said)
    assert Entry.objects.get(action="row_printed").detail["paper"] == "letter"
    assert client.get(f"/registers/case_transfers/{sent.pk}/none.docx").status_code == 404
    client.force_login(make_person("enterprise"))
    assert client.get(f"/registers/case_transfers/{sent.pk}/letter.docx").status_code == 404
