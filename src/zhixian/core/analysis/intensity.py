"""Patent intensity: inventions and patents per enterprise by industry (行业大类), and where a place has more than its share.

国家统计局《知识产权（专利）密集型产业统计分类（2019）》 divides the inventions authorised in five years by ten thousand employees. The registry
holds neither employees nor output: what is divided here is divided by enterprises, and says so.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import pyarrow.parquet as pq

from zhixian.core.analysis.indicators.measures import Granted, InForce
from zhixian.core.analysis.values import Totals, totals_by_holder
from zhixian.core.engine import connect
from zhixian.core.kernel.regions import within
from zhixian.core.registry.snapshot import Snapshot
from zhixian.core.registry.tables import PATENT_KINDS

COMPANIES = ("enterprise", "soe")
YEARS = 5
LEAST_HOLDERS, LEAST_INVENTIONS, LEAST_ELSEWHERE = 3, 5, 3
"""What a cluster needs: enterprises with inventions and inventions in force here, and enterprises elsewhere to compare with."""
INVENTIONS, PATENTS, GRANTED = InForce(("invention",)), InForce(PATENT_KINDS), Granted(("invention",), years=YEARS)
LACKING = {
    "发明专利密集度（五年授权量 ÷ 万名从业人员）": "登记数据没有从业人员数，需要统计部门的分行业数据；没有就不算，也不当作 0",
    "每亿元产值的发明专利": "登记数据没有产值和增加值，需要统计部门的分行业数据；没有就不算，也不当作 0",
}
"""What would be asked as well, and why it cannot be computed."""
_DIVISION = re.compile(r"[A-T]?([0-9]{2})[0-9]{0,2}")


@dataclass(frozen=True, slots=True)
class Enterprise:
    """An enterprise with what it holds on the day, and the inventions that were granted to it in five years."""

    party: str
    name: str
    inventions: int
    patents: int
    granted: int


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """The same industry in the rest of the registry."""

    enterprises: int = 0
    inventions: int = 0


@dataclass(frozen=True, slots=True)
class Industry:
    """An industry of the place; `code` is two digits of GB/T 4754, empty for enterprises of which none is known."""

    code: str
    enterprises: tuple[Enterprise, ...]
    """All of them, those with most inventions first."""
    elsewhere: Elsewhere

    @property
    def inventions(self) -> int:
        """In force on the day."""
        return sum(one.inventions for one in self.enterprises)

    @property
    def patents(self) -> int:
        """In force on the day, of all three kinds."""
        return sum(one.patents for one in self.enterprises)

    @property
    def granted(self) -> int:
        """Inventions that were granted to them in five years up to the day."""
        return sum(one.granted for one in self.enterprises)

    @property
    def holders(self) -> tuple[Enterprise, ...]:
        """Enterprises with inventions in force."""
        return tuple(one for one in self.enterprises if one.inventions)

    @property
    def behind(self) -> tuple[Enterprise, ...]:
        """Enterprises with anything that counts."""
        return tuple(one for one in self.enterprises if one.patents or one.granted)

    def per_enterprise(self, number: int) -> Fraction:
        """Something of the industry for each of its enterprises, those without any as well."""
        return Fraction(number, len(self.enterprises))

    @property
    def share_of_enterprises(self) -> Fraction:
        """The place's enterprises among all of the industry in the registry."""
        return Fraction(len(self.enterprises), len(self.enterprises) + self.elsewhere.enterprises)

    @property
    def share_of_inventions(self) -> Fraction | None:
        """The place's inventions among all of the industry in the registry; None where there are none."""
        whole = self.inventions + self.elsewhere.inventions
        return Fraction(self.inventions, whole) if whole else None

    @property
    def quotient(self) -> Fraction | None:
        """区位商: share of inventions over share of enterprises; None where there is nothing to compare with."""
        share = self.share_of_inventions
        if not self.code or share is None or not self.elsewhere.enterprises:
            return None
        return share / self.share_of_enterprises

    @property
    def why_no_cluster(self) -> str:
        """What keeps the industry from being a cluster (集群); empty for one that is."""
        if not self.code:
            return "登记数据没有写行业"
        if len(self.holders) < LEAST_HOLDERS:
            return f"有发明专利的企业 {len(self.holders)} 家，不到 {LEAST_HOLDERS} 家"
        if self.inventions < LEAST_INVENTIONS:
            return f"有效发明专利 {self.inventions} 件，不到 {LEAST_INVENTIONS} 件"
        if self.elsewhere.enterprises < LEAST_ELSEWHERE:
            return f"登记数据里外地同行业企业 {self.elsewhere.enterprises} 家，不到 {LEAST_ELSEWHERE} 家，没法比"
        return "" if (self.quotient or 0) > 1 else "发明专利所占的份额不高于企业所占的份额"


