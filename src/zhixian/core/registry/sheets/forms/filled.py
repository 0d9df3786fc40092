"""A filled template as a sheet: recognised by its headings, each row read and staged, or refused with what it was about."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from zhixian.core.kernel.progress import Progress
from zhixian.core.kernel.refusal import Problem, Refusal
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
from zhixian.core.registry.sheets.templates import (
    EXAMPLE,
    NUMBERING,
    Column,
    Template,
    in_ten_thousands,
    spellings,
    templates,
)
from zhixian.core.registry.staging import ROW, SHEET_STRIDE, Stage

TOTALS = ("合计", "总计", "小计", "共计", "合计数")
"""Begins a line that adds the rows up."""


@dataclass(frozen=True)
class Form:
    """A filled template: its heading row, its columns as they are headed there, and where each of them stands.

    `repeated` are headings that say of two columns of the sheet that they are the same.
    """

    template: Template
    row: int
    headings: tuple[str, ...]
    columns: tuple[Column, ...]
    places: dict[str, int]
    repeated: tuple[str, ...]
    unknown: tuple[str, ...]


def recognise_form(head: Sequence[Sequence[str]]) -> Form | None:
    """Which template a sheet is, by its headings: all required ones, and most of the others' too."""
    for row, cells in enumerate(head):
        headed = [plain_heading(cell) for cell in cells]
        for template in templates().values():
            columns = tuple(_as_headed(column, headed) for column in template.columns)
            at = {c.name: [n for n, heading in enumerate(headed) if heading in spellings(c)] for c in template.columns}
            places = {c.name: headed.index(plain_heading(c.zh)) for c in columns if at[c.name]}
            if all(c.name in places for c in columns if c.required) and 2 * len(places) > sum(
                not c.later for c in columns
            ):
                repeated = tuple(c.zh for c in columns if len(at[c.name]) > 1)
                unknown = dict.fromkeys(
                    c.strip()
                    for c, heading in zip(cells, headed, strict=True)
                    if heading and heading not in _known(template)
                )
                form = Form(template, row, tuple(cells), columns, places, repeated, tuple(unknown))
                return _with_second_row(form, head)
    return None


def _as_headed(column: Column, headed: Sequence[str]) -> Column:
    """A sheet may give money in 万元, where its heading says so."""
    if column.sort != "money" or plain_heading(column.zh) in headed:
        return column
    zh = in_ten_thousands(column.zh)
    return replace(column, zh=zh, sort="ten_thousands") if plain_heading(zh) in headed else column


def _known(template: Template) -> set[str]:
    """All headings that a sheet of this form may have."""
    return {plain_heading(NUMBERING)}.union(*(spellings(column) for column in template.columns))


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
    return bool(told) and {*told} <= _known(form.template)


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
    """Stage the rows of one filled template. Raises Refusal where two columns say that they are the same one."""
    if form.repeated:
        where = dict.fromkeys((stage.report.file, sheet.name))
        raise Refusal(f"表头里“{form.repeated[0]}”出现了两次", where=" ".join(where), expected="每列名称各不相同")
    stage.report.read_as(f"template_{form.template.kind}")
    stage.report.forms.append((offset // SHEET_STRIDE, form.template.kind))
    stage.report.unknown_headings += form.unknown
    numbering = next(
        (at for at, cell in enumerate(form.headings) if plain_heading(cell) == plain_heading(NUMBERING)), None
    )
    for batch in sheet.batches(form.row + 1, form.headings, list(form.places.values())):
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
    stage.report.notes += [*sheet.notes, *_without_money(form)]


def _without_money(form: Form) -> list[str]:
    """What to say where no column is headed as that of an amount is: another heading may mean it, in whatever unit."""
    lacking = [column.zh for column in form.columns if column.sort == "money" and column.name not in form.places]
    return [f"没有“{zh}”这一列，各行都没有{zh.partition('（')[0]}" for zh in lacking]


def _read_row(raw: list[str], form: Form, place: tuple[str, int], stage: Stage, *, at: int) -> Staged:
    sheet, number = place
    problems: list[Problem] = []
    values: Row = {}
    lacks: list[str] = []
    kind = form.template.kind
    for column in form.columns:
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
