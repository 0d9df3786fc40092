"""Warnings night after night: raised once, told to whom they concern, closed when they no longer hold, and back again."""

from datetime import date

import pytest

from factories.figures import make_figures
from factories.people import make_organisation, make_person
from factories.registers import LoanCast, values_of, write_patent
from factories.supervision import BUREAU, Cast, send
from zhixian.core.kernel.refusal import Refusal
from zhixian.core.warnings.reading import warning_rules
from zhixian.web.accounts.models import User
from zhixian.web.kit.clock import today
from zhixian.web.kit.models import Entry
from zhixian.web.registers.actions import change_row, strike_row
from zhixian.web.registers.jobs import look_again as check_rows
from zhixian.web.registers.models import Row
from zhixian.web.warnings import actions
from zhixian.web.warnings.actions import Told, mute, unmute
from zhixian.web.warnings.jobs import look_again
from zhixian.web.warnings.models import Listener, Raised
from zhixian.web.warnings.queries import closed_for, count_open, heard_by, muted_for, open_for

LAPSED = {"event": "lapsed", "effective": "2018-05-20"}


def fresh(person):
    return User.objects.get(pk=person.pk)


def heard(person):
    """(rule, words) of what a person is to deal with today."""
    return [(row.raised.rule, row.raised.words) for row in open_for(fresh(person), as_of=today())]


def test_a_loan_that_falls_due_is_told_to_its_bank_and_to_no_other(cast: LoanCast):
    cast.enter(due="2018-06-20")
    assert look_again() == Told(opened=1)
    assert heard(cast.clerk) == [("loan_due", "测试企业1，JH-1：贷款到期，2018-06-20 届满，还有 12 个工作日。")]
    assert heard(cast.other_clerk) == []
    assert heard(cast.handler) == []


def test_a_loan_that_is_far_from_due_is_no_warning(cast: LoanCast):
    cast.enter(due="2018-07-02")
    assert look_again() == Told()
    assert Raised.objects.count() == 0


def test_a_second_look_changes_nothing(cast: LoanCast):
    cast.enter(due="2018-06-20")
    look_again()
    before = list(Raised.objects.values()), list(Listener.objects.values())
    assert look_again() == Told()
    assert (list(Raised.objects.values()), list(Listener.objects.values())) == before


def test_many_are_written_in_lots_and_a_look_that_was_cut_off_is_finished_by_the_next(cast: LoanCast, monkeypatch):
    for n in range(7):
        cast.enter(loan=f"JH-{n}", due="2018-06-20")
    monkeypatch.setattr(actions, "LOT", 3)
    whole, turns = actions._keep, iter([1, 2])

    def cut_off(*found):
        next(turns)
        whole(*found)

    monkeypatch.setattr(actions, "_keep", cut_off)
    with pytest.raises(StopIteration):
        look_again()
    assert (Raised.objects.count(), Raised.objects.filter(listeners=None).count()) == (6, 0)
    monkeypatch.setattr(actions, "_keep", whole)
    told = look_again()
    assert told == Told(opened=Raised.objects.count() - 6)
    assert Raised.objects.filter(rule="loan_due").count() == 7
    assert (Raised.objects.filter(listeners=None).count(), set(Raised.objects.values_list("times", flat=True))) == (
        0,
        {1},
    )
    for row in Row.objects.all():
        strike_row(row, cast.kept, reason="录错了", by=cast.clerk, version=row.version)
    assert look_again() == Told(closed=Raised.objects.count())


def test_what_is_resolved_closes_and_says_so(cast: LoanCast, settings):
    row = cast.enter(due="2018-06-20")
    look_again()
    settings.TODAY = "2018-06-10"
    row.refresh_from_db()
    change_row(row, cast.kept, values_of(due="2018-06-20", repaid="2018-06-08"), by=cast.clerk, version=row.version)
    assert look_again() == Told(closed=1)
    assert heard(cast.clerk) == []
    [closed] = closed_for(fresh(cast.clerk), as_of=today())
    assert closed.raised.closed_on == date(2018, 6, 10)
    settings.TODAY = "2018-08-10"
    assert not closed_for(fresh(cast.clerk), as_of=today()).exists()


