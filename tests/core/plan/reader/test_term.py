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
        ("本办法试行两年。", None, None, None),
        ("本办法自2024年2月30日起施行。", (2024, 3, 5), None, "自2024年2月30日起施行"),
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
