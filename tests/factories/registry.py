"""Files as people upload them to the registry desk, small enough to read."""

import csv
from pathlib import Path
from typing import Any

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile

from zhixian.core.registry.sheets.templates import columns, write_template

COMPANY = "杭川紫铜新材料有限公司"
MARK: dict[str, Any] = {
    "number": "5633001", "classes": "31", "title": "杭川萝卜干", "kind": "普通商标", "holder": COMPANY, "region": "350823",
    "registered": "2016-12-02",
}  # fmt: skip


def filled_template(folder: Path, kind: str, *rows: dict[str, Any], name: str = "") -> Path:
    """A template of that kind with the rows, by the names of its columns, under its example."""
    path = folder / (name or f"{kind}.xlsx")
    write_template(kind, path)
    book = openpyxl.load_workbook(path)
    for place, cells in enumerate(rows, start=3):
        for at, column in enumerate(columns(kind), start=2):
            if column.name in cells:
                book.worksheets[0].cell(place, at, cells[column.name])
    book.save(path)
    return path


def write_csv(path: Path, rows: list[dict[str, Any]]) -> Path:
    """A canonical table as people upload it."""
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def marks(folder: Path, *numbers: int, name: str = "", **changes: Any) -> Path:
    """A template of marks with these numbers; `changes` apply to the last."""
    rows = [{**MARK, "number": str(number), "title": f"杭川{number}"} for number in numbers]
    rows[-1] |= changes
    return filled_template(folder, "marks", *rows, name=name)


def as_upload(path: Path) -> SimpleUploadedFile:
    """The file as a browser sends it."""
    return SimpleUploadedFile(path.name, path.read_bytes())
