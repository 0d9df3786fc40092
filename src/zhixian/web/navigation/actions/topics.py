"""Topics: asked for, refreshed, shared, taken away."""

import re
import shutil
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet, Sum

from zhixian.core.kernel.refusal import Refusal
from zhixian.core.registry.folder import Busy
from zhixian.core.topics.topic import (
    clear_removed,
    current_edition,
    home_of,
    marked_as_removed,
    remove_topic,
    removed_topics,
)
from zhixian.web.accounts.models import Organisation, Seat
from zhixian.web.accounts.queries import people_with
from zhixian.web.kit import record
from zhixian.web.kit.clock import now
from zhixian.web.kit.models import Job
from zhixian.web.kit.notices import tell
from zhixian.web.kit.private_files import Copied, WaitingRoom
from zhixian.web.kit.versions import ChangedMeanwhile
from zhixian.web.navigation.models import Edition, SavedSearch, Share, Topic, TopicFile
from zhixian.web.navigation.queries import topics_visible_to
from zhixian.web.registry.queries import data

_LEFT_ALONE = timedelta(days=1)
"""Uploads whose topic is not there may be of one that is just being asked for; after so long they are not."""


_LONGEST = 60
"""Letters of a topic's name."""
_NO_NAME = re.compile(r"[^\w（）()· -]")


class UnableToNavigate(Refusal):
    """What was asked of a topic or landscape may not be done now; the message says why and what would be right."""


@transaction.atomic
def ask_for_topic(
    name: str,
    *,
    seat: Seat,
    as_of: date,
    query: str | None = None,
    files: Sequence[Copied] = (),
    exported: date | None = None,
    terms: str = "",
    shows_raw: bool = False,
    by: Any,
) -> Topic:
    """A topic that is about to be made, from a query or from files, `exported` on a day where that was said. Where somebody else's has the name that the person does not see, it gets
    the name of its place too. Raises Refusal for a name that is taken or cannot be one."""
    name = _name_for(name, seat, by=by)
    _sweep(name)
    if current_edition(home_of(data(), name)):
        raise UnableToNavigate(
            f"数据目录里已有专题库“{name}”，它不是在网页上建的", expected="换一个名称，或者请系统管理员移走它"
        )
    topic = Topic.objects.create(
        name=name, from_files=query is None, query=query or "", terms=terms, shows_raw=shows_raw or query is not None,
        as_of=as_of, unit=seat.unit, organisation=seat.organisation, by=by, at=now(),
    )  # fmt: skip
    names = keep_files(topic, files, exported=exported, by=by)
    record.write(
        "ask_for_topic", topic, by=by, name=name, query=query, files=names, exported=exported, terms=terms, as_of=as_of
    )
    return topic


def _name_for(name: str, seat: Seat, *, by: Any) -> str:
    """The name that a new topic gets: names are one apiece in the data folder, and what others are busy with is nobody's business."""
    home_of(data(), name)  # a name that no folder should have
    if not Topic.objects.filter(name=name).exists():
        return name
    tail = f"（{_NO_NAME.sub('', seat.place)[: _LONGEST // 2]}）"
    longer = name[: _LONGEST - len(tail)].strip() + tail
    seen = topics_visible_to(by).filter(name__in=(name, longer)).first()
    if seen is not None:
        raise UnableToNavigate(f"已有专题库“{seen.name}”", expected="换一个名称，或者更新原来的那个")
    if Topic.objects.filter(name=longer).exists():
        raise UnableToNavigate(f"专题库不能叫“{name}”", expected="换一个名称")
    return longer


def _waiting(by: Any) -> int:
    size: int = TopicFile.objects.filter(topic__by=by).aggregate(all=Sum("size", default=0))["all"]
    return size


UPLOADS = WaitingRoom(_waiting, "您等着读取的文件", "等前面的读完，或者删除没有建成的专题库")
"""Where files are copied for `keep_files`."""


def keep_files(topic: Topic, files: Sequence[Copied], *, exported: date | None, by: Any) -> list[str]:
    """Keep uploads, with the day of their export where it was said, in the private folder until they are read; their names. Raises Refusal when the person has too much waiting already."""
    UPLOADS.fit([copy.size for copy in files], by=by)
    for number, copy in enumerate(files, start=topic.version * 100):
        path = Path("topics") / str(topic.pk) / str(number) / copy.name
        copy.move_to(path)
        TopicFile.objects.create(topic=topic, name=copy.name, size=copy.size, path=str(path), exported=exported)
    return [copy.name for copy in files]


