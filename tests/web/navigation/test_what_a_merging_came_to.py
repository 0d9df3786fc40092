"""What a merging in the browser came to: names, applications and names that the topic does not have, as the command line tells them."""

import pytest

from factories.topics import DAY, OTHER_UNIT, SECOND, make_topic
from zhixian.core.registry.folder import locked
from zhixian.web.kit.models import Job, Notice
from zhixian.web.navigation.models import Decision, Share
from zhixian.web.navigation.queries import home, proposals_of


@pytest.fixture
def topic(handler, tmp_path):
    return make_topic(tmp_path, {}, SECOND, by=handler.person)


def _page(client, topic, below=""):
    answer = client.get(f"/topics/{topic.pk}/{below}")
    assert answer.status_code == 200
    return answer.content.decode()


def _merge(client, topic, answer="是"):
    [one] = [line for line in proposals_of(topic) if line.into_count]
    sent = {"line": "0", "names": f"{one.name}\n{one.into}", "answer0": answer}
    client.post(f"/topics/{topic.pk}/applicants/?show=all", sent)
    topic.refresh_from_db()
    client.post(f"/topics/{topic.pk}/applicants/merge/", {"version": topic.version})
    topic.refresh_from_db()


def test_a_merging_tells_its_counts_on_both_pages_and_in_the_notice(handler, topic):
    assert "last-merging" not in _page(handler, topic)
    _merge(handler, topic)
    said = ("读到 1 条决定，其中 1 条是新的或改过的", "1 个名称归到了别的名称；1 件申请的申请人或权利人随之改变")
    for below in ("", "applicants/"):
        shown = _page(handler, topic, below)
        assert all(words in shown for words in said), below
        assert "没有这些名称" not in shown
    body = Notice.objects.filter(user=handler.person).first().body
    assert all(words in body for words in said)
    _merge(handler, topic, "否")
    shown = _page(handler, topic)
    assert "1 个名称分了出来；1 件申请" in shown
    assert "归到了别的名称" not in shown


def test_names_that_the_topic_has_not_are_told(handler, topic):
    here = proposals_of(topic)[0].into
    Decision.objects.create(
        topic=topic,
        name="早已不在厂",
        into=here,
        one=here,
        other="早已不在厂",
        decision="是",
        by=handler.person,
        at=topic.at,
    )
    handler.post(f"/topics/{topic.pk}/applicants/merge/", {"version": topic.version})
    shown = _page(handler, topic)
    assert "专题库里没有这些名称：“早已不在厂”。它们的决定留着" in shown
    assert "没有名称因此归并或分开" in shown
    assert _page(handler, topic, "applicants/?show=all").count("库里没有</span>") == 1


def test_it_is_told_until_the_next_work_on_the_topic(handler, topic):
    _merge(handler, topic)
    assert "last-merging" in _page(handler, topic)
    handler.post(f"/topics/{topic.pk}/refresh/", {"version": topic.version, "as_of": DAY.isoformat()})
    assert "last-merging" not in _page(handler, topic)


def test_names_are_told_only_to_those_whose_topic_it_is(handler, topic, sign_in):
    _merge(handler, topic)
    Share.objects.create(topic=topic, unit=OTHER_UNIT, by=handler.person, at=topic.at)
    assert "last-merging" not in _page(sign_in("handler", unit=OTHER_UNIT), topic)


def test_a_merging_of_an_earlier_build_tells_nothing(handler, topic):
    _merge(handler, topic)
    Job.objects.filter(pk=topic.job_id).update(result="0123456789")
    assert "last-merging" not in _page(handler, topic)


def test_a_topic_that_another_process_works_on_waits_with_the_reason_on_its_page(handler, topic):
    with locked(home(topic), "更新专题库“铜箔”"):
        _merge(handler, topic)
    shown = _page(handler, topic)
    assert "正在更新专题库“铜箔”，稍后自动重试" in shown or "正在更新专题库“铜箔”。已经试了" in shown
    assert "导入正在" not in shown
    assert str(home(topic)) not in shown
