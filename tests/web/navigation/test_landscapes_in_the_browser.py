"""Landscapes in the browser: computed from a topic, edited, issued once and for all, computed anew with what changed."""

import hashlib
import io
import json
import re

import pytest
from docx import Document

from factories.exports import write_export
from factories.people import make_organisation, make_person
from factories.registry import as_upload
from factories.topics import DAY, OTHER_UNIT, UNIT, make_topic, many
from zhixian.web.accounts.models import User
from zhixian.web.kit.models import Entry, Job, Notice
from zhixian.web.navigation import jobs
from zhixian.web.navigation.models import Landscape


@pytest.fixture
def landscape(handler, tmp_path):
    topic = make_topic(tmp_path, *many(40), by=handler.person)
    handler.post(f"/topics/{topic.pk}/landscapes/", {"region": "350823"})
    return Landscape.objects.get()


@pytest.fixture
def chief(landscape, client):
    """Somebody who may issue; signing in leaves the handler's client as it is, for they are one."""
    return make_person("chief", unit=UNIT, name="陈主任")


def page(client, row):
    answer = client.get(f"/landscapes/{row.pk}/")
    assert answer.status_code == 200
    return answer.content.decode()


def edit(client, row, figure="filings", **given):
    row.refresh_from_db()
    told = {"sentence": "", "remark": "", "version": row.version, **given}
    return client.post(f"/landscapes/{row.pk}/figures/{figure}/", told)


def paper(client, row):
    content = (
        b"".join(client.get(f"/landscapes/{row.pk}.docx").streaming_content)
        if row.state == "issued"
        else client.get(f"/landscapes/{row.pk}.docx").content
    )
    document = Document(io.BytesIO(content))
    return content, "\n".join(paragraph.text for paragraph in document.paragraphs)


def test_every_figure_is_on_the_page_with_its_chart_its_sentence_and_its_table(handler, landscape):
    shown = page(handler, landscape)
    figures = landscape.told["figures"]
    assert len(figures) == 30
    for figure in figures:
        assert f'id="{figure["id"]}"' in shown
        assert figure["sentence"] in shown or figure["silence"] in shown
    chart = json.loads(re.search(r'<script id="chart-filings" type="application/json">(.*?)</script>', shown)[1])
    assert chart["sort"] == "columns"
    assert [one["role"] for one in chart["series"]] == ["value", "unmet"]
    by_year = {row["year"]: row["records"] for row in next(one for one in figures if one["id"] == "filings")["rows"]}
    drawn = {
        year: sum(filter(None, values))
        for year, *values in zip(chart["categories"], *(one["values"] for one in chart["series"]), strict=True)
    }
    assert drawn == {str(year): number for year, number in by_year.items()}
    assert "申请满 18 个月才公布" in shown
    assert "最多的是" in shown
    assert Notice.objects.filter(user=handler.person, link=f"/landscapes/{landscape.pk}/").count() == 1


def test_the_day_of_the_data_is_not_broken_at_a_hyphen(handler, landscape):
    assert f'<strong class="nowrap">{landscape.told["as_of"]}</strong> 数据截至' in page(handler, landscape)


def test_an_enterprise_is_named_by_its_full_name_and_its_figures_stay_when_it_is_computed_anew(handler, tmp_path):
    topic = make_topic(tmp_path, *many(40), by=handler.person)
    there = f"/topics/{topic.pk}/landscapes/"
    refused = handler.post(there, {"variant": "enterprise", "enterprise": "公司"})
    assert refused.status_code == 422
    assert "没有叫“公司”的申请人或权利人" in refused.content.decode()
    handler.post(there, {"variant": "enterprise", "enterprise": " 公司1 "})
    row = Landscape.objects.get()
    assert row.enterprise == "公司1"
    shown = page(handler, row)
    assert "<strong>公司1</strong> 企业" in shown
    assert "公司1在专题里有 10 件申请，占全部 40 件的 25.0%，在 4 家申请人中列第 1 位" in shown
    assert "该企业指公司1" in paper(handler, row)[1]
    handler.post(f"/landscapes/{row.pk}/again/", {"version": row.version})
    again = Landscape.objects.first()
    assert (again.before, again.enterprise, again.changes) == (row, "公司1", [])


