"""An incentive as data: which rows it looks at, when it refuses, what it pays, how it caps and how it explains itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Formatter

from zhixian.core.kernel.yaml_file import Node, reading_whole
from zhixian.core.rules.bases import bases
from zhixian.core.rules.conditions import Condition, read_condition

Vocabularies = Mapping[str, tuple[str, ...]]
"""Named lists of words that conditions may refer to, such as `enterprise_kinds`."""
ROWS = ("loan", "right", "project")
"""What one application is about."""


@dataclass(frozen=True, slots=True)
class Cap:
    """At most the sum of `parameter` per party, in one of the scopes a plan may give it, rows in the order of facts."""

    parameter: str
    scopes: tuple[str, ...]
    order: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Incentive:
    """A money rule without its amounts, which stand in the plan.

    It pays either the parameter `fixed`, or the parameter `share` of a named `base`; half-up to the fen, once. `day` is
    the fact that puts a row into a year and picks the version of the parameters; without one the row counts for every
    year in which the base finds something, with the parameters of that year. Rows that fail `consider` are none of this
    rule's business; rows that fail `when` are refused with the sentence.
    """

    id: str
    name: str
    per: str
    subject: str
    day: str | None
    consider: tuple[Condition, ...]
    when: tuple[Condition, ...]
    base: str | None
    share: str | None
    fixed: str | None
    cap: Cap | None
    explain: tuple[str, ...]
    explain_cap: str

    @property
    def parameters(self) -> dict[str, str]:
        """What the plan has to give it, the sum or share and the cap if it has one → the kind its amounts must have."""
        named = ((self.share, "share"), (self.fixed, "fixed"), (self.cap.parameter if self.cap else None, "cap"))
        return {name: kind for name, kind in named if name}

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """All conditions, those that make a row this rule's business first."""
        return (*self.consider, *self.when)


@dataclass(frozen=True, slots=True)
class Eligibility:
    """Who waits for the figure of an open norm: parties of rows whose `day` lies in the year and for which all holds."""

    id: str
    name: str
    rows: str
    day: str
    when: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Definitions:
    """Everything the evaluators need to know of a catalogue: incentives in its order, eligibilities by id."""

    incentives: dict[str, Incentive]
    eligibilities: dict[str, Eligibility]


def read_incentive(path: Path, vocabularies: Vocabularies) -> Incentive:
    """The definition in an incentive.yaml. Raises Refusal with every fault: file, key, found, expected."""
    with reading_whole(path, called=f"{path.parent.name}/{path.name}", between="\n") as node:
        base = node.text("base", default=None)
        share, fixed = node.text("share", default=None), node.text("fixed", default=None)
        if base is not None and base not in bases():
            node.unknown("base", base, list(bases()), what="基数")
        if (fixed is None) == (share is None) or (share is None) != (base is None):
            node.fault("share", f"base={base}，share={share}，fixed={fixed}", "写 base 和 share，或者只写 fixed")
        per = node.text("per")
        if per not in ROWS:
            node.unknown("per", per, list(ROWS), what="事实行")
        incentive = Incentive(
            id=node.text("id"),
            name=node.text("name"),
            per=per,
            subject=node.text("subject"),
            day=node.text("day", default=None),
            consider=_conditions(node, "consider", vocabularies),
            when=_conditions(node, "when", vocabularies),
            base=base,
            share=share,
            fixed=fixed,
            cap=_cap(node),
            explain=node.texts("explain"),
            explain_cap=node.text("explain_cap", default=""),
        )
        _check_sentences(node, incentive)
    return incentive


def read_eligibilities(path: Path, vocabularies: Vocabularies) -> dict[str, Eligibility]:
    """The eligibility definitions by id. Raises Refusal with every fault."""
    with reading_whole(path, between="\n") as head:
        found = {}
        for node in head.nodes("eligible"):
            conditions = (read_condition(item, vocabularies, refuses=False) for item in node.nodes("when"))
            eligibility = Eligibility(
                id=node.text("id"),
                name=node.text("name"),
                rows=node.text("rows"),
                day=node.text("day"),
                when=tuple(condition for condition in conditions if condition),
            )
            node.done()
            if eligibility.id in found:
                node.fault("id", f"“{eligibility.id}”重复", "每个编号只用一次")
            found[eligibility.id] = eligibility
    return found


def _conditions(node: Node, key: str, vocabularies: Vocabularies) -> tuple[Condition, ...]:
    read = (read_condition(item, vocabularies, refuses=True) for item in node.nodes(key, default=[]))
    return tuple(condition for condition in read if condition)


def _cap(node: Node) -> Cap | None:
    inner = node.part("cap", example="{parameter: cap, scopes: [year], order: [drawn, loan_id]}")
    if inner is None:
        return None
    cap = Cap(inner.text("parameter"), inner.texts("scopes"), inner.texts("order"))
    inner.done()
    return cap


_WORDS = ("clause", "year", "base", "raw", "amount", "already", "cut")


def _check_sentences(node: Node, incentive: Incentive) -> None:
    """A sentence may name only what `sentences.reasons` gives it."""
    base = bases().get(incentive.base or "")
    parameters = (incentive.share, incentive.fixed, incentive.cap.parameter if incentive.cap else None)
    given = (*_WORDS, *parameters, incentive.day, incentive.subject, *(base.word_names if base else ()))
    known = sorted({name for name in given if name})
    for key, sentence in (*(("explain", text) for text in incentive.explain), ("explain_cap", incentive.explain_cap)):
        try:
            named = [name for _, name, _, _ in Formatter().parse(sentence) if name is not None]
        except ValueError:
            node.fault(key, f"“{sentence}”的花括号不成对", "{名称}")
            continue
        for name in named:
            if name not in known:
                node.fault(key, f"不认识的“{{{name}}}”", "、".join(known))
