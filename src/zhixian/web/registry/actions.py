"""Moves an upload from the browser to the current snapshot. Each action is one transaction and writes the record."""

import shutil
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Sum

from zhixian.core.kernel.refusal import Problem, Refusal
from zhixian.core.registry.compare import CHANGES
from zhixian.core.registry.drafts import discard_draft, draft_folder
from zhixian.core.registry.fixing import fix_row
from zhixian.core.registry.formats import importers
from zhixian.core.registry.snapshot import Snapshot
from zhixian.web.kit import record
from zhixian.web.kit.clock import now
from zhixian.web.kit.notices import tell
from zhixian.web.kit.private_files import Copied, WaitingRoom
from zhixian.web.registry.models import WAITING, Batch, BatchFile, Publication, RefusedRow
from zhixian.web.registry.queries import data

MOST_ROWS = 5000
"""Refused rows of one upload that are offered for correction; a file with more is corrected as a file."""


def _waiting(by: Any) -> int:
    rows = BatchFile.objects.filter(batch__in=Batch.objects.filter(by=by).open())
    size: int = rows.aggregate(all=Sum("size", default=0))["all"]
    return size


UPLOADS = WaitingRoom(_waiting, "您未了的批次", "先发布或放弃未了的批次，再上传")
"""Where files are copied for `receive_upload`."""


@transaction.atomic
def receive_upload(copies: Sequence[Copied], *, kind: str, by: Any) -> Batch:
    """Keep the files in the private folder, each as it came, readable by the site alone. Raises Refusal when the person has too
    much waiting already."""
    UPLOADS.fit([copy.size for copy in copies], by=by)
    batch = Batch.objects.create(kind=kind, by=by, at=now())
    for number, copy in enumerate(copies, start=1):
        path = Path("registry") / str(batch.pk) / str(number) / copy.name
        copy.move_to(path)
        BatchFile.objects.create(batch=batch, name=copy.name, size=copy.size, path=str(path))
    names = list(batch.files.values_list("name", flat=True))
    record.write("upload_registry_data", batch, by=by, files=names, kind=kind)
    return batch


@transaction.atomic
def gather_waiting(*, by: Any) -> Batch:
    """A batch of all rows of the current snapshot that wait, to be corrected long after their files were published."""
    batch = Batch.objects.create(kind=WAITING, by=by, at=now())
    record.write("gather_waiting_rows", batch, by=by)
    return batch


def begin(batch: Batch, *, version: int, states: Sequence[str], state: str) -> None:
    """Move a batch on, once: refuses when somebody else has moved it since the page was opened."""
    found = Batch.objects.filter(pk=batch.pk, version=version, state__in=states)
    if not found.update(version=version + 1, state=state):
        batch.refresh_from_db()
        raise Refusal(f"刚被别人办过，现在是“{batch.state_name}”", where=str(batch), expected="看过最新的页面再办")
    batch.refresh_from_db()


class RowSettledMeanwhile(Refusal):
    """Somebody else has corrected the row or set it aside since the form was opened."""


@transaction.atomic
def fix(row: RefusedRow, cells: Mapping[str, str], *, seen: str, version: int, by: Any) -> Sequence[Problem]:
    """Keep the corrected cells of a refused row when they read well; else what is still wrong, and nothing is kept.

    `seen` is the row's `settled` when the form was opened.
    """
    _refuse_unless_ready(row, version)
    if row.cells == cells:
        return []
    _refuse_unless_seen(row, seen, cells)
    fixed = fix_row(row.table, cells, format=row.format, importers=importers())
    if fixed.problems or not fixed.rows:
        return fixed.problems
    row.cells, row.rows, row.aside, row.fixed_by, row.fixed_at = dict(cells), fixed.rows, "", by, now()
    row.merged = False
    row.save()
    changed = [heading for heading, cell in cells.items() if cell != (row.raw.get(heading) or "")]
    record.write("fix_refused_row", row, by=by, file=row.file, row=row.row, columns=changed)
    return []


@transaction.atomic
def set_aside(row: RefusedRow, *, why: str, seen: str, version: int, by: Any) -> None:
    """Note that nobody is going to correct a row, and why; once merged it waits no longer."""
    _refuse_unless_ready(row, version)
    _refuse_unless_seen(row, seen, row.raw)
    if not row.source:
        raise Refusal("这一行不能搁置", where=str(row), expected="先补上它所指的权利、主体，再导入一次")
    row.cells, row.rows, row.aside, row.fixed_by, row.fixed_at = None, None, why, by, now()
    row.merged = False
    row.save()
    record.write("set_refused_row_aside", row, by=by, file=row.file, row=row.row, why=why)


def refuse_unmerged(batch: Batch) -> None:
    """Raises Refusal while corrections wait to be merged: the draft is without them, and publishing it would lose them."""
    if unmerged := batch.rows.filter(merged=False).exclude(fixed_at=None).count():
        raise Refusal(
            f"有 {unmerged} 行更正或搁置了，还没有合并进来", where=str(batch), expected="先重新合并，看过变化再发布"
        )


