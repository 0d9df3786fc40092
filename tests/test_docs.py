"""The documents keep step with the code."""

import re
from pathlib import Path

import pytest

from zhixian.core.registry.tables import TABLES

DOCS = Path(__file__).parents[1] / "docs"
TABLES_PAGE = (DOCS / "reference" / "tables.md").read_text(encoding="utf-8")
WRITTEN = {
    "id": "id", "text": "text", "day": "day", "fen": "integer, fen", "integer": "integer", "decimal": "decimal",
    "flag": "true / false", "region": "six-digit region code", "word": "word",
}  # fmt: skip


def section(name: str) -> str:
    return re.search(rf"^## {name} .*?(?=^## |\Z)", TABLES_PAGE, re.MULTILINE | re.DOTALL)[0]


def test_the_page_of_tables_names_every_table_in_the_order_of_the_contract():
    assert re.findall(r"^## (\w+) ([一-鿿]+)$", TABLES_PAGE, re.MULTILINE) == [(t.name, t.zh) for t in TABLES.values()]


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda t: t.name)
def test_the_page_of_tables_says_what_the_code_says(table):
    rows = [
        tuple(cell.strip() for cell in line.split("|")[1:5])
        for line in section(table.name).splitlines()
        if line.startswith("| `")
    ]
    assert rows == [(f"`{c.name}`", c.zh, WRITTEN[c.kind], "yes" if c.required else "") for c in table.columns]


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda t: t.name)
def test_the_page_of_tables_lists_every_word(table):
    for column in table.columns:
        if column.words:
            line = next(
                line for line in section(table.name).splitlines() if line.startswith(f"Words of `{column.name}`:")
            )
            assert tuple(re.findall(r"`(\w+)`", line)[1:]) == column.words


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda t: t.name)
def test_the_page_of_tables_says_what_makes_a_row_the_same(table):
    line = next((line for line in section(table.name).splitlines() if line.startswith("A row is known by")), "")
    assert tuple(re.findall(r"`(\w+)`", line)) == table.key
