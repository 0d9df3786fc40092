"""What a snapshot never received is told by name, an imported form without rows says that there is none."""

from pathlib import Path

import pytest

from registries import write_registry
from zhixian.core.analysis.indicators import INDICATORS
from zhixian.core.analysis.received import (
    SORTS,
    lacking,
    sorts_of_indicator,
    sorts_of_rows,
    sorts_received,
    words_of,
)
from zhixian.core.catalogue import definitions
from zhixian.core.registry.snapshot import Snapshot

MARK = {"right_id": "M1", "kind": "trademark", "gi": False, "number": "1", "holder": "P1", "region": "110000"}
LOAN = {"loan_id": "L1", "borrower": "P1", "principal": 1, "drawn": "2018-01-01"}
LICENCE = {"right_id": "M1", "event": "licensed", "effective": "2018-01-01"}


@pytest.mark.parametrize(
    ("tables", "forms", "received"),
    [
        ({}, [], set()),
        ({"rights": [MARK]}, ["canonical"], {"marks"}),
        ({"loans": [LOAN], "events": [LICENCE]}, [], {"loans", "licences"}),
        ({"pledges": [{"loan_id": "L1", "right_id": "M1"}]}, [], {"loans"}),
        ({}, ["template_marks", "template_plant_varieties"], {"marks", "gi_products", "plant_varieties"}),
    ],
)
def test_a_sort_is_received_with_its_first_row_or_its_form(tmp_path: Path, tables, forms, received):
    folder = write_registry(tmp_path, **tables).folder
    manifest = {"of_sources": [{"read_as": form} for form in forms]}
    assert sorts_received(Snapshot("test", folder, manifest)) == received


def test_every_indicator_and_every_money_rule_says_what_it_is_counted_from():
    assert all(sorts_of_indicator(indicator) <= set(SORTS) for indicator in INDICATORS.values())
    assert [name for name, indicator in INDICATORS.items() if not sorts_of_indicator(indicator)] == []
    found = {name: sorts_of_rows(rule.per, rule.conditions) for name, rule in definitions().incentives.items()}
    assert found == {"navigation": {"projects"}, "gi_mark": {"marks"}, "pledge_interest": {"loans"}}
    eligible = {name: sorts_of_rows(norm.rows, norm.when) for name, norm in definitions().eligibilities.items()}
    assert eligible["patent_users"] == {"projects", "licences"}
    assert eligible["copyright_holders"] == {"works"}
    assert eligible["new_agencies"] == set()


def test_of_several_sorts_one_that_was_received_is_enough():
    assert lacking({"projects", "licences"}, frozenset({"projects"})) == ()
    lacks = lacking({"projects", "licences"}, frozenset({"marks"}))
    assert words_of(lacks) == "登记数据里从没有导入过许可备案、项目，有多少、是不是 0 都不知道"
    assert [sort.brings for sort in lacks] == ["带法律事件的专利、商标文件", "模板“项目”"]
    assert lacking(set(), frozenset()) == ()
