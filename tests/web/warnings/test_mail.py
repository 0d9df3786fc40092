"""The mail of the morning: as often as somebody wants it, never empty, once a day however often the worker dies."""

import pytest
from django.core import mail

from factories.registers import LoanCast
from zhixian.web.kit import mail as post
from zhixian.web.kit.jobs import Later
from zhixian.web.kit.mail import send_now
from zhixian.web.warnings.actions import choose_cadence, mute
from zhixian.web.warnings.jobs import look_again, mail_warnings
from zhixian.web.warnings.models import Digest, Listener


def go():
    """The job, as the worker runs it."""
    return mail_warnings.does(lambda *_: None)


@pytest.fixture
def waiting(cast: LoanCast):
    """A loan that falls due, and its clerk who wants a mail every day."""
    cast.enter(due="2018-06-20")
    look_again()
    choose_cadence(cast.clerk, "daily")
    return cast


def test_what_waits_comes_in_one_mail_and_once_a_day(waiting, settings):
    settings.ALLOWED_HOSTS = ["localhost"]
    assert (go(), go()) == (1, 0)
    [letter] = mail.outbox
    assert letter.to == [waiting.clerk.email]
    assert letter.subject.endswith("1 条预警要处理")
    assert "【质押贷款到期】\n测试企业1，JH-1：贷款到期，2018-06-20 届满，还有 12 个工作日。" in letter.body
    assert "登录网站，打开“预警”" in letter.body


def test_the_next_day_brings_the_next_mail(waiting, settings):
    go()
    settings.TODAY = "2018-06-02"
    assert go() == 1
    assert len(mail.outbox) == 2


def test_nothing_to_deal_with_no_mail(waiting):
    mute(Listener.objects.get(), days=3, why="正在催收", by=waiting.clerk)
    assert go() == 0
    assert (mail.outbox, Digest.objects.count()) == ([], 0)


def test_who_wants_none_gets_none(waiting):
    choose_cadence(waiting.clerk, "off")
    choose_cadence(waiting.other_clerk, "daily")
    assert go() == 0
    assert mail.outbox == []


def test_a_weekly_mail_comes_on_monday(waiting, settings):
    choose_cadence(waiting.clerk, "weekly")
    assert go() == 0
    settings.TODAY = "2018-06-04"
    assert go() == 1


def test_a_worker_that_dies_before_the_mark_sends_the_same_mail_again_and_after_it_none(waiting, monkeypatch):
    def dies(*told, **more):
        assert send_now(*told, **more)
        raise SystemExit

    monkeypatch.setattr("zhixian.web.warnings.mailing.send_now", dies)
    with pytest.raises(SystemExit):
        go()
    monkeypatch.undo()
    assert go() == 1
    assert go() == 0
    first, second = mail.outbox
    assert first.extra_headers["Message-ID"] == second.extra_headers["Message-ID"]
    assert Digest.objects.exclude(sent_at=None).count() == 1


def test_a_server_that_takes_nothing_is_tried_again(waiting, monkeypatch):
    def refuses(_self):
        raise ConnectionRefusedError

    monkeypatch.setattr(post.EmailMessage, "send", refuses)
    with pytest.raises(Later, match="1 封预警邮件没有邮件服务器收下"):
        go()
    monkeypatch.undo()
    assert go() == 1


def test_a_mail_leads_to_the_site_by_its_own_name(waiting, settings):
    settings.ALLOWED_HOSTS, settings.SECURE = ["localhost", "ip.example.test"], True
    go()
    assert "https://ip.example.test/warnings/\n" in mail.outbox[0].body
