"""What `zhixian plan read` prints: the head of the text, the counts, and the first findings of each kind."""

from pathlib import Path

import pytest

from zhixian.cli import main


def test_summary_shows_the_first_findings(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    promises = "".join(f"{number}.对第{number}类企业给予奖励。\n" for number in range(1, 11))
    file = tmp_path / "plan.txt"
    file.write_text(f"到2027年，培育企业20家。\n给予每家最高5万元奖励。\n{promises}", encoding="utf-8")
    assert main(["plan", "read", str(file)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[:6] == [
        "《（没有读到标题）》",
        "条款 10 条，责任单位 0 处，目标 1 个，金额 1 个，待人工判断 10 处",
        "目标",
        "  企业 20家（2027年）",
        "金额",
        "  给予每家最高5万元奖励",
    ]
    assert lines[6] == "待定：承诺资金支持，但文中没有数额"
    assert len(lines) == 16
    assert lines[-1] == "  ……另有 2 处，全部见 --json 或 --out"


def test_text_that_is_no_plan(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "other.txt"
    file.write_text("今天天气很好。\n", encoding="utf-8")
    assert main(["plan", "read", str(file)]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "没有读到条款、责任单位、目标或金额，请确认这是一份公文"
