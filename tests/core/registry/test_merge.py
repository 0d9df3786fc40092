"""Several sources become one registry: who is meant, what repeats, who has the last word."""

import json
import random
import shutil
import unicodedata
from datetime import date
from hashlib import sha256

import pyarrow as pa
import pytest
from small_registry import PARTIES, RIGHTS, outcome, reasons, table, take, write_csv, write_folder

from zhixian.core.kernel.refusal import Refusal
from zhixian.core.registry.formats import importers
from zhixian.core.registry.importing import correct_rows, import_paths, rebuild
from zhixian.core.registry.snapshot import current, list_snapshots
from zhixian.core.registry.sources import MANUAL
from zhixian.core.registry.staging import ROW, SHEET_STRIDE, normalise_name, normalise_names, party_ref, right_ref
from zhixian.core.registry.status import status, status_lines

MINING = "CN201410408762.5"


class Vendor:
    """An export as JSON: {table: [row, …]}, one data row for each `_row`."""

    format = "vendor"

    def recognises(self, path, head):
        return path.suffix == ".json"

    def stage(self, path, stage, *, progress):
        tables = json.loads(path.read_text(encoding="utf-8"))
        stage.report.rows = len({row[ROW] for rows in tables.values() for row in rows})
        for name, rows in tables.items():
            days = ("filed", "registered", "effective", "as_of")
            typed = [{k: date.fromisoformat(v) if k in days and v else v for k, v in row.items()} for row in rows]
            stage.append_rows(name, typed)


def export(data, path, **tables):
    path.write_text(json.dumps(tables), encoding="utf-8")
    return import_paths([path], data=data, importers=[*importers(), Vendor()])


def right(row, number=MINING, **cells):
    return {"right_id": right_ref(number), "kind": "invention", "number": number, ROW: row} | cells


def test_names_are_normalised_by_the_column_as_one_by_one():
    assigned = (ch for ch in map(chr, range(1, 0x3100)) if unicodedata.category(ch) != "Cn")
    every = [*assigned, "\ufeff", "（", "𠮷"]
    names = [f"甲{ch}乙" for ch in every]
    found = normalise_names(pa.array(names)).to_pylist()
    differing = [hex(ord(ch)) for ch, a, b in zip(every, found, map(normalise_name, names), strict=True) if a != b]
    assert differing == []


def test_a_name_means_the_party_of_that_name(tmp_path):
    data = tmp_path / "data"
    names = [
        {"party_id": party_ref(n), "name": n, ROW: row}
        for row, n in ((2, "紫铜矿业(集团) 有限公司"), (3, "紫铜实验室"))
    ]
    rights = [
        right(2, holder=party_ref("紫铜矿业(集团) 有限公司")),
        right(3, "CN201510408762.7", holder=party_ref("紫铜实验室")),
    ]
    result = export(data, tmp_path / "a.json", parties=names, rights=rights)
    assert outcome(result, "a.json") == (2, 2, 0, 0)
    take(data, write_csv(tmp_path / "parties.csv", PARTIES))
    made = "N" + sha256("紫铜实验室".encode()).hexdigest()[:12]
    names_by_id = {p["party_id"]: p["name"] for p in table(data, "parties")}
    assert names_by_id == {made: "紫铜实验室", "P1": "紫铜矿业（集团）有限公司", "P2": "某大学"}
    assert [r["holder"] for r in table(data, "rights")] == ["P1", made]


def test_a_party_nobody_describes_is_made_from_its_name(tmp_path):
    export(tmp_path / "data", tmp_path / "a.json", rights=[right(2, holder=party_ref("甲"))])
    (party,) = table(tmp_path / "data", "parties")
    assert party["name"] == "甲"
    assert party["party_id"].startswith("N")
    assert len(party["party_id"]) == 13
    assert table(tmp_path / "data", "rights")[0]["holder"] == party["party_id"]


