"""What `zhixian plan read` prints: the head of the text, the counts, and the first findings of each kind."""

from pathlib import Path

import pytest
import yaml

from zhixian.cli import main
from zhixian.core.plan.documents import read_as


def test_summary_shows_the_first_findings(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    promises = "".join(f"{number}.对第{number}类企业给予奖励。\n" for number in range(1, 11))
    file = tmp_path / "plan.txt"
    file.write_text(f"到2027年，培育企业20家。\n给予每家最高5万元奖励。\n{promises}", encoding="utf-8")
    assert main(["plan", "read", str(file)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[:6] == [
        "《（没有读到标题）》",
        "任务 10 项，条款 10 条，责任单位 0 处，目标 1 个，金额 1 个，待人工判断 11 处",
        "目标",
        "  企业 20家（2027年）",
        "金额",
        "  给予每家最高5万元奖励",
    ]
    assert lines[6] == "待定：承诺资金支持，但文中没有数额"
    assert lines[15] == "  ……另有 2 处，全部见 --json 或 --out"
    assert lines[16] == "待定：全文没有写责任单位，各项任务的 units 待填"
    assert len(lines) == 18


def test_text_that_is_no_plan(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "other.txt"
    file.write_text("今天天气很好。\n", encoding="utf-8")
    assert main(["plan", "read", str(file)]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "没有读到条款、责任单位、目标或金额，请确认这是一份公文"


DRAFTED = """某县加快品牌建设实施方案
一、总体目标
到2030年底，每万人发明专利拥有量达到5件。
二、重点任务
（一）培育主体。每家给予50万元奖励。（责任单位：县市场监管局）
某县人民政府
2026年3月1日
"""


def test_a_draft_is_told_everything_in_one_round_with_the_choices(tmp_path, capsys):
    (tmp_path / "plan.txt").write_text(DRAFTED, encoding="utf-8")
    folder = tmp_path / "plan"
    assert main(["plan", "read", str(tmp_path / "plan.txt"), "--out", str(folder)]) == 0
    assert main(["plan", "check", str(folder)]) == 1
    said = capsys.readouterr().err
    assert "方案有 3 处需要修改" in said
    assert "plan.yaml 第 7 行 region：没有写" in said
    assert "“target_1”（每万人发明专利拥有量）没有定义" in said
    assert "是不是“inventions_per_10k”（每万人发明专利拥有量）？没有合适的就删去这一条" in said
    assert "没有规则用得上的金额，从 amounts 里删去，原文的承诺写进 open_norms" in said
    assert "    registered_marks　商标有效注册量（件）\n" in said
    assert "    gi_mark　地理标志商标注册奖励：fixed（定额 fixed）\n" in said


def test_the_screen_counts_the_tasks_of_the_draft(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tasks = "（二）加强保护。县公安局牵头，县法院参与。\n（三）优化服务。办好服务站。\n"
    (tmp_path / "plan.txt").write_text(DRAFTED.replace("某县人民政府\n", f"{tasks}某县人民政府\n"), encoding="utf-8")
    assert main(["plan", "read", str(tmp_path / "plan.txt"), "--out", str(tmp_path / "plan")]) == 0
    assert "任务 3 项，条款 5 条，责任单位 2 处" in capsys.readouterr().out
    clauses = yaml.safe_load((tmp_path / "plan" / "plan.yaml").read_text("utf-8"))["clauses"]
    assert [task["id"] for task in clauses] == ["（一）", "（二）", "（三）"]


def test_a_file_in_place_of_a_plan_is_told_what_to_do_with_it(tmp_path, capsys):
    (tmp_path / "plan.txt").write_text(DRAFTED, encoding="utf-8")
    assert main(["plan", "check", str(tmp_path / "plan.txt")]) == 1
    assert (
        "这是一个文件，不是方案目录。应为：公文先用 zhixian plan read 文件 --out plans/某县" in capsys.readouterr().err
    )


def test_what_a_file_really_is_is_told(tmp_path, capsys):
    (tmp_path / "a.doc").write_text(f"<html><body><p>{DRAFTED}</p></body></html>", encoding="utf-8")
    assert main(["plan", "read", str(tmp_path / "a.doc")]) == 0
    assert "a.doc：文件名是 .doc，内容是网页，已按网页读；请核对" in capsys.readouterr().err
    for name in ("a.txt", "plan"):
        (tmp_path / name).write_text(DRAFTED, encoding="utf-8")
        assert main(["plan", "read", str(tmp_path / name)]) == 0
        assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("name", "start", "kind"),
    [
        ("a.doc", b"%PDF-1.7", " PDF "),
        ("a.pdf", b"PK\x03\x04", " Word 文档（docx）"),
        ("a.wps", b"\xe4\xb8\x80", "文本"),
    ],
)
def test_an_ending_that_says_another_kind(tmp_path, name, start, kind):
    (tmp_path / name).write_bytes(start)
    assert read_as(tmp_path / name).startswith(f"文件名是 {name[1:]}，内容是{kind}，已按{kind}读")


@pytest.mark.parametrize(
    ("name", "start"), [("a.PDF", b"%PDF-1.7"), ("a.docx", b"PK\x03\x04"), ("a.htm", b"<!DOCTYPE html>")]
)
def test_an_ending_that_is_right_is_passed_over(tmp_path, name, start):
    (tmp_path / name).write_bytes(start)
    assert read_as(tmp_path / name) == ""


def test_the_summary_tells_what_is_new_from_what_stands_and_the_code_of_the_place(tmp_path, capsys):
    text = "上杭县品牌方案\n到2030年底，新增注册商标300件，有效发明专利总量达到500件。\n上杭县人民政府\n2026年3月1日\n"
    (tmp_path / "plan.txt").write_text(text, encoding="utf-8")
    assert main(["plan", "read", str(tmp_path / "plan.txt"), "--out", str(tmp_path / "out")]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[3:5] == ["  新增注册商标 300件（2030年底）", "  有效发明专利总量 500件（2030年底）"]
    assert lines[-1] == 'plan.yaml 的 region 可填 "350823"（福建省龙岩市上杭县）'


STATED_TWICE = """一、总体目标
到2025年底，地理标志商标达到3件，有效商标注册量达到12件。
指标名称\t单位\t2025年目标值
地理标志商标\t件\t3
有效商标注册量\t件\t15
"""


def test_a_goal_stated_twice_is_told_as_one_and_differing_figures_are_not(tmp_path, capsys):
    (tmp_path / "plan.txt").write_text(STATED_TWICE, encoding="utf-8")
    assert main(["plan", "read", str(tmp_path / "plan.txt"), "--out", str(tmp_path / "plan")]) == 0
    told = [line for line in capsys.readouterr().out.splitlines() if "件（" in line]
    assert [("与上面第 1 个目标相同" in line, line.split("（")[0].strip()) for line in told] == [
        (False, "地理标志商标 3件"),
        (False, "有效商标注册量 12件"),
        (True, "地理标志商标 3件"),
        (False, "有效商标注册量 15件"),
    ]
    written = (tmp_path / "plan" / "targets.yaml").read_text("utf-8")
    assert written.count("与 target_1 是同一个目标，请留一条") == written.count("是同一个目标") == 1
