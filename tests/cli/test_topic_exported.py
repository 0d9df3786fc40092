"""`--exported`: the day on which files were exported, said on the command line."""

import json

import pytest

from factories.exports import write_export
from zhixian.cli import main

LATER = {
    "申请号": "CN201510000001.0",
    "公开（公告）号": "CN104500001A",
    "申请日": "2015-01-04",
    "公开（公告）日": "2022-08-01",
}


def run(*words, data):
    return main([*map(str, words), "--data", str(data)])


@pytest.fixture
def data(tmp_path):
    return tmp_path / "d"


def test_the_day_is_kept_with_the_file_and_shown(data, tmp_path, capsys):
    export = write_export(tmp_path / "a.csv", {})
    assert run("topic", "make", "铜箔", export, "--exported", "2022年6月30日", "--as-of", "2024-12-31", data=data) == 0
    capsys.readouterr()
    assert run("topic", "show", "铜箔", data=data) == 0
    told = "".join(capsys.readouterr().out.split())
    assert "来源格式导出日读取采用并入退回a.csvincopat2022-06-301100" in told
    assert "来源的导出日是2022-06-30，以后到截止日2024-12-31的变化没有计入。" in told
    assert run("topic", "show", "铜箔", "--json", data=data) == 0
    shown = json.loads(capsys.readouterr().out)
    assert [source["exported"] for source in shown["sources"]] == ["2022-06-30"]
    assert (shown["days"]["exported"], shown["days"]["unsaid"]) == (["2022-06-30"], 0)
    assert run("landscape", "铜箔", "--json", data=data) == 0
    figures = {one["id"]: one for one in json.loads(capsys.readouterr().out)["figures"]}
    assert "来源的导出日是 2022-06-30，2021 年起的申请没有收全" in figures["filings"]["method"]


def test_a_refresh_says_the_day_of_its_own_files(data, tmp_path, capsys):
    assert run("topic", "make", "铜箔", write_export(tmp_path / "a.csv", {}), "--as-of", "2024-12-31", data=data) == 0
    later = write_export(tmp_path / "b.csv", LATER)
    words = ("topic", "refresh", "铜箔", later, "--as-of", "2024-12-31")
    capsys.readouterr()
    assert run(*words, "--exported", "2022-07-31", data=data) == 1
    assert "b.csv 第 2 行：公开（公告）日是 2022-08-01，晚于所说的导出日 2022-07-31" in capsys.readouterr().err
    assert run(*words, "--exported", "2023-01-31", "--json", data=data) == 0
    told = json.loads(capsys.readouterr().out)
    assert [source["exported"] for source in told["sources"]] == [None, "2023-01-31"]
    assert told["remarks"][1] == "有 1 份来源没有写明导出日。"


def test_a_day_to_come_is_refused(data, tmp_path, capsys):
    export = write_export(tmp_path / "a.csv", {})
    assert run("topic", "make", "铜箔", export, "--exported", "2199-01-01", data=data) == 1
    assert "导出日 2199-01-01 晚于今天" in capsys.readouterr().err
    assert not (data / "topics" / "铜箔").exists()


def test_a_day_without_files_is_wrong_usage(data, tmp_path, capsys):
    assert run("topic", "make", "铜箔", write_export(tmp_path / "a.csv", {}), data=data) == 0
    capsys.readouterr()
    assert run("topic", "refresh", "铜箔", "--exported", "2022-06-30", data=data) == 2
    assert "给已收的文件补写，把那个文件再给一次" in capsys.readouterr().err
