"""Who sees which rows, in lists, pages, searches, exports and on desks."""

import pytest
from django.test import Client

from factories.people import make_person
from factories.registers import LoanCast, write_patent
from zhixian.web.kit.clock import today
from zhixian.web.kit.duties import Ask
from zhixian.web.kit.finds import Words
from zhixian.web.registers.duties import register_duties
from zhixian.web.registers.queries.public import public_registers
from zhixian.web.registers.queries.visibility import all_rows_visible_to, found_in, rows_visible_to
from zhixian.web.registers.search import search_rows


def seen_by(person, cast):
    return set(rows_visible_to(person, cast.kept).values_list("values__loan", flat=True))


@pytest.fixture
def rows(cast: LoanCast):
    return cast.enter(), cast.enter(loan="JH-2")


@pytest.mark.usefixtures("rows")
def test_a_bank_sees_its_own_and_the_office_sees_all(cast: LoanCast):
    assert seen_by(cast.clerk, cast) == {"JH-1", "JH-2"}
    assert seen_by(cast.other_clerk, cast) == set()
    for person in (cast.handler, cast.chief, make_person("lead_office", unit="leading_group_office")):
        assert seen_by(person, cast) == {"JH-1", "JH-2"}
    assert seen_by(make_person("handler", unit="commerce_bureau"), cast) == set()
    assert seen_by(make_person("enterprise"), cast) == set()
    assert seen_by(make_person(), cast) == set()


def test_one_row_has_no_page_for_others(cast: LoanCast, rows):
    address = f"/registers/pledge_loans/{rows[0].pk}/"
    for person, status in ((cast.clerk, 200), (cast.handler, 200), (cast.other_clerk, 404)):
        client = Client()
        client.force_login(person)
        assert client.get(address).status_code == status
        assert client.get("/registers/pledge_loans/rows.xlsx").status_code == 200


@pytest.mark.usefixtures("rows")
def test_a_search_finds_what_the_person_sees(cast: LoanCast):
    words = Words.typed("测试企业1 JH-2")
    assert [find.title for find in search_rows(cast.handler, words, 0, 9)] == ["测试企业1，JH-2"]
    assert search_rows(cast.other_clerk, words, 0, 9) == []
    assert search_rows(cast.handler, Words.typed("林某"), 0, 9) == []


@pytest.mark.usefixtures("rows")
def test_a_list_is_narrowed_by_words_choices_and_state(cast: LoanCast):
    cast.enter(loan="JH-3", quality="loss", rights="5633001", pledged_on="")
    rows = rows_visible_to(cast.handler, cast.kept)

    def found(**asked):
        return [row.values["loan"] for row in found_in(rows, cast.kept, asked)]

    assert found(q="jh3") == ["JH-3"]
    assert found(quality="loss") == ["JH-3"]
    assert sorted(found(only="grave")) == ["JH-2", "JH-3"]
    assert found(only="struck") == []
    assert found(q="%") == []


def test_what_falls_due_is_on_the_desk_of_whoever_keeps_it(cast: LoanCast, settings):
    cast.enter(due="2018-06-20")
    cast.enter(loan="JH-2", due="2018-05-01")
    cast.enter(loan="JH-3", due="2018-12-01")

    def desk(person, when):
        return [duty.number for duty in register_duties(person, Ask(when, today()))]

    assert desk(cast.clerk, "later") == ["测试企业1，JH-1"]
    assert desk(cast.clerk, "overdue") == ["测试企业1，JH-2"]
    assert desk(cast.handler, "overdue") == []
    settings.TODAY = "2018-11-15"
    assert desk(cast.clerk, "later") == ["测试企业1，JH-3"]


def test_nothing_of_loans_is_public(client):
    assert "pledge_loans" not in public_registers()
    assert client.get("/public/registers/pledge_loans/").status_code == 404
    assert client.get("/public/registers/").status_code == 200


@pytest.mark.usefixtures("rows")
def test_rows_of_all_registers_are_those_of_each(cast: LoanCast):
    for person in (cast.clerk, cast.other_clerk, cast.handler):
        assert all_rows_visible_to(person).count() == rows_visible_to(person, cast.kept).count()


def test_a_bank_learns_that_a_right_is_pledged_and_not_for_which_loan(cast: LoanCast, settings):
    pledge = {"loan_id": "NS-9003", "right_id": "R1", "registered": "2017-03-01", "released": None}
    write_patent(settings.DATA, pledges=[pledge])
    row = cast.enter()
    told = {}
    for person in (cast.clerk, cast.handler):
        client = Client()
        client.force_login(person)
        told[person] = client.get(f"/registers/pledge_loans/{row.pk}/").content.decode()
    assert "已于 2017-03-01 为另一笔贷款质押登记" in told[cast.clerk]
    assert "NS-9003" not in told[cast.clerk]
    assert "已于 2017-03-01 为贷款 NS-9003 质押登记" in told[cast.handler]
