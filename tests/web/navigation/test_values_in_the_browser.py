"""The page of a record of a topic: what it is, and its value indicators with inputs, percentiles, methods and limits."""

from urllib.parse import quote

import pytest

from factories.topics import OTHER_UNIT, make_topic
from zhixian.web.kit.clock import now
from zhixian.web.navigation.models import Share


def row(number, *, cites="", **more):
    """A record whose publication is CN10500000N."""
    return {
        "申请号": f"20161000000{number}", "公开（公告）号": f"CN10500000{number}A", "标题": f"铜箔{number}", "申请日": "2016-01-04",
        "公开（公告）日": f"2016-0{number}-10", "IPC": "C25D1/04", "引证专利": cites, "被引证次数": "0", "权利要求数量": str(number), **more,
    }  # fmt: skip


ROWS = [
    row(1, 被引证次数="2"),
    row(2, cites="CN105000001A"),
    row(3, cites="CN105000001A", IPC="H01M10/0525"),
    row(4),
    row(5),
    row(6, IPC="C25D1/04; H01M4/36"),
    row(7, 申请号="201910000001.X", IPC="A01B1/02", 申请日="2019-02-04", **{"公开（公告）日": "2019-08-10"}),
]


@pytest.fixture
def topic(handler, tmp_path):
    return make_topic(tmp_path, *ROWS, by=handler.person)


def address(topic, record):
    return f"/topics/{topic.pk}/records/{quote(record)}/"


def number_of(topic, handler, title):
    """The record's own link, as the list of records has it."""
    shown = handler.get(f"/topics/{topic.pk}/records/", {"q": title}).content.decode()
    return shown.partition(f'href="/topics/{topic.pk}/records/')[2].partition('/"')[0]


def page_of(topic, handler, title):
    answer = handler.get(f"/topics/{topic.pk}/records/{number_of(topic, handler, title)}/")
    assert answer.status_code == 200
    return answer.content.decode()


def block(shown, title):
    """What stands under the heading of an indicator."""
    return shown.partition(f"<h3>{title}</h3>")[2].partition("</li>")[0]


def test_each_indicator_stands_with_its_inputs_percentile_method_and_limits(handler, topic):
    shown = page_of(topic, handler, "铜箔1")
    assert "2 次" in block(shown, "被引次数")
    three = block(shown, "三年内被引")
    assert "2 次" in three
    assert "2019-01-10" in three, "the end of the window"
    assert "公式：" in three
    assert "局限：" in three
    assert "OECD" in three
    general = block(shown, "通用性")
    assert "0.5000" in general
    assert "<dt>其中有 IPC（N）</dt><dd>2</dd>" in general
    claims = block(shown, "权利要求项数")
    assert "第 10 百分位（5 件）" in claims, "of the five in its field"
    assert "专题内引用它的申请" in shown
    assert "不合成总分" in shown


def test_what_is_not_known_is_said(handler, topic):
    shown = page_of(topic, handler, "铜箔4")
    assert "不详（专题里没有任何一条转让登记）" in block(shown, "转让")
    assert "不详（专题内没有引用它的申请）" in block(shown, "通用性")
    assert "0 次" in block(shown, "被引次数"), "the source says none"


def test_the_rows_behind_lead_to_their_own_pages(handler, topic):
    shown = page_of(topic, handler, "铜箔1")
    for title in ("铜箔2", "铜箔3"):
        assert f"/topics/{topic.pk}/records/{number_of(topic, handler, title)}/" in shown
        assert title in shown


def test_a_record_that_is_not_there_is_not_found(handler, topic):
    assert handler.get(address(topic, "没有")).status_code == 404


def test_whom_it_is_shared_with_reads_no_record_against_the_terms(handler, topic, sign_in):
    number = number_of(topic, handler, "铜箔1")
    other = sign_in("handler", unit=OTHER_UNIT)
    Share.objects.create(topic=topic, unit=OTHER_UNIT, by=handler.person, at=now())
    assert other.get(f"/topics/{topic.pk}/").status_code == 200
    assert other.get(f"/topics/{topic.pk}/records/{number}/").status_code == 404


def test_records_like_one_stand_on_its_page_with_their_reasons(handler, topic):
    shown = page_of(topic, handler, "铜箔1")
    near = shown.partition("相近的专利</h2>")[2].partition("</table>")[0]
    assert 'class="list cards-on-phone"' in near
    assert near.count("data-label=") == 4 * near.count("<tr><td")
    assert "共同的词" in near or "相同分类" in near
    assert "引证：引用这件" in near
    assert f'href="/topics/{topic.pk}/records/{number_of(topic, handler, "铜箔1")}/"' not in near


@pytest.mark.parametrize(("given", "said"), [("有效", "有效"), ("失效", "已失效"), ("", "不详")])
def test_a_record_s_page_tells_its_own_state(handler, tmp_path, given, said):
    topic = make_topic(tmp_path, *ROWS, row(9, 专利有效性=given), name="状态", by=handler.person)
    shown = page_of(topic, handler, "铜箔9")
    assert f"<dt>状态</dt><dd>{said}<span" in shown


def test_near_records_become_cards_on_a_phone(handler, topic):
    table = page_of(topic, handler, "铜箔2").partition('aria-label="相近的专利"')[2].partition("</table>")[0]
    assert "cards-on-phone" in table
    rows = table.partition("<tbody>")[2]
    assert rows.count("<td") == rows.count("<td data-label=") > 0
