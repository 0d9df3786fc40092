"""Columns of an export: plain counts of citations are read, and what is not read is said where the sources stand."""

import csv

import pytest

from factories.registry import as_upload
from factories.topics import DAY, TERMS, seat_of
from zhixian.web.navigation import jobs

ROW = {
    "申请号": "CN201410408762.5",
    "公开号": "CN104223352A",
    "名称": "铜箔",
    "申请日": "2014-08-15",
    "申请人": "甲公司",
}


@pytest.fixture
def make(handler, tmp_path):
    def go(**more):
        path = tmp_path / "v1.csv"
        with path.open("w", encoding="utf-8", newline="") as out:
            writer = csv.DictWriter(out, [*ROW, *more])
            writer.writeheader()
            writer.writerow(ROW | more)
        topic = jobs.make("铜箔", seat=seat_of(handler.person), as_of=DAY, files=[as_upload(path)], terms=TERMS, shows_raw=True, by=handler.person)  # fmt: skip
        topic.refresh_from_db()
        return topic

    return go


def _page(client, topic, below=""):
    answer = client.get(f"/topics/{topic.pk}/{below}")
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("heading", ["被引次数", "被引证次数", "被引用次数", "被引用专利数量"])
def test_a_plain_count_of_citations_is_read(handler, make, heading):
    topic = make(**{heading: "7"})
    assert "没有读的列" not in _page(handler, topic)
    one = handler.get(f"/topics/{topic.pk}/records/CN201410408762.5/").context["one"]
    assert one.row["cited_by"] == 7


def test_a_column_that_nobody_knows_is_said_on_both_pages(handler, make):
    topic = make(技术效果="轻", 新颖度="9")
    assert "v1.csv：技术效果、新颖度（表头认不得）" in _page(handler, topic)
    shown = _page(handler, topic, f"editions/{topic.latest.pk}/")
    assert (
        "v1.csv 里没有读的列（表头认不得）：技术效果、新颖度" in shown.split('<details class="panel file-problems"')[0]
    )
    assert "（0 类）" not in shown
