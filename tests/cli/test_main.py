"""The command line says what is wrong and where, with the exit status that scripts rely on."""

import shutil
import subprocess
import sys

import pytest

from zhixian.cli import COMMANDS, main


def test_each_command_has_help():
    for name in COMMANDS:
        with pytest.raises(SystemExit) as end:
            main([name, "--help"])
        assert end.value.code == 0


def test_plan_check_proves_the_plan(shanghang, capsys):
    assert main(["plan", "check", str(shanghang)]) == 0
    assert "引文、单位、条款、数字和期限全部核对一致" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("file", "before", "after", "words"),
    [
        ("amounts.yaml", "parameter: cap", "parameter: capp", "navigation.cap.parameter：“capp”没有定义"),
        (
            "targets.yaml",
            "id: gi_marks",
            "id: gi_markz",
            "gi_markz.id：“gi_markz”（地理标志商标）没有定义。应为：可计算的指标的编号（列在下面），是不是“gi_marks”（地理标志商标）？",
        ),
        ("targets.yaml", "id: gi_marks", "id: pct_filings", "现有登记数据算不出“PCT 国际专利申请量”"),
        ("targets.yaml", "unit: 万元", "unit: 件", "单位“件”不能用于“年专利权质押融资额”。应为：万元、元、亿元"),
        (
            "amounts.yaml",
            "eligible: new_agencies",
            "eligible: new_agents",
            "grant_agency.eligible：“new_agents”没有定义",
        ),
    ],
)
def test_plan_check_refuses_what_cannot_be_computed(shanghang, tmp_path, capsys, file, before, after, words):
    folder = tmp_path / "shanghang"
    shutil.copytree(shanghang, folder)
    content = (folder / file).read_text(encoding="utf-8")
    assert before in content
    (folder / file).write_text(content.replace(before, after, 1), encoding="utf-8")
    assert main(["plan", "check", str(folder)]) == 1
    assert words in capsys.readouterr().err


def test_a_refusal_goes_to_standard_error_with_its_status(tmp_path, capsys):
    assert main(["plan", "check", str(tmp_path / "nowhere")]) == 2
    out = capsys.readouterr()
    assert out.out == ""
    assert "没有这个方案目录" in out.err


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        (["targets", "--data", "d", "--as-of", "2020-13-31"], "“2020-13-31”不是日期"),
        (["targets", "--data", "d", "--as-of", "0001-01-01"], "“1”不是 1985 至 2200 之间的年份"),
        (["targets", "--as-of", "2020-12-31"], "缺少参数 --data"),
        (["targets", "--data", "d", "--as-of", "2020-12-31", "--region", "3508"], "不是六位行政区划代码"),
        (["incentives", "--data", "d", "--year", "18"], "“18”不是 1985 至 2200 之间的年份"),
        (["plna"], "没有“plna”这一项，可选 plan、registry"),
        (["plan"], "缺少参数"),
    ],
)
def test_wrong_usage_exits_2_and_says_why(argv, words, capsys):
    with pytest.raises(SystemExit) as end:
        main(argv)
    assert end.value.code == 2
    assert words in capsys.readouterr().err


def test_without_a_command_it_shows_what_there_is(capsys):
    assert main([]) == 2
    assert "incentives" in capsys.readouterr().err


def test_it_runs_as_a_module():
    done = subprocess.run([sys.executable, "-m", "zhixian", "--version"], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "0.1.0"
