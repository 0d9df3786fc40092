"""The registry as rows of facts: one table per kind of row that a definition may look at."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import ibis
import ibis.expr.types as ir

from zhixian.core.engine import read
from zhixian.core.registry.snapshot import Snapshot
from zhixian.core.registry.tables import PATENT_KINDS
from zhixian.core.rules.conditions import Many


@dataclass(frozen=True, slots=True)
class FactTable:
    """One row per subject, and the facts that have many values per row."""

    rows: ir.Table
    many: dict[str, Many] = field(default_factory=dict)

    def facts(self) -> dict[str, Any]:
        """Every fact by name, as conditions ask for it."""
        return {**{name: self.rows[name] for name in self.rows.columns}, **self.many}


class FactTables:
    """Builds fact tables from a snapshot on an engine."""

    def __init__(self, con: ibis.BaseBackend, snapshot: Snapshot) -> None:
        self._con = con
        self._snapshot = snapshot
        self._build: dict[str, Callable[[], FactTable]] = {
            "loan": self._loans,
            "right": self._rights,
            "project": self._projects,
            "rights": self._rights,
            "projects": self._projects,
            "honours": self._honours,
            "parties": self._parties,
            "transfers": self._transfers,
            "uses": self._uses,
        }

    def of(self, kind: str, facts: Iterable[str]) -> FactTable:
        """The fact table of a kind. Facts of the party are looked up only when one is asked for."""
        table = self._build[kind]()
        asked = {"party_kind", "party_region"} & set(facts)
        if not asked or asked <= set(table.rows.columns):
            return table
        parties = self._read("parties").select("party_id", party_kind="kind", party_region="region")
        joined = table.rows.left_join(parties, table.rows.party == parties.party_id).drop("party_id")
        return FactTable(
            joined, {name: Many(joined[many.key], many.rows, many.key) for name, many in table.many.items()}
        )

    def _read(self, table: str) -> ir.Table:
        return read(self._con, self._snapshot.path(table))

    def _loans(self) -> FactTable:
        loans = self._read("loans").select("loan_id", "principal", "drawn", "due", "repaid", party="borrower")
        kinds = self._read("rights").select("right_id", value="kind")
        pledged = (
            self._read("pledges").select("loan_id", "right_id").inner_join(kinds, "right_id").select("loan_id", "value")
        )
        return FactTable(loans, {"pledged_kinds": Many(loans.loan_id, pledged, "loan_id")})

    def _rights(self) -> FactTable:
        """Two days that seldom differ: `granted`, on which the right began (as spans and indicators have it: the earliest

        `granted` event, else rights.registered), and `registered`, what the register says (else that event).
        """
        rights, events = self._read("rights"), self._read("events")
        granted = (
            events.filter(events.event == "granted")
            .group_by("right_id")
            .aggregate(granted=ibis.coalesce(events.effective, events.gazetted).min())
        )
        joined = rights.left_join(granted, "right_id")
        return FactTable(
            joined.select(
                "right_id",
                "kind",
                "gi",
                "region",
                party="holder",
                registered=joined.registered.coalesce(joined.granted),
                granted=joined.granted.coalesce(joined.registered),
            )
        )

    def _projects(self) -> FactTable:
        return FactTable(self._read("projects").select("project_id", "kind", "party", "cost", "completed"))

    def _honours(self) -> FactTable:
        """An honour of a right is its holder's."""
        honours = self._read("honours").select("party", "right", "honour", "awarded")
        holders = self._read("rights").select(right="right_id", holder="holder")
        joined = honours.left_join(holders, "right")
        held = joined.select("honour", "awarded", party=joined.party.coalesce(joined.holder))
        return FactTable(held.filter(held.party.notnull()))

    def _parties(self) -> FactTable:
        return FactTable(
            self._read("parties").select(
                "industry", "founded", party="party_id", party_kind="kind", party_region="region"
            )
        )

    def _transfers(self) -> FactTable:
        """Where one span of a right ends and another holder's begins on the same day: the right was in force."""
        spans = self._read("spans")
        before = spans.select("right_id", effective="end", seller="holder", region_before="region")
        after = spans.select("right_id", "kind", "region", effective="start", party="holder", party_kind="holder_kind")
        joined = after.inner_join(before, ["right_id", "effective"])
        return FactTable(joined.filter(joined.seller != joined.party))

    def _uses(self) -> FactTable:
        """Projects, and licences of patents for both sides."""
        projects = self._read("projects")
        events, rights = self._read("events"), self._read("rights").filter(lambda right: right.kind.isin(PATENT_KINDS))
        licences = events.filter(events.event == "licensed").select(
            "right_id", licensee="party", effective=ibis.coalesce(events.effective, events.gazetted)
        )
        licences = licences.inner_join(rights.select("right_id", "kind", "holder"), "right_id")
        return FactTable(
            projects.select("kind", "party", effective="completed")
            .union(licences.select("kind", "effective", party="licensee").select("kind", "party", "effective"))
            .union(licences.select("kind", "effective", party="holder").select("kind", "party", "effective"))
        )
