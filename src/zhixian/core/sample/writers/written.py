"""What a writer leaves behind: its file, how many rows, and which of them an import has to refuse."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import xlsxwriter

from zhixian.core.sample.days import EPOCH


@dataclass
class Written:
    """`rows` are data rows; `refused` tells row (as the user's program numbers it), column, value and what is wrong."""

    path: Path
    rows: int = 0
    refused: list[dict[str, Any]] = field(default_factory=list)

    def refuse(self, row: int, column: str, value: str, why: str) -> None:
        """Note a row that was spoilt on purpose."""
        self.refused.append({"row": row, "column": column, "value": value, "why": why})


def write_sheet(path: Path, sheet: str, rows: list[list[Any]], *, label: str) -> None:
    """A workbook with one sheet of text cells, and a second that says what the first is. The same bytes every time."""
    book = xlsxwriter.Workbook(
        str(path), {"strings_to_numbers": False, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties({"title": label, "comments": f"{label}：虚构，不是登记数据", "created": EPOCH})
    main = book.add_worksheet(sheet)
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for at, row in enumerate(rows):
        for column, cell in enumerate(row):
            if cell is None or cell == "":
                continue
            if hasattr(cell, "isoformat"):
                main.write_datetime(at, column, cell, day)
            else:
                main.write(at, column, cell)
    note = book.add_worksheet("说明")
    note.write(0, 0, f"{label}：本文件由 zhixian sample 生成，全部虚构。")
    book.close()
