"""What a unit has entered of an organisation, which would have entered it itself: the organisation reads it, and changes nothing."""

import io
from datetime import date

import openpyxl
import pytest
from django.test import Client

from factories.people import make_organisation, make_person
from factories.registers import TYPED, row_of
from zhixian.core.kernel.refusal import Refusal
from zhixian.core.registers.rows import read_row
from zhixian.core.warnings.reading import warning_rules
from zhixian.web.kit.clock import today
from zhixian.web.kit.duties import Ask
from zhixian.web.registers.actions import change_row, enter_row, strike_row
from zhixian.web.registers.definitions import kept_registers
from zhixian.web.registers.duties import register_duties
from zhixian.web.registers.queries.visibility import counts, rows_visible_to
from zhixian.web.warnings.feed import events_of
from zhixian.web.warnings.looking import Looker

VARIETY = {
    "owner": "样例种业有限公司", "name": "稻4号", "genus": "稻", "sort": "other", "office": "agriculture", "number": "CNA4",
    "applied_on": "2010-03-10", "granted_on": "2014-07-02", "expires_on": "2029-07-02", "fee_until": "2018-06-30",
}  # fmt: skip
AID = {
    "party": "测试企业1", "number": "2018-1", "size": "small", "sort": "sue", "rights": "CN201510000001.0", "against": "某公司",
    "facts": "赔偿两万元。", "begun_on": "2018-01-05", "legal": "20000", "asked": "10000", "filed_on": "2018-05-01",
}  # fmt: skip
PLACE = "县农业局"


@pytest.fixture
def owner():
    return make_organisation(name="样例种业有限公司")


@pytest.fixture
def clerk(owner):
    return make_person("enterprise", organisation=owner)


@pytest.fixture
def bureau():
    return make_person("handler", unit="agriculture_bureau")


def kept(register="plant_varieties"):
    return kept_registers()[register]


def page(person, address):
    client = Client()
    client.force_login(person)
    return client.get(address)


def address_of(row):
    return f"/registers/{row.register}/{row.pk}/"


def test_the_owner_finds_reads_and_exports_what_a_unit_entered_of_it(clerk, bureau):
    row = row_of("plant_varieties", by=bureau, **{**VARIETY, "owner": "样例种业　有限公司"})
    told = page(clerk, address_of(row)).content.decode()
    assert f"这一行由{row.place}录入，写的是本单位" in told
    assert "2018-06-30" in told
    assert "/change/" not in told
    assert "稻4号" in page(clerk, "/search/?q=稻4号").content.decode()
    listed = page(clerk, "/registers/plant_varieties/").content.decode()
    assert f"{row.place}录入" in listed
    book = openpyxl.load_workbook(io.BytesIO(page(clerk, "/registers/plant_varieties/rows.xlsx").content))
    assert "CNA4" in [cell for sheet in book.worksheets for line in sheet.iter_rows(values_only=True) for cell in line]


def test_nobody_else_reads_it(owner, bureau):
    row = row_of("plant_varieties", by=bureau, **VARIETY)
    waiting = make_organisation(name=f"{owner.name}（分公司）")
    unproven = make_organisation(name="另一家种业", confirmed=False)
    another = row_of("plant_varieties", by=bureau, **{**VARIETY, "number": "CNA5", "owner": unproven.name})
    for person in (
        make_person("enterprise", organisation=waiting),
        make_person("bank", organisation=make_organisation(kind="bank", name="样例种业")),
        make_person("enterprise", organisation=unproven),
        make_person(),
    ):
        assert not rows_visible_to(person, kept()).exists()
        assert [page(person, address_of(one)).status_code for one in (row, another)].count(200) == 0


def test_where_two_bear_the_name_neither_reads_it(owner, clerk, bureau):
    row = row_of("plant_varieties", by=bureau, **VARIETY)
    assert list(rows_visible_to(clerk, kept())) == [row]
    other = make_person("enterprise", organisation=make_organisation(name=owner.name))
    clerk = make_person("enterprise", organisation=type(owner).objects.get(pk=owner.pk))
    for person in (clerk, other):
        assert not rows_visible_to(person, kept()).exists()
    rule = warning_rules()["row_due"]
    assert [one.organisations for one in Looker(date(2018, 6, 25)).looks_at(rule) or ()] == [()]


def test_a_credit_code_of_somebody_else_keeps_it_from_the_namesake(owner, clerk):
    unit = kept("protection_aid").units[0]
    by = make_person("handler", unit=unit)
    for number, code in enumerate((owner.credit_code, "91350823MA0000003X", ""), 1):
        row_of("protection_aid", by=by, **{**AID, "party": owner.name, "number": f"2018-{number}", "code": code})
    told = [row.values["number"] for row in rows_visible_to(clerk, kept("protection_aid")).order_by("pk")]
    assert told == ["2018-1", "2018-3"]


