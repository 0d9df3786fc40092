"""What is wrong with a file or a cell is told in the officer's words; nothing is dropped in silence."""

import io
import json
import os
import struct
import zipfile
from datetime import date

import pytest
import xlsxwriter

from zhixian.core.kernel.refusal import Refusal
from zhixian.core.registry.numbers import check_digit
from zhixian.core.registry.sheets import guards
from zhixian.core.registry.sheets.guards import could_be_sheet

HEADS = ["公开号", "申请号", "标题", "申请日", "公开日", "授权公告日", "国际分类", "申请人", "法律状态"]


def number(serial: int, kind: int = 1) -> str:
    digits = f"2014{kind}{serial:07d}"
    return f"CN{digits}.{check_digit(digits)}"


def row(serial: int = 1, **cells: object) -> list[object]:
    values = {"公开号": "", "申请号": number(serial), "标题": "装置", "申请日": "2014-08-20", "公开日": "", "授权公告日": "2016-08-17",
              "国际分类": "", "申请人": "甲公司", "法律状态": ""} | cells  # fmt: skip
    return [values[heading] for heading in HEADS]


def test_each_bad_cell_is_named(workbook, imported) -> None:
    good = number(1)
    wrong = good[:-1] + ("1" if good[-1] != "1" else "2")
    path = workbook([
        HEADS,
        row(1),
        row(申请号=wrong),
        row(2, 申请日="2017.13.2"),
        row(3, 授权公告日="2013-01-01"),
        row(4, 申请日="1984-01-01"),
        row(5, 公开日="昨天"),
        row(申请号="", 公开号=""),
        row(申请号="2.01E+11"),
        row(6, 法律状态="奇怪"),
        row(7, 标题="长" * 20_000),
        row(申请号="PCT/CN2014/083421"),
    ])  # fmt: skip
    result = imported(path)
    assert result.told() == [
        (3, "申请号", f"校验位应为 {good[-1]}", True),
        (4, "申请日", "不是日期，应写成 2017-03-02 这样", True),
        (5, "授权公告日", "授权公告日早于申请日 2014-08-20", True),
        (6, "申请日", "早于专利法施行日 1985-04-01", True),
        (7, "公开日", "不是日期，应写成 2017-03-02 这样，没有取", False),
        (8, "公开号", "没有申请号，也没有公开号", True),
        (9, "申请号", "是科学计数法，末几位已丢失；请把该列改为文本后重新导出", True),
        (10, "法律状态", "未知的状态词，没有用于比对", False),
        (11, "标题", "单元格超过 32767 字节，没有取", False),
        (12, "公开号", "不是中国专利，未导入（WO）", True),
    ]
    assert (result.report.rows, result.report.refused, len(result.table("rights"))) == (11, 7, 4)
    assert result.report.problems[1].sentence() == "Sheet1 第 4 行 申请日 “2017.13.2” 不是日期，应写成 2017-03-02 这样"
    kept = [json.loads(line) for line in (result.folder / "refused.jsonl").read_text("utf-8").splitlines()]
    assert [line["row"] for line in kept] == [3, 4, 5, 6, 8, 9, 11, 12]
    assert kept[1]["raw"]["申请日"] == "2017.13.2"
    assert kept[1]["raw"]["申请人"] == "甲公司"


def test_rows_that_are_no_data(workbook, imported) -> None:
    path = workbook([HEADS, row(1), [], HEADS, row(2), ["", "", "", "", "", "", "", "", ""], ["注：数据截至年底"]])
    result = imported(path)
    assert (result.report.rows, result.report.refused) == (2, 0)
    assert [r["_row"] for r in result.table("rights")] == [2, 5]
    assert result.report.notes == [
        "Sheet1 第 4 行又是表头，已跳过",
        "Sheet1 第 7 行只有一格文字，不是数据：注：数据截至年底",
    ]


def test_several_sheets(workbook, imported) -> None:
    path = workbook({"甲": [HEADS, row(1)], "空": [], "杂项": [["随便", "写写"]], "乙": [["标题"], HEADS, row(2)]})
    result = imported(path)
    assert (result.report.rows, [r["_row"] for r in result.table("rights")]) == (2, [2, 30_000_003])
    assert result.report.notes == [
        "工作表“杂项”没有认得的表头，没有导入，共 1 行",
        "工作表“乙”的行在合并时记作 30000000+行号",
    ]


