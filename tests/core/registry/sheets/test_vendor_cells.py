"""A cell of an export that cannot be read is left out alone: its row is taken and waits for it, as in our own forms."""

import json

import openpyxl
import pytest

from zhixian.core.registry.numbers import check_digit

HEADINGS = ["申请号", "公开号", "标题", "申请日", "授权公告日", "申请人", "IPC分类号", "地址"]
WRONG = "是算错的公式，里面没有值；请改正公式再导入"


def number(serial):
    digits = f"20141{serial:07d}"
    return f"CN{digits}.{check_digit(digits)}"


def row(serial, **cells):
    plain = dict(zip(HEADINGS, (number(serial), f"CN10516{serial:04d}B", "装置", "2014-08-20", "2016-08-17", "甲公司", "A01B1/00", "福建省上杭县"), strict=True))  # fmt: skip
    return list((plain | cells).values())


ROWS = [
    row(1, 标题="#N/A"),
    row(2, 申请人="#ref!", 地址="#N/A"),
    row(3, 申请日="#VALUE!"),
    row(4, 申请号="#N/A"),
    row(5, IPC分类号="#DIV/0!"),
]
TOLD = [
    (2, "标题", "#N/A", f"{WRONG}，没有取", False),
    (3, "地址", "#N/A", f"{WRONG}，没有取", False),
    (3, "申请人", "#REF!", f"{WRONG}，没有取", False),
    (4, "申请日", "#VALUE!", WRONG, True),
    (5, "申请号", "#N/A", WRONG, True),
    (6, "IPC分类号", "#DIV/0!", f"{WRONG}，没有取", False),
]


def as_workbook(path, rows):
    """openpyxl writes such a text as the error that a formula comes to."""
    book = openpyxl.Workbook()
    for cells in [HEADINGS, *rows]:
        book.active.append([cell.upper() if cell.startswith("#") else cell for cell in cells])
    book.save(path)


def as_text(path, rows):
    path.write_text("\n".join(",".join(cells) for cells in [HEADINGS, *rows]), encoding="utf-8")


@pytest.mark.parametrize(("write", "name"), [(as_workbook, "导出.xlsx"), (as_text, "导出.csv")])
def test_the_good_cells_of_a_row_are_taken_and_the_row_waits_for_the_others(tmp_path, imported, write, name):
    write(tmp_path / name, ROWS)
    result = imported(tmp_path / name)
    told = [(p.row, p.column, p.value.upper(), p.reason, p.refused) for p in result.report.problems]
    assert sorted(told) == TOLD
    taken = result.rights()
    assert [taken[number(serial)]["title"] for serial in (1, 2, 5)] == [None, "装置", "装置"]
    assert (len(taken), result.report.refused) == (3, 2)
    kept = [json.loads(line) for line in (result.folder / "refused.jsonl").read_text("utf-8").splitlines()]
    assert [(line["row"], line.get("lacks")) for line in kept] == [
        (2, ["rights.title"]), (3, ["rights.holder", "rights.region"]), (4, None), (5, None), (6, ["rights.classes"]),
    ]  # fmt: skip
    assert kept[0]["raw"]["标题"] == "#N/A"


def test_an_error_beside_a_cell_that_says_the_same_takes_nothing_away(tmp_path, imported):
    headings = [*HEADINGS, "标题"]
    rows = [headings, [*row(1, 标题="#N/A"), "尾矿装置"]]
    (tmp_path / "x.csv").write_text("\n".join(",".join(cells) for cells in rows), encoding="utf-8")
    result = imported(tmp_path / "x.csv")
    assert (result.told(), result.rights()[number(1)]["title"]) == ([], "尾矿装置")


def test_a_day_that_another_column_tells_is_not_waited_for(tmp_path, imported):
    headings = [*HEADINGS, "公开日"]
    rows = [headings, [*row(1), "三月"], [*row(2, 授权公告日=""), "三月"]]
    (tmp_path / "x.csv").write_text("\n".join(",".join(cells) for cells in rows), encoding="utf-8")
    result = imported(tmp_path / "x.csv")
    kept = [json.loads(line) for line in (result.folder / "refused.jsonl").read_text("utf-8").splitlines()]
    assert [(line["row"], line["lacks"]) for line in kept] == [(3, ["rights.registered"])]
