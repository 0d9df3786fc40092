"""Several parties of one name: a row that names them by it is refused where money or a right would go to one of them."""

from small_registry import PARTIES, outcome, reasons, table, take, write_folder
from test_unlikely import LOAN, form

from zhixian.core.registry.snapshot import current
from zhixian.core.registry.status import waiting_rows

NAME = PARTIES[0]["name"]
ALIKE = [
    {"party_id": "P8", "name": NAME + " ", "kind": "enterprise", "region": "350825"},
    {"party_id": "P9", "name": NAME.replace("（", "(").replace("）", ")"), "kind": "soe", "region": "350823"},
]
SEVERAL = "同名主体有 3 个（P1、P8、P9），请写统一社会信用代码或主体编号"


def test_parties_of_one_name_are_remarked(tmp_path):
    people = [{"party_id": f"I{n}", "name": "张三", "kind": "individual", "region": "350823"} for n in range(2)]
    result = take(tmp_path / "data", write_folder(tmp_path / "in", parties=[*PARTIES, ALIKE[0], *people]))
    told = reasons(result, "parties")
    assert [(row, column) for row, column, _ in told] == [(2, "name"), (4, "name")]
    assert all(reason.startswith("同名主体有 2 个") for _, _, reason in told)


def test_a_loan_by_a_name_that_several_bear_waits_until_it_says_which(tmp_path):
    data = tmp_path / "data"
    take(data, write_folder(tmp_path / "in", parties=[*PARTIES, *ALIKE]))
    result = take(data, form(tmp_path / "loans.xlsx", "loans", {**LOAN, "borrower": NAME}))
    assert outcome(result, "loans") == (1, 0, 0, 1)
    assert any(SEVERAL in reason for _, _, reason in reasons(result, "loans"))
    assert [loan["loan_id"] for loan in table(data, "loans")] == ["L1"]
    assert [row["row"] for row in waiting_rows(current(data))] == [2]
    result = take(data, form(tmp_path / "again.xlsx", "loans", {**LOAN, "borrower": "P8"}))
    assert outcome(result, "again") == (1, 1, 0, 0)
    assert {loan["loan_id"]: loan["borrower"] for loan in table(data, "loans")} == {"L1": "P1", "X1": "P8"}
    assert {party["party_id"]: party["name"] for party in table(data, "parties")}["P8"] == NAME
    assert list(waiting_rows(current(data))) == []


def test_a_loan_by_a_name_that_one_bears_is_taken(tmp_path):
    data = tmp_path / "data"
    take(data, write_folder(tmp_path / "in"))
    take(data, form(tmp_path / "loans.xlsx", "loans", {**LOAN, "borrower": NAME}))
    assert {loan["borrower"] for loan in table(data, "loans")} == {"P1"}


MARK = {
    "number": "22345678", "classes": "31", "title": "杭川", "kind": "普通商标", "gi": "否", "holder": NAME,
    "registered": "2016-01-02", "filed": "2014-08-15",
}  # fmt: skip


def test_a_right_is_held_by_the_one_of_its_region(tmp_path):
    data = tmp_path / "data"
    take(data, write_folder(tmp_path / "in", parties=[*PARTIES, *ALIKE]))
    marks = [{**MARK, "region": "350825"}, {**MARK, "number": "22345679", "region": "350823"}]
    result = take(data, form(tmp_path / "marks.xlsx", "marks", *marks))
    held = {right["number"]: right["holder"] for right in table(data, "rights")}
    assert (held["22345678/31"], held["22345679/31"]) == ("P8", "P1")
    told = [(row, reason) for row, _, reason in reasons(result, "marks") if reason.startswith("同名主体")]
    assert told == [(3, "同名主体有 3 个（P1、P8、P9），按 P1 认（已照收，请核对）")]
