"""What a corrected file no longer has is told and stays; officers take rows back, and the registry does not forget it."""

from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from small_registry import EVENTS, LOANS, PARTIES, RIGHTS, outcome, table, take, write_csv, write_folder

from zhixian.core.registry.bench import Bench
from zhixian.core.registry.compare import changes_of, compare
from zhixian.core.registry.drafts import Draft, open_draft, publish_draft
from zhixian.core.registry.formats import importers
from zhixian.core.registry.importing import rebuild, set_rows_aside
from zhixian.core.registry.setting_aside import chosen_rows
from zhixian.core.registry.sheets.templates import columns
from zhixian.core.registry.snapshot import current
from zhixian.core.registry.status import status, status_lines, waiting_rows

WORK = {"number": "2018SR123456", "title": "系统", "holder": "甲公司", "registered": "2018-06-20"}
LOAN = {
    "loan_id": "X1",
    "borrower": "甲公司",
    "lender": "银行",
    "principal": 1,
    "drawn": "2018-03-15",
    "due": "2019-03-15",
}
HONOUR = {"party": "甲公司", "honour": "国家知识产权优势企业", "awarded": "2018-09-01"}


def form(path, kind, *rows):
    path.parent.mkdir(exist_ok=True)
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, [column.heading for column in columns(kind)])
        for place, row in enumerate(rows, start=1):
            sheet.write_row(place, 0, [row.get(column.name, "") for column in columns(kind)])
    return path


def back(path, *keys, **cells):
    """A filled form that withdraws things, given as pairs of kind and key."""
    told = {"reason": "登记有误", "day": "2019-04-02", **cells}
    return form(path, "withdrawals", *({"table": kind, "key": key, **told} for kind, key in keys))


def test_what_a_corrected_file_no_longer_has_is_told_and_stays(tmp_path):
    data = tmp_path / "data"
    take(data, write_folder(tmp_path / "in"))
    path = tmp_path / "一" / "贷款.xlsx"
    more = LOAN | {"rights": "CN201410408762.5"}
    take(data, form(path, "loans", more, LOAN | {"loan_id": "X2"}, LOAN | {"loan_id": "X3"}, LOAN | {"loan_id": "X4"}))
    take(data, write_csv(tmp_path / "loans.csv", [{**LOANS[0], "loan_id": "X4"}]))
    result = take(data, form(path, "loans", LOAN, LOAN | {"loan_id": "X3"}))
    (report,) = result.files
    assert [(p.row, p.value, p.reason, p.refused) for p in report.problems if "上次" in p.reason] == [
        (3, "贷款 X2", "上次有、这次没有，仍保留", False),
        (2, "质押 X1；R1", "上次有、这次没有，仍保留", False),
    ], "another file has X4 too"
    assert "上次有、这次没有的 2 项，仍保留；要撤回，请填写 zhixian registry template withdrawals" in report.notes
    assert {loan["loan_id"] for loan in table(data, "loans")} == {"L1", "X1", "X2", "X3", "X4"}