def test_publications_of_one_right_merge_and_the_later_value_wins(tmp_path):
    a = right(2, title="公开", filed="2014-08-15", registered=None)
    b = right(3, title="授权", filed=None, registered="2016-01-02")
    result = export(tmp_path / "data", tmp_path / "a.json", rights=[a, b])
    assert outcome(result, "a.json") == (2, 1, 1, 0)
    (merged,) = table(tmp_path / "data", "rights")
    assert (merged["right_id"], merged["title"]) == (MINING, "授权")
    assert (merged["filed"], merged["registered"]) == (date(2014, 8, 15), date(2016, 1, 2))
    second = export(tmp_path / "data", tmp_path / "b.json", rights=[right(2, title="更正")])
    assert outcome(second, "b.json") == (1, 0, 1, 0)
    assert table(tmp_path / "data", "rights")[0]["title"] == "更正"


def test_a_number_means_the_right_of_that_number_whichever_came_first(tmp_path):
    folder = write_folder(tmp_path / "in")
    event = {"right_id": right_ref(MINING), "event": "lapsed", "effective": "2019-01-01", ROW: 2}
    ids = set()
    for place, order in enumerate(("before", "after")):
        data = tmp_path / order
        if place:
            take(data, folder)
        export(data, tmp_path / "a.json", rights=[right(2, title="一种尾矿处理装置")], events=[event])
        if not place:
            take(data, folder)
        ids.add(current(data).id)
        assert [r["right_id"] for r in table(data, "rights")] == ["R1", "R2"]
        assert [e["right_id"] for e in table(data, "events")] == ["R1", "R1"]
    assert len(ids) == 1


def test_a_mark_named_without_its_class(tmp_path):
    folder = write_folder(tmp_path / "in")
    take(tmp_path / "data", folder)
    pledge = {"loan_id": "L1", "right_id": right_ref("12345678"), ROW: 2}
    result = export(tmp_path / "data", tmp_path / "a.json", pledges=[pledge])
    assert outcome(result, "a.json") == (1, 1, 0, 0)
    assert {p["right_id"] for p in table(tmp_path / "data", "pledges")} == {"R1", "R2"}


def test_an_unknown_number_is_refused(tmp_path):
    pledge = {"loan_id": "L1", "right_id": right_ref("CN1"), "registered": "2018-01-02", ROW: 7}
    take(tmp_path / "data", write_folder(tmp_path / "in"))
    result = export(tmp_path / "data", tmp_path / "a.json", pledges=[pledge])
    assert outcome(result, "a.json") == (1, 0, 0, 1)
    assert reasons(result, "a.json") == [(7, "权利编号", "不在权利表里")]


def test_a_later_file_updates_field_by_field(tmp_path):
    take(tmp_path / "data", write_folder(tmp_path / "in"))
    later = {**RIGHTS[0], "title": "", "region": "350200"}
    result = take(tmp_path / "data", write_csv(tmp_path / "later" / "rights.csv", [later]))
    assert outcome(result, "rights") == (1, 0, 1, 0)
    row = table(tmp_path / "data", "rights")[0]
    assert (row["title"], row["region"]) == (RIGHTS[0]["title"], "350200")


def test_corrections_survive_the_next_import(tmp_path):
    data = tmp_path / "data"
    folder = write_folder(tmp_path / "in")
    take(data, folder)
    result = correct_rows(
        {"rights": [{"right_id": "R1", "region": "350200"}], "loans": [{"loan_id": "L1", "repaid": "2018-06-01"}]},
        data=data, importers=importers(),
    )  # fmt: skip
    assert [(f.format, f.merged) for f in result.files] == [(MANUAL, 1), (MANUAL, 1)]
    again = {**RIGHTS[0], "region": "350823", "title": "新名称"}
    take(data, write_csv(tmp_path / "later" / "rights.csv", [again]))
    row = table(data, "rights")[0]
    assert (row["region"], row["title"], row["kind"]) == ("350200", "新名称", "invention")
    assert table(data, "loans")[0]["repaid"] == date(2018, 6, 1)
    by_file = take(data, write_csv(tmp_path / "m" / "rights.csv", [{"right_id": "R1", "title": "定名"}]), kind=MANUAL)
    assert outcome(by_file, "rights") == (1, 0, 1, 0)
    assert table(data, "rights")[0]["title"] == "定名"


