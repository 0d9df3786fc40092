"""Evidence attached to rows: kept with its hashes and the moment, or taken off again with a reason."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from zhixian.core.registers.model import Kept
from zhixian.web.kit import record
from zhixian.web.kit.clock import now, today
from zhixian.web.kit.private_files import remove_for_good
from zhixian.web.kit.uploads import TakenFile, keep
from zhixian.web.registers.actions import UnableToKeep, closed
from zhixian.web.registers.models import Row, RowEvent, RowFile
from zhixian.web.registers.queries.visibility import is_closed, may_change

MOST_FILES = 50
"""Of one row."""


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
    for number, taken in enumerate(files):
        same = there.get(taken.sent_sha256) or next(
            (one for one in files[:number] if one.sent_sha256 == taken.sent_sha256), None
        )
        if same:
            raise UnableToKeep(f"“{taken.name}”已经附过", where="证据", expected=f"不用再附：{same.name}")
    attached = [
        keep(
            RowFile(row=row, said=said.strip(), sent_sha256=taken.sent_sha256, by=by, by_name=str(by), at=now()), taken
        )
        for taken in files
    ]
    _happened(row, "attach", "附上证据", by=by, reason=f"{len(attached)} 份")
    told = [[file.name, file.sent_sha256, file.sha256] for file in attached]
    record.write("row_evidence_attached", row, by=by, files=told)
    return attached


@transaction.atomic
def detach(file: RowFile, kept: Kept, *, why: str, by: Any) -> RowFile:
    """Take a file off the disk that was attached by mistake. Raises UnableToKeep without a reason, or when it is gone already."""
    row = _open(file.row, kept, by)
    if is_closed(row, kept):
        raise closed(row, kept, where=file.name)
    file = RowFile.objects.select_for_update().get(pk=file.pk)
    if file.removed_why:
        raise UnableToKeep("已经移除", where=file.name)
    if not why.strip():
        raise UnableToKeep("没有写原因", where=file.name, expected="为什么移除，例如附错了案件")
    remove_for_good(file.file)
    file.removed_why, file.file = why.strip(), ""
    file.save(update_fields=["removed_why", "file"])
    _happened(row, "detach", "移除证据", by=by, reason="1 份")
    record.write("row_evidence_removed", row, by=by, file=file.name, sha256=file.sha256, why=file.removed_why)
    return file


def _open(row: Row, kept: Kept, by: Any) -> Row:
    """The row, locked: nobody strikes it meanwhile."""
    row = Row.objects.select_for_update().get(pk=row.pk)
    if not kept.register.files:
        raise UnableToKeep(f"{kept.register.name}不附文件")
    if not may_change(by, row, kept):
        raise UnableToKeep("这一行不由您修改", where=str(row))
    return row


def _happened(row: Row, kind: str, name: str, *, by: Any, reason: str) -> None:
    """Says how many, and no name: who reads the row does not always read its evidence."""
    RowEvent.objects.create(
        row=row,
        kind=kind,
        name=name,
        by=by,
        by_name=str(by),
        day=today(),
        at=now(),
        version=row.version,
        reason=reason,
    )
