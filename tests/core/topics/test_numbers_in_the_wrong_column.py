"""A publication of Japan, Korea or Taiwan in the column of applications names its patent; a number that cannot be is remarked."""

from datetime import date

import pytest

from factories.exports import write_export
from zhixian.core.topics.document import MISPLACED, NO_KIND, UNREAD, name_of
from zhixian.core.topics.impossible_days import YEAR_AHEAD
from zhixian.core.topics.making import Recipe, make_topic

DAY = date(2026, 6, 30)
COLUMNS = ("公开（公告）号", "申请号", "申请日")
BY_PUBLICATION = f"{MISPLACED}，按公开号认"


def made_of(folder, *rows):
    told = [dict(zip(COLUMNS, (*row, "", "")[:3], strict=True)) | {"公开（公告）日": ""} for row in rows]
    recipe = Recipe(DAY, paths=(write_export(folder / "v.csv", *told),))
    return make_topic(folder / "data", "专题", recipe, made=DAY)


def records(made):
    return {row["record"]: (row["application"], row["documents"]) for row in made.topic.rows("records")}


def remarks(made):
    return [(one.row, one.reason, one.refused) for one in made.reports[0].problems]


@pytest.mark.parametrize(
    ("written", "shown", "filed", "record"),
    [
        ("特許第6000001号", "JP6000001B2", "特願2013-111222", "JP2013111222"),
        ("特许第6000001号", "JP6000001B2", "特願2013-111222", "JP2013111222"),
        ("JP6000001B2", "特許第6000001号", "特願2013-111222", "JP2013111222"),
        ("特開2014-000123", "JP2014000123A", "特願2013-111222", "JP2013111222"),
        ("特公昭60-123456", "JPS60123456B2", "特願昭55-011122", "JP1980011122"),
        ("実用新案登録第3192792号", "JP3192792U", "実願2014-001234", "JP2014001234U"),
        ("10-1234567", "KR101234567B1", "10-2013-0123456", "KR1020130123456"),
        ("공개번호 10-2016-0012345", "KR1020160012345A", "10-2015-0123456", "KR1020150123456"),
        ("發明第I512345號", "TWI512345B", "TW101123456", "TW101123456"),
    ],
)
@pytest.mark.parametrize("turned", [1, -1])
def test_a_publication_where_the_application_should_be_is_of_its_patent(
    tmp_path, written, shown, filed, record, turned
):
    rows = [("", written), (shown, filed)]
    made = made_of(tmp_path, *rows[::turned])
    assert records(made) == {record: (record, 2)}
    assert remarks(made) == [(2 if turned == 1 else 3, BY_PUBLICATION, False)]


@pytest.mark.parametrize(
    "written", ["JP62123456A", "JP62123456U", "JP2017/203590", "JP123", "特願昭65100001", "平1012345"]
)
def test_what_cannot_be_read_stays_as_it_is_written_and_is_remarked(tmp_path, written):
    made = made_of(tmp_path, ("", written))
    assert [(application, count) for application, count in records(made).values()] == [
        (written if written[:2] != "平1" else f"JP{written}", 1)
    ]
    assert remarks(made) == [(2, UNREAD, False)]


@pytest.mark.parametrize(
    "written", ["特願2015-123456", "KR10-2015-0123456", "TW104123456", "실용신안등록출원 20-2015-0001234"]
)
def test_applications_are_no_publications(tmp_path, written):
    assert not name_of(written, None, None).by_publication
    assert remarks(made_of(tmp_path, ("", written))) == []


def test_an_international_application_beside_a_publication_of_japan_is_not_remarked():
    assert name_of("PCT/JP2015/012345", "JP2016123456A", None).remark is None


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("特願2050-123456", [YEAR_AHEAD]),
        ("特願2027-123456", [YEAR_AHEAD]),
        ("10-2050-0123456", [YEAR_AHEAD]),
        ("KR20500001234", [NO_KIND, YEAR_AHEAD]),
        ("TW150123456", [YEAR_AHEAD]),
        ("特願2026-123456", []),
        ("TW115123456", []),
    ],
)
def test_a_year_that_is_yet_to_come_is_remarked(tmp_path, written, said):
    made = made_of(tmp_path, ("", written, "2020-05-06"))
    assert sorted(reason for _, reason, _ in remarks(made)) == sorted(said)
    [row] = made.topic.rows("records")
    assert row["filed"] == date(2020, 5, 6)


def test_the_remark_on_a_number_without_kind_holds_where_the_other_number_joins_the_row(tmp_path):
    made = made_of(tmp_path, ("JP2015-001234", "JP2014-000555"), ("JP2015001234A", "特願2014-000555"))
    assert records(made) == {"JP2014000555": ("JP2014000555", 2)}
    assert remarks(made) == [(2, NO_KIND, False)]
    assert "凭这个号" in NO_KIND
