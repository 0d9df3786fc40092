"""Matters load checked: every reference exists, every fact a rule asks for is asked or known, nothing private is public."""

import dataclasses
from datetime import date
from pathlib import Path

import pytest

from zhixian.core.catalogue import HERE, KNOWN_FACTS, STUDIES, definitions, facts_of, matters, matters_of
from zhixian.core.kernel.refusal import Refusal
from zhixian.core.plan.load import load_plan
from zhixian.core.workflow.answers import asked, read_answers
from zhixian.core.workflow.diff import changes, stranded
from zhixian.core.workflow.flow import flows
from zhixian.core.workflow.matter import Definition, Surroundings, from_plain, hand_to_units, read_matter, to_plain

RULE_FACTS = {name: facts_of(rule) for name, rule in definitions().incentives.items()}
AROUND = Surroundings(flows(), KNOWN_FACTS, RULE_FACTS, STUDIES)


def changed(tmp_path: Path, old: str, new: str, matter: str = "pledge_interest") -> str:
    text = (HERE / matter / "matter.yaml").read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / matter / "matter.yaml"
    path.parent.mkdir()
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(Refusal) as refused:
        read_matter(path, AROUND)
    return str(refused.value)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("flow: review_then_pay", "flow: review_then_pays", "是不是“review_then_pay”？"),
        ("kind: day, fact: drawn,", "kind: day, fact: drawnn,", "fields[1].fact：“drawnn”没有定义"),
        ("feeds: drawn", "feeds: drew", "资金规则用的事实"),
        ("known_by: principal", "known_by: principals", "materials[1].known_by"),
        ("kind: money, fact", "kind: monney, fact", "是不是“money”？"),
        ("public_fields: []", "public_fields: [contact_phone]", "“contact_phone”是 personal 类。应为：只公开"),
        ("public_fields: []", "public_fields: [bank_account]", "“bank_account”是 sensitive 类"),
        ("source: 本事项承诺期限，参照行政许可法第32条", "", "source：没有写"),
        ("counts: working_days", "counts: work_days", "limits[0].counts"),
        ('publicity_days: "5"\n', "", "有公示，却没有写几天"),
        ("  - step: correction\n", "  - step: corection\n", "是不是“correction”？"),
        ('when: [repaid_early, "yes"]', 'when: [repayd, "yes"]', "前面没有问题“repayd”"),
        ("not_before: drawn\n", "not_before: drew\n", "fields[4].not_before：“drew”没有定义"),
        ("not_before: drawn\n", "not_before: principal\n", "前面的日期问题或系统知道的日期"),
        ("not_after: today, help", "not_after: due_day, help", "fields[1].not_after"),
        ("kind: yes_no, fact: repaid}", "kind: yes_no, fact: repaid, not_after: today}", "不是日期"),
        ("id: bank_name", "id: bank_account", "“bank_account”写了两次"),
        ("id: bank_name", "id: bank", "“更正收款账户”要改的“bank_name”没有问"),
        ("incentive: pledge_interest", "incentive: pledge", "incentive：“pledge”没有定义。应为：资金规则之一"),
        ("remedies: ", "remedy: ", "不认识的键“remedy”"),
        ('from: "2024-01-01", words: 如', 'from: "2024-13-01", words: 如', "“2024-13-01”不是日期"),
        ('from: "2024-01-01", words: 如', 'since: "2024-01-01", words: 如', "remedies[1]"),
        ("starters: [enterprise]", "starters: [firm]", "starters[0]"),
        ("flow: review_then_pay", 'clause: "18"\nflow: review_then_pay', "clause：“18”是一个地方的条款。应为：不写"),
        ("legal_basis:\n", "legal_basis:\n  - 方案第18条（拓展知识产权金融服务）\n", "legal_basis[0]：“方案第18条"),
    ],
)
def test_a_fault_names_file_key_found_and_expected(tmp_path, old, new, said):
    assert said in changed(tmp_path, old, new)


