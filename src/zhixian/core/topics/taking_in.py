"""The files of a topic: which are meant, kept beside it, read one after the other, with what became of every row."""

import json
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from zhixian.core.kernel.progress import Progress
from zhixian.core.kernel.refusal import Problem, Refusal
from zhixian.core.registry.finding_files import HEAD_BYTES, Given, Skipped, Unrecognised, expand, none_of, skipped_for
from zhixian.core.registry.folder import Room
from zhixian.core.registry.sheets.guards import could_be_sheet
from zhixian.core.registry.sources import Source, forget, keep, readable_name, source_path
from zhixian.core.registry.staging import REFUSED, FileReport, staging
from zhixian.core.registry.xml import CnipaOldXml, CnipaXml, DocdbXml, St66Xml, St96Xml
from zhixian.core.topics.document import Document, Reading
from zhixian.core.topics.export_days import Holding, said_of
from zhixian.core.topics.exports import read_export
from zhixian.core.topics.papers import read_papers

EXPORT = "patents"


XML = "patent-xml"


class UnreadableFiles(Refusal):
    """Of several files that were named some cannot be read; `files` has each with its refusal, `others` counts those that can."""

    def __init__(self, files: Sequence[tuple[Path, Refusal]], *, others: int) -> None:
        self.files = tuple(files)
        self.others = others
        listed = "；".join(f"{readable_name(path)}：{untold(refusal)}" for path, refusal in files)
        super().__init__(
            f"{len(files) + others} 个文件里有 {len(files)} 个读不出（{listed}）",
            expected="不要这几个，或者换成读得出的" if others else "检索系统的导出表（xlsx、xls、csv）或专利 XML",
        )


def untold(refusal: Refusal) -> str:
    """A refusal without its place, for a line that names the file already."""
    return str(Refusal(refusal.why, expected=refusal.expected))


@dataclass
class Batch:
    """Sources of one edition as they are read for it on the `real` day: files kept, reports, and documents of them all; `loose` are those that only lay in a
    folder, of which `skipped` could not be read. `named` has the path of each source that was named, `unreadable` those of them
    that cannot be read, with the reason; `exported` the days of exports that were said, now or before."""

    room: Room
    real: date
    progress: Progress
    sources: list[Source] = field(default_factory=list)
    reports: list[FileReport] = field(default_factory=list)
    loose: list[Source] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    named: list[tuple[Source, Path]] = field(default_factory=list)
    unreadable: list[tuple[Path, Refusal]] = field(default_factory=list)
    called: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    """(content, name) of the files that came → what messages call each of them."""
    exported: dict[Source, date] = field(default_factory=dict)
    said_now: set[Source] = field(default_factory=set)
    """Sources of whose export this making says the day: it is held against their rows, once."""


@dataclass(frozen=True)
class Meant:
    """The files meant with their sort, those of a folder that are passed over, and those that were named and are of no sort."""

    files: Sequence[tuple[Given, str]] = ()
    skipped: Sequence[Skipped] = ()
    unreadable: Sequence[tuple[Path, Refusal]] = ()


def given_files(paths: Sequence[Path]) -> Meant:
    """What paths mean. Raises Refusal where nothing is left, and for a file of no sort that is the only one."""
    if not paths:
        return Meant()
    files, skipped = expand(paths)
    chosen, unreadable = [], []
    for file in files:
        try:
            chosen.append((file, _sort_of(file.path)))
        except Refusal as refusal:
            if len(files) == 1:
                raise
            if file.named:
                unreadable.append((file.path, refusal))
            else:
                skipped.append(skipped_for(file.called, refusal))
    if not chosen:
        raise UnreadableFiles(unreadable, others=0) if unreadable else none_of(paths, skipped)
    return Meant(chosen, skipped, unreadable)


def keep_files(batch: Batch, given: Sequence[tuple[Given, str]], exported: Mapping[Path, date]) -> None:
    """Copy the files beside the topic, each content once; `exported` has the day of an export by the path that was given. Of a file that is
    kept already a day that is said now takes the place of the one before."""
    for file, sort in given:
        source = keep(batch.room, file.path, format=sort, labels=file.labels)
        batch.called.setdefault((source.sha256, source.name), []).append(file.called)
        if file.named and len(given) + len(batch.unreadable) > 1:
            batch.named.append((source, file.path))
        known = next((other for other in batch.sources if source.same(other)), None)
        if known is None:
            batch.sources.append(source)
            batch.loose += [] if file.named or len(given) == 1 else [source]
        if day := said_of(file.path, exported):
            batch.exported[known or source] = day
            batch.said_now.add(known or source)


