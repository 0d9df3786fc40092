"""Rows of one application are one record, however each file spells its number; rows of two applications never are."""

import os
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factories.exports import write_export, write_patsnap
from zhixian.core.kernel.refusal import Problem
from zhixian.core.topics.document import Document, name_of
from zhixian.core.topics.joining import join_documents
from zhixian.core.topics.making import Recipe, make_topic
from zhixian.core.topics.one_application import TWO_APPLICATIONS

DAY = date(2026, 6, 30)
EXAMPLES = int(os.environ.get("ZHIXIAN_EXAMPLES", "150"))


def made_of(folder, *files, title="甲"):
    """A topic of files of rows, each of (application, publication, day of filing)."""
    paths = [
        write_export(
            folder / f"v{at}.csv",
            *({"申请号": n, "公开（公告）号": shown, "申请日": day, "标题": title} for n, shown, day in rows),
        )
        for at, rows in enumerate(files)
    ]
    return make_topic(folder / "data", "专题", Recipe(DAY, paths=tuple(paths)), made=DAY)


def records(made):
    return {row["record"]: (row["application"], row["documents"]) for row in made.topic.rows("records")}


FILED = "2013-06-11"
EP = ("EP08868513", "EP2225660A2", "2008-12-12")


@pytest.mark.parametrize(
    ("one", "other", "record"),
    [
        (("US13/797,521", "US8936998B2", FILED), ("US13797521", "US08936998B2", FILED), "US13/797521"),
        (("US13/915,426", "US20130275415A1", FILED), ("US201313915426", "US2013275415A1", FILED), "US13/915426"),
        (("US13/915,426", "US9442982B2", FILED), ("US201313915426", "US2013275415A1", FILED), "US13/915426"),
        (("EP08868513.6", "EP2225660B1", "2008-12-12"), EP, "EP08868513"),
        (("EP08868513.2", "EP2225660A2", "2008-12-12"), EP, "EP08868513"),
        (("PCT/US08/86599", "WO2009/085664A2", ""), ("US2008086599W", "WO2009085664A3", ""), "PCT/US2008/086599"),
        (("US11/964,952", "US2009171930A1", ""), ("US96495207", "US20090171930A1", "2007-12-27"), "US11/964952"),
        (("PCT/US2008/086599", "EP2225660A2", "2008-12-12"), EP, "EP08868513"),
    ],
)
@pytest.mark.parametrize("turned", [False, True])
def test_two_spellings_are_one_application(tmp_path, one, other, record, turned):
    files = ([other], [one]) if turned else ([one], [other])
    assert records(made_of(tmp_path, *files)) == {record: (record, 2)}


def test_the_number_of_another_form_is_the_same_wherever_it_stands(tmp_path):
    laid_open = ("US96495207", "US2009171930A1", "2007-12-27")
    granted = ("US96495207", "US8000000B2", "2007-12-27")
    made = made_of(tmp_path, [laid_open, granted], [("US11/964,952", "US20090171930A1", "")])
    assert records(made) == {"US11/964952": ("US11/964952", 3)}
    assert [row["number"] for row in made.topic.rows("publications")] == ["US20090171930A1", "US8000000B2"]


def test_an_international_number_beside_another_offices_publication_takes_nothing_along(tmp_path):
    national = ("PCT/US2008/086599", "EP2225660A2", "2008-12-12")
    made = made_of(tmp_path, [("PCT/US2008/086599", "WO2009085664A2", "2008-12-12"), national, EP])
    assert records(made) == {
        "EP08868513": ("EP08868513", 2),
        "PCT/US2008/086599": ("PCT/US2008/086599", 1),
    }


def test_two_numbers_of_one_form_stay_two_and_are_told(tmp_path):
    rows = [("CN201410408762.5", "CN104223352A", "2014-08-15"), ("CN201410000001.6", "CN104223352A", "2014-01-04")]
    made = made_of(tmp_path, rows)
    assert set(records(made)) == {"CN201410408762.5", "CN201410000001.6"}
    [problem] = made.reports[0].problems
    assert (problem.row, problem.column, problem.reason) == (2, "公开（公告）号", TWO_APPLICATIONS)
    assert problem.value == "CN104223352A（CN201410408762.5、CN201410000001.6）"
    assert not problem.refused