@pytest.mark.parametrize(
    ("old", "new", "key", "line"),
    [
        ("id: bank_name", "id: bank_account", "fields[", "id: bank_account, "),
        ("known_by: principal", "known_by: principals", "materials[1].known_by", "known_by: principals"),
        ("flow: review_then_pay", "flow: review_then_pays", "flow", "flow: "),
        ("  - step: correction\n", "  - step: corection\n", "limits[", "step: corection"),
        ('publicity_days: "5"\n', "", "publicity_days", ""),
    ],
)
def test_a_fault_found_after_reading_names_its_line(tmp_path, old, new, key, line):
    said = changed(tmp_path, old, new)
    lines = (tmp_path / "pledge_interest" / "matter.yaml").read_text("utf-8").splitlines()
    number = max(at for at, words in enumerate(lines, start=1) if line in words) if line else first_key(lines)
    assert f"matter.yaml 第 {number} 行 {key}" in said


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("study: assessment", "study: assesment", "是不是“assessment”？"),
        ("study: assessment\n", "", "要留存核对结果，却没有写核对什么"),
        ("flow: assessment", "flow: service_request", "不留存核对结果"),
        (
            "id: features, name: 技术特征, kind: long_text",
            "id: features, name: 技术特征, kind: text",
            "系统核对要用的“features”没有问，或种类不对",
        ),
        ("heading: 目的", "head: 目的", "guide[0].heading"),
        ("title: name", "title: nam", "是不是“name”？"),
        ("title: name", "title: contact_name", "title：“contact_name”没有定义"),
    ],
)
def test_a_matter_that_is_looked_into_asks_what_that_takes_and_keeps_what_it_gives(tmp_path, old, new, said):
    text = (HERE / "assessment" / "matter.yaml").read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "matter.yaml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(Refusal) as refused:
        read_matter(path, AROUND)
    assert said in str(refused.value)


def test_what_says_nothing_does_not_change_the_name_of_a_version(shanghang):
    plain = to_plain(matters_of(load_plan(shanghang))["navigation"])
    assert not {"study", "guide", "title"} & set(plain["matter"])


def first_key(lines):
    return next(at for at, words in enumerate(lines, start=1) if words and not words.startswith("#"))


def test_a_fact_that_the_rule_asks_for_and_nobody_gives(tmp_path):
    known = {**KNOWN_FACTS, "project": {name: kind for name, kind in KNOWN_FACTS["project"].items() if name != "cost"}}
    text = (HERE / "navigation" / "matter.yaml").read_text(encoding="utf-8")
    text = text.replace("fact: cost, feeds: cost", "help: 费用").replace("  - {fact: cost, name: 费用}\n", "")
    path = tmp_path / "matter.yaml"
    path.write_text(text.replace(", help: 费用, help:", ", help:"), encoding="utf-8")
    with pytest.raises(Refusal, match="要用的“cost”既没有问，系统也不知道"):
        read_matter(path, dataclasses.replace(AROUND, known=known))


def test_a_step_without_unit(shanghang):
    matter = matters()["gi_mark"]
    with pytest.raises(Refusal, match=r"matters.yaml 的 gi_mark\.units\.payment：“拨付”没有办理单位"):
        hand_to_units(
            matter,
            flows()[matter.flow],
            dict.fromkeys(
                ("acceptance", "correction", "supplement", "review", "publicity", "decision", "refusal_decision"),
                ("market_regulation_bureau",),
            ),
        )
    line = load_plan(shanghang).lines["matters.yaml", "gi_mark.units"]
    with pytest.raises(Refusal, match=rf"matters.yaml 第 {line} 行 gi_mark\.units\.paymnt：.*是不是“payment”？"):
        hand_to_units(matter, flows()[matter.flow], {"*": ("court",), "paymnt": ("court",)}, load_plan(shanghang).lines)


def test_a_place_names_only_matters_and_units_that_exist(shanghang):
    plan = load_plan(shanghang)
    with pytest.raises(Refusal, match=r"matters\.yaml .*“pledge”没有定义。应为：事项之一"):
        matters_of(dataclasses.replace(plan, matter_units={"pledge": {"*": ("court",)}}))
    assert set(matters_of(plan)) == set(matters())


@pytest.mark.parametrize(
    ("day", "article"), [(date(2023, 12, 31), "行政复议法第9条"), (date(2024, 1, 1), "行政复议法（2023年修订）第20条")]
)
def test_what_may_be_done_against_a_decision_is_told_by_the_law_of_its_day(day, article):
    for name in ("navigation", "pledge_interest", "gi_mark"):
        assert article in matters()[name].remedies_on(day), name


def test_remedies_that_were_pinned_as_one_text_hold_on_every_day(shanghang):
    definition = matters_of(load_plan(shanghang))["navigation"]
    plain = to_plain(definition)
    plain["matter"]["remedies"] = "可以申请复议。"
    again = from_plain(plain)
    assert (
        again.matter.remedies_on(date(2017, 10, 23)) == again.matter.remedies_on(date(2026, 1, 1)) == "可以申请复议。"
    )
    assert to_plain(again) == plain
    del plain["matter"]["remedies"]
    assert from_plain(plain).matter.remedies_on(date(2026, 1, 1)) == ""


def test_what_is_pinned_comes_back_the_same(shanghang):
    for definition in matters_of(load_plan(shanghang)).values():
        again = from_plain(to_plain(definition))
        assert again == definition
        assert again.version == definition.version


