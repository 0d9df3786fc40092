"""The demonstration's index: rights and parties of the sample county to link to."""

from typing import Any

from zhixian.web.kit.clock import today
from zhixian.web.registry.actions import note_publication
from zhixian.web.registry.indexing import rebuild_index


def fill(world: Any) -> None:
    """Index `world.snapshot`, and tell of its publication."""
    rebuild_index(world.snapshot, as_of=today())
    note_publication(world.snapshot, before="", by=world.people.get("lead"), reason="样例数据")
