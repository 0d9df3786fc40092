"""What saved searches brought stands in the morning's mail, once, with or without warnings."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from zhixian.core.search.news import ADDED
from zhixian.web.kit.clock import now, today
from zhixian.web.navigation.models import SavedSearch, SearchNews
from zhixian.web.warnings import mailing
from zhixian.web.warnings.actions import choose_cadence
from zhixian.web.warnings.jobs import look_again, mail_warnings
from zhixian.web.warnings.mailing import MOST_LINES, text_of


def go():
    """The job, as the worker runs it."""
    return mail_warnings.does(lambda *_: None)


@pytest.fixture
def bring():
    """`bring(person)` has a watch of the person's find three rights."""

    def go(person, name="对手"):
        row = SavedSearch.objects.create(user=person, name=name, kind="competitor", text="铜箔", at=now())
        return SearchNews.objects.create(search=row, at=now(), stamp="s", day=today(), counts={ADDED: 3})

    return go


def test_news_come_with_the_next_mail_and_not_again(cast, bring, settings):
    choose_cadence(cast.clerk, "daily")
    bring(cast.clerk)
    assert (go(), go()) == (1, 0)
    [letter] = mail.outbox
    assert letter.subject.endswith("：1 条检索和关注的消息")
    assert "竞争者“对手”（数据截至 2018-06-01）：新出现 3 件。" in letter.body
    assert "要处理" not in letter.body.partition("全部预警")[0]
    settings.TODAY = "2018-06-02"
    assert go() == 0
    bring(cast.clerk, "另一家")
    assert go() == 1
    assert "对手" not in mail.outbox[1].body
    assert "另一家" in mail.outbox[1].body


def test_more_news_than_a_mail_holds_are_counted_and_led_to(cast, bring):
    choose_cadence(cast.clerk, "daily")
    for number in range(MOST_LINES + 5):
        bring(cast.clerk, f"第{number}家")
    go()
    [letter] = mail.outbox
    assert letter.subject.endswith(f"：{MOST_LINES + 5} 条检索和关注的消息")
    assert letter.body.count("新出现 3 件") == MOST_LINES
    assert "另有 5 条没有列在这封信里，在下面的页面上看。\n逐件的变化：" in letter.body


def test_as_many_news_as_a_mail_holds_are_all_there(cast, bring):
    choose_cadence(cast.clerk, "daily")
    for number in range(MOST_LINES):
        bring(cast.clerk, f"第{number}家")
    go()
    assert mail.outbox[0].subject.endswith(f"：{MOST_LINES} 条检索和关注的消息")
    assert "另有" not in mail.outbox[0].body


def test_news_that_come_while_the_mail_is_written_are_in_the_next(cast, bring, settings, monkeypatch):
    choose_cadence(cast.clerk, "daily")
    bring(cast.clerk)

    def write(*told, **more):
        late = bring(cast.clerk, "刚到的")
        SearchNews.objects.filter(pk=late.pk).update(at=late.at + timedelta(seconds=5))
        sent = timezone.now() + timedelta(seconds=10)
        monkeypatch.setattr(timezone, "now", lambda: sent)
        return text_of(*told, **more)

    monkeypatch.setattr(mailing, "text_of", write)
    go()
    monkeypatch.undo()
    settings.TODAY = "2018-06-02"
    assert go() == 1
    assert "刚到的" not in mail.outbox[0].body
    assert "刚到的" in mail.outbox[1].body
    assert "对手" not in mail.outbox[1].body


def test_news_stand_beside_warnings(cast, bring):
    cast.enter(due="2018-06-20")
    look_again()
    choose_cadence(cast.clerk, "daily")
    bring(cast.clerk)
    go()
    [letter] = mail.outbox
    assert "1 条预警要处理，1 条检索和关注的消息" in letter.subject
    assert letter.body.index("【质押贷款到期】") < letter.body.index("【检索和关注的消息】")


def test_news_of_others_and_old_ones_are_not_told(cast, bring, settings):
    choose_cadence(cast.clerk, "daily")
    bring(cast.other_clerk)
    settings.TODAY = "2018-05-24"
    bring(cast.clerk)
    settings.TODAY = "2018-06-01"
    assert go() == 0
    assert mail.outbox == []
