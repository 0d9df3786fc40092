"""The grounds for refusing a pledge, one by one, on small registries."""

from contextlib import closing
from dataclasses import replace
from datetime import date

import pytest

from registries import write_registry
from zhixian.core.analysis.pledge_grounds import PledgeLoan, contradictions, grounds, pledged_twice, secured_together
from zhixian.core.registry.bench import Bench
from zhixian.core.registry.fold import fold
from zhixian.core.registry.numbers.patents import check_digit

DAY = date(2020, 6, 30)
NUMBER = f"CN201510000001.{check_digit('201510000001')}"
PATENT = {
    "right_id": "R", "kind": "invention", "gi": False, "number": NUMBER, "title": "一种茶", "holder": "P", "region": "350823",
    "filed": "2015-01-01", "registered": "2017-01-01", "expires": "2035-01-01",
}  # fmt: skip
MARK = {
    "right_id": "M", "kind": "trademark", "gi": False, "number": "5633001/30", "title": "杭茶", "holder": "P",
    "region": "350823", "registered": "2011-01-01", "expires": "2021-01-01",
}  # fmt: skip
PARTIES = [
    {"party_id": "P", "name": "甲茶业有限公司", "kind": "enterprise", "region": "350823"},
    {"party_id": "Q", "name": "乙茶业有限公司", "kind": "enterprise", "region": "350823"},
]
LOAN = PledgeLoan(
    loan="L1", borrower="甲茶业有限公司", rights=(NUMBER,), drawn=date(2020, 1, 3), due=date(2021, 1, 3),
    pledged_on=date(2020, 1, 2),
)  # fmt: skip


def said(folder, loan=LOAN, **given):
    """What is said of one loan on these rows, grave ones marked."""
    return [("!" if one.grave else "") + one.words for one in found_of(folder, loan, **given)]


def found_of(folder, loan=LOAN, *, as_of=DAY, rights=(PATENT,), **tables):
    """The findings of one loan on these rows."""
    snapshot = write_registry(folder, parties=PARTIES, rights=list(rights), **tables)
    with closing(Bench(folder)) as bench:
        fold(bench, folder)
    [found] = grounds(snapshot, [loan], as_of=as_of)
    return list(found)


def event(name, effective, right="R", **more):
    return {"right_id": right, "event": name, "effective": effective, **more}


def test_a_patent_in_force_of_the_borrower_raises_nothing(tmp_path):
    assert said(tmp_path) == []


def test_a_number_in_any_spelling_is_the_same_right(tmp_path):
    assert said(tmp_path, replace(LOAN, rights=("ZL 2015 1 0000001." + NUMBER[-1],))) == []


@pytest.mark.parametrize(("name", "how"), [("lapsed", "终止"), ("invalidated", "被宣告无效"), ("surrendered", "放弃")])
def test_a_right_that_has_ended_is_told_with_its_day(tmp_path, name, how):
    assert said(tmp_path, events=[event(name, "2020-03-01")]) == [f"!发明专利 {NUMBER} 已于 2020-03-01 {how}"]


def test_the_day_before_it_ends_nothing_is_said(tmp_path):
    assert said(tmp_path, as_of=date(2020, 2, 29), events=[event("lapsed", "2020-03-01")]) == []


def test_an_application_that_was_not_granted_cannot_be_pledged(tmp_path):
    assert said(tmp_path, rights=[{**PATENT, "registered": None}]) == [f"!发明专利 {NUMBER} 还没有授权"]


def test_a_transfer_after_the_pledge_is_told(tmp_path):
    [words] = said(tmp_path, events=[event("transferred", "2020-05-01", party="Q")])
    assert "权利人是乙茶业有限公司，不是借款企业甲茶业有限公司" in words


def test_a_pledge_of_another_loan_that_is_not_released_stands_in_the_way(tmp_path):
    pledge = {"loan_id": "L0", "right_id": "R", "registered": "2019-05-01", "released": None}
    assert said(tmp_path, pledges=[pledge]) == [f"!发明专利 {NUMBER} 已于 2019-05-01 为另一笔贷款质押登记，还没有解除"]
    assert said(tmp_path / "2", pledges=[{**pledge, "released": "2019-12-31"}]) == []
    assert said(tmp_path / "3", pledges=[{**pledge, "released": "2020-06-30"}]) == []
    assert len(said(tmp_path / "4", pledges=[{**pledge, "released": "2020-07-01"}])) == 1
    assert len(said(tmp_path / "5", pledges=[{**pledge, "registered": "2020-01-02"}])) == 1


