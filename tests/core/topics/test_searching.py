"""Searching in a topic: the same language, over records of exports, whose state may be unknown."""

from datetime import date

import pyarrow.parquet as pq
import pytest

from factories.exports import write_export, write_patsnap
from zhixian.core.landscape.everything import landscape
from zhixian.core.search.finding import find
from zhixian.core.topics.making import Recipe, make_topic
from zhixian.core.topics.searching import is_topic_built, open_topic_index

DAY = date(2020, 12, 31)
ROWS = (
    {},
    {"申请号": "CN201510000001.0", "公开（公告）号": "CN104500001A", "标题": "铜箔表面处理装置", "申请日": "2015-01-04", "申请人": "乙公司; 丙大学", "IPC": "B05D3/00", "专利有效性": ""},
    {"申请号": "CN201610000002.8", "公开（公告）号": "CN105500002A", "标题": "电池隔膜", "申请日": "2016-02-04", "申请人": "别的公司", "IPC": "", "专利有效性": "失效"},
    {"申请号": "US15/123456", "公开（公告）号": "US2017123456A1", "标题": "Copper foil", "申请日": "", "申请人": "Acme Inc.", "IPC": "", "专利有效性": "审中"},
)  # fmt: skip


@pytest.fixture
def topic(tmp_path):
    return make_topic(
        tmp_path / "data", "铜箔", Recipe(DAY, paths=(write_export(tmp_path / "a.csv", *ROWS),)), made=DAY
    ).topic


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("铜箔", {"一种电解铜箔的制备方法", "铜箔表面处理装置"}),
        ('"电解铜箔"', {"一种电解铜箔的制备方法"}),
        ("copper", {"Copper foil"}),
        ("ZL201410408762.5", {"一种电解铜箔的制备方法"}),
        ("CN104500001A", {"铜箔表面处理装置"}),
        ("申请号:US2017123456A1", {"Copper foil"}),
        ("申请人:丙大学", {"铜箔表面处理装置"}),
        ("申请人:乙公司 非 电池", {"铜箔表面处理装置"}),
        ("分类:C25D", {"一种电解铜箔的制备方法"}),
        ("申请日:2015..2016", {"铜箔表面处理装置", "电池隔膜"}),
        ("状态:有效", {"一种电解铜箔的制备方法"}),
        ("状态:已失效", {"电池隔膜"}),
        ("状态:未授权", {"Copper foil"}),
        ("状态:不详", {"铜箔表面处理装置"}),
        ("", {"一种电解铜箔的制备方法", "铜箔表面处理装置", "电池隔膜", "Copper foil"}),
    ],
)
def test_what_is_found(topic, query, titles):
    found = find(open_topic_index(topic), query, as_of=DAY)
    assert {hit.facts["title"] for hit in found.hits} == titles
    assert found.total == len(titles)


def test_a_record_is_found_by_the_title_of_any_of_its_publications(tmp_path):
    rows = (
        {},
        {"公开（公告）号": "CN104223352B", "标题": "电解铜箔的生产工艺"},
        {"公开（公告）号": "CN104223352C", "标题": "铜皮"},
    )
    made = make_topic(
        tmp_path / "data", "铜箔", Recipe(DAY, paths=(write_export(tmp_path / "a.csv", *rows),)), made=DAY
    )
    searchable = open_topic_index(made.topic)
    for asked in ("一种电解铜箔的制备方法", "电解铜箔的生产工艺", "铜皮", "名称:生产工艺"):
        [hit] = find(searchable, asked, as_of=DAY).hits
        assert hit.facts["title"] == "一种电解铜箔的制备方法"
        assert hit.facts["titles"] == ["电解铜箔的生产工艺", "铜皮"]


def test_an_edition_of_before_titles_of_publications_is_searched(topic):
    path = topic.path("publications")
    pq.write_table(pq.read_table(path).drop_columns(["title"]), path)
    assert find(open_topic_index(topic), "铜箔", as_of=DAY).total == 2


def test_facets_count_every_record_once(topic):
    facets = find(open_topic_index(topic), "", as_of=DAY).facets
    assert dict(facets["state"]) == {"in_force": 1, "ended": 1, "pending": 1, "unknown": 1}
    assert dict(facets["year"]) == {"2014": 1, "2015": 1, "2016": 1}
    assert dict(facets["topic"]) == {"C25D": 1, "H01M": 1, "B05D": 1}


def test_a_facet_leads_to_what_it_counts(topic):
    searchable = open_topic_index(topic)
    for name, values in find(searchable, "", as_of=DAY).facets.items():
        for value, count in values:
            assert find(searchable, "", as_of=DAY, only={name: value}).total == count, (name, value)


def test_a_spoiled_index_is_made_again_and_says_so(topic):
    open_topic_index(topic)
    assert is_topic_built(topic)
    for path in (topic.folder.parent.parent / "search").glob("*/*.idx"):
        path.unlink()  # a file that is cut in place would end a reader that has it mapped
        path.write_bytes(b"")
    again = open_topic_index(topic)
    assert "已重建" in again.note
    assert find(again, "铜箔", as_of=DAY).total == 2


def test_designs_of_an_export_are_found_and_counted_by_their_locarno_classes(tmp_path):
    design = {"专利类型": "外观设计", "IPC主分类号": ""}
    rows = [
        design | {"公开(公告)号": f"CN30459745{nr}S", "标题(译)(简体中文)": title, "洛迦诺分类号": classes}
        for nr, (title, classes) in enumerate((("盒", "LOC(14)Cl.09-03"), ("瓶", "0901; 07-01"), ("架", "")))
    ]
    path = write_patsnap(tmp_path / "p.csv", {}, *rows)
    made = make_topic(tmp_path / "data", "包装", Recipe(DAY, paths=(path,)), made=DAY)
    searchable = open_topic_index(made.topic)
    for asked, titles in (
        ("洛迦诺:09-03", {"盒"}),
        ("洛迦诺:09", {"盒", "瓶"}),
        ("洛迦诺:07-01", {"瓶"}),
        ("尼斯:9", set()),
        ("分类:B64C", {"旋翼"}),
    ):
        assert {hit.facts["title"] for hit in find(searchable, asked, as_of=DAY).hits} == titles
    assert dict(find(searchable, "", as_of=DAY).facets["topic"]) == {"09-03": 1, "09-01": 1, "07-01": 1, "B64C": 1}
    figures = {figure.id: figure for figure in landscape(made.topic).figures}
    assert [row[:2] for row in figures["locarno_class"].rows] == [("09", 2), ("07", 1)]
    assert figures["locarno_class"].limits == ("1 件（共 3 件）外观设计没有洛迦诺分类，没有计入",)
