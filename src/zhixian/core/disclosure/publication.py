"""Which rules a penalty is published by: until when it must appear, how long it stays, when it may go early, what is open."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

from zhixian.core.kernel.faults import Faults
from zhixian.core.kernel.refusal import Refusal
from zhixian.core.kernel.yaml_file import Node, reading_whole
from zhixian.core.workflow.clock import Clock, Started, clock
from zhixian.core.workflow.limits import TimeLimit, statutory_limits

PARTY_KINDS = {"enterprise": "企业", "organisation": "其他组织", "trader": "个体工商户", "person": "自然人"}
WAYS = {"open": "公开", "mask": "留姓隐名", "closed": "不公开", "secret": "保密，不公开"}
STARTS = ("publication", "decision")
REST = "rest"
LOW_FINE = "low_fine"
Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Law:
    """A text that fields cite, in force in [start, end); where it has a `regime`, only units of that set of rules go by it."""

    id: str
    name: str
    regime: str
    start: date
    end: date | None

    def holds_on(self, regime: str, day: date) -> bool:
        """Whether a unit of a set of rules goes by it on a day."""
        return self.regime in ("", regime) and self.start <= day and (self.end is None or day < self.end)


@dataclass(frozen=True, slots=True)
class FieldRule:
    """How a field of a decision is shown, by kind of party; `hides` is what its content is when it is found in a text."""

    id: str
    name: str
    ways: Mapping[str, str]
    hides: str
    sources: tuple[tuple[Law, str], ...]
    """Each law with the place in it, empty where the whole of it is meant."""

    def source(self, regime: str, day: date) -> str:
        """By what it is shown or hidden on a day: 公示规定（2021）第6条；…; empty where no law was in force."""
        return "；".join(f"{law.name}{place}" for law, place in self.sources if law.holds_on(regime, day))

    def way(self, party_kind: str) -> str:
        """One of WAYS."""
        return self.ways[party_kind]


@dataclass(frozen=True, slots=True)
class Grade:
    """How grave a penalty is by one set of rules, and what follows: how long it is shown, after how long it may go early;
    `repair_at_once` says that it may as soon as what was ordered is done."""

    id: str
    name: str
    kinds: frozenset[str]
    display: TimeLimit | None
    counts_from: str
    repair: TimeLimit | None
    repair_at_once: bool = False

    @property
    def may_go_early(self) -> bool:
        """Whether the law allows an early end at all."""
        return self.repair_at_once or self.repair is not None


@dataclass(frozen=True, slots=True)
class Edition:
    """One version of a set of rules, in force in [start, end). `told` is the article by which the party must be told."""

    id: str
    regime: str
    source: str
    start: date
    end: date | None
    publish: TimeLimit
    unpublished: frozenset[str]
    grades: tuple[Grade, ...]
    told: str
    repair_needs: Mapping[str, str]
    """What a unit has to find to be so, each of them, before a penalty goes early; empty where none may."""
    repair_source: str

    def holds_on(self, day: date) -> bool:
        """Whether it is in force."""
        return self.start <= day and (self.end is None or day < self.end)

    def is_published(self, kinds: Collection[str]) -> bool:
        """Whether a decision of these kinds is published at all."""
        return not set(kinds) <= self.unpublished

    def grade(self, kinds: Collection[str], *, low_fine: bool) -> Grade:
        """The gravest grade of any of the kinds."""
        weighed = {LOW_FINE if kind == "fine" and low_fine else kind for kind in kinds}
        named = set().union(*(grade.kinds for grade in self.grades))
        known = {kind if kind in named else REST for kind in weighed}
        return next(grade for grade in reversed(self.grades) if grade.kinds & known)


@dataclass(frozen=True, slots=True)
class Rules:
    """Everything that ships on the publication of penalties."""

    kinds: Mapping[str, str]
    fields: Mapping[str, FieldRule]
    editions: tuple[Edition, ...]
    withdrawals: tuple[tuple[date, TimeLimit], ...]

    @property
    def regimes(self) -> frozenset[str]:
        """Ids of the sets of rules."""
        return frozenset(edition.regime for edition in self.editions)

    def edition(self, regime: str, day: date) -> Edition:
        """The version in force on a day. Raises Refusal before the first."""
        for edition in self.editions:
            if edition.regime == regime and edition.holds_on(day):
                return edition
        first = min(edition.start for edition in self.editions if edition.regime == regime)
        raise Refusal(f"{day} 还没有公示行政处罚的规定", expected=f"{first} 以后")

    def withdrawal(self, day: date) -> TimeLimit | None:
        """By when a decision that fell on this day must be withdrawn; None while the law named no number of days."""
        return next((limit for start, limit in reversed(self.withdrawals) if start <= day), None)


@dataclass(frozen=True, slots=True)
class Term:
    """How long a published decision is shown: the last day (None: no term), and the clock that says why."""

    until: date | None
    clock: Clock | None
    grade: Grade
    edition: Edition
    restricted: bool = False
    """Whether a longer restriction of business or trade decides instead."""


@dataclass(frozen=True, slots=True)
class Weight:
    """What decides on the term: kinds of penalty, whether the fine is a low one, until when business or trade is restricted."""

    kinds: Collection[str]
    low_fine: bool = False
    restricted_until: date | None = None


def publication_clock(regime: str, decided: date, *, as_of: date) -> Clock:
    """By when a decision must appear."""
    limit = rules().edition(regime, decided).publish
    return clock(limit, [Started(decided, "作出行政处罚决定")], as_of=max(as_of, decided))


def term(regime: str, weight: Weight, *, decided: date, shown: date, as_of: date) -> Term:
    """How long it is shown, by the rules in force on `as_of`."""
    edition = rules().edition(regime, as_of)
    grade = edition.grade(weight.kinds, low_fine=weight.low_fine)
    if grade.display is None:
        return Term(None, None, grade, edition)
    start = decided if grade.counts_from == "decision" else shown
    act = "作出行政处罚决定" if grade.counts_from == "decision" else "公示"
    running = clock(grade.display, [Started(start, act)], as_of=max(as_of, start))
    longer = weight.restricted_until is not None and running.due is not None and weight.restricted_until > running.due
    return Term(weight.restricted_until if longer else running.due, running, grade, edition, restricted=longer)


def repair_clock(regime: str, weight: Weight, *, decided: date, shown: date, as_of: date) -> Clock | None:
    """From when on the party may ask for an early end, the day after its due day; None where the law allows none, or sets no
    time for it (`Grade.repair_at_once`)."""
    grade = rules().edition(regime, as_of).grade(weight.kinds, low_fine=weight.low_fine)
    if grade.repair is None:
        return None
    start = decided if grade.counts_from == "decision" else shown
    act = "作出行政处罚决定" if grade.counts_from == "decision" else "公示"
    return clock(grade.repair, [Started(start, act)], as_of=max(as_of, start))


@cache
def rules() -> Rules:
    """The rules that ship."""
    return load_rules(Path(__file__).parent / "data" / "penalties.yaml")


def load_rules(path: Path) -> Rules:
    """Rules from a YAML file. Raises Refusal with every fault."""
    with reading_whole(path) as head:
        kinds = {node.text("id"): _done(node, node.text("name")) for node in head.nodes("kinds")}
        findings = {node.text("id"): _done(node, node.text("name")) for node in head.nodes("findings")}
        laws = {law.id: law for law in map(_law, head.nodes("laws"))}
        fields = {rule.id: rule for rule in (_field(node, laws) for node in head.nodes("fields"))}
        editions = tuple(_edition(node, kinds, findings) for node in head.nodes("editions"))
        withdrawals = tuple(
            (node.day("from"), _done(node, _limit(node, "limit"))) for node in head.nodes("withdrawals")
        )
        _check_succession(editions, head.faults, path.name)
        _check_sources(fields.values(), editions, laws.values(), head.faults, path.name)
    in_order = sorted(withdrawals, key=lambda one: one[0])
    return Rules(kinds, fields, editions, tuple((day, limit) for day, limit in in_order if limit))


def _law(node: Node) -> Law:
    start, end = node.day("from"), node.day("to", default=None)
    law = Law(node.text("id"), node.text("name"), node.text("regime", default=""), start, end)
    node.done()
    return law


def _field(node: Node, laws: Mapping[str, Law]) -> FieldRule:
    shown = node.choice("shown", WAYS)
    ways = dict.fromkeys(PARTY_KINDS, shown)
    for kind in ("person", "trader"):
        ways[kind] = node.choice(kind, WAYS, default=shown)
    sources = []
    for number, cited in enumerate(node.texts("sources")):
        law, _, place = cited.partition(" ")
        if law in laws:
            sources.append((laws[law], place.strip()))
        else:
            node.faults.unknown(node.file, node.key(f"sources[{number}]"), law, list(laws), what="laws 里的规定")
    rule = FieldRule(node.text("id"), node.text("name"), ways, node.text("hides", default=""), tuple(sources))
    node.done()
    return rule


def _edition(node: Node, kinds: Mapping[str, str], findings: Mapping[str, str]) -> Edition:
    unpublished = frozenset(node.texts("unpublished"))
    grades = tuple(_grade(inner, kinds) for inner in node.nodes("grades"))
    publish = _limit(node, "publish") or next(iter(statutory_limits().values()))
    if not any(REST in grade.kinds for grade in grades):
        node.fault("grades", "没有一档写 rest", "其余种类归入其中一档")
    needs = node.choices("repair_needs", findings)
    if any(grade.may_go_early for grade in grades) != bool(needs):
        node.fault(
            "repair_needs", f"{list(needs)}", "有一档写 repair 或 repair_at_once 的，写明要核实什么；没有的，不写"
        )
    edition = Edition(
        id=node.text("id"),
        regime=node.text("regime"),
        source=node.text("source"),
        start=node.day("from"),
        end=node.day("to", default=None),
        publish=publish,
        unpublished=unpublished,
        grades=grades,
        told=node.text("told", default=""),
        repair_needs={name: findings[name] for name in needs if name in findings},
        repair_source=node.text("repair_source") if needs else "",
    )
    node.done()
    return edition


def _grade(node: Node, kinds: Mapping[str, str]) -> Grade:
    named = node.texts("kinds")
    for number, kind in enumerate(named):
        if kind not in kinds and kind not in (REST, LOW_FINE):
            node.faults.unknown(node.file, node.key(f"kinds[{number}]"), kind, list(kinds), what="处罚种类")
    grade = Grade(
        id=node.text("id"),
        name=node.text("name"),
        kinds=frozenset(named),
        display=_limit(node, "display", optional=True),
        counts_from=node.choice("counts_from", STARTS, default="publication"),
        repair=_limit(node, "repair", optional=True),
        repair_at_once=node.flag("repair_at_once"),
    )
    node.done()
    return grade


def _limit(node: Node, key: str, *, optional: bool = False) -> TimeLimit | None:
    """A limit of time_limits.yaml by its id, or None with a fault noted."""
    name = node.text(key, default=None) if optional else node.text(key)
    if name is None:
        return None
    limits = statutory_limits()
    if name not in limits:
        node.faults.unknown(node.file, node.key(key), name, list(limits), what="time_limits.yaml 里的期限")
    return limits.get(name)


def _done(node: Node, value: Made) -> Made:
    node.done()
    return value


def _check_succession(editions: Collection[Edition], faults: Faults, file: str) -> None:
    """The versions of one set follow one another without gap or overlap."""
    for regime in sorted({edition.regime for edition in editions}):
        own = sorted((edition for edition in editions if edition.regime == regime), key=lambda one: one.start)
        for before, after in pairwise(own):
            if before.end != after.start:
                faults.add(file, f"editions.{after.id}", f"{after.start} 接不上 {before.id}", f"自 {before.end} 起")


def _check_sources(
    fields: Collection[FieldRule], editions: Collection[Edition], laws: Collection[Law], faults: Faults, file: str
) -> None:
    """Each field says on every day since a set of rules began by which law it is shown: it is asked on each day that changes one."""
    for regime in sorted({edition.regime for edition in editions}):
        first = min(edition.start for edition in editions if edition.regime == regime)
        changes = {first, *(day for law in laws for day in (law.start, law.end) if day is not None and day > first)}
        for rule in fields:
            bare = [day for day in sorted(changes) if not rule.source(regime, day)]
            if bare:
                faults.add(
                    file, f"fields.{rule.id}", f"{regime} 在 {bare[0]} 没有依据", "sources 里有一个当天有效的规定"
                )
