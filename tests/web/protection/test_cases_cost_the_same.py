"""Pages of cases ask the database the same however many there are, read no row twice and nothing sealed, and show what changed."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from factories.people import make_person
from factories.registers import CASE, TRANSFER, row_of
from zhixian.core.registers.rows import key_of
from zhixian.core.warnings.reading import warning_rules
from zhixian.web.kit.clock import today
from zhixian.web.protection.queries.cases import NEEDED, supervised_rows
from zhixian.web.registers.definitions import kept_registers
from zhixian.web.registers.models import Row
from zhixian.web.warnings.looking import Looker

ADDRESSES = ("disputes", "disputes/?q=案1", "repeat-infringers", "supervised", "case-figures")
MORE = {"supervised": "yes", "supervisor": "市局", "supervised_on": "2018-02-03", "supervise_until": "2018-05-01"}


@pytest.fixture(autouse=True)
def _day(settings):
    settings.TODAY = "2018-06-01"


@pytest.fixture
def handler():
    return make_person("handler", unit="market_regulation_bureau")


@pytest.fixture
def enter(handler):
    """`enter(count)` adds cases straight to the table, each with its dispute and infringer, under supervision."""

    def go(count, **values):
        register, start = kept_registers()["ip_cases"].register, Row.objects.count()
        Row.objects.bulk_create(
            Row(
                register="ip_cases", key=key_of(register, one), values=one, search=f"案{nr}", unit="market_regulation_bureau",
                entered_by=handler, entered_on="2018-06-01", changed_at=timezone.now(), due="2018-05-01", told_from="2018-04-01",
            )
            for nr in range(start, start + count)
            for one in [{**CASE, **MORE, "number": f"样{nr}号", "dispute": f"案{nr // 2}", "infringer": f"样例{nr // 2}公司", **values}]
        )  # fmt: skip

    return go


def asked(client, address):
    with CaptureQueriesContext(connection) as caught:
        page = client.get(f"/protection/{address}" + ("" if "?" in address else "/"))
    assert page.status_code == 200
    return page.content.decode(), [one["sql"] for one in caught]


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_costs_the_same_with_20_and_with_200_cases(client, handler, enter, address):
    client.force_login(handler)
    asked(client, address)
    enter(20)
    first, few = asked(client, address)
    enter(180)
    second, many = asked(client, address)
    assert first != second
    assert len(few) == len(many)
    assert max(map(len, many)) <= max(map(len, few)), "a question grows with the number of cases"


@pytest.mark.parametrize("address", [one for one in ADDRESSES if one != "supervised"])
def test_what_is_told_of_every_case_is_read_once_until_one_changes(client, handler, enter, address):
    client.force_login(handler)
    enter(20)
    _, first = asked(client, address)
    _, again = asked(client, address)
    reading = [sql for sql in first if "said_" in sql]
    assert reading
    assert not [sql for sql in reading if '"registers_row"."search"' in sql], "whole rows are read"
    assert not [sql for sql in again if "said_" in sql]
    enter(2, channel="civil", opened_on="2017-01-01")
    assert [sql for sql in asked(client, address)[1] if "said_" in sql]


def test_only_a_page_of_supervised_cases_is_read(client, handler, enter):
    client.force_login(handler)
    enter(5, supervised="no")
    enter(200)
    shown, questions = asked(client, "supervised")
    [reading] = [sql for sql in questions if '"registers_row"."search"' in sql and "ORDER BY" in sql]
    assert "LIMIT 31" in reading
    assert shown.count('<th scope="row">') == 30
    assert "200 件已过期限，还没有解除" in shown
    assert "到期前 15 天起预警" in shown


def test_supervised_cases_that_wait_come_first_in_the_order_of_their_days(handler):
    for number, until, lifted in (
        ("晚解除", "2018-05-01", "2018-05-30"), ("没期限", None, None), ("到了", "2018-06-01", None), ("过了", "2018-05-31", None),
        ("按期", "2018-05-01", "2018-05-01"),
    ):  # fmt: skip
        days = {name: day for name, day in {"supervise_until": until, "lifted_on": lifted}.items() if day}
        given = {name: value for name, value in MORE.items() if name != "supervise_until"}
        row_of("ip_cases", by=handler, **{**CASE, **given, **days, "number": number})
    row_of("ip_cases", by=handler, **{**CASE, "number": "不是"})
    assert [row.values["number"] for row in supervised_rows(handler)] == ["过了", "到了", "没期限", "晚解除", "按期"]


def test_what_is_told_to_one_is_not_what_another_may_see(client, handler, enter):
    enter(4)
    mediation = {
        "number": "调1", "dispute": "案0", "body": "调委会", "subject": "mark", "party_a": "甲", "party_b": "乙",
        "accepted_on": "2018-02-10", "facts": "争议。", "confirm": "no",
    }  # fmt: skip
    row_of("mediations", by=handler, **mediation)
    client.force_login(handler)
    assert "调解" in asked(client, "disputes")[0].partition("<tbody>")[2].partition("</tbody>")[0].replace(
        'data-label="调解"', ""
    )
    client.force_login(make_person("handler", unit="commerce_bureau"))
    assert "调解" not in asked(client, "disputes")[0].partition("<tbody>")[2].partition("</tbody>")[0].replace(
        'data-label="调解"', ""
    )


def test_days_of_cases_are_looked_at_with_the_same_questions_however_many(handler, enter):
    rule = warning_rules()["row_due"]
    costs, found = [], []
    for number in (5, 40):
        enter(number)
        row_of("case_transfers", by=handler, **{**TRANSFER, "case": f"样{number - 1}号", "number": f"移{number}"})
        with CaptureQueriesContext(connection) as caught:
            found.append({one.subject for one in Looker(today()).looks_at(rule)})
        costs.append(len(caught))
    assert costs[0] == costs[1]
    assert [len(one) for one in found] == [5 - 1, 45 - 2], "a hand-over holds up the decision of its case"


def test_nothing_that_is_needed_of_every_case_is_sealed():
    for name, fields in NEEDED.items():
        register = kept_registers()[name].register
        assert all(register.field(field) for field in fields)
        assert not register.sealed & set(fields)
    due = next(due for due in kept_registers()["ip_cases"].register.dues if due.id == "decision")
    assert {due.day, *due.only[:1]} <= set(NEEDED["ip_cases"]), "figures tell which case is late"
