"""The demonstration's reports: one in every step, made by the actions that people use."""

from collections import Counter
from datetime import date

from factories.people import make_person
from factories.reports import OFFICE
from zhixian.web.kit.plan import the_plan, units_with_people
from zhixian.web.kit.world import World
from zhixian.web.protection import sample
from zhixian.web.protection.models import Opening, Report


def test_the_demonstration_has_reports_in_every_step(settings):
    world = World(the_plan(), None, date(2020, 11, 16))
    world.people["lead"] = make_person("lead_office", unit=OFFICE)
    world.people["custodian"] = make_person("custodian", unit=OFFICE)
    for unit in units_with_people():
        world.people[f"handler:{unit.id}"] = make_person("handler", unit=unit.id)
    sample.fill(world)
    steps = Counter(Report.objects.values_list("step", flat=True))
    assert steps == {"concluded": 2, "handling": 3, "accepted": 2, "received": 2}
    assert Report.objects.filter(closed_on__lt="2020-11-16").count() == 2
    assert Opening.objects.filter(state="asked").count() == 1
    assert settings.TODAY == "2020-11-16"
    assert all(report.received_on < date(2020, 11, 17) for report in Report.objects.all())
