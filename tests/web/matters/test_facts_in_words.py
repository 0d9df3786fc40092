"""A fact is said to people in their words."""

from zhixian.web.matters.words import said


def test_a_fact_that_is_a_region():
    assert said("region", "110101") == "北京市东城区"
    assert said("region", "999999") == "999999"
    assert said("region", None) == "—"
