"""The loans of a lender with the rights pledged for them, as the registry knows them on a day."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from zhixian.core.analysis.finding import known_parties
from zhixian.core.registry.snapshot import Snapshot
from zhixian.core.registry.staging import normalise_name, normalise_names


@dataclass(frozen=True, slots=True)
class Pledge:
    """A right pledged for a loan."""

    right: str
    number: str
    title: str
    registered: date | None
    released: date | None


@dataclass(frozen=True, slots=True)
class Loan:
    """A loan on a day: what happened later is not known yet. `principal_fen` is fen."""

    id: str
    borrower: str
    principal_fen: int | None
    drawn: date | None
    due: date | None
    repaid: date | None
    pledges: tuple[Pledge, ...]

    @property
    def still_pledged(self) -> int:
        """How many rights are pledged still."""
        return sum(pledge.released is None for pledge in self.pledges)


def loans_of(snapshot: Snapshot, lenders: Collection[str], *, as_of: date) -> list[Loan]:
    """Loans drawn by that day by lenders of these names, whatever the width of their brackets; the latest due first."""
    wanted = {normalise_name(lender) for lender in lenders} - {""}
    loans = pq.read_table(snapshot.path("loans"))
    if not wanted or not len(loans):
        return []
    names = normalise_names(pc.fill_null(loans["lender"], "").combine_chunks())
    own = loans.filter(pc.is_in(names, pa.array(sorted(wanted)))).to_pylist()
    own = [loan for loan in own if loan["drawn"] is None or loan["drawn"] <= as_of]
    borrowers = {party.id: party.name for party in known_parties(snapshot)}
    pledged = _pledges(snapshot, {loan["loan_id"] for loan in own}, as_of)
    found = [
        Loan(
            id=loan["loan_id"],
            borrower=borrowers.get(loan["borrower"], loan["borrower"] or ""),
            principal_fen=loan["principal"],
            drawn=loan["drawn"],
            due=loan["due"],
            repaid=_by(loan["repaid"], as_of),
            pledges=tuple(pledged[loan["loan_id"]]),
        )
        for loan in own
    ]
    return sorted(found, key=lambda loan: (loan.due or date.max, loan.id), reverse=True)


def _pledges(snapshot: Snapshot, loans: Collection[str], as_of: date) -> dict[str, list[Pledge]]:
    rows: list[dict[str, Any]] = []
    if loans:
        rows = pq.read_table(snapshot.path("pledges"), filters=[("loan_id", "in", sorted(loans))]).to_pylist()
    rows = [row for row in rows if row["registered"] is None or row["registered"] <= as_of]
    rights = _rights(snapshot, {row["right_id"] for row in rows})
    found: dict[str, list[Pledge]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: (row["loan_id"], row["right_id"])):
        number, title = rights.get(row["right_id"], (row["right_id"], ""))
        found[row["loan_id"]].append(
            Pledge(row["right_id"], number, title, row["registered"], _by(row["released"], as_of))
        )
    return found


def _rights(snapshot: Snapshot, rights: Collection[str]) -> dict[str, tuple[str, str]]:
    if not rights:
        return {}
    columns = ["right_id", "number", "title"]
    table = pq.read_table(snapshot.path("rights"), columns=columns, filters=[("right_id", "in", sorted(rights))])
    return {row["right_id"]: (row["number"] or row["right_id"], row["title"] or "") for row in table.to_pylist()}


def _by(day: date | None, as_of: date) -> date | None:
    return day if day is not None and day <= as_of else None
