"""Drafts are seen by nobody until they are published; what changes is told beforehand; one can go back."""

import errno
import shutil
from datetime import date
from pathlib import Path

import openpyxl
import pyarrow.parquet as pq
import pytest
from small_registry import LOANS, PARTIES, RIGHTS, take, write_csv, write_folder

from zhixian.core.kernel.refusal import Refusal
from zhixian.core.registry import drafts, publishing
from zhixian.core.registry.compare import CHANGES, KINDS, changes_of, compare
from zhixian.core.registry.drafts import (
    Draft,
    discard_draft,
    go_back,
    is_stale,
    new_sources,
    open_draft,
    publish_draft,
    refused_rows,
)
from zhixian.core.registry.fixing import fix_row
from zhixian.core.registry.folder import Room
from zhixian.core.registry.formats import importers
from zhixian.core.registry.importing import rebuild, set_rows_aside
from zhixian.core.registry.setting_aside import chosen_rows
from zhixian.core.registry.sheets.templates import columns, write_template
from zhixian.core.registry.snapshot import current, current_id, list_snapshots
from zhixian.core.registry.sources import Source, load_index, staged_folder
from zhixian.core.registry.status import waiting_rows

DAY = date(2020, 12, 31)
THIRD = {**RIGHTS[0], "right_id": "R3", "number": "201510408762.2", "title": "第三件"}


@pytest.fixture
def county(tmp_path):
    """A data folder with the small registry as its current snapshot."""
    take(tmp_path / "data", write_folder(tmp_path / "given"))
    return tmp_path


def draft(county, name="one", **tables):
    folder = county / name
    paths = [write_csv(folder / f"{table}.csv", rows) for table, rows in tables.items()]
    return take(county / "data", *paths, into=Draft(name))


def test_a_draft_is_seen_by_nobody(county):
    data = county / "data"
    before = (current_id(data), list_snapshots(data), load_index(Room(data)))
    draft(county, rights=[THIRD])
    assert (current_id(data), list_snapshots(data), load_index(Room(data))) == before
    rebuild(data=data, importers=importers())
    assert current_id(data) == before[0]


def test_publishing_makes_it_current_as_an_import_would(county):
    data = county / "data"
    told = draft(county, rights=[THIRD])
    assert publish_draft(data, "one").id == told.snapshot == current_id(data)
    assert rebuild(data=data, importers=importers()).snapshot == told.snapshot
    shutil.rmtree(county / "data")
    take(data, county / "given")
    assert take(data, county / "one" / "rights.csv").snapshot == told.snapshot
    with pytest.raises(Refusal, match="没有这份待发布的数据"):
        publish_draft(data, "one")


def test_a_publication_that_was_cut_off_before_clearing_up_is_finished(county, monkeypatch):
    data = county / "data"
    told = draft(county, rights=[THIRD])

    remove = shutil.rmtree

    def cut(path, **how):
        if path == data / "drafts" / "one":
            raise KeyboardInterrupt
        remove(path, **how)

    with monkeypatch.context() as patch:
        patch.setattr(drafts.shutil, "rmtree", cut)
        with pytest.raises(KeyboardInterrupt):
            publish_draft(data, "one")
    assert current_id(data) == told.snapshot
    assert publish_draft(data, "one").id == told.snapshot
    assert not (data / "drafts" / "one").exists()
    assert [source.name for source in load_index(Room(data))].count("rights.csv") == 2


def test_what_could_not_be_made_current_does_not_come_in_with_the_next_import(county, monkeypatch):
    data = county / "data"
    before = (current_id(data), load_index(Room(data)))
    third = write_csv(county / "third" / "rights.csv", [THIRD])

    def full(_room, _snapshot):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(publishing, "point_current", full)
        with pytest.raises(Refusal, match="读写失败"):
            take(data, third)
    assert (current_id(data), load_index(Room(data))) == before
    assert rebuild(data=data, importers=importers()).snapshot == before[0]


