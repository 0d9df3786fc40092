"""What an importer hands on: rows of the canonical tables with the row they came from, and a report of every cell it refused.

An importer never resolves who is who across files. Where a source names a party or a right by words it writes a
reference, and the merge resolves it against everything known:

- `name:<normalised name>` for a party (`party_ref`), in parties.party_id, rights.holder, events.party, …
- `no:<normalised number>` for a right (`right_ref`), in rights.right_id, events.right_id, pledges.right_id, …
"""

import json
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol, TextIO, runtime_checkable

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from zhixian.core.kernel.progress import Progress
from zhixian.core.kernel.refusal import Problem, Refusal
from zhixian.core.registry.encodings import CUT_OFF
from zhixian.core.registry.tables import TABLES

ARROW_TYPES: dict[str, pa.DataType] = {
    "id": pa.string(),
    "text": pa.string(),
    "word": pa.string(),
    "region": pa.string(),
    "day": pa.date32(),
    "fen": pa.int64(),
    "integer": pa.int64(),
    "decimal": pa.decimal128(12, 6),
    "flag": pa.bool_(),
}
REFUSED = "refused.jsonl"
"""Refused rows as received, one on a line: beside a source's staged tables, and beside a snapshot those that still wait."""
ROW = "_row"
"""The row of the source a staged row came from, as the user's program numbers it (headings are row 1 in a sheet)."""
SHEET_STRIDE = 10_000_000
"""Added to the row numbers of the second sheet, twice to those of the third, …"""
CLAIMS = pa.schema(
    [
        ("right_id", pa.string()),
        ("claimed", pa.string()),
        ("alive", pa.bool_()),
        ("as_of", pa.date32()),
        (ROW, pa.int64()),
    ]
)
"""What a vendor says of a right's status: compared with what the events say, reported where they differ, never trusted."""
PUBLISHED = pa.schema([("right_id", pa.string()), ("published", pa.string()), (ROW, pa.int64())])
"""Which publications a right has, by the name that `numbers.named_by` gives them: a source that knows no application number
is matched by it."""
FORMER_NAMES = pa.schema([("party_id", pa.string()), ("name", pa.string()), (ROW, pa.int64())])
"""What a party was called before: other sources that still say so mean it."""
WITHDRAWALS = pa.schema([
    ("tbl", pa.string()), ("key", pa.string()), ("restored", pa.bool_()), ("reason", pa.string()), ("day", pa.date32()),
    (ROW, pa.int64()),
])  # fmt: skip
"""Rows that officers withdraw, or restore: `key` is the table's key as it is shown, its parts joined by ；."""
SET_ASIDE = pa.schema([
    ("source", pa.string()), ("sheet", pa.string()), ("line", pa.int64()), ("restored", pa.bool_()), ("reason", pa.string()),
    ("day", pa.date32()), (ROW, pa.int64()),
])  # fmt: skip
"""Waiting rows that officers set aside, or take up again: `line` is the row as the report numbers it."""
POINTED = pa.schema([
    ("target", pa.string()), ("ref", pa.string()), ("heading", pa.string()), ("value", pa.string()), ("sheet", pa.string()),
    ("line", pa.int64()), (ROW, pa.int64()),
])  # fmt: skip
"""What the cells of refused rows point to, by table, so that what nobody knows is told together with the row's own faults."""
WITHDRAWABLE = ("rights", "loans", "pledges", "projects", "honours", "population")
SIDE = {
    "claims": CLAIMS,
    "published": PUBLISHED,
    "former_names": FORMER_NAMES,
    "withdrawals": WITHDRAWALS,
    "set_aside": SET_ASIDE,
    "pointed": POINTED,
}
"""Staged beside the tables of the contract, for the merge alone."""
ABROAD = "不是中国"
"""Begins the reason of a row about a right of another country: it is refused, and nobody has to correct it."""
MOST_SHOWN = 60
"""Characters of a cell in a message."""
_WHITE_AND_INVISIBLE = r"[\s\x{0b}\x{1c}-\x{1f}\x{85}\p{Z}\p{Cf}]+"
MOST_PROBLEMS_LISTED = 1000
"""Problems listed one by one in a report; the rest are counted by column and reason, and every refused row is kept."""


