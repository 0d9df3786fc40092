"""Who holds a record of a topic: its holders where the source tells them, its applicants where it does not."""

import pytest

from factories.exports import write_patsnap
from factories.topics import DAY
from zhixian.core.search.finding import find
from zhixian.core.topics.making import Recipe, make_topic
from zhixian.core.topics.searching import open_topic_index

APPLIED, HELD = "[标]原始申请(专利权)人", "[标]当前申请(专利权)人"
ROWS = (
    ("甲公司", "甲公司"), ("甲公司", "甲公司"), ("甲公司", "甲公司; 丙公司"), ("甲公司", ""), ("甲公司", "乙公司"),
)  # fmt: skip


@pytest.fixture
def index(tmp_path):
    rows = [
        {"公开(公告)号": f"CN20459745{nr}U", "标题(译)(简体中文)": f"装置{nr}", APPLIED: applied, HELD: held}
        for nr, (applied, held) in enumerate(ROWS)
    ]
    path = write_patsnap(tmp_path / "p.csv", *rows)
    return open_topic_index(make_topic(tmp_path / "data", "装置", Recipe(DAY, paths=(path,)), made=DAY).topic)


@pytest.mark.parametrize(
    ("query", "number"),
    [("权利人:甲公司", 4), ("权利人:乙公司", 1), ("权利人:丙公司", 1), ("申请人:甲公司", 5), ("申请人:乙公司", 0), ("甲公司", 5), ("乙公司", 1)],
)  # fmt: skip
def test_what_was_sold_is_the_buyer_s(index, query, number):
    assert find(index, query, as_of=DAY).total == number


def test_the_facet_counts_what_the_field_finds(index):
    found = find(index, "", as_of=DAY)
    assert dict(found.facets["holder"]) == {"甲公司": 4, "乙公司": 1, "丙公司": 1}
    for holder, count in found.facets["holder"]:
        assert find(index, f"权利人:{found.holders[holder]}", as_of=DAY).total == count
        assert find(index, "", as_of=DAY, only={"holder": holder}).total == count


def test_a_hit_names_only_its_holders(index):
    people = {hit.facts["title"]: list(hit.facts["people"].values()) for hit in find(index, "", as_of=DAY).hits}
    assert people == {
        "装置0": ["甲公司"], "装置1": ["甲公司"], "装置2": ["甲公司", "丙公司"], "装置3": ["甲公司"], "装置4": ["乙公司"],
    }  # fmt: skip
