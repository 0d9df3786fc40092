"""A reading written as a plan folder: loadable once the blanks are filled, and never over another plan."""

from pathlib import Path

import pytest
import yaml

from zhixian.core.kernel.refusal import Refusal
from zhixian.core.plan.check import plan_state
from zhixian.core.plan.drafting import FILES, write_draft
from zhixian.core.plan.load import load_plan
from zhixian.core.plan.reader import read_plan

TEXT = """上河县加快品牌建设实施方案
　　一、总体目标
　　到2030年底，培育品牌企业20家以上，品牌产值占比达到65%。
　　二、重点任务
　　（一）培育主体。对获得国家品牌奖的企业，每家给予50万元奖励，每家企业每年最高不超过80万元。对新注册商标的给予奖励。（牵头单位：县市场监管局；责任单位：县财政局、各乡（镇）人民政府）
　　（二）优化服务。办好服务站。（责任单位：县市场监管局、财政局）举办活动。（县税务局负责）
　　上河县人民政府
　　2026年3月1日
"""


def filled(folder: Path) -> Path:
    """The folder with what only a person can say: the region's code and the scope of a cap."""
    plan = folder / "plan.yaml"
    plan.write_text(plan.read_text("utf-8").replace("region: null", 'region: "350823"'), "utf-8")
    amounts = folder / "amounts.yaml"
    amounts.write_text(amounts.read_text("utf-8").replace("per: null", "per: year"), "utf-8")
    return folder


def test_draft_loads_after_review(tmp_path: Path) -> None:
    write_draft(read_plan(TEXT), TEXT, tmp_path / "new" / "plan")
    plan = load_plan(filled(tmp_path / "new" / "plan"))
    assert (plan.title, plan.issuer, plan.issued.isoformat(), plan.place) == (
        "上河县加快品牌建设实施方案",
        "上河县人民政府",
        "2026-03-01",
        "上河县",
    )
    assert plan.text == TEXT
    assert [
        (c.id, [plan.units[u].name for u in c.units], [plan.units[u].name for u in c.lead]) for c in plan.clauses
    ] == [
        ("（一）", ["县市场监管局", "县财政局", "各乡（镇）人民政府"], ["县市场监管局"]),
        ("（二）", ["县市场监管局", "县财政局"], []),
        ("（二）-2", ["县税务局"], []),
    ]
    assert [(t.clause, t.name, str(t.goal), t.unit, t.due.isoformat()) for t in plan.targets] == [
        ("一", "品牌企业", "20", "家", "2030-12-31"),
        ("一", "品牌产值占比", "65", "%", "2030-12-31"),
    ]
    assert [(a.clause, a.kind, int(a.value)) for a in plan.amounts] == [
        ("（一）", "fixed", 50000000),
        ("（一）", "cap", 80000000),
    ]
    assert [(n.clause, n.quote) for n in plan.open_norms] == [("（一）", "对新注册商标的给予奖励")]


def test_what_only_a_person_can_say_is_left_blank(tmp_path: Path) -> None:
    write_draft(read_plan(TEXT), TEXT, tmp_path)
    assert "region: null   # 待填" in (tmp_path / "plan.yaml").read_text("utf-8")
    assert "# 文中范围：家/年" in (tmp_path / "amounts.yaml").read_text("utf-8")
    with pytest.raises(Refusal, match="region"):
        load_plan(tmp_path)


def test_ranges_and_funds_are_left_to_the_reviewer(tmp_path: Path) -> None:
    text = "一、支持办法\n设立总额5000万元的专项资金。按投资的5%—10%给予补助。\n"
    write_draft(read_plan(text), text, tmp_path)
    words = (tmp_path / "amounts.yaml").read_text("utf-8")
    assert "# 待定（总额 50000000 yuan）：设立总额5000万元的专项资金" in words
    assert "# 待定（区间 5—10 percent）" in words


