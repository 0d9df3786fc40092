"""Dossiers along their flows: the straight way, every step, and random walks that never lose money, answers or the way."""

import random
import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from factories.matters import ANSWERS, PATHS, Cast, filled, later, make_dossier, move, start, step_on, upload
from zhixian.core.kernel.refusal import Refusal
from zhixian.web.incentives import actions as ledger
from zhixian.web.incentives.queries import used_fen
from zhixian.web.kit import record
from zhixian.web.kit.models import Notice
from zhixian.web.kit.plan import the_plan
from zhixian.web.matters import actions, award
from zhixian.web.matters.award import holding_of
from zhixian.web.matters.models import Dossier, PinnedDefinition


@pytest.mark.parametrize(
    ("matter", "fen"), [("pledge_interest", 1_323_125), ("gi_mark", 15_000_000), ("navigation", 3_000_000)]
)
def test_from_application_to_payment(cast, money, matter, fen):
    dossier = make_dossier(cast, "done", matter)
    assert (dossier.step, dossier.outcome, dossier.award_fen) == ("done", "done", fen)
    assert [call[0] for call in money.calls] == ["reserve", "commit", "pay"]
    assert money.paid == {dossier.number: fen}
    assert dossier.number == "杭知办〔2018〕000001号"
    assert dossier.letter_number == "杭知决〔2018〕000001号"
    with dossier.letter.open("rb") as file:
        assert file.read(2) == b"PK"
    assert dossier.due is None
    assert list(record.verify()) == []
    assert Notice.objects.filter(user=cast.applicant).count() >= 3


@pytest.mark.parametrize("step", PATHS)
def test_every_step_is_reached(cast, money, step):
    dossier = make_dossier(cast, step)
    assert dossier.step == step
    assert (dossier.unit != "") == (dossier.now_in.actor in {"handler", "chief", "finance"})


def test_what_the_system_knows_is_carried_over(cast, money):
    first = make_dossier(cast, "acceptance")
    again = start(cast, subject="L1-2")
    assert again.answers["bank_account"] == first.answers["bank_account"]
    assert again.facts["principal"] == {"value": 100_000_000, "source": "登记数据（贷款表，快照 test）"}
    assert again.facts["pledged_rights"]["value"] == ["发明专利 CN201510000001.0 一种装置"]


def test_the_same_loan_is_not_applied_for_twice_in_a_year(cast, money):
    first = make_dossier(cast, "acceptance")
    with pytest.raises(Refusal, match="已经申报过：杭知办〔2018〕000001号，现在是“受理”"):
        start(cast)
    assert start(cast, year=2017, although_nothing=True).claim == "loan:L1-1:2017"
    step_on(first, "withdraw", cast)
    assert start(cast).claim == "loan:L1-1:2018"


@pytest.mark.parametrize("year", [0, 2016, 2019, 10**6])
def test_a_year_that_is_not_open_is_refused_however_it_was_asked(cast, client, year):
    with pytest.raises(Refusal, match=f"{year} 年现在不能申报。应为：2017 至 2018 年"):
        start(cast, year=year)
    client.force_login(cast.applicant)
    page = client.post("/matters/pledge_interest/start/", {"subject": "L1-1", "year": year})
    assert "年现在不能申报" in page.content.decode()
    assert not Dossier.objects.exists()


def test_a_material_that_nobody_asked_for_is_refused(cast, client):
    dossier = start(cast)
    with pytest.raises(Refusal, match="这个事项不要材料“diploma”"):
        actions.attach_material(dossier, "diploma", upload(), by=cast.applicant)
    client.force_login(cast.applicant)
    page = client.post(f"/dossiers/{dossier.pk}/materials/diploma/", {"file": upload()})
    assert page.status_code == 302
    assert not dossier.materials.exists()


def test_the_longest_names_fit_where_they_are_kept(cast):
    cast.organisation.name, cast.applicant.name = "企" * 120, "王" * 40
    cast.organisation.save()
    cast.applicant.save()
    dossier = make_dossier(cast, "acceptance")
    event = dossier.events.last()
    event.clean_fields(exclude={"detail"})
    assert event.by_name == f"{'企' * 77}…（{'王' * 40}）"
    for notice in Notice.objects.all():
        notice.clean_fields(exclude={"body"})


def test_a_damaged_registry_is_no_reason_to_say_the_subject_is_not_theirs(cast, settings, client):
    (settings.DATA / "snapshots" / "test" / "manifest.json").write_text("{", encoding="utf-8")
    with pytest.raises(Refusal, match="登记数据现在读不出"):
        start(cast)
    client.force_login(cast.applicant)
    told = client.get("/matters/pledge_interest/start/")
    assert told.status_code == 503
    assert "登记数据现在读不出" in told.content.decode()