def say_days(topic: Topic, days: Mapping[int, date | None], *, by: Any) -> None:
    """Say anew of which days uploads that wait were exported, by their keys; null where nobody says it any more."""
    for file in topic.files.filter(pk__in=days).order_by("pk"):
        before, file.exported = file.exported, days[file.pk]
        if file.exported != before:
            file.save(update_fields=["exported"])
            record.write("say_day_of_topic_file", topic, by=by, file=file.name, exported=file.exported, before=before)


def leave_files(topic: Topic, files: QuerySet[TopicFile], *, by: Any) -> list[str]:
    """Forget uploads of a topic that wait to be read; their names."""
    going = list(files)
    if going:
        record.write("leave_topic_files", topic, by=by, files=[file.name for file in going])
        files.filter(pk__in=[file.pk for file in going]).delete()
        paths = [Path(settings.MEDIA_ROOT) / file.path for file in going]
        transaction.on_commit(lambda: _unkeep(paths), robust=True)
    return [file.name for file in going]


def _unkeep(paths: Sequence[Path]) -> None:
    for path in paths:
        shutil.rmtree(path.parent, ignore_errors=True)


def begin(topic: Topic, *, version: int) -> Topic:
    """The topic, locked and one version on. Refuses while something is being made of it, or when it was changed meanwhile."""
    fresh = Topic.objects.select_for_update().get(pk=topic.pk)
    if fresh.busy:
        raise UnableToNavigate("后台还在处理这个专题库", where=fresh.name, expected="等它结束后再办")
    if fresh.version != version:
        raise ChangedMeanwhile([])
    fresh.version += 1
    fresh.save(update_fields=["version"])
    return fresh


def give(topic: Topic, job: Job) -> None:
    """Show the job on the topic's page."""
    Topic.objects.filter(pk=topic.pk).update(job=job)
    topic.refresh_from_db()


@transaction.atomic
def settle_edition(topic: Topic, edition: Edition, *, said: Sequence[str] = ()) -> None:
    """The topic was made: keep the edition where it is new, forget the uploads, write the record and tell whoever asked, also what was
    `said` of the making; all or nothing."""
    new = edition.pk is None
    topic.files.all().delete()
    told = edition.counts
    if new:
        edition.save(force_insert=True)
        record.write("make_topic_edition", topic, by=edition.by, stamp=edition.stamp, way=edition.way, as_of=edition.as_of, **told)  # fmt: skip
    body = f"截至 {edition.as_of}，{told['records']:,} 件申请。" if new else "与原来的版本完全相同。"
    if edition.tells_later:
        body += "".join(edition.remarks)
    body = "\n".join((body, *said))
    people = {edition.by or topic.by}
    tell(people, f"专题库“{topic}”已{edition.way_name if new else '核对'}", body=body, link=link_to(topic), subject=record.name_of(topic))  # fmt: skip
    transaction.on_commit(lambda: forget_files(topic))


@transaction.atomic
def settle_outside(topic: Topic, edition: Edition) -> bool:
    """Keep an edition that was made outside of the site, with its record, and tell who made the topic; whether it was new and nobody is at
    the topic. Uploads that wait go on waiting."""
    fresh = Topic.objects.select_for_update().filter(pk=topic.pk).first()
    latest = fresh.latest if fresh else None
    if fresh is None or fresh.busy or latest is None or latest.stamp == edition.stamp:
        return False
    edition.save(force_insert=True)
    told = edition.counts
    record.write(
        "make_topic_edition", topic, by=None, stamp=edition.stamp, way=edition.way, as_of=edition.as_of, **told
    )
    body = f"截至 {edition.as_of}，{told['records']:,} 件申请。不是在网页上更新的，网页上已经用这一版。" + "".join(
        edition.remarks
    )
    tell({topic.by}, f"专题库“{topic}”在命令行上更新过", body=body, link=link_to(topic), subject=record.name_of(topic))
    return True


def forget_files(topic: Topic) -> None:
    """Remove what was uploaded: the topic's folder keeps the sources under their hash."""
    shutil.rmtree(_kept(topic), ignore_errors=True)


def _kept(topic: Topic) -> Path:
    return Path(settings.MEDIA_ROOT) / "topics" / str(topic.pk)


def link_to(topic: Topic) -> str:
    """The address of its page."""
    return f"/topics/{topic.pk}/"


