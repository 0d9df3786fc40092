"""The law of the super-deduction (加计扣除) as dated data: rates by year and kind, limits, which IP costs count."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path

from zhixian.core.kernel.refusal import Refusal
from zhixian.core.kernel.yaml_file import Node, reading_whole

NO_END = 9999
COUNTS = {
    "limited": "计入“其他相关费用”，与其他各项合计受限额",
    "full": "计入，不受限额",
    "unknown": "文件没有列名，这里不计；请问主管税务机关",
}


@dataclass(frozen=True, slots=True)
class Rate:
    """How much of a cost is deducted on top, for the years `first` to `last`, both included."""

    kind: str
    first: int
    last: int
    share: Fraction
    last_quarter: Fraction | None
    """Another share for October to December of the year."""
    source: str

    @property
    def highest(self) -> Fraction:
        """The larger share where two hold within the years."""
        return max(self.share, self.last_quarter or self.share)

    @property
    def years(self) -> str:
        """2018 至 2020, 2022, 2023 起."""
        if self.last == NO_END:
            return f"{self.first} 起"
        return f"{self.first}" if self.first == self.last else f"{self.first} 至 {self.last}"

    @property
    def words(self) -> str:
        """100%, or 75%，第四季度 100%."""
        return percent(self.share) + (f"，第四季度 {percent(self.last_quarter)}" if self.last_quarter else "")


@dataclass(frozen=True, slots=True)
class Limit:
    """Over what the limit of other costs is taken in some years: each `project`, or `all` of them together."""

    first: int
    last: int
    over: str
    source: str


@dataclass(frozen=True, slots=True)
class Law:
    """Everything that the calculation takes from the data."""

    name: str
    first: int
    earlier: str
    """Why no earlier year is computed."""
    reviewed: int
    """The last year for which somebody looked for newer rules."""
    note: str
    kinds: dict[str, str]
    rates: tuple[Rate, ...]
    other_share: Fraction
    other_source: str
    limits: tuple[Limit, ...]
    entrusted_share: Fraction
    home_source: str
    abroad_first: int
    abroad_source: str
    excluded: tuple[str, ...]
    excluded_source: str
    ip_costs: tuple[tuple[str, str, str], ...]
    """Cost, how it counts (a key of COUNTS), source."""

    def rate(self, kind: str, year: int) -> Rate:
        """The highest rate that a kind of enterprise has in a year. Refuses years without one and unknown kinds."""
        if kind not in self.kinds:
            raise Refusal(f"“{kind}”", where="企业类型", expected="、".join(self.kinds))
        if year < self.first:
            raise Refusal(f"{year} 年度", where="年度", expected=f"{self.first} 年度及以后；{self.earlier}")
        held = [rate for rate in self.rates if rate.kind in ("any", kind) and rate.first <= year <= rate.last]
        if not held:
            raise Refusal(f"{year} 年度没有记入比例", where="年度", expected="先在数据里补上文件和比例")
        return max(held, key=lambda rate: (rate.share, rate.kind != "any"))

    def limit(self, year: int) -> Limit:
        """How the limit of other costs is taken in a year."""
        return next(limit for limit in self.limits if limit.first <= year <= limit.last)


def percent(share: Fraction) -> str:
    """A share that is a whole number of percent, as every law writes it: `75%`."""
    return f"{share * 100}%"


@cache
def deduction_law() -> Law:
    """The law that ships."""
    return load_law(Path(__file__).parent / "data" / "super_deduction.yaml")


def load_law(path: Path) -> Law:
    """The law from YAML. Raises Refusal with every fault."""
    with reading_whole(path) as head:
        other, entrusted, excluded = (_part(head, name) for name in ("other_costs", "entrusted", "excluded"))
        home, abroad = _part(entrusted, "home"), _part(entrusted, "abroad")
        kinds = {node.text("id"): node.text("name") for node in head.nodes("kinds")}
        first = head.whole("first")
        law = Law(
            name=head.text("name"), first=first, earlier=head.text("earlier"), reviewed=head.whole("reviewed"),
            note=head.text("note"), kinds=kinds, rates=tuple(_rate(node, kinds) for node in head.nodes("rates")),
            other_share=_share(other, "percent"), other_source=other.text("source"),
            limits=tuple(_limit(node) for node in other.nodes("limits")), entrusted_share=_share(entrusted, "percent"),
            home_source=home.text("source"), abroad_first=abroad.whole("from"), abroad_source=abroad.text("source"),
            excluded=excluded.texts("industries"), excluded_source=excluded.text("source"),
            ip_costs=tuple((n.text("cost"), n.choice("counts", COUNTS), n.text("source")) for n in head.nodes("ip_costs")),
        )  # fmt: skip
        if home.whole("from") != first:
            home.fault("from", f"{home.whole('from')}", f"与 first 相同（{first}）")
        _covered(head, "rates", [rate for rate in law.rates if rate.kind == "any"], first)
        _covered(other, "limits", law.limits, first)
        for node in (other, entrusted, home, abroad, excluded):
            node.done()
    return law


def _part(node: Node, name: str) -> Node:
    return node.part(name, needed=True) or Node(node.file, node.key(name), {}, node.faults)


def _rate(node: Node, kinds: dict[str, str]) -> Rate:
    quarter = _share(node, "last_quarter") if "last_quarter" in node.content else None
    first, last = _years(node)
    return Rate(node.choice("kind", kinds), first, last, _share(node, "percent"), quarter, node.text("source"))


def _limit(node: Node) -> Limit:
    first, last = _years(node)
    return Limit(first, last, node.choice("over", ("project", "all")), node.text("source"))


def _years(node: Node) -> tuple[int, int]:
    first, last = node.whole("from"), node.whole("until", default=NO_END)
    if last < first:
        node.fault("until", f"{last}", f"不早于 {first}")
    return first, last


def _share(node: Node, name: str) -> Fraction:
    return Fraction(node.number(name)) / 100


def _covered(node: Node, name: str, spans: Sequence[Rate] | Sequence[Limit], first: int) -> None:
    """Every year from the first on has exactly one."""
    expected = first
    for begin, end in sorted((span.first, span.last) for span in spans):
        if begin != expected:
            node.fault(name, f"{begin} 年起", f"{expected} 年起，一年不缺、不重")
        expected = end + 1
    if expected != NO_END + 1:
        node.fault(name, f"只到 {expected - 1} 年", "最后一行不写 until")
