"""Templates written, filled in and read back."""

import zipfile
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
import xlsxwriter
import yaml

from zhixian.core.kernel.refusal import Refusal
from zhixian.core.registry.numbers import check_digit
from zhixian.core.registry.sheets import packaged
from zhixian.core.registry.sheets.forms.cells import BadCell, read_cell
from zhixian.core.registry.sheets.templates import Column, columns, templates, write_template
from zhixian.core.registry.tables import PARTY_KINDS, RIGHT_KINDS, TABLES

UNREADABLE = "认不出是登记号，按类型、权利人和名称认这件权利（已照收，请核对）"
PATENT = f"CN201410408762.{check_digit('201410408762')}"


def filled(tmp_path, kind, *rows):
    """A template of that kind with these rows (dicts by name) under the example."""
    path = tmp_path / f"{kind}.xlsx"
    write_template(kind, path)
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    for place, cells in enumerate(rows, start=3):
        for at, column in enumerate(columns(kind), start=2):
            if column.name in cells:
                sheet.cell(place, at, cells[column.name])
    book.save(path)
    return path


@pytest.mark.parametrize("kind", templates())
def test_the_example_is_passed_over_and_would_be_good(tmp_path, imported, kind) -> None:
    path = tmp_path / "t.xlsx"
    write_template(kind, path)
    empty = imported(path)
    assert (empty.report.format, empty.report.rows, empty.report.notes) == (f"template_{kind}", 0, [])
    book = openpyxl.load_workbook(path)
    assert book.sheetnames[1] == "说明"
    sheet = book.worksheets[0]
    assert sheet["A2"].value == "示例"
    assert bool(sheet.data_validations.dataValidation) == any(
        c.choices or c.sort in ("money", "integer") for c in columns(kind)
    )
    sheet["A2"].value = 1
    book.save(path)
    result = imported(path)
    assert (result.report.rows, result.report.refused, result.told()) == (1, 0, [])


def test_choices_are_words_of_the_contract() -> None:
    for kind, form in templates().items():
        for column in form.columns:
            if column.name == "kind" and kind in ("parties", "marks"):
                assert set(column.choices.values()) <= set(PARTY_KINDS if kind == "parties" else RIGHT_KINDS)


