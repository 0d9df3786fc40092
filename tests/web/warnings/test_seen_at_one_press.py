"""Having seen all that one rule tells: at one press, all or none, in few queries, with a word of what was gone meanwhile."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from factories.registers import LoanCast
from zhixian.core.warnings.reading import warning_rules
from zhixian.web.kit import record
from zhixian.web.kit.models import Entry
from zhixian.web.warnings import actions
from zhixian.web.warnings.actions import UnableToWarn, mute, note_seen
from zhixian.web.warnings.models import Listener, Raised

RULE = "new_match"


def tell(cast, number, *, rule=RULE, name="match"):
    """So many open warnings of a rule that the bank hears."""
    raised = [
        Raised(
            rule=rule, subject=f"{name}:{n}", name=f"{name}-{n}", words="对得上。", link="/", opened_on=date(2018, 6, 1),
            seen_on=date(2018, 6, 1),
        )
        for n in range(number)
    ]  # fmt: skip
    Raised.objects.bulk_create(raised)
    rows = [Listener(raised=one, organisation=cast.bank) for one in Raised.objects.filter(rule=rule).order_by("pk")]
    Listener.objects.bulk_create(rows)


def heard():
    return list(Listener.objects.select_related("raised").order_by("pk"))


def press(client):
    return client.post("/warnings/seen/", {"rule": RULE}, follow=True).content.decode()


def test_many_cost_as_few_queries_as_some(cast: LoanCast, client):
    client.force_login(cast.clerk)
    cost = []
    for number in (5, 50):
        Raised.objects.all().delete()
        tell(cast, number)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.post("/warnings/seen/", {"rule": RULE})
        cost.append(len(asked))
        assert Listener.objects.filter(muted_why="看过了", muted_by=cast.clerk).count() == number
    assert cost[1] <= cost[0] + 2
    assert cost[1] < 40
    assert Entry.objects.filter(action="mute_warning", detail__rule=RULE).count() == 55
    assert list(record.verify()) == []


def test_each_is_silent_for_as_long_as_its_rule_lets_with_its_own_line_of_the_record(cast: LoanCast):
    tell(cast, 2)
    assert note_seen(heard(), by=cast.clerk) == (2, 0)
    days = warning_rules()[RULE].most_muted
    assert {(row.muted_until - row.muted_on).days for row in heard()} == {days - 1}
    lines = Entry.objects.filter(action="mute_warning").values_list("subject", "actor", "detail")
    told = {"rule": RULE, "days": days}
    assert list(lines) == [(record.name_of(row), f"user:{cast.clerk.pk}", told) for row in heard()]


def test_one_that_goes_meanwhile_is_said_and_the_others_are_silenced(cast: LoanCast, client, monkeypatch):
    tell(cast, 3)
    whole = actions.note_seen

    def gone_first(rows, *, by):
        Listener.objects.filter(pk=rows[1].pk).delete()
        return whole(rows, by=by)

    monkeypatch.setattr(actions, "note_seen", gone_first)
    client.force_login(cast.clerk)
    html = press(client)
    assert "看过了 2 条，静默到期或者有新情况再提醒；另有 1 条刚刚消除或者不再发给这里" in html
    assert Listener.objects.filter(muted_why="看过了").count() == 2


def test_nothing_is_said_of_others_where_all_are_there(cast: LoanCast, client):
    tell(cast, 3)
    client.force_login(cast.clerk)
    html = press(client)
    assert "看过了 3 条" in html
    assert "另有" not in html


def test_what_is_over_meanwhile_is_left_as_it_is(cast: LoanCast):
    tell(cast, 2)
    rows = heard()
    Raised.objects.filter(pk=rows[0].raised_id).update(closed_on=date(2018, 6, 1))
    assert note_seen(rows, by=cast.clerk) == (1, 1)
    assert [row.muted_why for row in heard()] == ["", "看过了"]


def test_one_that_looking_does_not_settle_leaves_all_unsilenced(cast: LoanCast):
    tell(cast, 2)
    tell(cast, 1, rule="row_finding", name="finding")
    with pytest.raises(UnableToWarn, match="看过不等于办过"):
        note_seen(heard(), by=cast.clerk)
    assert {row.muted_why for row in heard()} == {""}
    assert not Entry.objects.filter(action="mute_warning").exists()


def test_to_silence_one_that_is_heard_no_more_is_refused(cast: LoanCast):
    tell(cast, 1)
    [row] = heard()
    Listener.objects.all().delete()
    with pytest.raises(UnableToWarn, match="不再发给这里"):
        mute(row, days=1, why="等", by=cast.clerk)
