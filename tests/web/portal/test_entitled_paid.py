"""What has been paid or applied for already is shown as that, with nothing to apply for; dossiers only to whoever sees them."""

import re

from django.urls import reverse

from factories.matters import filled, make_dossier, start, step_on
from zhixian.web.accounts.models import Seat
from zhixian.web.incentives import actions as ledger
from zhixian.web.matters import actions
from zhixian.web.matters.award import holding_of


def panel(client, **query):
    page = client.get(reverse("entitled_party"), {"id": "P1", "year": 2018, **query}).content.decode()
    return page.partition("<main")[2]


def line(page, subject):
    """The lines of one loan or mark."""
    return page.partition(f'class="line-name">{subject}<')[2].partition('class="line-name"')[0]


def test_what_was_paid_is_shown_with_its_day_and_dossier_and_cannot_be_applied_for(client, cast):
    paid, open_ = make_dossier(cast, "done"), make_dossier(cast, "review", subject="L1-2")
    client.force_login(cast.applicant)
    page = panel(client)
    first, second, third = (line(page, subject) for subject in ("L1-1", "L1-2", "L1-10"))
    assert "已拨付 13,231.25 元" in first
    assert f'<a href="{reverse("dossier", args=[paid.pk])}">{paid.number}</a>' in first
    assert "登记拨付" in first
    assert "其中已拨付 13,231.25 元" in page
    assert f'<a href="{reverse("dossier", args=[open_.pk])}">' in second
    assert "现在是“审核”" in second
    assert ["/start/" in one for one in (first, second, third)] == [False, False, True]


def test_the_public_sees_what_is_paid_and_no_dossier(client, cast):
    paid = make_dossier(cast, "done", "gi_mark")
    page = panel(client)
    assert "已拨付 150,000 元" in line(page, "G1")
    assert str(paid.number) not in page
    assert "/dossiers/" not in page
    make_dossier(type(cast)("P2"), "review", "gi_mark")
    other = client.get(reverse("entitled_party"), {"id": "P2", "year": 2018}).content.decode()
    assert "已经申请" not in other


def test_what_was_taken_back_whole_is_no_longer_paid(client, cast):
    paid = make_dossier(cast, "done", "gi_mark")
    ledger.recover(holding_of(paid), amount_fen=15_000_000, reason="撤销", document="追回1号", by=cast.payer)
    assert "已拨付" not in panel(client)


def test_what_was_worked_out_by_declared_facts_stands_in_every_sum(client, cast):
    dossier = filled(start(cast), cast)
    early = {"repaid_early": "yes", "repaid": "2018-04-01"}
    dossier = actions.save_draft(dossier, early, by=cast.applicant, version=dossier.version)
    client.force_login(cast.applicant)
    before = client.get(reverse("entitled_party"), {"id": "P1", "year": 2018}).context["shown"]
    for move_id in ("submit", "accept", "approve", "conclude", "grant", "pay"):
        dossier = step_on(dossier, move_id, cast)
    assert dossier.award_fen < 1_323_125
    page = client.get(reverse("entitled_party"), {"id": "P1", "year": 2018})
    shown, text = page.context["shown"], line(page.content.decode(), "L1-1")
    (rule,) = [rule.entitlement for rule in shown.rules if rule.entitlement.definition.id == "pledge_interest"]
    (paid,) = [one for one in rule.lines if one.subject == "L1-1"]
    assert (paid.amount_fen, paid.outcome.amount_fen) == (dossier.award_fen, 1_323_125)
    assert rule.settled_fen == shown.paid_fen == dossier.award_fen
    assert rule.used_fen == rule.total_fen
    assert "以办件和拨付为准" in text
    (old,) = [rule.entitlement for rule in before.rules if rule.entitlement.definition.id == "pledge_interest"]
    assert old.settled_fen == 0
    assert old.total_fen == rule.total_fen == old.cap.value  # what was saved of the cap goes to the loans after it


def test_a_draft_is_told_as_one(client, cast):
    draft = start(cast)
    client.force_login(cast.applicant)
    told = line(panel(client), "L1-1")
    assert "还没有提交" in told
    assert reverse("dossier_form", args=[draft.pk]) in told
    assert "在办" not in told


def test_what_was_paid_for_another_year_is_not_told_as_paid_of_this_one(client, cast):
    paid = make_dossier(cast, "done", "gi_mark")
    assert paid.year == 2018
    client.force_login(cast.applicant)
    shown = {
        year: client.get(reverse("entitled_party"), {"id": "P1", "year": year}).context["shown"]
        for year in (2017, 2018)
    }
    assert shown[2018].paid_fen == paid.award_fen
    assert shown[2017].paid_fen == 0


def test_whoever_acts_for_two_companies_applies_for_the_one_that_is_shown(client, cast):
    person, second = cast.applicant, type(cast)("P2").organisation
    Seat.objects.create(user=person, role="enterprise", organisation=second)
    client.force_login(person)
    page = client.get(reverse("entitled_party"), {"id": "P2", "year": 2018}).content.decode()
    link = re.search(r'href="(/matters/gi_mark/start/[^"]+)"', page)[1].replace("&amp;", "&")
    assert f"organisation={second.pk}" in link
    start_page = client.get(link).content.decode()
    assert f"申报单位：<strong>{second}</strong>" in start_page
    assert f'<a href="?organisation={cast.organisation.pk}">{cast.organisation}</a>' in start_page
