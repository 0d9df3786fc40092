"""Files of one name are told apart wherever a topic names them, and none is named twice in one line."""

import io
from datetime import date

import openpyxl
import pytest
from rich.console import Console

from factories.exports import write_export
from zhixian.core.kernel.refusal import Refusal
from zhixian.core.reports.topics import made_table, topics_table, write_topic
from zhixian.core.topics.making import Recipe, make_topic, refresh_topic
from zhixian.core.topics.taking_in import each_called

DAY = date(2020, 12, 31)
WRONG = {"申请号": "不是号码", "公开（公告）号": ""}


def _shown(table):
    console = Console(width=400, record=True, file=io.StringIO())
    console.print(table)
    return console.export_text()


def _files(tmp_path, *rows, name="export.csv"):
    """A file of this name in a folder of its own for each row."""
    paths = []
    for number, row in enumerate(rows):
        folder = tmp_path / f"folder{len(list(tmp_path.iterdir()))}{number}"
        folder.mkdir()
        paths.append(write_export(folder / name, *row))
    return tuple(paths)


def _row(number):
    return {"申请号": f"20161{number:07}", "公开（公告）号": f"CN1{number:08}A"}


def test_what_is_noted_of_a_file_names_it_once(tmp_path):
    [path] = _files(tmp_path, [_row(1)])
    whole = path.read_text(encoding="utf-8")
    path.write_text(whole + whole, encoding="utf-8")
    made = make_topic(tmp_path / "data", "铜箔", Recipe(DAY, paths=(path,)), made=DAY)
    assert made.reports[0].notes == ["第 3 行又是表头，已跳过"]
    [line] = [line for line in _shown(made_table(made.topic.manifest)).splitlines() if "又是表头" in line]
    assert line.strip() == "export.csv：第 3 行又是表头，已跳过"


def test_names_are_told_apart_where_several_bear_them():
    assert each_called(["甲.csv", "乙.csv", "甲.csv", "甲.csv"]) == [
        "甲.csv（同名第 1 份）", "乙.csv", "甲.csv（同名第 2 份）", "甲.csv（同名第 3 份）",
    ]  # fmt: skip


def test_reports_and_lists_say_which_file_they_mean(tmp_path):
    paths = (*_files(tmp_path, [_row(1)], [_row(2), WRONG]), *_files(tmp_path, [_row(3)], name="别的.csv"))
    made = make_topic(tmp_path / "data", "铜箔", Recipe(DAY, paths=paths, shows_raw=True), made=DAY)
    told = made.topic.manifest
    both = ["export.csv（同名第 1 份）", "export.csv（同名第 2 份）"]
    assert [report["file"] for report in told["reports"]] == [*both, "别的.csv"]
    shown = _shown(made_table(told))
    assert "\nexport.csv（同名第 2 份） 第 3 行 申请号 “不是号码”" in shown
    assert "、".join([*both, "别的.csv"]) in _shown(topics_table([told]))
    write_topic(tmp_path / "out.xlsx", made.topic)
    cells = [cell.value for row in openpyxl.load_workbook(tmp_path / "out.xlsx")["说明"].iter_rows() for cell in row]
    assert "、".join([*both, "别的.csv"]) in cells


def test_a_file_alone_keeps_its_name_until_another_of_it_comes(tmp_path):
    make_topic(tmp_path / "data", "铜箔", Recipe(DAY, paths=_files(tmp_path, [_row(1)])), made=DAY)
    again = refresh_topic(tmp_path / "data", "铜箔", as_of=DAY, made=DAY)
    assert [report.file for report in again.reports] == ["export.csv"]
    more = refresh_topic(tmp_path / "data", "铜箔", as_of=DAY, paths=_files(tmp_path, [_row(2)]), made=DAY)
    assert [report.file for report in more.reports] == ["export.csv（同名第 1 份）", "export.csv（同名第 2 份）"]


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ([[WRONG]], "例如 export.csv 第 2 行 申请号"),
        (
            [[{"申请号": "CN202210000001.0", "申请日": "2022-01-01", "公开（公告）日": ""}], [WRONG]],
            "例如 export.csv（同名第 2 份） 第 2 行 申请号",
        ),
    ],
)
def test_what_made_no_topic_names_the_file_of_its_example_once(tmp_path, files, said):
    with pytest.raises(Refusal) as refused:
        make_topic(
            tmp_path / "data", "铜箔", Recipe(DAY, paths=_files(tmp_path, *files)), made=DAY, real=date(2023, 1, 1)
        )
    assert said in str(refused.value)
