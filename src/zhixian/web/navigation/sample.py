"""The demonstration's topic: the county's patents as a set that can be refreshed, with the lead office's landscape of them."""

from typing import Any

from zhixian.web.accounts.models import Seat
from zhixian.web.navigation import jobs
from zhixian.web.navigation.actions import topics
from zhixian.web.navigation.models import Topic

NAME = "本县专利"
QUERY = "类型:专利"


def fill(world: Any) -> None:
    """One topic of the sample county's patents, shared with the first enterprise."""
    lead = world.people["lead"]
    seat = Seat.objects.filter(user=lead, closed_at=None).exclude(unit="").first()
    if seat is None:
        return
    topic = topics.ask_for_topic(NAME, seat=seat, as_of=world.today, query=QUERY, by=lead)
    jobs.make_one.does(_quietly, topic=topic.pk, person=lead.pk)
    if "enterprise" in world.organisations:
        fresh = Topic.objects.get(pk=topic.pk)
        whom = f"organisation:{world.organisations['enterprise'].pk}"
        topics.share(fresh, with_whom=whom, version=fresh.version, by=lead)


def _quietly(*_: Any) -> None:
    """Tells nobody how far it is."""
