"""What happens to a request for progress: sent, answered, accepted or returned, withdrawn, escalated."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.urls import reverse

from zhixian.core.kernel.refusal import Refusal
from zhixian.core.supervision.rule import AFTER, Level, rules
from zhixian.web.accounts.roles import LEAD
from zhixian.web.indicators.queries import latest_edition
from zhixian.web.kit import record
from zhixian.web.kit.clock import now, today
from zhixian.web.kit.notices import tell
from zhixian.web.kit.numbering import next_in
from zhixian.web.kit.plan import lead_office, official_name, the_plan, unit_name
from zhixian.web.kit.spoken import named_with_units, text_given
from zhixian.web.kit.uploads import TakenFile, keep
from zhixian.web.kit.versions import at_version
from zhixian.web.supervision.lights import Board, Cell
from zhixian.web.supervision.models import (
    ACCEPTED,
    ANSWERED,
    RETURNED,
    STILL_OPEN,
    WITH_UNIT,
    WITHDRAWN,
    Answer,
    AnswerFile,
    LastRequest,
    ProgressRequest,
    RequestEvent,
)
from zhixian.web.supervision.queries import lead_people, may_answer, may_judge, people_told
from zhixian.web.supervision.responsible import units_of
from zhixian.web.supervision.timing import due_day, due_words, most_days

MOST_TEXT = 2000
SYSTEM = "系统"


class UnableToSupervise(Refusal):
    """It may not be done now, or not by this person, or something is missing; the words say what."""


def send_requests(
    cells: Iterable[tuple[str, str]], *, asked: str, days: int, by: Any
) -> tuple[list[ProgressRequest], list[tuple[str, str]]]:
    """Ask units for their progress on clauses, (clause, unit) each; what already has an open request is left out and told.

    Effects: rows with numbers and due days, events, lines of the record, notices to the units' people.
    """
    if LEAD not in by.roles:
        raise UnableToSupervise("督办不由您发出", expected="由统筹单位发出")
    asked = _said(asked, "要求", needed=True)
    _check_days(days)
    wanted = list(dict.fromkeys(cells))
    for clause, unit in wanted:
        if unit not in _answering(clause):
            raise UnableToSupervise(
                f"{unit_name(unit)}不是{the_plan().place_name(clause)}的责任单位", expected="该条的责任单位"
            )
    board = Board(as_of=today())  # which takes long to count, and must not keep others from writing
    return _send_all([board.cell(clause, unit) for clause, unit in wanted], asked, days, by)


@transaction.atomic
def _send_all(
    cells: Iterable[Cell], asked: str, days: int, by: Any
) -> tuple[list[ProgressRequest], list[tuple[str, str]]]:
    sent, left = [], []
    for cell in cells:
        row = _send(cell, asked, days, by)
        if row:
            sent.append(row)
        else:
            left.append((cell.clause, cell.unit))
    return sent, left


def _check_days(days: int) -> None:
    if not 1 <= days <= most_days():
        raise UnableToSupervise(f"期限是 {days} 个工作日", expected=f"1 至 {most_days()}")


def _answering(clause: str) -> tuple[str, ...]:
    try:
        return units_of(clause)
    except KeyError:
        raise UnableToSupervise(f"没有“{clause}”这一条", expected="方案里的一条") from None


def _send(cell: Cell, asked: str, days: int, by: Any) -> ProgressRequest | None:
    """One request; None when the unit still has an open one for the clause."""
    if ProgressRequest.objects.filter(clause=cell.clause, unit=cell.unit, state__in=STILL_OPEN).exists():
        return None
    day, at = today(), now()
    try:
        with transaction.atomic():
            row = ProgressRequest.objects.create(
                number=_next_number(day.year), clause=cell.clause, unit=cell.unit, asked=asked, colour=cell.light.colour,
                counted=counted(cell), issued_on=day, issued_at=at, issued_by=by, began_on=day, working_days=days,
                due=due_day(days, since=day), changed_at=at,
            )  # fmt: skip
    except IntegrityError:
        return None
    row.as_issued = as_issued(row)
    row.save(update_fields=["as_issued"])
    _event(row, "send", "发出督办", by=by, reason=asked)
    record.write("progress_requested", row, by=by, clause=row.clause, unit=row.unit, due=row.due)
    title = f"督办：{the_plan().place_name(row.clause)}，{row.due}（含当日）前答复"
    tell(people_told("unit", row.unit), title, body=row.number, link=link_to(row), subject=record.name_of(row))
    return row


def as_issued(row: ProgressRequest) -> dict[str, Any]:
    """What the paper of a request says that plan, rules and names could say otherwise later."""
    plan, clause = the_plan(), the_plan().clause(row.clause)
    return {
        "issuer": official_name(lead_office()),
        "unit": official_name(row.unit),
        "plan_title": plan.title,
        "place": plan.place_name(row.clause),
        "clause_title": clause.title,
        "clause_text": clause.text,
        "due": row.due.isoformat(),
        "derivation": [step.sentence for step in due_words(row)],
        "label": label_now(),
    }


def label_now() -> str:
    """What papers say of the data behind the lights, such as 合成数据."""
    edition = latest_edition()
    return "、".join(edition.labels) if edition else ""


def counted(cell: Cell) -> list[list[str]]:
    """What the system counts for a cell, to be kept as it stands."""
    return [[reason.colour, reason.words] for reason in cell.light.reasons]


def _next_number(year: int) -> str:
    return the_plan().number_of("request", year, next_in(year, LastRequest))


@dataclass(frozen=True, slots=True)
class Given:
    """What a unit says."""

    progress: str
    measure: str
    measure_due: date | None
    files: tuple[TakenFile, ...]


def answer_request(
    row: ProgressRequest,
    *,
    progress: str,
    measure: str = "",
    measure_due: date | None = None,
    files: Sequence[TakenFile] = (),
    by: Any,
    version: int,
) -> Answer:
    """A unit answers. What the system counts is added as it stands; nothing that was typed takes its place.

    Raises ChangedMeanwhile when somebody was quicker, UnableToSupervise with what is missing.
    """
    cell = Board(as_of=today()).cell(row.clause, row.unit)  # counted before the row is locked: it takes long
    given = Given(progress, measure, measure_due, tuple(files))
    return _answer(row, cell, given, by=by, version=version)


@transaction.atomic
def _answer(row: ProgressRequest, cell: Cell, given: Given, *, by: Any, version: int) -> Answer:
    row = _opened(row, version)
    if not may_answer(by, row):
        raise UnableToSupervise(
            f"“{row.state_name}”的督办现在不由您答复", expected=f"由{unit_name(row.unit)}经办人或负责人答复"
        )
    measure_due = given.measure_due
    said = _said(given.progress, "进展", needed=True)
    next_step = _said(given.measure, "下一步措施", needed=measure_due is not None)
    if next_step and measure_due is None:
        raise UnableToSupervise("下一步措施没有写完成日期", expected="一个日期，到那天系统会看做没做")
    if measure_due is not None and measure_due < today():
        raise UnableToSupervise(f"措施的完成日期 {measure_due} 已过", expected=f"不早于 {today()}")
    answer = Answer.objects.create(
        request=row, counted=counted(cell), progress=said, measure=next_step, measure_due=measure_due,
        by=by, by_name=named_with_units(by, nobody=SYSTEM), at=now(), day=today(),
    )  # fmt: skip
    for taken in given.files:
        keep(AnswerFile(answer=answer), taken)
    row.state = ANSWERED
    _changed(row, "answer", "答复", by=by, reason=said)
    record.write("progress_answered", row, by=by, files=len(given.files), late=row.due < today())
    title = f"{unit_name(row.unit)}答复了督办，请审核"
    tell(lead_people(), title, body=row.number, link=link_to(row), subject=record.name_of(row))
    return answer


@transaction.atomic
def accept_answer(row: ProgressRequest, *, by: Any, version: int) -> ProgressRequest:
    """核准: the answer counts as progress from today on; what it promises has a clock of its own."""
    row = _judged(row, by, version)
    answer = row.answers.last()
    row.state, row.closed_on, row.measure_due = ACCEPTED, today(), answer.measure_due if answer else None
    _changed(row, "accept", "核准", by=by)
    record.write("progress_accepted", row, by=by)
    _tell_unit(row, f"答复已核准：{the_plan().place_name(row.clause)}")
    return row


@transaction.atomic
def return_answer(row: ProgressRequest, *, reason: str, days: int, by: Any, version: int) -> ProgressRequest:
    """退回: the unit answers again within so many working days, and escalation begins anew."""
    row = _judged(row, by, version)
    said = _said(reason, "退回的理由", needed=True)
    _check_days(days)
    row.state, row.began_on, row.working_days, row.level = RETURNED, today(), days, ""
    row.due = due_day(days, since=today())
    _changed(row, "return", "退回", by=by, reason=said)
    record.write("progress_returned", row, by=by, due=row.due)
    _tell_unit(row, f"答复被退回，{row.due}（含当日）前重答")
    return row


@transaction.atomic
def withdraw_request(row: ProgressRequest, *, reason: str, by: Any, version: int) -> ProgressRequest:
    """撤回: the lead office asks no longer."""
    row = _opened(row, version)
    if LEAD not in by.roles or row.state not in STILL_OPEN:
        raise UnableToSupervise(f"“{row.state_name}”的督办不能由您撤回", expected="没有办结的，由统筹单位撤回")
    said = _said(reason, "撤回的理由", needed=True)
    row.state, row.closed_on = WITHDRAWN, today()
    _changed(row, "withdraw", "撤回", by=by, reason=said)
    record.write("progress_withdrawn", row, by=by)
    _tell_unit(row, "督办已撤回")
    return row


def escalate_requests(*, as_of: date) -> int:
    """Tell whom the rule says of every answer that is nearly due or late; how many steps were taken.

    Each step is one transaction under a key of its own, so that a run after one that died takes only those left.
    """
    waiting = ProgressRequest.objects.filter(state__in=WITH_UNIT).order_by("due", "id").values_list("pk", flat=True)
    return sum(_escalate(pk, as_of) for pk in list(waiting))


@transaction.atomic
def _escalate(pk: int, as_of: date) -> int:
    """Each level that has come and was not told yet; of those before the due day none once it has passed."""
    row = ProgressRequest.objects.select_for_update().filter(pk=pk, state__in=WITH_UNIT).first()
    if row is None:
        return 0
    steps = 0
    for level in rules().reached(row.due, as_of=as_of):
        once = f"{row.pk}:{level.id}:{row.due}"
        if (row.due < as_of) != (level.when == AFTER) or RequestEvent.objects.filter(once=once).exists():
            continue
        row.level = level.id
        _changed(row, f"escalate:{level.id}", level.name, by=None, once=once)
        record.write("progress_escalated", row, by=None, level=level.id, due=row.due)
        tell(
            people_told(level.to, row.unit), _level_words(row, level), body=row.number, link=link_to(row), subject=record.name_of(row)
        )  # fmt: skip
        steps += 1
    return steps


def _level_words(row: ProgressRequest, level: Level) -> str:
    place = the_plan().place_name(row.clause)
    if level.when == AFTER:
        return f"督办逾期：{unit_name(row.unit)}，{place}，{row.due} 已届满"
    return f"督办快到期：{place}，{row.due}（含当日）前答复"


def link_to(row: ProgressRequest) -> str:
    """The page of a request."""
    return reverse("progress_request", args=[row.pk])


def _judged(row: ProgressRequest, by: Any, version: int) -> ProgressRequest:
    row = _opened(row, version)
    if not may_judge(by, row):
        raise UnableToSupervise(f"“{row.state_name}”的督办现在不由您审核", expected="由统筹单位里没有答复它的人审核")
    return row


def _opened(row: ProgressRequest, version: int) -> ProgressRequest:
    return at_version(ProgressRequest.objects.all(), row, version)


def _changed(row: ProgressRequest, kind: str, name: str, *, by: Any, reason: str = "", once: str | None = None) -> None:
    row.version += 1
    row.changed_at = now()
    row.save()
    _event(row, kind, name, by=by, reason=reason, once=once)


def _event(row: ProgressRequest, kind: str, name: str, *, by: Any, reason: str = "", once: str | None = None) -> None:
    RequestEvent.objects.create(
        request=row, kind=kind, name=name, reason=reason, once=once, by=by, by_name=named_with_units(by, nobody=SYSTEM),
        day=today(), at=row.changed_at, version=row.version,
    )  # fmt: skip


def _said(text: str, what: str, *, needed: bool) -> str:
    return text_given(text, what, most=MOST_TEXT, refuse=UnableToSupervise, needed=needed)


def _tell_unit(row: ProgressRequest, title: str) -> None:
    tell(people_told("unit", row.unit), title, body=row.number, link=link_to(row), subject=record.name_of(row))