def test_officers_take_rows_back_and_no_later_file_brings_them_again(tmp_path):
    data = tmp_path / "data"
    rights = form(tmp_path / "软件.xlsx", "software", WORK, {**WORK, "number": "无", "title": "另一系统"})
    honours = form(tmp_path / "荣誉.xlsx", "honours", HONOUR, {**HONOUR, "awarded": "2019-09-01"})
    before = take(
        data, write_folder(tmp_path / "in"), rights, honours, form(tmp_path / "贷款.xlsx", "loans", LOAN)
    ).snapshot
    nameless = next(right["right_id"] for right in table(data, "rights") if right["number"] == "无")
    keys = [
        ("贷款", "L1"),
        ("权利", "登记号：2018SR123456"),
        ("权利", nameless),
        ("荣誉", "甲 公司；；国家知识产权优势企业;2018-09-01"),
    ]
    result = take(data, back(tmp_path / "撤回.xlsx", *keys, ("项目", "没有")))
    assert (outcome(result, "撤回"), [p.reason for p in result.files[0].problems]) == (
        (5, 4, 0, 1), ["没有撤回任何项目：登记数据里没有这一项，请核对编号"],
    )  # fmt: skip
    assert {loan["loan_id"] for loan in table(data, "loans")} == {"X1"}
    assert {right["right_id"] for right in table(data, "rights")} == {"R1", "R2"}
    assert [honour["awarded"] for honour in table(data, "honours")] == [date(2019, 9, 1)]
    assert (table(data, "pledges"), status(data)["refused"]["waiting"]) == ([], 1), "the pledge goes with its loan"
    assert len(status(data)["withdrawn"]) == 4
    assert "已撤回的贷款 L1：登记有误（2019-04-02，撤回.xlsx 第 2 行）" in status_lines(status(data))
    assert result.snapshot != before
    assert rebuild(data=data, importers=importers()).snapshot == result.snapshot
    again = take(data, write_csv(tmp_path / "又" / "loans.csv", [{**LOANS[0], "lender": "银行"}]))
    assert (again.snapshot, again.files[0].notes) == (result.snapshot, ["1 行已被撤回，没有计入"])
    assert [(row["file"], row["row"]) for row in waiting_rows(current(data))] == [("撤回.xlsx", 6)]
    restored = take(data, back(tmp_path / "恢复.xlsx", *keys, action="恢复", reason="撤回有误"))
    assert status(data)["withdrawn"] == []
    assert {loan["loan_id"] for loan in table(data, "loans")} == {"L1", "X1"}
    assert (len(table(data, "pledges")), len(table(data, "rights")), len(table(data, "honours"))) == (1, 4, 2)
    assert restored.snapshot not in (before, result.snapshot), "the lender told in between stands now"


def test_a_right_taken_back_takes_its_events_and_pledges_with_it(tmp_path):
    data = tmp_path / "data"
    take(data, write_folder(tmp_path / "in", events=EVENTS))
    take(data, back(tmp_path / "撤回.xlsx", ("权利", "ZL 2014 1 0408762.5")))
    assert [right["right_id"] for right in table(data, "rights")] == ["R2"]
    assert (table(data, "events"), table(data, "pledges"), status(data)["refused"]["waiting"]) == ([], [], 0)


def test_keys_mean_ids_numbers_marks_of_several_classes_and_names_all_at_once(tmp_path):
    data = tmp_path / "data"
    mark = RIGHTS[1] | {"number": "7654321"}
    rights = [*RIGHTS, mark | {"right_id": "M1", "classes": "29"}, mark | {"right_id": "M2", "classes": "31"}]
    rights.append(RIGHTS[1] | {"right_id": "M3", "number": "87654321", "classes": "5"})
    pledges = [{"loan_id": "L1", "right_id": right, "registered": "2018-01-02"} for right in ("R1", "M1", "M2")]
    parties = [*PARTIES, PARTIES[0] | {"party_id": "某大学", "name": "某合作社"}]
    folder = write_folder(tmp_path / "in", rights=rights, pledges=pledges, parties=parties)
    honours = form(tmp_path / "荣誉.xlsx", "honours", HONOUR | {"party": "某合作社"}, HONOUR | {"party": "P2"})
    take(data, folder, honours)
    meant = ("质押", "L1；7654321"), ("权利", "87654321"), ("权利", "R1")
    result = take(data, back(tmp_path / "撤回.xlsx", *meant, ("荣誉", "某大学；；国家知识产权优势企业；2018-09-01")))
    assert result.files[0].problems == []
    assert [right["right_id"] for right in table(data, "rights")] == ["M1", "M2", "R2"]
    assert table(data, "pledges") == [], "both classes, and the patent's with the patent"
    assert [honour["party"] for honour in table(data, "honours")] == ["P2"], "an id goes before a name"