def test_a_struck_row_closes_its_warnings(cast: LoanCast):
    row = cast.enter(due="2018-06-20")
    look_again()
    row.refresh_from_db()
    strike_row(row, cast.kept, reason="录错了", by=cast.clerk, version=row.version)
    assert look_again() == Told(closed=1)


def test_a_pledged_right_that_lapses_is_told_to_bank_and_leading_unit_with_the_clause_of_the_plan(
    cast: LoanCast, settings
):
    row = cast.enter()
    look_again()
    assert Raised.objects.count() == 0
    write_patent(settings.DATA, LAPSED)
    check_rows()
    assert look_again().opened == 2
    words = "发明专利 CN201510000001.0 已于 2018-05-20 终止。"
    assert heard(cast.clerk) == heard(cast.handler) == [("pledged_right", words)]
    assert heard(cast.other_clerk) == []
    [raised] = Raised.objects.filter(rule="pledged_right")
    assert (raised.clause, raised.link) == (cast.kept.clauses[0], f"/registers/pledge_loans/{row.pk}/")
    assert warning_rules()["pledged_right"].basis == "", "each finding cites the law of its own day"


def test_what_comes_back_is_the_same_warning_opened_again_and_speaks_whatever_was_silenced(cast: LoanCast, settings):
    cast.enter()
    write_patent(settings.DATA, LAPSED)
    check_rows()
    look_again()
    [row] = open_for(fresh(cast.clerk), as_of=today())
    mute(row, days=60, why="正在恢复", by=cast.clerk)
    settings.TODAY = "2018-06-05"
    write_patent(settings.DATA)
    check_rows()
    assert look_again() == Told(closed=2)
    settings.TODAY = "2018-06-09"
    write_patent(settings.DATA, LAPSED)
    check_rows()
    assert look_again() == Told(reopened=2)
    [raised] = Raised.objects.filter(rule="pledged_right")
    assert (raised.times, raised.opened_on, raised.closed_on) == (2, date(2018, 6, 9), None)
    assert len(heard(cast.clerk)) == 1


def test_silence_is_of_one_place_with_a_reason_for_its_days(cast: LoanCast, settings):
    cast.enter()
    write_patent(settings.DATA, LAPSED)
    check_rows()
    look_again()
    [row] = open_for(fresh(cast.clerk), as_of=today())
    mute(row, days=3, why="正在恢复", by=cast.clerk)
    assert (heard(cast.clerk), count_open(fresh(cast.clerk))) == ([], 0)
    assert len(heard(cast.handler)) == 1
    [muted] = muted_for(fresh(cast.clerk), as_of=today())
    assert (muted.muted_until, muted.muted_why, muted.muted_by) == (date(2018, 6, 3), "正在恢复", cast.clerk)
    look_again()
    assert heard(cast.clerk) == []
    settings.TODAY = "2018-06-03"
    assert heard(cast.clerk) == []
    settings.TODAY = "2018-06-04"
    assert len(heard(cast.clerk)) == 1
    assert Entry.objects.filter(action="mute_warning", actor=f"user:{cast.clerk.pk}").count() == 1


def test_silence_ends_when_somebody_wants_to_hear_again(cast: LoanCast):
    cast.enter(due="2018-06-20")
    look_again()
    [row] = open_for(fresh(cast.clerk), as_of=today())
    mute(row, days=3, why="正在催收", by=cast.clerk)
    unmute(row, by=cast.clerk)
    unmute(row, by=cast.clerk)
    assert len(heard(cast.clerk)) == 1
    assert Entry.objects.filter(action="unmute_warning").count() == 1


