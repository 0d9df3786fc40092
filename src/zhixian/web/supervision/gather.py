"""From requests and lights to the plain data of their papers."""

from dataclasses import replace
from datetime import date
from itertools import groupby

from zhixian.core.reports.data import BudgetLine, Budgets
from zhixian.core.reports.supervision import AnswerLine, LightLine, ProgressOrder, SupervisionTable
from zhixian.core.supervision.lights import NAMES, SEVERITY
from zhixian.core.supervision.rule import rules
from zhixian.web.incentives.queries import budgets_of, by_clause
from zhixian.web.kit.plan import lead_office, official_name, the_plan, unit_name
from zhixian.web.supervision.actions import as_issued, label_now
from zhixian.web.supervision.lights import Board, Cell, Row, counts
from zhixian.web.supervision.models import ProgressRequest
from zhixian.web.supervision.timing import due_words


def order_of(row: ProgressRequest) -> ProgressOrder:
    """督办单 as it was issued: nothing that changed since changes it."""
    said = row.as_issued or as_issued(row)
    return ProgressOrder(
        number=row.number,
        issuer=said["issuer"],
        unit=said["unit"],
        plan_title=said["plan_title"],
        place=said["place"],
        clause_title=said["clause_title"],
        clause_text=said["clause_text"],
        asked=row.asked,
        light=NAMES[row.colour],
        counted=tuple((NAMES[colour], words) for colour, words in row.counted),
        issued=row.issued_on,
        due=date.fromisoformat(said["due"]),
        derivation=tuple(said["derivation"]),
        state="",
        label=said["label"],
    )


def course_of(row: ProgressRequest) -> ProgressOrder:
    """The same with its answers, what happened since and where it stands: the paper for the file."""
    answers = tuple(
        AnswerLine(
            answer.day, answer.by_name, answer.progress, answer.measure, answer.measure_due,
            tuple(file.name for file in answer.files.all()),
        )
        for answer in row.answers.prefetch_related("files")
    )  # fmt: skip
    return replace(
        order_of(row),
        due=row.due,
        derivation=tuple(step.sentence for step in due_words(row)),
        state=row.state_name,
        answers=answers,
        course=tuple(
            (event.day, event.name, event.by_name, event.reason)
            for event in row.events.exclude(kind__in=("send", "answer"))
        ),
        label=label_now(),
    )


def table_of(board: Board, rows: list[Row]) -> SupervisionTable:
    """The table of lights of the rows somebody sees; units with the same light for the same reasons share a line."""
    plan, rule = the_plan(), rules().on(board.as_of)
    return SupervisionTable(
        plan_title=plan.title,
        issuer=official_name(lead_office()),
        as_of=board.as_of,
        lines=tuple(_line(row, list(group)) for row in rows for _, group in groupby(_ordered(row), key=_same)),
        counts=tuple((NAMES[colour], number) for colour, number in counts(rows).items()),
        rule=f"第 {rule.version} 版，{rule.effective} 起施行，{rule.source}",
        label=label_now(),
    )


def _ordered(row: Row) -> list[Cell]:
    return sorted(row.shown, key=lambda cell: (not cell.leads, -SEVERITY[cell.light.colour], str(_same(cell))))


def _same(cell: Cell) -> tuple[bool, str, tuple[str, ...]]:
    return cell.leads, cell.light.colour, tuple(reason.words for reason in cell.light.reasons)


def _line(row: Row, cells: list[Cell]) -> LightLine:
    leads, colour, words = _same(cells[0])
    names = tuple(unit_name(cell.unit) for cell in cells)
    return LightLine(the_plan().place_name(row.clause.id), row.clause.title, names, leads, NAMES[colour], words)


def budgets_in(year: int, *, as_of: date) -> Budgets:
    """The budgets of a year as the ledger has them now, in the order of the plan's clauses."""
    order = {clause.id: place for place, clause in enumerate(the_plan().clauses)}
    told = by_clause(budgets_of(year), year=year, as_of=as_of)
    lines = [BudgetLine(clause, budget, end) for clause, budget, end in told]
    return Budgets(year, as_of, tuple(sorted(lines, key=lambda line: order.get(line.clause, len(order)))))
