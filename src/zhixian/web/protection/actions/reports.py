"""What happens to a report: lodged, moved along its flow, extended, talked about, reminded of."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from zhixian.core.kernel.refusal import Refusal
from zhixian.core.workflow.clock import reminded_until
from zhixian.core.workflow.model import Move
from zhixian.web.accounts.roles import CHIEF
from zhixian.web.kit import record
from zhixian.web.kit.clock import now, today
from zhixian.web.kit.notices import tell
from zhixian.web.kit.numbering import next_in
from zhixian.web.kit.plan import unit_name, units_with_people
from zhixian.web.kit.spoken import named_with_units, text_given
from zhixian.web.kit.uploads import TakenFile
from zhixian.web.kit.versions import at_version
from zhixian.web.protection.acknowledgements import acknowledge, sha256
from zhixian.web.protection.models import LastReport, Report, ReportEvent, ReportFile, ReportMessage, SealedField
from zhixian.web.protection.models.reports import ANONYMOUS, CATEGORIES
from zhixian.web.protection.queries.reports import (
    has_in_hand,
    keys_in_use,
    people_at_desk,
    people_of,
    speaks_for_report,
)
from zhixian.web.protection.receipt_codes import code_digest, new_code, new_words, words_hash
from zhixian.web.protection.report_clock import limit_of, set_due, step_clock
from zhixian.web.protection.report_desk import desk
from zhixian.web.protection.report_files import numbered
from zhixian.web.protection.sealing import lock_file, seal

MOST_TEXT = 2000
MOST_MESSAGES_A_DAY = 20
REPORTER = "举报人"


class UnableToReport(Refusal):
    """It may not be done now, or not by this person, or something is missing; the words say what."""


@dataclass(frozen=True, slots=True)
class Lodged:
    """A report that was taken, with the receipt, which is said once and kept nowhere."""

    report: Report
    code: str
    words: str


@dataclass(frozen=True, slots=True)
class Enclosed:
    """What comes with a report: files for the unit, files to be sealed, and what the reporter says of themselves."""

    files: Sequence[TakenFile] = ()
    sealed_files: Sequence[TakenFile] = ()
    identity: Mapping[str, str] | None = None


def lodge_report(contents: Mapping[str, str], enclosed: Enclosed, *, way: str, token: str) -> Lodged:
    """Take a report in. `contents` are the columns of Report that the reporter fills.

    Effects: rows, files of mode 0600, an acknowledgement, a line of the record, notices to the desk. Nothing of the identity
    is written but sealed. Raises UnableToReport when no custodian could open it, or the same form was taken before.
    """
    code, words = new_code(), new_words()
    kept = {"code_digest": code_digest(code), "words_hash": words_hash(words), "form_token": sha256(token.encode())}
    if Report.objects.filter(form_token=kept["form_token"]).exists():
        raise UnableToReport("这份举报已经收到过，编号只显示一次", expected="用第一次显示的编号和查询口令查看")
    try:
        with transaction.atomic():
            report = _lodge({**contents, **kept}, enclosed, way)
    except IntegrityError as error:
        if not Report.objects.filter(form_token=kept["form_token"]).exists():
            raise
        raise UnableToReport("这份举报已经收到过", expected="用第一次显示的编号和查询口令查看") from error
    return Lodged(report, code, words)


def _lodge(columns: Mapping[str, str], enclosed: Enclosed, way: str) -> Report:
    at = now()
    report = Report.objects.create(
        **columns,
        number=next_number(),
        way=way,
        step="received",
        received_at=at,
        received_on=today(),
        entered_on=today(),
        changed_at=at,
    )
    keep_files(report, enclosed.files)
    sealed = _seal(report, enclosed)
    files = list(report.files.order_by("id"))
    report.acknowledgement = acknowledge(report, files, [field.sealed for field in sealed])
    _event(report, "receive", "收到举报", by=None, source="")
    set_due(report, as_of=today())
    report.save()
    record.write("report_lodged", report, by=record.PUBLIC, way=way, files=len(files), sealed=len(sealed))
    _tell(report, "收到新的举报")
    return report


def _seal(report: Report, enclosed: Enclosed) -> list[SealedField]:
    values = {field: value for field, value in (enclosed.identity or {}).items() if value}
    if not values and not enclosed.sealed_files:
        return []
    if report.way == ANONYMOUS:
        raise UnableToReport("匿名举报不收身份", expected="改为实名或者保密举报")
    keys = list(keys_in_use())
    if not keys:
        raise UnableToReport(
            "身份保管人还没有设立钥匙，身份无处封存", expected="先匿名举报，或过几天再来；身份从不以明文保存"
        )
    for taken, name in zip(
        enclosed.sealed_files, numbered((f.kind for f in enclosed.sealed_files), first=1, word="封存材料"), strict=True
    ):
        key, locked = lock_file(taken.content)
        row = _kept(report, locked, taken.kind, name, sealed=True)
        values[row.field] = key
    rows = [
        SealedField(report=report, field=field, key=key, sealed=seal(value, key.public))
        for field, value in values.items()
        for key in keys
    ]
    return SealedField.objects.bulk_create(rows)


def keep_files(
    report: Report, files: Sequence[TakenFile], *, message: ReportMessage | None = None, from_reporter: bool = True
) -> None:
    """Store files that everybody who sees the report may read."""
    first = report.files.filter(sealed=False).count() + 1
    for taken, name in zip(files, numbered((f.kind for f in files), first=first), strict=True):
        _kept(report, taken.content, taken.kind, name, message=message, from_reporter=from_reporter)


def _kept(report: Report, content: bytes, kind: str, name: str, **more: Any) -> ReportFile:
    row = ReportFile(report=report, name=name, kind=kind, size=len(content), sha256=sha256(content), at=now(), **more)
    row.file.save(name, ContentFile(content), save=False)
    row.save()
    return row


def next_number() -> str:
    """The next number of this year."""
    year = today().year
    return f"举报〔{year}〕{next_in(year, LastReport):05d}号"


@transaction.atomic
def move_report(report: Report, move_id: str, *, by: Any, version: int, **given: str) -> Report:
    """Move a report along its flow. `given`: reason; unit of a forwarding; category of a conclusion.

    Effects: the report in its next step with a due day, an event, a line of the record, notices. Raises ChangedMeanwhile when
    somebody was quicker, UnableToReport with what is missing, Refusal when the step has no such move.
    """
    report = _opened(report, version)
    move = report.flow.move(report.step, move_id)
    if not has_in_hand(by, report):
        raise UnableToReport(f"“{report.now_in.name}”现在不由您办", expected=f"由{holder_name(report)}办")
    reason = _said(given.get("reason", ""), "理由或答复", needed="reason" in move.needs)
    source = report.step
    _enter(report, move, given, reason)
    _event(report, move.id, move.name, by=by, source=source, reason=reason)
    report.save()
    record.write(f"report_{move.id}", report, by=by, unit=report.unit, category=report.category)
    if not report.outcome:
        _tell(report, f"举报：{move.name}")
    return report


def _enter(report: Report, move: Move, given: Mapping[str, str], reason: str) -> None:
    if move.id == "forward":
        report.unit = _unit_given(given.get("unit", ""))
    if move.id == "send_back":
        report.unit = ""
    if move.id == "conclude" and given.get("category") not in CATEGORIES:
        raise UnableToReport("没有选办理结果", expected="、".join(CATEGORIES.values()))
    step = report.flow.step(move.target)
    report.step, report.outcome, report.entered_on = step.id, step.outcome or "", today()
    if step.outcome:
        report.closed_on, report.answer = today(), reason
        report.category = given.get("category", "")
    report.reminded_on = None


def _unit_given(unit: str) -> str:
    known = [one.id for one in units_with_people() if one.id != desk().unit]
    if unit not in known:
        raise UnableToReport("没有选承办单位", expected="方案里的一个责任单位")
    return unit


@transaction.atomic
def extend_report(report: Report, *, by: Any, version: int, amount: int, reason: str) -> Report:
    """延长核查期限: a chief of the unit adds what the rule allows."""
    report = _opened(report, version)
    if not has_in_hand(by, report) or report.unit not in by.units_as(CHIEF):
        raise UnableToReport("延长期限不由您批准", expected="由承办单位负责人批准")
    limit = limit_of(report.step)
    running = step_clock(report, as_of=today())
    if running and running.due and running.due < today():
        raise UnableToReport(f"期限已于 {running.due} 届满", expected="期满以前延长")
    said = _said(reason, "延长的理由", needed=True)
    length = limit.length(amount) if limit else str(amount)
    _event(report, "extend", f"延长 {length}", by=by, source=report.step, reason=said, detail={"amount": amount})
    try:
        set_due(report, as_of=today())
    except Refusal as refused:
        raise UnableToReport(refused.why, expected=refused.expected) from None
    report.save()
    record.write("report_extend", report, by=by, amount=amount)
    return report


@transaction.atomic
def write_message(report: Report, body: str, files: Sequence[TakenFile], *, by: Any) -> ReportMessage:
    """A word, with files, between reporter (`by` is record.PUBLIC) and office. The other side finds it on its page."""
    report = Report.objects.select_for_update().get(pk=report.pk)
    from_reporter = by == record.PUBLIC
    if not from_reporter and not speaks_for_report(by, report):
        raise UnableToReport("这件不由您答复", expected=f"由{holder_name(report)}答复")
    if from_reporter and report.messages.filter(from_reporter=True, at__date=today()).count() >= MOST_MESSAGES_A_DAY:
        raise UnableToReport(f"今天已留言 {MOST_MESSAGES_A_DAY} 次", expected="明天再写，或合在一起写")
    message = ReportMessage.objects.create(
        report=report,
        from_reporter=from_reporter,
        body=_said(body, "留言", needed=not files),
        by=None if from_reporter else by,
        by_name=REPORTER if from_reporter else holder_name(report),
        at=now(),
    )
    keep_files(report, files, message=message, from_reporter=from_reporter)
    record.write("report_message", report, by=by, files=len(files))
    if from_reporter:
        _tell(report, "举报人有新留言")
    return message


@transaction.atomic
def see_answer(report: Report) -> None:
    """The reporter looks at the answer for the first time: the feedback has arrived."""
    if Report.objects.filter(pk=report.pk, answer_seen_at=None).exclude(outcome="").update(answer_seen_at=now()):
        record.write("report_answer_seen", report, by=record.PUBLIC)


@transaction.atomic
def remind_of_reports(*, as_of: date) -> int:
    """Tell units, and the desk of what is overdue, once a day; how many reports were told of."""
    waiting = (
        Report.objects.select_for_update().filter(outcome="", due__lte=reminded_until(as_of)).exclude(reminded_on=as_of)
    )
    rows = list(waiting.order_by("due", "id"))
    for report in rows:
        late = report.due is not None and report.due < as_of
        people: set[Any] = set(people_of(report.unit)) if report.unit else set()
        if late or not report.unit:
            people |= set(people_at_desk())
        words = f"举报已超期（{report.due} 届满）" if late else f"举报将在 {report.due} 届满"
        tell(people, words, body=report.number, link=_link(report), subject=record.name_of(report))
        Report.objects.filter(pk=report.pk).update(reminded_on=as_of)
    return len(rows)


def holder_name(report: Report) -> str:
    """Who has it: the unit, or the desk."""
    return unit_name(report.unit or desk().unit)


def _opened(report: Report, version: int) -> Report:
    return at_version(Report.objects.all(), report, version)


def _event(report: Report, kind: str, name: str, *, by: Any, source: str, **more: Any) -> None:
    """Write down what was done; the due day is worked out anew."""
    report.changed_at = now()
    if source:
        report.version += 1
    ReportEvent.objects.create(
        report=report,
        kind=kind,
        name=name,
        source=source,
        target=report.step,
        unit=report.unit,
        by=by,
        by_name=named_with_units(by, nobody=REPORTER),
        day=today(),
        at=report.changed_at,
        version=report.version,
        **more,
    )
    if kind != "extend":
        set_due(report, as_of=today())


def _said(text: str, what: str, *, needed: bool) -> str:
    return text_given(text, what, most=MOST_TEXT, refuse=UnableToReport, needed=needed)


def _tell(report: Report, title: str) -> None:
    """Whoever has it in hand. A notice names the number alone: it may be read over a shoulder."""
    people: Iterable[Any] = people_of(report.unit) if report.unit else people_at_desk()
    tell(people, title, body=report.number, link=_link(report), subject=record.name_of(report))


def _link(report: Report) -> str:
    return reverse("report", args=[report.pk])
