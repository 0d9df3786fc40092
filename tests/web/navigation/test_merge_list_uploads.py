"""A merge list goes out as a workbook and comes back filled in: the reader and the refusals of the command line, in the browser."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from factories.people import make_organisation, make_person
from factories.topics import OTHER_UNIT, SECOND, TERMS, UNIT, make_topic, many
from zhixian.core.topics.merge_list import HEADINGS
from zhixian.web.kit.models import Entry, Job
from zhixian.web.navigation.forms import topics as forms
from zhixian.web.navigation.models import Decision, Share
from zhixian.web.navigation.queries import proposals_of
from zhixian.web.navigation.views import applicants

A, B, C = "赛峰着陆系统", "赛峰集团", "赛峰集团有限公司"


@pytest.fixture
def topic(handler, tmp_path):
    """Three names, each of which may be each other."""
    rows = [
        {"申请号": f"20161{nr:07}", "公开（公告）号": f"CN1{nr:08}A", "申请人": name}
        for nr, name in enumerate((A, B, C))
    ]
    return make_topic(tmp_path, *rows, by=handler.person)


def _book(client, topic):
    answer = client.get(f"/topics/{topic.pk}/applicants.xlsx")
    assert answer.status_code == 200
    return openpyxl.load_workbook(io.BytesIO(answer.content))


def _filled(client, topic, answers, *own):
    """The list as it is downloaded, with an answer to each pair, and rows of one's own."""
    book = _book(client, topic)
    sheet = book["归并清单"]
    rows = list(sheet.iter_rows())
    [at] = [nr for nr, row in enumerate(rows) if [cell.value for cell in row] == list(HEADINGS)]
    for row in rows[at + 1 :]:
        answer = answers.get(frozenset((row[0].value, row[2].value)))
        if answer is not None:
            row[5].value = answer or None
    for line in own:
        sheet.append(line)
    out = io.BytesIO()
    book.save(out)
    return SimpleUploadedFile("归并 填好.xlsx", out.getvalue())


def _send(client, topic, file):
    return client.post(f"/topics/{topic.pk}/applicants/upload/", {"filled": file}, follow=True)


def _csv(*lines, name="清单.csv"):
    return SimpleUploadedFile(name, "\n".join(["名称,建议归入,决定", *lines]).encode())


def _stands():
    return {frozenset((row.name, row.into)): row.decision for row in Decision.objects.filter(applied_at=None)}


def test_a_list_comes_back_as_it_was_filled_in_and_counts_at_the_merging(handler, topic):
    yes, no = frozenset((B, C)), frozenset((A, C))
    answer = _send(handler, topic, _filled(handler, topic, {yes: "是", no: "N"}))
    assert answer.redirect_chain == [(f"/topics/{topic.pk}/applicants/", 302)]
    shown = answer.content.decode()
    assert "清单有 3 条：采纳 2 条新的或改过的决定，1 条没有填。按决定归并以后计入数字" in shown
    assert "有 2 条决定还没有计入数字" in shown
    assert _stands() == {yes: "是", no: "否"}
    entry = Entry.objects.get(action="decide_topic_applicants")
    assert entry.detail["file"] == "归并 填好.xlsx"
    assert {(frozenset(one[:2]), one[2]) for one in entry.detail["decided"]} == {(yes, "是"), (no, "否")}
    topic.refresh_from_db()
    handler.post(f"/topics/{topic.pk}/applicants/merge/", {"version": topic.version})
    topic.refresh_from_db()
    assert topic.latest.counts["applicants"] == 2
    assert {frozenset((one.name, one.into)): one.decision for one in proposals_of(topic)} == {
        yes: "是",
        no: "否",
        frozenset((A, B)): "",
    }


