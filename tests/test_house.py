"""The house keeps its order: every module says what it is for, and nothing in the source knows a place."""

import ast
import re
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "zhixian"
MODULES = sorted(path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts)


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(SOURCE)))
def test_a_module_opens_with_what_it_is_for(path):
    doc = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    assert doc, path
    assert not doc.lower().startswith("this "), path


def test_nothing_in_the_source_knows_a_place():
    read = ((path, path.read_text(encoding="utf-8")) for path in SOURCE.rglob("*") if path.suffix in {".py", ".yaml"})
    assert [path.name for path, words in read if "上杭" in words or "shanghang" in words.lower()] == []


def test_no_rule_or_story_is_told_of_one_county():
    told = {path: path.read_text(encoding="utf-8") for path in (SOURCE / "core" / "catalogue").rglob("*.yaml")}
    assert told
    assert [str(path) for path, words in told.items() if re.search(r"region: *[\"']?\d{6}", words)] == []


CLOCKS = {"today", "now", "utcnow", "localtime", "gmtime", "time_ns", "perf_counter", "monotonic"}
"""Names that only a clock has; `time` is one when it is asked of the module `time`, a word anywhere else."""


def clocks(source: str) -> list[int]:
    """The lines that ask what time it is, by whatever name the clock was imported."""
    tree = ast.parse(source)
    modules, names = set(), set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            modules |= {alias.asname or alias.name for alias in node.names if alias.name == "time"}
        if isinstance(node, ast.ImportFrom) and node.module == "time":
            names |= {alias.asname or alias.name for alias in node.names if alias.name in {"time", *CLOCKS}}
    return [
        node.lineno
        for node in ast.walk(tree)
        if (isinstance(node, ast.Attribute) and node.attr in CLOCKS)
        or (isinstance(node, ast.Attribute) and node.attr == "time" and getattr(node.value, "id", "") in modules)
        or (isinstance(node, ast.Name) and node.id in names)
    ]


@pytest.mark.parametrize(
    "source",
    [
        "import time\nt = time.time()",
        "import time as clock\nt = clock.time()",
        "from time import time\nt = time()",
        "from time import localtime as here\nt = here()",
        "import datetime\nt = datetime.date.today()",
        "from datetime import datetime as D\nt = D.now()",
    ],
)
def test_a_clock_is_seen_by_any_name(source):
    assert clocks(source) == [2]


@pytest.mark.parametrize("source", ["from datetime import date, time\nt = time(8)", "t = row.time"])
def test_a_time_of_day_is_no_clock(source):
    assert clocks(source) == []


def test_core_has_no_clock():
    for path in (SOURCE / "core").rglob("*.py"):
        assert clocks(path.read_text(encoding="utf-8")) == [], path
