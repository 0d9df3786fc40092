"""The form of penalties: a number that cannot be right is asked about once more."""

import pytest

from zhixian.web.protection.forms.penalties import PenaltyForm

SLIP, RIGHT = "350823197001010018", "350823197001010017"


@pytest.mark.parametrize("typed", [SLIP, "350823 19700101 0018", "350823-19700101-0018"])
def test_an_id_number_with_a_slip_is_confirmed_before_it_is_taken(typed):
    asked = PenaltyForm([], {"id_number": typed})
    assert "末位校验位不符" in asked.errors["id_number"][0]
    assert "id_checked" in [field.name for _, _, fields in asked.groups() for field in fields]
    assert "id_number" not in PenaltyForm([], {"id_number": typed, "id_checked": "on"}).errors


@pytest.mark.parametrize("typed", [RIGHT, "H12345678", ""])
def test_other_numbers_are_taken_without_a_question(typed):
    form = PenaltyForm([], {"id_number": typed})
    assert "id_number" not in form.errors
    assert "id_checked" not in [field.name for _, _, fields in form.groups() for field in fields]


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"kinds": ["warning"], "fine": "5000"}, "fine", "写了罚款金额，处罚种类里没有罚款"),
        ({"kinds": ["fine"]}, "fine", "处罚种类里有罚款，没有写金额"),
        ({"kinds": ["fine"], "fine": "5000", "confiscated": "10"}, "confiscated", "写了没收金额，处罚种类里没有没收"),
        ({"kinds": ["warning"], "low_fine": "on"}, "low_fine", "处罚种类里没有罚款"),
        (
            {"kinds": ["warning"], "restricted_until": "2020-12-01"},
            "restricted_until",
            "处罚种类里没有限制开展生产经营活动或限制从业",
        ),
        (
            {"kinds": ["trade_banned"], "restricted_until": "2020-11-01", "decided_on": "2020-11-02"},
            "restricted_until",
            "2020-11-01 早于决定日期 2020-11-02",
        ),
        ({"kinds": ["detention"], "party_kind": "enterprise"}, "kinds", "行政拘留只对自然人，当事人类型写的不是"),
    ],
)
def test_sums_and_days_go_with_the_kinds_of_penalty(settings, typed, field, said):
    settings.TODAY = "2020-11-16"
    assert said in PenaltyForm([], typed).errors[field]


@pytest.mark.parametrize(
    "typed",
    [
        {"kinds": ["fine", "illegal_goods"], "fine": "5000", "confiscated": "10", "low_fine": "on"},
        {"kinds": ["trade_banned"], "restricted_until": "2020-11-02", "decided_on": "2020-11-02"},
        {"kinds": ["detention"], "party_kind": "person"},
    ],
)
def test_what_goes_together_is_taken(settings, typed):
    settings.TODAY = "2020-11-16"
    wrong = PenaltyForm([], typed).errors
    assert not {"kinds", "fine", "confiscated", "low_fine", "restricted_until"} & set(wrong)
