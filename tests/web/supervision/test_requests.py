"""Requests for progress: sent, answered, judged by somebody else, escalated; two people never overwrite each other."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from hands import hands

from factories.matters import upload
from factories.people import make_person
from factories.supervision import BUREAU, OFFICE, OTHER, TODAY, Cast, accepted, answer, send
from zhixian.core.kernel.refusal import Refusal
from zhixian.web.accounts.models import Seat
from zhixian.web.kit.jobs import start
from zhixian.web.kit.models import Entry, Notice
from zhixian.web.kit.versions import ChangedMeanwhile
from zhixian.web.supervision import actions
from zhixian.web.supervision.jobs import escalate_daily
from zhixian.web.supervision.models import Answer, ProgressRequest, RequestEvent
from zhixian.web.supervision.queries import requests_waiting_for


def kinds(row):
    return list(row.events.values_list("kind", flat=True))


def told(person):
    return list(Notice.objects.filter(user=person).order_by("id").values_list("title", flat=True))


def test_a_request_has_a_number_a_day_and_what_the_system_counted(cast):
    row = send(cast)
    assert row.number == "杭知督〔2020〕1号"
    assert row.due == date(2020, 11, 23)
    assert row.colour == "grey"
    assert told(cast.handler) == told(cast.chief) == ["督办：第9条，2020-11-23（含当日）前答复"]
    assert told(cast.other) == []
    assert Entry.objects.filter(action="progress_requested").count() == 1


def test_one_open_request_a_clause_and_unit_others_are_left_out(cast):
    send(cast)
    sent, left = actions.send_requests(
        [("9", BUREAU), ("6", BUREAU), ("6", BUREAU)], asked="再报", days=3, by=cast.lead
    )
    assert [(row.clause, row.unit) for row in sent] == [("6", BUREAU)]
    assert left == [("9", BUREAU)]
    assert sent[0].number == "杭知督〔2020〕2号"


@pytest.mark.parametrize(
    ("cells", "days", "asked", "said"),
    [
        ([("9", OTHER)], 5, "x", "县财政局不是第9条的责任单位"),
        ([("99", OTHER)], 5, "x", "没有“99”这一条"),
        ([("9", BUREAU)], 0, "x", "期限是 0 个工作日"),
        ([("9", BUREAU)], 5, " ", "没有写要求"),
    ],
)
def test_what_cannot_be_asked_is_refused(cast, cells, days, asked, said):
    with pytest.raises(Refusal, match=said):
        actions.send_requests(cells, asked=asked, days=days, by=cast.lead)
    assert not ProgressRequest.objects.exists()


def test_only_the_lead_office_asks(cast):
    with pytest.raises(Refusal, match="不由您发出"):
        actions.send_requests([("9", BUREAU)], asked="x", days=5, by=cast.chief)


def test_an_answer_keeps_what_the_system_counted_and_takes_no_typed_number(cast, client):
    row = send(cast)
    client.force_login(cast.handler)
    sent = {
        "progress": "办了",
        "version": row.version,
        "counted": '[["green", "假的"]]',
        "attached": [upload("纪要.pdf")],
    }
    assert client.post(reverse("answer_progress_request", args=[row.pk]), sent).status_code == 302
    kept = Answer.objects.get()
    assert kept.counted == [["grey", "督办 1 件在期限内，最早 2020-11-23 届满"]]
    assert [file.name for file in kept.files.all()] == ["纪要.pdf"]
    row.refresh_from_db()
    assert row.state == "answered"
    assert "县市场监管局答复了督办，请审核" in told(cast.lead)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"progress": ""}, "没有写进展"),
        ({"measure": "配人"}, "没有写完成日期"),
        ({"measure_due": TODAY}, "没有写下一步措施"),
        ({"measure": "配人", "measure_due": TODAY - timedelta(days=1)}, "已过"),
    ],
)
def test_an_answer_that_lacks_something_is_refused(cast, given, said):
    row = send(cast)
    with pytest.raises(Refusal, match=said):
        answer(row, cast, **given)
    assert not Answer.objects.exists()


def test_what_was_typed_is_kept_when_it_is_refused(cast, client):
    row = send(cast)
    client.force_login(cast.handler)
    page = client.post(
        reverse("answer_progress_request", args=[row.pk]),
        {"progress": "办了三件", "measure": "配人", "version": row.version},
    )
    assert page.status_code == 422
    assert "办了三件" in page.content.decode()
    page = client.post(
        reverse("answer_progress_request", args=[row.pk]),
        {"progress": "办了三件", "version": row.version, "attached": [upload("a.pdf", b"MZ not a pdf")]},
    )
    assert "内容是别的格式" in page.content.decode()


def test_another_unit_neither_sees_nor_answers(cast, client):
    row = send(cast)
    with pytest.raises(Refusal, match="现在不由您答复"):
        answer(row, cast, by=cast.other)
    client.force_login(cast.other)
    assert client.get(reverse("progress_request", args=[row.pk])).status_code == 404
    assert client.post(reverse("answer_progress_request", args=[row.pk]), {"progress": "x"}).status_code == 404


def test_accepted_or_returned_by_the_lead_office_never_by_who_answered(cast):
    row = answer(send(cast), cast)
    for person in (cast.handler, cast.chief, cast.auditor):
        with pytest.raises(Refusal, match="现在不由您审核"):
            actions.accept_answer(row, by=person, version=row.version)
    both = make_person("lead_office", unit=OFFICE)
    Seat.objects.create(user=both, role="handler", unit=BUREAU)
    with pytest.raises(Refusal, match="没有答复它的人"):
        actions.accept_answer(row, by=both, version=row.version)
    actions.accept_answer(row, by=cast.lead, version=row.version)
    row.refresh_from_db()
    assert (row.state, row.closed_on) == ("accepted", TODAY)


def test_a_returned_answer_begins_a_new_limit(cast, settings):
    row = answer(send(cast), cast)
    settings.TODAY = "2020-11-18"
    row = actions.return_answer(row, reason="没有结果", days=3, by=cast.lead, version=row.version)
    assert (row.state, row.due, row.level) == ("returned", date(2020, 11, 23), "")
    assert told(cast.handler)[-1] == "答复被退回，2020-11-23（含当日）前重答"
    answer(row, cast, progress="补上了结果")
    assert row.answers.count() == 2
    assert kinds(row) == ["send", "answer", "return", "answer"]


def test_whoever_is_slower_sees_what_the_other_did(cast, client):
    row = send(cast)
    seen = row.version
    answer(row, cast)
    with pytest.raises(ChangedMeanwhile, match=r"李经办.*答复"):
        actions.answer_request(row, progress="我也答", by=cast.chief, version=seen)
    client.force_login(cast.lead)
    page = client.post(reverse("withdraw_progress_request", args=[row.pk]), {"reason": "不用了", "version": seen})
    assert page.status_code == 409
    assert "刚被改动过" in page.content.decode()
    assert "不用了" in page.content.decode()
    row.refresh_from_db()
    assert row.state == "answered"


def test_a_withdrawn_request_leaves_room_for_another(cast):
    row = send(cast)
    actions.withdraw_request(row, reason="改由别人报", by=cast.lead, version=row.version)
    assert send(cast).number == "杭知督〔2020〕2号"
    row.refresh_from_db()
    with pytest.raises(Refusal, match="不能由您撤回"):
        actions.withdraw_request(row, reason="x", by=cast.lead, version=row.version)


def escalate_on(settings, day):
    settings.TODAY = day.isoformat()
    return actions.escalate_requests(as_of=day)


def test_late_work_climbs_level_by_level_and_each_once(cast, settings):
    row = send(cast)
    seen = [escalate_on(settings, TODAY + timedelta(days=n)) for n in range(1, 20)]
    assert sum(seen) == 3
    assert kinds(row)[1:] == ["escalate:remind", "escalate:chief", "escalate:group"]
    assert [str(day) for day in row.events.filter(kind__startswith="escalate").values_list("day", flat=True)] == [
        "2020-11-19", "2020-11-24", "2020-11-30",
    ]  # fmt: skip
    assert told(cast.handler)[1:] == ["督办快到期：第9条，2020-11-23（含当日）前答复"]
    assert told(cast.chief)[2:] == ["督办逾期：县市场监管局，第9条，2020-11-23 已届满"]
    for person in (cast.lead, cast.office_chief, cast.group_chief):
        assert told(person) == ["督办逾期：县市场监管局，第9条，2020-11-23 已届满"]


def test_an_answered_request_does_not_escalate_and_a_returned_one_begins_anew(cast, settings):
    row = answer(send(cast), cast)
    assert escalate_on(settings, TODAY + timedelta(days=30)) == 0
    row = actions.return_answer(row, reason="没有结果", days=3, by=cast.lead, version=row.version)
    assert escalate_on(settings, row.due + timedelta(days=3)) == 1
    row.refresh_from_db()
    assert row.level == "chief"


def test_a_run_that_died_is_taken_up_without_telling_anybody_twice(cast, settings, monkeypatch):
    for clause in ("6", "7", "9"):
        send(cast, clause)
    settings.TODAY = "2020-11-24"
    real, calls = actions.tell, []

    def dies(people, *given, **more):
        calls.append(1)
        if len(calls) == 2:
            raise SystemExit
        real(people, *given, **more)

    monkeypatch.setattr(actions, "tell", dies)
    with pytest.raises(SystemExit):
        actions.escalate_requests(as_of=date(2020, 11, 24))
    assert RequestEvent.objects.filter(kind="escalate:chief").count() == 1
    monkeypatch.setattr(actions, "tell", real)
    assert actions.escalate_requests(as_of=date(2020, 11, 24)) == 2
    assert actions.escalate_requests(as_of=date(2020, 11, 24)) == 0
    late = [title for title in told(cast.chief) if title.startswith("督办逾期")]
    assert len(late) == len(set(late)) == 3


def test_the_daily_job_is_safe_to_run_twice(cast, settings):
    send(cast)
    settings.TODAY = "2020-11-24"
    first = start(escalate_daily, key="a", by=None)
    second = start(escalate_daily, key="b", by=None)
    for row in (first, second):
        row.refresh_from_db()
    assert (first.state, first.result, second.result) == ("done", 1, 0)


def test_what_waits_for_whom(cast):
    asked, answered = send(cast), answer(send(cast, "6"), cast)
    accepted(cast, "7")

    def waiting(person, day=TODAY):
        found = requests_waiting_for(person, as_of=day)
        return [list(rows) for rows in (found.to_answer, found.to_judge, found.overdue)]

    late = asked.due + timedelta(days=1)
    assert waiting(cast.handler) == [[asked], [], []]
    assert waiting(cast.chief, late) == [[asked], [], [asked]]
    assert waiting(cast.lead, late) == [[], [answered], [asked]]
    assert waiting(cast.other, late) == waiting(cast.auditor, late) == [[], [], []]


@pytest.mark.parametrize("table", ["supervision_answer", "supervision_requestevent"])
def test_answers_and_events_are_never_rewritten(cast, table):
    answer(send(cast), cast)
    for statement in (f"UPDATE {table} SET by_name = 'x'", f"DELETE FROM {table}"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_of_two_who_answer_at_once_one_is_kept(racing):
    cast = Cast()
    row = send(cast)

    def act(person):
        try:
            actions.answer_request(row, progress=f"{person} 的", by=person, version=1)
        except Refusal:
            return 0
        return 1

    with hands(2) as at_once:
        assert sorted(at_once(act, [cast.handler, cast.chief])) == [0, 1]
    assert Answer.objects.count() == 1


def test_many_senders_at_once_make_one_request_each_with_its_own_number(racing):
    cast = Cast()
    seconds = [cast.lead, make_person("lead_office", unit=OFFICE)]
    pairs = [("6", BUREAU), ("7", BUREAU), ("9", BUREAU), ("14", BUREAU)]

    def act(person):
        sent, left = actions.send_requests(pairs, asked="报", days=5, by=person)
        return len(sent) + len(left)

    with hands(2) as at_once:
        assert at_once(act, seconds) == [4, 4]
    numbers = list(ProgressRequest.objects.values_list("number", flat=True))
    assert len(numbers) == len(set(numbers)) == 4
