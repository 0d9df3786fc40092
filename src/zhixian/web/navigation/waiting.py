"""Uploads that wait and came to nothing yet: tried again, gone on with, taken back, replaced."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import QuerySet

from zhixian.core.topics.topic import current_edition
from zhixian.web.kit import record
from zhixian.web.kit.jobs import start
from zhixian.web.kit.private_files import Copied
from zhixian.web.navigation.actions import topics
from zhixian.web.navigation.jobs import key_of, make_one, refresh_one
from zhixian.web.navigation.models import Topic, TopicFile
from zhixian.web.navigation.queries import home


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


def replace(
    topic: Topic,
    *,
    files: Iterable[UploadedFile],
    exported: date | None = None,
    keep: bool = False,
    days: Mapping[int, date | None] | None = None,
    version: int,
    by: Any,
) -> list[str]:
    """Have a topic of which nothing was made yet made of other files; the names of those that go for them. `keep` has those that wait and
    can be read stay, with the `days` of their exports that are said anew, by their keys. Its name, terms, day and shares are as they were.

    Raises Refusal where it was made meanwhile, or lies made in the data folder and only has to be tried again.
    """
    going = sum(file.size for file in _going(topic, keep=keep) if file.topic.by_id == by.pk)
    with topics.UPLOADS.taken_in(files, by=by, going=going) as copies:
        return _replace(topic, copies, exported=exported, keep=keep, days=days or {}, version=version, by=by)


@transaction.atomic
def _replace(
    topic: Topic, files: Sequence[Copied], *, exported: date | None, keep: bool, days: Mapping[int, date | None],
    version: int, by: Any,
) -> list[str]:  # fmt: skip
    fresh = topics.begin(topic, version=version)
    if fresh.latest:
        raise topics.UnableToNavigate("已经建成", where=fresh.name, expected="在“更新”里收入这些文件")
    if current_edition(home(fresh)):
        raise topics.UnableToNavigate("原来的文件已经读完，还没有登记", where=fresh.name, expected="先按“再试一次”")
    left = topics.leave_files(fresh, _going(fresh, keep=keep), by=by)
    topics.say_days(fresh, days, by=by)
    names = topics.keep_files(fresh, files, exported=exported, by=by)
    if names:
        record.write("replace_topic_files", fresh, by=by, files=names, exported=exported)
    topics.give(topic, start(make_one, key=key_of(fresh), by=by, about=fresh.name, topic=fresh.pk, person=by.pk))
    return left


def _going(topic: Topic, *, keep: bool) -> QuerySet[TopicFile]:
    return topic.files.exclude(trouble="") if keep else topic.files.all()
