"""A register's rows as a workbook, in the columns of its own form, so that it can be changed and taken in again."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from zhixian.core.registers.model import Register
from zhixian.core.reports.xlsx.workbook import Book, Cell, Field, write_book
from zhixian.core.workflow.answers import said
from zhixian.core.workflow.model import FormField

_KINDS = {
    "money": "money",
    "integer": "count",
    "decimal": "decimal",
    "percent": "decimal",
    "day": "day",
    "long_text": "lines",
}


def write_register_xlsx(register: Register, rows: Iterable[Mapping[str, Any]], path: Path, *, note: str) -> None:
    """`rows` are values by field; a field that a row does not have is empty."""
    fields = [
        Field(field.name, max(12, 2 * len(field.name)), _KINDS.get(field.kind, "text")) for field in register.fields
    ]

    def fill(book: Book) -> None:
        lines = ([_cell(field, values.get(field.id)) for field in register.fields] for values in rows)
        book.sheet(register.name[:31], fields, lines)

    write_book(path, title=register.name, note=note, fill=fill)


def _cell(field: FormField, value: Any) -> Cell:
    if value in (None, "", []):
        return None
    if field.kind == "day":
        return date.fromisoformat(value)
    if field.kind in {"money", "integer"}:
        return int(value)
    if field.kind in {"decimal", "percent"}:
        return _number(field, Decimal(str(value)))
    return said(field, value)


def _number(field: FormField, value: Decimal) -> Cell:
    """A number as a cell holds it; as text where a cell would hold another one, or where a share of one and a percent look alike."""
    if field.kind == "percent" and 0 < value < 1:
        return f"{value:f}%"
    return value if Decimal(repr(float(value))) == value else f"{value:f}"
