"""PDFs put together object by object, as phones, offices and attackers make them."""

import io
import zlib

from PIL import Image


def written(*objects: bytes, trailer: bytes = b"") -> bytes:
    """A PDF of these objects, numbered from 1; the first is the catalog."""
    out, places = b"%PDF-1.6\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    size = len(objects) + 1
    table = b"xref\n0 %d\n0000000000 65535 f \n" % size + b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, len(out))
    return out + table + end


def stream(data: bytes, attributes: bytes = b"") -> bytes:
    """A stream as it stands in an object."""
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (attributes, len(data), data)


def scan(*jpegs: bytes, catalog: bytes = b"", page: bytes = b"", more: tuple[bytes, ...] = (), **given) -> bytes:
    """One A4 page for each picture. `more`: further objects, the first of which is number 3 + 3 × pages."""
    kids = b" ".join(b"%d 0 R" % (3 + 3 * number) for number in range(len(jpegs)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalog,
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(jpegs)),
    ]
    for jpeg in jpegs:
        first = len(objects) + 1
        with Image.open(io.BytesIO(jpeg)) as picture:
            size = picture.size
        objects += [
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
            b"/Resources << /XObject << /I %d 0 R >> >> %s >>" % (first + 1, first + 2, page),
            stream(b"595 0 0 842 0 0 cm /I Do"),
            stream(
                jpeg,
                b"/Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceRGB "
                b"/BitsPerComponent 8 /Filter /DCTDecode" % size,
            ),
        ]
    return written(*objects, *more, **given)


def noisy_page() -> bytes:
    """A picture as a scanner makes it: large, and hard to compress."""
    out = io.BytesIO()
    Image.effect_noise((1654, 2339), 60).convert("RGB").save(out, "JPEG", quality=70)
    return out.getvalue()


def bomb(megabytes: int = 1000) -> bytes:
    """Few bytes, in which an object stream packed twice swells to much more than any paper has."""
    packer = zlib.compressobj(9)
    start, again = (packer.compress(b" " * (1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH) for _ in range(2))
    packed = zlib.compress(zlib.compress(start + again * megabytes, 9), 9)
    attributes = b"/Type /ObjStm /N 1 /First 4 /Filter [/FlateDecode /FlateDecode /FlateDecode]"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [] /Count 0 >>",
        stream(packed, attributes),
    ]
    out, rows = b"%PDF-1.6\n", [b"\0" * 7]
    for number, content in enumerate(objects, 1):
        rows.append(b"\x01" + len(out).to_bytes(4, "big") + b"\0\0")
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    rows.append(b"\x02" + (3).to_bytes(4, "big") + b"\0\0")
    table = stream(b"".join(rows), b"/Type /XRef /Size 5 /Root 1 0 R /W [1 4 2]")
    return out + b"5 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (table, len(out))
