"""What every act on a penalty begins and ends with: the row as it is now, who may act, the event, the line of the record."""

from typing import Any

from django.urls import reverse

from zhixian.core.kernel.refusal import Refusal
from zhixian.web.kit import record
from zhixian.web.kit.clock import now, today
from zhixian.web.kit.plan import unit_name
from zhixian.web.kit.spoken import named_at, text_given
from zhixian.web.kit.versions import at_version
from zhixian.web.protection.models import Penalty, PenaltyEvent
from zhixian.web.protection.models.penalties import STAGES
from zhixian.web.protection.penalty_redaction import redaction_of
from zhixian.web.protection.queries.penalties import enforces_in, releases_in

MOST_REASON = 1000
SYSTEM = "系统"


class UnableToPublish(Refusal):
    """It may not be done now, or not by this person, or something is missing; the words say what."""


def opened(row: Penalty, version: int) -> Penalty:
    """The row, locked until the end of the transaction. Raises ChangedMeanwhile when the form is older."""
    return at_version(Penalty.objects.all(), row, version)


def must_work_for(row: Penalty, by: Any) -> None:
    """Raises UnableToPublish for whoever does not sit in the unit."""
    if row.unit not in enforces_in(by):
        raise UnableToPublish("这件不由您办", expected=f"由{unit_name(row.unit)}的经办人或负责人办")


def must_decide(row: Penalty, by: Any) -> None:
    """Raises UnableToPublish for whoever is no chief of the unit."""
    if row.unit not in releases_in(by):
        raise UnableToPublish("这一步不由您办", expected=f"由{unit_name(row.unit)}的负责人办")


def must_be(row: Penalty, stage: str, what: str) -> None:
    """Raises UnableToPublish when the decision is in another stage."""
    if row.stage != stage:
        raise UnableToPublish(f"这件{row.state_name}，不能{what}", expected=f"{STAGES[stage]}的才能{what}")


def done(row: Penalty, kind: str, name: str, *, by: Any, reason: str = "", **detail: Any) -> Penalty:
    """Write down what was done. Effects: the version grows, an event, a line of the record that holds no value."""
    row.version += 1
    row.changed_at = now()
    row.save(update_fields=["version", "changed_at"])
    add_event(row, kind, name, by=by, reason=reason)
    record.write(f"penalty_{kind}", row, by=by, unit=row.unit, version=row.version, **detail)
    return row


def add_event(row: Penalty, kind: str, name: str, *, by: Any, reason: str = "") -> None:
    """One more line of what happened; `by` None is the worker."""
    PenaltyEvent.objects.create(
        penalty=row,
        kind=kind,
        name=name,
        reason=reason,
        by=by,
        by_name=SYSTEM if by is None else named_at(by, unit_name(row.unit)),
        day=today(),
        at=now(),
        version=row.version,
    )


def link(row: Penalty) -> str:
    """The office's page of the decision."""
    return reverse("penalty", args=[row.pk])


def public_words(row: Penalty, text: str, where: str) -> str:
    """Words that the public will read beside a decision, what looks personal hidden. Raises UnableToPublish when they tell
    something that is known to be hidden."""
    redaction = redaction_of(row)
    left = redaction.leaks(text)
    if left:
        raise UnableToPublish(
            f"写了{'、'.join(left)}，公众会看到", where=where, expected="改成不含个人信息和商业秘密的话"
        )
    return redaction.redacted(text)


def reason_said(text: str, what: str) -> str:
    """The reason without blanks around it. Raises UnableToPublish when there is none, or too much."""
    return text_given(text, what, most=MOST_REASON, refuse=UnableToPublish)
