"""Bad, hostile and unusual XML: refused with a reason and a line, or refused for one document alone."""

import codecs
import json
import zipfile
from pathlib import Path

import pytest
from test_xml_families import Run, importer_of, run  # noqa: F401 -- the fixture

from factories import xml_samples as samples
from zhixian.core.kernel.refusal import Refusal
from zhixian.core.registry.drafts import Draft, open_draft, refused_rows
from zhixian.core.registry.finding_files import choose_importer
from zhixian.core.registry.formats import importers
from zhixian.core.registry.importing import import_paths
from zhixian.core.registry.staging import staging
from zhixian.core.registry.xml import CnipaXml, DocdbXml


def refusal(tmp_path: Path, content: bytes | str, name: str = "a.xml", family: type = DocdbXml) -> str:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with staging(tmp_path / "out", file=name, format="x") as stage, pytest.raises(Refusal) as caught:
        family().stage(path, stage, progress=lambda done, total: None)
    return str(caught.value)


BOMB = """<?xml version="1.0"?>
<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<exchange-documents xmlns="http://www.epo.org/exchange"><exchange-document country="CN">&b;</exchange-document>
</exchange-documents>"""


@pytest.mark.parametrize(
    "doctype",
    [
        BOMB,
        BOMB.replace('<!ENTITY a "aaaaaaaaaa">', '<!ENTITY a SYSTEM "file:///etc/hostname">'),
        BOMB.replace('<!ENTITY a "aaaaaaaaaa">', '<!ENTITY % a SYSTEM "http://127.0.0.1:1/x.dtd"> %a;'),
    ],
)
def test_entity_declarations_are_refused(tmp_path: Path, doctype: str) -> None:
    assert "实体声明" in refusal(tmp_path, doctype)


def test_pictures_declared_as_entities_do_no_harm(run: Run) -> None:  # noqa: F811 -- the fixture
    doctype = '<!DOCTYPE cn-patent-document SYSTEM "x.dtd" [\n<!NOTATION TIF SYSTEM "t"><!ENTITY p1 SYSTEM "p.tif" NDATA TIF>\n]>'
    assert run(samples.cnipa_old(doctype=doctype))[1].refused == 0


def test_a_truncated_file_names_the_line(tmp_path: Path) -> None:
    text = samples.docdb(samples.exchange())
    assert "行：XML 不完整" in refusal(tmp_path, text[: text.index("<exch:parties>")])


def test_broken_markup_names_the_line(tmp_path: Path) -> None:
    text = samples.docdb(samples.exchange()).replace("</exch:applicants>", "")
    line = text[: text.index("</exch:parties>")].count("\n") + 1
    assert f"第 {line} 行" in refusal(tmp_path, text)


def test_great_depth_is_refused(tmp_path: Path) -> None:
    deep = "<a>" * 5000 + "</a>" * 5000
    assert "XML" in refusal(tmp_path, samples.docdb(samples.exchange(), deep))


def test_a_huge_text_is_refused(tmp_path: Path) -> None:
    huge = "<exch:a>" + "甲" * 4_000_000 + "</exch:a>"
    assert "第" in refusal(tmp_path, samples.docdb(huge))


def test_bytes_that_are_not_in_the_declared_encoding(tmp_path: Path) -> None:
    assert "编码" in refusal(tmp_path, samples.cnipa_new().encode("gb18030"), family=CnipaXml)
    wrong = samples.cnipa_new().replace("utf-8", "gb18030").encode()[:-300] + b"\xff\xff</a>"
    assert "不是声明的编码 gb18030" in refusal(tmp_path, wrong, family=CnipaXml)
    unknown = samples.cnipa_new().replace("utf-8", "ebcdic-xx")
    assert "ebcdic-xx" in refusal(tmp_path, unknown, family=CnipaXml)


