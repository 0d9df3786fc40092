"""Counting what the system knows of a clause takes long, and nobody waits for it."""

from factories.supervision import BUREAU, answer, send
from zhixian.web.supervision import actions


def test_the_board_is_counted_before_anything_is_locked(cast, watched):
    counted = watched(actions, "Board")
    row = answer(send(cast), cast)
    assert counted == [0, 0]
    assert row.answers.get().counted == [["grey", "督办 1 件在期限内，最早 2020-11-23 届满"]]


def test_requests_that_go_out_together_all_go_or_none(cast, monkeypatch):
    real = actions._send
    monkeypatch.setattr(actions, "_send", lambda cell, *rest: real(cell, *rest) if cell.clause == "9" else 1 / 0)
    try:
        actions.send_requests([("9", BUREAU), ("6", BUREAU)], asked="请报告进展", days=5, by=cast.lead)
    except ZeroDivisionError:
        assert not actions.ProgressRequest.objects.exists()
    else:
        raise AssertionError("the second was sent")
