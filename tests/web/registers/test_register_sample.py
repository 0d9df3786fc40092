"""The demonstration's rows: every one of them can be read, and the checks have something to say."""

import pytest

from factories.people import make_organisation, make_person
from zhixian.core.kernel.yaml_file import read_yaml
from zhixian.core.registers.rows import read_row
from zhixian.core.registry.snapshot import current
from zhixian.web.kit.clock import today
from zhixian.web.kit.plan import the_plan
from zhixian.web.kit.world import World
from zhixian.web.registers.definitions import kept_registers
from zhixian.web.registers.models import Row
from zhixian.web.registers.sample import ANSWERS, ROWS, at_home, fill


@pytest.fixture(autouse=True)
def _day(settings):
    settings.TODAY = "2020-11-16"


LOTS = [(name, lot) for name, lots in read_yaml(ROWS).items() for lot in (lots if isinstance(lots, list) else [lots])]


@pytest.mark.parametrize(("name", "lot"), LOTS, ids=[f"{name}-{lot['unit']}" for name, lot in LOTS])
def test_every_row_can_be_read(name, lot):
    kept = kept_registers()[name]
    assert lot["unit"] in kept.units
    for row in at_home(lot["rows"], the_plan().region):
        assert read_row(kept.register, row, today=today())[1] == {}, row
        assert set(row) <= {field.id for field in kept.register.fields}


def test_the_site_is_filled_with_rows_that_say_something(settings):
    units = {lot["unit"] for _, lot in LOTS} | {one["unit"] for one in read_yaml(ANSWERS)["answers"]}
    world = World(the_plan(), current(settings.DATA), today())
    world.people = {f"handler:{unit}": make_person("handler", unit=unit) for unit in units}
    world.organisations["bank"] = make_organisation(kind="bank")
    world.people["bank"] = make_person("bank", organisation=world.organisations["bank"])
    company = world.organisations["enterprise"] = make_organisation(credit_code="91000000MA0000001R", party="")
    world.people["enterprise"] = make_person("enterprise", organisation=company)
    fill(world)
    answered = Row.objects.filter(events__kind="answer").values_list("register", flat=True)
    assert set(answered) == {"case_transfers", "credit_objections", "matches_followed"}
    for one in read_yaml(ANSWERS)["answers"]:
        row = Row.objects.get(register=one["register"], **{f"values__{name}": said for name, said in one["of"].items()})
        assert one["says"].items() <= row.values.items(), one
    said = {row.register for row in Row.objects.all() if row.findings}
    assert {"ip_cases", "software_inventory", "service_rewards"} <= said
    late = set(Row.objects.filter(due__lt=today()).values_list("register", flat=True))
    assert "overseas_alerts" in late
