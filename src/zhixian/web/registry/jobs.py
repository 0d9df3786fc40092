"""Long work of the registry desk: reading uploads into a draft, publishing it, going back; and asking for each of them."""

from collections.abc import Iterable, Sequence
from datetime import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from zhixian.core.analysis.targets import compute
from zhixian.core.kernel.money import plain
from zhixian.core.kernel.refusal import Refusal
from zhixian.core.registry.compare import CHANGES, compare
from zhixian.core.registry.drafts import Draft, draft_folder, go_back, open_draft, publish_draft, refused_rows
from zhixian.core.registry.folder import Busy
from zhixian.core.registry.formats import importers
from zhixian.core.registry.importing import ImportResult, import_paths
from zhixian.core.registry.snapshot import MANIFEST, Snapshot, current_id, open_snapshot
from zhixian.core.registry.sources import sources_of
from zhixian.core.registry.tables import TABLES
from zhixian.core.search.schema import FORMAT
from zhixian.web.accounts.models import User
from zhixian.web.kit.clock import now, today
from zhixian.web.kit.jobs import Later, Progress, job, start
from zhixian.web.kit.models import Job
from zhixian.web.kit.plan import the_plan
from zhixian.web.kit.private_files import Copied
from zhixian.web.registry import actions, rights
from zhixian.web.registry.indexing import rebuild_index
from zhixian.web.registry.models import WAITING, Batch, Publication
from zhixian.web.registry.published import tell_everybody
from zhixian.web.registry.queries import current_snapshot, data

MOST_PROBLEMS = 200
"""Problems of a file that a page lists one by one."""


def upload(files: Iterable[UploadedFile], *, kind: str, by: Any) -> Batch:
    """Keep the files and have them read."""
    with actions.UPLOADS.taken_in(files, by=by) as copies:
        return _upload(copies, kind=kind, by=by)


@transaction.atomic
def _upload(copies: Sequence[Copied], *, kind: str, by: Any) -> Batch:
    batch = actions.receive_upload(copies, kind=kind, by=by)
    _give(batch, start(import_batch, key=f"{batch.pk}.1", by=by, about=_names(batch), batch=batch.pk))
    return batch


@transaction.atomic
def correct_waiting(*, by: Any) -> Batch:
    """Have the rows of the current snapshot that wait gathered for correction; those that somebody is about are not gathered twice."""
    if current_snapshot() is None:
        raise Refusal("还没有登记数据", expected="先上传文件并发布")
    batch = Batch.objects.filter(kind=WAITING).open().first()
    if batch is None:
        batch = actions.gather_waiting(by=by)
        _give(batch, start(import_batch, key=f"{batch.pk}.1", by=by, about=_names(batch), batch=batch.pk))
    return batch


@transaction.atomic
def merge_again(batch: Batch, *, version: int, by: Any) -> None:
    """Read the files once more, with the corrections made since, onto what is current now."""
    actions.begin(batch, version=version, states=("ready", "reading"), state="reading")
    key = f"{batch.pk}.{batch.version}"
    _give(batch, start(import_batch, key=key, by=by, about=_names(batch), batch=batch.pk))


@transaction.atomic
def publish(batch: Batch, *, version: int, by: Any) -> None:
    """Have the draft made the current snapshot."""
    actions.begin(batch, version=version, states=("ready",), state="publishing")
    actions.refuse_unmerged(batch)
    arguments = {"batch": batch.pk, "person": by.pk}
    _give(batch, start(publish_batch, key=f"{batch.pk}.{batch.version}", by=by, about=str(batch), **arguments))


@transaction.atomic
def ask_to_go_back(snapshot: str, *, seen: str, reason: str, by: Any) -> Job:
    """Have an earlier snapshot made the current one; `seen` is the current one as the person saw it."""
    if current_id(data()) != seen:
        raise Refusal("当前快照刚换过", where=seen, expected="看过最新的变化再决定")
    number = Publication.objects.count()
    arguments = {"snapshot": snapshot, "before": seen, "reason": reason, "person": by.pk}
    return start(return_to, key=f"{snapshot}.{number}", by=by, about=f"{seen} → {snapshot}", **arguments)


def _give(batch: Batch, row: Job) -> None:
    """Show the job on the batch's page. It may have ended already where jobs are done at once."""
    Batch.objects.filter(pk=batch.pk).update(job=row)
    batch.refresh_from_db()


def _names(batch: Batch) -> str:
    return "、".join(batch.files.values_list("name", flat=True)) or "待更正的行"


@job("registry.import", "导入登记数据")
def import_batch(progress: Progress, *, batch: int) -> str:
    """Read an upload into a draft, compare it with what is current, and keep the refused rows."""
    row = Batch.objects.get(pk=batch)
    if row.state != "reading":
        return row.snapshot
    progress(0, None, "读取文件")
    paths = [Path(settings.MEDIA_ROOT) / file.path for file in row.files.all()]
    before = current_snapshot()
    try:
        result = import_paths(
            paths, data=data(), kind="auto" if row.kind == WAITING else row.kind, importers=importers(), imported_on=today(), corrections=_corrections(row), asides=_asides(row), each_alone=True, into=Draft(row.draft),
            progress=lambda done, total: progress(done, total, "读取各行"),
        )  # fmt: skip
    except Busy as busy:
        raise Later(busy.why) from busy
    progress(0, None, "比较变化")
    draft = open_draft(data(), row.draft)
    compared = compare(before, draft, as_of=today(), out=draft.folder / CHANGES)
    told = {
        "before": before.id if before else "", "snapshot": draft.id, "report": _report(result),
        "comparison": compared.to_json(), "targets": targets_between(before, draft),
    }  # fmt: skip
    of = sources_of(draft) if row.kind == WAITING else result.sources
    actions.take_report(row, told, refused_rows(data(), draft, of))
    return draft.id


