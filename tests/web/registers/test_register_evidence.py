"""What registers show of a clause: on its public page, to everybody where it may be read, and on the board."""

import pytest

from factories.people import make_person
from factories.registers import CASE, TRANSFER, row_of
from zhixian.web.kit.clock import today
from zhixian.web.kit.duties import Ask
from zhixian.web.registers.duties import register_duties
from zhixian.web.supervision.evidence import shown_reasons
from zhixian.web.supervision.lights import Board

USER = {
    "product": "样例萝卜干",
    "right": "3000001",
    "user": "样例食品有限公司",
    "user_code": "91350823MA0000003C",
    "approved_on": "2018-03-01",
}

PRODUCT = {
    "product": "样例萝卜干", "place": "样例镇", "sort": "food", "found_on": "2018-03-01", "rules": "no", "testing": "no", "stage": "found",
}  # fmt: skip


@pytest.fixture
def handler():
    return make_person("handler", unit="market_regulation_bureau")


def test_what_is_public_is_read_by_everybody_and_nothing_else(client, handler):
    row_of("gi_users", by=handler, **USER)
    page = client.get("/public/registers/gi_users/").content.decode()
    assert "样例食品有限公司" in page
    assert "91350823MA0000003C" not in page
    assert "地理标志专用标志使用人名录" in client.get("/public/registers/").content.decode()


def test_a_clause_names_its_registers_with_how_much_is_in_them(client, handler):
    row_of("gi_users", by=handler, **USER)
    page = client.get("/clauses/9/").content.decode()
    assert "地理标志专用标志使用人名录（1 行）" in page
    assert "/public/registers/gi_users/" in page


def test_a_row_past_its_day_turns_the_unit_s_light_red(handler):
    row_of("local_products", by=handler, **PRODUCT, next_on="2018-05-01")
    cell = Board(as_of=today()).cell("7", "market_regulation_bureau")
    [reason] = [
        shown
        for shown in shown_reasons(cell, handler, as_of=today())
        if shown.reason.colour == "red" and shown.reason.kind == "register"
    ]
    assert reason.reason.words.startswith("台账 1 行逾期，最早 2018-05-01 届满")
    assert [piece.name for piece in reason.pieces] == ["样例萝卜干，样例镇：下一步"]
    assert shown_reasons(cell, make_person(), as_of=today())[0].pieces == ()


def test_what_another_body_owes_reminds_its_keeper_and_makes_nobody_late(handler):
    """A case handed to the police waits for their answer: the unit that handed it over is not the one that is late."""
    row_of("ip_cases", by=handler, **CASE)
    row = row_of("case_transfers", by=handler, **TRANSFER, sent_on="2018-03-01")
    assert row.due_name == "公安机关书面答复"
    assert row.due < today()
    reasons = shown_reasons(Board(as_of=today()).cell("6", "market_regulation_bureau"), handler, as_of=today())
    assert not [
        shown for shown in reasons if shown.reason.kind == "register" and shown.reason.colour in {"red", "amber"}
    ]
    assert not [duty for duty in register_duties(handler, Ask("overdue", today())) if duty.number == str(row)]
    waiting = register_duties(handler, Ask("waiting", today()))
    assert [duty.step for duty in waiting if duty.number == str(row)] == ["公安机关书面答复"]
