"""Folders as they really are: one file that cannot be read stops no other, and each is told with its reason."""

import json
import os
import shutil
import zipfile

import pytest
import xlsxwriter
from small_registry import RIGHTS, table, take, write_csv

from zhixian.cli import main
from zhixian.core.kernel.refusal import Refusal
from zhixian.core.registry.formats import importers
from zhixian.core.registry.importing import import_paths
from zhixian.core.registry.staging import ROW, right_ref
from zhixian.core.registry.status import status, status_lines

EXPORT = "申请号,标题,申请日\nCN201410408762.5,尾矿,2014-08-15\n"
BOMB = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "aaaa"><!ENTITY y "&x;&x;">]><a>&y;</a>'


@pytest.fixture
def folder(tmp_path):
    """One good export; the others come from each test."""
    path = tmp_path / "in"
    path.mkdir()
    (path / "导出.csv").write_text(EXPORT, encoding="utf-8")
    return path


def workbook(path):
    """A small export, whatever the name says."""
    written = path.with_name("written.xlsx")
    with xlsxwriter.Workbook(str(written)) as book:
        for row, line in enumerate(EXPORT.splitlines()):
            book.worksheets_objs or book.add_worksheet()
            book.worksheets_objs[0].write_row(row, 0, line.split(","))
    return written.rename(path)


def packed(path, **members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name.replace("__", "."), text)
    return path


def whys(result):
    return {skip.file: skip.why.partition("。应为")[0] for skip in result.unreadable}


