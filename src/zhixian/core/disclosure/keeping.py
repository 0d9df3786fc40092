"""For how long what is about people is kept, as dated data: by law, or by a default that a place may change."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from zhixian.core.kernel.in_force import in_force
from zhixian.core.kernel.periods import add_months
from zhixian.core.kernel.yaml_file import Node, reading_whole

SHIPPED = Path(__file__).parent / "data" / "keeping.yaml"
OWN = "keeping.yaml"
"""A plan's own terms, in its folder."""
COUNTS = {"years": "年", "days": "日"}
LAW, OURS, PLACE = "law", "ours", "place"
SET_BY = {LAW: "法定", OURS: "默认", PLACE: "本地"}
MOST = {"years": 100, "days": 36_500}


@dataclass(frozen=True, slots=True)
class Term:
    """How long one kind of thing is kept `since` an event, what goes then and what stays; `set_by` the law, us or the place."""

    id: str
    name: str
    amount: int
    counts: str
    from_year_end: bool
    since: str
    what: str
    why: str
    stays: str
    set_by: str
    source: str

    @property
    def length(self) -> str:
        """`10 年，自办结那年终了起`."""
        begin = f"自{self.since}那年终了起" if self.from_year_end else f"自{self.since}起"
        return f"{self.amount} {COUNTS[self.counts]}，{begin}"

    @property
    def set_by_name(self) -> str:
        """Who set it, in words."""
        return SET_BY[self.set_by]

    def over_before(self, as_of: date) -> date:
        """What happened before this day has been kept long enough on `as_of`; what happened on it or later has not."""
        if self.from_year_end:
            return date(max(as_of.year - self.amount, 1), 1, 1)
        if self.counts == "years":
            return add_months(as_of, -12 * self.amount)
        return as_of - timedelta(days=self.amount)


@dataclass(frozen=True, slots=True)
class _Rule:
    effective: date
    terms: Mapping[str, Term]


def terms_on(day: date, *, own: Path | None = None) -> Mapping[str, Term]:
    """The terms in force on a day by their ids, with those that a place has set itself in the file `own`, if it is there."""
    shipped = in_force(_shipped(), day).terms
    return with_own(shipped, own) if own is not None and own.is_file() else shipped


@cache
def _shipped() -> tuple[_Rule, ...]:
    return load_rules(SHIPPED)


def load_rules(path: Path) -> tuple[_Rule, ...]:
    """The versions in a YAML file, the earliest first. Raises Refusal with every fault."""
    with reading_whole(path) as head:
        rules = []
        for node in head.nodes("rules"):
            node.text("version")
            effective = node.day("effective")
            rules.append(_Rule(effective, {term.id: term for term in map(_term, node.nodes("terms"))}))
            node.done()
        if not rules:
            head.fault("rules", "一条也没有", "至少一条")
    return tuple(sorted(rules, key=lambda rule: rule.effective))


def _term(node: Node) -> Term:
    counts = node.choice("counts", COUNTS)
    begins = node.choice("from", ("event", "year_end"))
    if begins == "year_end" and counts == "days":
        node.fault("from", "year_end", "按日计的写 event")
    words = {name: node.text(name) for name in ("id", "name", "since", "what", "why", "stays", "source")}
    term = Term(
        amount=_amount(node, counts),
        counts=counts,
        from_year_end=begins == "year_end",
        set_by=node.choice("set_by", (LAW, OURS)),
        **words,
    )
    node.done()
    return term


def _amount(node: Node, counts: str) -> int:
    amount = node.whole("amount")
    if counts and not 1 <= amount <= MOST[counts]:
        node.fault("amount", str(amount), f"1 至 {MOST[counts]} 的整数")
    return amount


def with_own(shipped: Mapping[str, Term], path: Path) -> dict[str, Term]:
    """The shipped terms with those of a place: a length and its source. A term set by law may be made longer only."""
    with reading_whole(path) as head:
        terms = dict(shipped)
        for node in head.nodes("terms"):
            name = node.text("id")
            if name and name not in shipped:
                node.unknown("id", name, list(shipped), what="期限")
            elif name:
                terms[name] = _own(node, shipped[name])
            node.done()
    return terms


def _own(node: Node, term: Term) -> Term:
    amount, source = _amount(node, term.counts), node.text("source")
    if term.set_by == LAW and amount < term.amount:
        node.fault("amount", str(amount), f"不少于 {term.amount}：{term.source}")
    return replace(term, amount=amount, source=source, set_by=PLACE)