def test_which_loan_it_is_stands_only_in_the_words_for_the_units(tmp_path):
    pledge = {"loan_id": "L0", "right_id": "R", "registered": "2019-05-01", "released": None}
    [found] = found_of(tmp_path, pledges=[pledge])
    assert "L0" not in found.words
    assert found.inside == f"发明专利 {NUMBER} 已于 2019-05-01 为贷款 L0 质押登记，还没有解除"


def test_a_pledge_that_only_the_office_tells_stands_in_the_way(tmp_path):
    before = event("pledged", "2019-05-01")
    assert said(tmp_path, events=[before]) == [f"!发明专利 {NUMBER} 已于 2019-05-01 办理质押登记，还没有解除"]
    assert said(tmp_path / "2", events=[before, event("pledge_released", "2019-12-31")]) == []
    assert said(tmp_path / "3", events=[event("pledge_released", "2018-12-31"), before]) != []
    loan_of_before = {"loan_id": "L0", "right_id": "R", "registered": "2019-04-20", "released": "2019-12-31"}
    assert said(tmp_path / "4", events=[before], pledges=[loan_of_before]) == []


@pytest.mark.parametrize(
    ("right", "basis"),
    [(NUMBER, "专利权质押登记办法"), ("5633001/30", "注册商标专用权质"), ("5633001", "注册商标专用权质")],
)
def test_a_right_that_two_loans_of_the_register_pledge_is_told_by_the_rule_for_its_kind(right, basis):
    loans = [replace(LOAN, rights=(right,)), replace(LOAN, loan="L9", rights=(right,))]
    [[found], []] = pledged_twice([*loans, replace(LOAN, loan="L10", rights=("7654321/1",))], [0, 2])
    assert found.words == f"{right} 在本台账里还为 L9 质押，没有解除"
    assert found.basis.startswith(basis)


def test_a_right_is_called_as_the_registry_writes_it_however_the_loan_does():
    spelt = replace(LOAN, rights=(f"ZL{NUMBER.removeprefix('CN')}",))
    [[found]] = pledged_twice([spelt, replace(LOAN, loan="L9")], [0])
    assert found.words == f"{NUMBER} 在本台账里还为 L9 质押，没有解除"


REGISTERED = replace(LOAN, lender="甲银行", pledge_number="Y2020350000001")


def test_loans_that_one_registration_secures_are_pledged_once(tmp_path):
    other = replace(REGISTERED, loan="L9", pledge_number="y2020350000001 ")
    loans = secured_together([REGISTERED, other, replace(REGISTERED, loan="L3", pledge_number="Y2")])
    assert [loan.together for loan in loans] == [("L9",), ("L1",), ()]
    assert pledged_twice(loans[:2], [0, 1]) == [[], []]
    [[found]] = pledged_twice(loans, [0])
    assert found.words == f"{NUMBER} 在本台账里还为 L3 质押，没有解除"
    pledges = [{"loan_id": "L9", "right_id": "R", "registered": "2020-01-02", "released": None}]
    assert said(tmp_path, loans[0], pledges=pledges) == []
    earlier = [{**pledges[0], "registered": "2019-05-01"}]
    assert len(said(tmp_path / "2", loans[0], pledges=earlier)) == 1
    assert len(said(tmp_path / "3", REGISTERED, pledges=pledges)) == 1


@pytest.mark.parametrize(
    "said_else",
    [{"lender": "乙银行"}, {"borrower": "乙茶业有限公司"}, {"pledge_number": "Y2"}, {"pledged_on": date(2020, 1, 3)}],
    ids=["another lender", "another borrower", "another number", "another day"],
)
def test_loans_of_two_registrations_are_told(said_else):
    loans = secured_together([REGISTERED, replace(REGISTERED, loan="L9", **said_else)])
    [[found]] = pledged_twice(loans, [0])
    assert found.words.endswith("质押，没有解除")


def test_loans_without_number_or_day_of_a_registration_are_told():
    for lacking in ({"pledge_number": ""}, {"pledged_on": None}):
        loans = secured_together([replace(REGISTERED, **lacking), replace(REGISTERED, loan="L9", **lacking)])
        assert [len(found) for found in pledged_twice(loans, [0, 1])] == [1, 1]


