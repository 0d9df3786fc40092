"""The desk: what is whose turn, how urgent, whom it waits for; claimed, put back and handed over, several at once."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from factories import supervision
from factories.matters import LEAD_UNIT, Cast, make_dossier, step_on
from factories.people import make_organisation, make_person
from factories.reports import BUREAU, OFFICE, ReportCast, handled, lodge, set_up_custodian
from zhixian.web.accounts.models import Invitation, Seat, User
from zhixian.web.kit.clock import now, today
from zhixian.web.kit.duties import Ask, end_of_week
from zhixian.web.kit.models import Entry
from zhixian.web.kit.notices import notices_of
from zhixian.web.matters import actions
from zhixian.web.matters.duties import dossier_duties
from zhixian.web.matters.models import Dossier
from zhixian.web.portal.desk import NAMES, sections
from zhixian.web.registry.models import Batch, RefusedRow
from zhixian.web.supervision.duties import request_duties
from zhixian.web.supervision.models import ProgressRequest


def day_of(person, **asked):
    """Section → addresses of what it holds, for a person as they sign in anew."""
    again = User.objects.get(pk=person.pk)
    found = sections(again, Ask("overdue", today(), **asked))
    return {section.when: [duty.link for duty in section.duties] for section in found}


def flat(day):
    """Everything on a desk, section after section."""
    return [link for links in day.values() for link in links]


def address(dossier):
    return f"/dossiers/{dossier.pk}/"


def tick(client, act, *rows, **given):
    return client.post(
        f"/dossiers/together/{act}/",
        {"row": [f"{row.pk}.{row.version}" for row in rows], "next": "/desk/", **given},
        follow=True,
    ).content.decode()


def test_a_day_is_sorted_by_how_urgent_it_is(cast, settings):
    settings.TODAY = "2018-12-04"
    dossier = make_dossier(cast, "acceptance")
    due = Dossier.objects.get(pk=dossier.pk).due
    monday = due - timedelta(days=due.weekday())
    days = {due + timedelta(days=1): "overdue", due: "today", monday: "week", monday - timedelta(days=3): "later"}
    for day, when in days.items():
        settings.TODAY = day.isoformat()
        assert day_of(cast.handler) == {when: [address(dossier)]}, when


def test_of_what_has_no_day_the_longest_waiting_stays_when_there_are_more(cast):
    rows = [make_dossier(cast, "acceptance", year=year) for year in (2017, 2018)]
    old, new = rows[1], rows[0]
    Dossier.objects.update(due=None)
    Dossier.objects.filter(pk=old.pk).update(entered_on=date(2018, 1, 2))
    person = User.objects.get(pk=cast.handler.pk)
    ask = Ask("undated", today(), most=1)
    assert [duty.link for duty in dossier_duties(person, ask)] == [address(old)]
    assert [duty.link for duty in dossier_duties(person, replace(ask, most=2))] == [address(old), address(new)]


def test_of_answers_to_judge_the_longest_waiting_stays_when_there_are_more(db, settings, tmp_path):
    settings.TODAY, settings.MEDIA_ROOT = "2020-11-16", tmp_path
    people = supervision.Cast()
    rows = [supervision.answer(supervision.send(people, clause, days=5), people) for clause in ("9", "6")]
    ProgressRequest.objects.filter(pk=rows[1].pk).update(began_on=date(2020, 11, 2), due=date(2020, 12, 30))
    found = request_duties(User.objects.get(pk=people.lead.pk), Ask("undated", today(), most=1))
    assert [duty.number for duty in found] == [rows[1].number]


@pytest.mark.parametrize(
    ("day", "last"),
    [
        ("2018-12-03", "2018-12-07"),
        ("2018-12-26", "2018-12-29"),  # the Saturday is worked for New Year
        ("2018-09-28", "2018-09-30"),  # and so is a Sunday before National Day
        ("2018-12-08", "2018-12-08"),
    ],
)
def test_a_week_ends_on_its_last_working_day(day, last):
    assert end_of_week(date.fromisoformat(day)) == date.fromisoformat(last)


def test_each_role_sees_its_own_turn_and_whom_it_waits_for(cast):
    handling = make_dossier(cast, "review", subject="L1-1")
    correcting = make_dossier(cast, "correction", subject="L1-2")
    deciding = make_dossier(cast, "refusal_decision", subject="L1-3")
    paying = make_dossier(cast, "payment", subject="L1-4")
    handler, chief, payer = (day_of(person) for person in (cast.handler, cast.chief, cast.payer))
    everything = {address(row) for row in (handling, correcting, deciding, paying)}
    assert {link for when in handler for link in handler[when]} == everything
    assert set(handler.pop("waiting")) == everything - {address(handling)}
    assert flat(handler) == [address(handling)]
    assert set(chief.pop("waiting")) == everything - {address(deciding)}
    assert flat(chief) == [address(deciding)]
    assert flat(payer) == [address(paying)]
    waits = {
        duty.link: duty.waits_for
        for section in sections(User.objects.get(pk=cast.handler.pk), Ask("overdue", today()))
        for duty in section.duties
        if section.when == "waiting"
    }
    assert waits == {
        address(correcting): "申请人测试企业1",
        address(deciding): "本单位负责人",
        address(paying): "县财政局",
    }


@pytest.mark.parametrize("role", ["lead_office", "auditor", "custodian", "admin"])
def test_who_only_looks_on_has_no_dossier_on_the_desk(cast, role):
    make_dossier(cast, "review")
    make_dossier(cast, "correction", subject="L1-2")
    assert day_of(make_person(role, unit=LEAD_UNIT)) == {}


def test_nobody_finds_another_unit_s_work(cast, reporters):
    make_dossier(cast, "review")
    handled(reporters)
    for person in (make_person("handler", unit="commerce_bureau"), make_person("bank"), make_person()):
        assert day_of(person) == {}


def test_an_officer_of_the_applicant_has_it_on_the_applicant_s_side_only(cast):
    dossier = make_dossier(cast, "correction")
    Seat.objects.create(user=cast.handler, role="enterprise", organisation=cast.organisation)
    seen = day_of(cast.handler)
    assert "waiting" not in seen
    assert flat(seen) == [f"{address(dossier)}form/"]
    step_on(dossier, "resubmit", cast)
    assert day_of(cast.handler) == {"waiting": [address(dossier)]}


def test_an_applicant_sees_what_to_correct_to_finish_and_what_came_of_it(client, cast):
    draft = make_dossier(cast, "draft", subject="L1-1")
    correcting = make_dossier(cast, "correction", subject="L1-2")
    waiting = make_dossier(cast, "review", subject="L1-3")
    done = make_dossier(cast, "declined", subject="L1-4")
    seen = day_of(cast.applicant)
    assert seen.pop("undated") == [f"{address(draft)}form/"]
    assert seen.pop("waiting") == [address(waiting)]
    assert seen.pop("lately") == [address(done)]
    assert flat(seen) == [f"{address(correcting)}form/"]
    client.force_login(cast.applicant)
    page = client.get("/desk/").content.decode()
    assert "县经信科技局" in page
    assert "认领" not in page[page.index("<main") :]


def test_the_due_day_shows_how_it_comes_about(client, cast):
    make_dossier(cast, "review")
    client.force_login(cast.handler)
    page = client.get("/desk/").content.decode()
    assert "自受理之日起" in page
    assert "周六、周日和放假日不计" in page


def test_reports_lie_with_the_desk_then_with_the_unit(reporters, county):
    fresh = lodge().report
    forwarded = handled(reporters)
    desk, bureau = day_of(reporters.desk), day_of(reporters.handler)
    assert desk.pop("waiting") == [f"/protection/reports/{forwarded.pk}/"]
    assert flat(desk) == [f"/protection/reports/{fresh.pk}/"]
    assert flat(bureau) == [f"/protection/reports/{forwarded.pk}/"]
    assert day_of(reporters.custodian) == {}
    assert day_of(reporters.auditor) == {}
    assert day_of(reporters.handler, whose="mine") == {}
    assert day_of(reporters.handler, unit="commerce_bureau") == {}


def test_a_report_s_sentences_are_the_same_as_on_its_page(reporters, county):
    from zhixian.web.protection.models import Report
    from zhixian.web.protection.report_clock import due_words

    report = handled(reporters)
    found = sections(User.objects.get(pk=reporters.handler.pk), Ask("overdue", today()))
    duty = next(duty for section in found for duty in section.duties)
    assert list(duty.explain()) == [
        step.sentence for step in due_words(Report.objects.get(pk=report.pk), as_of=today())
    ]
    assert duty.explain()


def test_seats_that_wait_lie_with_whoever_confirms_them(cast):
    clerk = make_person()
    organisation = make_organisation(confirmed=False)
    seat = Seat.objects.create(user=clerk, role="enterprise", organisation=organisation, waits=True)
    lead = make_person("lead_office", unit=OFFICE)
    assert day_of(lead) == {"undated": [f"/claims/{seat.pk}/"]}
    assert day_of(cast.handler)["undated"] == [f"/claims/{seat.pk}/"]
    assert day_of(clerk) == {"waiting": ["/accounts/"]}
    assert day_of(cast.applicant) == {}
    assert day_of(make_person("handler", unit="court")) == {}
    Invitation.objects.create(
        email="new@example.test", role="handler", unit="court", token_hash="x", invited_by=lead,
        expires_at=now() + timedelta(days=3),
    )  # fmt: skip
    assert day_of(lead)["waiting"] == ["/people/"]
    assert "waiting" not in day_of(cast.handler)


def test_an_upload_lies_with_the_registry_desk(county, cast):
    lead = make_person("lead_office", unit=OFFICE)
    batch = Batch.objects.create(state="ready", by=lead, at=now())
    assert day_of(lead) == {"undated": [f"/registry/batches/{batch.pk}/"]}
    RefusedRow.objects.create(batch=batch, file="a", table="rights", sheet="a", row=2, raw={}, reasons=[], fixable=True)
    assert day_of(lead, whose="mine") == {"undated": [f"/registry/batches/{batch.pk}/rows/"]}
    assert day_of(make_person("handler", unit="court")) == {}
    assert day_of(make_person("auditor", unit="court")) == {}


def test_a_request_to_open_an_identity_lies_with_its_approver_and_then_with_the_custodian(county, monkeypatch):
    from zhixian.web.protection import sealing
    from zhixian.web.protection.actions.custody import ask_opening, decide_opening

    monkeypatch.setattr(sealing, "OPS", 1)
    monkeypatch.setattr(sealing, "MEMORY", 8192)
    cast = ReportCast()
    set_up_custodian(cast.custodian)
    report = handled(cast, "named")
    given = {"purpose": "核对", "ground": "行政处罚法第55条", "hours": 24}
    opening, _ = ask_opening(report, by=cast.handler, fields=["phone"], **given)
    assert day_of(cast.chief).get("undated") == [f"/protection/openings/{opening.pk}/"]
    assert day_of(cast.custodian) == {}
    decide_opening(opening, by=cast.chief, approved=True, reason="同意", version=opening.version)
    assert "undated" not in day_of(cast.chief)
    assert day_of(cast.custodian) == {"undated": [f"/protection/openings/{opening.pk}/"]}


def test_filters_by_who_has_it_and_by_unit(cast):
    first = make_dossier(cast, "review", subject="L1-1")
    second = make_dossier(cast, "review", subject="L1-2")
    first = actions.claim_dossier(first, by=cast.handler, version=first.version)
    assert flat(day_of(cast.handler, whose="mine")) == [address(first)]
    assert flat(day_of(cast.handler, whose="free")) == [address(second)]
    assert flat(day_of(cast.second_handler, whose="mine")) == []
    assert flat(day_of(cast.handler, unit=LEAD_UNIT)) == [address(first), address(second)]
    assert day_of(cast.handler, unit="market_regulation_bureau") == {}


def test_several_are_claimed_at_once_and_whoever_was_quicker_is_named(client, cast):
    rows = [make_dossier(cast, "review", subject=f"L1-{n}") for n in (1, 2, 3)]
    client.force_login(cast.handler)
    shown = client.get("/desk/").content.decode()
    assert all(f'value="{row.pk}.{row.version}"' in shown for row in rows)
    actions.claim_dossier(rows[1], by=cast.second_handler, version=rows[1].version)
    page = tick(client, "claim", *rows)
    assert f"已认领：{rows[0].number}、{rows[2].number}" in page
    assert f"{rows[1].number}：这件刚被改动过：赵经办（县经信科技局）" in page
    assert [Dossier.objects.get(pk=row.pk).assignee for row in rows] == [
        cast.handler, cast.second_handler, cast.handler,
    ]  # fmt: skip
    assert Entry.objects.filter(action="dossier_claim").count() == 3
    page = tick(client, "claim", Dossier.objects.get(pk=rows[1].pk))
    assert "这件已由赵经办认领" in page


def test_put_back_and_handed_over_with_a_word(client, cast):
    rows = [make_dossier(cast, "review", subject=f"L1-{n}") for n in (1, 2)]
    client.force_login(cast.handler)
    tick(client, "claim", *rows)
    rows = list(Dossier.objects.order_by("pk"))
    page = client.get("/desk/").content.decode()
    assert f'<option value="{cast.second_handler.pk}">' in page
    assert f'<option value="{cast.chief.pk}">' not in page
    page = tick(client, "hand_over", rows[0], to=cast.second_handler.pk, reason="我明天出差")
    assert f"已转交：{rows[0].number}" in page
    told = notices_of(cast.second_handler).get(title__contains="转交给您")
    assert (told.body, told.link) == ("我明天出差", address(rows[0]))
    page = tick(client, "put_back", rows[1])
    assert f"已退回本单位：{rows[1].number}" in page
    assert [row.assignee for row in Dossier.objects.order_by("pk")] == [cast.second_handler, None]
    refused = tick(client, "hand_over", Dossier.objects.get(pk=rows[0].pk), to=cast.second_handler.pk)
    assert "这件不在您手上" in refused


def test_a_chief_hands_a_handler_s_dossier_to_another(client, cast):
    row = make_dossier(cast, "review")
    row = actions.claim_dossier(row, by=cast.handler, version=row.version)
    client.force_login(cast.chief)
    page = client.get("/desk/").content.decode()
    assert "等本单位经办李经办" in page
    assert f"已转交：{row.number}" in tick(client, "hand_over", row, to=cast.second_handler.pk)
    row = Dossier.objects.get(pk=row.pk)
    assert row.assignee == cast.second_handler
    assert "不能办“审核”" in tick(client, "hand_over", row, to=Cast(party="P2").chief.pk)


def test_what_is_not_visible_or_not_ticked_is_not_touched(client, cast):
    row = make_dossier(cast, "review")
    client.force_login(make_person("handler", unit="commerce_bureau"))
    assert "没有选中要办的事项" in tick(client, "claim", row)
    client.force_login(cast.handler)
    for odd in ("", "1", "a.b", f"{row.pk}.", "9" * 40 + ".1", "²." + "1", f"{row.pk}.-1"):
        answer = client.post("/dossiers/together/claim/", {"row": [odd], "next": "/desk/"}, follow=True)
        assert "没有选中要办的事项" in answer.content.decode(), odd
    assert "没有选好转给谁" in tick(client, "hand_over", row)
    assert "没有选好转给谁" in tick(client, "hand_over", row, to=make_person("handler", unit="court").pk)
    assert client.post("/dossiers/together/burn/", {"row": []}).status_code == 404
    for odd in ("https://evil.example/", "//evil.example/", "'\"><x>", "dossiers/", "no-such-page"):
        elsewhere = client.post("/dossiers/together/claim/", {"next": odd})
        assert elsewhere.headers["Location"] == "/dossiers/", odd
    assert Dossier.objects.get(pk=row.pk).assignee is None
    client.force_login(cast.applicant)
    assert client.post("/dossiers/together/claim/", {"row": [f"{row.pk}.{row.version}"]}).status_code == 403


def test_a_row_s_own_button_claims_that_row_alone(client, cast):
    rows = [make_dossier(cast, "review", subject=f"L1-{n}") for n in (1, 2)]
    client.force_login(cast.handler)
    only = f"{rows[1].pk}.{rows[1].version}"
    client.post("/dossiers/together/claim/", {"row": [f"{rows[0].pk}.{rows[0].version}"], "only": only})
    assert [row.assignee for row in Dossier.objects.order_by("pk")] == [None, cast.handler]


def test_long_sections_are_cut_and_turned_page_by_page(client, cast):
    for n in range(1, 34):
        make_dossier(cast, "acceptance", subject=f"L1-{n}")
    client.force_login(cast.handler)
    page = client.get("/desk/").content.decode()
    assert page.count('class="duty"') == 8
    assert "8+" in page
    when = next(when for when in NAMES if f"?show={when}" in page)
    first = client.get(f"/desk/?show={when}").content.decode()
    second = client.get(f"/desk/?show={when}&page=2").content.decode()
    assert (first.count('class="duty"'), second.count('class="duty"')) == (30, 3)
    assert client.get("/desk/?show=nothing").status_code == 404
    assert "这一栏是空的" in client.get(f"/desk/?show={when}&page=9").content.decode()


def test_a_desk_asks_the_database_the_same_however_much_lies_on_it(client, cast, reporters):
    Seat.objects.create(user=reporters.handler, role="handler", unit=LEAD_UNIT)
    client.force_login(reporters.handler)
    counts = []
    for number in (1, 2, 3):
        make_dossier(cast, "review", subject=f"L1-{number}")
        make_dossier(cast, "correction", subject=f"L1-{number + 10}")
        handled(reporters)
        with CaptureQueriesContext(connection) as captured:
            client.get("/desk/")
        assert not any("COUNT(" in query["sql"] and "LIMIT" not in query["sql"] for query in captured)
        counts.append(len(captured))
    assert counts[1] == counts[2]
    assert counts[2] < 70


def test_an_empty_desk_says_what_to_do_next(client, cast):
    for person, words in (
        (make_person("handler", unit="court"), "会出现在这里"),
        (make_person("bank"), "本行的质押贷款</a>；有误的"),
        (make_person(), "认领您所在的企业或银行"),
    ):
        client.force_login(person)
        page = client.get("/desk/").content.decode()
        assert "没有等您办的" in page
        assert words in page
    client.logout()
    assert client.get("/desk/").headers["Location"].startswith("/accounts/login/")
    client.force_login(make_person("handler", unit=BUREAU))
    assert "看全部" in client.get("/desk/?whose=mine&unit=nowhere").content.decode()


def test_the_dossier_leads_to_its_money_for_who_may_see_the_ledger(client, cast):
    from zhixian.web.incentives.models import Commitment

    dossier = make_dossier(cast, "publicity")
    link = f'href="/budgets/held/{Commitment.objects.get().pk}/"'
    for person, may in ((cast.handler, True), (cast.chief, True), (cast.applicant, False)):
        client.force_login(person)
        assert (link in client.get(address(dossier)).content.decode()) == may


@pytest.mark.django_db
def test_the_empty_desk_of_a_new_site_names_the_first_steps(client, settings, tmp_path):
    settings.DATA, settings.MEDIA_ROOT = tmp_path, tmp_path / "files"
    lead = make_person("lead_office", unit="leading_group_office")
    client.force_login(lead)
    page = client.get("/desk/").content.decode()
    assert "先把网站开起来" in page
    for step in ('<a href="/registry/">导入登记数据</a>', '<a href="/people/">邀请人员</a>', "设置举报人身份保管口令"):
        assert step in page
    make_person("handler")
    assert "邀请人员" not in client.get("/desk/").content.decode()
    client.force_login(make_person("handler"))
    assert "先把网站开起来" not in client.get("/desk/").content.decode()
