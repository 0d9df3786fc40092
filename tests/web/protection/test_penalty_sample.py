"""The demonstration's penalties: every state, two units, made by the actions that people use."""

from collections import Counter
from datetime import date

from factories.people import make_person
from zhixian.web.kit import record
from zhixian.web.kit.plan import the_plan, units_with_people
from zhixian.web.kit.world import World
from zhixian.web.protection.models import Penalty, PublishedPenalty
from zhixian.web.protection.queries.penalties import penalties_waiting_for
from zhixian.web.protection.sample_penalties import fill_penalties

DAY = date(2020, 11, 16)


def test_the_demonstration_has_penalties_in_every_state(settings):
    world = World(the_plan(), None, DAY)
    for unit in units_with_people():
        for role in ("handler", "chief"):
            world.people[f"{role}:{unit.id}"] = make_person(role, unit=unit.id)
    fill_penalties(world)
    states = Counter(PublishedPenalty.objects.values_list("state", flat=True))
    assert states == {"shown": 4, "withdrawn": 1, "ended": 1, "repaired": 1}
    stages = Counter(Penalty.objects.filter(publication=None).values_list("stage", flat=True))
    assert stages == {"draft": 2, "submitted": 2, "set_aside": 1}
    assert PublishedPenalty.objects.exclude(corrected_on=None).count() == 1
    assert Penalty.objects.values("unit").distinct().count() == 2
    assert settings.TODAY == "2020-11-16"
    chief = world.people["chief:market_regulation_bureau"]
    waiting = penalties_waiting_for(chief, as_of=DAY)
    assert [(one.what, one.late) for one in waiting] == [
        ("完成并提交", True),
        ("审核发布", False),
        ("完成并提交", False),
    ]
    assert list(record.verify()) == []
