"""Cases looked at together: the course of a dispute, who infringes again, what is supervised, figures of every year."""

from datetime import date
from decimal import Decimal

import openpyxl
import pytest

from zhixian.core.analysis.cases.disputes import STEPS, course, disputes
from zhixian.core.analysis.cases.figures import FIGURES, case_figures
from zhixian.core.analysis.cases.held import CASES, MEDIATIONS, TRANSFERS, Held
from zhixian.core.analysis.cases.infringers import infringers_again
from zhixian.core.analysis.cases.supervision import supervised
from zhixian.core.catalogue import registers
from zhixian.core.registers.checks.cases import repeat_infringers
from zhixian.core.registers.rows import title_of
from zhixian.core.reports.xlsx.cases import write_cases_xlsx

TODAY = date(2020, 12, 31)
ONE = {"channel": "administrative", "subject": "mark", "holder": "甲", "infringer": "乙公司", "supervised": "no"}


def case(number, opened, *, key=0, held_by=(), **values):
    given = {**ONE, "number": number, "opened_on": opened, **values}
    return Held(key or sum(map(ord, number)), registers()[CASES], given, frozenset(held_by))


def sent(number, day, **values):
    return Held(
        7, registers()[TRANSFERS], {"case": number, "number": f"移{number}", "sent_on": day, "charge": "罪名", **values}
    )


def test_every_day_that_a_course_tells_is_a_day_of_its_register():
    for name, steps in STEPS.items():
        register = registers()[name]
        for field, _, more in steps:
            assert register.field(field).kind == "day", field
            assert all(register.field(other) for other in more)


def test_a_course_tells_what_happened_and_what_falls_due_by_days():
    rows = [
        case("一号", "2020-11-02", supervised="yes", supervisor="市局", supervised_on="2020-11-05", supervise_until="2021-01-15"),
        sent("零号", "2020-12-28", police="公安局"),
        Held(9, registers()[MEDIATIONS], {"accepted_on": "2020-11-03", "body": "调委会", "party_a": "甲", "party_b": "乙", "confirm": "yes", "effective_on": "2020-11-20"}),
    ]  # fmt: skip
    told = [(str(step.day), step.what, step.words, step.state) for step in course(rows, as_of=TODAY)]
    assert told == [
        ("2020-11-02", "立案或受理", "行政处罚或裁决，商标，乙公司", "done"),
        ("2020-11-03", "受理调解", "调委会，甲，乙", "done"),
        ("2020-11-05", "挂牌督办", "市局", "done"),
        ("2020-11-20", "协议生效", "", "done"),
        ("2020-12-21", "共同申请司法确认", "", "late"),
        ("2020-12-28", "移送公安机关", "公安局，罪名", "done"),
        ("2020-12-31", "公安机关书面答复", "", "theirs"),
        ("2021-01-15", "挂牌督办办结", "", "due"),
        ("2021-02-01", "作出处罚决定", "", "due"),
    ]


def test_what_is_held_up_is_not_told_as_due():
    assert [step.state for step in course([case("一号", "2020-01-02", held_by=[TRANSFERS])], as_of=TODAY)] == ["done"]


def test_disputes_are_one_in_any_spelling_and_those_that_go_on_come_first():
    over = case("一号", "2020-05-02", dispute="红茶 案", closed_on="2020-06-01")
    found = disputes(
        [case("二号", "2019-01-02", dispute="红茶案", channel="civil"), over, case("三号", "2018-01-01", dispute="竹编", closed_on="2020-11-11"), case("四号", "2020-01-01")],
        [Held(5, registers()[MEDIATIONS], {"accepted_on": "2020-02-02", "ended_on": "2020-03-01", "dispute": "竹编"})],
    )  # fmt: skip
    assert [(one.name, one.is_open, one.last_day, one.channels) for one in found] == [
        ("红茶案", True, "2020-06-01", ("民事诉讼", "行政处罚或裁决")),
        ("甲与乙公司（四号）", True, "2020-01-01", ("行政处罚或裁决",)),
        ("竹编", False, "2020-11-11", ("行政处罚或裁决", "调解")),
    ]
    assert [row.values["number"] for row in found[0].cases] == ["二号", "一号"]


