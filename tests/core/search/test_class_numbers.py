"""Classes as numbers: each its own, told back, and of one weight in every document."""

import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))
from small_index import right, searchable

from zhixian.core.search.class_numbers import class_number, design_number, topic_of
from zhixian.core.search.compiling import Compiler
from zhixian.core.search.finding import find
from zhixian.core.search.values import ipc_paths

SUBCLASSES = st.from_regex(r"[A-H][0-9]{2}[A-Z]", fullmatch=True)
CODES = st.one_of(
    st.from_regex(r"[A-H]([0-9]{2}[A-Z]?)?", fullmatch=True),
    st.from_regex(r"[A-H][0-9]{2}[A-Z][1-9][0-9]{0,3}(/[0-9]{2,6})?", fullmatch=True),
    st.integers(1, 45).map(str),
)
DESIGNS = st.from_regex(r"[0-9]{2}(-[0-9]{2})?", fullmatch=True)
LARGEST = 2**63


@given(CODES, CODES)
def test_two_classes_never_share_a_number(one, other):
    assert (class_number(one) == class_number(other)) == (one == other)
    assert 0 < class_number(one) < LARGEST


@given(DESIGNS, DESIGNS, CODES)
def test_a_class_of_designs_shares_its_number_with_no_other(one, other, code):
    assert (design_number(one) == design_number(other)) == (one == other)
    assert design_number(one) != class_number(code)
    assert "-" not in one or topic_of(design_number(one)) == one


@pytest.mark.parametrize("text", ["", "9", "9-3", "H01", "09-", "-03", "09-3", "009-03", "²²"])
def test_what_is_no_class_of_designs_has_no_number(text):
    assert design_number(text) == 0


@given(st.one_of(SUBCLASSES, st.integers(1, 45).map(str)))
def test_what_a_facet_shows_is_told_back(topic):
    assert topic_of(class_number(topic)) == topic


@pytest.mark.parametrize("text", ["", "foo", "I01", "H1", "H01M10/", "1000", "²", "H01M10/²"])
def test_what_is_no_class_has_no_number(text):
    assert class_number(text) == 0


def test_a_class_weighs_what_is_said_however_rare_it_is(tmp_path):
    rights = [
        right(
            f"N{nr}",
            "invention",
            "",
            "铜箔",
            "H01M10/05" if nr % 7 else "H01M10/05;C25D1/04;B03D1/00",
            "2010-01-01",
            "P1",
        )
        for nr in range(50)
    ]
    compiler = Compiler(searchable(tmp_path, rights=rights, spans=[]), as_of=date(2020, 1, 1))
    for weight, code, having in ((3.0, "H01M", 50), (1.0, "C25D1", 8), (6.0, "B03D1/00", 8)):
        assert code in ipc_paths("H01M10/05") + ipc_paths("C25D1/04") + ipc_paths("B03D1/00")
        found = compiler.searcher.search(compiler.weighing("ipc", code, weight), 100)
        assert [score for score, _ in found.hits] == pytest.approx([weight] * having, rel=1e-5)
    assert compiler.searcher.search(compiler.weighing("ipc", "A01B", 1.0), 1).hits == []


def test_what_is_no_class_of_goods_stands_nowhere(tmp_path):
    rights = [right("N1", "trademark", "", "铜箔", "30;123", "2010-01-01", "P1")]
    index = searchable(tmp_path, rights=rights, spans=[])
    assert find(index, "", as_of=date(2020, 1, 1), only={"topic": "foo"}).total == 0
    assert find(index, "", as_of=date(2020, 1, 1)).facets["topic"] == [("30", 1)]
