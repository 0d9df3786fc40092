"""An online lead leads to a case: begun with what the lead says, each naming the other, as far as a person may."""

import pytest

from factories.people import make_person
from factories.registers import CASE, row_of
from zhixian.core.kernel.refusal import Refusal
from zhixian.core.registers.rows import read_row
from zhixian.web.kit.clock import today
from zhixian.web.registers import actions, following
from zhixian.web.registers.actions import change_row
from zhixian.web.registers.checking import findings_on
from zhixian.web.registers.definitions import kept_registers
from zhixian.web.registers.following import enter_tied
from zhixian.web.registers.models import Row

LEAD = {
    "number": "样网线〔2018〕1号", "campaign": "watch", "law": "commerce", "platform": "某商城", "address": "https://shop.example/1",
    "shop": "某百货店", "subject": "mark", "right": "5633001", "holder": "样例酒业有限公司", "found_on": "2018-05-20",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _day(settings):
    settings.TODAY = "2018-06-01"


@pytest.fixture
def handler():
    return make_person("handler", unit="culture_press_bureau")


@pytest.fixture
def lead(handler):
    return row_of("online_leads", by=handler, **LEAD)


def page(client, address):
    return client.get(address).content.decode()


def begin(lead):
    return f"/registers/ip_cases/new/?from=online_leads:{lead.pk}"


def typed(**more):
    return {**CASE, "lead": LEAD["number"], **more}


def test_the_lead_s_page_begins_a_case_that_is_filled_in(client, handler, lead):
    client.force_login(handler)
    assert begin(lead).replace("&", "&amp;") in page(client, f"/registers/online_leads/{lead.pk}/")
    form = page(client, begin(lead))
    for said in (LEAD["number"], LEAD["right"], LEAD["holder"], LEAD["shop"]):
        assert f'value="{said}"' in form
    assert 'value="mark" id="id_subject_1" checked' in form or 'id="id_subject_1" checked' in form


def test_once_entered_each_names_the_other(client, handler, lead):
    client.force_login(handler)
    assert client.post(begin(lead), typed()).status_code == 302
    case = Row.objects.get(register="ip_cases")
    assert Row.objects.get(pk=lead.pk).values["handed_to"] == CASE["number"]
    assert f"/registers/ip_cases/{case.pk}/" in page(client, f"/registers/online_leads/{lead.pk}/")
    assert f"/registers/online_leads/{lead.pk}/" in page(client, f"/registers/ip_cases/{case.pk}/")
    assert Row.objects.get(pk=lead.pk).due_name == ""


def test_another_unit_s_case_is_linked_and_the_lead_left_as_it_is(client, lead):
    other = make_person("handler", unit="market_regulation_bureau")
    client.force_login(other)
    assert client.post(begin(lead), typed()).status_code == 302
    case = Row.objects.get(register="ip_cases")
    assert "handed_to" not in Row.objects.get(pk=lead.pk).values
    assert f"/registers/ip_cases/{case.pk}/" in page(client, f"/registers/online_leads/{lead.pk}/")


def test_a_lead_that_names_its_case_keeps_it(client, handler):
    lead = row_of("online_leads", by=handler, **LEAD, handed_to="样公立〔2018〕1号")
    client.force_login(handler)
    client.post(begin(lead), typed())
    assert Row.objects.get(pk=lead.pk).values["handed_to"] == "样公立〔2018〕1号"


@pytest.mark.parametrize(
    "asked",
    ["online_leads:0", "online_leads:x", "mediations:1", "online_leads", ":", "nothing:1", "online_leads:" + "9" * 30],
)
def test_an_address_that_names_no_lead_begins_an_empty_case(client, handler, lead, asked):
    client.force_login(handler)
    form = page(client, f"/registers/ip_cases/new/?from={asked}")
    assert LEAD["holder"] not in form


def test_a_kind_of_right_that_cases_do_not_know_is_left_to_be_chosen(client, handler):
    lead = row_of("online_leads", by=handler, **{**LEAD, "subject": "variety"})
    client.force_login(handler)
    form = page(client, begin(lead))
    assert "checked" not in form
    assert LEAD["holder"] in form


def test_case_and_lead_are_checked_outside_a_transaction(client, handler, lead, watched):
    client.force_login(handler)
    checked = watched(actions, "findings_on")
    assert client.post(begin(lead), typed()).status_code == 302
    assert checked == [0, 0]


def entered(handler, **more):
    kept = kept_registers()["ip_cases"]
    values, wrong = read_row(kept.register, typed(**more), today=today())
    assert not wrong
    return enter_tied(kept, values, by=handler, unit="culture_press_bureau")


def test_a_lead_that_somebody_changes_meanwhile_keeps_that_and_the_case_is_there(handler, lead, monkeypatch):
    real, kept = following._held, kept_registers()["online_leads"]

    def late(*given):
        monkeypatch.setattr(following, "_held", real)
        change_row(lead, kept, {**lead.values, "shop": "另一家店"}, by=handler, version=lead.version)
        return real(*given)

    monkeypatch.setattr(following, "_held", late)
    entered(handler)
    said = Row.objects.get(pk=lead.pk).values
    assert (said["shop"], said["handed_to"]) == ("另一家店", CASE["number"])


def test_the_lead_is_locked_before_the_case_is_written(handler, lead, monkeypatch):
    told = []
    for name in ("_held", "put_in", "write_over"):
        real = getattr(following, name)
        monkeypatch.setattr(
            following, name, lambda *a, real=real, name=name, **k: (told.append(name), real(*a, **k))[1]
        )
    entered(handler)
    assert told == ["_held", "put_in", "write_over"]


def test_where_the_lead_cannot_be_written_there_is_no_case(handler, lead, monkeypatch):
    def refuse(*_, **__):
        raise Refusal("不行")

    monkeypatch.setattr(following, "write_over", refuse)
    with pytest.raises(Refusal, match="不行"):
        entered(handler)
    assert not Row.objects.filter(register="ip_cases").exists()


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (
            {"opened_on": "2018-05-19"},
            [("立案或受理日 2018-05-19 早于线索 样网线〔2018〕1号 的发现日 2018-05-20", True)],
        ),
        ({"opened_on": "2018-05-20"}, []),
        (
            {"opened_on": "2018-05-20", "subject": "patent"},
            [("案件写的是专利，线索 样网线〔2018〕1号 写的是商标", False)],
        ),
        ({"lead": "样网线〔2018〕 1号", "opened_on": "2018-05-20"}, []),
        ({"lead": "没有这条"}, [("网络侵权线索台账里没有编号是“没有这条”的线索：核对编号", False)]),
        ({"lead": "", "opened_on": "2018-01-01"}, []),
    ],
)
def test_a_case_follows_on_its_lead(handler, lead, more, told):
    row = row_of("ip_cases", by=handler, **typed(**more))
    found = [one for one in findings_on([row], as_of=today())[row.pk] if one.check == "lead_before_case"]
    assert [(one.words, one.grave) for one in found] == told
