"""The demonstration's topic with three landscapes, one issued, one a draft made anew, one of a variant; a topic of an export; and three projects: one assessed, one in hand, one
still a draft."""

from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from zhixian.core.analysis.assessment.found import Assessment, from_plain, gravest_rights
from zhixian.core.analysis.assessment.readable import is_class
from zhixian.core.engine import connect, read
from zhixian.core.kernel.working_days import working_days
from zhixian.core.registry.places import name_of
from zhixian.core.registry.tables import PATENT_KINDS
from zhixian.core.topics.making import Recipe, make_topic
from zhixian.web.accounts.models import Seat, User
from zhixian.web.kit.world import as_if
from zhixian.web.matters import actions as dossiers
from zhixian.web.matters.definitions import site_matters
from zhixian.web.matters.sample import scan
from zhixian.web.navigation import jobs
from zhixian.web.navigation.actions import landscapes, searches, topics
from zhixian.web.navigation.models import COMPETITOR, OWN, Landscape, SavedSearch, Topic
from zhixian.web.navigation.queries import tables
from zhixian.web.navigation.sample_export import write_sample_export
from zhixian.web.registry.queries import data

NAME = "本县专利"
QUERY = "类型:专利"
OF_FILES = "铜箔表面处理（导出表样例）"
TERMS = "样例：检索系统许可，限本单位内部使用"
BETWEEN = timedelta(days=200)
FOREWORD = (
    "样例：为摸清本县专利的家底编写，回答三个问题：谁在申请、集中在哪些技术、还差什么。检索范围是登记数据里的全部专利。"
)
REMARK = "样例：近两年的申请有一部分还没有公开，不能据此说申请在减少。"


PROJECT = {
    "object": "industry",
    "name": "样本精深加工线",
    "products": "样本深加工产品，供下游装备厂使用",
    "markets": "德国、日本",
    "standards": "GB/T 29490",
    "contact_name": "样本联系人",
    "contact_phone": "13800138000",
}
COMMENTS = (
    ("林某 高级工程师（样本）", "相近的两件专利在密封结构上与本项目不同，建议比对独立权利要求以后再定型。"),
    ("样本产业处", "符合产业方向，出口以前先在当地申请。"),
)
BEFORE = "{rights}的事项没有解决以前，不要实施：先取得权利人的书面许可或者受让，取不到的改用不涉及它的方案。"
AFTER = "签约前取得合作方的书面许可，投产前委托专业机构比对相近专利的权利要求，出口前在当地布局。"
WAY: tuple[tuple[str, int], ...] = (
    ("submit", 1), ("accept", 2), ("consult", 2), ("comment", 1), ("comment", 1), ("propose", 1), ("issue", 1),
)  # fmt: skip
"""Moves to an opinion, with the working days before each."""
VARIANT = "enterprise"
"""The variant that the sample shows."""
WATCH, OWN_WATCH = "关注：申请最多的一家", "本企业的权利"
"""What the sample watches."""
ROWS = 6
"""Rights of the applicant and of another that the sample project relies on or borrows its words from, at most."""


def fill(world: Any) -> None:
    """The topic and the projects."""
    _fill_topic(world)
    _fill_topic_of_files(world)
    if "enterprise" in world.organisations and "assessment" in site_matters() and world.snapshot:
        answers = {**PROJECT, **_relied_on(world)}
        _assess(world, answers, moves=len(WAY))
        _assess(world, {**answers, "name": "样本装置采购", "object": "purchase"}, moves=3)
        _assess(world, {**answers, "name": "样本展会", "object": "exhibition", "features": ""}, moves=0)


def _fill_topic_of_files(world: Any) -> None:
    """A topic of the lead office made of an export, whose terms keep its rows in the house; nothing where nobody is there to answer for it."""
    lead, seat = world.people["lead"], _seat_of(world)
    if seat is None:
        return
    topic = topics.ask_for_topic(OF_FILES, seat=seat, as_of=world.today, terms=TERMS, by=lead)
    with TemporaryDirectory() as folder:
        export = write_sample_export(Path(folder), today=world.today, place=name_of(world.plan.region) or "")
        recipe = Recipe(
            as_of=world.today, paths=(export.parent,), terms=TERMS
        )  # the folder, which says that it is invented
        make_topic(data(), OF_FILES, recipe, made=world.today)
    jobs.make_one.does(_quietly, topic=topic.pk, person=lead.pk)


def _seat_of(world: Any) -> Seat | None:
    """The seat in whose name the lead office acts."""
    return Seat.objects.filter(user=world.people["lead"], closed_at=None).exclude(unit="").first()


def _fill_topic(world: Any) -> None:
    """One topic of the lead office, shared with the first enterprise; nothing where nobody is there to answer for it."""
    lead, seat = world.people["lead"], _seat_of(world)
    if seat is None:
        return
    with as_if(world.today - BETWEEN):
        topic = _topic(world, seat, lead)
        issued = _landscape(topic, world, None, lead)
        landscapes.write_foreword(issued, foreword=FOREWORD, version=issued.version, by=lead)
        landscapes.edit_figure(
            issued, "filings", sentence="", remark=REMARK, out=False, version=issued.version + 1, by=lead
        )
        issued.refresh_from_db()
        issued = landscapes.issue(issued, version=issued.version, by=lead)
        watched = _watch_the_first(topic, lead)
    topic.as_of = world.today
    topic.save(update_fields=["as_of"])
    jobs.refresh_one.does(_quietly, topic=topic.pk, person=lead.pk)
    if watched is not None:
        searches.look(watched.pk)
    if "enterprise" in world.organisations and world.snapshot:
        clerk = User.objects.get(pk=world.people["enterprise"].pk)
        searches.watch(OWN, "", name=OWN_WATCH, topic=None, by=clerk)
    _landscape(topic, world, None, lead, variant=VARIANT, enterprise=_first_in(topic))
    _landscape(topic, world, issued, lead)


