"""Long work on topics: making them, making them anew, joining applicants, landscapes, saved searches; and asking for each of them."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date
from datetime import time as clock_time
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.timezone import localdate, localtime

from zhixian.core.landscape.comparing import compare
from zhixian.core.landscape.everything import landscape as compute
from zhixian.core.landscape.value.kept import keep_values
from zhixian.core.landscape.variants import WHOLE, variants
from zhixian.core.registry.folder import Busy
from zhixian.core.registry.snapshot import Snapshot, current
from zhixian.core.reports.landscape import as_json, from_json
from zhixian.core.reports.topics import counts_of_decisions
from zhixian.core.topics.making import Recipe, decide_applicants, make_topic, refresh_topic, refuse_earlier
from zhixian.core.topics.merge_list import Proposal
from zhixian.core.topics.searching import INDEXED, is_topic_built, open_topic_index
from zhixian.core.topics.taking_in import UnreadableFiles, untold
from zhixian.core.topics.topic import current_edition
from zhixian.web.accounts.models import User
from zhixian.web.kit.clock import now, today
from zhixian.web.kit.jobs import Later, Progress, job, remember, retry, start
from zhixian.web.kit.private_files import Copied
from zhixian.web.navigation.actions import applicants, landscapes, searches, topics
from zhixian.web.navigation.editions import edition_made
from zhixian.web.navigation.models import (
    MADE,
    MERGED,
    OUTSIDE,
    REFRESHED,
    WORKING,
    Decision,
    Edition,
    Landscape,
    SavedSearch,
    Topic,
)
from zhixian.web.navigation.queries import home, made_outside, tables, topic_of
from zhixian.web.navigation.written import as_computed
from zhixian.web.registry.queries import data


def make(name: str, *, by: Any, files: Iterable[UploadedFile] = (), **given: Any) -> Topic:
    """Have a topic made."""
    with topics.UPLOADS.taken_in(files, by=by) as copies:
        return _make(name, by=by, files=copies, **given)


@transaction.atomic
def _make(name: str, *, by: Any, **given: Any) -> Topic:
    topic = topics.ask_for_topic(name, by=by, **given)
    topics.give(topic, start(make_one, key=f"{topic.pk}.1", by=by, about=topic.name, topic=topic.pk, person=by.pk))
    return topic


@transaction.atomic
def end_again(topic: Topic, *, version: int, by: Any) -> None:
    """Try once more what failed beside an edition that was made: its index, its values."""
    fresh = topics.begin(topic, version=version)
    if fresh.job is None or not fresh.is_half_done:
        raise topics.UnableToNavigate("没有要补做的", where=fresh.name, expected="刷新页面看最新状态")
    retry(fresh.job, by=by)


def refresh(
    topic: Topic,
    *,
    as_of: date,
    files: Iterable[UploadedFile] = (),
    exported: date | None = None,
    days: Mapping[int, date | None] | None = None,
    earlier: bool = False,
    version: int,
    by: Any,
) -> None:
    """Have the next edition made, as of a day: the query asked again, or new files, of which the day of their export may be said, read
    beside those that were kept. `days` say anew those of uploads that wait, by their keys.

    Raises Refusal for a day before that of the edition in force, unless `earlier` says that it is meant.
    """
    if topic.latest and not earlier:
        refuse_earlier(topic.name, as_of, topic.latest.as_of)
    with topics.UPLOADS.taken_in(files, by=by) as copies:
        _refresh(
            topic, copies, as_of=as_of, exported=exported, days=days or {}, earlier=earlier, version=version, by=by
        )


@transaction.atomic
def _refresh(
    topic: Topic, files: Sequence[Copied], *, as_of: date, exported: date | None, days: Mapping[int, date | None],
    earlier: bool, version: int, by: Any,
) -> None:  # fmt: skip
    fresh = topics.begin(topic, version=version)
    topics.say_days(fresh, days, by=by)
    topics.keep_files(fresh, files, exported=exported, by=by)
    fresh.as_of = as_of
    fresh.save(update_fields=["as_of"])
    asked = {"topic": fresh.pk, "person": by.pk, "earlier": earlier}
    topics.give(topic, start(refresh_one, key=key_of(fresh), by=by, about=fresh.name, **asked))


@transaction.atomic
def merge(topic: Topic, *, version: int, by: Any) -> None:
    """Have the applicants joined as it was decided."""
    if not topic.decisions.filter(applied_at=None).exists():
        raise topics.UnableToNavigate("没有等着归并的决定", where=topic.name, expected="先在清单里选是或否")
    fresh = topics.begin(topic, version=version)
    topics.give(topic, start(merge_one, key=key_of(fresh), by=by, about=fresh.name, topic=fresh.pk, person=by.pk))


def key_of(topic: Topic) -> str:
    """What tells apart the work that is asked of a topic at one version and at another."""
    return f"{topic.pk}.{topic.version}"


@job("navigation.make", "建立专题库")
def make_one(progress: Progress, *, topic: int, person: int, settled: str = "") -> str:
    """Make a topic of its query or its files. `settled` is the stamp of the edition that an earlier run of the same job came to."""
    row = Topic.objects.get(pk=topic)
    if settled:
        return _complete(row, settled, progress)
    progress(0, None, "读取文件" if row.from_files else "检索")
    if not current_edition(home(row)):  # a run that was cut off may have made it and not yet said so
        recipe = Recipe(
            as_of=row.as_of, query=None if row.from_files else row.query, snapshot=None if row.from_files else current(data()),
            paths=_paths(row), exported=_exported(row), terms=row.terms, shows_raw=row.shows_raw,
        )  # fmt: skip
        with _unless_busy(), _noting_unreadable(row):
            make_topic(data(), row.name, recipe, made=today(), real=localdate(), progress=_telling(progress))
    return _settle(row, progress, way=MADE, person=person)


@job("navigation.refresh", "更新专题库")
def refresh_one(progress: Progress, *, topic: int, person: int, earlier: bool = False, settled: str = "") -> str:
    """Make the next edition of a topic; `settled` as in `make_one`."""
    row = Topic.objects.get(pk=topic)
    if settled:
        return _complete(row, settled, progress)
    progress(0, None, "读取文件" if row.from_files else "检索")
    with _unless_busy(), _noting_unreadable(row):
        refresh_topic(
            data(), row.name, as_of=row.as_of, snapshot=None if row.from_files else current(data()), paths=_paths(row), exported=_exported(row),
            made=today(), real=localdate(), earlier=earlier, progress=_telling(progress),
        )  # fmt: skip
    return _settle(row, progress, way=REFRESHED, person=person)


@job("navigation.merge", "归并申请人")
def merge_one(
    progress: Progress, *, topic: int, person: int, settled: str = "", said: Sequence[str] = ()
) -> dict[str, Any]:
    """Make an edition by the decisions that wait; its stamp, and what they came to in sentences, with the moment. `settled` as in
    `make_one`, `said` as an earlier run told it."""
    row = Topic.objects.get(pk=topic)
    if settled:
        return _merged(_complete(row, settled, progress), said)
    progress(0, None, "归并")
    waiting = list(row.decisions.filter(applied_at=None))
    decided = [Proposal(one.name, 0, one.into, 0, one.reason, one.decision) for one in waiting]
    with _unless_busy():
        known = row.latest is not None and current_edition(home(row)) == row.latest.stamp
        made = decide_applicants(data(), row.name, decided, made=today())
    if made.taken and known:  # else a run that was cut off had merged them: what they changed is not seen again
        said = counts_of_decisions(made.taken)
    return _merged(_settle(row, progress, way=MERGED, person=person, applied=waiting, said=said), said)


def _merged(stamp: str, said: Sequence[str]) -> dict[str, Any]:
    return {"stamp": stamp, "said": list(said), "at": f"{localtime(now()):%Y-%m-%d %H:%M}"}


@transaction.atomic
def analyse(
    topic: Topic,
    *,
    region: str = "",
    variant: str = WHOLE,
    enterprise: str = "",
    before: Landscape | None = None,
    by: Any,
) -> Landscape:
    """Have a landscape of the topic's latest edition computed."""
    asked = {"region": region, "variant": variant, "enterprise": enterprise}
    row = landscapes.ask_for_landscape(topic, **asked, before=before, by=by)
    landscapes.give(row, start(analyse_one, key=str(row.pk), by=by, about=topic.name, landscape=row.pk))
    return row