def test_an_unknown_kind_lists_all(tmp_path) -> None:
    with pytest.raises(Refusal, match=r"没有“foo”这种模板.*loans（质押贷款）"):
        write_template("foo", tmp_path / "x.xlsx")
    with pytest.raises(Refusal, match="所在文件夹不存在"):
        write_template("loans", tmp_path / "missing" / "x.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_loans_with_pledged_rights(tmp_path, imported) -> None:
    path = filled(
        tmp_path, "loans",
        {"loan_id": "D1", "borrower": "甲（集团）公司", "lender": "某银行", "principal": "5,000,000.05", "drawn": date(2018, 3, 15),
         "due": "2019年3月15日", "annual_rate": "5.22%", "rights": f"ZL{PATENT[2:]}；12345678、G999999", "registered": "2018-03-12"},
        {"loan_id": "D2", "borrower": "乙公司", "lender": "某银行", "principal": "500万", "drawn": "2018-03-15", "due": "2019-03-15"},
        {"loan_id": "D3", "borrower": "乙公司", "lender": "某银行", "principal": 100, "drawn": "2018-03-15", "due": "2018-03-14"},
        {"loan_id": "D4", "borrower": "乙公司", "lender": "某银行", "principal": 1.005, "drawn": "2018-03-15", "due": "2018-04-15"},
        {"loan_id": "D5", "borrower": "乙公司", "lender": "某银行", "principal": 100, "drawn": "2018-03-15", "due": "2018-04-15", "repaid": "x"},
    )  # fmt: skip
    result = imported(path)
    first, last = result.table("loans")
    assert first == {
        "loan_id": "D1", "borrower": "name:甲(集团)公司", "lender": "某银行", "principal": 500_000_005, "drawn": date(2018, 3, 15),
        "due": date(2019, 3, 15), "repaid": None, "annual_rate": Decimal("5.220000"), "_row": 3,
    }  # fmt: skip
    assert last["loan_id"] == "D5"
    assert [(p["loan_id"], p["right_id"], p["registered"]) for p in result.table("pledges")] == [
        ("D1", f"no:{PATENT}", date(2018, 3, 12)), ("D1", "no:12345678", date(2018, 3, 12)), ("D1", "no:G999999", date(2018, 3, 12)),
    ]  # fmt: skip
    assert result.told() == [
        (4, "本金（元）", "应以元为单位，例如 5000000，不要写“万”", True),
        (5, "到期日", "早于放款日", True),
        (6, "本金（元）", "不是金额，应为以元为单位、最多两位小数的数", True),
        (7, "还清日", "不是日期，应写成 2017-03-02 这样，没有取", False),
    ]
    assert (result.report.rows, result.report.refused) == (5, 3)


def test_marks_count_by_class(tmp_path, imported) -> None:
    mark = {
        "number": "12345678",
        "title": "上杭萝卜干",
        "holder": "某协会",
        "region": "上杭县",
        "registered": "2017-11-14",
    }
    path = filled(
        tmp_path, "marks",
        mark | {"classes": "30；31", "kind": "证明商标", "gi": "是", "status": "有效"},
        mark | {"number": "222", "classes": 46, "kind": "普通商标"},
        mark | {"number": "333", "classes": 5, "kind": "商标"},
        mark | {"number": "444", "classes": 5, "kind": "普通商标", "gi": "否", "expires": "2037-11-13"},
        mark | {"number": "555", "classes": 5, "kind": "普通商标", "expires": "2016-11-13"},
        mark | {"number": "666", "classes": 5, "kind": "普通商标", "gi": "是"},
    )  # fmt: skip
    result = imported(path)
    first, second, plain = result.table("rights")
    assert (first["number"], second["number"], plain["number"]) == ("12345678/30", "12345678/31", "444/5")
    assert (first["gi"], first["kind"], first["expires"], first["region"]) == (
        True,
        "certification_mark",
        date(2027, 11, 14),
        "350823",
    )
    assert plain["expires"] == date(2037, 11, 14), "the certificate names the last day"
    assert [(c["right_id"], c["alive"]) for c in result.table("claims")] == [
        ("no:12345678/30", True),
        ("no:12345678/31", True),
    ]
    assert result.told() == [
        (4, "国际分类", "应为 1–45", True),
        (5, "商标类型", "应为 普通商标、集体商标、证明商标、地理标志产品 之一", True),
        (7, "专用权期限至", "不晚于注册或授权日期", True),
        (
            8,
            "是否地理标志",
            "普通商标不能是地理标志；地理标志商标应为集体商标或证明商标，请改商标类型，或改填“否”",
            True,
        ),
    ]


def test_a_term_that_ends_in_no_year_of_four_digits_refuses_the_row(tmp_path, imported) -> None:
    mark = {"number": "12345", "classes": 9, "title": "甲", "kind": "普通商标", "holder": "某协会"}
    path = filled(
        tmp_path, "marks",
        mark | {"registered": "9990-01-01"},
        mark | {"registered": "2017-01-01", "expires": "9999-12-31"},
        mark | {"registered": "2017-01-01"},
    )  # fmt: skip
    result = imported(path)
    late = "太晚，期限超出四位数的年份"
    assert result.told() == [(3, "注册日期", late, True), (4, "专用权期限至", late, True)]
    assert [right["expires"] for right in result.table("rights")] == [date(2027, 1, 1)]


def test_a_row_is_told_of_all_its_faults_at_once_and_each_cell_is_quoted(tmp_path, imported) -> None:
    path = filled(
        tmp_path, "marks",
        {"number": "甲12", "classes": "31；99", "title": "甲", "kind": "商标", "holder": "", "filed": "2018-01-01", "registered": "2017-11-14"},
        {"number": "12345", "classes": "九", "title": "甲", "kind": "普通商标", "holder": "某协会", "registered": "2017-11-14"},
    )  # fmt: skip
    result = imported(path)
    assert [(p.row, p.column, p.value) for p in result.report.problems] == [
        (3, "商标类型", "商标"), (3, "注册人", ""), (3, "注册号", "甲12"), (3, "国际分类", "31；99"), (3, "注册日期", "2017-11-14"),
        (4, "国际分类", "九"),
    ]  # fmt: skip
    assert result.report.problems[3].reason == "其中的“99”应为 1–45"
    assert result.table("rights") == []


def test_a_kind_of_project_is_known_by_a_part_of_its_name_and_an_unknown_one_is_remarked(tmp_path, imported) -> None:
    project = {"party": "甲公司", "cost": 1, "completed": "2018-01-01"}
    kinds = ("导航", "产业化", "专利", "专利导肮", "industrialisation")
    rows = [project | {"project_id": f"P{n}", "kind": kind} for n, kind in enumerate(kinds)]
    result = imported(filled(tmp_path, "projects", *rows))
    assert [p["kind"] for p in result.table("projects")] == [
        "navigation", "industrialisation", "专利", "专利导肮", "industrialisation",
    ]  # fmt: skip
    assert [(p.row, p.column, p.value, p.refused) for p in result.report.problems] == [
        (5, "项目类型", "专利", False), (6, "项目类型", "专利导肮", False),
    ]  # fmt: skip
    assert "不是专利导航、专利产业化中的一种" in result.report.problems[0].reason


def test_a_place_whose_name_several_bear_is_told_with_them(tmp_path, imported) -> None:
    path = filled(tmp_path, "parties", {"name": "张三", "kind": "个人", "region": "鼓楼区"})
    reason = imported(path).told()[0][2]
    assert reason.startswith("叫这个名称的有 ")
    assert "福建省福州市鼓楼区（350102）" in reason


def test_parties_by_credit_code_or_name(tmp_path, imported) -> None:
    path = filled(
        tmp_path, "parties",
        {"code": "91350823MA0000001A", "name": "甲公司", "kind": "企业"},
        {"name": "张三", "kind": "个人", "region": "福建省上杭县临江镇"},
        {"code": "91350000158164371W", "name": "丙公司", "kind": "国有企业", "region": "火星"},
    )  # fmt: skip
    result = imported(path)
    (first, problem, *_), second = result.told()[0], result.told()[1]
    assert (first, problem) == (3, "统一社会信用代码")
    assert second[1:] == ("所在地", "认不出是哪个地区，应为六位区划代码或从省写起的地址，没有取", False)
    assert [(p["party_id"], p["kind"], p["region"]) for p in result.table("parties")] == [
        ("name:张三", "individual", "350823"), ("91350000158164371W", "soe", None),
    ]  # fmt: skip


def test_an_industry_is_picked_by_name_or_code_and_what_is_none_leaves_its_cell_empty(tmp_path, imported) -> None:
    said = ["C39 计算机、通信和其他电子设备制造业", "化学纤维制造业", "3985", "C", "造船"]
    rows = [{"name": f"公司{place}", "kind": "企业", "industry": cell} for place, cell in enumerate(said)]
    path = filled(tmp_path, "parties", *rows)
    assert openpyxl.load_workbook(path)["行业大类"]["A39"].value == said[0]
    result = imported(path)
    assert (result.report.rows, result.report.refused, result.report.notes) == (5, 0, [])
    found = {row["name"]: row["industry"] for row in result.table("parties")}
    assert [found[f"公司{place}"] for place in range(5)] == ["C39", "C28", "C3985", "C", None]
    [(row, column, why, refused)] = result.told()
    assert (row, column, refused) == (7, "国民经济行业代码", False)
    assert "“造船”不是 GB/T 4754—2017 的行业代码或大类名称" in why


def test_the_other_registers(tmp_path, imported) -> None:
    population = imported(
        filled(tmp_path, "population", {"region": "福建省上杭县", "year": 2017, "residents": "376,000"})
    )
    assert population.table("population") == [{"region": "350823", "year": 2017, "residents": 376_000, "_row": 3}]
    projects = imported(filled(tmp_path, "projects", {"project_id": "P1", "kind": "专利导航", "party": "甲公司", "cost": 80_000.5},
                               {"project_id": "P2", "kind": "其他项目", "party": "甲公司"}))  # fmt: skip
    assert [(p["kind"], p["cost"]) for p in projects.table("projects")] == [
        ("navigation", 8_000_050),
        ("其他项目", None),
    ]
    honours = imported(filled(tmp_path, "honours", {"right": f"ZL{PATENT[2:]}", "honour": "中国专利奖", "awarded": "2018-09-01"},
                              {"honour": "国家知识产权优势企业", "awarded": "2018-09-01"}))  # fmt: skip
    assert [(h["party"], h["right"], h["honour"]) for h in honours.table("honours")] == [
        (None, f"no:{PATENT}", "中国专利奖")
    ]
    assert honours.told() == [(4, "主体名称", "主体名称和权利号至少写一个", True)]
    works = imported(
        filled(tmp_path, "works", {"number": "自编-1", "title": "画", "holder": "张三", "registered": "2018-06-20"})
    )
    (work,) = works.table("rights")
    assert (work["kind"], work["number"], work["holder"], work["expires"]) == (
        "copyright_work",
        "自编-1",
        "name:张三",
        None,
    )
    assert works.told() == [(3, "登记号", UNREADABLE, False)]


def test_words_in_place_of_a_number_name_no_right(tmp_path, imported) -> None:
    row = {"number": "无", "title": "画", "holder": "张三", "registered": "2018-06-20"}
    others = [
        {**row, "title": "书"},
        {**row, "holder": "李四"},
        {**row, "number": "自编 1"},
        {**row, "number": "办理中"},
    ]
    works = imported(filled(tmp_path, "works", row, *others)).table("rights")
    first, *ids = [work["right_id"] for work in works]
    assert (len({first, *ids}), ids[-1], works[0]["number"]) == (4, first, "无")
    folder = tmp_path / "又"
    folder.mkdir()
    (software,) = imported(filled(folder, "software", row)).table("rights")
    assert software["right_id"] not in {first, *ids}
    gi = {**row, "classes": "31", "kind": "地理标志产品", "status": "有效"}
    marks = imported(filled(tmp_path, "marks", gi, {**gi, "title": "书"}))
    assert len({right["right_id"] for right in marks.table("rights")}) == 2
    assert [claim["right_id"] for claim in marks.table("claims")] == [r["right_id"] for r in marks.table("rights")]
    assert [reason for _, column, reason, _ in marks.told() if column == "注册号"] == [UNREADABLE, UNREADABLE]


def test_a_formula_that_nobody_computed_is_called_so(tmp_path, imported) -> None:
    """Programs write formulas without their values; only a spreadsheet computes them."""
    row = {"number": "2018SR123456", "title": "系统", "holder": "甲公司", "registered": "2018-06-20"}
    software = imported(
        filled(tmp_path, "software", row, {**row, "registered": "=F3+1", "title": "=C3"}, dict.fromkeys(row, "=A1"))
    )
    why = "是公式，尚未计算；请在 Excel 中打开并保存后再导入"
    assert software.told() == [
        (4, "整行", f"单元格 C4、G4 {why}", True),
        (5, "整行", f"单元格 B5、C5、D5、G5 {why}", True),
    ]
    assert (software.report.rows, software.report.refused, len(software.table("rights"))) == (3, 2, 1)


def with_formulas(path, *, computed_by="") -> None:
    """Projects whose cost and day are formulas that show 0, and one whose formula comes to something.

    XlsxWriter writes 0 for what nobody has computed, and asks for computing; a program that has computed says otherwise.
    """
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, [column.zh for column in columns("projects")])
        for row, name in enumerate(("A1", "A2", "A3"), start=1):
            sheet.write_row(row, 0, [name, "导航", "甲公司"])
        sheet.write_formula(1, 3, "=40000*2")
        sheet.write_formula(2, 4, "=DATE(2022,5,20)", day)
        sheet.write_formula(3, 3, "=40000*2", None, 80000)
    if not computed_by:
        return
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b' fullCalcOnLoad="1"', b"")
    if computed_by == "Excel":
        parts["xl/calcChain.xml"] = b"<calcChain/>"
    else:
        parts["docProps/app.xml"] = parts["docProps/app.xml"].replace(b"Microsoft Excel", computed_by.encode())
    with zipfile.ZipFile(path, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)