def test_a_correction_of_nothing_is_refused(tmp_path):
    take(tmp_path / "data", write_folder(tmp_path / "in"))
    correction = {"rights": [{"right_id": "R9", "title": "无"}]}
    result = correct_rows(correction, data=tmp_path / "data", importers=importers())
    assert outcome(result, "rights") == (1, 0, 0, 1)
    assert "不能为空" in reasons(result, "rights")[0][2]
    with pytest.raises(Refusal, match="没有表"):
        correct_rows({"foo": []}, data=tmp_path / "data", importers=importers())


def test_what_a_vendor_claims_is_compared_and_told(tmp_path):
    data = tmp_path / "data"
    take(data, write_folder(tmp_path / "in"))
    claims = [
        {"right_id": right_ref(MINING), "claimed": "失效", "alive": False, "as_of": "2019-01-01", ROW: 2},
        {"right_id": right_ref("12345678/31"), "claimed": "有效", "alive": True, "as_of": "2019-01-01", ROW: 3},
        {"right_id": right_ref("12345678/31"), "claimed": "有效", "alive": True, "as_of": "2027-01-01", ROW: 4},
        {"right_id": right_ref("12345678/31"), "claimed": "待审", "alive": None, "as_of": "2027-01-01", ROW: 5},
        {"right_id": right_ref("CN9"), "claimed": "有效", "alive": True, "as_of": "2027-01-01", ROW: 6},
    ]
    before = current(data).id
    rights = [right(2), right(3, "12345678/31", kind="trademark")]
    result = export(data, tmp_path / "a.json", rights=rights, claims=claims)
    assert result.snapshot == before
    told = status(data)["disagreements"]
    assert told["count"] == 2
    assert [(c["row"], c["right_id"], c["by_events"]) for c in told["first"]] == [(2, "R1", "有效"), (4, "R2", "无效")]
    assert result.files[0].notes[0].startswith("2 件权利的状态")
    assert any("称“失效”，按事件在 2019-01-01 有效" in line for line in status_lines(status(data)))


def test_a_claim_without_a_day_is_of_the_last_day_its_source_knows(tmp_path):
    claims = [{"right_id": right_ref(MINING), "claimed": "失效", "alive": False, ROW: 2}]
    rights = [right(2, filed="2014-08-15", registered="2016-01-02")]
    export(tmp_path / "data", tmp_path / "a.json", rights=rights, claims=claims)
    (case,) = status(tmp_path / "data")["disagreements"]["first"]
    assert (case["as_of"], case["by_events"]) == ("2016-01-02", "有效")


def test_everything_is_rebuilt_from_the_sources(tmp_path):
    data = tmp_path / "data"
    take(data, write_folder(tmp_path / "in"))
    correct_rows({"rights": [{"right_id": "R1", "region": "350200"}]}, data=data, importers=importers())
    before = current(data).id
    shutil.rmtree(data / "staged")
    shutil.rmtree(data / "snapshots")
    (data / "CURRENT").unlink()
    assert rebuild(data=data, importers=importers()).snapshot == before
    assert list_snapshots(data) == [before]


def test_many_repeats_equal_a_plain_merge(tmp_path):
    """Random exports of few rights, merged by SQL and by a loop."""
    chance = random.Random(5)
    expected = {}
    for number in range(4):
        rows = []
        for row in range(2, 40):
            one = right(row, f"N{chance.randrange(12)}", kind="software")
            one |= {"title": chance.choice([None, "甲", "乙"]), "region": chance.choice([None, "350823", "350200"])}
            rows.append(one)
            known = expected.setdefault(one["number"], {})
            known |= {k: one[k] for k in ("title", "region") if one[k]}
        export(tmp_path / "data", tmp_path / f"{number}.json", rights=rows)
    found = {r["right_id"]: {k: r[k] for k in ("title", "region") if r[k]} for r in table(tmp_path / "data", "rights")}
    assert found == expected


def test_an_empty_cell_of_an_export_is_filled_and_one_of_our_tables_means_unknown(tmp_path):
    data = tmp_path / "data"
    unknown = {"right_id": "R3", "kind": "design", "holder": "P1"}
    granted = [
        {"right_id": right, "event": "granted", "effective": "2016-03-01"} for right in ("R3", "CN201510408762.7")
    ]
    vendors = right(2, "CN201510408762.7", holder=party_ref("紫铜矿业（集团）有限公司"))
    export(data, tmp_path / "a.json", rights=[vendors])
    take(data, write_folder(tmp_path / "in", rights=[*RIGHTS, unknown], events=granted))
    found = {r["right_id"]: (r["region"], r["registered"]) for r in table(data, "rights")}
    assert found["CN201510408762.7"] == ("350823", date(2016, 3, 1))
    assert found["R3"] == (None, None)


