"""What a row says of itself, and of others of its register."""

import pytest

from zhixian.core.registers.checks.cases import repeat_infringers
from zhixian.core.registers.checks.market import licence_gap
from zhixian.core.registers.checks.money import reward_minimum


def words(findings):
    return [("!" if one.grave else "") + one.words for one in findings]


@pytest.mark.parametrize(
    ("licences", "installs", "said"),
    [(40, 40, []), (40, 39, []), (40, 46, ["!办公套件装了 46 份，授权 40 份，差 6 份"])],
)
def test_a_gap_is_what_is_installed_beyond_the_licences(licences, installs, said):
    assert words(licence_gap({"software": "办公套件", "licences": licences, "installs": installs})) == said


@pytest.mark.parametrize(
    ("granted", "kind", "reward", "short"),
    [
        ("2010-01-31", "invention", 1, None),
        ("2010-02-01", "invention", 299_999, "0.01"),
        ("2010-02-01", "invention", 300_000, None),
        ("2024-01-19", "design", 100_000, None),
        ("2024-01-20", "design", 100_000, "500"),
        ("2024-01-20", "utility_model", 150_000, None),
        ("2024-01-20", "invention", 300_000, "1,000"),
    ],
)
def test_the_least_reward_is_that_of_the_day_of_grant(granted, kind, reward, short):
    found = reward_minimum({"granted_on": granted, "kind": kind, "agreed": "no", "reward": reward})
    assert [one.words.rpartition("差 ")[2] for one in found] == ([] if short is None else [f"{short} 元"])


def test_where_it_was_agreed_on_or_not_paid_yet_no_least_reward_is_held_against_it():
    row = {"granted_on": "2024-02-01", "kind": "invention", "reward": 1}
    assert reward_minimum({**row, "agreed": "yes"}) == []
    assert reward_minimum({"granted_on": "2024-02-01", "kind": "invention", "agreed": "no"}) == []


def case(number, infringer, code="", opened="2020-01-01"):
    return {"number": number, "infringer": infringer, "opened_on": opened} | ({"infringer_code": code} if code else {})


ONE, TWO = "91350823MA00000011", "91350823MA00000022"


def others(rows, place):
    [found] = repeat_infringers(rows, [place])
    return words(found)


def test_the_same_code_or_the_same_name_is_the_same_infringer():
    rows = [case("甲", "某某公司", ONE), case("乙", "改名公司", ONE, "2020-02-01"), case("丙", "某某 公司")]
    rows = [{**row, "infringer": row["infringer"].replace("某某", "样例")} for row in rows]
    assert others(rows, 0) == ["同一涉嫌侵权人另有 2 件：丙（2020-01-01）、乙（2020-02-01）"]
    assert others(rows, 2) == ["同一涉嫌侵权人另有 2 件：甲（2020-01-01）、乙（2020-02-01）"], (
        "under either name of the code"
    )


def test_two_companies_of_one_name_with_two_codes_are_two():
    rows = [case("甲", "样例公司", ONE), case("乙", "样例公司", TWO)]
    assert others(rows, 0) == []


def test_people_who_are_only_called_by_a_letter_are_not_taken_for_one():
    assert others([case("甲", "林某"), case("乙", "林某")], 0) == []


def test_at_most_five_are_named_and_all_counted():
    rows = [case(str(n), "样例公司") for n in range(8)]
    assert others(rows, 0)[0].startswith("同一涉嫌侵权人另有 7 件：3（")
