"""What the system already knows of a matter's subject, gathered from the registry's snapshot with its source."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import ibis.expr.types as ir

from zhixian.core.analysis.incentives.fact_tables import FactTables
from zhixian.core.catalogue import KNOWN_FACTS, definitions
from zhixian.core.engine import connect, read
from zhixian.core.kernel.money import yuan
from zhixian.core.registry.snapshot import Snapshot
from zhixian.core.rules.definition import Incentive
from zhixian.core.workflow.answers import read_answers
from zhixian.core.workflow.matter import Definition
from zhixian.core.workflow.model import Matter
from zhixian.web.accounts.models import Organisation
from zhixian.web.kit.clock import today
from zhixian.web.kit.plan import the_plan
from zhixian.web.matters.models import Dossier
from zhixian.web.matters.words import FACT_NAMES, said
from zhixian.web.registry.queries import current_snapshot

KEYS = {"loan": "loan_id", "right": "right_id", "project": "project_id"}
BEGINS = {"loan": "drawn", "right": "registered", "project": "completed"}
"""The fact before whose day there is nothing to apply for."""
KINDS = {name: kind for facts in KNOWN_FACTS.values() for name, kind in facts.items()}
TABLES = {"loan": "贷款", "right": "权利", "project": "项目"}


@dataclass(frozen=True, slots=True)
class Subject:
    """Something of the applicant's that a matter may be about."""

    id: str
    name: str
    facts: dict[str, dict[str, Any]]
    """Fact → {value, source}, as a dossier keeps them."""


@dataclass(frozen=True, slots=True)
class Outdated:
    """How the current snapshot differs from the facts that a dossier keeps. `found` is None when it has the subject no longer, or
    not for this applicant and matter."""

    snapshot: str
    found: Subject | None
    changed: Mapping[str, tuple[Any, Any]]
    """Fact → what was kept, what the registry says now."""


def subjects_of(organisation: Organisation, matter: Matter) -> list[Subject]:
    """Every loan, right or project of the organisation in the current snapshot that there is by today; none where there is no
    registry yet.

    Raises RegistryUnreadable.
    """
    if matter.subject is None or not organisation.party:
        return []
    snapshot = current_snapshot()
    if snapshot is None:
        return []
    begins = BEGINS[matter.subject]
    rows = [row for row in _rows(snapshot, matter.subject, organisation.party) if not _after(row[begins], today())]
    rule = definitions().incentives[matter.incentive] if matter.incentive else None
    if rule:
        rows = [row for row in rows if _business(rule, row)]
    source = _source(matter.subject, snapshot)
    return [_subject(matter.subject, row, organisation, source) for row in rows]


def subject_of(organisation: Organisation, matter: Matter, subject: str) -> Subject | None:
    """One of them."""
    return next((found for found in subjects_of(organisation, matter) if found.id == subject), None)


def outdated(dossier: Dossier) -> Outdated | None:
    """What the registry says otherwise than an open dossier; None when nothing, or when there is nothing to compare it with.

    A dossier whose facts come from the current snapshot is not looked up again. Raises RegistryUnreadable.
    """
    matter = dossier.its_matter
    if dossier.outcome or matter.subject is None or not dossier.subject:
        return None
    snapshot = current_snapshot()
    if snapshot is None or any(
        fact.get("source") == _source(matter.subject, snapshot) for fact in dossier.facts.values()
    ):
        return None
    found = subject_of(dossier.organisation, matter, dossier.subject)
    changed = {name: (was, now) for name, was, now in differences(dossier.facts, found.facts)} if found else {}
    return Outdated(snapshot.id, found, changed) if changed or found is None else None


def _source(kind: str, snapshot: Snapshot) -> str:
    return f"登记数据（{TABLES[kind]}表，快照 {snapshot.id}）"


def rule_facts(dossier: Dossier) -> dict[str, Any]:
    """The facts that the money rule asks for: what the system knew, completed by what the applicant was asked."""
    definition: Definition = dossier.definition
    facts = {name: _typed(KINDS.get(name, ""), fact.get("value")) for name, fact in dossier.facts.items()}
    answers, _ = read_answers(definition.matter, dossier.answers, dossier.known, today=today())
    for field in definition.matter.fields:
        if field.feeds and field.id in answers:
            facts[field.feeds] = answers[field.id]
    return facts