def test_a_case_without_a_dispute_is_one_of_its_own_named_by_who_and_number():
    talk = {"accepted_on": "2020-02-02", "number": "调1号", "party_a": "丙", "party_b": "丁"}
    found = disputes(
        [case("一号", "2020-05-02"), case("二号", "2020-05-03", holder="")], [Held(5, registers()[MEDIATIONS], talk)]
    )
    assert [(one.name, len(one.cases), len(one.mediations)) for one in found] == [
        ("某某与乙公司（二号）", 1, 0),
        ("甲与乙公司（一号）", 1, 0),
        ("丙与丁（调1号）", 0, 1),
    ]


CODES = {"X": "91000000MA0000001R", "Y": "91000000MA0000002W"}
MANY = [
    case("一", "2020-01-01", infringer="乙公司", infringer_code=CODES["X"], key=1),
    case("二", "2020-02-01", infringer="乙 公司", key=2),
    case("三", "2020-03-01", infringer="乙集团", infringer_code=CODES["X"], key=3),
    case("四", "2020-04-01", infringer="乙公司", infringer_code=CODES["Y"], key=4),
    case("五", "2020-05-01", infringer="丙店", key=5),
    case("六", "2020-06-01", infringer="丙店", key=6),
    case("七", "2020-07-01", infringer="林某", key=7),
    case("八", "2020-08-01", infringer="林某", key=8),
    case("九", "2020-09-01", infringer="丁厂", infringer_code="91000000MA00000030", key=9),
]


def test_an_infringer_is_one_under_several_names_and_a_case_without_a_code_goes_with_its_name():
    found = [(one.code, one.names, [row.values["number"] for row in one.cases]) for one in infringers_again(MANY)]
    assert found == [
        (CODES["X"], ("乙公司", "乙 公司", "乙集团"), ["一", "二", "三"]),
        ("", ("丙店",), ["五", "六"]),
        (CODES["Y"], ("乙 公司", "乙公司"), ["二", "四"]),
    ]


def test_whoever_is_in_the_list_is_told_beside_each_row_and_nobody_else():
    listed = {row.values["number"] for one in infringers_again(MANY) for row in one.cases}
    told = repeat_infringers([row.values for row in MANY], range(len(MANY)))
    assert listed == {row.values["number"] for row, findings in zip(MANY, told, strict=True) if findings}
    # 二 has no code and the name of two infringers, one of which 三 is under another name
    assert told[1][0].words == "同一涉嫌侵权人另有 3 件：一（2020-01-01）、三（2020-03-01）、四（2020-04-01）"
    assert told[2][0].words == "同一涉嫌侵权人另有 2 件：一（2020-01-01）、二（2020-02-01）"


@pytest.mark.parametrize(
    ("until", "lifted", "late"),
    [
        ("2020-05-01", "2020-06-01", True), (None, None, False), ("2020-12-31", None, False), ("2020-12-30", None, True),
        ("2020-05-01", "2020-05-01", False),
    ],
)  # fmt: skip
def test_a_supervised_case_is_late_after_its_day_until_lifted(until, lifted, late):
    more = {"supervise_until": until, "lifted_on": lifted, "supervised_on": "2020-01-02"}
    told = supervised(case("一号", "2020-01-01", supervised="yes", supervisor="市局", **more), as_of=TODAY)
    assert (told.by, told.since, told.is_late) == ("市局", date(2020, 1, 2), late)


def test_a_title_is_that_of_its_register_also_with_something_missing():
    held = case("一号", "2020-01-01", infringer="")
    assert held.title == title_of(held.register, held.values) == "一号，—"