def test_an_export_cut_at_the_cap(workbook, imported) -> None:
    result = imported(workbook([HEADS, *(row(n) for n in range(10_000))]))
    assert result.report.notes == ["工作表“Sheet1”恰好 10,000 行，可能被导出上限截断，请分批重新导出核对"]
    assert imported(workbook([HEADS, *(row(n) for n in range(9_999))], name="less.xlsx")).report.notes == []


def test_names_that_only_look_alike_stay_apart(workbook, imported) -> None:
    names = [
        "紫金矿业集团（上杭）有限公司",
        "紫金矿业集团(上杭)有限公司",
        "紫金矿业集团有限公司",
        "紫金山实验室",
        "紫金 矿业集团有限公司\u200b",
    ]
    result = imported(workbook([HEADS, *(row(n, 申请人=name) for n, name in enumerate(names))]))
    assert sorted(p["party_id"] for p in result.table("parties")) == [
        "name:紫金山实验室", "name:紫金矿业集团(上杭)有限公司", "name:紫金矿业集团有限公司",
    ]  # fmt: skip


def test_number_cells_formulas_and_days(workbook, imported) -> None:
    digits = "201410000001"
    path = workbook(
        [HEADS, row(申请号=int(digits), 申请日=date(2014, 8, 20), 授权公告日=20160817.0), row(2, 标题="=1+1")]
    )
    result = imported(path)
    first, second = result.table("rights")
    assert (first["number"], first["filed"], first["registered"]) == (number(1), date(2014, 8, 20), date(2016, 8, 17))
    assert second["title"] == "=1+1"


def test_a_heading_that_stands_there_twice_says_which_cell_counts(workbook, imported) -> None:
    result = imported(workbook([[*HEADS, "申请日"], [*row(1), date(2014, 9, 1)]]))
    assert result.report.notes == ["表头里“申请日”出现了 2 次，每行取从左数第一个有内容的"]
    assert imported(workbook([HEADS, row(1)], "一次.xlsx")).report.notes == []


