"""What the public's pages show of the plan: clauses with their state, one clause in full, units with their clauses."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from zhixian.core.analysis.indicators import INDICATORS
from zhixian.core.catalogue import definitions
from zhixian.core.kernel.money import plain
from zhixian.core.plan.model import Amount, Clause, OpenNorm
from zhixian.core.supervision.lights import Light
from zhixian.web.indicators.models import Edition
from zhixian.web.indicators.queries import targets_of
from zhixian.web.kit.clock import today
from zhixian.web.kit.plan import the_plan, unit_name
from zhixian.web.matters.definitions import site_matters
from zhixian.web.portal.evidence import TONES, Evidence, State, evidence_of, state_of
from zhixian.web.portal.gauges import gauge
from zhixian.web.portal.marked_text import anchor_of, of_clause
from zhixian.web.portal.news import latest_news
from zhixian.web.portal.scorecards import kept_scorecards
from zhixian.web.protection.report_desk import subject_name
from zhixian.web.registers.definitions import kept_registers
from zhixian.web.registers.queries.figures import count_rows
from zhixian.web.supervision.lights import Board

NEWS_ON_HOME = 8


@dataclass(frozen=True, slots=True)
class ClauseLine:
    """A clause in a list: its state and what shows it."""

    clause: Clause
    state: State
    evidence: Sequence[Evidence]
    lead: Sequence[str]
    others: int


@dataclass(frozen=True, slots=True)
class Carrier:
    """What carries a clause: what sort of thing, its name, and the name and key of its page."""

    sort: str
    name: str
    url: str
    key: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """A promise without a figure, with those who wait for it as far as they may be known."""

    norm: OpenNorm
    anchor: str
    parties: int
    names: Sequence[str]
    who: str
    why: str


def public_board() -> Board:
    """The lights as everybody sees them: the office's rule, without what could point at a person."""
    return Board(as_of=today(), public=True)


def clause_lines() -> list[ClauseLine]:
    """Every clause with its state."""
    board = public_board()
    return [_line(clause, board.clause(clause.id)) for clause in the_plan().clauses]


def unit_lines(unit: str) -> list[ClauseLine]:
    """The clauses that a unit answers for, those of its sets included, with the unit's own state."""
    board = public_board()
    return [_line(the_plan().clause(cell.clause), cell.light) for cell in board.unit(unit)]


def _line(clause: Clause, light: Light) -> ClauseLine:
    carried = bool(the_plan().carriers(clause.id))
    state = state_of(light, carried=carried, no_action=clause.no_system_action)
    lead = clause.lead or clause.units[:1]
    names = [unit_name(unit) for unit in lead]
    return ClauseLine(clause, state, evidence_of(light, clause.id), names, len(clause.units) - len(lead))


def by_section(lines: Sequence[ClauseLine]) -> list[tuple[str, list[ClauseLine]]]:
    """The lines under the headings of the text, in its order."""
    return [(section, list(inside)) for section, inside in groupby(lines, key=lambda line: line.clause.section)]


def home_facts(edition: Edition | None) -> dict[str, Any]:
    """Everything the home page shows."""
    lines = clause_lines()
    tones = [line.state.tone for line in lines]
    return {
        "plan": the_plan(),
        "edition": edition,
        "gauges": [gauge(figure) for figure in targets_of(edition)] if edition else [],
        "sections": by_section(lines),
        "counts": {tone: tones.count(tone) for tone in ("good", "warn", "bad", "plain")},
        "news": latest_news(NEWS_ON_HOME),
    }


def clause_facts(clause_id: str, edition: Edition | None) -> dict[str, Any]:
    """Everything the page of a clause, or of a section with goals, shows. Raises KeyError for one that does not exist."""
    plan = the_plan()
    section = dict(plan.sections).get(clause_id)
    clause = None if section else plan.clause(clause_id)
    board = public_board()
    light = board.clause(clause_id)
    pieces = evidence_of(light, clause_id)
    promised = {promise["norm"]: promise for promise in edition.promises if "norm" in promise} if edition else {}
    return {
        "plan": plan,
        "edition": edition,
        "id": clause_id,
        "title": clause.title if clause else section,
        "clause": clause,
        "text": of_clause(clause_id),
        "state": state_of(
            light,
            carried=True if clause is None else bool(plan.carriers(clause_id)),
            no_action=clause.no_system_action if clause else None,
        ),
        "carriers": carriers_of(clause_id) if clause else [],
        "evidence": pieces,
        "lights": [(cell, TONES[cell.light.colour]) for cell in board.row(clause_id)] if clause else [],
        "late": [piece for piece in pieces if piece.late],
        "gauges": [gauge(figure) for figure in targets_of(edition) if figure.clause == clause_id] if edition else [],
        "amounts": [(amount, anchor_of("amount", amount.id)) for amount in _amounts_in_force(clause_id)],
        "waiting": [
            _waiting(norm, promised.get(norm.incentive)) for norm in plan.open_norms if norm.clause == clause_id
        ],
    }


