"""Text that does not say how it is written, workbooks under WPS's name, and rows too long for any sort of file."""

from io import BytesIO

import pytest
import xlsxwriter

from zhixian.core.kernel.refusal import Refusal
from zhixian.core.registry.csv_batches import text_of
from zhixian.core.registry.encodings import unmarked_utf16
from zhixian.core.registry.sheets.guards import OLE, could_be_sheet, sort_of
from zhixian.core.registry.sheets.xlsx.pieces import Damaged, pieces

HEADINGS = ["申请号", "公开号", "标题", "申请日", "授权公告日", "申请人"]
ROW = ["CN201410408762.5", "CN105160001B", "一种尾矿处理装置", "2014-08-20", "2016-08-17", "甲公司"]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("delimiter", [",", "\t"])
def test_utf16_without_a_mark_is_known_by_its_zeros(tmp_path, imported, encoding, delimiter):
    path = tmp_path / "导出.csv"
    path.write_bytes("\r\n".join(delimiter.join(row) for row in (HEADINGS, ROW)).encode(encoding))
    result = imported(path)
    assert [right["title"] for right in result.table("rights")] == ["一种尾矿处理装置"]
    assert text_of(path).encoding == encoding


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"name,kind\nabcdefgh\0ijkl,enterprise\n",
        "名称,类型\n甲公司\0,企业\n".encode("gb18030"),
        bytes(range(256)) * 8,
    ],
)
def test_a_stray_zero_is_no_utf16(head):
    assert unmarked_utf16(head) is None


def test_a_workbook_called_et_is_read_by_what_it_is(tmp_path, imported):
    with xlsxwriter.Workbook(str(tmp_path / "x.xlsx")) as book:
        sheet = book.add_worksheet()
        for place, row in enumerate((HEADINGS, ROW)):
            sheet.write_row(place, 0, row)
    path = (tmp_path / "x.xlsx").rename(tmp_path / "导出.et")
    assert could_be_sheet(path, path.read_bytes())
    assert len(imported(path).table("rights")) == 1


def test_an_et_without_a_workbook_says_how_to_save_it(tmp_path):
    path = tmp_path / "导出.et"
    path.write_bytes(OLE + bytes(2000))
    with pytest.raises(Refusal) as refusal:
        sort_of(path)
    assert (
        str(refusal.value)
        == "导出.et：是 WPS 表格（et），里面不是 Excel 的工作簿，读不了。应为：用 WPS 表格另存为 xlsx 的文件"
    )


def test_a_row_too_long_is_told_alike_in_text_and_workbook(tmp_path, imported, monkeypatch):
    """Counted in bytes of UTF-8: 400 Chinese characters are more than 1,000 of them."""
    for module in ("text_table", "xlsx.pieces"):
        monkeypatch.setattr(f"zhixian.core.registry.sheets.{module}.LONGEST_ROW", 1000)
    monkeypatch.setattr("zhixian.core.registry.sheets.text_table.BLOCK_BYTES", 500)
    text = tmp_path / "导出.csv"
    text.write_text("\n".join(",".join(row) for row in (HEADINGS, [*ROW[:2], "尾" * 400, *ROW[3:]])), encoding="utf-8")
    part = b"<sst><si><t>" + "尾".encode() * 400 + b"</t></si></sst>"
    with pytest.raises(Refusal, match="有一行超过 32 MB"):
        imported(text)
    with pytest.raises(Damaged, match="有一行超过 32 MB"):
        list(pieces(BytesIO(part), inside=b"sst", element=b"si", block=500))
