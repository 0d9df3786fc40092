"""What the merge found wrong, under the headings of the person's own file: no column is called by its name in the program."""

from collections.abc import Sequence

from zhixian.core.engine.views import literal
from zhixian.core.registry.bench import Bench
from zhixian.core.registry.sheets.forms import columns_filling
from zhixian.core.registry.tables import TABLES

OURS = ("canonical",)
"""Files whose headings are the names of the program."""


def word_findings(bench: Bench, formats: Sequence[str]) -> None:
    """Call the columns of all findings as the file of each does; `formats` are what the sources were read as."""
    told = bench.rows("SELECT DISTINCT _src, tbl, col FROM findings WHERE tbl <> 'withdrawals' ORDER BY ALL")
    for number, name, columns in told:
        called = "、".join(heading(formats[number], name, column) for column in columns.split("、") if column)
        if called != columns:
            bench.run(
                f"UPDATE findings SET col = {literal(called)} WHERE _src = {number} AND tbl = '{name}' "
                f"AND col = {literal(columns)}"
            )


def heading(read_as: str, name: str, column: str) -> str:
    """The heading of a column of our tables in a file that was read as this: of its form, else the table's own word."""
    if read_as in OURS or name not in TABLES or column not in TABLES[name].names:
        return column
    forms = [form.removeprefix("template_") for form in read_as.split("+") if form.startswith("template_")]
    return next(
        (zh for form in forms if (zh := columns_filling(form).get((name, column)))), TABLES[name].column(column).zh
    )
