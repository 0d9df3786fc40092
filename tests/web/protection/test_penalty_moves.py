"""A penalty from the clerk's form to the public and away again: who may do what, when, and what it leaves behind."""

from dataclasses import replace
from datetime import date

import pytest

from factories.penalties import (
    BUREAU,
    OTHER_UNIT,
    PERSON,
    PRIVATE,
    SECRET,
    PenaltyCast,
    contents,
    drafted,
    firm,
    fresh,
    hidden,
    released,
    submitted,
)
from zhixian.core.disclosure.publication import rules
from zhixian.core.kernel.folding import folded
from zhixian.core.kernel.refusal import Refusal
from zhixian.web.kit import record
from zhixian.web.kit.models import Entry, Notice
from zhixian.web.kit.versions import ChangedMeanwhile
from zhixian.web.protection.actions.penalties import (
    change_penalty,
    choose_redaction,
    correct_penalty,
    enter_penalty,
    release_penalty,
    send_back_penalty,
    set_aside_penalty,
    submit_penalty,
)
from zhixian.web.protection.actions.penalty_endings import (
    ask_repair,
    decide_repair,
    end_penalties,
    remind_of_penalties,
    withdraw_penalty,
)
from zhixian.web.protection.actions.penalty_steps import UnableToPublish
from zhixian.web.protection.forms.penalties import AskRepairForm, initial_of
from zhixian.web.protection.jobs import look_after_penalties
from zhixian.web.protection.models import Penalty, PenaltyEvent, PublishedPenalty
from zhixian.web.protection.models.penalties import PUBLIC_TEXTS
from zhixian.web.protection.penalty_redaction import prepared, proposals_of
from zhixian.web.protection.queries.penalties import penalties_waiting_for, public_penalties
from zhixian.web.protection.views.penalty_desk import acts_open_to

DAY = date(2020, 11, 16)
ALL_FOUR = dict.fromkeys(("fulfilled", "remedied", "not_again", "not_listed"), True)


@pytest.fixture
def people():
    return PenaltyCast()


def waiting(person, as_of=DAY):
    return [(one.what, one.late) for one in penalties_waiting_for(person, as_of=as_of)]


def test_from_draft_to_the_public(people):
    row = drafted(people)
    assert (row.stage, row.due, row.regime) == ("draft", date(2020, 11, 30), "market_regulation")
    assert waiting(people.handler) == [("完成并提交", False)]
    assert [one.kind for one in proposals_of(row)] == ["phone"]
    row = hidden(row, people)
    row = submit_penalty(row, by=people.handler, version=row.version)
    assert waiting(people.chief) == waiting(people.second_chief) == [("审核发布", False)]
    assert waiting(people.handler) == []
    assert set(Notice.objects.values_list("user", flat=True)) == {people.chief.pk, people.second_chief.pk}
    row = release_penalty(row, by=people.chief, version=row.version)
    shown = PublishedPenalty.objects.get()
    assert (shown.party, shown.shown_on, shown.shown_until) == ("赖某某", DAY, date(2025, 11, 16))
    assert "欧阳某某（电话［电话号码已隐去］）指认属实" in shown.body
    assert "［商业秘密已隐去］" in shown.body
    assert shown.penalty == "没收侵权商品12箱；对赖某某罚款5000元。"
    assert (row.state_name, row.first_shown_on) == ("公示中", DAY)
    kinds = list(PenaltyEvent.objects.values_list("kind", flat=True))
    assert kinds == ["enter", "change", "submit", "release"]
    actions = list(Entry.objects.values_list("action", flat=True))
    assert actions == ["penalty_entered", "penalty_change", "penalty_submit", "penalty_release"]
    assert list(record.verify()) == []


def test_no_hidden_value_stands_in_anything_that_is_public_or_on_the_record(people):
    released(people)
    shown = PublishedPenalty.objects.values().get()
    entries = list(Entry.objects.values())
    said = folded(repr(shown)) + folded(repr(entries)) + folded(repr(list(Notice.objects.values())))
    assert [value for value in PRIVATE if folded(value) in said] == []


