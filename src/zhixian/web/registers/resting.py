"""Why a row may not be struck now: what rooms above have resting on it."""

from collections.abc import Callable

from zhixian.core.kernel.refusal import Refusal
from zhixian.web.registers.models import Row

Resting = Callable[[Row], Refusal | None]
"""What rests on a row, in words that say what to do first; None where nothing does. The row is locked."""
RESTS: dict[str, list[Resting]] = {}
"""By register."""


def add_resting(register: str, resting: Resting) -> None:
    """Called by a room above once Django has loaded it."""
    known = RESTS.setdefault(register, [])
    if resting not in known:
        known.append(resting)


def rests_on(row: Row) -> Refusal | None:
    """The first thing that keeps a row from being struck."""
    return next((why for resting in RESTS.get(row.register, ()) if (why := resting(row))), None)
