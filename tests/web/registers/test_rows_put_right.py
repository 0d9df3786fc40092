"""Rows of an earlier build are put right by night: what they are found by, and how the company of the plan is written."""

import pytest
from django.db.models.signals import post_init

from factories.people import make_person
from factories.registers import CASE, POLICY, row_of
from zhixian.web.kit.models import Entry
from zhixian.web.kit.plan import unit_name
from zhixian.web.registers import mending
from zhixian.web.registers.definitions import kept_registers
from zhixian.web.registers.jobs import watch_registers
from zhixian.web.registers.mending import put_right
from zhixian.web.registers.models import Row
from zhixian.web.registers.queries.visibility import rows_visible_to

INSURER = "picc_shanghang"
MOBILE = "13812345678"


def as_before(row, *, search=None, **values):
    """The row as an earlier build left it."""
    Row.objects.filter(pk=row.pk).update(
        values={**row.values, **values}, search=row.search if search is None else search
    )


@pytest.fixture
def policies():
    """Of the insurer that is a unit of the plan, written with blanks, and of another."""
    handler = make_person("handler", unit="industry_science_bureau")
    own = row_of("ip_policies", by=handler, **POLICY, policy="Y1", insurer=unit_name(INSURER))
    other = row_of("ip_policies", by=handler, **POLICY, policy="Y2", insurer="另 一家财险")
    as_before(own, insurer=" ".join(unit_name(INSURER)))
    return own, other


def test_the_insurer_finds_its_row_again_and_the_row_tells_why_it_changed(policies):
    own, other = policies
    kept, insurer = kept_registers()["ip_policies"], make_person("handler", unit=INSURER)
    assert not rows_visible_to(insurer, kept).exists()
    assert put_right(kept) == 1
    assert list(rows_visible_to(insurer, kept)) == [own]
    event = own.events.last()
    assert (event.name, event.by_name, event.version) == ("公司名称改成方案的写法", "系统", own.version + 1)
    assert event.changes == {"insurer": [" ".join(unit_name(INSURER)), unit_name(INSURER)]}
    assert Entry.objects.filter(action="row_changed").count() == 1
    other.refresh_from_db()
    assert (other.values["insurer"], other.version) == ("另 一家财险", 1)


def test_a_second_run_finds_nothing(policies):
    kept = kept_registers()["ip_policies"]
    assert [put_right(kept), put_right(kept)] == [1, 0]


def test_a_struck_row_keeps_its_words(policies):
    kept = kept_registers()["ip_policies"]
    Row.objects.filter(pk=policies[0].pk).update(struck_on="2018-06-01")
    assert put_right(kept) == 0


def test_nothing_is_found_by_a_number_that_shows_as_dots(monkeypatch):
    monkeypatch.setattr(mending, "AT_ONCE", 1)
    keeper = make_person("handler", unit=kept_registers()["ip_cases"].units[0])
    rows = [row_of("ip_cases", by=keeper, **{**CASE, "number": f"案{number}"}) for number in range(3)]
    for row in rows[:2]:
        as_before(row, search=f"{row.search} {MOBILE}", outcome=f"手机{MOBILE}")
    watch_registers.does(lambda *_: None)
    for row in rows:
        entered = row.version
        row.refresh_from_db()
        assert MOBILE not in row.search
        assert (row.version, "某百货店" in row.search) == (entered, True)
    assert put_right(kept_registers()["ip_cases"]) == 0


def test_no_row_is_opened_to_see_that_nothing_is_wrong(policies):
    kept = kept_registers()["ip_policies"]
    put_right(kept)
    opened = []
    post_init.connect(note := lambda instance, **_: opened.append(instance), sender=Row)
    try:
        put_right(kept)
    finally:
        post_init.disconnect(note, sender=Row)
    assert opened == []
