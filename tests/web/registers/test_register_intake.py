"""Sheets taken in through the browser, row by row."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from factories.registers import LoanCast
from zhixian.web.kit.models import Entry
from zhixian.web.registers.models import Row

HEAD = "贷款编号,贷款银行,借款企业,质押的权利,贷款本金（元）,放款日,到期日,贷款质量"
ROW = "{loan},某银行,测试企业1,CN201510000001.0,{sum},2018-01-03,2019-01-03,正常"


def sheet(*rows, head=HEAD):
    return SimpleUploadedFile("贷款.csv", "\n".join([head, *rows]).encode("gb18030"))


@pytest.fixture
def send(client, cast: LoanCast):
    client.force_login(cast.clerk)
    return lambda file: client.post("/registers/pledge_loans/sheet/", {"file": file})


def test_a_clean_sheet_is_taken_whole(send):
    answer = send(sheet(ROW.format(loan="A", sum=1), ROW.format(loan="B", sum=2)))
    assert answer.headers["Location"] == "/registers/pledge_loans/"
    assert sorted(row.values["principal"] for row in Row.objects.all()) == [100, 200]
    assert Entry.objects.filter(action="rows_entered").count() == 1


def test_good_rows_are_taken_and_bad_ones_told_by_place_and_reason(send):
    page = send(
        sheet(ROW.format(loan="A", sum=1), ROW.format(loan="B", sum="许多"), ROW.format(loan="A", sum=1))
    ).content.decode()
    assert "共 3 行：新录 1 行，没有收下 2 行" in page
    assert "“许多”不是金额" in page
    assert "与第 2 行是同一行" in page
    assert Row.objects.count() == 1


def test_a_sheet_that_comes_again_changes_only_what_is_new(send):
    send(sheet(ROW.format(loan="A", sum=1), ROW.format(loan="B", sum=2)))
    page = send(
        sheet(ROW.format(loan="A", sum=1), ROW.format(loan="B", sum=3), ROW.format(loan="C", sum="x"))
    ).content.decode()
    assert "共 3 行：更新 1 行，没有变化 1 行，没有收下 1 行" in page
    assert Row.objects.get(values__loan="B").values["principal"] == 300


def test_what_left_and_comes_back_unchanged_changes_nothing(send, client, cast: LoanCast):
    row = cast.enter(repaid="2018-05-01")
    content = client.get("/registers/pledge_loans/rows.xlsx").content
    answer = send(SimpleUploadedFile("rows.xlsx", content))
    assert answer.status_code == 302
    after = Row.objects.get(pk=row.pk)
    assert (after.version, after.values) == (row.version, row.values)


def test_a_column_that_is_not_there_leaves_its_answers_alone(send, cast: LoanCast):
    row = cast.enter(loan="A", repaid="2018-05-01")
    send(sheet(ROW.format(loan="A", sum=7)))
    after = Row.objects.get(pk=row.pk)
    assert (after.values["principal"], after.values["repaid"], after.values["contact"]) == (700, "2018-05-01", "林某")


def test_changed_rows_are_checked_together(send, django_assert_max_num_queries):
    send(sheet(*(ROW.format(loan=n, sum=1) for n in range(40))))
    with django_assert_max_num_queries(40 * 15):
        send(sheet(*(ROW.format(loan=n, sum=2) for n in range(40))))


def test_another_bank_s_row_is_not_written_over(send, client, cast: LoanCast):
    send(sheet(ROW.format(loan="A", sum=1)))
    client.force_login(cast.other_clerk)
    page = client.post("/registers/pledge_loans/sheet/", {"file": sheet(ROW.format(loan="A", sum=9))}).content.decode()
    assert "没有收下 1 行" in page
    assert "“某银行”不是另一家银行" in page
    client.force_login(cast.handler)
    page = client.post("/registers/pledge_loans/sheet/", {"file": sheet(ROW.format(loan="A", sum=9))}).content.decode()
    assert "由某银行修改" in page
    assert Row.objects.get().values["principal"] == 100


def workbook(*rows, second=()):
    book = openpyxl.Workbook()
    for row in [[*HEAD.split(","), "年利率（%）"], *rows]:
        book.active.append(row)
    if second:
        more = book.create_sheet("二月")
        for row in [HEAD.split(","), *second]:
            more.append(row)
    out = io.BytesIO()
    book.save(out)
    return SimpleUploadedFile("贷款.xlsx", out.getvalue())


def cells(loan, rate="", due="2019-01-03"):
    return [loan, "某银行", "测试企业1", "CN201510000001.0", 1, "2018-01-03", due, "正常", rate]


def test_a_formula_that_was_never_computed_and_a_share_for_a_percent_are_refused(send):
    file = workbook(cells("A", "=4+0.35"), cells("B", 0.0435), cells("C", "4.35%"), cells("D", 4.35))
    page = send(file).content.decode()
    assert "没有收下 2 行" in page
    assert "单元格 I2 是公式，尚未计算" in page
    assert "“0.0435”不到 1" in page
    assert sorted(row.values["yearly_rate"] for row in Row.objects.all()) == ["4.35", "4.35"]


def test_a_line_of_totals_is_passed_over_and_a_repeat_on_another_sheet_is_told_by_its_name(send):
    page = send(workbook(cells("A"), ["合计", "", "", "", 1], second=[cells("A")[:8]])).content.decode()
    assert "Sheet 第 3 行是合计，没有读" in page
    assert "与工作表“Sheet”第 2 行是同一行" in page
    assert Row.objects.count() == 1


def test_a_file_that_is_none_is_told_by_its_own_name(send):
    answer = send(SimpleUploadedFile("照片.xlsx", b"\x89PNG nothing"))
    assert answer.status_code == 422
    assert "照片.xlsx" in answer.content.decode()


def test_the_form_and_the_rows_leave_as_workbooks_without_what_is_sealed(client, cast: LoanCast):
    cast.enter()
    client.force_login(cast.handler)
    form = openpyxl.load_workbook(io.BytesIO(client.get("/registers/pledge_loans/form.xlsx").content))
    assert form.worksheets[0]["A1"].value == "贷款编号*"
    rows = openpyxl.load_workbook(io.BytesIO(client.get("/registers/pledge_loans/rows.xlsx").content))
    cells = [str(cell.value) for line in rows.worksheets[0].iter_rows() for cell in line]
    assert "测试企业1" in cells
    assert "林某" not in cells
    assert Entry.objects.filter(action="register_exported").count() == 1


@pytest.mark.parametrize(
    ("name", "content"), [("空.csv", b""), ("空.xlsx", b""), ("空白.csv", b"\xef\xbb\xbf"), ("换行.csv", b"\n\n")]
)
def test_an_empty_file_is_named_and_what_to_do_is_said(send, name, content):
    page = send(SimpleUploadedFile(name, content)).content.decode()
    assert name in page
    assert "是空的（0 字节）" in page or "文件里没有内容" in page
    assert "必填" not in page


def test_without_a_file_one_is_asked_for(client, cast: LoanCast):
    client.force_login(cast.clerk)
    page = client.post("/registers/pledge_loans/sheet/", {}).content.decode()
    assert "请选择填好的表" in page
    assert "必填" not in page
