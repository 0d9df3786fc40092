"""Import: files in, row reports and a new snapshot out; all of it or nothing."""

import csv
import json
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa

from zhixian.core.engine import EngineError
from zhixian.core.kernel.refusal import Problem, Refusal
from zhixian.core.registry.finding_files import Given, Skipped, choose, choose_importer, none_of, skipped_for
from zhixian.core.registry.fold import FOLD_VERSION
from zhixian.core.registry.folder import Room, locked, settle
from zhixian.core.registry.merge import Bench, Staged, merge, placeless_notes, settle_report, write_waiting
from zhixian.core.registry.merge.claims import compare_claims
from zhixian.core.registry.publishing import content_id, derive, point_current, publish, write_tables
from zhixian.core.registry.sources import (
    MANUAL,
    Source,
    forget,
    in_merge_order,
    keep,
    load_index,
    reason_of,
    save_index,
    source_path,
)
from zhixian.core.registry.staging import REFUSED, FileReport, Importer, Progress, staging
from zhixian.core.registry.tables import TABLES

REPORT = "report.json"


@dataclass(frozen=True)
class ImportResult:
    """What became of every file, and the snapshot that is now current. `tables` counts its rows."""

    snapshot: str
    files: list[FileReport]
    tables: dict[str, int]
    skipped: tuple[Skipped, ...] = ()
    labels: tuple[str, ...] = ()

    @property
    def unreadable(self) -> list[Skipped]:
        """Files of a folder that should have been read and could not: the others were imported without them."""
        return [skip for skip in self.skipped if skip.unreadable]

    def to_json(self) -> dict[str, Any]:
        """The shape of `zhixian registry import --json`."""
        return {
            "snapshot": self.snapshot,
            "files": [
                {
                    "file": report.file,
                    "format": report.format,
                    "rows": report.rows,
                    "taken": report.taken,
                    "merged": report.merged,
                    "refused": report.refused,
                    "unknown_headings": report.unknown_headings,
                    "problems": [
                        {"sheet": p.sheet, "row": p.row, "column": p.column, "value": p.value, "reason": p.reason}
                        for p in report.problems
                    ],
                }
                for report in [*self.files, *map(_unread, self.unreadable)]
            ],
            "tables": self.tables,
        }

    def for_screen(self) -> dict[str, Any]:
        """The same, and for each file its problems by kind with their number, and its notes."""
        told = self.to_json()
        told["files"] = told["files"][: len(self.files)]
        for entry, report in zip(told["files"], self.files, strict=True):
            entry["grouped"] = [
                {"column": column, "reason": reason, "count": count}
                for (column, reason), count in report.grouped.items()
            ]
            entry["notes"] = report.notes
        told["labels"] = list(self.labels)
        told["skipped"] = [asdict(skip) for skip in self.skipped]
        return told


def _unread(skip: Skipped) -> FileReport:
    """A file of which nothing could be read, in the shape of the others: no rows, and the reason."""
    return FileReport(skip.file, "", problems=[Problem(skip.file, 0, "", "", skip.why)])


def import_paths(
    paths: Sequence[Path],
    *,
    data: Path,
    kind: str = "auto",
    importers: Sequence[Importer],
    progress: Progress = lambda _done, _total: None,
    labels: Sequence[str] = (),
    imported_on: date | None = None,
) -> ImportResult:
    """Import files and folders into the data folder and make a new snapshot of all sources; days after `imported_on` are remarked.

    A folder that holds `<table>.csv` or `.parquet` is a folder of canonical tables, else every file in it is imported.
    Files of a folder that nobody recognises or that cannot be read are skipped and told. Raises Refusal when a file that
    was named, or every file of a folder, cannot be taken; then nothing has changed.
    """
    with _refusing_trouble(data):
        chosen, skipped = choose(paths, kind, importers)
        with locked(data) as room:
            result = _import(room, chosen, importers, progress, labels, imported_on=imported_on)
    return replace(result, skipped=(*skipped, *result.skipped))


