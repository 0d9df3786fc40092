"""Rows of a register as rows of a template of the registry: what a bank entered once is not typed a second time."""

import csv
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zhixian.core.kernel.files import write_whole
from zhixian.core.kernel.folding import folded
from zhixian.core.kernel.money import plain_yuan
from zhixian.core.kernel.yaml_file import Node
from zhixian.core.registers.model import Feed, Register
from zhixian.core.registers.rows import title_of
from zhixian.core.registry.sheets.templates import Template, templates
from zhixian.core.workflow.answers import said
from zhixian.core.workflow.model import FormField

SORTS = {"money": "money", "day": "day", "decimal": "percent", "list": "rights"}
"""Sort of a template's column → the kind of field that fills it; a text fills any other."""


@dataclass(frozen=True, slots=True)
class Fed:
    """Rows as the template wants them, by heading; and (row, why) of those that cannot go in yet."""

    template: Template
    rows: tuple[dict[str, str], ...]
    left: tuple[tuple[str, str], ...]


def read_feed(node: Node) -> Feed | None:
    """The `feeds` of a register's file: {template, columns: {column: field}}."""
    item = node.part("feeds", example="{template: loans, columns: {loan_id: loan, …}}")
    if item is None:
        return None
    columns = item.pairs("columns", example="{loan_id: loan, …}")
    found = Feed(item.text("template"), columns, item.texts("agrees"))
    item.done()
    return found


def check_feed(register: Register, node: Node) -> None:
    """Note a template or column that is not there, a required column that nothing fills, and a field of another kind."""
    feed, fields = register.feed, {field.id: field for field in register.fields}
    if feed is None:
        return
    if feed.template not in templates():
        node.faults.unknown(node.file, "feeds.template", feed.template, list(templates()), what="模板")
        return
    columns = {column.name: column for column in templates()[feed.template].columns}
    filled = dict(feed.columns)
    for column in columns.values():
        if column.required and column.name not in filled:
            node.faults.add(node.file, "feeds.columns", f"没有写 {column.name}", f"{column.zh}取自哪个字段")
    for told in feed.agrees:
        if told not in filled:
            node.faults.unknown(node.file, "feeds.agrees", told, list(filled), what="模板的列")
    for column_name, name in feed.columns:
        key = f"feeds.columns.{column_name}"
        if column_name not in columns:
            node.faults.unknown(node.file, key, column_name, list(columns), what="模板的列")
        elif name not in fields or fields[name].is_private:
            open_fields = [field.id for field in register.fields if not field.is_private]
            node.faults.unknown(node.file, key, name, open_fields, what="不含个人信息的字段")
        elif (wanted := SORTS.get(columns[column_name].sort)) and fields[name].kind != wanted:
            node.faults.add(node.file, key, f"“{fields[name].name}”是 {fields[name].kind}", f"kind: {wanted} 的字段")


def feed_of(
    register: Register,
    rows: Iterable[tuple[Mapping[str, Any], bool]],
    known: Mapping[str, Mapping[str, Any]] | None = None,
) -> Fed:
    """What of (values, whether a check found something grave) the registry can take. `known` is what the registry has: key → its
    columns of `agrees`. Raises ValueError for a register without a feed.

    Left are rows that have to be put right first, rows without a cell that the template must have, rows that would be one there (two
    banks with one number: nobody could say which is meant), and rows whose number is somebody else's in the registry.
    """
    if register.feed is None:
        raise ValueError(register.id)
    template = templates()[register.feed.template]
    columns = {column.name: column for column in template.columns}
    key = columns[register.feed.columns[0][0]].zh
    made, left = [], []
    there = {folded(number): of for number, of in (known or {}).items()}
    for values, grave in rows:
        cells = {
            columns[name].zh: _cell(register.field(field), values.get(field)) for name, field in register.feed.columns
        }
        lacking = [column.zh for column in columns.values() if column.required and not cells.get(column.zh)]
        others = [
            f"登记数据里{key}“{cells[key]}”的{columns[name].zh}是{found[name]}"
            for name in register.feed.agrees
            if (found := there.get(folded(cells[key]))) and folded(found[name] or "") != folded(cells[columns[name].zh])
        ]
        if why := "核对有问题，先处理" * grave or f"没有填{'、'.join(lacking)}" * bool(lacking) or "；".join(others):
            left.append((title_of(register, values), why))
        else:
            made.append((title_of(register, values), cells))
    times = Counter(folded(cells[key]) for _, cells in made)
    left += [(title, f"{key}与另一行相同") for title, cells in made if times[folded(cells[key])] > 1]
    return Fed(template, tuple(cells for _, cells in made if times[folded(cells[key])] == 1), tuple(left))


def _cell(field: FormField, value: Any) -> str:
    return plain_yuan(value) if field.kind == "money" and value is not None else said(field, value)


def write_feed(fed: Fed, path: Path) -> None:
    """The rows as a CSV with the template's headings, as an import reads it."""

    def write(beside: Path) -> None:
        with beside.open("w", encoding="utf-8-sig", newline="") as file:
            sheet = csv.DictWriter(file, [column.zh for column in fed.template.columns])
            sheet.writeheader()
            sheet.writerows(fed.rows)

    write_whole(path, write)
