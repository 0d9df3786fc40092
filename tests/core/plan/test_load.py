"""A plan folder loads when everything agrees with the text, and each disagreement names file, key, found and expected."""

import re
import shutil
from datetime import date
from decimal import Decimal

import pytest

from zhixian.core.kernel.refusal import Refusal
from zhixian.core.plan.check import plan_state
from zhixian.core.plan.load import load_plan
from zhixian.core.plan.refused import PlanRefused
from zhixian.core.plan.unit_names import unnamed_in_quote


def test_the_whole_document_is_data(shanghang):
    plan = load_plan(shanghang)
    assert [c.id for c in plan.clauses] == [str(n) for n in range(1, 21)] + ["S1", "S2", "S3", "S4"]
    assert plan.issued == date(2017, 10, 23)
    assert [t.id for t in plan.targets] == [
        "inventions_per_10k",
        "registered_marks",
        "gi_marks",
        "pledge_financing",
        "enterprise_invention_share",
    ]
    assert {(a.incentive, a.parameter): a.value for a in plan.amounts} == {
        ("navigation", "share"): Decimal(50),
        ("navigation", "cap"): Decimal(5_000_000),
        ("gi_mark", "fixed"): Decimal(15_000_000),
        ("pledge_interest", "share"): Decimal(30),
        ("pledge_interest", "cap"): Decimal(10_000_000),
    }
    assert len(plan.open_norms) == 16
    assert len(plan.parents) == 3


def test_units_are_resolved_although_the_text_writes_the_prefix_once(shanghang):
    plan = load_plan(shanghang)
    names = [plan.units[unit].name for unit in plan.clause("18").units]
    assert names == ["县经信科技局", "县财政局", "县市场监管局", "县银监办", "人保财险上杭支公司"]
    assert plan.units["leading_group_members"].members[0] == "staffing_office"
    assert [name for name, _, _ in plan.units["leading_group"].names] == [
        "知识产权强县领导小组",
        "县知识产权工作领导小组",
    ]


def test_a_clause_carries_its_whole_text(shanghang):
    clause = load_plan(shanghang).clause("S3")
    assert clause.text.startswith("（三）加强人才引进和培养。大力实施人才强县战略")
    assert clause.text.endswith("责任单位：县委人才办，人社局、经信科技局")


def test_every_clause_is_carried_by_something(shanghang):
    state = plan_state(load_plan(shanghang))
    assert not state.uncarried


@pytest.fixture
def edit(shanghang, tmp_path):
    """Change one passage of a copy of the plan and return the faults of loading it."""
    folder = tmp_path / "shanghang"
    shutil.copytree(shanghang, folder)

    def change(file, before, after):
        path = folder / file
        content = path.read_text(encoding="utf-8")
        assert before in content
        path.write_text(content.replace(before, after, 1), encoding="utf-8")
        with pytest.raises(PlanRefused) as refused:
            load_plan(folder)
        return [fault.sentence() for fault in refused.value.faults]

    return change


@pytest.mark.parametrize(
    ("file", "before", "after", "pattern"),
    [
        ("plan.yaml", "quote: 18.拓展知识产权金融服务。", "quote: 18.拓宽知识产权金融服务。", r"plan.yaml 第 \d+ 行 clauses\[17\].quote：“18.拓宽.*不在 text.txt 里.*最接近的是“.*拓展知识产权金融服务"),
        ("plan.yaml", "units: [court, procuratorate, police_bureau]", "units: [court, procuratorate, police]", r"clauses\[4\].units\[2\]：“police”没有定义.*是不是“police_bureau”"),
        ("plan.yaml", "units: [court, procuratorate, police_bureau]", "units: [court, police_bureau]", r"原文的责任单位“检察院”没有列入"),
        ("plan.yaml", "units: [court, procuratorate, police_bureau]", "units: [court, procuratorate, police_bureau, forestry_bureau]", r"“forestry_bureau”不在原文的责任单位里"),
        ("plan.yaml", 'id: "2"', 'id: "1"', r"clauses\[1\].id：“1”重复"),
        ("plan.yaml", 'id: "2"', "id: 2", r"clauses\[1\].id：2。应为：.*请加引号"),
        ("plan.yaml", 'region: "350823"', 'region: "3508"', r"region：“3508”。应为：六位"),
        ("plan.yaml", "issuer: 上杭县人民政府", "isuer: 上杭县人民政府", r"不认识的键“isuer”"),
        ("plan.yaml", 'date: "2017-10-23"', 'date: "2017-13-23"', r"date：“2017-13-23”不是日期"),
        ("units.yaml", "name: 县林业局", "name: 县林草局", r"units.yaml 第 \d+ 行 units\[\d+\].names\[0\].name：“县林草局”不在 text.txt 里"),
        ("units.yaml", "parent: leading_group\n    hosted_by: industry_science_bureau", "parent: leading_groups\n    hosted_by: industry_science_bureau", r"parent：“leading_groups”没有定义.*leading_group"),
        ("targets.yaml", 'goal: "4.5"', "goal: 四点五", r"targets\[0\].goal：“四点五”不是不小于 0 的数"),
        ("targets.yaml", "clause: goal", "clause: goals", r"targets\[0\].clause：“goals”没有定义"),
        ("amounts.yaml", 'clause: "18"', 'clause: "28"', r"clause：“28”没有定义"),
        ("amounts.yaml", "unit: percent", "unit: yuan", r"amounts\[0\].unit：“yuan”。应为：percent"),
        ("amounts.yaml", 'value: "50000"', 'value: "1e999999"', r"value：“1e999999”位数过多"),
        ("amounts.yaml", 'value: "50000"', 'value: "50000.0000000000000000000000000001"', r"value：.*位数过多。应为：整数部分不超过 18 位、小数不超过 8 位"),
        ("amounts.yaml", 'value: "50000"', 'value: "50000.001"', r"50000.001 元。应为：到分为止"),
        ("amounts.yaml", "per: ever", "per: evre", r"per：“evre”没有定义.*是不是“ever”"),
        ("amounts.yaml", 'effective: "2017-10-23"', 'effective: "2018-01-01"', r"source：2018-01-01 起的数没有依据"),
    ],
)  # fmt: skip
def test_a_disagreement_names_file_key_found_and_expected(edit, file, before, after, pattern):
    faults = edit(file, before, after)
    assert any(re.search(pattern, fault) for fault in faults), faults


