"""Records of a topic like one of them: words, classes, and citations, each reason true of its record."""

from datetime import date

import pytest

from factories.exports import write_export
from zhixian.core.reports.search import reason
from zhixian.core.topics.likeness import alike_in_topic, tied
from zhixian.core.topics.making import Recipe, make_topic
from zhixian.core.topics.searching import open_topic_index

DAY = date(2020, 12, 31)


def row(nth, title, cites="", classes="B05D3/00", applicant="乙公司"):
    application = f"US15/12345{nth}"
    return {
        "申请号": application, "公开（公告）号": f"US201712345{nth}A1", "标题": title, "申请日": f"2015-01-0{nth + 1}", "申请人": applicant,
        "IPC": classes, "引证专利": cites, "专利有效性": "",
    }  # fmt: skip


ROWS = (
    row(0, "铜箔表面处理装置", "US2017123451A1; EP1111111A1; EP2222222A1"),
    row(1, "锂电池隔膜", classes="H01M10/00"),
    row(2, "无人机螺旋桨", "EP1111111A1; EP2222222A1", classes="B64C11/00"),
    row(3, "铜箔表面处理装置及方法"),
    row(4, "茶叶烘干", "US2017123450A1", classes="A23F3/00"),
    row(5, "竹笋罐头", "EP3333333A1", classes="A23B7/00"),
)


@pytest.fixture
def topic(tmp_path):
    return make_topic(
        tmp_path / "data", "铜箔", Recipe(DAY, paths=(write_export(tmp_path / "a.csv", *ROWS),)), made=DAY
    ).topic


def named(nth):
    return f"US15/12345{nth}"


def test_citations_tie_records_either_way_and_through_what_both_cite(topic):
    assert tied(topic, named(0)) == {
        named(1): ("被这件引用",),
        named(4): ("引用这件",),
        named(2): ("与这件引用了同样的 2 件",),
    }
    assert tied(topic, named(5)) == {}


def test_what_is_alike_tells_words_classes_and_citations(topic):
    found = alike_in_topic(topic, open_topic_index(topic), named(0), limit=10)
    told = {one.hit.facts["right_id"]: reason(one) for one in found}
    assert named(0) not in told
    assert named(5) not in told
    assert "共同的词" in told[named(3)]
    assert "相同分类：B05D3" in told[named(3)]
    assert "引证" not in told[named(3)]
    assert told[named(4)].startswith("引证：引用这件")
    assert found[0].hit.facts["right_id"] == named(3)
