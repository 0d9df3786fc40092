"""Evidence attached to rows: kept with its hashes and the moment, or taken off again with a reason."""

from collections.abc import Sequence
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction

from zhixian.core.registers.model import Kept
from zhixian.core.reports.text import shorten
from zhixian.web.kit import record
from zhixian.web.kit.clock import now, today
from zhixian.web.kit.private_files import remove_for_good
from zhixian.web.kit.uploads import TakenFile
from zhixian.web.registers.actions import UnableToKeep
from zhixian.web.registers.models import Row, RowEvent, RowFile
from zhixian.web.registers.queries import may_change

MOST_FILES = 50
"""Of one row."""
MOST_REASON = 500
"""Letters of what an event says."""


@transaction.atomic
def attach(row: Row, kept: Kept, files: Sequence[TakenFile], *, said: str, by: Any) -> list[RowFile]:
    """Keep files with a row; the row itself stays at its version. Raises UnableToKeep when the register takes none, the row is not the
    person's or has been struck, nothing was sent, one of them is there already, or they are too many."""
    row = _open(row, kept, by)
    if not files:
        raise UnableToKeep("没有选文件", where="证据", expected="一份或几份 PDF、JPG、PNG")
    there = {file.sent_sha256: file for file in row.files.filter(removed_why="")}
    if len(there) + len(files) > MOST_FILES:
        raise UnableToKeep(
            f"已有 {len(there)} 份，再附 {len(files)} 份", where="证据", expected=f"一行不超过 {MOST_FILES} 份"
        )
    if again := next((taken for taken in files if taken.sent_sha256 in there), None):
        raise UnableToKeep(
            f"“{again.name}”已经附过", where="证据", expected=f"不用再附：{there[again.sent_sha256].name}"
        )
    attached = [_keep(row, taken, said, by) for taken in files]
    hashes = {file.name: [file.sent_sha256, file.sha256] for file in attached}
    _happened(row, "attach", "附上证据", by=by, reason=f"{'、'.join(hashes)}：{said.strip()}")
    record.write("row_evidence_attached", row, by=by, files=hashes)
    return attached


@transaction.atomic
def detach(file: RowFile, kept: Kept, *, why: str, by: Any) -> RowFile:
    """Take a file off the disk that was attached by mistake. Raises UnableToKeep without a reason, or when it is gone already."""
    row = _open(file.row, kept, by)
    file = RowFile.objects.select_for_update().get(pk=file.pk)
    if file.removed_why:
        raise UnableToKeep("已经移除", where=file.name)
    if not why.strip():
        raise UnableToKeep("没有写原因", where=file.name, expected="为什么移除，例如附错了案件")
    remove_for_good(file.file)
    file.removed_why, file.file = why.strip(), ""
    file.save(update_fields=["removed_why", "file"])
    _happened(row, "detach", "移除证据", by=by, reason=f"{file.name}：{file.removed_why}")
    record.write("row_evidence_removed", row, by=by, file=file.name, sha256=file.sha256)
    return file


def _open(row: Row, kept: Kept, by: Any) -> Row:
    """The row, locked: nobody strikes it meanwhile."""
    row = Row.objects.select_for_update().get(pk=row.pk)
    if not kept.register.files:
        raise UnableToKeep(f"{kept.register.name}不附文件")
    if not may_change(by, row, kept):
        raise UnableToKeep("这一行不由您修改", where=str(row))
    return row


def _keep(row: Row, taken: TakenFile, said: str, by: Any) -> RowFile:
    file = RowFile(
        row=row, name=taken.name, kind=taken.kind, size=len(taken.content), sha256=taken.sha256, said=said.strip(),
        sent_sha256=taken.sent_sha256, by=by, by_name=str(by), at=now(),
    )  # fmt: skip
    file.file.save(taken.name, ContentFile(taken.content), save=False)
    file.save()
    return file


def _happened(row: Row, kind: str, name: str, *, by: Any, reason: str) -> None:
    RowEvent.objects.create(
        row=row,
        kind=kind,
        name=name,
        by=by,
        by_name=str(by),
        day=today(),
        at=now(),
        version=row.version,
        reason=shorten(reason, MOST_REASON),
    )
