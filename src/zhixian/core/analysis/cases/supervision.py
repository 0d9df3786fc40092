"""Cases under supervision (挂牌督办)."""

from dataclasses import dataclass
from datetime import date

from zhixian.core.analysis.cases.held import Held, case_day, day_in


@dataclass(frozen=True, slots=True)
class Supervised:
    """A case under supervision (挂牌督办): by whom, since when, until when, and when it was lifted."""

    case: Held
    by: str
    since: date
    until: date | None
    lifted: date | None
    is_late: bool
    """Whether it is past its day and not lifted, or was lifted after it."""


def supervised(case: Held, *, as_of: date) -> Supervised:
    """How it stands with the supervision of a case on a day."""
    since, until, lifted = (day_in(case.values, name) for name in ("supervised_on", "supervise_until", "lifted_on"))
    late = bool(until and until < (lifted or as_of))
    return Supervised(case, case.said("supervisor"), since or case_day(case), until, lifted, late)