def test_an_enterprise_is_refused_in_a_report_without_a_figure_about_it(handler, tmp_path):
    topic = make_topic(tmp_path, *many(40), by=handler.person)
    refused = handler.post(f"/topics/{topic.pk}/landscapes/", {"variant": "rnd", "enterprise": "公司1"})
    assert refused.status_code == 422
    assert (
        "研发活动类报告没有一项图表说指名的企业，请不写企业，或把类别换成“全部图表”、“企业经营类”"
        in refused.content.decode()
    )
    assert not Landscape.objects.exists()


def test_one_that_named_an_enterprise_in_vain_is_computed_anew_without_it(handler, tmp_path):
    topic = make_topic(tmp_path, *many(40), by=handler.person)
    handler.post(f"/topics/{topic.pk}/landscapes/", {"variant": "rnd"})
    row = Landscape.objects.get()
    Landscape.objects.filter(pk=row.pk).update(enterprise="公司1")
    handler.post(f"/landscapes/{row.pk}/again/", {"version": row.version})
    again = Landscape.objects.first()
    assert (again.before, again.enterprise, again.state) == (row, "", "draft")


def test_the_form_of_an_organisation_s_topic_names_the_organisation_where_it_is_in_it(client, tmp_path):
    clerk = make_person("enterprise", organisation=make_organisation(name="公司2"))
    client.force_login(clerk)
    within, without = (
        make_topic(tmp_path, *rows, name=name, by=User.objects.get(pk=clerk.pk))
        for name, rows in (("有", many(8)), ("无", many(2)))
    )
    assert 'value="公司2"' in client.get(f"/topics/{within.pk}/").content.decode()
    assert 'value="公司2"' not in client.get(f"/topics/{without.pk}/").content.decode()


def test_titles_of_a_source_that_keeps_them_are_not_in_the_landscape(handler, landscape):
    assert "电解铜箔制备方法" not in json.dumps(landscape.told, ensure_ascii=False)
    assert "电解铜箔制备方法" not in page(handler, landscape)


def test_what_people_write_stands_beside_what_was_computed(handler, landscape):
    computed = next(one for one in landscape.told["figures"] if one["id"] == "filings")["sentence"]
    assert (
        edit(handler, landscape, sentence="改写过的一句。", remark="看样子还在涨。").url
        == f"/landscapes/{landscape.pk}/#filings"
    )
    assert edit(handler, landscape, "grants", out="on").status_code == 302
    landscape.refresh_from_db()
    shown = page(handler, landscape)
    for words in ("改写过的一句。", "文字是人写的", f"算出来的话：{computed}", "看样子还在涨。", "不列入报告"):
        assert words in shown
    _, text = paper(handler, landscape)
    assert "改写过的一句。" in text
    assert "评注：看样子还在涨。" in text
    assert "文字由编写人改写，图表和数字没有改动：历年申请量" in text
    assert "没有列入本报告：历年授权量" in text
    edit(handler, landscape, sentence=computed)
    landscape.refresh_from_db()
    assert landscape.edits == {"grants": {"out": True}}


def test_a_second_editor_overwrites_nothing_and_keeps_what_was_typed(handler, landscape):
    edit(handler, landscape, remark="第一句")
    answer = handler.post(
        f"/landscapes/{landscape.pk}/figures/filings/", {"sentence": "", "remark": "第二句", "version": 1}
    )
    assert answer.status_code == 409
    shown = answer.content.decode()
    assert "第二句" in shown
    assert "改过这份报告" in shown
    landscape.refresh_from_db()
    assert landscape.edits["filings"] == {"remark": "第一句"}


def test_issuing_numbers_signs_and_freezes(handler, landscape, chief, client):
    edit(handler, landscape, remark="评一句")
    landscape.refresh_from_db()
    handler.post(f"/landscapes/{landscape.pk}/issue/", {"version": landscape.version})
    landscape.refresh_from_db()
    assert landscape.state == "draft"  # a handler may not
    client.force_login(chief)
    client.post(f"/landscapes/{landscape.pk}/issue/", {"version": landscape.version})
    landscape.refresh_from_db()
    assert landscape.number.endswith("导〔2020〕1号")
    content, text = paper(client, landscape)
    assert hashlib.sha256(content).hexdigest() == landscape.sha256
    for words in (landscape.number, landscape.issuer, "陈主任", "2020年12月31日", "评一句"):
        assert words in text
    before = Landscape.objects.values().get()
    assert edit(client, landscape, remark="又改").status_code == 422
    for act in ("issue", "discard"):
        client.post(f"/landscapes/{landscape.pk}/{act}/", {"version": landscape.version})
    assert Landscape.objects.values().get() == before
    assert '<h2 class="section-title" id="issue">' not in page(client, landscape)
    assert Entry.objects.get(action="issue_landscape").detail["sha256"] == landscape.sha256


