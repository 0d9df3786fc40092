"""Several files at once: nothing hidden is kept, and what is not taken is refused with advice."""

import io
import zlib
from contextlib import closing

import pytest
from django import forms
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import PDFStream
from PIL import Image
from pypdfium2 import PdfDocument

from factories.matters import upload
from factories.pdfs import noisy_page, scan, stream
from factories.reports import photo_with_place
from zhixian.core.kernel.refusal import Refusal
from zhixian.core.workflow.model import Material
from zhixian.web.kit.enclosures import MOST_FILES, NamedFile, take_files

HEIC = b"\x00\x00\x00\x18ftypheic" + bytes(16)
MP4 = b"\x00\x00\x00\x18ftypisom" + bytes(16)


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


def jpeg(**fields) -> bytes:
    """A red picture as a phone takes it."""
    out = io.BytesIO()
    Image.new("RGB", (60, 80), "red").save(out, "JPEG", **fields)
    return out.getvalue()


XMP = '<x:xmpmeta><rdf:li xmlns:dc="dc">SECRET 赖某</rdf:li></x:xmpmeta>'
NOTE = b"""<< /Type /Annot /Subtype /FreeText /Rect [0 0 595 200] /T (SECRET) /Contents (SECRET) /NM (SECRET)
 /DA (/Helv 9 Tf) /AP << /N 7 0 R >> >>"""
DRAWN_NOTE = stream(b"0 0 1 rg 0 0 595 200 re f", b"/Type /XObject /Subtype /Form /BBox [0 0 595 200]")
FONT = b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /FontDescriptor << /FontName /STSong-Light >> >>"
UNDER_A_BAR = b"BT 9 0 0 9 50 50 Tm (SECRET) Tj ET 1 0 0 rg 0 0 595 842 re f"
REVISED = b"7 0 obj\n(SECRET, said before the change)\nendobj\n"
HIDING = {
    "a phone's picture": scan(photo_with_place()),
    "an author": scan(jpeg(), more=(b"<< /Author (SECRET) >>",), trailer=b"/Info 6 0 R"),
    "an author of a note": scan(jpeg(), page=b"/Annots [6 0 R]", more=(NOTE, DRAWN_NOTE)),
    "XMP in UTF-16": scan(
        jpeg(), catalog=b"/Metadata 6 0 R", more=(stream(XMP.encode("utf-16"), b"/Type /Metadata /Subtype /XML"),)
    ),
    "packed XMP of a page": scan(
        jpeg(),
        page=b"/Metadata 6 0 R",
        more=(stream(zlib.compress(XMP.encode()), b"/Type /Metadata /Filter /FlateDecode"),),
    ),
    "something that nothing refers to": scan(jpeg(), more=(b"(SECRET)",)),
    "something between the objects": scan(jpeg()).replace(b"xref\n0", REVISED + b"xref\n0", 1),
    "a program's own notes": scan(
        jpeg(), page=b"/PieceInfo << /Word << /Private (SECRET) >> >> /LastModified (SECRET)"
    ),
    "words under a bar": scan(jpeg(), page=b"/Contents 6 0 R", more=(stream(UNDER_A_BAR),)),
    "a link": scan(
        jpeg(), page=b"/Annots [<< /Subtype /Link /Rect [0 0 9 9] /A << /S /URI /URI (weixin://SECRET) >> >>]"
    ),
}


def everything_in(content: bytes) -> bytes:
    """A PDF's bytes and behind them whatever its objects unpack to."""
    document = PDFDocument(PDFParser(io.BytesIO(content)))
    objects = [document.getobj(number) for xref in document.xrefs for number in xref.get_objids()]
    return content + b"".join(one.get_data() if isinstance(one, PDFStream) else repr(one).encode() for one in objects)


@pytest.mark.parametrize("hidden", HIDING)
def test_of_a_pdf_only_what_is_seen_is_kept_of_who_stays_unknown(hidden):
    content = HIDING[hidden]
    hints = [word.encode(code) for word in ("SECRET", "赖某") for code in ("utf-8", "utf-16-le", "utf-16-be")]
    assert any(hint in everything_in(content) for hint in hints)
    (kept,) = take_files([upload("a.pdf", content)], nameless=True)
    assert [hint for hint in (*hints, b"Exif", b"/Annots", b"/Metadata") if hint in everything_in(kept.content)] == []
    with closing(PdfDocument(kept.content)) as document:
        (page,) = document
        red, green, blue = page.render().to_pil().convert("RGB").getpixel((300, 100))
    assert (kept.kind, red > 240, green < 15, blue < 15) == ("pdf", True, True, True)


def test_what_a_note_shows_is_drawn():
    (kept,) = take_files([upload("a.pdf", HIDING["an author of a note"])], nameless=True)
    with closing(PdfDocument(kept.content)) as document:
        assert document[0].get_size() == (595, 842)
        assert document[0].render().to_pil().convert("RGB").getpixel((300, 800))[2] > 240


@pytest.mark.parametrize("hidden", sorted(HIDING.keys() - {"a link"}))
def test_who_gives_a_name_hands_in_the_pdf_as_it_is(hidden):
    (kept,) = take_files([upload("a.pdf", HIDING[hidden])], nameless=False)
    assert kept.content == HIDING[hidden]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (scan(jpeg(), more=(FONT,)), "PDF 里没有带上字体.*会缺字.*截成图片"),
        (scan(*[jpeg()] * 41), "PDF 有 41 页。应为：1 至 40 页，多的分成几份"),
        (scan(), "PDF 有画不出来的页.*截成图片"),
        (scan(jpeg(), more=(b"<< /EmbeddedFiles << >> >>",)), "附件（EmbeddedFiles）.*截成图片"),
        (scan(*[noisy_page()] * 11), "画成图片后超过 20 MB。应为：分成几份"),
    ],
)
def test_what_cannot_be_drawn_whole_is_refused_to_who_stays_unknown(content, why, monkeypatch):
    monkeypatch.setattr("zhixian.web.kit.enclosures.EVIDENCE", Material("evidence", "证据", megabytes=30))
    with pytest.raises(Refusal, match=why):
        take_files([upload("a.pdf", content)], nameless=True)


def test_there_is_an_end_to_how_many_and_how_much(monkeypatch):
    with pytest.raises(Refusal, match=r"选了 9 个文件.*合成一个 PDF"):
        take_files([upload("a.jpg", b"x")] * (MOST_FILES + 1), nameless=False)
    monkeypatch.setattr("zhixian.web.kit.enclosures.MOST_BYTES", 10)
    with pytest.raises(Refusal, match="合计"):
        take_files([upload("a.jpg", photo_with_place())], nameless=False)


def test_an_empty_file_is_named_with_what_to_do():
    field = NamedFile(required=False)
    with pytest.raises(forms.ValidationError, match=r"“空表\.xlsx”是空的（0 字节），请打开原文件"):
        field.clean(upload("空表.xlsx", b""))
    assert field.clean(upload("表.xlsx", b"x")).name == "表.xlsx"
    assert field.clean(None) is None
