"""Our own tables: what is checked in every row, and what a strange file meets."""

import json
from datetime import date, datetime
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from small_registry import (
    EVENTS,
    PARTIES,
    PLEDGES,
    RIGHTS,
    WHOLE,
    outcome,
    reasons,
    table,
    take,
    write_csv,
    write_folder,
)

from zhixian.core.kernel.refusal import Refusal
from zhixian.core.registry.csv_batches import BLOCK_BYTES
from zhixian.core.registry.snapshot import current
from zhixian.core.registry.status import status, status_lines, waiting_rows
from zhixian.core.registry.tables import TABLES


def test_a_folder_becomes_a_snapshot_and_a_report(tmp_path):
    result = take(tmp_path / "data", write_folder(tmp_path / "in"))
    told = result.to_json()
    assert list(told) == ["snapshot", "files", "tables"]
    assert told["tables"] == {
        "parties": 2, "rights": 2, "events": 1, "loans": 1, "pledges": 1, "projects": 0, "honours": 0, "population": 0,
    }  # fmt: skip
    assert [(f["file"], f["format"], f["rows"], f["taken"], f["merged"], f["refused"]) for f in told["files"]] == [
        ("events.csv", "canonical", 1, 1, 0, 0),
        ("loans.csv", "canonical", 1, 1, 0, 0),
        ("parties.csv", "canonical", 2, 2, 0, 0),
        ("pledges.csv", "canonical", 1, 1, 0, 0),
        ("rights.csv", "canonical", 2, 2, 0, 0),
    ]
    assert all(list(f)[6:] == ["unknown_headings", "problems"] and f["problems"] == [] for f in told["files"])
    assert told["snapshot"] == current(tmp_path / "data").id
    right = table(tmp_path / "data", "rights")[0]
    assert (right["number"], right["filed"], right["gi"]) == ("CN201410408762.5", date(2014, 8, 15), None)
    assert table(tmp_path / "data", "rights")[1]["number"] == "12345678/31"
    assert table(tmp_path / "data", "loans")[0]["principal"] == 100_000_000


def test_the_same_again_changes_nothing(tmp_path):
    folder = write_folder(
        tmp_path / "in", events=[*EVENTS, {"right_id": "R9", "event": "lapsed", "effective": "2018-01-01"}]
    )
    first = take(tmp_path / "data", folder)
    again = take(tmp_path / "data", folder)
    assert again.snapshot == first.snapshot
    assert again.tables == first.tables
    assert outcome(first, "events") == (2, 1, 0, 1)
    assert outcome(again, "events") == (2, 0, 1, 1)
    assert outcome(again, "rights") == (2, 0, 2, 0)
    assert len(current(tmp_path / "data").manifest["sources"]) == 5


def test_the_order_of_import_makes_no_other_snapshot(tmp_path):
    more = [{"right_id": "R1", "event": "licensed", "effective": "2018-01-01", "note": n} for n in "ba"]
    folder = write_folder(tmp_path / "in")
    other = write_csv(tmp_path / "other" / "events.csv", more)
    third = write_csv(tmp_path / "third" / "events.csv", [{**more[0], "note": "c"}])
    ids = {
        take(tmp_path / "a", folder, other, third).snapshot,
        take(tmp_path / "b", third, folder, other).snapshot,
        take(tmp_path / "c", *sorted(folder.iterdir(), reverse=True), other, third).snapshot,
    }
    assert len(ids) == 1


def test_a_blank_data_folder_has_no_snapshot(tmp_path):
    with pytest.raises(Refusal, match="registry import"):
        current(tmp_path)


