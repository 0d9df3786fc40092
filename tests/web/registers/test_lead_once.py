"""One lead leads to cases of one infringement."""

from factories.people import make_person
from factories.registers import CASE, row_of
from zhixian.web.registers.actions import check


def told(row):
    check([row])
    return [(one["words"], one["grave"]) for one in row.findings if one["check"] == "lead_once"]


def test_cases_from_one_lead_against_different_people_are_told_of_each_other():
    handler = make_person("handler", unit="market_regulation_bureau")
    case = {**CASE, "holder": "甲公司", "infringer": "乙商店", "lead": "线3号"}
    first = row_of("ip_cases", by=handler, **{**case, "number": "903号"})
    same = row_of("ip_cases", by=handler, **{**case, "number": "904号"})
    assert told(first) == told(same) == []
    other = row_of("ip_cases", by=handler, **{**case, "number": "905号", "infringer": "丙公司"})
    row_of("ip_cases", by=handler, **{**case, "number": "906号", "lead": "线33号", "infringer": "丁公司"})
    assert told(first) == [
        (
            "线索 线3号 还写在 1 件权利人或涉嫌侵权人不同的案件里：905号（权利人甲公司，涉嫌侵权人丙公司）；核对线索编号",
            False,
        )
    ]
    [(words, _)] = told(other)
    assert "2 件" in words
    assert "906号" not in words
