"""What the public sees of a clause: its light and the reasons, by the rule of supervision."""

from dataclasses import dataclass

from zhixian.core.supervision.lights import AMBER, GREEN, GREY, RED, Light
from zhixian.core.supervision.rule import rules
from zhixian.web.supervision.evidence import link_of

TONES = {GREY: "plain", GREEN: "good", AMBER: "warn", RED: "bad"}


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that shows how a clause is doing, fit for everybody's eyes. `tone` plain says nothing about progress."""

    kind_name: str
    text: str
    tone: str = "plain"
    link: str = ""

    @property
    def late(self) -> str:
        """What is behind, in words; empty when nothing is."""
        return self.text if self.tone == "bad" else ""


@dataclass(frozen=True, slots=True)
class State:
    """How a clause is doing, in words and by its light."""

    words: str
    tone: str


def evidence_of(light: Light, clause: str) -> list[Evidence]:
    """The reasons of a clause's light, the worst first."""
    kinds = rules().kinds
    return [
        Evidence(
            kinds[reason.kind].name if reason.kind in kinds else "期限",
            reason.words,
            TONES[reason.colour],
            link_of(reason, clause),
        )
        for reason in light.reasons
    ]


def state_of(light: Light, *, carried: bool, no_action: str | None = None) -> State:
    """The light in words; without any, whether anything shows or carries the clause at all."""
    if light.colour != GREY:
        return State(light.words, TONES[light.colour])
    if no_action and not light.reasons:
        return State("线下落实", "plain")
    if light.unknown:
        return State(light.words, "plain")
    if light.reasons:
        return State("执行中", "plain")
    return State("已承接" if carried else "还没有可数的", "plain")
