"""All sources, staged, into one snapshot with its manifest, and the reports of those that just came in."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from zhixian.core.kernel.refusal import Problem
from zhixian.core.registry.drafts import Draft
from zhixian.core.registry.fold import FOLD_VERSION
from zhixian.core.registry.folder import Room
from zhixian.core.registry.importing.closing import closing
from zhixian.core.registry.importing.intake import load_report
from zhixian.core.registry.importing.result import ImportResult
from zhixian.core.registry.merge import (
    Bench,
    Uncounted,
    Waiting,
    find_uncounted,
    left_behind,
    merge,
    settle_report,
    withdrawals_in_force,
    withdrawn_notes,
    word_findings,
    write_waiting,
)
from zhixian.core.registry.merge.claims import Disagreements, compare_claims
from zhixian.core.registry.publishing import content_id, derive, publish, put_in_force, write_tables
from zhixian.core.registry.snapshot import Snapshot
from zhixian.core.registry.sources import Source
from zhixian.core.registry.staging import REFUSED, FileReport
from zhixian.core.registry.tables import TABLES


@dataclass(frozen=True, slots=True)
class Current:
    """Where an import goes that is in force at once: the new snapshot becomes the current one.

    `thorough` compares the files of a snapshot that is there already with those just made, instead of their sizes only.
    """

    thorough: bool = False

    def settle(self, room: Room, unfinished: Path, manifest: dict[str, Any], index: Sequence[Source]) -> Snapshot:
        """Put the finished folder in place."""
        snapshot = publish(room, unfinished, manifest, thorough=self.thorough)
        put_in_force(room, snapshot, index)
        return snapshot


IN_FORCE = Current()
LEFT_BEHIND = "上次有、这次没有，仍保留"


def make_snapshot(
    room: Room,
    bench: Bench,
    index: list[Source],
    ordered: list[Source],
    batch: list[tuple[Source, bool]],
    *,
    into: Current | Draft,
) -> ImportResult:
    try:
        merge(bench)
        read_as = [load_report(staged.folder).format for staged in bench.sources]
        word_findings(bench, read_as)
        unfinished = room.work / "snapshot"
        unfinished.mkdir()
        counts = write_tables(bench, unfinished)
        derived = derive(bench, unfinished)
        disagreements = compare_claims(bench, unfinished)
        uncounted = find_uncounted(bench)
        reports = _settled(bench, ordered, batch, uncounted, disagreements)
        waiting = write_waiting(bench, unfinished / REFUSED)
        in_force = withdrawals_in_force(bench)
        places = [_place(ordered, source) for source in index]
    finally:
        bench.close()
    manifest = {
        "id": content_id(unfinished),
        "fold_version": FOLD_VERSION,
        "tables": counts,
        **derived,
        "withdrawn": in_force,
        "disagreements": disagreements.to_json(),
        **_told_of_sources(index, places, read_as, waiting),
    }
    snapshot = into.settle(room, unfinished, manifest, index)
    came = {_place(ordered, source) for source, _ in batch}
    told = closing(reports, came, waiting=waiting, uncounted=uncounted)
    given = tuple(source for source, _ in batch)
    return ImportResult(snapshot.id, reports, counts, labels=tuple(snapshot.labels), closing=told, sources=given)


def _settled(
    bench: Bench,
    ordered: list[Source],
    batch: list[tuple[Source, bool]],
    uncounted: Mapping[int, Uncounted],
    disagreements: Disagreements,
) -> list[FileReport]:
    """The reports of the files that just came in, with what the merge found out about them."""
    reports, withdrawn = [], withdrawn_notes(bench)
    for source, known in batch:
        place = _place(ordered, source)
        report = load_report(bench.sources[place].folder)
        settle_report(bench, place, report, known=known)
        report.notes += uncounted[place].notes() if place in uncounted else []
        report.notes += disagreements.notes(place)
        report.notes += [withdrawn[place]] if place in withdrawn else []
        if not known:
            _tell_left_behind(report, left_behind(bench, place))
        reports.append(report)
    return reports


def _told_of_sources(
    index: list[Source], places: Sequence[int], read_as: Sequence[str], waiting: Waiting
) -> dict[str, Any]:
    """What the manifest says of where the rows come from, and of those that wait."""
    return {
        "labels": sorted({label for source in index for label in source.labels}),
        "sources": [asdict(source) for source in index],
        "refused": {"cells": waiting.cells, "links": waiting.links},
        "corrected": waiting.corrected,
        "set_aside": waiting.set_aside,
        "abroad": waiting.abroad,
        "of_sources": [
            {
                "read_as": read_as[place],
                "waiting": waiting.by_source.get(place, 0),
                "partial": waiting.partial.get(place, 0),
            }
            for place in places
        ],
    }


def _tell_left_behind(report: FileReport, left: Sequence[tuple[str, str, int]]) -> None:
    """Rows of the earlier edition that the new one lacks: whether they were wrong or only left out, nobody but an officer knows."""
    for table, key, row in left:
        shown = f"{TABLES[table].zh} {key}"
        report.add(Problem(f"{report.file}（上次）", row, "", shown, LEFT_BEHIND, refused=False))
    if left:
        report.notes.append(
            f"上次有、这次没有的 {len(left):,} 项，仍保留；要撤回，请填写 zhixian registry template withdrawals"
        )


def _place(ordered: list[Source], source: Source) -> int:
    return next(number for number, other in enumerate(ordered) if source.same(other))