def test_each_file_that_cannot_be_read_is_told_and_the_others_are_taken(tmp_path, folder):
    (folder / "empty.xlsx").touch()
    (folder / "empty.xml").touch()
    (folder / "README").touch()
    whole = workbook(folder / "cut.xlsx").read_bytes()
    (folder / "cut.xlsx").write_bytes(whole[: len(whole) // 2])
    (folder / "cut.xml").write_text("<cn-patent-document><a>", encoding="utf-8")
    (folder / "bomb.xml").write_text(BOMB, encoding="utf-8")
    packed(folder / "bomb.zip", a__xml=b"<a>" + b" " * (20 << 20) + b"</a>")
    packed(folder / "sheets.zip", 导出__xlsx=b"x")
    (folder / "cut.zip").write_bytes((folder / "bomb.zip").read_bytes()[:200])
    (folder / "binary.csv").write_bytes(b"a,b\n\0\1\2\n")
    (folder / "link.csv").symlink_to(folder / "nowhere.csv")
    result = take(tmp_path / "data", folder)
    assert whys(result) == {
        "empty.xlsx": "文件是空的",
        "empty.xml": "文件是空的",
        "cut.xlsx": "文件已损坏，打不开",
        "cut.xml": "第 1 行：XML 不完整或有错（Opening and ending tag mismatch: a line 1 and documents）",
        "bomb.xml": "含有实体声明（<!ENTITY …>），为防止实体炸弹不予读取",
        "bomb.zip": "压缩包内 a.xml 解开后是原来的 400 倍以上，疑为压缩炸弹，不予读取",
        "sheets.zip": "压缩包里没有 .xml 文件（里面有：导出.xlsx）",
        "cut.zip": "压缩包已损坏",
        "binary.csv": "不是表格文件（含有二进制内容）",
        "link.csv": "是链接，指向的文件不存在",
    }
    assert [skip.file for skip in result.skipped if not skip.unreadable] == ["README"]
    assert [report.file for report in result.files] == ["导出.csv"]
    assert [right["title"] for right in table(tmp_path / "data", "rights")] == ["尾矿"]
    kept = {path.name for path in (tmp_path / "data" / "sources").glob("*/*")}
    assert (kept, [s["name"] for s in status(tmp_path / "data")["sources"]]) == ({"导出.csv"}, ["导出.csv"])


def test_the_command_says_so_by_its_status_and_in_the_json(tmp_path, folder, capsys):
    (folder / "empty.xlsx").touch()
    assert main(["registry", "import", str(folder), "--data", str(tmp_path / "data"), "--json"]) == 1
    said = capsys.readouterr()
    assert said.err == "zhixian：有 1 个文件读不出，没有导入：empty.xlsx。其余的已导入，原因见报告\n"
    told = json.loads(said.out)
    assert list(told) == ["snapshot", "files", "tables"]
    assert [list(entry) for entry in told["files"]] == 2 * [
        ["file", "format", "rows", "taken", "merged", "refused", "unknown_headings", "problems"]
    ]
    assert told["files"][1] == {
        "file": "empty.xlsx", "format": "", "rows": 0, "taken": 0, "merged": 0, "refused": 0, "unknown_headings": [],
        "problems": [
            {"sheet": "empty.xlsx", "row": 0, "column": "", "value": "", "reason": "文件是空的。应为：xlsx、xls 或 csv 文件"}
        ],
    }  # fmt: skip
    assert main(["registry", "import", str(folder), "--data", str(tmp_path / "data")]) == 1
    assert "没有导入 empty.xlsx：文件是空的" in capsys.readouterr().out
    (folder / "empty.xlsx").unlink()
    assert main(["registry", "import", str(folder), "--data", str(tmp_path / "data")]) == 0


def test_a_file_that_was_named_must_be_read(tmp_path, folder, capsys):
    (folder / "empty.xlsx").touch()
    data = tmp_path / "data"
    for paths in ([folder, folder / "empty.xlsx"], [folder / "empty.xlsx"]):
        assert main(["registry", "import", *map(str, paths), "--data", str(data)]) == 1
        assert capsys.readouterr().err == "zhixian：empty.xlsx：文件是空的。应为：xlsx、xls 或 csv 文件\n"
        assert status(data)["snapshot"] is None
        assert not list((data / "sources").iterdir())
    packed(folder / "bomb.zip", a__xml=b"<a>" + b" " * (20 << 20) + b"</a>")
    with pytest.raises(Refusal, match=r"bomb\.zip：压缩包内 a\.xml 解开后是原来的 400 倍以上"):
        take(data, folder / "bomb.zip")


def test_a_folder_of_which_nothing_can_be_read_is_refused(tmp_path, folder):
    (folder / "导出.csv").write_bytes(b"")
    with pytest.raises(Refusal, match=r"^导出\.csv：文件是空的"):
        take(tmp_path / "data", folder)
    (folder / "b.xlsx").touch()
    with pytest.raises(Refusal, match=r"没有一个读得出的文件（b\.xlsx：文件是空的.*；导出\.csv：文件是空的"):
        take(tmp_path / "data", folder)
    assert not list((tmp_path / "data" / "sources").iterdir())


class HalfWay:
    """Reads one right, and then finds that the file is broken."""

    format = "half"

    def recognises(self, path, head):
        return path.suffix == ".half"

    def stage(self, path, stage, *, progress):
        number = "CN99122288.1"
        stage.append_rows("events", [{"right_id": right_ref(number), "event": "lapsed", ROW: 1}])
        stage.refuse("rights", path.name, 2, {"申请号": "x"}, [])
        raise Refusal("读到一半坏了", where=path.name)


def test_what_a_refused_file_left_does_not_come_along_with_the_next(tmp_path, folder):
    (folder / "a.half").touch()
    result = import_paths([folder], data=tmp_path / "data", importers=[HalfWay(), *importers()])
    assert whys(result) == {"a.half": "读到一半坏了"}
    assert (result.tables["events"], result.files[0].refused, status(tmp_path / "data")["refused"]["waiting"]) == (
        0,
        0,
        0,
    )
    assert len(list((tmp_path / "data" / "staged").iterdir())) == 1


@pytest.mark.parametrize("name", ["导出.xls", "导出.csv", "导出.XLSB", "导出.xlsm", "导出.txt"])
def test_a_workbook_is_read_by_its_contents_whatever_its_name(tmp_path, folder, name):
    (folder / "导出.csv").unlink()
    result = take(tmp_path / "data", workbook(folder / name))
    assert (result.files[0].rows, result.files[0].taken) == (1, 1)


def test_links_lead_round_only_once(tmp_path, folder):
    (folder / "sub").mkdir()
    (folder / "sub" / "up").symlink_to(folder)
    (folder / "same").symlink_to(folder / "sub")
    (folder / "目录.xlsx").mkdir()
    os.mkfifo(folder / "pipe.csv")
    result = take(tmp_path / "data", folder)
    assert [(skip.file, skip.why) for skip in result.skipped] == [
        ("pipe.csv", "不是普通文件，也不是目录"),
        ("same/up", "是链接，指回它所在的目录"),
        ("sub/up", "是链接，指回它所在的目录"),
    ]
    assert len(result.files) == 1
    (folder / "broken").symlink_to("nowhere")
    with pytest.raises(Refusal, match="是链接，指向的文件不存在"):
        take(tmp_path / "data", folder / "broken")
    with pytest.raises(Refusal, match="不是普通文件，也不是目录"):
        take(tmp_path / "data", folder / "pipe.csv")


def test_a_name_is_shown_on_one_line_whatever_it_holds(tmp_path, folder, capsys):
    names = [os.fsdecode("乱码".encode("gb18030") + b".csv"), "两\n行\x1b[31m😀.csv", os.fsdecode(b"\xff\xfe.csv")]
    for name in names:
        shutil.copy(folder / "导出.csv", folder / name)
    (folder / os.fsdecode("坏".encode("gb18030") + b".xlsx")).touch()
    data = tmp_path / "data"
    assert main(["registry", "import", str(folder), "--data", str(data)]) == 1
    assert "坏.xlsx" in capsys.readouterr().err
    assert main(["registry", "status", "--data", str(data)]) == 0
    listed = [source["name"] for source in status(data)["sources"]]
    assert {"导出.csv", "乱码.csv", "两_行_[31m😀.csv"} < set(listed)
    assert all(line.isprintable() for line in status_lines(status(data)))
    assert main(["registry", "import", str(folder / "没有\n\udcff"), "--data", str(data)]) == 1
    assert main(["registry", "rebuild", "--data", str(data)]) == 0


def test_a_file_that_the_system_keeps_from_us_is_told(tmp_path, folder, monkeypatch):
    (folder / "锁.csv").write_text(EXPORT, encoding="utf-8")
    opened = type(folder).open

    def forbidden(path, *args, **options):
        if path.name == "锁.csv":
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path, *args, **options)

    monkeypatch.setattr(type(folder), "open", forbidden)
    assert whys(take(tmp_path / "data", folder)) == {"锁.csv": "读不出（没有读写权限）"}
    with pytest.raises(Refusal, match=r"锁\.csv：读不出（没有读写权限）"):
        take(tmp_path / "data", folder / "锁.csv")


def test_two_bytewise_equal_files_of_which_one_is_refused(tmp_path):
    folder = tmp_path / "in"
    write_csv(folder / "rights.csv", RIGHTS)
    shutil.copy(folder / "rights.csv", folder / "parties.csv")
    result = take(tmp_path / "data", folder)
    assert list(whys(result)) == ["parties.csv"]
    assert result.tables["rights"] == 2
    assert take(tmp_path / "data", folder / "rights.csv").snapshot == result.snapshot


def test_a_member_of_a_zip_that_lies_nowhere_is_refused_alone(tmp_path, folder):
    document = (
        '<cn-patent-document country="CN"><cn-bibliographic-data><application-reference><document-id><country>CN</country>'
        "<doc-number>201410408762.5</doc-number><date>20140815</date></document-id></application-reference>"
        "</cn-bibliographic-data></cn-patent-document>"
    )
    archive = packed(folder / "x.zip", a__xml=document, b__xml=document)
    listing = bytearray(archive.read_bytes())
    second = listing.rindex(b"PK\1\2")
    listing[second + 42 : second + 46] = b"\xff\xff\xff\x7f"
    archive.write_bytes(listing)
    report = next(report for report in take(tmp_path / "data", folder).files if report.file == "x.zip")
    assert (report.rows, report.refused) == (2, 1)
    assert [p.reason for p in report.problems] == ["压缩包内的这个文件已损坏或压缩方法不支持"]
