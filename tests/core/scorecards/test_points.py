"""What a figure brings: exact, never above the full mark, and what more would bring is what it then brings."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhixian.core.scorecards.model import Item
from zhixian.core.scorecards.points import points_of, rise_of
from zhixian.core.scorecards.scoring import printed

POSITIVE = st.fractions(min_value=Fraction(1, 100), max_value=1000, max_denominator=100)
VALUES = st.fractions(min_value=0, max_value=5000, max_denominator=100)


def item(full="10", each="1", points="2", steps=(), *, deduct=False):
    pairs = tuple((Fraction(start), Fraction(brings)) for start, brings in steps)
    scale = (Fraction(0), Fraction(0)) if pairs else (Fraction(each), Fraction(points))
    return Item(
        "one",
        "一项",
        Fraction(full),
        indicator="inventions",
        each=scale[0],
        points=scale[1],
        steps=pairs,
        deduct=deduct,
    )


@st.composite
def items(draw):
    deduct = draw(st.booleans())
    if draw(st.booleans()):
        return item(draw(POSITIVE), draw(POSITIVE), draw(POSITIVE), deduct=deduct)
    starts = sorted(draw(st.sets(POSITIVE, min_size=1, max_size=4)))
    brings = sorted(draw(st.sets(POSITIVE, min_size=len(starts), max_size=len(starts))))
    return item(brings[-1], steps=list(zip(starts, brings, strict=True)), deduct=deduct)


@pytest.mark.parametrize(("value", "points"), [(0, 0), (1, 2), (Fraction(199, 100), 2), (4, 8), (5, 10), (600, 10)])
def test_each_whole_unit_counts_up_to_the_full_mark(value, points):
    assert points_of(item(), Fraction(value)) == points


@pytest.mark.parametrize(("value", "points"), [(0, 0), (4, 0), (5, 3), (19, 3), (20, 10), (99, 10)])
def test_steps_count_from_where_they_begin(value, points):
    assert points_of(item(steps=[(5, 3), (20, 10)]), Fraction(value)) == points


def test_half_the_full_mark_is_half_the_points():
    assert points_of(item(), Fraction(3), Fraction(5)) == 3


def test_what_is_taken_off_is_negative_and_rises_by_getting_less():
    one = item("10", "1", "4", deduct=True)
    assert [points_of(one, Fraction(n)) for n in (0, 1, 2, 3, 9)] == [0, -4, -8, -10, -10]
    assert [rise.value if (rise := rise_of(one, Fraction(n))) else None for n in (0, 1, 3, 9)] == [None, 0, 2, 2]


def test_how_to_rise_names_the_next_threshold():
    rise = rise_of(item("10", "100", "3"), Fraction(150))
    assert (rise.value, rise.points, rise.gain) == (200, 6, 3)
    assert rise_of(item(), Fraction(5)) is None


@given(items(), VALUES)
def test_points_keep_between_nothing_and_the_full_mark(one, value):
    points = points_of(one, value)
    assert 0 <= (-points if one.deduct else points) <= one.full


@given(items(), VALUES, VALUES)
def test_more_never_brings_less(one, first, second):
    low, high = sorted((first, second))
    assert (points_of(one, low) <= points_of(one, high)) or one.deduct
    assert (points_of(one, low) >= points_of(one, high)) or not one.deduct


@given(items(), VALUES)
def test_the_rise_told_is_the_rise_had(one, value):
    rise = rise_of(one, value)
    now = points_of(one, value)
    if rise is None:
        assert now == (0 if one.deduct else one.full)
    else:
        assert points_of(one, rise.value) == rise.points == now + rise.gain > now
        assert (rise.value < value) == one.deduct


@pytest.mark.parametrize(
    ("number", "told"),
    [("0", "0"), ("10", "10"), ("1/3", "0.33"), ("1/200", "0.01"), ("-5/2", "-2.5"), ("-1/1000", "0")],
)
def test_a_score_is_told_to_two_places(number, told):
    assert printed(Fraction(number)) == told