def test_at_most_offices_one_number_with_another_kind_code_is_another_publication(tmp_path):
    made = made_of(tmp_path, [("JP昭和60-112345", "JP6012345A", ""), ("JP1985012345", "JP6012345B2", "")])
    assert len(records(made)) == 2


def test_a_wrong_check_digit_is_remarked_where_there_is_no_publication(tmp_path):
    made = made_of(tmp_path, [("EP08868513.2", "", "2008-12-12")])
    assert set(records(made)) == {"EP08868513"}
    [problem] = made.reports[0].problems
    assert (problem.value, problem.refused) == ("EP08868513.2", False)
    assert problem.reason == "校验位应为 6，没有按它核对"


def test_a_publication_alone_joins_whatever_its_spelling(tmp_path):
    vendor = write_patsnap(
        tmp_path / "p.csv", {"公开(公告)号": "US08936998B2", "受理局": "美国", "专利类型": "发明授权"}
    )
    other = write_export(tmp_path / "v.csv", {"申请号": "US13/797,521", "公开（公告）号": "US8936998B2"})
    made = make_topic(tmp_path / "data", "专题", Recipe(DAY, paths=(vendor, other)), made=DAY)
    assert records(made) == {"US13/797521": ("US13/797521", 2)}


def document(number, shown, row, year=2015):
    name = name_of(number, shown, "US", year)
    return Document(
        0, "表", row, name.key, name.by_publication, application=name.application, publication=name.publication
    )


numbers = st.builds("US{:02}/{:06}".format, st.integers(10, 19), st.integers(1, 40))
shown = st.builds("US{}B2".format, st.integers(9_000_000, 9_000_009))


@settings(max_examples=EXAMPLES)
@given(st.lists(st.tuples(numbers, shown, st.integers(0, 2))))
def test_applications_are_as_many_as_their_numbers_whatever_publications_they_name(rows):
    """Whatever stands in the other column, and however each is spelt, numbers of one office that differ are different."""
    spelt = [(f"US2015{n[2:4]}{n[5:]}", n, f"{n[:5]}{n[5:8]},{n[8:]}")[way] for n, _, way in rows]
    told: list[Problem] = []
    joined = join_documents(
        [document(n, shown, at) for at, (n, (_, shown, _)) in enumerate(zip(spelt, rows, strict=True))],
        lambda _source, problem: told.append(problem),
    )
    assert set(joined.records) == {n for n, _, _ in rows}
    owners = {}
    for n, shown, _ in rows:
        owners.setdefault(shown, set()).add(n)
    assert bool(told) == any(len(of) > 1 for of in owners.values())


@settings(max_examples=EXAMPLES)
@given(st.permutations(range(4)))
def test_the_order_of_rows_decides_nothing(order):
    rows = [
        ("US96495207", "US2009171930A1"), ("US11/964,952", "US20090171930A1"), ("US96495207", "US8000000B2"), ("US12/000,001", "US8000001B2"),
    ]  # fmt: skip
    joined = join_documents([document(*rows[at], at, year=2007) for at in order])
    assert {key: record.documents for key, record in joined.records.items()} == {"US11/964952": 3, "US12/000001": 1}


@pytest.mark.parametrize("said", ["美国", "US", "us"])
def test_an_office_told_by_its_name_stands_for_the_letters_before_the_number(tmp_path, said):
    row = {"申请号": "13/915,426", "公开（公告）号": "", "公开国别": said, "申请日": FILED}
    one, other = (
        write_export(tmp_path / "v.csv", row),
        write_export(tmp_path / "w.csv", row | {"申请号": "US201313915426"}),
    )
    made = make_topic(tmp_path / "data", "专题", Recipe(DAY, paths=(one, other)), made=DAY)
    assert records(made) == {"US13/915426": ("US13/915426", 2)}
