"""From requests and lights to the plain data of their papers."""

from itertools import groupby

from zhixian.core.reports.supervision import AnswerLine, LightLine, ProgressOrder, SupervisionTable
from zhixian.core.supervision.lights import NAMES, SEVERITY
from zhixian.core.supervision.rule import rules
from zhixian.web.indicators.queries import latest_edition
from zhixian.web.kit.plan import lead_office, the_plan, unit_name
from zhixian.web.supervision.lights import Board, Cell, Row, counts
from zhixian.web.supervision.models import ProgressRequest
from zhixian.web.supervision.timing import due_words


def order_of(row: ProgressRequest) -> ProgressOrder:
    """督办单 of a request as it stands."""
    plan, clause = the_plan(), the_plan().clause(row.clause)
    answers = tuple(
        AnswerLine(
            answer.day, answer.by_name, answer.progress, answer.measure, answer.measure_due,
            tuple(file.name for file in answer.files.all()),
        )
        for answer in row.answers.prefetch_related("files")
    )  # fmt: skip
    return ProgressOrder(
        number=row.number,
        issuer=unit_name(lead_office()),
        unit=unit_name(row.unit),
        plan_title=plan.title,
        place=plan.place_name(row.clause),
        clause_title=clause.title,
        clause_text=clause.text,
        asked=row.asked,
        light=NAMES[row.colour],
        counted=tuple((NAMES[colour], words) for colour, words in row.counted),
        issued=row.issued_on,
        due=row.due,
        derivation=tuple(step.sentence for step in due_words(row)),
        state=row.state_name,
        answers=answers,
        course=tuple(
            (event.day, event.name, event.by_name, event.reason)
            for event in row.events.exclude(kind__in=("send", "answer"))
        ),
        label=_label(),
    )


def table_of(board: Board, rows: list[Row]) -> SupervisionTable:
    """The table of lights of the rows somebody sees; units with the same light for the same reasons share a line."""
    plan, rule = the_plan(), rules().on(board.as_of)
    return SupervisionTable(
        plan_title=plan.title,
        issuer=unit_name(lead_office()),
        as_of=board.as_of,
        lines=tuple(_line(row, list(group)) for row in rows for _, group in groupby(_ordered(row), key=_same)),
        counts=tuple((NAMES[colour], number) for colour, number in counts(rows).items()),
        rule=f"第 {rule.version} 版，{rule.effective} 起施行，{rule.source}",
        label=_label(),
    )


def _ordered(row: Row) -> list[Cell]:
    return sorted(row.shown, key=lambda cell: (not cell.leads, -SEVERITY[cell.light.colour], str(_same(cell))))


def _same(cell: Cell) -> tuple[bool, str, tuple[str, ...]]:
    return cell.leads, cell.light.colour, tuple(reason.words for reason in cell.light.reasons)


def _line(row: Row, cells: list[Cell]) -> LightLine:
    leads, colour, words = _same(cells[0])
    names = tuple(unit_name(cell.unit) for cell in cells)
    return LightLine(the_plan().place_name(row.clause.id), row.clause.title, names, leads, NAMES[colour], words)


def _label() -> str:
    edition = latest_edition()
    return "、".join(edition.labels) if edition else ""