def rebuild(
    *,
    data: Path,
    importers: Sequence[Importer],
    progress: Progress = lambda _done, _total: None,
    imported_on: date | None = None,
) -> ImportResult:
    """Make the snapshot again from the sources kept: the same sources give the same id. Raises Refusal when there are none."""
    if not (data / "sources").is_dir():
        raise Refusal(
            "还没有登记数据", where=str(data), expected=f"先运行 zhixian registry import 文件或目录 --data {data}"
        )
    with _refusing_trouble(data), locked(data) as room:
        return _import(room, [], importers, progress, (), imported_on=imported_on)


def correct_rows(
    corrections: Mapping[str, Sequence[Mapping[str, str]]], *, data: Path, importers: Sequence[Importer]
) -> ImportResult:
    """Import officers' corrections, rows by table; empty cells change nothing. They come after all other sources, for good."""
    with _refusing_trouble(data), locked(data) as room:
        folder = room.work / "corrections"
        folder.mkdir()
        for name, rows in corrections.items():
            if name not in TABLES:
                raise Refusal(f"没有表“{name}”", expected="、".join(TABLES))
            with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as out:
                writer = csv.DictWriter(out, sorted({column for row in rows for column in row}))
                writer.writeheader()
                writer.writerows(rows)
        importer = choose_importer(folder, MANUAL, importers)
        chosen = [(Given(path, ()), importer) for path in sorted(folder.iterdir())]
        return _import(room, chosen, importers, lambda _done, _total: None, ())


@contextmanager
def _refusing_trouble(data: Path) -> Iterator[None]:
    """Trouble with disk or memory is told, not thrown."""
    try:
        yield
    except OSError as error:
        where = str(error.filename or data)
        raise Refusal(f"读写失败（{reason_of(error)}）", where=where, expected="磁盘有空间、目录可读写") from error
    except (EngineError, pa.ArrowException) as error:
        raise Refusal(
            f"处理失败（{str(error).splitlines()[0][:200]}）", where=str(data), expected="磁盘和内存有余"
        ) from error


def _import(
    room: Room,
    chosen: Sequence[tuple[Given, Importer]],
    importers: Sequence[Importer],
    progress: Progress,
    labels: Sequence[str],
    *,
    imported_on: date | None = None,
) -> ImportResult:
    saved = load_index(room)
    steps = _Steps(progress)
    intake = _Intake(room, list(saved), labels, steps)
    try:
        intake.take_all(chosen)
        ordered = in_merge_order(intake.index)
        staged = [_stage(room, source, _importer_of(source, importers), steps.next()) for source in ordered]
        pa.default_memory_pool().release_unused()
        known = [Staged(folder, source.name, source.place) for folder, source in zip(staged, ordered, strict=True)]
        bench = Bench(room.work, known, imported_on=imported_on)
        result = _make_snapshot(room, bench, intake.index, ordered, intake.batch)
    except BaseException:
        forget(room, [source for source, _ in intake.batch], but=saved)
        raise
    return replace(result, skipped=tuple(intake.unread))


class _Intake:
    """Files coming in: `index` all sources, `batch` those of this import and whether they were known, `unread` the others."""

    def __init__(self, room: Room, index: list[Source], labels: Sequence[str], steps: "_Steps") -> None:
        self.room = room
        self.index = index
        self.labels = labels
        self.steps = steps
        self.batch: list[tuple[Source, bool]] = []
        self.unread: list[Skipped] = []

    def take_all(self, chosen: Sequence[tuple[Given, Importer]]) -> None:
        """Keep and stage them. Raises Refusal when one that was named, or every one, cannot be read."""
        for given, importer in chosen:
            try:
                self._take(given, importer)
            except Refusal as refusal:
                if given.named or len(chosen) == 1:
                    raise
                self.unread.append(skipped_for(given.path, refusal))
        if chosen and not self.batch:
            raise none_of([chosen[0][0].path.parent], self.unread)

    def _take(self, given: Given, importer: Importer) -> None:
        source = keep(self.room, given.path, format=importer.format, labels=(*self.labels, *given.labels))
        try:
            _stage(self.room, source, importer, self.steps.next())
        except BaseException:
            forget(self.room, [source], but=self.index)
            raise
        known = any(source.same(other) for other in self.index)
        self.batch.append((source, known))
        if not known:
            self.index.append(source)


