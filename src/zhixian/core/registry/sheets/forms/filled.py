"""A filled template as a sheet: recognised by its headings, each row read and staged, or refused with what it was about."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from zhixian.core.kernel.progress import Progress
from zhixian.core.kernel.refusal import Problem
from zhixian.core.registry.sheets.cells import NOT_TAKEN, shown
from zhixian.core.registry.sheets.fields import WHOLE_ROW
from zhixian.core.registry.sheets.forms.cells import BadCell, read_cell
from zhixian.core.registry.sheets.forms.rows import (
    MAIN,
    ROWS,
    Row,
    Staged,
    about,
    awaited,
    pointed,
    remarks,
    wrong_together,
)
from zhixian.core.registry.sheets.headings import plain_heading
from zhixian.core.registry.sheets.reading import Sheet
from zhixian.core.registry.sheets.templates import EXAMPLE, NUMBERING, Template, templates
from zhixian.core.registry.staging import ROW, SHEET_STRIDE, Stage

TOTALS = ("合计", "总计", "小计", "共计", "合计数")
"""Begins a line that adds the rows up."""


@dataclass(frozen=True)
class Form:
    """A filled template: its heading row, and the column of the sheet for each of its columns."""

    template: Template
    row: int
    headings: tuple[str, ...]
    places: dict[str, int]
    unknown: tuple[str, ...]


def recognise_form(head: Sequence[Sequence[str]]) -> Form | None:
    """Which template a sheet is, by its headings: all required ones, and most of the others' too."""
    for row, cells in enumerate(head):
        headed = [plain_heading(cell) for cell in cells]
        for template in templates().values():
            places = {
                c.name: headed.index(plain_heading(c.zh)) for c in template.columns if plain_heading(c.zh) in headed
            }
            if all(c.name in places for c in template.columns if c.required) and 2 * len(places) > sum(
                not c.later for c in template.columns
            ):
                known = {plain_heading(NUMBERING), *(plain_heading(c.zh) for c in template.columns)}
                unknown = [
                    c.strip() for c, heading in zip(cells, headed, strict=True) if heading and heading not in known
                ]
                return _with_second_row(Form(template, row, tuple(cells), places, tuple(dict.fromkeys(unknown))), head)
    return None


def _with_second_row(form: Form, head: Sequence[Sequence[str]]) -> Form:
    """Headings may take two rows, merged in parts (质押登记 over 质押登记日 and 质押解除日): the lower ones count."""
    below = head[form.row + 1] if form.row + 1 < len(head) else ()
    if not _is_heading(below, form):
        return form
    cells = [lower if lower.strip() else upper for upper, lower in zip_longest(form.headings, below, fillvalue="")]
    again = recognise_form([cells])
    return form if again is None else replace(again, row=form.row + 1)


def _is_heading(cells: Sequence[str], form: Form) -> bool:
    """Whether a row holds headings of the form and nothing else."""
    told = [plain_heading(cell) for cell in cells if cell.strip()]
    return bool(told) and {*told} <= {plain_heading(NUMBERING), *(plain_heading(c.zh) for c in form.template.columns)}


def _no_data(cells: Sequence[str], form: Form) -> str:
    """What to say of a row that is passed over; empty for a row of data."""
    if _is_heading(cells, form):
        return "又是表头，已跳过"
    told = next((cell for cell in cells if cell.strip()), "")
    if plain_heading(told) in TOTALS and not _says_enough(cells, form):
        return f"是{shown(told)}，不是数据，已跳过"
    return f"只有一格文字，不是数据：{shown(told)}" if _is_notice(cells) else ""


def _says_enough(cells: Sequence[str], form: Form) -> bool:
    """Whether most of what a row must fill is there: then it is a row of data, whatever its first cell says."""
    required = [form.places[c.name] for c in form.template.columns if c.required]
    return 2 * sum(bool(cells[at].strip()) for at in required if at < len(cells)) > len(required)


def _is_notice(cells: Sequence[str]) -> bool:
    """A line under the table, such as 填表人：张三."""
    told = [cell for cell in cells if cell.strip()]
    return len(told) == 1 and any(sign in told[0] for sign in "：:")


def stage_form(sheet: Sheet, form: Form, stage: Stage, *, progress: Progress, offset: int) -> None:
    """Stage the rows of one filled template."""
    stage.report.read_as(f"template_{form.template.kind}")
    stage.report.forms.append((offset // SHEET_STRIDE, form.template.kind))
    stage.report.unknown_headings += form.unknown
    numbering = next(
        (at for at, cell in enumerate(form.headings) if plain_heading(cell) == plain_heading(NUMBERING)), None
    )
    for batch in sheet.batches(form.row + 1, len(form.headings), list(form.places.values())):
        staged: dict[str, list[Row]] = {}
        for index in range(len(batch)):
            raw = batch.as_shown(index) + [""] * len(form.headings)
            example = numbering is not None and raw[numbering].strip().startswith(EXAMPLE)
            if example or not (index in batch.faults or any(raw[at].strip() for at in form.places.values())):
                continue
            if (said := _no_data(raw, form)) and index not in batch.faults:
                stage.report.notes.append(f"{sheet.name} 第 {batch.rows[index]} 行{said}")
                continue
            stage.report.rows += 1
            if index in batch.faults:
                problem = Problem(sheet.name, int(batch.rows[index]), WHOLE_ROW, shown(raw[0]), batch.faults[index])
                stage.refuse(form.template.kind, sheet.name, problem.row, {"text": batch.raw(index)}, [problem])
                continue
            number = int(batch.rows[index])
            for table, row in _read_row(raw, form, (sheet.name, number), stage, at=number + offset):
                staged.setdefault(table, []).append({**row, ROW: number + offset})
        for table, rows in staged.items():
            stage.append_rows(table, rows)
        progress(stage.report.rows, None)
    stage.report.notes += sheet.notes


def _read_row(raw: list[str], form: Form, place: tuple[str, int], stage: Stage, *, at: int) -> Staged:
    sheet, number = place
    problems: list[Problem] = []
    values: Row = {}
    lacks: list[str] = []
    kind = form.template.kind
    for column in form.template.columns:
        text = raw[form.places[column.name]].strip() if column.name in form.places else ""
        try:
            values[column.name] = read_cell(text, column)
        except BadCell as bad:
            values[column.name] = None
            refused = column.required or column.decisive
            problems.append(
                Problem(sheet, number, column.zh, shown(text), f"{bad}{'' if refused else NOT_TAKEN}", refused)
            )
            lacks += [waits] if (waits := awaited(kind, column.name)) else []
    problems += [Problem(sheet, number, zh, shown(value), why, True) for zh, value, why in wrong_together(kind, values)]
    if problems:
        main = MAIN.get(kind, kind)
        named = {heading.strip() or f"第 {nth} 列": raw[nth - 1] for nth, heading in enumerate(form.headings, start=1)}
        if any(problem.refused for problem in problems):
            stage.refuse(main, sheet, number, named, problems, about=about(kind, values))
            for zh, value, ref in pointed(kind, values):
                yield "pointed", {
                    "target": "rights", "ref": ref, "heading": zh, "value": value, "sheet": sheet, "line": number,
                }  # fmt: skip
            return
        if lacks:
            stage.take_in_part(main, sheet, number, named, problems, lacks=lacks, at=at, about=about(kind, values))
        else:
            for problem in problems:
                stage.report.add(problem)
    for zh, value, why in remarks(kind, values):
        stage.report.add(Problem(sheet, number, zh, shown(value), why, refused=False))
    yield from ROWS[kind](values)
