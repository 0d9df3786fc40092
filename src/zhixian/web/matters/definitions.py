"""The matters this site runs, and the versions of them that dossiers have pinned."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from zhixian.core.catalogue import matters_of
from zhixian.core.workflow.diff import Change, changes, stranded
from zhixian.core.workflow.matter import Definition, to_plain
from zhixian.web.kit.clock import now
from zhixian.web.kit.plan import the_plan
from zhixian.web.matters.models import Dossier, PinnedDefinition
from zhixian.web.matters.queries import BULKY, dossiers_visible_to


@cache
def site_matters() -> dict[str, Definition]:
    """Matter id → its present definition, in the plan's order. Raises Refusal when one does not hold together."""
    return matters_of(the_plan())


def pin(definition: Definition) -> PinnedDefinition:
    """The row that keeps this version, made when it is the first dossier's."""
    content = {"matter": definition.matter.id, "content": to_plain(definition), "pinned_at": now()}
    return PinnedDefinition.objects.get_or_create(version=definition.version, defaults=content)[0]


MOST_SHOWN = 100


@dataclass(frozen=True, slots=True)
class DryRun:
    """An older version that dossiers still run under: what changed since, those dossiers as far as the person sees them, and
    those of them that could not go on in the same way by the present version; they go on by their own."""

    pinned: PinnedDefinition
    changes: tuple[Change, ...]
    running: list[Dossier]
    left: list[Dossier]
    more: bool
    """Whether there are more than were looked at."""


def dry_run(definition: Definition, user: Any) -> list[DryRun]:
    """What a definition meets, without changing anything: each older version of the matter with open dossiers."""
    found = []
    older = PinnedDefinition.objects.filter(matter=definition.matter.id).exclude(version=definition.version)
    for pinned in older.order_by("-pinned_at"):
        rows = dossiers_visible_to(user).filter(pinned=pinned, outcome="").defer(*BULKY)
        running = list(rows.order_by("pk")[: MOST_SHOWN + 1])
        if running:
            seen = running[:MOST_SHOWN]
            left = [dossier for dossier in seen if stranded(pinned.definition, definition, dossier.step)]
            told = changes(pinned.definition, definition)
            found.append(DryRun(pinned, told, seen, left, len(running) > MOST_SHOWN))
    return found
