"""How long a text says it holds: in every wording, of itself and not of what it cites."""

from datetime import date

import pytest

from zhixian.core.plan.reader.term import term_of

ISSUED = date(2024, 3, 5)


@pytest.mark.parametrize(
    ("text", "start", "until", "words"),
    [
        ("本办法自2024年4月1日起施行，有效期至2026年12月31日。", (2024, 4, 1), (2027, 1, 1), "自2024年4月1日起施行，有效期至2026年12月31日"),
        ("本措施自印发之日起施行，有效期3年。", (2024, 3, 5), (2027, 3, 5), "自印发之日起施行，有效期3年"),
        ("本意见自发布之日起实施，有效期为五年，由县科技局负责解释。", (2024, 3, 5), (2029, 3, 5), "自发布之日起实施，有效期为五年"),
        ("以上政策执行至2025年底。", None, (2026, 1, 1), "执行至2025年底"),
        ("本规定自2024 年 5 月 1 日起正式施行。", (2024, 5, 1), None, "自2024年5月1日起正式施行"),
        ("执行期限为2021年1月1日至2023年12月31日。", (2021, 1, 1), (2024, 1, 1), "执行期限为2021年1月1日至2023年12月31日"),
        ("本办法有效期为2021年3月1日至12月31日。", (2021, 3, 1), (2022, 1, 1), "有效期为2021年3月1日至12月31日"),
        ("实施期限为2021年至2023年。", (2021, 1, 1), (2024, 1, 1), "实施期限为2021年至2023年"),
        ("实施期限：2021—2023年。", (2021, 1, 1), (2024, 1, 1), "实施期限：2021—2023年"),
        ("本政策自2021年1月1日起至2023年6月底执行。", (2021, 1, 1), (2023, 7, 1), "自2021年1月1日起至2023年6月底执行"),
        ("自印发之日起施行，有效期两年。", (2024, 3, 5), (2026, 3, 5), "自印发之日起施行，有效期两年"),
        ("自印发之日起施行，有效期十五年。", (2024, 3, 5), (2039, 3, 5), "自印发之日起施行，有效期十五年"),
        ("自印发之日起施行，有效期二十年。", (2024, 3, 5), (2044, 3, 5), "自印发之日起施行，有效期二十年"),
        ("自印发之日起施行，试行期18个月。", (2024, 3, 5), (2025, 9, 5), "自印发之日起施行，试行期18个月"),
        ("本办法自2024年4月1日起施行。有效期五年。", (2024, 4, 1), (2029, 4, 1), "自2024年4月1日起施行。有效期五年"),
        ("本办法有效期自发布之日起两年。", (2024, 3, 5), (2026, 3, 5), "有效期自发布之日起两年"),
        ("到2025年，新增商标3件。企业成立满3年。", None, None, None),
    ],
)  # fmt: skip
def test_the_wordings(text, start, until, words):
    term = term_of(text, ISSUED)
    if words is None:
        assert term is None
    else:
        assert (term.words, term.start, term.until) == (words, start and date(*start), until and date(*until))


def test_its_own_term_and_not_that_of_what_it_cites():
    text = "本办法自2024年4月1日起施行，有效期2年。《某县人才办法》自2020年1月1日起施行，有效期5年的规定同时废止。"
    assert term_of(text, ISSUED).until == date(2026, 4, 1)


def test_without_a_day_of_issue_the_day_of_issue_is_no_start():
    assert term_of("本办法自印发之日起施行，有效期2年。", None).until is None


@pytest.mark.parametrize(
    ("text", "start", "until", "why"),
    [
        ("本办法自2024年2月30日起施行。", None, None, ["开始的一天不是日历上的日子"]),
        ("本办法自2024年4月1日起施行，有效期至2026年2月30日。", (2024, 4, 1), None, ["最后一天不是日历上的日子"]),
        ("本办法自公布之日起30日后施行，有效期5年。", None, None,
         ["从哪一天起施行要推算，请写明这一天", "有多长已写明，从哪一天算起没有写明"]),
        ("本办法自公布之日起三十日后施行。", None, None, ["从哪一天起施行要推算，请写明这一天"]),
        ("本办法自印发次日起施行。", None, None, ["从哪一天起施行要推算，请写明这一天"]),
        ("本办法试行两年。", None, None, ["有多长已写明，从哪一天算起没有写明"]),
        ("本办法自2024年4月1日起施行，有效期五六年。", (2024, 4, 1), None, ["期限的长短认不出"]),
        ("本办法自2024年4月1日起施行，有效期三年半。", (2024, 4, 1), None, ["期限的写法认不出"]),
        ("本办法自2024年4月1日起施行，有效期至2026年上半年。", (2024, 4, 1), None, ["期限的写法认不出"]),
        ("本办法有效期至二〇二六年底。", None, None, ["期限的写法认不出"]),
        ("实施期限为2023年至2021年。", None, None, ["期限在开始以前就结束了"]),
    ],
)  # fmt: skip
def test_what_names_no_day_is_left_to_a_person(text, start, until, why):
    term = term_of(text, ISSUED)
    assert (term.start, term.until) == (start and date(*start), until and date(*until))
    assert [doubt.why for doubt in term.undecided] == why
    assert all(text[doubt.start : doubt.end] == doubt.quote for doubt in term.undecided)
