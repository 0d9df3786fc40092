"""A report from its receipt to the answer: moves, clocks, messages, reminders, and who is refused what."""

from datetime import date

import pytest

from factories.people import make_person
from factories.reports import BUREAU, CONTENTS, IDENTITY, OFFICE, fresh, handled, lodge, set_up_custodian, taken
from zhixian.core.kernel.refusal import Refusal
from zhixian.core.kernel.signed_text import verify
from zhixian.web.kit import record
from zhixian.web.kit.models import Entry, Notice
from zhixian.web.kit.versions import ChangedMeanwhile
from zhixian.web.protection.acknowledgements import public_key, sha256, signing_key, submitted_text
from zhixian.web.protection.actions.reports import (
    Enclosed,
    UnableToReport,
    extend_report,
    lodge_report,
    move_report,
    remind_of_reports,
    see_answer,
    write_message,
)
from zhixian.web.protection.forms.reports import ReportForm
from zhixian.web.protection.models import Report
from zhixian.web.protection.report_desk import proposed_units


def test_a_report_is_received_with_a_due_day_and_told_to_the_desk(cast):
    report = fresh(lodge().report)
    assert (report.number, report.step, report.unit, report.outcome) == ("举报〔2020〕00001号", "received", "", "")
    assert report.due == date(2020, 11, 25)
    assert [event.kind for event in report.events.all()] == ["receive"]
    told = {notice.user for notice in Notice.objects.all()}
    assert told == {cast.desk, cast.chief}
    assert Notice.objects.first().body == report.number
    assert Entry.objects.get(action="report_lodged").actor == "public"


def test_numbers_follow_one_another(cast):
    assert [lodge().report.number for _ in range(3)] == [f"举报〔2020〕0000{n}号" for n in (1, 2, 3)]


def test_the_same_form_is_taken_once():
    contents = {"subject": "patent", "suspect": "某", "what": "某"}
    lodge_report(contents, Enclosed(), way="anonymous", token="t")
    with pytest.raises(UnableToReport, match="已经收到过"):
        lodge_report(contents, Enclosed(), way="anonymous", token="t")
    assert Report.objects.count() == 1


def test_the_way_to_an_answer(cast):
    report = handled(cast)
    assert (report.step, report.unit, report.due) == ("handling", BUREAU, date(2020, 12, 7))
    assert {n.user for n in Notice.objects.filter(title="举报：分办")} == {cast.handler, cast.bureau_chief}
    report = move_report(
        report, "conclude", by=cast.handler, version=report.version, category="case_opened", reason="已立案"
    )
    assert (report.step, report.outcome, report.category, report.due) == ("concluded", "done", "case_opened", None)
    assert report.closed_on == date(2020, 11, 16)
    assert fresh(report).answer_seen_at is None
    see_answer(report)
    see_answer(report)
    assert fresh(report).answer_seen_at is not None
    assert Entry.objects.filter(action="report_answer_seen").count() == 1
    with pytest.raises(UnableToReport, match="延长期限不由您批准"):
        extend_report(report, by=cast.bureau_chief, version=report.version, amount=5, reason="某")


def test_a_unit_gives_it_back_and_no_longer_sees_it(cast):
    report = handled(cast)
    report = move_report(report, "send_back", by=cast.handler, version=report.version, reason="不归我们管")
    assert (report.step, report.unit, report.due) == ("accepted", "", date(2020, 11, 19))
    with pytest.raises(UnableToReport, match="不由您办"):
        move_report(report, "forward", by=cast.handler, version=report.version, unit="police_bureau")
    report = move_report(report, "forward", by=cast.desk, version=report.version, unit="police_bureau")
    assert report.due == date(2020, 12, 7)


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({"category": "settled"}, "没有写"),
        ({"reason": "某"}, "没有选办理结果"),
        ({"reason": "某", "category": "other"}, "没有选办理结果"),
        ({"reason": "某" * 2001, "category": "settled"}, "有 2001 个字"),
    ],
)
def test_a_conclusion_needs_a_category_and_an_answer(cast, given, missing):
    report = handled(cast)
    with pytest.raises(UnableToReport, match=missing):
        move_report(report, "conclude", by=cast.handler, version=report.version, **given)
    assert fresh(report).step == "handling"


