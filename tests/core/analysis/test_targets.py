"""The five targets on small registries, boundary by boundary."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from given import five, plan, residents, snapshot, span, target

from zhixian.core.analysis.asking import remarks_on
from zhixian.core.analysis.everything import all_indicators
from zhixian.core.analysis.indicators.model import printed
from zhixian.core.analysis.outlook import look_ahead
from zhixian.core.analysis.targets import compute, target_faults
from zhixian.core.kernel.refusal import Refusal
from zhixian.core.registry.places import region_named

DAY = date(2020, 6, 30)


def value_of(indicator, folder, *, as_of=DAY, goal="1", region=None, unit=None, **tables):
    """The one target computed on the rows."""
    result = compute(plan(target(indicator, goal, unit=unit)), snapshot(folder, **tables), as_of=as_of, region=region)
    return result.targets[0]


@pytest.mark.parametrize(
    ("start", "end", "counts"),
    [
        ("2020-06-30", None, 1),
        ("2020-07-01", None, 0),
        ("2019-01-01", "2020-06-30", 0),
        ("2019-01-01", "2020-07-01", 1),
    ],
)
def test_the_first_day_counts_and_the_end_day_does_not(tmp_path, start, end, counts):
    spans = [span("m", start, end, kind="trademark")]
    assert value_of("registered_marks", tmp_path, spans=spans).numerator == counts


def test_marks_of_three_kinds_count_and_nothing_else(tmp_path):
    kinds = ["trademark", "collective_mark", "certification_mark", "gi_product", "invention", "software"]
    spans = [span(kind, "2018-01-01", kind=kind) for kind in kinds]
    assert value_of("registered_marks", tmp_path, spans=spans).value == 3


def test_a_gi_product_is_no_gi_mark(tmp_path):
    spans = [
        span("a", "2018-01-01", kind="collective_mark", gi=True),
        span("b", "2018-01-01", kind="certification_mark", gi=True),
        span("c", "2018-01-01", kind="gi_product", gi=True),
        span("d", "2018-01-01", kind="certification_mark", gi=False),
        span("e", "2018-01-01", kind="trademark", gi=None),
    ]
    assert value_of("gi_marks", tmp_path, spans=spans).value == 2


def test_inventions_are_divided_by_last_year_s_residents(tmp_path):
    people = [residents(2018, 1), residents(2019, 376_000), residents(2020, 2)]
    spans = [span(str(n), "2018-01-01") for n in range(170)]
    value = value_of("inventions_per_10k", tmp_path, spans=spans, population=people)
    assert (value.numerator, value.denominator) == (170, 376_000)
    assert value.value == Decimal("4.5213")


def test_met_is_decided_before_rounding(tmp_path):
    spans = [span(str(n), "2018-01-01") for n in range(44_999)]
    value = value_of("inventions_per_10k", tmp_path, goal="4.5", spans=spans, population=[residents(2019, 100_000_001)])
    assert (value.value, value.met) == (Decimal("4.4999"), False)
    exactly = [*spans, span("one more", "2018-01-01")]
    value = value_of(
        "inventions_per_10k", tmp_path, goal="4.5", spans=exactly, population=[residents(2019, 100_000_001)]
    )
    assert (value.value, value.met) == (Decimal("4.5"), False)
    value = value_of(
        "inventions_per_10k", tmp_path, goal="4.5", spans=exactly, population=[residents(2019, 100_000_000)]
    )
    assert value.met


def test_a_missing_population_leaves_its_target_without_value_and_says_which(tmp_path):
    people = [residents(2018, 5), residents(2019, 5, region="350800")]
    spans = [span("a", "2018-01-01"), span("m", "2018-01-01", kind="trademark")]
    result = compute(five(), snapshot(tmp_path, spans=spans, population=people), as_of=DAY)
    found = {target["id"]: target for target in result.to_json()["targets"]}
    assert found["inventions_per_10k"] == {
        "id": "inventions_per_10k", "clause": "goal", "value": None, "goal": "1", "unit": "件/万人", "due": "2020-12-31",
        "met": False, "numerator": 1, "denominator": None, "reason": "缺少行政区划 350823 的 2019 年末常住人口",
    }  # fmt: skip
    assert (found["registered_marks"]["value"], found["enterprise_invention_share"]["value"]) == ("1", "100")
    assert [target["id"] for target in result.to_json()["targets"] if "reason" in target] == ["inventions_per_10k"]
    assert "registry template population" in result.targets[0].missing.remedy


def test_a_missing_population_is_no_failure_on_the_due_day(tmp_path):
    people = [residents(2020, 10_000)]
    later = snapshot(tmp_path, spans=[span("a", "2018-01-01")], population=people)
    (outlook,) = look_ahead(plan(target("inventions_per_10k")), later, as_of=date(2021, 6, 30)).outlooks
    assert (outlook.value.met, outlook.forecast.state) == (True, "unknown")
    assert outlook.sentence == (
        "到期日 2020-12-31 的数值无法计算（缺少行政区划 350823 的 2019 年末常住人口）；现已达到目标值。"
    )
    (outlook,) = look_ahead(plan(target("inventions_per_10k")), later, as_of=date(2020, 6, 30)).outlooks
    assert outlook.sentence == "缺少行政区划 350823 的 2019 年末常住人口，无法计算。"


def test_no_population_is_needed_when_no_target_asks_for_it(tmp_path):
    assert value_of("gi_marks", tmp_path, spans=[span("a", "2018-01-01")]).value == 0


def test_of_a_region_without_any_data_nobody_says_0(tmp_path):
    elsewhere = snapshot(tmp_path, spans=[span("a", "2018-01-01", region="350824", kind="trademark")])
    asked = plan(target("registered_marks", "3600"))
    for as_of in (date(2019, 12, 31), date(2021, 12, 31)):
        (outlook,) = look_ahead(asked, elsewhere, as_of=as_of).outlooks
        assert (outlook.value.value, outlook.value.met, outlook.met_on_due) == (None, False, None)
        assert outlook.sentence == "登记数据里没有上杭县（350823）的数据，无法计算。"
    (there,) = compute(asked, elsewhere, as_of=date(2019, 12, 31), region="350824").targets
    assert there.value == 1
    every = all_indicators(elsewhere, as_of=date(2019, 12, 31), region="350823")["indicators"]
    assert {(row["value"], row["reason"]) for row in every} == {(None, "登记数据里没有上杭县（350823）的数据")}


def test_of_a_region_without_any_data_no_part_of_a_ratio_is_0_either(tmp_path):
    held = snapshot(tmp_path, spans=[span("m", "2018-01-01", region="350824", kind="trademark")])

    def parts(rows):
        return {row["id"]: (row["value"], row["numerator"], row["denominator"]) for row in rows}

    nowhere = compute(five(), held, as_of=DAY, region="350823").to_json()["targets"]
    assert set(parts(nowhere).values()) == {(None, None, None)}
    every = all_indicators(held, as_of=DAY, region="350823")["indicators"]
    assert set(parts(every).values()) == {(None, None, None)}
    known = compute(five(), held, as_of=DAY, region="350824").to_json()["targets"]
    assert parts(known)["enterprise_invention_share"] == (None, 0, 0)
    assert parts(known)["inventions_per_10k"] == (None, 0, None)
    (share,) = look_ahead(plan(target("enterprise_invention_share")), held, as_of=DAY, region="350823").outlooks
    assert (share.value.numerator, share.sentence) == (None, "登记数据里没有上杭县（350823）的数据，无法计算。")


def test_whose_plan_it_is_and_that_nothing_is_known_there_is_said(tmp_path):
    made = snapshot(tmp_path, spans=[span("a", "2018-01-01")])
    asked = replace(plan(target("registered_marks")), place="某县")
    assert remarks_on(asked, made, "350823") == []
    assert remarks_on(asked, made, "350824") == [
        "方案是某县（350823）的，这里按武平县（350824）的数据计算，方案的目标和标准只作参照",
        "登记数据里没有武平县（350824）的数据，不是 0",
    ]


@pytest.mark.parametrize(
    ("said", "code"),
    [("350823", "350823"), ("上杭县", "350823"), ("福建省 龙岩市上杭县", "350823"), ("龙岩市", "350800"), ("北京市", "110000")],
)  # fmt: skip
def test_a_region_answers_to_its_code_and_its_names(said, code):
    assert region_named(said) == code


def test_a_name_that_several_regions_bear_lists_them():
    with pytest.raises(ValueError, match=r"叫“鼓楼区”的有 4 处，.*福建省福州市鼓楼区（350102）"):
        region_named("鼓楼区")
    assert region_named("福州市鼓楼区") == "350102"
    assert (region_named("安吉"), region_named("福建")) == ("330523", "350000")
    with pytest.raises(ValueError, match="“上杭县临江镇”不是六位行政区划代码，也不是"):
        region_named("上杭县临江镇")


def test_a_population_of_zero_gives_no_value(tmp_path):
    value = value_of("inventions_per_10k", tmp_path, spans=[span("a", "2018-01-01")], population=[residents(2019, 0)])
    assert (value.value, value.met, value.to_json()["value"]) == (None, False, None)


def test_a_share_without_inventions_gives_no_value(tmp_path):
    value = value_of("enterprise_invention_share", tmp_path, spans=[span("m", "2018-01-01", kind="trademark")])
    assert (value.value, value.numerator, value.denominator, value.met) == (None, 0, 0, False)


def test_enterprises_and_state_owned_ones_make_the_share(tmp_path):
    kinds = ["enterprise", "soe", "cooperative", "farm", "university", None]
    spans = [span(str(n), "2018-01-01", holder_kind=kind) for n, kind in enumerate(kinds)]
    value = value_of("enterprise_invention_share", tmp_path, spans=spans)
    assert (value.numerator, value.denominator, value.value) == (2, 6, Decimal("33.3333"))


def test_a_prefecture_holds_its_counties_and_nobody_else_s(tmp_path):
    spans = [
        span(region, "2018-01-01", kind="trademark", region=region)
        for region in ("350823", "350824", "350923", "350800")
    ]
    spans.append(span("unknown", "2018-01-01", kind="trademark", region=None))
    assert value_of("registered_marks", tmp_path, spans=spans, region="350800").value == 3
    assert value_of("registered_marks", tmp_path, spans=spans, region="350000").value == 4
    assert value_of("registered_marks", tmp_path, spans=spans).value == 1


def loan(loan_id, principal, borrower="p1"):
    return {
        "loan_id": loan_id,
        "borrower": borrower,
        "principal": principal,
        "drawn": "2020-01-01",
        "due": "2021-01-01",
    }


def pledge(loan_id, right_id, registered):
    return {"loan_id": loan_id, "right_id": right_id, "registered": registered}


PARTIES = [
    {"party_id": "p1", "name": "甲", "kind": "enterprise", "region": "350823"},
    {"party_id": "p2", "name": "乙", "kind": "enterprise", "region": "350824"},
]
RIGHTS = [
    {"right_id": "i", "kind": "invention"},
    {"right_id": "u", "kind": "utility_model"},
    {"right_id": "d", "kind": "design"},
    {"right_id": "m", "kind": "trademark"},
]


@pytest.mark.parametrize(
    ("pledges", "fen"),
    [
        ([pledge("a", "i", "2020-06-30")], 12_345_678),
        ([pledge("a", "i", "2020-07-01")], 0),
        ([pledge("a", "i", "2019-12-31")], 0),
        ([pledge("a", "i", "2020-01-01")], 12_345_678),
        ([pledge("a", "m", "2020-02-01")], 0),
        ([pledge("a", "u", "2020-02-01"), pledge("a", "d", "2020-03-01"), pledge("a", "m", "2020-03-01")], 12_345_678),
        ([pledge("a", "i", "2019-02-01"), pledge("a", "u", "2020-03-01")], 12_345_678),
        ([pledge("b", "i", "2020-02-01")], 0),
        ([pledge("a", "i", None)], 0),
        ([pledge("a", "nobody knows", "2020-02-01"), pledge("no loan", "i", "2020-02-01")], 0),
    ],
)
def test_loans_count_once_in_the_year_their_patent_was_pledged(tmp_path, pledges, fen):
    loans = [loan("a", 12_345_678), loan("b", 700, borrower="p2")]
    tables = {"loans": loans, "pledges": pledges, "rights": RIGHTS, "parties": PARTIES}
    value = value_of("pledge_financing", tmp_path, **tables)
    assert value.numerator == fen
    assert value.value == Decimal(fen) / 1_000_000


def test_money_is_printed_to_the_fen(tmp_path):
    tables = {
        "loans": [loan("a", 1)],
        "pledges": [pledge("a", "i", "2020-01-01")],
        "rights": RIGHTS,
        "parties": PARTIES,
    }
    assert value_of("pledge_financing", tmp_path, **tables).to_json()["value"] == "0.000001"
    assert value_of("pledge_financing", tmp_path, unit="元", **tables).to_json()["value"] == "0.01"


def test_the_shape_of_the_answer(tmp_path):
    spans = [span("a", "2018-01-01"), span("b", "2018-01-01", holder_kind="university")]
    result = compute(
        five(inventions_per_10k="4.5"),
        snapshot(tmp_path, spans=spans, population=[residents(2019, 376_000)]),
        as_of=DAY,
    )
    answer = result.to_json()
    assert answer["targets"][0] == {
        "id": "inventions_per_10k", "clause": "goal", "value": "0.0532", "goal": "4.5", "unit": "件/万人",
        "due": "2020-12-31", "met": False, "numerator": 2, "denominator": 376_000,
    }  # fmt: skip
    assert [(t["value"], t["numerator"], t["denominator"]) for t in answer["targets"][1:]] == [
        ("0", None, None), ("0", None, None), ("0", None, None), ("50", 1, 2),
    ]  # fmt: skip
    del answer["targets"]
    assert answer == {"plan": "test", "region": "350823", "as_of": "2020-06-30", "snapshot": "test"}


@pytest.mark.parametrize(
    ("indicator", "unit", "words"),
    [
        ("happiness", "件", "没有指标“happiness”"),
        ("pct_filings", "件", "算不出“PCT 国际专利申请量”"),
        ("gi_marks", "%", "单位“%”不能用于"),
    ],
)
def test_a_target_nobody_can_compute_is_refused(tmp_path, indicator, unit, words):
    with pytest.raises(Refusal, match=words):
        value_of(indicator, tmp_path, unit=unit)


@pytest.mark.parametrize(
    ("exact", "text"), [((1, 20_000), "0.0001"), ((1, 20_001), "0"), ((-1, 20_000), "-0.0001"), ((7, 2), "3.5")]
)
def test_values_are_rounded_half_up(exact, text):
    assert f"{printed(Fraction(*exact)):f}" == text


@pytest.mark.parametrize(
    ("name", "unit", "meant"),
    [
        ("有效商标注册量", "件", "registered_marks"),
        ("每万人有效商标注册量", "件/万人", "marks_per_10k"),
        ("每万人口高价值发明专利拥有量", "件/万人", "high_value_inventions_per_10k"),
        ("发明专利拥有量", "件", "inventions"),
        ("知识产权质押融资额", "亿元", "pledge_financing"),
    ],
)
def test_the_indicator_that_is_proposed_goes_by_name_and_unit(name, unit, meant):
    [fault] = target_faults(plan(replace(target("gi_marks", unit=unit), id="target_1", name=name)))
    assert f"是不是“{meant}”" in fault.expected


def test_a_target_like_no_indicator_has_none_proposed():
    [fault] = target_faults(plan(replace(target("gi_marks", unit="%"), id="target_1", name="森林覆盖率")))
    assert "是不是" not in fault.expected