def test_a_subject_of_somebody_else_is_not_taken(cast):
    with pytest.raises(Refusal, match="登记数据里没有贵单位的“L2-1”"):
        start(cast, subject="L2-1")


@pytest.fixture
def purse(cast):
    """The real ledger, with money for every rule."""
    for year in (2018, 2019):
        for purpose in ("pledge_interest", "navigation"):
            ledger.appropriate(
                purpose=purpose, year=year, amount_fen=10**10, document=f"杭财〔{year}〕1号", by=cast.payer
            )


def test_the_cap_of_a_year_is_shared_by_all_dossiers_of_a_party(cast, purse):
    paid = [make_dossier(cast, "publicity", subject=f"L1-{n}").award_fen for n in range(1, 9)]
    assert paid == [1_323_125] * 7 + [10_000_000 - 7 * 1_323_125]
    with pytest.raises(Refusal, match="额度已用完"):
        start(cast, subject="L1-9", although_nothing=False)
    last = make_dossier(cast, "review", subject="L1-9")  # what is held for others may come free
    with pytest.raises(Refusal, match="额度已用完"):
        move(last, "approve", cast.handler)


def test_what_was_recovered_may_be_awarded_again(cast, purse):
    last = make_dossier(cast, "review", subject="L1-10")
    first = [make_dossier(cast, "done", subject=f"L1-{n}") for n in range(1, 9)]
    ledger.recover(holding_of(first[0]), amount_fen=1_323_125, reason="已还清", document="追回通知", by=cast.payer)
    assert make_dossier(cast, "done", subject="L1-9").award_fen == 1_323_125
    with pytest.raises(Refusal, match="额度已用完"):
        move(last, "approve", cast.handler)
    with pytest.raises(Refusal, match=r"额度已用完，本次不再发放。应为：有支持的年度或对象$"):
        start(cast, subject="L1-11", although_nothing=True)


def test_a_cap_that_rose_within_the_year_is_decided_as_it_was_reviewed(cast, purse, monkeypatch):
    plan = the_plan()
    cap = next(amount for amount in plan.amounts if amount.id == "navigation.cap")
    rose = date(2018, 6, 1)
    caps = replace(cap, value=Decimal(2_000_000), until=rose), replace(cap, value=Decimal(2_500_000), effective=rose)
    raised = replace(plan, amounts=(*(amount for amount in plan.amounts if amount != cap), *caps))
    monkeypatch.setattr(award, "the_plan", lambda: raised)
    dossier = make_dossier(cast, "payment", "navigation")
    assert dossier.award_fen == 2_500_000
    assert dossier.award["cap"] == {"fen": 2_500_000, "scope": "ever"}
    assert used_fen(purpose="navigation", scope="ever", party="P1") == 2_500_000


def test_an_incomplete_form_says_what_is_missing(cast):
    dossier = actions.save_draft(start(cast), {"contact_phone": "12"}, by=cast.applicant, version=1)
    with pytest.raises(Refusal) as refused:
        move(dossier, "submit", cast.applicant)
    assert set(refused.value.wrong) == {"repaid_early", "other_support", "bank_name", "bank_account", "contact_phone"}
    assert refused.value.missing == ["付息凭证"]
    assert Dossier.objects.get().answers["contact_phone"] == "12"


def test_one_person_does_not_review_and_decide(cast, money):
    dossier = make_dossier(cast, "publicity")
    both = cast.chief
    later(6)
    from zhixian.web.accounts.models import Seat

    Seat.objects.create(user=both, role="handler", unit="industry_science_bureau")
    both = type(both).objects.get(pk=both.pk)
    dossier = move(dossier, "conclude", both)
    with pytest.raises(Refusal, match="不能是同一个人"):
        move(dossier, "grant", both)


def test_publicity_lasts_and_objections_are_answered_first(cast, money):
    dossier = make_dossier(cast, "publicity")
    assert dossier.publicity_until.isoformat() == "2018-12-10"
    later(5)
    with pytest.raises(Refusal, match="公示到 2018-12-10 为止"):
        move(dossier, "conclude", cast.handler)
    objection = actions.raise_objection(dossier, name="邻厂", contact="0597-3841234", body="这笔贷款已还清")
    later(1)
    with pytest.raises(Refusal, match="还有 1 条异议没有答复"):
        move(dossier, "conclude", cast.handler)
    actions.answer_objection(objection, by=cast.handler, upheld=True, answer="属实")
    with pytest.raises(Refusal, match="有异议成立"):
        move(dossier, "conclude", cast.handler)
    dossier = move(dossier, "reopen", cast.handler, reason="异议成立")
    assert (dossier.step, dossier.award_fen, money.held) == ("review", None, {})
    with pytest.raises(Refusal, match="公示已经结束"):
        actions.raise_objection(dossier, name="邻厂", contact="1", body="再说一遍")


