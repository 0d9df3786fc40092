"""What the words of a quote prove: a goal by its measure, an amount by its kind, a day by its year."""

from datetime import date
from decimal import Decimal

import pytest

from zhixian.core.kernel.yaml_file import Faults, Node
from zhixian.core.plan.figures import Figures
from zhixian.core.plan.model import Amount, Target
from zhixian.core.plan.quotes import Quotable

HORIZON = date(2025, 12, 31)


def target(goal: str, unit: str, quote: str, due: date = HORIZON) -> Target:
    return Target("goal", "1", "目标", Decimal(goal), unit, due, quote)


def amount(kind: str, value: str, quote: str) -> Amount:
    size = Decimal(value) * (1 if kind == "share" else 100)
    return Amount("a", "i", "p", "1", kind, size, None, date(2020, 1, 1), None, quote)


def span_of(text: str, quote: str) -> tuple[int, int]:
    span = Quotable(text).find(quote)
    assert span
    return span


def faults_of(prove: str, text: str, *what: object) -> list[str]:
    """The faults that one of the proofs finds."""
    faults = Faults()
    getattr(Figures(text), prove)(Node("plan.yaml", "", {}, faults), *what)
    return [fault.sentence() for fault in faults.found]


def faults_of_goal(goal: str, unit: str, quote: str, text: str = "") -> list[str]:
    text = text or quote
    return faults_of("prove_goal", text, target(goal, unit, quote), span_of(text, quote))


def faults_of_value(kind: str, value: str, quote: str) -> list[str]:
    text = f"　　一、支持政策\n　　{quote}。\n"
    return faults_of("prove_value", text, amount(kind, value, quote), span_of(text, quote))


def faults_of_due(goal: str, due: date, quote: str, unit: str = "件") -> list[str]:
    text = f"　　一、总体目标\n　　{quote}。\n"
    return faults_of("prove_due", text, target(goal, unit, quote, due), span_of(text, quote), HORIZON)


@pytest.mark.parametrize(
    ("goal", "unit", "quote"),
    [
        ("800", "件", "到2020年有效发明专利达到800件"),
        ("20", "家", "培育20家企业"),
        ("20", "家", "培育二十家企业"),
        ("20", "家", "培育企业20余家"),
        ("20", "家", "培 育 企 业 2 0 家 以上"),
        ("3", "个村", "建成3个村"),
        ("30", "块", "建成宣传栏30块"),
        ("4.5", "件/万人", "每万人发明专利拥有量4.5件"),
        ("4.5", "件/万人", "发明专利拥有量4.5件/万人"),
        ("20", "万元/亩", "亩均税收20万元"),
        ("20", "万元/亩", "税收达20万元/亩"),
        ("2000", "万元", "质押融资额2000万元以上"),
        ("0.2", "亿元", "质押融资额2000万元以上"),
        ("2", "億元", "質押融資額2億元以上"),
        ("5", "万千瓦时", "年节电50000千瓦时"),
        ("200", "万人次", "服务人次达200万以上"),
        ("20", "万户", "户数达20万"),
        ("200", "万", "服务人次达200万以上"),
        ("30", "件", "培育商标20件、版权30件"),
        ("20", "家", "培育10、20家企业"),
        ("20", "家", "培育10—20家企业"),
        ("80", "％", "占比达80%以上"),
        ("80", "%", "占比达百分之八十"),
        ("5", "‰", "发生率5‰"),
        ("0.5", "%", "发生率5‰"),
        ("5", "百分点", "占比提高5个百分点"),
        ("2", "年", "建设期缩短2年"),
        ("0.8", "件", "高价值专利 件 0.5 0.8 1.2"),
        ("3000", "万元", "质押融资额 万元 500 3000"),
        ("0.3", "亿元", "质押融资额 万元 500 3000"),
        ("1.5", "亿元", "质押融资额 （亿元） 1 1.5"),
        ("1000", "万元", "年度投入1000万以上"),
        ("800", "件", "有效发明专利（件） 800"),
        ("800", "件", "有效发明专利 件 500件 800件"),
        ("2020", "件", "有效发明专利达到2020件"),
    ],
)
def test_prove_goal_takes_a_number_in_the_unit(goal: str, unit: str, quote: str) -> None:
    assert faults_of_goal(goal, unit, quote) == []


