"""Who holds a record, on the pages of a topic: what a list and a facet count is what they are called."""

import pytest

from factories.exports import write_patsnap
from factories.registry import as_upload
from factories.topics import DAY, SECOND, TERMS, make_topic, seat_of
from zhixian.web.navigation import jobs

APPLIED, HELD = "[标]原始申请(专利权)人", "[标]当前申请(专利权)人"
SOLD = (("甲公司", "甲公司"), ("甲公司", "甲公司"), ("甲公司", "乙公司"))


@pytest.fixture
def make(handler, tmp_path):
    def go(*pairs):
        rows = [
            {"公开(公告)号": f"CN20459745{nr}U", "标题(译)(简体中文)": f"装置{nr}", APPLIED: applied, HELD: held}
            for nr, (applied, held) in enumerate(pairs)
        ]
        path = write_patsnap(tmp_path / "p.csv", *rows)
        topic = jobs.make("装置", seat=seat_of(handler.person), as_of=DAY, files=[as_upload(path)], terms=TERMS, shows_raw=True, by=handler.person)  # fmt: skip
        topic.refresh_from_db()
        return topic

    return go


def _page(client, topic, below="records/", **asked):
    answer = client.get(f"/topics/{topic.pk}/{below}", asked)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_facet_of_holders_is_called_so(handler, make):
    topic = make(*SOLD)
    shown = _page(handler, topic)
    assert "<h3>权利人</h3><ul>" in shown
    assert "<h3>申请人</h3>" not in shown
    assert "等 2 家" not in shown
    assert "权利人：乙公司 ✕" in _page(handler, topic, holder="乙公司")


def test_where_some_have_no_holder_it_is_said_how_many(handler, make):
    assert "1 件没有写权利人，按申请人计" in _page(handler, make(*SOLD, ("丙公司", "")))


def test_where_no_holder_is_known_applicants_are_counted_and_called_so(handler, tmp_path):
    topic = make_topic(tmp_path, {}, SECOND, by=handler.person)
    shown = _page(handler, topic)
    assert "<h3>申请人</h3>" in shown
    assert "来源没有写权利人，按申请人计件" in shown
    assert "<h3>权利人</h3>" not in shown
    assert "申请人：紫金矿业集团有限公司 ✕" in _page(handler, topic, holder="紫金矿业集团有限公司")


def test_several_holders_are_counted_in_the_list(handler, make):
    assert "等 2 家" in _page(handler, make(("甲公司", "甲公司; 丙公司"), ("乙公司", "")))


def test_the_merge_list_says_that_it_counts_holders_too(handler, make):
    topic = make(("铜都有限公司", "铜都股份有限公司"), ("铜都股份有限公司", "乙公司"))
    shown = _page(handler, topic, "applicants/")
    assert '<th scope="col" class="num">申请或持有</th>' in shown
    assert "一件只计一次；导航报告的申请量只数作为申请人的" in shown


def test_a_record_says_who_holds_it(handler, make):
    topic = make(*SOLD, ("丙公司", ""))
    name = handler.get(f"/topics/{topic.pk}/records/", {"q": "权利人:乙公司"}).context["found"].hits[0].facts
    shown = _page(handler, topic, f"records/{name['right_id']}/")
    assert "<dt>申请人</dt><dd>甲公司</dd>" in shown
    assert "<dt>权利人</dt><dd>乙公司</dd>" in shown
    name = handler.get(f"/topics/{topic.pk}/records/", {"q": "丙公司"}).context["found"].hits[0].facts
    assert "<dt>权利人</dt><dd>不详</dd>" in _page(handler, topic, f"records/{name['right_id']}/")
