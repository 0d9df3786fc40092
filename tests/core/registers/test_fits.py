"""What the answers of one row owe each other: days and counts that cannot both be so are told."""

from datetime import date

import pytest
import yaml

from zhixian.core.catalogue import CHECKS, registers
from zhixian.core.kernel.refusal import Refusal
from zhixian.core.registers.checks.cases import hand_over_stands
from zhixian.core.registers.checks.varieties import variety_fees
from zhixian.core.registers.fits import fits_together
from zhixian.core.registers.reading import read_register
from zhixian.core.registers.rows import dues_of

SENT = {"approved_on": "2018-05-31", "sent_on": "2018-05-31", "article": "第二百一十三条", "articles": "酒；1；库"}
AS_OF = date(2020, 11, 16)
ANSWERED = {"answered_on": "2018-06-01", "answer_reason": "文号"}


def told(register, **values):
    found = fits_together(registers()[register], values, as_of=AS_OF)
    return [("!" if one.grave else "") + one.words for one in found]


CASES = [
    # hand-overs
    ("case_transfers", SENT, []),
    ("case_transfers", {**SENT, "sent_on": "2018-06-01"}, []),
    ("case_transfers", {**SENT, "sent_on": "2018-06-02"}, ["!移送日（公安机关签收日） 2018-06-02 离负责人批准移送日 2018-05-31 超过 1 天，最后一日是 2018-06-01"]),
    ("case_transfers", {**SENT, "approved_on": ""}, ["!写了移送日（公安机关签收日），没有写负责人批准移送日"]),
    ("case_transfers", {**SENT, "article": None}, ["写了移送日（公安机关签收日），没有写刑法条文"]),
    ("case_transfers", {**SENT, **ANSWERED, "answer": "filed"}, []),
    ("case_transfers", {**SENT, "answer": "refused", "answer_reason": "文号", "returned": "x；1；1；原件"}, ["!公安机关的答复是“不予立案”，没有写收到答复日"]),
    ("case_transfers", {**SENT, **ANSWERED}, ["!写了收到答复日，没有写公安机关的答复"]),
    ("case_transfers", {**SENT, **ANSWERED, "answer": "filed", "returned": "x；1；1；原件"}, ["!公安机关的答复是“立案”，又写了退回的材料清单"]),
    ("case_transfers", {**SENT, "received_on": "2018-06-02", "decided_on": "2018-06-01", "answer": "filed", **ANSWERED}, ["!公安机关决定日 2018-06-01 早于公安机关受案日 2018-06-02"]),
    ("case_transfers", {**SENT, "decided_on": "2018-06-05", "answer": "filed", "answered_on": "2018-06-05", "answer_reason": "x"}, ["公安机关决定日 2018-06-05 离移送日（公安机关签收日） 2018-05-31 超过 3 天，最后一日是 2018-06-04"]),
    ("case_transfers", {**SENT, **ANSWERED, "answer": "filed", "goods_on": "2018-06-05"}, ["!涉案物品和材料移交日 2018-06-05 离收到答复日 2018-06-01 超过 3 天，最后一日是 2018-06-04"]),
    ("case_transfers", {**SENT, **ANSWERED, "answer": "refused", "returned": "x；1；1；原件", "next": "reconsider"}, ["!不予立案以后是“提请复议”，没有写提请或建议日"]),
    # exhibitions
    ("exhibition_checks", {"inspected_on": "2020-09-28", "ends": "2020-09-28", "stands": 86, "stands_seen": 86, "infringing": 86}, []),
    ("exhibition_checks", {"inspected_on": "2020-09-29", "ends": "2020-09-28", "stands": 1, "stands_seen": 0}, ["!检查日 2020-09-29 晚于结束日 2020-09-28", "查了的展位数是 0，少于 1"]),
    ("exhibition_checks", {"inspected_on": "2020-09-28", "ends": "2020-09-28", "stands": 86, "stands_seen": 87}, ["!查了的展位数 87，多于展位数 86"]),
    ("exhibition_checks", {"inspected_on": "2020-09-28", "ends": "2020-09-28", "stands": 86, "stands_seen": 3, "infringing": 4}, ["!发现涉嫌侵权的展位数 4，多于查了的展位数 3"]),
    # varieties
    ("plant_varieties", {"applied_on": "2015-01-12", "expires_on": "2033-04-02"}, ["!写了证书上的届满日，没有写授权日"]),
    ("plant_varieties", {"fee_until": "2021-04-02"}, ["!写了年费缴到，没有写授权日"]),
    ("plant_varieties", {"granted_on": "2018-04-02", "expires_on": "2033-04-02", "fee_until": "2034-04-02"}, ["!年费缴到 2034-04-02 晚于证书上的届满日 2033-04-02"]),
    # destinations
    ("destination_checks", {"checked_on": "2020-12-06", "leaves_on": "2020-12-05", "result": "go"}, ["!核查完成日 2020-12-06 晚于发货或开展日 2020-12-05"]),
    ("destination_checks", {"checked_on": "2020-06-04", "leaves_on": "2020-12-05", "result": "go"}, ["!发货或开展日 2020-12-05 离核查完成日 2020-06-04 超过 6 个月，最后一日是 2020-12-04"]),
    ("destination_checks", {"checked_on": "2020-06-05", "leaves_on": "2020-12-05", "result": "go"}, []),
    ("destination_checks", {"checked_on": "2020-11-05", "leaves_on": "2020-12-05"}, ["!写了核查完成日，没有写结论"]),
    # others
    ("ip_cases", {"holder": "甲公司", "infringer": "甲 公司"}, ["!权利人和涉嫌侵权人写的是同一个：甲公司"]),
    ("mediations", {"result": "failed", "ended_on": "2020-06-12", "ruling": "confirmed", "applied_on": "2020-06-20", "effective_on": "2020-06-12", "ruled_on": "2020-07-01", "court": "某院"}, ["!调解结果是“未达成协议”，又写了共同申请司法确认日、受理的法院和案号、法院的裁定、裁定日"]),
    ("online_leads", {"answer": "removed", "noticed_on": "2020-11-02"}, ["!平台的处理是“删除、屏蔽或断开链接”，没有写平台处理日"]),
    ("online_leads", {"law": "commerce", "noticed_on": "2020-11-01", "declared_on": "2020-11-05", "pursued_on": "2020-11-21"}, ["!权利人投诉或起诉并告知平台日 2020-11-21 离不侵权声明转送到达权利人日 2020-11-05 超过 15 天，最后一日是 2020-11-20"]),
    ("counterfeit_origins", {"cases": 0}, ["!涉及案件（件）是 0，少于 1"]),
    ("counterfeit_origins", {"cases": 1, "told": "某局"}, ["!写了通报的单位，没有写通报日"]),
    ("software_inventory", {"checked": "2020-03-20", "expires": "2020-03-19"}, ["!清点日 2020-03-20 晚于授权到期日 2020-03-19"]),
    ("credit_objections", {"result": "granted"}, ["!决定是“成立，撤销或修复”，没有写决定日"]),
    ("matches_followed", {"introduced_on": "2020-10-27"}, ["!写了单位答复日，没有写单位的答复"]),
    ("protection_aid", {"asked": 100, "granted": 101}, ["!支持金额（元） 1.01，多于申请支持（元） 1"]),
    ("local_products", {"stage": "filed", "filed_on": "2020-05-01"}, ["!进展是“已申请”，没有写申请号或注册号"]),
    ("course_places", {"people": 0}, ["!报名人数是 0，少于 1"]),
    ("matches_followed", {"state": "signed"}, ["进展是“已经签约”，没有写合同编号"]),
    # money
    ("pledge_loans", {"released_on": "2020-03-01"}, ["写了质押解除日，没有写还清日", "!写了质押解除日，没有写质押登记日"]),
    ("ip_policies", {"premium": 101, "sum_insured": 100}, ["!保险费（元） 1.01，多于保险金额（元） 1"]),
    ("ip_claims", {"paid": 6}, ["!写了赔付金额（元），没有写赔付日"]),
    ("cost_deductions", {"costs": 100, "ip_costs": 101}, ["!其中知识产权申请、注册、代理费（元） 1.01，多于允许加计扣除的研发费用（元） 1"]),
    ("funding_projects", {"decision": "supported"}, ["决定是“支持”，没有写决定日"]),
    ("local_products", {"stage": "registered", "number": "1", "filed_on": "2020-05-01", "closed_on": "2020-04-30"}, ["!了结日 2020-04-30 早于申请日 2020-05-01"]),
    # filings abroad
    ("overseas_filings", {"route": "madrid", "filed_on": "2020-03-02", "registered_on": "2020-03-01"}, ["!国际注册日 2020-03-01 早于国外或国际申请日 2020-03-02"]),
    ("overseas_filings", {"route": "pct", "kind": "patent", "first_filed": "2018-01-01", "filed_on": "2018-12-31", "entered_on": "2018-12-30"}, ["!进入国家阶段日 2018-12-30 早于国外或国际申请日 2018-12-31"]),
    ("overseas_filings", {"route": "pct", "entered_on": "2020-01-02"}, ["!写了进入国家阶段日，没有写国外或国际申请日"]),
    ("overseas_filings", {"route": "madrid", "entered_on": "2020-01-02", "filed_on": "2020-01-01"}, ["!途径是“马德里”，又写了进入国家阶段日"]),
    ("overseas_filings", {"kind": "mark", "first_filed": "2020-01-15", "filed_on": "2020-08-15"}, ["国外或国际申请日 2020-08-15 离首次申请日（优先权日） 2020-01-15 超过 6 个月，最后一日是 2020-07-15"]),
    ("overseas_filings", {"kind": "mark", "first_filed": "2020-01-15", "filed_on": "2020-07-15"}, []),
    ("overseas_filings", {"state": "dropped"}, ["状态是“放弃或驳回”，没有写放弃或驳回日"]),
    ("overseas_filings", {"kind": "patent", "route": "madrid"}, ["!种类是“发明或实用新型”，“途径”却选了“马德里”"]),
    ("overseas_filings", {"kind": "mark", "route": "pct"}, ["!种类是“商标”，“途径”却选了“PCT”"]),
    ("overseas_filings", {"kind": "design", "route": "pct"}, ["!种类是“外观设计”，“途径”却选了“PCT”"]),
    ("overseas_filings", {"kind": "mark", "route": "hague"}, ["!种类是“商标”，“途径”却选了“海牙”"]),
    ("overseas_filings", {"kind": "mark", "route": "madrid"}, []),
    ("overseas_filings", {"state": "granted"}, ["!状态是“已授权或注册”，没有写国外或国际申请日"]),
    ("ip_cases", {"supervised": "yes"}, ["是否挂牌督办是“是”，没有写督办办结期限"]),
    # what an officer would not let pass
    ("posts", {"approved": 4, "filled": 9, "document": "x"}, ["!到位人员（名） 9，多于核定编制（名） 4"]),
    ("posts", {"approved": 0, "filled": 0}, ["!核定编制（名）是 0，少于 1", "没有写批准文号"]),
    ("ip_contracts", {"owner": "甲公司", "partner": "甲　公司", "sort": "cooperation"}, ["!本地一方和对方写的是同一个：甲公司"]),
    ("ip_contracts", {"sort": "patent_licence", "role": "both"}, ["种类是“专利许可”，没有写涉及的权利", "种类是“专利许可”，“本地一方是”却选了“合作各方之一”"]),
    ("ip_contracts", {"sort": "cooperation", "ends_on": "2020-03-01", "ended_on": "2020-03-02"}, ["!终止日 2020-03-02 晚于到期日 2020-03-01"]),
    ("gi_users", {"inspection": "good"}, ["!检查结果是“规范”，没有写最近一次检查"]),
    ("gi_users", {"inspection": "bad", "inspected_on": "2020-06-01"}, ["!检查结果是“停止使用”，没有写停止使用日"]),
    ("service_rewards", {"paid_on": "2020-05-06"}, ["!写了发放日，没有写奖金（元）"]),
    ("activities", {"held_on": "2020-11-17", "people": 30}, ["!写了参加人数，举办日 2020-11-17 还没有到"]),
    ("activities", {"held_on": "2020-11-16", "people": 30}, []),
    ("activities", {"held_on": "2020-11-16", "people": 30, "enterprises": 31, "places": 20}, ["参加人数 30，多于名额 20", "!参加企业数 31，多于参加人数 30"]),
    ("standards", {"approved_on": "2020-05-06", "published_on": "2020-05-05"}, ["!发布日 2020-05-05 早于立项日 2020-05-06"]),
    ("standards", {"disclosed_on": "2020-05-05"}, ["!写了专利披露日，没有写标准里的自己的专利"]),
    ("services", {"judged": "good"}, ["!企业评价是“满意”，没有写办完日"]),
    ("agencies", {"sort": "both", "practitioners": 0}, ["!种类是“专利和商标代理”，没有写执业许可证号或备案号", "执业人员（名）是 0，少于 1"]),
    ("agencies", {"sort": "law", "practitioners": 2, "checked_on": "2020-03-02", "left_on": "2020-03-01"}, ["!最近一次核对 2020-03-02 晚于撤销日 2020-03-01"]),
    ("credit_events", {"sort": "good", "repaired_on": "2020-03-01"}, ["!性质是“守信”，又写了信用修复日"]),
    ("overseas_alerts", {"level": "low", "closed_on": "2020-03-01"}, ["写了办结日，没有写应对方案"]),
    ("copyright_works", {"made_on": "2020-03-02", "published_on": "2020-03-01"}, ["!首次发表日 2020-03-01 早于完成日 2020-03-02"]),
    ("copyright_works", {"registered_on": "2020-03-01"}, ["!写了登记日，没有写作品登记号"]),
    ("pledge_loans", {"pledge_number": "Y1"}, ["!写了质押登记号，没有写质押登记日"]),
    ("conventions", {"members": 1}, ["!签约成员（家）是 1，少于 2"]),
    ("leads_followed", {"result": "done", "again_on": "2020-12-01"}, ["!结果是“已办理”，又写了下次联系"]),
    ("ip_claims", {"paid": 1, "paid_on": "2020-07-03", "assessed_on": "2020-07-04", "agreed_on": "2020-07-04"}, ["赔付日 2020-07-03 早于保险公司核定日 2020-07-04", "赔付日 2020-07-03 早于达成赔偿协议日 2020-07-04"]),
    ("pledge_loans", {"pledged_on": "2020-03-02", "due": "2020-03-01", "repaid": "2020-02-01"}, ["!质押登记日 2020-03-02 晚于到期日 2020-03-01", "!质押登记日 2020-03-02 晚于还清日 2020-02-01"]),
    ("exhibition_checks", {"looked_on": "2020-09-26", "begins": "2020-09-25", "ends": "2020-09-28", "result": "x"}, ["!展前检查日 2020-09-26 晚于开始日 2020-09-25"]),
    ("exhibition_checks", {"looked_on": "2020-09-20", "begins": "2020-09-25", "ends": "2020-09-28", "result": "条款已核"}, []),
    ("exhibition_checks", {"looked_on": "2019-09-20", "begins": "2020-09-25", "ends": "2020-09-28", "result": "x"}, ["!开始日 2020-09-25 离展前检查日 2019-09-20 超过 6 个月，最后一日是 2020-03-20"]),
    ("exhibition_checks", {"looked_on": "2020-09-20"}, ["写了展前检查日，没有写发现的问题和处理"]),
    ("exhibition_checks", {"begins": "2020-09-25", "ends": "2030-09-25"}, ["!结束日 2030-09-25 离开始日 2020-09-25 超过 6 个月，最后一日是 2021-03-25"]),
]  # fmt: skip