@transaction.atomic
def share(topic: Topic, *, with_whom: str, version: int, by: Any) -> Share:
    """Let another unit or organisation see the topic; `with_whom` is `unit:<id>` or `organisation:<key>`. Its people are told."""
    fresh = _unchanged(topic, version)
    sort, _, key = with_whom.partition(":")
    organisation = Organisation.objects.get(pk=int(key)) if sort == "organisation" else None
    unit = key if sort == "unit" else ""
    row, new = Share.objects.get_or_create(
        topic=fresh, unit=unit, organisation=organisation, defaults={"by": by, "at": now()}
    )
    if new:
        record.write("share_topic", fresh, by=by, unit=unit, organisation=organisation and organisation.pk)
        where = Q(unit=unit) if unit else Q(organisation=organisation)
        tell(people_with(where), f"{fresh.place}把专题库“{fresh}”给{row.place}看", link=link_to(fresh), subject=record.name_of(fresh))  # fmt: skip
    return row


@transaction.atomic
def unshare(row: Share, *, version: int, by: Any) -> None:
    """Let them see it no longer."""
    fresh = _unchanged(row.topic, version)
    record.write("unshare_topic", fresh, by=by, unit=row.unit, organisation=row.organisation_id)
    row.delete()


def _unchanged(topic: Topic, version: int) -> Topic:
    fresh = Topic.objects.select_for_update().get(pk=topic.pk)
    if fresh.version != version:
        raise ChangedMeanwhile([])
    fresh.version += 1
    fresh.save(update_fields=["version"])
    return fresh


def remove(topic: Topic, *, version: int, by: Any) -> None:
    """Take a topic away with its tables and sources; the record keeps that it was there. Landscapes of it must go first.

    Raises Refusal, with nothing taken away, while another process has its folder. What is killed between is cleared away by `sweep`.
    """
    try:
        with marked_as_removed(data(), topic.name):
            _remove(topic, version=version, by=by)
    except Busy as busy:
        raise UnableToNavigate(
            f"它的文件正被别的程序占用（{busy.why}），没有删除", where=topic.name, expected="等它结束后再删除"
        ) from busy


@transaction.atomic
def _remove(topic: Topic, *, version: int, by: Any) -> None:
    fresh = begin(topic, version=version)
    if reports := fresh.landscapes.count():
        raise UnableToNavigate(
            f"还有 {reports} 份由它算出的报告",
            where=fresh.name,
            expected="先放弃没有印发的；有已印发的，专题库就要留着",
        )
    searches = SavedSearch.objects.filter(topic=fresh).select_related("user").order_by("pk")
    told = _tell_of_searches(fresh, searches, but=by)
    record.write("remove_topic", fresh, by=by, name=fresh.name, terms=fresh.terms, searches=len(searches), told=told)
    name, kept = fresh.name, _kept(fresh)
    fresh.delete()
    transaction.on_commit(lambda: _off_the_disk(name, kept), robust=True)


def _tell_of_searches(topic: Topic, searches: Iterable[SavedSearch], *, but: Any) -> int:
    """Tell everybody else whose saved searches go with a topic which of their own those are; how many people."""
    of: dict[Any, list[str]] = {}
    for row in searches:
        if row.user != but:
            of.setdefault(row.user, []).append(f"{row.kind_name}“{row}”")
    for person, names in of.items():
        body = f"随它删去：{'；'.join(names)}。它们和从前的消息都不再有。"
        tell([person], f"专题库“{topic}”已删除，您在里面保存的 {len(names)} 个检索随之删去", body=body, link="/searches/", subject=record.name_of(topic))  # fmt: skip
    return len(of)


def _off_the_disk(name: str, kept: Path) -> None:
    shutil.rmtree(kept, ignore_errors=True)
    clear_removed(data(), name)


def sweep() -> int:
    """Clear away what topics left that were taken away while their process was killed; of how many. What is busy waits for the next time."""
    found = [name for name in removed_topics(data()) if not Topic.objects.filter(name=name).exists()]
    return sum(_sweep(name) for name in found) + _sweep_uploads()


def _sweep(name: str) -> bool:
    """The same of one name, which no topic has now."""
    if name in removed_topics(data()):
        with suppress(Busy):
            remove_topic(data(), name)
            return True
    return False


def _sweep_uploads() -> int:
    folder, before = Path(settings.MEDIA_ROOT) / "topics", (now() - _LEFT_ALONE).timestamp()
    known = {str(pk) for pk in Topic.objects.values_list("pk", flat=True)}
    old = [path for path in folder.glob("*") if path.name not in known and path.stat().st_mtime < before]
    for path in old:
        shutil.rmtree(path, ignore_errors=True)
    return len(old)