GOOD = {
    "parties": {"party_id": "P3", "name": "丙"},
    "rights": {"region": "350823", "right_id": "R3", "kind": "design", "registered": "2016-01-02"},
    "events": {"right_id": "R1", "event": "other", "effective": "2018-02-01"},
    "loans": {"loan_id": "L1", "borrower": "P1", "principal": "5", "drawn": "2018-01-01", "due": "2019-01-01"},
    "pledges": {"loan_id": "L1", "right_id": "R2", "registered": "2018-01-02"},
    "population": {"region": "350823", "year": "2017", "residents": "376000"},
    "projects": {"project_id": "J1", "kind": "navigation", "party": "P1", "cost": "100"},
    "honours": {"party": "P1", "right": "", "honour": "gbt29490"},
}
REFUSED = [
    ("parties", {"name": " "}, "name", "不能为空"),
    ("parties", {"kind": "company"}, "kind", "不在可用的值里"),
    ("parties", {"region": "35082"}, "region", "六位"),
    ("parties", {"founded": "2017.13.2"}, "founded", "不是日期"),
    ("rights", {"filed": "2015-02-30"}, "filed", "不是日期"),
    ("rights", {"filed": "2015-2-3"}, "filed", "不是日期"),
    ("rights", {"filed": "2015-02-03 8:00"}, "filed", "不是日期"),
    ("rights", {"kind": "patent"}, "kind", "不在可用的值里"),
    ("rights", {"gi": "maybe"}, "gi", "true"),
    ("rights", {"expires": "2015-12-31"}, "expires", "早于授权"),
    ("rights", {"kind": "invention", "number": "CN201410408762"}, "number", "与权利 R1 的号码相同"),
    ("rights", {"title": "长" * 20_000}, "title", "超过 32767 字节"),
    ("events", {"event": "granted2"}, "event", "不在可用的值里"),
    ("events", {"effective": ""}, "effective", "至少要有一个"),
    ("events", {"right_id": "R7"}, "right_id", "不在权利表里"),
    ("events", {"event": "transferred", "party": "P7"}, "party", "不在主体表里"),
    ("events", {"event": "renewed", "until": "2017-08-14"}, "until", "早于事件日"),
    ("loans", {"principal": "0"}, "principal", "大于 0"),
    ("loans", {"principal": "-1"}, "principal", "大于 0"),
    ("loans", {"principal": str(10**15 + 1)}, "principal", "单位应为分"),
    ("loans", {"principal": "100.5"}, "principal", "不是整数"),
    ("loans", {"principal": "9" * 40}, "principal", "不是整数"),
    ("loans", {"due": "2017-12-31"}, "due", "早于放款日"),
    ("loans", {"repaid": "2017-12-31"}, "repaid", "早于放款日"),
    ("loans", {"annual_rate": "4,35"}, "annual_rate", "不是数"),
    ("loans", {"annual_rate": "435"}, "annual_rate", "0 到 100"),
    ("loans", {"borrower": "P7"}, "borrower", "不在主体表里"),
    ("pledges", {"loan_id": "L77"}, "loan_id", "不在贷款表里"),
    ("pledges", {"right_id": "R7"}, "right_id", "不在权利表里"),
    ("population", {"residents": "0"}, "residents", "大于 0"),
    ("population", {"year": "217"}, "year", "不是年份"),
    ("projects", {"cost": "-5"}, "cost", "不能为负"),
    ("projects", {"party": "P7"}, "party", "不在主体表里"),
    ("honours", {"party": ""}, "party", "至少要有一个"),
    ("honours", {"right": "R7"}, "right", "不在权利表里"),
]
REFUSED += [
    ("rights", {"kind": kind, "number": number}, "number", "是科学计数法，末几位已丢失")
    for kind, number in (("invention", "2.01610001001E+11"), ("trademark", "1.2E+07"), ("software", "2e11"))
]
REMARKED = [
    ("events", {"event": "pledged", "effective": "2014-08-14"}, "effective", "早于申请日"),
    ("events", {"event": "transferred", "party": "P2", "effective": "2014-08-14"}, "effective", "早于申请日"),
    ("events", {"event": "granted", "effective": "2010-01-01"}, "effective", "早于申请日"),
    ("events", {"event": "lapsed", "effective": "2010-01-01"}, "effective", "早于申请日"),
    ("events", {"event": "licensed", "until": "2017-08-14"}, "until", "早于事件日"),
    ("events", {"event": "transferred"}, "party", "没有写受让人，权利人和地区照旧"),
    ("loans", {"lender": "无质押"}, "loan_id", "没有质押"),
    ("rights", {"kind": "invention", "number": "201410408762.6"}, "number", "校验位"),
    ("rights", {"kind": "utility_model", "number": "201510408762"}, "number", "不属于"),
    ("rights", {"gi": "true"}, "gi", "不是商标"),
    ("rights", {"filed": "2017-01-01"}, "registered", "早于申请日"),
    ("rights", {"holder": "P7"}, "holder", "不在主体表里"),
    ("rights", {"region": ""}, "region", "没有地区，不计入任何地区"),
    ("rights", {"kind": "trademark", "number": "777", "classes": "46"}, "number", "国际分类"),
]


