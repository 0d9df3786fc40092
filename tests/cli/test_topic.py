"""Topics and landscapes on the command line, from an export to the printed report."""

import json
import shutil
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "core" / "topics"))
sys.path.insert(0, str(Path(__file__).parents[1] / "core" / "reports"))
from report_reading import charts_of, text_of_document

from factories.exports import write_export
from zhixian.cli import main

OTHER = {"申请号": "CN201510000001.0", "公开（公告）号": "CN104500001A", "申请日": "2015-01-04", "申请人": "乙有限公司"}


@pytest.fixture
def export(tmp_path):
    rows = [
        {"申请号": f"2016{kind}0{number:06}", "公开（公告）号": f"CN10{number:07}A", "申请日": f"{2008 + number % 9}-05-05", "申请人": f"公司{number % 4}"}
        for kind in (1,)
        for number in range(30)
    ]  # fmt: skip
    return write_export(tmp_path / "a.csv", *rows)


def run(*words, data):
    return main([*map(str, words), "--data", str(data)])


@pytest.fixture
def data(tmp_path, export):
    assert (
        run("topic", "make", "铜箔", export, "--as-of", "2020-12-31", "--terms", "只供内部", data=tmp_path / "d") == 0
    )
    return tmp_path / "d"


def test_a_topic_is_made_listed_and_shown(data, capsys):
    capsys.readouterr()
    assert run("topic", "list", data=data) == 0
    assert "a.csv" in capsys.readouterr().out
    assert run("topic", "list", "--json", data=data) == 0
    (told,) = json.loads(capsys.readouterr().out)["topics"]
    assert (told["name"], told["terms"], told["shows_raw"], told["tables"]["records"]) == (
        "铜箔",
        "只供内部",
        False,
        30,
    )
    assert run("topic", "show", "铜箔", data=data) == 0
    assert "条款：只供内部；不允许公开原始数据" in capsys.readouterr().out


def test_topics_that_cannot_be_opened_hide_no_others(data, export, capsys):
    homes = data / "topics"
    for name in ("坏", "断", "丢"):
        assert run("topic", "make", name, export, data=data) == 0
    shutil.copytree(homes / "铜箔", homes / "铜箔+备份")
    next((homes / "坏").glob("snapshots/*/records.parquet")).write_bytes(b"PAR1")
    (homes / "断" / "CURRENT").write_text("", encoding="utf-8")
    (homes / "丢" / "CURRENT").unlink()
    capsys.readouterr()
    assert run("topic", "list", "--json", data=data) == 0
    told = capsys.readouterr()
    assert [topic["name"] for topic in json.loads(told.out)["topics"]] == ["铜箔"]
    said = told.err.splitlines()
    assert len(said) == 4
    assert all(line.startswith("zhixian：注意：没有列出：") for line in said)
    for part in ("文件损坏：records.parquet", "CURRENT 是空的", "缺少 CURRENT", "不能叫“铜箔+备份”"):
        assert sum(part in line for line in said) == 1
    assert run("topic", "show", "无", data=data) == 2
    assert "没有专题库“无”" in capsys.readouterr().err


def test_a_topic_is_refreshed_with_a_new_file(data, tmp_path, capsys):
    more = write_export(tmp_path / "b.csv", OTHER)
    assert run("topic", "refresh", "铜箔", more, "--as-of", "2021-12-31", data=data) == 0
    assert "与上一版比：新增 1 件，减少 0 件" in capsys.readouterr().out
    assert run("topic", "make", "第一版", more, "--as-of", "2021-12-31", data=data) == 0
    assert "与上一版比" not in capsys.readouterr().out, "there is none before the first"


def test_raw_data_are_not_exported_against_the_terms(data, tmp_path, export, capsys):
    assert run("topic", "export", "铜箔", "--xlsx", tmp_path / "x.xlsx", data=data) == 1
    assert "来源的条款不允许公开原始数据（只供内部）" in capsys.readouterr().err
    assert not (tmp_path / "x.xlsx").exists()
    assert run("topic", "make", "开放", export, "--shows-raw", data=data) == 0
    assert run("topic", "export", "开放", "--xlsx", tmp_path / "x.xlsx", data=data) == 0
    assert (tmp_path / "x.xlsx").exists()


def test_the_value_of_patents_is_told_and_written(data, tmp_path, export, capsys):
    assert run("topic", "make", "开放", export, "--shows-raw", "--as-of", "2020-12-31", data=data) == 0
    capsys.readouterr()
    assert run("topic", "value", "开放", "CN 10 0000003 A", "--json", data=data) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["topic"], told["as_of"], told["patents"]) == ("开放", "2020-12-31", 30)
    (record,) = told["records"]
    assert record["year"] == 2011
    values = {one["id"]: one for one in record["values"]}
    assert (values["cited_by"]["value"], values["cited_by"]["reason"]) == (None, "来源没有这一项")
    assert values["term_left"]["value"] == 3777
    assert run("topic", "value", "开放", "--sort", "剩余保护期", "--limit", "3", data=data) == 0
    assert "不合成总分" in capsys.readouterr().out
    assert run("topic", "value", "开放", "--xlsx", tmp_path / "v.xlsx", data=data) == 0
    assert "30 件" in capsys.readouterr().out
    assert (tmp_path / "v.xlsx").exists()


def test_the_merge_list_goes_out_and_comes_back(data, tmp_path, capsys):
    assert run("topic", "applicants", "铜箔", "--xlsx", tmp_path / "l.xlsx", data=data) == 0
    assert run("topic", "applicants", "铜箔", "--decided", tmp_path / "l.xlsx", data=data) == 0
    assert "没有变，仍是版本" in capsys.readouterr().out


