"""What an import came to, as data: for scripts, for the terminal and for a page."""

from dataclasses import asdict, dataclass
from typing import Any

from zhixian.core.kernel.refusal import Problem
from zhixian.core.registry.finding_files import Skipped
from zhixian.core.registry.source_words import source_name
from zhixian.core.registry.sources import Source
from zhixian.core.registry.staging import FileReport
from zhixian.core.registry.tables import TABLES


@dataclass(frozen=True)
class ImportResult:
    """What became of every file, and the snapshot that is now current. `tables` counts its rows.

    `sources` are the files as the registry keeps them, whether new or known. `mended` says what of the data folder was found spoiled and put right.
    """

    snapshot: str
    files: list[FileReport]
    tables: dict[str, int]
    skipped: tuple[Skipped, ...] = ()
    labels: tuple[str, ...] = ()
    closing: tuple[str, ...] = ()
    mended: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()

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
        """The same, and for each file its problems by kind with their number, its notes and what its kind is called; last what the whole of it came to."""
        told = self.to_json()
        told["files"] = told["files"][: len(self.files)]
        for entry, report in zip(told["files"], self.files, strict=True):
            entry["grouped"] = [
                {"column": column, "reason": reason, "count": count}
                for (column, reason), count in report.grouped.items()
            ]
            entry["notes"] = report.notes
            entry["source"] = source_name(report.format)
        told["counted"] = {TABLES[name].zh: rows for name, rows in self.tables.items()}
        told["closing"] = [*self.mended, *self.closing]
        told["labels"] = list(self.labels)
        told["skipped"] = [asdict(skip) for skip in self.skipped]
        return told


def _unread(skip: Skipped) -> FileReport:
    """A file of which nothing could be read, in the shape of the others: no rows, and the reason."""
    return FileReport(skip.file, "", problems=[Problem(skip.file, 0, "", "", skip.why)])