def staged_schema(table: str) -> pa.Schema:
    """Arrow schema of a staged table: the contract's columns, then `_row`."""
    if table in SIDE:
        return SIDE[table]
    return pa.schema([(c.name, ARROW_TYPES[c.kind]) for c in TABLES[table].columns] + [(ROW, pa.int64())])


def _of_few_values(table: str) -> list[str]:
    """Columns that shrink as a dictionary; for the others building one costs more than it saves."""
    return [c.name for c in TABLES[table].columns if c.kind in ("word", "region")] if table in TABLES else []


def normalise_name(name: str) -> str:
    """A party's name for comparison: NFKC (full- and half-width brackets alike), no white space, no soft hyphen."""
    folded = unicodedata.normalize("NFKC", name)
    if folded.isalnum():
        return folded
    return "".join(ch for ch in folded if not ch.isspace() and unicodedata.category(ch) != "Cf")


def normalise_names(names: pa.Array) -> pa.Array:
    """`normalise_name` by the column."""
    return pc.replace_substring_regex(pc.utf8_normalize(names, form="NFKC"), _WHITE_AND_INVISIBLE, "")


def shortened(text: str) -> str:
    """A cell for a message: at most `MOST_SHOWN` characters on one line."""
    line = " ".join(text[: MOST_SHOWN + 1].replace("\0", "␀").split())
    return line[:MOST_SHOWN] + "…" if len(text) > MOST_SHOWN else line


def party_ref(name: str) -> str:
    """Reference to a party by name, to be resolved by the merge."""
    return "name:" + normalise_name(name)


def right_ref(number: str) -> str:
    """Reference to a right by its normalised number (see `numbers`), to be resolved by the merge."""
    return "no:" + number


def is_abroad(reason: str) -> bool:
    """Whether a row was refused because it tells of a right of another country."""
    return reason.startswith(ABROAD)


