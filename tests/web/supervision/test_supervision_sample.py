"""The demonstration has a request in every state, and lights of every colour once there are figures."""

from types import SimpleNamespace

from factories.figures import make_figures
from factories.people import make_person
from zhixian.web.accounts.sample import seats
from zhixian.web.kit.clock import today
from zhixian.web.kit.plan import the_plan
from zhixian.web.supervision.lights import Board
from zhixian.web.supervision.models import STATES, ProgressRequest
from zhixian.web.supervision.sample import fill


def test_every_state_and_every_colour(settings):
    make_figures()
    people = {key: make_person(role, unit=unit) for key, (role, unit) in seats(the_plan()).items()}
    fill(SimpleNamespace(plan=the_plan(), people=people, today=today()))
    assert set(ProgressRequest.objects.values_list("state", flat=True)) == set(STATES)
    assert {cell.light.colour for cell in Board(as_of=today()).cells.values()} == {"red", "amber", "green", "grey"}
    assert ProgressRequest.objects.filter(level="group").exists()
    assert settings.TODAY == "2020-11-16"