@pytest.fixture(scope="module")
def odd(tmp_path_factory):
    """One import in which every odd row stands among good ones; its (rows of each table, row of each case, result, data)."""
    folder = tmp_path_factory.mktemp("odd")
    tables = {name: [*rows] for name, rows in WHOLE.items()} | {"population": [], "projects": [], "honours": []}
    places = []
    for number, (name, cells, _, _) in enumerate(REFUSED + REMARKED):
        row = GOOD[name] | (
            {TABLES[name].key[0]: f"X{number}"} if name in ("parties", "rights", "loans", "projects") else {}
        )
        row |= {"note": str(number)} if name == "events" else {}
        tables[name].append(row | cells)
        places.append((name, len(tables[name]) + 1))
        if name == "loans" and "lender" not in cells:
            tables["pledges"].append({"loan_id": row["loan_id"], "right_id": "R1"})
    result = take(folder / "data", write_folder(folder / "in", **tables))
    return tables, places, result, folder / "data"


@pytest.mark.parametrize("case", range(len(REFUSED + REMARKED)))
def test_an_odd_row_says_what_is_odd(odd, case):
    _, places, result, _ = odd
    name, row = places[case]
    _, _, column, why = (REFUSED + REMARKED)[case]
    ((found, reason),) = [(c, r) for at, c, r in reasons(result, name) if at == row]
    assert found == column
    assert why in reason
    assert ("请核对" in reason) == (case >= len(REFUSED))


def test_an_odd_row_is_refused_alone(odd):
    tables, _, result, data = odd
    waiting = status(data)["refused"]["waiting"]
    pledges_of_refused_loans = sum(name == "loans" for name, *_ in REFUSED)
    assert waiting == len(REFUSED) + pledges_of_refused_loans
    for name, rows in tables.items():
        refused = sum(case[0] == name for case in REFUSED) + (pledges_of_refused_loans if name == "pledges" else 0)
        assert outcome(result, name) == (len(rows), len(rows) - refused, 0, refused)
        assert result.tables[name] == len(rows) - refused
    snapshot = current(data)
    kept = list(waiting_rows(snapshot))
    assert len(kept) == waiting
    assert all(row["reasons"] and row["raw"] and row["file"] and row["row"] for row in kept)
    assert [row["raw"]["founded"] for row in kept if row["raw"].get("founded")] == ["2017.13.2"]
    assert any("待更正" in line for line in status_lines(status(data)))


def test_repeats_merge_and_conflicts_in_one_file_are_refused(tmp_path):
    other = {**RIGHTS[0], "title": "另一个名称"}
    folder = write_folder(tmp_path / "in", rights=[*RIGHTS, RIGHTS[0], other], events=EVENTS * 3)
    result = take(tmp_path / "data", folder)
    assert outcome(result, "rights") == (4, 2, 1, 1)
    assert outcome(result, "events") == (3, 1, 2, 0)
    assert reasons(result, "rights") == [(5, "right_id", "与第 2 行重复而内容不同")]


def test_what_hangs_on_a_refused_right_is_refused(tmp_path):
    second = {**RIGHTS[0], "right_id": "R9"}
    folder = write_folder(
        tmp_path / "in", rights=[*RIGHTS, second], pledges=[*PLEDGES, {"loan_id": "L1", "right_id": "R9"}]
    )
    result = take(tmp_path / "data", folder)
    assert outcome(result, "pledges") == (2, 1, 0, 1)


