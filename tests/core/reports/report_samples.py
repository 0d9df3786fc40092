"""A report of a made-up county, in the shapes the builders take."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from zhixian.core.kernel.periods import period_ends
from zhixian.core.reports.data import (
    AwardList,
    AwardRow,
    ClauseLine,
    FuturePoint,
    IncentiveLine,
    OpenNormLine,
    Point,
    QuarterlyReport,
    RefusedLine,
    TargetLine,
    TargetList,
)

AS_OF = date(2019, 12, 31)
DUE = date(2020, 12, 31)


def _series(*values: str) -> tuple[Point, ...]:
    days = period_ends(date(2016, 1, 1), AS_OF, every=3)[-len(values) :]
    return tuple(Point(day, Decimal(value)) for day, value in zip(days, values, strict=True))


TARGETS = (
    TargetLine(
        "inventions_per_10k",
        "每万人发明专利拥有量",
        "goal",
        Decimal("4.5"),
        "件/万人",
        Decimal("3.9627659574"),
        DUE,
        met=False,
        numerator=149,
        denominator=376000,
        series=_series(
            "2.1",
            "2.2",
            "2.34",
            "2.5",
            "2.6",
            "2.81",
            "2.9",
            "3.02",
            "3.2",
            "3.31",
            "3.5",
            "3.4",
            "3.6",
            "3.75",
            "3.8",
            "3.9627659574",
        ),
        forecast="按最近两年的速度，到2020年12月31日预计为4.48件/万人，还差1件；2021年1月达标",
        low=Decimal("4.2"),
        high=Decimal("4.8"),
        future=tuple(
            FuturePoint(day, Decimal(v), Decimal(low), Decimal(high))
            for day, v, low, high in zip(
                period_ends(date(2020, 1, 1), DUE, every=3),
                ("4.09", "4.22", "4.35", "4.48"),
                ("4.02", "4.08", "4.14", "4.2"),
                ("4.16", "4.36", "4.58", "4.8"),
                strict=True,
            )
        ),
        definition="期末有效发明专利数除以上一年末常住人口数，乘以一万",
    ),
    TargetLine(
        "registered_marks",
        "商标有效注册量",
        "goal",
        Decimal(3600),
        "件",
        Decimal(3712),
        DUE,
        met=True,
        series=_series("2900", "3105", "3320", "3551", "3712"),
        forecast="按目前速度，到2020年12月31日预计为4250件",
        definition="期末有效的商标、集体商标和证明商标件数",
    ),
    TargetLine(
        "gi_marks",
        "地理标志商标",
        "goal",
        Decimal(6),
        "件",
        Decimal(6),
        DUE,
        met=True,
        definition="期末有效的地理标志商标件数",
    ),
    TargetLine(
        "pledge_financing",
        "年专利权质押融资额",
        "goal",
        Decimal(2000),
        "万元",
        Decimal("1134.5"),
        DUE,
        met=False,
        series=_series("1500", "200", "410.5", "900", "1134.5"),
    ),
    TargetLine(
        "enterprise_invention_share",
        "企业发明专利拥有量占全县总量的比重",
        "8",
        Decimal(80),
        "%",
        due=DUE,
        why_missing="没有权利人类别数据",
    ),
)
INCENTIVES = (
    IncentiveLine(
        "navigation",
        "专利导航资助",
        "8",
        "由政府资助50%费用",
        1,
        5_000_000,
        1,
        (AwardRow("福建龙头铜业有限公司", "导航-2019-02", 5_000_000, 15_000_000, True, "每家企业最高5万元"),),
    ),
    IncentiveLine(
        "gi_mark",
        "地理标志商标奖励",
        "9",
        "再给予15万元/件奖励",
        1,
        15_000_000,
        0,
        (AwardRow("上杭县萝卜干协会", "26543210", 15_000_000),),
    ),
    IncentiveLine(
        "pledge_interest",
        "质押贷款贴息",
        "18",
        "按同期银行贷款基准利率的30%予以贴息",
        3,
        18_937_533,
        1,
        (
            AwardRow("紫江新材料股份有限公司", "DK-2019-007", 10_000_000, 43_500_000, True, "每家企业每年最高10万元"),
            AwardRow("上杭蓝天机械有限公司", "DK-2019-003", 6_525_033, 21_750_110),
            AwardRow("福建汀江食品有限公司", "DK-2019-011", 2_412_500, 8_041_667),
        ),
    ),
)
OPEN_NORMS = (
    OpenNormLine("4", "对列入国家、省、市知识产权优势（示范、试点）企业，县给予一次性资金奖励。", 7),
    OpenNormLine("8", "加大对授权发明专利的奖励力度", 31),
    OpenNormLine("11", "对获奖专利给予配套奖励", None, "没有专利奖数据"),
    OpenNormLine("S2", "对专利质押贷款提供贴息", None),
)
CLAUSES = (
    ClauseLine(
        "1", "推动知识产权管理体制改革", ("县委编办", "县经信科技局", "县市场监管局", "县文体广新局", "县商务局")
    ),
    ClauseLine("8", "提高专利质量", ("县经信科技局",), ("企业发明专利拥有量占全县总量的比重", "专利导航资助")),
    ClauseLine("9", "培育高知名度商标", ("县市场监管局",), ("地理标志商标奖励",)),
    ClauseLine(
        "18",
        "拓展知识产权金融服务",
        ("县经信科技局", "县财政局", "县市场监管局", "县银监办", "人保财险上杭支公司"),
        ("质押贷款贴息",),
    ),
    ClauseLine("S1", "加强统筹协调", ("县知识产权工作领导小组各成员单位",), (), "组织保障，由领导小组落实"),
)
REPORT = QuarterlyReport(
    plan_title="上杭县加快知识产权强县建设实施方案",
    as_of=AS_OF,
    place="上杭县",
    issuer="上杭县知识产权强县领导小组办公室",
    plan_issuer="上杭县人民政府",
    plan_date=date(2017, 10, 23),
    addressee="县知识产权强县领导小组",
    dated=date(2020, 1, 8),
    snapshot="3f9a2c41d07be8856a1c",
    synthetic=True,
    year=2019,
    targets=TARGETS,
    incentives=INCENTIVES,
    open_norms=OPEN_NORMS,
    clauses=CLAUSES,
    quality=(
        "本期导入数据4,210行，采用4,102行，合并93行，退回15行待更正。",
        "供应商标注的状态与法律事件不一致的权利3件，已按法律事件计算。",
    ),
    methods=("预测按历史数据外推，只供研判，不作为考核结果。",),
    annexes=("目标完成情况表", "奖补明细表"),
)
LISTED = TargetList(
    AS_OF,
    "350823",
    "3f9a2c41d07be885",
    (
        TargetLine(
            "inventions_per_10k", "每万人发明专利拥有量", "goal", Decimal("4.5"), "件/万人", Decimal("3.9627659574"), DUE,
            met=False, numerator=149, denominator=376_000,
            series=(Point(date(2018, 12, 31), Decimal("3.1")), Point(date(2019, 12, 31), Decimal("3.9"))),
            forecast="还差21件", definition="有效发明专利除以上年末常住人口",
        ),
        TargetLine(
            "patents_per_10k", "每万人有效专利拥有量", "8", Decimal(80), "件/万人", due=DUE, met=False, numerator=7,
            why_missing="缺少行政区划 350823 的 2018 年末常住人口", remedy="导入人口",
        ),
    ),
)  # fmt: skip
AWARDED = AwardList(
    2019,
    "350823",
    "3f9a2c41d07be885",
    rows=(
        AwardRow("上杭县萝卜干协会", "26543210", 15_000_000, None, False, "第9条：每件奖励150,000元", "p1", "地理标志商标奖励", "9"),
        AwardRow("紫江新材料股份有限公司", "DK-7", 10_000_000, 43_500_001, True, "按30%贴息；每家企业每年最高10万元", "p2", "质押贷款贴息", "18"),
        AwardRow("上杭蓝天机械有限公司", "DK-9", 333, 1_111, False, "按30%贴息", "p3", "质押贷款贴息", "18"),
    ),
    incentives=(
        IncentiveLine("gi_mark", "地理标志商标奖励", "9", count=1, total_fen=15_000_000),
        IncentiveLine("navigation", "专利导航资助", "8"),
        IncentiveLine("pledge_interest", "质押贷款贴息", "18", count=2, total_fen=10_000_333, capped=1),
    ),
    open_norms=(
        OpenNormLine("4", "县给予一次性资金奖励", 4, "当年列入优势企业的企业", "a", ("上杭县萝卜干协会", "紫江新材料股份有限公司", "甲", "乙")),
        OpenNormLine("11", "对获奖专利给予配套奖励", None, "没有专利奖数据", "b"),
    ),
    refused=(RefusedLine("地理标志商标奖励", "紫江新材料股份有限公司", "p2", "26543211", "不是地理标志；不是集体商标"),),
)  # fmt: skip
EMPTY = QuarterlyReport(plan_title="某县方案", as_of=date(2020, 11, 20))
HOSTILE = '=HYPERLINK("x")<&>"\'\x00\x0b\x1b[31m\ud800\ufffe\u202e]]>&#0;😀中\n文_x0041_' + "长" * 9000


def hostile_report() -> QuarterlyReport:
    """Every text of the report is what nobody should send."""
    return replace(
        REPORT,
        plan_title=HOSTILE,
        issuer=HOSTILE,
        plan_issuer=HOSTILE,
        addressee=HOSTILE,
        number=HOSTILE,
        red_header=HOSTILE,
        copies_to=HOSTILE,
        snapshot=HOSTILE,
        targets=tuple(
            replace(t, name=HOSTILE, unit=HOSTILE[:40], forecast=HOSTILE, definition=HOSTILE, why_missing=HOSTILE)
            for t in TARGETS
        ),
        incentives=tuple(
            replace(
                line,
                title=HOSTILE,
                quote=HOSTILE,
                top=tuple(replace(a, party=HOSTILE, subject=HOSTILE) for a in line.top),
            )
            for line in INCENTIVES
        ),
        open_norms=tuple(replace(n, quote=HOSTILE, why=HOSTILE, clause=HOSTILE) for n in OPEN_NORMS),
        clauses=tuple(replace(c, title=HOSTILE, units=(HOSTILE,) * 30, carried_by=(HOSTILE,)) for c in CLAUSES),
        quality=(HOSTILE,),
        methods=(HOSTILE,),
        annexes=(HOSTILE,),
    )
