"""Everything that the office's page of one decision shows beside its rows: both readings of it, and its days."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from zhixian.core.disclosure.publication import WAYS, Edition, rules
from zhixian.core.disclosure.redaction import Proposal, Redaction, Span
from zhixian.core.kernel.refusal import Refusal
from zhixian.core.workflow.derivation import Step
from zhixian.web.protection.models import Penalty
from zhixian.web.protection.penalty_clock import early_clock, publish_clock, term_of, words
from zhixian.web.protection.penalty_redaction import (
    TEXTS,
    ShownField,
    known_of,
    proposals_of,
    redaction_of,
    side_by_side,
)

LONG = ("body",)


@dataclass(frozen=True, slots=True)
class Reading:
    """A free text, piece by piece: what stays (`span` None), and each place that is hidden."""

    name: str
    label: str
    pieces: Sequence[tuple[str, Span | None]]

    @property
    def hidden(self) -> int:
        """How many places are hidden."""
        return sum(1 for _, span in self.pieces if span)


@dataclass(frozen=True, slots=True)
class Facts:
    """`trouble` says what stands in the way of any public reading; then there is none."""

    trouble: Refusal | None
    fields: Sequence[ShownField] = ()
    short: Sequence[Reading] = ()
    """Texts of a line or two, which stand in the table of fields."""
    long: Sequence[Reading] = ()
    proposals: Sequence[Proposal] = ()
    known: Sequence[tuple[str, str, str]] = ()
    edition: Edition | None = None
    waits: bool = False
    """Whether it is still to be shown by its due day."""
    publish: Sequence[Step] = ()
    display: Sequence[Step] = ()
    restricted_until: date | None = None
    grade: str = ""
    until: date | None = None
    early: Sequence[Step] = ()
    early_at_once: bool = False
    """Whether it may go early as soon as what was ordered is done."""
    ways: dict[str, str] = field(default_factory=lambda: dict(WAYS))


def facts_of(row: Penalty, *, as_of: date) -> Facts:
    """Both readings of a decision as it stands, and its days."""
    try:
        redaction = redaction_of(row)
        fields = [one for one in side_by_side(row, as_of=as_of) if one.rule.id not in TEXTS]
    except Refusal as refused:
        return Facts(refused, edition=rules().edition(row.regime, row.decided_on))
    readings = [_reading(row, name, label, redaction) for name, label in TEXTS.items() if getattr(row, name)]
    shown = row.publication.shown_on if row.publication else as_of
    running = term_of(row, shown=shown, as_of=as_of) if row.kinds else None
    early = early_clock(row, shown=shown, as_of=as_of) if row.is_shown and row.kinds else None
    waits = row.first_shown_on is None and row.due is not None
    return Facts(
        trouble=None,
        fields=fields,
        short=[reading for reading in readings if reading.name not in LONG],
        long=[reading for reading in readings if reading.name in LONG],
        proposals=proposals_of(row),
        known=[(kind, one.value, mask) for kind, one, mask in known_of(row)],
        edition=rules().edition(row.regime, row.decided_on),
        waits=waits,
        publish=words(publish_clock(row, as_of=as_of)),
        display=words(running.clock) if running else (),
        restricted_until=running.until if running and running.restricted else None,
        grade=running.grade.name if running else "",
        until=running.until if running else None,
        early=words(early),
        early_at_once=running.grade.repair_at_once if running else False,
    )


def _reading(row: Penalty, name: str, label: str, redaction: Redaction) -> Reading:
    text = getattr(row, name)
    pieces = [
        (text[piece.start : piece.end], piece) if isinstance(piece, Span) else (piece, None)
        for piece in redaction.pieces(text)
    ]
    return Reading(name, label, [piece for piece in pieces if piece[0]])
