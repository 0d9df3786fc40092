"""Every paper is signed with the whole name of its unit, made in one place: no signature of a short name slips in."""

import ast
from pathlib import Path

import pytest

from zhixian.core.plan.load import load_plan

SRC = Path(__file__).parents[1] / "src" / "zhixian"
DOCX = SRC / "core" / "reports" / "docx"
MAKERS = {
    "assessment": ["web/navigation/assessing.py"],
    "decision": ["web/matters/letters.py"],
    "landscape": ["web/navigation/actions/landscapes.py"],
    "quarterly": ["core/reports/gather.py"],
    "register_paper": ["web/registers/views/papers.py"],
    "risk_pool": ["web/finance/papers.py"],
    "statement": ["web/portal/views/statements.py"],
    "supervision": ["web/supervision/gather.py", "web/supervision/actions.py"],
    "well_known": ["web/portal/views/well_known.py"],
}
"""Document → where what it says is gathered."""
SIGNS = {"unit", "issuer", "keeper"}
"""What who signs, or is written to, is called in the data of a paper."""


def calls(tree, names):
    """Whether one of these is called, or read of something, in it."""
    return any(
        (isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in names)
        or (isinstance(node, ast.Attribute) and node.attr in names)
        for node in ast.walk(tree)
    )


def said(tree):
    """(name, what is said) of every keyword and every entry of a dictionary that may be who signs."""
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg in SIGNS:
            yield node.arg, node.value
        if isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values, strict=True):
                if isinstance(key, ast.Constant) and key.value in SIGNS:
                    yield key.value, value


def test_every_document_that_is_signed_stands_here():
    signed = {path.stem for path in DOCX.glob("*.py") if ".signature(" in path.read_text("utf-8")} - {"gongwen"}
    assert signed == set(MAKERS)


@pytest.mark.parametrize("file", sorted(file for files in MAKERS.values() for file in files))
def test_it_is_signed_with_the_whole_name(file):
    tree = ast.parse((SRC / file).read_text("utf-8"))
    assert calls(tree, {"official_name", "official_place"})
    assert [name for name, value in said(tree) if calls(value, {"unit_name", "place"})] == []


@pytest.fixture(scope="module")
def plan():
    return load_plan(Path(__file__).parents[1] / "plans" / "shanghang")


@pytest.mark.parametrize(
    ("unit", "name"),
    [
        ("market_regulation_bureau", "上杭县市场监督管理局"),
        ("industry_science_bureau", "上杭县经信科技局"),
        ("leading_group_office", "上杭县知识产权强县领导小组办公室"),
        ("park_committee", "上杭工业园区管委会"),
        ("picc_shanghang", "人保财险上杭支公司"),
        ("nobody", "nobody"),
    ],
)
def test_the_whole_name_is_the_plan_s_or_the_short_one_with_its_place(plan, unit, name):
    assert plan.official_name(unit) == name


def test_no_unit_of_the_place_signs_without_it(plan):
    of_the_place = [unit.id for unit in plan.units.values() if unit.name.startswith("县") and not unit.members]
    assert of_the_place
    assert [unit for unit in of_the_place if not plan.official_name(unit).startswith(plan.place)] == []
