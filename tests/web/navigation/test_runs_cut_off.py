"""A run that makes a topic may be cut off at any step, and its disk may be full: what is told is what is so, and it is told once."""

import errno

import pytest

from factories.exports import write_export
from factories.registry import as_upload
from factories.topics import DAY, THIRD, make_topic
from zhixian.core.search.index import IndexTrouble
from zhixian.core.topics.topic import home_of
from zhixian.web.kit.jobs import run
from zhixian.web.kit.models import Entry, Job, Notice
from zhixian.web.navigation import jobs
from zhixian.web.navigation.actions import searches
from zhixian.web.navigation.actions import topics as actions
from zhixian.web.navigation.models import Edition, SearchNews, Topic, TopicFile
from zhixian.web.navigation.queries import proposals_of

STEPS = {
    "before it is noted": (jobs, "edition_made"),
    "before its record": (actions.record, "write"),
    "before its notice": (actions, "tell"),
    "before it is remembered": (jobs, "remember"),
    "before its index": (jobs, "open_topic_index"),
    "before its values": (jobs, "keep_values"),
}


@pytest.fixture
def topic(handler, tmp_path):
    return make_topic(tmp_path, {}, by=handler.person)


@pytest.fixture
def cut(monkeypatch):
    """`cut(module, name, how)` lets a step end with an error the first time, also after it has done its part."""

    def go(module, name, how=SystemExit, *, after=False, times=1):
        real, left = getattr(module, name), [times]

        def step(*args, **given):
            done = real(*args, **given) if after or not left[0] else None
            if left[0]:
                left[0] -= 1
                raise how
            return done

        monkeypatch.setattr(module, name, step)
        return left

    return go


def refresh(handler, topic, tmp_path):
    topic.refresh_from_db()
    sent = {
        "version": topic.version,
        "as_of": DAY.isoformat(),
        "exports": as_upload(write_export(tmp_path / "新.csv", THIRD)),
    }
    return handler.post(f"/topics/{topic.pk}/refresh/", sent)


def told_of(topic):
    """The record and the notices of a topic, and how its files, editions and job stand."""
    return {
        "record": Entry.objects.filter(action="make_topic_edition").count(),
        "notices": list(
            Notice.objects.filter(subject=f"navigation.topic:{topic.pk}").order_by("pk").values_list("title", flat=True)
        ),
        "editions": Edition.objects.filter(topic=topic).count(),
        "files": TopicFile.objects.filter(topic=topic).count(),
    }


@pytest.mark.parametrize("after", [False, True], ids=["ahead", "done"])
@pytest.mark.parametrize("step", STEPS)
def test_a_refresh_that_was_cut_off_is_recorded_and_told_once(handler, topic, tmp_path, cut, step, after):
    left = cut(*STEPS[step], after=after)
    refresh(handler, topic, tmp_path)
    assert left == [0]
    assert told_of(topic) == {
        "record": 2,
        "notices": ["专题库“铜箔”已建库", "专题库“铜箔”已更新"],
        "editions": 2,
        "files": 0,
    }
    assert Topic.objects.get().job.state == "done"
    assert Topic.objects.get().latest.counts["records"] == 2


@pytest.mark.parametrize("step", STEPS)
def test_a_making_and_a_merging_that_were_cut_off_are_recorded_and_told_once(handler, tmp_path, cut, step):
    left = cut(*STEPS[step], times=0)
    made = make_topic(
        tmp_path,
        {},
        {"申请号": "CN201510000001.0", "公开（公告）号": "CN104500001A", "申请人": "紫金矿业集团有限公司"},
        by=handler.person,
    )
    [line] = proposals_of(made)
    sent = {"line": "0", "names": f"{line.name}\n{line.into}", "answer0": "是"}
    handler.post(f"/topics/{made.pk}/applicants/", sent)
    left[0] = 1
    handler.post(f"/topics/{made.pk}/applicants/merge/", {"version": made.version})
    assert left == [0]
    assert told_of(made) == {
        "record": 2,
        "notices": ["专题库“铜箔”已建库", "专题库“铜箔”已归并申请人"],
        "editions": 2,
        "files": 0,
    }
    said = Topic.objects.get().job.result["said"]
    assert bool(said) == (step in {"before its index", "before its values"}), (
        "what it changed is not seen a second time"
    )
    assert not made.decisions.filter(applied_at=None).exists()
    assert made.decisions.count() == 1


def test_an_edition_whose_index_finds_no_room_is_said_to_be_made_and_can_be_ended(handler, topic, tmp_path, cut):
    searches.save("铜箔", text="铜箔", only={}, topic=topic, by=handler.person)
    full = IndexTrouble(
        "检索索引还没有建立，现在也建不成（磁盘满了）", where="搜索", expected="磁盘有空间，然后再试一次"
    )
    cut(jobs, "open_topic_index", full)
    refresh(handler, topic, tmp_path)
    assert told_of(topic) == {
        "record": 2,
        "notices": ["专题库“铜箔”已建库", "专题库“铜箔”已更新"],
        "editions": 2,
        "files": 0,
    }
    shown = handler.get(f"/topics/{topic.pk}/").content.decode()
    for words in ("版本已做成", "还差检索索引、价值指标", "磁盘满了", "重试"):
        assert words in shown
    for words in ("现有的版本没有动", "不收这些文件了", "等着收入的文件"):
        assert words not in shown
    topic.refresh_from_db()
    assert handler.post(f"/topics/{topic.pk}/again/", {"version": topic.version}).status_code == 302
    assert "版本已做成" not in handler.get(f"/topics/{topic.pk}/").content.decode()
    assert Topic.objects.get().job.state == "done"
    assert (home_of(jobs.data(), topic.name) / "search").exists()
    assert told_of(topic)["record"] == 2
    assert len(told_of(topic)["notices"]) == 2
    assert handler.post(f"/topics/{topic.pk}/again/", {"version": topic.version + 1}).status_code == 404


def test_values_that_find_no_room_are_tried_again_without_making_the_edition_again(
    handler, topic, tmp_path, cut, monkeypatch
):
    cut(jobs, "keep_values", OSError(errno.ENOSPC, "No space left on device"), times=3)
    made = []
    real = jobs.refresh_topic
    monkeypatch.setattr(jobs, "refresh_topic", lambda *args, **given: made.append(1) or real(*args, **given))
    refresh(handler, topic, tmp_path)
    job = Topic.objects.get().job
    while job.state == "waiting":
        run.func(job.pk)
        job.refresh_from_db()
    assert (job.state, made) == ("failed", [1])
    shown = handler.get(f"/topics/{topic.pk}/").content.decode()
    assert "还差价值指标" in shown
    topic.refresh_from_db()
    handler.post(f"/topics/{topic.pk}/again/", {"version": topic.version})
    assert (Topic.objects.get().job.state, made) == ("done", [1])
    assert told_of(topic)["record"] == 2


def test_a_refresh_that_read_nothing_says_so_and_keeps_its_files(handler, topic, tmp_path, monkeypatch):
    """The near one: nothing was made, so nothing is said to be."""

    def refused(*_, **__):
        raise IndexTrouble("登记数据的检索索引建不成", where="登记", expected="磁盘有空间")

    monkeypatch.setattr(jobs, "refresh_topic", refused)
    refresh(handler, topic, tmp_path)
    shown = handler.get(f"/topics/{topic.pk}/").content.decode()
    assert "现有的版本没有动" in shown
    assert "版本已做成" not in shown
    assert told_of(topic)["files"] == 1
    assert Job.objects.filter(state="failed").count() == 1
    assert not SearchNews.objects.exists()
