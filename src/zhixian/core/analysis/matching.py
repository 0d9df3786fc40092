"""Needs against offers: which of them fit, for how many points by a published rule, what they share and wherein they differ."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from math import log, sqrt
from typing import Any

from zhixian.core.analysis.match_rule import match_rule
from zhixian.core.registers.rights import parts_of
from zhixian.core.registers.rows import Finding
from zhixian.core.search.values import ipc_code, ipc_paths, nice_class
from zhixian.core.search.words import SKIPPED, telling

NEED, OFFER = "need", "offer"
FITS = {
    "technology": ("technology", "patent"),
    "patent": ("patent", "technology"),
    "funding": ("funding",),
    "service": ("service",),
}
"""What is wanted, and what of others answers it."""
GROUPS = {what: min(found) for what, found in FITS.items()}
"""By kind, one name for all kinds that are compared with each other."""
_LOOKED_AT = 80
"""Candidates of each part of which the points are computed."""
_NUMBER = re.compile(r"[0-9]+|[0-9一二三四五六七八九十百千万亿两零]*[百千万亿]+元?")
_MOST_WORDS = 12


@dataclass(frozen=True, slots=True)
class Entry:
    """A need or an offer as it is compared. `classes` in one spelling, `region` by its code or empty; `keeper` is whose it is."""

    key: int
    side: str
    what: str
    title: str
    party: str
    words: frozenset[str]
    classes: tuple[str, ...] = ()
    region: str = ""
    keeper: str = ""
    terms: tuple[str, ...] = ()
    dual_use: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """An entry that fits another: its points by part, and why. Classes come in pairs, the asker's first."""

    entry: Entry
    by_words: int
    by_classes: int
    by_place: int
    shared: tuple[str, ...]
    """Shared words, the rarest first."""
    near: tuple[tuple[str, str], ...]
    differs: tuple[str, ...]

    @property
    def is_classed(self) -> bool:
        """Whether classes bring points."""
        return _is_classed(self.entry)

    @property
    def points(self) -> int:
        """The sum, 0 to 100."""
        return self.by_words + self.by_classes + self.by_place


@lru_cache(maxsize=50_000)
def telling_words(text: str) -> frozenset[str]:
    """Words that tell something of a text: of at least two letters, no numbers or sums, none that nobody looks for."""
    return frozenset(
        word for word in telling(text) if len(word) > 1 and word not in SKIPPED and not _NUMBER.fullmatch(word)
    )


