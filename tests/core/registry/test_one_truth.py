"""Where two rules would read one row differently, or half of a row would stand, the row is refused or means one thing."""

import pytest
from small_registry import RIGHTS, outcome, reasons, table, take, write_folder
from test_waiting import LOAN, waiting, workbook_of_forms

from zhixian.core.registry.formats import importers
from zhixian.core.registry.importing import correct_rows

ORDINARY = "地理标志只能注册为集体商标（collective_mark）或证明商标（certification_mark），这一行是普通商标（trademark）（已照收，请核对）"
MARK = {
    "number": "70000001", "classes": "29；30；31", "title": "杭川", "kind": "普通商标", "holder": "甲公司", "region": "350823",
    "registered": "2020-05-07",
}  # fmt: skip
CLASSES = ["70000001/29", "70000001/30", "70000001/31"]


@pytest.mark.parametrize(
    ("kind", "remarked"), [("trademark", True), ("collective_mark", False), ("certification_mark", False)]
)
def test_an_ordinary_mark_said_to_be_a_geographical_indication_is_taken_and_remarked(tmp_path, kind, remarked):
    rights = [RIGHTS[0], {**RIGHTS[1], "kind": kind, "gi": "true"}]
    result = take(tmp_path / "data", write_folder(tmp_path / "in", rights=rights))
    assert reasons(result, "rights") == ([(3, "gi", ORDINARY)] if remarked else [])
    assert [right["right_id"] for right in table(tmp_path / "data", "rights") if right["gi"]] == ["R2"]
    assert result.snapshot


def test_what_two_sources_say_together_is_remarked_alike(tmp_path):
    data = tmp_path / "data"
    take(data, write_folder(tmp_path / "in"))
    result = correct_rows({"rights": [{"right_id": "R2", "gi": "true"}]}, data=data, importers=importers())
    assert (2, "是否地理标志", ORDINARY) in reasons(result, "rights")
    assert [right["right_id"] for right in table(data, "rights") if right["gi"]] == ["R2"]


def test_a_registration_pledged_without_its_class_is_pledged_in_all(tmp_path):
    data = tmp_path / "data"
    path = workbook_of_forms(tmp_path / "x.xlsx", marks=[MARK], loans=[LOAN | {"rights": "70000001"}])
    assert outcome(take(data, path), "x") == (2, 2, 0, 0)
    numbers = {right["right_id"]: right["number"] for right in table(data, "rights")}
    assert sorted(numbers[pledge["right_id"]] for pledge in table(data, "pledges")) == CLASSES
    take(data, workbook_of_forms(tmp_path / "y.xlsx", loans=[LOAN | {"loan_id": "X2", "rights": "70000001/30"}]))
    assert [numbers[p["right_id"]] for p in table(data, "pledges") if p["loan_id"] == "X2"] == CLASSES[1:2]


def test_such_a_pledge_is_withdrawn_and_restored_as_a_whole(tmp_path):
    data = tmp_path / "data"
    take(data, workbook_of_forms(tmp_path / "x.xlsx", marks=[MARK], loans=[LOAN | {"rights": "70000001"}]))
    told = {"table": "质押", "key": "X1；70000001", "reason": "登记有误", "day": "2021-04-02"}
    assert outcome(take(data, workbook_of_forms(tmp_path / "w.xlsx", withdrawals=[told])), "w") == (1, 1, 0, 0)
    assert table(data, "pledges") == []
    back = told | {"action": "恢复", "day": "2021-04-03"}
    assert outcome(take(data, workbook_of_forms(tmp_path / "b.xlsx", withdrawals=[back])), "b") == (1, 1, 0, 0)
    assert len(table(data, "pledges")) == 3


def test_a_contradicting_row_of_a_loan_is_refused_with_its_pledges(tmp_path):
    data = tmp_path / "data"
    loans = [LOAN | {"rights": "70000001/29"}, LOAN | {"rights": "70000001/30；70000001/29", "principal": 9_000_000}]
    result = take(data, workbook_of_forms(tmp_path / "x.xlsx", marks=[MARK], loans=loans))
    numbers = {right["right_id"]: right["number"] for right in table(data, "rights")}
    assert [numbers[pledge["right_id"]] for pledge in table(data, "pledges")] == CLASSES[:1]
    assert {(row, why) for row, _, why in reasons(result, "x")} == {
        (2, "主体名录里没有它的地区，不计入任何地区（已照收，请核对）"),
        (3, "与工作表“loans”第 2 行重复而内容不同"), (3, "这一行与同一笔贷款的另一行矛盾，没有收，它的质押也没有收"),
    }  # fmt: skip
    assert len(waiting(data)) == 1
    good = LOAN | {"rights": "70000001/30", "principal": 9_000_000}
    take(data, workbook_of_forms(tmp_path / "y.xlsx", loans=[good]))
    assert (waiting(data), table(data, "loans")[0]["principal"]) == ([], 900_000_000)
    assert sorted(numbers[pledge["right_id"]] for pledge in table(data, "pledges")) == CLASSES[:2]


def test_a_row_of_a_later_sheet_is_called_by_the_sheet_and_its_own_number(tmp_path):
    loans = [LOAN | {"rights": ""}, LOAN | {"rights": "", "principal": 9_000_000}]
    result = take(tmp_path / "data", workbook_of_forms(tmp_path / "x.xlsx", marks=[MARK], loans=loans))
    found = next(p for p in result.files[0].problems if "重复" in p.reason)
    assert (found.sheet, found.row, found.reason) == ("loans", 3, "与工作表“loans”第 2 行重复而内容不同")
    alone = take(tmp_path / "two", workbook_of_forms(tmp_path / "y.xlsx", loans=loans))
    found = next(p for p in alone.files[0].problems if "重复" in p.reason)
    assert (found.sheet, found.row, found.reason) == ("loans", 3, "与第 2 行重复而内容不同")
