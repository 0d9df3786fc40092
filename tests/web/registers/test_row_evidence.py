"""Evidence of a row: attached with both hashes, read by whom it concerns, taken off with a reason that stays."""

import hashlib
import io
from pathlib import Path

import pytest
from django.urls import reverse
from PIL import Image

from factories.matters import upload
from factories.people import make_person
from factories.registers import CASE, row_of
from zhixian.web.kit import record
from zhixian.web.kit.models import Entry
from zhixian.web.registers.actions import strike_row
from zhixian.web.registers.definitions import kept_registers
from zhixian.web.registers.models import RowEvent, RowFile


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def handler():
    return make_person("handler", unit="market_regulation_bureau")


@pytest.fixture
def case(handler):
    return row_of("ip_cases", by=handler, **CASE)


@pytest.fixture
def sent(client, handler, case):
    """`sent(file, …)` attaches files by the form."""
    client.force_login(handler)

    def go(*files, said="商品页截图"):
        address = reverse("attach_register_file", args=["ip_cases", case.pk])
        return client.post(address, {"evidence": list(files), "said": said})

    return go


def got(client, file):
    """The status of the address of a file."""
    answer = client.get(reverse("register_file", args=[file.pk]))
    if answer.streaming:
        b"".join(answer.streaming_content)  # which closes the file, and nothing else
    return answer.status_code


def picture(colour="#e8eef5"):
    out = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(out, "JPEG", comment=b"hidden words")
    return out.getvalue()


def test_a_file_is_kept_with_the_hash_it_was_sent_with_and_that_of_what_is_kept(client, sent, case, handler):
    original = picture()
    assert sent(upload("现场.jpg", original)).status_code == 302
    file = case.files.get()
    assert (file.name, file.said, file.by) == ("现场.jpg", "商品页截图", handler)
    assert file.sent_sha256 == hashlib.sha256(original).hexdigest()
    content = b"".join(client.get(reverse("register_file", args=[file.pk])).streaming_content)
    assert file.sha256 == hashlib.sha256(content).hexdigest() != file.sent_sha256
    assert b"hidden words" not in content
    page = client.get(reverse("register_row", args=["ip_cases", case.pk])).content.decode()
    assert file.sent_sha256 in page
    assert [entry.detail["files"] for entry in Entry.objects.filter(action="row_evidence_attached")] == [
        [["现场.jpg", file.sent_sha256, file.sha256]]
    ]
    assert Entry.objects.filter(action="row_evidence_read").count() == 1
    assert list(record.verify()) == []


def test_a_file_attached_by_mistake_goes_from_the_disk_and_its_trace_stays(
    client, sent, case, django_capture_on_commit_callbacks
):
    sent(upload())
    file = case.files.get()
    path = Path(file.file.path)
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(reverse("remove_register_file", args=[file.pk]), {"why": "附错了案件"})
    assert answer.status_code == 302
    assert not path.exists()
    assert got(client, file) == 404
    page = client.get(reverse("register_row", args=["ip_cases", case.pk])).content.decode()
    assert "附错了案件" in page
    assert file.sha256 in page
    assert list(RowEvent.objects.values_list("name", flat=True)) == ["录入", "附上证据", "移除证据"]
    assert sent(upload()).status_code == 302, "and may be attached again"


@pytest.mark.parametrize(
    ("files", "said", "told"),
    [
        ((), "截图", "没有选文件"),
        ((b"MZ\x90\x00",), "截图", "内容是别的格式"),
        ((None,), "", "这个字段是必填项"),
        ((None, None), "截图", "已经附过"),
    ],
)
def test_what_is_no_evidence_is_told_and_not_kept(sent, case, files, said, told):
    if files == (None, None):
        sent(upload())
        files = (None,)
    answer = sent(*(upload(content=content) for content in files), said=said)
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert case.files.count() == (1 if told == "已经附过" else 0)


def test_one_file_twice_in_one_go_is_told(sent, case):
    answer = sent(upload("a.pdf"), upload("b.pdf"))
    assert (answer.status_code, case.files.count()) == (422, 0)
    assert "“b.pdf”已经附过" in answer.content.decode()


def test_two_files_of_one_name_keep_both_hashes_on_the_record(sent, case):
    sent(upload("现场.jpg", picture()), upload("现场.jpg", picture("#000000")))
    hashes = {(file.name, file.sent_sha256) for file in case.files.all()}
    told = Entry.objects.get(action="row_evidence_attached").detail["files"]
    assert {(name, sent_hash) for name, sent_hash, _ in told} == hashes
    assert len(hashes) == 2


def test_a_file_without_a_reason_stays(client, sent, case):
    sent(upload())
    answer = client.post(reverse("remove_register_file", args=[case.files.get().pk]), {"why": "  "})
    assert (answer.status_code, case.files.get().removed_why) == (422, "")
    assert "没有写原因" in answer.content.decode()


@pytest.mark.parametrize(
    ("role", "place", "reads"),
    [
        ("handler", "court", True),
        ("lead_office", "leading_group_office", True),
        ("handler", "statistics_bureau", False),
    ],
)
def test_units_of_the_register_read_it_and_others_only_the_row(client, sent, case, role, place, reads):
    sent(upload())
    file = case.files.get()
    client.force_login(make_person(role, unit=place))
    page = client.get(reverse("register_row", args=["ip_cases", case.pk]))
    assert page.status_code == 200
    assert (file.sha256 in page.content.decode()) is reads
    assert (file.name in page.content.decode()) is reads
    assert got(client, file) == (200 if reads else 404)
    assert client.post(reverse("remove_register_file", args=[file.pk]), {"why": "x"}).status_code == 404
    assert client.post(reverse("attach_register_file", args=["ip_cases", case.pk]), {"said": "x"}).status_code == 404


def test_a_struck_row_keeps_its_evidence_and_takes_no_more(client, sent, case, handler):
    sent(upload())
    strike_row(case, kept_registers()["ip_cases"], by=handler, version=1, reason="并入另一件")
    assert got(client, RowFile.objects.get()) == 200
    assert sent(upload("b.jpg", picture())).status_code == 404


def test_a_register_that_takes_no_files_has_no_such_address(client, handler):
    row = row_of("credit_events", by=handler, party="某公司", code="91350823MA00000016", sort="good", event="x", document="x1", decided_on="2018-01-02")  # fmt: skip
    client.force_login(handler)
    address = reverse("attach_register_file", args=["credit_events", row.pk])
    assert client.post(address, {"evidence": upload(), "said": "x"}).status_code == 404
