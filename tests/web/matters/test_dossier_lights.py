"""One rule of colour: a dossier in a list and the same dossier on the board."""

from datetime import date, timedelta

import pytest

from zhixian.core.supervision.lights import Open, light
from zhixian.core.supervision.rule import rules
from zhixian.web.matters import timing
from zhixian.web.matters.models import Dossier

TODAY = date(2020, 11, 16)


@pytest.mark.parametrize("days", range(-3, 12))
def test_a_list_shows_the_colour_that_the_board_shows(days):
    due = TODAY + timedelta(days=days)
    on_the_board = light([Open("dossier", due)], as_of=TODAY, rules=rules())
    assert timing.light(Dossier(due=due), as_of=TODAY) == on_the_board.colour


def test_nothing_presses_what_has_ended_or_has_no_day():
    assert timing.light(Dossier(due=None), as_of=TODAY) == "grey"
    assert timing.light(Dossier(due=TODAY - timedelta(days=9), outcome="done"), as_of=TODAY) == "grey"
