"""Whose a right is that has ended: its last holder's, whoever is asked."""

from datetime import date

import pytest

from registries import write_registry
from zhixian.core.analysis.assessment.found import Project, Records
from zhixian.core.analysis.assessment.looking import assess
from zhixian.core.analysis.assessment.rules import rule_set
from zhixian.core.registry.numbers import check_digit
from zhixian.core.registry.particulars import rights_called, rights_in_brief
from zhixian.core.search.finding import find
from zhixian.core.search.index import open_index

NUMBER = f"CN201510000001.{check_digit('201510000001')}"


@pytest.fixture
def snapshot(tmp_path):
    """A right of A that B bought in 2018 and that ended in 2020, in another county than before."""
    return write_registry(
        tmp_path / "r",
        parties=[{"party_id": "A", "name": "甲公司"}, {"party_id": "B", "name": "乙公司"}],
        rights=[
            {
                "right_id": "R",
                "kind": "utility_model",
                "gi": False,
                "number": NUMBER,
                "title": "装置",
                "holder": "A",
                "region": "330102",
                "registered": "2016-01-01",
            }
        ],
        spans=[
            {
                "right_id": "R",
                "kind": "utility_model",
                "holder": "A",
                "region": "330102",
                "start": "2016-01-01",
                "end": "2018-05-01",
            },
            {
                "right_id": "R",
                "kind": "utility_model",
                "holder": "B",
                "region": "330105",
                "start": "2018-05-01",
                "end": "2020-01-01",
            },
        ],
    )


@pytest.mark.parametrize(
    ("day", "holder", "region"),
    [
        (date(2015, 1, 1), "甲公司", "330102"), (date(2018, 4, 30), "甲公司", "330102"), (date(2018, 5, 1), "乙公司", "330105"),
        (date(2019, 12, 31), "乙公司", "330105"), (date(2020, 1, 1), "乙公司", "330105"), (date(2026, 1, 1), "乙公司", "330105"),
    ],
)  # fmt: skip
def test_one_answer_everywhere(tmp_path, snapshot, day, holder, region):
    [[brief]] = rights_in_brief(snapshot, as_of=day)
    [called] = rights_called(snapshot, [NUMBER], as_of=day)
    [hit] = find(open_index(tmp_path, snapshot), NUMBER, as_of=max(day, date(2016, 1, 1))).hits
    assert (brief["holder_name"], brief["region"]) == (holder, region)
    assert called["holder_name"] == hit.facts["holder_name"] == holder


def test_an_ended_right_is_the_applicant_s_who_bought_it(snapshot):
    day = date(2026, 1, 1)
    for applicant, whose in (("乙公司", "applicant"), ("甲公司", "other")):
        project = Project(applicant, rights=(NUMBER,))
        [line] = assess(snapshot, None, project, Records(), rules=rule_set(), as_of=day).rights
        assert (line.holder, line.whose) == ("乙公司", whose)
