"""A program of its own that looks through one PDF, or draws it anew, under limits of memory and time: PDF on stdin, answer on stdout.

What a PDF unpacks to is known only after unpacking, and a drawing library is native code: neither may take the site along.
"""

import io
import json
import math
import re
import resource
import sys
from collections.abc import Iterator
from typing import Any

from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import PDFStream, resolve1
from pdfminer.psparser import PSLiteral

from zhixian.core.kernel.refusal import Refusal

TAKEN, REFUSED = b"taken\n", b"refused\n"
"""The first line of the answer; behind it the PDF drawn anew or nothing, or the refusal as JSON."""
CHECK, REDRAW = "check", "redraw"
MOST_MEMORY = {CHECK: 384 << 20, REDRAW: 512 << 20}
MOST_SECONDS = {CHECK: 10, REDRAW: 40}
MOST_OBJECTS = 200_000
MOST_DEPTH = 60
MOST_PAGES = 40
DOTS = 200 / 72
"""Per point: small print of a letter stays readable."""
MOST_PIXELS = 16_000_000
"""Of a page: a web page printed on one long sheet is still readable."""
JPEG_QUALITY = 85
MOST_DRAWN = 20 << 20
"""Bytes of the pictures of all pages."""
PRINT = "打印成 PDF 再上传"
SCREENSHOT = "截成图片再上传"

ACTIVE = frozenset({"JavaScript", "JS", "Launch", "RichMedia", "EmbeddedFiles", "EmbeddedFile", "EF", "XFA"})
"""Keys in a PDF that make it do something, or carry something else along."""
ACTIVE_VALUES = ACTIVE | {"GoToR", "GoToE", "ImportData", "SubmitForm", "ResetForm", "Rendition"}
ACTIVE_NOTES = frozenset({"FileAttachment", "Movie", "Sound", "Screen", "RichMedia", "3D"})
"""Kinds of annotations that play or carry something."""
TURNING_PAGES = frozenset({"NextPage", "PrevPage", "FirstPage", "LastPage"})
_ADDRESS = re.compile(
    rb"\s*(?:https?://|mailto:|tel:|javascript:[\s;]*(?:void\s*\(?\s*0\s*\)?)?[\s;]*\Z)", re.IGNORECASE
)
"""What a link may lead to. A browser prints links that only serve a page's script as javascript:; or javascript:void(0)."""


def main() -> None:
    """Read, look through, and with `redraw` draw anew; always answer, unless the system ends this process for its limits."""
    task = sys.argv[1]
    _limit(task)
    try:
        answer = TAKEN + _answer(sys.stdin.buffer.read(), task)
    except MemoryError:
        answer = _refused(Refusal("PDF 解开后大得出奇，疑似压缩炸弹，没有打开", expected=f"{PRINT}，或者{SCREENSHOT}"))
    except Refusal as refusal:
        answer = _refused(refusal)
    sys.stdout.buffer.write(answer)


def _limit(task: str) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY[task], MOST_MEMORY[task]))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS[task], MOST_SECONDS[task] + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core dump would put what is read on the disk


def _refused(refusal: Refusal) -> bytes:
    return REFUSED + json.dumps({"why": refusal.why, "expected": refusal.expected}).encode()


def _answer(content: bytes, task: str) -> bytes:
    try:
        document = PDFDocument(PDFParser(io.BytesIO(content)))
        _look_through(document, drawn=task == REDRAW)
    except (PDFEncryptionError, PDFPasswordIncorrect):
        raise Refusal("PDF 加了密码", expected="去掉密码后再上传") from None
    except (Refusal, MemoryError):
        raise
    except Exception:  # noqa: BLE001 -- the parser raises whatever a broken file makes it stumble over
        raise Refusal("PDF 打不开", expected=f"能正常打开的 PDF；可以{PRINT}") from None
    return redrawn(content) if task == REDRAW else b""


def _look_through(document: PDFDocument, *, drawn: bool) -> None:
    """Refuse what acts by itself or carries other files, and of what will be drawn, letters that this machine cannot draw."""
    if document.encryption:
        raise PDFEncryptionError
    for found in _objects(document):
        for value in _within(found, 0):
            if active := _active(value, drawn=drawn):
                raise Refusal(
                    f"PDF 里有会自动运行的内容或附件（{active}）", expected=f"{PRINT}，就没有这些内容；或者{SCREENSHOT}"
                )
            if drawn and isinstance(value, dict) and _is_foreign_font(value):
                raise Refusal(
                    "PDF 里没有带上字体，去掉隐藏信息时会缺字", expected=f"{SCREENSHOT}，或者换一个程序打印成 PDF"
                )


def _objects(document: PDFDocument) -> Iterator[Any]:
    """Everything that the file holds, whether a page shows it or not."""
    yield document.catalog
    seen = 0
    for xref in document.xrefs:
        for number in xref.get_objids():
            seen += 1
            if seen > MOST_OBJECTS:
                raise Refusal(f"PDF 里有 {MOST_OBJECTS} 个以上的对象", expected=PRINT)
            try:
                found = document.getobj(number)
            except (PDFEncryptionError, PDFPasswordIncorrect, MemoryError):
                raise
            except Exception:  # noqa: BLE001, S112 -- an entry that leads nowhere is common in files from scanners
                continue
            yield found


