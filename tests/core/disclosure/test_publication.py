"""Which rules a penalty is published by, and the days that follow from them."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from zhixian.core.disclosure import publication
from zhixian.core.disclosure.masking import KINDS
from zhixian.core.disclosure.publication import (
    PARTY_KINDS,
    WAYS,
    Weight,
    load_rules,
    publication_clock,
    repair_clock,
    rules,
    term,
)
from zhixian.core.kernel.refusal import Refusal
from zhixian.core.workflow.derivation import derivation

DATA = Path(publication.__file__).parent / "data" / "penalties.yaml"
MARKET, GENERAL = "market_regulation", "general"


@pytest.mark.parametrize(
    ("regime", "decided", "due"),
    [
        (MARKET, date(2021, 9, 1), date(2021, 9, 29)),
        (MARKET, date(2020, 9, 25), date(2020, 10, 29)),
        (GENERAL, date(2020, 9, 25), date(2020, 10, 12)),
        (GENERAL, date(2018, 12, 4), date(2019, 1, 2)),
        (GENERAL, date(2018, 12, 5), date(2018, 12, 14)),
    ],
)
def test_by_when_it_must_appear(regime, decided, due):
    running = publication_clock(regime, decided, as_of=decided)
    assert running.due == due
    assert derivation(running)[-1].sentence.startswith(f"届满日 {due}")


@pytest.mark.parametrize(
    ("regime", "as_of", "weight", "until"),
    [
        (MARKET, date(2020, 11, 16), Weight(["fine"]), date(2025, 10, 20)),
        (MARKET, date(2021, 9, 1), Weight(["fine"]), date(2023, 10, 20)),
        (MARKET, date(2021, 9, 1), Weight(["fine"], low_fine=True), date(2021, 1, 20)),
        (MARKET, date(2021, 9, 1), Weight(["criticism"]), date(2021, 1, 20)),
        (MARKET, date(2021, 9, 1), Weight(["fine", "illegal_goods"], low_fine=True), date(2023, 10, 20)),
        (MARKET, date(2021, 9, 1), Weight(["trade_banned"], False, date(2026, 1, 1)), date(2026, 1, 1)),
        (MARKET, date(2021, 9, 1), Weight(["trade_banned"], False, date(2022, 1, 1)), date(2023, 10, 20)),
        (GENERAL, date(2019, 6, 30), Weight(["fine"]), None),
        (GENERAL, date(2020, 11, 16), Weight(["fine"]), date(2021, 10, 1)),
        (GENERAL, date(2020, 11, 16), Weight(["fine", "permit_revoked"]), date(2023, 10, 1)),
        (GENERAL, date(2024, 1, 1), Weight(["fine"]), date(2023, 10, 1)),
        (GENERAL, date(2026, 4, 1), Weight(["warning"]), date(2021, 1, 1)),
        (GENERAL, date(2026, 4, 1), Weight(["fine"], low_fine=True), date(2021, 1, 1)),
        (GENERAL, date(2026, 4, 1), Weight(["fine"]), date(2021, 10, 1)),
        (GENERAL, date(2026, 4, 1), Weight(["permit_suspended"]), date(2023, 10, 1)),
        (GENERAL, date(2026, 3, 31), Weight(["permit_suspended"]), date(2023, 10, 1)),
    ],
)
def test_how_long_it_is_shown(regime, as_of, weight, until):
    found = term(regime, weight, decided=date(2020, 10, 1), shown=date(2020, 10, 20), as_of=as_of)
    assert found.until == until
    assert found.edition.holds_on(as_of)
    assert found.restricted == (weight.restricted_until is not None and weight.restricted_until == until)


@pytest.mark.parametrize(
    ("regime", "as_of", "kinds", "due"),
    [
        (MARKET, date(2020, 11, 16), ["fine"], None),
        (MARKET, date(2021, 9, 1), ["fine"], date(2021, 4, 20)),
        (MARKET, date(2021, 9, 1), ["business_stopped", "fine"], None),
        (MARKET, date(2021, 9, 1), ["criticism"], None),
        (GENERAL, date(2020, 11, 16), ["fine"], date(2021, 1, 1)),
        (GENERAL, date(2020, 11, 16), ["permit_revoked"], date(2021, 4, 1)),
        (GENERAL, date(2026, 4, 1), ["fine"], date(2021, 1, 1)),
        (GENERAL, date(2026, 4, 1), ["permit_suspended"], date(2021, 10, 1)),
        (GENERAL, date(2026, 4, 1), ["warning"], None),
    ],
)
def test_from_when_on_it_may_go_early(regime, as_of, kinds, due):
    found = repair_clock(regime, Weight(kinds), decided=date(2020, 10, 1), shown=date(2020, 10, 20), as_of=as_of)
    assert (found.due if found else None) == due


@pytest.mark.parametrize("edition", rules().editions, ids=lambda one: one.id)
def test_what_may_go_early_says_what_a_unit_must_find_first_and_by_which_source(edition):
    early = any(grade.may_go_early for grade in edition.grades)
    assert bool(edition.repair_needs) == bool(edition.repair_source) == early


def test_the_rules_of_2021_ask_for_four_findings():
    edition = rules().edition(MARKET, date(2021, 9, 1))
    assert list(edition.repair_needs) == ["fulfilled", "remedied", "not_again", "not_listed"]
    assert edition.repair_source == "公示规定第14条"
    assert rules().edition(MARKET, date(2021, 8, 31)).repair_needs == {}


def test_since_april_2026_a_light_one_may_go_as_soon_as_what_was_ordered_is_done():
    before, since = rules().edition(GENERAL, date(2026, 3, 31)), rules().edition(GENERAL, date(2026, 4, 1))
    assert not before.grade(["warning"], low_fine=False).repair_at_once
    light = since.grade(["warning"], low_fine=False)
    assert (light.id, light.repair, light.repair_at_once, light.may_go_early) == ("light", None, True, True)
    assert list(since.repair_needs) == ["corrected", "promised"]
    assert not rules().edition(MARKET, date(2026, 4, 1)).grade(["licence_revoked"], low_fine=False).may_go_early


def test_a_warning_alone_is_not_published_by_the_rules_of_2021():
    edition = rules().edition(MARKET, date(2021, 9, 1))
    assert not edition.is_published(["warning"])
    assert edition.is_published(["warning", "fine"])
    assert rules().edition(MARKET, date(2020, 9, 1)).is_published(["warning"])


def test_the_law_names_days_for_a_withdrawal_since_2021():
    assert rules().withdrawal(date(2021, 7, 14)) is None
    assert rules().withdrawal(date(2021, 7, 15)).length(3) == "3 个工作日"


def test_before_the_first_rules_nothing_is_worked_out():
    with pytest.raises(Refusal, match=r"还没有公示行政处罚的规定.*2014-10-01"):
        rules().edition(MARKET, date(2014, 9, 30))


@pytest.mark.parametrize("edition", rules().editions, ids=lambda one: one.id)
def test_every_kind_of_penalty_has_a_grade(edition):
    for kind in rules().kinds:
        assert edition.grade([kind], low_fine=False) in edition.grades


def test_every_field_says_how_it_is_shown():
    for rule in rules().fields.values():
        assert {rule.way(kind) for kind in PARTY_KINDS} <= WAYS.keys()
        assert rule.hides in ("", *KINDS)
        if rule.way("person") != "open":
            assert rule.hides, rule.id


@pytest.mark.parametrize("edition", rules().editions, ids=lambda one: one.id)
def test_a_field_cites_no_law_that_was_not_yet_or_no_longer_in_force(edition):
    last = edition.end - timedelta(days=1) if edition.end else date(2026, 11, 1)
    for day in (edition.start, last):
        for rule in rules().fields.values():
            cited = rule.source(edition.regime, day)
            assert cited, (rule.id, day)
            assert ("公示规定（2021）" in cited) <= (edition.regime == MARKET and day >= date(2021, 9, 1))
            assert ("公示暂行规定" in cited) <= (edition.regime == MARKET and day < date(2021, 9, 1))
            assert ("个人信息保护法" in cited) <= (day >= date(2021, 11, 1))
            assert ("民法典" in cited) <= (day >= date(2021, 1, 1))
            assert ("（2019）" in cited) <= (day >= date(2019, 5, 15))


@pytest.mark.parametrize(
    ("field", "regime", "day", "source"),
    [
        (
            "phone",
            MARKET,
            date(2020, 11, 16),
            "公示暂行规定（2014）第6条；政府信息公开条例（2019）第15条；民法总则第111条",
        ),
        ("phone", MARKET, date(2021, 9, 1), "公示规定（2021）第6条；政府信息公开条例（2019）第15条；民法典第1039条"),
        (
            "phone",
            MARKET,
            date(2021, 11, 1),
            "公示规定（2021）第6条；政府信息公开条例（2019）第15条；民法典第1039条；个人信息保护法第34条",
        ),
        ("secrets", GENERAL, date(2019, 5, 14), "国办发〔2018〕118号；政府信息公开条例（2007）第14条"),
        ("number", GENERAL, date(2014, 2, 4), "国发〔2014〕6号第（三）项"),
    ],
)
def test_a_field_cites_the_laws_of_the_day(field, regime, day, source):
    assert rules().fields[field].source(regime, day) == source


def test_nobody_sees_a_persons_private_fields():
    closed = {rule.id for rule in rules().fields.values() if rule.way("person") in ("closed", "secret")}
    assert closed >= {"id_number", "phone", "address", "bank_account", "private_words", "secrets"}
    assert rules().fields["party"].way("person") == "mask"
    assert rules().fields["address"].way("trader") == "closed"


def test_the_limit_of_withdrawal_does_not_hang_on_the_order_of_the_file(tmp_path):
    earlier = '  - {from: "2020-01-01", limit: old_market_penalty_display}\n'
    path = tmp_path / "penalties.yaml"
    path.write_text(DATA.read_text("utf-8") + earlier, encoding="utf-8")
    assert load_rules(path).withdrawal(date(2022, 1, 1)) == rules().withdrawal(date(2022, 1, 1))


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("publish: market_penalty_publication", "publish: nothing", "nothing"),
        ("kinds: [warning, criticism, low_fine]", "kinds: [scolding]", "scolding"),
        ("shown: closed, hides: id_number", "shown: perhaps, hides: id_number", "perhaps"),
        ('    from: "2021-09-01"', '    from: "2021-10-01"', "接不上"),
        ("kinds: [rest], display: market_penalty_display,", "kinds: [fine], display: market_penalty_display,", "rest"),
        (
            "sources: [market_2014 第7条,",
            "sources: [market_2041 第7条,",
            "“market_2041”没有定义。应为：laws 里的规定之一",
        ),
        (
            "sources: [market_2014 第7条, market_2021 第7条, opinion_2014",
            "sources: [market_2021 第7条, guidance_2018",
            "fields.body.*market_regulation 在 2014-10-01 没有依据",
        ),
        ("counts_from: publication}", "counts_from: birth}", "birth"),
        ("repair_needs: [fulfilled, ", "repair_needs: [filled, ", "“filled”没有定义。应为：fulfilled、"),
        ("    repair_needs: [fulfilled, remedied, not_again, not_listed]\n", "", "写明要核实什么"),
    ],
)
def test_a_slip_in_the_data_is_told(tmp_path, old, new, why):
    text = DATA.read_text("utf-8")
    assert re.search(re.escape(old), text)
    path = tmp_path / "penalties.yaml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(Refusal, match=why):
        load_rules(path)
