"""Decisions on applicants: of lines of the merge list, or of a whole list that was filled in; they count at the next merging."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from django.db import transaction

from zhixian.core.topics.merge_list import Proposal, Taken, contradictions, refuse_contradictions, taken
from zhixian.web.kit import record
from zhixian.web.kit.clock import now
from zhixian.web.navigation.actions.topics import UnableToNavigate
from zhixian.web.navigation.models import Decision, Topic
from zhixian.web.navigation.queries import Pair, as_decided, records_named, waiting_decisions

_LONGEST = 300
"""Letters of a name, as many as a row has room for."""
_AT_A_TIME = 500
"""Decisions of one line of the record."""


@transaction.atomic
def decide(topic: Topic, decided: Iterable[Proposal], *, among: Sequence[Proposal], by: Any, **also: Any) -> int:
    """Keep what was decided of pairs of names, each in its `decision`; how many differ from what stood. They count at the next merging.

    `among` is the whole merge list as the topic was last made; `also` goes into the record. Raises Refusal where decisions contradict the
    others or each other (what contradicted before is told at the merging), for a name that is too long, and while decisions are merged.
    """
    fresh = Topic.objects.select_for_update().get(pk=topic.pk)
    if fresh.is_merging:  # what it reads now would be overwritten, or taken for what was decided before
        raise UnableToNavigate("正在按已有的决定归并", where=fresh.name, expected="等归并结束，看过新的清单再定")
    waiting = waiting_decisions(topic)
    stood = as_decided(among, waiting)
    changed = {one.pair: one for one in decided if one.decision != _answer(stood, one.pair)}
    _refuse_new_contradictions(stood, changed)
    _keep(topic, changed, applied={one.pair: one for one in among}, waiting=waiting, by=by)
    told = [[one.name, one.into, one.decision] for one in changed.values()]
    for first in range(0, len(told), _AT_A_TIME):
        record.write("decide_topic_applicants", topic, by=by, decided=told[first : first + _AT_A_TIME], **also)
    return len(changed)


def take_list(topic: Topic, filled: Sequence[Proposal], *, among: Sequence[Proposal], file: str, by: Any) -> Taken:
    """Keep the decisions of a list that somebody filled in, as the command line reads it: a line left open takes back what was decided
    of it, a pair that is not in the list says nothing. What came of them.

    Raises Refusal as `decide` does, and where the topic has none of the names that were decided on: it is another topic's list.
    """
    before = as_decided(among, waiting_decisions(topic))
    told = taken(filled, before, records_named(topic, [one.pair for one in filled if one.decision]))
    names = {name for one in filled if one.decision for name in (one.name, one.into)}
    if names and names == set(told.unknown):
        raise UnableToNavigate(
            "清单里定了的名称，这个专题库一个也没有", where=file, expected="这个专题库的归并清单，不是别的专题库的"
        )
    decide(topic, filled, among=among, by=by, file=file)
    return told


def _answer(lines: dict[Pair, Proposal], pair: Pair) -> str:
    return lines[pair].decision if pair in lines else ""


def _refuse_new_contradictions(stood: dict[Pair, Proposal], changed: dict[Pair, Proposal]) -> None:
    known = {no.pair for no in contradictions(stood.values())}
    stands = stood | {pair: replace(stood.get(pair, one), decision=one.decision) for pair, one in changed.items()}
    refuse_contradictions([no for no in contradictions(stands.values()) if no.pair not in known], stands.values())


def _keep(
    topic: Topic,
    changed: dict[Pair, Proposal],
    *,
    applied: dict[Pair, Proposal],
    waiting: dict[Pair, Decision],
    by: Any,
) -> None:
    """One row for each decision that is not in the merge list; none for one that is taken back before it was merged."""
    gone = [row.pk for pair, row in waiting.items() if pair in changed]
    for first in range(0, len(gone), _AT_A_TIME):
        topic.decisions.filter(pk__in=gone[first : first + _AT_A_TIME]).delete()
    at, rows = now(), []
    for pair, told in changed.items():
        if told.decision != _answer(applied, pair):
            one = applied.get(pair, told)  # as the list writes them
            _refuse_long(one)
            rows.append(
                Decision(
                    topic=topic, name=one.name, into=one.into, one=pair[0], other=pair[1], decision=told.decision,
                    reason=one.reason, by=by, at=at,
                )
            )  # fmt: skip
    Decision.objects.bulk_create(rows, batch_size=_AT_A_TIME)


def _refuse_long(one: Proposal) -> None:
    longest = max(one.name, one.into, *one.pair, key=len)
    if len(longest) > _LONGEST:
        raise UnableToNavigate(f"“{longest[:20]}…”有 {len(longest)} 个字", expected=f"不超过 {_LONGEST} 个字的名称")


@transaction.atomic
def note_applied(topic: Topic, decisions: Sequence[Decision]) -> None:
    """These decisions are in the merge list of the data folder now."""
    topic.decisions.filter(pk__in=[row.pk for row in decisions]).update(applied_at=now())