def test_a_mark_in_two_classes_is_two_rights(tmp_path):
    other = {**RIGHTS[1], "right_id": "R3", "classes": "35"}
    same = {**RIGHTS[1], "right_id": "R4"}
    result = take(tmp_path / "data", write_folder(tmp_path / "in", rights=[*RIGHTS, other, same]))
    assert outcome(result, "rights") == (4, 3, 0, 1)


def test_a_row_that_was_refused_for_a_link_stands_once_the_link_does(tmp_path):
    folder = write_folder(tmp_path / "in", parties=PARTIES[:1])
    assert outcome(take(tmp_path / "data", folder), "events") == (1, 0, 0, 1)
    later = take(tmp_path / "data", write_csv(tmp_path / "later" / "parties.csv", PARTIES[1:]))
    assert later.tables["events"] == 1
    assert status(tmp_path / "data")["refused"]["waiting"] == 0


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_encodings(tmp_path, encoding):
    path = write_csv(tmp_path / "parties.csv", [{**PARTIES[0], "name": "紫铜𠮷矿业（集团）"}], encoding=encoding)
    result = take(tmp_path / "data", path)
    assert table(tmp_path / "data", "parties")[0]["name"] == "紫铜𠮷矿业（集团）"
    assert bool(result.files[0].notes) == (not encoding.startswith("utf-8"))


def test_rows_are_numbered_as_a_spreadsheet_shows_them(tmp_path):
    path = tmp_path / "parties.csv"
    path.write_text(
        'party_id,name,region\n'
        'P1,"甲\n乙",350823\n'  # row 2
        '\n'
        'P2\n'  # row 4: too few cells
        ' , ,\n'
        'P3,丙,3508\n'  # row 6
        'P4,丁,350823,x\n'  # row 7: too many
        'P5,"戊, ""己""",350823\n'
        'P6,庚,35\n',  # row 9
        encoding="utf-8",
    )  # fmt: skip
    result = take(tmp_path / "data", path)
    assert outcome(result, "parties") == (6, 2, 0, 4)
    assert sorted((row, column) for row, column, _ in reasons(result, "parties")) == [
        (4, "整行"), (6, "region"), (7, "整行"), (9, "region"),
    ]  # fmt: skip
    assert [row["name"] for row in table(tmp_path / "data", "parties")] == ["甲\n乙", '戊, "己"']


def test_many_blocks_keep_their_numbers(tmp_path):
    path = tmp_path / "parties.csv"
    wide = "宽" * 8_000
    with path.open("w", encoding="utf-8") as out:
        out.write("party_id,name,industry\n")
        for number in range(2, 1500):
            out.write(f"P{number},{number}{wide},{'x' if number % 500 else 'x,y'}\n")
    assert path.stat().st_size > 2 * BLOCK_BYTES
    result = take(tmp_path / "data", path)
    assert [row for row, _, _ in reasons(result, "parties")] == [500, 1000]
    assert outcome(result, "parties") == (1498, 1496, 0, 2)


def test_a_huge_cell_is_refused_in_its_row(tmp_path):
    path = write_csv(tmp_path / "parties.csv", [PARTIES[0], {**PARTIES[1], "name": "大" * 3_500_000}])
    result = take(tmp_path / "data", path)
    assert outcome(result, "parties") == (2, 1, 0, 1)
    assert len(json.dumps(result.to_json())) < 2000


def test_a_cell_larger_than_a_block_refuses_the_file(tmp_path):
    path = write_csv(tmp_path / "parties.csv", [PARTIES[0], {**PARTIES[1], "name": "x" * (3 * BLOCK_BYTES)}])
    with pytest.raises(Refusal, match="单元格超过"):
        take(tmp_path / "data", path)


def test_nul_bytes_are_refused(tmp_path):
    path = write_csv(tmp_path / "parties.csv", [PARTIES[0], {**PARTIES[1], "name": "某\0大学"}])
    result = take(tmp_path / "data", path)
    assert outcome(result, "parties") == (2, 1, 0, 1)
    assert "NUL" in reasons(result, "parties")[0][2]