def test_the_clock_stands_still_while_suspended(cast, money):
    dossier = make_dossier(cast, "review")
    assert dossier.due.isoformat() == "2018-12-29"  # a Saturday worked instead of 31 December
    dossier = actions.suspend_handling(
        dossier, by=cast.handler, version=dossier.version, reason="等待核实", ground="本事项规定"
    )
    assert (dossier.due, dossier.clock_state) == (None, "suspended")
    with pytest.raises(Refusal, match="先恢复办理"):
        move(dossier, "approve", cast.handler)
    later(3)
    dossier = actions.resume_handling(dossier, by=cast.handler, version=dossier.version)
    assert dossier.due.isoformat() == "2019-01-03"
    with pytest.raises(Refusal, match="不由您批准"):
        actions.extend_handling(dossier, by=cast.handler, version=dossier.version, amount=5, reason="案情复杂")
    with pytest.raises(Refusal, match="合计不超过 10 个工作日"):
        actions.extend_handling(dossier, by=cast.chief, version=dossier.version, amount=11, reason="案情复杂")
    dossier = actions.extend_handling(dossier, by=cast.chief, version=dossier.version, amount=10, reason="案情复杂")
    assert dossier.due.isoformat() == "2019-01-17"


def test_an_applicant_who_stays_silent_lapses(cast, money):
    dossier = make_dossier(cast, "correction")
    with pytest.raises(Refusal, match="期限到"):
        move(dossier, "lapse", cast.handler)
    dossier = step_on(dossier, "lapse", cast)
    assert (dossier.outcome, dossier.clock_state) == ("lapsed", "waiting")


ACTS = ("suspend", "resume", "extend", "claim", "message", "refresh", "later")


@pytest.mark.parametrize("seed", range(25))
def test_random_walks_lose_nothing(money, seed):
    """Whatever people do in whatever order: every walk can end, money is held or paid or free, answers stay."""
    dice = random.Random(seed)
    cast = Cast()
    dossier = filled(start(cast, dice.choice(["pledge_interest", "gi_mark", "navigation"])), cast)
    for _ in range(60):
        if dossier.outcome:
            break
        _anything(dossier, cast, dice)
        dossier = Dossier.objects.select_related("pinned", "organisation").get(pk=dossier.pk)
        assert {name: dossier.answers[name] for name in ANSWERS if name in dossier.answers} == {
            name: ANSWERS[name] for name in ANSWERS if name in dossier.answers
        }
        held = money.held.get(dossier.number)
        expected = {"publicity": "reserved", "decision": "reserved", "payment": "committed", "account": "committed"}
        assert (held[0] if held else None) == expected.get(dossier.step)
        assert (dossier.award_fen is None) == (held is None and dossier.step != "done")
        assert [event.version for event in dossier.events.all()] == sorted(
            {event.version for event in dossier.events.all()}
        )
    dossier = _to_an_end(dossier, cast)
    assert dossier.outcome
    assert money.held == {}
    assert (dossier.number in money.paid) == (dossier.outcome == "done")
    assert list(record.verify()) == []


def _anything(dossier, cast, dice):
    moves = [found.id for found in dossier.flow.moves_from(dossier.step)]
    what = dice.choice([*moves, *ACTS])
    try:
        if what in moves:
            if what == "withdraw" and dice.random() < 0.8:
                return
            step_on(dossier, what, cast)
        else:
            _act(dossier, what, cast)
    except Refusal as refused:
        assert refused.why  # noqa: PT017 -- a refusal is one of the two right answers


def _act(dossier, what, cast):
    version = dossier.version
    if what == "later":
        later(2)
    elif what == "suspend":
        actions.suspend_handling(dossier, by=cast.handler, version=version, reason="等待核实", ground="本事项规定")
    elif what == "resume":
        actions.resume_handling(dossier, by=cast.handler, version=version)
    elif what == "extend":
        actions.extend_handling(dossier, by=cast.chief, version=version, amount=4, reason="复杂")
    elif what == "claim":
        actions.claim_dossier(dossier, by=cast.actor(dossier.now_in.actor), version=version)
    elif what == "message":
        actions.send_message(dossier, "请问进展如何", by=cast.applicant)
    else:
        actions.refresh_facts(dossier, by=cast.handler, version=version)


