"""Symbols of the IPC: read one way by the search, the topics, the files of an office and whoever else reads them."""

import sys
from datetime import date
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from small_index import right, searchable

from zhixian.core.registry.ipc import ipc_within, read_ipc, whole_ipc
from zhixian.core.registry.xml.paper import ipc
from zhixian.core.search.class_numbers import class_number
from zhixian.core.search.finding import find
from zhixian.core.search.hints import rewritten
from zhixian.core.search.values import ipc_code, ipc_paths
from zhixian.core.topics.technology import read_symbol

SPELT = [
    ("H01M10/05", "H01M10/05"),
    ("H01M10/5", "H01M10/5"),
    ("H01M  10/0525", "H01M10/0525"),
    ("h01m 0010 / 05", "H01M10/05"),
    ("H01M", "H01M"),
    ("H01M10", "H01M10"),
]


@pytest.mark.parametrize(("text", "symbol"), SPELT)
def test_every_reader_reads_a_symbol_alike(text, symbol):
    assert read_ipc(text) == whole_ipc(text)
    assert read_ipc(text).path[-1] == ipc_code(text) == ipc_paths(text)[-1] == read_symbol(text).symbol == symbol
    assert "H01M" in ipc_paths(text)
    assert class_number(text) == class_number(symbol) > 0
    if "/" in text:
        assert ipc(f"Int.Cl. {text.upper()}") == ipc_within(text.upper()).path[-1] == symbol


@pytest.mark.parametrize("text", ["H01M10/05 (2010.01)", "H01M10/05(2010.01)I", "H01M10/05;H01M4/00", "H01M10/05,101"])
def test_what_stands_behind_the_symbol_of_a_right_is_left_out(text):
    assert ipc_paths(text)[-1] == read_symbol(text).symbol == "H01M10/05"
    assert whole_ipc(text) is None
    with pytest.raises(ValueError, match="不是 IPC 分类号"):
        ipc_code(text)


@pytest.mark.parametrize("text", ["", "无", "HELLO", "I01M", "H1", "09-03", "30", "Y02E60/10", "H²1M"])
def test_what_is_no_symbol_is_none_to_anybody(text):
    assert read_ipc(text) is whole_ipc(text) is ipc_within(text) is None
    assert ipc_paths(text) == ()
    assert ipc(text) is None


def test_a_section_or_a_class_is_read_only_where_it_stands_alone():
    assert (read_ipc("H").path, read_ipc("H01").path) == (("H",), ("H", "H01"))
    assert read_ipc("H01 电池") is None
    assert read_symbol("H01") is None


@pytest.mark.parametrize(("symbol", "found"), [("H01M10/5", ["A", "B"]), ("C25D1/04", ["A"])])
def test_a_right_is_found_by_its_subclass_whatever_digits_its_subgroup_has(tmp_path, symbol, found):
    rights = [
        right(key, "invention", "", "电池", classes, "2010-01-01", "P1")
        for key, classes in (("A", "H01M10/05"), ("B", symbol))
    ]
    hits = find(searchable(tmp_path, rights=rights, spans=[]), "分类:H01M", as_of=date(2020, 1, 1)).hits
    assert sorted(hit.facts["right_id"] for hit in hits) == found


@pytest.mark.parametrize("query", ["H01M 10/5", "H01M10/5"])
def test_a_symbol_without_its_field_is_told(query):
    assert [hint.query for hint in rewritten(query)] == ["分类:H01M10/5"]
