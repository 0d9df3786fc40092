"""Numeric goals, and numbers that are none, in invented sentences."""

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
