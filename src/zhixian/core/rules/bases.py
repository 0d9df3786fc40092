"""What a share is taken of: each base once for one application and once for columns, side by side."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from zhixian.core.kernel.money import LARGEST_FEN, yuan
from zhixian.core.kernel.periods import counted_span
from zhixian.core.rules.benchmark import pboc_benchmark
from zhixian.core.rules.rates import TENOR_MONTHS, TENOR_NAMES, RateTable, tenor


class Base(ABC):
    """An exact sum: the fact `money` (fen) × the working `factor` ÷ `divisor`."""

    money: str
    divisor: int
    needs: tuple[str, ...]
    """Facts without which nothing can be worked out; `optional` may stay unknown."""
    optional: tuple[str, ...] = ()
    workings: tuple[str, ...]
    """What the two forms find out on the way, by name."""

    @abstractmethod
    def work(self, facts: Mapping[str, Any], year: int, until: date | None = None) -> dict[str, Any] | str:
        """The workings of one application, `factor` among them, or why there is nothing to take a share of.

        With `until` only what belongs to the days of the year before it.
        """

    @abstractmethod
    def columns(self, rows: ir.Table, year: int, until: date | None = None) -> ir.Table:
        """The rows for which there is something, with the workings as columns."""

    def outside(self, facts: Mapping[str, Any], year: int, until: date | None = None) -> str | None:  # noqa: ARG002 -- most have none
        """Why an application has nothing to do with the days that are counted; None when it has."""
        return None

    def within(self, rows: ir.Table, year: int, until: date | None = None) -> ir.Table:  # noqa: ARG002 -- most have all
        """The rows that have something to do with the days that are counted, whether or not they can be worked out."""
        return rows

    def unworkable(self, facts: Mapping[str, Any]) -> str | None:  # noqa: ARG002 -- most have none
        """Why an application that belongs to the year cannot be worked out although its facts do; None when it can."""
        return None

    def workable(self, rows: ir.Table) -> ir.BooleanValue:  # noqa: ARG002 -- most have all
        """Whether each row can be worked out, as far as its facts do."""
        return ibis.literal(True)

    def steps(self, facts: Mapping[str, Any]) -> list[tuple[str, str, str]]:  # noqa: ARG002 -- most have none
        """The workings for a trace: what, value in words, source."""
        return []

    @abstractmethod
    def words(self, facts: Mapping[str, Any]) -> dict[str, str]:
        """The workings as words for the sentences of a definition."""

    @property
    @abstractmethod
    def word_names(self) -> frozenset[str]:
        """Names that `words` gives, known before there is a row."""

    def missing(self, facts: Mapping[str, Any]) -> str | None:
        """Why the facts do not do: one is unknown, or the sum is no possible sum of money."""
        unknown = [name for name in self.needs if facts.get(name) is None]
        if unknown:
            return "没有填写" + "、".join(FACT_NAMES[name] for name in unknown)
        if not 0 < facts[self.money] <= LARGEST_FEN:
            return f"{FACT_NAMES[self.money]}{yuan(facts[self.money])}元，应大于零且不超过{yuan(LARGEST_FEN)}元"
        return None


FACT_NAMES = {
    "principal": "本金",
    "drawn": "放款日",
    "due": "到期日",
    "repaid": "还清日",
    "cost": "费用",
    "completed": "完成日",
    "registered": "核准注册日",
    "party": "受益主体",
    "party_name": "受益主体名称",
    "credit_code": "统一社会信用代码",
    "party_kind": "主体类型",
    "party_region": "主体所在地",
    "loan_id": "贷款编号",
    "lender_name": "贷款银行",
    "right_id": "权利编号",
    "project_id": "项目编号",
    "kind": "类型",
    "gi": "是否地理标志",
    "region": "申请时所在地",
    "number": "号码",
    "title": "名称",
    "pledged_kinds": "质押权利的类型",
    "pledged_rights": "质押的权利",
}
"""What a fact is called in a sentence."""


@dataclass(frozen=True)
class InterestAtBenchmark(Base):
    """Interest of a calendar year at the benchmark rate in force on the day drawn, actual days ÷ 360.

    Days run from the later of drawn and 1 January to the earliest of repaid, due and the next 1 January, end excluded; where
    the year is counted to a day, no further than to that day.
    """

    rates: RateTable
    money = "principal"
    divisor = 10_000 * 360
    """Rates are in hundredths of a percent."""
    needs = ("principal", "drawn", "due")
    optional = ("repaid",)
    workings = ("factor", "rate", "days")

    def work(self, facts: Mapping[str, Any], year: int, until: date | None = None) -> dict[str, Any] | str:
        """Rate, days and their product."""
        version = self.rates.in_force(facts["drawn"])
        nothing = self.outside(facts, year, until) or self.unworkable(facts)
        if nothing or version is None:
            return nothing or ""
        first, end = _outstanding(facts, year, until)
        days = (end - first).days
        rate = version.hundredths[tenor(facts["drawn"], facts["due"])]
        return {"rate": rate, "days": days, "factor": rate * days}

    def outside(self, facts: Mapping[str, Any], year: int, until: date | None = None) -> str | None:
        """That the loan was outstanding on none of the days."""
        first, end = _outstanding(facts, year, until)
        if first < end:
            return None
        within = f"{year} 年内" if until is None else f"{year} 年 {until} 以前"
        return f"{within}没有计息的天数（放款 {facts['drawn']}，到期 {facts['due']}，还清 {facts.get('repaid') or '未还清'}）"

    def unworkable(self, facts: Mapping[str, Any]) -> str | None:
        """That no rate was published for the day drawn."""
        if self.rates.in_force(facts["drawn"]):
            return None
        return f"放款日 {facts['drawn']} 没有公布的利率：{self.rates.name}自 {self.rates.versions[0].effective} 起才有"

    def workable(self, rows: ir.Table) -> ir.BooleanValue:
        """Whether a rate was published for the day drawn."""
        return rows.drawn >= ibis.literal(self.rates.versions[0].effective)

    def within(self, rows: ir.Table, year: int, until: date | None = None) -> ir.Table:
        """Loans outstanding on at least one of the days."""
        opening, closing = counted_span(year, until)
        return rows.filter(
            rows.drawn < closing,
            rows.due > opening,
            rows.repaid.isnull() | (rows.repaid > opening),
            rows.drawn < rows.due,
            rows.repaid.isnull() | (rows.drawn < rows.repaid),
        )

    def columns(self, rows: ir.Table, year: int, until: date | None = None) -> ir.Table:
        """Rate, days and their product, for loans within the days that have a rate."""
        opening, closing = counted_span(year, until)
        rows = self.within(rows, year, until)
        paid = ibis.coalesce(rows.repaid, rows.due)
        first = ibis.ifelse(rows.drawn < opening, ibis.literal(opening), rows.drawn)
        end = ibis.least(paid, rows.due, ibis.literal(closing))
        rates = ibis.memtable(_by_day(self.rates, closing))
        rows = rows.mutate(
            begun_months=_begun_months(rows.drawn, rows.due), days=end.delta(first, unit="day").cast("int64")
        )
        rows = rows.inner_join(rates, rows.drawn == rates.day)
        *bounded, longest = [rows[name] for name in _RATE_COLUMNS]
        by_tenor = zip(TENOR_MONTHS, bounded, strict=True)
        rate = ibis.cases(*[(rows.begun_months <= months, column) for months, column in by_tenor], else_=longest)
        rows = rows.mutate(rate=rate).drop("day", "begun_months", *_RATE_COLUMNS)
        return rows.mutate(factor=rows.rate * rows.days)

    @property
    def word_names(self) -> frozenset[str]:
        """What a sentence about interest may name."""
        return frozenset(
            (
                *("drawn", "due", "repaid", "first", "end", "until"),
                *("days", "rate", "rate_name", "rate_since", "tenor", "principal"),
            )
        )

    def steps(self, facts: Mapping[str, Any]) -> list[tuple[str, str, str]]:
        """Tenor, rate with its version, and days."""
        said = self.words(facts)
        return [
            ("期限", said["tenor"], f"{said['drawn']} 至 {said['due']}"),
            ("基准利率", said["rate"], f"{said['rate_name']}，{said['rate_since']} 起施行"),
            ("计息天数", said["days"], f"{said['first']} 至{said['until']}，止日不计"),
        ]

    def words(self, facts: Mapping[str, Any]) -> dict[str, str]:
        """Days, rate and since when that rate."""
        first, end = _outstanding(facts, facts["year"], facts.get("counted_to"))
        version = self.rates.in_force(facts["drawn"])
        return {
            "drawn": str(facts["drawn"]),
            "due": str(facts["due"]),
            "repaid": str(facts.get("repaid") or "未还清"),
            "first": str(first),
            "end": str(end),
            "until": _until(facts, end),
            "days": str(facts["days"]),
            "rate": f"{facts['rate'] / 100:.2f}%",
            "rate_name": self.rates.name,
            "rate_since": str(version.effective) if version else "",
            "tenor": TENOR_NAMES[tenor(facts["drawn"], facts["due"])],
            "principal": yuan(facts["principal"]),
        }


_RATE_COLUMNS = tuple(f"rate_{number}" for number in range(len(TENOR_NAMES)))


@lru_cache(maxsize=8)
def _by_day(rates: RateTable, end: date) -> pa.Table:
    """The rates of every day before `end`: an equality join on the day is quicker than a search by range on any engine."""
    starts = [version.effective for version in rates.versions if version.effective < end]
    lengths = [(stop - start).days for start, stop in pairwise([*starts, end])]
    first = (starts[0] - date(1970, 1, 1)).days
    columns = {"day": pa.array(range(first, first + sum(lengths)), pa.int32()).cast(pa.date32())}
    for number, name in enumerate(_RATE_COLUMNS):
        by_version = zip(rates.versions, lengths, strict=False)
        columns[name] = pa.array([rate for v, days in by_version for rate in [v.hundredths[number]] * days], pa.int64())
    return pa.table(columns)


def _begun_months(drawn: ir.DateColumn, due: ir.DateColumn) -> ir.IntegerColumn:
    """Months from drawn to due, a begun one counted: due ≤ drawn + n calendar months exactly when this is ≤ n."""
    months = (due.year() - drawn.year()) * 12 + due.month() - drawn.month()
    return months + ibis.ifelse(due.day() > drawn.day(), 1, 0)


def _outstanding(facts: Mapping[str, Any], year: int, until: date | None) -> tuple[date, date]:
    opening, closing = counted_span(year, until)
    return max(facts["drawn"], opening), min(facts.get("repaid") or facts["due"], facts["due"], closing)


def _until(facts: Mapping[str, Any], end: date) -> str:
    """The end of the interest, and why it ends there when the days that are counted do not."""
    counted = end == facts.get("counted_to") and end not in (facts["due"], facts.get("repaid"))
    if (end.month, end.day) == (1, 1) or counted:
        return f" {end}"
    return f"到期日 {end}" if end == facts["due"] else f"还清日 {end}"


@dataclass(frozen=True)
class Cost(Base):
    """What a project cost."""

    money = "cost"
    divisor = 1
    needs = ("cost", "completed")
    workings = ()

    def work(self, facts: Mapping[str, Any], year: int, until: date | None = None) -> dict[str, Any] | str:  # noqa: ARG002 -- the base's signature
        """Nothing to work out."""
        return {}

    def columns(self, rows: ir.Table, year: int, until: date | None = None) -> ir.Table:  # noqa: ARG002 -- the base's signature
        """All rows."""
        return rows

    @property
    def word_names(self) -> frozenset[str]:
        """What a sentence about a cost may name."""
        return frozenset(("cost", "completed"))

    def words(self, facts: Mapping[str, Any]) -> dict[str, str]:
        """The cost and the day of completion."""
        return {"cost": yuan(facts["cost"]), "completed": str(facts["completed"])}


def bases() -> dict[str, Base]:
    """The named bases a definition may use."""
    return {"interest_at_benchmark": InterestAtBenchmark(pboc_benchmark()), "cost": Cost()}