def test_a_draft_that_nothing_rests_on_any_more_is_refused(county):
    data = county / "data"
    draft(county, rights=[THIRD])
    draft(county, "two", parties=[{"party_id": "P3", "name": "新公司"}])
    publish_draft(data, "two")
    assert is_stale(data, open_draft(data, "one"))
    with pytest.raises(Refusal, match="先重新合并"):
        publish_draft(data, "one")
    draft(county, rights=[THIRD])
    assert {row["right_id"] for row in _rights(publish_draft(data, "one"))} == {"R1", "R2", "R3"}


def test_a_draft_does_not_undo_what_was_set_aside_meanwhile(county):
    data = county / "data"
    bad = write_csv(county / "bad" / "rights.csv", [{**THIRD, "right_id": "R4", "registered": "2017-13-40"}, THIRD])
    take(data, bad)
    draft(county, parties=[{"party_id": "P3", "name": "新公司"}])
    [row] = list(waiting_rows(current(data)))
    rows = chosen_rows(current(data), Path(row["file"]), 2, sheet="", restored=False)
    set_rows_aside(rows, reason="不再补登", restored=False, data=data, importers=importers(), on=date(2020, 1, 1))
    assert is_stale(data, open_draft(data, "one"))
    with pytest.raises(Refusal, match="先重新合并"):
        publish_draft(data, "one")
    assert list(waiting_rows(current(data))) == []


def _rights(snapshot):
    return pq.read_table(snapshot.path("rights")).to_pylist()


def test_discarding_leaves_nothing_of_it(county):
    data = county / "data"
    before = {path.relative_to(data) for path in (data / "sources").rglob("*")}
    draft(county, rights=[THIRD])
    discard_draft(data, "one")
    discard_draft(data, "one")
    assert {path.relative_to(data) for path in (data / "sources").rglob("*")} == before
    assert not (data / "drafts" / "one").exists()


def test_a_refused_import_keeps_the_files_of_drafts(county):
    data = county / "data"
    draft(county, rights=[THIRD])
    bad = county / "bad.csv"
    bad.write_bytes(b"")
    with pytest.raises(Refusal):
        take(data, bad)
    assert [source.name for source in new_sources(open_draft(data, "one"))] == ["rights.csv"]
    publish_draft(data, "one")
    rebuild(data=data, importers=importers())


def test_one_can_go_back_and_forth(county):
    data = county / "data"
    first = current(data).id
    draft(county, rights=[THIRD])
    second = publish_draft(data, "one").id
    assert go_back(data, first).id == current_id(data) == first
    assert rebuild(data=data, importers=importers()).snapshot == first
    draft(county, "again", rights=[THIRD])
    discard_draft(data, "again")
    assert go_back(data, second).id == second
    assert rebuild(data=data, importers=importers()).snapshot == second
    with pytest.raises(Refusal, match="没有快照"):
        go_back(data, "unknown")


def test_every_change_is_told(county):
    data = county / "data"
    before = current(data)
    told = draft(
        county,
        parties=[{**PARTIES[1], "name": "某某大学"}, {"party_id": "P3", "name": "新公司"}],
        rights=[THIRD],
        events=[
            {"right_id": "R2", "event": "transferred", "effective": "2019-01-01", "party": "P1"},
            {"right_id": "R1", "event": "lapsed", "effective": "2019-01-01"},
        ],
        loans=[{**LOANS[0], "repaid": "2018-12-01"}, {**LOANS[0], "loan_id": "L2"}],
    )
    after = open_draft(data, "one")
    found = compare(before, after, as_of=DAY, out=after.folder / CHANGES)
    assert (found.before, found.after, found.same) == (before.id, told.snapshot, False)
    assert {what: number for what, number in found.changes.items() if number} == {
        "right_added": 1, "right_status": 1, "right_holder": 1, "party_added": 1, "party_changed": 1, "loan_added": 1,
        "loan_changed": 1,
    }  # fmt: skip
    assert found.tables["rights"] == (2, 3)
    assert found.by_kind["invention"] == {"right_added": 1, "right_status": 1}, "who held it to its end still does"

    def listed(what):
        return [
            (row["id"], row["before"], row["after"])
            for row in changes_of(after.folder / CHANGES, what, offset=0, limit=9)
        ]

    assert listed("right_status") == [("R1", "有效", "无效")]
    assert ("R2", "某大学", "紫铜矿业（集团）有限公司") in listed("right_holder")
    assert listed("right_added") == [("R3", None, "有效 · 紫铜矿业（集团）有限公司")]
    assert listed("party_changed") == [("P2", "名称 某大学", "名称 某某大学")]
    assert listed("loan_changed") == [("L1", None, "还清 2018-12-01")]
    assert listed("loan_added") == [("L2", None, "本金 1,000,000 元 · 放款 2018-01-01 · 到期 2019-01-01")]
    assert changes_of(after.folder / CHANGES, "right_holder", offset=1, limit=9) == []


