"""What is raised and supported: products of the place that may become indications, places in courses, the costs of defending a right."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhixian.core.catalogue import registers
from zhixian.core.registers.checks.aid import aid_costs, aid_rights
from zhixian.core.registers.checks.courses import places_taken
from zhixian.core.registers.checks.products import GI_NEEDS, gi_candidate, names_of_product
from zhixian.core.registers.fits import fits_together

AS_OF = date(2020, 11, 16)
WRITTEN = {
    "history": "县志；1984 年；列为地方品种；县档案馆", "quality": "体型小、皮厚、脂肪含量高。", "link": "山区放养，一年以上出栏。",
    "area": "样例乡十二个村", "area_paper": "样政〔2019〕41号", "applicant": "样例槐猪协会", "approval": "样政函〔2020〕6号",
}  # fmt: skip
WHOLE = {**WRITTEN, "place": "样例镇", "rules": "yes", "testing": "yes", "stage": "preparing"}
MAY_APPLY = "申请要说明的都写了，可以申请；写得是否属实，由经办核对"
SHORT = "写得太短，核不了：{}；写成别人看得懂、查得到的话（文件写文号或名称，历史写年代和出处）"
COURSE = {"held_on": "2020-12-10", "until": "2020-12-03", "places": 6}
ASKED = {"asked_on": "2020-11-05", "people": 2}
AID = {
    "party": "甲公司", "size": "small", "sort": "sue", "rights": "CN1", "lawyers": 1_800_000, "evidence": 620_000,
    "recovered": 1_000_000, "asked": 1_420_000,
}  # fmt: skip


def told(findings):
    return [(one.words, one.grave) for one in findings]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, [(MAY_APPLY, False)]),
        ({"history": "", "approval": None}, [("离申请还差：历史和人文记载、政府或行业主管部门的批准文件", False)]),
        ({"testing": "no"}, [("离申请还差：检测和监督的能力", False)]),
        (
            {"stage": "filed", "rules": "no", "number": "1", "filed_on": "2020-01-02"},
            [("已经申请，台账里却没有：使用管理规则", True)],
        ),
        ({"stage": "registered", "number": "1", "filed_on": "2020-01-02"}, []),
        ({"stage": "dropped", "quality": ""}, []),
    ],
)
def test_a_candidate_is_told_what_it_still_lacks(changes, words):
    assert told(gi_candidate({**WHOLE, **changes}, as_of=AS_OF)) == words


def test_every_need_has_its_words_here():
    assert set(WRITTEN) == set(GI_NEEDS)


@pytest.mark.parametrize(
    ("changes", "short"),
    [
        ({"quality": "好"}, "特定质量、信誉或其他特征"),
        ({"quality": "好好好好好好好好。。。。"}, "特定质量、信誉或其他特征"),
        ({"link": "土壤"}, "与自然因素、人文因素的关系"),
        ({"area": "全县"}, "产区范围"),
        ({"area_paper": "文件"}, "划定产区的文件"),
        ({"approval": "县政府同意"}, "政府或行业主管部门的批准文件"),
        ({"history": "书；很早；有；库"}, "历史和人文记载"),
        ({"history": "县志；很早；列为地方品种；县档案馆"}, "历史和人文记载"),
    ],
)
def test_a_word_is_no_evidence(changes, short):
    assert told(gi_candidate({**WHOLE, **changes}, as_of=AS_OF)) == [(SHORT.format(short), False)]
    sent = {**WHOLE, **changes, "stage": "filed"}
    assert told(gi_candidate(sent, as_of=AS_OF)) == [(SHORT.format(short), True)]


@pytest.mark.parametrize("history", ["药材志；清代；列为贡品；省图书馆", "镇志；康熙年间；记有梯田红米；镇文化站"])
def test_a_record_says_when_in_the_words_of_its_time(history):
    assert told(gi_candidate({**WHOLE, "history": history}, as_of=AS_OF)) == [(MAY_APPLY, False)]


@pytest.mark.parametrize(
    ("applicant", "is_firm"),
    [
        ("样例食品有限公司", True),
        ("样例食品有限公司（样例分公司）", True),
        ("样例茶厂", True),
        ("样例矿业集团", True),
        ("样例企业协会", False),
        ("样例果蔬专业合作社联合社", False),
        ("样例槐猪产业协会", False),
    ],
)
def test_a_single_firm_does_not_apply_for_an_indication(applicant, is_firm):
    found = gi_candidate({**WHOLE, "applicant": applicant}, as_of=AS_OF)
    assert [one.grave for one in found] == [is_firm]
    assert (applicant in found[0].words) == is_firm


@pytest.mark.parametrize(
    ("applicant", "place", "elsewhere"),
    [
        ("福州市外地协会", "某镇", "福建省福州市"),
        ("长汀县豆腐干协会", "某镇", "福建省龙岩市长汀县"),
        ("长汀县豆腐干协会", "福建省长汀县河田镇", ""),
        ("上杭县槐猪产业协会", "某镇", ""),
        ("龙岩市槐猪协会", "某镇", ""),
        ("福建省茶叶协会", "某镇", ""),
        ("槐猪产业协会", "某镇", ""),
    ],
)
def test_somebody_of_elsewhere_does_not_apply_for_a_product_of_the_place(applicant, place, elsewhere):
    found = gi_candidate({**WHOLE, "applicant": applicant, "place": place}, as_of=AS_OF, region="350823")
    words = f"拟申请人写的是{applicant}：是{elsewhere}的，要由产地的团体、协会或者其他组织申请"
    assert told(found) == ([(words, True)] if elsewhere else [(MAY_APPLY, False)])


@pytest.mark.parametrize(
    ("product", "place", "names"),
    [
        ("上杭竹荪", "某镇", ("上杭竹荪", "竹荪")),
        ("杉岭竹荪", "杉岭乡", ("杉岭竹荪", "竹荪")),
        ("杉岭乡米", "杉岭乡", ("杉岭乡米", "乡米")),
        ("竹荪", "竹荪镇", ("竹荪",)),
        ("红米", "某镇", ("红米",)),
    ],
)
def test_a_product_is_looked_for_without_its_place_too(product, place, names):
    assert names_of_product(product, place, ["上杭"]) == names


def test_the_rule_named_is_that_of_the_day():
    old, new = (gi_candidate(WHOLE, as_of=day)[0].basis for day in (date(2024, 1, 31), date(2024, 2, 1)))
    assert "2003年" in old
    assert "集体商标、证明商标注册和管理规定（国家知识产权局令第79号）" in new


@pytest.mark.parametrize(
    ("changes", "before", "words"),
    [
        ({}, [4], []),
        ({}, [4, 1], [("名额 6 人，前面已报 5 人，这里报 2 人，多出 1 人：改少人数，或者等主办单位答复", True)]),
        ({"asked_on": "2020-12-04"}, [], [("2020-12-04 报名，截止日是 2020-12-03", True)]),
        (
            {"came": 2, "passed": 2, "certified_on": "2020-12-09"},
            [],
            [("发证日 2020-12-09 早于举办日 2020-12-10", True)],
        ),
    ],
)
def test_who_asks_for_a_place_is_told_what_cannot_be(changes, before, words):
    assert told(places_taken({**ASKED, **changes}, COURSE, [{"people": people} for people in before])) == words


@pytest.mark.parametrize(
    ("register", "values", "words"),
    [
        ("local_products", {"stage": "filed", "number": "1"}, ["进展是“已申请”，没有写申请日"]),
        ("course_places", {"people": 2, "came": 3}, ["实到人数 3，多于报名人数 2"]),
        ("course_places", {"people": 2, "came": 1, "passed": 2}, ["结业人数 2，多于实到人数 1"]),
        ("course_places", {"people": 2, "certificates": "1"}, ["写了证书编号，没有写结业人数、发证日"]),
        ("protection_aid", {"asked": 100, "granted": 200}, ["支持金额（元） 2，多于申请支持（元） 1"]),
        ("protection_aid", {"result": "granted"}, ["决定是“支持”，没有写支持金额（元）、决定的依据文件、决定日"]),
        ("protection_aid", {"result": "refused", "decided_on": "2020-01-01"}, ["决定是“不支持”，没有写决定的理由"]),
        ("protection_aid", {"result": "waits"}, []),
    ],
)
def test_answers_of_a_row_fit_together(register, values, words):
    assert [one.words for one in fits_together(registers()[register], values, as_of=AS_OF)] == words


def test_a_course_without_a_limit_or_no_longer_kept_turns_nobody_away():
    assert places_taken(ASKED, {"held_on": "2020-12-10"}, [{"people": 500}]) == []
    assert places_taken({**ASKED, "came": 9}, None, []) == []


@given(st.lists(st.integers(1, 9), min_size=1, max_size=12), st.integers(0, 60))
def test_those_told_that_it_is_full_are_those_beyond_the_places(asked, places):
    course = {**COURSE, "places": places}
    full = [
        bool(places_taken({**ASKED, "people": people}, course, [{"people": one} for one in asked[:nth]]))
        for nth, people in enumerate(asked)
    ]
    assert full == [sum(asked[: nth + 1]) > places for nth in range(len(asked))]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, []),
        ({"asked": 1_420_001}, [("费用合计 24,200 元，已补偿 10,000 元，申请 14,200.01 元，多出 0.01 元", True)]),
        ({"recovered": 9_000_000}, [("费用合计 24,200 元，已补偿 90,000 元，申请 14,200 元，多出 14,200 元", True)]),
        ({"size": "large"}, [("支持的是中小微企业，这里写的是大型企业", True)]),
        ({"granted": 1_420_001}, [("费用合计 24,200 元，已补偿 10,000 元，支持 14,200.01 元，多出 0.01 元", True)]),
        ({"result": "waits"}, []),
    ],
)
def test_what_is_asked_and_granted_lies_within_what_was_spent(changes, words):
    assert told(aid_costs({**AID, **changes})) == words


@pytest.mark.parametrize(
    ("sort", "known", "words"),
    [
        ("sue", {"CN1": ("甲公司", True)}, []),
        ("sue", {"CN1": ("甲公司", False)}, [("CN1 已经失效或者还没有授权", False)]),
        ("sue", {"CN1": ("乙公司", True)}, [("CN1 的权利人是乙公司，不是甲公司", True)]),
        ("sue", {}, [("登记数据里没有 CN1，核不了权利人和效力", False)]),
        ("defend", {"CN1": ("乙公司", True)}, []),
    ],
)
def test_the_right_that_is_defended_is_the_applicant_s_and_in_force(sort, known, words):
    assert told(aid_rights({**AID, "sort": sort}, known)) == words


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"applicant": "样例县人民政府"}, "拟申请人写的是样例县人民政府：机关批准申请"),
        ({"applicant": "样例县农业农村局"}, "拟申请人写的是样例县农业农村局：机关批准申请"),
        ({"history": "县志；2030 年；列为地方品种；县档案馆"}, "历史和人文记载写了还没有到的年份：2030"),
    ],
)
def test_what_cannot_be_of_a_candidate_is_grave(changes, words):
    [found] = gi_candidate({**WHOLE, **changes}, as_of=AS_OF)
    assert found.words.startswith(words)
    assert found.grave


def test_the_year_of_the_day_is_no_year_to_come():
    history = "县志；2020 年；列为地方品种；县档案馆"
    assert told(gi_candidate({**WHOLE, "history": history}, as_of=AS_OF)) == [(MAY_APPLY, False)]
