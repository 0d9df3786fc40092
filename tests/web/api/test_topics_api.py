"""Topics by token: what pages show to the holder, raw data only where the terms let them out, each read on the record."""

from shutil import rmtree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from problems import problem

from factories.exports import write_patsnap
from factories.people import make_organisation, make_person
from factories.registry import as_upload
from factories.topics import DAY, SECOND, TERMS, THIRD, UNIT, make_topic, seat_of
from zhixian.core.topics.topic import home_of
from zhixian.web.accounts.models import User
from zhixian.web.kit.models import Entry, Job
from zhixian.web.navigation import api, jobs, searching
from zhixian.web.navigation.actions import landscapes
from zhixian.web.navigation.actions.topics import share


@pytest.fixture
def handler():
    return User.objects.get(pk=make_person("handler", unit=UNIT).pk)


@pytest.fixture
def topic(tmp_path, handler):
    return make_topic(tmp_path, {}, SECOND, THIRD, by=handler, shows_raw=True)


def test_topics_are_listed_with_their_terms_and_counts(topic, handler, ask, token_of):
    (told,) = ask(token_of(handler), "/topics").json()["items"]
    assert (told["name"], told["terms"], told["records_open"], told["as_of"]) == ("铜箔", TERMS, True, "2020-12-31")
    assert told["counts"] == {
        "records": 3, "families": None, "applicants": 3, "granted": None, "in_force": 2, "stateless": 0,
    }  # fmt: skip
    assert told["data_until"] == "2016-02-04"
    assert told["exported"] == []
    assert told["remarks"][0].startswith("法律状态是来源导出时的说法。来源里最晚的日期是 2016-02-04")
    assert ask(token_of(make_person("handler", unit="commerce_bureau")), "/topics").json()["items"] == []


def test_the_list_asks_as_many_questions_for_many_topics_as_for_one(topic, handler, ask, token_of, tmp_path):
    token = token_of(handler)

    def asked():
        ask(token, "/topics")
        with CaptureQueriesContext(connection) as queries:
            ask(token, "/topics")
        return len(queries)

    of_one = asked()
    for name in ("二", "三", "四"):
        make_topic(tmp_path, name=name, by=handler)
    assert len(ask(token, "/topics").json()["items"]) == 4
    assert asked() == of_one


def test_a_landscape_is_told_as_its_document_tells_it(topic, handler, ask, token_of):
    row = jobs.analyse(topic, enterprise="别的公司", by=handler)
    row.refresh_from_db()
    landscapes.edit_figure(
        row, "filings", sentence="人写的一句。", remark="一条评注", out=False, version=row.version, by=handler
    )
    row.refresh_from_db()
    landscapes.edit_figure(row, "grants", sentence="", remark="", out=True, version=row.version, by=handler)
    token = token_of(handler)
    (listed,) = ask(token, f"/topics/{topic.pk}").json()["landscapes"]
    assert (listed["id"], listed["state"], listed["enterprise"]) == (row.pk, "draft", "别的公司")
    told = ask(token, f"/landscapes/{row.pk}").json()
    figures = {figure["id"]: figure for figure in told["figures"]}
    assert (figures["filings"]["sentence"], figures["filings"]["remark"]) == ("人写的一句。", "一条评注")
    assert figures["filings"]["reworded"]
    assert figures["filings"]["remark_of"] == ""
    row.edits["filings"]["remark_of"] = "2019-12-31"
    row.save(update_fields=["edits"])
    again = {figure["id"]: figure for figure in ask(token, f"/landscapes/{row.pk}").json()["figures"]}
    assert again["filings"]["remark_of"] == "2019-12-31"
    assert "grants" not in figures
    assert told["left_out"] == ["历年授权量"]
    assert {line["year"]: line["records"] for line in figures["filings"]["rows"]} == {2014: 1, 2015: 1, 2016: 1}
    series = figures["filings"]["chart"]["series"]
    assert figures["filings"]["chart"]["categories"] == ["2014", "2015", "2016"]
    assert [(one["name"], one["values"]) for one in series] == [("申请量", [None] * 3), ("没有收全", [1.0] * 3)]
    assert "enterprise_place" in figures
    assert (told["terms"], told["counted"]) == (TERMS, 3)


def test_a_draft_is_for_the_place_whose_topic_it_is_and_an_issued_one_for_those_who_see_the_topic(
    topic, handler, ask, token_of
):
    other = make_person("handler", unit="commerce_bureau")
    row = jobs.analyse(topic, by=handler)
    topic.refresh_from_db()
    share(topic, with_whom="unit:commerce_bureau", version=topic.version, by=handler)
    token = token_of(other)
    assert ask(token, f"/topics/{topic.pk}").json()["landscapes"] == []
    problem(ask(token, f"/landscapes/{row.pk}"), 404)
    chief = User.objects.get(pk=make_person("chief", unit=UNIT).pk)
    row.refresh_from_db()
    landscapes.issue(row, version=row.version, by=chief)
    assert ask(token, f"/landscapes/{row.pk}").json()["state"] == "issued"


def test_records_are_found_page_by_page_and_each_read_is_on_the_record(topic, handler, ask, token_of):
    token = token_of(handler)
    first = ask(token, f"/topics/{topic.pk}/records?limit=2&sort=oldest").json()
    assert (first["total"], first["next"], len(first["items"])) == (3, 2, 2)
    rest = ask(token, f"/topics/{topic.pk}/records?limit=2&sort=oldest&after=2").json()
    assert (rest["next"], [row["title"] for row in rest["items"]]) == (None, ["电池隔膜"])
    assert [row["publication"] for row in ask(token, f"/topics/{topic.pk}/records?q=隔膜").json()["items"]] == [
        "CN105500002A"
    ]
    assert ask(token, f"/topics/{topic.pk}/records?state=in_force").json()["total"] == 2
    assert Entry.objects.filter(action="read_topic_records").count() == 4
    refused = problem(ask(token, f"/topics/{topic.pk}/records?q=(铜箔"), 422)
    assert refused["errors"][0]["field"] == "query.q"
    problem(ask(token, f"/topics/{topic.pk}/records?state=gone"), 422)
    assert ask(token, f"/topics/{topic.pk}/records?after=99999999").json()["items"] == []


