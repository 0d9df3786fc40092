"""Saved searches: asked again after each publication, telling what is new once, and why nothing came."""

from datetime import date, timedelta

import pytest

from factories.exports import write_export
from factories.people import make_organisation, make_person
from factories.registry import as_upload
from factories.topics import DAY, OTHER_UNIT, SECOND, THIRD, UNIT, make_topic
from zhixian.core.registry.snapshot import current
from zhixian.core.search.news import known, news
from zhixian.web.kit.models import Notice
from zhixian.web.kit.own_data import held_about
from zhixian.web.navigation import jobs
from zhixian.web.navigation.actions import searches as actions
from zhixian.web.navigation.models import SavedSearch, SearchNews
from zhixian.web.registry import published
from zhixian.web.registry.indexing import rebuild_index


@pytest.fixture
def saved(handler, county):
    handler.post("/searches/save/?q=尾矿&kind=invention", {"name": "尾矿"})
    return SavedSearch.objects.get()


def page(client, row):
    answer = client.get(f"/searches/{row.pk}/")
    assert answer.status_code == 200
    return answer.content.decode()


def look(settings):
    jobs.ask_for_news(current(settings.DATA))


def told(person):
    return list(Notice.objects.filter(user=person).values_list("title", "body", "link"))


def test_the_search_offers_to_save_what_it_was_asked(handler, county):
    assert 'href="/searches/save/?q=%E5%B0%BE%E7%9F%BF"' in handler.get("/rights/", {"q": "尾矿"}).content.decode()
    form = handler.get("/searches/save/", {"q": "尾矿", "kind": "invention"}).content.decode()
    assert "发明专利" in form


def test_news_come_once_after_a_publication(handler, saved, register, settings):
    assert "刚保存" in page(handler, saved)
    register(3)
    look(settings)
    assert told(handler.person) == [("检索“尾矿”有新消息", "新出现 1 件", f"/searches/{saved.pk}/")]
    shown = page(handler, saved)
    assert "一种尾矿系统" in shown
    assert 'href="/rights/R3/"' in shown
    for _ in range(2):
        jobs.look.does(lambda *_: None, topic=None)
    assert SearchNews.objects.count() == 1


def test_a_right_that_ends_in_the_night_is_news(handler, saved, settings):
    later = date(2034, 8, 16)
    rebuild_index(current(settings.DATA), as_of=later)
    jobs.look.does(lambda *_: None, topic=None)
    [one] = SearchNews.objects.all()
    assert one.counts == {"state": 2}
    assert "有效 → 已失效" in page(handler, saved)


def test_silence_says_why(handler, saved, settings):
    rebuild_index(current(settings.DATA), as_of=date(2021, 1, 1))
    jobs.look.does(lambda *_: None, topic=None)
    assert "数据没有更换，命中的 2 件与上次逐件相同" in page(handler, saved)
    assert told(handler.person) == []


def test_a_paused_search_is_silent_and_tells_everything_when_it_goes_on(handler, saved, register, settings):
    handler.post(f"/searches/{saved.pk}/pause/")
    register(3)
    look(settings)
    assert told(handler.person) == []
    assert "已暂停" in page(handler, saved)
    handler.post(f"/searches/{saved.pk}/resume/")
    assert [body for _, body, _ in told(handler.person)] == ["新出现 1 件"]
    handler.post(f"/searches/{saved.pk}/forget/")
    assert not SavedSearch.objects.exists()


def test_too_many_hits_and_unreadable_queries_are_refused(handler, county, monkeypatch):
    monkeypatch.setattr(actions, "MOST_HITS", 1)
    answer = handler.post("/searches/save/?q=尾矿", {"name": "太多"})
    assert answer.status_code == 422
    assert "命中超过 1 件" in answer.content.decode()
    assert "检索式读不出" in handler.post("/searches/save/?q=(", {"name": "括号"}).content.decode()
    monkeypatch.setattr(actions, "MOST_SAVED", 0)
    assert "已经保存了 0 个" in handler.post("/searches/save/?q=尾矿", {"name": "满了"}).content.decode()
    assert not SavedSearch.objects.exists()


def test_nobody_sees_what_another_looks_for(saved, client):
    client.force_login(make_person("handler", unit=UNIT))
    assert client.get(f"/searches/{saved.pk}/").status_code == 404
    assert client.post(f"/searches/{saved.pk}/forget/").status_code == 404
    assert "尾矿" not in client.get("/searches/").content.decode()


def test_an_enterprise_is_told_of_its_own_rights_only(register, client, settings):
    register(2)
    for party, hits in (("P1", 2), ("P2", 0)):
        clerk = make_person("enterprise", organisation=make_organisation(party=party))
        row = actions.save("尾矿", text="尾矿", only={}, topic=None, by=type(clerk).objects.get(pk=clerk.pk))
        assert len(row.known) == hits, party
    register(3)
    look(settings)
    assert SearchNews.objects.get().search.user.organisations


def test_a_topic_that_is_refreshed_is_asked_again(handler, tmp_path):
    topic = make_topic(tmp_path, {}, SECOND, by=handler.person)
    assert (
        f"/searches/save/?q=%E9%93%9C%E7%AE%94&amp;within={topic.pk}"
        in handler.get(f"/topics/{topic.pk}/records/?q=铜箔").content.decode()
    )
    handler.post(f"/searches/save/?q=铜箔 或 电池&within={topic.pk}", {"name": "专题"})
    newer = write_export(
        tmp_path / "新.csv",
        THIRD,
        {**SECOND, "专利有效性": "有效", "公开（公告）号": "CN104500001B", "公开（公告）日": "2020-03-02"},
    )
    jobs.refresh(topic, as_of=DAY, files=[as_upload(newer)], version=topic.version, by=handler.person)
    assert SearchNews.objects.get().counts == {"added": 1, "state": 1}
    shown = page(handler, SavedSearch.objects.get())
    assert "电池隔膜" in shown
    assert "已失效 → 有效" in shown


