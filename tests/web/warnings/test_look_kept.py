"""The look itself is kept: that it was made, though it found nothing, and which rules could not look, why and since when."""

from datetime import date

import pytest
from django.core import mail

from factories.figures import make_figures
from factories.registers import LoanCast
from zhixian.core.registry.snapshot import CURRENT
from zhixian.core.warnings.reading import warning_rules
from zhixian.web.warnings import jobs
from zhixian.web.warnings.actions import choose_cadence
from zhixian.web.warnings.jobs import look_again, mail_warnings
from zhixian.web.warnings.models import DayLook
from zhixian.web.warnings.queries import last_look, unable_in


@pytest.fixture
def figures():
    make_figures()


def inbox(client, person):
    client.force_login(person)
    return client.get("/warnings/").content.decode()


def test_a_look_that_finds_nothing_was_made(cast: LoanCast, client, figures):
    assert last_look() is None
    look_again()
    assert last_look().day == date(2018, 6, 1)
    html = inbox(client, cast.clerk)
    assert "截至 2018年6月1日 核对：您这里新增 0 条，消除 0 条" in html
    assert "还没有核对过" not in html
    assert "没有核对：" not in html


def test_rules_that_cannot_look_are_told_beside_those_that_can(cast: LoanCast, client, settings, figures):
    cast.enter(due="2018-07-02")
    look_again()
    settings.TODAY = "2018-06-03"
    (settings.DATA / CURRENT).write_text("snap_broken", encoding="utf-8")
    look_again()
    [unable] = unable_in(last_look())
    of_registry = [rule.name for rule in warning_rules().values() if last_look().told[rule.id]]
    assert (unable.why, unable.last, list(unable.names)) == ("登记数据现在读不出", date(2018, 6, 1), of_registry)
    assert "商标该续展了" in unable.names
    assert "质押贷款到期" not in unable.names
    html = inbox(client, cast.clerk)
    assert "截至 2018年6月3日 核对：您这里新增 1 条" in html
    assert f"登记数据现在读不出，这 {len(of_registry)} 条规则没有核对：商标该续展了" in html
    assert "它们的预警停在 2018年6月1日，不新增，也不消除" in html


def test_a_later_look_of_the_day_that_can_look_counts(cast: LoanCast, client, settings, figures):
    there = (settings.DATA / CURRENT).read_text(encoding="utf-8")
    (settings.DATA / CURRENT).write_text("snap_broken", encoding="utf-8")
    look_again()
    assert "它们还没有核对过" in inbox(client, cast.clerk)
    (settings.DATA / CURRENT).write_text(there, encoding="utf-8")
    look_again()
    assert unable_in(last_look()) == []
    assert DayLook.objects.count() == 1


def test_without_figures_the_rule_of_targets_says_so(cast: LoanCast):
    look_again()
    assert [(one.why, one.last) for one in unable_in(last_look())] == [("还没有公布指标数据", None)]


def test_a_look_that_was_cut_off_is_not_kept(cast: LoanCast, monkeypatch):
    def cut_off(*_):
        raise SystemExit

    monkeypatch.setattr(jobs, "evaluate", cut_off)
    with pytest.raises(SystemExit):
        look_again()
    assert last_look() is None


def test_the_mail_says_of_which_day_it_is_and_what_could_not_look(cast: LoanCast, settings, figures):
    cast.enter(due="2018-06-20")
    (settings.DATA / CURRENT).write_text("snap_broken", encoding="utf-8")
    look_again()
    choose_cadence(cast.clerk, "daily")
    mail_warnings.does(lambda *_: None)
    settings.TODAY = "2018-06-02"
    mail_warnings.does(lambda *_: None)
    first, second = [letter.body for letter in mail.outbox]
    assert "截至 2018-06-01，这些事要处理：\n（登记数据现在读不出，没有核对：商标该续展了" in first
    assert "最近一次核对是 2018-06-01，那时这些事要处理" in second
