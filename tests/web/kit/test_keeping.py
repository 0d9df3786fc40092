"""What has been kept long enough is listed, decided on by the lead office, and goes the night after; one's data can be taken out."""

import io
import json
import zipfile
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings as site
from django.urls import reverse

from factories.matters import Cast, make_dossier
from factories.people import PASSWORD, make_person
from factories.reports import ReportCast, lodge, set_up_custodian
from zhixian.web.accounts.actions import UnableTo
from zhixian.web.accounts.actions.leaving import GONE, close_account
from zhixian.web.accounts.models import User
from zhixian.web.incentives.models import Transfer
from zhixian.web.kit import keeping, record
from zhixian.web.kit.keeping import UnableToClear, clear, decide_clearing
from zhixian.web.kit.models import Clearing, Entry, Notice
from zhixian.web.kit.notices import notices_of, tell
from zhixian.web.matters.actions import raise_objection
from zhixian.web.matters.models import Dossier, Objection
from zhixian.web.matters.queries import dossiers_visible_to
from zhixian.web.protection.models import Report

NIGHT = date(2049, 1, 1)
"""The first on which what was paid in 2018 has been kept thirty years."""


@pytest.fixture
def lead():
    return make_person("lead_office", unit="leading_group_office", last_login="2048-12-31T00:00Z")


def night(settings, day, lead):
    """The list of a night is made, decided on, and carried out the next night."""
    settings.TODAY = day.isoformat()
    clear(as_of=day)
    row = Clearing.objects.first()
    decide_clearing(row, by=lead, go=True)
    settings.TODAY = (day + timedelta(days=1)).isoformat()
    clear(as_of=day + timedelta(days=1))
    row.refresh_from_db()
    return row


def files():
    return sorted(path for path in Path(site.MEDIA_ROOT).rglob("*") if path.is_file())


def test_a_paid_dossier_goes_after_thirty_years_and_what_was_paid_stays(
    county, settings, lead, django_capture_on_commit_callbacks
):
    dossier = make_dossier(Cast(), "done")
    paid, letter, events = Transfer.objects.count(), dossier.letter.name, dossier.events.count()
    assert dossier.materials.exists()
    settings.TODAY = "2048-12-31"
    assert keeping.count_past(as_of=date(2048, 12, 31))["paid_dossier"] == 0
    with django_capture_on_commit_callbacks(execute=True):
        row = night(settings, NIGHT, lead)
    fresh = Dossier.objects.get(pk=dossier.pk)
    assert (row.state, fresh.cleared_on) == ("done", NIGHT + timedelta(days=1))
    assert not fresh.materials.exists()
    assert not fresh.messages.exists()
    assert set(fresh.answers) <= set(fresh.its_matter.public_fields)
    assert (fresh.award_fen, fresh.payment, fresh.events.count()) == (dossier.award_fen, dossier.payment, events)
    assert Transfer.objects.count() == paid
    assert [path.relative_to(site.MEDIA_ROOT).as_posix() for path in files()] == [letter]
    line = Entry.objects.get(action="let_go", subject=record.name_of(fresh))
    assert (line.actor, line.detail["term"]) == (f"user:{lead.pk}", "paid_dossier")
    assert list(record.verify()) == []


def test_nothing_goes_that_was_not_decided_on(county, settings, lead):
    dossier = make_dossier(Cast(), "done")
    settings.TODAY = NIGHT.isoformat()
    clear(as_of=NIGHT)
    clear(as_of=NIGHT + timedelta(days=1))
    row = Clearing.objects.get()
    assert (row.state, row.listed["paid_dossier"]) == ("proposed", [dossier.pk])
    assert Dossier.objects.get(pk=dossier.pk).materials.exists()
    assert notices_of(lead).filter(link="/keeping/clearing/").count() == 1
    decide_clearing(row, by=lead, go=True)
    decide_clearing(row, by=lead, go=False)
    clear(as_of=NIGHT + timedelta(days=2))
    assert Dossier.objects.get(pk=dossier.pk).materials.exists()
    assert Clearing.objects.count() == 1
    clear(as_of=NIGHT + timedelta(days=31))
    assert Clearing.objects.filter(state="proposed").count() == 1
    with pytest.raises(UnableToClear):
        decide_clearing(row, by=lead, go=True)


