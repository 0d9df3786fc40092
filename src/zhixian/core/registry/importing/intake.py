"""Files coming in: each kept as received and staged by its importer, with the report of what the importer made of it."""

import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

import pyarrow as pa

from zhixian.core.kernel.progress import Progress
from zhixian.core.kernel.refusal import Problem, Refusal
from zhixian.core.registry.finding_files import Given, Skipped, none_of, placed, skipped_for
from zhixian.core.registry.folder import Room, settle
from zhixian.core.registry.snapshot import file_mark
from zhixian.core.registry.sources import Source, forget, keep, source_path
from zhixian.core.registry.staging import FileReport, Importer, staging

REPORT = "report.json"
MARKS = "marks.json"
"""Beside what was staged of a source: (bytes, CRC-32) of each file, which tell what was cut off or spoiled since."""


class Intake:
    """Files coming in: `index` all sources, `batch` those of this import and whether they were known, `called` what messages call
    each of them, `unread` the others.

    `read_again` names the sources of which what was staged had been spoiled.
    """

    def __init__(self, room: Room, index: list[Source], labels: Sequence[str], steps: "Steps") -> None:
        self.room = room
        self.index = index
        self.labels = labels
        self.steps = steps
        self.batch: list[tuple[Source, bool]] = []
        self.called: list[str] = []
        self.unread: list[Skipped] = []
        self.read_again: list[str] = []

    def take_all(self, chosen: Sequence[tuple[Given, Importer]]) -> None:
        """Keep and stage them. Raises Refusal when one that was named, or every one, cannot be read."""
        for given, importer in chosen:
            try:
                self._take(given, importer)
            except Refusal as refusal:
                if given.named or len(chosen) == 1:
                    raise placed(refusal, given) from None
                self.unread.append(skipped_for(given.called, refusal))
        if chosen and not self.batch:
            folders = {given.path.parent for given, _ in chosen}
            raise none_of(list(folders) if len(folders) == 1 else [given.path for given, _ in chosen], self.unread)

    def _take(self, given: Given, importer: Importer) -> None:
        source = keep(self.room, given.path, format=importer.format, labels=(*self.labels, *given.labels))
        try:
            self.stage(source, importer)
        except BaseException:
            forget(self.room, [source], but=self.index)
            raise
        known = any(source.same(other) for other in self.index)
        self.batch.append((source, known))
        self.called.append(given.called)
        if not known:
            self.index.append(source)

    def stage(self, source: Source, importer: Importer | None) -> Path:
        """The folder with what the importer reads out of a source; read again only when it is not there, or not as it was written."""
        version = getattr(importer, "version", "1")
        finished = self.room.staged / f"{source.sha256}-{source.key}-{version}"
        if _is_as_staged(finished):
            return finished
        unfinished = _stage(self.room, source, importer, self.steps.next())
        if finished.exists():
            if (finished / MARKS).exists():
                self.read_again.append(source.name)
            shutil.rmtree(finished)
        settle(unfinished, finished)
        return finished


def _stage(room: Room, source: Source, importer: Importer | None, progress: Progress) -> Path:
    """Stage a source in the corner where nothing is finished."""
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
    (unfinished / MARKS).write_text(json.dumps(_marks(unfinished)), encoding="utf-8")
    return unfinished


def _is_as_staged(folder: Path) -> bool:
    """Whether everything in it is as it was written; what an earlier version staged without marks is taken for spoiled."""
    try:
        return bool(json.loads((folder / MARKS).read_text(encoding="utf-8")) == _marks(folder))
    except (OSError, ValueError):
        return False


def _marks(folder: Path) -> dict[str, list[int]]:
    return {path.name: list(file_mark(path)) for path in folder.iterdir() if path.name != MARKS}


def importer_of(source: Source, importers: Sequence[Importer]) -> Importer | None:
    return next((importer for importer in importers if importer.format == source.format), None)


def _dump_report(report: FileReport) -> str:
    grouped = [[column, reason, count] for (column, reason), count in report.grouped.items()]
    return json.dumps({**asdict(report), "grouped": grouped}, ensure_ascii=False)


def load_report(folder: Path) -> FileReport:
    fields = json.loads((folder / REPORT).read_text(encoding="utf-8"))
    fields["problems"] = [Problem(**problem) for problem in fields["problems"]]
    fields["grouped"] = {(column, reason): count for column, reason, count in fields["grouped"]}
    fields["forms"] = [(sheet, kind) for sheet, kind in fields.get("forms", ())]
    fields["named"] = [(sheet, name) for sheet, name in fields.get("named", ())]
    return FileReport(**fields)


class Steps:
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
