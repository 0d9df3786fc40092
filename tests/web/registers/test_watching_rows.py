"""Rows of origins, destinations and online leads on the site: what is added up, who is told what, and the warning of a line reached."""

from datetime import date

import pytest

from factories.people import make_organisation, make_person
from factories.registers import row_of
from zhixian.core.registers.rows import read_row
from zhixian.core.warnings.reading import warning_rules
from zhixian.web.accounts.models import User
from zhixian.web.kit.clock import today
from zhixian.web.registers.actions import enter_row
from zhixian.web.registers.definitions import kept_registers
from zhixian.web.registers.jobs import look_again
from zhixian.web.warnings.actions import Told, evaluate
from zhixian.web.warnings.looking import Looker
from zhixian.web.warnings.queries import open_for

ORIGIN = {"product": "茶叶", "origin": "甲县", "subject": "mark", "found_at": "市场", "source": "案件", "cases": "2"}
CHECK = {
    "owner": "出海公司", "product": "茶叶", "purpose": "export", "destination": "日本", "leaves_on": "2018-07-01",
    "rights": "covered", "squatted": "clear", "others": "clear", "customs": "done",
}  # fmt: skip
ALERT = {
    "title": "被抢注", "product": "茶叶", "destination": "日本", "risk": "squatting", "level": "high", "source": "公告", "found_on": "2018-05-02",
}  # fmt: skip


@pytest.fixture
def bureau():
    return make_person("handler", unit="market_regulation_bureau")


def page(client, person, register):
    client.force_login(person)
    return client.get(f"/registers/{register}/").content.decode()


def told(row):
    row.refresh_from_db()
    return [finding["words"] for finding in row.findings]


def test_a_line_that_was_reached_stands_in_the_sums_and_is_warned_of_once(client, bureau, settings):
    first = row_of("counterfeit_origins", by=bureau, number="1", found_on="2018-02-01", **ORIGIN)
    assert told(first) == []
    second = row_of("counterfeit_origins", by=bureau, number="2", found_on="2018-05-01", amount="1200.50", **ORIGIN)
    assert told(second) == ["茶叶、甲县 12 个月内 2 条，涉及案件（件）累计 4，到了 3 的预警线"]
    shown = page(client, bureau, "counterfeit_origins")
    assert "按商品和来源地汇总，近 12 个月" in shown
    assert "1,200.50" in shown
    assert "到了</span>" in shown
    rules = warning_rules()
    assert evaluate(rules["origin_threshold"], Looker(today())) == Told(opened=1)
    assert evaluate(rules["row_finding"], Looker(today())) == Told()
    heard = [row.raised.rule for row in open_for(User.objects.get(pk=bureau.pk), as_of=today())]
    assert heard == ["origin_threshold"]
    settings.TODAY = "2019-02-01"
    look_again()
    assert told(second) == []
    assert evaluate(rules["origin_threshold"], Looker(today())) == Told(closed=1)


def test_a_register_that_is_not_added_up_shows_no_sums(client, bureau):
    assert "汇总" not in page(client, bureau, "online_leads")


def enterprise_row(person, organisation, register, **typed):
    kept = kept_registers()[register]
    values, wrong = read_row(kept.register, {**typed, "owner": organisation.name}, today=today())
    assert not wrong
    return enter_row(kept, values, by=person, organisation=organisation)


def test_alerts_that_only_units_read_are_told_to_units_and_not_to_the_enterprise(bureau):
    organisation = make_organisation(name="出海公司")
    clerk = make_person("enterprise", organisation=organisation)
    row_of("overseas_alerts", by=bureau, **ALERT)
    of_unit = row_of("destination_checks", by=bureau, **CHECK)
    own = enterprise_row(clerk, organisation, "destination_checks", **CHECK | {"leaves_on": "2018-07-02"})
    nothing = "海外布局台账里没有出海公司在日本的申请或注册"
    assert told(of_unit) == [nothing, "日本有没有办结的预警：被抢注（2018-05-02，茶叶）"]
    assert told(own) == [nothing]


def test_another_companys_filings_tell_nothing_and_its_own_do(bureau):
    organisation, other = make_organisation(name="出海公司"), make_organisation(name="别的公司")
    clerk, clerk_of_other = (make_person("enterprise", organisation=one) for one in (organisation, other))
    filed = {
        "number": "A1",
        "kind": "mark",
        "route": "madrid",
        "first_filed": "2016-01-02",
        "places": "日本",
        "state": "granted",
    }
    enterprise_row(clerk_of_other, other, "overseas_filings", **filed)
    row = enterprise_row(clerk, organisation, "destination_checks", **CHECK)
    assert told(row) == ["海外布局台账里没有出海公司在日本的申请或注册"]
    enterprise_row(clerk, organisation, "overseas_filings", **filed | {"number": "A2"})
    look_again()
    assert told(row) == ["在日本有 1 件：A2（商标，已授权或注册）"]


def test_days_of_a_lead_come_onto_the_row(bureau):
    row = row_of(
        "online_leads", by=bureau, number="1", campaign="watch", law="commerce", platform="商城", address="x", subject="mark", holder="某",
        found_on="2018-05-01", noticed_on="2018-05-02", answer="removed", answered_on="2018-05-03", declared_on="2018-05-20",
    )  # fmt: skip
    assert (row.due, row.due_name) == (date(2018, 6, 4), "投诉或起诉并告知平台")
    assert told(row) == ["通知了平台，没有记证据"]
