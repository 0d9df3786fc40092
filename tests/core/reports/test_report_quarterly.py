"""The quarterly report: its text, and that nothing in it can break it."""

import os
import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from report_reading import assert_golden, text_of_document
from report_samples import EMPTY, HOSTILE, REPORT, TARGETS, hostile_report

from zhixian.core.finance.year_end import year_end
from zhixian.core.kernel.refusal import Refusal
from zhixian.core.reports import sentences
from zhixian.core.reports.data import BudgetLine, Budgets
from zhixian.core.reports.docx.quarterly import write_quarterly
from zhixian.core.reports.text import clean


def _written(report, tmp_path, name="r.docx"):
    path = tmp_path / name
    write_quarterly(report, path)
    return path


def test_the_whole_text(tmp_path):
    assert_golden("quarterly.txt", text_of_document(_written(REPORT, tmp_path)))


def test_the_text_when_there_is_nothing_to_say(tmp_path):
    assert_golden("quarterly_empty.txt", text_of_document(_written(EMPTY, tmp_path)))


ON_DUE = (
    (Decimal("4.51"), True),
    (Decimal(3712), True),
    (Decimal(5), False),
    (Decimal("1134.5"), False),
    (None, None),
)
"""What each target came to on the due day, and whether that reached it."""


def test_the_text_with_red_header_after_the_due_date(tmp_path):
    late = replace(
        REPORT,
        as_of=date(2021, 1, 20),
        synthetic=False,
        red_header="上杭县知识产权强县领导小组办公室文件",
        number="杭知强办〔2021〕1号",
        dated=None,
        copies_to="各成员单位",
        targets=tuple(
            replace(t, forecast="", low=None, high=None, future=(), on_due=on_due, met_on_due=met)
            for t, (on_due, met) in zip(TARGETS, ON_DUE, strict=True)
        ),
        incentives=tuple(replace(i, count=0, total_fen=0, capped=0, top=()) for i in REPORT.incentives),
        open_norms=(),
        annexes=("奖补明细表",),
    )
    text = text_of_document(_written(late, tmp_path))
    assert "合成" not in text
    assert_golden("quarterly_late.txt", text)


def test_the_same_report_is_the_same_file(tmp_path):
    first, second = _written(REPORT, tmp_path, "a.docx"), _written(REPORT, tmp_path, "b.docx")
    assert first.read_bytes() == second.read_bytes()
    with zipfile.ZipFile(first) as package:
        assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_hostile_names_break_nothing(tmp_path):
    path = _written(hostile_report(), tmp_path)
    with zipfile.ZipFile(path) as package:
        assert package.testzip() is None
        for name in package.namelist():
            if name.endswith((".xml", ".rels")):
                etree.fromstring(package.read(name))
    text = text_of_document(path)
    assert "<&>\"'" in text
    assert "😀中 文" in text
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "长" * 600 not in text


@settings(max_examples=int(os.environ.get("ZHIXIAN_EXAMPLES", "15")), deadline=None)
@given(st.text(max_size=40))
def test_any_name_can_be_printed(tmp_path_factory, name):
    report = replace(
        EMPTY, issuer=name, plan_title=name, quality=(name,), targets=(replace(TARGETS[0], name=name, unit=name),)
    )
    printed, said = text_of_document(_written(report, tmp_path_factory.mktemp("names"))), clean(name)
    for place in (f"《{said}》", f"（一）{said}", f"1.{said}", f"[落款] {said}" if said else ""):
        assert place in printed, place


def test_a_folder_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(Refusal, match="所在文件夹不存在"):
        write_quarterly(REPORT, tmp_path / "none" / "r.docx")


def _report(*values, goal="10", due=date(2020, 12, 31), as_of=date(2020, 12, 31), **more):
    targets = tuple(
        replace(
            TARGETS[0],
            id=f"t{n}",
            name=f"甲{n}",
            goal=Decimal(goal),
            unit="件",
            met=None,
            due=due,
            series=(),
            forecast="",
            value=None if v is None else Decimal(v),
            why_missing="",
        )
        for n, v in enumerate(values)
    )
    return replace(EMPTY, as_of=as_of, targets=targets, **more)


