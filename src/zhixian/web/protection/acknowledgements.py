"""Signed acknowledgements of reports: what was received and when, provable without the site and without saying who."""

import hashlib
import os
import secrets
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from nacl.signing import SigningKey

from zhixian.core.kernel.signed_text import sign
from zhixian.web.kit.plan import the_plan, unit_name
from zhixian.web.protection.models import Report, ReportFile
from zhixian.web.protection.report_desk import desk, subject_name

KEY_FILE = "acknowledgement.key"


def signing_key() -> SigningKey:
    """The site's Ed25519 key, made once and kept in the data folder, readable by its owner only."""
    path = Path(settings.DATA) / KEY_FILE
    if not path.exists():
        draft = path.with_name(f"{KEY_FILE}.{secrets.token_hex(8)}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(bytes(SigningKey.generate()).hex())
        with suppress(FileExistsError):  # another process was quicker; its key is the key
            os.link(draft, path)
        draft.unlink()
    return SigningKey(bytes.fromhex(path.read_text()))


def public_key() -> str:
    """What anybody checks signatures with, 64 hex digits."""
    return bytes(signing_key().verify_key).hex()


def submitted_text(report: Report) -> str:
    """What was said, as it is hashed: the reporter can keep it and show later that it is what was received."""
    parts = [
        ("类别", subject_name(report.subject)),
        ("被举报人", report.suspect),
        ("情况", report.what),
        ("地点", report.place),
        ("时间", report.happened),
        ("涉及的权利", report.right),
        ("网址", report.links),
    ]
    lines = [f"{name}：{value}" for name, value in parts if value]
    return "\n".join(lines).replace("\r\n", "\n") + "\n"


def acknowledge(report: Report, files: list[ReportFile], sealed: list[str]) -> str:
    """The signed text. `sealed` are the sealed fields as stored: their hash proves that an identity was left, not whose."""
    plan = the_plan()
    lines = [
        "举报回执",
        f"网站：{plan.place}知识产权强县（{plan.issuer}）",
        f"受理处：{unit_name(desk().unit)}",
        f"收到时间：{report.received_at:%Y-%m-%d %H:%M:%S %z}",
        f"方式：{report.way_name}",
        f"内容摘要（SHA-256）：{sha256(submitted_text(report).encode())}",
    ]
    for number, file in enumerate(files, 1):
        kind = "封存的文件" if file.sealed else "文件"
        lines.append(f"{kind} {number}（SHA-256）：{file.sha256}")
    if sealed:
        lines.append(f"封存的身份（SHA-256）：{sha256(chr(10).join(sorted(sealed)).encode())}")
    lines.append(f"公钥（Ed25519）：{public_key()}")
    return sign("\n".join(lines), signing_key())


def sha256(content: bytes) -> str:
    """Hex digest."""
    return hashlib.sha256(content).hexdigest()
