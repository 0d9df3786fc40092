"""Files that come with reports: nothing hidden is kept, and what is not taken is refused with advice."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from PIL import Image

from factories.reports import lodge, photo_with_place
from zhixian.core.kernel.refusal import Refusal
from zhixian.web.protection import report_passes
from zhixian.web.protection.models import Report
from zhixian.web.protection.report_files import MOST_FILES, take_files

HEIC = b"\x00\x00\x00\x18ftypheic" + bytes(16)
MP4 = b"\x00\x00\x00\x18ftypisom" + bytes(16)
FORM = {"subject": "trademark", "suspect": "某店", "what": "假酒", "honest": "on", "token": "t1"}


def pdf(info=b"") -> bytes:
    """The smallest PDF there is, with an information dictionary."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>",
        b"<< " + info + b" >>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer\n<< /Size 5 /Root 1 0 R /Info 4 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(out)
    return out + b"xref\n0 5\n0000000000 65535 f \n" + table + end


def sent(name, content):
    return SimpleUploadedFile(name, content)


def test_a_photo_loses_where_and_with_what_it_was_taken():
    (taken,) = take_files([sent("IMG_1.jpg", photo_with_place())], nameless=True)
    assert b"SECRET" not in taken.content
    with Image.open(io.BytesIO(taken.content)) as picture:
        assert (picture.format, picture.size, dict(picture.getexif())) == ("JPEG", (40, 30), {})


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("a.heic", HEIC, "HEIC 照片.*截屏"),
        ("a.mp4", MP4, "视频或录音.*截成图片"),
        ("a.mkv", b"\x1a\x45\xdf\xa3" + bytes(9), "视频或录音"),
        ("a.jpg", MP4, "视频或录音"),
        ("a.exe", b"MZ" + bytes(9), "内容是别的格式"),
        ("a.jpg", b"", "内容是空文件"),
        ("a.pdf", b"%PDF-1.4 cut off", "PDF"),
    ],
)
def test_what_is_not_taken_is_refused_with_advice(name, content, why):
    with pytest.raises(Refusal, match=why):
        take_files([sent(name, content)], nameless=False)


def test_a_paper_that_names_its_author_is_refused_to_who_stays_unknown():
    named = sent("a.pdf", pdf(b"/Author (Lai Mou)"))
    assert len(take_files([named], nameless=False)) == 1
    named.seek(0)
    with pytest.raises(Refusal, match="作者“Lai Mou”，会暴露您"):
        take_files([named], nameless=True)
    assert len(take_files([sent("a.pdf", pdf(b"/Producer (x)"))], nameless=True)) == 1


def test_there_is_an_end_to_how_many_and_how_much(monkeypatch):
    with pytest.raises(Refusal, match="选了 9 个文件"):
        take_files([sent("a.jpg", b"x")] * (MOST_FILES + 1), nameless=False)
    monkeypatch.setattr("zhixian.web.protection.report_files.MOST_BYTES", 10)
    with pytest.raises(Refusal, match="合计"):
        take_files([sent("a.jpg", photo_with_place())], nameless=False)


def test_the_form_takes_files_without_touching_the_disk(client, monkeypatch, settings):
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 1
    monkeypatch.setattr(TemporaryUploadedFile, "__init__", lambda *_, **__: pytest.fail("a copy on the disk"))
    answer = client.post("/report/new/anonymous/", {**FORM, "evidence": sent("IMG_赖.jpg", photo_with_place())})
    assert answer.status_code == 200
    assert [file.name for file in Report.objects.get().files.all()] == ["材料1.jpg"]
    assert "no-store" in answer["Cache-Control"]
    again = client.post("/report/new/anonymous/", {**FORM, "evidence": sent("IMG.jpg", photo_with_place())})
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
    own = client.post("/report/new/anonymous/", {**FORM, "evidence": sent("a.jpg", photo_with_place())})
    mine = own.context["report"].files.get()
    assert client.get(f"/report/mine/files/{mine.pk}/").getvalue()[:3] == b"\xff\xd8\xff"
    assert client.get(f"/report/mine/files/{other.pk}/").status_code == 404
    client.post("/report/leave/")
    assert client.get(f"/report/mine/files/{mine.pk}/").status_code == 404
