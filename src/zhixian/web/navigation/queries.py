"""Who sees which topics, who may change them, and where their tables lie."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.fields.json import KT
from django.shortcuts import get_object_or_404

from zhixian.core.kernel.refusal import Refusal
from zhixian.core.landscape.enterprise.naming import enterprise_named
from zhixian.core.landscape.everything import asking
from zhixian.core.topics import topic as store
from zhixian.core.topics.merge_list import FILE, Proposal, read_list
from zhixian.core.topics.named import records_of
from zhixian.core.topics.names import normal_form
from zhixian.core.topics.taking_in import each_called
from zhixian.core.topics.topic import current_edition
from zhixian.web.accounts.models import Organisation, Seat
from zhixian.web.accounts.queries import places_of
from zhixian.web.accounts.roles import AUDITOR, BANK, CHIEF, ENTERPRISE, HANDLER, LEAD
from zhixian.web.kit.plan import units_with_people
from zhixian.web.navigation.models import (
    ISSUED,
    Decision,
    Edition,
    Landscape,
    SavedSearch,
    SearchNews,
    Share,
    Topic,
    TopicFile,
)
from zhixian.web.registry.queries import data

MAKERS = (HANDLER, CHIEF, LEAD)
"""Who makes and changes topics of a unit; of an organisation everybody who acts for it does."""
_OUTSIDE = frozenset({ENTERPRISE, BANK})


def topics_visible_to(user: Any) -> QuerySet[Topic]:
    """Topics of the own units and organisations and those shared with them; the lead office and auditors see those of every unit."""
    own = Q(unit__in=user.units) | Q(organisation__in=user.organisations)
    shared = Share.objects.filter(own, topic=OuterRef("pk"))
    shown = own | Q(Exists(shared))
    if user.roles & {LEAD, AUDITOR}:
        shown |= ~Q(unit="")
    newest = Edition.objects.filter(topic=OuterRef("topic")).order_by("-pk").values("pk")[:1]
    latest = Prefetch("editions", without_report(Edition.objects.filter(pk=Subquery(newest))), to_attr="newest")
    return Topic.objects.filter(shown).select_related("organisation", "by", "job").prefetch_related(latest)


def without_report(editions: QuerySet[Edition]) -> QuerySet[Edition]:
    """Editions without their reports and differences, which grow with their files: what a line of a list tells of those stands beside,
    `changes` being how many records came, went and changed."""
    told = {"days": F("report__days"), "layout": KT("report__layout"), "changes": F("difference__counts")}
    return editions.annotate(**told).defer("report", "difference")


def topic_of(user: Any, pk: int) -> Topic:
    """The topic, where a person sees it. Raises Http404."""
    return get_object_or_404(topics_visible_to(user), pk=pk)


def landscapes_visible_to(user: Any) -> QuerySet[Landscape]:
    """Issued ones for who sees the topic; those under way for the place whose topic it is."""
    own = Q(topic__unit__in=user.units) | Q(topic__organisation__in=user.organisations)
    seen = Q(topic__in=topics_visible_to(user).order_by().values("pk"), state=ISSUED)
    rows = Landscape.objects.filter(own | seen)
    beside = rows.select_related("topic__organisation", "edition", "job", "by", "changed_by", "issued_by")
    return beside.defer("edition__report", "edition__difference")


def landscapes_listed(user: Any) -> QuerySet[Landscape]:
    """The same as a list shows them, without what they say."""
    return landscapes_visible_to(user).defer("told", "changes", "edits", "foreword")


def searches_visible_to(user: Any) -> QuerySet[SavedSearch]:
    """A person's own saved searches; what somebody looks for is nobody else's business."""
    return SavedSearch.objects.filter(user=user).select_related("topic")


def news_since(user: Any, at: datetime) -> QuerySet[SearchNews]:
    """What the saved searches of a person brought after a moment, the oldest first."""
    return SearchNews.objects.filter(search__user=user, at__gt=at).select_related("search").order_by("pk")


def is_of(user: Any, topic: Topic) -> bool:
    """Whether the topic is of a unit or organisation of the person's."""
    return topic.unit in user.units if topic.unit else topic.organisation_id in user.organisations


def may_change(user: Any, topic: Topic) -> bool:
    """Whether somebody may refresh, share, decide on names and write landscapes."""
    return topic.unit in user.units_as(*MAKERS) if topic.unit else topic.organisation_id in user.organisations


def may_issue(user: Any, topic: Topic) -> bool:
    """Whether somebody may issue a landscape in the name of the place whose topic it is."""
    return topic.unit in user.units_as(CHIEF, LEAD) if topic.unit else topic.organisation_id in user.organisations


def may_read_records(user: Any, topic: Topic) -> bool:
    """Whether somebody who sees the topic may read its rows: the place whose topic it is; others where the terms let raw data out, and of a question to
    the registry those who see every right there."""
    return is_of(user, topic) or (topic.shows_raw and (topic.from_files or user.is_authority))