def _refuse_unless_ready(row: RefusedRow, version: int) -> None:
    batch = Batch.objects.select_for_update().get(pk=row.batch_id)
    if batch.version != version or batch.state != "ready":
        raise Refusal("这批数据刚重新合并过", where=str(row), expected="回到这一批，再更正这一行")
    row.refresh_from_db()


def _refuse_unless_seen(row: RefusedRow, seen: str, cells: Mapping[str, Any]) -> None:
    if row.settled == seen:
        return
    now_there = (row.cells or {}).items()
    changed = "；".join(
        f"{heading} {cell or '空'}" for heading, cell in now_there if cell != (cells.get(heading) or "")
    )
    done = f"搁置，理由是“{row.aside}”" if row.aside else f"更正为：{changed or '与原文件相同的内容'}"
    raise RowSettledMeanwhile(
        f"刚被{row.fixed_by}{done}", where=str(row), expected="对照以后，仍以您填的为准就再提交一次；您填的内容没有丢"
    )


@transaction.atomic
def discard(batch: Batch, *, version: int, by: Any) -> None:
    """Throw an upload away; nothing of it stays but that it was there."""
    begin(batch, version=version, states=("ready", "reading", "publishing"), state="discarded")
    if batch.job and not batch.job.over:
        raise Refusal("后台还在处理", where=str(batch), expected="等它结束后再放弃")
    settle(batch, by=by)
    batch.rows.all().delete()
    record.write("discard_registry_data", batch, by=by)
    transaction.on_commit(lambda: forget_files(batch))


def settle(batch: Batch, *, by: Any) -> None:
    """Note who ended it."""
    batch.settled_by, batch.settled_at = by, now()
    batch.save(update_fields=["settled_by", "settled_at"])


def changes_file(batch: Batch) -> Path:
    """The list of its changes: beside its draft, and once it is published kept for itself."""
    beside = draft_folder(data(), batch.draft) / CHANGES
    return beside if beside.exists() else Path(settings.MEDIA_ROOT) / "registry-changes" / f"{batch.pk}.parquet"


def keep_changes(batch: Batch) -> None:
    """Keep the list of changes of a draft that is about to be published, readable by the site alone."""
    beside = draft_folder(data(), batch.draft) / CHANGES
    if beside.exists():
        kept = Path(settings.MEDIA_ROOT) / "registry-changes" / f"{batch.pk}.parquet"
        kept.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        shutil.copyfile(beside, kept)
        kept.chmod(0o600)


def forget_files(batch: Batch) -> None:
    """Remove what was uploaded: the sources of a published snapshot are kept under their hash."""
    shutil.rmtree(Path(settings.MEDIA_ROOT) / "registry" / str(batch.pk), ignore_errors=True)
    discard_draft(data(), batch.draft)


@transaction.atomic
def take_report(batch: Batch, told: Mapping[str, Any], rows: Iterable[Mapping[str, Any]]) -> None:
    """What the import found, in place of what an earlier merge found. Corrections that were made stay, and are merged by now."""
    batch.rows.exclude(fixed_at=None).update(merged=True)
    fixed = {(r.file, r.table, r.sheet, r.row): r for r in batch.rows.exclude(fixed_at=None)}
    batch.rows.filter(fixed_at=None).delete()
    fresh = [
        RefusedRow(batch=batch, **{name: row[name] for name in _ROW})
        for row in rows
        if (row["file"], row["table"], row["sheet"], row["row"]) not in fixed
    ]
    RefusedRow.objects.bulk_create(fresh[:MOST_ROWS], batch_size=500)
    beyond = max(0, len(fresh) - MOST_ROWS)
    for name, value in {**told, "report": {**told["report"], "beyond": beyond}}.items():
        setattr(batch, name, value)
    batch.state = "ready"
    batch.save()
    subject = record.name_of(batch)
    record.write("import_registry_data", batch, by=None, snapshot=batch.snapshot, refused=len(fresh))
    shown = f"其中 {MOST_ROWS} 行可以在页面上更正" if beyond else "可以在页面上更正"
    body = f"{len(fresh)} 行没有收下或缺一部分，{shown}" if fresh else "全部收下"
    tell([batch.by], f"{batch}已读完，等待发布", body=body, link=f"/registry/batches/{batch.pk}/", subject=subject)


_ROW = ("file", "source", "format", "table", "sheet", "row", "raw", "reasons", "fixable")


@transaction.atomic
def note_publication(
    snapshot: Snapshot, *, before: str, by: Any, batch: Batch | None = None, reason: str = ""
) -> Publication:
    """The snapshot is the current one from now on."""
    tables = snapshot.manifest["tables"]
    published = Publication.objects.create(
        snapshot=snapshot.id, before=before, batch=batch, reason=reason, tables=tables, by=by, at=now()
    )
    if batch:
        Batch.objects.filter(pk=batch.pk).update(state="published")
        batch.refresh_from_db()
        settle(batch, by=by)
        tell(
            {batch.by, by}, f"{batch}已发布", body=f"当前快照 {snapshot.id}", link=f"/registry/batches/{batch.pk}/",
            subject=record.name_of(batch),
        )  # fmt: skip
    record.write("publish_snapshot", published, by=by, snapshot=snapshot.id, before=before, reason=reason)
    return published