def test_an_existing_plan_is_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / "units.yaml").write_text("mine", "utf-8")
    with pytest.raises(Refusal, match="units"):
        write_draft(read_plan(TEXT), TEXT, tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["units.yaml"]
    file = tmp_path / "units.yaml"
    with pytest.raises(Refusal, match="文件"):
        write_draft(read_plan(TEXT), TEXT, file)
    with pytest.raises(Refusal, match="文件"):
        write_draft(read_plan(TEXT), TEXT, file / "below")


def test_a_text_without_anything_still_gives_a_folder(tmp_path: Path) -> None:
    write_draft(read_plan("无"), "无", tmp_path / "plan")
    assert sorted(file.name for file in (tmp_path / "plan").iterdir()) == sorted(FILES)


@pytest.mark.parametrize("trap", ["是: 否", "#注", "'单", '"双', "- 项", "yes", "0123", "{大括号", "&锚"])
def test_yaml_traps_in_a_title(tmp_path: Path, trap: str) -> None:
    text = f"关于{trap}的通知\n一、{trap}\n（责任单位：县科技局、{trap}局）\n上河县人民政府\n2026年3月1日\n"
    write_draft(read_plan(text), text, tmp_path)
    with pytest.raises(Refusal) as caught:
        load_plan(tmp_path)
    assert "YAML 写法有误" not in str(caught.value)


ISSUED = """某县人民政府办公室关于印发某县知识产权促进办法的通知
某政办〔2024〕12号
现将《某县知识产权促进办法》印发给你们，请认真贯彻执行。
某县人民政府办公室
2024年3月5日
某县知识产权促进办法
一、主要目标
到2026年，全县有效发明专利总量达到500件，新增注册商标300件，专利商标质押融资登记金额年均达到2000万元。
二、主要任务
（一）提高质量。每件奖励2000元。（责任单位：县市场监管局、人民银行县支行）
本办法自2024年4月1日起施行，有效期至2026年12月31日。
"""


def test_a_notice_gives_way_to_its_plan_and_the_term_to_its_days(tmp_path: Path) -> None:
    write_draft(read_plan(ISSUED), ISSUED, tmp_path)
    plan = load_plan(filled(tmp_path))
    assert plan.title == "某县知识产权促进办法"
    (amount,) = plan.amounts
    assert (amount.effective.isoformat(), amount.until.isoformat()) == ("2024-04-01", "2027-01-01")
    assert amount.source == "本文施行期限：自2024年4月1日起施行，有效期至2026年12月31日"
    assert [unit.kind for unit in plan.units.values()] == ["bureau", "agency"]


def test_whole_names_and_what_is_new_is_told_from_what_stands(tmp_path: Path) -> None:
    write_draft(read_plan(ISSUED), ISSUED, tmp_path)
    plan = load_plan(filled(tmp_path))
    assert [target.name for target in plan.targets] == [
        "有效发明专利总量",
        "新增注册商标",
        "专利商标质押融资登记金额",
    ]
    words = (tmp_path / "targets.yaml").read_text("utf-8")
    assert words.count("文中是新增的数，不是到期要达到的水平：请选按年新增计数的指标") == 1


TERMED = """上河县奖补办法
　　一、支持办法
　　对获得国家品牌奖的企业，每家给予50万元奖励。（责任单位：县市场监管局）
　　二、附则
　　TERM
　　上河县人民政府
　　2026年3月1日
"""


def test_a_term_that_names_no_day_waits_for_a_person(tmp_path: Path) -> None:
    text = TERMED.replace("TERM", "本办法自公布之日起30日后施行，有效期5年。")
    write_draft(read_plan(text), text, tmp_path)
    plan, amounts = ((tmp_path / name).read_text("utf-8") for name in ("plan.yaml", "amounts.yaml"))
    assert "# 待定：" in plan
    assert "#   [第 5 行] 自公布之日起30日后施行，有效期5年 —— 从哪一天起施行要推算，请写明这一天" in plan
    assert "effective: null" in amounts
    assert "until: null" in amounts
    assert "文中施行期限待定，待填 effective、until" in amounts
    with pytest.raises(Refusal, match="effective"):
        load_plan(filled(tmp_path))


def test_a_term_from_one_day_to_another_bounds_the_amounts(tmp_path: Path) -> None:
    text = TERMED.replace("TERM", "本办法执行期限为2026年4月1日至2028年12月31日。")
    write_draft(read_plan(text), text, tmp_path)
    amounts = load_plan(filled(tmp_path)).amounts
    assert [(a.effective.isoformat(), a.until.isoformat()) for a in amounts] == [("2026-04-01", "2029-01-01")]


@pytest.mark.parametrize(
    ("words", "kind", "value"),
    [
        ("按销售额的0.00005%给予奖励", "share", "0.00005"),
        ("每家给予12345678.912345678万元奖励", "fixed", "123456789123.45678"),
        ("每家给予98765432109876.54元奖励", "fixed", "98765432109876.54"),
    ],
)
def test_a_sum_or_share_reaches_the_draft_as_printed(tmp_path: Path, words: str, kind: str, value: str) -> None:
    text = f"上河县奖补办法\n　　一、支持办法\n　　对获得国家品牌奖的企业，{words}。\n"
    write_draft(read_plan(text), text, tmp_path)
    amounts = (tmp_path / "amounts.yaml").read_text("utf-8")
    assert f"    kind: {kind}\n    value: '{value}'\n" in amounts


@pytest.mark.parametrize(
    ("file", "before", "after", "fault"),
    [
        ("targets.yaml", "due: '2030-12-31'", "due: '2029-12-31'", "原文的期限是“2030年底”"),
        ("plan.yaml", "lead: [unit_01]", "lead: [unit_02]", "原文写明牵头的县市场监管局"),
        ("plan.yaml", "lead: [unit_01]", "lead: []", "没有列入原文写明牵头的“县市场监管局”"),
        ("amounts.yaml", "value: '500000'", "value: '50000'", "读到的是 500000元"),
    ],
)
def test_a_draft_that_was_changed_away_from_its_text_is_refused(
    tmp_path: Path, file: str, before: str, after: str, fault: str
) -> None:
    write_draft(read_plan(TEXT), TEXT, tmp_path)
    path = filled(tmp_path) / file
    assert before in path.read_text("utf-8")
    path.write_text(path.read_text("utf-8").replace(before, after, 1), "utf-8")
    with pytest.raises(Refusal, match=fault):
        load_plan(tmp_path)


def test_the_days_of_a_term_are_those_of_the_text(tmp_path: Path) -> None:
    write_draft(read_plan(ISSUED), ISSUED, tmp_path)
    path = filled(tmp_path) / "amounts.yaml"
    path.write_text(path.read_text("utf-8").replace("effective: '2024-04-01'", "effective: '2024-05-01'"), "utf-8")
    with pytest.raises(Refusal, match=r"2024-05-01，原文写明“自2024年4月1日起施行.*应为：2024-04-01"):
        load_plan(tmp_path)


@pytest.mark.parametrize(("plan", "due"), [("十四五", "2025-12-31"), ("十七五", "2040-12-31")])
def test_a_goal_of_a_five_year_plan_is_due_on_its_last_day(tmp_path: Path, plan: str, due: str) -> None:
    text = f"上河县实施方案\n　　一、总体目标\n　　到“{plan}”末，培育品牌企业20家以上。\n"
    write_draft(read_plan(text), text, tmp_path)
    assert f"due: '{due}'" in (tmp_path / "targets.yaml").read_text("utf-8")


def test_a_name_that_nobody_defines_is_told_by_its_line(tmp_path: Path) -> None:
    write_draft(read_plan(TEXT), TEXT, tmp_path)
    units = filled(tmp_path) / "units.yaml"
    words = units.read_text("utf-8").replace("kind: bureau", "kind: buro", 1)
    units.write_text(words, "utf-8")
    line = next(number for number, row in enumerate(words.splitlines(), start=1) if "buro" in row)
    with pytest.raises(Refusal, match=rf"units.yaml 第 {line} 行 units\[\d\].kind：“buro”没有定义"):
        load_plan(tmp_path)


MEASURES = """云岭县人民政府办公室关于印发云岭县知识产权强县行动方案的通知
云政办〔2025〕8号
各乡镇人民政府：
现将《云岭县知识产权强县行动方案》印发给你们。
云岭县人民政府办公室
2025年3月5日
云岭县知识产权强县行动方案
【措施一】加强商标品牌培育
到2027年，注册商标达到3000件。
牵头：县市场监管局；配合：县财政局
【措施二】支持专利转化
对企业给予每件2000元奖励。
牵头单位：县科技局
配合单位：县市场监管局（知识产权局）、检察院
二、保障措施
〔一〕加强领导。（责任单位：县财政局）
"""


def test_measures_in_brackets_become_tasks_with_their_roles(tmp_path: Path) -> None:
    write_draft(read_plan(MEASURES), MEASURES, tmp_path)
    plan = load_plan(filled(tmp_path))
    assert [
        (c.id, c.section, c.title, [plan.units[u].name for u in c.units], [plan.units[u].name for u in c.lead])
        for c in plan.clauses
    ] == [
        ("措施一", "云岭县知识产权强县行动方案", "加强商标品牌培育", ["县市场监管局", "县财政局"], ["县市场监管局"]),
        (
            "措施二",
            "云岭县知识产权强县行动方案",
            "支持专利转化",
            ["县科技局", "县市场监管局", "县检察院"],
            ["县科技局"],
        ),
        ("〔一〕", "二、保障措施", "加强领导", ["县财政局"], []),
    ]
    assert "任务 2 项、保障措施 1 项，责任单位 4 个、单位集合 0 个" in plan_state(plan).lines()


def test_goals_of_tables_load_after_review(tmp_path: Path) -> None:
    text = (
        "某县人民政府\n2021年12月1日\n名称\t单位\t2020年\t2023年\t2025年\t属性\n高价值专利\t件\t0.5\t0.8\t1.2\t预期性\n"
        "名称 单位 2020年 2025年 属性\n质押融资额 万元 500 3000 预期性\n一、办事。（责任单位：县科技局）\n"
    )
    write_draft(read_plan(text), text, tmp_path)
    plan_file = filled(tmp_path) / "plan.yaml"
    plan_file.write_text(
        plan_file.read_text("utf-8").replace("title: null", "title: 某县规划\nderived: 标题见公报"), "utf-8"
    )
    plan = load_plan(tmp_path)
    assert [(t.name, str(t.goal), t.unit, t.due.isoformat()) for t in plan.targets] == [
        ("高价值专利", "0.8", "件", "2023-12-31"),
        ("高价值专利", "1.2", "件", "2025-12-31"),
        ("质押融资额", "3000", "万元", "2025-12-31"),
    ]


def test_the_roles_of_a_row_are_one_task(tmp_path: Path) -> None:
    text = (
        "某县重点任务分工表\n任务\t牵头单位\t完成时限\t配合单位\n"
        "建设平台\t县科技局\t2026年底\t县财政局、县税务局\n培育企业\t县工信局\t长期\t县财政局\n"
    )
    write_draft(read_plan(text), text, tmp_path)
    words = (tmp_path / "plan.yaml").read_text("utf-8")
    assert [line for line in words.splitlines() if line.strip().startswith(("title: ", "units", "lead"))][1:] == [
        "    title: 建设平台",
        "    units_quote: 县科技局 2026年底 县财政局、县税务局",
        "    units: [unit_01, unit_02, unit_03]",
        "    lead: [unit_01]",
        "    title: 培育企业",
        "    units_quote: 县工信局 长期 县财政局",
        "    units: [unit_04, unit_02]",
        "    lead: [unit_04]",
    ]


@pytest.mark.parametrize(
    "note",
    [
        "（责任单位：市数据局，各县区人民政府、市各功能区管委会，以下均涉及各县区、功能区，不再重复列出）",
        "（责任单位：市科技局，各县（市、区）人民政府。以下各项任务均需各县（市、区）人民政府、功能区管委会落实，不再列出）",
        "（市科技局、市财政局负责。列第一位者为牵头单位，下同）",
        "（市科技局、市财政局等有关部门及各地区按职责分工负责）",
    ],
)
def test_words_that_are_no_units_are_none_for_the_check_either(tmp_path: Path, note: str) -> None:
    text = f"上河市知识产权实施方案\n一、任务\n（一）办好服务。{note}\n（二）办好活动。（市商务局负责）\n上河市人民政府\n2026年3月1日\n"
    write_draft(read_plan(text), text, tmp_path)
    plan = filled(tmp_path) / "plan.yaml"
    plan.write_text(plan.read_text("utf-8").replace("horizon: null", "horizon: '2030-12-31'"), "utf-8")
    assert len(load_plan(tmp_path).clauses) == 2
    plan.write_text(plan.read_text("utf-8").replace("units: [unit_01, ", "units: [", 1), "utf-8")
    with pytest.raises(Refusal, match=r"clauses\[0\].units：原文的责任单位“市(?:数据|科技)局”没有列入"):
        load_plan(tmp_path)


@pytest.mark.parametrize(
    ("words", "remark"),
    [
        ("质押融资金额累计达到1亿元", "文中是累计的数，不是当年或到期时的数：请选累计的指标"),
        ("新增质押融资金额1亿元", "文中是新增的数"),
        ("质押融资金额达到1亿元", ""),
    ],
)
def test_a_goal_that_is_no_level_is_told(tmp_path: Path, words: str, remark: str) -> None:
    text = f"上河县实施方案\n　　一、总体目标\n　　到2030年底，{words}。\n"
    write_draft(read_plan(text), text, tmp_path)
    targets = (tmp_path / "targets.yaml").read_text("utf-8")
    assert "unit: 亿元" in targets
    assert remark in targets
    assert ("文中是" in targets) == bool(remark)


@pytest.mark.parametrize(
    "words", ["按同期利率三成贴息", "按利率的二至三成给予贴息", "按利率的一半给予贴息", "按利率三分之一贴息"]
)
def test_a_share_that_stands_in_words_waits_for_a_person(tmp_path: Path, words: str) -> None:
    text = f"上河县实施方案\n　　一、办法\n　　企业质押贷款，{words}，每家企业每年不超过10万元。\n"
    write_draft(read_plan(text), text, tmp_path)
    amounts = (tmp_path / "amounts.yaml").read_text("utf-8")
    assert "kind: share" not in amounts
    assert f"#   [第 3 行] {words} —— 比例写在文字里，没有列入金额，请人工填写" in amounts
    assert "比例" not in (tmp_path / "plan.yaml").read_text("utf-8")


@pytest.mark.parametrize("words", ["按贷款基准利率的三成给予贴息", "按贷款基准利率的3成给予贴息"])
def test_tenths_are_a_share_that_its_words_prove(tmp_path: Path, words: str) -> None:
    text = TEXT.replace("对新注册商标的给予奖励", f"对质押贷款，{words}，每家企业每年最高不超过10万元")
    write_draft(read_plan(text), text, tmp_path)
    shares = [amount for amount in load_plan(filled(tmp_path)).amounts if amount.kind == "share"]
    assert [(int(share.value), share.quote) for share in shares] == [(30, words)]
    path = tmp_path / "amounts.yaml"
    path.write_text(path.read_text("utf-8").replace("value: '30'", "value: '3'"), "utf-8")
    with pytest.raises(Refusal, match="读到的是 30%"):
        load_plan(tmp_path)


def test_what_begins_with_tenths_is_no_share() -> None:
    assert read_plan("一、办法\n对一成不变的企业，三成员单位给予补贴。\n").amounts == ()


def test_the_rows_of_a_table_are_tasks_beside_the_section_they_stand_under(tmp_path: Path) -> None:
    text = (
        "上河县加快品牌建设实施方案\n一、主要目标\n到2030年，培育企业20家。\n序号\t任务\t主要内容\t责任单位\n"
        "一\t培育主体。\t每件奖励10万元。\t县市场监管局、财政局\n二\t优化服务。\t办好服务站。\t县税务局\n"
        "上河县人民政府\n2026年3月1日\n"
    )
    write_draft(read_plan(text), text, tmp_path)
    plan = load_plan(filled(tmp_path))
    assert [(clause.id, clause.section, clause.title) for clause in plan.clauses] == [
        ("一-1", "一、主要目标", "培育主体"),
        ("一-2", "一、主要目标", "优化服务"),
    ]
    assert [(target.clause, target.name) for target in plan.targets] == [("一", "企业")]
    assert [amount.clause for amount in plan.amounts] == ["一-1"]


UNSAID = """上河县加快品牌建设实施方案
一、总体目标
到2030年底，培育品牌企业20家以上。
二、重点任务
（一）培育主体。抓好培育。（责任单位：县市场监管局）
（二）优化服务。设立工作站不少于12个。
（三）加强保护。县公安局牵头，县法院参与，建立机制。
上河县人民政府
2026年3月1日
"""


def test_a_task_without_units_stays_and_waits_for_them(tmp_path: Path) -> None:
    write_draft(read_plan(UNSAID), UNSAID, tmp_path)
    words = (tmp_path / "plan.yaml").read_text("utf-8")
    listed = yaml.safe_load(words)["clauses"]
    assert [(task["id"], task["title"], len(task["units"])) for task in listed] == [
        ("（一）", "培育主体", 1),
        ("（二）", "优化服务", 0),
        ("（三）", "加强保护", 2),
    ]
    assert "[第 6 行] （二）优化服务 —— 这项任务没有读出责任单位，units 待填" in words
    with pytest.raises(Refusal, match="没有责任单位"):
        load_plan(filled(tmp_path))


def test_a_draft_with_units_of_the_running_text_is_proved_by_them(tmp_path: Path) -> None:
    text = UNSAID.replace("（二）优化服务。设立工作站不少于12个。\n", "")
    write_draft(read_plan(text), text, tmp_path)
    plan = load_plan(filled(tmp_path))
    assert [(clause.id, [plan.units[unit].name for unit in clause.lead]) for clause in plan.clauses] == [
        ("（一）", []),
        ("（三）", ["县公安局"]),
    ]
    file = tmp_path / "plan.yaml"
    file.write_text(file.read_text("utf-8").replace("    lead: [unit_02]\n", ""), "utf-8")
    with pytest.raises(Refusal, match="没有列入原文写明牵头的“县公安局”"):
        load_plan(tmp_path)


UNASSIGNED = """某县知识产权奖补办法
第一条 对新核准的地理标志商标，每件奖励8万元。
第二条 对完成专利导航项目的企业，给予费用40%的资助。
第三条 对质押贷款按30%贴息。
"""


def test_a_text_that_names_no_unit_says_so_once_and_keeps_every_task(tmp_path):
    draft = read_plan(UNASSIGNED)
    assert [doubt.why for doubt in draft.undecided if "责任单位" in doubt.why] == [
        "全文没有写责任单位，各项任务的 units 待填"
    ]
    write_draft(draft, UNASSIGNED, tmp_path / "plan")
    written = (tmp_path / "plan" / "plan.yaml").read_text("utf-8")
    assert [clause["id"] for clause in yaml.safe_load(written)["clauses"]] == ["第一条", "第二条", "第三条"]
    assert written.count("没有写责任单位") == 1


def test_a_text_that_names_a_unit_tells_each_task_without_one():
    draft = read_plan(UNASSIGNED.replace("8万元。", "8万元。（责任单位：县农业局）"))
    assert [doubt.why for doubt in draft.undecided if "责任单位" in doubt.why] == [
        "这项任务没有读出责任单位，units 待填"
    ] * 2
