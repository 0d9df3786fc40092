"""Proves figures against the words quoted for them: values, goals, due days, terms and who leads."""

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property

from zhixian.core.kernel.yaml_file import Node
from zhixian.core.plan.drafting import due_of
from zhixian.core.plan.measures import measure_of, places_of, said_in, sizes_in
from zhixian.core.plan.model import Amount, Target, Unit
from zhixian.core.plan.reader import read_plan
from zhixian.core.plan.reader.context import CAP
from zhixian.core.plan.reader.deadlines import deadline_for
from zhixian.core.plan.reader.draft import Assignment, Draft, DraftTarget
from zhixian.core.plan.reader.front import days_in, read_front
from zhixian.core.plan.reader.page import Page
from zhixian.core.plan.reader.term import Term, term_of

_PROMISES = {"fixed", "share", "range"}
_CAPPED = re.compile(
    rf"(?:{CAP.pattern})[^，。；]{{0,12}}元|[^，。；]{{0,12}}元[^，。；]{{0,2}}(?:封顶|为限|为上限|以内)"
)
_SAY_WHY = "由别处推算出来的，写 derived：理由"


@dataclass
class Figures:
    """What can be read from the quotes of one issued text, by the readers that draft a plan."""

    text: str
    _terms: dict[date, Term | None] = field(default_factory=dict)

    @cached_property
    def _page(self) -> Page:
        return Page(self.text)

    @cached_property
    def _notes(self) -> list[Assignment]:
        return list(self._draft.assignments)

    @cached_property
    def _draft(self) -> Draft:
        return read_plan(self.text)

    def term(self, issued: date) -> Term | None:
        """The term that the text gives itself."""
        if issued not in self._terms:
            self._terms[issued] = term_of(self.text, issued)
        return self._terms[issued]

    def prove_date(self, node: Node, quote: str, issued: date) -> None:
        """The day of issue stands in its quote, in digits or in numerals; a quote without a day proves none."""
        page = Page(quote)
        front = read_front(page).day
        said = [front] if front else days_in(page.dense)
        if issued.isoformat() not in said:
            node.fault("date", f"{issued}，引文是“{quote}”", "、".join(said) or "写明年月日的引文")

    def prove_value(self, node: Node, amount: Amount, span: tuple[int, int]) -> None:
        """The value of an amount stands in its quote, in yuan or percent; of several the reader tells which are of its kind."""
        unit, value = ("%", amount.value) if amount.kind == "share" else ("元", amount.value / 100)
        read = _given_in(amount.quote, unit)
        kind = self._given_as(amount.kind, span) if len(read) > 1 else set()
        if value not in (kind or read):
            found = f"{_words([value], unit)}，引文“{amount.quote}”里{f'作为 {amount.kind} ' if kind else ''}"
            node.fault("value", found + _said(kind or read, unit), _expected(kind or read, unit))

    def _given_as(self, kind: str, span: tuple[int, int]) -> set[Decimal]:
        """The amounts of a kind that the reader finds within a quote: 奖励5万元，最高20万元 is a sum of 5 and a cap of 20."""
        within = [one for one in self._draft.amounts if span[0] <= one.start and one.end <= span[1]]
        sizes = {size for one in within if one.kind == kind for size in (one.value, one.value_max)}
        return {size for size in sizes if size is not None}

    def prove_uncapped(self, node: Node, span: tuple[int, int]) -> None:
        """A promise that is said to have no cap has none: not in its sentence, nor up to the next promise of its paragraph."""
        page = self._page
        start, end = page.place(span[0]), page.place(span[1] - 1) + 1
        promises = [one for one in self._draft.amounts if one.kind in _PROMISES]
        before = [place for one in promises if (place := page.place(one.end - 1) + 1) <= start]
        behind = [place for one in promises if (place := page.place(one.start)) >= end]
        first = max([page.sentence(start)[0], *before])
        last = min([page.paragraph(end)[1], *behind])
        if capped := _CAPPED.search(page.dense, min(first, start), max(last, end)):
            expected = "加一行 kind: cap，去掉 uncapped；不是这项承诺的上限的，写 derived：理由"
            node.fault("uncapped", f"原文写有“{capped[0]}”", expected)

    def prove_goal(self, node: Node, target: Target, span: tuple[int, int]) -> None:
        """The goal of a target stands in its quote, in its unit or one that is the same measure in 万 or 亿."""
        unit = target.unit
        read = sizes_in(target.quote, unit)
        if target.goal in read or any(_is_read_as(goal, target) for goal in self._goals_within(span)):
            return
        found = f"{_words([target.goal], unit)}，引文“{target.quote}”里"
        others = said_in(target.quote)
        if read or not others:
            node.fault("goal", found + _said(read, unit), _expected(read, unit))
        else:
            said = "、".join(others)
            node.fault("goal", f"{found}没有以“{unit}”计的数，读到的是 {said}", f"goal 和 unit 按文中写法；{_SAY_WHY}")

    def _goals_within(self, span: tuple[int, int]) -> list[DraftTarget]:
        return [goal for goal in self._draft.targets if span[0] <= goal.start and goal.end <= span[1]]

    def prove_due(self, node: Node, target: Target, span: tuple[int, int] | None, horizon: date) -> None:
        """The day a target is due is the one its passage names; where that names none, the plan's horizon."""
        said = self._deadlines(target, span) if span else []
        dues = [due for words in said if (due := due_of(words))]
        if target.due.isoformat() in dues or (not dues and target.due == horizon):
            return
        found = f"原文的期限是“{'”“'.join(words for words in said if due_of(words))}”" if dues else "原文没有写期限"
        right = "、".join(dues) or f"{horizon}（方案的 horizon"
        node.fault("due", f"{target.due}，{found}", f"{right}{'（' if dues else '；'}{_SAY_WHY}）")

    def _deadlines(self, target: Target, span: tuple[int, int]) -> list[str]:
        """The deadlines of a goal: those at its number; else that at the end of its quote; else that of the goal nearest to it."""
        page = self._page
        start, end = page.place(span[0]), page.place(span[1] - 1)
        at = places_of(page.dense[start : end + 1], target.unit, target.goal)
        found = [self._deadline(start, start + place) for place in at]
        if not any(map(due_of, found)):
            found = [self._deadline(start, end)]
        if not any(map(due_of, found)):
            near = [goal for goal in self._draft.targets if goal.start < span[1] and span[0] < goal.end]
            near.sort(key=lambda goal: abs(goal.start - span[0]) + abs(goal.end - span[1]))
            found = [goal.by for goal in near[:1]]
        return [words for words in found if words]

    def _deadline(self, start: int, place: int) -> str | None:
        """The deadline that holds at a place of a quote that starts at `start`."""
        page = self._page
        return deadline_for(page, place, (min(page.sentence(place)[0], start), place))

    def units_noted(self, span: tuple[int, int]) -> list[str]:
        """The units that the notes of a passage name, as a draft lists them; none where they cannot be read."""
        return [name for note in self._notes if note.start < span[1] and span[0] < note.end for name in note.units]

    def prove_leads(
        self, node: Node, lead: Iterable[str], units: dict[str, Unit], prefix: str, span: tuple[int, int]
    ) -> None:
        """Who leads a clause is whom its note of units, or the convention of the text, puts in the lead."""
        starts = [note.start for note in self._notes]
        near = self._notes[max(0, bisect_left(starts, span[0]) - 1) : bisect_left(starts, span[1])]
        said = [name for note in near if note.end > span[0] for name in note.lead]
        named = {
            unit: {form for name, _, _ in units[unit].names for form in (name, name.removeprefix(prefix))}
            for unit in lead
        }
        for unit, forms in named.items():
            if not any("".join(name.split()) in forms for name in said):
                node.fault(
                    "lead",
                    f"“{unit}”（{units[unit].name}）",
                    f"{'原文写明牵头的' + '、'.join(said) if said else '不写，原文没有写明谁牵头'}；{_SAY_WHY}",
                )
        for name in said:
            if not any("".join(name.split()) in forms for forms in named.values()):
                node.fault("lead", f"没有列入原文写明牵头的“{name}”", f"在 lead 里加上它；{_SAY_WHY}")


