"""What of reports may be told is dated data: a later version takes over on its day, a broken one is refused with the place."""

from datetime import date
from pathlib import Path

import pytest

from zhixian.core.disclosure.reports import SHIPPED, load_report_rules, rule_on
from zhixian.core.kernel.refusal import Refusal


def test_the_version_in_force_on_a_day_counts(tmp_path):
    later = '  - {version: "2", effective: "2021-01-01", smallest_cell: "10", open_within: "3", most_hours: "24", source: x}\n'
    path = tmp_path / "reports.yaml"
    path.write_text(SHIPPED.read_text(encoding="utf-8") + later, encoding="utf-8")
    first, second = load_report_rules(path)
    assert (first.version, second.smallest_cell, second.open_within, second.most_hours) == ("1", 10, 3, 24)


def test_the_page_says_what_the_rule_says():
    page = (Path(__file__).parents[3] / "docs" / "reference" / "reports.md").read_text(encoding="utf-8")
    rule = load_report_rules(SHIPPED)[-1]
    for words in (
        f"nothing below {rule.smallest_cell} ",
        f"by itself ({rule.smallest_cell})",
        f"{rule.open_within} days",
        f"{rule.most_hours} hours",
    ):
        assert words in page


def test_before_the_first_version_the_first_counts():
    assert rule_on(date(2000, 1, 1)) == rule_on(date(2017, 10, 23))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('smallest_cell: "5"', 'smallest_cell: "0"', "smallest_cell：0。应为：不小于 1 的整数"),
        ("source: 举报保密规则", "sauce: 举报保密规则", "不认识的键“sauce”"),
    ],
)
def test_a_broken_rule_is_refused_with_the_place(tmp_path, old, new, said):
    path = tmp_path / "reports.yaml"
    path.write_text(SHIPPED.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(Refusal, match=r"reports\.yaml") as refused:
        load_report_rules(path)
    assert said in str(refused.value)
