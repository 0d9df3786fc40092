"""Reports of infringement in any state, and the people who deal with them, as tests need them."""

import io
from itertools import count

from PIL import Image

from factories.people import make_person
from zhixian.web.kit.uploads import TakenFile
from zhixian.web.protection.actions.custody import set_up_key
from zhixian.web.protection.actions.reports import Enclosed, lodge_report, move_report
from zhixian.web.protection.models import Report

OFFICE, BUREAU, PASSPHRASE = "leading_group_office", "market_regulation_bureau", "one two three four"
IDENTITY = {"name": "赖某人甲", "phone": "13805970001", "id_number": "350823197001010011"}
CONTENTS = {"subject": "trademark", "suspect": "城关某店", "what": "卖冒牌酒", "place": "城关", "happened": "十月"}
_tokens = count(1)


class ReportCast:
    """Those who deal with reports."""

    def __init__(self):
        self.desk = make_person("lead_office", unit=OFFICE, name="台上人")
        self.chief = make_person("chief", unit=OFFICE, name="批准人")
        self.handler = make_person("handler", unit=BUREAU, name="经办人")
        self.bureau_chief = make_person("chief", unit=BUREAU, name="局长")
        self.custodian = make_person("custodian", unit="leading_group", name="保管人")
        self.auditor = make_person("auditor", unit="efficiency_office", name="审计人")


def set_up_custodian(custodian):
    return set_up_key(custodian, PASSPHRASE)


def lodge(way="anonymous", *, files=(), sealed_files=(), identity=None, **contents):
    """A report as the public's form lodges it."""
    enclosed = Enclosed(files, sealed_files, IDENTITY if identity is None and way != "anonymous" else identity)
    return lodge_report({**CONTENTS, **contents}, enclosed, way=way, token=f"token{next(_tokens)}")


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def handled(cast, way="anonymous", **given) -> Report:
    """A report that the bureau has in hand."""
    report = lodge(way, **given).report
    report = move_report(report, "accept", by=cast.desk, version=report.version)
    return move_report(report, "forward", by=cast.desk, version=report.version, unit=BUREAU)


def taken(text="内容") -> TakenFile:
    return TakenFile("材料.pdf", "pdf", f"%PDF-1.4 {text} %%EOF".encode())


def photo_with_place() -> bytes:
    """A JPEG with a camera's maker and GPS in its EXIF."""
    exif = Image.Exif()
    exif[0x010F] = "SECRETCAMERA"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (25.0, 3.0, 11.0)
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(out, "JPEG", exif=exif, comment=b"SECRETCOMMENT")
    return out.getvalue()