def _to_an_end(dossier, cast):
    """The walk is never stuck: by the shortest way it comes to an end."""
    for _ in range(12):
        if dossier.outcome:
            return dossier
        if dossier.clock_state == "suspended" and dossier.unit:
            dossier = actions.resume_handling(dossier, by=cast.chief, version=dossier.version)
        ways = {found.id for found in dossier.flow.moves_from(dossier.step)}
        ahead = next(way for way in ("pay", "grant", "conclude", "resubmit", "withdraw", "refuse") if way in ways)
        dossier = step_on(dossier, ahead, cast)
    return dossier


def test_a_material_is_kept_privately(cast, settings):
    dossier = start(cast)
    row = actions.attach_material(dossier, "interest_receipts", upload("../../付息.pdf"), by=cast.applicant)
    path = settings.MEDIA_ROOT / row.file.name
    assert (row.name, path.stat().st_mode & 0o777) == ("付息.pdf", 0o600)
    actions.remove_material(row, by=cast.applicant)
    row.refresh_from_db()
    assert row.removed_at is not None


def test_the_ledger_holds_what_dossiers_say(cast):
    """With the real ledger: reserved at review, given back when reopened, reserved anew, decided, paid."""
    dossier = make_dossier(cast, "review")
    with pytest.raises(Refusal, match="2018 年还没有为此安排预算"):
        move(dossier, "approve", cast.handler)
    given = {"purpose": "pledge_interest", "year": 2018, "document": "杭财〔2018〕1号", "by": cast.payer}
    pot = ledger.appropriate(amount_fen=1_400_000, **given)
    dossier = step_on(dossier, "approve", cast)
    second = make_dossier(cast, "review", subject="L1-2")
    with pytest.raises(Refusal, match="可用预算只剩"):
        move(second, "approve", cast.handler)
    second.refresh_from_db()
    assert (second.step, second.award_fen, second.published_on) == ("review", None, None)
    for name in ("reopen", "approve", "conclude", "grant", "pay"):
        dossier = step_on(dossier, name, cast)
    pot.refresh_from_db()
    assert (pot.reserved_fen, pot.committed_fen, pot.paid_fen) == (0, 0, 1_323_125)
    assert pot.available_fen == 1_400_000 - 1_323_125


def test_a_hundred_questions_are_saved_in_few_statements(cast, django_assert_max_num_queries):
    """However long the form, saving it is one row read and one row written."""
    dossier = start(cast)
    pinned = dossier.pinned
    fields = [{"id": f"q{n}", "name": f"问题{n}", "kind": "text"} for n in range(100)]
    content = {**pinned.content, "matter": {**pinned.content["matter"], "fields": fields}}
    long = PinnedDefinition.objects.create(
        version="hundred", matter=pinned.matter, content=content, pinned_at=pinned.pinned_at
    )
    Dossier.objects.filter(pk=dossier.pk).update(pinned=long)
    dossier = Dossier.objects.get(pk=dossier.pk)
    with django_assert_max_num_queries(6):
        dossier = actions.save_draft(
            dossier, {f"q{n}": f"答{n}" for n in range(100)}, by=cast.applicant, version=dossier.version
        )
    assert len(dossier.answers) >= 100


def test_a_late_extension_is_refused_and_one_in_time_is_told(cast, money, client):
    dossier = make_dossier(cast, "review")
    client.force_login(cast.chief)
    address = f"/dossiers/{dossier.pk}/acts/extend/"
    given = {"amount": 5, "reason": "案情复杂"}
    told = client.post(address, {**given, "version": dossier.version}, follow=True).content.decode()
    dossier.refresh_from_db()
    assert f"已办：延长期限，现在的届满日是 {dossier.due}" in told
    later(40)
    due, version = dossier.due, dossier.version
    told = client.post(address, {**given, "version": version}).content.decode()
    assert f"期限已于 {due} 届满" in told
    dossier.refresh_from_db()
    assert (dossier.due, dossier.version) == (due, version)


@pytest.mark.parametrize("step", ["refused", "payment"])
def test_a_letter_names_the_year(cast, money, step):
    dossier = make_dossier(cast, step)
    with dossier.letter.open("rb") as file, zipfile.ZipFile(file) as paper:
        assert "2018年度知识产权质押贷款贴息" in paper.read("word/document.xml").decode()


def test_a_claim_goes_on_while_the_same_people_handle_it(cast, money):
    dossier = make_dossier(cast, "acceptance")
    dossier = actions.claim_dossier(dossier, by=cast.handler, version=dossier.version)
    dossier = step_on(dossier, "accept", cast)
    assert (dossier.step, dossier.assignee) == ("review", cast.handler)
    assert step_on(dossier, "propose_refusal", cast).assignee is None