@pytest.mark.parametrize(
    ("values", "first"),
    [
        (
            ("10", "11"),
            "《方案》确定的量化目标共2项。截至2020年12月31日，全部达到目标值。各项目标已于2020年12月31日到期。",
        ),
        (
            ("9", "1"),
            "《方案》确定的量化目标共2项。截至2020年12月31日，均未达到目标值。各项目标已于2020年12月31日到期。",
        ),
        (
            (None,),
            "《方案》确定的量化目标共1项。截至2020年12月31日，均因缺少数据暂不能计算。各项目标已于2020年12月31日到期。",
        ),
        (
            ("9", None),
            "《方案》确定的量化目标共2项。截至2020年12月31日，未达到目标值的1项，缺少数据暂不能计算的1项。各项目标已于2020年12月31日到期。",
        ),
    ],
)
def test_the_first_paragraph_counts_right(values, first):
    assert sentences.on_targets(_report(*values))[0] == first


def test_before_the_due_date_the_days_left_are_counted_and_nothing_is_overdue():
    first, unmet = sentences.on_targets(_report("9.996", as_of=date(2020, 12, 1)))
    assert first.endswith("各项目标的到期日为2020年12月31日，尚余30天。")
    assert unmet == "未达到目标值的是：甲09.996件，比目标值10件少0.004件，完成99.9%。"


def test_a_target_missed_on_its_day_is_said_to_be_missed():
    assert sentences.on_targets(_report("9"))[1].endswith("完成90.0%，到期未达到。")


def test_different_due_dates_are_counted():
    report = _report("9", "9")
    report = replace(report, targets=(report.targets[0], replace(report.targets[1], due=date(2025, 12, 31))))
    assert sentences.on_targets(report)[0].endswith("其中1项已到期，1项尚未到期。")


def test_a_verdict_given_by_the_analysis_stands():
    report = _report("9")
    report = replace(report, targets=(replace(report.targets[0], met=True),))
    assert "全部达到目标值" in sentences.on_targets(report)[0]


def test_a_value_rounded_up_to_its_goal_is_not_called_reached(tmp_path):
    report = _report("10")
    report = replace(report, targets=(replace(report.targets[0], met=False),))
    assert sentences.on_targets(report)[1] == "未达到目标值的是：甲0四舍五入为10件，实际略低于目标值。"
    assert "甲0 | 主要目标 | 件 | 10 | 10 | 0 | 99.9% | 未达到" in text_of_document(_written(report, tmp_path))


def test_awards_are_called_due_and_not_paid():
    assert any("不是已拨付额" in paragraph for paragraph in sentences.on_awards(REPORT))


def test_hostile_sample_is_hostile():
    assert all(mark in HOSTILE for mark in ("\x00", "\ud800", "\u202e", "]]>", "<&>", "_x0041_"))


def budgets(*, as_of, second_used=30_000_00):
    used = {"6": (100_000_00, 80_000_00), "18": (50_000_00, second_used)}
    return Budgets(
        2020,
        as_of,
        tuple(
            BudgetLine(clause, fen, year_end(budget_fen=fen, used_fen=spent, year=2020, as_of=as_of))
            for clause, (fen, spent) in used.items()
        ),
    )


def told_of(report, tmp_path):
    return text_of_document(_written(report, tmp_path))


def test_the_budgets_of_a_year_that_runs_with_what_is_expected_at_its_end(tmp_path):
    text = told_of(replace(REPORT, budgets=budgets(as_of=date(2020, 7, 1))), tmp_path)
    assert "截至2020年7月1日，2020年度2条条款共安排预算15.00万元，已用11.00万元" in text
    assert "预计共用22.00万元。照此到年底会超出预算的有2条：第6条、第18条。" in text
    assert all(figure in text for figure in ("80,000.00", "160,000.00", "60,000.00", "10,000.00"))


def test_the_budgets_of_a_year_that_is_over_foretell_nothing(tmp_path):
    text = told_of(replace(REPORT, budgets=budgets(as_of=date(2021, 1, 5))), tmp_path)
    assert "2020年度2条条款共安排预算15.00万元，已用11.00万元" in text
    assert "预计共用" not in text
    assert "剩余" in text


def test_a_ledger_without_budgets_says_so_and_no_ledger_nothing(tmp_path):
    none = told_of(replace(REPORT, budgets=Budgets(2020, date(2020, 7, 1), ())), tmp_path)
    assert "2020年度的资金台账里没有各条款的预算。" in none
    assert "资金台账" not in told_of(REPORT, tmp_path)
