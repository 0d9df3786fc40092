"""A day of ending beside a state that says so ends a patent, whatever the reason; without one it is remarked."""

import pytest
from small_registry import reasons, table, take
from test_remarks import number

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