def test_whoever_worked_on_it_does_not_release_it(people):
    row = submitted(people)
    with pytest.raises(UnableToPublish, match="这一步不由您办"):
        release_penalty(row, by=people.handler, version=row.version)
    row = send_back_penalty(row, by=people.chief, version=row.version, reason="金额要核对")
    row = change_penalty(row, contents(number=row.number), by=people.chief, version=row.version)
    row = submit_penalty(row, by=people.handler, version=row.version)
    with pytest.raises(UnableToPublish, match="不能自己发布"):
        release_penalty(row, by=people.chief, version=row.version)
    assert waiting(people.chief) == []
    assert release_penalty(row, by=people.second_chief, version=row.version).is_shown


@pytest.mark.parametrize("who", ["stranger", "lead", "auditor"])
def test_nobody_else_does_anything(people, who):
    person = getattr(people, who)
    with pytest.raises(UnableToPublish, match="不由您录入"):
        enter_penalty(BUREAU, contents(), by=person)
    row = drafted(people)
    for act in (
        lambda: change_penalty(row, {}, by=person, version=row.version),
        lambda: submit_penalty(row, by=person, version=row.version),
        lambda: set_aside_penalty(row, by=person, version=row.version, reason="某"),
    ):
        with pytest.raises(UnableToPublish, match="不由您办"):
            act()
    assert fresh(row).version == row.version


def test_a_unit_without_penalties_enters_none(people):
    with pytest.raises(UnableToPublish, match="不由您录入"):
        enter_penalty("finance_bureau", contents(), by=people.handler)


def test_a_number_is_entered_once_in_a_unit(people):
    row = drafted(people)
    with pytest.raises(UnableToPublish, match="已经录入过"):
        drafted(people, number=row.number)
    other = enter_penalty(OTHER_UNIT, contents(number=row.number), by=people.stranger)
    assert (other.regime, other.due) == ("general", date(2020, 11, 11))


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"decided_on": date(2020, 11, 17)}, "还没有到"),
        ({"decided_on": date(2014, 9, 30)}, "还没有公示行政处罚的规定"),
        ({"clause": "5"}, "第5条不由县市场监管局负责"),
        ({"persons": "某人"}, "一行一个完整的姓名"),
        ({"party": "赖"}, "一行一个完整的姓名"),
    ],
)
def test_what_cannot_be_entered(people, changes, why):
    with pytest.raises(Refusal, match=why):
        drafted(people, **changes)
    assert Penalty.objects.count() == 0


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"body": "", "violation": " "}, "还缺：违法行为类型、决定书正文"),
        ({"kinds": []}, "处罚种类"),
        ({"party_kind": "enterprise", "party": "某公司"}, "统一社会信用代码"),
        ({"party_kind": "trader", "party": "赖小满", "representative": "赖小满"}, "能读到姓名|名称就是经营者"),
    ],
)
def test_what_cannot_be_submitted(people, changes, why):
    row = drafted(people, **changes)
    with pytest.raises(Refusal, match=why):
        submit_penalty(row, by=people.handler, version=row.version)
    assert fresh(row).stage == "draft"


def test_by_the_rules_of_2021_the_party_is_told_and_a_warning_alone_is_not_published(people, settings):
    settings.TODAY = "2021-09-10"
    row = drafted(people, decided_on=date(2021, 9, 1), kinds=["warning"], told=False)
    with pytest.raises(UnableToPublish, match="公示规定第8条"):
        submit_penalty(row, by=people.handler, version=row.version)
    row = change_penalty(row, {"told": True}, by=people.handler, version=row.version)
    with pytest.raises(UnableToPublish, match="只有警告的不予公示"):
        submit_penalty(row, by=people.handler, version=row.version)
    row = set_aside_penalty(row, by=people.chief, version=row.version, reason="公示规定第2条")
    assert (row.state_name, PublishedPenalty.objects.count()) == ("不公示", 0)


def test_a_value_that_would_still_be_read_stops_the_submission(people):
    row = drafted(people, number=f"样处罚{PERSON}1号")
    with pytest.raises(Refusal, match="决定书文号：能读到姓名"):
        submit_penalty(row, by=people.handler, version=row.version)


