"""The rules of warnings: they are proved before they are used, and nothing about them is left to chance."""

import pytest

from zhixian.core.catalogue import registers
from zhixian.core.kernel.refusal import Refusal
from zhixian.core.warnings.model import LOOKS
from zhixian.core.warnings.reading import load_warning_rules, warning_rules

GOOD = """
rules:
  - id: mark_renewal
    name: 商标该续展了
    looks_at: renewals
    before: "180"
    hears: [concerned]
    most_muted: "90"
"""


def read(tmp_path, text):
    path = tmp_path / "warnings.yaml"
    path.write_text(text, encoding="utf-8")
    return load_warning_rules(path)


def test_a_rule_is_read(tmp_path):
    [rule] = read(tmp_path, GOOD).values()
    assert (rule.id, rule.before, rule.after, rule.roles) == (
        "mark_renewal", 180, None, ("handler", "chief", "lead_office"),
    )  # fmt: skip


BAD = [
    ("不认识的看法", "looks_at: renewals", "looks_at: renewal", "“renewal”没有定义"),
    ("没有人听到", "hears: [concerned]", "hears: []", "没有人听到"),
    ("听的人不认识", "hears: [concerned]", "hears: [everybody]", "“everybody”没有定义"),
    ("牵头单位没有归属", "hears: [concerned]", "hears: [lead_unit]", "牵头单位由一本台账的归属决定"),
    ("不是台账", 'before: "180"', 'before: "180"\n    home: leads_folowed', "是不是“leads_followed”？"),
    ("天数太远", 'before: "180"', 'before: "1800"', "0 到 370 天"),
    ("没有天数", '    before: "180"\n', "", "before：没有写"),
    ("没有日期却写了天数", "looks_at: renewals", "looks_at: targets", "所看的内容没有这样的日期"),
    ("发生过的事不能提前", "looks_at: renewals", "looks_at: lapsed", "after：没有写"),
    ("静默太久", 'most_muted: "90"', 'most_muted: "365"', "1 到 180 天"),
    ("静默零天", 'most_muted: "90"', 'most_muted: "0"', "1 到 180 天"),
    ("不在台账里", 'before: "180"', 'before: "180"\n    registers: [honours]', "所看的内容不在台账里"),
    ("没有界限却写了百分比", 'before: "180"', 'before: "180"\n    near: "80"', "所看的内容没有这样的界限"),
    ("看界限没有写百分比", 'looks_at: renewals\n    before: "180"', "looks_at: pools", "near：没有写"),
    ("界限以外才响", 'looks_at: renewals\n    before: "180"', 'looks_at: pools\n    near: "101"', "1 到 100"),
    ("有期限的不能看过就算", 'most_muted: "90"', 'most_muted: "90"\n    seen: true', "看过不等于办过"),
    ("写错的键", 'before: "180"', 'before: "180"\n    befor: "3"', "不认识的键“befor”"),
]


@pytest.mark.parametrize(("old", "new", "told"), [case[1:] for case in BAD], ids=[case[0] for case in BAD])
def test_a_rule_that_does_not_hold_together_is_refused_with_what_was_expected(tmp_path, old, new, told):
    assert old in GOOD
    with pytest.raises(Refusal) as refused:
        read(tmp_path, GOOD.replace(old, new))
    assert told in str(refused.value)


def test_a_register_without_checks_has_no_findings_to_look_at(tmp_path):
    bare = next(name for name, register in registers().items() if not register.checks)
    text = GOOD.replace("looks_at: renewals", f"looks_at: row_findings\n    registers: [{bare}]").replace(
        '    before: "180"\n', ""
    )
    with pytest.raises(Refusal, match=f"台账 {bare} 没有核对"):
        read(tmp_path, text)


def test_two_rules_never_share_an_id_or_a_name(tmp_path):
    with pytest.raises(Refusal) as refused:
        read(tmp_path, GOOD + GOOD.removeprefix("\nrules:\n"))
    assert "“mark_renewal”写了两次" in str(refused.value)
    assert "“商标该续展了”用了两次" in str(refused.value)


def test_the_rules_that_ship_look_at_everything_that_can_be_looked_at():
    rules = warning_rules().values()
    assert {rule.looks_at for rule in rules} == set(LOOKS)


def test_no_row_of_a_register_is_warned_of_twice_by_the_rules_that_ship():
    for look in ("row_days", "row_findings"):
        for register in registers():
            looking = [
                rule.id for rule in warning_rules().values() if rule.looks_at == look and rule.looks_into(register)
            ]
            assert look == "row_days" or len(looking) == 1, (look, register, looking)


WARNED_OTHERWISE = {"matches_followed.introduction": "introduction_asked"}
"""Due days of which a rule speaks that looks at something else."""


def test_no_due_day_of_a_register_is_warned_of_twice_by_the_rules_that_ship():
    rules = [rule for rule in warning_rules().values() if rule.looks_at == "row_days"]
    for register in registers().values():
        for due in register.dues:
            looking = [
                rule.id for rule in rules if rule.looks_into(register.id) and rule.looks_at_due(register.id, due.id)
            ]
            otherwise = WARNED_OTHERWISE.get(f"{register.id}.{due.id}")
            assert len(looking) == (0 if otherwise else 1), (register.id, due.id, looking)
            assert not otherwise or warning_rules()[otherwise].home == register.id
    lifted = [rule.id for rule in rules if rule.dues]
    assert lifted == ["supervision_due"]


def test_due_days_are_chosen_of_row_days_only_and_one_way(tmp_path):
    rule = GOOD.replace("looks_at: renewals", "looks_at: row_days").replace("180", "30")
    assert read(tmp_path, rule + "\n    dues: [ip_cases.supervision]\n")
    for lines, said in (
        ("\n    dues: [ip_cases.nothing]\n", "“ip_cases.nothing”"),
        ("\n    dues: [ip_cases.decision]\n    except_dues: [ip_cases.supervision]\n", "和 dues 同时写了"),
    ):
        with pytest.raises(Refusal, match=said):
            read(tmp_path, rule + lines)
    with pytest.raises(Refusal, match="所看的内容不是台账期限"):
        read(tmp_path, GOOD + "\n    dues: [ip_cases.decision]\n")
