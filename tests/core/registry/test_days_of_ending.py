"""A day of ending beside a state that says so ends a patent, whatever the reason; without one it is remarked."""

import pyarrow.parquet as pq
import pytest
from small_registry import outcome, reasons, table, take
from test_remarks import number
from test_waiting import workbook_of_forms

from zhixian.core.registry.sheets.templates import columns
from zhixian.core.registry.snapshot import current

HEADINGS = "申请号,专利名称,申请日,授权公告日,专利权人,法律状态,失效日"


def listed(path, *rows):
    path.write_text("\n".join((HEADINGS, *(",".join(row) for row in rows))))
    return path


def patent(status, day="2022-05-01", granted="2016-08-17"):
    return number(1), "装置", "2014-08-20", granted, "甲公司", status, day


@pytest.mark.parametrize(
    ("status", "event"),
    [
        ("失效", "lapsed"), ("无效", "lapsed"), ("失效（未缴年费）", "lapsed"), ("无权-未缴年费", "lapsed"), ("未缴年费", "lapsed"),
        ("失效-期限届满", "expired"), ("专利权终止", "lapsed"), ("全部无效", "invalidated"), ("失效（放弃）", "surrendered"),
    ],
)  # fmt: skip
def test_the_day_is_an_event(tmp_path, status, event):
    result = take(tmp_path / "data", listed(tmp_path / "x.csv", patent(status)))
    told = [(one["event"], str(one["effective"])) for one in table(tmp_path / "data", "events")]
    assert (told, reasons(result, "x")) == ([(event, "2022-05-01")], [])
    assert [str(span["end"]) for span in table(tmp_path / "data", "spans")] == ["2022-05-01"]


def test_a_day_that_no_state_explains_is_remarked(tmp_path):
    result = take(tmp_path / "data", listed(tmp_path / "x.csv", patent("有效")))
    assert table(tmp_path / "data", "events") == []
    assert reasons(result, "x") == [(2, "失效日", "没有用：法律状态没有说权利已终止，请核对")]


def test_an_application_that_came_to_nothing_has_no_right_to_end(tmp_path):
    result = take(tmp_path / "data", listed(tmp_path / "x.csv", patent("失效（驳回）", granted="")))
    assert (table(tmp_path / "data", "events"), reasons(result, "x")) == ([], [])


MARK = {
    "number": "70000001", "classes": "29；30", "title": "杭川", "kind": "普通商标", "holder": "甲公司", "region": "350823",
    "registered": "2015-05-07",
}  # fmt: skip


@pytest.mark.parametrize(
    ("cells", "ends"),
    [
        ({}, []),
        ({"struck": "2018-03-01"}, [("cancelled", "2018-03-01")] * 2),
        ({"ended": "2018-03-01"}, [("lapsed", "2018-03-01")] * 2),
        ({"ended": "2018-03-01", "status": "撤销"}, [("cancelled", "2018-03-01")] * 2),
        ({"ended": "2018-03-01", "struck": "2018-03-01", "status": "失效"}, [("cancelled", "2018-03-01")] * 2),
    ],
)
def test_a_mark_ends_in_all_of_its_classes_on_the_day_the_form_says(tmp_path, cells, ends):
    data = tmp_path / "data"
    assert outcome(take(data, workbook_of_forms(tmp_path / "x.xlsx", marks=[MARK | cells])), "x") == (1, 1, 0, 0)
    assert [(event["event"], str(event["effective"])) for event in table(data, "events")] == ends
    spans = pq.read_table(current(data).folder / "spans.parquet").to_pylist()
    assert {str(span["end"]) for span in spans} == {"2018-03-01" if ends else "2025-05-07"}


@pytest.mark.parametrize(
    ("day", "why"), [("2014-01-01", "早于注册或授权日期"), ("三月", "不是日期，应写成 2017-03-02 这样")]
)
def test_a_day_of_ending_that_cannot_be_refuses_the_mark(tmp_path, day, why):
    result = take(tmp_path / "data", workbook_of_forms(tmp_path / "x.xlsx", marks=[MARK | {"struck": day}]))
    assert (outcome(result, "x"), reasons(result, "x")) == ((1, 0, 0, 1), [(2, "注销日", why)])


def test_a_form_from_before_these_columns_is_known(tmp_path):
    """As many of its columns as had been enough."""
    names = ["number", "classes", "title", "kind", "holder", "registered"]
    headings = {column.name: column.heading for column in columns("marks")}
    lines = [[headings[name] for name in names], [MARK[name] for name in names]]
    (tmp_path / "x.csv").write_text("\n".join(",".join(line) for line in lines), encoding="utf-8")
    assert outcome(take(tmp_path / "data", tmp_path / "x.csv"), "x") == (1, 1, 0, 0)
