"""Landscapes: asked for, computed, edited by officers, issued by name; an issued one never changes."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from io import BytesIO
from typing import Any

from django.core.files import File
from django.db import transaction

from zhixian.core.landscape.variants import WHOLE, named_in_vain, variants
from zhixian.web.kit import record
from zhixian.web.kit.clock import now, today
from zhixian.web.kit.models import Job
from zhixian.web.kit.notices import tell
from zhixian.web.kit.numbering import next_in
from zhixian.web.kit.plan import the_plan
from zhixian.web.kit.versions import ChangedMeanwhile
from zhixian.web.navigation import models
from zhixian.web.navigation.actions.topics import UnableToNavigate
from zhixian.web.navigation.models import DRAFT, ISSUED, WORKING, LastLandscape, Topic
from zhixian.web.navigation.queries import may_change, may_issue
from zhixian.web.navigation.written import as_edited, carried, paper_of, said_of_carried, writers_of


@transaction.atomic
def ask_for_landscape(
    topic: Topic,
    *,
    region: str = "",
    variant: str = WHOLE,
    enterprise: str = "",
    before: models.Landscape | None = None,
    by: Any,
) -> models.Landscape:
    """A landscape that is about to be computed from the topic's latest edition; `before` is the one that it takes the place of."""
    latest = topic.latest
    if latest is None or not may_change(by, topic):
        raise UnableToNavigate("这个专题库还没有建成", where=topic.name, expected="建成以后再分析")
    if variants()[variant].needs_region and not region:
        raise UnableToNavigate(f"{variants()[variant].title}报告要说本地是哪里", where=topic.name, expected="填写本地")
    if enterprise and not variants()[variant].tells_enterprise:
        why, expected = named_in_vain(variants()[variant])
        raise UnableToNavigate(why, where=topic.name, expected=expected)
    row = models.Landscape.objects.create(
        topic=topic,
        edition=latest,
        region=region,
        variant=variant,
        enterprise=enterprise,
        before=before,
        by=by,
        at=now(),
    )
    told = {"region": region, "variant": variant, "enterprise": enterprise}
    record.write("ask_for_landscape", row, by=by, topic=topic.pk, stamp=latest.stamp, **told)
    return row


@transaction.atomic
def begin_again(row: models.Landscape, *, version: int, by: Any) -> models.Landscape:
    """The landscape that another one is about to take the place of, locked. Raises Refusal where it was changed since that version, or
    where it or another made from it is still being computed."""
    fresh = models.Landscape.objects.select_for_update(of=("self",)).select_related("topic", "job").get(pk=row.pk)
    if fresh.version != version:
        raise ChangedMeanwhile([])
    later = models.Landscape.objects.filter(before=fresh, state=WORKING).select_related("job")
    if any(one.job is not None and not one.job.over for one in (fresh, *later)):
        raise UnableToNavigate("后台还在分析", where=str(fresh), expected="等它结束后再重新算")
    if fresh.state == WORKING:  # nobody edits it, and asking twice makes one
        fresh.version += 1
        fresh.save(update_fields=["version"])
    return fresh


def give(row: models.Landscape, job: Job) -> None:
    """Show the job on its page."""
    models.Landscape.objects.filter(pk=row.pk).update(job=job)
    row.refresh_from_db()


@transaction.atomic
def take_figures(row: models.Landscape, told: Mapping[str, Any], changes: Sequence[Any]) -> None:
    """It was computed. What was written of the one before is taken over where the figure says the same; remarks stay in any case."""
    fresh = models.Landscape.objects.select_for_update().get(pk=row.pk)
    if fresh.state != WORKING:
        return
    fresh.told, fresh.changes, fresh.state = dict(told), list(changes), DRAFT
    if fresh.before is not None:
        changed = {one["id"] for one in changes}
        fresh.edits, fresh.foreword = _taken_over(fresh.before, told, changed), fresh.before.foreword
    fresh.save()
    record.write("compute_landscape", fresh, by=None, figures=len(told["figures"]))
    body = f"{len(told['figures'])} 项图表，可以编辑、下载、印发。" + said_of_carried(carried(fresh))
    tell([fresh.by], f"{fresh}已算出", body=body, link=link_to(fresh), subject=record.name_of(fresh))


def _taken_over(before: models.Landscape, told: Mapping[str, Any], changed: Collection[str]) -> dict[str, Any]:
    """A sentence that the figure no longer says the like of is kept to be compared, and a remark on other numbers is marked with their day."""
    said = {figure["id"]: figure["sentence"] for figure in before.told["figures"]}
    now_said = {figure["id"]: figure["sentence"] for figure in told["figures"]}
    edits = {}
    for figure, edit in before.edits.items():
        if figure not in now_said:
            continue
        kept = dict(edit)
        if "sentence" in kept and said[figure] != now_said[figure]:
            kept["sentence_before"] = kept.pop("sentence")
        if "remark" in kept and figure in changed:
            kept.setdefault("remark_of", before.told["as_of"])
        if kept:
            edits[figure] = kept
    return edits


