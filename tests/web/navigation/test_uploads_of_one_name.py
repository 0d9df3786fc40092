"""Uploads of one name are told apart on the pages of a topic, while they wait and once they were read."""

import pytest

from factories.exports import write_export
from factories.registry import as_upload
from factories.topics import DAY, SECOND, TERMS, seat_of
from zhixian.web.kit.models import Job
from zhixian.web.navigation import jobs

FIRST, OTHER = "export.csv（同名第 1 份）", "export.csv（同名第 2 份）"


@pytest.fixture
def make(handler, tmp_path):
    def go(*contents):
        uploads = []
        for number, content in enumerate(contents):
            path = tmp_path / f"{number}" / "export.csv"
            path.parent.mkdir()
            if isinstance(content, str):
                path.write_text(content, encoding="utf-8")
            else:
                write_export(path, *content)
            uploads.append(as_upload(path))
        topic = jobs.make(
            "铜箔", seat=seat_of(handler.person), as_of=DAY, files=uploads, terms=TERMS, by=handler.person
        )
        topic.refresh_from_db()
        return topic

    return go


def _page(client, topic, below=""):
    return client.get(f"/topics/{topic.pk}/{below}").content.decode()


def test_what_was_read_is_told_apart(handler, make):
    topic = make([{}], [SECOND, {"申请号": "不是号码", "公开（公告）号": ""}])
    shown = _page(handler, topic)
    assert f"{FIRST}（1 行）" in shown
    assert f"{OTHER}（2 行）" in shown
    assert f"{OTHER} 有 1 行没有收下" in shown
    assert f"<strong>{OTHER}</strong> 的问题" in _page(handler, topic, f"editions/{topic.latest.pk}/")


def test_what_waits_is_told_apart(handler, make):
    topic = make([{}], "甲,乙\n1,2\n")
    shown = _page(handler, topic)
    assert f"<strong>{OTHER}</strong>：前 20 行没有认得的表头" in shown
    assert f"读得出的：{FIRST}，不用重新选" in shown
    Job.objects.filter(pk=topic.job_id).update(state="running")
    assert f"<dt>来源</dt><dd>{FIRST}、{OTHER}</dd>" in _page(handler, topic)
