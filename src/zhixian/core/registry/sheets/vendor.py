"""Importer of patent exports: finds the headings, knows whose export it is by them, and stages every sheet."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from zhixian.core.kernel.progress import Progress
from zhixian.core.kernel.refusal import Refusal
from zhixian.core.registry.numbers import normalise_patents
from zhixian.core.registry.sheets import headings
from zhixian.core.registry.sheets.batch import Batch
from zhixian.core.registry.sheets.cells import shown
from zhixian.core.registry.sheets.events import read_announcement
from zhixian.core.registry.sheets.fields import WHOLE_ROW, Fields, Mask
from zhixian.core.registry.sheets.forms import Spoiled, nearest_form, recognise_form, stage_form
from zhixian.core.registry.sheets.guards import ZIP, could_be_sheet
from zhixian.core.registry.sheets.headings import OWN_LIST, Layout, recognise
from zhixian.core.registry.sheets.parties import Parties
from zhixian.core.registry.sheets.patents import read_patents
from zhixian.core.registry.sheets.reading import Sheet, ahead, sheets_of, two_at_a_time
from zhixian.core.registry.sheets.templates import INDUSTRIES, INSTRUCTIONS
from zhixian.core.registry.staging import ROW, SHEET_STRIDE, Stage, right_ref

CAP = 10_000
"""Rows at which incoPat and others cut an export off."""
_EXCEL_2003 = b"urn:schemas-microsoft-com:office:spreadsheet"
_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument.spreadsheet"
ANNOUNCEMENTS = "announcements"
_NAMED = "申请号、公开（公告）号、专利名称、申请日、申请人"


class ExportImporter:
    """A patent export of any source we have a heading map of; `only` names one to force it."""

    version = "10"

    def __init__(self, only: str | None = None) -> None:
        self.only = only
        self.format = only or "patents"

    def recognises(self, path: Path, head: bytes) -> bool:
        """Any sheet, unless a source is forced: whose it is is seen by the headings, which the first bytes do not show."""
        return self.only is None and could_be_sheet(path, head)

    def trouble(self, path: Path, head: bytes) -> Refusal | None:
        """Tables of sorts that we do not read, and how they become one that we do."""
        del path
        if self.only is None and head.lstrip(b"\xef\xbb\xbf").startswith(b"<?xml") and _EXCEL_2003 in head:
            return Refusal("是 XML 表格（Excel 2003 的格式）", expected="用表格软件另存为 xlsx 的文件")
        if self.only is None and head.startswith(ZIP) and _OPEN_DOCUMENT in head:
            return Refusal("是 OpenDocument 表格（ods）", expected="用表格软件另存为 xlsx 的文件")
        return None

    def stage(self, path: Path, stage: Stage, *, progress: Progress) -> None:
        """Stage all sheets whose headings are known. Raises Refusal when no sheet has any."""
        parties = Parties()
        known = 0
        unread: list[Sheet] = []
        spoiled: list[Spoiled] = []
        for number, sheet in enumerate(sheets_of(path)):
            offset = number * SHEET_STRIDE
            if self.only is None and (form := recognise_form(sheet.head)):
                known += 1
                stage.report.named.append((number, sheet.name))
                _note_offset(sheet, stage, offset)
                stage_form(sheet, form, stage, progress=progress, offset=offset)
                continue
            layout = recognise(sheet.head, only=self.only)
            if layout is None:
                _pass_over(sheet, stage)
                spoiled += [nearest] if (nearest := nearest_form(sheet.head)) else []
                unread.append(sheet)
                continue
            known += 1
            stage.report.named.append((number, sheet.name))
            self._stage_sheet(sheet, layout, parties, stage, progress, offset=offset)
        if not known and spoiled:
            raise Refusal(spoiled[0].found, where=path.name, expected=spoiled[0].expected)
        if not known:
            raise no_headings(unread, where=path.name, expected=f"表头含 {_NAMED} 等列", only=self.only)
        parties.stage(stage)

    def _stage_sheet(
        self, sheet: Sheet, layout: Layout, parties: Parties, stage: Stage, progress: Progress, *, offset: int
    ) -> None:
        report = stage.report
        report.read_as(layout.map.format)
        if layout.map.format == OWN_LIST:
            report.forms.append((offset // SHEET_STRIDE, OWN_LIST))
        report.unknown_headings += [heading for heading in layout.unknown if heading not in report.unknown_headings]
        report.notes += _repeated(layout)
        _note_offset(sheet, stage, offset)
        before = report.rows
        done = report.rows
        wanted = sorted({at for places in layout.places.values() for at in places})

        def look(batch: Batch) -> Looked:
            return _look(batch, layout, sheet.name, offset=offset)

        for looked in two_at_a_time(look, ahead(sheet.batches(layout.row + 1, layout.headings, wanted))):
            report.notes += looked.notes
            report.rows += len(looked.read.fields)
            done += looked.rows
            looked.read.stage(parties, stage)
            progress(done, None)
        report.notes += sheet.notes
        if report.rows - before == CAP:
            report.notes.append(f"工作表“{sheet.name}”恰好 {CAP:,} 行，可能被导出上限截断，请分批重新导出核对")


def _repeated(layout: Layout) -> list[str]:
    """Headings that stand there twice: which cell is taken where the two differ, nobody sees in the rows."""
    told = Counter(layout.headings[at].strip() for places in layout.places.values() for at in places)
    return [f"表头里“{zh}”出现了 {times} 次，每行取从左数第一个有内容的" for zh, times in told.items() if times > 1]


class Read(Protocol):
    """A batch that is checked."""

    @property
    def fields(self) -> Fields: ...

    def stage(self, parties: Parties, stage: Stage) -> None: ...


@dataclass(frozen=True)
class Looked:
    """A batch as it was looked at: how many rows it had, what is noted of those left out, and the data rows checked."""

    rows: int
    notes: list[str]
    read: Read


def _look(batch: Batch, layout: Layout, sheet: str, *, offset: int) -> Looked:
    """Check one batch by itself; nothing is staged yet, so that two can be looked at at once."""
    notes: list[str] = []
    fields = Fields(data_rows(batch, layout, sheet, notes), layout, sheet)
    refuse_unreadable(fields)
    read = read_announcements if layout.map.format == ANNOUNCEMENTS else read_patents
    return Looked(len(batch), notes, read(fields, offset=offset))


def data_rows(batch: Batch, layout: Layout, sheet: str, notes: list[str]) -> Batch:
    """Rows that hold something, without repeated headings (of joined exports) and notices of one cell: both are noted."""
    at, heading = next((places[0], layout.headings[places[0]]) for places in layout.places.values())
    left_out: Mask = (
        pc.fill_null(pc.equal(batch.columns[at], heading), fill_value=False).to_numpy(zero_copy_only=False).copy()
    )
    notes += [f"{sheet} 第 {row} 行又是表头，已跳过" for row in batch.rows[left_out].tolist()]
    nameless = ~left_out
    for field in headings.IDENTITY:
        for place in layout.places.get(field, ()):
            if nameless.any():  # most rows are settled by the first column
                nameless &= ~_numbered(batch.columns[place])
    for index in np.flatnonzero(nameless).tolist():
        cells = [cell for cell in batch.raw(index) if cell.strip()]
        left_out[index] = len(cells) <= 1 and index not in batch.faults and index not in batch.errors
        if len(cells) == 1 and left_out[index]:
            notes.append(f"{sheet} 第 {batch.rows[index]} 行只有一格文字，不是数据：{shown(cells[0])}")
    return batch.where(~left_out) if left_out.any() else batch


def _numbered(column: pa.Array) -> Mask:
    """Cells that could hold a number of a right; a notice may stand in that column too."""
    found = pc.fill_null(pc.match_substring_regex(column, r"[0-9]{5}"), fill_value=False)
    flags: Mask = found.to_numpy(zero_copy_only=False)
    return flags


def refuse_unreadable(fields: Fields) -> None:
    """Refuse rows that as a whole cannot be read, with the reason."""
    for index, why in fields.batch.faults.items():
        here = np.zeros(len(fields), bool)
        here[index] = True
        fields.find(here, WHOLE_ROW, why)


@dataclass(frozen=True)
class ReadAnnouncements:
    """A batch of CNIPA's 事务数据 that is checked: a row is one event of one patent."""

    fields: Fields
    offset: int
    rights: pa.Array
    events: list[dict[str, Any]]

    def stage(self, parties: Parties, stage: Stage) -> None:
        """Hand on the events, and report the rows that tell of none; nobody is named here."""
        del parties
        stage.append_rows("events", self.events)
        self.fields.report("events", stage, rights=self.rights, offset=self.offset)


