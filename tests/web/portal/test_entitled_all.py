"""Everybody whom a rule gives money, at once: whose work the list is, whose numbers it shows, who has applied and who was paid."""

from datetime import date
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import CalamineWorkbook

from factories.matters import make_dossier, write_world
from factories.people import make_organisation, make_person
from zhixian.core.analysis.incentives import compute
from zhixian.core.analysis.incentives.quarters import compute_in_quarter
from zhixian.core.catalogue import definitions
from zhixian.core.registry.snapshot import current
from zhixian.web.incentives import actions as ledger
from zhixian.web.incentives.models import Pot
from zhixian.web.kit.models import Entry
from zhixian.web.kit.plan import the_plan
from zhixian.web.matters.award import holding_of

HANDLES, PAYS, OTHER = "industry_science_bureau", "finance_bureau", "commerce_bureau"


def listed(client, **asked):
    """What the page was made of."""
    page = client.get(reverse("entitled_all"), {"rule": "pledge_interest", "year": 2018, **asked})
    assert page.status_code == 200
    return page


def told(client, subject, **asked):
    """The line of a loan."""
    found = listed(client, **asked).context["found"]
    (line,) = [line for line in found.lines if line.award.subject == subject]
    return line


SEES = [
    ("handler", HANDLES, 200), ("chief", HANDLES, 200), ("finance", PAYS, 200), ("lead_office", "leading_group_office", 200),
    ("auditor", "efficiency_office", 200), ("handler", OTHER, 404), ("finance", OTHER, 404), ("admin", "leading_group_office", 403),
]  # fmt: skip


@pytest.mark.parametrize(("role", "unit", "status"), SEES)
def test_the_list_is_for_the_units_whose_matter_it_is(client, county, role, unit, status):
    client.force_login(make_person(role, unit=unit))
    for name in ("entitled_all", "entitled_all_sheet"):
        assert client.get(reverse(name), {"rule": "pledge_interest"}).status_code == status
    assert ("谁可以享受" in client.get(reverse("desk")).text) == (status == 200)


def test_an_enterprise_looks_only_at_itself(client, county):
    client.force_login(make_person("enterprise", organisation=make_organisation(party="P1")))
    assert client.get(reverse("entitled_all")).status_code == 403


@pytest.mark.parametrize("rule", ["pledge_interest", "gi_mark", "navigation"])
def test_the_numbers_are_the_cores(client, county, rule):
    client.force_login(make_person("lead_office", unit="leading_group_office"))
    snapshot, rules = current(county), definitions()
    for quarter in (2, 3):
        found = listed(client, rule=rule, quarter=quarter).context["found"]
        core = compute_in_quarter(the_plan(), rules, snapshot, year=2018, quarter=quarter).only(rule)
        shown = {
            (line.award.party, line.award.subject): (line.quarter_fen, line.award.amount_fen) for line in found.lines
        }
        assert shown == {
            (one.award.party, one.award.subject): (one.quarter_fen, one.award.amount_fen) for one in core.awards()
        }
        assert (found.quarter_fen, found.to_date_fen) == (core.totals[rule], core.to_date.totals[rule])
    whole = listed(client, rule=rule).context["found"]
    assert whole.quarter_fen == whole.to_date_fen == compute(the_plan(), rules, snapshot, year=2018).totals[rule] > 0


def test_the_first_quarter_of_a_loan_is_its_days_to_the_end_of_march(client, county):
    client.force_login(make_person("handler", unit=HANDLES))
    assert told(client, "L1-1", quarter=1).quarter_fen == round(100_000_000 * 435 * 90 * 30 / (10_000 * 360 * 100))
    assert "2018 年计息 90 天（2018-01-01 至 2018-04-01，止日不计）" in told(client, "L1-1", quarter=1).award.reasons[2]


def test_who_has_applied_who_was_paid_and_who_has_not_come(client, cast):
    paid, open_ = make_dossier(cast, "done"), make_dossier(cast, "review", subject="L1-10")
    client.force_login(cast.handler)
    first, second, third = (told(client, subject) for subject in ("L1-1", "L1-10", "L1-11"))
    assert [line.state for line in (first, second, third)] == ["paid", "under_way", "open"]
    assert (first.paid_fen, second.words, third.dossier) == (1_323_125, "审核", None)
    page = listed(client)
    assert f'<a href="{reverse("dossier", args=[paid.pk])}">{paid.number}</a>' in page.text
    assert f'<a href="{reverse("dossier", args=[open_.pk])}">{open_.number}</a>' in page.text
    client.force_login(
        make_person("finance", unit=PAYS)
    )  # nothing lies with it yet: the number is told, the dossier stays shut
    page = listed(client).text
    assert str(open_.number) in page
    assert reverse("dossier", args=[open_.pk]) not in page


def test_what_was_applied_for_out_of_the_order_of_the_cap_is_shown_as_well(client, cast):
    client.force_login(cast.handler)
    before = listed(client).context["found"]
    assert "L1-9" not in {line.award.subject for line in before.lines}  # the cap is used up by loans before it
    make_dossier(cast, "done", subject="L1-9")
    line, after = told(client, "L1-9"), listed(client).context["found"]
    assert (line.award.amount_fen, line.state, line.paid_fen) == (0, "paid", 1_323_125)
    assert after.to_date_fen == before.to_date_fen
    assert after.still_fen == before.still_fen - 1_323_125  # what the cap leaves is less by what was paid
    assert "L1-9" not in {row.subject for _, row in after.refused}


