"""What has been answered stays as it was filed, until whoever answered takes the answer back; who waited for it hears of a withdrawal."""

import json

import pytest

from factories.people import make_organisation, make_person
from factories.registers import CASE, TRANSFER, row_of
from zhixian.core.registers.rows import read_row
from zhixian.web.kit.clock import today
from zhixian.web.kit.models import Notice
from zhixian.web.registers.actions import UnableToKeep, change_row, enter_row, strike_row
from zhixian.web.registers.definitions import kept_registers
from zhixian.web.registers.models import Row
from zhixian.web.registers.queries.visibility import fields_open_to

AID = {
    "party": "甲公司", "number": "2018-1", "size": "small", "sort": "sue", "rights": "CN201510000001.0", "against": "乙公司",
    "against_code": "91000000MA0000001R", "facts": "起诉", "begun_on": "2018-02-01", "lawyers": "9000", "asked": "8000",
    "filed_on": "2018-05-20",
}  # fmt: skip
GRANT = {"result": "granted", "granted": "5000", "paper": "样知〔2018〕1号", "decided_on": "2018-05-30"}
SENT = {**TRANSFER, "approved_on": "2018-05-30", "sent_on": "2018-05-31", "article": "第二百一十三条"}
REFUSED = {
    "received_on": "2018-05-31", "answer": "refused", "decided_on": "2018-06-01", "answered_on": "2018-06-01",
    "answer_reason": "样公不立字〔2018〕4号：没有达到追诉标准", "returned": "调查报告；1；6；原件",
}  # fmt: skip
OBJECTION = {
    "party": "甲公司", "code": "91000000MA0000001R", "document": "样市监处罚〔2018〕1号", "asks": "objection", "why": "记错了主体",
    "filed_on": "2018-05-20",
}  # fmt: skip


class Aid:
    """A company that asks for support, and a handler of the unit that decides."""

    def __init__(self):
        self.company = make_organisation(name="甲公司")
        self.clerk = make_person("enterprise", organisation=self.company)
        self.handler = make_person("handler", unit="industry_science_bureau")
        self.kept = kept_registers()["protection_aid"]
        self.row = enter_row(self.kept, read("protection_aid", AID), by=self.clerk, organisation=self.company)
        self.address = f"/registers/protection_aid/{self.row.pk}/"

    def answer(self, client, **said):
        client.force_login(self.handler)
        sent = client.post(f"{self.address}change/", {**said, "version": self.now().version})
        assert sent.status_code == 302, sent.content.decode()

    def now(self):
        return Row.objects.get(pk=self.row.pk)


def read(register, typed):
    values, wrong = read_row(kept_registers()[register].register, typed, today=today())
    assert not wrong, wrong
    return values


@pytest.fixture
def aid():
    return Aid()


@pytest.fixture
def police():
    return make_person("handler", unit="police_bureau")


@pytest.fixture
def bureau():
    return make_person("handler", unit="market_regulation_bureau")


@pytest.fixture
def sent(bureau, police):
    row_of("ip_cases", by=bureau, **CASE)
    return row_of("case_transfers", by=bureau, **SENT)


def hand_over(client, row, person, **said):
    client.force_login(person)
    version = Row.objects.get(pk=row.pk).version
    return client.post(f"/registers/case_transfers/{row.pk}/change/", {**said, "version": version})


def test_what_was_granted_is_neither_changed_nor_struck_by_who_asked_for_it(client, aid):
    aid.answer(client, **GRANT)
    client.force_login(aid.clerk)
    page = client.get(aid.address).content.decode()
    assert "已经有答复：答复的内容不再改动" in page
    assert f"{aid.address}change/" not in page
    assert f"{aid.address}strike/" not in page
    before = aid.now()
    changed = client.post(f"{aid.address}change/", {**AID, "asked": "2000", "version": before.version})
    assert changed.status_code == 409
    assert "先请县经信科技局收回答复" in changed.content.decode()
    struck = client.post(f"{aid.address}strike/", {"reason": "录错了", "version": before.version})
    assert struck.status_code == 422
    assert "先请县经信科技局收回答复" in struck.content.decode()
    assert (aid.now().values, aid.now().struck_on) == (before.values, None)
    with pytest.raises(UnableToKeep, match="这一行已经有答复"):
        change_row(aid.now(), aid.kept, {**before.values, "asked": 200_000}, by=aid.clerk, version=before.version)