@pytest.mark.parametrize("kind", ["withdrawn", "set aside"])
def test_many_decisions_of_officers_ask_no_more_often_than_two(tmp_path, monkeypatch, kind):
    asked = []
    run, rows = Bench.run, Bench.rows
    monkeypatch.setattr(Bench, "run", lambda bench, statement: asked.append(statement) or run(bench, statement))
    monkeypatch.setattr(Bench, "rows", lambda bench, statement: asked.append(statement) or rows(bench, statement))

    def statements(many):
        data = tmp_path / str(many) / "data"
        loans = [
            LOAN | {"loan_id": f"N{nth}", "principal": "五百万" if kind == "set aside" else 1} for nth in range(many)
        ]
        works = [WORK | {"number": f"2018SR{nth:06}"} for nth in range(many)]
        take(data, write_folder(tmp_path / str(many) / "in"))
        take(data, form(tmp_path / str(many) / "贷款.xlsx", "loans", *loans))
        take(data, form(tmp_path / str(many) / "软件.xlsx", "software", *works))
        if kind == "withdrawn":
            keys = [("贷款", loan["loan_id"]) for loan in loans] + [("权利", work["number"]) for work in works]
            asked.clear()
            take(data, back(tmp_path / str(many) / "撤回.xlsx", *keys))
            assert len(status(data)["withdrawn"]) == 2 * many
        else:
            found = [
                row
                for nth in range(many)
                for row in chosen_rows(current(data), Path("贷款.xlsx"), nth + 2, sheet="", restored=False)
            ]
            asked.clear()
            set_rows_aside(found, reason="不补", restored=False, data=data, importers=importers(), on=date(2019, 4, 2))
            assert len(status(data)["set_aside"]) == many
        return len(asked)

    assert statements(9) == statements(2)


def test_a_key_of_another_shape_is_refused(tmp_path):
    data = tmp_path / "data"
    take(data, write_folder(tmp_path / "in"))
    result = take(data, back(tmp_path / "撤回.xlsx", ("质押", "L1"), ("质押", "L1；201410408762.5")))
    assert [(p.row, p.reason, p.refused) for p in result.files[0].problems] == [(2, "应写 贷款编号；权利编号", True)]
    assert table(data, "pledges") == []


def test_what_is_written_after_the_withdrawal_of_nothing_is_used_when_it_comes(tmp_path):
    data = tmp_path / "data"
    take(data, back(tmp_path / "撤回.xlsx", ("贷款", "X1")))
    assert status(data)["refused"]["waiting"] == 1
    take(data, form(tmp_path / "贷款.xlsx", "loans", LOAN))
    assert (table(data, "loans"), status(data)["refused"]["waiting"]) == ([], 0)


def test_a_way_of_handling_that_is_none_is_refused_and_what_restores_nothing_is_told(tmp_path):
    data = tmp_path / "data"
    take(data, write_folder(tmp_path / "in"))
    result = take(data, back(tmp_path / "撤回.xlsx", ("贷款", "L1"), action="算了"))
    assert [(p.column, p.reason) for p in result.files[0].problems] == [("处理", "应为 撤回、恢复 之一")]
    result = take(data, back(tmp_path / "恢复.xlsx", ("贷款", "L1"), action="恢复"))
    assert [p.reason for p in result.files[0].problems] == ["没有恢复任何贷款：没有撤回过这一项，请核对编号"]
    assert [loan["loan_id"] for loan in table(data, "loans")] == ["L1"]


def test_a_draft_shows_what_is_taken_back(tmp_path):
    data = tmp_path / "data"
    take(data, write_folder(tmp_path / "in"))
    before = current(data)
    take(data, back(tmp_path / "撤回.xlsx", ("贷款", "L1")), into=Draft("d"))
    draft = open_draft(data, "d")
    found = compare(before, draft, as_of=date(2020, 1, 1), out=tmp_path / "changes.parquet")
    assert {what: n for what, n in found.changes.items() if n} == {"withdrawn": 1, "loan_removed": 1, "right_other": 1}
    (change,) = changes_of(tmp_path / "changes.parquet", "withdrawn", offset=0, limit=9)
    assert (change["title"], change["number"], change["after"]) == (
        "贷款",
        "L1",
        "登记有误（2019-04-02，撤回.xlsx 第 2 行）",
    )
    publish_draft(data, "d")
    assert len(status(data)["withdrawn"]) == 1