def test_a_draft_or_a_withdrawn_dossier_is_no_application(client, cast):
    make_dossier(cast, "draft", subject="L1-1")
    make_dossier(cast, "withdrawn", subject="L1-10")
    client.force_login(cast.handler)
    assert [told(client, subject).state for subject in ("L1-1", "L1-10")] == ["open", "open"]


def test_what_was_taken_back_is_no_longer_paid(client, cast):
    paid = make_dossier(cast, "done")
    ledger.recover(holding_of(paid), amount_fen=1_323_125, reason="撤销", document="追回1号", by=cast.payer)
    client.force_login(cast.handler)
    line = told(client, "L1-1")
    assert (line.words, line.paid_fen) == ("已追回", 0)


def test_the_budget_is_set_against_what_is_still_to_come(client, cast):
    make_dossier(cast, "done")
    client.force_login(cast.handler)
    found = listed(client).context["found"]
    pot = Pot.objects.get(purpose="pledge_interest", year=2018)
    assert found.still_fen == found.to_date_fen - 1_323_125
    assert found.short_fen == found.still_fen - pot.available_fen < 0
    ledger.withdraw(pot, amount_fen=pot.available_fen - 100, document="调减1号", by=cast.payer)
    assert listed(client).context["found"].short_fen == found.still_fen - 100
    assert "还差" in listed(client).text
    assert "还没有安排这一项的预算" in listed(client, year=2017).text


def test_those_in_one_state_can_be_looked_at_alone(client, cast):
    make_dossier(cast, "done", "gi_mark")
    client.force_login(cast.handler)
    shown = {state: listed(client, rule="gi_mark", state=state).context["page"] for state in ("", "open", "paid")}
    assert {state: {one.party for one in page} for state, page in shown.items()} == {
        "": {"P1", "P2", "P3"}, "open": {"P2", "P3"}, "paid": {"P1"},
    }  # fmt: skip


def test_who_is_not_counted_is_told_with_the_reason(client, county):
    write_world(county, parties=1, loans=2, region="350800", name="away")
    client.force_login(make_person("handler", unit=HANDLES))
    page = listed(client)
    assert not page.context["found"].parties
    assert "没有可以享受的主体" in page.text


def test_the_workbook_has_the_same_numbers_with_their_sums(client, cast):
    paid = make_dossier(cast, "done")
    client.force_login(cast.handler)
    asked = {"rule": "pledge_interest", "year": 2018, "quarter": 2}
    answer = client.get(reverse("entitled_all_sheet"), asked)
    found = listed(client, quarter=2).context["found"]
    book = CalamineWorkbook.from_filelike(BytesIO(answer.getvalue()))
    assert book.sheet_names == ["可享受名单", "没有算进去的", "说明"]
    heading, *rows, total = book.get_sheet_by_name("可享受名单").to_python()
    assert heading[4:7] == ["本季度（元）", "年初至季末（元）", "达到上限"]
    assert len(rows) == len(found.lines)
    (own,) = [row for row in rows if row[3] == "L1-1"]
    assert own[7:10] == ["已拨付", paid.number, 13231.25]
    assert total[1] == "合计"
    assert [round(cell * 100) for cell in total[4:6]] == [found.quarter_fen, found.to_date_fen]
    notes = dict(book.get_sheet_by_name("说明").to_python())
    assert notes["期间"] == "2018 年第二季度"
    assert notes["数据性质"].startswith("合成数据")


def test_every_look_and_every_sheet_is_on_the_record(client, cast):
    client.force_login(cast.handler)
    listed(client, quarter=3)
    client.get(reverse("entitled_all_sheet"), {"rule": "gi_mark", "year": 2018})
    look, sheet = Entry.objects.filter(subject__startswith="portal.entitlements").order_by("number")
    assert (look.action, look.subject) == ("read_entitlements", "portal.entitlements:pledge_interest")
    assert (look.detail["year"], look.detail["quarter"]) == (2018, 3)
    assert (sheet.action, sheet.subject, sheet.detail["quarter"]) == (
        "entitlements_exported", "portal.entitlements:gi_mark", 0,
    )  # fmt: skip


def test_a_longer_list_asks_no_more_of_the_database(client, cast):
    client.force_login(cast.handler)
    listed(client)
    costs = []
    for subjects in (["L1-1"], [f"L1-{number}" for number in range(2, 8)]):
        for subject in subjects:
            make_dossier(cast, "review", subject=subject)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            listed(client)
        costs.append(len(asked))
    assert costs[0] == costs[1]


def test_the_page_of_a_pot_leads_to_the_list(client, cast):
    pot = Pot.objects.get(purpose="pledge_interest", year=2018)
    address = f"{reverse('entitled_all')}?rule=pledge_interest&amp;year=2018"
    for person, leads in ((cast.payer, True), (make_person("handler", unit=OTHER), False)):
        client.force_login(person)
        assert (address in client.get(reverse("pot", args=[pot.pk])).text) is leads


def test_without_a_registry_it_says_so(client, settings, tmp_path, db):
    settings.TODAY, settings.DATA = date(2018, 12, 3).isoformat(), tmp_path / "none"
    client.force_login(make_person("handler", unit=HANDLES))
    assert "还没有登记数据" in listed(client).text