def test_a_record_has_its_value_indicators_with_their_inputs(topic, handler, ask, token_of):
    told = ask(token_of(handler), f"/topics/{topic.pk}/records/CN201410408762.5").json()
    assert (told["applicants"], told["symbols"]) == (["紫金矿业集团股份有限公司"], ["C25D1/04", "H01M10/0525"])
    values = {value["id"]: value for value in told["values"]}
    assert values["term_left"]["title"]
    assert {one["name"] for one in values["term_left"]["inputs"]} >= {"类型", "申请日", "法定届满日"}
    assert values["cited_by"]["value"] is None
    assert values["cited_by"]["reason"]
    problem(ask(token_of(handler), f"/topics/{topic.pk}/records/CN999"), 404)


def test_a_program_that_comes_before_the_index_is_there_has_it_built(topic, handler, ask, token_of, monkeypatch):
    searching._opened.cache_clear()
    rmtree(home_of(searching.data(), topic.name) / "search")
    monkeypatch.setattr(searching, "MOST_WHILE_WAITING", 1)
    token = token_of(handler)
    told = problem(ask(token, f"/topics/{topic.pk}/records"), 503)
    assert "检索索引" in told["detail"]
    assert Job.objects.filter(name="navigation.index").count() == 1
    assert not Entry.objects.filter(action="read_topic_records").exists()
    assert ask(token, f"/topics/{topic.pk}/records").json()["total"] == 3


def test_nothing_is_locked_while_a_topic_is_searched_and_a_record_computed(topic, handler, ask, token_of, watched):
    token = token_of(handler)
    searched, computed = watched(api, "search_records"), watched(api, "shown")
    assert ask(token, f"/topics/{topic.pk}/records").json()["total"] == 3
    assert ask(token, f"/topics/{topic.pk}/records/CN201410408762.5").status_code == 200
    assert (searched, computed) == ([0], [0])
    assert Entry.objects.filter(action__in=["read_topic_records", "read_topic_record"]).count() == 2


def test_a_record_names_who_applied_and_apart_from_that_who_holds_it(handler, ask, token_of, tmp_path):
    rows = [
        {"公开(公告)号": f"CN20459745{nr}U", "[标]原始申请(专利权)人": applied, "[标]当前申请(专利权)人": held}
        for nr, (applied, held) in enumerate((("甲公司; 丁公司", "乙公司; 丙公司"), ("甲公司", "甲公司"), ("丁公司", ""), ("", "乙公司")))
    ]  # fmt: skip
    export = as_upload(write_patsnap(tmp_path / "p.csv", *rows))
    made = jobs.make(
        "卖过的", seat=seat_of(handler), as_of=DAY, files=[export], terms=TERMS, shows_raw=True, by=handler
    )
    token = token_of(handler)
    hits = ask(token, f"/topics/{made.pk}/records").json()["items"]
    told = {hit["publication"]: (hit["applicant"], hit["holder"]) for hit in hits}
    assert list(dict(sorted(told.items())).values()) == [
        ("甲公司", "乙公司"), ("甲公司", "甲公司"), ("丁公司", None), (None, "乙公司"),
    ]  # fmt: skip
    for hit in hits:
        whole = ask(token, f"/topics/{made.pk}/records/{hit['record']}").json()
        assert hit["applicant"] == next(iter(whole["applicants"]), None)
        assert hit["holder"] == next(iter(whole["holders"]), None)


def test_a_record_has_one_state_in_the_list_and_alone(handler, ask, token_of, tmp_path):
    rows = ({}, {**SECOND}, {**THIRD, "专利有效性": ""})
    made, token = make_topic(tmp_path, *rows, name="三种状态", by=handler, shows_raw=True), token_of(handler)
    listed = {row["record"]: row["state"] for row in ask(token, f"/topics/{made.pk}/records").json()["items"]}
    assert sorted(listed.values()) == ["ended", "in_force", "unknown"]
    assert {name: ask(token, f"/topics/{made.pk}/records/{name}").json()["state"] for name in listed} == listed


@pytest.mark.parametrize("path", ["/records", "/records/CN201410408762.5"])
def test_raw_data_stay_where_the_licence_is_whoever_asks(tmp_path, handler, ask, token_of, path):
    closed = make_topic(tmp_path, {}, SECOND, by=handler)
    told = problem(ask(token_of(handler), f"/topics/{closed.pk}{path}"), 404)
    assert TERMS in told["detail"]
    listed = ask(token_of(handler), f"/topics/{closed.pk}").json()
    assert not listed["records_open"]
    assert "电解铜箔" not in str(listed)


def test_an_enterprise_reads_its_own_topics_only(topic, tmp_path, ask, token_of):
    clerk = User.objects.get(pk=make_person("enterprise", organisation=make_organisation()).pk)
    own = make_topic(tmp_path, {}, name="我们的", by=clerk, shows_raw=True)
    token = token_of(clerk)
    assert [row["id"] for row in ask(token, "/topics").json()["items"]] == [own.pk]
    problem(ask(token, f"/topics/{topic.pk}"), 404)
    assert ask(token, f"/topics/{own.pk}/records").json()["total"] == 1
    problem(ask(token_of(clerk, "dossiers:read"), "/topics"), 403)
