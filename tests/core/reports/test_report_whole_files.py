"""The letter of a decision and the report of an import come whole: what stood there stays until the new file is complete."""

from datetime import date

import docx
import pytest
from openpyxl import load_workbook

from zhixian.core.kernel.refusal import Refusal
from zhixian.core.reports.decision import Decision
from zhixian.core.reports.docx.decision import write_decision
from zhixian.core.reports.xlsx.refused import write_refused_xlsx

DECISION = Decision(
    number="决〔2019〕1号", title="关于贷款贴息的决定", granted=False, applicant="甲公司", credit_code="91350823MA00000000",
    matter="质押贷款贴息", subject="", dossier="办〔2019〕1号", submitted=date(2019, 3, 1), accepted=None, publicised=None,
    amount="", basis=("依据第十八条",), reasons=("没有质押",), remedies="可以在六十日内申请行政复议。", unit="某局", decided=date(2019, 4, 1),
)  # fmt: skip
REPORT = {"files": [{"file": "甲.csv", "grouped": [{"column": "申请日", "reason": "不是日期", "count": 2}]}]}
ROW = {
    "file": "甲.csv",
    "sheet": "",
    "row": 3,
    "reasons": ["申请日不是日期"],
    "raw": {"申请日": "昨天"},
    "fixed_at": None,
}


def rows_that_break_off():
    yield ROW
    raise RuntimeError


def test_what_stood_there_is_replaced_and_a_folder_that_is_not_there_is_refused(tmp_path):
    letter, book = tmp_path / "决定.docx", tmp_path / "报告.xlsx"
    for path in (letter, book):
        path.write_text("旧的", encoding="utf-8")
    write_decision(DECISION, letter)
    write_refused_xlsx(REPORT, [ROW], book, title="导入报告")
    assert "不予支持。" in [paragraph.text for paragraph in docx.Document(str(letter)).paragraphs]
    assert load_workbook(book).sheetnames == ["问题汇总", "未收下的行"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["决定.docx", "报告.xlsx"]
    with pytest.raises(Refusal, match="所在文件夹不存在"):
        write_decision(DECISION, tmp_path / "没有" / "决定.docx")
    with pytest.raises(Refusal, match="所在文件夹不存在"):
        write_refused_xlsx(REPORT, [ROW], tmp_path / "没有" / "报告.xlsx", title="导入报告")


def test_a_report_that_breaks_off_leaves_the_old_one(tmp_path):
    book = tmp_path / "报告.xlsx"
    write_refused_xlsx(REPORT, [ROW], book, title="导入报告")
    before = book.read_bytes()
    with pytest.raises(RuntimeError):
        write_refused_xlsx(REPORT, rows_that_break_off(), book, title="导入报告")
    assert (book.read_bytes(), list(tmp_path.iterdir())) == (before, [book])


def test_no_page_bears_a_signature_alone(tmp_path):
    write_decision(DECISION, tmp_path / "决定.docx")
    paragraphs = docx.Document(str(tmp_path / "决定.docx")).paragraphs
    texts = [paragraph.text for paragraph in paragraphs]
    last = texts.index(DECISION.remedies)
    assert texts[last + 1 : last + 4] == ["", "", "某局"]
    assert all(
        one.paragraph_format.keep_with_next or one.style.paragraph_format.keep_with_next
        for one in paragraphs[last : last + 4]
    )
