"""The ladder of honours and the leads of the place, computed: for the units that work on them, and an enterprise its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from zhixian.core.analysis.leads import Lead, leads
from zhixian.core.registry.snapshot import Snapshot, open_snapshot
from zhixian.core.registry.staging import normalise_name
from zhixian.core.scorecards.honours import REGISTER as HONOURS
from zhixian.core.scorecards.ladder import Standing, standings
from zhixian.web.kit.plan import the_plan
from zhixian.web.portal.scorecards import sees_all
from zhixian.web.registers.definitions import kept_registers
from zhixian.web.registers.market import MARKET
from zhixian.web.registers.queries.figures import stamp_of, values_for_figures
from zhixian.web.registry.models import parties_of
from zhixian.web.registry.queries import data

LADDER_READS = (HONOURS, "credit_events")
FOLLOWED = "leads_followed"
"""The register in which units keep whom they talked to."""
PRODUCTS = "local_products"
"""The register of products of the place that may become indications."""


@dataclass(frozen=True, slots=True)
class Followed:
    """A lead, and what the register says of the last time somebody followed it up."""

    lead: Lead
    last: Mapping[str, Any] | None

    @property
    def result(self) -> str:
        """How the last time went, in words."""
        if self.last is None:
            return ""
        choices = dict(kept_registers()[FOLLOWED].register.field("result").choices)
        return choices.get(str(self.last["result"]), "")


def units_of(register: str) -> tuple[str, ...]:
    """Units that keep a register here; nobody where the place has none."""
    kept = kept_registers().get(register)
    return kept.units if kept else ()


def standings_visible_to(user: Any, snapshot: Snapshot, day: date) -> tuple[Standing, ...]:
    """Every enterprise for the units that keep honours, the lead office and auditors; for an enterprise itself."""
    if sees_all(user, units_of(HONOURS)):
        return _standings(snapshot.id, day, stamp_of(LADDER_READS))
    own = parties_of(user)
    return (
        tuple(one for one in _standings(snapshot.id, day, stamp_of(LADDER_READS)) if one.subject.id in own)
        if own
        else ()
    )


@lru_cache(maxsize=4)
def _standings(snapshot: str, day: date, stamp: Any) -> tuple[Standing, ...]:
    """`stamp` tells rows that changed."""
    found = standings(
        open_snapshot(data(), snapshot), values_for_figures(LADDER_READS), region=the_plan().region, as_of=day
    )
    return tuple(found)


def sees_ladder(user: Any) -> bool:
    """Whether the person sees every enterprise on it."""
    return sees_all(user, units_of(HONOURS))


def sees_leads(user: Any) -> bool:
    """Whether leads are the person's work: of the units that follow them up, the lead office, auditors."""
    return sees_all(user, units_of(FOLLOWED))


def sees_partners(user: Any) -> bool:
    """Whether anybody's fields are the person's to match with universities: of the units of the register of needs and offers, the lead
    office, auditors; or of an enterprise that the registry knows."""
    return sees_all(user, units_of(MARKET)) or bool(parties_of(user))


def leads_on(snapshot: Snapshot, day: date) -> list[Followed]:
    """Every lead of the place with its last follow-up. Ask `sees_leads` first."""
    rows = values_for_figures([FOLLOWED]).get(FOLLOWED, [])
    return _joined(_leads(snapshot.id, day), rows, day)


def _joined(found: Sequence[Lead], rows: Sequence[Mapping[str, Any]], day: date) -> list[Followed]:
    last: dict[tuple[str, str], Mapping[str, Any]] = {}
    for row in sorted(rows, key=lambda row: row["contacted_on"]):
        if row["contacted_on"] <= day.isoformat():
            last[row["lead"], normalise_name(row["party"])] = row
    return [Followed(lead, last.get((lead.sort, normalise_name(lead.name)))) for lead in found]


@lru_cache(maxsize=4)
def _leads(snapshot: str, day: date) -> tuple[Lead, ...]:
    return tuple(leads(open_snapshot(data(), snapshot), region=the_plan().region, as_of=day))
