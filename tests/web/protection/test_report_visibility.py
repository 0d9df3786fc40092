"""Who sees which report, and numbers that point at nobody. Every address is asked in tests/doors."""

from collections import Counter
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from factories.people import make_person
from factories.reports import BUREAU, OFFICE, PASSPHRASE, handled, lodge, taken
from zhixian.web.kit.models import Entry
from zhixian.web.protection.actions.custody import ask_opening, decide_opening, open_identity
from zhixian.web.protection.queries.reports import (
    last_quarter_end,
    openings_visible_to,
    published_statistics,
    report_files_visible_to,
    reports_visible_to,
    together,
    trail_visible_to,
    waiting_reports,
)


@pytest.fixture
def three(keyed):
    """One at the desk, one with the bureau, one with the police."""
    from zhixian.web.protection.actions.reports import move_report

    at_desk = lodge("confidential").report
    here = handled(keyed, "named", files=[taken()], sealed_files=[taken("单")])
    there = lodge().report
    there = move_report(there, "accept", by=keyed.desk, version=there.version)
    there = move_report(there, "forward", by=keyed.desk, version=there.version, unit="police_bureau")
    return at_desk, here, there


def seen(user, rows=reports_visible_to):
    return {row.pk for row in rows(user)}


def test_each_sees_what_is_theirs(keyed, three):
    at_desk, here, there = (row.pk for row in three)
    assert seen(keyed.desk) == seen(keyed.chief) == {at_desk, here, there}
    assert seen(keyed.handler) == seen(keyed.bureau_chief) == {here}
    for person in (keyed.custodian, keyed.auditor, make_person("enterprise"), make_person("finance", unit=BUREAU)):
        assert seen(person) == set()
        assert not report_files_visible_to(person).exists()
    assert seen(keyed.desk, waiting_reports) == {at_desk}
    assert seen(keyed.handler, waiting_reports) == {here}


def test_a_custodian_sees_no_report_whatever_else_they_are(keyed, three):
    both = make_person("lead_office", unit=OFFICE)
    assert len(seen(both)) == 3
    both = make_person("lead_office", unit=OFFICE)
    both.seats.create(role="custodian", unit=OFFICE)
    assert seen(both) == set()


def test_sealed_files_reach_nobody(keyed, three):
    assert {file.sealed for file in report_files_visible_to(keyed.desk)} == {False}
    assert three[1].files.filter(sealed=True).count() == 1


def test_auditors_see_the_trail_alone(keyed, three):
    assert trail_visible_to(keyed.auditor).count() == 1 + 3 + 3
    for person in (keyed.desk, keyed.handler, keyed.custodian):
        assert not trail_visible_to(person).exists()
    fields = trail_visible_to(keyed.auditor).first().get_deferred_fields()
    assert {"reason", "detail"} <= fields


def test_requests_are_seen_by_those_who_deal_with_them(keyed, three):
    why = {"purpose": "某", "ground": "某", "fields": ["name"], "hours": 1}
    opening, _ = ask_opening(three[1], by=keyed.handler, **why)
    seers = [p for p in vars(keyed).values() if openings_visible_to(p).exists()]
    assert seers == [keyed.chief, keyed.handler, keyed.auditor]
    opening = decide_opening(opening, by=keyed.chief, approved=True, reason="某", version=1)
    assert openings_visible_to(keyed.custodian).exists()
    open_identity(opening, by=keyed.custodian, passphrase=PASSPHRASE)
    assert openings_visible_to(keyed.custodian).exists()


def test_reading_is_on_the_record(client, keyed, three):
    client.force_login(keyed.handler)
    client.get(f"/protection/reports/{three[1].pk}/")
    client.get(f"/protection/report-files/{three[1].files.get(sealed=False).pk}/").getvalue()
    read = Entry.objects.filter(actor=f"user:{keyed.handler.pk}").values_list("action", flat=True)
    assert list(read) == ["report_read", "report_file_read"]


def test_the_queue_asks_a_constant_number_of_questions(client, keyed):
    client.force_login(keyed.desk)
    client.get("/protection/reports/")
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get("/protection/reports/")
    for _ in range(12):
        lodge()
    with CaptureQueriesContext(connection) as many:
        client.get("/protection/reports/")
    assert len(many) - len(few) <= 1  # the desk has unread notices now


COUNTS = st.dictionaries(st.sampled_from("甲乙丙丁戊己"), st.integers(1, 30))


@given(COUNTS)
def test_no_published_number_is_small_unless_all_is(counts):
    shown = together(counts, least=5)
    assert sum(count for _, count in shown) == sum(counts.values())
    if sum(counts.values()) >= 5:
        assert all(count >= 5 for _, count in shown)
    for name, count in shown:
        assert name == "其他" or counts[name] == count


def test_statistics_wait_for_the_end_of_the_quarter_and_for_enough(keyed, settings, client):
    settings.TODAY = "2020-09-29"
    for _ in range(6):
        lodge(subject="patent")
    lodge(subject="copyright")
    assert published_statistics(until=last_quarter_end(date(2020, 9, 30))).total is None
    shown = published_statistics(until=last_quarter_end(date(2020, 10, 1)))
    assert (shown.total, Counter(dict(shown.by_subject))) == (7, Counter({"其他": 7}))
    assert shown.by_end == (("办理中", 7),)
    assert "不足 5 件" in client.get("/report/statistics/").content.decode()


@pytest.mark.parametrize(
    ("day", "end"),
    [
        ("2020-01-01", "2019-12-31"),
        ("2020-03-31", "2019-12-31"),
        ("2020-04-01", "2020-03-31"),
        ("2020-12-31", "2020-09-30"),
    ],
)
def test_the_last_full_quarter(day, end):
    assert last_quarter_end(date.fromisoformat(day)) == date.fromisoformat(end)
