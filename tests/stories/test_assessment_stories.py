"""Every story of the assessment: what the registry and the registers say, what is seen of a project, and how it is graded."""

import re
from contextlib import closing

import pytest

from registries import write_registry
from zhixian.core.analysis.assessment.found import Records, as_plain, for_everybody, from_plain, read_project
from zhixian.core.analysis.assessment.looking import assess
from zhixian.core.analysis.assessment.rules import rule_set
from zhixian.core.catalogue import HERE
from zhixian.core.kernel.yaml_file import read_yaml
from zhixian.core.registry.bench import Bench
from zhixian.core.registry.fold import fold
from zhixian.core.registry.numbers.patents import check_digit
from zhixian.core.search.index import open_index

BOOK = read_yaml(HERE / "assessment" / "stories.yaml")
REGISTERS = ("penalties", "filings", "cases", "credit", "alerts")


def checked(value):
    """The same with the check digits that the stories leave open."""
    if isinstance(value, str):
        return re.sub(r"(20\d{2})( ?)(\d)( ?)(\d{7})(\.?)\*", _with_digit, value)
    if isinstance(value, dict):
        return {checked(key): checked(one) for key, one in value.items()}
    return [checked(one) for one in value] if isinstance(value, list) else value


def _with_digit(found):
    return found[0][:-1] + check_digit(found[1] + found[3] + found[5])


@pytest.mark.parametrize("story", [pytest.param(one, id=one["name"]) for one in BOOK["stories"]])
def test_what_is_seen(tmp_path, story):
    found = look(tmp_path, checked({**BOOK["usual"], **story}))
    expected = checked(story)
    assert [f"{one.grade}：{one.words}" for one in found.reasons if not one.office] == expected["reasons"]
    assert [f"{one.grade}：{one.words}" for one in found.reasons if one.office] == expected.get("office", [])
    assert (found.grade, found.office_grade) == (expected["grade"], expected.get("office_grade", expected["grade"]))
    if "source" in expected:
        assert [one.source for one in found.reasons] == [expected["source"]]
    if "near" in expected:
        told = {line.number: [[one, list(words)] for one, words in line.evidence] for line in found.near}
        assert told == expected["near"]
    assert {*expected.get("not_searched", ())} <= {what for what, _ in found.not_searched}
    assert from_plain(as_plain(found)) == found
    assert [one for one in for_everybody(found).reasons if one.office] == []
    assert for_everybody(found).office_grade == found.grade


def look(folder, story):
    tables = checked(BOOK["registry"])
    snapshot = write_registry(folder / "registry", **tables, **{n: story.get(n, []) for n in ("events", "pledges")})
    with closing(Bench(snapshot.folder)) as bench:
        fold(bench, snapshot.folder)
    project = read_project({**BOOK["usual"]["answers"], **story["answers"]}, applicant=story["applicant"])
    records = Records(**{name: story.get(name, []) for name in REGISTERS})
    index = open_index(folder, snapshot)
    return assess(snapshot, index, project, records, rules=rule_set(), as_of=story["as_of"])
