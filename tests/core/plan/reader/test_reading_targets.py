"""Numeric goals, and numbers that are none, in invented sentences."""

from decimal import Decimal

import pytest

from zhixian.core.plan.reader import read_plan

GOALS = {
    "到2020年末，实现每万人专利拥有量4.5件，商标注册量 3600件，品牌 6件，年融资额2000万元以上。": [
        (4.5, None, "件", "2020年末"),
        (3600, None, "件", "2020年末"),
        (6, None, "件", "2020年末"),
        (2000, None, "万元", "2020年末"),
    ],
    "到“十四五”末，力争企业专利占全县总量的比重达80%以上。": [(80, None, "%", "“十四五”末")],
    "到2025年，申请量和注册量分别达到65件和55件。": [(65, None, "件", "2025年"), (55, None, "件", "2025年")],
    "全县建成20个以上、总面积不低于10万平方米，特色鲜明的园区。": [
        (20, None, "个", None),
        (10, None, "万平方米", None),
    ],
    "建设1—2个国家级保护中心。": [(1, 2, "个", None)],
    "建设１～２个国家级保护中心。": [(1, 2, "个", None)],
    "打造不少于两万平方米的创新空间。": [(2, None, "万平方米", None)],
    "到2027年底，建成社区30个以上，培育企业超过1,000家。": [
        (30, None, "个", "2027年底"),
        (1000, None, "家", "2027年底"),
    ],
    "到2027年调度算力规模超5000P。": [(5000, None, "P", "2027年")],
    "每年举办培训不少于10场次。": [(10, None, "场次", "每年")],
    "每年引进人才30名，培训技工800人次。": [(30, None, "名", "每年"), (800, None, "人次", "每年")],
    "用标企业由7家增加到18家。": [(18, None, "家", None)],
    "到2028年底，引育年营收800万元以上的企业40家，其中新三板企业3家。": [
        (40, None, "家", "2028年底"),
        (3, None, "家", "2028年底"),
    ],
    "一、目标。到2026年，新建工作站6个；案件办结率保持在97%以上。": [
        (6, None, "个", "2026年"),
        (97, None, "%", "2026年"),
    ],
    "新增示范企业9家，产值增长11%，同比增长4个百分点。": [
        (9, None, "家", None),
        (11, None, "%", None),
        (4, None, "个百分点", None),
    ],
    "当场调解率提升至70%以上，辅导90家企业建立制度。": [(70, None, "%", None), (90, None, "家", None)],
    "账款清偿率100%，报装环节减少到3个。": [(100, None, "%", None), (3, None, "个", None)],
    "争取上级资金600万元以上。": [(600, None, "万元", None)],
    "開通航線12條，飛行達到3萬架次，產值突破2億元。": [
        (12, None, "條", None),
        (3, None, "萬架次", None),
        (2, None, "億元", None),
    ],
    "序号\t任务\t工作目标\n1\t招商\t签约项目23个，到位资金9亿元": [
        (23, None, "个", None),
        (9, None, "亿元", None),
    ],
    "2024年再建服务站4家，2025年建成5家。": [(4, None, "家", "2024年"), (5, None, "家", "2025年")],
    "床位达到每千人口6张、医生3.5人/千人。": [(6, None, "张", None)],
    "年均增长10%以上。": [(10, None, "%", None)],
    "融资登记金额突破10亿元。": [(10, None, "亿元", None)],
    "商标审查周期压缩至4个月以内。": [(4, None, "个月", None)],
    "全年完成投资20亿元。": [(20, None, "亿元", None)],
    "5年内选拔10名甲类人才，60名乙类人才，100名丙类人才。": [
        (10, None, "名", "5年内"),
        (60, None, "名", "5年内"),
        (100, None, "名", "5年内"),
    ],
    "2025年6月底前建成10个服务站，2026年底前建成20个。": [
        (10, None, "个", "2025年6月底前"),
        (20, None, "个", "2026年底前"),
    ],
    "到2028年，夯实基础。建成服务站5个以上。": [(5, None, "个", "2028年")],
    "到２０２５年，拥有量达到１２件。": [(12, None, "件", "2025年")],
    "到2025年，细颗粒物浓度达到40微克/立方米。": [(40, None, "微克/立方米", "2025年")],
    "到2025年，擁有量達到12件。": [(12, None, "件", "2025年")],
    "到2027年底，集聚OPC1000家以上。": [(1000, None, "家", "2027年底")],
    "确保2022年全省播种面积稳定在600万亩以上。": [(600, None, "万亩", "2022年")],
    "建设稻谷、玉米示范基地各10万亩。": [(10, None, "万亩", None)],
    "一般工商业电价再降低10%。": [(10, None, "%", None)],
    "培养知识产权高端人才100名、代理师300人，轮训管理人员5万人次。": [
        (100, None, "名", None),
        (300, None, "人", None),
        (5, None, "万人次", None),
    ],
    "实施省道提升工程3条，总里程51.4公里。": [(3, None, "条", None), (Decimal("51.4"), None, "公里", None)],
    "盘活存量专利800件，举办培训班20期，办理时间缩短30%。": [
        (800, None, "件", None),
        (20, None, "期", None),
        (30, None, "%", None),
    ],
    "每年转化专利不少于5000件，2027年全省合同金额达到80亿元，惠及企业5000家。": [
        (5000, None, "件", "每年"),
        (80, None, "亿元", "2027年"),
        (5000, None, "家", "2027年"),
    ],
    "拥有量年均增长12%，2027年达到6万件。": [(12, None, "%", None), (6, None, "万件", "2027年")],
    "全年服务人次达200万以上。": [(200, None, "万", None)],
    "一、工作目标\n地理标志商标累计18件；社会满意度82分；优势企业6家以上、示范企业3家。": [
        (18, None, "件", None),
        (82, None, "分", None),
        (6, None, "家", None),
        (3, None, "家", None),
    ],
    "专利增加值占全省GDP比重达到14%。": [(14, None, "%", None)],
}

