"""What is decided while decisions are merged is neither lost nor said to be kept."""

import pytest

from factories.topics import SECOND, make_topic
from zhixian.web.kit.models import Job
from zhixian.web.navigation import jobs
from zhixian.web.navigation.models import Decision
from zhixian.web.navigation.queries import proposals_of


@pytest.fixture
def topic(handler, tmp_path):
    topic = make_topic(tmp_path, {}, SECOND, by=handler.person)
    decide(handler, topic, "是")
    return topic


def decide(handler, topic, answer):
    [line] = proposals_of(topic)
    sent = {"line": "0", "names": f"{line.name}\n{line.into}", "answer0": answer}
    return handler.post(f"/topics/{topic.pk}/applicants/?show=all", sent, follow=True)


def test_a_yes_cannot_be_taken_back_while_it_is_merged(handler, topic, monkeypatch):
    real, answers = jobs.decide_applicants, []

    def meanwhile(*args, **given):
        answers.append(decide(handler, topic, ""))
        answers.append(handler.get(f"/topics/{topic.pk}/applicants/"))
        return real(*args, **given)

    monkeypatch.setattr(jobs, "decide_applicants", meanwhile)
    job = Job.objects.create(
        name="navigation.merge", key="navigation.merge:later", state="waiting", created_at=topic.at, due_at=topic.at,
        arguments={"topic": topic.pk, "person": handler.person.pk},
    )  # fmt: skip
    topic.job = job
    topic.save()
    jobs.merge_one.does(lambda *_: None, **job.arguments)
    Job.objects.update(state="done")
    refused, page = (answer.content.decode() for answer in answers)
    assert answers[0].status_code == 422
    assert "正在按已有的决定归并" in refused
    assert "这一页的决定没有记下" in refused
    assert "结束以前不能改决定" in page
    assert "记下这一页的决定" not in page
    assert Decision.objects.get().applied_at is not None
    assert "记下 1 条决定" in decide(handler, topic, "").content.decode()
    assert Decision.objects.filter(applied_at=None).get().decision == ""


def test_what_is_decided_while_the_topic_is_refreshed_waits_on(handler, topic, monkeypatch):
    real, said = jobs.refresh_topic, []

    def meanwhile(*args, **given):
        said.append(decide(handler, topic, "否").content.decode())
        return real(*args, **given)

    monkeypatch.setattr(jobs, "refresh_topic", meanwhile)
    topic.job = Job.objects.create(
        name="navigation.refresh", key="navigation.refresh:later", state="running", created_at=topic.at, due_at=topic.at
    )
    topic.save()
    jobs.refresh_one.does(lambda *_: None, topic=topic.pk, person=handler.person.pk)
    assert "记下 1 条决定" in said[0]
    assert Decision.objects.get(applied_at=None).decision == "否"
