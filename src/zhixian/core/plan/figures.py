"""Proves figures against the words quoted for them: values, goals, due days, terms and who leads."""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property

from zhixian.core.kernel.yaml_file import Node
from zhixian.core.plan.drafting import due_of
from zhixian.core.plan.model import Amount, Target, Unit
from zhixian.core.plan.reader import read_plan
from zhixian.core.plan.reader.deadlines import deadline_for
from zhixian.core.plan.reader.draft import Assignment, DraftTarget
from zhixian.core.plan.reader.front import read_front
from zhixian.core.plan.reader.notes import find_notes
from zhixian.core.plan.reader.numbers import Number, numbers_in
from zhixian.core.plan.reader.page import Page, even
from zhixian.core.plan.reader.term import Term, term_of

_SCALES = {"千万": 10**7, "百万": 10**6, "万亿": 10**12, "万": 10**4, "亿": 10**8}
_CELLS = 3
"""Fewer words of a quote are parted by a stray blank rather than being a name, a measure and a value."""
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
        return find_notes(self._page)[0]

    @cached_property
    def _goals(self) -> tuple[DraftTarget, ...]:
        return read_plan(self.text).targets

    def term(self, issued: date) -> Term | None:
        """The term that the text gives itself."""
        if issued not in self._terms:
            self._terms[issued] = term_of(self.text, issued)
        return self._terms[issued]

    def prove_date(self, node: Node, quote: str, issued: date) -> None:
        """The day of issue stands in its quote, in digits or in numerals."""
        said = read_front(Page(quote)).day
        if said and said != issued.isoformat():
            node.fault("date", f"{issued}，引文是“{quote}”", said)

    def prove_value(self, node: Node, amount: Amount) -> None:
        """The value of an amount stands in its quote, in yuan or percent."""
        numbers = numbers_in(Page(amount.quote).dense)
        money = amount.kind != "share"
        value = amount.value / 100 if money else amount.value
        read = {size for number in numbers for size in (_sums(number) if money else _shares(number))}
        if value not in read:
            unit = "元" if money else "%"
            node.fault(
                "value", f"{_words([value], unit)}，引文“{amount.quote}”里{_said(read, unit)}", _expected(read, unit)
            )

    def prove_goal(self, node: Node, target: Target) -> None:
        """The goal of a target stands in its quote, in its unit or one that is the same measure in 万 or 亿."""
        read: set[Decimal] = set()
        for passage in _passages(target.quote):
            read = _read_in(passage, target.unit)
            if target.goal in read:
                return
        unit = target.unit
        node.fault(
            "goal", f"{_words([target.goal], unit)}，引文“{target.quote}”里{_said(read, unit)}", _expected(read, unit)
        )

    def prove_due(self, node: Node, target: Target, span: tuple[int, int] | None, horizon: date) -> None:
        """The day a target is due is the one its passage names; where that names none, the plan's horizon."""
        said = self._deadline(span) if span else None
        if due_of(said) is None and span:
            near = [goal for goal in self._goals if goal.start < span[1] and span[0] < goal.end]
            near.sort(key=lambda goal: abs(goal.start - span[0]) + abs(goal.end - span[1]))
            said = near[0].by if near else said
        due = due_of(said)
        right = date.fromisoformat(due) if due else horizon
        if target.due != right:
            found = f"原文的期限是“{said}”" if due else "原文没有写期限"
            node.fault("due", f"{target.due}，{found}", f"{right}（{'' if due else '方案的 horizon；'}{_SAY_WHY}）")

    def _deadline(self, span: tuple[int, int]) -> str | None:
        page = self._page
        end = page.place(span[1] - 1)
        start = page.place(span[0])
        return deadline_for(page, end, (min(page.sentence(end)[0], start), end))

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


def _passages(quote: str) -> list[str]:
    """A quote made even, without stray blanks; and as a row whose cells blanks part: without them 0.5 and 1.2 are 0.51."""
    cells = quote.split()
    row = ["\t".join(even(cell) for cell in cells)] if len(cells) >= _CELLS else []
    return [Page(quote).dense, *row]


def _read_in(passage: str, unit: str) -> set[Decimal]:
    """The numbers of a passage that are in a unit, or in one that is the same measure in 万 or 亿."""
    scale, share = _scale(unit), _is_share(unit)
    numbers = [n for n in numbers_in(passage) if n.kind == "plain" or _is_share(n.unit) == share]
    read = {size * _scale(number.scale) / scale for number in numbers for size in _sizes(number)}
    return read | {size for number in numbers if number.kind == "plain" for size in _sizes(number)}


def _sizes(number: Number) -> list[Decimal]:
    return [size for size in (number.value, number.value_max) if size is not None]


def _sums(number: Number) -> list[Decimal]:
    if number.kind not in {"money", "plain"}:
        return []
    return [size for size in (number.in_yuan, number.max_in_yuan) if size is not None]


def _shares(number: Number) -> list[Decimal]:
    return _sizes(number) if number.kind == "percent" or number.unit == "个百分点" else []


def _scale(unit: str) -> Decimal:
    return Decimal(next((size for word, size in _SCALES.items() if unit.startswith(word)), 1))


def _is_share(unit: str) -> bool:
    return unit in {"%", "％", "‰", "个百分点", "百分点"}


def _words(values: Iterable[Decimal], unit: str) -> str:
    return "、".join(f"{value.normalize():f}{unit}" for value in sorted(values))


def _said(read: set[Decimal], unit: str) -> str:
    return f"读到的是 {_words(read, unit)}" if read else "没有读到这样的数"


def _expected(read: set[Decimal], unit: str) -> str:
    return f"{_words(read, unit)}；{_SAY_WHY}" if read else f"含有这个数的引文；{_SAY_WHY}"
