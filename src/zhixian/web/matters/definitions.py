"""The matters this site runs, and the versions of them that dossiers have pinned."""

from functools import cache

from zhixian.core.catalogue import matters_of
from zhixian.core.workflow.diff import Change, changes, stranded
from zhixian.core.workflow.matter import Definition, to_plain
from zhixian.web.kit.clock import now
from zhixian.web.kit.plan import the_plan
from zhixian.web.matters.models import Dossier, PinnedDefinition


@cache
def site_matters() -> dict[str, Definition]:
    """Matter id → its present definition, in the plan's order. Raises Refusal when one does not hold together."""
    return matters_of(the_plan())


def pin(definition: Definition) -> PinnedDefinition:
    """The row that keeps this version, made when it is the first dossier's."""
    content = {"matter": definition.matter.id, "content": to_plain(definition), "pinned_at": now()}
    return PinnedDefinition.objects.get_or_create(version=definition.version, defaults=content)[0]


def dry_run(definition: Definition) -> list[tuple[PinnedDefinition, tuple[Change, ...], list[Dossier], list[Dossier]]]:
    """What publishing a definition would meet: each older version with open dossiers, what changed since, the dossiers that
    run on under it, and those of them whose step the new version no longer leads on in the same way."""
    found = []
    for pinned in PinnedDefinition.objects.filter(matter=definition.matter.id).exclude(version=definition.version):
        running = list(pinned.dossiers.filter(outcome="").select_related("pinned").order_by("id"))
        if running:
            left = [dossier for dossier in running if stranded(pinned.definition, definition, dossier.step)]
            found.append((pinned, changes(pinned.definition, definition), running, left))
    return found