def test_a_diff_says_what_changed_and_whom_it_leaves_behind(shanghang):
    old = matters_of(load_plan(shanghang))["gi_mark"]
    fields = (*old.matter.fields[1:], dataclasses.replace(old.matter.fields[0], id="day", name="注册日"))
    moves = tuple(m for m in old.flow.moves if (m.source, m.id) != ("review", "request_supplement"))
    new = Definition(
        dataclasses.replace(old.matter, fields=fields, publicity_days=7), dataclasses.replace(old.flow, moves=moves)
    )
    said = [change.sentence() for change in changes(old, new)]
    assert said == [
        "删去问题 registered：核准注册日",
        "增加问题 day：注册日",
        "事项的 publicity_days：5 → 7",
        "删去动作 review.request_supplement：要求补充材料",
    ]
    assert changes(old, old) == ()
    assert stranded(old, new, "review")
    assert not stranded(old, new, "payment")


def test_only_what_is_not_known_is_asked():
    matter = matters()["pledge_interest"]
    known = {"principal", "drawn", "due"}
    first = [field.id for field in asked(matter, {}, known)]
    assert first[:2] == ["repaid_early", "other_support"]
    assert "repaid" in [field.id for field in asked(matter, {"repaid_early": "yes"}, known)]
    assert "repaid_early" not in [field.id for field in asked(matter, {}, {*known, "repaid"})]


@pytest.mark.parametrize(
    ("field", "typed", "value"),
    [
        ("principal", "1,000,000.50", 100_000_050),
        ("principal", "１００万", None),
        ("principal", "0", None),
        ("principal", "1.005", None),
        ("principal", "NaN", None),
        ("drawn", "2018年1月5日", "2018-01-05"),
        ("drawn", "2018-02-30", None),
        ("drawn", "２０１８－０１－０５", "2018-01-05"),
        ("bank_account", "9558 8014 0010 0123", "9558801400100123"),
        ("bank_account", "９５５８８０１４００１００１２３", "9558801400100123"),
        ("bank_account", "٩٥٥٨٨٠١٤٠٠", None),
        ("contact_phone", "138-0013", None),
        ("contact_name", "长" * 21, None),
        ("other_support", "maybe", None),
    ],
)
def test_what_is_typed_is_read_or_told_what_is_wrong(field, typed, value):
    values, wrong = read_answers(matters()["pledge_interest"], {field: typed}, {}, today=date(2020, 11, 16))
    if value is None:
        assert field in wrong
    else:
        assert str(values[field]) == str(value)
        assert field not in wrong


@pytest.mark.parametrize(
    ("typed", "known", "said"),
    [
        ("2020-12-31", {"drawn": "2019-03-01"}, "2020-12-31 晚于今天（2020-11-16），应为这一天或以前的日期"),
        ("2019-02-28", {"drawn": "2019-03-01"}, "2019-02-28 早于放款日（2019-03-01），应为这一天或以后的日期"),
        ("2019-02-28", {}, "2019-02-28 早于放款日（2019-04-01），应为这一天或以后的日期"),
        ("2020-11-16", {"drawn": "2019-03-01"}, ""),
        ("2019-03-01", {"drawn": "2019-03-01"}, ""),
    ],
)
def test_a_day_stays_within_the_bounds_of_its_question(typed, known, said):
    given = {"drawn": "2019-04-01", "repaid_early": "yes", "repaid": typed}
    values, wrong = read_answers(matters()["pledge_interest"], given, known, today=date(2020, 11, 16))
    assert wrong.get("repaid", "") == said
    assert ("repaid" in values) == (not said)


def test_a_day_without_a_known_bound_is_taken(tmp_path):
    given = {"repaid_early": "yes", "repaid": "1999-01-01"}
    assert "repaid" in read_answers(matters()["pledge_interest"], given, {}, today=date(2020, 11, 16))[0]


def test_a_definition_without_bounds_keeps_its_version(shanghang):
    definition = matters_of(load_plan(shanghang))["gi_mark"]
    fields = tuple(dataclasses.replace(field, not_after="") for field in definition.matter.fields)
    plain = to_plain(Definition(dataclasses.replace(definition.matter, fields=fields), definition.flow))
    assert all("not_after" not in field and "not_before" not in field for field in plain["matter"]["fields"])


@pytest.mark.parametrize(("typed", "said"), [("-5", "“-5”小于零"), ("五", "“五”不是整数"), ("1.5", "“1.5”不是整数")])
def test_a_number_below_nothing_is_told_apart_from_no_number(typed, said):
    assert said in read_answers(matters()["gi_mark"], {"users": typed}, {}, today=date(2020, 11, 16))[1]["users"]