def test_a_query_that_cannot_be_read_is_refused_with_its_place_before_anything_is_built(data, capsys):
    (data / "snapshots" / "s").mkdir(parents=True)
    (data / "snapshots" / "s" / "manifest.json").write_text('{"files": {"x.parquet": 1}}', encoding="utf-8")
    (data / "CURRENT").write_text("s", encoding="utf-8")
    for words in (["topic", "make", "新", "--query", "铜箔 (("], ["search", "铜箔", "(("]):
        assert run(*words, data=data) == 2
        assert "检索式 “铜箔 ((▶◀” 处" in capsys.readouterr().err
    assert not (data / "topics" / "新").exists()


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (["landscape", "铜箔", "--as-of", "2021-01-01"], 1, "2021-01-01 晚于专题库的截止日 2020-12-31"),
        (["topic", "make", "新"], 2, "没有写检索式，也没有写文件"),
        (["topic", "make", "铜箔", "a.csv"], 1, "已有专题库“铜箔”"),
        (["topic", "show", "无"], 2, "没有专题库“无”"),
        (["topic", "make", "../x", "a.csv"], 1, "专题库不能叫“../x”"),
        (["landscape", "无"], 2, "没有专题库“无”"),
        (["landscape", "铜箔", "--county", "999999"], 2, "没有行政区划代码 999999"),
        (["topic", "applicants", "铜箔", "--decided", "none.csv"], 1, "没有这个文件"),
        (["topic", "value", "铜箔", "--sort", "总分"], 2, "没有指标“总分”"),
        (["topic", "value", "铜箔", "CN100000003A"], 1, "来源的条款不允许公开原始数据（只供内部）"),
        (["topic", "value", "铜箔", "--as-of", "2021-01-01"], 1, "2021-01-01 晚于专题库的截止日 2020-12-31"),
    ],
)
def test_what_cannot_be_is_refused(data, tmp_path, monkeypatch, capsys, words, status, said):
    monkeypatch.chdir(tmp_path)
    assert run(*words, data=data) == status
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["topic", "applicants", "铜箔", "--xlsx", "x.docx"], "“x.docx”不是 .xlsx 文件，例如 归并清单.xlsx"),
        (["topic", "export", "铜箔", "--xlsx", "x.csv"], "“x.csv”不是 .xlsx 文件，例如 专题库.xlsx"),
        (["topic", "value", "铜箔", "--limit", "0"], "“0”不是 1 至 1000 的整数"),
        (["landscape", "铜箔", "--docx", "x.pdf"], "“x.pdf”不是 .docx 文件，例如 专利导航.docx"),
    ],
)
def test_a_file_of_another_kind_is_wrong_usage(data, tmp_path, monkeypatch, capsys, words, said):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as stopped:
        run(*words, data=data)
    assert stopped.value.code == 2
    assert said in capsys.readouterr().err


def test_a_landscape_is_told_and_printed(data, tmp_path, capsys):
    capsys.readouterr()
    assert run("landscape", "铜箔", "--json", data=data) == 0
    told = json.loads(capsys.readouterr().out)
    figures = {figure["id"]: figure for figure in told["figures"]}
    assert (told["counted"], len(figures)) == (30, 26)
    assert sum(row["records"] for row in figures["filings"]["rows"]) == 30
    assert run("landscape", "铜箔", "--county", "350823", "--docx", tmp_path / "l.docx", data=data) == 0
    words = text_of_document(tmp_path / "l.docx")
    for figure in figures.values():
        assert figure["title"] in words
        assert (figure["sentence"] or f"不作结论：{figure['silence']}。") in words
    drawn = [figure for figure in figures.values() if figure["chart"] and figure["chart"]["kind"] != "matrix"]
    assert 10 <= len(charts_of(tmp_path / "l.docx")) <= len(drawn) + 3
    assert "数据来源的条款：只供内部。" in words


def test_a_merge_list_that_contradicts_itself_is_refused_with_the_names(data, tmp_path, capsys):
    filled = tmp_path / "l.csv"
    filled.write_text("名称,建议归入,决定\n甲厂,乙厂,是\n乙厂,丙厂,是\n甲厂,丙厂,否\n", encoding="utf-8")
    assert run("topic", "applicants", "铜箔", "--decided", filled, data=data) == 1
    said = capsys.readouterr().err
    assert "“甲厂”与“丙厂”定为不是一家" in said
    joined = said.partition("定为不是一家")[2]
    assert "“甲厂”与“乙厂”" in joined
    assert "“乙厂”与“丙厂”" in joined


def test_a_file_of_a_folder_that_cannot_be_read_ends_in_1_and_is_named(tmp_path, capsys):
    folder = tmp_path / "几份"
    folder.mkdir()
    (folder / "没有表头.csv").write_text("随便,写写\n1,2\n", encoding="utf-8")
    write_export(folder / "好.csv", OTHER)
    assert run("topic", "make", "铜箔", folder, "--as-of", "2020-12-31", data=tmp_path / "d") == 1
    said = capsys.readouterr().out
    assert "没有收入 没有表头.csv：前 20 行没有认得的表头" in said
    assert "1 件" in said
    assert run("topic", "make", "另一个", folder, "--as-of", "2020-12-31", "--json", data=tmp_path / "d") == 1
    (skipped,) = json.loads(capsys.readouterr().out)["skipped"]
    assert skipped["file"] == "没有表头.csv"
