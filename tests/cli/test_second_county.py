"""Another county's text goes all the way, from the draft of its plan to its report, and meets nothing of the county that the program ships."""

import csv
import json
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

from zhixian.cli import main

TEXT = Path(__file__).with_name("second_county.txt")
"""Made up for this test: no authority has issued it."""
OF_THE_OTHER = ("上杭", "龙岩", "350823", "shanghang")
OFFICERS_WORK = {
    "plan.yaml": {'region: null   # 待填：六位行政区划代码，例如 "110101"': 'region: "330523"'},
    "units.yaml": {
        "unit_01": "finance_office",
        "unit_02": "finance_bureau",
        "unit_03": "market_bureau",
        "unit_04": "farm_bureau",
    },
    "targets.yaml": {
        "id: target_1": "id: inventions_per_10k",
        "id: target_2": "id: registered_marks",
        "id: target_3": "id: gi_marks",
        "id: target_4": "id: pledge_financing",
        "\n    unit: 件\n    due: '2023-12-31'\n    quote: 每万人": "\n    unit: 件/万人\n    due: '2023-12-31'\n    quote: 每万人",
    },
    "amounts.yaml": {
        "clause_1": "pledge_interest",
        "clause_2": "gi_mark",
        "clause_3": "navigation",
        "share_1": "share",
        "cap_2": "cap",
        "fixed_3": "fixed",
        "share_4": "share",
        "cap_5": "cap",
        "unit: yuan\n    per: null\n    effective: '2021-01-15'\n    until: null\n    quote: 给予": "unit: yuan\n    per: right\n    effective: '2021-01-15'\n    until: null\n    quote: 给予",
        "unit: yuan\n    per: null\n    effective: '2021-01-15'\n    until: null\n    quote: 每家": "unit: yuan\n    per: ever\n    effective: '2021-01-15'\n    until: null\n    quote: 每家",
        "why_not_counted: 草稿：还没有指定怎样从数据里找出符合条件者": "eligible: invention_holders",
    },
}
"""What a person does to the draft: codes, scopes, and which rule an amount belongs to."""
OURS = {"region": "330523"}
RIGHT = {"filed": "2018-03-01", "registered": "2020-05-06", "holder": "P1", **OURS}
PATENT = {"kind": "invention", "expires": "2038-03-01", **RIGHT}
MARK = {"kind": "trademark", "classes": "30", "expires": "2030-05-06", **RIGHT, "holder": "P2"}
LOAN = {"lender": "某银行", "due": "2023-01-01"}
TABLES = {
    "parties": [
        {"party_id": "P1", "name": "安吉拟竹科技有限公司", "kind": "enterprise", **OURS},
        {"party_id": "P2", "name": "安吉拟茶专业合作社", "kind": "cooperative", **OURS},
        {"party_id": "P3", "name": "杭州拟溪有限公司", "kind": "enterprise", "region": "330106"},
    ],
    "rights": [
        *({**PATENT, "right_id": f"I{nth}", "title": f"竹材 {nth}"} for nth in range(2)),
        {**PATENT, "right_id": "I2", "title": "当年授权的", "registered": "2022-08-08"},
        {**PATENT, "right_id": "I3", "title": "外地的", "holder": "P3", "region": "330106"},
        *({**MARK, "right_id": f"M{nth}", "title": f"拟茶{nth}"} for nth in range(3)),
        {**MARK, "right_id": "G1", "title": "拟白茶", "kind": "certification_mark", "gi": "true", "registered": "2022-05-06"},
    ],
    "loans": [
        {**LOAN, "loan_id": "L1", "borrower": "P1", "principal": "300000000", "drawn": "2022-01-01"},
        {**LOAN, "loan_id": "L2", "borrower": "P2", "principal": "10000000", "drawn": "2022-07-01"},
    ],
    "pledges": [
        {"loan_id": "L1", "right_id": "I0", "registered": "2022-01-05"},
        {"loan_id": "L2", "right_id": "M0", "registered": "2022-07-05"},
    ],
    "projects": [
        {"project_id": "N1", "kind": "navigation", "party": "P1", "cost": "4000000", "completed": "2022-04-01"},
        {"project_id": "N2", "kind": "navigation", "party": "P1", "cost": "2000000", "completed": "2022-09-01"},
    ],
    "population": [{**OURS, "year": "2021", "residents": "1500"}],
}  # fmt: skip