@pytest.mark.parametrize(
    ("file", "before", "after", "pattern"),
    [
        ("amounts.yaml", 'value: "150000"', 'value: "250000"', r"amounts.yaml 第 \d+ 行 amounts\[2\].value：250000元，引文“再给予15万元/件奖励”里读到的是 150000元。应为：150000元"),
        ("amounts.yaml", 'value: "30"', 'value: "50"', r"amounts\[3\].value：50%，引文.*读到的是 30%"),
        ("targets.yaml", 'goal: "4.5"', 'goal: "5.4"', r"targets\[0\].goal：5.4件/万人，引文.*读到的是 4.5件/万人"),
        ("targets.yaml", 'goal: "2000"', 'goal: "0.2"', r"targets\[3\].goal：0.2万元，引文.*读到的是 2000万元"),
        ("targets.yaml", 'due: "2020-12-31"', 'due: "2019-12-31"', r"targets\[0\].due：2019-12-31，原文.*应为：2020-12-31"),
        ("plan.yaml", "units: [court, procuratorate, police_bureau]", "units: [court, procuratorate, police_bureau]\n    lead: [court]", r"clauses\[4\].lead：“court”（县法院）。应为：不写，原文没有写明谁牵头"),
        ("plan.yaml", 'date: "2017-10-23"', 'date: "2017-10-24"', r"date：2017-10-24，引文是“2017年10月23日”。应为：2017-10-23"),
    ],
)  # fmt: skip
def test_a_figure_that_its_quote_does_not_say_is_a_fault(edit, file, before, after, pattern):
    faults = edit(file, before, after)
    assert any(re.search(pattern, fault) for fault in faults), faults


def test_a_derived_figure_says_why(shanghang, tmp_path):
    shutil.copytree(shanghang, tmp_path / "p")
    path = tmp_path / "p" / "targets.yaml"
    said = path.read_text("utf-8").replace('goal: "4.5"', 'goal: "5.4"\n    derived: 比2015年的2.7件翻一番', 1)
    path.write_text(said, "utf-8")
    lines = plan_state(load_plan(tmp_path / "p")).lines()
    assert "推算得来、引文里没有的 1 处，请人工核对：" in lines
    assert "  inventions_per_10k：比2015年的2.7件翻一番" in lines


def test_a_cap_whose_quote_tells_no_scope_is_listed_for_a_reader(shanghang):
    lines = plan_state(load_plan(shanghang)).lines()
    assert lines[lines.index("引文没有写每年还是历年合计的上限 1 处，请人工核对：") + 1] == (
        "  navigation.cap：按 ever（历年合计）算，引文没有写"
    )


@pytest.mark.parametrize(
    ("file", "before", "after"),
    [("targets.yaml", 'goal: "4.5"', 'goal: "-4.5"'), ("amounts.yaml", 'value: "30"', 'value: "3O"')],
)
def test_a_figure_that_cannot_be_read_is_one_fault(edit, file, before, after):
    assert len(edit(file, before, after)) == 1


@pytest.mark.parametrize(
    "quote",
    [
        "［牵头单位：县公安局；配合单位：法院、检察院］",
        "（县公安局、法院、检察院负责，2025年6月底前完成）",
        "〖责任单位：县公安局、法院、检察院（长期坚持）〗",
    ],
)
def test_brackets_and_days_are_no_units(shanghang, quote):
    units = load_plan(shanghang).units
    listed = [units[name] for name in ("police_bureau", "court", "procuratorate")]
    assert unnamed_in_quote(quote, listed, "县") == ([], [])
    assert unnamed_in_quote(quote, listed[:2], "县") == (["检察院"], [])