def _watch_the_first(topic: Topic, lead: Any) -> SavedSearch | None:
    """Who has applied for most in a topic is watched; nobody where it names none."""
    first, by = _first_in(topic), User.objects.get(pk=lead.pk)
    return searches.watch(COMPETITOR, first, name=WATCH, topic=topic, by=by) if first else None


def _first_in(topic: Topic) -> str:
    """Who has applied for most in a topic; empty where it names nobody."""
    topic = Topic.objects.get(pk=topic.pk)
    found = tables(topic.latest) if topic.latest else None
    if found is None:
        return ""
    parties = read(connect(), found.path("parties"))
    asked = parties.filter(parties.role == "applicant").group_by("party_name").agg(records=parties.nr.count())
    rows = asked.order_by(asked.records.desc(), asked.party_name).limit(1).to_pyarrow().to_pylist()
    return str(rows[0]["party_name"]) if rows else ""


def _topic(world: Any, seat: Seat, lead: Any) -> Topic:
    topic = topics.ask_for_topic(NAME, seat=seat, as_of=world.today - BETWEEN, query=QUERY, by=lead)
    jobs.make_one.does(_quietly, topic=topic.pk, person=lead.pk)
    topic.refresh_from_db()
    if "enterprise" in world.organisations:
        whom = f"organisation:{world.organisations['enterprise'].pk}"
        topics.share(topic, with_whom=whom, version=topic.version, by=lead)
        topic.refresh_from_db()
    return topic


def _landscape(topic: Topic, world: Any, before: Landscape | None, lead: Any, **asked: str) -> Landscape:
    row = landscapes.ask_for_landscape(topic, region=world.plan.region, before=before, by=lead, **asked)
    jobs.analyse_one.does(_quietly, landscape=row.pk)
    row.refresh_from_db()
    return row


def _quietly(*_: Any) -> None:
    """Tells nobody how far it is."""


def _relied_on(world: Any) -> dict[str, str]:
    """Numbers of the applicant's rights and of one of a partner's, with features in the words of what others have."""
    con, party = connect(), world.organisations["enterprise"].party
    rights, parties = (read(con, world.snapshot.path(name)) for name in ("rights", "parties"))
    named = rights.filter(rights.number.notnull() & rights.title.notnull() & rights.kind.isin(PATENT_KINDS))
    named = named.left_join(parties.select("party_id", holder_name="name"), named.holder == parties.party_id)
    rows = named.order_by("right_id").filter(named.holder == party).limit(ROWS).to_pyarrow().to_pylist()
    others = named.order_by("right_id").filter(named.holder != party).limit(ROWS).to_pyarrow().to_pylist()
    own, partner = rows[:2], others[:1]
    return {
        "rights": "；".join(row["number"] for row in [*own, *partner]),
        "features": "\n".join(dict.fromkeys(f"采用{row['title']}" for row in [*others[1:3], *own[:1]])),
        "partners": "\n".join(row["holder_name"] for row in partner if row["holder_name"]),
        "classes": "；".join(filter(is_class, dict.fromkeys(str(row["classes"]).split(";")[0] for row in others[1:3]))),
    }


def concluded(found: Assessment) -> str:
    """A conclusion that answers the rights that made the grade, before all else."""
    rights = gravest_rights(found)
    return (BEFORE.format(rights="、".join(rights)) if rights else "可以实施。") + AFTER


def _assess(world: Any, answers: dict[str, str], *, moves: int) -> None:
    """One project along the way to its opinion, so long ago that it ends by today."""
    organisation, person = world.organisations["enterprise"], world.people["enterprise"]
    calendar, way = working_days(), WAY[:moves]
    began = world.today - timedelta(days=2 * sum(days for _, days in way) + 14)
    with as_if(began):
        dossier = dossiers.start_dossier("assessment", by=person, organisation=organisation)
        dossier = dossiers.save_draft(dossier, answers, by=person, version=dossier.version)
        dossiers.attach_material(dossier, "description", scan("项目说明"), by=person)
    day, comments = began, iter(COMMENTS)
    for move, days in way:
        day = calendar.working_day(days, since=day + timedelta(days=1))
        given = {"reason": concluded(from_plain(dossier.study or {}))} if move == "propose" else {}
        if move == "comment":
            given = dict(zip(("speaker", "reason"), next(comments), strict=True))
        actor = dossier.flow.actor_of(dossier.flow.move(dossier.step, move))
        by = person if actor == "applicant" else world.people[f"{actor}:{dossier.its_matter.unit_of(dossier.step)[0]}"]
        with as_if(day):
            dossier = dossiers.make_move(dossier, move, by=by, version=dossier.version, **given)