@pytest.mark.parametrize(
    ("goal", "unit", "quote", "found"),
    [
        ("2020", "件", "到2020年有效发明专利达到800件", "读到的是 800件"),
        ("2020", "件", "到2020有效发明专利达到800件", "读到的是 800件"),
        ("2020", "件", "到2020年底全面完成", "没有读到这样的数"),
        ("2018", "件", "2018—2020年，有效发明专利达到800件", "读到的是 800件"),
        ("2020", "年", "到2020年，建设期缩短2年", "读到的是 2年"),
        ("20", "件", "培育20家企业", "没有以“件”计的数，读到的是 20家"),
        ("20", "件", "培育20家企业，商标达到30件", "读到的是 30件"),
        ("20", "家", "培育20家次", "没有以“家”计的数，读到的是 20家次"),
        ("6", "个", "6个月内建成3个中心", "读到的是 3个"),
        ("3", "家", "认定第3家企业", "没有以“家”计的数"),
        ("30", "块", "建成宣传栏30米", "没有以“块”计的数，读到的是 30米"),
        ("800", "万元", "有效发明专利800件", "没有以“万元”计的数，读到的是 800件"),
        ("4.5", "件/万人", "发明专利拥有量4.5件", "没有以“件/万人”计的数，读到的是 4.5件"),
        ("4.5", "件", "发明专利拥有量4.5件/万人", "没有以“件”计的数，读到的是 4.5件/万人"),
        ("20", "亿元", "质押融资额20万元", "读到的是 0.002亿元"),
        ("5", "%", "占比提高5个百分点", "没有以“%”计的数，读到的是 5个百分点"),
        ("12", "件", "按照云政办〔2020〕12号，商标达到30件", "读到的是 30件"),
        ("500", "万元", "专利申请 件 500", "没有读到这样的数"),
        ("500", "万元", "服务人次达500万", "没有读到这样的数"),
        ("5060", "平方公里", "绿地 平方公里 50 60", "读到的是 50平方公里、60平方公里"),
        ("2020", "万元", "年度投入 万元 2020 800", "读到的是 800万元"),
        ("2020", "件", "有效发明专利 件 2020 800", "读到的是 800件"),
    ],
)  # fmt: skip
def test_prove_goal_takes_no_number_of_another_thing(goal: str, unit: str, quote: str, found: str) -> None:
    [fault] = faults_of_goal(goal, unit, quote)
    assert fault.startswith(f"plan.yaml 的 goal：{goal}{unit}，引文“{quote}”里")
    assert found in fault


def test_prove_goal_takes_a_value_like_a_year_where_the_headings_say_it_is_one() -> None:
    row = "有效发明专利 件 1500 2020"
    table = f"指标名称 单位 2015年 2020年目标值\n{row}\n"
    assert faults_of_goal("2020", "件", row, table) == []
    assert faults_of_goal("2020", "件", row, row)


@pytest.mark.parametrize(
    ("kind", "value", "quote"),
    [
        ("fixed", "50000", "对获奖企业一次性奖励5万元，每家企业每年最高不超过20万元"),
        ("cap", "200000", "对获奖企业一次性奖励5万元，每家企业每年最高不超过20万元"),
        ("fixed", "50000", "对获奖企业一次性奖励5万"),
        ("share", "30", "对专利产品销售额增长10%以上的企业，按贷款利息的30%给予补助"),
        ("share", "1", "按1个百分点给予贴息"),
        ("fixed", "1000000", "对获奖企业给予壹佰万元奖励"),
        ("fixed", "5000", "商标注册奖励 元 3000 5000"),
    ],
)
def test_prove_value_takes_the_amount_of_its_kind(kind: str, value: str, quote: str) -> None:
    assert faults_of_value(kind, value, quote) == []


@pytest.mark.parametrize(
    ("kind", "value", "quote", "found"),
    [
        ("fixed", "200000", "对获奖企业一次性奖励5万元，每家企业每年最高不超过20万元", "作为 fixed 读到的是 50000元"),
        ("cap", "50000", "对获奖企业一次性奖励5万元，每家企业每年最高不超过20万元", "作为 cap 读到的是 200000元"),
        ("share", "10", "对专利产品销售额增长10%以上的企业，按贷款利息的30%给予补助", "作为 share 读到的是 30%"),
        ("share", "5", "对占比提高5个百分点的企业，按贷款利息的30%给予补助", "读到的是 30%"),
        ("fixed", "2020", "2020年对获奖企业一次性奖励5万元", "读到的是 50000元"),
        ("fixed", "12", "按照云政办〔2020〕12号给予奖励", "没有读到这样的数"),
        ("fixed", "20", "对20家企业给予奖励", "没有读到这样的数"),
        ("fixed", "2000000", "对服务200万人次的机构给予奖励", "没有读到这样的数"),
        ("share", "50", "对企业给予50万元奖励", "没有读到这样的数"),
    ],
)  # fmt: skip
def test_prove_value_takes_no_number_of_another_kind(kind: str, value: str, quote: str, found: str) -> None:
    [fault] = faults_of_value(kind, value, quote)
    assert found in fault


def test_prove_due_takes_the_year_of_the_goal_and_not_of_another() -> None:
    quote = "有效发明专利到2018年达到500件，到2020年达到800件"
    assert faults_of_due("500", date(2018, 12, 31), quote) == []
    assert faults_of_due("800", date(2020, 12, 31), quote) == []
    [fault] = faults_of_due("500", date(2020, 12, 31), quote)
    assert "原文的期限是“2018年”" in fault
    assert "应为：2018-12-31" in fault
    [fault] = faults_of_due("800", date(2018, 12, 31), quote)
    assert "应为：2020-12-31" in fault


def test_prove_due_takes_the_horizon_where_no_day_is_named() -> None:
    assert faults_of_due("20", HORIZON, "培育企业20家", "家") == []
    [fault] = faults_of_due("20", date(2024, 12, 31), "培育企业20家", "家")
    assert "原文没有写期限。应为：2025-12-31（方案的 horizon；由别处推算出来的，写 derived：理由）" in fault


@pytest.mark.parametrize(
    "quote", ["2017年10月23日", "二〇一七年十月二十三日", "本方案于2017年10月23日经县政府常务会议通过"]
)
def test_prove_date_takes_the_day_in_the_quote(quote: str) -> None:
    assert faults_of("prove_date", quote, quote, date(2017, 10, 23)) == []


@pytest.mark.parametrize("quote", ["到2017年末", "2018年10月23日", "县人民政府", "2017年10月"])
def test_prove_date_takes_no_other_year_and_no_words_without_a_day(quote: str) -> None:
    assert len(faults_of("prove_date", quote, quote, date(2017, 10, 23))) == 1