@dataclass
class FileReport:
    """What became of the data rows of one source: rows = taken + merged + refused, for each table and in all.

    An importer counts `rows` and `refused`; `taken` and `merged` (rows that repeat a right already taken) are settled by
    the merge, which knows the other sources.
    """

    file: str
    format: str
    rows: int = 0
    taken: int = 0
    merged: int = 0
    refused: int = 0
    unknown_headings: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    grouped: dict[tuple[str, str], int] = field(default_factory=dict)
    """(column, reason) → how many cells, including those not listed in `problems`."""
    notes: list[str] = field(default_factory=list)
    sheets: list[str] = field(default_factory=list)
    """Formats of the sheets, where the file is a workbook."""
    forms: list[tuple[int, str]] = field(default_factory=list)
    """(sheet from 0, kind of form) of its sheets that are forms of ours, or lists of a county's own: there one row is one thing."""

    named: list[tuple[int, str]] = field(default_factory=list)
    """(sheet from 0, its name) of the sheets that are read."""

    @property
    def cut_off(self) -> str:
        """The note that says where the file was cut off; empty for one that is whole."""
        return next((note for note in self.notes if CUT_OFF in note), "")

    def read_as(self, format: str) -> None:  # noqa: A002 -- the report's own word
        """Say as what one of its sheets is read; a workbook with several kinds of sheets names them all, with + between."""
        self.sheets = list(dict.fromkeys([*self.sheets, format]))
        self.format = "+".join(self.sheets)

    def add(self, problem: Problem) -> None:
        """Count a problem, and list it while there is room; of this, rights of other countries take no more than half."""
        key = (problem.column, problem.reason)
        self.grouped[key] = self.grouped.get(key, 0) + 1
        if len(self.problems) < (MOST_PROBLEMS_LISTED // 2 if is_abroad(problem.reason) else MOST_PROBLEMS_LISTED):
            self.problems.append(problem)


class Stage:
    """One source, staged as Parquet files in a folder. Rows are appended in batches, so memory stays bounded."""

    def __init__(self, folder: Path, *, file: str, format: str) -> None:  # noqa: A002 -- the report's own word
        self.folder = folder
        self.report = FileReport(file=file, format=format)
        self._writers: dict[str, pq.ParquetWriter] = {}
        self._refused: TextIO | None = None
        folder.mkdir(parents=True, exist_ok=True)

    def append(self, table: str, rows: pa.Table) -> None:
        """Append rows whose columns are a subset of `staged_schema(table)`; missing columns become empty."""
        schema = staged_schema(table)
        columns = [
            rows.column(f.name).cast(f.type) if f.name in rows.column_names else pa.nulls(len(rows), f.type)
            for f in schema
        ]
        if table not in self._writers:
            self._writers[table] = pq.ParquetWriter(
                self.folder / f"{table}.parquet", schema, compression="lz4", use_dictionary=_of_few_values(table)
            )
        self._writers[table].write_table(pa.table(columns, schema=schema))

    def append_rows(self, table: str, rows: list[dict[str, Any]]) -> None:
        """The same from dicts, for sources that come as documents; typed Python values (date, int, str, bool, Decimal)."""
        if rows:
            self.append(table, pa.Table.from_pylist(rows, schema=staged_schema(table)))

    def refuse(
        self,
        table: str,
        sheet: str,
        row: int,
        raw: dict[str, Any],
        problems: list[Problem],
        *,
        about: dict[str, str] | None = None,
    ) -> None:
        """Keep a refused row, as received, with its reasons: it can be corrected and imported again.

        `about` says in columns of the table what the row is about, where `raw` has other names for it.
        """
        self.report.refused += 1
        line = {"table": table, "sheet": sheet, "row": row, "raw": raw}
        self._keep(line | ({"about": about} if about else {}), problems)

    def take_in_part(
        self,
        table: str,
        sheet: str,
        row: int,
        raw: dict[str, Any],
        problems: list[Problem],
        *,
        lacks: list[str],
        at: int,
        about: dict[str, str],
    ) -> None:
        """Keep a row that was taken without the cells of `lacks` (`projects.cost`): it waits until these come.

        `at` is the number that the row is staged under.
        """
        line = {"table": table, "sheet": sheet, "row": row, "raw": raw}
        self._keep({**line, "about": about, "lacks": lacks, "at": at}, problems)

    def _keep(self, line: dict[str, Any], problems: list[Problem]) -> None:
        for problem in problems:
            self.report.add(problem)
        if self._refused is None:
            self._refused = (self.folder / REFUSED).open("w", encoding="utf-8")
        told = {**line, "reasons": [problem.sentence() for problem in problems]}
        if any(is_abroad(problem.reason) for problem in problems):
            told["abroad"] = True
        self._refused.write(json.dumps(told, ensure_ascii=False, default=str) + "\n")

    def close(self) -> None:
        """Finish the Parquet files and `refused.jsonl`."""
        for writer in self._writers.values():
            writer.close()
        if self._refused is not None:
            self._refused.close()


class Importer(Protocol):
    """One format. `recognises` looks at the name and the first bytes only; `stage` reads the whole source.

    `stage` raises Refusal when the file as a whole cannot be read (empty, damaged, a bomb); a bad row is refused alone.
    A class may carry `version`: a new one makes what was staged by the old one be read again; and `headings`, false where
    cells do not stand under any.
    """

    format: str

    def recognises(self, path: Path, head: bytes) -> bool: ...

    def stage(self, path: Path, stage: Stage, *, progress: Progress) -> None: ...


@runtime_checkable
class Explaining(Protocol):
    """An importer that can say why a file which nobody recognises is not safe or not whole, where it would be its own."""

    def trouble(self, path: Path, head: bytes) -> Refusal | None: ...


@contextmanager
def staging(folder: Path, *, file: str, format: str) -> Iterator[Stage]:  # noqa: A002 -- the report's own word
    """A stage that is closed at the end, also when the importer refuses the file."""
    stage = Stage(folder, file=file, format=format)
    try:
        yield stage
    finally:
        stage.close()
