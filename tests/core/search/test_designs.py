"""Designs by their Locarno classes: found by their tree, counted in the facet, and never taken for goods or for the IPC."""

import sys
from datetime import date
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from small_index import right, searchable, small

from zhixian.core.reports.search import facet_word
from zhixian.core.search.finding import find
from zhixian.core.search.index import FOLDER, open_index
from zhixian.core.search.lexing import QueryFault
from zhixian.core.search.narrowing import narrowed
from zhixian.core.search.schema import FORMAT
from zhixian.core.search.similar import more_like

DAY = date(2020, 1, 1)
CLASSES = {
    "D1": ("design", "包装盒", "09-03"),
    "D2": ("design", "瓶子", "LOC(14)Cl.09-01;LOC(14)Cl.07-01"),
    "D3": ("design", "茶壶", "0701"),
    "D4": ("design", "提手", "09"),
    "D5": ("design", "货架", ""),
    "T9": ("trademark", "杭川", "9"),
    "I1": ("invention", "电池", "H01M10/05"),
    "I2": ("invention", "隔膜", "09-03"),
}
RIGHTS = [
    right(name, kind, f"X{name}", title, classes, "2015-01-04", "P1")
    for name, (kind, title, classes) in CLASSES.items()
]


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    return searchable(tmp_path_factory.mktemp("data"), rights=RIGHTS, spans=[])


def found(index, query, **more):
    return {hit.facts["right_id"] for hit in find(index, query, as_of=DAY, **more).hits}


@pytest.mark.parametrize(
    ("query", "rights"),
    [
        ("洛迦诺:09-03", {"D1", "I2"}),
        ("洛迦诺:0903", {"D1", "I2"}),
        ("洛迦诺:LOC(14)Cl.09-03", {"D1", "I2"}),
        ("洛迦诺:LOC（14）Cl. 09-03 类型:外观设计", {"D1"}),
        ('洛迦诺:"LOC (14) Cl. 09-03"', {"D1", "I2"}),
        ("洛迦诺:09", {"D1", "D2", "D4", "I2"}),
        ("洛迦诺:9", {"D1", "D2", "D4", "I2"}),
        ("洛迦诺:(09-01 或 07)", {"D2", "D3"}),
        ("外观设计分类:07-01", {"D2", "D3"}),
        ("类型:外观设计 非 洛迦诺:09", {"D3", "D5"}),
        ("洛迦诺:09 非 洛迦诺:09-03", {"D2", "D4"}),
        ("尼斯:9", {"T9"}),
        ("尼斯:7", set()),
        ("分类:H01M", {"I1"}),
        ("分类:H", {"I1"}),
        ("洛迦诺:32", set()),
    ],
)
def test_designs_are_found_by_the_tree_of_their_classes_and_nothing_else_is(index, query, rights):
    assert found(index, query) == rights


def test_the_facet_of_classes_counts_subclasses_of_designs_beside_the_others(index):
    facet = dict(find(index, "", as_of=DAY).facets["topic"])
    assert facet == {"09-03": 2, "07-01": 2, "09-01": 1, "9": 1, "H01M": 1}
    for topic, count in facet.items():
        assert len(found(index, "", only={"topic": topic})) == count
        assert found(index, narrowed("", {"topic": topic}, {})) == found(index, "", only={"topic": topic})
    assert [facet_word("topic", one, {}) for one in ("09-03", "9", "H01M")] == ["外观设计 09-03", "第 9 类", "H01M"]


def test_a_class_of_designs_asked_for_bare_is_offered_with_its_field(index):
    for asked in ("09-03", "LOC(14)Cl.09-03", "包装盒 09-03"):
        (hint,) = find(index, asked, as_of=DAY).hints
        assert hint.query.endswith("洛迦诺:09-03")
        assert hint.total == len(found(index, hint.query)) > 0


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("洛迦诺:33", "例如 洛迦诺:09、洛迦诺:09-03"),
        ("洛迦诺:H01M", "例如 洛迦诺:09、洛迦诺:09-03"),
        ("分类:09-03", "外观设计的洛迦诺分类写 洛迦诺:09-03"),
        ("尼斯:09-03", "外观设计的洛迦诺分类写 洛迦诺:09-03"),
    ],
)
def test_what_is_no_class_of_that_field_is_told_what_would_serve(query, expected):
    with pytest.raises(QueryFault, match=expected):
        find(None, query, as_of=DAY)


def test_an_error_about_the_ipc_says_nothing_of_designs_where_none_was_meant():
    with pytest.raises(QueryFault) as told:
        find(None, "分类:33-01", as_of=DAY)
    assert "洛迦诺" not in str(told.value)


def test_designs_of_one_subclass_are_alike_without_a_common_word(index):
    alike = more_like(index, "D2", as_of=DAY)
    assert [(one.hit.facts["right_id"], one.classes) for one in alike] == [("D3", ["外观设计 07-01"])]
    assert more_like(index, "T9", as_of=DAY) == []


def test_an_index_of_an_older_format_is_built_anew_and_it_is_said_once(tmp_path):
    snapshot = small(tmp_path, rights=RIGHTS, spans=[])
    open_index(tmp_path, snapshot)
    now = tmp_path / FOLDER / f"{snapshot.id}-{FORMAT}"
    now.rename(now.with_name(f"{snapshot.id}-{FORMAT - 1}"))
    again = open_index(tmp_path, snapshot)
    assert again.note == "检索索引是旧格式的，已重建"
    assert found(again, "洛迦诺:09-03") == {"D1", "I2"}
    assert open_index(tmp_path, snapshot).note == ""


def test_a_first_index_is_not_said_to_follow_an_older_one(tmp_path):
    other = small(tmp_path, rights=RIGHTS, spans=[], name="other")
    open_index(tmp_path, other)
    (tmp_path / FOLDER / f"other-{FORMAT}").rename(tmp_path / FOLDER / f"other-{FORMAT - 1}")
    assert open_index(tmp_path, small(tmp_path, rights=RIGHTS, spans=[])).note == ""


def test_a_design_and_a_mark_of_one_number_of_a_class_share_none(tmp_path):
    rows = [
        right("D", "design", "X1", "茶壶", "9", "2015-01-04", "P1"),
        right("T", "trademark", "X2", "杭川", "9", "2015-01-04", "P2"),
    ]
    index = searchable(tmp_path, rights=rows, spans=[])
    assert more_like(index, "D", as_of=DAY) == more_like(index, "T", as_of=DAY) == []
