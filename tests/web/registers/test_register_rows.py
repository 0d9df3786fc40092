"""Rows entered, changed and struck, and what each refuses."""

import json
import re

import pytest
from django.db import connection

from factories.people import make_organisation, make_person
from factories.registers import TYPED, LoanCast, values_of
from zhixian.core.registers.rows import read_row
from zhixian.web.kit.clock import today
from zhixian.web.kit.models import Entry
from zhixian.web.kit.versions import ChangedMeanwhile
from zhixian.web.registers.actions import UnableToKeep, change_row, enter_row, strike_row
from zhixian.web.registers.definitions import kept_registers
from zhixian.web.registers.models import Row, RowEvent
from zhixian.web.registers.showing import changes_said


def test_a_row_is_entered_with_what_follows_from_it(cast: LoanCast):
    row = cast.enter()
    row.refresh_from_db()
    assert (row.place, str(row), str(row.day)) == ("某银行", "测试企业1，JH-1", "2018-01-03")
    assert (str(row.due), row.due_name, str(row.told_from)) == ("2019-01-03", "贷款到期", "2018-12-04")
    assert [event.kind for event in row.events.all()] == ["enter"]
    assert Entry.objects.filter(action="rows_entered").count() == 1


def test_what_is_personal_lies_sealed_and_is_found_by_nothing(cast: LoanCast):
    row = cast.enter()
    with connection.cursor() as cursor:
        cursor.execute('SELECT "values", search FROM registers_row')
        stored = str(cursor.fetchone())
    assert "林某" not in stored
    assert "13800000000" not in stored
    assert Row.objects.get(pk=row.pk).values["contact"] == "林某"


def test_the_same_loan_is_not_entered_twice(cast: LoanCast):
    cast.enter()
    with pytest.raises(UnableToKeep, match="已经有一行的贷款银行、贷款编号与此相同，由某银行于 2018-06-01 录入"):
        enter_row(cast.kept, values_of(loan="jh 1"), by=cast.handler, unit=cast.kept.units[0])
    assert Row.objects.count() == 1


def test_a_bank_enters_loans_of_its_own_name_only(cast: LoanCast):
    with pytest.raises(UnableToKeep, match="“某银行”不是另一家银行"):
        enter_row(cast.kept, values_of(), by=cast.other_clerk, organisation=cast.other_bank)
    row = cast.enter()
    with pytest.raises(UnableToKeep, match="“另一家银行”不是某银行"):
        change_row(row, cast.kept, values_of(lender="另一家银行"), by=cast.clerk, version=row.version)


def test_one_right_in_two_rows_is_told_until_one_pledge_is_released(cast: LoanCast):
    cast.enter()
    second = cast.enter(loan="JH-2")
    words = [finding["words"] for finding in Row.objects.get(pk=second.pk).findings]
    assert words == ["CN201510000001.0 在本台账里还为 JH-1 质押，没有解除"]
    first = Row.objects.get(values__loan="JH-1")
    change_row(first, cast.kept, values_of(released_on="2018-05-01"), by=cast.clerk, version=first.version)
    second = change_row(
        second, cast.kept, values_of(loan="JH-2", quality="loss"), by=cast.clerk, version=second.version
    )
    assert second.findings == []


def test_one_registration_of_two_loans_is_no_second_pledge(cast: LoanCast):
    registered = {"pledge_number": "Y2018350000001", "pledged_on": "2018-01-02"}
    cast.enter(**registered)
    same, other = cast.enter(loan="JH-2", **registered), cast.enter(loan="JH-3", pledge_number="Y2018350000002")
    assert [(one["check"], one["grave"]) for one in Row.objects.get(pk=same.pk).findings] == [
        ("pledge_number_once", False)
    ]
    words = [finding["words"] for finding in Row.objects.get(pk=other.pk).findings]
    assert words == ["CN201510000001.0 在本台账里还为 JH-1、JH-2 质押，没有解除"]


