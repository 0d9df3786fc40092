"""What one table says of another: rows that point to nothing are refused, what is merely odd is remarked."""

from dataclasses import dataclass

from zhixian.core.engine.views import literal
from zhixian.core.registry.bench import ORD, Bench
from zhixian.core.registry.checks import ORDINARY_GI, TAKEN_ANYWAY
from zhixian.core.registry.merge.findings import find
from zhixian.core.registry.merge.repeats import contributions
from zhixian.core.registry.staging import ROW
from zhixian.core.registry.tables import TABLES


@dataclass(frozen=True, slots=True)
class Link:
    """Rows of `m_<table>` (as m) for which `condition` holds are wrong in `column`, or odd when not `refused`."""

    column: str
    condition: str
    reason: str
    refused: bool = True


def _unknown(column: str, table: str, key: str) -> str:
    return f'm."{column}" IS NOT NULL AND NOT EXISTS (SELECT 1 FROM m_{table} AS t WHERE t."{key}" = m."{column}")'


_PARTY = "不在主体表里"
_RIGHT = "不在权利表里"
_LOAN = "不在贷款表里"
_DAY = "coalesce(m.effective, m.gazetted)"
_BEFORE_FILING = f"EXISTS (SELECT 1 FROM m_rights AS t WHERE t.right_id = m.right_id AND t.filed > {_DAY})"
LINKS: dict[str, list[Link]] = {
    "rights": [
        Link("gi", "m.gi AND m.kind = 'trademark'", ORDINARY_GI, refused=False),
        Link("holder", _unknown("holder", "parties", "party_id"), _PARTY + TAKEN_ANYWAY, refused=False),
    ],
    "events": [
        Link("right_id", _unknown("right_id", "rights", "right_id"), _RIGHT),
        Link("party", "m.event = 'transferred' AND " + _unknown("party", "parties", "party_id"), _PARTY),
        Link("until", f"m.event = 'renewed' AND m.until < {_DAY}", "早于事件日，续展不会让权利提前届满"),
        Link("effective", _BEFORE_FILING, f"事件早于申请日{TAKEN_ANYWAY}", refused=False),
    ],
    "loans": [Link("borrower", _unknown("borrower", "parties", "party_id"), _PARTY)],
    "pledges": [
        Link("loan_id", _unknown("loan_id", "loans", "loan_id"), _LOAN),
        Link("right_id", _unknown("right_id", "rights", "right_id"), _RIGHT),
    ],
    "projects": [Link("party", _unknown("party", "parties", "party_id"), _PARTY)],
    "honours": [
        Link("party", _unknown("party", "parties", "party_id"), _PARTY),
        Link("right", _unknown("right", "rights", "right_id"), _RIGHT),
    ],
}  # fmt: skip


def refuse_pledges_of_refused_loans(bench: Bench) -> None:
    """A row that contradicts another of its loan is refused with its pledges: no interest is worked out from half of it."""
    rows = (
        f"SELECT p.* FROM r_pledges AS p SEMI JOIN (SELECT _src, {ROW} FROM findings WHERE tbl = 'loans' AND refused) AS l "
        f"ON l._src = p._src AND l.{ROW} = p.{ROW} SEMI JOIN m_loans AS m ON m.loan_id = p.loan_id"
    )
    find(
        bench, "pledges", "loan_id", "'这一行与同一笔贷款的另一行矛盾，没有收，它的质押也没有收'", rows, value="loan_id"
    )


def tell_unknown(bench: Bench) -> None:
    """Of rows refused for their own faults, what they point to that nobody knows: told in the same round, not in the next."""
    asked = bench.rows("SELECT DISTINCT target, heading FROM s_pointed ORDER BY ALL")
    for target, heading in asked:
        (key,) = TABLES[target].key
        reason = {"rights": _RIGHT, "parties": _PARTY, "loans": _LOAN}[target]
        rows = (
            f"SELECT p.* FROM r_pointed AS p ANTI JOIN m_{target} AS t ON t.{key} = p.ref "
            f"WHERE p.target = '{target}' AND p.heading = {literal(heading)}"
        )
        find(bench, "pointed", heading, f"'{reason}'", rows, value="value", refused=False)


def check_links(bench: Bench, name: str) -> None:
    """Refuse or remark the rows of `m_<table>` by its links; loans without pledge are seen once the pledges are known."""
    for link in LINKS.get(name, []):
        _apply(bench, name, link)
    if name == "pledges":
        without = "NOT EXISTS (SELECT 1 FROM m_pledges AS t WHERE t.loan_id = m.loan_id)"
        _apply(bench, "loans", Link("loan_id", without, f"没有质押记录，不计入质押融资{TAKEN_ANYWAY}", refused=False))


def _apply(bench: Bench, name: str, link: Link) -> None:
    bench.run(f"CREATE TABLE wrong AS SELECT * FROM m_{name} AS m WHERE {link.condition}")
    if bench.one("SELECT count(*) FROM wrong"):
        value = 'coalesce("effective", "gazetted")' if link.column == "effective" else f'"{link.column}"'
        rows = contributions(name, "wrong")
        if not link.refused:
            rows = f"SELECT * FROM ({rows}) WHERE {ORD} NOT IN (SELECT {ORD} FROM findings WHERE tbl = '{name}' AND refused)"
        find(bench, name, link.column, f"'{link.reason}'", rows, value=value, refused=link.refused)
        if link.refused:
            bench.run(f"DELETE FROM m_{name} WHERE {ORD} IN (SELECT {ORD} FROM wrong)")
    bench.drop("wrong")