def test_what_was_typed_into_a_form_that_an_answer_closed_is_shown_to_be_copied(client, aid):
    client.force_login(aid.clerk)
    opened = client.get(f"{aid.address}change/").context["form"].shown_now()
    aid.answer(client, **GRANT)
    client.force_login(aid.clerk)
    typed = {**json.loads(opened), "facts": "起诉以后又补了三份公证书", "version": 1, "was": opened}
    refused = client.post(f"{aid.address}change/", typed)
    assert refused.status_code == 409
    assert [(one.label, one.text) for one in refused.context["unsaved"]] == [("经过和结果", "起诉以后又补了三份公证书")]
    assert "您刚才写的（没有保存）" in refused.content.decode()
    assert aid.now().values["facts"] == "起诉"


def test_what_stays_open_is_on_the_form_and_the_rest_beside_it(client, sent, bureau, police):
    client.force_login(bureau)
    opened = client.get(f"/registers/case_transfers/{sent.pk}/change/").context["form"].shown_now()
    assert hand_over(client, sent, police, **REFUSED).status_code == 302
    typed = {**json.loads(opened), "facts": "又查获一批成品", "contact": "林某某", "was": opened}
    client.force_login(bureau)
    refused = client.post(f"/registers/case_transfers/{sent.pk}/change/", {**typed, "version": 1})
    assert refused.status_code == 409
    page = refused.content.decode()
    assert [one.text for one in refused.context["unsaved"]] == ["又查获一批成品"]
    assert "您刚才写的（没有保存）" in page
    assert page.count("林某某") == 1
    assert Row.objects.get(pk=sent.pk).values["facts"] == SENT["facts"]
    again = client.post(f"/registers/case_transfers/{sent.pk}/change/", {**typed, "was": "[]", "version": 1})
    assert again.context["unsaved"] == []


def test_an_answer_that_is_taken_back_opens_the_row_again(client, aid):
    aid.answer(client, **GRANT)
    aid.answer(client, **dict.fromkeys(GRANT, ""))
    assert "的答复已收回，可以再改" in Notice.objects.filter(user=aid.clerk).order_by("pk").last().title
    client.force_login(aid.clerk)
    sent = client.post(f"{aid.address}change/", {**AID, "asked": "2000", "version": aid.now().version})
    assert sent.status_code == 302
    assert aid.now().values["asked"] == 200_000
    strike_row(aid.now(), aid.kept, by=aid.clerk, version=aid.now().version, reason="不申请了")
    assert aid.now().struck_on == today()


def test_who_waits_for_nothing_any_more_hears_of_a_change_and_of_a_withdrawal():
    company = make_organisation(name="甲公司", credit_code=OBJECTION["code"])
    clerk, handler = (
        make_person("enterprise", organisation=company),
        make_person("handler", unit="market_regulation_bureau"),
    )
    kept = kept_registers()["credit_objections"]
    row = enter_row(kept, read("credit_objections", OBJECTION), by=clerk, organisation=company)
    row = change_row(row, kept, read("credit_objections", {**OBJECTION, "why": "补充"}), by=clerk, version=row.version)
    strike_row(row, kept, by=clerk, version=row.version, reason="已经说清")
    titles = [notice.title for notice in Notice.objects.filter(user=handler).order_by("pk")]
    assert ["等答复：答复" in titles[0], "有改动" in titles[1]] == [True, True]
    assert "已由甲公司撤回，不用再答复：已经说清" in titles[2]


def test_what_the_police_answered_is_not_rewritten_under_them(client, sent, police, bureau):
    assert hand_over(client, sent, police, **REFUSED).status_code == 302
    kept = kept_registers()["case_transfers"]
    row = Row.objects.get(pk=sent.pk)
    assert fields_open_to(bureau, row, kept) & {*SENT, *REFUSED} == set()
    for said in ({"facts": "另一件事"}, {"sent_on": "2018-05-30"}, {"answer": "filed"}):
        with pytest.raises(UnableToKeep):
            change_row(row, kept, {**row.values, **said}, by=bureau, version=row.version)
    with pytest.raises(UnableToKeep, match="先请县公安局收回答复"):
        strike_row(row, kept, by=bureau, version=row.version, reason="录错了")
    with pytest.raises(UnableToKeep, match="在它名下"):
        strike_row(row.of, kept_registers()["ip_cases"], by=bureau, version=row.of.version, reason="录错了")
    assert hand_over(client, sent, bureau, next="reconsider", next_on="2018-06-01").status_code == 302
    assert Row.objects.get(pk=sent.pk).values == {**row.values, "next": "reconsider", "next_on": "2018-06-01"}


def test_what_came_on_paper_is_put_right_by_the_unit_that_entered_it(client, sent, bureau):
    assert hand_over(client, sent, bureau, **SENT, **REFUSED).status_code == 302
    kept = kept_registers()["case_transfers"]
    row = Row.objects.get(pk=sent.pk)
    assert fields_open_to(bureau, row, kept) >= set(REFUSED)
    assert fields_open_to(bureau, row, kept).isdisjoint(SENT)