@pytest.mark.parametrize(("register", "values", "said"), CASES)
def test_what_cannot_both_be_so_is_told(register, values, said):
    assert told(register, **values) == said


def test_every_register_that_has_rules_has_one_that_speaks_here():
    spoken = {register for register, _, said in CASES if said}
    assert spoken == {name for name, register in registers().items() if register.fits}


# --- hand-overs of one case


OPEN = {"opened_on": "2018-02-01"}


def hand_over(number, sent, **more):
    return {"number": number, "sent_on": sent, **more}


def stands(values, case=OPEN, others=()):
    return [one.words for one in hand_over_stands(values, case, list(others))]


def test_a_hand_over_lies_within_its_case():
    assert stands(hand_over("移2", "2018-03-01", approved_on="2018-01-31")) == [
        "批准移送日 2018-01-31 早于案件的立案日 2018-02-01"
    ]
    closed = {**OPEN, "closed_on": "2018-02-20"}
    assert stands(hand_over("移2", "2018-03-01"), closed) == ["移送日 2018-03-01 晚于案件的结案日 2018-02-20"]
    assert stands(hand_over("移2", "2018-03-01"), None) == []


@pytest.mark.parametrize(
    ("first", "said"),
    [
        ({}, ["同一案件 2018-02-10 已经由 移1 移送，2018-03-01 时公安机关还没有答复"]),
        ({"answer": "filed", "answered_on": "2018-02-12"}, ["同一案件已经由 移1 移送，公安机关已立案"]),
        ({"answer": "refused", "answered_on": "2018-02-12"}, []),
        ({"answer": "refused", "answered_on": "2018-03-02"}, ["同一案件 2018-02-10 已经由 移1 移送，2018-03-01 时公安机关还没有答复"]),
    ],
)  # fmt: skip
def test_a_second_hand_over_while_the_police_have_the_first_is_told_of_the_second(first, said):
    one, two = hand_over("移1", "2018-02-10", **first), hand_over("移2", "2018-03-01")
    assert stands(two, others=[one]) == said
    assert stands(one, others=[two]) == []


