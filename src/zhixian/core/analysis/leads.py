"""Leads (线索): whom a unit should talk to about marks and patents, each with its reason and the rights behind it.

商标法第四十条, 第四十四条 from 2027-01-01 (renewal within the twelve months before the end, or within six months after it), 专利法实施细则 on yearly fees
(第九十八条 of 2010, 第一百一十五条 from 2024-01-20) and on restoring a right (第六条). Whether a fee was paid the registry does not
hold; what it holds is when one falls due and which patents have lapsed.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from zhixian.core.engine.views import as_dicts, literals, over
from zhixian.core.kernel.periods import add_months
from zhixian.core.kernel.regions import region_range
from zhixian.core.registry.snapshot import Snapshot
from zhixian.core.registry.tables import CLOSING_EVENTS, GI_MARK_KINDS, MARK_KINDS, PATENT_KINDS

SORTS = {
    "patents_no_marks": "有专利没有商标",
    "marks_no_patents": "有商标没有专利",
    "renewals": "商标续展",
    "fees": "专利年费",
    "lapsed": "专利新近终止",
    "no_collective_mark": "合作社、农场没有集体商标",
}
BASES = {
    "renewals": "商标法第四十条（2027-01-01起第四十四条）：期满前十二个月内办理续展，期满后有六个月宽展期",
    "fees": "专利法实施细则（2010年修订）第九十八条、（2023年修订）第一百一十五条：年费在上一年度期满前缴纳，期满后六个月内可以补缴并缴滞纳金",
    "lapsed": "专利法实施细则第六条：自收到通知之日起两个月内可以请求恢复权利",
}
COMPANIES = ("enterprise", "soe")
FARMERS = ("cooperative", "farm")
BEFORE_FEE = timedelta(days=90)
BEFORE_END, GRACE, LATELY = 12, 6, 12
"""Months: before a mark's end, after it, and since a patent lapsed."""
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Held:
    """A right behind a lead."""

    right: str
    number: str
    title: str
    kind: str


@dataclass(frozen=True, slots=True)
class Lead:
    """One thing to talk about. `day` is that by which something is to be done; `urgent` that its proper time is over."""

    sort: str
    party: str
    name: str
    kind: str
    why: str
    rights: tuple[Held, ...] = ()
    day: date | None = None
    urgent: bool = False


def leads(snapshot: Snapshot, *, region: str, as_of: date) -> list[Lead]:
    """Every lead of a region on a day, by sort; those with a day by it, the others by name."""
    parties, rights = _read(snapshot, region, as_of)
    held: dict[str, list[Row]] = defaultdict(list)
    for right in rights:
        if right["in_force"]:
            held[right["holder"]].append(right)
    found = [
        *(lead for party in parties for lead in _of_party(party, held.get(party["party_id"], []))),
        *(lead for right in rights for lead in _of_right(right, as_of)),
    ]
    order = list(SORTS)
    return sorted(
        found, key=lambda lead: (order.index(lead.sort), lead.day or date.max, lead.name, lead.party, lead.why)
    )


def _of_party(party: Row, held: Sequence[Row]) -> Iterator[Lead]:
    patents = [right for right in held if right["kind"] in PATENT_KINDS]
    marks = [right for right in held if right["kind"] in MARK_KINDS]
    about = (party["party_id"], party["name"], party["kind"])
    if party["kind"] in COMPANIES and patents and not marks:
        yield Lead("patents_no_marks", *about, f"有效专利 {len(patents)} 件，没有注册商标", _behind(patents))
    if party["kind"] in COMPANIES and marks and not patents:
        yield Lead("marks_no_patents", *about, f"有效注册商标 {len(marks)} 件，没有专利", _behind(marks))
    if party["kind"] in FARMERS and not any(mark["kind"] in GI_MARK_KINDS for mark in marks):
        also = f"，有普通商标 {len(marks)} 件" if marks else "，普通商标也没有"
        yield Lead("no_collective_mark", *about, f"没有集体商标{also}", _behind(marks))


