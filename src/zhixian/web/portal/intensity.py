"""Patent intensity of the place, computed: for the units whose clause it serves."""

from datetime import date
from functools import lru_cache
from typing import Any

from zhixian.core.analysis.intensity import Intensity, intensity
from zhixian.core.registry.snapshot import Snapshot, open_snapshot
from zhixian.web.kit.plan import the_plan
from zhixian.web.portal.cultivation import units_of
from zhixian.web.portal.scorecards import sees_all
from zhixian.web.registry.queries import data

STANDARDS = "standards"
"""The register of standards, which the same units keep."""


def sees_intensity(user: Any) -> bool:
    """Whether it is the person's work: of the units of the register of standards, the lead office, auditors."""
    return sees_all(user, units_of(STANDARDS))


def intensity_on(snapshot: Snapshot, day: date) -> Intensity:
    """The industries of the place on a day, made once. Ask `sees_intensity` first."""
    return _intensity(snapshot.id, day)


@lru_cache(maxsize=8)
def _intensity(snapshot: str, day: date) -> Intensity:
    return intensity(open_snapshot(data(), snapshot), region=the_plan().region, as_of=day)