def test_of_a_loan_only_what_changed_is_said_as_people_write_it(county):
    draft(
        county,
        parties=[{**PARTIES[0], "name": "紫铜矿业集团有限公司"}],
        loans=[{**LOANS[0], "principal": 150_000_000, "annual_rate": "5.655"}, {**LOANS[0], "loan_id": "L2"}],
    )
    publish_draft(county / "data", "one")
    before = current(county / "data")
    draft(
        county, "again",
        loans=[
            {**LOANS[0], "principal": 150_000_050, "annual_rate": "10"},
            {**LOANS[0], "loan_id": "L2", "borrower": "P2"},
        ],
    )  # fmt: skip
    after = open_draft(county / "data", "again")
    compare(before, after, as_of=DAY, out=after.folder / CHANGES)
    rows = changes_of(after.folder / CHANGES, "loan_changed", offset=0, limit=9)
    assert {row["id"]: (row["before"], row["after"]) for row in rows} == {
        "L1": ("本金 1,500,000 元 · 年利率 5.655%", "本金 1,500,000.50 元 · 年利率 10%"),
        "L2": ("借款人 紫铜矿业集团有限公司（P1）", "借款人 某大学（P2）"),
    }


def test_a_new_name_of_the_borrower_is_no_change_of_the_loan(county):
    before = current(county / "data")
    draft(county, parties=[{**PARTIES[0], "name": "新名称有限公司"}])
    found = compare(before, open_draft(county / "data", "one"), as_of=DAY)
    assert {what: n for what, n in found.changes.items() if n} == {"party_changed": 1}


def test_what_changed_otherwise_of_a_right_is_said(county):
    before = current(county / "data")
    draft(
        county,
        rights=[{**RIGHTS[1], "classes": "30", "title": "杭川萝卜干"}],
        events=[{"right_id": "R1", "event": "licensed", "effective": "2019-03-01", "party": "P1", "note": "备案"}],
        loans=[{**LOANS[0], "loan_id": "L2", "lender": "某银行"}],
        pledges=[{"loan_id": "L2", "right_id": "R1", "registered": "2019-04-01"}],
    )
    after = open_draft(county / "data", "one")
    compare(before, after, as_of=DAY, out=after.folder / CHANGES)
    rows = changes_of(after.folder / CHANGES, "right_other", offset=0, limit=9)
    told = {row["id"]: (row["before"], row["after"]) for row in rows}
    assert told == {
        "R1": (None, "事件 许可 生效 2019-03-01 紫铜矿业（集团）有限公司 备案 · 质押 贷款 L2 某银行 登记 2019-04-01"),
        "R2": ("号码 12345678/31 · 名称 杭川 · 分类号 31", "号码 12345678/30 · 名称 杭川萝卜干 · 分类号 30"),
    }


def test_backwards_it_is_the_opposite(county):
    before = current(county / "data")
    draft(county, rights=[THIRD])
    after = open_draft(county / "data", "one")
    back = compare(after, before, as_of=DAY)
    assert {what: n for what, n in back.changes.items() if n} == {"right_removed": 1}
    assert compare(None, before, as_of=DAY).changes["right_added"] == 2
    same = compare(before, before, as_of=DAY)
    assert same.same
    assert same.changes == dict.fromkeys(KINDS, 0)


