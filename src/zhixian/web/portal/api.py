"""The plan for programs, and what a party is entitled to as far as the token's holder may see it."""

from datetime import date
from typing import Annotated, Any

from django.http import Http404, HttpRequest
from ninja import Path, Router, Schema
from pydantic import Field

from zhixian.core.analysis.finding import party_of
from zhixian.web.accounts.api import needs
from zhixian.web.kit import record
from zhixian.web.kit.api.pages import Name, Page, whole
from zhixian.web.kit.clock import today
from zhixian.web.kit.plan import the_plan, unit_name
from zhixian.web.portal.entitlement import (
    RuleShown,
    Shown,
    may_look_at,
    sees_all,
    shown_to,
    years_to_choose,
)
from zhixian.web.portal.queries import ClauseLine, clause_lines, plan_as_data
from zhixian.web.registry.queries import current_snapshot

router = Router(tags=["方案"])
entitlements = Router(tags=["应享"])


class ClauseTold(Schema):
    """A clause of the plan with its state today."""

    id: str
    name: str
    section: str
    title: str
    text: str
    units: list[str]
    lead: list[str]
    state: str
    tone: str
    evidence: list[str]


class UnitTold(Schema):
    """A unit of the plan and the clauses that name it."""

    id: str
    name: str
    clauses: list[str]


class TargetTold(Schema):
    """A numeric goal."""

    id: str
    clause: str
    name: str
    goal: str
    unit: str
    due: date
    quote: str


class AmountTold(Schema):
    """A sum, share or cap that the plan sets, from and until a day."""

    id: str
    incentive: str
    parameter: str
    clause: str
    kind: str
    value: str
    unit: str
    per: str | None
    effective: date
    until: date | None
    quote: str
    source: str
    uncapped: bool


class PlanTold(Schema):
    """The plan as data."""

    title: str
    issuer: str
    issued: date
    region: str
    targets: list[TargetTold]
    amounts: list[AmountTold]


@router.get("/plan", auth=None, response=PlanTold, summary="方案")
def get_plan(request: HttpRequest) -> dict[str, Any]:
    """标题、目标和金额标准，各带原文。"""
    return plan_as_data()


@router.get("/clauses", auth=None, response=Page[ClauseTold], summary="条款列表")
def list_clauses(request: HttpRequest) -> dict[str, Any]:
    """全部条款，连同今天的状态。"""
    return whole([_clause(line) for line in clause_lines()])


@router.get("/clauses/{clause}", auth=None, response=ClauseTold, summary="一条")
def get_clause(request: HttpRequest, clause: Path[Name]) -> dict[str, Any]:
    """原文、责任单位、状态和依据。"""
    found = next((line for line in clause_lines() if line.clause.id == clause), None)
    if found is None:
        raise Http404
    return _clause(found)


def _clause(line: ClauseLine) -> dict[str, Any]:
    clause = line.clause
    return {
        "id": clause.id,
        "name": the_plan().place_name(clause.id),
        "section": clause.section,
        "title": clause.title,
        "text": clause.text,
        "units": list(clause.units),
        "lead": list(clause.lead),
        "state": line.state.words,
        "tone": line.state.tone,
        "evidence": [piece.text for piece in line.evidence],
    }


@router.get("/units", auth=None, response=Page[UnitTold], summary="单位列表")
def list_units(request: HttpRequest) -> dict[str, Any]:
    """方案里的责任单位。"""
    clauses = the_plan().clauses
    return whole(
        [
            {"id": unit, "name": unit_name(unit), "clauses": [found.id for found in clauses if unit in found.units]}
            for unit in the_plan().units
        ]
    )


class StepTold(Schema):
    """A step of how a sum comes about."""

    what: str
    value: str
    source: str


class LineTold(Schema):
    """One loan, right or project, and what the rule makes of it."""

    subject: str
    amount_fen: int
    refusals: list[str]
    trace: list[StepTold]


class RuleTold(Schema):
    """One rule for the party. `open` false: its lines are a business secret, and none of this is shown. `lacks` says what was
    never imported where the sum is not known."""

    rule: str
    name: str
    clause: str
    open: bool
    total_fen: int | None
    lacks: str | None
    lines: list[LineTold]


class WaitTold(Schema):
    """A promise without a figure for which the party waits."""

    norm: str
    clause: str
    quote: str


class Entitled(Schema):
    """What a party is entitled to in a year. `full` false: only what follows from public registers."""

    party: str
    name: str
    year: int
    snapshot: str
    labels: list[str]
    full: bool
    total_fen: int
    rules: list[RuleTold]
    waiting: list[WaitTold]


@entitlements.get("/{path:party_id}", auth=needs("entitlements:read"), response=Entitled, summary="一个主体应享的支持")
def get_entitlements(
    request: Any,
    party_id: Path[Name],
    year: Annotated[int, Field(ge=2000, le=2100)] | None = None,
) -> dict[str, Any]:
    """一年里每项规则逐笔的金额、过程和理由；单位读取的，记入操作记录。不给年份的是今年。"""
    snapshot = current_snapshot()
    found = party_of(snapshot, party_id) if snapshot else None
    years = years_to_choose(max(today().year, the_plan().issued.year))
    year = years[0] if year is None else year
    if snapshot is None or found is None or year not in years or not may_look_at(found, request.user):
        raise Http404
    full = sees_all(found, request.user)
    shown = shown_to(found, snapshot, request.user, year=year, full=full)
    if full and request.user.is_proven_office:
        record.write("read_entitlements", record.veiled("registry.party", found.id), by=request.user, year=year)
    return {**_entitled(shown), "snapshot": snapshot.id, "labels": list(snapshot.labels)}


def _entitled(shown: Shown) -> dict[str, Any]:
    norms = [wait.norm for wait in shown.waiting]
    return {
        "party": shown.party.id,
        "name": shown.party.name,
        "year": shown.year,
        "full": shown.full,
        "total_fen": shown.total_fen,
        "rules": [_rule(rule) for rule in shown.rules],
        "waiting": [{"norm": norm.id, "clause": norm.clause, "quote": norm.quote} for norm in norms],
    }


def _rule(item: RuleShown) -> dict[str, Any]:
    rule = item.entitlement
    return {
        "rule": rule.definition.id,
        "name": rule.definition.name,
        "clause": rule.clause,
        "open": item.open,
        "total_fen": rule.total_fen if item.open and not item.lacks else None,
        "lacks": item.lacks or None if item.open else None,
        "lines": [
            {
                "subject": line.subject,
                "amount_fen": line.amount_fen,
                "refusals": line.outcome.refusals,
                "trace": line.outcome.trace,
            }
            for line in (rule.lines if item.open else ())
        ],
    }
