"""What every page says of the registry's data: that they are synthetic, where they are."""

from functools import lru_cache
from pathlib import Path
from typing import Any

from django.http import HttpRequest

from zhixian.core.kernel.refusal import Refusal
from zhixian.core.registry.snapshot import current_id, open_snapshot
from zhixian.web.registry.queries import data


def labels(request: HttpRequest) -> dict[str, Any]:
    """`synthetic` for templates. A registry that cannot be read is told by the pages that need it, not by this line."""
    try:
        snapshot = current_id(data())
        return {"synthetic": _labels(data(), snapshot) if snapshot else ()}
    except Refusal:
        return {}


@lru_cache(maxsize=8)
def _labels(folder: Path, snapshot: str) -> tuple[str, ...]:
    """A snapshot is named by its content, so that what was read once stays true."""
    return tuple(open_snapshot(folder, snapshot).labels)