def test_an_issued_report_names_who_wrote_it_and_who_issued_it(handler, landscape, chief, client):
    writer = str(handler.person)
    client.force_login(chief)
    client.post(f"/landscapes/{landscape.pk}/issue/", {"version": landscape.version})
    landscape.refresh_from_db()
    assert landscape.signed_by == writer != "陈主任"
    assert f"编写人：{writer}。签发人：陈主任。" in paper(client, landscape)[1]
    assert f"编写人 {writer}　签发人 陈主任" in page(client, landscape)


def test_a_number_that_no_table_has_is_told_wherever_the_sentence_stands(handler, landscape, chief, client):
    computed = next(one for one in landscape.told["figures"] if one["id"] == "filings")["sentence"]
    edit(handler, landscape, sentence="共有 999 件，截至 2020-12-31 共 40 件。")
    landscape.refresh_from_db()
    warned = "改写的文字里有图表没有的数：999"
    assert page(handler, landscape).count(warned) == 2  # beside the figure, and where it is issued
    client.force_login(chief)
    client.post(f"/landscapes/{landscape.pk}/issue/", {"version": landscape.version})
    landscape.refresh_from_db()
    shown, (_, text) = page(client, landscape), paper(client, landscape)
    assert warned in shown
    assert f"算出来的话：{computed}" in shown
    assert f"{warned}，不是系统算出的。" in text
    assert f"系统算出的文字：{computed}" in text


def test_others_see_it_once_it_is_issued(handler, landscape, chief, client):
    topic = landscape.topic
    client.force_login(chief)
    client.post(f"/topics/{topic.pk}/shares/", {"version": topic.version, "with_whom": f"unit:{OTHER_UNIT}"})
    other = make_person("handler", unit=OTHER_UNIT)
    client.force_login(other)
    assert client.get(f"/landscapes/{landscape.pk}/").status_code == 404
    assert client.get(f"/landscapes/{landscape.pk}.docx").status_code == 404
    client.force_login(chief)
    client.post(f"/landscapes/{landscape.pk}/issue/", {"version": landscape.version})
    client.force_login(other)
    assert "从现行版本重新算" not in page(client, landscape)
    assert client.post(f"/landscapes/{landscape.pk}/again/", {"version": 2}).status_code == 404


def test_computed_anew_it_tells_what_changed_and_keeps_what_was_written(handler, landscape, tmp_path):
    edit(handler, landscape, "filings", sentence="旧的一句。", remark="评注还在。")
    edit(handler, landscape, "origins", sentence="没有变的一句。")
    topic = landscape.topic
    newer = write_export(
        tmp_path / "新.csv",
        *[
            row | {"申请号": f"{2009 + nr % 10}1{nr + 500:07}", "公开（公告）号": f"CN2{nr:08}A"}
            for nr, row in enumerate(many(20))
        ],
    )
    jobs.refresh(topic, as_of=DAY, files=[as_upload(newer)], version=topic.version, by=handler.person)
    assert "专题库已有更新的版本" in page(handler, landscape)
    landscape.refresh_from_db()
    answer = handler.post(f"/landscapes/{landscape.pk}/again/", {"version": landscape.version})
    later = Landscape.objects.exclude(pk=landscape.pk).get()
    assert answer.url == f"/landscapes/{later.pk}/"
    scale = next(one for one in later.changes if one["id"] == "scale")
    assert {(change["row"], change["before"], change["after"]) for change in scale["changes"]} >= {
        ("申请（件）", 40, 60)
    }
    day = DAY.isoformat()
    assert later.edits["filings"] == {"remark": "评注还在。", "sentence_before": "旧的一句。", "remark_of": day}
    shown = page(handler, later)
    assert "与上一份相比" in shown
    assert "共 40 件申请" in shown
    assert "已经<a" in page(handler, landscape)