NONE = [
    "对入驻企业达到20家的园区，给予奖励。",
    "营收首次达到2000万元的企业可以申报。",
    "补贴企业不超过100家。",
    "优惠期不超过36个月。",
    "提供不少于100平方米的免费办公空间。",
    "提供不少于一年的专属空间支持。",
    "已建成20个服务站。",
    "打造“1+3+10”创新体系，建设“10分钟办公圈”。",
    "经第14次常务会议通过。",
    "本办法有效期3年，自2026年3月8日起实施。",
    "参加失业保险3年以上放宽至参保1年以上。",
    "培育一批骨干企业，打造一个平台。",
    "人员规模一般10人以下。",
    "《2025年建设100个项目方案》印发给你们。",
    "对年销售额在100万元（含100万元）以上至300万元的前5名，当年一次性奖励5000元。",
    "月均交易量达100单以上、销售额达1万元以上前10名，给予1000元一次性奖励。",
    "每新引进或培育新增1家规上企业，给予集聚区5万元奖励。",
    "当企业固定资产投资达到3000万元以上，投资强度不低于100万元时，以每亩不低于26万元的价格出让。",
    "项目总投资在5000万元以上，由政府无偿提供用地。",
    "带动脱贫户10户以上、户均增收3000元以上的合作社，奖励5万元。",
    "同时符合以下条件：\n（一）年新增产值5000万元以上；\n（二）安置就业500人以上。",
    "一、发展基础\n“十三五”时期，有效发明专利拥有量达到8.6万件，年均增长21.5%。",
    "截至2025年底，拥有量达到16件，占总量的比重达到43%，较“十三五”末提高2.9个百分点。",
    "据统计，2024年实现增加值400亿元，同比增长5.7%，占比78%。",
    "超额完成规划提出的12件的目标。",
    "国外专利每件资助2万元（多资助2个国家）。",
    "一、规划背景。专利授权量从300件增加到900件，商标达到2万件。",
    "考核分值不低于3分。",
    "亩均税收30万元以上的项目优先供地。",
    "对违规的处数额1倍以上3倍以下罚款。",
    "对投资15亿元以上的重大项目“一事一议”。",
    "领导小组办公室每半年调度1次。",
    "同时具备以下两个以上条件的可以申报。",
    "推动百亿元以上产业集群数字化。",
    "建设“G60科创走廊”和H20通道。",
    "固定资产投资在1亿元及以上且投资强度不低于200万元的项目为重大项目。",
]