def test_a_nought_in_place_of_a_formula_that_nobody_computed_is_no_number(tmp_path, imported) -> None:
    with_formulas(path := tmp_path / "项目.xlsx")
    why = "是公式，尚未计算；请在 Excel 中打开并保存后再导入"
    projects = imported(path)
    assert projects.told() == [(2, "整行", f"单元格 D2 {why}", True), (3, "整行", f"单元格 E3 {why}", True)]
    assert [(row["project_id"], row["cost"]) for row in projects.table("projects")] == [("A3", 8_000_000)]


@pytest.mark.parametrize("program", ["Excel", "LibreOffice/7.3", "WPS 表格"])
def test_a_nought_that_a_spreadsheet_computed_is_one(tmp_path, imported, program) -> None:
    with_formulas(path := tmp_path / "项目.xlsx", computed_by=program)
    told = imported(path).table("projects")
    assert [row["cost"] for row in told] == [0, None, 8_000_000]


def test_a_filled_template_as_csv_with_columns_in_another_order(text_file, imported) -> None:
    result = imported(text_file("年末常住人口（人）,年份,地区,备注\n376000,2017,350823,x\n,2018,350823,\n"))
    assert (result.report.format, result.report.unknown_headings) == ("template_population", ["备注"])
    assert (result.report.rows, result.report.refused) == (2, 1)
    assert result.told() == [(3, "年末常住人口（人）", "不能为空", True)]


