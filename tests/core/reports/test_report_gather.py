"""From what the analysis computed to the report's data."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from report_reading import text_of_document

from registries import write_registry
from zhixian.core.analysis.quarter import compute_quarter
from zhixian.core.catalogue import definitions
from zhixian.core.plan.load import load_plan
from zhixian.core.registry.snapshot import Snapshot
from zhixian.core.reports import sentences
from zhixian.core.reports.docx.quarterly import write_quarterly
from zhixian.core.reports.gather import award_list, quarterly_report, target_list

PLAN = Path(__file__).parents[3] / "plans" / "shanghang"
MANIFEST = {"refused": {"a.csv": 2}, "disagreements": {"count": 0}, "labels": ["合成数据"]}


@pytest.fixture
def quarter(tmp_path):
    """Two enterprises, two loans, an honour, and no population."""
    rights = [{"right_id": "R1", "kind": "invention", "holder": "E1", "registered": "2018-02-02", "region": "350823"}]
    spans = [
        {
            "right_id": "R1",
            "kind": "invention",
            "holder": "E1",
            "holder_kind": "enterprise",
            "region": "350823",
            "start": "2018-02-02",
        }
    ]
    loan = {"borrower": "E1", "principal": 10_000_000_000, "drawn": "2018-01-01", "due": "2020-01-01"}
    folder = write_registry(
        tmp_path / "registry",
        parties=[{"party_id": f"E{n}", "name": f"第{n}公司", "kind": "enterprise", "region": "350823"} for n in (1, 2)],
        rights=rights, spans=spans,
        loans=[{"loan_id": "L1", **loan}, {"loan_id": "L2", **loan, "borrower": "E2", "principal": 1_000_000}],
        pledges=[{"loan_id": loan_id, "right_id": "R1", "registered": "2019-02-01"} for loan_id in ("L1", "L2")],
        honours=[{"party": "E2", "honour": "gbt29490", "awarded": "2019-03-03"}],
    ).folder  # fmt: skip
    return compute_quarter(load_plan(PLAN), definitions(), Snapshot("s", folder, MANIFEST), as_of=date(2019, 12, 31))


def test_names_and_sums_come_together(quarter):
    awards = award_list(quarter.awarded, quarter.rules)
    by_id = {line.id: line for line in awards.incentives}
    assert (by_id["navigation"].count, by_id["navigation"].total_fen) == (0, 0)
    interest = by_id["pledge_interest"]
    assert (interest.count, interest.capped, interest.total_fen) == (2, 1, sum(row.amount_fen for row in awards.rows))
    assert [(row.party, row.party_id, row.title) for row in interest.top] == [
        ("第1公司", "E1", "知识产权质押贷款贴息"), ("第2公司", "E2", "知识产权质押贷款贴息"),
    ]  # fmt: skip
    waiting = {norm.id: norm for norm in awards.open_norms}
    assert waiting["grant_management_certificate"].names == ("第2公司",)
    assert (waiting["talent_policy"].waiting, waiting["talent_policy"].why[:4]) == (None, "引进待遇")


def test_targets_carry_past_forecast_and_what_is_missing(quarter):
    targets = target_list(quarter.outlooks)
    lines = {line.id: line for line in targets.lines}
    assert targets.labels == ("合成数据",)
    assert lines["inventions_per_10k"].value is None
    assert lines["inventions_per_10k"].why_missing == "缺少行政区划 350823 的 2018 年末常住人口"
    assert "registry template population" in lines["inventions_per_10k"].remedy
    share = lines["enterprise_invention_share"]
    assert (share.value, share.numerator, share.denominator, share.met) == (Decimal(100), 1, 1, True)
    assert share.series[-1].day == date(2019, 12, 31)
    assert share.future[-1].day == share.due
    assert share.forecast.startswith("已达标")


def test_every_open_norm_and_every_clause_of_the_plan_is_there(quarter):
    plan, report = quarter.plan, quarterly_report(quarter)
    assert len(report.open_norms) == len(plan.open_norms)
    assert [c.id for c in report.clauses] == [c.id for c in plan.clauses]
    carried = {c.id: c.carried_by for c in report.clauses}
    assert "知识产权质押贷款贴息" in carried["18"]
    assert all(unit and unit.isprintable() for c in report.clauses for unit in c.units)


def test_a_report_without_population_still_prints_and_says_why(quarter, tmp_path):
    write_quarterly(quarterly_report(quarter), tmp_path / "r.docx")
    text = text_of_document(tmp_path / "r.docx")
    assert "缺少数据暂不能计算的1项" in text
    assert "每万人发明专利拥有量（缺少行政区划350823的2018年末常住人口）" in text.replace(" ", "")
    assert "导入时有 2 行因有误没有计入" in text
    assert "registry template" not in text


def test_a_report_on_another_region_says_whose_plan_it_is_first_of_all(quarter, tmp_path):
    other = compute_quarter(quarter.plan, quarter.rules, quarter.snapshot, as_of=date(2019, 12, 31), region="350824")
    write_quarterly(quarterly_report(other), tmp_path / "r.docx")
    text = text_of_document(tmp_path / "r.docx")
    said = text.index("注意：方案是上杭县（350823）的，这里按武平县（350824）的数据计算，方案的目标和标准只作参照。")
    assert said < text.index("注意：登记数据里没有武平县（350824）的数据，不是 0。") < text.index("一、目标完成情况")
    assert "缺数据：登记数据里没有武平县（350824）的数据，算不出2019年度应兑现奖补。" in text
    assert "没有应兑现的奖补" not in text
    assert "0.00" not in text
    assert {norm.waiting for norm in quarterly_report(other).open_norms} == {None}
    assert quarterly_report(quarter).remarks == ()


@pytest.mark.parametrize(("day", "runs"), [(date(2019, 9, 30), True), (date(2019, 12, 31), False)])
def test_before_the_year_is_over_its_awards_are_not_called_the_years_sum(quarter, day, runs):
    report = replace(quarterly_report(quarter), as_of=day)
    first, *rest = sentences.on_awards(report)
    assert ("2019年度至今应兑现奖补" in first) is runs
    assert any("不是全年的总额" in paragraph for paragraph in rest) is runs
    nothing = sentences.on_awards(replace(report, incentives=()))
    assert ("2019年度至今没有应兑现的奖补" in nothing[0]) is runs


def test_rows_that_were_taken_in_part_are_not_called_left_out(quarter):
    sources = [{"read_as": "canonical", "waiting": 2, "partial": 0}, {"read_as": "x", "waiting": 17, "partial": 3}]
    manifest = MANIFEST | {"refused": {"cells": 16, "links": 3}, "of_sources": sources}
    report = quarterly_report(replace(quarter, snapshot=replace(quarter.snapshot, manifest=manifest)))
    assert report.quality == (
        "导入的数据有 19 行待更正：16 行因有误没有计入，3 行已计入而缺一部分。各行已原样保留，更正后重新导入。",
    )


def test_nobody_writes_to_himself(quarter):
    units = {name: unit for name, unit in quarter.plan.units.items() if unit.kind != "leading_group"}
    alone = quarterly_report(replace(quarter, plan=replace(quarter.plan, units=units)))
    assert (alone.issuer, alone.addressee) == (quarter.plan.issuer, "")
    assert quarterly_report(quarter).addressee == f"{quarter.plan.place}知识产权强县领导小组"
