"""The catalogue loads, is put in a plan's order, covers what the plan promises, and faults speak to the editor."""

from pathlib import Path

import pytest
import yaml

from zhixian.core.catalogue import HERE, MATTERS, VOCABULARIES, definitions
from zhixian.core.kernel.refusal import Refusal
from zhixian.core.plan.load import load_plan
from zhixian.core.rules.definition import read_eligibilities, read_incentive

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "incentives.md"


def test_every_folder_is_a_matter_of_its_name():
    written = [yaml.safe_load((HERE / matter / "matter.yaml").read_text(encoding="utf-8")) for matter in MATTERS]
    assert [matter["id"] for matter in written] == list(MATTERS)
    assert list(definitions().incentives) == [matter["incentive"] for matter in written if matter.get("incentive")]
    assert {path.name for path in HERE.iterdir() if (path / "matter.yaml").exists()} == set(MATTERS)


def test_every_amount_has_a_rule_and_every_promise_its_waiting_list(shanghang):
    plan = load_plan(shanghang)
    for amount in plan.amounts:
        rule = definitions().incentives[amount.incentive]
        assert amount.parameter in {rule.share, rule.fixed, rule.cap.parameter if rule.cap else None}
        if rule.cap and amount.parameter == rule.cap.parameter:
            assert amount.per in rule.cap.scopes
    named = {norm.eligible for norm in plan.open_norms if norm.eligible}
    assert named == set(definitions().eligibilities)


def test_the_reference_names_every_rule_and_list():
    page = PAGE.read_text(encoding="utf-8")
    for name in (*definitions().incentives, *definitions().eligibilities):
        assert f"`{name}`" in page, name


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("base: cost", "base: costs", "“costs”没有定义。应为：基数之一，是不是“cost”？"),
        ("per: project", "per: projekt", "是不是“project”"),
        ("share: share", "fixed: share", "写 base 和 share，或者只写 fixed"),
        ("in: enterprise_kinds", "in: enterprises", "没有词表“enterprises”"),
        ("within: region", "within: province", "“province”。应为：region"),
        ("within: region", "inside: region", "0 个比较"),
        ("explain_cap:", "explain_caps:", "不认识的键“explain_caps”"),
        ("cap: {parameter: cap,", "cap: {parameters: cap,", "cap.parameter"),
        ("cap: {parameter: cap, scopes: [ever, year], order: [completed]}", "cap: 5", "scopes"),
        ("资助费用的{share}", "资助费用的{shares}", "不认识的“{shares}”"),
        (", refuse: 不是专利导航项目", "", "refuse"),
    ],
)
def test_a_fault_names_file_key_found_and_expected(tmp_path, old, new, said):
    folder = tmp_path / "navigation"
    folder.mkdir()
    text = (HERE / "navigation" / "incentive.yaml").read_text(encoding="utf-8")
    assert old in text
    (folder / "incentive.yaml").write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(Refusal, match=r"navigation/incentive.yaml (第 \d+ 行|的) ") as refused:
        read_incentive(folder / "incentive.yaml", VOCABULARIES)
    assert said in str(refused.value)


def test_two_lists_of_one_name_are_refused(tmp_path):
    path = tmp_path / "open_norms.yaml"
    one = "  - {id: a, name: 甲, rows: honours, day: awarded, when: [{fact: honour, contains: [x]}]}\n"
    path.write_text("eligible:\n" + one + one, encoding="utf-8")
    with pytest.raises(Refusal, match="“a”重复"):
        read_eligibilities(path, VOCABULARIES)