def test_the_workbook_has_the_decisions_that_wait_and_says_how_it_comes_back(handler, topic):
    pair = frozenset((B, C))
    _send(handler, topic, _filled(handler, topic, {pair: "是"}))
    cells = [[cell.value for cell in row] for sheet in _book(handler, topic) for row in sheet.iter_rows()]
    assert [row[5] for row in cells if frozenset(row[0:3:2]) == pair] == ["是"]
    said = [str(cell) for row in cells for cell in row]
    assert any("在网页上专题库的“归并清单”里上传" in words for words in said)
    assert f"条款：{TERMS}" in said
    again = _send(handler, topic, _filled(handler, topic, {}))
    assert "清单有 3 条：1 条和原来一样，2 条没有填。没有新的决定" in again.content.decode()
    assert Entry.objects.filter(action="decide_topic_applicants").count() == 1
    assert Entry.objects.filter(action="export_topic_applicants").count() == 3
    back = _send(handler, topic, _filled(handler, topic, {pair: ""}))
    assert "收回 1 条，3 条没有填" not in back.content.decode()
    assert "清单有 3 条：收回 1 条，2 条没有填。按决定归并以后计入数字" in back.content.decode()
    assert not Decision.objects.exists()


def test_a_row_of_ones_own_is_kept_with_its_reason_and_stands_in_the_list(handler, tmp_path):
    topic = make_topic(tmp_path, {}, SECOND, {**SECOND, "申请号": "CN201610000003.5", "公开（公告）号": "CN105500003A", "申请人": "别的公司"}, by=handler.person)  # fmt: skip
    own, absent = (
        ["别的公司", 0, "紫金矿业集团有限公司", 0, "工商变更", "是"],
        ["早已不在厂", 0, "别的公司", 0, "", "否"],
    )
    shown = _send(handler, topic, _filled(handler, topic, {}, own, absent)).content.decode()
    assert "采纳 2 条新的或改过的决定" in shown
    assert "专题库里没有这些名称：“早已不在厂”。" in shown
    listed = handler.get(f"/topics/{topic.pk}/applicants/", {"show": "decided"}).content.decode()
    assert listed.count('value="是" checked') == 1
    assert "工商变更" in listed
    assert listed.count("库里没有</span>") == 1, "of the names of one's own rows the others are counted"
    names = "别的公司\n紫金矿业集团有限公司"
    handler.post(f"/topics/{topic.pk}/applicants/?show=decided", {"line": "9", "names": names, "answer9": "否"})
    assert _stands()[frozenset(names.split("\n"))] == "否"
    topic.refresh_from_db()
    handler.post(f"/topics/{topic.pk}/applicants/merge/", {"version": topic.version})
    [kept] = [one for one in proposals_of(topic) if {one.name, one.into} == set(names.split("\n"))]
    assert (kept.decision, kept.reason, kept.count, kept.into_count) == ("否", "工商变更", 1, 1)