@pytest.fixture
def later(handler, landscape, tmp_path):
    """Computed anew over more records, with a sentence and remarks of the old ones, and words on a figure that is no longer there."""
    edit(handler, landscape, "filings", sentence="旧的一句。", remark="评注还在。")
    landscape.refresh_from_db()
    landscape.told["figures"].append(landscape.told["figures"][0] | {"id": "lost", "title": "旧图"})
    landscape.edits["lost"] = {"sentence": "旧图的话。", "remark": "旧图的评注。"}
    landscape.save()
    rows = [
        row | {"申请号": f"{2009 + nr % 10}1{nr + 500:07}", "公开（公告）号": f"CN2{nr:08}A"}
        for nr, row in enumerate(many(20))
    ]
    newer, topic = write_export(tmp_path / "新.csv", *rows), landscape.topic
    jobs.refresh(topic, as_of=DAY, files=[as_upload(newer)], version=topic.version, by=handler.person)
    handler.post(f"/landscapes/{landscape.pk}/again/", {"version": landscape.version})
    return Landscape.objects.exclude(pk=landscape.pk).get()


def test_words_that_are_not_taken_over_are_told_and_kept_to_be_compared(handler, later):
    shown = page(handler, later)
    for words in (
        '改写的文字没有带过来的：<a href="#filings">历年申请量</a>',
        "因为算出来的话变了：旧的一句。",
        '评注是按原来的数写的：<a href="#filings">历年申请量</a>',
        "不再有“旧图”这一项，写过的没有带过来：旧图的话。 评注：旧图的评注。",
    ):
        assert words in shown
    body = Notice.objects.filter(user=handler.person, title__contains="已算出").first().body
    assert "改写的文字有 1 项没有带过来，评注有 1 项是按原来的数写的，写过文字的图表有 1 项不再有，请核对。" in body


def test_a_remark_of_other_numbers_says_so_until_it_is_saved_again(handler, later):
    marked = f"评注（按数据截至 {DAY} 的一份写，这一项后来变了"
    assert marked in page(handler, later)
    assert f"{marked}）：评注还在。" in paper(handler, later)[1]
    edit(handler, later, "filings", remark="评注还在。")
    assert marked not in page(handler, later)
    assert "评注：评注还在。" in paper(handler, later)[1]
    assert "因为算出来的话变了：旧的一句。" in page(handler, later)
    edit(handler, later, "filings", sentence="新的一句。", remark="评注还在。")
    later.refresh_from_db()
    assert later.edits["filings"] == {"sentence": "新的一句。", "remark": "评注还在。"}
    assert "旧的一句。" not in page(handler, later).partition('id="filings"')[2]


def test_what_was_not_taken_over_waits_through_another_computing(handler, later):
    handler.post(f"/landscapes/{later.pk}/again/", {"version": later.version})
    latest = Landscape.objects.get(before=later)
    assert latest.changes == []
    assert latest.edits["filings"] == later.edits["filings"]


def test_a_topic_with_a_landscape_stays_until_it_is_discarded(handler, landscape):
    topic = landscape.topic
    handler.post(f"/topics/{topic.pk}/remove/", {"version": topic.version})
    assert "还有 1 份由它算出的报告" in handler.get(f"/topics/{topic.pk}/").content.decode()
    handler.post(f"/landscapes/{landscape.pk}/discard/", {"version": landscape.version})
    assert not Landscape.objects.exists()


def test_a_place_that_is_none_is_refused_beside_its_field(handler, landscape):
    for place, why in (("亚特兰蒂斯", "不是六位行政区划代码"), ("999999", "没有行政区划代码")):
        answer = handler.post(f"/topics/{landscape.topic_id}/landscapes/", {"region": place})
        assert answer.status_code == 422
        assert why in answer.content.decode()


def test_a_page_that_waited_is_loaded_anew(handler, landscape):
    assert handler.get(f"/landscapes/{landscape.pk}/", headers={"X-Poll": "yes"})["HX-Refresh"] == "true"


@pytest.mark.parametrize(
    "rows", [[{}], [{"申请日": "", "公开（公告）日": ""}], [{"申请人": "", "发明人": "", "IPC": ""}]]
)
def test_poor_topics_have_a_landscape_that_says_little(handler, tmp_path, rows):
    topic = make_topic(tmp_path, *rows, by=handler.person)
    row = jobs.analyse(topic, by=handler.person)
    row.refresh_from_db()
    assert row.state == "draft", row.job.trouble
    assert "不作结论" in page(handler, row)
    assert paper(handler, row)[0].startswith(b"PK")


def test_a_run_that_was_cut_off_changes_nothing_the_second_time(handler, landscape):
    edit(handler, landscape, remark="评一句")
    before = Landscape.objects.values().get()
    jobs.analyse_one.does(lambda *_: None, landscape=landscape.pk)
    assert Landscape.objects.values().get() == before


