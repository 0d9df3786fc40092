"""Where the evidence behind a reason lies: the very rows that were counted, as far as the person may open them."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from zhixian.core.supervision.lights import GREEN, GREY, Reason, clock_colour
from zhixian.core.supervision.rule import rules
from zhixian.web.accounts.roles import AUDITOR
from zhixian.web.kit.plan import the_plan
from zhixian.web.matters.queries import dossiers_visible_to, ended_dossiers, lying_dossiers
from zhixian.web.protection.queries.reports import ended_reports, reports_lying_with, reports_visible_to
from zhixian.web.protection.report_desk import desk
from zhixian.web.registers.queries.days_due import due_rows_of
from zhixian.web.supervision.facts import COORDINATION, first_counted, requests_counted
from zhixian.web.supervision.lights import Cell
from zhixian.web.supervision.models import ACCEPTED
from zhixian.web.supervision.queries import requests_visible_to
from zhixian.web.supervision.responsible import place

MOST = 12
"""Rows listed under a reason; the page of the list itself has them all."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One row of evidence: what it is called, where it opens, its day, the colour that the rule gives it, and
    whether it has ended."""

    name: str
    link: str
    day: date | None
    colour: str
    ended: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """A reason as the page of a cell shows it."""

    reason: Reason
    kind_name: str
    link: str
    pieces: tuple[Piece, ...]


def shown_reasons(cell: Cell, user: Any, *, as_of: date) -> list[Shown]:
    """The reasons of a cell with their evidence."""
    pieces: dict[str, list[Piece]] = defaultdict(list)
    pieces["dossier"] = list(_dossiers(cell, user, as_of))
    pieces["report"] = list(_reports(cell, user, as_of))
    pieces["register"] = list(_rows(cell, user, as_of))
    for kind, piece in _requests(cell, user, as_of):
        pieces[kind].append(piece)
    return [
        Shown(
            reason,
            _kind_name(reason),
            link_of(reason, cell.clause, user),
            tuple(
                piece
                for piece in pieces.get(reason.kind, ())
                if (piece.colour, piece.ended) == (reason.colour, reason.ended)
            )[:MOST],
        )
        for reason in cell.light.reasons
    ]


def _kind_name(reason: Reason) -> str:
    """What sort of evidence it is, unless the words say so themselves."""
    kind = rules().kinds.get(reason.kind)
    return "" if kind is None or kind.name in reason.words else kind.name


def link_of(reason: Reason, clause: str, user: Any = None) -> str:
    """The page that shows what was judged or counted; empty when there is none for this person."""
    match reason.kind:
        case "target" | "figure":
            return reverse("indicator", args=[reason.key])
        case "promise":
            return reverse("rule", args=[reason.key]) if reason.key else f"{reverse('clause', args=[clause])}#waiting"
        case "budget":
            return reverse("budgets")
        case "payment":
            return reverse("budgets" if user is not None and user.is_authority else "payments")
        case "register":
            return reverse("registers") if user is not None and user.is_authenticated else reverse("public_registers")
        case "report":
            return reverse("report_trail") if user is not None and AUDITOR in user.roles else ""
        case _:
            return ""


def _dossiers(cell: Cell, user: Any, as_of: date) -> Iterator[Piece]:
    rows = dossiers_visible_to(user).filter(clause__in=_clauses_of(cell))
    lying = lying_dossiers(rows).filter(unit=cell.unit).order_by("due", "id")
    ended = ended_dossiers(rows, since=first_counted(as_of), until=as_of).filter(units__unit=cell.unit)
    for row in [*lying[: MOST * 3], *ended.order_by("-closed_on", "-id")[:MOST]]:
        name = f"{row.number} {row.its_matter.name}"
        yield Piece(
            name,
            reverse("dossier", args=[row.pk]),
            row.closed_on or row.due,
            _colour("dossier", row.closed_on, row.due, as_of),
            row.closed_on is not None,
        )


def _reports(cell: Cell, user: Any, as_of: date) -> Iterator[Piece]:
    subjects = [subject.id for subject in desk().subjects if place(subject.clause, cell.unit) == cell.clause]
    rows = reports_visible_to(user).filter(subject__in=subjects)
    lying = reports_lying_with(rows, cell.unit).order_by("due", "id")
    ended = ended_reports(rows, since=first_counted(as_of), until=as_of).filter(unit=cell.unit)
    for row in [*lying[: MOST * 3], *ended.order_by("-closed_on", "-id")[:MOST]]:
        colour = _colour("report", row.closed_on, row.due, as_of)
        yield Piece(
            row.number, reverse("report", args=[row.pk]), row.closed_on or row.due, colour, row.closed_on is not None
        )


def _rows(cell: Cell, user: Any, as_of: date) -> Iterator[Piece]:
    rows = due_rows_of(user, clause=cell.clause, unit=cell.unit, as_of=as_of).order_by("due", "id")
    for row in rows[: MOST * 3]:
        link = reverse("register_row", args=[row.register, row.pk])
        yield Piece(f"{row}：{row.due_name}", link, row.due, _colour("register", None, row.due, as_of))


def _requests(cell: Cell, user: Any, as_of: date) -> Iterator[tuple[str, Piece]]:
    rows = requests_visible_to(user).filter(unit=cell.unit, pk__in=requests_counted(as_of).values("pk"))
    if COORDINATION not in the_plan().clause(cell.clause).carried_by:
        rows = rows.filter(clause=cell.clause)
    told = list(rows.order_by("-id"))
    newest = next((row for row in told if row.state == ACCEPTED and row.clause == cell.clause), None)
    for row in told:
        name, link = f"{row.number}（{row.state_name}）", reverse("progress_request", args=[row.pk])
        if row.with_unit:
            yield "request", Piece(name, link, row.due, _colour("request", None, row.due, as_of))
        elif row.state != ACCEPTED:
            yield "request", Piece(name, link, None, GREY)
        elif row is newest and row.measure_due:
            yield "measure", Piece(name, link, row.measure_due, _colour("measure", None, row.measure_due, as_of))
        if row.closed_on and row.closed_on >= first_counted(as_of) and (row is newest or row.clause != cell.clause):
            yield ("progress" if row is newest else "request"), Piece(name, link, row.closed_on, GREEN, ended=True)


def _colour(kind: str, ended: date | None, due: date | None, as_of: date) -> str:
    return GREEN if ended else clock_colour(due, kind=kind, as_of=as_of, rules=rules())


def _clauses_of(cell: Cell) -> list[str]:
    """Clauses of which the unit's work counts for this cell."""
    return [clause.id for clause in the_plan().clauses if place(clause.id, cell.unit) == cell.clause]
