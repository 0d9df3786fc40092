"""An application of Japan or Korea whose number does not tell its kind is in no family by that number, whoever has the same digits; a priority
that is written so is an invention's."""

from datetime import date

import pytest

from factories.exports import write_export
from zhixian.core.topics.making import Recipe, make_topic

DAY = date(2026, 6, 30)


def made_of(folder, *rows):
    export = write_export(
        folder / "v.csv", *({"标题": "甲", "公开（公告）号": "", "公开（公告）日": ""} | row for row in rows)
    )
    return make_topic(folder / "data", "专题", Recipe(DAY, paths=(export,)), made=DAY)


def families(made):
    return {row["record"]: (row["family"], row["family_by"]) for row in made.topic.rows("records")}


@pytest.mark.parametrize(
    "rows",
    [
        [("20-2015-0001234", "戊公司", "2015-01-07"), ("KR20150001234", "戊公司", "2015-01-07"), ("10-2015-0001234", "丁公司", "2015-01-06")],
        [("JP2015-001234", "戊公司", "2015-01-07"), ("特願2015-001234", "丁公司", "2015-01-06")],
        [("JP2015-001234", "戊公司", "2015-01-07"), ("実願2015-001234", "丁公司", "2015-01-06"), ("意願2015-001234", "丁公司", "2015-01-06")],
    ],
)  # fmt: skip
@pytest.mark.parametrize("turned", [1, -1])
def test_rows_without_priorities_are_each_alone(tmp_path, rows, turned):
    told = [dict(zip(("申请号", "申请人", "申请日"), row, strict=True)) for row in rows]
    made = made_of(tmp_path, *told[::turned])
    found = families(made)
    assert len(found) == len(rows)
    assert found == {record: (record, "untold") for record in found}
    assert made.topic.manifest["families"] == {}


@pytest.mark.parametrize(
    ("own", "claimed", "together"),
    [
        ("10-2015-0001234", "KR20150001234", True),
        ("特願2015-001234", "JP2015-001234", True),
        ("実願2015-001234", "JP2015001234U", True),
        ("実願2015-001234", "JP2015-001234", False),
        ("KR20150001234", "KR20150001234", False),
        ("JP2015-001234", "特願2015-001234", False),
    ],
)
def test_a_priority_that_does_not_tell_its_kind_is_an_inventions(tmp_path, own, claimed, together):
    made = made_of(tmp_path, {"申请号": own}, {"申请号": "US15/123456", "优先权号": claimed})
    assert len({family for family, _ in families(made).values()}) == (1 if together else 2)
    assert made.topic.manifest["families"] == ({"priority": 1} if together else {})
