"""The rule of lights: stories an officer can read, and what must hold whatever the evidence."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhixian.core.kernel.refusal import Refusal
from zhixian.core.supervision.lights import AMBER, GREEN, GREY, RED, SEVERITY, TONES, Done, Judged, Open, light
from zhixian.core.supervision.rule import SHIPPED, load_rules, rules

MONDAY = date(2020, 11, 16)
END = date(2020, 12, 31)


def shine(*signs, as_of=MONDAY, deadline=END):
    return light(signs, as_of=as_of, rules=rules(), deadline=deadline)


def words(found):
    return [reason.words for reason in found.reasons]


STORIES = [
    ("什么也没有，离期限还有四十五日", (), GREY),
    ("一件办件昨天届满", (Open("dossier", date(2020, 11, 15)),), RED),
    ("一件办件今天届满，还不算逾期", (Open("dossier", MONDAY),), AMBER),
    ("一件办件本周五届满", (Open("dossier", date(2020, 11, 20)),), AMBER),
    ("一件办件下周一届满", (Open("dossier", date(2020, 11, 23)),), GREEN),
    ("一件办件的时限中止了", (Open("dossier", None),), GREY),
    ("督办才发出，还没有答复", (Open("request", date(2020, 11, 23)),), GREY),
    ("督办五个工作日以内届满", (Open("request", date(2020, 11, 20)),), AMBER),
    ("目标有望达到", (Judged("target", "good", "x"),), GREEN),
    ("目标有望达到，但有一件举报逾期", (Judged("target", "good", "x"), Open("report", date(2020, 11, 13))), RED),
    ("指标只有数值，没有目标", (Judged("figure", "plain", "x"),), GREY),
    ("上个月拨付过", (Done("payment", date(2020, 10, 20)),), GREEN),
    ("去年拨付过，今年没有", (Done("payment", date(2019, 10, 20)),), GREY),
    ("承诺的措施过了日子", (Done("progress", date(2020, 10, 20)), Open("measure", date(2020, 11, 13))), RED),
]


@pytest.mark.parametrize(("story", "signs", "colour"), STORIES, ids=[story for story, _, _ in STORIES])
def test_a_story(story, signs, colour):
    assert shine(*signs).colour == colour


def test_reasons_say_number_clock_and_come_worst_first():
    found = shine(
        Done("payment", MONDAY, 2, "合计 3 元"),
        Open("dossier", date(2020, 11, 12), 2),
        Open("dossier", date(2020, 12, 1)),
    )
    assert words(found) == [
        "办件 2 件逾期，最早 2020-11-12 届满，已超 2 个工作日",
        "办件 1 件在期限内，最早 2020-12-01 届满",
        "近 92 日拨付 2 笔，合计 3 元，最近 2020-11-16",
    ]


@pytest.mark.parametrize(
    ("as_of", "colour", "said"),
    [
        (date(2020, 12, 1), GREY, []),
        (date(2020, 12, 2), AMBER, ["离这一条的期限 2020-12-31 还有 29 日，还没有能证明进展的证据"]),
        (END, AMBER, ["离这一条的期限 2020-12-31 还有 0 日，还没有能证明进展的证据"]),
        (date(2021, 1, 1), RED, ["这一条的期限 2020-12-31 已过，没有能证明进展的证据"]),
    ],
)
def test_without_progress_the_deadline_itself_speaks(as_of, colour, said):
    found = shine(as_of=as_of)
    assert (found.colour, words(found)) == (colour, said)


LACKS = Judged("target", "plain", "缺数据", lacks=True)
AFTER = date(2021, 1, 4)


@pytest.mark.parametrize("day", [date(2020, 12, 20), AFTER])
def test_what_was_never_received_is_not_held_against_anybody(day):
    for found in (
        light((), as_of=day, rules=rules(), deadline=END, received=False),
        light((LACKS,), as_of=day, rules=rules(), deadline=END, received=False),
        shine(LACKS, as_of=day),
    ):
        assert (found.colour, found.words) == (GREY, "还没有数据")


def test_what_was_received_speaks_beside_what_was_not():
    assert shine(LACKS, Judged("figure", "plain", "x"), as_of=AFTER).colour == RED
    assert shine(LACKS, Judged("target", "bad", "x"), as_of=AFTER).colour == RED
    late = light((Open("dossier", END),), as_of=AFTER, rules=rules(), deadline=END, received=False)
    assert (late.colour, late.unknown) == (RED, False)
    assert not shine(as_of=MONDAY).unknown


def test_work_that_merely_lies_open_is_no_progress():
    day = date(2021, 1, 4)
    assert shine(Open("dossier", date(2021, 2, 1)), as_of=day).colour == RED
    assert shine(Done("dossier", day), as_of=day).colour == GREEN


KINDS = st.sampled_from(sorted(rules().kinds))
DAYS = st.dates(date(2019, 1, 1), date(2021, 12, 31))
OPEN = st.builds(Open, KINDS, st.none() | DAYS, st.integers(1, 9))
SIGNS = st.lists(
    OPEN
    | st.builds(Done, KINDS, DAYS, st.integers(1, 9))
    | st.builds(Judged, KINDS, st.sampled_from(sorted(TONES)), st.just("x")),
    max_size=8,
)


def severity(signs, as_of=MONDAY):
    return SEVERITY[shine(*signs, as_of=as_of).colour]


@given(SIGNS, st.dates(date(2019, 1, 1), MONDAY - timedelta(days=1)), KINDS)
def test_more_late_work_never_gives_a_better_light(signs, due, kind):
    assert shine(*signs, Open(kind, due)).colour == RED
    assert severity([*signs, Open(kind, due)]) >= severity(signs)


@given(SIGNS, OPEN)
def test_more_open_work_never_gives_a_better_light(signs, more):
    assert severity([*signs, more]) >= severity(signs)


@given(st.lists(OPEN, max_size=6), st.dates(date(2020, 1, 1), date(2021, 6, 1)), st.integers(0, 90))
def test_waiting_never_turns_a_light_for_the_better(signs, day, longer):
    assert severity(signs, day + timedelta(days=longer)) >= severity(signs, day)


@given(SIGNS)
def test_the_colour_is_that_of_the_first_reason_and_order_does_not_matter(signs):
    found = shine(*signs)
    assert found.colour == (found.reasons[0].colour if found.reasons else GREY)
    assert sorted(words(shine(*reversed(signs)))) == sorted(words(found))


@given(SIGNS)
def test_what_is_counted_is_all_told(signs):
    told = sum(reason.count for reason in shine(*signs).reasons if not reason.ended)
    assert told == sum(sign.count for sign in signs if isinstance(sign, Open))


def levels(due):
    return [(level.id, level.day(due)) for level in rules().levels]


def test_levels_come_by_working_days():
    assert levels(date(2020, 11, 13)) == [
        ("remind", date(2020, 11, 11)), ("chief", date(2020, 11, 16)), ("group", date(2020, 11, 20)),
    ]  # fmt: skip
    assert levels(date(2020, 9, 30))[1:] == [("chief", date(2020, 10, 9)), ("group", date(2020, 10, 14))]


def test_levels_are_reached_in_their_order():
    due = date(2020, 11, 13)
    assert [level.id for level in rules().reached(due, as_of=date(2020, 11, 10))] == []
    assert [level.id for level in rules().reached(due, as_of=date(2020, 11, 20))] == ["remind", "chief", "group"]


def test_a_later_version_of_the_rule_applies_from_its_day(tmp_path):
    text = SHIPPED.read_text(encoding="utf-8")
    later = '  - {version: "2", effective: "2020-06-01", soon: "1", fresh: "10", deadline: "5", answer: "5", again: "3", most: "60", source: x}\n'
    path = tmp_path / "supervision.yaml"
    path.write_text(text.replace("levels:\n", later + "levels:\n"), encoding="utf-8")
    found = load_rules(path)
    assert [found.on(day).version for day in (date(2016, 1, 1), date(2020, 5, 31), date(2020, 6, 1))] == ["1", "1", "2"]
    assert light([Open("dossier", date(2020, 11, 18))], as_of=MONDAY, rules=found).colour == GREEN


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('soon: "5"', 'soon: "0"', "soon：0。应为：不小于 1 的整数"),
        ("when: before", "when: sometimes", "“sometimes”没有定义"),
        ("to: group", "to: everybody", "“everybody”没有定义"),
        ('核查期限, public: "no"', '核查期限, public: "perhaps"', "“perhaps”没有定义"),
        ("source: 督查工作规则", "sauce: 督查工作规则", "不认识的键“sauce”"),
    ],
)
def test_a_broken_rule_is_refused_with_the_place(tmp_path, old, new, said):
    path = tmp_path / "supervision.yaml"
    path.write_text(SHIPPED.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(Refusal, match=r"supervision\.yaml") as refused:
        load_rules(path)
    assert said in str(refused.value)
