"""What was not taken of a file: told on the topic's page, and apart from what is too late."""

import zipfile
from datetime import date

import pytest

from factories.exports import write_export
from factories.registry import as_upload
from factories.topics import DAY, SECOND, TERMS, make_topic, seat_of
from zhixian.core.kernel.refusal import Refusal
from zhixian.core.topics.making import Recipe
from zhixian.core.topics.making import make_topic as make_tables
from zhixian.web.navigation import jobs

PAPER = """<?xml version="1.0" encoding="UTF-8"?>
<exch:exchange-documents xmlns:exch="http://www.epo.org/exchange"><exch:exchange-document country="US" doc-number="2009123456" kind="A1"
 family-id="33481208" date-publ="20090514"><exch:bibliographic-data><exch:publication-reference data-format="docdb"><document-id>
<country>US</country><doc-number>2009123456</doc-number><kind>A1</kind><date>20090514</date></document-id></exch:publication-reference>
<exch:application-reference data-format="docdb"><document-id><country>US</country><doc-number>12345608</doc-number><kind>A</kind>
<date>20080514</date></document-id></exch:application-reference></exch:bibliographic-data></exch:exchange-document></exch:exchange-documents>
"""


def test_a_broken_file_of_a_zip_is_named_on_the_topic_s_page(handler, tmp_path):
    path = tmp_path / "zipbad.zip"
    with zipfile.ZipFile(path, "w") as out:
        out.writestr("a.xml", PAPER)
        out.writestr("b.xml", PAPER[: len(PAPER) // 2])
    topic = jobs.make("机翼", seat=seat_of(handler.person), as_of=DAY, files=[as_upload(path)], terms=TERMS, shows_raw=True, by=handler.person)  # fmt: skip
    topic.refresh_from_db()
    shown = handler.get(f"/topics/{topic.pk}/").content.decode()
    assert "zipbad.zip 有 1 件没有收下：b.xml 读不出（" in shown
    assert "a.xml 读不出" not in shown


def test_where_all_is_taken_nothing_is_said(handler, tmp_path):
    topic = make_topic(tmp_path, {}, SECOND, by=handler.person)
    assert "没有收下" not in handler.get(f"/topics/{topic.pk}/").content.decode()


def test_rows_that_are_not_taken_are_counted_on_the_topic_s_page(handler, tmp_path):
    topic = make_topic(tmp_path, {}, {"申请号": "", "公开（公告）号": ""}, by=handler.person)
    assert "铜箔.csv 有 1 行没有收下，<a" in handler.get(f"/topics/{topic.pk}/").content.decode()


def test_papers_of_another_sort_are_told_with_their_file(handler, tmp_path):
    topic = make_topic(tmp_path, {}, by=handler.person)
    latest = topic.latest
    latest.report["files"][0] |= {"refused": 1, "problems": [
        {"sheet": "m.xml", "row": 1, "column": "类型", "value": "trademark", "reason": "不是专利文献，没有收入"}
    ]}  # fmt: skip
    latest.save()
    assert (
        "铜箔.csv 有 1 件没有收下：m.xml 不是专利文献，没有收入" in handler.get(f"/topics/{topic.pk}/").content.decode()
    )


def test_rows_that_are_torn_are_no_example_of_what_is_too_late(tmp_path):
    torn = {"申请号": "", "公开（公告）号": ""}
    path = write_export(tmp_path / "half.csv", {}, torn)
    with pytest.raises(Refusal) as told:
        make_tables(tmp_path / "data", "铜箔", Recipe(date(2000, 1, 1), paths=(path,)), made=DAY)
    assert "1 件申请都晚于截止日 2000-01-01，没有做成专题库；另有 1 行没有收下，与截止日无关，例如" in str(told.value)


def test_what_is_only_too_late_has_no_other_reason(tmp_path):
    path = write_export(tmp_path / "late.csv", {})
    with pytest.raises(Refusal) as told:
        make_tables(tmp_path / "data", "铜箔", Recipe(date(2000, 1, 1), paths=(path,)), made=DAY)
    assert "另有" not in str(told.value)
    assert "例如" not in str(told.value)
