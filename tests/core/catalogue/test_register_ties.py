"""Ties between registers: what leads nowhere is told, in the catalogue and in a place's file."""

from dataclasses import replace

import pytest

from zhixian.core import catalogue
from zhixian.core.catalogue import registers, registers_of
from zhixian.core.kernel.faults import Faults
from zhixian.core.kernel.refusal import Refusal
from zhixian.core.plan.load import load_plan
from zhixian.core.registers.model import Becomes, Belongs, Due, Part, Sides

PAPER = registers()["case_transfers"].papers[0]


def faults_of(register):
    faults = Faults()
    catalogue._check_ties(register, registers(), faults)
    return [fault.sentence() for fault in faults.found]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"of": Belongs("ip_case", "case", "number")}, "是不是“ip_cases”？"),
        ({"of": Belongs("ip_cases", "case", "dispute")}, "“dispute”不是知识产权案件台账唯一的 key"),
        ({"papers": (replace(PAPER, parts=(Part("text", "{of.numbr}"),)),)}, "是不是“of.number”？"),
        ({"sides": Sides("need_offers", ({"party": "number"},))}, "是不是“needs_offers”？"),
        ({"sides": Sides("needs_offers", ({"party": "number"},))}, "知识产权供需台账的 key：party、number"),
        ({"dues": (Due("x", "期限", "sent_on", held_by="mediations"),)}, "of 是 case_transfers 的台账"),
    ],
)
def test_a_tie_that_leads_nowhere_is_told(changes, said):
    [fault] = faults_of(replace(registers()["case_transfers"], **changes))
    assert said in fault


LEADS = Becomes("ip_cases", (("holder", "holder"),), ("lead", "number"), ("handed_to", "number"))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"register": "ip_case"}, "是不是“ip_cases”？"),
        ({"fills": (("holdr", "holder"),)}, "是不是“holder”？应为：知识产权案件台账的字段"),
        ({"fills": (("holder", "holdr"),)}, "是不是“holder”？应为：网络侵权线索台账的字段"),
        ({"told": ("laed", "number")}, "“laed”"),
        ({"back": ("handed", "number")}, "“handed”"),
    ],
)
def test_what_a_row_could_not_lead_to_is_told(changes, said):
    told = faults_of(replace(registers()["online_leads"], becomes=replace(LEADS, **changes)))
    assert len(told) == 1
    assert all(part in told[0] for part in said.split("应为："))


def test_what_ships_is_tied_well():
    assert [faults_of(register) for register in registers().values() if faults_of(register)] == []


def test_a_place_keeps_the_register_whose_rows_others_belong_to(shanghang):
    plan = load_plan(shanghang)
    homes = {name: home for name, home in plan.register_homes.items() if name != "ip_cases"}
    with pytest.raises(Refusal, match="它的每一行属于 ip_cases，这里没有记那本台账。应为：加上 ip_cases"):
        registers_of(replace(plan, register_homes=homes))


def test_only_a_register_that_is_answered_has_units_that_answer(shanghang):
    plan = load_plan(shanghang)
    assert registers_of(plan)["case_transfers"].answering == ("police_bureau",)
    assert registers_of(plan)["course_places"].answering == plan.register_homes["course_places"].units
    homes = {**plan.register_homes, "ip_cases": replace(plan.register_homes["ip_cases"], answers=("court",))}
    with pytest.raises(Refusal, match=r"ip_cases.answers：这本台账没有要答复的"):
        registers_of(replace(plan, register_homes=homes))