@dataclass(frozen=True, slots=True)
class Intensity:
    """The industries of a place, those with most inventions per enterprise first, the one that is not known last."""

    as_of: date
    snapshot: str
    industries: tuple[Industry, ...]

    @property
    def clusters(self) -> tuple[Industry, ...]:
        """Those in which the place has more than its share, the highest quotient first."""
        found = [one for one in self.industries if not one.why_no_cluster]
        return tuple(sorted(found, key=lambda one: (-(one.quotient or 0), one.code)))

    @property
    def enterprises(self) -> int:
        """How many the place has on the day, in all industries."""
        return sum(len(one.enterprises) for one in self.industries)

    @property
    def without_industry(self) -> int:
        """How many of them say no industry."""
        return sum(len(one.enterprises) for one in self.industries if not one.code)


def intensity(snapshot: Snapshot, *, region: str, as_of: date) -> Intensity:
    """The intensity of every industry in which a place has enterprises on a day.

    Enterprises are those of the registry that were founded by then or whose founding is not known, where they are now.
    """
    totals = totals_by_holder(connect(), snapshot, (INVENTIONS, PATENTS, GRANTED), as_of)
    here: dict[str, list[Enterprise]] = defaultdict(list)
    others: dict[str, list[Enterprise]] = defaultdict(list)
    for party in _companies(snapshot, as_of):
        place = here if within(party["region"] or "", region) else others
        place[division(party["industry"])].append(_enterprise(party, totals))
    industries = [_industry(code, own, others.get(code, ())) for code, own in here.items()]
    industries.sort(key=lambda one: (not one.code, -one.per_enterprise(one.inventions), -one.inventions, one.code))
    return Intensity(as_of, snapshot.id, tuple(industries))


def division(industry: str | None) -> str:
    """The two digits of the 大类 in a code of GB/T 4754 (C3985, 3985, C39); empty for a letter alone and for what is none."""
    found = _DIVISION.fullmatch((industry or "").strip().upper())
    return found[1] if found else ""


def _companies(snapshot: Snapshot, as_of: date) -> Iterable[dict[str, str | None]]:
    columns = ["party_id", "name", "kind", "region", "industry", "founded"]
    for party in pq.read_table(snapshot.path("parties"), columns=columns).to_pylist():
        if party["kind"] in COMPANIES and (party["founded"] is None or party["founded"] <= as_of):
            yield party


def _enterprise(party: dict[str, str | None], totals: Totals) -> Enterprise:
    id_ = party["party_id"] or ""
    held = (totals.get(measure, {}).get(id_, 0) for measure in (INVENTIONS, PATENTS, GRANTED))
    return Enterprise(id_, party["name"] or id_, *held)


def _industry(code: str, own: Sequence[Enterprise], others: Sequence[Enterprise]) -> Industry:
    ordered = sorted(own, key=lambda one: (-one.inventions, -one.patents, -one.granted, one.name, one.party))
    return Industry(code, tuple(ordered), Elsewhere(len(others), sum(one.inventions for one in others)))