def test_its_own_pledge_as_the_office_tells_it_does_not(tmp_path):
    assert said(tmp_path, events=[event("pledged", "2020-01-02")]) == []
    assert said(tmp_path / "2", events=[{"right_id": "R", "event": "pledged", "gazetted": "2020-02-14"}]) == []


def test_a_pledge_after_the_loan_may_be_its_own(tmp_path):
    loan = replace(LOAN, pledged_on=None)
    told = f"发明专利 {NUMBER} 已于 2020-03-01 办理质押登记，还没有解除：是这一笔的，填质押登记日；不是的，不能再质押"
    assert told in said(tmp_path, loan, events=[event("pledged", "2020-03-01")])


def test_its_own_pledge_does_not(tmp_path):
    assert (
        said(tmp_path, pledges=[{"loan_id": "L1", "right_id": "R", "registered": "2020-01-02", "released": None}]) == []
    )


def test_a_right_that_a_court_preserves_is_told_until_it_ends(tmp_path):
    events = [event("preserved", "2020-02-01")]
    assert said(tmp_path, events=events) == [f"!发明专利 {NUMBER} 自 2020-02-01 起被人民法院保全"]
    assert said(tmp_path / "2", events=[*events, event("preservation_ended", "2020-06-30")]) == []


def test_a_debt_longer_than_a_patent_is_refused_and_than_a_mark_only_told(tmp_path):
    long = replace(LOAN, due=date(2035, 1, 2))
    assert said(tmp_path, long) == [f"!贷款到期日 2035-01-02 晚于 发明专利 {NUMBER} 的期限 2035-01-01"]
    mark = replace(LOAN, rights=("5633001/30",))
    assert said(tmp_path / "2", mark, rights=[MARK]) == [
        "!注册商标 5633001/30 在贷款到期前（2021-01-01）届满，要及时续展"
    ]


def test_a_mark_is_called_without_its_class_too(tmp_path):
    mark = replace(LOAN, rights=("5633001",), due=date(2020, 12, 31))
    assert said(tmp_path, mark, rights=[MARK]) == []


def test_what_cannot_be_pledged_is_told(tmp_path):
    work = {**MARK, "right_id": "S", "kind": "gi_product", "number": "GI1"}
    found = said(tmp_path, replace(LOAN, rights=(NUMBER,)), rights=[{**PATENT, "kind": "software"}, work])
    assert found == [f"!软件著作权 {NUMBER} 不是可以办理质押登记的专利权或注册商标专用权"]


def test_a_wrong_number_is_grave_and_an_unknown_one_is_not(tmp_path):
    [wrong, unknown] = said(
        tmp_path, replace(LOAN, rights=("天地玄黄", "ZL201510000002." + check_digit("201510000002")))
    )
    assert wrong.startswith("!“天地玄黄”不是专利号或注册号")
    assert unknown.startswith("登记数据里没有 CN201510000002")


def test_money_paid_out_before_the_pledge_is_registered_is_told(tmp_path):
    assert said(tmp_path, replace(LOAN, pledged_on=None)) == ["!已经放款，质押还没有登记：质权自登记时设立"]


@pytest.mark.parametrize(
    ("drawn", "basis"),
    [
        (date(2020, 11, 5), "物权法第227条"),
        (date(2020, 12, 31), "物权法第227条"),
        (date(2021, 1, 1), "民法典第444条"),
    ],
)
def test_an_unregistered_pledge_is_told_by_the_law_of_the_day_of_the_loan(tmp_path, drawn, basis):
    [found] = found_of(tmp_path, replace(LOAN, pledged_on=None, drawn=drawn), as_of=date(2021, 6, 30))
    assert found.basis == basis


@pytest.mark.parametrize(
    ("pledged", "basis"),
    [
        (date(2021, 11, 14), "专利权质押登记办法（2010年）第十二条第二项"),
        (date(2021, 11, 15), "专利权质押登记办法第十一条第二项"),
    ],
)
def test_a_ground_is_cited_as_it_stood_on_the_day_of_the_pledge(tmp_path, pledged, basis):
    loan = replace(LOAN, drawn=date(2021, 1, 4), pledged_on=pledged)
    [found] = found_of(tmp_path, loan, as_of=date(2021, 12, 1), events=[event("lapsed", "2021-11-30")])
    assert found.basis == basis


