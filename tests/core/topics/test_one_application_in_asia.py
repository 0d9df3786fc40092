"""Rows of one application of Japan, Korea or Taiwan are one record in every spelling and are found by each; an application, a publication and
a utility model of equal digits stay three."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factories.exports import write_export, write_patsnap
from zhixian.core.search.finding import find
from zhixian.core.topics.document import NO_KIND, PERHAPS_OF_TAIWAN, Document, name_of
from zhixian.core.topics.impossible_days import AFTER_NUMBER
from zhixian.core.topics.joining import join_documents
from zhixian.core.topics.making import Recipe, make_topic
from zhixian.core.topics.one_application import TWO_APPLICATIONS
from zhixian.core.topics.searching import open_topic_index, records_called

DAY = date(2026, 6, 30)
COLUMNS = ("申请号", "公开（公告）号", "申请日", "公开国别", "专利类型")


def made_of(folder, *files):
    """A topic of files of rows, each of (application, publication, day of filing, country, kind); what a row leaves out is empty."""
    folder.mkdir(exist_ok=True)
    paths = []
    for at, rows in enumerate(files):
        told = [
            dict(zip(COLUMNS, (*row, *[""] * 5)[:5], strict=True)) | {"标题": "甲", "公开（公告）日": ""}
            for row in rows
        ]
        paths.append(write_export(folder / f"v{at}.csv", *told))
    return make_topic(folder / "data", "专题", Recipe(DAY, paths=tuple(paths)), made=DAY)


def records(made):
    return {row["record"]: (row["application"], row["documents"]) for row in made.topic.rows("records")}


@pytest.mark.parametrize(
    ("one", "other", "record"),
    [
        (("特願2015-123456", "特開2016-234567"), ("JP2015123456", "JP2016234567A"), "JP2015123456"),
        (("JP2015-123456", "JP5123456B2"), ("JP20150123456", "特許第5123456号"), "JP2015123456"),
        (("JP 2015-001234", "JP2016-234567A"), ("特願2015-001234", "JP5123456B2"), "JP2015001234"),
        (("特願平10-123456", "特開平11-234567"), ("JP1998123456", "JPH11234567A"), "JP1998123456"),
        (("特願昭60-123456", "JPS6212345A"), ("JP1985-123456", "JP62012345A"), "JP1985123456"),
        (("2015-123456", "2016-234567", "", "日本"), ("特愿2015-123456号", "特开2016-234567"), "JP2015123456"),
        (("実願2014-001234", "実用新案登録第3192792号"), ("JP2014-001234", "JP3192792U"), "JP2014001234U"),
        (("JP2014-001234", "", "", "", "实用新型"), ("JP2014001234U", "JP3192792U"), "JP2014001234U"),
        (("意願2015-001234", "意匠登録第1534567号"), ("JP2015001234", "JP1534567S"), "JP2015001234F"),
        (("10-2015-0123456", "10-2016-0012345"), ("KR20150123456", "KR20160012345A"), "KR1020150123456"),
        (("KR1020150001234", "KR101234567B1"), ("KR20150001234", "KR1020160012345A"), "KR1020150001234"),
        (("20-2020-0001234", "KR2020210001038U"), ("KR20200001234U", "KR20210001038U"), "KR2020200001234"),
        (("1020150123456", "10-1234567", "", "韩国"), ("KR10-2015-0123456", "KR101234567B1"), "KR1020150123456"),
        (("TW104123456", "TW201612345A"), ("104123456", "TWI512345B", "", "台湾"), "TW104123456"),
        (("TW97145995", "TW200928818A"), ("TW097145995", "TWI452476B"), "TW097145995"),
        (("093101234", "I512345", "", "台湾"), ("TW20040101234", "TWI512345B"), "TW093101234"),
        (("TW104223456", "TWM512345U"), ("104223456", "M512345", "", "台湾"), "TW104223456"),
        (("HK16101234.5", "HK1235368A"), ("HK16101234", "HK1235368A"), "HK16101234"),
    ],
)
@pytest.mark.parametrize("turned", [False, True])
def test_two_spellings_are_one_application_and_each_number_finds_it(tmp_path, one, other, record, turned):
    files = ([other], [one]) if turned else ([one], [other])
    made = made_of(tmp_path, *files)
    assert records(made) == {record: (record, 2)}
    for asked in (one[0], other[0], one[1], other[1]):
        if asked and asked[4:5] != "-":  # 2015-123456 tells no country
            assert records_called(made.topic, asked) == [record], asked
    assert not [problem for report in made.reports for problem in report.problems]


@pytest.mark.parametrize(
    ("filed", "shown", "alone"),
    [
        ("JP2015-123456", "JP2017-005678A", "JP2015-123456A"),
        ("KR10-2015-0012345", "KR10-2017-0005678A", "KR20150012345A"),
        ("特願平10-123456", "特開平11-005678", "特開平10-123456"),
        ("実願昭60-012345", "実開昭61-005678", "実開昭60-012345"),
    ],
)
def test_an_application_is_no_publication_of_the_same_digits_and_each_is_found_by_its_own_words(
    tmp_path, filed, shown, alone
):
    made = made_of(tmp_path, [(filed, shown, "1985-06-01")], [("", alone, "1984-06-01")])
    first, second = name_of(filed, shown, None).key, name_of(None, alone, None).key
    assert set(records(made)) == {first, second}
    assert records_called(made.topic, alone) == [second]
    assert first in records_called(made.topic, filed)
    if not filed.isascii():
        assert records_called(made.topic, filed) == [first]


@pytest.mark.parametrize(
    "rows",
    [
        # the same digits are a patent's and a utility model's
        [("特願2014-001234", "JP5123456B2"), ("実願2014-001234", "JP3192792U")],
        [("特願平9-123456", "JP3192792B2"), ("実願2014-001234", "JP3192792U")],
        [("10-2015-0001234", "KR1020160012345A"), ("20-2015-0001234", "KR2020160012345U")],
        # examined applications were counted on their own
        [("特願昭58-112345", "JPS6012345A"), ("特願昭57-054321", "JPS6012345B2")],
        # a number without kind is of nobody for sure
        [("特願2014-001234", "JP5123456B2"), ("JP2014-001234", "")],
        [("KR1020150001234", "KR101234567B1"), ("KR20150001234", "")],
        [("実願2014-001234", "JP3192792U"), ("", "JP3192792")],
        [("実願2014-001234", "JP3192792"), ("特願平9-123456", "JP3192792")],
        [("実願2014-001234", "JP3192792"), ("", "JP3192792")],
        [("KR20150123456", "KR1020160012345A"), ("", "KR20160012345")],
        # eras and years
        [("特願昭10-123456", ""), ("特願平10-123456", "")],
        [("特願平1-012345", "JPH0212345A"), ("特願平10-12345", "JPH1112345A")],
    ],
)
@pytest.mark.parametrize("turned", [1, -1])
def test_two_applications_stay_two(tmp_path, rows, turned):
    assert len(records(made_of(tmp_path, *([row] for row in rows[::turned])))) == len(rows)


def test_a_number_without_kind_is_remarked_and_found(tmp_path):
    made = made_of(tmp_path, [("特願2014-001234", "JP5123456B2"), ("JP2014-001234", ""), ("", "JP3192792")])
    told = {(problem.row, problem.reason, problem.refused) for problem in made.reports[0].problems}
    assert told == {(3, NO_KIND, False), (4, NO_KIND, False)} or told == {(2, NO_KIND, False), (3, NO_KIND, False)}
    assert records(made) == {
        "JP2014001234": ("JP2014001234", 1), "JP2014001234（类别不明）": ("JP2014001234", 1), "JP3192792（公开）": (None, 1),
    }  # fmt: skip
    assert records_called(made.topic, "JP2014001234") == ["JP2014001234", "JP2014001234（类别不明）"]
    assert records_called(made.topic, "JP3192792") == ["JP3192792（公开）"]


def test_a_publication_alone_joins_whatever_its_spelling(tmp_path):
    vendor = write_patsnap(
        tmp_path / "p.csv",
        {"公开(公告)号": "JP5123456B2", "受理局": "日本", "专利类型": "发明授权"},
        {"公开(公告)号": "KR1020160012345A", "受理局": "韩国", "专利类型": "发明申请"},
        {"公开(公告)号": "TWI512345B", "受理局": "中国台湾", "专利类型": "发明授权"},
    )
    other = write_export(
        tmp_path / "v.csv",
        {"申请号": "特願2008-123456", "公开（公告）号": "特許第5123456号"},
        {"申请号": "10-2015-0123456", "公开（公告）号": "10-2016-0012345"},
        {"申请号": "TW101123456", "公开（公告）号": "TW-I512345-B"},
    )
    made = make_topic(tmp_path / "data", "专题", Recipe(DAY, paths=(vendor, other)), made=DAY)
    assert {key: count for key, (_, count) in records(made).items()} == {
        "JP2008123456": 2,
        "KR1020150123456": 2,
        "TW101123456": 2,
    }


def test_two_numbers_of_one_office_beside_one_publication_stay_two_and_are_told(tmp_path):
    made = made_of(tmp_path, [("特願2015-123456", "特開2016-234567"), ("実願2015-001234", "JP2016234567A")])
    assert set(records(made)) == {"JP2015123456", "JP2015001234U"}
    assert [problem.reason for problem in made.reports[0].problems] == [TWO_APPLICATIONS]


@pytest.mark.parametrize(
    ("filed", "day", "said"),
    [
        ("特願2010-540766", "2008-12-12", None),
        ("特願2010-540766", "2011-03-01", None),
        ("特願2010-540766", "2012-01-01", AFTER_NUMBER),
        ("特願平10-123456", "2001-05-01", AFTER_NUMBER),
        ("10-2015-0123456", "2018-05-01", AFTER_NUMBER),
        ("KR1020150123456", "2015-05-01", None),
        ("TW097145995", "2008-11-27", None),
        ("TW97145995", "2010-11-27", AFTER_NUMBER),
    ],
)
def test_a_day_of_filing_after_the_year_of_the_number_is_told_and_not_taken(tmp_path, filed, day, said):
    made = made_of(tmp_path, [(filed, "", day, "", "发明")])
    [row] = made.topic.rows("records")
    assert row["filed"] == (None if said else date.fromisoformat(day))
    assert [problem.reason for problem in made.reports[0].problems] == ([said] if said else [])


@pytest.mark.parametrize(
    "asked",
    ["特願2015-123456", "特願 2015－123456", "JP 2015-123456", "ＪＰ２０１５１２３４５６", "JP20150123456", "特愿2015-123456号",
     "申请号:特願2015-123456", "特開2016-234567", "公开号:JP2016234567A", "JP2016-234567", "JP5123456", "特許第5123456号"],
)  # fmt: skip
def test_any_spelling_finds_the_record_first(tmp_path, asked):
    rows = [
        ("JP2015123456", "JP2016234567A"),
        ("特願2015-123456", "JP5123456B2"),
        ("特願2015-123457", "特開2016-234568"),
    ]
    made = made_of(tmp_path, rows)
    found = find(open_topic_index(made.topic), asked, as_of=DAY).hits
    assert [hit.facts["right_id"] for hit in found] == ["JP2015123456"]


@pytest.mark.parametrize(
    ("shown", "is_grant"),
    [
        ("特公昭60-123456", False),
        ("JPS60123456B2", False),
        ("JP60123456B2", False),
        ("JP1995012345B", False),
        ("特許第2567890号", True),
        ("JP5123456B2", True),
        ("KR960012345B1", False),
        ("KR19960012345B1", False),
        ("KR1019960012345B1", False),
        ("KR100234567B1", True),
        ("KR101234567B1", True),
        ("TWI512345B", True),
        ("US8936998B2", True),
    ],
)
def test_what_was_published_before_grant_grants_nothing(tmp_path, shown, is_grant):
    row = {"申请号": "", "申请日": "", "公开（公告）号": shown, "公开（公告）日": "1999-05-06"}
    export = write_export(tmp_path / "v.csv", row)
    made = make_topic(tmp_path / "data", "专题", Recipe(DAY, paths=(export,)), made=DAY)
    [told] = made.topic.rows("records")
    assert (told["published"], told["granted"]) == (date(1999, 5, 6), date(1999, 5, 6) if is_grant else None)


@pytest.mark.parametrize("filed", ["097145995", "104123456", "第104123456號"])
def test_nine_digits_of_taiwan_are_refused_with_advice_unless_the_row_tells_the_country(tmp_path, filed):
    untold = made_of(tmp_path / "a", [(filed, ""), ("CN201410408762.5", "")])
    assert [(one.row, one.reason) for one in untold.reports[0].problems] == [(2, PERHAPS_OF_TAIWAN)]
    assert set(records(untold)) == {"CN201410408762.5"}
    told = made_of(tmp_path / "b", [(filed, "", "", "台湾")])
    digits = "".join(filter(str.isdecimal, filed))
    assert set(records(told)) == {f"TW{digits}"}


def test_digits_that_cannot_be_of_taiwan_keep_the_reason_of_a_chinese_number():
    assert "年份“10”不对" in name_of("104423456", None, None).problem
    assert "年份“10”不对" in name_of("10412345.6", None, None).problem
    assert name_of("971459959", None, None).country == "CN"


@pytest.mark.parametrize("asked", ["104123456", "第104123456號", "第 104123456 号", "104123456號", "TW104123456"])
def test_a_number_of_taiwan_without_country_is_found(tmp_path, asked):
    made = made_of(tmp_path, [("TW104123456", ""), ("TW104123457", "")])
    assert records_called(made.topic, asked) == ["TW104123456"]
    found = find(open_topic_index(made.topic), asked, as_of=DAY).hits
    assert [hit.facts["right_id"] for hit in found] == ["TW104123456"]


applications = st.tuples(st.sampled_from(["特願", "実願", "意願"]), st.integers(2013, 2015), st.integers(1, 3))
publications = st.sampled_from(["", *(f"特開2016-00000{n}" for n in (1, 2)), "JP2016000001A", "JP2016-000002A"])


@given(st.lists(st.tuples(applications, publications, st.booleans()), max_size=8))
def test_records_are_as_many_as_applications_whatever_publications_they_name(rows):
    """However each is spelt and whatever stands in the other column, the same application is one record and others are others."""
    letter = {"特願": "A", "実願": "U", "意願": "F"}
    documents = []
    for at, ((word, year, serial), shown, plain) in enumerate(rows):
        text = f"JP{year}{serial:06}{letter[word]}" if plain else f"{word}{year}-{serial:06}"
        name = name_of(text, shown or None, "JP", year)
        documents.append(
            Document(
                0, "表", at, name.key, name.by_publication, application=name.application, publication=name.publication
            )
        )
    joined = join_documents(documents)
    assert len(joined.records) == len({told for told, _, _ in rows})


def test_priorities_in_two_spellings_make_one_family(tmp_path):
    rows = [
        {"申请号": f"US15/12345{at}", "公开（公告）号": f"US1012345{at}B2", "优先权号": number, "标题": "甲"}
        for at, number in enumerate(("JP2015-123456", "特願2015-123456", "JP20150123456A", "KR10-2015-0123456"))
    ]
    made = make_topic(
        tmp_path / "data", "专题", Recipe(DAY, paths=(write_export(tmp_path / "v.csv", *rows),)), made=DAY
    )
    families = [row["family"] for row in sorted(made.topic.rows("records"), key=lambda row: row["record"])]
    assert [one == other for one, other in pairwise(families)] == [True, True, False]