@pytest.fixture
def county(tmp_path, capsys):
    """Folders of the plan and of the data."""
    plan, data, exports = tmp_path / "plans" / "anji", tmp_path / "data", tmp_path / "exports"
    assert main(["plan", "read", str(TEXT), "--out", str(plan)]) == 0
    for name, changes in OFFICERS_WORK.items():
        draft = (plan / name).read_text(encoding="utf-8")
        for before, after in changes.items():
            assert before in draft, before
            draft = draft.replace(before, after)
        (plan / name).write_text(draft, encoding="utf-8")
    units = (plan / "plan.yaml").read_text(encoding="utf-8")
    for before, after in OFFICERS_WORK["units.yaml"].items():
        units = units.replace(before, after)
    (plan / "plan.yaml").write_text(units, encoding="utf-8")
    exports.mkdir()
    for name, rows in TABLES.items():
        with (exports / f"{name}.csv").open("w", encoding="utf-8", newline="") as out:
            writer = csv.DictWriter(out, list(dict.fromkeys(column for row in rows for column in row)))
            writer.writeheader()
            writer.writerows(rows)
    assert main(["registry", "import", str(exports), "--data", str(data)]) == 0
    nothing_of_the_other(*capsys.readouterr())
    return ["--plan", str(plan), "--data", str(data)]


def nothing_of_the_other(*texts):
    for text in texts:
        assert [word for word in OF_THE_OTHER if word in text] == []


def test_its_plan_holds_and_its_targets_are_its_own(county, capsys):
    assert main(["plan", "check", county[1]]) == 0
    nothing_of_the_other(*capsys.readouterr())
    assert main(["targets", *county, "--as-of", "2022-12-31", "--json"]) == 0
    out, err = capsys.readouterr()
    told = json.loads(out)
    assert (told["plan"], told["region"]) == ("anji", "330523")
    assert [(one["id"], one["value"], one["goal"], one["unit"], one["due"], one["met"]) for one in told["targets"]] == [
        ("inventions_per_10k", "20", "20", "件/万人", "2023-12-31", True),
        ("registered_marks", "4", "5", "件", "2023-12-31", False),
        ("gi_marks", "1", "2", "件", "2023-12-31", False),
        ("pledge_financing", "300", "300", "万元", "2023-12-31", True),
    ]
    assert main(["targets", *county, "--as-of", "2022-12-31"]) == 0
    nothing_of_the_other(out, err, *capsys.readouterr())


def test_its_awards_follow_its_own_amounts(county, tmp_path, capsys):
    assert main(["incentives", *county, "--year", "2022", "--json"]) == 0
    out, err = capsys.readouterr()
    told = json.loads(out)
    assert [
        (one["clause"], one["incentive"], one["party"], one["subject"], one["amount_fen"], one["capped"])
        for one in told["awards"]
    ] == [
        ("3", "navigation", "P1", "N1", 2_400_000, False),
        ("3", "navigation", "P1", "N2", 600_000, True),
        ("2", "gi_mark", "P2", "G1", 8_000_000, False),
        ("1", "pledge_interest", "P1", "L1", 1_500_000, True),
        ("1", "pledge_interest", "P2", "L2", 88_933, False),
    ]  # 100000元 × 4.35% × 184/360 × 40% = 889.33元
    assert told["totals"] == {"navigation": 3_000_000, "gi_mark": 8_000_000, "pledge_interest": 1_588_933}
    assert [(one["clause"], one["quote"], one["parties"]) for one in told["undetermined"]] == [
        ("4", "对获得授权的发明专利给予适当奖励", ["P1"])
    ]
    book = tmp_path / "清单.xlsx"
    assert main(["incentives", *county, "--year", "2022", "--xlsx", str(book)]) == 0
    cells = [str(cell) for sheet in load_workbook(book) for row in sheet.iter_rows(values_only=True) for cell in row]
    assert main(["incentives", *county, "--year", "2022"]) == 0
    nothing_of_the_other(out, err, *cells, *capsys.readouterr())


def test_its_report_names_its_own_units_and_clauses(county, tmp_path, capsys):
    path = tmp_path / "报告.docx"
    assert main(["report", *county, "--as-of", "2022-12-31", "--out", str(path)]) == 0
    paper = Document(str(path))
    said = [paragraph.text for paragraph in paper.paragraphs]
    said += [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    whole = "\n".join(said)
    assert "安吉县知识产权富民三年行动方案" in whole
    assert "每万人发明专利拥有量" in whole
    assert paper.core_properties.author == "安吉县人民政府"
    nothing_of_the_other(whole, *capsys.readouterr())
