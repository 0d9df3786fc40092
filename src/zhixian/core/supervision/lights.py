"""The light of a clause or of a unit on a clause: signs of progress in, reasons and one colour out."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from zhixian.core.kernel.working_days import working_days
from zhixian.core.supervision.rule import Kind, Rule, Rules
from zhixian.core.workflow.clock import left_words

GREY, GREEN, AMBER, RED = "grey", "green", "amber", "red"
SEVERITY = {GREY: 0, GREEN: 1, AMBER: 2, RED: 3}
NAMES = {GREY: "灰", GREEN: "绿", AMBER: "黄", RED: "红"}
NO_DATA = "还没有数据"
WORDS = {GREY: "还没有可数的", GREEN: "进展正常", AMBER: "需要关注", RED: "进度落后"}
TONES = {"good": GREEN, "warn": AMBER, "bad": RED, "plain": GREY}
"""The tones of published figures; plain says nothing about progress."""
DEADLINE = "deadline"


@dataclass(frozen=True, slots=True)
class Open:
    """So many pieces of work that lie open and are due on one day; None while no clock presses."""

    kind: str
    due: date | None
    count: int = 1


@dataclass(frozen=True, slots=True)
class Done:
    """So many pieces of work that ended well, the last on `day`. `more` adds words, such as a sum."""

    kind: str
    day: date
    count: int = 1
    more: str = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """Something that was judged where it is published: a target by its forecast. `key` names it there."""

    kind: str
    tone: str
    words: str
    key: str = ""
    lacks: bool = False
    """Whether the data it is counted from were never received."""


Sign = Open | Done | Judged


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a light has its colour: the number and the clock in words. `key` leads to what was judged."""

    kind: str
    colour: str
    words: str
    count: int = 0
    day: date | None = None
    key: str = ""
    ended: bool = False
    """Whether it counts work that ended rather than work that lies open."""


@dataclass(frozen=True, slots=True)
class Light:
    """A colour with everything it follows from, the worst first."""

    colour: str
    reasons: tuple[Reason, ...]
    unknown: bool = False
    """Whether it is grey because the data it would be counted from were never received."""

    @property
    def name(self) -> str:
        """红, 黄, 绿, 灰."""
        return NAMES[self.colour]

    @property
    def words(self) -> str:
        """What the colour says."""
        return NO_DATA if self.unknown else WORDS[self.colour]


def light(
    signs: Iterable[Sign], *, as_of: date, rules: Rules, deadline: date | None = None, received: bool = True
) -> Light:
    """The light on a day: the worst colour among its reasons. Grey says nothing, so anything outweighs it.

    `deadline` is the clause's own last day: shortly before it, a clause that shows no progress is amber, after it red;
    not so where no data were `received` at all, or none of those its figures are counted from: nothing is known then.
    """
    told, rule, order = list(signs), rules.on(as_of), list(rules.kinds)
    found = [*_work(told, as_of, rules), *_judged(told), *_done(told, as_of, rules)]
    lacking = all(isinstance(sign, Judged) and sign.lacks for sign in told)
    unknown = not received or (lacking and bool(told))
    if deadline and not unknown and not any(_shows_progress(sign, as_of, rule) for sign in told):
        found += _deadline(deadline, as_of, rule)
    found.sort(key=lambda reason: (-SEVERITY[reason.colour], order.index(reason.kind) if reason.kind in order else -1))
    return Light(worst(reason.colour for reason in found), tuple(found), unknown and lacking)


def worst(colours: Iterable[str]) -> str:
    """The colour that outweighs the others; grey when there is none."""
    return max(colours, key=SEVERITY.__getitem__, default=GREY)


def clock_colour(due: date | None, *, kind: str, as_of: date, rules: Rules) -> str:
    """The colour of open work: red past its day, amber within the last `soon` working days, else that of its kind in time;
    grey while no clock presses."""
    if due is None:
        return GREY
    if due < as_of:
        return RED
    return AMBER if working_days().count(as_of, due) < rules.on(as_of).soon else rules.kinds[kind].in_time


def _work(signs: Sequence[Sign], as_of: date, rules: Rules) -> Iterator[Reason]:
    groups: dict[tuple[str, str], list[Open]] = defaultdict(list)
    for sign in signs:
        if isinstance(sign, Open):
            groups[sign.kind, clock_colour(sign.due, kind=sign.kind, as_of=as_of, rules=rules)].append(sign)
    for (kind, colour), group in groups.items():
        count = sum(sign.count for sign in group)
        first = min((sign.due for sign in group if sign.due), default=None)
        yield Reason(kind, colour, _work_words(rules.kinds[kind], colour, count, first, as_of), count, first)


def _work_words(kind: Kind, colour: str, count: int, first: date | None, as_of: date) -> str:
    number = f"{kind.name} {count} {kind.measure}"
    if first is None:
        return f"{number}在办，期限没有起算或者中止"
    if colour == RED:
        return f"{number}逾期，最早 {first} 届满，{left_words(first, as_of=as_of)}"
    left = f"最早 {first} 届满"
    return f"{number}快到期，{left}" if colour == AMBER else f"{number}在期限内，{left}"


def _judged(signs: Sequence[Sign]) -> Iterator[Reason]:
    for sign in signs:
        if isinstance(sign, Judged):
            yield Reason(sign.kind, TONES[sign.tone], sign.words, key=sign.key)


def _done(signs: Sequence[Sign], as_of: date, rules: Rules) -> Iterator[Reason]:
    groups: dict[str, list[Done]] = defaultdict(list)
    for sign in signs:
        if isinstance(sign, Done) and _shows_progress(sign, as_of, rules.on(as_of)):
            groups[sign.kind].append(sign)
    for name, group in groups.items():
        kind, count, last = rules.kinds[name], sum(sign.count for sign in group), max(sign.day for sign in group)
        more = "".join(f"，{sign.more}" for sign in group if sign.more)
        words = f"近 {rules.on(as_of).fresh} 日{kind.name} {count} {kind.measure}{kind.ended}{more}，最近 {last}"
        yield Reason(name, GREEN, words, count, last, ended=True)


def _shows_progress(sign: Sign, as_of: date, rule: Rule) -> bool:
    """Work that ended lately, or a figure that was judged good. What merely lies open shows none."""
    if isinstance(sign, Judged):
        return TONES[sign.tone] == GREEN
    return isinstance(sign, Done) and (as_of - sign.day).days <= rule.fresh


def _deadline(deadline: date, as_of: date, rule: Rule) -> Iterator[Reason]:
    left = (deadline - as_of).days
    if left < 0:
        yield Reason(DEADLINE, RED, f"这一条的期限 {deadline} 已过，没有能证明进展的证据", day=deadline)
    elif left < rule.deadline:
        yield Reason(DEADLINE, AMBER, f"离这一条的期限 {deadline} 还有 {left} 日，还没有能证明进展的证据", day=deadline)