def read_announcements(fields: Fields, *, offset: int) -> ReadAnnouncements:
    """Check one batch."""
    number, _, problem = normalise_patents(fields.text("application"))
    fields.find(_valid(problem), "application", problem)
    fields.find(~_valid(fields.text("application")), "application", "申请号为空")
    day = fields.day("event_date", refused=True)
    fields.find(~_valid(fields.text("event_text")), "event_text", "没有写明事务")
    fields.find(~_valid(fields.text("event_date")), "event_date", "没有公告日")
    refused = fields.refused()
    rows = []
    columns = zip(number.to_pylist(), day.to_pylist(), fields.text("event_text").to_pylist(), strict=True)
    for index, (right, gazetted, text) in enumerate(columns):
        if refused[index]:
            continue
        for event in read_announcement(text, gazetted):
            if event.coded.problem:
                here = np.zeros(len(fields), bool)
                here[index] = True
                fields.find(here, "event_text", event.coded.problem, refused=False)
            rows.append({
                "right_id": right_ref(right), "event": event.coded.event, "effective": event.effective, "gazetted": gazetted,
                "national_code": event.coded.code or None, "note": event.note, ROW: int(fields.batch.rows[index]) + offset,
            })  # fmt: skip
    return ReadAnnouncements(fields, offset, pc.binary_join_element_wise("no:", number, ""), rows)