# --- yearly fees


GRANTED = {"sort": "other", "granted_on": "2018-04-02", "expires_on": "2033-04-02"}
DAY = date(2020, 11, 16)


def fees(as_of=DAY, **values):
    return [("!" if one.grave else "") + one.words for one in variety_fees({**GRANTED, **values}, as_of=as_of)]


def test_the_fee_of_the_next_year_is_told_with_its_number_and_day():
    assert fees(fee_until="2021-04-02") == ["下一次年费：第 4 年，2021-04-02（含当日）前缴，缴了写到 2022-04-02"]
    assert fees(fee_until="2020-11-16") == ["下一次年费：第 3 年，2020-11-16（含当日）前缴，缴了写到 2021-11-16"]


def test_a_fee_is_paid_to_the_last_day_of_a_year_or_to_the_first_of_the_next():
    assert fees(fee_until="2021-04-01") == fees(fee_until="2021-04-02")
    assert fees(fee_until="2021-03-31") == ["下一次年费：第 3 年，2021-03-31（含当日）前缴，缴了写到 2022-03-31"]
    assert fees(fee_until="2033-04-01") == []
    assert fees(fee_until="2020-04-01") == ["!年费缴到 2020-04-01：第 3 年（2020-04-02 起）没有缴费的记录"]


