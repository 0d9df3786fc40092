"""Making a topic and making it anew: everything is written in a corner, named by its content, and only then put in place."""

import hashlib
import json
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from zhixian.core.kernel.progress import Progress
from zhixian.core.kernel.refusal import Problem, Refusal
from zhixian.core.registry.finding_files import HEAD_BYTES, Given, Skipped, Unrecognised, expand, none_of, skipped_for
from zhixian.core.registry.folder import Room, locked
from zhixian.core.registry.publishing import content_hash, point_current, publish
from zhixian.core.registry.sheets.guards import could_be_sheet
from zhixian.core.registry.sheets.reading import no_collection
from zhixian.core.registry.snapshot import Snapshot, current_id
from zhixian.core.registry.sources import Source, forget, keep, readable_name, source_path
from zhixian.core.registry.staging import REFUSED, FileReport, staging
from zhixian.core.registry.xml import CnipaOldXml, CnipaXml, DocdbXml, St96Xml
from zhixian.core.search.index import open_index
from zhixian.core.topics.days import as_of_day, told_of
from zhixian.core.topics.document import Document
from zhixian.core.topics.exports import read_export
from zhixian.core.topics.joining import Joined, join_documents
from zhixian.core.topics.merge_list import FILE, Proposal, read_list, write_list
from zhixian.core.topics.papers import read_papers
from zhixian.core.topics.registry_rights import events_of, read_rights
from zhixian.core.topics.tables import SCHEMAS
from zhixian.core.topics.topic import BEGUN, LAYOUT, Topic, home_of, open_topic, refuse_lost
from zhixian.core.topics.writing import join_parties, parties_of, write_records, write_table

EXPORT, XML = "patents", "patent-xml"


@dataclass(frozen=True)
class Recipe:
    """What a topic is made of: a query over a snapshot, or files; as of which day, and on what terms."""

    as_of: date
    query: str | None = None
    snapshot: Snapshot | None = None
    paths: tuple[Path, ...] = ()
    terms: str = ""
    shows_raw: bool = False


@dataclass(frozen=True)
class Made:
    """An edition, what became of every row, and what came and went since the edition before; `skipped` are files of a folder that
    were not taken."""

    topic: Topic
    reports: list[FileReport]
    proposals: list[Proposal]
    added: int = 0
    removed: int = 0
    before: str | None = None
    skipped: tuple[Skipped, ...] = ()


@dataclass
class _Batch:
    """Sources of one edition as they are read: files kept, reports, and documents of them all; `loose` are those that only lay in a
    folder, of which `skipped` could not be read."""

    room: Room
    progress: Progress
    sources: list[Source] = field(default_factory=list)
    reports: list[FileReport] = field(default_factory=list)
    loose: list[Source] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)


def make_topic(data: Path, name: str, recipe: Recipe, *, made: date, progress: Progress = lambda _d, _t: None) -> Made:
    """Make a topic. A file of a folder that cannot be read is passed over and told.

    Raises Refusal when it is there already, when a file that was named or every file of a folder cannot be read, or when files
    hold no application of the day; then nothing is left. A query may find nothing.
    """
    _refuse_known(home_of(data, name))
    return _make(data, name, recipe, None, made=made, progress=progress)


@contextmanager
def _first_edition(room: Room) -> Iterator[None]:
    """A home in which nothing is anybody's yet: what fails leaves none of it, and what is killed is begun anew the next time."""
    _refuse_known(room.data)
    refuse_lost(room.data)
    (room.data / BEGUN).touch()
    try:
        yield
    except BaseException:
        shutil.rmtree(room.data, ignore_errors=True)
        raise


def _refuse_known(home: Path) -> None:
    if current_id(home):
        expected = f"用 zhixian topic refresh {home.name} 更新，或换一个名称"
        raise Refusal(f"已有专题库“{home.name}”", where=str(home.parent.parent), expected=expected)