@transaction.atomic
def analyse_again(row: Landscape, *, version: int, by: Any) -> Landscape:
    """Have another landscape computed of the topic's latest edition, by what was asked of this one. Raises Refusal as `begin_again` does."""
    fresh = landscapes.begin_again(row, version=version, by=by)
    before = None if fresh.state == WORKING else fresh
    enterprise = (
        fresh.enterprise if variants()[fresh.variant].tells_enterprise else ""
    )  # earlier builds took one in vain
    return analyse(fresh.topic, region=fresh.region, variant=fresh.variant, enterprise=enterprise, before=before, by=by)


@job("navigation.landscape", "专利导航分析")
def analyse_one(progress: Progress, *, landscape: int) -> int:
    """Compute every figure, and what changed against the landscape before."""
    row = Landscape.objects.select_related("edition__topic", "before").get(pk=landscape)
    if row.state != WORKING:
        return row.pk
    progress(0, None, "分析")
    found = tables(row.edition)
    if found is None:
        raise topics.UnableToNavigate(
            "这个版本的数据已经清理", where=str(row), expected="放弃这一份，从现行的版本重新分析"
        )
    told = compute(
        found, region=row.region or None, enterprise=row.enterprise or None, variant=row.variant,
        progress=lambda done, total: progress(done, total, "计算各项图表")
    )  # fmt: skip
    plain = json.loads(json.dumps(as_json(told), default=_plain))
    changed = compare(as_computed(row.before), from_json(plain)) if row.before else []
    landscapes.take_figures(row, plain, json.loads(json.dumps([asdict(one) for one in changed], default=_plain)))
    return row.pk


