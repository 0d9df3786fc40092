"""Making a topic and making it anew: everything is written in a corner, named by its content, and only then put in place."""

import hashlib
import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from zhixian.core.kernel.progress import Progress
from zhixian.core.kernel.refusal import Refusal
from zhixian.core.registry.finding_files import Skipped
from zhixian.core.registry.folder import Room, locked
from zhixian.core.registry.publishing import content_hash, point_current, publish
from zhixian.core.registry.sheets.reading import no_collection
from zhixian.core.registry.snapshot import Snapshot
from zhixian.core.registry.sources import Source, forget
from zhixian.core.registry.staging import REFUSED, FileReport
from zhixian.core.search.index import open_index
from zhixian.core.topics.days import Days, as_of_day, told_of
from zhixian.core.topics.document import sheet_beside
from zhixian.core.topics.export_days import as_kept, kept_sources, refuse_ahead
from zhixian.core.topics.joining import Joined, join_documents, not_counted
from zhixian.core.topics.merge_list import FILE, Proposal, Taken, read_list, taken, write_list
from zhixian.core.topics.registry_rights import days_of, events_of, read_rights
from zhixian.core.topics.tables import SCHEMAS
from zhixian.core.topics.taking_in import (
    Batch,
    gather_refused,
    given_files,
    keep_files,
    read_all,
    report_told,
    sources_table,
)
from zhixian.core.topics.topic import BEGUN, LAYOUT, Topic, current_edition, home_of, open_topic, refuse_lost
from zhixian.core.topics.writing import Columns, join_parties, parties_of, write_records, write_table


@dataclass(frozen=True)
class Recipe:
    """What a topic is made of: a query over a snapshot, or files; as of which day, and on what terms. `exported` has the days of exports, by
    the path of a file or of a folder of such, where somebody says them."""

    as_of: date
    query: str | None = None
    snapshot: Snapshot | None = None
    paths: tuple[Path, ...] = ()
    exported: Mapping[Path, date] = field(default_factory=dict)
    terms: str = ""
    shows_raw: bool = False


@dataclass(frozen=True)
class Made:
    """An edition, what became of every row, and what came and went since the edition before; `skipped` are files of a folder that
    were not taken, `taken` what became of decisions that were given."""

    topic: Topic
    reports: list[FileReport]
    proposals: list[Proposal]
    added: int = 0
    removed: int = 0
    before: str | None = None
    skipped: tuple[Skipped, ...] = ()
    taken: Taken | None = None


def make_topic(
    data: Path,
    name: str,
    recipe: Recipe,
    *,
    made: date,
    real: date | None = None,
    progress: Progress = lambda _d, _t: None,
) -> Made:
    """Make a topic. A file of a folder that cannot be read is passed over and told. `real` is the day it really is, where `made` is a
    rehearsed one: files tell of no day after it.

    Raises Refusal when it is there already, when every file of a folder cannot be read, when files hold no application of the
    day, or for a day of an export that is to come or is before a day in its rows, and UnreadableFiles when files that were named cannot be read; then nothing is left. A query may find nothing.
    """
    _refuse_known(home_of(data, name))
    return _make(data, name, recipe, None, made=made, real=real or made, progress=progress)


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
    if current_edition(home):
        expected = f"用 zhixian topic refresh {home.name} 更新，或换一个名称"
        raise Refusal(f"已有专题库“{home.name}”", where=str(home.parent.parent), expected=expected)