def test_a_draft_goes_whole_and_one_that_is_taken_up_again_stays(county, settings, lead):
    cast = Cast()
    draft, other = make_dossier(cast, "draft"), make_dossier(Cast("P2"), "draft")
    Dossier.objects.update(changed_at="2018-12-03T10:00Z")
    settings.TODAY = "2019-12-05"
    clear(as_of=date(2019, 12, 5))
    row = Clearing.objects.get()
    assert row.listed["draft"] == [draft.pk, other.pk]
    decide_clearing(row, by=lead, go=True)
    Dossier.objects.filter(pk=other.pk).update(changed_at="2019-12-05T10:00Z")
    clear(as_of=date(2019, 12, 6))
    assert list(Dossier.objects.values_list("pk", flat=True)) == [other.pk]


def test_who_objected_goes_before_what_was_objected(county, settings, lead):
    cast = Cast()
    dossier = make_dossier(cast, "publicity")
    objection = raise_objection(dossier, name="林某", contact="13800138000", body="这笔贷款没有还过。")
    Dossier.objects.filter(pk=dossier.pk).update(outcome="withdrawn", closed_on="2018-12-10")
    night(settings, date(2023, 12, 11), lead)
    found = Objection.objects.get(pk=objection.pk)
    assert (found.name, found.contact, found.body) == ("（已清理）", "", "这笔贷款没有还过。")


def test_a_reporter_goes_before_the_report_and_the_count_stays(county, settings, lead):
    set_up_custodian(ReportCast().custodian)
    row = ended_report()
    night(settings, date(2023, 12, 11), lead)
    fresh = Report.objects.get(pk=row.pk)
    assert not fresh.sealed_fields.exists()
    assert (fresh.what, fresh.cleared_on) == (row.what, None)
    night(settings, date(2029, 1, 1), lead)
    fresh.refresh_from_db()
    assert (fresh.what, fresh.suspect, fresh.words_hash) == ("", "", "")
    assert fresh.code_digest != row.code_digest
    assert (fresh.number, fresh.subject, fresh.received_on) == (row.number, row.subject, row.received_on)
    assert not fresh.messages.exists()


def ended_report():
    row = lodge("named").report
    Report.objects.filter(pk=row.pk).update(outcome="done", closed_on="2018-12-10")
    row.refresh_from_db()
    assert row.sealed_fields.exists()
    return row


def test_an_account_without_a_seat_goes_after_three_years_and_one_with_a_seat_stays(settings, lead):
    settings.TODAY = "2022-01-02"
    unused = make_person(name="张三", last_login="2018-12-30T08:00Z")
    seated = make_person("enterprise", last_login="2018-12-30T08:00Z")
    lately = make_person(last_login="2019-06-01T08:00Z")
    night(settings, date(2022, 1, 2), lead)
    assert User.objects.get(pk=unused.pk).name == GONE
    assert [User.objects.get(pk=one.pk).left_on for one in (seated, lately)] == [None, None]


def test_a_list_that_is_put_off_while_it_is_carried_out_stops_there(county, settings, lead, monkeypatch):
    for number in range(3):
        make_dossier(Cast(f"P{number + 1}"), "done", subject=f"L{number + 1}-1")
    settings.TODAY = NIGHT.isoformat()
    clear(as_of=NIGHT)
    row = Clearing.objects.get()
    decide_clearing(row, by=lead, go=True)
    let_go = keeping._let_go

    def and_then_put_off(*given, **more):
        done = let_go(*given, **more)
        decide_clearing(row, by=lead, go=False)
        return done

    monkeypatch.setattr(keeping, "_let_go", and_then_put_off)
    listed = sum(map(len, row.listed.values()))
    assert clear(as_of=NIGHT + timedelta(days=1)) == 1
    row.refresh_from_db()
    assert (row.state, row.gone, row.done_at) == ("put_off", 1, None)
    assert listed > 1