def _of_right(right: Row, as_of: date) -> Iterator[Lead]:
    about = (right["holder"] or "", right["holder_name"] or "权利人不详", right["holder_kind"] or "")
    if right["kind"] in MARK_KINDS and right["term"] and not right["closed"]:
        yield from _renewal(right, about, as_of)
    if right["kind"] in PATENT_KINDS and right["in_force"] and right["filed"]:
        yield from _fee(right, about, as_of)
    if (
        right["kind"] in PATENT_KINDS
        and not right["in_force"]
        and right["lapsed"]
        and right["lapsed"] > add_months(as_of, -LATELY)
    ):
        yield Lead("lapsed", *about, f"已于 {right['lapsed']} 终止", _behind([right]), right["lapsed"], urgent=True)


def _renewal(right: Row, about: tuple[str, str, str], as_of: date) -> Iterator[Lead]:
    term: date = right["term"]
    last = add_months(term, GRACE)
    if as_of <= term <= add_months(as_of, BEFORE_END):
        yield Lead("renewals", *about, f"{term} 期满，{last} 以前还可以在宽展期办理", _behind([right]), term)
    elif term < as_of <= last:
        yield Lead("renewals", *about, f"已于 {term} 期满，宽展期到 {last}", _behind([right]), last, urgent=True)


def _fee(right: Row, about: tuple[str, str, str], as_of: date) -> Iterator[Lead]:
    filed: date = right["filed"]
    years = as_of.year - filed.year
    due = next(day for year in (years, years + 1) if (day := add_months(filed, 12 * year)) >= as_of)
    if due - as_of > BEFORE_FEE or (right["expires"] and due >= right["expires"]):
        return
    year = (due.year - filed.year) + 1
    yield Lead("fees", *about, f"第 {year} 年度年费在 {due} 以前缴纳（登记数据不含缴费情况）", _behind([right]), due)


def _behind(rights: Sequence[Row]) -> tuple[Held, ...]:
    return tuple(
        Held(right["right_id"], right["number"] or right["right_id"], right["title"] or "", right["kind"])
        for right in rights
    )


def _read(snapshot: Snapshot, region: str, as_of: date) -> tuple[list[Row], list[Row]]:
    """Companies and farmers of the region, and the rights that its parties hold or held last, as known on the day."""
    first, end = region_range(region)
    day = f"DATE '{as_of.isoformat()}'"
    other_ends = literals(event for event in CLOSING_EVENTS if event != "expired")
    with over({table: snapshot.path(table) for table in ("parties", "rights", "events", "spans")}) as con:
        parties = as_dicts(con.execute(_PARTIES.format(kinds=literals((*COMPANIES, *FARMERS))), [first, end]))
        rights = as_dicts(con.execute(_RIGHTS.format(day=day, ends=other_ends), [first, end]))
    return parties, rights


_PARTIES = (
    "SELECT party_id, name, kind FROM parties WHERE kind IN ({kinds}) AND region >= ? AND region < ? ORDER BY party_id"
)
_RIGHTS = """
SELECT r.right_id, r.kind, r.number, r.title, r.filed, r.expires, s.holder, p.name AS holder_name, p.kind AS holder_kind,
    s."end" IS NULL OR {day} < s."end" AS in_force, coalesce(e.renewed, r.expires) AS term, coalesce(e.closed, false) AS closed, e.lapsed
FROM (
    SELECT right_id, arg_max(holder, start) AS holder, arg_max(region, start) AS region,
        nullif(max(coalesce("end", DATE '9999-12-31')), DATE '9999-12-31') AS "end"
    FROM spans WHERE start <= {day} GROUP BY right_id
) AS s
JOIN rights AS r ON r.right_id = s.right_id
LEFT JOIN parties AS p ON p.party_id = s.holder
LEFT JOIN (
    SELECT right_id, max(until) FILTER (WHERE event = 'renewed') AS renewed, bool_or(event IN ({ends})) AS closed,
        max(coalesce(effective, gazetted)) FILTER (WHERE event = 'lapsed') AS lapsed
    FROM events WHERE coalesce(effective, gazetted) <= {day} GROUP BY right_id
) AS e ON e.right_id = r.right_id
WHERE s.region >= ? AND s.region < ?
ORDER BY r.right_id
"""
