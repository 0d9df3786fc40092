"""The ladder of honours (培育阶梯): on which step an enterprise stands, which comes next, and what it lacks for it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path

from zhixian.core.analysis.finding import known_parties
from zhixian.core.catalogue import HERE
from zhixian.core.kernel.in_force import in_force
from zhixian.core.kernel.periods import add_months
from zhixian.core.kernel.regions import region_range
from zhixian.core.kernel.yaml_file import Node, reading_whole
from zhixian.core.registry.snapshot import Snapshot
from zhixian.core.registry.tables import PARTY_KINDS
from zhixian.core.scorecards.figures import Sources, figure_of, gather
from zhixian.core.scorecards.honours import Honour, held_by, honours_known, vocabulary
from zhixian.core.scorecards.model import LEVELS, Item
from zhixian.core.scorecards.reading import known_figures, read_figure
from zhixian.core.scorecards.scoring import printed
from zhixian.core.scorecards.subjects import Rows, Subject

Title = tuple[str, str]
"""Level and kind of an honour; without a level for a certificate."""


@dataclass(frozen=True, slots=True)
class Need:
    """One thing a step asks for: a figure of at least or at most so much, or one of some honours, held for so many years."""

    name: str
    item: Item | None = None
    at_least: Fraction | None = None
    at_most: Fraction | None = None
    holds: tuple[Title, ...] = ()
    years: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """One step: the honour that stands for it and what it asks for."""

    id: str
    name: str
    honour: Title
    needs: tuple[Need, ...]


@dataclass(frozen=True, slots=True)
class Ladder:
    """One dated version, the lowest step first."""

    version: str
    effective: date
    kinds: tuple[str, ...]
    source: tuple[str, ...]
    steps: tuple[Step, ...]

    @property
    def items(self) -> list[Item]:
        """Every figure that some step asks for."""
        return [need.item for step in self.steps for need in step.needs if need.item]


@dataclass(frozen=True, slots=True)
class Looked:
    """What of a need is there. `met` None: it cannot be known, and `words` say why."""

    need: Need
    met: bool | None
    words: str


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an enterprise stands: its honours, the next step and how each need of it looks; no next step at the top."""

    subject: Subject
    held: tuple[Honour, ...]
    step: Step | None
    looked: tuple[Looked, ...]

    @property
    def missing(self) -> int:
        """How many needs are not met or not known."""
        return sum(not one.met for one in self.looked)


@cache
def ladders() -> tuple[Ladder, ...]:
    """The versions that ship, the oldest first. Raises Refusal with every fault."""
    return read_ladders(HERE / "ladder.yaml")


def read_ladders(path: Path) -> tuple[Ladder, ...]:
    """The versions in a file."""
    with reading_whole(path) as node:
        found = sorted(map(_ladder, node.nodes("versions")), key=lambda ladder: ladder.effective)
        if not found:
            node.fault("versions", "一版也没有", "至少一版")
    return tuple(found)


def _ladder(node: Node) -> Ladder:
    ladder = Ladder(
        node.text("version"),
        node.day("effective"),
        node.choices("kinds", PARTY_KINDS),
        node.texts("source"),
        tuple(map(_step, node.nodes("steps"))),
    )
    for key in ("kinds", "source", "steps"):
        if not getattr(ladder, key):
            node.fault(key, "是空的", "至少一个")
    node.done()
    return ladder


def _step(node: Node) -> Step:
    step = Step(
        node.text("id"),
        node.text("name"),
        _title(node, "honour", node.text("honour")),
        tuple(map(_need, node.nodes("needs"))),
    )
    node.done()
    return step