def test_a_colleague_was_quicker(people):
    row = drafted(people)
    hidden(row, people)
    with pytest.raises(ChangedMeanwhile, match=r"经办人（县市场监管局）于 .* 确认隐去的内容"):
        change_penalty(row, {"violation": "别的"}, by=people.chief, version=row.version)
    assert fresh(row).violation == contents()["violation"]


def test_a_proposal_may_be_shown_after_somebody_looked(people):
    row = drafted(people)
    key = proposals_of(row)[0].key
    lists = {"persons": row.persons, "private_words": "", "secrets": SECRET}
    row = choose_redaction(row, lists, [key], by=people.handler, version=row.version)
    assert "０５９７－３８４１２３４" in prepared(row)["body"]
    with pytest.raises(Refusal, match="太短"):
        choose_redaction(row, {**lists, "secrets": "酒"}, [], by=people.handler, version=row.version)


def test_a_firm_shows_what_the_law_shows(people):
    row = enter_penalty(BUREAU, firm(), by=people.handler)
    row = submit_penalty(row, by=people.handler, version=row.version)
    release_penalty(row, by=people.chief, version=row.version)
    shown = PublishedPenalty.objects.get()
    assert (shown.credit_code, shown.representative) == ("91350823MA00000016", "丘大年")
    assert shown.address == "样本县临江镇工业路1号"
    assert shown.body == firm()["body"]


def test_a_correction_replaces_what_is_shown_and_says_so(people, settings):
    row = released(people)
    settings.TODAY = "2020-11-20"
    with pytest.raises(UnableToPublish, match="更正说明：写了姓名"):
        correct_penalty(row, by=people.handler, version=row.version, reason=f"{PERSON}的罚款写错")
    row = correct_penalty(row, by=people.handler, version=row.version, reason="罚款金额录入有误")
    row = change_penalty(row, {"fine_fen": 600_000}, by=people.handler, version=row.version)
    assert PublishedPenalty.objects.get().fine_fen == 500_000
    row = submit_penalty(row, by=people.handler, version=row.version)
    assert row.state_name == "更正待发布"
    row = release_penalty(row, by=people.chief, version=row.version)
    shown = PublishedPenalty.objects.get()
    assert (shown.fine_fen, shown.corrected_on, shown.correction) == (600_000, date(2020, 11, 20), "罚款金额录入有误")
    assert (shown.shown_on, row.first_shown_on) == (DAY, DAY)


def emptied(shown):
    return all(getattr(shown, name) == "" for name in PUBLIC_TEXTS) and shown.fine_fen is None and shown.kinds == []


def test_a_withdrawal_leaves_day_ground_and_reason_and_nothing_else(people):
    row = released(people)
    withdraw = {"by": people.chief, "version": row.version, "ground": "revoked", "fell_on": DAY}
    with pytest.raises(UnableToPublish, match="这一步不由您办"):
        withdraw_penalty(row, **{**withdraw, "by": people.handler}, reason="某")
    with pytest.raises(UnableToPublish, match="撤回的理由：写了姓名"):
        withdraw_penalty(row, **withdraw, reason=f"{PERSON}胜诉")
    with pytest.raises(UnableToPublish, match="发生日期"):
        withdraw_penalty(row, **{**withdraw, "fell_on": date(2020, 11, 17)}, reason="某")
    row = withdraw_penalty(row, **withdraw, reason="复议决定撤销")
    shown = public_penalties(as_of=DAY).get()
    assert (shown.state, shown.closed_on, shown.ground, shown.reason) == ("withdrawn", DAY, "revoked", "复议决定撤销")
    assert emptied(shown)
    assert row.body == contents()["body"]
    with pytest.raises(UnableToPublish, match="已撤回，不能撤回"):
        withdraw_penalty(row, **{**withdraw, "version": row.version}, reason="又")


def test_a_late_withdrawal_is_on_the_record(people, settings):
    settings.TODAY = "2021-10-08"
    row = released(people, decided_on=date(2021, 9, 20))
    settings.TODAY = "2021-10-20"
    kept = {"by": people.chief, "ground": "void", "reason": "法院确认无效"}
    withdraw_penalty(row, **kept, version=row.version, fell_on=date(2021, 10, 14))
    assert Entry.objects.get(action="penalty_withdraw").detail["late"] is True