@pytest.mark.parametrize("declared", ["GB18030", "gb2312", "GBK"])
def test_chinese_encodings(run: Run, declared: str) -> None:  # noqa: F811 -- the fixture
    text = samples.cnipa_new(title="镕𠮷").replace("utf-8", declared)
    assert run(text.encode("gb18030"))[0]["rights"][0]["title"] == "一种镕𠮷的制备方法"


@pytest.mark.parametrize("mark", [codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE])
def test_byte_order_marks(run: Run, mark: bytes) -> None:  # noqa: F811 -- the fixture
    name = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}[mark]
    text = samples.cnipa_new() if name == "utf-8" else samples.cnipa_new().replace("utf-8", "UTF-16")
    assert run(mark + text.encode(name))[0]["rights"][0]["number"] == "CN202111286633.X"


def test_many_documents_one_after_the_other(run: Run) -> None:  # noqa: F811 -- the fixture
    doctype = '<!DOCTYPE cn-patent-document SYSTEM "x.dtd">\n'
    parts = [samples.cnipa_old(number=f"20141040876{i}", doctype=doctype) for i in range(10)]
    tables, report = run("".join(parts))
    assert len(tables["rights"]) == report.rows == 10
    assert [r["_row"] for r in tables["rights"]] == list(range(1, 11))


