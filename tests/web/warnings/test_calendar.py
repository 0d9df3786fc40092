"""The calendar of deadlines: a secret address of one person, every deadline that they may see, in words that name nobody else."""

from datetime import date

from django.core.cache import cache

from factories.calendar_reading import read_calendar
from factories.people import PASSWORD, make_organisation, make_person
from factories.registers import LoanCast, write_patent
from factories.supervision import Cast, send
from zhixian.web.accounts.actions.leaving import close_account
from zhixian.web.kit.clock import today
from zhixian.web.kit.models import Entry
from zhixian.web.kit.own_data import held_about
from zhixian.web.warnings.actions import drop_of_closed_accounts, hashed, make_calendar, revoke_calendar
from zhixian.web.warnings.jobs import look_again
from zhixian.web.warnings.models import CalendarAddress, Listener, Raised
from zhixian.web.warnings.queries import open_for
from zhixian.web.warnings.views.calendar import OFTEN


def fetch(client, secret):
    return client.get(f"/calendar/{secret}.ics")


def events(client, secret):
    answer = fetch(client, secret)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    return read_calendar(answer.content).events


def test_a_bank_reads_its_deadlines_without_signing_in_and_its_customer_is_not_named(cast: LoanCast, client):
    row = cast.enter(due="2018-06-20")
    look_again()
    [event] = events(client, make_calendar(cast.clerk))
    assert (event["DTSTART"], event["DTEND"]) == ("20180620", "20180621")
    assert event["SUMMARY"] == "知识产权质押贷款台账：贷款到期"
    assert event["URL"] == f"http://testserver/registers/pledge_loans/{row.pk}/"
    assert "测试企业1" not in fetch(client, make_calendar(cast.clerk)).content.decode()
    assert events(client, make_calendar(cast.other_clerk)) == []


def test_the_same_deadline_keeps_its_uid(cast: LoanCast, client, settings):
    cast.enter(due="2018-06-20")
    secret = make_calendar(cast.clerk)
    before = [event["UID"] for event in events(client, secret)]
    settings.TODAY = "2018-06-25"
    look_again()
    assert [event["UID"] for event in events(client, secret)] == before
    assert len(before) == 1


def test_an_overdue_request_and_one_to_come_are_both_there(client, settings):
    settings.TODAY = "2020-11-16"
    people = Cast()
    first = send(people)
    settings.TODAY = "2020-11-24"
    second = send(people, "6")
    found = events(client, make_calendar(people.handler))
    assert [event["SUMMARY"] for event in found] == [
        f"督办 {first.number}：答复督办",
        f"督办 {second.number}：答复督办",
    ]
    assert [event["DTSTART"] for event in found] == [f"{first.due:%Y%m%d}", f"{second.due:%Y%m%d}"]


def test_a_warning_that_is_on_no_desk_is_there_and_what_is_over_is_no_deadline(client, settings):
    holder = make_person("enterprise", organisation=make_organisation(party="P1"))
    write_patent(settings.DATA, {"event": "lapsed", "effective": "2018-05-20"})
    look_again()
    secret = make_calendar(holder)
    assert open_for(holder, as_of=today()).count() == 1
    assert events(client, secret) == []
    renewal = Raised.objects.create(
        rule="mark_renewal", subject="right:1/1", name="注册商标 1/1", words="某公司的注册商标", link="/rights/1/1/",
        day=date(2018, 9, 1), opened_on=today(), seen_on=today(),
    )  # fmt: skip
    Listener.objects.create(raised=renewal, organisation_id=next(iter(holder.organisations)))
    [event] = events(client, secret)
    assert (event["SUMMARY"], event["DTSTART"]) == ("预警：商标该续展了", "20180901")
    assert event["DESCRIPTION"].startswith("商标法第四十条")


def test_only_a_hash_of_the_secret_is_kept(cast: LoanCast):
    secret = make_calendar(cast.clerk)
    row = CalendarAddress.objects.get()
    assert row.secret_hash == hashed(secret)
    assert secret not in str(list(CalendarAddress.objects.values())) + str(list(Entry.objects.values()))
    assert len(secret) >= 40


def test_another_address_closes_the_first_and_a_revoked_one_opens_nothing(cast: LoanCast, client):
    first = make_calendar(cast.clerk)
    second = make_calendar(cast.clerk)
    assert fetch(client, first).status_code == 404
    assert fetch(client, second).status_code == 200
    revoke_calendar(cast.clerk)
    assert fetch(client, second).status_code == 404
    assert fetch(client, "wrong").status_code == 404
    assert [*Entry.objects.order_by("number").values_list("action", flat=True)][-3:] == [
        "calendar_made", "calendar_made", "calendar_revoked",
    ]  # fmt: skip


def test_a_closed_account_and_staff_without_a_second_factor_read_nothing(cast: LoanCast, client):
    secret = make_calendar(cast.handler)
    cast.handler.authenticator_set.all().delete()
    assert fetch(client, secret).status_code == 404
    person = make_person("bank", organisation=cast.bank)
    secret = make_calendar(person)
    close_account(person)
    assert fetch(client, secret).status_code == 404
    drop_of_closed_accounts()
    assert not CalendarAddress.objects.filter(user=person).exists()


def test_a_seat_that_is_closed_takes_its_deadlines_along(cast: LoanCast, client, settings):
    cast.enter(due="2018-06-20")
    secret = make_calendar(cast.clerk)
    assert len(events(client, secret)) == 1
    cast.clerk.seats.update(closed_at="2018-06-01T00:00:00+08:00")
    assert events(client, secret) == []


def test_fetching_without_end_is_refused(cast: LoanCast, client):
    secret = make_calendar(cast.clerk)
    assert {fetch(client, secret).status_code for _ in range(OFTEN.times)} == {200}
    assert fetch(client, secret).status_code == 429
    cache.clear()
    assert client.post(f"/calendar/{secret}.ics").status_code == 405


def test_the_address_is_shown_once_after_the_password_and_is_no_secret_of_the_log(cast: LoanCast, client, caplog):
    client.force_login(cast.clerk)
    assert client.get("/warnings/calendar/").status_code == 302
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    assert "谁知道这个地址" in client.get("/warnings/calendar/").content.decode()
    html = client.post("/warnings/calendar/").content.decode()
    address = html.split('class="secret-address">')[1].split("<")[0]
    assert client.get(address).status_code == 200
    assert "还没有读取过" not in client.get("/warnings/settings/").content.decode()
    assert address.rpartition("/")[2] not in client.get("/warnings/settings/").content.decode()
    client.post("/warnings/calendar/revoke/")
    client.get(address)
    assert address.rpartition("/")[2].removesuffix(".ics") not in caplog.text
    assert held_about(cast.clerk).get("预警提醒", []) == []


def test_a_day_beyond_today_is_no_date_of_another_zone(cast: LoanCast, client):
    cast.enter(due="2018-06-02")
    [event] = events(client, make_calendar(cast.clerk))
    assert date.fromisoformat(event["DTSTART"]) == date(2018, 6, 2)
