"""The days of a penalty: by when it must appear, how long it is shown, when it may go early, by when it must be withdrawn."""

from datetime import date

from zhixian.core.disclosure.publication import Term, Weight, publication_clock, repair_clock, rules, term
from zhixian.core.workflow.clock import Clock, Started, clock
from zhixian.core.workflow.derivation import Step, derivation
from zhixian.web.protection.models import Penalty


def publish_clock(row: Penalty, *, as_of: date) -> Clock:
    """By when it must appear. Raises Refusal when no rule was in force on the day of the decision."""
    return publication_clock(row.regime, row.decided_on, as_of=as_of)


def weight_of(row: Penalty) -> Weight:
    """What decides on how long it is shown."""
    return Weight(row.kinds, row.low_fine, row.restricted_until)


def term_of(row: Penalty, *, shown: date, as_of: date) -> Term:
    """How long it is shown when it appears on a day."""
    return term(row.regime, weight_of(row), decided=row.decided_on, shown=shown, as_of=as_of)


def early_clock(row: Penalty, *, shown: date, as_of: date) -> Clock | None:
    """When it may go early; None where the law allows none, or sets no time for it."""
    return repair_clock(row.regime, weight_of(row), decided=row.decided_on, shown=shown, as_of=as_of)


def withdrawal_clock(fell_on: date, *, as_of: date) -> Clock | None:
    """By when a decision that fell on a day must be gone; None while the law names no number of days."""
    limit = rules().withdrawal(fell_on)
    return clock(limit, [Started(fell_on, "决定被变更、撤销或者确认")], as_of=max(as_of, fell_on)) if limit else None


def words(running: Clock | None) -> tuple[Step, ...]:
    """How a due day comes about."""
    return derivation(running) if running else ()
