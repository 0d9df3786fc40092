"""Import: files in, row reports and a new snapshot out; all of it or nothing."""

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa

from zhixian.core.engine import ENGINE_TROUBLE
from zhixian.core.kernel.files import trouble
from zhixian.core.kernel.progress import Progress
from zhixian.core.kernel.refusal import Refusal
from zhixian.core.registry.drafts import Draft
from zhixian.core.registry.finding_files import Given, choose, choose_importer
from zhixian.core.registry.folder import Room, locked
from zhixian.core.registry.importing.composing import IN_FORCE, Current, make_snapshot
from zhixian.core.registry.importing.intake import Intake, Steps, importer_of, load_report
from zhixian.core.registry.importing.result import ImportResult
from zhixian.core.registry.merge import Bench, Staged
from zhixian.core.registry.setting_aside import NAME, SetAsideImporter
from zhixian.core.registry.sources import MANUAL, forget, in_merge_order, load_index, mend_index, source_path
from zhixian.core.registry.staging import Importer
from zhixian.core.registry.tables import TABLES


def import_paths(
    paths: Sequence[Path],
    *,
    data: Path,
    kind: str = "auto",
    importers: Sequence[Importer],
    progress: Progress = lambda _done, _total: None,
    labels: Sequence[str] = (),
    imported_on: date | None = None,
    corrections: Mapping[str, Sequence[Mapping[str, str]]] | None = None,
    asides: Sequence[Mapping[str, Any]] = (),
    each_alone: bool = False,
    into: Current | Draft = IN_FORCE,
) -> ImportResult:
    """Import files and folders into the data folder and make a new snapshot of all sources, or a draft of one.

    Days after `imported_on` are remarked. `asides` are rows that are not going to be corrected: `{source, sheet, line, reason, day}`.

    Every file of a folder is imported, canonical tables (`<table>.csv` or `.parquet`) first; beside these no folder and no other text.
    Files of a folder that nobody recognises or that cannot be read are skipped and told. Raises Refusal when a file that
    was named, or every file of a folder, cannot be taken; then nothing has changed. With `each_alone` a named file that cannot be
    taken is passed over as one of a folder is. Without `paths` only corrections and asides come in.
    """
    with _refusing_trouble(data):
        chosen, skipped = choose(paths, kind, importers, each_alone=each_alone) if paths else ([], [])
        with _opened(data, "导入登记数据") as (room, mended):
            chosen += _given_corrections(room, corrections or {}, importers)
            chosen += _given_asides(room, asides, importers, restored=False)
            result = _import(room, chosen, importers, progress, labels, imported_on=imported_on, into=into)
    return replace(result, skipped=(*skipped, *result.skipped), mended=(*mended, *result.mended))


def rebuild(
    *,
    data: Path,
    importers: Sequence[Importer],
    progress: Progress = lambda _done, _total: None,
    imported_on: date | None = None,
) -> ImportResult:
    """Make the snapshot again from the sources kept: the same sources give the same id, and what is
    missing or damaged in its folder is replaced. Raises Refusal when there are none, or one is not as it came."""
    if not (data / "sources").is_dir():
        raise Refusal(
            "还没有登记数据", where=str(data), expected=f"先运行 zhixian registry import 文件或目录 --data {data}"
        )
    with _refusing_trouble(data), _opened(data, "重建登记数据") as (room, mended):
        for source in load_index(room):
            source_path(room, source)  # also of those that are not read again, for what was read of them is kept
        result = _import(room, [], importers, progress, (), imported_on=imported_on, into=Current(thorough=True))
    return replace(result, mended=(*mended, *result.mended))


def correct_rows(
    corrections: Mapping[str, Sequence[Mapping[str, str]]], *, data: Path, importers: Sequence[Importer]
) -> ImportResult:
    """Import officers' corrections, rows by table; empty cells change nothing. They come after all other sources, for good."""
    with _refusing_trouble(data), _opened(data, "更正登记数据") as (room, mended):
        chosen = _given_corrections(room, corrections, importers)
        result = _import(room, chosen, importers, lambda _done, _total: None, ())
    return replace(result, mended=(*mended, *result.mended))