def _amounts_in_force(clause: str) -> list[Amount]:
    day = today()
    return [
        amount
        for amount in the_plan().amounts
        if amount.clause == clause and amount.effective <= day and (amount.until is None or day < amount.until)
    ]


def _waiting(norm: OpenNorm, promise: dict[str, Any] | None) -> Waiting:
    anchor = anchor_of("norm", norm.id)
    if promise is None:
        return Waiting(norm, anchor, 0, (), "", norm.why_not_counted or "还没有登记数据，数不出谁在等")
    return Waiting(norm, anchor, promise["parties"], promise["names"], promise["who"], promise["why"])


def carriers_of(clause: str) -> list[Carrier]:
    """What carries a clause, in the plan's order; how much is in its registers is asked once for all."""
    names = the_plan().carriers(clause)
    kept = [name.partition(":")[2] for name in names if name.startswith("register:")]
    rows = count_rows(kept) if kept else {}
    return [_carrier(name, rows) for name in names]


def _carrier(name: str, rows: Mapping[str, int]) -> Carrier:
    sort, _, key = name.partition(":")
    plan = the_plan()
    match sort:
        case "target":
            return Carrier("目标", next(t.name for t in plan.targets if t.id == key), "indicator", key)
        case "indicator":
            return Carrier("指标", INDICATORS[key].name if key in INDICATORS else key, "indicator", key)
        case "incentive":
            rules = definitions().incentives
            return Carrier("奖补", rules[key].name if key in rules else key, "rule", key)
        case "open_norm":
            return Carrier("待定标准", next(n.quote for n in plan.open_norms if n.id == key), "", key)
        case "reports":
            return Carrier("举报", subject_name(key), "", key)
        case "supervision":
            return Carrier("督查", "督办和按期答复", "", key)
        case "register":
            return _register(key, rows.get(key, 0))
        case "scorecard":
            card = kept_scorecards()[key].card
            return Carrier("评价表", card.name, "rating" if card.public else "", key)
        case _:
            found = site_matters().get(key)
            return Carrier("事项", found.matter.name if found else key, "matter" if found else "", key)


def _register(name: str, rows: int) -> Carrier:
    """With how much is in it; it opens to everybody where everybody may read it."""
    kept = kept_registers()[name]
    public = "public_register" if kept.register.public else ""
    return Carrier("台账", f"{kept.register.name}（{rows} 行）", public, name)


def clauses_of_units() -> list[tuple[str, list[tuple[Clause, bool]]]]:
    """Every unit that the text names, with its clauses and whether it leads; those with most to do first."""
    plan = the_plan()
    found = {
        unit: [(clause, unit in (clause.lead or clause.units[:1])) for clause in plan.clauses if unit in clause.units]
        for unit in plan.units
    }
    busy = [(unit, clauses) for unit, clauses in found.items() if clauses]
    return sorted(busy, key=lambda pair: (-len(pair[1]), unit_name(pair[0])))


def plan_as_data() -> dict[str, Any]:
    """The plan's clauses, units, targets, amounts and promises, each with its words."""
    plan = the_plan()
    return {
        "title": plan.title,
        "issuer": plan.issuer,
        "issued": plan.issued.isoformat(),
        "region": plan.region,
        "clauses": [
            {"id": c.id, "section": c.section, "title": c.title, "text": c.text, "units": list(c.units), "lead": list(c.lead)}
            for c in plan.clauses
        ],
        "units": [{"id": unit, "name": unit_name(unit)} for unit in plan.units],
        "targets": [
            {"id": t.id, "clause": t.clause, "name": t.name, "goal": plain(t.goal), "unit": t.unit, "due": t.due.isoformat(), "quote": t.quote}
            for t in plan.targets
        ],
        "amounts": [
            {
                "id": a.id, "incentive": a.incentive, "parameter": a.parameter, "clause": a.clause, "kind": a.kind,
                "value": plain(a.value), "unit": "percent" if a.kind == "share" else "fen", "per": a.per,
                "effective": a.effective.isoformat(), "until": a.until and a.until.isoformat(), "quote": a.quote, "source": a.source,
                "uncapped": a.uncapped,
            }
            for a in plan.amounts
        ],
        "open_norms": [{"id": n.id, "clause": n.clause, "quote": n.quote} for n in plan.open_norms],
    }  # fmt: skip