def test_an_amount_headed_in_ten_thousands_is_read_so(text_file, imported) -> None:
    head = "项目编号,项目类型,实施主体,费用（万元）,完成日期"
    rows = (
        "A1,导航,甲公司,8,",
        "A2,导航,甲公司,12.345678万元,",
        "A3,导航,甲公司,80000元,",
        "A4,导航,甲公司,0.0000001,",
    )
    projects = imported(text_file("\n".join((head, *rows))))
    assert [row["cost"] for row in projects.table("projects")] == [8_000_000, 12_345_678, None, None]
    assert projects.report.unknown_headings == []
    assert [(row, column) for row, column, _, _ in projects.told()] == [(4, "费用（万元）"), (5, "费用（万元）")]
    loans = imported(text_file(
        "贷款编号,借款人,贷款人,本金（万元）,放款日,到期日,还清日,年利率（%）\nD1,甲公司,某银行,500,2018-03-15,2019-03-15,,5\n", "贷款.csv"
    ))  # fmt: skip
    assert [row["principal"] for row in loans.table("loans")] == [500_000_000]


@pytest.mark.parametrize("again", ["费用（元）", "费用 (元)", "费用（万元）"])
def test_a_form_with_one_column_twice_is_refused(text_file, imported, again) -> None:
    head = f"项目编号,项目类型,实施主体,费用（元）,完成日期,{again}"
    with pytest.raises(Refusal, match="表头里“费用（元）”出现了两次"):
        imported(text_file(f"{head}\nA1,导航,甲公司,80000,,90000\n"))