def set_rows_aside(
    rows: Sequence[Mapping[str, Any]],
    *,
    reason: str,
    restored: bool,
    data: Path,
    importers: Sequence[Importer],
    on: date,
) -> ImportResult:
    """Have rows wait no longer, or wait again, for a reason; `rows` as `setting_aside.chosen_rows` gives them."""
    with _refusing_trouble(data), _opened(data, "搁置或取回等待更正的行") as (room, mended):
        told = [{**row, "reason": reason, "day": on.isoformat()} for row in rows]
        chosen = _given_asides(room, told, importers, restored=restored)
        result = _import(room, chosen, importers, lambda _done, _total: None, ())
    return replace(result, mended=(*mended, *result.mended))


def _given_asides(
    room: Room, rows: Sequence[Mapping[str, Any]], importers: Sequence[Importer], *, restored: bool
) -> list[tuple[Given, Importer]]:
    if not rows:
        return []
    path = room.work / NAME
    nth = len(load_index(room))  # said once more, it is another word
    lines = [{**row, "restored": restored, "nth": nth} for row in rows]
    path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
    importer = next(importer for importer in importers if importer.format == SetAsideImporter.format)
    return [(Given(path, ()), importer)]


def _given_corrections(
    room: Room, corrections: Mapping[str, Sequence[Mapping[str, str]]], importers: Sequence[Importer]
) -> list[tuple[Given, Importer]]:
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
    return [(Given(path, ()), importer) for path in sorted(folder.iterdir())]


@contextmanager
def _opened(data: Path, doing: str) -> Iterator[tuple[Room, list[str]]]:
    """The folder for this process alone, its index whole, and what was mended of it, told."""
    with locked(data, doing) as room:
        names = mend_index(room)
        yield (
            room,
            [f"来源目录缺了 {_counted(names)}，已按当前快照的清单补回，没有丢失数据；请检查磁盘"] if names else [],
        )


def _counted(names: Sequence[str]) -> str:
    return f"{len(names)} 个来源（{'、'.join(names[:3])}{'……' if len(names) > 3 else ''}）"


@contextmanager
def _refusing_trouble(data: Path) -> Iterator[None]:
    """Trouble with disk or memory is told, not thrown."""
    try:
        yield
    except OSError as error:
        where = str(error.filename or data)
        raise Refusal(f"读写失败（{trouble(error)}）", where=where, expected="磁盘有空间、目录可读写") from error
    except ENGINE_TROUBLE as error:
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
    into: Current | Draft = IN_FORCE,
) -> ImportResult:
    saved = load_index(room)
    intake = Intake(room, list(saved), labels, Steps(progress))
    try:
        intake.take_all(chosen)
        ordered = in_merge_order(intake.index)
        staged = [intake.stage(source, importer_of(source, importers)) for source in ordered]
        pa.default_memory_pool().release_unused()
        known = [
            Staged(folder, source.name, source.place, source.manual, tuple(report.forms), tuple(report.named))
            for folder, source in zip(staged, ordered, strict=True)
            for report in [load_report(folder)]
        ]
        bench = Bench(room.work, known, imported_on=imported_on)
        result = make_snapshot(room, bench, intake.index, ordered, intake.batch, into=into)
    except BaseException:
        forget(room, [source for source, _ in intake.batch], but=saved)
        raise
    again = intake.read_again
    told = f"从 {_counted(again)}读出的数据在磁盘上损坏了，已从留存的原件重新读取；请检查磁盘"
    files = [replace(report, file=called) for report, called in zip(result.files, intake.called, strict=True)]
    return replace(result, files=files, skipped=tuple(intake.unread), mended=(told,) if again else ())
