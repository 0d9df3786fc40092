"""A waiting row that nobody is going to correct is set aside for good, with the reason, and can be taken up again."""

from datetime import date
from pathlib import Path

import pytest
from small_registry import take, write_csv, write_folder
from test_waiting import LOAN, MARK, waiting, workbook_of_forms

from zhixian.core.kernel.refusal import Refusal
from zhixian.core.registry.formats import importers
from zhixian.core.registry.importing import rebuild, set_rows_aside
from zhixian.core.registry.setting_aside import chosen_rows
from zhixian.core.registry.snapshot import current
from zhixian.core.registry.status import status, status_lines, waiting_rows


def put(data, file, row, *, reason="企业已注销", sheet="", restored=False):
    rows = chosen_rows(current(data), Path(file), row, sheet=sheet, restored=restored)
    set_rows_aside(rows, reason=reason, restored=restored, data=data, importers=importers(), on=date(2026, 11, 26))


BAD = LOAN | {"principal": "五百万", "rights": MARK}
LACKING = LOAN | {"loan_id": "X2", "registered": "三月", "rights": f"{MARK}；99999998"}
ORPHAN = LOAN | {"loan_id": "X3", "rights": "99999998"}


def test_a_row_that_is_set_aside_waits_no_longer_in_any_edition_until_it_is_taken_up_again(tmp_path):
    data = tmp_path / "data"
    take(data, write_folder(tmp_path / "in"))
    path = workbook_of_forms(tmp_path / "一" / "贷款.xlsx", loans=[BAD, LACKING, ORPHAN])
    before = take(data, path).snapshot
    assert waiting(data) == [("贷款.xlsx", 2), ("贷款.xlsx", 3), ("贷款.xlsx", 4)]
    for row in (2, 3, 4):
        put(data, "贷款.xlsx", row)
    assert (waiting(data), current(data).id) == ([], before), "what is in force stays as it is"
    assert "已搁置的行：贷款.xlsx 第 2 行：企业已注销（2026-11-26）" in status_lines(status(data))
    assert status(data)["refused"]["corrected"] == 0, "nobody corrected them"
    take(data, workbook_of_forms(path, loans=[ORPHAN, BAD, BAD | {"loan_id": "X4"}]))
    assert waiting(data) == [("贷款.xlsx", 4)], "the very same rows, the one loan that is new"
    rebuild(data=data, importers=importers())
    assert waiting(data) == [("贷款.xlsx", 4)]
    put(data, "贷款.xlsx", 2, restored=True, reason="还要补")
    assert waiting(data) == [("贷款.xlsx", 3), ("贷款.xlsx", 4)]
    put(data, "贷款.xlsx", 3)
    assert waiting(data) == [("贷款.xlsx", 4)]


def test_a_row_that_nobody_knows_or_that_may_be_several_is_refused(tmp_path):
    data = tmp_path / "data"
    people = {"region": "火星", "year": 2017, "residents": 1}
    take(data, workbook_of_forms(tmp_path / "x.xlsx", loans=[BAD], population=[people]))
    bad = {"party_id": "P1", "name": "甲", "region": "35"}
    for folder in ("甲镇", "乙镇"):
        take(data, write_csv(tmp_path / folder / "parties.csv", [bad | {"name": folder}]))
    with pytest.raises(Refusal, match="这一行不在待更正之列"):
        put(data, "x.xlsx", 7)
    with pytest.raises(Refusal, match="没有搁置过这一行"):
        put(data, "x.xlsx", 2, restored=True)
    with pytest.raises(Refusal, match=r"几张工作表都有这一行.*loans、population"):
        put(data, "x.xlsx", 2)
    with pytest.raises(Refusal, match="有几个来源都叫这个名字"):
        put(data, "parties.csv", 2)
    put(data, "x.xlsx", 2, sheet="population")
    put(data, tmp_path / "甲镇" / "parties.csv", 2)
    assert waiting(data) == [("x.xlsx", 2), ("parties.csv", 2)]
    assert [one["sheet"] for one in status(data)["set_aside"]] == ["population", "parties.csv"]


def test_of_two_files_of_one_name_and_folder_the_newest_is_set_aside_first(tmp_path):
    data, path = tmp_path / "data", tmp_path / "parties.csv"
    bad = {"party_id": "P1", "region": "35"}
    for name in ("甲", "乙"):
        good = {"party_id": f"G{name}", "name": f"{name}厂", "region": "350823"}
        take(data, write_csv(path, [bad | {"party_id": f"P{name}", "name": name}, good]))
    assert waiting(data) == [("parties.csv", 2), ("parties.csv", 2)]
    first, second = (source["sha256"] for source in status(data)["sources"])
    put(data, "parties.csv", 2, reason="后来的")
    assert [row["source"].partition("-")[0] for row in waiting_rows(current(data))] == [first]
    put(data, "parties.csv", 2, reason="先来的")
    assert waiting(data) == []
    put(data, "parties.csv", 2, reason="后来的还要补", restored=True)
    assert [row["source"].partition("-")[0] for row in waiting_rows(current(data))] == [second]