def link_to(row: models.Landscape) -> str:
    """The address of its page."""
    return f"/landscapes/{row.pk}/"


@transaction.atomic
def edit_figure(
    row: models.Landscape, figure: str, *, sentence: str, remark: str, out: bool, version: int, by: Any
) -> None:
    """Keep what somebody made of a figure; a sentence equal to the computed one is none of theirs.

    A remark that is kept now is of the numbers of now; a sentence that was not taken over goes once there is another.
    """
    fresh = _being_written(row, version=version, by=by)
    computed = {one["id"]: one["sentence"] for one in fresh.told["figures"]}
    if figure not in computed:
        raise UnableToNavigate("报告里没有这一项", where=str(fresh), expected="刷新页面再办")
    edit: dict[str, Any] = {}
    if sentence.strip() not in {"", computed[figure]}:
        edit["sentence"] = sentence.strip()
    if remark.strip():
        edit["remark"] = remark.strip()
    if out:
        edit["out"] = True
    if "sentence" not in edit and (dropped := fresh.edits.get(figure, {}).get("sentence_before")):
        edit["sentence_before"] = dropped
    fresh.edits = {name: kept for name, kept in fresh.edits.items() if name != figure} | (
        {figure: edit} if edit else {}
    )
    _changed(fresh, by=by)
    record.write("edit_landscape", fresh, by=by, figure=figure, **edit)


@transaction.atomic
def write_foreword(row: models.Landscape, *, foreword: str, version: int, by: Any) -> None:
    """Keep what stands before the figures."""
    fresh = _being_written(row, version=version, by=by)
    fresh.foreword = foreword.strip()
    _changed(fresh, by=by)
    record.write("edit_landscape", fresh, by=by, foreword=len(fresh.foreword))


def _being_written(row: models.Landscape, *, version: int, by: Any) -> models.Landscape:
    fresh = (
        models.Landscape.objects.select_for_update(of=("self",)).select_related("changed_by", "topic").get(pk=row.pk)
    )
    if fresh.state != DRAFT or not may_change(by, fresh.topic):
        raise UnableToNavigate(
            f"现在是“{fresh.state_name}”", where=str(fresh), expected="印发以前才能改；要改已印发的，重新算一份"
        )
    if fresh.version != version:
        raise ChangedMeanwhile([_LastChange(fresh)])
    return fresh


class _LastChange:
    """Who changed it last, in the words of the versions' refusal."""

    name = "改过这份报告"

    def __init__(self, row: models.Landscape) -> None:
        self.by_name, self.at = str(row.changed_by), row.changed_at


def _changed(row: models.Landscape, *, by: Any) -> None:
    row.changed_by, row.changed_at = by, now()
    row.version += 1
    row.save()


@transaction.atomic
def issue(row: models.Landscape, *, version: int, by: Any) -> models.Landscape:
    """Issue it: numbered where an authority issues it, signed by who wrote it, who issues it and the place, dated, and kept as the very document that leaves the house."""
    fresh = _being_written(row, version=version, by=by)
    if not may_issue(by, fresh.topic):
        raise UnableToNavigate("您的身份不能印发", where=str(fresh), expected="由本单位负责人或统筹督办印发")
    if not as_edited(fresh).figures:
        raise UnableToNavigate("图表全部没有列入", where=str(fresh), expected="至少列入一项")
    fresh.state, fresh.issued_by, fresh.issued_on = ISSUED, by, today()
    if fresh.topic.is_authority:
        year = today().year
        fresh.number = the_plan().number_of("landscape", year, next_in(year, LastLandscape))
    fresh.issuer, fresh.signed_by = fresh.topic.official_place, writers_of(fresh)
    content = paper_of(as_edited(fresh))
    fresh.sha256 = hashlib.sha256(content).hexdigest()
    fresh.paper.save("report.docx", File(BytesIO(content)), save=False)
    _changed(fresh, by=by)
    record.write("issue_landscape", fresh, by=by, number=fresh.number, sha256=fresh.sha256)
    return fresh


@transaction.atomic
def discard(row: models.Landscape, *, version: int, by: Any) -> None:
    """Throw away one that was not issued."""
    fresh = models.Landscape.objects.select_for_update(of=("self",)).select_related("topic").get(pk=row.pk)
    if fresh.state == ISSUED or not may_change(by, fresh.topic):
        raise UnableToNavigate(f"现在是“{fresh.state_name}”", where=str(fresh), expected="只有没有印发的才能放弃")
    if fresh.version != version:
        raise ChangedMeanwhile([])
    if fresh.job and not fresh.job.over:
        raise UnableToNavigate("后台还在分析", where=str(fresh), expected="等它结束后再放弃")
    if models.Landscape.objects.filter(before=fresh).exists():
        raise UnableToNavigate("有一份报告是从它重新算来的", where=str(fresh), expected="先处理后来的那一份")
    record.write("discard_landscape", fresh, by=by)
    fresh.delete()