def _with_dimension(path, claimed: bytes):
    rewritten = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(rewritten, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name.endswith("sheet1.xml"):
                assert b'ref="A1:I3"' in data
                data = data.replace(b'ref="A1:I3"', b'ref="' + claimed + b'"')
            new.writestr(name, data)
    path.write_bytes(rewritten.getvalue())
    return path


def test_wrong_dimensions_of_a_sheet_do_not_hide_rows(workbook, imported) -> None:
    path = _with_dimension(workbook([HEADS, row(1), row(2)]), b"A1")
    assert len(imported(path).table("rights")) == 2


def test_one_cell_far_out(workbook, imported, tmp_path) -> None:
    path = tmp_path / "far.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        for place, cells in enumerate((HEADS, row(1))):
            sheet.write_row(place, 0, cells)
        sheet.write(1_048_575, 16_383, " ")
    with pytest.raises(Refusal, match="数据散布到第 1,048,576 行、第 16,384 列"):
        imported(path)


def test_a_range_that_is_only_claimed(workbook, imported) -> None:
    path = _with_dimension(workbook([HEADS, row(1), row(2)]), b"A1:XFD1048576")
    assert len(imported(path).table("rights")) == 2


def test_csv_rows_of_another_width(text_file, imported) -> None:
    lines = [",".join(HEADS)]
    lines.append(f"CN104223352B,{number(1)},装置,2014-08-20,,2016-08-17,B07B1/00,甲公司,有效")
    lines.append(f"CN104223352B,{number(2)},装置,2014-08-20,,2016-08-17")
    lines.append("")
    lines.append(f"CN104223352B,{number(3)},装,置,2014-08-20,,2016-08-17,B07B1/00,甲公司,有效")
    lines.append(f"CN104223352B,{number(4)},装置,2014-08-20,,2016-08-17,B07B1/00,甲公司,有效,,")
    result = imported(text_file("\n".join(lines) + "\n"))
    assert sorted(r["_row"] for r in result.table("rights")) == [2, 3, 6]
    assert [(p.row, p.column, p.refused) for p in result.report.problems] == [(5, "整行", True)]
    assert result.report.problems[0].reason.startswith("有 10 格，表头有 9 格")
    assert result.report.rows == 4


def test_rows_that_all_go_on_beyond_the_headings_are_all_refused(text_file, imported) -> None:
    moved = [f"{number(n)},装置,及方法,2014-08-20,甲公司" for n in (1, 2)]
    result = imported(text_file("\n".join(["申请号,标题,申请日,申请人", *moved])))
    assert [(p.row, p.column, p.refused) for p in result.report.problems] == [(2, "整行", True), (3, "整行", True)]
    assert result.report.problems[0].reason.startswith("有 5 格，表头有 4 格")


def test_sums_with_bare_commas_are_refused_in_a_form_of_two_rows(text_file, imported) -> None:
    lines = [
        "贷款编号,借款人,贷款人,放款日,到期日,本金（元）",
        *(f"D{n},甲公司,某银行,2018-03-15,2019-03-15,5,000,000" for n in (1, 2)),
    ]
    result = imported(text_file("\n".join(lines)))
    assert (result.report.rows, result.report.refused) == (2, 2)
    assert result.table("loans") == []


@pytest.mark.parametrize("ended", ["", ","])
def test_a_delimiter_at_the_end_of_every_row_is_no_cell(text_file, imported, ended) -> None:
    lines = [f"申请号,标题,申请日,申请人{ended}", *(f"{number(n)},装置,2014-08-20,甲公司," for n in (1, 2))]
    result = imported(text_file("\n".join(lines)))
    assert (len(result.table("rights")), result.report.problems, result.report.notes) == (2, [], [])


@pytest.mark.parametrize("written", ["xlsx", "csv", "html"])
def test_what_stands_under_no_heading_is_told(workbook, text_file, imported, written) -> None:
    rows = [
        ["申请号", "", "标题", "申请日", "申请人"],
        [number(1), "专利权终止", "装置", "2014-08-20", "甲公司"],
        [number(2), "", "装置", "2014-08-20", "甲公司"],
    ]
    if written == "csv":
        path = text_file("\n".join(",".join(row) for row in rows))
    elif written == "html":
        path = text_file(
            "<table>"
            + "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
            + "</table>",
            name="表.xls",
        )
    else:
        path = workbook([*rows, [number(3), "", "装置", "2014-08-20", "甲公司", "2019-01-01 专利权终止"]])
    told = [note for note in imported(path).report.notes if "没有表头" in note]
    assert [note.split(" ", 1)[1] for note in told] == [
        "第 2 列没有表头，1 行有内容（第 2 行起），没有取",
        *(["第 6 列没有表头，1 行有内容（第 4 行起），没有取"] if written == "xlsx" else []),
    ]


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_text_under_the_name_of_a_workbook(text_file, imported, delimiter) -> None:
    text = "\n".join(delimiter.join(f'"{cell}"' for cell in line) for line in (HEADS, row(1)))
    assert len(imported(text_file(text, name="renamed.xls", encoding="gb18030")).table("rights")) == 1


def test_an_html_table_under_the_name_of_a_workbook(text_file, imported) -> None:
    lines = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in line) + "</tr>" for line in (HEADS, row(1)))
    path = text_file(f"<html><meta charset=gbk><table>{lines}</table></html>", name="web.xls", encoding="gb18030")
    assert [r["number"] for r in imported(path).table("rights")] == [number(1)]


def test_a_workbook_under_another_name(workbook, imported, tmp_path) -> None:
    path = workbook([HEADS, row(1)]).rename(tmp_path / "x.csv")
    assert len(imported(path).table("rights")) == 1


def _bomb(path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", bytes(96 << 20))


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda p: p.write_bytes(b""), "文件是空的"),
        (lambda p: p.write_bytes(b"PK\x03\x04 broken"), "文件已损坏"),
        (
            lambda p: p.write_bytes(guards.OLE + b"\0" * 2000 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 99),
            "打开密码",
        ),
        (lambda p: p.write_bytes(guards.OLE + b"\0" * 600), "文件已损坏"),
        (lambda p: p.write_bytes(b'<?xml version="1.0"?><Workbook/>'), "是 XML 文件"),
        (lambda p: p.write_bytes(b"MZ\0\0" + os.urandom(64)), "不是表格文件"),
        (lambda p: p.write_bytes(b"<html><p>x</p></html>"), "没有表格"),
        (lambda p: p.write_bytes(b"\n\n \n"), "没有内容"),
        (_bomb, "疑似压缩炸弹"),
        (lambda p: zipfile.ZipFile(p, "w").close(), "是压缩包，不是工作簿"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_as_a_whole(tmp_path, imported, make, words) -> None:
    path = tmp_path / "bad.xlsx"
    make(path)
    with pytest.raises(Refusal, match=words) as refused:
        imported(path)
    assert "bad.xlsx" in str(refused.value)


def test_a_zip_that_is_no_workbook(tmp_path, imported) -> None:
    path = tmp_path / "bad.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", "x")
    with pytest.raises(Refusal, match="是压缩包，不是工作簿"):
        imported(path)