@pytest.mark.parametrize("text", GOALS)
def test_goal(text: str) -> None:
    draft = read_plan(text + "\n")
    assert [(goal.value, goal.value_max, goal.unit, goal.by) for goal in draft.targets] == GOALS[text]
    assert all(text[goal.start : goal.end] == goal.quote for goal in draft.targets)
    assert draft.amounts == ()


@pytest.mark.parametrize("text", NONE)
def test_number_that_is_no_goal(text: str) -> None:
    assert read_plan(text + "\n").targets == ()


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("商标有效注册量达到3600件。", ["商标有效注册量"]),
        ("到2027年，培育示范企业5家、优势企业20家。", ["示范企业", "优势企业"]),
        ("打造不少于5个的特色园区。", ["特色园区"]),
        ("90%以上的研发机构设立在企业。", ["研发机构设立在企业"]),
    ],
)
def test_what_is_counted(text: str, what: list[str]) -> None:
    assert [goal.what for goal in read_plan(text).targets] == what


def test_a_left_out_number_is_reported() -> None:
    undecided = read_plan("营收首次达到2000万元的企业可以申报。\n").undecided
    assert [(item.quote, "条件" in item.why) for item in undecided] == [("营收首次达到2000万元的企业可以申报", True)]


INDICATORS = """附件1
主要指标
序号\t指标名称\t单位\t2020年\t2025年目标\t属性
1\t每万人口高价值发明专利拥有量\t件\t4.6\t12\t预期性
2\t知识产权质押融资登记金额\t亿元\t\t30以上\t预期性
3\t社会满意度（分）\t\t80.05\t≥82\t约束性
4\t平均审查周期\t月\t9\t≤7\t约束性
5\t公共服务网络\t—\t—\t基本建成\t预期性
"""


def test_goals_of_an_indicator_table() -> None:
    draft = read_plan(INDICATORS)
    assert [(goal.what, goal.value, goal.unit, goal.by) for goal in draft.targets] == [
        ("每万人口高价值发明专利拥有量", 12, "件", "2025年"),
        ("知识产权质押融资登记金额", 30, "亿元", "2025年"),
        ("社会满意度", 82, "分", "2025年"),
    ]
    assert all(INDICATORS[goal.start : goal.end] == goal.quote for goal in draft.targets)
    assert [item.why for item in draft.undecided] == ["表中的数字是上限，没有列入目标"]


@pytest.mark.parametrize(
    ("head", "row", "goals"),
    [
        ("指标\t2022年\t2025年", "发明专利授权量（件）\t31\t60", [(60, None, "件", "2025年")]),
        ("类别\t指标\t2026年目标值\t2027年目标值", "创造\t商标有效注册量\t300件\t320件", [(300, None, "件", "2026年"), (320, None, "件", "2027年")]),
        ("类别\t指标\t单位\t目标值", "培育企业数\t家\t5-8", [(5, 8, "家", None)]),
        ("指标\t单位\t2024年完成", "培育企业数\t家\t5", []),
        ("指标\t2025年目标\n任务\t时限", "建平台\t15日", []),
        ("指标\t2025年目标", "建平台\t2025年底", []),
        ("序号\t任务\t责任单位", "1\t培育企业\t县科技局", []),
    ],
)  # fmt: skip
def test_columns_of_an_indicator_table(head: str, row: str, goals: list[tuple[object, ...]]) -> None:
    found = read_plan(f"{head}\n{row}\n").targets
    assert [(goal.value, goal.value_max, goal.unit, goal.by) for goal in found] == goals


FIVE_YEARS = """云岭县人民政府关于印发云岭县“十四五”知识产权规划的通知
云岭县人民政府
2021年12月1日
二、发展目标
表1　创造指标
序号 名称 单位 2020年 2025年 属性
1 每万人口 高价值专利 件 0.5 1.2 预期性
2 注册商标 件 1200 3000 预期性
表2　运用指标
名称\t单位\t2020年\t2023年\t2025年\t属性
质押融资额\t万元\t500\t1000\t3000\t预期性
结案率\t%\t90\t93\t≥95\t约束性
三、重点任务
到2024年，建成服务站5个。
"""


