"""A data folder, a plan's folder or a topic that is named and not there is wrong usage, whatever command names it."""

import pytest

from zhixian.cli import main

DAY = ["--as-of", "2019-12-31"]
READING = (
    ["registry", "status"], ["registry", "rebuild"], ["registry", "set-aside", "a.csv", "2", "--reason", "重复"], ["targets", *DAY],
    ["indicators", *DAY], ["incentives", "--year", "2018"], ["search", "铜箔"], ["look-alike", "杭梅"], ["topic", "list"],
    ["topic", "show", "铜箔"], ["topic", "refresh", "铜箔"], ["topic", "applicants", "铜箔"], ["topic", "value", "铜箔"],
    ["topic", "export", "铜箔", "--xlsx", "o.xlsx"], ["topic", "make", "铜箔", "--query", "铜箔"], ["landscape", "铜箔"],
    ["report", *DAY, "--out", "o.docx"],
)  # fmt: skip
OF_A_PLAN = ("targets", "indicators", "incentives", "report")
OF_A_TOPIC = [words for words in READING if words[:2] != ["topic", "make"] and "铜箔" in words and words[0] != "search"]


@pytest.mark.parametrize("words", READING, ids=" ".join)
def test_a_data_folder_that_is_not_there(words, shanghang, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    plan = ["--plan", str(shanghang)] if words[0] in OF_A_PLAN else []
    assert main([*words, *plan, "--data", "nowhere"]) == 2
    out, err = capsys.readouterr()
    assert (out, err.startswith("zhixian：nowhere：没有这个目录。应为：--data")) == ("", True)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("words", [words for words in READING if words[0] in OF_A_PLAN], ids=" ".join)
def test_a_plan_that_is_not_there(words, tmp_path, capsys):
    assert main([*words, "--plan", str(tmp_path / "plan"), "--data", str(tmp_path)]) == 2
    assert f"{tmp_path / 'plan'}：没有这个方案目录" in capsys.readouterr().err


@pytest.mark.parametrize("words", OF_A_TOPIC, ids=" ".join)
def test_a_topic_that_is_not_there(words, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main([*words, "--data", str(tmp_path)]) == 2
    assert "没有专题库“铜箔”" in capsys.readouterr().err


def test_a_folder_that_is_there_without_anything_is_no_wrong_usage(shanghang, tmp_path, capsys):
    for words, status in ((["topic", "list"], 0), (["registry", "status"], 0), (["search", "铜箔"], 1)):
        assert main([*words, "--data", str(tmp_path)]) == status, words
    assert "还没有专题库" in capsys.readouterr().out


def test_what_is_taken_in_makes_its_folder_and_a_file_that_is_not_there_is_refused(tmp_path, capsys):
    path = tmp_path / "parties.csv"
    assert main(["registry", "import", str(path), "--data", str(tmp_path / "data")]) == 1
    assert "找不到文件或目录" in capsys.readouterr().err
    path.write_text("party_id,name,region\nP1,甲公司,350823\n", encoding="utf-8")
    assert main(["registry", "import", str(path), "--data", str(tmp_path / "data")]) == 0
    assert main(["topic", "list", "--data", str(tmp_path / "data")]) == 0