def test_no_headings_and_no_rows(workbook, imported) -> None:
    with pytest.raises(Refusal, match="前 20 行没有认得的表头（找到：1、2014100512565"):
        imported(workbook([[1, "2014100512565", "疫苗"]]))
    with pytest.raises(Refusal, match="工作表里没有内容"):
        imported(workbook({"空": []}, name="empty.xlsx"))
    result = imported(workbook([HEADS], name="headings.xlsx"))
    assert (result.report.rows, result.table("rights")) == (0, [])


def test_an_unclosed_quotation(text_file, imported) -> None:
    text = ",".join(HEADS) + f'\n"CN104223352B,{number(1)},装置\n' + "x" * (17 << 20)
    with pytest.raises(Refusal, match="引号没有配对"):
        imported(text_file(text))


@pytest.mark.parametrize(
    ("tail", "why"),
    [
        (f'CN104223352B,{number(3)},"装', "英文双引号没有配对"),
        (f'CN104223352B,{number(3)},装置,2014-08-20,,2016-08-17,B07B1/00,甲公司,"有', "英文双引号没有配对"),
        (f'CN104223352B,{number(3)},"装置\n分两行, 中间', "英文双引号没有配对"),
        (f"CN104223352B,{number(3)},装置", "只有 3 格，表头有 9 格"),
        (number(3), "只有 1 格，表头有 9 格"),
    ],
)
def test_a_file_that_was_cut_off_says_in_which_row_and_takes_the_whole_ones(text_file, imported, tail, why) -> None:
    whole = [f'CN104223352B,{number(n)},"装置\n二",2014-08-20,,2016-08-17,B07B1/00,甲公司,有效' for n in (1, 2)]
    result = imported(text_file("\n".join([",".join(HEADS), *whole, tail])))
    assert set(result.rights()) == {number(1), number(2)}
    assert [(p.row, p.column, p.refused) for p in result.report.problems] == [(4, "整行", True)]
    assert why in result.report.problems[0].reason
    assert (result.report.rows, result.report.refused) == (3, 1)
    assert "第 4 行没有写完，文件就断了，后面的行可能都没有传来，请重新导出或下载" in result.report.notes


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("tail", [f"CN104223352B,{number(3)},装", f'CN104223352B,{number(3)},"装', "装,,,,,,,,装"])
def test_a_file_that_was_cut_off_inside_a_character_loses_that_row_only(tmp_path, imported, encoding, tail) -> None:
    whole = [f"CN104223352B,{number(n)},装置,2014-08-20,,2016-08-17,B07B1/00,甲公司,有效" for n in (1, 2)]
    path = tmp_path / "cut.csv"
    path.write_bytes("\n".join([",".join(HEADS), *whole, tail]).encode(encoding)[:-1])
    result = imported(path)
    assert set(result.rights()) == {number(1), number(2)}
    assert [(p.row, p.column, p.refused) for p in result.report.problems] == [(4, "整行", True)]
    assert result.report.cut_off.startswith("第 4 行没有写完，文件就断了")


def test_a_stray_quotation_mark_that_swallows_rows_is_no_cut(text_file, imported) -> None:
    rows = [f"CN104223352B,{number(n)},装置,2014-08-20,,2016-08-17,B07B1/00,甲公司,有效" for n in (1, 2, 3)]
    rows[1] = rows[1].replace("装置", '"装置')
    with pytest.raises(Refusal, match="第 3 行附近有一个引号没有配对，其后的行读不出来"):
        imported(text_file("\n".join([",".join(HEADS), *rows])))


@pytest.mark.parametrize(
    ("row_before", "last"),
    [
        (f"CN104223352B,{number(2)},装置", f"CN104223352B,{number(3)},装置"),
        (f"CN104223352B,{number(2)},装置,2014-08-20,,,,,", f'CN104223352B,{number(3)},5" 屏,2014-08-20,,,,,'),
        (f"CN104223352B,{number(2)},装置,2014-08-20,,,,,", f'CN104223352B,{number(3)},"5"" 屏",2014-08-20,,,,,"有效"'),
    ],
)
def test_a_last_row_without_a_line_end_is_whole_where_others_are_as_short_or_it_is_full(
    text_file, imported, row_before, last
) -> None:
    result = imported(text_file("\n".join([",".join(HEADS), row_before, last])))
    assert set(result.rights()) == {number(2), number(3)}
    assert (result.report.problems, result.report.notes) == ([], [])