def refresh_topic(
    data: Path,
    name: str,
    *,
    as_of: date,
    snapshot: Snapshot | None = None,
    paths: Sequence[Path] = (),
    made: date,
    earlier: bool = False,
    progress: Progress = lambda _d, _t: None,
) -> Made:
    """Make the next edition: the query asked again, or the files kept and those that came. The one before stays.

    Raises Refusal for a day before that of the edition in force, unless `earlier` says that it is meant.
    """
    topic = open_topic(data, name, damaged_too=True)
    told = topic.manifest
    if not earlier:
        refuse_earlier(name, as_of, topic.as_of)
    if told["query"] is not None and paths:
        raise Refusal("这个专题库由检索式生成，不收文件", where=name, expected="另建一个由文件生成的专题库")
    recipe = Recipe(
        as_of,
        told["query"],
        snapshot if told["query"] is not None else None,
        tuple(paths),
        told["terms"],
        told["shows_raw"],
    )
    kept = tuple(Source(**{**entry, "labels": tuple(entry["labels"])}) for entry in told["sources"])
    return _make(data, name, recipe, kept, made=made, progress=progress)


def refuse_earlier(name: str, day: date, current: date) -> None:
    """Raises Refusal for a day before that of the edition in force: it would be replaced by one that knows less."""
    if day < current:
        raise Refusal(
            f"{day} 早于现行版本的截止日 {current}，更新以后现行的就是更早一天的",
            where=name,
            expected=f"不早于 {current} 的日期；确实要退回更早的一天，命令行加 --earlier，网页勾选“退回更早的一天”",
        )


def decide_applicants(data: Path, name: str, decided: Sequence[Proposal], *, made: date) -> Made:
    """Take the decisions of a merge list, and make an edition in which these applicants are one."""
    with locked(home_of(data, name)) as room:
        before = open_topic(data, name)
        corner = _corner(room)
        for table in SCHEMAS:
            if table != "parties":
                shutil.copy2(before.path(table), corner / f"{table}.parquet")
        parties = pq.read_table(before.path("parties")).to_pydict()
        known = {proposal.pair: proposal for proposal in _decided(room)}
        known |= {proposal.pair: proposal for proposal in decided}
        joined, proposals = join_parties(parties, known.values())
        write_table(corner, "parties", joined)
        if (refused := before.folder / REFUSED).exists():
            shutil.copy2(refused, corner / REFUSED)
        write_list(
            room.data, proposals
        )  # first, so that no edition is ever current whose decisions the next refresh would not find
        topic = _publish(room, corner, name, before.manifest | {"made": made.isoformat()}, before)
    return Made(topic, [], proposals, before=before.id)


def _make(
    data: Path, name: str, recipe: Recipe, kept: Sequence[Source] | None, *, made: date, progress: Progress
) -> Made:
    """`kept` are the sources of the edition before; none at all for a topic that must not be there yet."""
    given, skipped = _given(recipe.paths)
    with locked(home_of(data, name)) as room, _first_edition(room) if kept is None else nullcontext():
        before = open_topic(data, name, damaged_too=True) if current_id(room.data) else None
        batch = _Batch(room, progress, list(kept or ()), skipped=skipped)
        corner = _corner(room)
        try:
            _keep(batch, given)
            with no_collection():
                joined, labels = _documents_of(data, recipe, batch)
                days = told_of(as_of_day(joined, recipe.as_of)) if recipe.query is None else None
                if days and not joined.records:
                    _refuse_nothing(name, recipe.as_of, days, batch)
                proposals, counts = _write(corner, recipe, batch, joined, _decided(room))
        except BaseException:
            forget(room, batch.sources, but=kept or ())
            raise
        manifest = {
            "layout": LAYOUT, "name": name, "made": made.isoformat(), "as_of": recipe.as_of.isoformat(), "query": recipe.query,
            "snapshot": recipe.snapshot.id if recipe.snapshot else None, "terms": recipe.terms, "shows_raw": recipe.shows_raw,
            "sources": [asdict(source) for source in batch.sources], "labels": labels, "days": days, **counts,
            "reports": [_told(report) for report in batch.reports],
        }  # fmt: skip
        write_list(room.data, proposals)
        topic = _publish(room, corner, name, manifest, before)
    added, removed = _difference(before, topic)
    return Made(topic, batch.reports, proposals, added, removed, before.id if before else None, tuple(batch.skipped))


def _given(paths: Sequence[Path]) -> tuple[list[tuple[Given, str]], list[Skipped]]:
    """The files meant with their sort, and those of a folder that are passed over. Raises Refusal for a file that was named and is
    of no sort, and where nothing is left."""
    if not paths:
        return [], []
    files, skipped = expand(paths)
    chosen = []
    for file in files:
        try:
            chosen.append((file, _sort_of(file.path)))
        except Refusal as refusal:
            if file.named or len(files) == 1:
                raise
            skipped.append(skipped_for(file.path, refusal))
    if not chosen:
        raise none_of(paths, skipped)
    return chosen, skipped