def test_a_heading_alone_is_no_rows(tmp_path):
    path = tmp_path / "parties.csv"
    path.write_text("party_id,name", encoding="utf-8")
    assert outcome(take(tmp_path / "data", path), "parties") == (0, 0, 0, 0)


BROKEN = {
    "empty": (b"", "文件是空的"),
    "blank line": (b"\n\n", "第 1 行是空的"),
    "binary": (bytes(range(128, 256)) * 50, "编码认不出"),
    "missing column": (b"party_id,kind\nP1,soe\n", "缺少必填列 name"),
    "semicolons": ("party_id;name\nP1;甲\n".encode(), "缺少必填列 party_id、name"),
    "heading twice": ("party_id,name,name\nP1,甲,乙\n".encode(), "“name”出现了两次"),
    "cut in a quotation": ('party_id,name\nP1,甲\nP2,"乙'.encode(), "文件在第 3 行的引号里断了"),
    "open quotation": ('party_id,name\nP1,"甲\nP2,乙\n'.encode(), "引号没有配对"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_file_is_refused_as_a_whole(tmp_path, case):
    content, why = BROKEN[case]
    folder = write_folder(tmp_path / "in")
    before = take(tmp_path / "data", folder)
    (tmp_path / "parties.csv").write_bytes(content)
    with pytest.raises(Refusal, match=why) as refusal:
        take(tmp_path / "data", tmp_path / "parties.csv")
    assert "parties.csv" in str(refusal.value)
    assert current(tmp_path / "data").id == before.snapshot
    assert len(list((tmp_path / "data" / "sources").glob("*/*"))) == len(before.files)
    assert take(tmp_path / "data", folder).snapshot == before.snapshot


def test_unknown_columns_are_told(tmp_path):
    path = write_csv(tmp_path / "parties.csv", [{**PARTIES[0], "电话": "1"}])
    assert take(tmp_path / "data", path).files[0].unknown_headings == ["电话"]


def test_parquet_of_other_types_is_cast_or_refused_by_the_row(tmp_path):
    loans = pa.table({
        "loan_id": pa.array(["L1", "L2"]).dictionary_encode(), "borrower": ["P1", "P1"], "principal": [5.0, 7.5],
        "drawn": [datetime(2018, 1, 1), datetime(2018, 1, 2)], "due": [date(2019, 1, 1)] * 2,
        "annual_rate": [Decimal("4.35"), Decimal("5.00")],
    })  # fmt: skip
    folder = write_folder(tmp_path / "in")
    (folder / "loans.csv").unlink()
    pq.write_table(loans, folder / "loans.parquet")
    result = take(tmp_path / "data", folder)
    assert outcome(result, "loans") == (2, 1, 0, 1)
    assert reasons(result, "loans") == [(2, "principal", "不是整数，金额以分为单位")]
    assert table(tmp_path / "data", "loans")[0]["annual_rate"] == Decimal("4.35")


def test_broken_parquet_is_refused(tmp_path):
    (tmp_path / "loans.parquet").write_bytes(b"PAR1 not really PAR1")
    with pytest.raises(Refusal, match="Parquet"):
        take(tmp_path / "data", tmp_path / "loans.parquet")
    nested = pa.table({"party_id": ["P1"], "name": [["甲"]]})
    pq.write_table(nested, tmp_path / "parties.parquet")
    with pytest.raises(Refusal, match="列 name 的类型"):
        take(tmp_path / "data", tmp_path / "parties.parquet")


def test_a_stray_file_in_a_folder_is_told_and_stops_nothing(tmp_path):
    folder = write_folder(tmp_path / "in")
    (folder / "notes.bin").write_bytes(b"\1\2")
    result = take(tmp_path / "data", folder)
    assert [(skip.file, skip.why) for skip in result.skipped] == [("notes.bin", "认不出是哪种来源的文件")]
    exports = tmp_path / "exports"
    write_folder(exports / "tables")
    (exports / "notes.bin").write_bytes(b"\1\2")
    result = take(tmp_path / "data", exports)
    assert [(skip.file, skip.why) for skip in result.skipped] == [("notes.bin", "认不出是哪种来源的文件")]


def test_a_folder_of_strangers_is_refused(tmp_path):
    for name in ("a.bin", "b.bin"):
        (tmp_path / name).write_bytes(b"\1\2")
    with pytest.raises(Refusal, match=r"没有一个认得的文件（找到：a\.bin、b\.bin）"):
        take(tmp_path / "data", tmp_path)


def test_which_files_are_meant(tmp_path):
    folder = write_folder(tmp_path / "in")
    with pytest.raises(Refusal, match="没有“foo”这种来源"):
        take(tmp_path / "data", folder, kind="foo")
    with pytest.raises(Refusal, match="找不到"):
        take(tmp_path / "data", tmp_path / "nowhere")
    (tmp_path / "void").mkdir()
    with pytest.raises(Refusal, match="没有可导入的文件"):
        take(tmp_path / "data", tmp_path / "void")
    (tmp_path / "notes.bin").write_bytes(b"\1\2")
    with pytest.raises(Refusal, match="认不出是哪种来源"):
        take(tmp_path / "data", tmp_path / "notes.bin")
    pq.write_table(pa.table({"party_id": ["P1"]}), folder / "parties.parquet")
    with pytest.raises(Refusal, match="同一张表"):
        take(tmp_path / "data", folder)


def _spoilt(path, rows, place, *, encoding="utf-8"):
    """A table with one byte that is no text in the last place where `place` stands."""
    whole = write_csv(path, rows, encoding=encoding).read_bytes()
    at = whole.rindex(place.encode(encoding))
    path.write_bytes(whole[: at + 1] + b"\xff" + whole[at + 2 :])
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_byte_that_is_no_text_refuses_its_row_alone(tmp_path, encoding):
    rows = [*PARTIES, *({"party_id": f"Q{n}", "name": f"第{n}家某县农机具制造有限公司"} for n in range(30))]
    rows.append({"party_id": "P9", "name": "上杭县"})
    result = take(tmp_path / "data", _spoilt(tmp_path / "parties.csv", rows, "杭", encoding=encoding))
    assert outcome(result, "parties") == (33, 32, 0, 1)
    assert [(row, column) for row, column, _ in reasons(result, "parties")] == [(34, "name")]
    assert "有的字节不是文字（�）" in reasons(result, "parties")[0][2]
    assert any(f"处字节不是 {encoding.upper()} 文字" in note for note in result.files[0].notes)
    assert table(tmp_path / "data", "parties")[0]["name"] == PARTIES[0]["name"]
    assert [row["row"] for row in waiting_rows(current(tmp_path / "data"))] == [34]


def test_a_table_without_chinese_keeps_the_rows_beside_a_byte_that_is_no_text(tmp_path):
    rows = [{"region": "350823", "year": str(year), "residents": "376000"} for year in range(2000, 2018)]
    result = take(tmp_path / "data", _spoilt(tmp_path / "population.csv", rows, "2009"))
    assert outcome(result, "population") == (18, 17, 0, 1)
    assert {row for row, *_ in reasons(result, "population")} == {11}


def test_bytes_that_are_no_text_are_told_as_such(tmp_path):
    path = tmp_path / "parties.csv"
    path.write_bytes(b"party_id,name\n" + bytes(range(128, 256)) * 40)
    with pytest.raises(Refusal, match="不是文本文件，或编码认不出"):
        take(tmp_path / "data", path)


def test_a_quotation_mark_that_nothing_closes_loses_no_row_unseen(tmp_path):
    head = 'project_id,kind,party,cost,completed\nA1,navigation,"P,5,2022-01-01\n'
    rows = "".join(f"A{number},navigation,P,5,2022-01-01\n" for number in (2, 3, 4))
    (tmp_path / "projects.csv").write_text(head + rows, encoding="utf-8")
    with pytest.raises(Refusal, match="第 2 行有一个英文双引号，引号没有配对，第 2—5 行都读不出来"):
        take(tmp_path / "data", tmp_path / "projects.csv")