def test_a_notice_at_the_end_is_no_row_that_was_cut_off(text_file, imported) -> None:
    whole = f"CN104223352B,{number(1)},装置,2014-08-20,,2016-08-17,B07B1/00,甲公司,有效"
    result = imported(text_file("\n".join([",".join(HEADS), whole, "注：数据截至年底"])))
    assert (result.report.problems, result.report.notes) == (
        [],
        ["导出.csv 第 3 行只有一格文字，不是数据：注：数据截至年底"],
    )


def test_bytes_that_are_no_text_are_counted(tmp_path, imported) -> None:
    path = tmp_path / "broken.csv"
    path.write_bytes(
        "\n".join([",".join(HEADS), ",".join(map(str, row(1, 标题="装置")))])
        .encode("gb18030")
        .replace("置".encode("gb18030"), b"\xff")
    )
    result = imported(path)
    assert [r["title"] for r in result.table("rights")] == [None]
    assert result.report.notes == ["有 1 处字节不是 GB18030 文字，已写作 \N{REPLACEMENT CHARACTER}"]


def test_blocks_of_text_join_without_seam(text_file, imported, monkeypatch) -> None:
    lines = [",".join(HEADS)]
    for n in range(300):
        cells = row(n, 标题=f'"装置\n第,{n}""号"')
        lines.append(",".join(map(str, cells)) if n % 7 else ",".join(map(str, cells)) + ",多")
    path = text_file("\n".join(lines), encoding="gb18030")
    whole = imported(path)
    monkeypatch.setattr("zhixian.core.registry.sheets.text_table.BLOCK_BYTES", 1001)
    (cut,) = [imported(path)]
    assert cut.report.rows == whole.report.rows == 300
    assert cut.report.refused == whole.report.refused == 43
    assert sorted((r["_row"], r["title"]) for r in cut.table("rights")) == sorted(
        (r["_row"], r["title"]) for r in whole.table("rights")
    )
    assert {r["_row"] for r in cut.table("rights")} == {n + 2 for n in range(300) if n % 7}


def test_which_files_are_sheets(tmp_path) -> None:
    assert could_be_sheet(tmp_path / "a.XLSX", b"PK\x03\x04")
    assert could_be_sheet(tmp_path / "a.csv", b"a,b")
    assert not could_be_sheet(tmp_path / "a.zip", b"PK\x03\x04")
    assert not could_be_sheet(tmp_path / "a.xml", b"<?xml version")
    assert not could_be_sheet(tmp_path / "a.xls", b"\xef\xbb\xbf<?xml version")


def old_workbook(stream: bytes) -> bytes:
    """An `.xls` whose workbook stream is this: a header, one sector of chains, one of names, then the stream."""

    def entry(name: str, kind: int, start: int, size: int) -> bytes:
        spelt = name.encode("utf-16-le") + b"\0\0"
        nobody = b"\xff" * 12
        return spelt.ljust(64, b"\0") + struct.pack("<HBB", len(spelt), kind, 1) + nobody + bytes(36) + struct.pack(
            "<IQ", start, size
        )  # fmt: skip

    none, end = 0xFFFFFFFF, 0xFFFFFFFE
    head = guards.OLE + bytes(16) + struct.pack("<5H", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<9I", 0, 1, 1, 0, 4096, end, 0, end, 0) + struct.pack("<109I", 0, *[none] * 108)
    sectors = len(stream) // 512
    chains = struct.pack("<128I", 0xFFFFFFFD, end, *range(3, sectors + 2), end, *[none] * (126 - sectors))
    names = entry("Root Entry", 5, end, 0) + entry("Workbook", 2, 2, len(stream))
    return head + chains + names.ljust(512, b"\0") + stream


def test_an_old_workbook_on_which_the_reader_breaks_down_is_refused(tmp_path, imported) -> None:
    begin = struct.pack("<4H", 0x809, 16, 0x600, 5) + bytes(12)
    cut_short = struct.pack("<2H", 0x85, 3) + b"abc"  # a sheet's entry that ends before the sheet's name
    path = tmp_path / "导出.xls"
    path.write_bytes(old_workbook((begin + cut_short).ljust(8192, b"\xff")))
    with pytest.raises(Refusal, match=r"导出\.xls：文件已损坏，打不开"):
        imported(path)
