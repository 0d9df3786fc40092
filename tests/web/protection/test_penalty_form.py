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