def test_years_without_a_fee_are_named_until_the_right_ends():
    assert fees(fee_until="2019-04-02") == [
        "!年费缴到 2019-04-02：第 2 年（2019-04-02 起）、第 3 年（2020-04-02 起）没有缴费的记录"
    ]
    [many] = fees(as_of=date(2025, 1, 1), fee_until="2019-04-02")
    assert many.endswith("第 4 年（2021-04-02 起）等 6 年没有缴费的记录")
    [all_] = fees(as_of=date(2040, 1, 1), fee_until="2031-04-02", expires_on=None)
    assert "第 15 年（2032-04-02 起）没有" in all_


def test_the_article_of_the_fee_is_that_of_the_day():
    told = [
        variety_fees({**GRANTED, "fee_until": "2030-04-02"}, as_of=date(2025, *day))[0].basis
        for day in ((5, 31), (6, 1))
    ]
    assert told == ["植物新品种保护条例第35条、第36条", "植物新品种保护条例（2025年修订），条文未随软件核对"]


def test_a_right_that_has_ended_or_ends_before_the_next_year_owes_no_fee():
    assert fees(fee_until="2033-04-02") == []
    assert fees(fee_until="2019-04-02", ended_on="2020-01-01") == []
    assert fees() == []


def test_the_fee_falls_due_each_year_until_the_end_of_the_term():
    register = registers()["plant_varieties"]
    for paid, due in (("2021-04-02", ["fee", "expiry"]), ("2032-04-02", ["fee", "expiry"]), ("2033-04-02", ["expiry"])):
        assert [one.id for _, one in dues_of(register, {**GRANTED, "fee_until": paid})] == due