def _make_snapshot(
    room: Room, bench: Bench, index: list[Source], ordered: list[Source], batch: list[tuple[Source, bool]]
) -> ImportResult:
    try:
        merge(bench)
        unfinished = room.work / "snapshot"
        unfinished.mkdir()
        counts = write_tables(bench, unfinished)
        derived = derive(bench, unfinished)
        disagreements = compare_claims(bench, unfinished)
        placeless = placeless_notes(bench)
        reports = []
        for source, known in batch:
            place = _place(ordered, source)
            report = _load_report(bench.sources[place].folder)
            settle_report(bench, place, report, known=known)
            report.notes += [placeless[place]] if place in placeless else []
            report.notes += disagreements.notes(place)
            reports.append(report)
        waiting = write_waiting(bench, unfinished / REFUSED)
    finally:
        bench.close()
    manifest = {
        "id": content_id(unfinished),
        "fold_version": FOLD_VERSION,
        "tables": counts,
        **derived,
        "labels": sorted({label for source in index for label in source.labels}),
        "sources": [asdict(source) for source in index],
        "refused": {"cells": waiting.cells, "links": waiting.links},
        "corrected": waiting.corrected,
        "disagreements": disagreements.to_json(),
    }
    snapshot = publish(room, unfinished, manifest)
    save_index(room, index)
    point_current(room, snapshot)
    return ImportResult(snapshot.id, reports, counts, labels=tuple(snapshot.labels))


def _place(ordered: list[Source], source: Source) -> int:
    return next(number for number, other in enumerate(ordered) if source.same(other))


def _stage(room: Room, source: Source, importer: Importer | None, progress: Progress) -> Path:
    """The folder with what the importer reads out of a source; read again only when it is not there."""
    version = getattr(importer, "version", "1")
    finished = room.staged / f"{source.sha256}-{source.key}-{version}"
    if (finished / REPORT).exists():
        return finished
    if importer is None:
        raise Refusal(f"没有读取“{source.format}”格式的程序", where=source.name)
    unfinished = room.work / "staged"
    shutil.rmtree(unfinished, ignore_errors=True)  # of a file that was refused before
    with staging(unfinished, file=source.name, format=source.format) as stage:
        try:
            importer.stage(source_path(room, source), stage, progress=progress)
        except pa.ArrowInvalid as error:
            raise Refusal(f"读不下去（{str(error).splitlines()[0][:200]}）", where=source.name) from error
    (unfinished / REPORT).write_text(_dump_report(stage.report), encoding="utf-8")
    settle(unfinished, finished)
    return finished


def _importer_of(source: Source, importers: Sequence[Importer]) -> Importer | None:
    return next((importer for importer in importers if importer.format == source.format), None)


def _dump_report(report: FileReport) -> str:
    grouped = [[column, reason, count] for (column, reason), count in report.grouped.items()]
    return json.dumps({**asdict(report), "grouped": grouped}, ensure_ascii=False)


def _load_report(folder: Path) -> FileReport:
    fields = json.loads((folder / REPORT).read_text(encoding="utf-8"))
    fields["problems"] = [Problem(**problem) for problem in fields["problems"]]
    fields["grouped"] = {(column, reason): count for column, reason, count in fields["grouped"]}
    return FileReport(**fields)


class _Steps:
    """Rows of several files as one progress."""

    def __init__(self, progress: Progress) -> None:
        self.progress = progress
        self.before = 0
        self.done = 0

    def next(self) -> Callable[[int, int | None], None]:
        self.before += self.done
        self.done = 0

        def step(done: int, _total: int | None) -> None:
            self.done = done
            self.progress(self.before + done, None)

        return step
