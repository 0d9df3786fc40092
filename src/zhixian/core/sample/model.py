"""The synthetic county as plain objects: what is true, before any export has garbled it."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from zhixian.core.sample.profile import Profile


@dataclass(slots=True)
class Party:
    """Someone with a name and a place; a company that changed its name stands here twice, see County.renamed."""

    id: str
    name: str
    kind: str
    region: str
    address: str
    industry: str = ""
    founded: date | None = None


@dataclass(slots=True)
class Event:
    """A legal event; `party` is a party's id, `code` CNIPA's event code."""

    event: str
    effective: date | None = None
    gazetted: date | None = None
    party: str = ""
    until: date | None = None
    code: str = ""
    note: str = ""

    @property
    def day(self) -> date:
        """The day it counts from: effective, else gazetted."""
        day = self.effective or self.gazetted
        assert day is not None
        return day


@dataclass(slots=True)
class Right:
    """`sources` names the export files the right stands in; `holders` are the parties when filed, the first one counts."""

    id: str
    kind: str
    number: str
    title: str
    classes: list[str]
    filed: date
    registered: date | None
    expires: date | None
    holders: list[Party]
    gi: bool = False
    published: date | None = None
    laid_open: str = ""
    granted_as: str = ""
    inventors: list[str] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    sources: set[str] = field(default_factory=set)

    @property
    def region(self) -> str:
        """Where the first holder was when the right was filed."""
        return self.holders[0].region


@dataclass(slots=True)
class Pledge:
    """One right that secures one loan."""

    right: Right
    registered: date
    released: date | None


@dataclass(slots=True)
class Loan:
    """Principal in fen, rate in percent as written."""

    id: str
    borrower: Party
    lender: str
    principal: int
    drawn: date
    due: date
    repaid: date | None
    annual_rate: str
    pledges: list[Pledge]


@dataclass(slots=True)
class Project:
    """Cost in fen."""

    id: str
    kind: str
    party: Party
    cost: int
    completed: date


@dataclass(slots=True)
class Honour:
    """Awarded to a party or to a right."""

    honour: str
    awarded: date
    party: Party | None = None
    right: Right | None = None
    until: date | None = None
    document: str = ""


@dataclass
class County:
    """Everything there is."""

    profile: Profile
    parties: list[Party] = field(default_factory=list)
    rights: list[Right] = field(default_factory=list)
    loans: list[Loan] = field(default_factory=list)
    projects: list[Project] = field(default_factory=list)
    honours: list[Honour] = field(default_factory=list)
    renamed: dict[str, Party] = field(default_factory=dict)
    """Party id → the same company under its new name."""

    @cached_property
    def party(self) -> dict[str, Party]:
        """Parties by id. Asked for only when all parties are made, as the two below."""
        return {party.id: party for party in self.parties}

    @cached_property
    def _at_home(self) -> dict[str, list[Party]]:
        found: dict[str, list[Party]] = {}
        for party in self.parties:
            if party.region == self.profile.region:
                found.setdefault(party.kind, []).append(party)
        return found

    @cached_property
    def outside(self) -> list[Party]:
        """Parties of other places."""
        return [p for p in self.parties if p.region != self.profile.region]

    def at_home(self, *kinds: str) -> list[Party]:
        """Parties of the county of these kinds."""
        if len(kinds) == 1:
            return self._at_home[kinds[0]]
        return [party for kind in kinds for party in self._at_home[kind]]

    def of_kind(self, *kinds: str) -> list[Right]:
        """Rights of these kinds, in the order made."""
        return [right for right in self.rights if right.kind in kinds]