def _plain(value: Any) -> Any:
    return float(value) if isinstance(value, Decimal) else str(value)


@job("navigation.index", "编制专题库的检索索引")
def build_index(progress: Progress, *, edition: int) -> None:
    """Build what the search of a topic reads, where it is missing."""
    found = tables(Edition.objects.select_related("topic").get(pk=edition))
    if found is not None:
        open_topic_index(found, progress=lambda done, total: progress(done, total, "编制检索索引"))


def ask_for_index(edition: Edition, *, by: Any) -> None:
    """Have it built; once an hour at most, whoever asks."""
    start(build_index, key=f"{edition.pk}.{INDEXED}.{now():%Y%m%d%H}", by=by, about=str(edition), edition=edition.pk)


def ask_for_news(snapshot: Snapshot) -> None:
    """Have saved searches of the registry asked again: after each publication, and each night, for a right may have ended."""
    start(look, key=f"{snapshot.id}.{today()}", by=None, about="登记数据", topic=None)


@job("navigation.news", "保存的检索")
def look(progress: Progress, *, topic: int | None) -> int:
    """Ask every saved search of the registry, or of one topic, and tell its owner what is new; how many had news."""
    searches.drop_of_closed_accounts()
    waiting = list(SavedSearch.objects.filter(topic=topic, paused=False).values_list("pk", flat=True))
    found = 0
    for done, pk in enumerate(waiting):
        progress(done, len(waiting), "逐个检索")
        found += searches.look(pk)
    return found


@job("navigation.adopt", "登记命令行做成的版本")
def adopt(progress: Progress, *, topic: int) -> str:
    """Keep the edition that the command line made of a topic of the site, as one made outside; its stamp, nothing where there is none."""
    row = Topic.objects.filter(pk=topic).first()
    if row is None:
        return ""
    if not made_outside(row):  # an earlier run may have been cut off after it had kept it
        return _complete(row, row.latest.stamp, progress) if row.latest and not row.busy else ""
    progress(0, None, "登记版本")
    edition = edition_made(row, way=OUTSIDE, by=None)
    return _complete(row, edition.stamp, progress) if topics.settle_outside(row, edition) else ""