def test_a_bank_is_told_of_another_s_pledge_without_what_it_may_not_read(cast: LoanCast):
    cast.enter(rights="ZL 2015 1 0000001.0")
    other = enter_row(
        cast.kept, values_of(loan="B-1", lender="另一家银行"), by=cast.other_clerk, organisation=cast.other_bank
    )
    words = [finding["words"] for finding in Row.objects.get(pk=other.pk).findings]
    assert words == ["CN201510000001.0 在本台账里还为 别的银行 1 笔 质押，没有解除"]


def test_a_company_is_not_told_who_has_entered_the_same_right(cast: LoanCast):
    kept = kept_registers()["service_rewards"]
    typed = {
        "right": "CN201510000001.0", "kind": "invention", "granted_on": "2018-01-02", "agreed": "yes", "inventors": "林某",
    }  # fmt: skip
    for name, refused in (("甲公司", None), ("乙公司", "由别的单位录入")):
        company = make_organisation(name=name)
        values, wrong = read_row(kept.register, {**typed, "owner": name}, today=today())
        assert wrong == {}
        clerk = make_person("enterprise", organisation=company)
        if refused is None:
            enter_row(kept, values, by=clerk, organisation=company)
        else:
            with pytest.raises(UnableToKeep, match=refused) as told:
                enter_row(kept, values, by=clerk, organisation=company)
            assert "甲公司" not in str(told.value)


def test_a_release_before_the_pledge_is_refused(cast: LoanCast):
    _, wrong = read_row(cast.kept.register, {**TYPED, "released_on": "2017-12-31"}, today=today())
    assert "早于质押登记日" in wrong["released_on"]


def test_nobody_enters_for_another_bank(cast: LoanCast):
    with pytest.raises(UnableToKeep, match="不由您录入"):
        enter_row(cast.kept, values_of(), by=cast.other_clerk, organisation=cast.bank)


def test_a_handler_of_the_unit_enters_for_the_unit(cast: LoanCast):
    row = enter_row(cast.kept, values_of(), by=cast.handler, unit=cast.kept.units[0])
    assert (row.unit, row.organisation) == (cast.kept.units[0], None)


def test_a_change_is_told_field_by_field_and_of_private_ones_only_that(cast: LoanCast):
    row = cast.enter()
    change_row(row, cast.kept, values_of(quality="loss", contact="陈某"), by=cast.clerk, version=row.version)
    event = RowEvent.objects.get(kind="change")
    assert changes_said(event) == [("贷款质量", "正常", "损失"), ("客户经理", "", "")]
    assert "陈某" not in str(event.changes)


def test_an_answer_that_is_taken_back_is_gone(cast: LoanCast):
    row = cast.enter(repaid="2018-05-01")
    row = change_row(row, cast.kept, values_of(), by=cast.clerk, version=row.version)
    assert "repaid" not in row.values
    assert str(row.due) == "2019-01-03"


def test_a_change_that_changes_nothing_leaves_no_trace(cast: LoanCast):
    row = cast.enter()
    assert change_row(row, cast.kept, values_of(), by=cast.clerk, version=row.version).version == row.version
    assert RowEvent.objects.count() == 1


def test_two_people_do_not_overwrite_each_other(cast: LoanCast):
    row = cast.enter()
    change_row(row, cast.kept, values_of(quality="attention"), by=cast.clerk, version=1)
    with pytest.raises(ChangedMeanwhile, match="刚被改动过"):
        change_row(row, cast.kept, values_of(quality="loss"), by=cast.clerk, version=1)
    assert Row.objects.get().values["quality"] == "attention"


def test_a_struck_row_stays_with_its_reason_and_frees_its_key(cast: LoanCast):
    row = strike_row(cast.enter(), cast.kept, by=cast.clerk, version=1, reason="录错了")
    assert (row.is_open, row.due) == (False, None)
    with pytest.raises(UnableToKeep, match="已经注销"):
        change_row(row, cast.kept, values_of(), by=cast.clerk, version=row.version)
    assert cast.enter().pk != row.pk


