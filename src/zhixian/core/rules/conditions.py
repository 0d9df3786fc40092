"""Conditions of a rule: each operator once for one fact and once for a column, so that both evaluators mean the same."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

import ibis.expr.types as ir

from zhixian.core.kernel.regions import region_prefix
from zhixian.core.kernel.yaml_file import Node

REGION = "region"
"""The word in a definition that stands for the region asked about."""


@dataclass(frozen=True, slots=True)
class Many:
    """A fact with many values per row: `rows` has the key of the subject and `value`."""

    subject: ir.Column
    rows: ir.Table
    key: str

    def any_in(self, words: Sequence[str]) -> ir.BooleanValue:
        """Whether at least one of the values is among the words."""
        return self.subject.isin(self.rows.filter(self.rows["value"].isin(words))[self.key])


@dataclass(frozen=True, slots=True)
class Operator:
    """`fact(value, words)` for one row, `column(column, words)` for all; an unknown value satisfies nothing."""

    fact: Callable[[Any, Sequence[str]], bool]
    column: Callable[[Any, Sequence[str]], ir.BooleanValue]


OPERATORS = {
    "in": Operator(lambda value, words: value in words, lambda column, words: column.isin(words)),
    "any_in": Operator(lambda values, words: any(v in words for v in values), lambda many, words: many.any_in(words)),
    "contains": Operator(
        lambda value, words: any(word in value for word in words),
        lambda column, words: reduce(or_, [column.contains(word) for word in words]),
    ),
    "lacks": Operator(
        lambda value, words: not any(word in value for word in words),
        lambda column, words: ~reduce(or_, [column.contains(word) for word in words]),
    ),
    "within": Operator(
        lambda value, words: value.startswith(words[0]), lambda column, words: column.startswith(words[0])
    ),
    "outside": Operator(
        lambda value, words: not value.startswith(words[0]), lambda column, words: ~column.startswith(words[0])
    ),
    "is": Operator(lambda value, words: value is (words[0] == "true"), lambda column, words: column == (words[0] == "true")),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition on one fact, with the sentence it refuses with, and the one for when the fact is unknown."""

    fact: str
    operator: str
    words: tuple[str, ...]
    refuse: str
    unknown: str = ""

    def reason(self, met: bool | None) -> str | None:
        """Why it refuses; None when it is met. `met` None: the fact is unknown."""
        if met:
            return None
        return self.unknown if met is None and self.unknown else self.refuse

    def holds(self, facts: Mapping[str, Any], *, region: str) -> bool | None:
        """Whether one row satisfies it; None when the fact is unknown."""
        value = facts.get(self.fact)
        return None if value is None else OPERATORS[self.operator].fact(value, self._words(region))

    def column(self, facts: Mapping[str, Any], *, region: str) -> ir.BooleanValue:
        """The same for all rows; null where the fact is unknown."""
        return OPERATORS[self.operator].column(facts[self.fact], self._words(region))

    def _words(self, region: str) -> tuple[str, ...]:
        return (region_prefix(region),) if self.operator in ("within", "outside") else self.words


def read_condition(node: Node, vocabularies: Mapping[str, tuple[str, ...]], *, refuses: bool) -> Condition | None:
    """A condition as written: `{fact: …, <operator>: …, refuse: …}`; faults go to the node."""
    fact = node.text("fact")
    refuse = node.text("refuse") if refuses else ""
    unknown = node.text("unknown", default="") if refuses else ""
    named = [word for word in OPERATORS if word in node.content]
    if len(named) != 1:
        node.fault("fact", f"{len(named)} 个比较", "以下之一：" + "、".join(OPERATORS))
        return None
    operator = named[0]
    words = _read_words(node, operator, vocabularies)
    node.done()
    return Condition(fact, operator, words, refuse, unknown)


def _read_words(node: Node, operator: str, vocabularies: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    written = node.content[operator]
    node.read.add(operator)
    if operator in ("within", "outside"):
        if written != REGION:
            node.fault(operator, f"“{written}”", REGION)
        return ()
    if operator == "is":
        if not isinstance(written, bool):
            node.fault(operator, f"“{written}”", "true 或 false")
        return ("true" if written else "false",)
    if isinstance(written, str):
        if written not in vocabularies:
            node.fault(operator, f"没有词表“{written}”", "、".join(vocabularies) + " 之一，或方括号里的词")
        return vocabularies.get(written, ())
    return node.texts(operator)
