"""Files that people hand in: by content, made harmless, or politely refused."""

import io
import struct
import sys
import zlib

import pytest
from PIL import Image

from factories.matters import pdf, upload
from factories.pdfs import bomb, noisy_page, scan
from zhixian.core.kernel.refusal import Refusal
from zhixian.core.workflow.model import Material
from zhixian.web.kit import uploads
from zhixian.web.kit.uploads import shown_name, take_file

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
        ("a.pdf", pdf(body="/Deep " + "[" * 80 + "]" * 80), "套了 60 层以上"),
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


ACTIONS = """GoToE GoToR Hide ImportData JavaScript Launch Movie Rendition ResetForm RichMediaExecute SetOCGState Sound
 SubmitForm Thread Trans Unheard"""


@pytest.mark.parametrize("action", ACTIONS.split())
def test_an_action_that_is_not_on_the_list_is_refused_wherever_it_hangs(action):
    body = f"/OpenAction << /S /GoTo /D [3 0 R] /Next [<< /S /{action} >>] >>"
    with pytest.raises(Refusal, match=f"会自动运行的内容或附件（{action}）"):
        take_file(upload("a.pdf", pdf(body=body)), PAPER)


@pytest.mark.parametrize(
    ("catalog", "page", "more", "found"),
    [
        (b"", b"/AA << /O 6 0 R >>", b"<< /S /Movie >>", "Movie"),
        (b"", b"/Annots [<< /A 6 0 R >>]", b"<< /S /#47oToE >>", "GoToE"),
        (b"", b"", b"<< /Type /Action /S /Hide >>", "Hide"),
        (b"/OpenAction 6 0 R", b"", b"<< /S /URI /URI (https://a.example/seen) >>", "链接 https://a.example/seen"),
        (b"", b"/Annots [<< /A 6 0 R >>]", b"<< /S /URI /URI (file://host/share) >>", "链接 file://host/share"),
        (
            b"",
            b"/Annots [<< /A 6 0 R >>]",
            b"<< /S /URI /URI (javascript:alert\\(1\\)) >>",
            r"链接 javascript:alert\(1\)",
        ),
        (b"/OpenAction 6 0 R", b"", b"<< /S /Named /N /Print >>", "Named"),
        (b"", b"", b"<< /Type /Annot /Subtype /Movie /Rect [0 0 9 9] >>", "Movie"),
        (b"", b"", b"<< /Type /Filespec /EF << >> >>", "EF"),
    ],
)
def test_an_action_is_found_behind_references_and_spellings(catalog, page, more, found):
    content = scan(picture(), catalog=catalog, page=page, more=(more,))
    with pytest.raises(Refusal, match=f"（{found}）"):
        take_file(upload("a.pdf", content), PAPER)


@pytest.mark.parametrize(
    "action",
    [
        b"<< /Type /Action /S /GoTo /D [3 0 R /Fit] >>",
        b"<< /S /Named /N /NextPage >>",
        b"<< /S /URI /URI (https://a.example/x) >>",
        b"<< /S /URI /URI (mailto:a@b.example) >>",
        b"<< /S /URI /URI (javascript:;) >>",
        b"<< /S /URI /URI (javascript:void\\(0\\)) >>",
    ],
)
def test_moving_about_and_web_links_are_left_in(action):
    content = scan(
        picture(), page=b"/Annots [<< /Subtype /Link /A 6 0 R >>] /Group << /S /Transparency >>", more=(action,)
    )
    assert take_file(upload("a.pdf", content), PAPER).content == content


@pytest.mark.parametrize("nameless", [False, True])
def test_a_pdf_that_swells_is_refused_without_being_unpacked(nameless):
    content = bomb()
    assert len(content) < 2000
    with pytest.raises(Refusal, match=r"a\.pdf：PDF 解开后大得出奇，疑似压缩炸弹，没有打开"):
        take_file(upload("a.pdf", content), PAPER, nameless=nameless)


def test_large_scans_are_taken_as_they_are():
    content = scan(*[noisy_page()] * 8)
    assert len(content) > 10_000_000
    assert take_file(upload("a.pdf", content), Material("paper", "材料", megabytes=20)).content == content


def stand_in(tmp_path, monkeypatch, script):
    """A program that runs instead of the reader of PDFs."""
    program = tmp_path / "python"
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(program))


def test_a_reader_that_the_system_ended_is_a_refusal(tmp_path, monkeypatch):
    stand_in(tmp_path, monkeypatch, "kill -KILL $$")
    with pytest.raises(Refusal, match="PDF 太复杂，或者解开后大得出奇，没有读完。应为：分成几份"):
        take_file(upload(), PAPER)


