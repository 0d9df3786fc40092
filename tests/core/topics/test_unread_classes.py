"""Classes of an export that cannot be read are told with their cells, and counted."""

from datetime import date

import pytest

from factories.exports import write_export
from zhixian.core.topics.making import Recipe, make_topic
from zhixian.core.topics.unread_classes import NO_CLASS, SOME_NO_CLASS

DAY = date(2026, 6, 30)


def made_of(folder, *rows):
    export = write_export(folder / "a.csv", *rows)
    return make_topic(folder / "data", "专题", Recipe(DAY, paths=(export,)), made=DAY)


def remarks(made):
    return [(one.row, one.column, one.value, one.reason) for one in made.reports[0].problems if not one.refused]


def test_classes_that_cannot_be_read_are_told_and_counted(tmp_path):
    classes = [
        "XYZ",
        "垃圾",
        "no",
        "C25D1/04; XYZ",
        "H04",
        "C25D1/04; H01M10/0525",
        "",
        "LOC(14) Cl.09-03",
        "0903",
        "9",
    ]
    rows = [{"申请号": "", "公开（公告）号": f"CN10422335{at}A", "IPC": text} for at, text in enumerate(classes)]
    made = made_of(tmp_path, *rows)
    assert remarks(made) == [
        (2, "IPC", "XYZ", NO_CLASS), (3, "IPC", "垃圾", NO_CLASS), (4, "IPC", "no", NO_CLASS),
        (5, "IPC", "C25D1/04; XYZ", SOME_NO_CLASS), (6, "IPC", "H04", NO_CLASS),
    ]  # fmt: skip
    assert made.reports[0].grouped == {("IPC", NO_CLASS): 4, ("IPC", SOME_NO_CLASS): 1}
    assert made.reports[0].taken == len(classes)


def test_what_the_cpc_has_beside_the_sections_of_the_ipc_is_no_mistake(tmp_path):
    made = made_of(
        tmp_path,
        {"CPC": "Y02E60/10; H01M10/0525"},
        {"申请号": "", "公开（公告）号": "CN104223353A", "CPC": "无此类"},
    )
    assert remarks(made) == [(3, "CPC", "无此类", NO_CLASS)]


@pytest.mark.parametrize("sign", ["", "▪"])
def test_the_name_of_a_class_behind_it_parts_no_classes(tmp_path, sign):
    named = f"B64C 35/00 {sign}飞船（B64C35/01至B64C35/02优先；水上飞机、起落架入B64C25/00）"
    made = made_of(tmp_path, {"IPC": named})
    assert remarks(made) == []
    assert [row["symbol"] for row in made.topic.rows("classes")] == ["B64C35/00"]
