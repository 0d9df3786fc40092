"""The house keeps its order: every module says what it is for, and nothing in the source knows a place."""

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "zhixian"
MODULES = sorted(SOURCE.rglob("*.py"))


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(SOURCE)))
def test_a_module_opens_with_what_it_is_for(path):
    doc = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    assert doc, path
    assert not doc.lower().startswith("this "), path


def test_nothing_in_the_source_knows_a_place():
    knowing = [
        p.name for p in SOURCE.rglob("*") if p.suffix in {".py", ".yaml"} and "上杭" in p.read_text(encoding="utf-8")
    ]
    assert knowing == []


def test_core_has_no_clock():
    for path in (SOURCE / "core").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute):
                assert node.attr not in {"today", "now", "utcnow"}, f"{path}:{node.lineno}"