def test_it_goes_after_its_term_and_a_second_run_changes_nothing(people, settings):
    row = enter_penalty(OTHER_UNIT, firm(decided_on=date(2020, 11, 10)), by=people.stranger)
    row = submit_penalty(row, by=people.stranger, version=row.version)
    chief = PenaltyCast(OTHER_UNIT).chief
    row = release_penalty(row, by=chief, version=row.version)
    last = date(2021, 11, 10)
    assert PublishedPenalty.objects.get().shown_until == last
    settings.TODAY = last.isoformat()
    assert look_after_penalties() == (0, 0)
    assert public_penalties(as_of=last).count() == 1
    settings.TODAY = "2021-11-11"
    assert public_penalties(as_of=date(2021, 11, 11)).count() == 0
    assert look_after_penalties() == (1, 0)
    assert look_after_penalties() == (0, 0)
    shown = PublishedPenalty.objects.get()
    assert (shown.state, emptied(shown)) == ("ended", True)
    assert fresh(row).state_name == "公示期满"


def test_new_rules_shorten_what_is_shown(people):
    row = released(people)
    assert end_penalties(as_of=date(2021, 9, 1)) == 0
    shown = PublishedPenalty.objects.get()
    assert (shown.rule, shown.shown_until) == ("market_2021", date(2023, 11, 16))
    assert fresh(row).events.last().name == "按新规定公示至 2023-11-16"
    assert end_penalties(as_of=date(2021, 9, 1)) == 0
    assert fresh(row).version == row.version + 1


def test_what_is_over_before_it_appears_is_not_released(people, settings):
    row = enter_penalty(OTHER_UNIT, firm(decided_on=date(2019, 7, 2)), by=people.stranger)
    row = submit_penalty(row, by=people.stranger, version=row.version)
    chief = PenaltyCast(OTHER_UNIT).chief
    with pytest.raises(UnableToPublish, match="公示期已于 2020-07-02 届满"):
        release_penalty(row, by=chief, version=row.version)
    assert PublishedPenalty.objects.count() == 0


@pytest.fixture
def ripe(people, settings):
    """Shown for more than six months by the rules of 2021."""
    settings.TODAY = "2021-09-10"
    row = released(people, decided_on=date(2021, 9, 1))
    settings.TODAY = "2022-03-11"
    return row


def test_it_goes_early_when_two_people_say_so(people, ripe):
    asked = {"asked_on": date(2022, 3, 11), "note": "罚款凭证"}
    with pytest.raises(UnableToPublish, match="没有核实：未因同一类"):
        ask_repair(ripe, {**ALL_FOUR, "not_again": False}, by=people.chief, version=ripe.version, **asked)
    row = ask_repair(ripe, ALL_FOUR, by=people.chief, version=ripe.version, **asked)
    with pytest.raises(UnableToPublish, match="已有一份申请"):
        ask_repair(row, ALL_FOUR, by=people.handler, version=row.version, **asked)
    with pytest.raises(UnableToPublish, match="登记申请的人不能自己决定"):
        decide_repair(row, by=people.chief, version=row.version, granted=True, reason="某")
    assert ("决定是否提前停止公示", False) in waiting(people.second_chief, date(2022, 3, 11))
    assert waiting(people.chief, date(2022, 3, 11)) == []
    row = decide_repair(row, by=people.second_chief, version=row.version, granted=True, reason="符合")
    shown = PublishedPenalty.objects.get()
    assert (shown.state, emptied(shown), row.state_name) == ("repaired", True, "已提前停止公示")
    assert public_penalties(as_of=date(2022, 3, 11)).count() == 0


def test_the_form_asks_for_what_the_rules_of_the_day_ask_for(people, ripe, monkeypatch):
    stricter = replace(rules().edition(ripe.regime, date(2022, 3, 11)), repair_needs={"fulfilled": "已履行"})
    monkeypatch.setattr(type(rules()), "edition", lambda self, regime, day: stricter)
    given = {"version": ripe.version, "asked_on": "2022-03-11", "fulfilled": "on", "note": "凭证"}
    form = AskRepairForm(ripe, given)
    assert [(name, field.label) for name, field in form.fields.items()][2] == ("fulfilled", "已履行")
    assert form.is_valid()
    assert form.given()["found"] == {"fulfilled": True}
    assert ask_repair(ripe, by=people.handler, **form.given()).repairs.count() == 1