def test_a_reader_that_does_not_come_back_is_a_refusal(tmp_path, monkeypatch):
    stand_in(tmp_path, monkeypatch, "exec sleep 60")
    monkeypatch.setattr(uploads, "MOST_WAIT", 0.05)
    with pytest.raises(Refusal, match="PDF 太复杂，读不完"):
        take_file(upload(), PAPER)


def test_there_is_an_end_to_how_many_are_read_at_once(monkeypatch):
    monkeypatch.setattr(uploads, "MOST_WAIT", 0.05)
    with uploads.AT_ONCE, uploads.AT_ONCE, pytest.raises(Refusal, match=r"现在上传的人太多.*过几分钟再传"):
        take_file(upload(), PAPER)
    monkeypatch.undo()
    assert take_file(upload(), PAPER).kind == "pdf"


def test_a_reader_that_is_broken_is_not_the_files_fault_and_knows_no_secrets(tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://secret")
    stand_in(tmp_path, monkeypatch, 'echo "broken, knows ${DATABASE_URL:-nothing}" >&2; exit 1')
    with pytest.raises(RuntimeError, match="broken, knows nothing"):
        take_file(upload(), PAPER)


def png(depth, colours, row, *, clear=b"", palette=b""):
    """A PNG of one row, by its own depth and kind of colours, with the sign that stands for transparent."""

    def chunk(name, content):
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    width = len(row) * 8 // (depth * {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[colours])
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, 1, depth, colours, 0, 0, 0))
    extra = (chunk(b"PLTE", palette) if palette else b"") + (chunk(b"tRNS", clear) if clear else b"")
    return b"\x89PNG\r\n\x1a\n" + head + extra + chunk(b"IDAT", zlib.compress(b"\0" + row)) + chunk(b"IEND", b"")


def seen(name, content):
    """What stands in the first row of the picture that is kept."""
    with Image.open(io.BytesIO(take_file(upload(name, content), PAPER).content)) as kept:
        assert not kept.has_transparency_data
        shown = kept.convert("RGB")
        return [shown.getpixel((x, 0)) for x in range(min(shown.width, 4))]


def greys(*values):
    return [(value, value, value) for value in values]


DEEP = struct.pack(">4H", 0, 5000, 60000, 65535)
SEAL = bytes([0, 0, 0, 200, 0, 0, 0, 0, 0])
GREY, COLOUR, PALETTE, GREY_AND_CLEAR, COLOUR_AND_CLEAR = 0, 2, 3, 4, 6


@pytest.mark.parametrize(
    ("content", "kept"),
    [
        (png(16, GREY, DEEP), greys(0, 19, 233, 255)),
        (png(16, GREY, DEEP, clear=struct.pack(">H", 5000)), greys(0, 255, 233, 255)),
        (png(8, GREY, bytes([0, 1, 100, 255]), clear=struct.pack(">H", 0)), greys(255, 1, 100, 255)),
        (png(2, GREY, b"\x1b", clear=struct.pack(">H", 1)), greys(0, 255, 170, 255)),
        (png(4, GREY, b"\x01\x2f", clear=struct.pack(">H", 2)), greys(0, 17, 255, 255)),
        (png(1, GREY, b"\x50"), greys(0, 255, 0, 255)),
        (png(1, GREY, b"\x50", clear=struct.pack(">H", 0)), greys(255, 255, 255, 255)),
        (png(8, PALETTE, bytes([0, 1, 2]), clear=b"\x00\xff\xff", palette=SEAL), [(255,) * 3, (200, 0, 0), (0, 0, 0)]),
        (png(8, PALETTE, bytes([0, 1, 2]), palette=SEAL), [(0, 0, 0), (200, 0, 0), (0, 0, 0)]),
        (png(8, COLOUR, bytes([0, 0, 0, 10, 0, 0]), clear=bytes(6)), [(255,) * 3, (10, 0, 0)]),
        (png(16, COLOUR, struct.pack(">6H", *[300] * 3, 5000, 0, 0), clear=struct.pack(">3H", *[300] * 3)),
         [(255,) * 3, (19, 0, 0)]),
        (png(8, GREY_AND_CLEAR, bytes([0, 0, 0, 255])), greys(255, 0)),
        (png(8, COLOUR_AND_CLEAR, bytes([0, 0, 0, 0, 0, 0, 0, 255])), greys(255, 0)),
    ],
)  # fmt: skip
def test_a_picture_looks_as_it_did_on_white_paper(content, kept):
    assert seen("扫描.png", content) == kept


@pytest.mark.parametrize(("mode", "given", "kept"), [("CMYK", (0, 255, 255, 0), (254, 0, 0)), ("L", 90, (90,) * 3)])
def test_a_printers_or_a_grey_jpg_keeps_its_colours(mode, given, kept):
    out = io.BytesIO()
    Image.new(mode, (8, 8), given).save(out, "JPEG")
    assert seen("印刷.jpg", out.getvalue())[0] == kept
