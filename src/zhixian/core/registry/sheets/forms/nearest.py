"""Which template a sheet was, whose headings were changed so that it is none: what is missing and what stands in its place."""

from collections.abc import Sequence
from dataclasses import dataclass

from zhixian.core.registry.sheets.cells import shown
from zhixian.core.registry.sheets.headings import plain_heading
from zhixian.core.registry.sheets.templates import NUMBERING, Template, templates

LEAST_ALIKE = 3
"""Headings of a form that a row must have, or half of the form's, before it is taken for it."""


@dataclass(frozen=True)
class Spoiled:
    """What was found, and what the form nearest to it has."""

    found: str
    expected: str


def nearest_form(head: Sequence[Sequence[str]]) -> Spoiled | None:
    """The form most of whose headings stand in one row of `head`; None where no form is near."""
    best: tuple[int, Template, list[str]] | None = None
    for cells in head:
        told = [cell.strip() for cell in cells if cell.strip()]
        headed = {plain_heading(cell) for cell in told}
        for form in templates().values():
            alike = sum(plain_heading(column.zh) in headed for column in form.columns)
            near = alike >= min(LEAST_ALIKE, (len(form.columns) + 1) // 2)
            if near and (best is None or alike > best[0]):
                best = alike, form, told
    return None if best is None else _said(best[1], best[2])


def _said(form: Template, told: list[str]) -> Spoiled:
    headed = {plain_heading(cell) for cell in told}
    known = {plain_heading(NUMBERING), *(plain_heading(column.zh) for column in form.columns)}
    missing = [column.zh for column in form.columns if plain_heading(column.zh) not in headed]
    unknown = [shown(cell) for cell in told if plain_heading(cell) not in known]
    lacks = [zh for column in form.columns if (zh := column.zh) in missing and column.required] or missing
    if not missing and not unknown:
        return Spoiled(f"是{form.zh}模板，表头齐全，与 --kind 指定的来源不符", "去掉 --kind，让程序自动识别")
    instead = f"；认不出的列：{'、'.join(unknown)}" if unknown else ""
    return Spoiled(
        f"像是{form.zh}模板，表头缺“{'”“'.join(lacks)}”{instead}",
        f"{form.zh}模板的表头，一字不改：{'、'.join(column.zh for column in form.columns)}",
    )
