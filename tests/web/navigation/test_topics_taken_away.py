"""A topic is taken away whole or not at all, and its name is free afterwards."""

import os

import pytest

from factories.people import make_person
from factories.topics import OTHER_UNIT, UNIT, make_topic
from zhixian.core.registry.folder import locked
from zhixian.core.topics.making import Recipe
from zhixian.core.topics.making import make_topic as make_in_folder
from zhixian.core.topics.topic import REMOVED, home_of
from zhixian.web.kit.models import Entry, Notice
from zhixian.web.navigation import jobs
from zhixian.web.navigation.actions import searches
from zhixian.web.navigation.actions import topics as actions
from zhixian.web.navigation.models import SavedSearch, Topic


@pytest.fixture
def topic(handler, tmp_path):
    return make_topic(tmp_path, {}, by=handler.person)


def killed(*_):
    """The process ends before the files go."""


def test_it_is_not_taken_away_while_its_folder_is_held(handler, topic, settings, django_capture_on_commit_callbacks):
    home = home_of(settings.DATA, topic.name)
    with locked(home, "更新"), django_capture_on_commit_callbacks(execute=True):
        answer = handler.post(f"/topics/{topic.pk}/remove/", {"version": topic.version}, follow=True)
    shown = answer.content.decode()
    assert "正被别的程序占用（正在更新）" in shown
    assert "已删除" not in shown
    assert Topic.objects.get() == topic
    assert not (home / REMOVED).exists()
    assert not Entry.objects.filter(action="remove_topic").exists()
    with django_capture_on_commit_callbacks(execute=True):
        handler.post(f"/topics/{topic.pk}/remove/", {"version": topic.version})
    assert not home.exists()


def test_a_removal_that_was_cut_off_leaves_the_name_free(
    handler, topic, tmp_path, settings, monkeypatch, django_capture_on_commit_callbacks
):
    home = home_of(settings.DATA, topic.name)
    monkeypatch.setattr(actions, "_off_the_disk", killed)
    with django_capture_on_commit_callbacks(execute=True):
        handler.post(f"/topics/{topic.pk}/remove/", {"version": topic.version})
    assert (home / "snapshots").exists()
    again = make_topic(tmp_path, {}, by=handler.person)
    assert again.latest.counts["records"] == 1
    assert not (home / REMOVED).exists()


def test_what_a_removal_left_is_swept_at_night_and_nothing_else(
    handler, topic, tmp_path, settings, monkeypatch, django_capture_on_commit_callbacks
):
    kept = make_topic(tmp_path, {}, name="留着", by=handler.person)
    (home_of(settings.DATA, kept.name) / REMOVED).touch()  # killed before its row had gone: it is still there
    made = make_in_folder(
        settings.DATA, "命令行建的", Recipe(as_of=topic.as_of, paths=(tmp_path / "铜箔.csv",)), made=topic.as_of
    )
    uploads = {name: settings.MEDIA_ROOT / "topics" / name for name in ("998", "999", str(kept.pk))}
    for folder in uploads.values():
        (folder / "1").mkdir(parents=True, exist_ok=True)
    for old in ("998", str(kept.pk)):
        os.utime(uploads[old], (0, 0))
    monkeypatch.setattr(actions, "_off_the_disk", killed)
    with django_capture_on_commit_callbacks(execute=True):
        handler.post(f"/topics/{topic.pk}/remove/", {"version": topic.version})
    with locked(home_of(settings.DATA, topic.name), "更新"):
        assert jobs.sweep.does(lambda *_: None) == 1
    assert jobs.sweep.does(lambda *_: None) == 1
    assert not home_of(settings.DATA, topic.name).exists()
    assert home_of(settings.DATA, kept.name).exists()
    assert made.topic.folder.exists()
    assert [name for name, folder in uploads.items() if folder.exists()] == ["999", str(kept.pk)]
    assert jobs.sweep.does(lambda *_: None) == 0


def test_a_name_of_the_command_line_is_refused_with_what_it_is(handler, topic, tmp_path, settings):
    recipe = Recipe(as_of=topic.as_of, paths=(tmp_path / "铜箔.csv",))
    make_in_folder(settings.DATA, "命令行建的", recipe, made=topic.as_of)
    with pytest.raises(actions.UnableToNavigate, match="不是在网页上建的"):
        make_topic(tmp_path, {}, name="命令行建的", by=handler.person)
    with pytest.raises(actions.UnableToNavigate, match="更新原来的那个"):
        make_topic(tmp_path, {}, by=make_person("handler", unit=UNIT))


def test_who_searched_in_it_is_told_what_went_with_it(handler, tmp_path):
    topic = make_topic(tmp_path, {}, by=handler.person, shows_raw=True)
    page = f"/topics/{topic.pk}/"
    assert "一起删去" not in handler.get(page).content.decode()
    actions.share(topic, with_whom=f"unit:{OTHER_UNIT}", version=topic.version, by=handler.person)
    guest = make_person("handler", unit=OTHER_UNIT)
    for name, by in (("铜箔装置", guest), ("铜箔方法", guest), ("自己的", handler.person)):
        searches.save(name, text="铜箔", only={}, topic=topic, by=by)
    shown = handler.get(page).content.decode()
    assert "别人在里面保存的 2 个检索和关注" in shown
    assert "您自己保存的 1 个" in shown
    assert "铜箔装置" not in shown, "what somebody looks for is nobody else's business"
    topic.refresh_from_db()
    notices = Notice.objects.filter(user=handler.person).count()
    handler.post(f"/topics/{topic.pk}/remove/", {"version": topic.version})
    assert not SavedSearch.objects.exists()
    told = Notice.objects.get(user=guest, title__contains="已删除")
    assert told.title == "专题库“铜箔”已删除，您在里面保存的 2 个检索随之删去"
    assert "铜箔装置" in told.body
    assert "铜箔方法" in told.body
    assert "自己的" not in told.body
    assert Notice.objects.filter(user=handler.person).count() == notices
    detail = Entry.objects.get(action="remove_topic").detail
    assert (detail["searches"], detail["told"]) == (3, 1)
