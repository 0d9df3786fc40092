"""How a published penalty goes: withdrawn with a trace, over after its term, early after 信用修复; and who is reminded."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from zhixian.core.disclosure.publication import rules
from zhixian.core.workflow.clock import reminded_until
from zhixian.web.accounts.queries import people_as
from zhixian.web.accounts.roles import CHIEF, HANDLER
from zhixian.web.kit import record
from zhixian.web.kit.clock import today
from zhixian.web.kit.notices import tell
from zhixian.web.protection.actions.penalty_steps import (
    UnableToPublish,
    done,
    link,
    must_decide,
    must_work_for,
    opened,
    public_words,
    reason_said,
)
from zhixian.web.protection.models import Penalty, PenaltyRepair, PublishedPenalty
from zhixian.web.protection.models.penalties import (
    DRAFT,
    ENDED,
    GROUNDS,
    PUBLIC_TEXTS,
    REPAIRED,
    SETTLED,
    SHOWN,
    SUBMITTED,
    WITHDRAWN,
)
from zhixian.web.protection.penalty_clock import early_clock, term_of, withdrawal_clock
from zhixian.web.protection.queries.penalties import open_repair, over_on


@transaction.atomic
def withdraw_penalty(row: Penalty, *, by: Any, version: int, ground: str, fell_on: date, reason: str) -> Penalty:
    """Take what is shown away at once, leaving day, ground and reason for everybody to read (行政处罚法第48条).

    `fell_on` is the day on which the decision was changed, revoked or found void, or the mistake was found.
    """
    row = opened(row, version)
    must_decide(row, by)
    publication = _shown(row, "撤回")
    if ground not in GROUNDS:
        raise UnableToPublish("没有选撤回原因", expected="、".join(GROUNDS.values()))
    if not row.decided_on <= fell_on <= today():
        raise UnableToPublish(f"发生日期 {fell_on}", expected=f"{row.decided_on} 至 {today()} 之间")
    said = public_words(row, reason_said(reason, "撤回的理由"), "撤回的理由")
    running = withdrawal_clock(fell_on, as_of=today())
    late = running is not None and running.due is not None and running.due < today()
    _close(publication, WITHDRAWN, ground=ground, reason=said)
    return _closed(row, "withdraw", f"撤回：{GROUNDS[ground]}", by=by, reason=said, late=late)


@transaction.atomic
def ask_repair(row: Penalty, found: Mapping[str, bool], *, by: Any, version: int, asked_on: date, note: str) -> Penalty:
    """Write down that the party asks for an early end, and that the unit found everything to be so that the rules in force
    on that day ask for."""
    row = opened(row, version)
    must_work_for(row, by)
    publication = _shown(row, "申请提前停止公示")
    if open_repair(row):
        raise UnableToPublish("已有一份申请等负责人决定", expected="一次办一份")
    _must_be_ripe(row, publication.shown_on, asked_on)
    edition = rules().edition(row.regime, asked_on)
    missing = [words for name, words in edition.repair_needs.items() if not found.get(name)]
    if missing:
        raise UnableToPublish(
            f"没有核实：{'、'.join(missing)}", expected=f"{edition.repair_source}的各项都核实以后再提出"
        )
    PenaltyRepair.objects.create(penalty=row, asked_on=asked_on, note=reason_said(note, "申请材料"), entered_by=by)
    done(row, "ask_repair", "收到提前停止公示的申请", by=by)
    chiefs = [person for person in people_as(CHIEF, unit=row.unit) if person != by]
    tell(chiefs, "有提前停止公示的申请等您决定", body=row.number, link=link(row), subject=record.name_of(row))
    return row


def _must_be_ripe(row: Penalty, shown: date, asked_on: date) -> None:
    if asked_on > today():
        raise UnableToPublish(f"申请日期 {asked_on} 还没有到", expected=f"不晚于 {today()}")
    running = early_clock(row, shown=shown, as_of=asked_on)
    found = term_of(row, shown=shown, as_of=asked_on)
    if not found.grade.may_go_early:
        raise UnableToPublish(
            f"“{found.grade.name}”的行政处罚不得提前停止公示（{found.edition.source}）", expected="公示到期满"
        )
    if running is not None and running.due is not None and asked_on <= running.due:
        raise UnableToPublish(
            f"{running.due} 才满 {running.limit.length(running.limit.amount)}（{running.limit.source}）",
            expected="期满以后再申请",
        )


@transaction.atomic
def decide_repair(row: Penalty, *, by: Any, version: int, granted: bool, reason: str) -> Penalty:
    """A chief who did not write the request down lets the penalty go early, or not."""
    row = opened(row, version)
    must_decide(row, by)
    repair = open_repair(row)
    if repair is None:
        raise UnableToPublish("没有等决定的申请", expected="先由经办人登记申请")
    if repair.entered_by == by:
        raise UnableToPublish("登记申请的人不能自己决定", expected="由本单位另一位负责人决定")
    repair.decided_by, repair.decided_on, repair.granted = by, today(), granted
    repair.reason = reason_said(reason, "意见")
    repair.save()
    if not granted:
        return done(row, "refuse_repair", "不同意提前停止公示", by=by, reason=repair.reason)
    _close(_shown(row, "提前停止公示"), REPAIRED)
    return _closed(row, "repair", "提前停止公示", by=by, reason=repair.reason)


@transaction.atomic
def end_penalties(*, as_of: date) -> int:
    """Empty what has been shown for as long as the rules of the day allow; how many. A second run changes nothing."""
    _follow_the_rules(as_of)
    rows = list(over_on(as_of).select_for_update(of=("self",)).select_related("publication"))
    for row in rows:
        assert row.publication
        _close(row.publication, ENDED)
        _closed(row, "end", f"公示期满（{row.publication.shown_until}）", by=None)
    return len(rows)


def _follow_the_rules(as_of: date) -> None:
    """When another version of the rules has come into force, how long a decision is shown is worked out by it."""
    for regime in rules().regimes:
        edition = rules().edition(regime, as_of).id
        rows = Penalty.objects.filter(regime=regime, publication__state=SHOWN).exclude(publication__rule=edition)
        for row in rows.select_for_update(of=("self",)).select_related("publication"):
            assert row.publication
            until = term_of(row, shown=row.publication.shown_on, as_of=as_of).until
            PublishedPenalty.objects.filter(pk=row.publication.pk).update(rule=edition, shown_until=until)
            done(row, "new_rule", f"按新规定公示至 {until or '撤回为止'}", by=None, rule=edition)


@transaction.atomic
def remind_of_penalties(*, as_of: date) -> int:
    """Tell the unit once a day of what must appear in a day or is late; how many decisions."""
    waiting = Penalty.objects.filter(stage__in=(DRAFT, SUBMITTED), first_shown_on=None, due__lte=reminded_until(as_of))
    rows = list(waiting.exclude(reminded_on=as_of).select_for_update().order_by("due", "id"))
    for row in rows:
        late = row.due is not None and row.due < as_of
        roles = (CHIEF,) if row.stage == SUBMITTED and not late else (HANDLER, CHIEF)
        words = f"行政处罚应于 {row.due}（含当日）前公示，已超期" if late else f"行政处罚应于 {row.due}（含当日）前公示"
        tell(people_as(*roles, unit=row.unit), words, body=row.number, link=link(row), subject=record.name_of(row))
        Penalty.objects.filter(pk=row.pk).update(reminded_on=as_of)
    return len(rows)


def _shown(row: Penalty, what: str) -> PublishedPenalty:
    """What is shown of the decision, held. Raises UnableToPublish when nothing is."""
    if row.publication_id:
        publication = PublishedPenalty.objects.select_for_update().get(pk=row.publication_id)
        if publication.state == SHOWN:
            return publication
    raise UnableToPublish(f"这件{row.state_name}，不能{what}", expected=f"公示中的才能{what}")


def _close(publication: PublishedPenalty, state: str, *, ground: str = "", reason: str = "") -> None:
    """Empty what was shown: afterwards no table that the public can reach holds it."""
    for name in PUBLIC_TEXTS:
        setattr(publication, name, "")
    publication.kinds, publication.fine_fen, publication.confiscated_fen = [], None, None
    publication.corrected_on, publication.correction = None, ""
    publication.state, publication.closed_on = state, today()
    publication.ground, publication.reason = ground, reason
    publication.save()


def _closed(row: Penalty, kind: str, name: str, *, by: Any, reason: str = "", **detail: Any) -> Penalty:
    """A correction that was under way ends with it, and so does a request for an early end."""
    row.stage, row.prepared, row.correction = SETTLED, None, ""
    row.save(update_fields=["stage", "prepared", "correction"])
    row.repairs.filter(granted=None).update(granted=False, decided_on=today(), reason=name)
    done(row, kind, name, by=by, reason=reason, **detail)
    people = [person for person in people_as(HANDLER, CHIEF, unit=row.unit) if person != by]
    tell(people, f"行政处罚{name}", body=row.number, link=link(row), subject=record.name_of(row))
    return row
