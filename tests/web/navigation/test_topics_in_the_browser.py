"""Topics in the browser: made of an upload or of a question, decided on, refreshed, shared by terms, taken away."""

import io
import re

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from factories.exports import write_export
from factories.people import make_organisation, make_person
from factories.registry import as_upload
from factories.topics import DAY, OTHER_UNIT, SECOND, TERMS, THIRD, UNIT, make_topic, seat_of
from zhixian.core.topics.topic import home_of
from zhixian.web.kit.jobs import run
from zhixian.web.kit.models import Entry, Job, Notice
from zhixian.web.kit.templatetags.kit import thousands
from zhixian.web.navigation import jobs
from zhixian.web.navigation.models import Decision, Topic, TopicFile
from zhixian.web.navigation.queries import may_change, may_read_records, proposals_of, topics_visible_to


def fresh(person):
    """The person as the next request reads them."""
    return type(person).objects.get(pk=person.pk)


@pytest.fixture
def topic(handler, tmp_path):
    return make_topic(tmp_path, {}, SECOND, {"申请号": "不是号码", "公开（公告）号": ""}, by=handler.person)


def page(client, topic, below=""):
    answer = client.get(f"/topics/{topic.pk}/{below}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_topic_without_any_status_does_not_say_that_none_is_in_force(handler, tmp_path):
    silent = make_topic(tmp_path, {"专利有效性": ""}, {**SECOND, "专利有效性": ""}, name="没有状态", by=handler.person)
    assert silent.latest.counts["stateless"] == 2
    shown = page(handler, silent)
    assert "法律状态不详" in shown
    assert "件有效" not in shown


def test_an_upload_becomes_a_topic_with_a_report_of_each_cell(handler, tmp_path):
    export = write_export(tmp_path / "铜箔.csv", {}, SECOND, {"申请号": "不是号码", "公开（公告）号": ""})
    seat = seat_of(handler.person)
    sent = {"name": "电解铜箔", "exports": as_upload(export), "terms": TERMS, "as_of": DAY.isoformat(), "seat": seat.pk}
    answer = handler.post("/topics/upload/", sent)
    topic = Topic.objects.get()
    assert answer.url == f"/topics/{topic.pk}/"
    assert topic.latest.counts == {
        "records": 2,
        "families": 0,
        "granted": 0,
        "in_force": 1,
        "stateless": 0,
        "applicants": 2,
    }
    shown = page(handler, topic)
    assert TERMS in shown
    assert "不外传" in shown
    assert "同族不详" in shown
    assert "下载 Excel" not in shown
    report = page(handler, topic, f"editions/{topic.latest.pk}/")
    assert "第 4 行 申请号" in report
    assert "不是号码" in report
    assert not TopicFile.objects.exists()
    assert Notice.objects.get(user=handler.person).link == f"/topics/{topic.pk}/"
    assert [entry.action for entry in Entry.objects.order_by("number")][-2:] == ["ask_for_topic", "make_topic_edition"]


def test_what_was_typed_stays_when_the_name_is_taken_or_cannot_be_one(handler, topic, tmp_path):
    export = write_export(tmp_path / "另.csv", {})
    sent = {"terms": TERMS, "as_of": DAY.isoformat(), "seat": seat_of(handler.person).pk}
    for name, why in (("铜箔", "已有专题库“铜箔”"), ("../外面", "不能叫")):
        answer = handler.post("/topics/upload/", sent | {"name": name, "exports": as_upload(export)})
        assert answer.status_code == 422
        assert why in answer.content.decode()
        assert TERMS in answer.content.decode()
    assert Topic.objects.count() == 1


def test_a_file_that_cannot_be_read_leaves_a_failed_topic_that_may_be_taken_away(handler, tmp_path):
    odd = tmp_path / "别的.csv"
    odd.write_text("甲,乙\n1,2\n", encoding="utf-8")
    topic = jobs.make(
        "读不出", seat=seat_of(handler.person), as_of=DAY, files=[as_upload(odd)], terms=TERMS, by=handler.person
    )
    shown = page(handler, topic)
    assert "没有认得的表头" in shown
    assert "再试一次" in shown
    handler.post(f"/topics/{topic.pk}/remove/", {"version": topic.version})
    assert not Topic.objects.exists()


@pytest.mark.parametrize(("state", "said"), [("failed", "失败"), ("running", "正在做"), ("waiting", "正在做")])
def test_the_list_stands_while_a_topic_has_no_edition(handler, topic, tmp_path, state, said):
    odd = tmp_path / "别的.csv"
    odd.write_text("甲,乙\n1,2\n", encoding="utf-8")
    without = jobs.make(
        "读不出", seat=seat_of(handler.person), as_of=DAY, files=[as_upload(odd)], terms=TERMS, by=handler.person
    )
    Job.objects.filter(pk=Topic.objects.get(pk=without.pk).job_id).update(state=state)
    answer = handler.get("/topics/")
    assert answer.status_code == 200
    row = answer.content.decode().partition("读不出")[2].partition("</tr>")[0]
    assert f">{said}<" in row
    assert row.count("—") == 4, "three numbers and a day that are not there"
    assert "铜箔" in answer.content.decode()


@pytest.mark.parametrize(
    ("number", "shown"), [(None, "—"), ("", "—"), ("若干", "若干"), (0, "0"), (1234567, "1,234,567")]
)
def test_a_number_that_is_not_there_is_a_dash(number, shown):
    assert thousands(number) == shown


def test_a_question_with_its_facets_becomes_a_topic(handler, county):
    shown = handler.get("/rights/", {"q": "尾矿", "kind": "invention"}).content.decode()
    assert 'href="/topics/query/?q=%E5%B0%BE%E7%9F%BF&amp;kind=invention"' in shown
    form = handler.get("/topics/query/", {"q": "尾矿", "kind": "invention", "holder": "P1"}).content.decode()
    query = "(尾矿) 类型:发明专利 权利人:&quot;测试公司&quot;"
    assert query in form
    sent = {
        "name": "尾矿",
        "query": query.replace("&quot;", '"'),
        "as_of": DAY.isoformat(),
        "seat": seat_of(handler.person).pk,
    }
    handler.post("/topics/query/", sent)
    topic = Topic.objects.get()
    assert topic.latest.counts["records"] == 2
    assert topic.shows_raw
    book = openpyxl.load_workbook(io.BytesIO(handler.get(f"/topics/{topic.pk}/topic.xlsx").content))
    assert "一种尾矿装置" in {cell.value for row in book["专题库"].iter_rows() for cell in row}
    assert Entry.objects.filter(action="export_topic").count() == 1


def test_a_query_that_cannot_be_read_is_refused_with_its_place(handler, county):
    sent = {"name": "尾矿", "query": "尾矿 (", "as_of": DAY.isoformat(), "seat": seat_of(handler.person).pk}
    answer = handler.post("/topics/query/", sent)
    assert answer.status_code == 422
    assert "检索式第 5 字" in answer.content.decode()


def test_lines_of_the_merge_list_are_decided_and_then_counted(handler, topic):
    shown = page(handler, topic, "applicants/")
    assert "只差公司形式（" in shown
    names = "紫金矿业集团股份有限公司\n紫金矿业集团有限公司"
    if names.replace("\n", "&#10;") not in shown:
        names = "\n".join(reversed(names.split("\n")))
    handler.post(f"/topics/{topic.pk}/applicants/", {"line": "0", "names": names, "answer0": "是"})
    assert Decision.objects.get().decision == "是"
    assert "有 1 条归并决定还没有计入数字" in page(handler, topic)
    handler.post(f"/topics/{topic.pk}/applicants/merge/", {"version": topic.version})
    topic.refresh_from_db()
    assert topic.latest.counts["applicants"] == 1
    assert topic.latest.way_name == "归并申请人"
    assert Decision.objects.get().applied_at is not None
    handler.post(f"/topics/{topic.pk}/applicants/?show=decided", {"line": "0", "names": names, "answer0": ""})
    handler.post(f"/topics/{topic.pk}/applicants/merge/", {"version": topic.version})
    assert Topic.objects.get().latest.counts["applicants"] == 2


def test_a_decision_taken_back_before_it_counted_leaves_nothing_to_do(handler, topic):
    names = "\n".join(_names(topic))
    for answer in ("是", ""):
        handler.post(f"/topics/{topic.pk}/applicants/", {"line": "0", "names": names, "answer0": answer})
    assert not Decision.objects.exists()
    handler.post(f"/topics/{topic.pk}/applicants/", {"line": "0", "names": "没有\n这一行", "answer0": "是"})
    assert not Decision.objects.exists()


def _names(topic):
    [line] = proposals_of(topic)
    assert (line.count, line.into_count) == (1, 1)
    return line.name, line.into


def test_a_refresh_is_an_edition_that_tells_what_came_and_changed(handler, topic, tmp_path):
    newer = write_export(
        tmp_path / "新.csv",
        {**SECOND, "专利有效性": "有效", "公开（公告）号": "CN104500001B", "公开（公告）日": "2020-03-02"},
        THIRD,
    )
    sent = {"version": topic.version, "as_of": DAY.isoformat(), "exports": as_upload(newer)}
    assert handler.post(f"/topics/{topic.pk}/refresh/", sent).url == f"/topics/{topic.pk}/"
    topic.refresh_from_db()
    latest = topic.latest
    assert topic.editions.count() == 2
    assert latest.difference["counts"] == {"added": 1, "removed": 0, "changed": 1, "amended": 0, "came": 1, "went": 0}
    shown = page(handler, topic, f"editions/{latest.pk}/")
    assert "电池隔膜" in shown
    assert "失效 → 有效" in shown
    assert "新增 1 件" in page(handler, topic)


def test_a_refresh_that_brings_nothing_makes_no_edition(handler, topic):
    handler.post(f"/topics/{topic.pk}/refresh/", {"version": topic.version, "as_of": DAY.isoformat()})
    topic.refresh_from_db()
    assert topic.job.state == "done"
    assert topic.editions.count() == 1
    assert "完全相同" in Notice.objects.filter(user=handler.person).first().body


def test_a_page_that_is_out_of_date_changes_nothing(handler, topic):
    handler.post(f"/topics/{topic.pk}/refresh/", {"version": topic.version, "as_of": DAY.isoformat()})
    answer = handler.post(f"/topics/{topic.pk}/refresh/", {"version": topic.version, "as_of": DAY.isoformat()})
    assert answer.status_code == 409
    assert "刚被改动过" in answer.content.decode()
    answer = handler.post(f"/topics/{topic.pk}/refresh/", {"version": topic.version + 1, "as_of": "2021-06-01"})
    assert "晚于今天" in answer.content.decode()


def test_a_topic_is_seen_by_its_unit_and_by_those_it_is_shared_with(handler, topic):
    organisation = make_organisation(name="龙岩铜业")
    clerk, stranger = make_person("enterprise", organisation=organisation), make_person("handler", unit=OTHER_UNIT)
    colleague, lead = make_person("finance", unit=UNIT), make_person("lead_office", unit="leading_group_office")
    auditor = make_person("auditor", unit="efficiency_office")
    sees = {
        name: topics_visible_to(fresh(who)).exists() for name, who in vars_of(clerk, stranger, colleague, lead, auditor)
    }
    assert sees == {"clerk": False, "stranger": False, "colleague": True, "lead": True, "auditor": True}
    handler.post(
        f"/topics/{topic.pk}/shares/", {"version": topic.version, "with_whom": f"organisation:{organisation.pk}"}
    )
    assert topics_visible_to(fresh(clerk)).exists()
    assert not may_read_records(fresh(clerk), topic)
    assert not may_change(fresh(clerk), topic)
    assert not may_change(fresh(colleague), topic)
    assert Notice.objects.filter(user=clerk, link=f"/topics/{topic.pk}/").count() == 1
    share = topic.shares.get()
    handler.post(f"/topics/{topic.pk}/shares/{share.pk}/", {"version": topic.version + 1})
    assert not topics_visible_to(fresh(clerk)).exists()


def vars_of(clerk, stranger, colleague, lead, auditor):
    return {"clerk": clerk, "stranger": stranger, "colleague": colleague, "lead": lead, "auditor": auditor}.items()


def test_numbers_and_titles_stay_where_the_terms_keep_them(handler, topic, client, tmp_path):
    newer = write_export(tmp_path / "新.csv", THIRD)
    handler.post(
        f"/topics/{topic.pk}/refresh/",
        {"version": topic.version, "as_of": DAY.isoformat(), "exports": as_upload(newer)},
    )
    topic.refresh_from_db()
    assert "电池隔膜" in page(handler, topic, f"editions/{topic.latest.pk}/")
    handler.post(f"/topics/{topic.pk}/shares/", {"version": topic.version, "with_whom": f"unit:{OTHER_UNIT}"})
    client.force_login(make_person("handler", unit=OTHER_UNIT))
    shown = page(client, topic, f"editions/{topic.latest.pk}/")
    assert "电池隔膜" not in shown
    assert "别的公司" in shown
    assert client.get(f"/topics/{topic.pk}/applicants/").status_code == 404
    assert client.get(f"/topics/{topic.pk}/topic.xlsx").status_code == 404
    assert client.post(f"/topics/{topic.pk}/refresh/", {"version": topic.version + 1}).status_code == 404


def test_an_enterprise_makes_topics_of_its_own_that_no_unit_sees(sign_in, tmp_path):
    client = sign_in("enterprise")
    topic = make_topic(tmp_path, by=client.person)
    other = make_organisation(name="别家公司")
    assert "别家公司" not in client.get(f"/topics/{topic.pk}/").content.decode()
    client.post(f"/topics/{topic.pk}/shares/", {"version": topic.version, "with_whom": f"organisation:{other.pk}"})
    assert not topic.shares.exists()
    assert topic.place == str(topic.organisation)
    assert not topics_visible_to(make_person("lead_office", unit="leading_group_office")).exists()
    assert client.get("/topics/query/").status_code == 404
    assert "用导出表新建" in client.get("/topics/").content.decode()


def test_taking_a_topic_away_takes_its_tables_away(handler, topic, settings, django_capture_on_commit_callbacks):
    assert home_of(settings.DATA, topic.name).exists()
    with django_capture_on_commit_callbacks(execute=True):
        handler.post(f"/topics/{topic.pk}/remove/", {"version": topic.version})
    assert not Topic.objects.exists()
    assert not home_of(settings.DATA, topic.name).exists()
    assert Entry.objects.filter(action="remove_topic").count() == 1


def test_a_run_that_was_cut_off_after_making_says_so_the_second_time(handler, topic):
    topic.editions.all().delete()
    before = Entry.objects.count(), Notice.objects.count()
    jobs.make_one.does(lambda *_: None, topic=topic.pk, person=handler.person.pk)
    assert topic.editions.get().counts["records"] == 2
    assert (Entry.objects.count(), Notice.objects.count()) == (before[0] + 1, before[1] + 1)
    job = topic.job
    job.state = "waiting"  # its worker died after the last line, and before that was known
    job.save()
    run.func(job.pk)
    assert (Entry.objects.count(), Notice.objects.count()) == (before[0] + 1, before[1] + 1)


def test_who_uploads_under_a_licence_is_told_what_an_opinion_cites(handler, topic):
    for shown in (handler.get("/topics/upload/").content.decode(), page(handler, topic)):
        assert "号码、种类、分类号和与项目相同的词，不写它的标题、权利人和申请日" in shown


def test_lists_ask_as_many_questions_for_many_topics_as_for_one(handler, topic, tmp_path):

    def asked():
        counts = []
        for path in ("/topics/", "/searches/watch/", "/search/?q=铜箔"):
            handler.get(path)  # what a first request of a person asks beside
            with CaptureQueriesContext(connection) as queries:
                assert handler.get(path).status_code == 200
            counts.append(len(queries))
        return counts

    of_one = asked()
    for name in ("二", "三", "四"):
        make_topic(tmp_path, name=f"铜箔{name}", by=handler.person)
    assert handler.get("/topics/").content.decode().count('data-label="名称"') == 4
    assert asked() == of_one


def test_records_are_found_marked_and_narrowed(handler, topic):
    shown = page(handler, topic, "records/?q=铜箔")
    assert "一种电解<mark>铜箔</mark>的制备方法" in shown
    assert "共 <strong>2</strong> 件" in shown
    assert "下载 Excel" not in shown
    shown = page(handler, topic, "records/?q=铜箔&year=2015")
    assert "<mark>铜箔</mark>表面处理装置" in shown
    assert "制备方法" not in shown
    shown = page(handler, topic, "records/?q=铜箔 (")
    assert 'class="at-fault"' in shown
    assert "没有找到" in page(handler, topic, "records/?q=石墨")
    shown = page(handler, topic, "records/?q=铜箔&page=99999")
    assert "没有找到" not in shown
    assert "共 <strong>2</strong> 件" in shown
    assert shown.count("<li>\n    <h2>") == 2
    assert handler.get(f"/topics/{topic.pk}/records.xlsx").status_code == 404


def test_records_leave_the_house_where_the_terms_allow_it(handler, tmp_path, client):
    topic = make_topic(tmp_path, name="公开的", by=handler.person, shows_raw=True)
    handler.post(f"/topics/{topic.pk}/shares/", {"version": topic.version, "with_whom": f"unit:{OTHER_UNIT}"})
    client.force_login(make_person("handler", unit=OTHER_UNIT))
    assert "制备方法" in page(client, topic, "records/")
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"/topics/{topic.pk}/records.xlsx", {"q": "装置"}).content))
    cells = {cell.value for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "铜箔表面处理装置" in cells
    assert "一种电解铜箔的制备方法" not in cells
    assert f"许可条款：{TERMS}" in cells
    assert Entry.objects.get(action="export_topic_records").detail["rows"] == 1


def test_a_large_topic_without_an_index_is_built_in_the_background(handler, topic, monkeypatch):
    import shutil

    from zhixian.web.navigation import searching

    searching._opened.cache_clear()
    shutil.rmtree(home_of(searching.data(), topic.name) / "search")
    monkeypatch.setattr(searching, "MOST_WHILE_WAITING", 1)
    assert "检索索引正在建立" in page(handler, topic, "records/")
    assert "共 <strong>2</strong> 件" in page(handler, topic, "records/?q=铜箔")


def test_of_the_registry_an_enterprise_gets_figures_only(handler, county, client):
    topic = jobs.make("尾矿", seat=seat_of(handler.person), as_of=DAY, query="尾矿", by=handler.person)
    organisation = make_organisation(party="P9")
    handler.post(
        f"/topics/{topic.pk}/shares/", {"version": topic.version, "with_whom": f"organisation:{organisation.pk}"}
    )
    client.force_login(make_person("enterprise", organisation=organisation))
    shown = page(client, topic)
    assert "下载 Excel" not in shown
    assert "在里面检索" not in shown
    for below in ("records/", "records.xlsx", "topic.xlsx"):
        assert client.get(f"/topics/{topic.pk}/{below}").status_code == 404


def test_decisions_that_contradict_each_other_are_refused_with_the_names_and_stay_in_the_form(handler, tmp_path):
    a, b, c = "赛峰着陆系统", "赛峰集团", "赛峰集团有限公司"
    rows = [
        {"申请号": f"20161{nr:07}", "公开（公告）号": f"CN1{nr:08}A", "申请人": name}
        for nr, name in enumerate((a, b, c))
    ]
    topic = make_topic(tmp_path, *rows, by=handler.person)
    lines = [f"{one.name}\n{one.into}" for one in proposals_of(topic)]
    assert {frozenset(line.split("\n")) for line in lines} == {frozenset((a, b)), frozenset((b, c)), frozenset((a, c))}
    answers = {f"answer{nr}": "否" if set(line.split("\n")) == {a, c} else "是" for nr, line in enumerate(lines)}
    sent = {"line": [str(nr) for nr in range(3)], "names": lines}
    answer = handler.post(f"/topics/{topic.pk}/applicants/", sent | answers)
    shown = answer.content.decode()
    assert answer.status_code == 422
    for words in ("归并的决定互相矛盾", f"“{a}”", f"“{b}”", f"“{c}”", "没有记下"):
        assert words in shown
    assert (shown.count('value="是" checked'), shown.count('value="否" checked')) == (2, 1)
    assert not Decision.objects.exists()
    handler.post(f"/topics/{topic.pk}/applicants/", sent | dict.fromkeys(answers, "是"))
    assert Decision.objects.count() == 3
    [no] = [nr for nr, line in enumerate(lines) if set(line.split("\n")) == {a, c}]
    alone = {"line": [str(no)], "names": [lines[no]], f"answer{no}": "否"}
    assert handler.post(f"/topics/{topic.pk}/applicants/?show=all", alone).status_code == 422
    assert not Decision.objects.filter(decision="否").exists()


def test_names_that_were_joined_are_parted_again_as_the_page_says(handler, topic):
    assert "分不开" not in page(handler, topic, "applicants/")
    assert "改回“未定”或“不是一家”，再按决定归并，就分开了" in page(handler, topic, "applicants/")
    for answer, parties in (("是", 1), ("否", 2)):
        [one] = proposals_of(topic)
        names = f"{one.name}\n{one.into}"
        handler.post(f"/topics/{topic.pk}/applicants/?show=all", {"line": "0", "names": names, "answer0": answer})
        topic.refresh_from_db()
        handler.post(f"/topics/{topic.pk}/applicants/merge/", {"version": topic.version})
        assert Topic.objects.get().latest.counts["applicants"] == parties


def test_a_second_refresh_waits_and_says_that_its_file_was_not_taken(handler, tmp_path):
    topic = make_topic(tmp_path, by=handler.person)
    Job.objects.filter(pk=topic.job_id).update(state="running")
    sent = {
        "version": topic.version - 1,
        "as_of": "2020-12-31",
        "exports": as_upload(write_export(tmp_path / "新.csv", SECOND)),
    }
    answer = handler.post(f"/topics/{topic.pk}/refresh/", sent)
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "后台还在处理这个专题库" in shown
    assert "再选一次这些文件提交；这次选的文件没有收下" in shown
    assert f'hx-get="/topics/{topic.pk}/"' in shown, (
        "the page that waits asks for itself, not for the address of the form"
    )
    assert set(re.findall(r'name="version" value="(\d+)"', shown)) == {f"{topic.version}"}
    assert not topic.files.exists()
    Job.objects.filter(pk=topic.job_id).update(state="done")
    sent["exports"] = as_upload(write_export(tmp_path / "新.csv", SECOND))
    answer = handler.post(f"/topics/{topic.pk}/refresh/", sent)
    assert answer.status_code == 409
    assert "您填的内容没有丢" not in answer.content.decode()
