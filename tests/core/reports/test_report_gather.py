"""From the plan and the JSON results to the report's data."""

from datetime import date
from decimal import Decimal
from pathlib import Path

from report_reading import text_of_document
from test_report_workbooks import INCENTIVES, NAMES, TARGETS, TITLES

from zhixian.core.plan.load import load_plan
from zhixian.core.reports.docx.quarterly import write_quarterly
from zhixian.core.reports.gather import gather

PLAN = Path(__file__).parents[3] / "plans" / "shanghang"


def _report(**more):
    plan = load_plan(PLAN)
    norm = plan.open_norms[0]
    result = {
        **INCENTIVES,
        "undetermined": [{"incentive": norm.incentive, "clause": norm.clause, "quote": norm.quote, "parties": ["p1"]}],
    }
    return gather(plan, TARGETS, result, titles=TITLES, parties=NAMES, **more)


def test_names_and_sums_come_together():
    report = _report()
    assert report.targets[0].name == "每万人发明专利拥有量"
    assert report.targets[0].value == Decimal("3.9627659574")
    assert report.targets[1].value is None
    by_id = {line.id: line for line in report.incentives}
    assert by_id["navigation"].count == 0
    assert (by_id["pledge_interest"].count, by_id["pledge_interest"].total_fen, by_id["pledge_interest"].capped) == (
        2,
        10_000_333,
        1,
    )
    assert [a.party for a in by_id["pledge_interest"].top] == ["紫江新材料股份有限公司", "上杭蓝天机械有限公司"]


def test_a_result_labelled_synthetic_makes_a_synthetic_report():
    assert not _report().synthetic
    assert gather(load_plan(PLAN), {**TARGETS, "labels": ["合成数据"]}).synthetic


def test_every_open_norm_and_every_clause_of_the_plan_is_there():
    plan, report = load_plan(PLAN), _report()
    assert len(report.open_norms) == len(plan.open_norms)
    assert [c.id for c in report.clauses] == [c.id for c in plan.clauses]
    carried = {c.id: c.carried_by for c in report.clauses}
    assert "质押贷款贴息" in carried["18"]
    assert all(unit and unit.isprintable() for c in report.clauses for unit in c.units)


def test_forecasts_are_taken_as_sentence_dict_or_points():
    forecast = {
        "sentence": "还差21件",
        "low": "4.1",
        "high": 4.6,
        "future": [
            {"day": "2020-06-30", "value": "4.2", "low": "4.0", "high": "4.4"},
            ["2020-12-31", "4.4", "4.1", "4.6"],
            ["2021-12-31", None, None, None],
        ],
    }
    series = {"inventions_per_10k": [["2019-12-31", "3.96"], ["2018-12-31", "3.4"], ["2017-12-31", None]]}
    target = _report(forecasts={"inventions_per_10k": forecast}, series=series).targets[0]
    assert (target.forecast, target.low, target.high) == ("还差21件", Decimal("4.1"), Decimal("4.6"))
    assert [p.day for p in target.series] == [date(2017, 12, 31), date(2018, 12, 31), date(2019, 12, 31)]
    assert [p.value for p in target.future] == [Decimal("4.2"), Decimal("4.4")]
    assert _report(forecasts={"inventions_per_10k": "一句话"}).targets[0].forecast == "一句话"


def test_without_incentives_the_report_says_so_and_still_prints(tmp_path):
    report = gather(load_plan(PLAN), TARGETS)
    write_quarterly(report, tmp_path / "r.docx")
    text = text_of_document(tmp_path / "r.docx")
    assert "本期未计算资金兑现情况。" in text
    assert "现有数据都不能查明" in text