def test_what_is_said_of_a_party_beats_what_was_gathered_from_its_name(tmp_path):
    data = tmp_path / "data"
    take(data, write_csv(tmp_path / "parties.csv", PARTIES))
    guessed = {"party_id": party_ref("某大学"), "name": "某大学", "kind": "enterprise", "industry": "P83", ROW: 2}
    export(data, tmp_path / "a.json", parties=[guessed])
    assert {p["party_id"]: (p["kind"], p["industry"]) for p in table(data, "parties")}["P2"] == ("university", "P83")


def test_names_are_known_however_many_there_are(tmp_path):
    many = [{"party_id": f"P{n}", "name": f"甲{n:06}有限公司"} for n in range(250_000)]
    take(tmp_path / "data", write_csv(tmp_path / "parties.csv", many))
    named = [right(n, f"CN2014104{n:05}.0", holder=party_ref(f"甲{249_999 - n:06}有限公司")) for n in range(3)]
    export(tmp_path / "data", tmp_path / "a.json", rights=named)
    assert [row["holder"] for row in table(tmp_path / "data", "rights")] == ["P249999", "P249998", "P249997"]


def work(right_id, number):
    return {"right_id": right_id, "kind": "copyright_work", "number": number, "title": right_id}


def test_words_in_place_of_a_number_name_no_right(tmp_path):
    works = [
        work("W1", "无"),
        work("W2", "无"),
        work("W3", "国作登字-2019-F-00000001"),
        work("W4", "国作登字-2019-F-00000001"),
    ]
    events = [{"right_id": one["right_id"], "event": "granted", "effective": "2018-01-01"} for one in works]
    folder = write_folder(tmp_path / "in", rights=[*RIGHTS, *works], events=events)
    result = take(tmp_path / "data", folder)
    assert [r["right_id"] for r in table(tmp_path / "data", "rights")] == ["R1", "R2", "W1", "W2", "W3"]
    assert reasons(result, "events") == [(5, "right_id", "不在权利表里")]
    assert outcome(result, "rights") == (6, 5, 0, 1)


def test_each_sheet_is_counted_by_what_its_rows_are_about(tmp_path):
    projects = [
        {"project_id": f"J{n}", "kind": "navigation", "party": party_ref("甲") if n else "nobody", ROW: 3 + n}
        for n in range(3)
    ]
    sheet = SHEET_STRIDE
    people = [{"region": "350823", "year": 2017 + n // 2, "residents": 1000, ROW: sheet + 3 + n} for n in range(3)]
    rights = [{"right_id": "R9", ROW: 2 * sheet + 2}]
    parties = [{"party_id": party_ref("甲"), "name": "甲", ROW: 4}]
    result = export(
        tmp_path / "data", tmp_path / "a.json", projects=projects, population=people, rights=rights, parties=parties
    )
    assert outcome(result, "a.json") == (7, 4, 1, 2)


def test_the_name_before_a_change_stands_in_an_earlier_file(tmp_path):
    data = tmp_path / "data"
    before, after = ({"party_id": "P9", "name": name} for name in ("旧名公司", "新名公司"))
    together = write_csv(tmp_path / "one" / "parties.csv", [before, after])
    assert reasons(take(tmp_path / "other", together), "parties") == [(3, "party_id", "与第 2 行重复而内容不同")]
    take(data, write_csv(tmp_path / "before" / "parties.csv", [before]))
    assert outcome(take(data, write_csv(tmp_path / "after" / "parties.csv", [after])), "parties") == (1, 0, 1, 0)
    rights = [right(2, holder=party_ref("旧名公司")), right(3, "CN201510408762.7", holder=party_ref("新名公司"))]
    export(data, tmp_path / "a.json", rights=rights)
    assert [r["holder"] for r in table(data, "rights")] == ["P9", "P9"]
    assert [p["name"] for p in table(data, "parties")] == ["新名公司"]
