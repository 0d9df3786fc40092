"""The board: what counts for which clause and unit, the same reasons for everybody who may see them, a constant cost."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from factories.figures import make_edition, make_figure, make_figures
from factories.matters import Cast as MatterCast
from factories.matters import make_dossier, write_world
from factories.reports import BUREAU as REPORTED
from factories.reports import ReportCast, handled
from factories.supervision import BUREAU, OFFICE, TODAY, accepted, answer, send
from zhixian.core.catalogue import matters_of
from zhixian.core.kernel.money import half_up, yuan
from zhixian.core.supervision.lights import AMBER, GREEN, GREY, RED, Open
from zhixian.web.incentives import actions as ledger
from zhixian.web.kit.plan import the_plan
from zhixian.web.matters.models import Dossier, DossierUnit
from zhixian.web.supervision.actions import accept_answer
from zhixian.web.supervision.evidence import shown_reasons
from zhixian.web.supervision.facts import SOURCES, budgets, payments
from zhixian.web.supervision.lights import Board
from zhixian.web.supervision.responsible import all_units, deadline_of, lead_units, place, units_of

SCIENCE, FINANCE = "industry_science_bureau", "finance_bureau"


def colour(clause, unit, *, as_of=TODAY, public=False):
    return Board(as_of=as_of, public=public).cell(clause, unit).light.colour


def words(clause, unit, **given):
    return [reason.words for reason in Board(as_of=TODAY, **given).cell(clause, unit).light.reasons]


def test_responsible_units_of_every_clause_are_on_the_board_and_sets_are_taken_apart():
    plan = the_plan()
    for clause in plan.clauses:
        assert set(units_of(clause.id)) >= {unit for unit in clause.units if not plan.units[unit].members}
        assert all(not plan.units[unit].members for unit in units_of(clause.id))
    assert len(units_of("S1")) == 23
    assert lead_units("S1") == ()
    assert lead_units("9") == (BUREAU,)
    assert len(all_units()) == 23
    assert deadline_of("9") == date(2020, 12, 31)


def test_work_for_a_clause_of_others_counts_under_the_safeguard_that_names_the_unit():
    assert place("18", FINANCE) == "18"
    assert place("9", FINANCE) == "S2"
    assert place("9", "court") == "S1"
    assert place("9", OFFICE) is None


def test_a_new_site_has_no_red_light_long_after_the_plan_has_ended(client):
    for public in (True, False):
        board = Board(as_of=date(2026, 11, 27), public=public)
        assert {cell.light.colour for cell in board.cells.values()} == {GREY}
        assert {cell.light.words for cell in board.cells.values()} == {"还没有数据"}
    make_edition(promises=[])
    assert {cell.light.colour for cell in Board(as_of=date(2026, 11, 27)).cells.values()} == {RED}


def test_a_figure_that_lacks_its_data_turns_no_light_red():
    make_figure(make_edition(promises=[]), "registered_marks", clause="9", value=None, reason="从没有导入过商标")
    light = Board(as_of=date(2026, 11, 27)).clause("9")
    assert (light.colour, light.words) == (GREY, "还没有数据")


def test_with_nothing_counted_everything_is_grey():
    assert {cell.light.colour for cell in Board(as_of=TODAY).cells.values()} == {GREY}


def test_a_target_counts_for_whoever_leads():
    edition = make_edition(promises=[])
    make_figure(
        edition, "pledge_financing", name="质押", clause="goal", grade="hardly", value=Decimal(1), goal=Decimal(2)
    )
    assert colour("18", SCIENCE) == RED
    assert colour("18", FINANCE) == GREY
    assert Board(as_of=TODAY).clause("goal").colour == RED
    assert Board(as_of=TODAY).clause("18").colour == RED


@pytest.mark.parametrize(("grade", "expected"), [("sure", GREEN), ("unsure", AMBER), ("hardly", RED)])
def test_a_light_never_differs_from_the_published_figure(grade, expected):
    figure = make_figure(make_edition(promises=[]), "registered_marks", grade=grade)
    assert colour("9", BUREAU) == expected == {"good": GREEN, "warn": AMBER, "bad": RED}[figure.tone]
    assert figure.sentence in words("9", BUREAU)[0]


@pytest.fixture
def dossier(settings, tmp_path):
    settings.DATA = tmp_path / "data"
    write_world(settings.DATA, parties=1, loans=2)
    return make_dossier(MatterCast(), "review")


def test_an_overdue_dossier_is_red_for_the_unit_that_has_it(dossier):
    assert (dossier.unit, colour("18", SCIENCE)) == (SCIENCE, GREEN)
    Dossier.objects.update(due=TODAY - timedelta(days=3))
    assert words("18", SCIENCE) == ["办件 1 件逾期，最早 2020-11-13 届满，已超 1 个工作日"]
    assert colour("18", FINANCE) == GREY


def test_a_dossier_that_ended_is_progress_for_each_unit_that_had_it(dossier):
    DossierUnit.objects.get_or_create(dossier=dossier, unit=FINANCE)
    Dossier.objects.update(outcome="done", unit="", closed_on=TODAY - timedelta(days=5))
    assert words("18", SCIENCE) == words("18", FINANCE) == ["近 92 日办件 1 件办结，最近 2020-11-11"]


def test_a_report_is_counted_for_the_unit_but_never_in_public():
    report = handled(ReportCast())
    type(report).objects.update(due=TODAY - timedelta(days=3))
    assert colour("6", REPORTED) == RED
    assert colour("6", REPORTED, public=True) == GREY
    assert Board(as_of=TODAY, public=True).clause("6").reasons == ()


def test_requests_and_what_was_promised_have_clocks(cast):
    row = send(cast)
    assert (colour("9", BUREAU), colour("S1", BUREAU)) == (GREY, GREY)
    assert (colour("9", BUREAU, as_of=row.due), colour("S1", BUREAU, as_of=row.due)) == (AMBER, AMBER)
    assert colour("9", BUREAU, as_of=row.due + timedelta(days=1)) == RED
    answer(row, cast, measure="配人", measure_due=date(2021, 1, 8))
    assert colour("9", BUREAU) == GREY
    accept_answer(row, by=cast.lead, version=row.version)
    assert colour("9", BUREAU) == GREEN
    assert colour("9", BUREAU, as_of=date(2021, 1, 11)) == RED


def test_a_newer_accepted_answer_takes_the_place_of_an_older_promise(cast, settings):
    accepted(cast, measure="配人", measure_due=TODAY + timedelta(days=9))
    settings.TODAY = (TODAY + timedelta(days=14)).isoformat()
    assert colour("9", BUREAU, as_of=TODAY + timedelta(days=14)) == RED
    accepted(cast)
    assert colour("9", BUREAU, as_of=TODAY + timedelta(days=14)) == GREEN


def test_a_promise_holds_until_another_takes_its_place_however_old_it_is(cast):
    accepted(cast, measure="配人", measure_due=TODAY + timedelta(days=9))
    later = TODAY + timedelta(days=800)
    assert colour("9", BUREAU, as_of=later) == RED
    assert any("承诺的措施" in reason.words for reason in Board(as_of=later).cell("9", BUREAU).light.reasons)


def evidence(clause, user, *, as_of=TODAY):
    shown = shown_reasons(Board(as_of=as_of).cell(clause, BUREAU), user, as_of=as_of)
    return {one.reason.kind: [piece.name for piece in one.pieces] for one in shown}


def test_an_answer_that_nobody_has_judged_is_no_evidence_of_progress(cast, settings):
    first = accepted(cast, measure="配人", measure_due=TODAY + timedelta(days=30))
    second = answer(send(cast), cast)
    assert evidence("9", cast.lead) == {
        "progress": [f"{first.number}（已核准）"],
        "measure": [f"{first.number}（已核准）"],
        "request": [f"{second.number}（待审核）"],
    }
    accept_answer(second, by=cast.lead, version=second.version)
    assert evidence("9", cast.lead) == {"progress": [f"{second.number}（已核准）"]}
    assert evidence("S1", cast.lead) == {"request": [f"{second.number}（已核准）", f"{first.number}（已核准）"]}


def test_evidence_that_ended_stands_there_as_long_as_it_counts(dossier, client, sign_in):
    sign_in("auditor")
    Dossier.objects.update(outcome="done", unit="", closed_on=TODAY - timedelta(days=200))
    fresh = make_dossier(MatterCast(), "review", subject="L1-2")
    Dossier.objects.filter(pk=fresh.pk).update(outcome="done", unit="", closed_on=TODAY - timedelta(days=5))
    [shown] = shown_reasons(Board(as_of=TODAY).cell("18", SCIENCE), client.person, as_of=TODAY)
    assert shown.reason.count == 1
    assert [piece.name.split()[0] for piece in shown.pieces] == [Dossier.objects.get(pk=fresh.pk).number]


def test_each_payment_counts_for_the_unit_that_paid_it(cast, monkeypatch):
    by_matter = {
        "gi_mark": {"*": (BUREAU,), "payment": (FINANCE,)},
        "pledge_interest": {"*": (SCIENCE,), "payment": (SCIENCE,)},
    }
    given = replace(the_plan(), matter_units=by_matter)
    monkeypatch.setattr("zhixian.web.supervision.facts.site_matters", lambda: matters_of(given))
    for number, (purpose, fen) in enumerate({"gi_mark": 100, "pledge_interest": 200}.items()):
        subject = f"matters.dossier:{number}"
        ledger.appropriate(purpose=purpose, year=2020, amount_fen=fen, document="预算", by=cast.lead)
        ledger.reserve(
            purpose=purpose,
            year=2020,
            amount_fen=fen,
            subject=subject,
            party="P",
            claims=(),
            by=cast.lead,
        )
        ledger.commit(subject, amount_fen=fen, document="决定", by=cast.lead)
        ledger.pay(subject, document=f"凭证{number}", by=cast.lead)
    assert {(clause, unit): sign.count for clause, unit, sign in payments(TODAY)} == {
        ("9", FINANCE): 1,
        ("18", SCIENCE): 1,
    }


def test_what_was_recovered_is_no_payment(cast):
    for number, back in enumerate((300, 1000)):
        subject = f"matters.dossier:{number}"
        given = {"purpose": "gi_mark", "year": 2020, "amount_fen": 1000, "by": cast.lead}
        ledger.appropriate(document=f"预算{number}号", **given)
        ledger.reserve(subject=subject, party="P", **given)
        ledger.commit(subject, amount_fen=1000, document="决定", by=cast.lead)
        ledger.pay(subject, document=f"凭证{number}", by=cast.lead)
        ledger.recover(subject, amount_fen=back, reason="多付", document="追回1号", by=cast.lead)
    ((_, _, sign),) = payments(TODAY)
    assert (sign.count, sign.more) == (1, "合计 7 元")


def test_a_clause_s_budget_is_told_with_the_end_of_its_year_and_lights_nothing(cast):
    given = {"purpose": "gi_mark", "year": 2020, "by": cast.lead}
    ledger.appropriate(amount_fen=100_000, document="预算", **given)
    ledger.reserve(amount_fen=64_200, subject="matters.dossier:1", party="P", claims=(), **given)
    ((clause, unit, sign),) = budgets(TODAY)
    assert (clause, unit, sign.tone) == ("9", "", "plain")
    end = half_up(64_200 * 366, TODAY.timetuple().tm_yday)
    assert sign.words == (
        f"2020 年预算 1,000 元，已占用 642 元，照此到年底 {yuan(end)} 元，剩 {yuan(100_000 - end)} 元"
    )
    assert list(budgets(TODAY.replace(year=2021))) == []


def test_every_source_of_evidence_counts_once(monkeypatch):
    def penalties(as_of):
        yield "6", BUREAU, Open("penalty", as_of - timedelta(days=3), 2)

    monkeypatch.setattr("zhixian.web.supervision.facts.SOURCES", (*SOURCES, penalties))
    assert words("6", BUREAU) == ["处罚公示 2 件逾期，最早 2020-11-13 届满，已超 1 个工作日"]


def fill_much(cast, times):
    for clause in the_plan().clauses[:times]:
        for unit in units_of(clause.id):
            send(cast, clause.id, unit)


def test_the_board_costs_the_same_few_queries_however_much_there_is(cast, client, django_assert_num_queries, settings):
    settings.DATA = settings.MEDIA_ROOT
    make_figures()
    client.force_login(cast.lead)
    client.get(reverse("supervision_board"))
    with CaptureQueriesContext(connection) as before:
        client.get(reverse("supervision_board"))
    fill_much(cast, 8)
    with django_assert_num_queries(len(before)):
        assert client.get(reverse("supervision_board")).content.decode().count("asked-mark") > 20


def page(client, name, *args, status=200):
    answered = client.get(reverse(name, args=args))
    assert answered.status_code == status
    return answered.content.decode()


def test_lead_office_and_auditor_see_the_same_reasons_and_a_unit_its_own(cast, client):
    make_figures()
    send(cast)
    told = {}
    for person in (cast.lead, cast.auditor, cast.handler):
        client.force_login(person)
        html = page(client, "supervision_cell", "9", BUREAU)
        told[person.pk] = html[html.index("为什么") : html.index("方案原文")]
    assert len(set(told.values())) == 1
    assert "商标有效注册量" in told[cast.lead.pk]


def test_the_board_of_a_unit_shows_its_column_only(cast, client):
    client.force_login(cast.other)
    told = page(client, "supervision_board")
    assert told.count('class="board-unit"') == 1
    assert "县财政局" in told
    page(client, "supervision_cell", "9", BUREAU, status=404)
    page(client, "supervision_clause", "9", status=404)
    page(client, "supervision_cell", "18", FINANCE)
    page(client, "supervision_cell", "18", "nobody", status=404)
    page(client, "supervision_cell", "99", FINANCE, status=404)


def test_grey_says_what_would_make_it_measurable(cast, client):
    client.force_login(cast.lead)
    assert "怎样才数得到" in page(client, "supervision_cell", "17", BUREAU)


def test_lights_can_be_filtered_by_colour(cast, client):
    send(cast, days=2)
    client.force_login(cast.lead)
    told = client.get(reverse("supervision_board"), {"light": "amber"}).content.decode()
    assert "培育高知名度商标" in told
    assert "打造版权精品" not in told
    assert "没有红灯" in client.get(reverse("supervision_board"), {"light": "red"}).content.decode()


def test_everybody_reads_the_rule(client):
    told = page(client, "supervision_rule")
    for said in ("5 个工作日以内届满", "近 92 日", "报领导小组", "举报"):
        assert said in told