def refresh_topic(
    data: Path,
    name: str,
    *,
    as_of: date,
    snapshot: Snapshot | None = None,
    paths: Sequence[Path] = (),
    exported: Mapping[Path, date] = MappingProxyType({}),
    made: date,
    real: date | None = None,
    earlier: bool = False,
    progress: Progress = lambda _d, _t: None,
) -> Made:
    """Make the next edition: the query asked again, or the files kept and those that came. The one before stays. `exported` as in `Recipe`,
    `real` as in `make_topic`.

    Raises Refusal for a day before that of the edition in force, unless `earlier` says that it is meant; of exports as `make_topic` does.
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
        exported,
        told["terms"],
        told["shows_raw"],
    )
    kept = kept_sources(told["sources"])
    return _make(data, name, recipe, kept, made=made, real=real or made, progress=progress)


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
    with locked(home_of(data, name), f"归并专题库“{name}”的申请人") as room:
        before = open_topic(data, name)
        corner = _corner(room)
        for table in SCHEMAS:
            if table != "parties":
                shutil.copy2(before.path(table), corner / f"{table}.parquet")
        parties = pq.read_table(before.path("parties")).to_pydict()
        known = {proposal.pair: proposal for proposal in _decided(room)}
        told = taken(decided, known, _names_of(parties))
        known |= {proposal.pair: proposal for proposal in decided}
        joined, proposals = join_parties(parties, known.values())
        told = _moved(parties, joined, told)
        write_table(corner, "parties", joined)
        if (refused := before.folder / REFUSED).exists():
            shutil.copy2(refused, corner / REFUSED)
        write_list(
            room.data, proposals
        )  # first, so that no edition is ever current whose decisions the next refresh would not find
        topic = _publish(room, corner, name, before.manifest | {"made": made.isoformat()}, before)
    return Made(topic, [], proposals, before=before.id, taken=told)


def _names_of(parties: Columns) -> set[str]:
    """The normal forms of applicants and holders."""
    return {key for role, key in zip(parties["role"], parties["key"], strict=True) if role != "inventor"}


def _moved(before: Columns, after: Columns, told: Taken) -> Taken:
    """With what the decisions did to the rows of parties, which are the same rows before and after."""
    moved = [
        (key, party, record)
        for key, earlier, party, record in zip(
            before["key"], before["party"], after["party"], before["record"], strict=True
        )
        if party != earlier
    ]
    merged = {key for key, party, _ in moved if party != key}
    parted = {key for key, party, _ in moved if party == key}
    return replace(told, merged=len(merged), parted=len(parted), records=len({record for *_, record in moved}))


def _make(
    data: Path,
    name: str,
    recipe: Recipe,
    kept: Mapping[Source, date | None] | None,
    *,
    made: date,
    real: date,
    progress: Progress,
) -> Made:
    """`kept` are the sources of the edition before, with the days of their exports; none at all for a topic that must not be there yet."""
    refuse_ahead(recipe.exported.values(), real)
    given = given_files(recipe.paths)
    doing = f"{'建立' if kept is None else '更新'}专题库“{name}”"
    with locked(home_of(data, name), doing) as room, _first_edition(room) if kept is None else nullcontext():
        before = open_topic(data, name, damaged_too=True) if current_edition(room.data) else None
        batch = Batch(
            room, real, progress, list(kept or ()), skipped=list(given.skipped), unreadable=list(given.unreadable),
            exported={source: day for source, day in (kept or {}).items() if day},
        )  # fmt: skip
        corner = _corner(room)
        try:
            keep_files(batch, given.files, recipe.exported)
            with no_collection():
                joined, labels = _documents_of(data, recipe, batch)
                days = told_of(_days(recipe, joined, batch))
                if recipe.query is None and not joined.records:
                    _refuse_nothing(name, recipe.as_of, days, batch)
                proposals, counts = _write(corner, recipe, batch, joined, _decided(room))
        except BaseException:
            forget(room, batch.sources, but=list(kept or ()))
            raise
        manifest = {
            "layout": LAYOUT, "name": name, "made": made.isoformat(), "as_of": recipe.as_of.isoformat(), "query": recipe.query,
            "snapshot": recipe.snapshot.id if recipe.snapshot else None, "terms": recipe.terms, "shows_raw": recipe.shows_raw,
            "sources": [as_kept(source, batch.exported) for source in batch.sources], "labels": labels, "days": days, **counts,
            "reports": [report_told(report) for report in batch.reports],
        }  # fmt: skip
        write_list(room.data, proposals)
        topic = _publish(room, corner, name, manifest, before)
    added, removed = _difference(before, topic)
    return Made(topic, batch.reports, proposals, added, removed, before.id if before else None, tuple(batch.skipped))


def _refuse_nothing(name: str, day: date, days: dict[str, Any], batch: Batch) -> None:
    """Raises Refusal for files in which no application of the day was found, with the reason."""
    rows, refused = (sum(getattr(report, what) for report in batch.reports) for what in ("rows", "refused"))
    if not rows:
        why = "文件里一行专利也没有"
    elif days["later"]:
        why = f"文件里的 {days['later']:,} 件申请都晚于截止日 {day}"
    else:
        why = f"文件里的 {rows:,} 行没有一行能用（退回 {refused:,} 行）"
    first = _first_refused(batch.reports)
    also = f"；例如 {first}" if first else ""
    if first and days["later"]:  # rows that could not be taken are another matter than those of a later day
        also = f"；另有 {refused:,} 行没有收下，与截止日无关，例如 {first}"
    raise Refusal(
        f"{why}，没有做成专题库{also}",
        where=name,
        expected=f"有 {day} 以前的专利申请的文件",
    )


def _first_refused(reports: Sequence[FileReport]) -> str:
    """The first row that was refused, with its file where there are several; nothing where none was."""
    for report in reports:
        for problem in report.problems:
            if problem.refused:
                sheet = " ".join(filter(None, (report.file, sheet_beside(report.file, problem.sheet))))
                return (replace(problem, sheet=sheet) if len(reports) > 1 else problem).sentence()
    return ""


def _corner(room: Room) -> Path:
    corner = room.work / "edition"
    shutil.rmtree(corner, ignore_errors=True)
    corner.mkdir()
    return corner


def _days(recipe: Recipe, joined: Joined, batch: Batch) -> Days:
    if recipe.snapshot is not None:
        return days_of(recipe.snapshot, recipe.as_of)
    exported = [batch.exported.get(source) for source in batch.sources]
    return as_of_day(joined, recipe.as_of, real=batch.real, exported=exported)


def _documents_of(data: Path, recipe: Recipe, batch: Batch) -> tuple[Joined, list[str]]:
    if recipe.query is not None:
        if recipe.snapshot is None:
            raise ValueError("a query asks a snapshot")
        searchable = open_index(data, recipe.snapshot)
        documents = read_rights(searchable, recipe.snapshot, recipe.query, as_of=recipe.as_of)
        batch.reports.append(FileReport(f"检索式 {recipe.query or '（全部权利）'}", "query", rows=len(documents)))
        return join_documents(documents), recipe.snapshot.labels
    joined = join_documents(read_all(batch), lambda source, problem: batch.reports[source].add(problem))
    labels = dict.fromkeys(label for source in batch.sources for label in source.labels)
    return joined, list(labels)


def _write(
    corner: Path, recipe: Recipe, batch: Batch, joined: Joined, decided: Sequence[Proposal]
) -> tuple[list[Proposal], dict[str, Any]]:
    tables, families = write_records(corner, joined.records)
    parties, proposals = join_parties(parties_of(joined.records), decided)
    tables["parties"] = write_table(corner, "parties", parties)
    tables["events"] = write_table(corner, "events", _events(recipe, joined))
    for number, report in enumerate(batch.reports):
        report.taken, report.merged = joined.taken[number], joined.merged[number]
    tables["sources"] = write_table(corner, "sources", sources_table(batch))
    gather_refused(batch, corner)
    counts = {
        "tables": tables,
        "merged": dict(joined.reasons),
        "families": dict(families),
        "not_counted": not_counted(joined),
    }
    return proposals, counts


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
