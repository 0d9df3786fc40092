"""Sheets written by the tests, and what the importer makes of them."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
import xlsxwriter

from zhixian.core.registry.sheets.vendor import ExportImporter
from zhixian.core.registry.staging import FileReport, staging


@dataclass
class Imported:
    report: FileReport
    folder: Path

    def table(self, name: str) -> list[dict[str, Any]]:
        path = self.folder / f"{name}.parquet"
        return pq.read_table(path).to_pylist() if path.exists() else []

    def rights(self) -> dict[str, dict[str, Any]]:
        return {row["number"]: row for row in self.table("rights")}

    def told(self) -> list[tuple[int, str, str, bool]]:
        return [(p.row, p.column, p.reason, p.refused) for p in self.report.problems]


@pytest.fixture
def imported(tmp_path: Path) -> Callable[..., Imported]:
    def run(path: Path, **options: Any) -> Imported:
        folder = tmp_path / f"staged-{path.name}"
        with staging(folder, file=path.name, format="patents") as stage:
            ExportImporter(**options).stage(path, stage, progress=lambda done, total: None)
        return Imported(stage.report, folder)

    return run


@pytest.fixture
def workbook(tmp_path: Path) -> Callable[..., Path]:
    """Write sheets of rows; days become date cells."""

    def write(sheets: dict[str, list[list[Any]]] | list[list[Any]], name: str = "导出.xlsx") -> Path:
        path = tmp_path / name
        with xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd", "strings_to_numbers": False}) as book:
            for title, rows in (sheets if isinstance(sheets, dict) else {"Sheet1": sheets}).items():
                sheet = book.add_worksheet(title)
                for place, row in enumerate(rows):
                    for column, cell in enumerate(row):
                        if isinstance(cell, str):
                            sheet.write_string(place, column, cell)
                        else:
                            sheet.write(place, column, cell)
        return path

    return write


@pytest.fixture
def text_file(tmp_path: Path) -> Callable[..., Path]:
    def write(text: str, name: str = "导出.csv", encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        return path

    return write
