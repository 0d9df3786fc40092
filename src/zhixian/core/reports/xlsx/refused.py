"""The report of an import as a workbook: problems by kind, and every refused row as it was received."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from zhixian.core.reports.xlsx.workbook import Book, Field, write_book

_KINDS = [Field("文件", 30, "long"), Field("列", 18), Field("问题", 60, "long"), Field("格数", 10, "count")]
_ROWS = [
    Field("文件", 30, "long"), Field("表", 20, "long"), Field("行", 10, "count"), Field("问题", 60, "long"),
    Field("已更正", 8), Field("原样", 80, "long"),
]  # fmt: skip


def write_refused_xlsx(report: Mapping[str, Any], rows: Iterable[Mapping[str, Any]], path: Path, *, title: str) -> None:
    """`report` is what `ImportResult.for_screen` tells; `rows` have file, sheet, row, reasons, raw, fixed_at."""

    def fill(book: Book) -> None:
        book.sheet(
            "问题汇总", _KINDS,
            (
                [file["file"], group["column"], group["reason"], group["count"]]
                for file in report.get("files", [])
                for group in file.get("grouped", [])
            ),
        )  # fmt: skip
        book.sheet(
            "未收下的行", _ROWS,
            (
                [
                    row["file"], row["sheet"], row["row"], "；".join(row["reasons"]), "是" if row["fixed_at"] else "",
                    json.dumps(row["raw"], ensure_ascii=False),
                ]
                for row in rows
            ),
        )  # fmt: skip

    write_book(path, title=title, note=title, fill=fill)
