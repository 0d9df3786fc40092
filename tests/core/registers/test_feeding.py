"""Rows of a register as rows of a template: every cell in its column, what stays behind and why, and files that put them wrongly."""

import csv

import pytest

from zhixian.core.catalogue import CHECKS, HERE, registers
from zhixian.core.kernel.refusal import Refusal
from zhixian.core.registers.feeding import feed_of, write_feed
from zhixian.core.registers.reading import read_register

LOAN = {
    "loan": "JH-1", "lender": "某银行", "borrower": "某企业", "rights": "CN201510000001.0；5633001/30", "principal": 123_456_78,
    "yearly_rate": "4.35", "drawn": "2018-01-03", "due": "2019-01-03", "pledged_on": "2018-01-02", "quality": "normal",
    "contact_phone": "13800000000",
}  # fmt: skip
CELLS = {
    "贷款编号": "JH-1", "借款人": "某企业", "贷款人": "某银行", "本金（元）": "123456.78", "放款日": "2018-01-03", "到期日": "2019-01-03",
    "还清日": "", "年利率（%）": "4.35", "质押权利号": "CN201510000001.0；5633001/30", "质押登记日": "2018-01-02", "质押解除日": "",
}  # fmt: skip
WORK = {"title": "某曲", "owner": "某剧团", "sort": "music", "culture": "red", "made_on": "2017-05-01"}


def test_each_cell_stands_under_its_heading_and_nothing_personal_goes():
    fed = feed_of(registers()["pledge_loans"], [(LOAN, False)])
    assert (fed.rows, fed.left) == ((CELLS,), ())


def test_the_file_is_the_templates(tmp_path):
    path = tmp_path / "rows.csv"
    write_feed(feed_of(registers()["pledge_loans"], [(LOAN, False)]), path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.DictReader(file)) == [CELLS]


def test_two_rows_that_would_be_one_stay_both():
    rows = [LOAN, {**LOAN, "lender": "另一银行", "loan": "jh-1"}, {**LOAN, "loan": "JH-2"}]
    fed = feed_of(registers()["pledge_loans"], [(row, False) for row in rows])
    assert [row["贷款编号"] for row in fed.rows] == ["JH-2"]
    assert fed.left == (("某企业，JH-1", "贷款编号与另一行相同"), ("某企业，jh-1", "贷款编号与另一行相同"))


def test_a_row_without_what_the_template_must_have_stays():
    rows = [WORK, {**WORK, "number": "闽作登字-2018-1", "registered_on": "2018-06-20"}]
    fed = feed_of(registers()["copyright_works"], [(row, False) for row in rows])
    assert fed.left == (("某曲，某剧团", "没有填登记号、登记日期"),)
    assert [(row["登记号"], row["作品类别"]) for row in fed.rows] == [("闽作登字-2018-1", "音乐")]


def test_what_is_to_be_put_right_first_or_is_somebody_elses_in_the_registry_stays():
    rows = [(LOAN, True), ({**LOAN, "loan": "JH-2"}, False), ({**LOAN, "loan": "JH-3"}, False)]
    known = {"jh-2": {"loan_id": "jh-2", "lender": "另一银行"}, "JH-3": {"loan_id": "JH-3", "lender": "某银行"}}
    fed = feed_of(registers()["pledge_loans"], rows, known)
    assert [row["贷款编号"] for row in fed.rows] == ["JH-3"]
    assert [why for _, why in fed.left] == ["核对有问题，先处理", "登记数据里贷款编号“JH-2”的贷款人是另一银行"]


def test_a_register_without_a_feed_hands_nothing_over():
    with pytest.raises(ValueError, match="ip_cases"):
        feed_of(registers()["ip_cases"], [])


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("template: loans", "feeds.template：“lones”没有定义。应为：模板之一，是不是“loans”？"),
        ("loan_id: loan,", "没有写 loan_id"),
        ("lender: lender", "feeds.columns.lender：“contact”没有定义。应为：不含个人信息的字段之一"),
        ("principal: principal", "“年利率（%）”是 percent。应为：kind: money 的字段"),
        ("repaid: repaid", "feeds.columns.repayed：“repayed”没有定义。应为：模板的列之一"),
    ],
)
def test_what_cannot_be_filled_is_told(tmp_path, written, said):
    wrong = {
        "template: loans": "template: lones", "loan_id: loan,": "", "lender: lender": "lender: contact",
        "principal: principal": "principal: yearly_rate", "repaid: repaid": "repayed: repaid",
    }  # fmt: skip
    text = (HERE / "registers" / "pledge_loans.yaml").read_text(encoding="utf-8")
    before, feeds, after = text.partition("feeds:")
    path = tmp_path / "pledge_loans.yaml"
    path.write_text(before + feeds + after.replace(written, wrong[written]), encoding="utf-8")
    with pytest.raises(Refusal) as refused:
        read_register(path, checks=CHECKS)
    assert said in str(refused.value)
