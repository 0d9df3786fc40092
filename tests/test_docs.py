"""The documents keep step with the code."""

import argparse
import ast
import re
import textwrap
from collections.abc import Iterator
from datetime import date
from importlib import import_module
from pathlib import Path

import pytest

from zhixian.cli import COMMANDS
from zhixian.core.registry.tables import TABLES

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
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


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_every_relative_link_leads_somewhere(page):
    links = re.findall(r"\]\(([^)\s#]+)[^)]*\)", page.read_text(encoding="utf-8"))
    assert [link for link in links if "://" not in link and not (page.parent / link).exists()] == []


@pytest.mark.parametrize("front", ["README.md", "README.zh.md"])
def test_the_front_page_leads_to_every_how_to(front):
    linked = re.findall(r"\]\((docs/how-to/[^)\s#]+)", (ROOT / front).read_text(encoding="utf-8"))
    told = {Path(link).name.split(".")[0] for link in linked}
    assert {page.name.split(".")[0] for page in (DOCS / "how-to").glob("*.md")} - told == set()


def spoken(parser: argparse.ArgumentParser, words: str) -> Iterator[tuple[str, set[str]]]:
    """Every command that can be given, such as `plan read`, with its options."""
    verbs = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    if not verbs:
        yield words, {o for action in parser._actions for o in action.option_strings if o.startswith("--")} - {"--help"}
    for action in verbs:
        for verb, sub in action.choices.items():
            yield from spoken(sub, f"{words} {verb}")


def commands() -> dict[str, set[str]]:
    found = {}
    for name in COMMANDS:
        parser = argparse.ArgumentParser()
        import_module(f"zhixian.cli.{name.replace('-', '_')}").add(parser)
        found |= spoken(parser, name)
    return found


SPOKEN = commands()


def named(line: str) -> str | None:
    """The command that a line begins with, after `zhixian `."""
    return next((command for command in SPOKEN if re.match(rf"{command}\b", line)), None)


def test_the_page_of_commands_lists_exactly_the_commands_and_options_there_are():
    page = (DOCS / "reference" / "command-line.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `zhixian ([a-z][^`]*)`", page, re.MULTILINE)
    assert {named(row): set(re.findall(r"--[a-z][a-z-]*", row)) for row in rows} == SPOKEN


def typed() -> list[tuple[str, str]]:
    """Every line of a code block, and every inline code, that calls zhixian."""
    found = []
    for page in [ROOT / "README.md", ROOT / "README.zh.md", *sorted((DOCS / "how-to").glob("*.md"))]:
        words = page.read_text(encoding="utf-8")
        blocks = re.findall(r"^ *```\w*\n(.*?)^ *```", words, re.MULTILINE | re.DOTALL)
        lines = [line for block in blocks for line in block.splitlines()] + re.findall(r"`(zhixian [^`\n]+)`", words)
        found += [
            (page.name, match[1])
            for line in lines
            if (match := re.match(r"\s*(?:\.venv/bin/)?zhixian ([a-z].*)", line))
        ]
    return found


@pytest.mark.parametrize(("page", "line"), typed())
def test_every_command_a_page_shows_exists(page, line):
    command = named(line)
    assert command is not None
    assert set(re.findall(r"(?<!\S)\[?(--[a-z][a-z-]*)", line.split("  #")[0])) <= SPOKEN[command]


SNIPPETS = [
    (page, textwrap.dedent(block))
    for page in PAGES
    for block in re.findall(r"^ *```python\n(.*?)^ *```", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
]
WRITTEN_INTO = {"add-an-indicator.md": "zhixian.core.analysis.indicators.catalogue"}
"""Pages whose snippets stand in a module, whose names they use."""


@pytest.mark.parametrize(("page", "snippet"), SNIPPETS, ids=lambda one: one.name if isinstance(one, Path) else "")
def test_a_snippet_works_and_gives_what_stands_behind_it(page, snippet):
    names = dict(vars(import_module(WRITTEN_INTO[page.name]))) if page.name in WRITTEN_INTO else {}
    lines = snippet.splitlines()
    for statement in ast.parse(snippet).body:
        written = "\n".join(lines[statement.lineno - 1 : statement.end_lineno])
        if not isinstance(statement, ast.Expr):
            exec(written, names)
            continue
        given = eval(ast.unparse(statement), names)
        if promised := re.search(r"  # (.*)$", written):
            assert ", ".join(map(spelt, given)) == promised[1]


def spelt(value: object) -> str:
    """As a page writes a value."""
    return value.isoformat() if isinstance(value, date) else f'"{value}"' if isinstance(value, str) else str(value)