def _valid(column: pa.Array) -> Mask:
    flags: Mask = pc.is_valid(column).to_numpy(zero_copy_only=False)
    return flags


def _note_offset(sheet: Sheet, stage: Stage, offset: int) -> None:
    if offset:
        stage.report.notes.append(f"工作表“{sheet.name}”的行在合并时记作 {offset}+行号")


def _pass_over(sheet: Sheet, stage: Stage) -> None:
    if sheet.name not in (INSTRUCTIONS, INDUSTRIES) and any(any(row) for row in sheet.head):
        last = sheet.last_row()
        height = f"，共 {last} 行" if last else ""
        stage.report.notes.append(f"工作表“{sheet.name}”没有认得的表头，没有导入{height}")


def no_headings(sheets: Sequence[Sheet], *, where: str, expected: str, only: str | None = None) -> Refusal:
    """What to say of a file none of whose sheets has headings: which columns are missing where some are there, else `expected`."""
    cells = next((row for sheet in sheets for row in sheet.head if any(row)), [])
    found = "、".join(cell.strip() for cell in cells if cell.strip())[:120]
    if not found:
        return Refusal("工作表里没有内容", where=where, expected=expected)
    why = f"前 20 行没有认得的表头（找到：{found}）"
    for sheet in sheets:
        if near := headings.nearly(sheet.head, only=only):
            place = f"工作表“{sheet.name}”" if len(sheets) > 1 else ""
            return Refusal(f"{why}；{place}{near.why()}", where=where, expected=near.expected())
    return Refusal(why, where=where, expected=expected)


def importers() -> Iterator[ExportImporter]:
    """The importer that recognises sources by itself, then one to force each."""
    yield ExportImporter()
    for name in headings.names():
        yield ExportImporter(name)