def test_the_owner_neither_changes_nor_strikes_it_and_hears_whom_to_ask(client, owner, clerk, bureau):
    row = row_of("plant_varieties", by=bureau, **VARIETY)
    with pytest.raises(Refusal, match=f"由{row.place}修改"):
        change_row(row, kept(), {**row.values, "fee_until": "2019-06-30"}, by=clerk, version=row.version)
    with pytest.raises(Refusal, match=f"由{row.place}修改"):
        strike_row(row, kept(), by=clerk, version=row.version, reason="录错了")
    client.force_login(clerk)
    assert client.get(f"{address_of(row)}change/").status_code == 404
    with pytest.raises(
        Refusal, match=rf"由{row.place}于 2018-06-01 录入.*那一行“{row}”写的是本单位.*请与{row.place}联系"
    ):
        enter_row(kept(), row.values, by=clerk, organisation=owner)
    stranger = make_organisation(name="另一家种业")
    person = make_person("enterprise", organisation=stranger)
    with pytest.raises(Refusal, match="由别的单位录入"):
        enter_row(kept(), {**row.values, "owner": stranger.name}, by=person, organisation=stranger)


def test_what_was_found_of_it_stays_with_the_office(clerk, bureau):
    row = row_of("plant_varieties", by=bureau, **{**VARIETY, "sort": "woody", "genus": "水稻"})
    row.refresh_from_db()
    assert row.grave
    assert "不是藤本植物" in page(bureau, address_of(row)).content.decode()
    told = page(clerk, address_of(row)).content.decode()
    assert "不是藤本植物" not in told
    assert "核对无误" not in told
    assert counts(clerk, kept(), as_of=today())["bad"] == 0
    assert counts(bureau, kept(), as_of=today())["bad"] == 1
    assert "稻4号" not in page(clerk, "/registers/plant_varieties/?only=grave").content.decode()
    assert "稻4号" in page(bureau, "/registers/plant_varieties/?only=grave").content.decode()


def test_its_days_stand_on_the_owner_s_desk_and_in_its_calendar_until_they_pass(clerk, bureau, settings):
    row_of("plant_varieties", by=bureau, **VARIETY)

    def desk(when):
        return [(one.step, one.party, one.waits_for) for one in register_duties(clerk, Ask(when, today()))]

    assert desk("later") == [("缴纳年费", f"{PLACE}录入", "")]
    assert [event.day for event in events_of(clerk, site="https://example.test")] == [date(2018, 6, 30)]
    settings.TODAY = "2018-07-05"
    assert desk("overdue") == []
    assert desk("waiting") == [("缴纳年费", f"{PLACE}录入", PLACE)]
    assert [one.step for one in register_duties(bureau, Ask("overdue", today()))] == ["缴纳年费"]


def test_the_owner_hears_the_warning_of_the_day_with_who_entered_it(owner, bureau):
    row = row_of("plant_varieties", by=bureau, **VARIETY)
    row_of("plant_varieties", by=bureau, **{**VARIETY, "number": "CNA6", "owner": "没有账号的公司"})
    found = list(Looker(date(2018, 6, 25)).looks_at(warning_rules()["row_due"]) or ())
    assert [(one.units, one.organisations) for one in found] == [
        (("agriculture_bureau",), (owner.pk,)),
        (("agriculture_bureau",), ()),
    ]
    assert f"由{row.place}录入" in found[0].words
    assert "录入" not in found[1].words


def test_a_loan_that_a_unit_entered_is_read_by_its_bank_and_not_by_its_borrower():
    bank, borrower = make_organisation(kind="bank", name="某银行"), make_organisation(name="测试企业1")
    row = row_of("pledge_loans", by=make_person("handler", unit=kept("pledge_loans").units[0]), **TYPED)
    assert list(rows_visible_to(make_person("bank", organisation=bank), kept("pledge_loans"))) == [row]
    assert not rows_visible_to(make_person("enterprise", organisation=borrower), kept("pledge_loans")).exists()
    clerk = make_person("bank", organisation=bank)
    told = page(clerk, address_of(row)).content.decode()
    assert "13800000000" not in told
    assert "看个人信息" not in told


def test_rows_that_organisations_entered_stay_theirs(owner, clerk):
    other = make_organisation(name="另一家种业")
    values, _ = read_row(kept().register, {**VARIETY, "owner": other.name}, today=today())
    row = enter_row(kept(), values, by=make_person("enterprise", organisation=other), organisation=other)
    row.values["owner"] = owner.name  # as after a name that changed hands
    row.save()
    assert not rows_visible_to(clerk, kept()).exists()


def test_who_also_sits_in_a_unit_still_reads_all(owner, bureau):
    from zhixian.web.accounts.models import Seat

    row_of("plant_varieties", by=bureau, **VARIETY)
    row_of("plant_varieties", by=bureau, **{**VARIETY, "number": "CNA7", "owner": "没有账号的公司"})
    Seat.objects.create(user=bureau, role="enterprise", organisation=owner)
    both = type(bureau).objects.get(pk=bureau.pk)
    assert rows_visible_to(both, kept()).count() == 2
