"""How sure a forecast is stands in dated data, and a file that does not hold together is refused."""

from datetime import date
from fractions import Fraction

import pytest

from zhixian.core.analysis.chances import SHIPPED, chances, load_chances
from zhixian.core.kernel.refusal import Refusal

LATER = """
  - version: "2"
    effective: "2021-01-01"
    source: 另定
    steps:
      - {grade: sure, probability: "0.95", years: "1"}
      - {grade: hardly, probability: "0", years: "0"}
"""


def test_every_grade_is_reached_by_what_the_rule_that_ships_says():
    rule = chances().on(date(2020, 1, 1))
    assert [rule.by_probability(likely) for likely in (1, 0.9, 0.7, 0.69, 0.4, 0.1, 0.0)] == [
        "sure", "sure", "likely", "unsure", "unsure", "hard", "hardly",
    ]  # fmt: skip
    shares = (Fraction(1), Fraction(2, 3), Fraction(1, 3), Fraction(1, 12), Fraction(0))
    assert [rule.by_years(share) for share in shares] == ["sure", "likely", "unsure", "hard", "hardly"]


def test_a_later_version_leaves_what_was_before_it(tmp_path):
    path = tmp_path / "chances.yaml"
    path.write_text(SHIPPED.read_text(encoding="utf-8") + LATER, encoding="utf-8")
    found = load_chances(path)
    assert found.on(date(2020, 12, 31)).by_probability(0.92) == "sure"
    assert found.on(date(2021, 1, 1)).by_probability(0.92) == "hardly"


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        ('probability: "0.7"', 'probability: "0.95"', "从大到小"),
        ('years: "2/3"', 'years: "3/2"', "0 到 1 的数"),
        ('years: "2/3"', 'years: "许多"', "0 到 1 的数"),
        ("grade: hard,", "grade: harder,", "harder"),
        ("ahead: amber", "ahead: yellow", "yellow"),
        ('years: "0"}', 'years: "1/5000"}', "最后一级从 0 起"),
    ],
)
def test_a_file_that_does_not_hold_together_is_refused(tmp_path, was, now, said):
    path = tmp_path / "chances.yaml"
    written = SHIPPED.read_text(encoding="utf-8")
    assert was in written
    path.write_text(written.replace(was, now), encoding="utf-8")
    with pytest.raises(Refusal, match=said):
        load_chances(path)