def _corrections(batch: Batch) -> dict[str, list[dict[str, str]]]:
    rows: dict[str, list[dict[str, str]]] = {}
    for fixed in batch.rows.exclude(fixed_at=None):
        for table, given in (fixed.rows or {}).items():
            rows.setdefault(table, []).extend(given)
    return rows


def _asides(batch: Batch) -> list[dict[str, Any]]:
    rows = batch.rows.exclude(aside="")
    day = today().isoformat()
    return [
        {"source": r.source, "sheet": r.sheet, "line": r.row, "file": r.file, "reason": r.aside, "day": day}
        for r in rows
    ]


def _report(result: ImportResult) -> dict[str, Any]:
    """The report for the page, corrections apart: they are told row by row."""
    told = result.for_screen()
    told["files"] = [file for file in told["files"] if file["format"] not in {"manual", "set_aside"}]
    for file in told["files"]:
        file["problems"] = [_called(problem, file) for problem in file["problems"][:MOST_PROBLEMS]]
        file["grouped"] = [_called(problem, file) for problem in file["grouped"]]
    return told


def _called(problem: dict[str, Any], file: dict[str, Any]) -> dict[str, Any]:
    """A problem with its column as the screen calls it; a table of our own has the contract's names."""
    table = TABLES.get(Path(file["file"]).stem)
    if file["format"] != "canonical" or table is None:
        return problem
    names = {column.name: column.zh for column in table.columns}
    return {**problem, "column": "、".join(names.get(name, name) for name in problem["column"].split("、"))}


def targets_between(before: Snapshot | None, after: Snapshot) -> list[dict[str, Any]]:
    """The plan's targets in the one snapshot and in the other, today."""
    plan = the_plan()
    new = compute(plan, after, as_of=today()).targets
    old = compute(plan, before, as_of=today()).targets if before else [None] * len(new)
    return [
        {
            "name": now.target.name, "unit": now.target.unit, "goal": plain(now.target.goal),
            "before": plain(was.value) if was and was.value is not None else None,
            "after": plain(now.value) if now.value is not None else None, "met": now.met,
        }
        for was, now in zip(old, new, strict=True)
    ]  # fmt: skip


@job("registry.publish", "发布登记数据")
def publish_batch(progress: Progress, *, batch: int, person: int) -> str:
    """Make a draft the current snapshot, then everything that shows it."""
    row = Batch.objects.get(pk=batch)
    if row.state == "published":  # a run that was cut off may have said so and not yet removed the uploads
        _forget_files(row)
        return row.snapshot
    try:
        # A run that was cut off may have published it and not yet said so: then the draft is gone.
        if (draft_folder(data(), row.draft) / MANIFEST).exists() or current_id(data()) != row.snapshot:
            actions.keep_changes(row)
            publish_draft(data(), row.draft)
    except Busy as busy:
        raise Later(busy.why) from busy
    except Refusal:
        Batch.objects.filter(pk=batch, state="publishing").update(state="ready")
        raise
    found = open_snapshot(data(), row.snapshot)
    _make_current(found, progress)
    actions.note_publication(found, before=row.before, by=User.objects.get(pk=person), batch=row)
    _forget_files(row)
    return found.id


def _forget_files(row: Batch) -> None:
    try:
        actions.forget_files(row)
    except Busy as busy:
        raise Later(str(busy)) from busy


@job("registry.return", "恢复较早的快照")
def return_to(progress: Progress, *, snapshot: str, before: str, reason: str, person: int) -> str:
    """Make an earlier snapshot the current one, then everything that shows it."""
    try:
        found = go_back(data(), snapshot)
    except Busy as busy:
        raise Later(busy.why) from busy
    _make_current(found, progress)
    key = {"snapshot": snapshot, "before": before, "reason": reason, "by_id": person}
    if not Publication.objects.filter(**key, at__gte=progress.row.created_at).exists():
        actions.note_publication(found, before=before, by=User.objects.get(pk=person), reason=reason)
    return found.id


def _make_current(snapshot: Snapshot, progress: Progress) -> None:
    progress(0, None, "编制索引")
    rebuild_index(snapshot, as_of=today(), progress=progress)
    progress(0, None, "更新各处数据")
    tell_everybody(snapshot)


@job("registry.index", "更新权利和主体索引", daily=time(2, 0))
def index_current(progress: Progress) -> str | None:
    """Bring the index up to the day; the command line may have made another snapshot current."""
    found = current_snapshot()
    if found is None:
        return None
    _make_current(found, progress)
    return found.id


@job("registry.search", "建立检索索引")
def build_search_index(progress: Progress) -> str | None:
    """Build what the search of rights reads, where it is missing."""
    found = current_snapshot()
    if found is None:
        return None
    rights.build(found, lambda done, total: progress(done, total, "编制检索索引"))
    return found.id


def ask_for_search_index(snapshot: str, *, by: Any) -> None:
    """Have that of the snapshot of this id built; once an hour at most, whoever asks."""
    start(build_search_index, key=f"{snapshot}.{FORMAT}.{now():%Y%m%d%H}", by=by)