def test_a_row_is_not_struck_without_a_reason(cast: LoanCast):
    row = cast.enter()
    with pytest.raises(UnableToKeep, match="没有写原因"):
        strike_row(row, cast.kept, by=cast.clerk, version=row.version, reason=" ")


def test_the_unit_does_not_change_what_a_bank_keeps(cast: LoanCast):
    row = cast.enter()
    with pytest.raises(UnableToKeep, match="由某银行修改"):
        change_row(row, cast.kept, values_of(quality="loss"), by=cast.handler, version=row.version)


def test_what_happened_is_never_rewritten(cast: LoanCast):
    cast.enter()
    with pytest.raises(Exception, match="append-only"):
        RowEvent.objects.update(name="x")


def test_the_page_takes_a_row_and_says_what_is_wrong_beside_the_field(client, cast: LoanCast):
    client.force_login(cast.clerk)
    answer = client.post("/registers/pledge_loans/new/", {**TYPED, "principal": "许多"})
    assert answer.status_code == 422
    assert "“许多”不是金额" in answer.content.decode()
    assert 'value="JH-1"' in answer.content.decode()
    answer = client.post("/registers/pledge_loans/new/", TYPED)
    row = Row.objects.get()
    assert answer.headers["Location"] == f"/registers/pledge_loans/{row.pk}/"
    page = client.get(answer.headers["Location"]).content.decode()
    assert "核对无误" in page
    assert "林某" not in page


def test_private_answers_are_read_on_the_record(client, cast: LoanCast):
    row = cast.enter()
    client.force_login(cast.handler)
    page = client.post(f"/registers/pledge_loans/{row.pk}/private/").content.decode()
    assert "林某" in page
    assert Entry.objects.filter(action="row_unmasked").count() == 1


def test_a_page_of_an_older_version_is_told_so_and_keeps_what_was_typed(client, cast: LoanCast):
    row = cast.enter()
    change_row(row, cast.kept, values_of(quality="attention"), by=cast.clerk, version=1)
    client.force_login(cast.clerk)
    answer = client.post(
        f"/registers/pledge_loans/{row.pk}/change/",
        {**TYPED, "loan": "JH-7", "version": "1", "was": json.dumps({**TYPED, "principal": "1000000.00"})},
    )
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "刚被改动过" in page
    assert 'value="JH-7"' in page
    assert re.search(r'value="attention"[^>]*checked', page)
    assert "贷款质量：正常 → 关注" in page


def test_a_change_to_a_row_that_was_struck_meanwhile_is_told_with_what_was_typed(client, cast: LoanCast):
    row = cast.enter()
    strike_row(row, cast.kept, by=cast.clerk, version=1, reason="录重了")
    client.force_login(cast.clerk)
    was = {**TYPED, "principal": "1000000.00"}
    answer = client.post(
        f"/registers/pledge_loans/{row.pk}/change/",
        {**was, "principal": "2500000", "contact": "林某某", "version": "1", "was": json.dumps(was)},
    )
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "已经注销，改动没有保存" in page
    for label, typed in (("本金（元）", "2500000"), ("客户经理", "林某某")):
        assert re.search(rf"{label}</label>\s*<textarea[^>]*readonly>\s*{typed}</textarea>", page), label
    assert page.count("readonly") == 2


def test_a_list_asks_the_same_few_questions_however_long(client, cast: LoanCast, django_assert_max_num_queries):
    client.force_login(cast.handler)
    for number in range(3):
        cast.enter(loan=f"A{number}")
    client.get("/registers/pledge_loans/")
    with django_assert_max_num_queries(20) as few:
        client.get("/registers/pledge_loans/")
    for number in range(20):
        cast.enter(loan=f"B{number}")
    with django_assert_max_num_queries(len(few)):
        client.get("/registers/pledge_loans/")