def test_notices_go_by_themselves(settings):
    settings.TODAY = "2018-12-03"
    person = make_person(last_login="2020-12-01T00:00Z")
    tell([person], "一条旧的")
    settings.TODAY = "2020-12-04"
    tell([person], "一条新的")
    clear(as_of=date(2020, 12, 4))
    assert list(Notice.objects.filter(user=person).values_list("title", flat=True)) == ["一条新的"]


def test_the_page_tells_every_term_and_the_list_is_decided_on_by_the_lead_office(client, county, settings, sign_in):
    told = client.get("/keeping/").content.decode()
    assert all(term.source in told for term in keeping.terms().values())
    assert set(keeping.KINDS) == set(keeping.terms())
    dossier = make_dossier(Cast(), "done")
    settings.TODAY = NIGHT.isoformat()
    clear(as_of=NIGHT)
    row = Clearing.objects.get()
    address = reverse("decide_clearing", args=[row.pk])
    assert sign_in("admin", unit="leading_group_office").post(address, {"answer": "go"}).status_code == 403
    lead = sign_in("lead_office", unit="leading_group_office")
    page = lead.get("/keeping/clearing/").content.decode()
    assert dossier.number in page
    assert "今晚照此清理" in page
    assert "今晚清理" in lead.post(address, {"answer": "go"}, follow=True).content.decode()
    assert Clearing.objects.get().state == "approved"


def test_signing_up_tells_what_is_kept(client):
    page = client.get("/accounts/signup/").content.decode()
    assert "注册就是同意这样使用" in page
    assert 'href="/keeping/"' in page


def prove(client):
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})


def test_a_person_takes_out_what_the_site_holds(county, client):
    cast = Cast()
    dossier, other = make_dossier(cast, "acceptance"), make_dossier(Cast("P2"), "acceptance")
    client.force_login(cast.applicant)
    assert client.get("/accounts/data/")["Location"].startswith("/accounts/reauthenticate/")
    prove(client)
    assert "办件" in client.get("/accounts/data/").content.decode()
    answer = client.post("/accounts/data/")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        found = {name: json.loads(archive.read(name)) for name in archive.namelist()}
    assert found["账号.json"][0]["手机"] == "13800138000"
    assert [row["编号"] for row in found["办件.json"]] == [dossier.number]
    assert found["办件.json"][0]["填报"]["收款账号"] == dossier.answers["bank_account"]
    assert other.number not in json.dumps(found, ensure_ascii=False)
    assert Entry.objects.filter(action="own_data_taken", actor=f"user:{cast.applicant.pk}").count() == 1


def test_a_person_closes_the_account_and_the_dossier_stays_with_the_enterprise(county, client):
    cast = Cast()
    dossier, email = make_dossier(cast, "acceptance"), cast.applicant.email
    colleague = make_person("enterprise", organisation=cast.organisation)
    client.force_login(cast.applicant)
    prove(client)
    assert client.post("/accounts/leave/", {"sure": "是"}).status_code == 422
    assert client.post("/accounts/leave/", {"sure": "注销"}).status_code == 302
    gone = User.objects.get(pk=cast.applicant.pk)
    assert (gone.name, gone.phone, gone.is_active, gone.has_usable_password()) == (GONE, "", False, False)
    assert not gone.emailaddress_set.exists()
    assert not User.objects.filter(email=email).exists()
    assert client.get("/accounts/")["Location"].startswith("/accounts/login/")
    assert dossier in dossiers_visible_to(colleague)
    assert make_person(email=email).pk != gone.pk


def test_who_sits_in_a_unit_does_not_close_the_account_alone():
    officer = make_person("handler", unit="court")
    with pytest.raises(UnableTo, match="先关闭席位"):
        close_account(officer)
    assert User.objects.get(pk=officer.pk).left_on is None