@lru_cache(maxsize=20_000)
def read_classes(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(IPC and Nice classes in one spelling, what is neither)."""
    read, strange = dict[str, None](), []
    for part in parts_of(text):
        for reader in (ipc_code, nice_class):
            try:
                read[reader(part)] = None
                break
            except ValueError:
                continue
        else:
            strange.append(part)
    return tuple(read), tuple(strange)


def unread_classes(values: Mapping[str, Any]) -> list[Finding]:
    """Classes of a row that are none: matches are computed without them."""
    _, strange = read_classes(values.get("classes") or "")
    told = "、".join(f"“{one}”" for one in strange)
    return [Finding("unread_classes", f"{told}不是 IPC 或尼斯分类，匹配时不算", grave=False)] if strange else []


def is_open(values: Mapping[str, Any], *, as_of: date) -> bool:
    """Whether a need or offer stands on a day: posted, neither closed nor past its last day."""
    day = as_of.isoformat()
    closed, until = values.get("closed_on") or "", values.get("until") or ""
    return values["posted_on"] <= day and not (closed and closed <= day) and not (until and until < day)


def entry_of(key: int, values: Mapping[str, Any], *, keeper: str, classes: Iterable[str] = ()) -> Entry:
    """A row of the register of needs and offers; `classes` are those of its rights in the registry."""
    own, _ = read_classes(values.get("classes") or "")
    return Entry(
        key=key,
        side=values["side"],
        what=values["what"],
        title=values["title"],
        party=values["party"],
        words=telling_words(f"{values['title']}。{values.get('about') or ''}"),
        classes=tuple(dict.fromkeys((*own, *classes))),
        region=values.get("region") or "",
        keeper=keeper,
        terms=tuple(values.get("terms") or ()),
        dual_use=values.get("dual_use") == "yes",
    )


class Pool:
    """Entries ready to be compared. `by_share` weighs shared words by the offer's own alone: for askers whose text is long."""

    def __init__(self, entries: Sequence[Entry], *, by_share: bool = False) -> None:
        self.entries = {entry.key: entry for entry in entries}
        self.by_share = by_share
        self._by_word: dict[str, dict[str, list[Entry]]] = {group: defaultdict(list) for group in GROUPS.values()}
        self._by_class: dict[str, list[Entry]] = defaultdict(list)
        for entry in entries:
            for word in entry.words:
                self._by_word[GROUPS[entry.what]][word].append(entry)
            for place in {_place(code) for code in entry.classes} if _is_classed(entry) else ():
                self._by_class[place].append(entry)
        sizes = Counter(GROUPS[entry.what] for entry in entries)
        self._rarities = {group: self._rarity(group, sizes[group]) for group in GROUPS.values()}
        self._lengths = {entry.key: self._length(entry) for entry in entries}

    def _rarity(self, group: str, whole: int) -> dict[str, float]:
        """Word → its squared weight among so many entries that are compared with each other; words that too many have are not there,
        but where words are all there is to compare."""
        rule = match_rule()
        cuts = whole >= rule.few and not rule.unclassed.keys() & set(FITS[group])
        most = whole * rule.common / 100 if cuts else whole
        held = self._by_word[group]
        return {word: log(1 + whole / len(by)) ** 2 for word, by in held.items() if len(by) <= max(most, 2)}

    def _length(self, entry: Entry) -> float:
        # in one order: sums of floats differ by it, and that of a set differs by process
        weights = self._weights(entry)
        return sqrt(sum(weights.get(word, 0.0) for word in sorted(entry.words)))

    def _weights(self, entry: Entry) -> dict[str, float]:
        return self._rarities[GROUPS[entry.what]]

    def matches(self, asker: Entry, *, among: frozenset[int] | None = None, most: int = 20) -> list[Match]:
        """What fits an entry, best first; `among` are the keys that may be told."""
        shared: dict[int, float] = defaultdict(float)
        near: dict[int, Entry] = {}
        weights, by_word = self._weights(asker), self._by_word[GROUPS[asker.what]]
        for word in sorted(asker.words):
            weight = weights.get(word)
            for entry in by_word[word] if weight else ():
                shared[entry.key] += weight or 0.0
        for place in {_place(code) for code in asker.classes} if _is_classed(asker) else ():
            near |= {entry.key: entry for entry in self._by_class.get(place, ())}
        own = self._length(asker)
        fit = {key for key in {*shared, *near} if (among is None or key in among) and _fits(asker, self.entries[key])}
        likeness = {key: self._likeness(shared[key], own, key) for key in fit if key in shared}
        looked_at = sorted(likeness, key=lambda key: (-likeness[key], key))[:_LOOKED_AT]
        by_class = sorted((key for key in near if key in fit), key=lambda key: (-_nearest(asker, near[key]), key))
        found = [
            self._match(asker, self.entries[key], likeness.get(key, 0.0))
            for key in dict.fromkeys([*looked_at, *by_class[:_LOOKED_AT]])
        ]
        return sorted(found, key=lambda match: (-match.points, match.entry.key))[:most]

    def _likeness(self, shared: float, own: float, key: int) -> float:
        length = self._lengths[key]
        whole = length * length if self.by_share else own * length
        return min(1.0, shared / whole) if whole else 0.0

    def _match(self, asker: Entry, entry: Entry, likeness: float) -> Match:
        weights = self._weights(asker)
        both = sorted(asker.words & entry.words & weights.keys(), key=lambda word: (-weights[word], word))
        rule, region = match_rule(), _digits_shared(asker.region, entry.region)
        most = rule.parts_of(asker.what)
        return Match(
            entry=entry,
            by_words=_share(most.words, likeness * 100),
            by_classes=_share(most.classes, _nearest(asker, entry)),
            by_place=_share(most.place, rule.near_places[region].percent if region else 0),
            shared=_longest(both)[:_MOST_WORDS],
            near=_near_pairs(asker, entry) if most.classes else (),
            differs=tuple(self._differences(asker, entry, region)),
        )

    def _differences(self, asker: Entry, entry: Entry, region: int) -> Iterable[str]:
        weights = self._weights(asker)
        missing = sorted(asker.words - entry.words, key=lambda word: (-weights.get(word, 0.0), word))
        if told := _longest([word for word in missing if word in weights])[:6]:
            yield f"对方没有提到：{'、'.join(told)}"
        if _is_classed(asker):
            yield from _other_classes(asker, entry)
        if asker.terms and entry.terms and not set(asker.terms) & set(entry.terms):
            yield "交易方式不同"
        if asker.what != entry.what:
            yield "一方说的是技术，一方说的是专利"
        if asker.dual_use != entry.dual_use:
            yield "只有一方标了军民双向转化"
        if asker.region and entry.region and region == 0:
            yield "不在同一省"


def _share(whole: int, percent: float) -> int:
    return int(whole * percent / 100 + 0.5)


def _fits(asker: Entry, entry: Entry) -> bool:
    if entry.key == asker.key or entry.side == asker.side or entry.what not in FITS[asker.what]:
        return False
    return not (asker.keeper and entry.keeper == asker.keeper and entry.party == asker.party)


def _is_classed(entry: Entry) -> bool:
    """Whether entries of its kind have classes to be compared."""
    return entry.what not in match_rule().unclassed


def _place(code: str) -> str:
    """What classes that may be near share: the subclass of the IPC, a class of the Nice list."""
    return code if code.isdigit() else code[:4]


@lru_cache(maxsize=100_000)
def _nearness(one: str, other: str) -> int:
    """How near two classes are, in percent; of different lists not at all."""
    if one.isdigit() or other.isdigit():
        return 100 if one == other else 0
    level = sum(a == b for a, b in zip(ipc_paths(one), ipc_paths(other), strict=False))
    whole = min(len(ipc_paths(one)), len(ipc_paths(other)))
    found = match_rule().near_classes.get(min(level, whole))
    return found.percent if found else 0


def _nearest(asker: Entry, entry: Entry) -> int:
    return max((_nearness(one, other) for one in asker.classes for other in entry.classes), default=0)


def _near_pairs(asker: Entry, entry: Entry) -> tuple[tuple[str, str], ...]:
    pairs = [(_nearness(one, other), one, other) for one in asker.classes for other in entry.classes]
    best = sorted((pair for pair in pairs if pair[0]), key=lambda pair: (-pair[0], pair[1:]))
    return tuple((one, other) for _, one, other in best[:3])


def _other_classes(asker: Entry, entry: Entry) -> Iterable[str]:
    if not asker.classes or not entry.classes:
        yield "有一方没有写分类" if asker.classes or entry.classes else "双方都没有写分类"
    elif not _near_pairs(asker, entry):
        yield f"分类不同：{'、'.join(asker.classes[:3])} 对 {'、'.join(entry.classes[:3])}"


def _digits_shared(one: str, other: str) -> int:
    if not one or not other:
        return 0
    return next((digits for digits in match_rule().near_places if one[:digits] == other[:digits]), 0)


def _longest(found: Sequence[str]) -> tuple[str, ...]:
    """Without words that are parts of others."""
    return tuple(word for word in found if not any(word != other and word in other for other in found))