@pytest.mark.parametrize("unit", ["", "nowhere", OFFICE, "leading_group_members"])
def test_it_is_forwarded_to_a_unit_of_the_plan(cast, unit):
    report = lodge().report
    report = move_report(report, "accept", by=cast.desk, version=report.version)
    with pytest.raises(UnableToReport, match="没有选承办单位"):
        move_report(report, "forward", by=cast.desk, version=report.version, unit=unit)


def test_each_step_is_for_whose_turn_it_is(cast):
    report = lodge().report
    for person in (cast.handler, cast.bureau_chief, cast.custodian, cast.auditor, make_person("enterprise")):
        with pytest.raises(UnableToReport, match="不由您办"):
            move_report(report, "accept", by=person, version=report.version)
    with pytest.raises(Refusal, match="这一步不能这样办"):
        move_report(report, "conclude", by=cast.desk, version=report.version, category="settled", reason="某")
    report = handled(cast)
    with pytest.raises(UnableToReport, match="不由您办"):
        move_report(report, "conclude", by=cast.desk, version=report.version, category="settled", reason="某")


def test_whoever_is_late_is_told_what_happened(cast):
    report = lodge().report
    move_report(report, "accept", by=cast.desk, version=1)
    with pytest.raises(ChangedMeanwhile, match=r"台上人.*受理"):
        move_report(report, "decline", by=cast.chief, version=1, reason="某")


def test_a_chief_extends_within_the_rule(cast):
    report = handled(cast)
    with pytest.raises(UnableToReport, match="不由您批准"):
        extend_report(report, by=cast.handler, version=report.version, amount=5, reason="外地取证")
    report = extend_report(report, by=cast.bureau_chief, version=report.version, amount=10, reason="外地取证")
    assert fresh(report).due == date(2020, 12, 21)
    with pytest.raises(UnableToReport, match="合计 16"):
        extend_report(report, by=cast.bureau_chief, version=report.version, amount=6, reason="再延")
    assert fresh(report).due == date(2020, 12, 21)


def test_an_extension_of_an_earlier_stay_does_not_count(cast):
    report = handled(cast)
    report = extend_report(report, by=cast.bureau_chief, version=report.version, amount=15, reason="外地取证")
    report = move_report(report, "send_back", by=cast.handler, version=report.version, reason="不归我们管")
    report = move_report(report, "forward", by=cast.desk, version=report.version, unit=BUREAU)
    assert report.due == date(2020, 12, 7)


def test_what_is_due_or_late_is_told_once_a_day(cast, settings):
    report = handled(cast)
    assert remind_of_reports(as_of=date(2020, 11, 16)) == 0
    Notice.objects.all().delete()
    settings.TODAY = "2020-12-04"
    assert remind_of_reports(as_of=date(2020, 12, 4)) == 1
    assert remind_of_reports(as_of=date(2020, 12, 4)) == 0
    assert {n.user for n in Notice.objects.all()} == {cast.handler, cast.bureau_chief}
    assert remind_of_reports(as_of=date(2020, 12, 8)) == 1
    assert {n.user for n in Notice.objects.filter(title__contains="已超期")} == {
        cast.handler, cast.bureau_chief, cast.desk, cast.chief,
    }  # fmt: skip
    assert report.number == Notice.objects.first().body


def test_both_sides_write_and_neither_sees_a_name(cast):
    report = handled(cast)
    write_message(report, "能说说货从哪来吗？", [], by=cast.handler)
    write_message(report, "", [taken()], by=record.PUBLIC)
    said = [(m.by_name, m.body, m.files.count()) for m in report.messages.all()]
    assert said == [("县市场监管局", "能说说货从哪来吗？", 0), ("举报人", "", 1)]
    assert [file.name for file in report.files.all()] == ["材料1.pdf"]
    assert {n.user for n in Notice.objects.filter(title="举报人有新留言")} == {cast.handler, cast.bureau_chief}
    with pytest.raises(UnableToReport, match="不由您答复"):
        write_message(report, "某", [], by=cast.desk)
    with pytest.raises(UnableToReport, match="没有写留言"):
        write_message(report, " ", [], by=record.PUBLIC)
    for _ in range(19):
        write_message(report, "某", [], by=record.PUBLIC)
    with pytest.raises(UnableToReport, match="今天已留言 20 次"):
        write_message(report, "某", [], by=record.PUBLIC)


