"""Results on a terminal: as a table, as a list, as plain lines."""

import io
from dataclasses import replace
from datetime import date
from decimal import Decimal

from report_samples import AWARDED, HOSTILE, LISTED
from rich.cells import cell_len
from rich.console import Console

from zhixian.core.kernel.periods import add_months, month_end
from zhixian.core.reports.data import AwardList, Point, TargetList
from zhixian.core.reports.screen import show
from zhixian.core.reports.terminal import awards_summary, course, import_report, open_norms_table, targets_table

IMPORT = {
    "snapshot": "3f9a2c41d07be885",
    "files": [
        {"file": "导出.xlsx", "format": "cnipa", "rows": 1100, "taken": 1000, "merged": 40, "refused": 60,
         "unknown_headings": ["备注二"],
         "problems": [{"sheet": "表1", "row": 37 + n, "column": "申请日", "value": "2017.13.2", "reason": "不是日期"} for n in range(30)]},
    ],
    "tables": {"rights": 1000},
}  # fmt: skip


def _plain(*parts):
    stream = io.StringIO()
    show(*parts, stream=stream)
    return stream.getvalue()


def _terminal(width, *parts):
    stream = io.StringIO()
    console = Console(
        file=stream, width=width, force_terminal=True, color_system=None, highlight=False, emoji=False, markup=False
    )
    for part in parts:
        console.print(part)
    return stream.getvalue()


def test_plain_lines_can_be_searched_and_carry_no_frames_or_colours():
    text = _plain(targets_table(LISTED), awards_summary(AWARDED), open_norms_table(AWARDED))
    assert "\x1b" not in text
    assert "─" not in text
    line = next(line for line in text.splitlines() if line.startswith("每万人发明"))
    assert line.split() == [
        "每万人发明专利拥有量",
        "主要目标",
        "3.96",
        "4.5",
        "件/万人",
        "−0.54",
        "88.1%",
        "未达到",
        "↗",
        "▁█",
    ]
    assert "还差21件" in text
    assert "质押贷款贴息      第18条     2  100,003.33  10.00         1" in text
    assert "缺数据：缺少行政区划 350823 的 2018 年末常住人口" in text
    assert text.count("导入人口") == 1


def test_a_label_is_said_with_the_figures():
    for shown in (
        targets_table(replace(LISTED, labels=("合成数据",))),
        awards_summary(replace(AWARDED, labels=("合成数据",))),
    ):
        assert "【合成数据】" in _plain(shown)


def test_columns_stand_under_each_other_whatever_the_script():
    lines = _terminal(120, awards_summary(AWARDED)).splitlines()
    ends = {cell_len(line.rstrip()) for line in lines if "0.00" in line or "333" in line or "合计" in line}
    assert len(ends) == 1


def test_a_narrow_terminal_gets_lists_and_no_line_runs_over():
    for width in (40, 60, 80, 100):
        text = _terminal(
            width,
            targets_table(LISTED),
            awards_summary(AWARDED),
            open_norms_table(AWARDED),
            import_report(IMPORT),
        )
        assert max(cell_len(line.rstrip()) for line in text.splitlines()) <= width
        assert ("■ 质押贷款贴息" in text) == (width < 72)
        assert "100,003.33" in text


def test_open_norms_without_a_count_say_why():
    text = _plain(open_norms_table(AWARDED))
    assert "待明确标准的事项　2 处" in text
    assert text.splitlines()[-1].split() == ["第11条", "对获奖专利给予配套奖励", "—", "没有专利奖数据"]
    assert "上杭县萝卜干协会、紫江新材料股份有限公司、甲等" in text


def test_an_import_lists_the_first_problems_and_counts_the_rest():
    text = _plain(import_report(IMPORT))
    assert "导出.xlsx  cnipa     1,100  1,000    40    60" in text
    assert "不认识的列 备注二" in text
    assert "表1 第 37 行 申请日 “2017.13.2” 不是日期" in text
    assert "另有 10 处" in text
    assert text.count("不是日期") == 20


def test_nothing_to_show_is_said():
    text = _plain(
        targets_table(TargetList(date(2019, 12, 31), "350823", "s")),
        awards_summary(AwardList(2019, "350823", "s")),
        open_norms_table(AwardList(2019, "350823", "s")),
        import_report({}),
    )
    assert "没有目标" in text
    assert "没有应兑现的奖补" in text
    assert "0 处" in text


def test_a_place_without_data_has_no_sum_of_nothing():
    why = "登记数据里没有东城区（110101）的数据"
    text = _plain(awards_summary(replace(AWARDED, missing=why)))
    assert text.count(f"缺数据：{why}") == len(AWARDED.incentives)
    assert "—" in text
    assert "0.00" not in text
    assert "合计" not in text


def test_a_name_cannot_give_orders_to_the_terminal():
    hostile = replace(LISTED, lines=(replace(LISTED.lines[0], name="[red]甲" + HOSTILE),))
    for text in (_plain(targets_table(hostile)), _terminal(100, targets_table(hostile))):
        assert "\x1b" not in text.replace("\x1b[1m", "").replace("\x1b[0m", "")
        assert "[red]甲" in text


def test_the_course_shows_direction_and_shape():
    assert course(_over_months([])) == ""
    assert course(_over_months([1] * 12)) == ""
    assert course(_over_months([*range(12), 1])) == "↗ ▁▃▅█▁"
    assert course(_over_months([5] * 13)) == "→ ▄▄▄▄▄"
    assert course(_over_months([9, *range(12, 0, -1)])) == "↘ ▇█▅▃▁"
    assert course(_over_months([None, *range(12)])) == ""


def test_the_course_of_a_yearly_value_compares_the_same_day_of_each_year():
    # Down since last month, up since last year: what stands at the same day is what counts.
    months = [10, *[90] * 11, 20, *[90] * 11, 15]
    assert course(_over_months(months, yearly=True)) == "↘ ▁█▄"


def _over_months(values, **given):
    days = [month_end(add_months(date(2020, 1, 31), -back)) for back in range(len(values) - 1, -1, -1)]
    series = tuple(
        Point(day, None if value is None else Decimal(value)) for day, value in zip(days, values, strict=True)
    )
    return replace(LISTED.lines[0], series=series, **given)


def test_many_problems_are_told_by_kind_with_an_example():
    problems = [
        {
            "sheet": "表1",
            "row": row,
            "column": "公开号",
            "value": f"US{row}",
            "reason": f"不是中国专利，未导入（{country}）",
        }
        for row, country in enumerate(["US", "JP"] * 20, start=2)
    ] + [{"sheet": "表1", "row": 99, "column": "申请日", "value": "2017.13.2", "reason": "不是日期"}]
    grouped = [
        {"column": "公开号", "reason": "不是中国专利，未导入（US）", "count": 20},
        {"column": "公开号", "reason": "不是中国专利，未导入（JP）", "count": 20},
        {"column": "申请日", "reason": "不是日期", "count": 1},
    ]
    entry = {"file": "导出.xlsx", "format": "incopat", "rows": 60, "taken": 19, "merged": 0, "refused": 41}
    text = _plain(
        import_report({"snapshot": "s", "files": [entry | {"problems": problems, "grouped": grouped}], "tables": {}})
    )
    assert "公开号 不是中国专利，未导入：40 处，例如 表1 第 2 行 公开号 “US2”" in text
    assert "申请日 不是日期：1 处，例如 表1 第 99 行 申请日 “2017.13.2” 不是日期" in text
