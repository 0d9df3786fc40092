"""Files that people hand in: by content, made harmless, or politely refused."""

import io

import pytest
from PIL import Image

from factories.matters import Cast, pdf, start, upload
from zhixian.core.kernel.refusal import Refusal
from zhixian.core.workflow.model import Material
from zhixian.web.matters import actions
from zhixian.web.matters.uploads import shown_name, take_file

PAPER = Material("paper", "材料", megabytes=1)


def picture(kind="JPEG", **fields):
    out = io.BytesIO()
    Image.new("RGB", (40, 20), "navy").save(out, kind, **fields)
    return out.getvalue()


def test_a_picture_is_drawn_anew_without_what_it_carried():
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "某牌手机"
    taken = take_file(upload("现场.JPG", picture(exif=exif) + b"<script>hidden</script>"), PAPER)
    assert (taken.name, taken.kind) == ("现场.jpg", "jpg")
    assert b"hidden" not in taken.content
    with Image.open(io.BytesIO(taken.content)) as seen:
        assert seen.size == (20, 40)
        assert not seen.getexif()


def test_a_png_keeps_its_kind():
    assert take_file(upload("图.png", picture("PNG")), PAPER).kind == "png"


def test_a_plain_pdf_is_taken_as_it_is():
    content = pdf()
    assert take_file(upload("合同.pdf", content), PAPER).content == content


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.pdf", b"", "内容是空文件"),
        ("a.pdf", b"MZ\x90\x00", "内容是别的格式"),
        ("a.pdf", b"<html><script>", "内容是别的格式"),
        ("a.jpg", b"\xff\xd8\xff\xe0 not a picture", "图片打不开"),
        ("a.png", b"\x89PNG\r\n\x1a\nrubbish", "图片打不开"),
        ("a.pdf", b"%PDF-1.4\n1 0 obj", "不完整"),
        ("a.pdf", b"%PDF-1.4\nrubbish\n%%EOF", "打不开"),
        ("a.pdf", pdf(body="/OpenAction << /S /JavaScript /JS (app.alert(1)) >>"), "会自动运行的内容"),
        ("a.pdf", pdf(body="/OpenAction << /S /Launch /F (cmd.exe) >>"), "会自动运行的内容"),
        ("a.pdf", pdf(body="/AA << /O << /S /#4aavaScript /#4aS (x) >> >>"), "会自动运行的内容"),
        ("a.pdf", pdf(body="/Names << /EmbeddedFiles << >> >>"), "会自动运行的内容"),
        ("a.pdf", b"%PDF-1.4" + b" " * 1_100_000, "不超过 1 MB"),
    ],
)
def test_a_bad_file_is_refused_with_what_was_found(name, content, said):
    with pytest.raises(Refusal, match=said):
        take_file(upload(name, content), PAPER)


def test_a_kind_that_the_material_does_not_take_is_refused():
    with pytest.raises(Refusal, match="内容是JPG 图片。应为：PDF"):
        take_file(upload("a.pdf", picture()), Material("paper", "材料", kinds=("pdf",)))


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\材料\\合同.pdf", "合同.pdf"),
        ("合同\u202efdp.exe", "合同fdp.exe"),
        ("a\x00b\r\n.pdf", "ab.pdf"),
        ("...", "材料"),
        ("", "材料"),
    ],
)
def test_a_name_is_only_a_name(given, kept):
    assert shown_name(given) == kept


def test_an_organisation_stores_no_more_than_its_share(cast, settings):
    dossier = start(cast)
    settings.STORED_LIMIT = 2 * len(pdf())
    kept = actions.attach_material(dossier, "interest_receipts", upload(), by=cast.applicant)
    actions.remove_material(kept, by=cast.applicant)
    actions.attach_material(start(cast, subject="L1-2"), "interest_receipts", upload(), by=cast.applicant)
    with pytest.raises(Refusal, match="测试企业1存的材料已有 0 MB，再加这一个就超过 0 MB"):
        actions.attach_material(dossier, "interest_receipts", upload(), by=cast.applicant)
    other = Cast("P2")
    actions.attach_material(start(other), "interest_receipts", upload(), by=other.applicant)
