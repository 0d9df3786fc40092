"""What a hand-over's list lacks, and until when an agreement may be confirmed, by the law of its day."""

import pytest

from zhixian.core.registers.checks.cases import confirmation_window, transfer_materials


def test_a_hand_over_has_a_report_of_the_investigation():
    assert transfer_materials({"materials": "涉嫌犯罪案件情况的调查报告；1；6；原件"}) == []
    [found] = transfer_materials({"materials": "销售单据；1；6；原件"})
    assert (found.words, found.grave, found.basis[-3:]) == ("移送材料里没有写“调查报告”", True, "第6条")


@pytest.mark.parametrize(
    ("effective", "last", "basis"),
    [
        ("2012-12-31", "2013-01-30", "人民调解法第33条"),
        ("2013-01-01", "2013-01-31", "民事诉讼法（2012年修正、2017年修正）第194条"),
        ("2021-12-31", "2022-01-30", "民事诉讼法（2012年修正、2017年修正）第194条"),
        ("2022-01-01", "2022-02-07", "民事诉讼法（2021年修正）第201条"),
        ("2023-12-31", "2024-01-30", "民事诉讼法（2021年修正）第201条"),
        ("2024-01-01", "2024-01-31", "民事诉讼法（2023年修正）第205条"),
    ],
)
def test_the_last_day_to_ask_for_confirmation_names_the_article_in_force(effective, last, basis):
    [found] = confirmation_window({"effective_on": effective, "confirm": "yes"})
    assert (found.words.rpartition(" ")[2], found.basis, found.grave) == (last, basis, False)


def test_who_asked_too_late_is_told_and_who_does_not_want_it_is_left_alone():
    row = {"effective_on": "2020-10-28", "confirm": "yes"}
    [late] = confirmation_window({**row, "applied_on": "2020-11-28"})
    assert (late.words, late.grave) == ("2020-11-28 申请司法确认，晚于最后一日 2020-11-27", True)
    assert not confirmation_window({**row, "applied_on": "2020-11-27"})[0].grave
    assert confirmation_window({**row, "confirm": "no"}) == []
    assert confirmation_window({"confirm": "yes"}) == []
    assert confirmation_window({**row, "effective_on": "2010-12-31"}) == []