COUNTED = [
    case("甲", "2017-03-01", closed_on="2017-03-11"),
    case("乙", "2017-03-01", closed_on="2017-12-31", channel="civil", subject="patent"),
    case("丙", "2017-11-01", closed_on="2018-02-20"),
    case("丁", "2020-01-02"),
    case("戊", "2020-10-10", supervised="yes", supervised_on="2020-10-11"),
    case("己", "2020-02-01", closed_on="2020-12-01"),
]
SENT = [
    sent("己", "2020-03-01", answer="refused", answered_on="2020-03-04"),
    sent(" 己", "2020-05-01", answer="filed", answered_on="2020-05-04"),
    Held(8, registers()[TRANSFERS], {"case": "丁", "number": "移丁", "approved_on": "2020-12-30"}),
]


def told(figures):
    return tuple(getattr(figures, name) for name in FIGURES)


def test_every_year_has_its_figures_also_one_without_cases():
    years = case_figures(registers()[CASES], COUNTED, SENT, as_of=TODAY)
    assert [year.year for year in years] == [2020, 2019, 2018, 2017]
    assert [told(year.whole) for year in years] == [
        (3, 1, Decimal(304), 1, 2, 1, 1, 1),
        (0, 0, None, 0, 0, 0, 0, 0),
        (0, 1, Decimal(111), 0, 0, 0, 0, 0),
        (3, 2, Decimal("157.5"), 1, 0, 0, 0, 0),
    ]
    assert told(years[3].by_channel["民事诉讼"])[:3] == (1, 1, Decimal(305))
    assert told(years[3].by_subject["商标"])[:4] == (2, 1, Decimal(10), 1)
    assert set(years[1].by_subject) == {name for _, name in registers()[CASES].field("subject").choices}


def test_parts_add_up_to_the_whole():
    for year in case_figures(registers()[CASES], COUNTED, SENT, as_of=TODAY):
        for parts in (year.by_channel.values(), year.by_subject.values()):
            for name in FIGURES:
                if name != "median_days":
                    assert sum(getattr(one, name) for one in parts) == getattr(year.whole, name)


def test_before_the_first_case_there_is_this_year_with_nothing():
    [year] = case_figures(registers()[CASES], [], [], as_of=TODAY)
    assert (year.year, told(year.whole)) == (2020, (0, 0, None, 0, 0, 0, 0, 0))


@pytest.mark.parametrize(("closed", "late"), [("2020-03-31", 0), ("2020-04-01", 1), (None, 1)])
def test_late_is_a_decision_after_its_last_day(closed, late):
    [year] = case_figures(registers()[CASES], [case("甲", "2020-01-01", closed_on=closed)], [], as_of=TODAY)
    assert year.whole.late == late


def test_the_workbook_says_the_same(tmp_path):
    path = tmp_path / "cases.xlsx"
    years = case_figures(registers()[CASES], COUNTED, SENT, as_of=TODAY)
    write_cases_xlsx(years, infringers_again(MANY), path, as_of=TODAY, label="合成数据")
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["按年", "按渠道", "按权利种类", "重复侵权", "说明"]
    rows = [tuple(row) for row in book["按年"].iter_rows(values_only=True)]
    assert rows[1:5] == [
        ("2020", 3, 1, 304, 1, 2, 1, 1, 1), ("2019", 0, 0, None, 0, 0, 0, 0, 0), ("2018", 0, 1, 111, 0, 0, 0, 0, 0),
        ("2017", 3, 2, 157.5, 1, 0, 0, 0, 0),
    ]  # fmt: skip
    assert len(list(book["按渠道"].iter_rows())) == 1 + 4 * 5
    assert [row[2] for row in book["重复侵权"].iter_rows(min_row=2, values_only=True)] == [3, 2, 2]
    write_cases_xlsx(case_figures(registers()[CASES], [], [], as_of=TODAY), [], path, as_of=TODAY)
    assert openpyxl.load_workbook(path)["重复侵权"]["A2"].value == "无"
