"""A pool's statement of a year, as document and workbook: the sums, the parts, nothing that is not so."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import docx
import openpyxl
import pytest

from zhixian.core.kernel.money import yuan
from zhixian.core.reports.docx.risk_pool import write_pool_docx
from zhixian.core.reports.risk_pool import LoanLine, Movement, PoolStatement, Share
from zhixian.core.reports.xlsx.risk_pool import write_pool_xlsx

TOLD = PoolStatement(
    pool="某银行助保贷资金池",
    bank="某银行",
    document="样助保贷〔2018〕1号",
    unit="县经信科技局",
    year=2019,
    as_of=date(2019, 12, 31),
    shares=(
        Share("县财政", "政府", "60%", 100_000, 7, 30_001, 10),
        Share("=某银行", "银行", "40%", 50_000, 0, 20_000, 5),
    ),
    movements=(
        Movement(date(2019, 5, 30), date(2019, 6, 1), "缴存", "县财政", "进账1号", 7, 150_007),
        Movement(None, date(2019, 6, 2), "补偿", "补偿〔2019〕1号 甲公司", "支付1号", -50_001, 100_006),
        Movement(date(2019, 7, 1), date(2019, 7, 1), "收回", "补偿〔2019〕1号 甲公司", "收回1号", 15, 100_021),
    ),
    loans=(LoanLine("甲公司", "JH-1", 100_000, date(2018, 1, 3), date(2019, 1, 3), date(2018, 6, 1), 50_001, 15),),
    standing="已熔断：不良贷款 499.84 元",
    label="合成数据",
)
EMPTY = replace(TOLD, movements=(), loans=(), standing="", label="")


def test_the_year_adds_up():
    assert dict(TOLD.totals) == {"年初余额": 150_000, "缴存": 7, "补偿": 50_001, "收回": 15, "期末余额": 100_021}
    assert TOLD.closing_fen == TOLD.movements[-1].balance_fen


def words_of(told, tmp_path):
    path = tmp_path / "x.docx"
    write_pool_docx(told, path)
    paper = docx.Document(BytesIO(path.read_bytes()))
    cells = [[cell.text for cell in row.cells] for table in paper.tables for row in table.rows]
    return "\n".join(part.text for part in paper.paragraphs), cells


def test_the_document_tells_sums_members_entries_and_loans(tmp_path):
    words, cells = words_of(TOLD, tmp_path)
    assert "年初余额 1,500 元；缴存 0.07 元；补偿 500.01 元；收回 0.15 元；期末余额 1,000.21 元。" in words
    assert "已熔断：不良贷款 499.84 元。" in words
    assert ["项目", "县财政", "=某银行", "合计"] in cells
    assert ["出资比例", "60%", "40%", "100%"] in cells
    assert ["分担补偿", "300.01", "200", "500.01"] in cells
    assert ["期末", "700.16", "300.05", "1,000.21"] in cells
    assert not any(row[0] == "清退" for row in cells)
    assert ["—", "2019-06-02", "补偿：补偿〔2019〕1号 甲公司", "支付1号", "-500.01", "1,000.06"] in cells
    assert ["甲公司", "JH-1", "1,000", "2019-01-03", "500.01", "0.15"] in cells


def test_what_was_paid_back_and_a_supplement_stand_in_it(tmp_path):
    shares = tuple(replace(share, returned_fen=1_000) for share in TOLD.shares)
    changed = (date(2019, 9, 1), "补1号", "补偿比例 60%")
    words, cells = words_of(replace(TOLD, shares=shares, supplements=(changed,)), tmp_path)
    assert "清退 20 元；期末余额 980.21 元" in words
    assert "补充协议：补1号，2019年9月1日起算，补偿比例 60%。" in words
    assert ["清退", "10", "10", "20"] in cells


def test_a_year_without_anything_says_so(tmp_path):
    words, _ = words_of(EMPTY, tmp_path)
    assert "本年没有收支。" in words
    assert "没有入池的贷款。" in words


def test_the_workbook_holds_the_same_and_no_formula(tmp_path):
    path = tmp_path / "x.xlsx"
    write_pool_xlsx(TOLD, path)
    book = openpyxl.load_workbook(path)
    rows = {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}
    assert list(rows) == ["汇总", "各方", "流水", "贷款", "说明"]
    assert ("期末余额", 1000.21) in rows["汇总"]
    assert rows["各方"][2][0] == "=某银行"
    assert book["各方"]["A3"].data_type == "s"
    assert [row[5] for row in rows["流水"][1:]] == [0.07, -500.01, 0.15]
    assert rows["流水"][0][:2] == ("到账日", "记账日")
    assert [[cell and f"{cell:%m-%d}" for cell in row[:2]] for row in rows["流水"][1:]] == [
        ["05-30", "06-01"],
        [None, "06-02"],
        ["07-01", "07-01"],
    ]
    assert ("数据性质", "合成数据") in rows["说明"]


@pytest.mark.parametrize(("write", "name"), [(write_pool_docx, "x.docx"), (write_pool_xlsx, "x.xlsx")])
def test_the_same_statement_makes_the_same_bytes(write, name, tmp_path):
    first, second = tmp_path / name, tmp_path / f"again-{name}"
    write(TOLD, first)
    write(TOLD, second)
    assert first.read_bytes() == second.read_bytes()


def test_a_member_that_ends_below_zero_is_explained(tmp_path):
    owing = replace(TOLD, shares=(TOLD.shares[0], replace(TOLD.shares[1], opening_fen=0, paid_in_fen=0)))
    short = yuan(-owing.shares[1].closing_fen)
    assert owing.shares[1].closing_fen < 0
    words, _ = words_of(owing, tmp_path)
    assert f"期末为负：{owing.shares[1].member} {short} 元。分担的补偿多于缴存和分回" in words
    assert "期末为负" not in words_of(TOLD, tmp_path)[0]
    write_pool_xlsx(owing, tmp_path / "x.xlsx")
    told = dict(openpyxl.load_workbook(tmp_path / "x.xlsx")["说明"].iter_rows(values_only=True, max_col=2))
    assert told["期末为负"].startswith(f"{owing.shares[1].member} {short} 元")