def test_who_sees_a_topic_no_longer_is_told_so_and_nothing_else(handler, tmp_path):
    topic = make_topic(tmp_path, {}, SECOND, by=handler.person)
    stranger = make_person("handler", unit=OTHER_UNIT)
    row = SavedSearch.objects.create(user=stranger, name="越界", topic=topic, text="铜箔", at=topic.at)
    assert actions.look(row.pk) is False
    row.refresh_from_db()
    assert "看不到这个专题库" in row.silence
    assert row.known == {}


def test_news_of_a_topic_that_is_shared_no_longer_are_not_on_the_page(handler, tmp_path, client):
    topic = make_topic(tmp_path, {}, SECOND, by=handler.person, shows_raw=True)
    handler.post(f"/topics/{topic.pk}/shares/", {"version": topic.version, "with_whom": f"unit:{OTHER_UNIT}"})
    reader = make_person("handler", unit=OTHER_UNIT)
    row = actions.save("铜箔", text="铜箔 或 电池", only={}, topic=topic, by=type(reader).objects.get(pk=reader.pk))
    topic.refresh_from_db()
    newer = write_export(tmp_path / "新.csv", THIRD)
    jobs.refresh(topic, as_of=DAY, files=[as_upload(newer)], version=topic.version, by=handler.person)
    client.force_login(reader)
    assert "电池隔膜" in page(client, row)
    assert f'href="/topics/{topic.pk}/' in page(client, row)
    topic.shares.all().delete()
    shown = page(client, row)
    for gone in ("电池隔膜", "CN105500002A", "现在命中", f'href="/topics/{topic.pk}/'):
        assert gone not in shown, gone
    assert "您现在看不到这个专题库的号码和标题" in shown
    assert f"/searches/{row.pk}/forget/" in shown


def test_news_of_the_registry_are_for_who_still_reads_it(saved, handler, register, settings):
    register(3)
    look(settings)
    assert "一种尾矿系统" in page(handler, saved)
    handler.person.seats.all().delete()
    shown = page(handler, saved)
    assert "一种尾矿系统" not in shown
    assert "您现在看不到登记数据" in shown


def test_what_hindered_a_look_is_said_no_longer_once_one_is_made_of_the_same_data(handler, tmp_path):
    topic = make_topic(tmp_path, {}, SECOND, by=handler.person, shows_raw=True)
    sent = {"version": topic.version, "with_whom": f"unit:{OTHER_UNIT}"}
    handler.post(f"/topics/{topic.pk}/shares/", sent)
    reader = make_person("handler", unit=OTHER_UNIT)
    row = actions.save("铜箔", text="铜箔", only={}, topic=topic, by=type(reader).objects.get(pk=reader.pk))
    topic.shares.all().delete()
    actions.look(row.pk)
    row.refresh_from_db()
    assert "您现在看不到这个专题库" in row.silence
    topic.refresh_from_db()
    handler.post(f"/topics/{topic.pk}/shares/", sent | {"version": topic.version})
    for hindered in (row.silence, "这次没有查：检索索引读不出"):
        before = row.looked_at - timedelta(hours=1)
        SavedSearch.objects.filter(pk=row.pk).update(silence=hindered, looked_at=before)
        assert actions.look(row.pk) is False
        row.refresh_from_db()
        assert row.silence == "数据没有更换，命中的 2 件与上次逐件相同"
        assert row.looked_at > before
    looked_at = row.looked_at
    actions.look(row.pk)
    row.refresh_from_db()
    assert row.looked_at == looked_at, "the same data are looked at once"


def test_no_more_hits_are_asked_for_than_are_compared(handler, county, monkeypatch):
    real, asked = actions.every_right, []
    monkeypatch.setattr(
        actions, "every_right", lambda *args, **given: asked.append(given["most"]) or real(*args, **given)
    )
    handler.post("/searches/save/?q=尾矿", {"name": "尾矿"})
    assert asked == [actions.MOST_HITS + 1]
    assert len(SavedSearch.objects.get().known) == 2


def test_who_lost_the_seat_is_told_nothing(saved, handler, register, settings):
    handler.person.seats.all().delete()
    register(3)
    look(settings)
    saved.refresh_from_db()
    assert "没有能看登记数据的席位" in saved.silence
    assert told(handler.person) == []


def test_a_saved_search_is_taken_out_with_the_own_data_and_goes_with_the_account(saved, handler):
    assert held_about(handler.person)["保存的检索"][0]["检索式"] == "尾矿"
    handler.person.is_active = False
    handler.person.save()
    jobs.look.does(lambda *_: None, topic=None)
    assert not SavedSearch.objects.exists()


def test_publications_have_the_searches_asked():
    assert jobs.ask_for_news in published._EFFECTS


def test_news_are_sorted_by_what_they_are():
    def hit(one, state="in_force", holder="甲"):
        return {"right_id": one, "state": state, "holder_name": holder, "number": f"N{one}", "title": one}

    before = known([hit("a"), hit("b"), hit("c")])
    after = known([hit("b", state="ended", holder="乙"), hit("c"), hit("d")])
    assert [(one.what, one.id, one.was, one.now) for one in news(before, after)[0]] == [
        ("added", "d", "", ""), ("state", "b", "有效", "已失效"), ("holder", "b", "甲", "乙"), ("gone", "a", "", ""),
    ]  # fmt: skip
    assert news(after, after) == ([], {})
