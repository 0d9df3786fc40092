"""The value indicators of a right of the current snapshot, kept for who asks next."""

from datetime import date
from functools import lru_cache
from pathlib import Path

from zhixian.core.landscape.value.in_registry import value_in_registry
from zhixian.core.landscape.value.telling import Valued
from zhixian.core.registry.snapshot import open_snapshot
from zhixian.web.registry.models import IndexedRight
from zhixian.web.registry.queries import data


def value_of(right: IndexedRight) -> Valued:
    """As of the day of the index. Raises Refusal for what has no such indicators and where the snapshot lies there no longer."""
    return _value_of(data(), right.edition.snapshot, right.right_id, right.edition.as_of)


@lru_cache(maxsize=256)
def _value_of(folder: Path, snapshot: str, right: str, as_of: date) -> Valued:
    return value_in_registry(open_snapshot(folder, snapshot), right, as_of=as_of)
