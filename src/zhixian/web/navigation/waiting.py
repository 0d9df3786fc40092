"""Uploads that wait and came to nothing yet: tried again, gone on with, taken back."""

from typing import Any

from django.db import transaction

from zhixian.web.kit.jobs import start
from zhixian.web.navigation.actions import topics
from zhixian.web.navigation.jobs import key_of, make_one, refresh_one
from zhixian.web.navigation.models import Topic


@transaction.atomic
def make_again(topic: Topic, *, version: int, by: Any) -> None:
    """Try once more to make a topic that has no edition yet."""
    fresh = topics.begin(topic, version=version)
    topics.give(topic, start(make_one, key=key_of(fresh), by=by, about=fresh.name, topic=fresh.pk, person=by.pk))


@transaction.atomic
def go_on(topic: Topic, *, version: int, by: Any) -> list[str]:
    """Do what was asked last without the files that cannot be read; their names. Raises Refusal where none or all of them cannot."""
    fresh = topics.begin(topic, version=version)
    if not fresh.files.filter(trouble="").exists():
        raise topics.UnableToNavigate("没有读得出的文件", where=fresh.name, expected="换成读得出的文件")
    left = topics.leave_files(fresh, fresh.files.exclude(trouble=""), by=by)
    if not left:
        raise topics.UnableToNavigate("没有读不出的文件", where=fresh.name, expected="刷新页面看最新状态")
    work, asked = make_one, {"topic": fresh.pk, "person": by.pk}
    if fresh.latest:
        work, asked["earlier"] = refresh_one, bool(fresh.job and fresh.job.arguments.get("earlier"))
    topics.give(topic, start(work, key=key_of(fresh), by=by, about=fresh.name, **asked))
    return left


@transaction.atomic
def leave_all(topic: Topic, *, version: int, by: Any) -> list[str]:
    """Take back a refresh that came to nothing, with the files that wait for it; their names."""
    fresh = topics.begin(topic, version=version)
    left = topics.leave_files(fresh, fresh.files.all(), by=by)
    Topic.objects.filter(pk=fresh.pk).update(job=None)
    return left
