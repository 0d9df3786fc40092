"""What an organisation files is answered by the register's units, and by nobody else: on the form, by a sheet, in the room's acts."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from factories.people import make_organisation, make_person
from zhixian.core.registers.rows import read_row
from zhixian.web.kit.clock import today
from zhixian.web.kit.models import Entry, Notice
from zhixian.web.registers.actions import UnableToKeep, change_row, enter_row
from zhixian.web.registers.definitions import kept_registers
from zhixian.web.registers.models import Row

OBJECTION = {
    "party": "甲公司", "code": "91000000MA0000001R", "document": "样市监处罚〔2018〕1号", "asks": "objection", "why": "记错了主体",
    "filed_on": "2018-05-20",
}  # fmt: skip
GRANTED = {"result": "granted", "decided_on": "2018-05-30", "words": "核对档案，记错了"}
WISH = {
    "told_by": "甲公司", "need_party": "甲公司", "need": "1", "offer_party": "乙所", "offer": "2", "state": "asked", "asked_on": "2018-05-20",
}  # fmt: skip
NEED = {
    "party": "甲公司", "number": "1", "sort": "enterprise", "side": "need", "what": "technology", "title": "铜箔粗化", "dual_use": "no",
    "open": "members", "posted_on": "2018-05-01",
}  # fmt: skip
CASES = [
    ("credit_objections", OBJECTION, GRANTED),
    ("matches_followed", WISH, {"introduced_on": "2018-05-25", "introduction": "已经约在六月一日"}),
]
every_register = pytest.mark.parametrize(("register", "typed", "answer"), CASES)


def read(register, typed):
    values, wrong = read_row(kept_registers()[register].register, typed, today=today())
    assert not wrong, wrong
    return values


class Filed:
    """A company that files a row, and a handler of the unit that answers it."""

    def __init__(self, register, typed):
        self.kept = kept_registers()[register]
        self.company = make_organisation(name="甲公司", credit_code=OBJECTION["code"])
        self.clerk = make_person("enterprise", organisation=self.company)
        self.handler = make_person("handler", unit=self.kept.units[0])
        if register == "matches_followed":
            own = kept_registers()["needs_offers"]
            enter_row(own, read("needs_offers", NEED), by=self.clerk, organisation=self.company)
        self.row = enter_row(self.kept, read(register, typed), by=self.clerk, organisation=self.company)
        self.address = f"/registers/{register}/{self.row.pk}/"

    def now(self):
        return Row.objects.get(pk=self.row.pk).values


@every_register
def test_the_unit_answers_on_the_form_and_the_filer_is_told(client, register, typed, answer):
    filed = Filed(register, typed)
    client.force_login(filed.handler)
    assert ">答复</a>" in client.get(filed.address).content.decode()
    page = client.get(f"{filed.address}change/").content.decode()
    assert all(f'name="{name}"' in page for name in answer)
    assert not any(f'name="{name}"' in page for name in typed)
    sent = client.post(f"{filed.address}change/", {**answer, "version": filed.row.version})
    assert sent.status_code == 302
    assert filed.now() == {**filed.row.values, **answer}
    assert [event.name for event in filed.row.events.order_by("pk")] == ["录入", "答复"]
    assert Entry.objects.filter(action="row_answered").count() == 1
    assert [notice.link for notice in Notice.objects.filter(user=filed.clerk)] == [filed.address]


@every_register
def test_the_filer_s_form_does_not_ask_for_the_answer_nor_take_it(client, register, typed, answer):
    filed = Filed(register, typed)
    client.force_login(filed.clerk)
    for address in (f"/registers/{register}/new/", f"{filed.address}change/"):
        page = client.get(address).content.decode()
        assert all(f'name="{name}"' in page for name in typed)
        assert not any(f'name="{name}"' in page for name in answer)
    client.post(f"{filed.address}change/", {**typed, **answer, "version": filed.row.version})
    assert filed.now() == filed.row.values


@every_register
def test_nobody_answers_a_row_of_the_own_in_the_room_s_acts(register, typed, answer):
    filed = Filed(register, typed)
    with pytest.raises(UnableToKeep, match="不由您填写"):
        change_row(filed.row, filed.kept, read(register, {**typed, **answer}), by=filed.clerk, version=1)
    key = filed.kept.register.key[-1]
    other = read(register, {**typed, key: "2018-05-19" if key == "filed_on" else "9", **answer})
    with pytest.raises(UnableToKeep, match="答复，这里不填"):
        enter_row(filed.kept, other, by=filed.clerk, organisation=filed.company)


def test_the_unit_changes_nothing_of_a_filed_row_but_the_answer():
    filed = Filed("credit_objections", OBJECTION)
    with pytest.raises(UnableToKeep, match="“理由”不由您填写"):
        change_row(
            filed.row, filed.kept, read("credit_objections", {**OBJECTION, "why": "别的"}), by=filed.handler, version=1
        )
    other = make_person(
        "handler", unit="science_bureau" if filed.kept.units[0] != "science_bureau" else "finance_bureau"
    )
    with pytest.raises(UnableToKeep, match="不由您修改"):
        change_row(filed.row, filed.kept, read("credit_objections", {**OBJECTION, **GRANTED}), by=other, version=1)


def sheet(client, user, **cells):
    register = kept_registers()["credit_objections"].register
    names = {"asks": "异议，记错了", **cells}
    row = {field.name: names.get(field.id, OBJECTION.get(field.id, "")) for field in register.fields}
    client.force_login(user)
    file = SimpleUploadedFile("表.csv", "\n".join([",".join(row), ",".join(row.values())]).encode())
    return client.post("/registers/credit_objections/sheet/", {"file": file})


def test_a_sheet_answers_for_the_unit_and_for_nobody_else(client):
    filed = Filed("credit_objections", OBJECTION)
    answered = {**GRANTED, "result": "成立，撤销或修复"}
    page = sheet(client, filed.clerk, **answered).content.decode()
    assert "“决定”不由您填写" in page
    page = sheet(client, filed.clerk, document="另一份", **answered).content.decode()
    assert "答复，这里不填" in page
    assert Row.objects.count() == 1
    assert sheet(client, filed.handler, **answered).status_code == 302
    assert filed.now() == {**filed.row.values, **GRANTED}
    assert "这一行已经有答复" in sheet(client, filed.clerk, why="补充一点").content.decode()
    assert sheet(client, filed.clerk).status_code == 302
    assert filed.now() == {**filed.row.values, **GRANTED}


def test_the_unit_s_own_row_is_filled_in_by_the_unit_whole(client):
    kept = kept_registers()["credit_objections"]
    handler = make_person("handler", unit=kept.units[0])
    client.force_login(handler)
    client.post("/registers/credit_objections/new/", {**OBJECTION, **GRANTED})
    assert Row.objects.get().values["result"] == "granted"


def test_a_struck_row_is_answered_no_more(client):
    filed = Filed("credit_objections", OBJECTION)
    Row.objects.update(struck_on=today(), struck_why="录错")
    client.force_login(filed.handler)
    answer = client.post(f"{filed.address}change/", {**GRANTED, "version": 1})
    assert answer.status_code == 409
    assert "result" not in filed.now()
