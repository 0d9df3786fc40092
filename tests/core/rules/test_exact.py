"""The columns' arithmetic is exact where floating point and 64-bit products are not."""

import os
from fractions import Fraction

import ibis
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from zhixian.core.kernel.money import LARGEST_FEN
from zhixian.core.rules.exact import LARGEST_FACTOR, share, share_column

EXAMPLES = int(os.environ.get("ZHIXIAN_EXAMPLES", "15"))
PARTS = [
    Fraction(3, 10),
    Fraction(1),
    Fraction(1, 2),
    Fraction(666_667, 10**6),
    Fraction(1, 10**6),
    Fraction(999_999, 10**6),
]
pairs = st.tuples(
    st.one_of(st.integers(0, LARGEST_FEN), st.integers(LARGEST_FEN - 99, LARGEST_FEN), st.integers(0, 10**7)),
    st.one_of(st.integers(0, LARGEST_FACTOR), st.integers(LARGEST_FACTOR - 99, LARGEST_FACTOR)),
)


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.lists(pairs, min_size=1, max_size=200), st.sampled_from(PARTS))
def test_interest_is_exact(rows, part):
    table = ibis.memtable(pa.table({"fen": [fen for fen, _ in rows], "factor": [factor for _, factor in rows]}))
    found = table.select(
        table.fen, table.factor, out=share_column(table.fen, table.factor, 3_600_000, part)
    ).to_pyarrow()
    for row in found.to_pylist():
        assert row["out"] == share(row["fen"], row["factor"], 3_600_000, part)


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.lists(st.integers(0, LARGEST_FEN), min_size=1, max_size=200), st.sampled_from(PARTS))
def test_a_share_of_a_cost_is_exact(costs, part):
    table = ibis.memtable(pa.table({"fen": costs}))
    found = table.select(table.fen, out=share_column(table.fen, 1, 1, part)).to_pyarrow()
    for row in found.to_pylist():
        assert row["out"] == share(row["fen"], 1, 1, part)