def _need(node: Node) -> Need:
    name, holds = node.text("name"), node.texts("holds")
    titles = tuple(_title(node, f"holds[{number}]", text) for number, text in enumerate(holds))
    item = (
        None
        if holds
        else Item(name, name, Fraction(1), **read_figure(node, known_figures()), unit=node.text("unit", default="件"))
    )
    bounds = {key: Fraction(node.number(key)) for key in ("at_least", "at_most") if key in node.content}
    if bool(holds) == (len(bounds) == 1):
        node.fault("at_least", "条件不清楚", "holds（要有的荣誉），或者一个数加 at_least、at_most 之一")
    need = Need(name, item, bounds.get("at_least"), bounds.get("at_most"), titles, node.whole("years", default=0))
    node.done()
    return need


def _title(node: Node, key: str, text: str) -> Title:
    level, _, kind = text.partition(" ")
    kinds = [word.id for word in vocabulary().kinds]
    if level not in (*LEVELS, "none") or kind not in kinds:
        node.fault(
            key, f"“{text}”", f"级别（{'、'.join(LEVELS)}、none）空格类别（{'、'.join(kinds)}），例如 city pilot"
        )
    return ("" if level == "none" else level, kind)


def standings(snapshot: Snapshot, rows: Rows, *, region: str, as_of: date) -> list[Standing]:
    """Every enterprise of the place, those with the least missing first; of these the highest step first."""
    ladder = in_force(ladders(), as_of)
    first, end = region_range(region)
    honours = honours_known(snapshot, rows)
    sources = gather(snapshot, ladder.items, rows, honours, as_of=as_of)
    by_party: dict[str, list[Honour]] = defaultdict(list)
    for honour in honours:
        by_party[honour.party].append(honour)
    found = [
        _standing(ladder, Subject(party.id, party.name, (party,)), by_party, sources)
        for party in known_parties(snapshot)
        if party.kind in ladder.kinds and party.region and first <= party.region < end
    ]
    order = {step.id: place for place, step in enumerate(ladder.steps)}
    return sorted(
        found, key=lambda one: (one.step is None, one.missing, -order[one.step.id] if one.step else 0, one.subject.name)
    )


def _standing(ladder: Ladder, subject: Subject, by_party: Mapping[str, Sequence[Honour]], sources: Sources) -> Standing:
    own = by_party.get(subject.id, ())
    held = held_by(own, {subject.id}, as_of=sources.as_of)
    titles = {(honour.level, honour.kind) for honour in held}
    reached = max((place for place, step in enumerate(ladder.steps) if step.honour in titles), default=-1)
    step = ladder.steps[reached + 1] if reached + 1 < len(ladder.steps) else None
    looked = tuple(_looked(need, subject, held, sources) for need in step.needs) if step else ()
    return Standing(subject, tuple(held), step, looked)


def _looked(need: Need, subject: Subject, held: Sequence[Honour], sources: Sources) -> Looked:
    if need.item is None:
        return _honoured(need, held, sources)
    figure = figure_of(need.item, subject, sources)
    if figure.value is None:
        return Looked(need, None, figure.why)
    now = f"现在 {printed(figure.value, 4)} {need.item.unit}"
    if need.at_least is not None:
        short = need.at_least - figure.value
        return Looked(need, short <= 0, now if short <= 0 else f"{now}，差 {printed(short, 4)} {need.item.unit}")
    over = figure.value - (need.at_most or 0)
    return Looked(need, over <= 0, now if over <= 0 else f"{now}，多 {printed(over, 4)} {need.item.unit}")


def _honoured(need: Need, held: Sequence[Honour], sources: Sources) -> Looked:
    if not sources.honours:
        return Looked(need, None, "登记数据和荣誉台账里都没有荣誉，是没有还是没有记，分不清")
    own = [honour for honour in held if (honour.level, honour.kind) in need.holds]
    if not own:
        return Looked(need, met=False, words="没有")
    if not need.years:
        return Looked(need, met=True, words=f"{own[0].awarded or '日期不详'} 认定")
    dated = [honour.awarded for honour in own if honour.awarded]
    if not dated:
        return Looked(need, None, "认定日不详，算不出满了几年")
    ripe = add_months(min(dated), 12 * need.years)
    return Looked(need, ripe <= sources.as_of, f"{min(dated)} 认定，{ripe} 满 {need.years} 年")