def test_documents_across_chunks(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811 -- the fixture
    monkeypatch.setattr("zhixian.core.registry.xml.prologs.CHUNK", 7)
    parts = [samples.cnipa_old(number=f"20141040876{i}", doctype='<!DOCTYPE a SYSTEM "x" [ ]>') for i in range(3)]
    assert run("".join(parts))[1].rows == 3


def test_bad_days_and_numbers_refuse_one_document(run: Run) -> None:  # noqa: F811 -- the fixture
    text = samples.docdb(
        samples.exchange(filed="20171302"),
        samples.exchange(filed="00000000"),
        samples.exchange(number="20121010645"),
        samples.exchange(number=""),
        samples.exchange(),
    )
    tables, report = run(text)
    assert (report.rows, report.refused, len(tables["rights"])) == (5, 3, 2)
    assert tables["rights"][0]["filed"] is None
    assert [(p.row, p.column, p.refused) for p in report.problems] == [
        (1, "申请日", True), (2, "申请日", False), (3, "申请号", True), (4, "申请号", True),
    ]  # fmt: skip
    assert report.problems[0].sentence() == "exchange-document 第 1 行 申请日 “20171302” 不是日期"


def test_a_wrong_check_digit_says_the_right_one(run: Run, tmp_path: Path) -> None:  # noqa: F811 -- the fixture
    report = run(samples.cnipa_new(number="202111286633.1"))[1]
    assert (report.rows, report.refused) == (1, 1)
    assert "校验位应为 X" in report.problems[0].reason
    kept = json.loads((tmp_path / "staged" / "refused.jsonl").read_text(encoding="utf-8"))
    assert kept["raw"]["申请号/注册号"] == "202111286633.1"


def test_a_refused_row_of_a_document_is_corrected_in_its_file(tmp_path: Path) -> None:
    path, data = tmp_path / "公报.xml", tmp_path / "data"
    path.write_text(samples.docdb(samples.exchange(filed="20171302"), samples.exchange()), encoding="utf-8")
    import_paths([path], data=data, importers=importers(), into=Draft("one"))
    rows = list(refused_rows(data, open_draft(data, "one")))
    assert [(row["format"], row["row"], row["fixable"]) for row in rows] == [("docdb-xml", 1, False)]


def packed(path: Path, files: dict[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in files.items():
            out.writestr(name, content)
    return path


def test_a_zip_of_documents_of_two_ages(run: Run, tmp_path: Path) -> None:  # noqa: F811 -- the fixture
    files = {"b/新.xml": samples.cnipa_new(), "a/旧.XML": samples.cnipa_old(), "a/图.tif": b"II*", "c/坏.xml": "<a"}
    tables, report = run(packed(tmp_path / "a.zip", files))
    assert [r["number"] for r in tables["rights"]] == ["CN201410408762.5", "CN202111286633.X"]
    assert (report.rows, report.refused) == (3, 1)
    assert [r["_row"] for r in tables["rights"]] == [1, 2]
    assert report.problems[0].sheet == "c/坏.xml"
    assert any("1 个文件不是 .xml" in note for note in report.notes)


def test_a_damaged_member_keeps_what_was_read(run: Run, tmp_path: Path) -> None:  # noqa: F811 -- the fixture
    text = samples.docdb(samples.exchange(), samples.exchange())
    tables, report = run(packed(tmp_path / "a.zip", {"d.xml": text[: text.rindex("<exch:parties>")]}))
    assert (len(tables["rights"]), report.rows, report.refused) == (1, 2, 1)
    assert "此前的 1 篇已读" in report.problems[0].reason


def test_a_folder(run: Run, tmp_path: Path) -> None:  # noqa: F811 -- the fixture
    folder = tmp_path / "folder" / "20211210"
    folder.mkdir(parents=True)
    (folder / "1.xml").write_text(samples.cnipa_new(), encoding="utf-8")
    (folder / "2.xml").write_text(samples.cnipa_old(), encoding="utf-8")
    tables, report = run(folder.parent)
    assert (len(tables["rights"]), report.rows) == (2, 2)


def test_zip_bombs_passwords_and_damage(tmp_path: Path) -> None:
    bomb = packed(tmp_path / "bomb.zip", {"a.xml": b" " * (20 << 20)})
    assert "压缩炸弹" in refusal(tmp_path, bomb.read_bytes(), "b.zip")
    whole = packed(tmp_path / "whole.zip", {"a.xml": samples.cnipa_new()}).read_bytes()
    assert "压缩包已损坏" in refusal(tmp_path, whole[: len(whole) // 2], "c.zip")
    flag = whole.index(b"PK\x01\x02") + 8
    assert "有密码" in refusal(tmp_path, whole[:flag] + b"\x01" + whole[flag + 1 :], "d.zip")


def test_a_zip_of_something_else_says_what_is_in_it(tmp_path: Path) -> None:
    told = "压缩包里的 {} 不是专利或商标 XML{}。应为：CNIPA"
    for name, inside, more in (
        ("a.zip", "notes.xml", ""),
        ("b.zip", "../../x.xml", "，这个名称指到压缩包外面，没有照它解压"),
        ("c.zip", "/etc/x.xml", "，这个名称指到压缩包外面，没有照它解压"),
    ):
        with pytest.raises(Refusal) as caught:
            choose_importer(packed(tmp_path / name, {inside: "<note/>"}), "auto", importers())
        assert told.format(inside, more) in str(caught.value)


@pytest.mark.parametrize("content", ["", "<?xml version='1.0'?>", samples.docdb()])
def test_nothing_inside(tmp_path: Path, content: str) -> None:
    assert "没有读到任何文献" in refusal(tmp_path, content)


def test_the_name_of_a_file_says_nothing(tmp_path: Path) -> None:
    renamed = tmp_path / "数据.txt"
    renamed.write_text(samples.docdb(samples.exchange()), encoding="utf-8")
    assert importer_of(renamed).format == "docdb-xml"


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04junk", b"a,b\n1,2\n", b"<html><body/></html>", b"<", b"\x00\xff<a"]
)
def test_other_files_are_not_recognised(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.xml"
    path.write_bytes(content)
    assert not any(family().recognises(path, content) for family in (CnipaXml, DocdbXml))


def test_a_mark_of_the_year_9990_is_refused(run: Run) -> None:  # noqa: F811 -- the fixture
    tables, report = run(samples.st96_mark().replace("2017-03-28-05:00", "9990-03-28"))
    assert (report.rows, report.refused, tables.get("rights", [])) == (1, 1, [])
    assert [(p.column, p.value, p.reason) for p in report.problems] == [
        ("授权/注册日", "9990-03-28", "太晚，期限超出四位数的年份")
    ]