def test_only_who_saw_the_last_version_has_it_computed_anew(handler, landscape):
    for version in (landscape.version + 1, landscape.version + 7):
        answer = handler.post(f"/landscapes/{landscape.pk}/again/", {"version": version}, follow=True)
        assert "这件刚被改动过" in answer.content.decode()
    assert Landscape.objects.count() == 1
    handler.post(f"/landscapes/{landscape.pk}/again/", {"version": landscape.version})
    assert Landscape.objects.get(before=landscape).state == "draft"


def test_asking_twice_for_the_same_anew_makes_one(handler, landscape):
    handler.post(f"/landscapes/{landscape.pk}/again/", {"version": landscape.version})
    later = Landscape.objects.get(before=landscape)
    later.state, later.job = "working", landscape.job
    later.save()
    Job.objects.update(state="running")
    for row in (landscape, later):
        answer = handler.post(f"/landscapes/{row.pk}/again/", {"version": row.version}, follow=True)
        assert "后台还在分析" in answer.content.decode()
    assert Landscape.objects.count() == 2
    Job.objects.update(state="failed")
    for _ in range(2):
        handler.post(f"/landscapes/{later.pk}/again/", {"version": later.version})
    assert Landscape.objects.count() == 3


def test_a_variant_has_its_parts_questions_and_name(handler, tmp_path):
    topic = make_topic(tmp_path, *many(40), by=handler.person)
    handler.post(f"/topics/{topic.pk}/landscapes/", {"variant": "talent", "region": ""})
    row = Landscape.objects.get()
    shown = page(handler, row)
    assert "专利导航报告（人才管理类）" in shown
    parts = [
        '一、发明人</h2>\n<p class="part-question">谁是这个领域主要的发明人？',
        "二、在谁那里</h2>",
        'id="unanswered"',
    ]
    assert (places := [shown.index(part) for part in parts]) == sorted(places)
    assert "同名的发明人是不是同一个人" in shown
    assert 'id="white_spaces"' not in shown, "no part of it"
    _, text = paper(handler, row)
    assert "专利导航报告（人才管理类）" in text
    assert "没有回答的问题" in text
    assert "人才管理类" in handler.get(f"/topics/{topic.pk}/").content.decode()
    handler.post(f"/landscapes/{row.pk}/again/", {"version": row.version})
    assert Landscape.objects.get(before=row).variant == "talent"


def test_a_variant_about_a_place_asks_for_one(handler, tmp_path):
    topic = make_topic(tmp_path, *many(3), by=handler.person)
    answer = handler.post(f"/topics/{topic.pk}/landscapes/", {"variant": "region", "region": ""})
    assert "这一类报告要写本地是哪里" in answer.content.decode()
    assert not Landscape.objects.exists()


def test_where_no_source_tells_addresses_no_place_is_taken_for_here(handler, tmp_path):
    topic = make_topic(tmp_path, *({**row, "申请人地址": ""} for row in many(8)), by=handler.person)
    form = handler.get(f"/topics/{topic.pk}/").content.decode()
    assert "来源没有写明地址" in form
    assert 'value="350823"' not in form
    for given in ({"region": "350823"}, {"variant": "region", "region": ""}):
        answer = handler.post(f"/topics/{topic.pk}/landscapes/", given)
        assert (answer.status_code, "来源没有写明地址" in answer.content.decode()) == (422, True)
    assert not Landscape.objects.exists()
    handler.post(f"/topics/{topic.pk}/landscapes/", {"region": ""})
    assert "county" not in {figure["id"] for figure in Landscape.objects.get().told["figures"]}


def test_where_a_source_tells_addresses_the_county_is_offered_as_here(handler, tmp_path):
    topic = make_topic(tmp_path, *({**row, "申请人地址": "福建省上杭县临城镇"} for row in many(8)), by=handler.person)
    form = handler.get(f"/topics/{topic.pk}/").content.decode()
    assert "来源没有写明地址" not in form
    assert 'value="350823"' in form
    assert "预填的是上杭县（350823）" in form


def test_a_company_is_not_offered_the_county_as_here(sign_in, tmp_path):
    client = sign_in("enterprise", organisation=make_organisation(name="公司1"))
    topic = make_topic(tmp_path, *({**row, "申请人地址": "福建省上杭县临城镇"} for row in many(8)), by=client.person)
    form = client.get(f"/topics/{topic.pk}/").content.decode()
    assert "来源没有写明地址" not in form
    assert 'name="region"' in form
    assert 'value="350823"' not in form
    assert "预填的是" not in form
    assert 'value="公司1"' in form
