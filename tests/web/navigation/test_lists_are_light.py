"""Lists of topics and landscapes read neither the reports and differences of editions nor what landscapes say, which grow with their files."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from factories.exports import write_export
from factories.registry import as_upload
from factories.topics import DAY, SECOND, THIRD, make_topic
from zhixian.web.navigation import jobs
from zhixian.web.navigation.models import ISSUED, Landscape, Topic
from zhixian.web.navigation.queries import topics_visible_to

PART_OF_IT = re.compile(r"JSON_[A-Z]+\([^()]*\)|\([^()]* ->>? '[a-z]+'\)")
"""A value under one key, which the database takes out of a column itself."""
LARGE = {
    "navigation_edition": ("report", "difference"),
    "navigation_landscape": ("told", "changes", "edits", "foreword"),
}


@pytest.fixture
def topic(handler, tmp_path):
    """A topic of two editions with an issued landscape of each."""
    topic = make_topic(tmp_path, {}, SECOND, by=handler.person)
    for number, export in enumerate((None, write_export(tmp_path / "新.csv", THIRD))):
        if export:
            given = {"version": topic.version, "as_of": DAY.isoformat(), "exports": as_upload(export)}
            handler.post(f"/topics/{topic.pk}/refresh/", given)
            topic.refresh_from_db()
        _issued(topic, number)
    return topic


def _issued(topic, number):
    row = jobs.analyse(topic, by=topic.by)
    Landscape.objects.filter(pk=row.pk).update(state=ISSUED, number=f"导〔2020〕{topic.pk}{number}号", issued_on=DAY)


def _asked(client, path):
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode(), [PART_OF_IT.sub("", one["sql"]) for one in queries]


@pytest.mark.parametrize("path", ["/topics/", "/search/?q=铜箔", "/search/?q=导〔2020〕{topic}1号", "/searches/watch/"])
def test_no_list_reads_what_it_does_not_show(handler, topic, path):
    shown, asked = _asked(handler, path.format(topic=topic.pk))
    assert "铜箔" in shown
    assert any('"navigation_edition"."counts"' in sql or '"navigation_landscape"."number"' in sql for sql in asked)
    for table, columns in LARGE.items():
        for column in columns:
            assert not [sql for sql in asked if f'"{table}"."{column}"' in sql], column


def test_the_page_of_a_topic_reads_one_report_and_no_landscape(handler, topic):
    shown, asked = _asked(handler, f"/topics/{topic.pk}/")
    assert "新增 1 件" in shown
    assert "新.csv（1 行）" in shown
    assert shown.count('data-label="做成时间"') == 2
    assert len([sql for sql in asked if '"navigation_edition"."report"' in sql]) == 1
    others = [
        "navigation_edition.difference",
        *(f"navigation_landscape.{one}" for one in LARGE["navigation_landscape"]),
    ]
    assert not [name for name in others for sql in asked if name in sql.replace('"', "")]


def test_more_topics_editions_and_landscapes_ask_no_more_questions(handler, topic, tmp_path):
    paths = ("/topics/", "/search/?q=铜箔", f"/topics/{topic.pk}/")
    for path in paths:
        handler.get(path)  # what a first request of a person asks beside
    before = [len(_asked(handler, path)[1]) for path in paths]
    for name in ("铜箔二", "铜箔三"):
        more = make_topic(tmp_path, name=name, by=handler.person)
        _issued(more, 0)
        _issued(topic, more.pk * 10)
    assert [len(_asked(handler, path)[1]) for path in paths] == before
    assert _asked(handler, "/topics/")[0].count('data-label="名称"') == 3


def test_the_newest_edition_is_the_one_that_is_read_and_is_asked_for_anew(handler, topic):
    [row] = topics_visible_to(handler.person)
    first, second = topic.editions.order_by("pk")
    assert row.latest == second
    assert (row.latest.days, row.latest.layout) == (second.report["days"], second.report["layout"])
    assert row.latest.changes == second.difference["counts"]
    assert row.latest.is_current
    assert row.latest.remarks == second.remarks != []
    Landscape.objects.all().delete()
    second.delete()
    row.refresh_from_db()
    assert row.latest == first
    assert Topic.objects.get().latest.remarks == first.remarks