def _within(value: Any, depth: int) -> Iterator[Any]:
    """The value and every value in it; what it only refers to comes by its own number."""
    if depth > MOST_DEPTH:
        raise Refusal(f"PDF 里有套了 {MOST_DEPTH} 层以上的内容", expected=PRINT)
    if isinstance(value, PDFStream):
        value = value.attrs
    yield value
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for each in inner:
        yield from _within(each, depth + 1)


def _active(value: Any, *, drawn: bool) -> str:
    """The name of what acts, or is carried along, in this very value; empty when nothing.

    Of what is drawn no link is left, and a printed page of a shop is full of links to its own program.
    """
    if isinstance(value, PSLiteral):
        return _name(value) if _name(value) in ACTIVE_VALUES else ""
    if not isinstance(value, dict):
        return ""
    kind = _name(value.get("Subtype"))
    if kind in ACTIVE_NOTES and "Rect" in value:
        return kind
    if key := next((key for key in value if key in ACTIVE), ""):
        return key
    return "" if drawn else next((name for action in _actions(value) if (name := _unlisted(*action))), "")


def _actions(holder: dict[str, Any]) -> Iterator[tuple[dict[str, Any], bool]]:
    """The actions that hang on a value, and of each whether it waits for a click."""
    found: list[tuple[Any, bool]] = [(holder, True)] if _name(holder.get("Type")) == "Action" else []
    for key, clicked in (("A", True), ("PA", True), ("Next", True), ("OpenAction", False)):
        given = resolve1(holder.get(key))
        found += [(one, clicked) for one in (given if isinstance(given, list) else [given])]
    if isinstance(triggers := resolve1(holder.get("AA")), dict):
        found += [(one, False) for one in triggers.values()]
    for one, clicked in found:
        action = resolve1(one)
        if isinstance(action, dict) and "S" in action:
            yield action, clicked


def _unlisted(action: dict[str, Any], clicked: bool) -> str:
    """The name of an action unless it is one that only moves about in the file, or opens a web address when clicked."""
    name = _name(action["S"])
    if name == "GoTo" or (name == "Named" and _name(action.get("N")) in TURNING_PAGES):
        return ""
    if name != "URI":
        return name or "?"
    address = resolve1(action.get("URI"))
    if clicked and isinstance(address, bytes) and _ADDRESS.match(address):
        return ""
    return f"链接 {address[:40].decode('latin-1')}" if isinstance(address, bytes) else name


def _name(value: Any) -> str:
    found = resolve1(value)
    if not isinstance(found, PSLiteral):
        return ""
    return found.name if isinstance(found.name, str) else found.name.decode("latin-1")


def _is_foreign_font(value: dict[str, Any]) -> bool:
    """A font for Chinese that the file only names: a server without it would draw blanks where evidence stands."""
    if _name(value.get("Subtype")) not in {"CIDFontType0", "CIDFontType2"}:
        return False
    described = resolve1(value.get("FontDescriptor"))
    return not isinstance(described, dict) or not any(resolve1(described.get(f"FontFile{n}")) for n in ("", "2", "3"))


def redrawn(content: bytes) -> bytes:
    """Every page as one picture: what is seen and nothing else, so that no author, place or time hides in any corner of it."""
    try:
        return _drawn(content)
    except (Refusal, MemoryError):
        raise
    except Exception:  # noqa: BLE001 -- whatever a broken page makes the libraries stumble over
        raise Refusal("PDF 有画不出来的页", expected=f"{PRINT}，或者{SCREENSHOT}") from None


def _drawn(content: bytes) -> bytes:
    import pypdfium2  # here: most PDFs are only looked through, and the site itself never draws

    given, drawn, out, drawn_bytes = pypdfium2.PdfDocument(content), pypdfium2.PdfDocument.new(), io.BytesIO(), 0
    given.init_forms()  # what is filled in is drawn, too
    if not 0 < len(given) <= MOST_PAGES:
        raise Refusal(f"PDF 有 {len(given)} 页", expected=f"1 至 {MOST_PAGES} 页，多的分成几份")
    for number in range(len(given)):
        page = given[number]
        width, height = page.get_size()
        picture = _picture(page, min(DOTS, math.sqrt(MOST_PIXELS / max(width * height, 1))))
        page.close()
        if (drawn_bytes := drawn_bytes + picture.getbuffer().nbytes) > MOST_DRAWN:
            raise Refusal(f"PDF 画成图片后超过 {MOST_DRAWN >> 20} MB", expected="分成几份")
        image = pypdfium2.PdfImage.new(drawn)
        image.load_jpeg(picture, inline=True)
        image.set_matrix(pypdfium2.PdfMatrix().scale(width, height))
        sheet = drawn.new_page(width, height)
        sheet.insert_obj(image)
        sheet.gen_content()
        sheet.close()
    drawn.save(out)
    return out.getvalue()


def _picture(page: Any, scale: float) -> io.BytesIO:
    out = io.BytesIO()
    page.render(scale=scale).to_pil().convert("RGB").save(out, "JPEG", quality=JPEG_QUALITY)
    out.seek(0)
    return out


if __name__ == "__main__":
    main()