def _after(day: date | None, last: date) -> bool:
    return day is not None and day > last


def _business(rule: Incentive, row: Mapping[str, Any]) -> bool:
    """Whether a row is any of the rule's business: somebody with 500 rights is not asked which of them is its GI mark."""
    return all(condition.holds(row, region=the_plan().region) is not False for condition in rule.consider)


def _rows(snapshot: Snapshot, kind: str, party: str) -> list[dict[str, Any]]:
    con = connect("duckdb")
    table = FactTables(con, snapshot).of(kind, KNOWN_FACTS[""]).rows
    own = table.filter(table["party"] == party).order_by(KEYS[kind])
    rows: list[dict[str, Any]] = own.to_pyarrow().to_pylist()
    if kind == "loan":
        _add_pledges(rows, read(con, snapshot.path("pledges")), read(con, snapshot.path("rights")))
        lenders = read(con, snapshot.path("loans")).filter(lambda loan: loan.borrower == party)
        named = {row["loan_id"]: row["lender"] for row in lenders.select("loan_id", "lender").to_pyarrow().to_pylist()}
        for row in rows:
            row["lender_name"] = named.get(row["loan_id"])
    if kind == "right":
        held = read(con, snapshot.path("rights")).filter(lambda right: right.holder == party)
        named = {row["right_id"]: row for row in held.select("right_id", "number", "title").to_pyarrow().to_pylist()}
        for row in rows:
            row.update(named.get(row["right_id"], {}))
    return rows


def _add_pledges(rows: list[dict[str, Any]], pledges: ir.Table, rights: ir.Table) -> None:
    ids = [row["loan_id"] for row in rows]
    named = pledges.filter(pledges.loan_id.isin(ids)).inner_join(rights, "right_id")
    found = named.select("loan_id", "kind", "number", "title").to_pyarrow().to_pylist() if ids else []
    for row in rows:
        own = sorted((one for one in found if one["loan_id"] == row["loan_id"]), key=lambda one: str(one["number"]))
        row["pledged_kinds"] = [one["kind"] for one in own]
        row["pledged_rights"] = [
            f"{said('word', one['kind'])} {one['number'] or ''} {one['title'] or ''}".strip() for one in own
        ]


def _subject(kind: str, row: Mapping[str, Any], organisation: Organisation, source: str) -> Subject:
    account = {"party_name": organisation.name, "credit_code": organisation.credit_code or ""}
    facts = {name: {"value": value, "source": "企业账号（已核实）"} for name, value in account.items()}
    for name in ("party", "party_kind", "party_region", *KNOWN_FACTS[kind]):
        if name not in facts:
            facts[name] = {"value": _plain(row.get(name)), "source": source}
    return Subject(str(row[KEYS[kind]]), _name(kind, row), facts)


def _name(kind: str, row: Mapping[str, Any]) -> str:
    if kind == "loan":
        return f"{row.get('lender_name') or '贷款'} {yuan(row['principal'])} 元（{row['drawn']} 至 {row['due']}）"
    if kind == "right":
        return f"{row.get('title') or row['right_id']}（{row.get('number') or said('word', row['kind'])}）"
    return f"{said('word', row['kind'])}项目 {row['project_id']}"


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def _typed(kind: str, value: Any) -> Any:
    return date.fromisoformat(value) if kind == "day" and value else value


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    """Facts that the registry now tells otherwise: name, what was kept, what it says now."""
    for name in dict.fromkeys((*before, *after)):
        was, now = (facts.get(name, {}).get("value") for facts in (before, after))
        if was != now:
            yield name, was, now


@dataclass(frozen=True, slots=True)
class Changed:
    """A fact that the registry says otherwise: its name, what the dossier keeps, what the registry says."""

    name: str
    was: str
    now: str


def changes_shown(dossier: Dossier, changed: Mapping[str, Sequence[Any]]) -> list[Changed]:
    """Facts that changed, in words, by the names that the matter has for them."""
    names = {**FACT_NAMES, **dict(dossier.its_matter.shown_facts)}
    return [
        Changed(names.get(name, name), *(said(KINDS.get(name, "text"), value) for value in pair))
        for name, pair in changed.items()
    ]