def test_a_form_without_its_column_of_amounts_says_so(text_file, imported) -> None:
    projects = imported(text_file("项目编号,项目类型,实施主体,费用（千元）,完成日期\nA1,导航,甲公司,80,\n"))
    assert projects.report.unknown_headings == ["费用（千元）"]
    assert projects.report.notes == ["没有“费用（元）”这一列，各行都没有费用"]


def test_every_column_has_a_place() -> None:
    extra = {"code", "rights", "status", "holder", "region", "struck", "ended", "former"}
    for kind, form in templates().items():
        if kind == "withdrawals":
            continue  # its rows go to no table of the contract
        table = TABLES[kind] if kind in TABLES else TABLES["rights"]
        assert {column.name for column in form.columns} - set(table.names) <= extra | {"registered", "released"}


@pytest.mark.parametrize(("text", "fen"), [("80000", 8_000_000), ("¥1,234.50", 123_450), ("0.01元", 1), ("１２", 1200)])
def test_money_is_exact(text, fen) -> None:
    assert read_cell(text, Column("cost", "费用", "money")) == fen


@pytest.mark.parametrize("text", ["-1", "1e30", "nan", "inf", "一百", "3亿", "1.001"])
def test_what_is_no_money(text) -> None:
    with pytest.raises(BadCell):
        read_cell(text, Column("cost", "费用", "money"))


def test_a_key_twice_in_what_ships_with_the_package_is_refused(tmp_path, monkeypatch) -> None:
    (tmp_path / "words.yaml").write_text("有效: true\n失效: false\n有效: false\n", encoding="utf-8")
    monkeypatch.setattr(packaged, "files", lambda _package: tmp_path)
    with pytest.raises(yaml.YAMLError, match="键“有效”写了两次"):
        packaged.packaged("words.yaml")


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("农民专业合作社", "cooperative"),
        ("有限责任公司(自然人投资或控股)", "enterprise"),
        ("自然人", "individual"),
        ("有限责任公司（国有独资）", "soe"),
    ],
)
def test_a_kind_in_the_words_of_the_office_that_registers_it(word, kind) -> None:
    column = next(column for column in columns("parties") if column.name == "kind")
    assert read_cell(word, column) == kind
    assert set(column.also.values()) <= set(PARTY_KINDS)
