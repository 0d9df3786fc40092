"""The papers: 督办单 and the table of lights say what the pages say, byte for byte the same each time, for who may see them."""

import io
import json
import re
from datetime import date

import docx
import openpyxl
import pytest
from django.urls import reverse

from factories.county import make_data
from factories.figures import make_edition, make_figures
from factories.people import make_person
from factories.supervision import BUREAU, accepted, answer, paper, send
from zhixian.web.incentives.actions import appropriate
from zhixian.web.kit.models import Entry
from zhixian.web.kit.plan import the_plan
from zhixian.web.kit.uploads import TakenFile
from zhixian.web.supervision.models import AnswerFile


def got(client, person, name, *args, status=200, **asked):
    client.force_login(person)
    answered = client.get(reverse(name, args=args), asked)
    assert answered.status_code == status
    return answered


def text_of(content):
    document = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def test_the_order_says_number_exact_words_day_and_state(cast, client):
    make_figures()
    row = answer(send(cast), cast, measure="跟到注册", measure_due=date(2021, 1, 8), files=[paper("清单")])
    first = got(client, cast.lead, "progress_request_docx", row.pk, course=1).content
    told = text_of(first)
    assert "".join(the_plan().clause("9").text.split()) in "".join(told.split())
    for words in (
        "杭知督〔2020〕1号",
        "上杭县市场监督管理局：",
        "请报告进展",
        "2020年11月23日（含当日）前答复",
        "待审核",
        "办了三件事",
        "清单.pdf",
        "商标有效注册量",
        "合成数据",
    ):
        assert words in told
    assert got(client, cast.handler, "progress_request_docx", row.pk, course=1).content == first
    got(client, cast.other, "progress_request_docx", row.pk, status=404)


def test_an_order_that_was_issued_never_changes(cast, client, monkeypatch):
    row = send(cast)
    issued = got(client, cast.lead, "progress_request_docx", row.pk).content
    answer(row, cast, measure="跟到注册", measure_due=date(2021, 1, 8))
    make_figures()
    monkeypatch.setattr("zhixian.web.supervision.actions.official_name", lambda unit: f"改了名的{unit}")
    later = got(client, cast.lead, "progress_request_docx", row.pk).content
    assert later == issued
    told = text_of(later)
    assert "上杭县市场监督管理局：" in told
    assert "2020年11月23日（含当日）前答复" in told
    assert "办理情况" not in told
    assert "跟到注册" not in told


def test_the_table_is_what_the_person_sees(cast, client):
    make_figures()
    told = text_of(got(client, cast.auditor, "supervision_table_docx").content)
    assert "商标有效注册量 3,522 件，目标 3,600" in told
    assert "第 1 版" in told
    assert "县财政局" in told
    own = text_of(got(client, cast.handler, "supervision_table_docx").content)
    assert "县财政局" not in own
    assert Entry.objects.filter(action="supervision_exported").count() == 2


def test_the_workbook_has_a_row_for_each_clause_and_unit(cast, client):
    send(cast)
    book = openpyxl.load_workbook(io.BytesIO(got(client, cast.lead, "supervision_table_xlsx").content))
    rows = list(book["督查"].iter_rows(min_row=2, values_only=True))
    assert len(rows) == 116
    [row] = [row for row in rows if row[0] == "第9条"]
    assert row[2:5] == ("县市场监管局", "是", "灰")
    assert row[5] == "督办 1 件在期限内，最早 2020-11-23 届满"


def test_a_file_of_an_answer_is_for_who_sees_the_request_and_its_reading_is_recorded(cast, client):
    accepted(cast, files=[TakenFile("a.pdf", "pdf", b"%PDF-1.4 x %%EOF")])
    pk = AnswerFile.objects.get().pk
    answered = got(client, cast.auditor, "progress_answer_file", pk)
    assert b"".join(answered.streaming_content) == b"%PDF-1.4 x %%EOF"
    assert answered["Content-Disposition"].startswith("attachment")
    assert Entry.objects.filter(action="progress_file_read").count() == 1
    got(client, cast.other, "progress_answer_file", pk, status=404)


def test_the_quarterly_report_is_that_of_the_published_snapshot(cast, client, settings, tmp_path):
    (tmp_path / "data-here").mkdir()
    settings.DATA = make_data(tmp_path / "data-here")
    manifest = settings.DATA / "snapshots" / "data-here" / "manifest.json"
    told = {"id": "data-here", "labels": [], "refused": {}, "disagreements": {"count": 0}}
    manifest.write_text(json.dumps(told), encoding="utf-8")
    make_edition(snapshot="data-here", as_of=date(2018, 12, 31))
    finance = make_person("finance", unit="finance_bureau")
    appropriate(purpose="pledge_interest", year=2018, amount_fen=1_000_000_00, document="财〔2018〕1号", by=finance)
    client.force_login(cast.lead)
    job = client.post(reverse("supervision_quarterly"), follow=True).content.decode()
    link = re.search(r'href="(/supervision/quarterly/\d+\.docx)"', job)[1]
    answered = client.get(link)
    assert answered["Content-Disposition"].startswith("attachment")
    told = text_of(b"".join(answered.streaming_content))
    assert "实施情况报告" in told
    assert "2018年12月31日" in told
    assert "2018年度1条条款共安排预算100.00万元，已用0.00万元" in told
    assert Entry.objects.filter(action="quarterly_printed").count() == 1


def test_a_report_that_nobody_asked_for_is_not_there(cast, client):
    got(client, cast.lead, "supervision_quarterly_file", make_edition().pk, status=404)


@pytest.mark.parametrize("published", [False, True])
def test_without_figures_or_their_snapshot_it_says_what_to_do(cast, client, settings, tmp_path, published):
    settings.DATA = tmp_path
    if published:
        make_edition(snapshot="gone")
    client.force_login(cast.lead)
    told = client.post(reverse("supervision_quarterly"), follow=True).content.decode()
    assert ("没有快照“gone”" if published else "还没有发布数据") in told


@pytest.mark.parametrize(
    "name", ["supervision_board", "progress_requests", "supervision_table_docx", "supervision_table_xlsx"]
)
def test_companies_and_custodians_do_not_come_in(client, name):
    for person in (make_person("enterprise"), make_person("custodian", unit=BUREAU)):
        got(client, person, name, status=403)
    client.logout()
    assert client.get(reverse(name)).status_code == 302