def test_the_acknowledgement_holds_for_what_was_received(cast):
    report = lodge(files=[taken("甲"), taken("乙")]).report
    text = verify(report.acknowledgement, public_key())
    assert f"内容摘要（SHA-256）：{sha256(submitted_text(report).encode())}" in text
    assert [f"文件 {n}（SHA-256）：{file.sha256}" in text for n, file in enumerate(report.files.all(), 1)] == [
        True,
        True,
    ]
    assert report.number not in text
    with pytest.raises(Refusal, match="签名与文字不符"):
        verify(report.acknowledgement.replace("匿名", "实名"), public_key())


def test_the_signing_key_is_made_once_and_private(settings):
    first = signing_key()
    path = settings.DATA / "acknowledgement.key"
    assert bytes(signing_key()) == bytes(first)
    assert path.stat().st_mode & 0o777 == 0o600
    assert [one.name for one in settings.DATA.glob("acknowledgement*")] == ["acknowledgement.key"]


def test_events_cannot_be_rewritten(cast):
    from django.db import DatabaseError, transaction

    report = lodge().report
    with pytest.raises(DatabaseError), transaction.atomic():
        report.events.update(name="别的")


def test_the_plan_proposes_the_units_of_its_clauses():
    assert proposed_units("trademark") == (BUREAU,)
    assert proposed_units("crime") == ("police_bureau",)
    assert proposed_units("other") == proposed_units("unknown") == ()


@pytest.mark.parametrize("typed", ["123", "电话没有", "1380597000"])
def test_a_number_nobody_can_be_called_by_is_told_beside_its_field(typed):
    assert ReportForm("named", {"phone": typed}).errors["phone"] == [
        f"“{typed}”不对，应为手机号，或带区号的座机号，例如 0999-3841234"
    ]


@pytest.mark.parametrize("typed", ["13805970001", "0597-3841234", "138 0597 0001"])
def test_a_number_may_be_a_mobile_or_a_desk(typed):
    assert "phone" not in ReportForm("named", {"phone": typed}).errors


def sent(client, **changed):
    """The confidential form as a browser sends it."""
    filled = {**CONTENTS, **IDENTITY, "honest": "on", "token": "t", **changed}
    return client.post("/report/new/confidential/", filled)


def test_a_sealed_number_that_stands_open_is_told_before_it_is_sent(cast, client):
    set_up_custodian(cast.custodian)
    written = {"what": "卖假酒，电话１３８ 0597 0001", "place": "赖某人甲家旁边"}
    warned = sent(client, **written)
    assert warned.status_code == 422
    assert Report.objects.count() == 0
    form = warned.context["form"]
    assert form.errors == {
        "what": ["第 7 个字起的“１３８ 0597 0001”是您要封存的电话，办理的人会看到：不想让他们知道就改掉"],
        "place": ["第 1 个字起的“赖某人甲”是您要封存的姓名，办理的人会看到：不想让他们知道就改掉"],
    }
    assert "我知道办理的人会看到这些" in warned.content.decode()
    assert sent(client, **written, told="what.phone", knowing="on").status_code == 422
    assert sent(client, what="卖假酒").context["report"].what == "卖假酒"


def test_who_knows_may_send_it_all_the_same(cast, client):
    set_up_custodian(cast.custodian)
    told = sent(client, what="打我电话13805970001").context["form"]["told"].value()
    taken_in = sent(client, what="打我电话13805970001", told=told, knowing="on")
    assert (taken_in.status_code, Report.objects.get().what) == (200, "打我电话13805970001")


def test_an_anonymous_report_has_nothing_to_compare_with(client):
    filled = {**CONTENTS, "what": "电话13805970001", "honest": "on", "token": "t"}
    assert client.post("/report/new/anonymous/", filled).status_code == 200