def test_clauses_stand_in_the_order_of_the_text(edit, shanghang):
    content = (shanghang / "plan.yaml").read_text(encoding="utf-8")
    first, second = re.findall(r'  - id: "[12]"\n(?:    .*\n)+', content)[:2]
    assert any("排在上一条之前" in fault for fault in edit("plan.yaml", first + second, second + first))


def test_a_new_value_needs_the_old_one_to_end(edit):
    row = """  - id: pledge_interest.cap.2019
    incentive: pledge_interest
    parameter: cap
    clause: "18"
    kind: cap
    value: "200000"
    unit: yuan
    per: year
    effective: "2019-01-01"
    source: 杭政综〔2018〕1号（示例）
  - id: pledge_interest.cap
"""
    assert edit("amounts.yaml", "  - id: pledge_interest.cap\n", row)[0].endswith(
        "先给 pledge_interest.cap.2019 写上 until"
    )


def test_a_cap_keeps_its_scope(edit):
    row = """    until: "2019-01-01"
    quote: 每家企业最高不超过5万元
  - id: navigation.cap.2019
    incentive: navigation
    parameter: cap
    clause: "8"
    kind: cap
    value: "80000"
    unit: yuan
    per: year
    effective: "2019-01-01"
    source: 杭政综〔2018〕1号（示例）
"""
    assert edit("amounts.yaml", "    until: null\n    quote: 每家企业最高不超过5万元\n", row) == [
        "amounts.yaml 第 32 行 amounts[2].per：“year”。应为：与 navigation.cap 相同（ever），范围不能中途改变"
    ]


def test_all_faults_come_at_once(edit):
    faults = edit(
        "amounts.yaml",
        'clause: "18"\n    kind: share\n    value: "30"',
        'clause: "99"\n    kind: share\n    value: "130"',
    )
    assert len(faults) == 2


@pytest.mark.parametrize(
    ("content", "pattern"),
    [
        ("title: a\ntitle: b\n", "第 2 行第 1 列：YAML 写法有误：键“title”写了两次"),
        ("title: [a\n", "YAML 写法有误"),
        ("- a\n", "内容不是“键: 值”"),
        ("date: 2027-02-30\n", "有一个值读不懂"),
        ("? [a]\n: b\n", "YAML 写法有误"),
    ],
)
def test_broken_yaml_says_where(shanghang, tmp_path, content, pattern):
    shutil.copytree(shanghang, tmp_path / "p")
    (tmp_path / "p" / "plan.yaml").write_text(content, encoding="utf-8")
    with pytest.raises(Refusal, match=pattern):
        load_plan(tmp_path / "p")


def test_missing_folder_and_files_are_named(shanghang, tmp_path):
    with pytest.raises(Refusal, match="没有这个方案目录"):
        load_plan(tmp_path / "nowhere")
    shutil.copytree(shanghang, tmp_path / "p")
    (tmp_path / "p" / "targets.yaml").unlink()
    with pytest.raises(Refusal, match=r"targets\.yaml：没有这个文件"):
        load_plan(tmp_path / "p")
    (tmp_path / "p" / "text.txt").write_bytes("上杭".encode("gb18030"))
    with pytest.raises(Refusal, match="不是 UTF-8"):
        load_plan(tmp_path / "p")


def without_the_cap(shanghang, tmp_path, text):
    """The plan with other words in place of the navigation cap, which amounts.yaml says there is not."""
    folder = tmp_path / "shanghang"
    shutil.copytree(shanghang, folder)
    for file in ("text.txt", "plan.yaml"):
        path = folder / file
        path.write_text(path.read_text("utf-8").replace("，每家企业最高不超过5万元", text), "utf-8")
    written = (folder / "amounts.yaml").read_text("utf-8")
    cap = written.index("  - id: navigation.cap")
    written = written[:cap] + written[written.index("  - id: gi_mark.fixed") :]
    written = written.replace("    quote: 由政府资助50%费用\n", "    uncapped: true\n    quote: 由政府资助50%费用\n")
    (folder / "amounts.yaml").write_text(written, "utf-8")
    return folder


def test_a_promise_without_a_cap_says_so_and_is_proved(shanghang, tmp_path):
    plan = load_plan(without_the_cap(shanghang, tmp_path, ""))
    assert [a.id for a in plan.amounts if a.uncapped] == ["navigation.share"]


@pytest.mark.parametrize(
    "text", ["，每家企业最高不超过5万元", "，累计以5万元为限", "。每家企业累计不超过5万元", "，上限为五万元"]
)
def test_a_cap_that_the_text_has_cannot_be_said_away(shanghang, tmp_path, text):
    with pytest.raises(PlanRefused) as refused:
        load_plan(without_the_cap(shanghang, tmp_path, text))
    [fault] = [fault.sentence() for fault in refused.value.faults]
    assert "amounts[0].uncapped：原文写有“" in fault
    assert "应为：加一行 kind: cap，去掉 uncapped" in fault


def test_a_cap_is_not_said_to_have_none(edit):
    faults = edit("amounts.yaml", "    per: ever\n", "    per: ever\n    uncapped: true\n")
    assert faults[0].endswith("amounts[1].uncapped：写在上限上。应为：写在没有上限的比例或定额那一条上")