def topic_read_by(user: Any, pk: int) -> Topic | None:
    """The topic, where a person sees it and may read its rows; else None."""
    topic = topics_visible_to(user).filter(pk=pk).first()
    return topic if topic and may_read_records(user, topic) else None


def may_take_out(user: Any, topic: Topic) -> bool:
    """Whether somebody may take its rows away as a file."""
    return topic.shows_raw and may_read_records(user, topic)


def seats_to_make(user: Any) -> list[Seat]:
    """One seat for each unit or organisation in whose name the person may make a topic."""
    allowed = user.units_as(*MAKERS)
    return [seat for seat in places_of(user) if (seat.unit in allowed if seat.unit else seat.role in _OUTSIDE)]


def places_to_share(topic: Topic) -> list[tuple[str, str]]:
    """(key, name) of units with people that do not see the topic yet, and for an authority's topic of confirmed organisations: which
    others have an account here is nothing that one of them, or a unit that is a company, is told."""
    shared = {(share.unit, share.organisation_id) for share in topic.shares.all()} | {
        (topic.unit, topic.organisation_id)
    }
    units = [(f"unit:{unit.id}", unit.name) for unit in units_with_people() if (unit.id, None) not in shared]
    organisations = Organisation.objects.exclude(confirmed_at=None).order_by("name") if topic.is_authority else ()
    return units + [
        (f"organisation:{row.pk}", f"{row.name}（企业或银行）") for row in organisations if ("", row.pk) not in shared
    ]


def home(topic: Topic) -> Path:
    """The topic's folder."""
    return store.home_of(data(), topic.name)


def tables(edition: Edition) -> store.Topic | None:
    """The tables of an edition; None once they have been cleared away or are damaged."""
    try:
        return store.open_topic(data(), edition.topic.name, edition.stamp)
    except Refusal:
        return None


def waiting_files(topic: Topic) -> list[TopicFile]:
    """Uploads that wait to be read, in the order in which they came."""
    files = list(topic.files.order_by("pk"))
    for file, called in zip(files, each_called([file.name for file in files]), strict=True):
        file.called = called
    return files


def readable(files: Iterable[TopicFile]) -> list[TopicFile]:
    """Those of which no run said that they cannot be read."""
    return [file for file in files if not file.trouble]


def made_outside(topic: Topic) -> bool:
    """Whether the folder of a topic has come to another edition than the site knows of, and no job of the site is at it."""
    latest = None if topic.busy else topic.latest
    return latest is not None and current_edition(home(topic)) not in {None, latest.stamp}


def own_name_in(topic: Topic) -> str:
    """What the organisation whose topic it is is called in it; nothing where it is not there, or where it is a unit's."""
    found = tables(topic.latest) if topic.organisation and topic.latest else None
    if found is None or topic.organisation is None:
        return ""
    try:
        return enterprise_named(asking(found), topic.organisation.name).name
    except Refusal:
        return ""


def proposals_of(topic: Topic) -> list[Proposal]:
    """The merge list as the topic was last made."""
    path = home(topic) / FILE
    return read_list(path) if path.exists() else []


Pair = tuple[str, str]


def waiting_decisions(topic: Topic) -> dict[Pair, Decision]:
    """What was decided and is not yet in the merge list, by pair."""
    return {(row.one, row.other): row for row in topic.decisions.filter(applied_at=None).order_by("pk")}


def as_decided(
    proposals: Iterable[Proposal], waiting: Mapping[Pair, Decision], counts: Mapping[str, int] = MappingProxyType({})
) -> dict[Pair, Proposal]:
    """The lines of a merge list with the decisions that wait; those on pairs that it does not have come last, with their `counts` by normal form."""
    lines = {one.pair: one for one in proposals}
    for pair, row in waiting.items():
        one = lines.get(pair) or Proposal(
            row.name, counts.get(normal_form(row.name), 0), row.into, counts.get(normal_form(row.into), 0), row.reason
        )
        lines[pair] = replace(one, decision=row.decision)
    return lines


def merge_list_of(topic: Topic) -> list[Proposal]:
    """The merge list as it stands with the decisions that wait."""
    proposals, waiting = proposals_of(topic), waiting_decisions(topic)
    return list(
        as_decided(proposals, waiting, records_named(topic, waiting.keys() - {one.pair for one in proposals})).values()
    )


def records_named(topic: Topic, pairs: Iterable[Pair]) -> dict[str, int]:
    """Of names in pairs, by normal form: in how many applications of the latest edition they stand, where they do."""
    keys = {key for pair in pairs for key in pair}
    found = tables(topic.latest) if keys and topic.latest else None
    return records_of(found, keys) if found else {}
