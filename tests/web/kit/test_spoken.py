"""Names and titles fit their columns on every database, and lose no person by it."""

import pytest

from factories.people import make_person
from zhixian.web.accounts.models import Seat
from zhixian.web.kit.models import Notice
from zhixian.web.kit.notices import tell
from zhixian.web.kit.plan import the_plan
from zhixian.web.kit.spoken import MOST_NAME, named_at, named_for, named_with_units, within


@pytest.mark.parametrize(
    ("text", "told"), [("", ""), ("一二三四", "一二三四"), ("一二三四五", "一二三四五"), ("一二三四五六", "一二三四…")]
)
def test_only_what_is_too_long_is_cut(text, told):
    assert within(text, 5) == told


def test_whoever_sits_everywhere_is_still_named():
    first, *others = the_plan().units
    person = make_person("handler", unit=first, name="李经办")
    for unit in others:
        Seat.objects.create(user=person, role="handler", unit=unit)
    named = named_with_units(person, nobody="系统")
    assert len(named) == MOST_NAME
    assert named.startswith("李经办（")
    assert named.endswith("…）")


def test_a_person_known_by_a_long_address_leaves_room_for_the_place():
    assert named_at("a" * 250, "某局") == f"{'a' * 39}…（某局）"
    assert len(named_for("企" * 120, "a" * 250)) == MOST_NAME


def test_a_title_too_long_for_a_line_stands_whole_in_the_body():
    person = make_person("handler")
    tell([person], "长" * 130, body="正文")
    tell([person], "短", body="正文")
    long, short = Notice.objects.order_by("id")
    long.full_clean()
    assert (long.title, long.body) == ("长" * 119 + "…", "长" * 130 + "\n正文")
    assert (short.title, short.body) == ("短", "正文")