# --- faults of rules


GOOD = {
    "id": "things", "name": "物品台账", "row": "一件物品", "summary": "记物品。", "keepers": ["unit"], "key": ["name"],
    "title": ["name"], "columns": ["name"], "checks": ["fits_together"],
    "fields": [
        {"id": "name", "name": "名称", "kind": "text"},
        {"id": "seen", "name": "日期", "kind": "day"},
        {"id": "kind", "name": "种类", "kind": "choice", "choices": [{"id": "a", "name": "甲"}]},
        {"id": "number", "name": "件数", "kind": "integer"},
        {"id": "rate", "name": "利率", "kind": "percent"},
        {"id": "length", "name": "长度", "kind": "decimal"},
        {"id": "sum", "name": "金额", "kind": "money"},
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ({"has": ["nmae"], "needs": ["seen"]}, "“nmae”没有定义"),
        ({"has": ["kind", "b"], "needs": ["seen"]}, "“b”"),
        ({"number": "name", "most": "number"}, "“名称”不能比大小"),
        ({"number": "rate", "least": "1"}, "“利率”不能比大小"),
        ({"number": "number", "most": "length"}, "“长度”不能比大小"),
        ({"number": "sum", "least": "100"}, "“金额”是金额"),
        ({"number": "sum", "most": "number"}, "件数和金额比"),
        ({"day": "number", "until": "seen"}, "“件数”不是日期"),
        ({"day": "seen"}, "没有写和什么比"),
        ({"has": ["name"]}, "needs、either、bars、never、most、least、day、come、apart 中的一样"),
        ({"needs": ["seen"], "bars": ["name"]}, "needs、bars"),
        ({"has": ["name"], "never": ["kind", "b"]}, "“b”"),
        ({"has": ["name"], "never": ["kind"]}, "没有写和什么对不上"),
        ({"come": "seen"}, "没有写 has"),
        ({"has": ["name"], "come": "number"}, "“件数”不是日期"),
        ({"never": ["kind", "a"]}, "没有写和什么对不上"),
    ],
)
def test_a_rule_with_a_fault_is_told_to_its_editor(tmp_path, rule, said):
    path = tmp_path / "things.yaml"
    path.write_text(yaml.safe_dump({**GOOD, "fits": [rule]}, allow_unicode=True), "utf-8")
    with pytest.raises(Refusal) as refused:
        read_register(path, checks=CHECKS)
    assert said in str(refused.value)


def test_rules_that_nobody_checks_are_told(tmp_path):
    path = tmp_path / "things.yaml"
    path.write_text(yaml.safe_dump({**GOOD, "checks": [], "fits": [{"needs": ["seen"]}]}, allow_unicode=True), "utf-8")
    with pytest.raises(Refusal, match="checks 里有 fits_together"):
        read_register(path, checks=CHECKS)


@pytest.mark.parametrize(
    ("register", "values", "answer"),
    [
        ("local_products", {"next_on": "2020-05-01"}, ("stage", "dropped")),
        ("overseas_filings", {"kind": "mark", "route": "paris", "first_filed": "2020-01-15"}, ("state", "dropped")),
    ],
)
def test_what_is_given_up_owes_nothing_even_without_its_day(register, values, answer):
    form = registers()[register]
    assert len(dues_of(form, values)) == 1
    assert dues_of(form, {**values, answer[0]: answer[1]}) == []