def _keep(batch: _Batch, given: Sequence[tuple[Given, str]]) -> None:
    """Copy the files beside the topic, each content once."""
    for file, sort in given:
        source = keep(batch.room, file.path, format=sort, labels=file.labels)
        if not any(source.same(other) for other in batch.sources):
            batch.sources.append(source)
            batch.loose += [] if file.named or len(given) == 1 else [source]


def _refuse_nothing(name: str, day: date, days: dict[str, Any], batch: _Batch) -> None:
    """Raises Refusal for files in which no application of the day was found, with the reason."""
    rows, refused = (sum(getattr(report, what) for report in batch.reports) for what in ("rows", "refused"))
    if not rows:
        why = "文件里一行专利也没有"
    elif days["later"]:
        why = f"文件里的 {days['later']:,} 件申请都晚于截止日 {day}"
    else:
        why = f"文件里的 {rows:,} 行没有一行能用（退回 {refused:,} 行）"
    first = next((problem.sentence() for report in batch.reports for problem in report.problems if problem.refused), "")
    raise Refusal(
        f"{why}，没有做成专题库{f'；例如 {first}' if first else ''}",
        where=name,
        expected=f"有 {day} 以前的专利申请的文件",
    )


def _corner(room: Room) -> Path:
    corner = room.work / "edition"
    shutil.rmtree(corner, ignore_errors=True)
    corner.mkdir()
    return corner


def _sort_of(path: Path) -> str:
    """Whether a file is an XML of papers or a table. Raises Refusal for what is neither."""
    try:
        with path.open("rb") as file:
            head = file.read(HEAD_BYTES)
    except OSError:
        raise Refusal("读不出", where=readable_name(path), expected="可以读取的文件") from None
    if any(importer.recognises(path, head) for importer in (CnipaXml(), CnipaOldXml(), DocdbXml(), St96Xml())):
        return XML
    if could_be_sheet(path, head):
        return EXPORT
    raise Unrecognised(
        "不是认得的文件", where=readable_name(path), expected="检索系统的导出表（xlsx、xls、csv）或专利 XML"
    )


def _documents_of(data: Path, recipe: Recipe, batch: _Batch) -> tuple[Joined, list[str]]:
    if recipe.query is not None:
        if recipe.snapshot is None:
            raise ValueError("a query asks a snapshot")
        searchable = open_index(data, recipe.snapshot)
        documents = read_rights(searchable, recipe.snapshot, recipe.query, as_of=recipe.as_of)
        batch.reports.append(FileReport(f"检索式 {recipe.query or '（全部权利）'}", "query", rows=len(documents)))
        return join_documents(documents), recipe.snapshot.labels
    joined = join_documents(_read_all(batch))
    labels = dict.fromkeys(label for source in batch.sources for label in source.labels)
    return joined, list(labels)


def _read_all(batch: _Batch) -> Iterator[Document]:
    """The documents of every source, one after the other; refused rows stand in one file beside the tables."""
    for source in list(batch.sources):
        if source not in batch.loose:
            yield from _read_one(batch, source)
            continue
        try:
            documents = list(_read_one(batch, source))
        except Refusal as refusal:
            batch.skipped.append(skipped_for(Path(source.name), refusal))
            batch.sources.remove(source)
            forget(batch.room, [source], but=batch.sources)
        else:
            yield from documents
    if not batch.sources:
        raise none_of([Path(source.place or source.name) for source in batch.loose[:1]], batch.skipped)


def _read_one(batch: _Batch, source: Source) -> Iterator[Document]:
    number, done = len(batch.reports), sum(report.rows for report in batch.reports)
    path, corner = source_path(batch.room, source), batch.room.work / f"source{number}"
    shutil.rmtree(corner, ignore_errors=True)  # of a file that was passed over before

    def step(rows: int, _total: int | None) -> None:
        batch.progress(done + rows, None)

    with staging(corner, file=source.name, format=source.format) as stage:
        if source.format == XML:
            yield from read_papers(path, stage, source=number, progress=step)
        else:
            yield from read_export(path, stage, source=number, only=None, progress=step)
        batch.reports.append(stage.report)


