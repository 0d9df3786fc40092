"""The legal clock of a dossier: which limit presses now, when it ends, and how that day comes about."""

from collections.abc import Iterable
from datetime import date

from zhixian.core.supervision.lights import clock_colour
from zhixian.core.supervision.rule import rules
from zhixian.core.workflow.clock import (
    Clock,
    Event,
    Extended,
    Resumed,
    Started,
    Stopped,
    Suspended,
    clock,
)
from zhixian.core.workflow.derivation import Step, derivation
from zhixian.core.workflow.matter import WHOLE
from zhixian.web.matters.models import Dossier, DossierEvent


def handling_clock(dossier: Dossier, events: Iterable[DossierEvent], *, as_of: date) -> Clock | None:
    """The clock from acceptance to decision, or None when the matter has none."""
    limit = dossier.its_matter.limits.get(WHOLE)
    return clock(limit, _happened(events), as_of=as_of) if limit else None


def step_clock(dossier: Dossier, *, as_of: date) -> Clock | None:
    """The clock of the present step, or None when it has no limit of its own."""
    limit = dossier.its_matter.limits.get(dossier.step)
    if limit is None:
        return None
    return clock(
        limit, [Started(dossier.entered_on, f"进入“{dossier.now_in.name}”")], as_of=max(as_of, dossier.entered_on)
    )


def pressing_clock(dossier: Dossier, events: Iterable[DossierEvent], *, as_of: date) -> Clock | None:
    """The step's own limit where it has one, else the limit of the whole handling; None when it has ended."""
    if dossier.outcome:
        return None
    return step_clock(dossier, as_of=as_of) or handling_clock(dossier, events, as_of=as_of)


def set_due(dossier: Dossier, *, as_of: date) -> None:
    """Write the due day and the state of the handling clock on the dossier. Raises Refusal for what the clock cannot do."""
    events = list(dossier.events.exclude(clock="none").order_by("id"))
    pressing = pressing_clock(dossier, events, as_of=as_of)
    dossier.due = pressing.due if pressing else None
    handling = handling_clock(dossier, events, as_of=as_of)
    dossier.clock_state = handling.state if handling else "waiting"


def due_words(dossier: Dossier, events: Iterable[DossierEvent], *, as_of: date) -> tuple[Step, ...]:
    """How the due day comes about, for whoever wants to check."""
    pressing = pressing_clock(dossier, events, as_of=as_of)
    return derivation(pressing) if pressing else ()


def light(dossier: Dossier, *, as_of: date) -> str:
    """green, amber, red or grey by the rule of the board, which counts the same dossier; grey once it has ended."""
    return clock_colour(None if dossier.outcome else dossier.due, kind="dossier", as_of=as_of, rules=rules())


def _happened(events: Iterable[DossierEvent]) -> list[Event]:
    return [_event(event) for event in events if event.clock != "none"]


def _event(event: DossierEvent) -> Event:
    ground = event.detail.get("ground", "")
    match event.clock:
        case "start":
            return Started(event.day, event.name)
        case "suspend":
            return Suspended(event.day, event.reason or event.name, ground or "本事项流程")
        case "resume":
            return Resumed(event.day)
        case "extend":
            return Extended(event.day, event.detail["amount"], event.by_name, ground)
        case _:
            return Stopped(event.day, event.name)