def ask_to_adopt(topic: Topic) -> bool:
    """Have what was made outside of the site kept, where something was; whether something was. Once for each edition, and once an hour
    at most while that fails."""
    found = made_outside(topic)
    if found:
        start(
            adopt,
            key=f"{topic.pk}.{current_edition(home(topic))}.{now():%Y%m%d%H}",
            by=None,
            about=topic.name,
            topic=topic.pk,
        )
    return found


def topic_now(user: Any, pk: int) -> Topic:
    """The topic, where a person sees it, with what was made of it outside of the site. Raises Http404."""
    row = topic_of(user, pk)
    return topic_of(user, pk) if ask_to_adopt(row) else row


@job("navigation.sweep", "核对专题库目录", daily=clock_time(3, 50))
def sweep(progress: Progress) -> int:
    """Clear away what is left of topics whose removal was cut off, and keep what was made outside of the site; of how many topics."""
    done = topics.sweep()
    return done + sum(map(ask_to_adopt, Topic.objects.select_related("job").order_by("pk")))


def _settle(
    row: Topic, progress: Progress, *, way: str, person: int, applied: Sequence[Decision] = (), said: Sequence[str] = ()
) -> str:
    """Keep what was made with its record and its notice, then make what belongs beside it; the stamp of the edition.

    A run that is cut off before has kept nothing, and the next one makes the same edition; after it the next run only goes on.
    `said` are sentences that the notice tells beside the edition's own.
    """
    edition = edition_made(row, way=way, by=User.objects.get(pk=person))
    with transaction.atomic():
        applicants.note_applied(row, applied)
        topics.settle_edition(row, edition, said=said)
        remember(progress, settled=edition.stamp, **({"said": list(said)} if said else {}))
    return _complete(row, edition.stamp, progress)


def _complete(row: Topic, stamp: str, progress: Progress) -> str:
    """Make what belongs beside an edition that was kept: its index, its values, the news of searches that are saved in it.

    Raises IndexTrouble where the index cannot be made; then the edition stays, and a further run tries again.
    """
    edition = row.editions.filter(stamp=stamp).first()
    if edition is None:
        return stamp
    if (found := tables(edition)) is not None and not is_topic_built(found):
        progress(0, None, "编制检索索引")
        open_topic_index(found, progress=progress)
    if found is not None:
        progress(0, None, "计算价值指标")
        keep_values(found)
    if row.searches.filter(paused=False).exists():
        start(look, key=f"topic.{edition.pk}", by=None, about=row.name, topic=row.pk)
    return stamp


def _paths(row: Topic) -> tuple[Path, ...]:
    return tuple(Path(settings.MEDIA_ROOT) / file.path for file in row.files.all())


def _exported(row: Topic) -> dict[Path, date]:
    """The days of exports that were said of uploads that wait, by their paths."""
    said = row.files.values_list("path", "exported")
    return {Path(settings.MEDIA_ROOT) / path: day for path, day in said if day}


def _telling(progress: Progress) -> Any:
    return lambda done, total: progress(done, total, "读取各行")


@contextmanager
def _noting_unreadable(row: Topic) -> Iterator[None]:
    """Which of the files cannot be read, and why, is kept with each, so that somebody can go on without them."""
    try:
        yield
    except UnreadableFiles as refusal:
        told = {path: untold(why) for path, why in refusal.files}
        for file in row.files.all():
            file.trouble = told.get(Path(settings.MEDIA_ROOT) / file.path, "")
            file.save(update_fields=["trouble"])
        raise


@contextmanager
def _unless_busy() -> Iterator[None]:
    """Another process has the folder: the job is tried again later."""
    try:
        yield
    except Busy as busy:
        raise Later(busy.why) from busy
