"""Draw rights until the county has as many in force on the plan's last day as its profile wants."""

from collections.abc import Callable

from zhixian.core.sample.model import County, Right
from zhixian.core.sample.truth import holder, in_force

_LATER_SHARE = 0.06
"""Rights that come into force after the horizon, for each one in force on it."""


def fill(county: County, wanted: dict[str, int], group: Callable[[Right], str], draw: Callable[[], Right]) -> None:
    """Keep drawn rights while their group has room; beside them the profile's share of lost ones, and a few later ones."""
    total, share = sum(wanted.values()), county.profile.lost_share
    room = {
        **wanted,
        "lost": int(total * share / (1 - share)),
        "later": int(total * _LATER_SHARE),
    }
    while any(room.values()):
        right = draw()
        key = _fate(county, right) or group(right)
        if room[key] > 0:
            room[key] -= 1
            county.rights.append(right)


def _fate(county: County, right: Right) -> str:
    """“later” or “lost” for a right that does not count for the county on the plan's last day, else empty."""
    day = county.profile.horizon
    assert right.registered is not None
    if right.registered > day:
        return "later"
    counts = in_force(right, day) and holder(right, day, county)[1] == county.profile.region
    return "" if counts else "lost"
