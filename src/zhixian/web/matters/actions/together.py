"""Several dossiers at once, as they are ticked on a desk: each by itself, so that one that is refused holds up no other."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from zhixian.core.kernel.refusal import Refusal
from zhixian.web.accounts.models import User
from zhixian.web.matters.actions.handling import claim_dossier, hand_over_dossier
from zhixian.web.matters.models import Dossier

Ticked = Collection[tuple[Dossier, int]]
"""Dossiers with the version that the desk showed of each."""


@dataclass(slots=True)
class Together:
    """What came of it: the dossiers done, and of each other one why not."""

    done: list[Dossier] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


def claim_together(ticked: Ticked, *, by: Any) -> Together:
    """Claim each; whoever was quicker is named in the refusal."""
    return _each(ticked, lambda dossier, version: claim_dossier(dossier, by=by, version=version))


def hand_over_together(ticked: Ticked, to: User | None, *, by: Any, reason: str = "") -> Together:
    """Hand each over to one colleague, or put it back for the unit (`to` None)."""
    return _each(ticked, lambda dossier, version: hand_over_dossier(dossier, to, by=by, version=version, reason=reason))


def _each(ticked: Iterable[tuple[Dossier, int]], do: Callable[[Dossier, int], Dossier]) -> Together:
    came = Together()
    for dossier, version in ticked:
        try:
            came.done.append(do(dossier, version))
        except Refusal as refused:
            came.refused.append(f"{dossier.number}：{refused}")
    return came
