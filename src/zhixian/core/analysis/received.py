"""Which sorts of data a snapshot has ever received: what would be counted from the others is not known, and that is not 0."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pyarrow.parquet as pq

from zhixian.core.analysis.indicators.measures import (
    Filed,
    Granted,
    Happened,
    HighValue,
    Holders,
    InForce,
    Moved,
    Pledged,
    PledgeLoans,
)
from zhixian.core.analysis.indicators.model import Indicator, Measure
from zhixian.core.engine import connect, read
from zhixian.core.registry.sheets.templates import template
from zhixian.core.registry.snapshot import Snapshot
from zhixian.core.registry.tables import MARK_KINDS, PATENT_KINDS
from zhixian.core.rules.conditions import Condition

_FORM = "template_"
"""How the manifest calls a source that was read as one of our forms."""


@dataclass(frozen=True, slots=True)
class Sort:
    """A sort of data: what people call it, and which file brings it.

    `form` is the kind of our template for it; once that was imported, be it without rows, there is none where none is found.
    """

    id: str
    name: str
    file: str = ""
    form: str = ""

    @property
    def brings(self) -> str:
        """The file that brings it, in words."""
        return self.file or f"模板“{template(self.form).zh}”"


SORTS = {
    sort.id: sort
    for sort in (
        Sort("patents", "专利", "检索系统导出的专利文件"),
        Sort("marks", "商标", form="marks"),
        Sort("gi_products", "地理标志产品", form="marks"),
        Sort("works", "作品登记", form="works"),
        Sort("software", "软件著作权", form="software"),
        Sort("plant_varieties", "植物新品种权", form="plant_varieties"),
        Sort("layout_designs", "集成电路布图设计", "列有布图设计的标准表 rights.csv"),
        Sort("licences", "许可备案", "带法律事件的专利、商标文件"),
        Sort("loans", "质押贷款", form="loans"),
        Sort("projects", "项目", form="projects"),
        Sort("honours", "荣誉", form="honours"),
    )
}
_BY_KIND = {
    **dict.fromkeys(PATENT_KINDS, "patents"),
    **dict.fromkeys(MARK_KINDS, "marks"),
    "gi_product": "gi_products",
    "copyright_work": "works",
    "software": "software",
    "plant_variety": "plant_varieties",
    "layout_design": "layout_designs",
}
_BY_ROWS = {"loan": "loans", "project": "projects", "projects": "projects", "honours": "honours"}


def sorts_received(snapshot: Snapshot) -> frozenset[str]:
    """Ids of the sorts of which the snapshot has a row, of whatever place and day, or an imported form."""
    con = connect(threads=1)
    events, rights = read(con, snapshot.path("events")), read(con, snapshot.path("rights"))
    kinds = rights.select("kind").distinct().to_pyarrow().column("kind").to_pylist()
    found = {_BY_KIND[kind] for kind in kinds if kind in _BY_KIND}
    found |= {name for name in ("loans", "projects", "honours") if _rows(snapshot, name)}
    if _rows(snapshot, "pledges"):
        found.add("loans")
    if events.filter(events.event == "licensed").limit(1).to_pyarrow().num_rows:
        found.add("licences")
    forms = {source["read_as"].removeprefix(_FORM) for source in snapshot.manifest.get("of_sources", ())}
    return frozenset(found | {sort.id for sort in SORTS.values() if sort.form and sort.form in forms})


def _rows(snapshot: Snapshot, table: str) -> int:
    return int(pq.read_metadata(snapshot.path(table)).num_rows)


def lacking(needed: Iterable[str], received: frozenset[str]) -> tuple[Sort, ...]:
    """The sorts that something is counted from, where none of them was ever received; else none."""
    asked = sorted(set(needed))
    return () if received.intersection(asked) else tuple(SORTS[sort] for sort in asked)


def words_of(lacks: Sequence[Sort]) -> str:
    """What was never received, as a sentence without its stop."""
    return f"登记数据里从没有导入过{'、'.join(sort.name for sort in lacks)}，有多少、是不是 0 都不知道"


def sorts_of_indicator(indicator: Indicator) -> frozenset[str]:
    """What an indicator counts, without the residents that it may divide by."""
    return _sorts_of_measure(indicator.numerator)


def _sorts_of_measure(measure: Measure) -> frozenset[str]:
    match measure:
        case Pledged() | PledgeLoans():
            return frozenset({"loans"})
        case Happened():
            return frozenset({"licences"})
        case HighValue():
            return frozenset({"patents"})
        case InForce() | Holders() | Filed() | Granted() | Moved():
            return frozenset(_BY_KIND[kind] for kind in measure.kinds)
        case _:
            return frozenset()


def sorts_of_rows(rows: str, conditions: Sequence[Condition]) -> frozenset[str]:
    """What rows of facts with these conditions are made of; nothing where parties themselves are looked at."""
    if rows in _BY_ROWS:
        return frozenset({_BY_ROWS[rows]})
    kinds = {word for condition in conditions if condition.fact == "kind" for word in condition.words}
    if rows == "uses":
        return frozenset({"projects", "licences"})
    return frozenset(_BY_KIND[kind] for kind in kinds if kind in _BY_KIND)
