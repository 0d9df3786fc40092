"""What the public will see of one decision: each field by its class, each text redacted by everything that is hidden."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from zhixian.core.disclosure.masking import KINDS, check_name
from zhixian.core.disclosure.publication import FieldRule, rules
from zhixian.core.disclosure.redaction import Known, Proposal, Redaction, known_values, names_proposed
from zhixian.core.kernel.folding import folded
from zhixian.core.kernel.refusal import Refusal
from zhixian.web.protection.models import Penalty

LISTS = ("persons", "private_words", "secrets")
"""Fields with one hidden value a line."""
TEXTS = {
    "violation": "违法行为类型",
    "basis": "处罚依据",
    "penalty": "行政处罚内容",
    "body": "决定书正文",
}
"""Fields in which somebody wrote freely."""
FACTS = ("party", "credit_code", "representative", "address")
COPIED = ("unit", "clause", "party_kind", "kinds", "fine_fen", "confiscated_fen")


@dataclass(frozen=True, slots=True)
class ShownField:
    """One field beside what the public reads of it."""

    rule: FieldRule
    way: str
    original: str
    public: str
    source: str
    """The laws of the day by which it is shown so."""

    @property
    def hidden(self) -> bool:
        """Whether the public reads something else, or nothing."""
        return self.original != self.public


def redaction_of(row: Penalty) -> Redaction:
    """Everything that must not be read in any public text of the decision. Raises Refusal for what cannot be told apart."""
    known: list[tuple[str, str]] = []
    for rule in rules().fields.values():
        if rule.hides and rule.way(row.party_kind) != "open":
            known += [(rule.hides, value) for value in _values(row, rule)]
    shown = {folded(row.representative)} if rules().fields["representative"].way(row.party_kind) == "open" else set()
    suspects = [name for name in names_proposed(getattr(row, text) for text in TEXTS) if folded(name) not in shown]
    return Redaction(known_values(known), frozenset(row.kept), _open_words(row), suspects)


def _values(row: Penalty, rule: FieldRule) -> Iterator[str]:
    text: str = getattr(row, rule.id)
    for value in text.splitlines() if rule.id in LISTS else [text]:
        if value.strip():
            yield check_name(value, where=rule.name) if rule.hides == "name" else value.strip()


def _open_words(row: Penalty) -> tuple[str, ...]:
    """The party's name where the law shows it: a person's name inside a firm's stays."""
    is_open = rules().fields["party"].way(row.party_kind) == "open"
    return (row.party.strip(),) if is_open and row.party.strip() else ()


def prepared(row: Penalty) -> dict[str, Any]:
    """The columns of the publication. Raises Refusal when a hidden value would still be read in one of them."""
    redaction = redaction_of(row)
    columns: dict[str, Any] = {name: getattr(row, name) for name in COPIED}
    columns |= {"number": row.number, "decided_on": row.decided_on.isoformat()}
    columns |= {name: _fact(row, name, redaction) for name in FACTS}
    for name, label in TEXTS.items():
        try:
            columns[name] = redaction.redacted(getattr(row, name))
        except Refusal as refused:
            raise Refusal(refused.why, where=label, expected=refused.expected) from None
    columns["search"] = folded(" ".join((row.number, columns["party"], columns["credit_code"])))
    check_public(redaction, columns)
    return columns


def _fact(row: Penalty, name: str, redaction: Redaction) -> str:
    value: str = getattr(row, name).strip()
    way = rules().fields[name].way(row.party_kind)
    if way == "mask":
        return redaction.masks.get(value, "")
    return value if way == "open" else ""


def check_public(redaction: Redaction, columns: dict[str, Any]) -> None:
    """A last look at everything that goes out. Raises Refusal naming the column and what could be read."""
    names = {rule.id: rule.name for rule in rules().fields.values()} | TEXTS
    for name, value in columns.items():
        left = redaction.leaks(value) if isinstance(value, str) and name not in COPIED else ()
        if left:
            raise Refusal(
                f"能读到{'、'.join(left)}",
                where=names.get(name, name),
                expected="改写这一栏，或在“要隐去的内容”里写完整",
            )


def side_by_side(row: Penalty, *, as_of: date) -> list[ShownField]:
    """Every field of the decision beside what the public will read, by the laws of a day. Raises Refusal as `prepared` does."""
    public = prepared(row)
    masks = redaction_of(row).masks
    public["persons"] = "、".join(masks[name.strip()] for name in row.persons.splitlines() if name.strip())
    found = []
    for rule in rules().fields.values():
        original = getattr(row, rule.id)
        original = original.isoformat() if rule.id == "decided_on" else str(original).strip()
        if original:
            way, source = rule.way(row.party_kind), rule.source(row.regime, as_of)
            found.append(ShownField(rule, way, original, str(public.get(rule.id, "")), source))
    return found


def proposals_of(row: Penalty) -> tuple[Proposal, ...]:
    """What looks personal in the texts, and nobody entered: an officer confirms or keeps each. Raises as `redaction_of`."""
    redaction = redaction_of(row)
    found: dict[str, Proposal] = {}
    for name in TEXTS:
        for one in redaction.proposals(getattr(row, name)):
            before = found.get(one.key)
            times = one.times + (before.times if before else 0)
            found[one.key] = Proposal(one.key, one.value, one.kind, one.why, times)
    return tuple(found.values())


def known_of(row: Penalty) -> list[tuple[str, Known, str]]:
    """Kind in words, the value, and what the public reads in its place."""
    redaction = redaction_of(row)
    return [(KINDS[one.kind], one, redaction.masks.get(one.value, "")) for one in redaction.known]