def _sort_of(path: Path) -> str:
    """Whether a file is an XML of papers or a table. Raises Refusal for what is neither."""
    try:
        with path.open("rb") as file:
            head = file.read(HEAD_BYTES)
    except OSError:
        raise Refusal("读不出", where=readable_name(path), expected="可以读取的文件") from None
    importers = (CnipaXml(), CnipaOldXml(), DocdbXml(), St96Xml(), St66Xml())
    if any(importer.recognises(path, head) for importer in importers):
        return XML
    if could_be_sheet(path, head):
        return EXPORT
    raise Unrecognised(
        "不是认得的文件", where=readable_name(path), expected="检索系统的导出表（xlsx、xls、csv）或专利 XML"
    )


def read_all(batch: Batch) -> Iterator[Document]:
    """The documents of every source, one after the other; refused rows stand in one file beside the tables.

    Raises UnreadableFiles when all is read, so that every file that cannot be is told at once, and Refusal where a row tells of a day after
    that of its export.
    """
    holding = Holding()
    names = each_called([source.name for source in batch.sources])
    for source, called in zip(list(batch.sources), names, strict=True):
        paths = [path for other, path in batch.named if other.same(source)]
        if source not in batch.loose and not paths:
            yield from _read_one(batch, source, called, holding)
            continue
        try:
            documents = list(_read_one(batch, source, called, holding))
        except Refusal as refusal:
            if paths:
                batch.unreadable += [(path, refusal) for path in paths]
                continue
            came = batch.called[source.sha256, source.name]
            batch.skipped.append(skipped_for("、".join(dict.fromkeys(came)), refusal))
            batch.sources.remove(source)
            forget(batch.room, [source], but=batch.sources)
        else:
            yield from documents
    if batch.unreadable:
        failed = {path for path, _ in batch.unreadable}
        others = sum(path not in failed for _, path in batch.named) + len(batch.loose)
        raise UnreadableFiles(batch.unreadable, others=others)
    if not batch.sources:
        raise none_of([Path(source.place or source.name) for source in batch.loose[:1]], batch.skipped)
    holding.refuse_earlier()


def _read_one(batch: Batch, source: Source, called: str, holding: Holding) -> Iterator[Document]:
    number, done = len(batch.reports), sum(report.rows for report in batch.reports)
    path, corner = source_path(batch.room, source), batch.room.work / f"source{number}"
    shutil.rmtree(corner, ignore_errors=True)  # of a file that was passed over before

    def step(rows: int, _total: int | None) -> None:
        batch.progress(done + rows, None)

    reading = Reading(number, batch.real)
    with staging(corner, file=called, format=source.format) as stage:
        if source.format == XML:
            documents = read_papers(path, stage, reading, progress=step)
        else:
            documents = read_export(path, stage, reading, only=None, progress=step)
        if source in batch.said_now:
            documents = holding.hold(called, batch.exported[source]).through(documents)
        yield from documents
        batch.reports.append(stage.report)


def each_called(names: Sequence[str]) -> list[str]:
    """What messages call files, in the order in which they came: their own names, and of those that several bear which of these it is."""
    times, seen = Counter(names), Counter[str]()
    told = []
    for name in names:
        seen[name] += 1
        told.append(f"{name}（同名第 {seen[name]} 份）" if times[name] > 1 else name)
    return told


def sources_table(batch: Batch) -> dict[str, list[Any]]:
    """The columns of the table of sources: each with how many of its rows were taken, merged and refused."""
    reports = batch.reports
    sums = [source.sha256 for source in batch.sources] or [""] * len(reports)
    return {
        "source": list(range(len(reports))), "name": [report.file for report in reports],
        "format": [report.format for report in reports], "sha256": sums, "rows": [report.rows for report in reports],
        "taken": [report.taken for report in reports], "merged": [report.merged for report in reports],
        "refused": [report.refused for report in reports],
    }  # fmt: skip


def gather_refused(batch: Batch, corner: Path) -> None:
    """Put the refused rows of every source into one file of the edition."""
    with (corner / REFUSED).open("w", encoding="utf-8") as out:
        for number, report in enumerate(batch.reports):
            kept = batch.room.work / f"source{number}" / REFUSED
            if kept.exists():
                for line in kept.read_text(encoding="utf-8").splitlines():
                    out.write(json.dumps({"file": report.file, **json.loads(line)}, ensure_ascii=False) + "\n")


def report_told(report: FileReport) -> dict[str, Any]:
    """A report as the manifest of an edition keeps it."""
    grouped = [[column, reason, count] for (column, reason), count in report.grouped.items()]
    return {
        "file": report.file, "format": report.format, "rows": report.rows, "taken": report.taken, "merged": report.merged,
        "refused": report.refused, "unknown_headings": report.unknown_headings, "grouped": grouped, "notes": report.notes,
        "problems": [_problem(problem) for problem in report.problems],
    }  # fmt: skip


def _problem(problem: Problem) -> dict[str, Any]:
    return {
        "sheet": problem.sheet,
        "row": problem.row,
        "column": problem.column,
        "value": problem.value,
        "reason": problem.reason,
    }
