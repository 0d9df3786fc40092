"""The day of a topic on its pages: what its sources tell of later, a day before the edition in force, editions of earlier builds."""

from datetime import date

import pytest

from factories.exports import write_patsnap
from factories.registry import as_upload
from factories.topics import DAY, TERMS, seat_of
from zhixian.core.kernel.refusal import Refusal
from zhixian.core.topics.days import OUTDATED
from zhixian.web.kit.models import Notice
from zhixian.web.navigation import jobs
from zhixian.web.navigation.models import Edition

LATER = {"公开(公告)号": "CN112345678A", "专利类型": "发明申请", "申请日": "2021-03-01", "公开(公告)日": "2021-09-01"}
LATE = "来源里最晚的日期是 2021-09-01，晚于截止日 2020-12-31：1 件在截止日以后才申请，没有计入"


def make(tmp_path, by, *rows):
    export = write_patsnap(tmp_path / "patsnap.csv", {}, *rows)
    topic = jobs.make(
        "旋翼", seat=seat_of(by), as_of=DAY, files=[as_upload(export)], terms=TERMS, shows_raw=True, by=by
    )
    topic.refresh_from_db()
    return topic


def test_what_the_sources_tell_of_later_is_said_at_making_on_the_page_in_the_list_and_in_the_search(handler, tmp_path):
    topic = make(tmp_path, handler.person, LATER)
    assert topic.latest.counts["records"] == 1
    assert LATE in Notice.objects.filter(user=handler.person).first().body
    for path in ("", f"editions/{topic.latest.pk}/", "records/"):
        assert LATE in handler.get(f"/topics/{topic.pk}/{path}").content.decode(), path
    assert "来源到 2021-09-01" in handler.get("/topics/").content.decode()
    assert handler.get(f"/topics/{topic.pk}/records/CN112345678（公开）/").status_code == 404


def test_the_page_of_a_record_says_how_its_state_is_known(handler, tmp_path):
    over = {"公开(公告)号": "CN201000004U", "申请日": "2009-11-16", "公开(公告)日": "2010-08-05"}
    granted = {"公开(公告)号": "CN212000002U", "申请日": "2020-05-01", "公开(公告)日": "2021-01-05"}
    topic = make(tmp_path, handler.person, over, granted)

    def state(name):
        shown = handler.get(f"/topics/{topic.pk}/records/{name}（公开）/").content.decode()
        return shown.split("<dt>状态</dt><dd>")[1].split("</dd>")[0]

    assert state("CN201000004").startswith("已失效")
    assert "法定期限届满；来源说“授权”" in state("CN201000004")
    assert state("CN212000002").startswith("未授权")
    assert "截止日以后才授权；来源说“授权”" in state("CN212000002")


def test_a_day_before_the_edition_in_force_is_asked_about(handler, tmp_path):
    topic = make(tmp_path, handler.person)
    sent = {"version": topic.version, "as_of": "2020-12-01"}
    answer = handler.post(f"/topics/{topic.pk}/refresh/", sent)
    assert answer.status_code == 422
    assert "早于现行版本的截止日 2020-12-31" in answer.content.decode()
    topic.refresh_from_db()
    assert [(row.as_of, topic.as_of) for row in topic.editions.all()] == [(DAY, DAY)]
    with pytest.raises(Refusal, match="早于现行版本"):
        jobs.refresh(topic, as_of=date(2020, 12, 1), version=topic.version, by=handler.person)
    assert handler.post(f"/topics/{topic.pk}/refresh/", sent | {"earlier": "on"}).url == f"/topics/{topic.pk}/"
    topic.refresh_from_db()
    assert topic.latest.as_of == topic.as_of == date(2020, 12, 1)
    assert "截至 2020-12-01" in Notice.objects.filter(user=handler.person).first().body


def test_an_edition_of_an_earlier_build_says_that_its_counts_are_old_until_it_is_made_anew(handler, tmp_path):
    topic = make(tmp_path, handler.person)
    row = topic.latest
    Edition.objects.filter(pk=row.pk).update(
        report={name: told for name, told in row.report.items() if name not in ("days", "layout")}
    )
    assert OUTDATED in handler.get(f"/topics/{topic.pk}/").content.decode()
    assert "旧算法，请更新" in handler.get("/topics/").content.decode()


def test_counts_that_nobody_knows_are_null():
    row = Edition(
        as_of=DAY, counts={"records": 2, "families": 0, "granted": 0, "in_force": 0, "stateless": 2, "applicants": 1}
    )
    assert (row.counts_known["families"], row.counts_known["in_force"]) == (None, None)
    row.counts |= {"families": 1, "stateless": 1}
    assert (row.counts_known["families"], row.counts_known["in_force"]) == (1, 0)
    row.counts = {"records": 2, "families": 2, "granted": 0, "in_force": 1, "applicants": 1}
    assert row.counts_known["stateless"] is None


def test_how_many_are_granted_is_null_where_some_are_in_force_and_no_day_of_grant_is_known():
    counts = {"records": 3, "families": 0, "granted": 0, "in_force": 1, "stateless": 0, "applicants": 1}
    assert Edition(as_of=DAY, counts=counts).counts_known["granted"] is None
    assert Edition(as_of=DAY, counts=counts | {"in_force": 0}).counts_known["granted"] == 0
    assert Edition(as_of=DAY, counts=counts | {"granted": 1}).counts_known["granted"] == 1