def test_a_sum_in_the_form_is_exact_however_large(people):
    row = enter_penalty(people.unit, firm(fine_fen=900_719_925_474_099_3), by=people.handler)
    assert initial_of(row)["fine"] == "90071992547409.93"


def test_a_refused_request_changes_nothing_for_the_public(people, ripe):
    row = ask_repair(ripe, ALL_FOUR, by=people.handler, version=ripe.version, asked_on=date(2022, 3, 11), note="某")
    row = decide_repair(row, by=people.chief, version=row.version, granted=False, reason="没有缴清")
    assert row.is_shown
    assert row.repairs.get().granted is False


def test_too_early_a_request_says_from_when_on(people, ripe):
    with pytest.raises(UnableToPublish, match="2022-03-10 才满 6 个月"):
        ask_repair(ripe, ALL_FOUR, by=people.handler, version=ripe.version, asked_on=date(2022, 3, 10), note="某")


def test_a_grave_penalty_never_goes_early(people, settings):
    settings.TODAY = "2021-09-10"
    row = released(people, decided_on=date(2021, 9, 1), kinds=["licence_revoked", "fine"])
    settings.TODAY = "2023-09-10"
    with pytest.raises(UnableToPublish, match="“较为严重”的行政处罚不得提前停止公示"):
        ask_repair(row, ALL_FOUR, by=people.handler, version=row.version, asked_on=date(2023, 9, 10), note="某")


def test_the_end_ends_a_correction_and_a_request_with_it(people, ripe):
    row = ask_repair(ripe, ALL_FOUR, by=people.handler, version=ripe.version, asked_on=date(2022, 3, 11), note="某")
    row = correct_penalty(row, by=people.handler, version=row.version, reason="有误")
    kept = {"by": people.chief, "ground": "mistake", "fell_on": date(2022, 3, 11), "reason": "公示了不该公示的"}
    row = withdraw_penalty(row, **kept, version=row.version)
    assert (row.stage, row.correction, row.repairs.get().granted) == ("settled", "", False)


def test_people_are_reminded_once_a_day_of_what_must_appear(people):
    row = drafted(people)
    assert remind_of_penalties(as_of=date(2020, 11, 26)) == 0
    assert remind_of_penalties(as_of=date(2020, 11, 27)) == 1
    assert remind_of_penalties(as_of=date(2020, 11, 27)) == 0
    assert remind_of_penalties(as_of=date(2020, 12, 1)) == 1
    told = Notice.objects.filter(title__contains="已超期").values_list("user", flat=True)
    assert set(told) == {people.handler.pk, people.chief.pk, people.second_chief.pk}
    assert set(Notice.objects.values_list("body", flat=True)) == {row.number}


def test_what_happened_is_never_rewritten(people):
    from django.db import DatabaseError, transaction

    drafted(people)
    for act in (lambda: PenaltyEvent.objects.update(name="别的"), lambda: PenaltyEvent.objects.all().delete()):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            act()


def test_what_is_hidden_is_hidden_in_the_page_and_in_the_open_data(people, client):
    row = drafted(
        people,
        penalty="在北环路１８号没收12箱；退还张三300元。",
        address="样本县城关北环路18号3单元501室",
        body="投诉人为某公司员工张三，执法人员陈大伟、李卫国在北环路18号查获。",
        persons="",
    )
    assert {"张三", "陈大伟", "李卫国"} <= {one.value for one in proposals_of(row)}
    row = choose_redaction(
        row, {"persons": "", "private_words": "", "secrets": ""}, [], by=people.handler, version=row.version
    )
    row = submit_penalty(row, by=people.handler, version=row.version)
    row = release_penalty(row, by=people.chief, version=row.version)
    ways = (f"/penalties/{row.publication_id}/", "/open-data/penalties.csv", "/open-data/penalties.json")
    read = [client.get(way) for way in ways]
    assert [answer.status_code for answer in read] == [200, 200, 200]
    for answer in read:
        said = folded(answer.content.decode())
        assert [name for name in ("北环路18号", "张三", "陈大伟", "李卫国") if name in said] == []


