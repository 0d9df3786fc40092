"""The demonstration's topic: the county's patents as of two days, with the landscape that was issued of the first and a draft of the second."""

from datetime import timedelta
from typing import Any

from zhixian.web.accounts.models import Seat
from zhixian.web.kit.world import as_if
from zhixian.web.navigation import jobs
from zhixian.web.navigation.actions import landscapes, topics
from zhixian.web.navigation.models import Landscape, Topic

NAME = "本县专利"
QUERY = "类型:专利"
BETWEEN = timedelta(days=200)
FOREWORD = (
    "样例：为摸清本县专利的家底编写，回答三个问题：谁在申请、集中在哪些技术、还差什么。检索范围是登记数据里的全部专利。"
)
REMARK = "样例：近两年的申请有一部分还没有公开，不能据此说申请在减少。"


def fill(world: Any) -> None:
    """One topic of the lead office, shared with the first enterprise; nothing where nobody is there to answer for it."""
    lead = world.people["lead"]
    seat = Seat.objects.filter(user=lead, closed_at=None).exclude(unit="").first()
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
    topic.as_of = world.today
    topic.save(update_fields=["as_of"])
    jobs.refresh_one.does(_quietly, topic=topic.pk, person=lead.pk)
    _landscape(topic, world, issued, lead)


def _topic(world: Any, seat: Seat, lead: Any) -> Topic:
    topic = topics.ask_for_topic(NAME, seat=seat, as_of=world.today - BETWEEN, query=QUERY, by=lead)
    jobs.make_one.does(_quietly, topic=topic.pk, person=lead.pk)
    topic.refresh_from_db()
    if "enterprise" in world.organisations:
        whom = f"organisation:{world.organisations['enterprise'].pk}"
        topics.share(topic, with_whom=whom, version=topic.version, by=lead)
        topic.refresh_from_db()
    return topic


def _landscape(topic: Topic, world: Any, before: Landscape | None, lead: Any) -> Landscape:
    row = landscapes.ask_for_landscape(topic, region=world.plan.region, before=before, by=lead)
    jobs.analyse_one.does(_quietly, landscape=row.pk)
    row.refresh_from_db()
    return row


def _quietly(*_: Any) -> None:
    """Tells nobody how far it is."""
