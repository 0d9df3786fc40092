"""Files that come with reports: never on the disk unsealed, seen by who sent them and by the desk."""

import pytest
from django.core.files.uploadedfile import TemporaryUploadedFile

from factories.matters import upload
from factories.reports import lodge, photo_with_place
from zhixian.web.protection import report_passes
from zhixian.web.protection.models import Report

FORM = {"subject": "trademark", "suspect": "某店", "what": "假酒", "honest": "on", "token": "t1"}


def test_the_form_takes_files_without_touching_the_disk(client, monkeypatch, settings):
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 1
    monkeypatch.setattr(TemporaryUploadedFile, "__init__", lambda *_, **__: pytest.fail("a copy on the disk"))
    answer = client.post("/report/new/anonymous/", {**FORM, "evidence": upload("IMG_赖.jpg", photo_with_place())})
    assert answer.status_code == 200
    assert [file.name for file in Report.objects.get().files.all()] == ["材料1.jpg"]
    assert "no-store" in answer["Cache-Control"]
    again = client.post("/report/new/anonymous/", {**FORM, "evidence": upload("IMG.jpg", photo_with_place())})
    assert (again.status_code, Report.objects.count()) == (422, 1)


def test_too_much_is_refused_before_it_is_read(client, monkeypatch):
    monkeypatch.setattr(report_passes, "MOST_BYTES", -report_passes.MEGABYTE)
    assert client.post("/report/new/anonymous/", FORM).status_code == 413
    assert Report.objects.count() == 0


def test_a_form_from_another_site_is_refused():
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/report/new/anonymous/", FORM).status_code == 403
    assert Report.objects.count() == 0


def test_somebody_signed_in_is_not_tied_to_the_report(client):
    from django.contrib.sessions.models import Session

    from factories.people import make_person
    from zhixian.web.kit.models import Entry

    person = make_person("enterprise")
    client.force_login(person)
    before = [session.get_decoded() for session in Session.objects.all()]
    assert client.post("/report/new/anonymous/", FORM).status_code == 200
    assert client.get("/report/mine/").status_code == 200
    assert [session.get_decoded() for session in Session.objects.all()] == before
    assert {entry.actor for entry in Entry.objects.filter(subject__startswith="protection.")} == {"public"}


def test_a_named_way_is_closed_without_a_custodian(client):
    assert client.get("/report/new/named/").status_code == 302
    assert client.get("/report/new/other/").status_code == 404


@pytest.mark.parametrize(
    ("links", "wrong"),
    [
        ("http://a.example/1\nhttps://b.example", ""),
        ("javascript:alert(1)", "不是网址"),
        ("http://", "不是网址"),
        ("http://a b", "不是网址"),
    ],
)
def test_links_are_addresses_of_pages(client, links, wrong):
    answer = client.post("/report/new/anonymous/", {**FORM, "links": links})
    assert answer.status_code == (422 if wrong else 200)
    assert wrong in answer.content.decode()


def test_a_reporter_sees_their_own_files_and_nobody_elses(client):
    from factories.reports import taken

    other = lodge(files=[taken("别人的")]).report.files.get()
    own = client.post("/report/new/anonymous/", {**FORM, "evidence": upload("a.jpg", photo_with_place())})
    mine = own.context["report"].files.get()
    assert client.get(f"/report/mine/files/{mine.pk}/").getvalue()[:3] == b"\xff\xd8\xff"
    assert client.get(f"/report/mine/files/{other.pk}/").status_code == 404
    client.post("/report/leave/")
    assert client.get(f"/report/mine/files/{mine.pk}/").status_code == 404