@pytest.mark.parametrize(
    ("file", "why"),
    [
        (_csv(f"{B},{C},大概"), "清单.csv 第 2 行 决定：决定写的是“大概”"),
        (_csv(f"{A},{B},是", f"{B},{A},否"), f"“{B}”与“{A}”写了两次：第 2 行写的是“是”，第 3 行写的是“否”"),
        (_csv(f"{A},{A},是"), f"清单.csv 第 2 行：“{A}”与“{A}”本来就是同一个名称"),
        (_csv(f"{A},,是"), "清单.csv 第 2 行：名称或建议归入是空的"),
        (_csv(f"{A},{B},是", f"{B},{C},是", f"{A},{C},否"), "归并的决定互相矛盾"),
        (_csv("甲厂,乙厂,是"), "清单.csv：清单里定了的名称，这个专题库一个也没有"),
        (_csv(f"{A},{'长' * 301},否"), "有 301 个字"),
        (_csv(f"{A},{B},是", name="../../etc/清单.csv"), None),
        (SimpleUploadedFile("导出.csv", "申请号,申请人\n1,甲\n".encode()), "导出.csv：前 20 行没有归并清单的表头"),
        (SimpleUploadedFile("报告.pdf", b"%PDF-1.7\n\x00\x01"), "报告.pdf：不是表格文件"),
        (SimpleUploadedFile("说明.docx", b"PK\x03\x04nothing"), "说明.docx：文件已损坏，打不开"),
        (SimpleUploadedFile("空.xlsx", b""), "“空.xlsx”是空的（0 字节）"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_list_is_refused_whole_with_its_row(handler, topic, file, why):
    file.seek(0)
    answer = _send(handler, topic, file)
    shown = answer.content.decode().replace("&quot;", '"')
    assert "/tmp" not in shown
    assert "../" not in shown
    if why is None:
        assert Entry.objects.get(action="decide_topic_applicants").detail["file"] == "清单.csv"
        return
    assert answer.status_code == 422
    assert why in shown
    assert not Decision.objects.exists()
    assert not Entry.objects.filter(action="decide_topic_applicants").exists()


def test_too_much_is_refused(handler, topic, monkeypatch):
    monkeypatch.setattr(applicants, "MOST_LINES", 2)
    answer = _send(handler, topic, _filled(handler, topic, {}))
    assert answer.status_code == 422
    assert "归并 填好.xlsx：超过 2 行" in answer.content.decode()
    monkeypatch.setattr(applicants, "MOST_LINES", 3)
    assert _send(handler, topic, _filled(handler, topic, {})).status_code == 200
    monkeypatch.setattr(forms, "MOST_BYTES", 100)
    assert "MB，不超过 0 MB" in _send(handler, topic, _filled(handler, topic, {})).content.decode()


def test_many_decisions_are_kept_in_few_questions_and_lines_of_the_record(
    handler, tmp_path, django_assert_max_num_queries
):
    topic = make_topic(tmp_path, *many(8), by=handler.person)
    lines = [f"公司{nr % 4},外面的公司{nr},否" for nr in range(1200)]
    with django_assert_max_num_queries(60):
        handler.post(f"/topics/{topic.pk}/applicants/upload/", {"filled": _csv(*lines)})
    assert Decision.objects.count() == 1200
    told = Entry.objects.filter(action="decide_topic_applicants").values_list("detail", flat=True)
    assert sorted(len(one["decided"]) for one in told) == [200, 500, 500]
    with django_assert_max_num_queries(60):
        handler.post(f"/topics/{topic.pk}/applicants/upload/", {"filled": _csv(*(line[:-1] for line in lines))})
    assert not Decision.objects.exists()


def test_none_is_taken_while_decisions_are_merged(handler, topic):
    file = _filled(handler, topic, {frozenset((A, B)): "是"})
    job = Job.objects.create(name="navigation.merge", key="m", state="running", created_at=topic.at, due_at=topic.at)
    type(topic).objects.filter(pk=topic.pk).update(job=job)
    answer = _send(handler, topic, file)
    assert answer.status_code == 422
    assert "正在按已有的决定归并" in answer.content.decode()
    assert "上传填好的清单</a>" not in handler.get(f"/topics/{topic.pk}/applicants/").content.decode()


def test_only_who_decides_takes_the_list_away_and_brings_it_back(handler, topic, client):
    shown = handler.get(f"/topics/{topic.pk}/applicants/").content.decode()
    assert f'href="/topics/{topic.pk}/applicants.xlsx"' in shown
    assert f'href="/topics/{topic.pk}/applicants/upload/"' in shown
    Share.objects.create(topic=topic, unit=OTHER_UNIT, by=handler.person, at=topic.at)
    payer = make_person("payer", unit=UNIT)
    client.force_login(payer)
    shown = client.get(f"/topics/{topic.pk}/applicants/").content.decode()
    assert "applicants.xlsx" not in shown
    assert "applicants/upload/" not in shown
    outside = make_person("enterprise", organisation=make_organisation(party="P9"))
    for person in (payer, outside, make_person("handler", unit=OTHER_UNIT), make_person("lead", unit="ip_office")):
        client.force_login(person)
        assert client.get(f"/topics/{topic.pk}/applicants.xlsx").status_code == 404
        assert client.get(f"/topics/{topic.pk}/applicants/upload/").status_code == 404
        assert _send(client, topic, _csv(f"{A},{B},是")).status_code == 404
    assert not Decision.objects.exists()
