"""What happens to a penalty on its way to the public: entered, changed, submitted, sent back, released, corrected, set aside."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from zhixian.core.disclosure.publication import rules
from zhixian.core.kernel.document_numbers import one_spelling, same_number
from zhixian.core.kernel.written import visible
from zhixian.web.accounts.queries import people_as
from zhixian.web.accounts.roles import CHIEF, HANDLER
from zhixian.web.kit import record
from zhixian.web.kit.clock import now, today
from zhixian.web.kit.notices import tell
from zhixian.web.kit.plan import the_plan, unit_name
from zhixian.web.protection.actions.penalty_steps import (
    UnableToPublish,
    add_event,
    done,
    link,
    must_be,
    must_decide,
    must_work_for,
    opened,
    public_words,
    reason_said,
)
from zhixian.web.protection.models import Penalty, PublishedPenalty
from zhixian.web.protection.models.penalties import DRAFT, SET_ASIDE, SETTLED, SHOWN, SUBMITTED, WITHDRAWN
from zhixian.web.protection.penalty_clock import publish_clock, term_of
from zhixian.web.protection.penalty_redaction import LISTS, prepared, redaction_of
from zhixian.web.protection.penalty_units import penalty_units
from zhixian.web.protection.queries.penalties import authors_of, enforces_in

NEEDED = ("party", "violation", "basis", "penalty", "body")
"""Columns without which nothing is submitted."""
BY_PARTY = {
    "enterprise": ("credit_code", "representative"),
    "trader": ("representative",),
    "organisation": ("representative",),
}
FIXED = ("unit", "regime")
"""Columns that nobody changes once the decision is entered."""


@transaction.atomic
def enter_penalty(unit: str, contents: Mapping[str, Any], *, by: Any) -> Penalty:
    """Take a decision in as a draft. `contents` are the columns that the form fills.

    Raises UnableToPublish when the unit does not publish penalties, the person does not work for it, or the number is there.
    """
    if unit not in enforces_in(by):
        raise UnableToPublish("这个单位的行政处罚不由您录入", expected="方案里有执法职责的本单位")
    own = penalty_units()[unit]
    at = now()
    row = Penalty(
        **{**contents, "unit": unit, "regime": own.regime, "entered_by": by, "entered_on": today(), "changed_at": at}
    )
    _settle(row)
    _save(row)
    add_event(row, "enter", "录入", by=by)
    record.write("penalty_entered", row, by=by, unit=unit)
    return row


@transaction.atomic
def change_penalty(row: Penalty, contents: Mapping[str, Any], *, by: Any, version: int) -> Penalty:
    """Change a draft, or a correction that is being written. What was redacted before is worked out anew."""
    row = opened(row, version)
    must_work_for(row, by)
    must_be(row, DRAFT, "改内容")
    for name, value in contents.items():
        if name not in FIXED:
            setattr(row, name, value)
    _settle(row)
    _save(row)
    return done(row, "change", "修改", by=by)


@transaction.atomic
def choose_redaction(row: Penalty, hidden: Mapping[str, str], kept: Sequence[str], *, by: Any, version: int) -> Penalty:
    """Say what else is to be hidden (`hidden`: fields of LISTS, one value a line), and which proposals are to be shown."""
    row = opened(row, version)
    must_work_for(row, by)
    must_be(row, DRAFT, "改隐去的内容")
    for name in LISTS:
        setattr(row, name, "\n".join(line.strip() for line in hidden[name].splitlines() if line.strip()))
    row.kept = sorted(set(kept))
    prepared(row)
    row.save()
    return done(row, "change", "确认隐去的内容", by=by, kept=len(row.kept))


@transaction.atomic
def submit_penalty(row: Penalty, *, by: Any, version: int) -> Penalty:
    """Hand it to a second person. What the public will see is worked out and kept as it stands now."""
    row = opened(row, version)
    must_work_for(row, by)
    must_be(row, DRAFT, "提交")
    _check_single(row)
    _check_whole(row)
    row.prepared, row.stage = prepared(row), SUBMITTED
    row.save()
    done(row, "submit", "提交审核", by=by)
    chiefs = [person for person in people_as(CHIEF, unit=row.unit) if person.pk not in authors_of(row)]
    tell(chiefs, "有行政处罚等您审核发布", body=row.number, link=link(row), subject=record.name_of(row))
    return row


@transaction.atomic
def send_back_penalty(row: Penalty, *, by: Any, version: int, reason: str) -> Penalty:
    """A second person does not release it yet."""
    row = opened(row, version)
    must_decide(row, by)
    must_be(row, SUBMITTED, "退回")
    said = reason_said(reason, "退回的理由")
    row.prepared, row.stage = None, DRAFT
    row.save()
    done(row, "send_back", "退回修改", by=by, reason=said)
    people = people_as(HANDLER, CHIEF, unit=row.unit).filter(pk__in=authors_of(row))
    tell(people, "行政处罚被退回修改", body=row.number, link=link(row), subject=record.name_of(row))
    return row


@transaction.atomic
def release_penalty(row: Penalty, *, by: Any, version: int) -> Penalty:
    """Publish what was prepared. The second person has not worked on it.

    Effects: a row of PublishedPenalty (or the corrected one), an event, a line of the record, a notice to those who entered it.
    """
    row = opened(row, version)
    must_decide(row, by)
    must_be(row, SUBMITTED, "发布")
    if by.pk in authors_of(row):
        raise UnableToPublish("录入、修改和提交的人不能自己发布", expected="由本单位另一位负责人审核发布")
    _check_single(row)
    columns = prepared(row)
    if columns != row.prepared:
        raise UnableToPublish("提交以后隐去的规则变了，公众看到的与审核的不一样", expected="退回，重新确认再提交")
    correcting = row.publication is not None
    row.publication = _published(row, columns)
    row.stage, row.prepared, row.correction = SETTLED, None, ""
    row.first_shown_on = row.first_shown_on or today()
    row.save()
    name = "更正后重新发布" if correcting else "发布"
    done(row, "release", name, by=by, late=not correcting and row.due is not None and row.first_shown_on > row.due)
    people = people_as(HANDLER, CHIEF, unit=row.unit).filter(pk=row.entered_by_id)
    tell(people, f"行政处罚已{name}", body=row.number, link=link(row), subject=record.name_of(row))
    return row


def _published(row: Penalty, columns: dict[str, Any]) -> PublishedPenalty:
    columns["decided_on"] = date.fromisoformat(columns["decided_on"])
    shown = row.publication.shown_on if row.publication else today()
    running = term_of(row, shown=shown, as_of=today())
    if running.until is not None and running.until < today():
        raise UnableToPublish(
            f"公示期已于 {running.until} 届满（{running.edition.source}）", expected="不再公示，由负责人办理“不公示”"
        )
    columns |= {"key": row.key, "shown_on": shown, "shown_until": running.until, "rule": running.edition.id}
    if row.publication is None:
        return PublishedPenalty.objects.create(**columns, state=SHOWN)
    columns |= {"state": SHOWN, "corrected_on": today(), "correction": redaction_of(row).redacted(row.correction)}
    PublishedPenalty.objects.filter(pk=row.publication.pk, state__in=(SHOWN, WITHDRAWN)).update(**columns)
    return PublishedPenalty.objects.get(pk=row.publication.pk)


@transaction.atomic
def correct_penalty(row: Penalty, *, by: Any, version: int, reason: str) -> Penalty:
    """Begin a correction of what is shown (公示规定第12条), or of what was withdrawn as 公示有误. Until the new text is released the
    public sees the old one, or the trace of the withdrawal."""
    row = opened(row, version)
    must_work_for(row, by)
    if not row.may_be_corrected:
        raise UnableToPublish(f"这件{row.state_name}", expected="公示中的，和因公示有误撤回的，才能更正")
    row.correction, row.stage = public_words(row, reason_said(reason, "更正说明"), "更正说明"), DRAFT
    row.save()
    return done(row, "correct", "开始更正", by=by, reason=row.correction)


@transaction.atomic
def set_aside_penalty(row: Penalty, *, by: Any, version: int, reason: str) -> Penalty:
    """不予公示: a chief says by which rule the decision is not published at all."""
    row = opened(row, version)
    must_decide(row, by)
    if row.publication is not None or row.stage not in (DRAFT, SUBMITTED):
        raise UnableToPublish(f"这件{row.state_name}", expected="还没有公示的才能定为不公示")
    row.set_aside_why, row.stage, row.prepared = reason_said(reason, "不公示的依据"), SET_ASIDE, None
    row.save()
    return done(row, "set_aside", "不公示", by=by, reason=row.set_aside_why)


def _settle(row: Penalty) -> None:
    """The day by which it must appear, by the rules of the day of the decision."""
    row.due = publish_clock(row, as_of=today()).due


def _save(row: Penalty) -> None:
    row.number = one_spelling(visible(row.number)).strip()
    row.key = same_number(row.number)
    _check_entered(row)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        there = Penalty.objects.filter(unit=row.unit, key=row.key).exclude(pk=row.pk).first()
        if there is None:
            raise
        raise _twice(row, there) from None


def _twice(row: Penalty, there: Penalty) -> UnableToPublish:
    spelt = "" if there.number == row.number else f"，写作 {there.number}"
    return UnableToPublish(
        f"{row.number} 已经录入过{spelt}", where=unit_name(row.unit), expected="一个文号录入一次，在列表里找到它再改"
    )


def _check_single(row: Penalty) -> None:
    """Of two decisions that bear one number since before the database kept them apart, only the first goes on."""
    there = row.entered_before
    if there is not None:
        raise _twice(row, there)


def _check_entered(row: Penalty) -> None:
    """What a draft must already be: a decision of a day that has come, with names that can be hidden."""
    if row.decided_on > today():
        raise UnableToPublish(f"决定日期 {row.decided_on} 还没有到", where="决定日期", expected=f"不晚于 {today()}")
    if row.clause not in penalty_units()[row.unit].clauses:
        raise UnableToPublish(
            f"{the_plan().place_name(row.clause)}不由{unit_name(row.unit)}负责",
            expected="、".join(map(the_plan().place_name, penalty_units()[row.unit].clauses)),
        )
    redaction_of(row)


def _check_whole(row: Penalty) -> None:
    """What must be there before a second person looks at it, all of it at once."""
    labels = {rule.id: rule.name for rule in rules().fields.values()}
    needed = (*NEEDED, *BY_PARTY.get(row.party_kind, ()))
    missing = [labels[name] for name in needed if not getattr(row, name).strip()]
    if not row.kinds:
        missing.append("处罚种类")
    edition = rules().edition(row.regime, row.decided_on)
    if edition.told and not row.told:
        missing.append(f"送达时已书面告知当事人将公示（{edition.told}）")
    if row.publication is not None and not row.correction:
        missing.append("更正说明")
    if missing:
        raise UnableToPublish(f"还缺：{'、'.join(missing)}", expected="补齐以后再提交")
    if row.party_kind == "trader" and row.party.strip() == row.representative.strip():
        raise UnableToPublish(
            "个体工商户的名称就是经营者的姓名", where="当事人", expected="没有字号的，当事人类型选“自然人”，姓名会隐去"
        )
    if not edition.is_published(row.kinds):
        raise UnableToPublish(
            f"只有{row.kind_names}的不予公示（{edition.source}）", expected="由负责人办理“不公示”，不必提交"
        )