def _write(
    corner: Path, recipe: Recipe, batch: _Batch, joined: Joined, decided: Sequence[Proposal]
) -> tuple[list[Proposal], dict[str, Any]]:
    tables, families = write_records(corner, joined.records)
    parties, proposals = join_parties(parties_of(joined.records), decided)
    tables["parties"] = write_table(corner, "parties", parties)
    tables["events"] = write_table(corner, "events", _events(recipe, joined))
    for number, report in enumerate(batch.reports):
        report.taken, report.merged = joined.taken[number], joined.merged[number]
    tables["sources"] = write_table(corner, "sources", _sources(batch))
    _gather_refused(batch, corner)
    return proposals, {"tables": tables, "merged": dict(joined.reasons), "families": dict(families)}


def _events(recipe: Recipe, joined: Joined) -> dict[str, list[Any]]:
    """What happened to the records until the day: the registry's word, or that of the files."""
    columns: dict[str, list[Any]] = {name: [] for name in SCHEMAS["events"].names}
    records = sorted(joined.records)
    numbers = {record: nr for nr, record in enumerate(records)}
    told = (
        [(record, *event) for record in records for event in sorted(joined.records[record].document.events, key=str)]
        if recipe.snapshot is None
        else events_of(recipe.snapshot, records, as_of=recipe.as_of)
    )
    for row in told:
        if row[2] <= recipe.as_of:
            for column, value in zip(columns.values(), (*row, numbers[row[0]]), strict=True):
                column.append(value)
    return columns


def _sources(batch: _Batch) -> dict[str, list[Any]]:
    reports = batch.reports
    sums = [source.sha256 for source in batch.sources] or [""] * len(reports)
    return {
        "source": list(range(len(reports))), "name": [report.file for report in reports],
        "format": [report.format for report in reports], "sha256": sums, "rows": [report.rows for report in reports],
        "taken": [report.taken for report in reports], "merged": [report.merged for report in reports],
        "refused": [report.refused for report in reports],
    }  # fmt: skip


def _gather_refused(batch: _Batch, corner: Path) -> None:
    with (corner / REFUSED).open("w", encoding="utf-8") as out:
        for number, report in enumerate(batch.reports):
            kept = batch.room.work / f"source{number}" / REFUSED
            if kept.exists():
                for line in kept.read_text(encoding="utf-8").splitlines():
                    out.write(json.dumps({"file": report.file, **json.loads(line)}, ensure_ascii=False) + "\n")


def _publish(room: Room, corner: Path, name: str, manifest: dict[str, Any], before: Topic | None) -> Topic:
    """Name the edition by its content and make it the current one; the one before stays until it is two editions old."""
    edition = _content_id(corner, manifest)
    earlier = before.manifest.get("before") if before and before.id == edition else before.id if before else None
    told = {key: value for key, value in manifest.items() if key != "files"} | {"id": edition, "before": earlier}
    snapshot = publish(room, corner, told)
    point_current(room, snapshot)
    (room.data / BEGUN).unlink(missing_ok=True)
    for folder in room.snapshots.iterdir():
        if folder.name not in (edition, earlier):
            shutil.rmtree(folder, ignore_errors=True)
    return Topic(name, edition, snapshot.folder, snapshot.manifest)


def _content_id(corner: Path, manifest: dict[str, Any]) -> str:
    whole = hashlib.sha256()
    for key in ("layout", "as_of", "query", "terms", "shows_raw", "labels"):
        whole.update(f"{key}:{manifest[key]}\n".encode())
    whole.update(f"days:{json.dumps(manifest.get('days'), sort_keys=True)}\n".encode())
    for name in SCHEMAS:
        whole.update(f"{name}:{content_hash(corner / f'{name}.parquet')}\n".encode())
    return whole.hexdigest()[:20]


def _decided(room: Room) -> list[Proposal]:
    """The decisions beside the topic, as an officer left them."""
    path = room.data / FILE
    return read_list(path) if path.exists() else []


def _difference(before: Topic | None, after: Topic) -> tuple[int, int]:
    now = set(pq.read_table(after.path("records"), columns=["record"])["record"].to_pylist())
    try:
        old = set(pq.read_table(before.path("records"), columns=["record"])["record"].to_pylist()) if before else set()
    except (pa.ArrowException, OSError):  # the edition before is damaged: nobody knows what it held
        old = now
    return len(now - old), len(old - now)


def _told(report: FileReport) -> dict[str, Any]:
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