@pytest.mark.parametrize(
    ("days", "why", "told"),
    [
        (31, "等", "1 到 30 天"),
        (0, "等", "1 到 30 天"),
        (3, "  ", "写明为什么可以等"),
        (3, "长" * 201, "理由有 201 个字"),
    ],
)
def test_silence_without_a_reason_or_for_too_long_is_refused(cast: LoanCast, days, why, told):
    cast.enter(due="2018-06-20")
    look_again()
    [row] = open_for(fresh(cast.clerk), as_of=today())
    with pytest.raises(Refusal, match=told):
        mute(row, days=days, why=why, by=cast.clerk)
    assert len(heard(cast.clerk)) == 1


def test_what_is_over_cannot_be_silenced(cast: LoanCast):
    row = cast.enter(due="2018-06-20")
    look_again()
    [listener] = open_for(fresh(cast.clerk), as_of=today())
    row.refresh_from_db()
    strike_row(row, cast.kept, reason="录错了", by=cast.clerk, version=row.version)
    look_again()
    with pytest.raises(Refusal, match="已经消除"):
        mute(listener, days=3, why="等", by=cast.clerk)


def test_a_holder_hears_of_its_own_rights_and_of_no_others(cast: LoanCast, settings):
    holder = make_person("enterprise", organisation=make_organisation(party="P1"))
    other = make_person("enterprise", organisation=make_organisation(party="P2"))
    write_patent(settings.DATA, LAPSED)
    look_again()
    words = "测试企业1的专利 CN201510000001.0《一种装置》：已于 2018-05-20 终止。"
    assert heard(holder) == [("patent_lapsed", words)]
    assert heard(other) == []
    settings.TODAY = "2018-07-20"
    assert look_again().closed == 1


def test_nothing_closes_because_the_registry_is_away(cast: LoanCast, settings, tmp_path):
    holder = make_person("enterprise", organisation=make_organisation(party="P1"))
    write_patent(settings.DATA, LAPSED)
    look_again()
    settings.DATA = tmp_path / "away"
    assert look_again() == Told()
    assert len(heard(holder)) == 1


def test_who_hears_no_more_is_taken_off(cast: LoanCast, settings):
    organisation = make_organisation(party="P1")
    holder = make_person("enterprise", organisation=organisation)
    write_patent(settings.DATA, LAPSED)
    look_again()
    organisation.party = ""
    organisation.save()
    look_again()
    assert heard(holder) == []
    assert len(heard(make_person("handler", unit="market_regulation_bureau"))) == 1


def test_a_claim_that_waits_hears_nothing(cast: LoanCast, settings):
    make_person("enterprise", organisation=make_organisation(party="P1"))
    claimant = make_person("enterprise", organisation=make_organisation(party="P1", confirmed=False))
    write_patent(settings.DATA, LAPSED)
    look_again()
    assert heard_by(claimant).count() == 0


def test_targets_that_fall_behind_are_told_to_the_lead_office(cast: LoanCast, settings):
    make_figures()
    lead = make_person("lead_office", unit="leading_group_office")
    look_again()
    assert [rule for rule, _ in heard(lead)] == ["target_behind"]
    assert "商标有效注册量 3,522 件，目标 3,600：进度落后" in heard(lead)[0][1]


def test_a_request_that_is_not_answered_is_late_and_closes_with_the_answer(cast: LoanCast, settings):
    settings.TODAY = "2020-11-16"
    people = Cast()
    send(people)
    settings.TODAY = "2020-11-24"
    look_again()
    [row] = [one for one in open_for(fresh(people.handler), as_of=today()) if one.raised.rule == "request_late"]
    assert row.raised.words.endswith("待答复，2020-11-23 届满，已超 1 个工作日。")
    assert row.raised.is_late(today())
    assert row.unit == BUREAU
    assert heard(people.other) == []


def test_what_a_rule_out_of_use_left_open_is_closed(cast: LoanCast):
    Raised.objects.create(rule="gone", subject="x", name="x", words="x", link="/", opened_on=today(), seen_on=today())
    assert look_again() == Told(closed=1)
    assert look_again() == Told()