@pytest.mark.parametrize(
    ("pledged", "basis"),
    [
        (date(2020, 4, 30), "注册商标专用权质权登记程序规定（工商标字〔2009〕182号）"),
        (date(2020, 5, 1), "注册商标专用权质押登记程序规定第八条第四项"),
    ],
)
def test_so_is_one_of_the_rule_on_marks(tmp_path, pledged, basis):
    loan = replace(LOAN, rights=("5633001/30",), due=date(2020, 12, 31), pledged_on=pledged)
    [found] = found_of(tmp_path, loan, rights=[MARK], events=[event("preserved", "2020-06-01", right="M")])
    assert found.basis == basis


def test_a_repaid_loan_waits_for_its_release_and_then_is_silent(tmp_path):
    repaid = replace(LOAN, repaid=date(2020, 6, 1))
    assert said(tmp_path, repaid) == ["贷款已于 2020-06-01 还清，质押还没有解除登记"]
    gone = replace(repaid, released_on=date(2020, 6, 2))
    assert said(tmp_path / "2", gone, events=[event("lapsed", "2020-06-02")]) == [OVER]


OVER = "质押已于 2020-06-02 解除，以后的情况不再核对"
GONE = replace(LOAN, repaid=date(2020, 6, 1), released_on=date(2020, 6, 2))


@pytest.mark.parametrize(
    ("loan", "events", "told"),
    [
        (GONE, [event("lapsed", "2020-06-01")], [f"质押期间（2020-06-01）：发明专利 {NUMBER} 已于 2020-06-01 终止"]),
        (
            replace(GONE, borrower="乙茶业有限公司"),
            [],
            [
                f"质押期间（2020-01-02）：发明专利 {NUMBER} 的权利人是甲茶业有限公司，不是借款企业乙茶业有限公司（质押登记 2020-01-02 以后可能已转移）"
            ],
        ),
        (GONE, [event("lapsed", "2020-06-20")], []),
        (
            replace(GONE, rights=("甲号",)),
            [],
            [
                "“甲号”不是专利号或注册号：不是申请号（找到 0 位数字），应为 8 位或 12 位数字加校验位，例如 CN201410408762.5"
            ],
        ),
    ],
)
def test_what_stood_against_a_released_pledge_while_it_ran_is_told_as_past(tmp_path, loan, events, told):
    [over, *past] = said(tmp_path, loan, events=events)
    assert over == OVER
    assert past == told


def test_the_past_of_a_released_pledge_cites_the_law_of_its_day(tmp_path):
    loan = replace(GONE, borrower="乙茶业有限公司")
    assert [one.basis for one in found_of(tmp_path, loan)[1:]] == ["专利权质押登记办法（2010年）第十二条第一项"]


def test_of_a_mark_whose_pledge_is_over_nothing_is_to_be_renewed(tmp_path):
    loan = replace(GONE, rights=("5633001/30",), due=date(2021, 6, 1))
    assert said(tmp_path, loan, rights=[MARK]) == [OVER]


def test_a_right_that_moved_on_after_the_release_was_the_borrower_s_while_it_ran(tmp_path):
    moved = [event("transferred", "2020-06-15", party="Q")]
    assert said(tmp_path, GONE, events=moved) == [OVER]
    assert len(said(tmp_path / "2", replace(GONE, released_on=None, repaid=None), events=moved)) == 1


KNOWN = {
    "loan_id": "L1", "borrower": "P", "lender": "某银行（样本县支行）", "principal": 480_000_000, "drawn": "2020-01-03",
    "due": "2021-01-03",
}  # fmt: skip
ENTERED = replace(LOAN, lender="某银行(样本县支行)", principal=480_000_000)


def said_otherwise(folder, loan):
    [found] = contradictions(write_registry(folder, loans=[KNOWN]), [loan])
    return [("!" if one.grave else "") + one.words for one in found]


def test_what_the_registry_says_otherwise_of_the_same_loan_is_told(tmp_path):
    assert said_otherwise(tmp_path, ENTERED) == []
    wrong = replace(ENTERED, principal=10_000, due=date(2021, 11, 20))
    assert said_otherwise(tmp_path, wrong) == [
        "!登记数据里贷款 L1 的本金是 4,800,000 元，这里是 100 元：核对合同，改错的一处",
        "!登记数据里贷款 L1 的到期日是 2021-01-03，这里是 2021-11-20：核对合同，改错的一处",
    ]


def test_a_loan_of_another_lender_with_the_same_number_is_another_loan(tmp_path):
    assert said_otherwise(tmp_path, replace(ENTERED, lender="别的银行", principal=10_000)) == []
