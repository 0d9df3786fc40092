"""Look-alike marks as the pages and the warnings use them: which signs are a person's to watch, and what comes close to each."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.db.models import Q, QuerySet

from zhixian.core.kernel.regions import region_prefix
from zhixian.core.look_alike.characters import comparable
from zhixian.core.look_alike.marks import Mark, marks_of, protected
from zhixian.core.look_alike.rule import GOODS, LEVELS, likeness_rule
from zhixian.core.look_alike.signs import NO_WORDS
from zhixian.core.look_alike.watching import LookAlike, sign_of, sign_of_right, watch
from zhixian.core.registry.snapshot import Snapshot, open_snapshot
from zhixian.core.registry.tables import MARK_KINDS
from zhixian.web.kit.plan import the_plan
from zhixian.web.registry.models import IndexedRight
from zhixian.web.registry.queries import data

GI_PRODUCT = "gi_product"
WATCHED = (*MARK_KINDS, GI_PRODUCT)


@dataclass(frozen=True, slots=True)
class Watched:
    """A sign with how many marks come close to it, by level in the order of the rule, and the newest of them."""

    right: IndexedRight
    counts: tuple[tuple[str, str, int], ...]
    newest: LookAlike | None

    @property
    def silence(self) -> str:
        """Why nothing can come close to it: it has no words."""
        return silence_of(self.right)


def signs_of(user: Any) -> QuerySet[IndexedRight]:
    """What is a person's to watch: for staff the indications of the place, in force or applied for, for people of an organisation its own marks."""
    shown = IndexedRight.objects.visible_to(user).filter(Q(in_force=True) | Q(began=False), kind__in=WATCHED)
    if not user.is_authority:
        return shown.order_by("title", "number")
    here = Q(region__startswith=region_prefix(the_plan().region))
    return shown.filter(here, Q(gi=True) | Q(kind=GI_PRODUCT)).order_by("title", "number")


def watched(rights: Collection[IndexedRight]) -> list[Watched]:
    """Each of some signs of one index with what comes close to it."""
    return [Watched(right, *_counted(*_key(right))) for right in rights]


def silence_of(right: IndexedRight) -> str:
    """Why nothing can come close to a right, in words; empty where it has words to be compared."""
    return "" if comparable(right.title) else NO_WORDS


def hits_of(right: IndexedRight) -> tuple[LookAlike, ...]:
    """All that comes close to a right of the current index, as of the index's day."""
    return _hits(*_key(right))


def _key(right: IndexedRight) -> tuple[Path, str, date, str]:
    return data(), right.edition.snapshot, right.edition.as_of, right.right_id


def hits_of_words(words: str, classes: tuple[str, ...], snapshot: Snapshot, *, as_of: date) -> list[LookAlike]:
    """All that comes close to bare words. Raises Refusal where nothing of them can be compared."""
    return watch(sign_of(words, the_plan().place_words, classes=classes), marks_of(snapshot, as_of=as_of))


@lru_cache(maxsize=512)
def _counted(
    folder: Path, snapshot: str, as_of: date, right: str
) -> tuple[tuple[tuple[str, str, int], ...], LookAlike | None]:
    """Counts by level and the newest, kept for many signs; all hits are kept for few, as a sign may have thousands."""
    hits = _hits(folder, snapshot, as_of, right)
    levels = Counter(hit.level for hit in hits)
    newest = max(hits, key=lambda hit: hit.mark.seen or date.min, default=None)
    return tuple((level, LEVELS[level], levels[level]) for level in LEVELS if levels[level]), newest


@lru_cache(maxsize=16)
def _hits(folder: Path, snapshot: str, as_of: date, right: str) -> tuple[LookAlike, ...]:
    found = open_snapshot(folder, snapshot)
    rights = protected(found, as_of=as_of, rights=[right])
    return tuple(hit for one in rights[:1] for hit in _close_to(one, found, as_of=as_of))


def _close_to(right: Mark, snapshot: Snapshot, *, as_of: date, since: date | None = None) -> list[LookAlike]:
    return watch(sign_of_right(right, the_plan().place_words), marks_of(snapshot, as_of=as_of), since=since)


def new_look_alikes(
    snapshot: Snapshot, *, region: str, holders: Collection[str], as_of: date, since: date
) -> Iterator[tuple[tuple[Mark, ...], LookAlike]]:
    """What came to light on or after a day and comes close to the indications of a region or to marks of some holders; what is weak by
    the rule is left to the pages. A mark that comes close to several indications, or to several marks of one holder, is told once, with
    all of them, the closest first, and how it comes close to that."""
    found: dict[tuple[str, str], list[tuple[Mark, LookAlike]]] = defaultdict(list)
    for right in protected(snapshot, as_of=as_of, region=region, holders=holders):
        for hit in _close_to(right, snapshot, as_of=as_of, since=since):
            if hit.level != list(LEVELS)[-1]:
                found[hit.mark.right_id, "" if right.gi else right.holder].append((right, hit))
    for close in found.values():
        close.sort(key=lambda one: _nearness(*one))
        yield tuple(right for right, _ in close), close[0][1]


def _nearness(right: Mark, hit: LookAlike) -> tuple[int, int, int, int, int]:
    """The smaller, the closer: by level, by the strongest reason, by how many there are, by how many characters both have, by goods."""
    both = set(comparable(right.title)) & set(comparable(hit.mark.title))
    strongest = likeness_rule().order(hit.reasons[0].id)
    return list(LEVELS).index(hit.level), strongest, -len(hit.reasons), -len(both), list(GOODS).index(hit.goods)


def rule_told() -> dict[str, Any]:
    """The published rule for a page: where it is from, its reasons in order with their level in words, common words."""
    rule = likeness_rule()
    return {
        "source": rule.source,
        "reasons": [(reason, LEVELS[reason.level]) for reason in rule.reasons.values()],
        "common": "、".join(sorted(rule.common_words)),
        "near": ["、".join(sorted(group)) for group in rule.near_classes],
    }