def test_a_refused_row_is_fixed_and_comes_as_a_correction(county):
    data = county / "data"
    draft(county, rights=[{**THIRD, "registered": "2016-13-02"}])
    (row,) = refused_rows(data, open_draft(data, "one"))
    assert (row["file"], row["table"], row["row"], row["fixable"]) == ("rights.csv", "rights", 2, True)
    still = fix_row("rights", {**row["raw"], "registered": "2016-02-30"}, format=row["format"], importers=importers())
    assert [(p.column, p.reason) for p in still.problems] == [("registered", "不是日期，应写成 2017-03-02 这样")]
    assert still.rows == {}
    fixed = fix_row("rights", {**row["raw"], "registered": "2016-12-02"}, format=row["format"], importers=importers())
    assert fixed.problems == []
    take(data, county / "one" / "rights.csv", into=Draft("one"), corrections=fixed.rows)
    assert [source.format for source in new_sources(open_draft(data, "one"))] == ["canonical", "manual"]
    rights = {row["right_id"]: row for row in _rights(publish_draft(data, "one"))}
    assert rights["R3"]["registered"] == date(2016, 12, 2)


def test_a_row_of_a_template_is_fixed_under_its_own_headings(county, tmp_path):
    mark = {
        "number": "5633001", "classes": "31", "title": "杭川萝卜干", "kind": "普通商标", "holder": "上杭县某合作社",
        "region": "350823", "registered": "2017.13.2",
    }  # fmt: skip
    path = tmp_path / "marks.xlsx"
    write_template("marks", path)
    book = openpyxl.load_workbook(path)
    for at, column in enumerate(columns("marks"), start=2):
        book.worksheets[0].cell(3, at, mark.get(column.name))
    book.save(path)
    data = county / "data"
    take(data, path, into=Draft("one"))
    (row,) = refused_rows(data, open_draft(data, "one"))
    assert (row["table"], row["raw"]["注册日期*"], row["fixable"]) == ("rights", "2017.13.2", True)
    fixed = fix_row("rights", {**row["raw"], "注册日期*": "2017-12-02"}, format=row["format"], importers=importers())
    assert set(fixed.rows) == {"rights", "parties"}
    take(data, path, into=Draft("one"), corrections=fixed.rows)
    mark = next(row for row in _rights(open_draft(data, "one")) if row["title"] == "杭川萝卜干")
    assert (mark["number"], mark["classes"], mark["registered"]) == ("5633001/31", "31", date(2017, 12, 2))


def test_a_row_taken_without_a_cell_is_fixed_by_that_cell(county):
    data = county / "data"
    headings = [column.heading for column in columns("projects")]
    path = county / "项目.csv"
    path.write_text(f"{','.join(headings)}\nJ1,专利导航,甲公司,八万,2018-11-30\n", encoding="utf-8")
    take(data, path, into=Draft("one"))
    (row,) = refused_rows(data, open_draft(data, "one"))
    assert (row["table"], row["row"], row["fixable"]) == ("projects", 2, True)
    still = fix_row("projects", row["raw"], format=row["format"], importers=importers())
    assert ([problem.column for problem in still.problems], still.rows) == (["费用（元）"], {})
    fixed = fix_row("projects", {**row["raw"], "费用（元）": "80000"}, format=row["format"], importers=importers())
    take(data, path, into=Draft("one"), corrections=fixed.rows)
    assert list(refused_rows(data, open_draft(data, "one"))) == []
    (project,) = pq.read_table(publish_draft(data, "one").path("projects")).to_pylist()
    assert (project["cost"], project["completed"]) == (8_000_000, date(2018, 11, 30))


def test_the_tenth_version_of_an_importer_is_newer_than_the_ninth(tmp_path):
    source = Source(sha256="a" * 64, name="a.csv", format="patents", size=1)
    for version in ("9", "10"):
        (tmp_path / "staged" / f"{source.sha256}-{source.key}-{version}").mkdir(parents=True)
    assert staged_folder(tmp_path, source).name.endswith("-10")
    assert staged_folder(tmp_path / "elsewhere", source) is None