def test_two_indicator_tables_of_a_five_year_plan() -> None:
    assert [(goal.what, str(goal.value), goal.unit, goal.by) for goal in read_plan(FIVE_YEARS).targets] == [
        ("每万人口高价值专利", "1.2", "件", "2025年"),
        ("注册商标", "3000", "件", "2025年"),
        ("质押融资额", "1000", "万元", "2023年"),
        ("质押融资额", "3000", "万元", "2025年"),
        ("结案率", "93", "%", "2023年"),
        ("结案率", "95", "%", "2025年"),
        ("服务站", "5", "个", "2024年"),
    ]


@pytest.mark.parametrize(
    "head",
    [
        "类别\t名称\t单位\t现状\t目标\t属性\n\t\t\t2020年\t2025年\t",
        "类别\t名称\t单位\t基期\t目标\t属性\n2020年\t2025年",
        "类别\t名称\t单位\t指标值\t属性\n2020年\t2025年",
        "类别\t项目\t单位\t“十三五”末\t2025年\t属性",
    ],
)
def test_a_heading_in_two_rows(head: str) -> None:
    goals = read_plan(f"{head}\n创造\t有效专利\t件\t10\t20\t预期性\n商标\t件\t100\t200\t预期性\n").targets
    assert [(goal.what, str(goal.value), goal.by) for goal in goals] == [
        ("有效专利", "20", "2025年"),
        ("商标", "200", "2025年"),
    ]


def test_two_tables_side_by_side() -> None:
    row = "名称\t单位\t2020年\t2025年\t名称\t单位\t2020年\t2025年\n专利\t件\t1\t2\t商标\t枚\t3\t4\n"
    assert [(goal.what, str(goal.value), goal.unit) for goal in read_plan(row).targets] == [
        ("专利", "2", "件"),
        ("商标", "4", "枚"),
    ]


def test_running_words_behind_a_table_are_none_of_its_rows() -> None:
    text = "名称 单位 2020年 2025年\n专利 件 1 2\n注 以上 数字 30\n\n各单位 要 抓好 落实\n"
    assert [goal.what for goal in read_plan(text).targets] == ["专利"]


def test_a_table_with_each_cell_on_a_line_is_left_to_a_person() -> None:
    (doubt,) = read_plan("表1\n名称\n单位\n2020年\n2025年\n专利\n件\n1\n2\n").undecided
    assert (doubt.quote, doubt.why) == (
        "名称\n单位\n2020年\n2025年",
        "像是指标表的表头，但这张表没有读出来，请人工填写",
    )


def test_a_year_that_opens_a_goal_is_its_deadline() -> None:
    text = "推动融资。2026年质押融资额达到2亿元。\n建立培育库。2024年入库企业50家。\n"
    assert [(str(goal.value), goal.by) for goal in read_plan(text).targets] == [("2", "2026年"), ("50", "2024年")]


@pytest.mark.parametrize(
    ("text", "what", "quote"),
    [
        (
            "有效发明专利拥有量由2023年的120件提高到200件。",
            "有效发明专利拥有量",
            "有效发明专利拥有量由2023年的120件提高到200件",
        ),
        ("专利转化率从30%提升至45%。", "专利转化率", "专利转化率从30%提升至45%"),
        ("高价值发明专利拥有量稳步提升，2025年达到每万人1.5件。", "高价值发明专利拥有量", "2025年达到每万人1.5件"),
        (
            "高价值发明专利拥有量2025年达到每万人1.5件。",
            "高价值发明专利拥有量",
            "高价值发明专利拥有量2025年达到每万人1.5件",
        ),
        ("各乡镇、园区管委会设立工作站不少于12个。", "工作站", "各乡镇、园区管委会设立工作站不少于12个"),
        ("建成服务站、工作站不少于12个。", "工作站", "工作站不少于12个"),
    ],
)
def test_a_goal_is_named_by_its_subject_and_quoted_with_it(text: str, what: str, quote: str) -> None:
    assert [(goal.what, goal.quote) for goal in read_plan(text).targets] == [(what, quote)]


def test_a_goal_that_does_not_say_what_reaches_it_waits_for_a_person() -> None:
    read = read_plan("工作有序推进，2025年达到每万人1.5件。\n")
    assert (read.targets, [(doubt.quote, doubt.why) for doubt in read.undecided]) == (
        (),
        [("2025年达到每万人1.5件", "数字在“达到”一类词后面，但没有写明是什么达到，没有列入目标")],
    )
