"""What changed between two landscapes, worked out by hand."""

from zhixian.core.landscape.comparing import MOST, compare
from zhixian.core.landscape.figure import Column, Figure, Landscape

YEARS = (Column("year", "申请年", "年"), Column("records", "申请量", "件"), Column("complete", "数据完整"))
SHARES = (Column("year", "申请年", "年"), Column("applicant", "申请人"), Column("share", "占当年申请", "%"))


def landscape(*figures):
    return Landscape("铜箔", "e", "2020-12-31", 1, 1, figures)


def figure(rows, columns=YEARS, name="filings", sentence=""):
    return Figure(name, name, columns, tuple(rows), "方法", sentence=sentence, silence="" if sentence else "太少")


def told(before, after):
    return [
        (one.id, [(c.row, c.column, c.before, c.after) for c in one.changes])
        for one in compare(landscape(*before), landscape(*after))
    ]


def test_numbers_are_compared_row_by_row():
    before, after = (
        figure([(2018, 3, "是"), (2019, 5, "否")]),
        figure([(2018, 3, "是"), (2019, 9, "是"), (2020, 1, "否")]),
    )
    assert told([before], [after]) == [("filings", [("2019", "申请量", 5, 9), ("2020", "申请量", None, 1)])]


def test_a_row_that_is_gone_is_told():
    assert told([figure([(2018, 3, "是"), (2019, 5, "是")])], [figure([(2018, 3, "是")])]) == [
        ("filings", [("2019", "申请量", 5, None)])
    ]


def test_rows_of_two_names_are_told_apart():
    before = figure([(2018, "甲", 10.0), (2018, "乙", 20.0)], SHARES, "shares")
    after = figure([(2018, "甲", 10.0), (2018, "乙", 25.0)], SHARES, "shares")
    assert told([before], [after]) == [("shares", [("2018，乙", "占当年申请", 20.0, 25.0)])]


def test_equal_figures_are_silent_and_another_sentence_is_not():
    same = figure([(2018, 3, "是")])
    assert told([same], [same]) == []
    [one] = compare(landscape(same), landscape(figure([(2018, 3, "是")], sentence="涨了。")))
    assert (one.sentence_before, one.sentence) == ("太少", "涨了。")


def test_figures_that_only_one_has_are_told_by_their_title():
    assert told([figure([(2018, 3, "是")])], [figure([(2018, 3, "是")], name="grants")]) == [
        ("grants", []),
        ("filings", []),
    ]


def test_the_largest_changes_come_first_and_the_rest_is_counted():
    before, after = (
        figure([(1990 + n, 0, "是") for n in range(20)]),
        figure([(1990 + n, n + 1, "是") for n in range(20)]),
    )
    [one] = compare(landscape(before), landscape(after))
    assert (len(one.changes), one.more) == (MOST, 20 - MOST)
    assert one.changes[0].after == 20
