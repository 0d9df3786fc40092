"""Several files at once: nothing hidden is kept, and what is not taken is refused with advice."""

import io

import pytest
from PIL import Image

from factories.matters import upload
from factories.reports import photo_with_place
from zhixian.core.kernel.refusal import Refusal
from zhixian.web.kit.enclosures import MOST_FILES, take_files

HEIC = b"\x00\x00\x00\x18ftypheic" + bytes(16)
MP4 = b"\x00\x00\x00\x18ftypisom" + bytes(16)


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


def test_a_photo_loses_where_and_with_what_it_was_taken():
    (taken,) = take_files([upload("IMG_1.jpg", photo_with_place())], nameless=True)
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
        take_files([upload(name, content)], nameless=False)


def test_a_paper_that_names_its_author_is_refused_to_who_stays_unknown():
    named = upload("a.pdf", pdf(b"/Author (Lai Mou)"))
    assert len(take_files([named], nameless=False)) == 1
    named.seek(0)
    with pytest.raises(Refusal, match="作者“Lai Mou”，会暴露您"):
        take_files([named], nameless=True)
    assert len(take_files([upload("a.pdf", pdf(b"/Producer (x)"))], nameless=True)) == 1


def test_there_is_an_end_to_how_many_and_how_much(monkeypatch):
    with pytest.raises(Refusal, match=r"选了 9 个文件.*合成一个 PDF"):
        take_files([upload("a.jpg", b"x")] * (MOST_FILES + 1), nameless=False)
    monkeypatch.setattr("zhixian.web.kit.enclosures.MOST_BYTES", 10)
    with pytest.raises(Refusal, match="合计"):
        take_files([upload("a.jpg", photo_with_place())], nameless=False)