def test_what_was_withdrawn_by_mistake_is_corrected_and_released_again_under_its_number(people):
    row = released(people)
    given = {"by": people.chief, "fell_on": DAY, "reason": "罚款金额写错"}
    row = withdraw_penalty(row, **given, version=row.version, ground="mistake")
    assert "correct" in acts_open_to(people.handler, row)
    row = correct_penalty(row, by=people.handler, version=row.version, reason="罚款金额更正")
    assert (row.state_name, public_penalties(as_of=DAY).get().state) == ("更正中", "withdrawn")
    row = change_penalty(row, {"fine_fen": 600_000}, by=people.handler, version=row.version)
    row = submit_penalty(row, by=people.handler, version=row.version)
    with pytest.raises(UnableToPublish, match="不由您办"):
        release_penalty(row, by=people.handler, version=row.version)
    row = release_penalty(row, by=people.chief, version=row.version)
    shown = public_penalties(as_of=DAY).get()
    assert (shown.state, shown.number, shown.fine_fen, shown.correction) == (
        "shown",
        row.number,
        600_000,
        "罚款金额更正",
    )
    assert (shown.closed_on, shown.ground_name, shown.reason) == (DAY, "公示有误", "罚款金额写错")
    assert [one.kind for one in row.events.order_by("id")][-5:] == [
        "withdraw",
        "correct",
        "change",
        "submit",
        "release",
    ]


def test_what_was_revoked_is_not_released_again(people):
    row = released(people)
    row = withdraw_penalty(row, by=people.chief, version=row.version, ground="revoked", fell_on=DAY, reason="复议撤销")
    assert "correct" not in acts_open_to(people.handler, row)
    with pytest.raises(UnableToPublish, match="已撤回"):
        correct_penalty(row, by=people.handler, version=row.version, reason="某")


def test_everybody_in_a_full_text_is_proposed_and_hidden_in_every_public_place(people, client):
    row = drafted(
        people, number="样市监处罚〔2020〕861号", party="赖永旺", id_number="", bank_account="", persons="",
        address="样本县临城镇北环路", penalty="罚款5000元。",
        body="当事人赖永旺，出生日期：1975年3月5日，家住北环路。举报人牛大伟反映，证人阙小兰指认，其妻樊秀英在店，房东温来福出租，"
        "吴建平（举报人）补充，户名：廖美玲，同村村民瞿小兰在场，儿媳蓝小妹收款。执法人员：伍强、阙文。",
    )  # fmt: skip
    private = [
        "牛大伟", "阙小兰", "樊秀英", "温来福", "吴建平", "廖美玲", "瞿小兰", "蓝小妹", "伍强", "阙文", "北环路", "1975年3月5日",
    ]  # fmt: skip
    assert set(private) <= {one.value for one in proposals_of(row)}
    row = submit_penalty(row, by=people.handler, version=row.version)
    row = release_penalty(row, by=people.chief, version=row.version)
    for way in ("/penalties/", f"/penalties/{row.publication_id}/", "/open-data/penalties.json"):
        said = folded(client.get(way).content.decode())
        assert [value for value in private if value in said] == [], way


def test_a_light_one_under_the_general_rules_may_go_as_soon_as_what_was_ordered_is_done(people, settings):
    settings.TODAY = "2026-04-10"
    row = released(people, decided_on=date(2026, 4, 9), kinds=["criticism"])
    Penalty.objects.filter(pk=row.pk).update(regime="general")
    row.refresh_from_db()
    done = {"corrected": True, "promised": True}
    with pytest.raises(
        UnableToPublish, match=r"没有核实：已经公开作出信用承诺.*信用修复管理办法（2025）第12条、第14条"
    ):
        ask_repair(
            row, {"corrected": True}, by=people.handler, version=row.version, asked_on=date(2026, 4, 10), note="某"
        )
    row = ask_repair(row, done, by=people.handler, version=row.version, asked_on=date(2026, 4, 10), note="某")
    assert row.repairs.get().granted is None
