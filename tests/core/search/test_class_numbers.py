"""Classes as numbers: each its own, told back, and of one weight in every document."""

import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))

from zhixian.core.search.class_numbers import class_number, topic_of

SUBCLASSES = st.from_regex(r"[A-H][0-9]{2}[A-Z]", fullmatch=True)
CODES = st.one_of(
    st.from_regex(r"[A-H]([0-9]{2}[A-Z]?)?", fullmatch=True),
    st.from_regex(r"[A-H][0-9]{2}[A-Z][1-9][0-9]{0,3}(/[0-9]{2,6})?", fullmatch=True),
    st.integers(1, 45).map(str),
)
LARGEST = 2**63


@given(CODES, CODES)
def test_two_classes_never_share_a_number(one, other):
    assert (class_number(one) == class_number(other)) == (one == other)
    assert 0 < class_number(one) < LARGEST


@given(st.one_of(SUBCLASSES, st.integers(1, 45).map(str)))
def test_what_a_facet_shows_is_told_back(topic):
    assert topic_of(class_number(topic)) == topic


@pytest.mark.parametrize("text", ["", "foo", "I01", "H1", "H01M10/5", "1000", "²", "h01m"])
def test_what_is_no_class_has_no_number(text):
    assert class_number(text) == 0