def is_of_the_text(source: str | None, term: Term | None) -> bool:
    """Whether an amount rests on the text itself: without a source, or with the words of its own term as source."""
    return source is None or bool(term and "".join(term.words.split()) in "".join(source.split()))


def _is_read_as(goal: DraftTarget, target: Target) -> bool:
    """Whether the reader takes a goal for what a target says: a row's headings tell it years from values."""
    return target.goal in (goal.value, goal.value_max) and measure_of(goal.unit) == measure_of(target.unit)


def _given_in(quote: str, unit: str) -> set[Decimal]:
    """The sums of a quote, of which 奖励5万 is one where none has its 元; or its shares, a percentage before percentage points."""
    said = sizes_in(quote, unit)
    if unit == "元":
        return said or {size * 10**4 for size in sizes_in(quote, "万")}
    return said or sizes_in(quote, "个百分点")


def _words(values: Iterable[Decimal], unit: str) -> str:
    return "、".join(f"{value.normalize():f}{unit}" for value in sorted(values))


def _said(read: set[Decimal], unit: str) -> str:
    return f"读到的是 {_words(read, unit)}" if read else "没有读到这样的数"


def _expected(read: set[Decimal], unit: str) -> str:
    return f"{_words(read, unit)}；{_SAY_WHY}" if read else f"含有这个数的引文；{_SAY_WHY}"
